"""Which query sees which key: causal, as rows of a file say it, without padding."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...errors import counted, here
from ...reading.yamlfile import Faults, Node, complete

if TYPE_CHECKING:
    from .problem import Problem

CAUSAL, NONE = "causal", "none"
_PATTERNS: dict[str, Callable[[int, int], bool]] = {
    NONE: lambda query, key: True,
    CAUSAL: lambda query, key: key <= query,
}
_SEEN = {"1": True, "0": False, "true": True, "false": False}
_HIDDEN = ("-inf", "−∞", "-∞", "-.inf", "-infinity")
# What is added to a score: 0 leaves it, −∞ hides it.
_ADDED = {"0": True, "0.0": True} | dict.fromkeys(_HIDDEN, False)


def read_seen(problem: Problem, queries: int, keys: int, faults: Faults) -> list[list[bool]] | None:
    """For every query the keys that it sees; None where it sees all, or where a fault was noted."""
    node = problem.mask
    word = node.word if node is not None else NONE
    if word == NONE and not problem.padding:
        return None
    if node is None or word in _PATTERNS:
        sees = _PATTERNS[word]
        seen = []
        for query in range(queries):
            seen.append([sees(query, key) for key in range(keys)])
        return _padded(problem, seen, faults)
    found = _rows(node, queries, keys, faults)
    return found and _padded(problem, found, faults)


def _padded(problem: Problem, seen: list[list[bool]], faults: Faults) -> list[list[bool]] | None:
    """The same without the keys that are padding."""
    keys = len(seen[0])
    for number in problem.padding or ():
        if number > keys:
            return faults.add(problem.places["padding"], f"there are {counted(keys, 'keys')}, and no key {number}", "")
        for row in seen:
            row[number - 1] = False
    for query, row in enumerate(seen, 1):
        if not any(row):
            where = problem.places.get("mask", problem.places.get("padding"))
            return faults.add(where, f"query {query} sees no key, so its weights have no value", "")
    return seen


def _rows(node: Node, queries: int, keys: int, faults: Faults) -> list[list[bool]] | None:
    """The rows of a mask as they are written: of 1 and 0, or of 0 and −∞ where they are added to the scores."""
    if node.items is None:
        return faults.add(node, "expected causal, none, or one row a query with 1 for a key that it sees, else 0")
    rows = [node] if all(item.items is None for item in node.items) else node.items
    if len(rows) != queries:
        return faults.add(node, f"expected {counted(queries, 'rows')}, one a query; {here(len(rows))}", "")
    words: set[str] = set()
    for row in rows:
        words.update(item.word.lower() for item in row.items or ())
    meant = _SEEN if words.isdisjoint(_HIDDEN) else _ADDED
    return complete(_row(row, keys, meant, faults) for row in rows)


def _row(node: Node, keys: int, meant: dict[str, bool], faults: Faults) -> list[bool] | None:
    """One row of a mask."""
    items = node.items or []
    if len(items) != keys:
        return faults.add(node, f"expected {counted(keys, 'numbers')} in a row, one a key; {here(len(items))}", "")
    found = []
    for item in items:
        sees = meant.get(item.word.lower())
        if sees is None:
            return faults.add(item, "expected 1 for a key that is seen, else 0; or 0 and -inf, as they are added")
        found.append(sees)
    return found
