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

    def read(self, node: Node, faults: Faults):
        rows = _rows(node, faults)
        if not rows or not all(rows):
            return faults.add(node, "expected a list of logits such as [2, 1, 0.1], or a list of such rows")
        width = len(rows[0])
        if not 2 <= width <= MOST_CLASSES:
            return faults.add(node, f"a row of 2 to {MOST_CLASSES} logits was expected; here it has {width}", "")
        if len(rows) * width > MOST_LOGITS:
            return faults.add(node, f"at most {MOST_LOGITS} logits were expected; here are {len(rows) * width}", "")
        for k, row in enumerate(rows):
            if len(row) != width:
                place = node.listed[k]
                return faults.add(place, f"row {k + 1} has {_logits(len(row))}, the first one {width}", "")
        found = [[read_number(item, faults) for item in row] for row in rows]
        return None if any(value is None for row in found for value in row) else found

    def schema(self):
        row = {"type": "array", "items": {"type": ["number", "string"]}, "minItems": 2, "maxItems": MOST_CLASSES}
        return {"anyOf": [row, {"type": "array", "items": row, "minItems": 1}]}


def _logits(count: int) -> str:
    return "1 logit" if count == 1 else f"{count} logits"


def _rows(node: Node, faults: Faults) -> list[list[Node]]:
    """The numbers of a list, or of a list of lists; nothing where it is neither."""
    if not node.items:
        return [listed(node, faults)] if node.text and "," in node.text else []
    if all(item.items is not None for item in node.items):
        return [item.listed for item in node.listed]
    return [node.items] if all(item.text is not None for item in node.items) else []


class Target:
    """The target of a row: the index of its class, from 0, or None; and the probability of every class."""

    __slots__ = ("index", "numbers")

    def __init__(self, index: int | None, numbers: list[Expr]):
        self.index, self.numbers = index, numbers


def read_targets(node: Node, rows: int, classes: list[str], faults: Faults) -> list[Target] | None:
    """One target a row: the name or number (from 1) of a class, or a list of probabilities."""
    single = rows == 1 and (node.items is None or all(item.items is None for item in node.items or ()))
    as_list = node.items is not None and len(node.items) == len(classes) and len(classes) > 1
    items = [node] if single and (node.items is None or as_list or len(node.items or ()) != 1) else node.items
    if items is None:
        items = listed(node, faults) if node.text else []
    if len(items) != rows:
        expected = "one target was expected" if rows == 1 else f"{rows} targets were expected, one a row"
        return faults.add(node, f"{expected}: a class, or a list of probabilities")
    return complete(_target(item, classes, faults) for item in items)


def _target(node: Node, classes: list[str], faults: Faults) -> Target | None:
    if node.items is not None:
        return _distribution(node, classes, faults)
    text = node.word.strip()
    if text in classes:
        index = classes.index(text)
    else:
        number = whole_text(text)
        if number is None or not 1 <= number <= len(classes):
            hint = nearest(text, tuple(classes))
            expected = f"expected a class: {listing(classes)}" if not classes[0].isdigit() else "expected a class"
            return faults.add(node, f"{expected}, or its number from 1 to {len(classes)}.{hint}")
        index = number - 1
    return Target(index, [Num("1" if k == index else "0") for k in range(len(classes))])


def _distribution(node: Node, classes: list[str], faults: Faults) -> Target | None:
    if len(node.listed) != len(classes):
        return faults.add(
            node, f"{len(classes)} probabilities were expected, one a class; {here(len(node.listed))}", ""
        )
    numbers = complete(read_number(item, faults) for item in node.listed)
    if numbers is None:
        return None
    values = [constant(number) for number in numbers]
    for item, value in zip(node.listed, values, strict=True):
        if value < 0:
            return faults.add(item, "a probability is not negative")
    if abs(sum(values) - 1) > _SUM_TOLERANCE:
        return faults.add(node, f"the probabilities of a target add up to 1; these add up to {sum(values):.6g}", "")
    ones = [k for k, value in enumerate(values) if value == 1]
    return Target(ones[0] if ones else None, numbers)


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
