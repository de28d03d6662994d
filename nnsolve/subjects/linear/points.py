"""Points of two classes: read from rows of a file, or made from the truth table of a gate."""

from __future__ import annotations

from ...errors import quote
from ...formula.exact import exact_text, exact_value
from ...formula.expr import Expr
from ...reading.schema import Number, Type, read_number
from ...reading.yamlfile import Faults, Node, complete

MOST_POINTS = 1000
MOST_INPUTS = 50
POSITIVE = {"1", "+1", "+", "P", "p"}
NEGATIVE = {"0", "-1", "−1", "-", "−", "N", "n"}
# Numbers that a target may be, by the outputs of the unit; letters and signs are understood with any.
TARGETS = {"binary": ("1", "0"), "bipolar": ("1", "-1"), "three-valued": ("1", "-1")}


class Point:
    """A point: its inputs, and whether it belongs to the positive class (None where that is not said)."""

    __slots__ = ("inputs", "positive")

    def __init__(self, inputs: list[Expr], positive: bool | None = None):
        self.inputs, self.positive = inputs, positive

    @property
    def is_positive(self) -> bool:
        """The class of a point of which it is said."""
        assert self.positive is not None
        return self.positive

    @property
    def text(self) -> str:
        """``(0, 1)``, as the inputs were written."""
        return f"({', '.join(map(exact_text, self.inputs))})".replace("-", "−")


class Rows(Type):
    """A list of points, each a row of numbers; what stands last may be the class."""

    def read(self, node: Node, faults: Faults):
        """The rows as lists of nodes, all of one length."""
        if not node.items:
            return faults.add(
                node, "expected a list of points, each a row such as [0, 1, 0]: the inputs, then the target", ""
            )
        if len(node.items) > MOST_POINTS:
            return faults.add(node, f"at most {MOST_POINTS} points are read; here are {len(node.items)}", "")
        rows: list[Node] = []
        width = 0
        for item in node.items:
            if item.items is None:
                faults.add(item, f"expected a row such as [0, 1, 0], not {quote(item.shown)}", "")
            elif not item.items:
                faults.add(item, "this row is empty", "")
            elif width and len(item.items) != width:
                faults.add(item, f"{len(item.items)} values in this row, {width} in the first", "")
            elif len(item.items) > MOST_INPUTS + 1:
                faults.add(item, f"a row may have at most {MOST_INPUTS + 1} values; here are {len(item.items)}", "")
            else:
                rows.append(item)
                width = len(item.items)
        return rows if len(rows) == len(node.items) else None

    def schema(self):
        row = {"type": "array", "items": {"type": ["number", "string"]}, "minItems": 1}
        return {"type": "array", "items": row, "minItems": 1}


def exact_number(node: Node, faults: Faults) -> Expr | None:
    """A number that is a decimal or a fraction, so that it can be computed with exactly; notes a fault for others."""
    number = read_number(node, faults)
    if number is None:
        return None
    try:
        exact_value(number)
    except (ValueError, ZeroDivisionError) as error:
        return faults.add(node, f"expected a decimal or a fraction such as 0.25 or 1/3, computed with exactly; {error}")
    return number


class Exact(Number):
    """A decimal or a fraction as its author wrote it, computed with exactly."""

    def number(self, node: Node, faults: Faults):
        """The number whatever its size; notes a fault for what is no decimal and no fraction."""
        return exact_number(node, faults)


def read_points(rows: list[Node], output: str, faults: Faults, inputs: int = 0) -> list[Point] | None:
    """The points of rows whose last value is the target; with ``inputs`` the target may be left out."""
    if not inputs and len(rows[0].listed) == 1:
        return faults.add(rows[0], "expected inputs and a target, such as [0, 1, 0]", "")
    return complete([_read_point(row, output, faults, inputs) for row in rows])


def _read_point(row: Node, output: str, faults: Faults, inputs: int) -> Point | None:
    """The point of a row."""
    nodes, target = row.listed, None
    if not inputs or len(nodes) == inputs + 1:
        nodes, target = nodes[:-1], nodes[-1]
    numbers = complete([exact_number(each, faults) for each in nodes])
    if target is None:
        return None if numbers is None else Point(numbers)
    positive = read_target(target, output, faults)
    return None if numbers is None or positive is None else Point(numbers, positive)


def read_target(node: Node, output: str, faults: Faults) -> bool | None:
    """Whether a target says the positive class: 1, + or P; notes a fault for what the unit cannot give."""
    text = node.word.strip()
    known = TARGETS[output]
    number = text.lstrip("+").replace("−", "-")
    if text in POSITIVE | NEGATIVE and (number in known or number not in ("0", "1", "-1")):
        return text in POSITIVE
    numbers = " or ".join(known).replace("-", "−")
    other = f" ({output} outputs)" if number in ("0", "1", "-1") else ""
    return faults.add(
        node, f"expected a target: {numbers}{other}, or P or N", node.shown if node.text is None else None
    )
