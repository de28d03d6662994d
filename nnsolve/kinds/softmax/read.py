"""Logits and targets as a problem file writes them: one row, or a list of rows."""

from __future__ import annotations

import re

from ...errors import here, listing, nearest
from ...formula.expr import Expr, Num
from ...formula.parse import whole_text
from ...reading.schema import Type, constant, read_number
from ...reading.yamlfile import Faults, Node, complete, listed

MOST_CLASSES = 50
MOST_LOGITS = 300
# A probability distribution adds up to 1 but for the digits its author wrote.
_SUM_TOLERANCE = 1e-6
_CLASS = re.compile(r"[^\W\d]\w{0,15}")


class Logits(Type):
    """A row of numbers, or a list of rows of one length."""

    def read(self, node: Node, faults: Faults) -> list[list[Expr]] | None:
        rows = _rows(node, faults)
        if not rows or not all(rows):
            return faults.add(node, "expected a list of logits such as [2, 1, 0.1], or a list of such rows")
        if not _sized(node, rows, faults):
            return None
        return complete([_numbers(row, faults) for row in rows])

    def schema(self) -> dict:
        row = {"type": "array", "items": {"type": ["number", "string"]}, "minItems": 2, "maxItems": MOST_CLASSES}
        return {"anyOf": [row, {"type": "array", "items": row, "minItems": 1}]}


def _sized(node: Node, rows: list[list[Node]], faults: Faults) -> bool:
    """Whether the rows are of one length, and neither too long nor too many; else that is noted."""
    width, before = len(rows[0]), len(faults.found)
    if not 2 <= width <= MOST_CLASSES:
        faults.add(node, f"a row of 2 to {MOST_CLASSES} logits was expected; here it has {width}", "")
    elif len(rows) * width > MOST_LOGITS:
        faults.add(node, f"at most {MOST_LOGITS} logits were expected; here are {len(rows) * width}", "")
    else:
        odd = next((k for k, row in enumerate(rows) if len(row) != width), None)
        if odd is not None:
            text = f"row {odd + 1} has {_logits(len(rows[odd]))}, the first one {width}"
            faults.add(node.listed[odd], text, "")
    return len(faults.found) == before


def _logits(count: int) -> str:
    return "1 logit" if count == 1 else f"{count} logits"


def _numbers(nodes: list[Node], faults: Faults) -> list[Expr] | None:
    return complete([read_number(node, faults) for node in nodes])


def _rows(node: Node, faults: Faults) -> list[list[Node]]:
    """The numbers of a list, or of a list of lists; nothing where it is neither."""
    if not node.items:
        return [listed(node, faults)] if node.text and "," in node.text else []
    rows = complete(item.items for item in node.items)
    if rows is not None:
        return rows
    texts = complete(item.text for item in node.items)
    return [] if texts is None else [node.items]


class Target:
    """The target of a row: the index of its class, from 0, or None; and the probability of every class."""

    __slots__ = ("index", "numbers")

    def __init__(self, index: int | None, numbers: list[Expr]):
        self.index, self.numbers = index, numbers


def read_targets(node: Node, rows: int, classes: list[str], faults: Faults) -> list[Target] | None:
    """One target a row: the name or number (from 1) of a class, or a list of probabilities."""
    items = _target_nodes(node, rows, faults)
    if len(items) != rows:
        expected = "one target was expected" if rows == 1 else f"{rows} targets were expected, one a row"
        return faults.add(node, f"{expected}: a class, or a list of probabilities")
    return complete(_target(item, classes, faults) for item in items)


def _target_nodes(node: Node, rows: int, faults: Faults) -> list[Node]:
    """Where the targets stand; of a single row a list of several numbers is one target."""
    if node.items is not None:
        flat = all(item.items is None for item in node.items)
        return [node] if rows == 1 and flat and len(node.items) != 1 else node.items
    if rows == 1:
        return [node]
    return listed(node, faults) if node.text else []


def _target(node: Node, classes: list[str], faults: Faults) -> Target | None:
    if node.items is not None:
        return _distribution(node, classes, faults)
    index = _index(node, classes, faults)
    if index is None:
        return None
    numbers = [Num("0")] * len(classes)
    numbers[index] = Num("1")
    return Target(index, list(numbers))


def _index(node: Node, classes: list[str], faults: Faults) -> int | None:
    """Which class a name or a number from 1 means."""
    text = node.word.strip()
    if text in classes:
        return classes.index(text)
    number = whole_text(text)
    if number is not None and 1 <= number <= len(classes):
        return number - 1
    hint = nearest(text, tuple(classes))
    expected = "expected a class" if classes[0].isdigit() else f"expected a class: {listing(classes)}"
    return faults.add(node, f"{expected}, or its number from 1 to {len(classes)}.{hint}")


def _distribution(node: Node, classes: list[str], faults: Faults) -> Target | None:
    if len(node.listed) != len(classes):
        text = f"{len(classes)} probabilities were expected, one a class; {here(len(node.listed))}"
        return faults.add(node, text, "")
    numbers = _numbers(node.listed, faults)
    if numbers is None:
        return None
    values = list(map(constant, numbers))
    for item, value in zip(node.listed, values, strict=True):
        if value < 0:
            return faults.add(item, "a probability is not negative")
    if abs(sum(values) - 1) > _SUM_TOLERANCE:
        return faults.add(node, f"the probabilities of a target add up to 1; these add up to {sum(values):.6g}", "")
    return Target(values.index(1) if 1 in values else None, numbers)


def read_classes(node: Node, names: list[str], width: int, faults: Faults) -> list[str] | None:
    """The names of the classes; a fault where they are not names, or not as many as a row has logits."""
    if len(names) != width:
        return faults.add(node, f"{width} classes were expected, one for each logit; {here(len(names))}", "")
    for name in names:
        if not _CLASS.fullmatch(name):
            return faults.add(node, "expected names of classes: a letter, then letters and digits", name)
        if names.count(name) > 1:
            return faults.add(node, "this name stands twice", name)
    return names
