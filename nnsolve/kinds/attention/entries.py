"""What may be asked for beside the steps: single entries counted from 1, and what books call the results."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ...formula.sizes import known_sizes
from ...names import DERIVATIVES, Name, Role, d
from ...resolver import Resolver
from ...solution import Ref, Statement
from ...subjects.network.model import ERROR
from .forward import Forward
from .names import D_K, SCALE, Head, entry_of, feature_mark

if TYPE_CHECKING:
    from ...formula.marks import AnyMark

# Of so many entries every one has a name; of more those that are asked for.
MOST_NAMED = 1000
_PLACE = re.compile(r"(.{1,100})\[ ?(\d{1,3}) ?, ?(\d{1,3}) ?\]")
_CALLED = {"A": ("a", "alpha", "w"), "S": ("s", "score"), "Z": ("z",), "O": ("o", "c"), "e": ("e",)}
_WHOLE = {"A": ("weights", "attention", "alpha"), "S": ("scores",), "O": ("output", "outputs", "context", "out")}
Sides = Mapping[Name, tuple[int, ...]]


def holders(forward: Forward) -> dict[Name, Ref]:
    """The entries of matrices under their names counted from 1: S[3,2], dE/dW_Q[1,2]; of large ones the asked ones."""
    page = forward.page
    sizes = _sizes(forward)
    if sum(height * width for height, width in sizes.values()) > MOST_NAMED:
        return _asked(forward, sizes)
    taken = {step.name for step in page.steps} | set(page.given)
    found: dict[Name, Ref] = {}
    for own, ref in _every(sizes):
        if own not in taken:
            found[own] = ref
            page.marks.setdefault(own, _mark(forward, own, ref))
    return found


def _sizes(forward: Forward) -> Sides:
    """Rows and columns of every matrix that is a step."""
    steps = [(step.name, step.formula) for step in forward.page.steps if type(step) is not Statement]
    known = known_sizes(steps, forward.sizes | dict.fromkeys((D_K, SCALE), ()))
    return {name: known[name].sides for name, _ in steps if known[name] and name.role is not Role.ENTRY}


def _every(sizes: Sides) -> Iterator[tuple[Name, Ref]]:
    """Every entry with its place."""
    for name, (height, width) in sizes.items():
        for place in range(height * width):
            row, column = divmod(place, width)
            yield entry_of(name, row, column), Ref(name, (row, column))


def _mark(forward: Forward, own: Name, ref: Ref) -> AnyMark:
    """How an entry is printed: a gradient by an entry as the derivative that it is."""
    if ref.name.role in DERIVATIVES or ref.entry is None:
        return forward.page.names.mark(own)
    return feature_mark(ref.name, *ref.entry)


def _asked(forward: Forward, sizes: Sides) -> dict[Name, Ref]:
    """The entries that are asked for."""
    page = forward.page
    resolver = Resolver(*page.named(), page.names, page.synonyms)
    found: dict[Name, Ref] = {}
    for text in page.problem.asked or ():
        place = _PLACE.fullmatch(text.strip())
        name = resolver.find(place[1]) if place else None
        if place is None or name is None or name not in sizes:
            continue
        row, column = int(place[2]) - 1, int(place[3]) - 1
        if 0 <= row < sizes[name][0] and 0 <= column < sizes[name][1]:
            found[entry_of(name, row, column)] = Ref(name, (row, column))
    return found


def synonyms(forward: Forward) -> dict[str, Name]:
    """What books call the results: alpha for the weights, context for the output; a2 and A[2] of one query."""
    page = forward.page
    names = {step.name: None for step in page.steps} | dict.fromkeys(page.holders)
    found: dict[str, Name] = {}
    for head in forward.heads:
        found |= _whole(head)
        found |= _of_one(forward, head) if head.one else {}
    for name in names:
        found.setdefault(_without_brackets(name), name)
    for name in forward.sizes:
        found[f"grad_{name}"] = d(ERROR, name)
    return {text: name for text, name in found.items() if text and name in names}


def _whole(head: Head) -> dict[str, Name]:
    """What books call the matrices of a head."""
    found: dict[str, Name] = {}
    for letter, words in _WHOLE.items():
        for word in words:
            found[f"{word}{head.number}"] = head.matrix(letter)
    return found


def _without_brackets(name: Name) -> str:
    """A32 for A[3,2], A12_3 for A[12,3]; '' for what is no entry of a matrix of the forward pass."""
    matrix = name.of
    if name.role is not Role.ENTRY or not isinstance(matrix, Name) or matrix.role in DERIVATIVES:
        return ""
    numbers = name.indices.strip("[]")
    between = "" if len(numbers) < 4 else "_"
    return f"{matrix.of}{numbers.replace(',', between)}{matrix.by and '_'}{matrix.by}"


def _of_one(forward: Forward, head: Head) -> dict[str, Name]:
    """What belongs to the only query, by the key or the number in its output alone."""
    found: dict[str, Name] = {}
    for letter, words in _CALLED.items():
        count = forward.model.output if letter == "O" else forward.model.keys
        for number in range(count):
            name = head.entry(letter, 0, number)
            spelt = [f"{word}{number + 1}{head.number}" for word in (*words, letter)]
            found |= dict.fromkeys([f"{letter}[{number + 1}]", *spelt], name)
    return found
