"""Numbers and names as a file writes them: 0.20, 1/3, sqrt(2); a letter where a problem has no numbers."""

from __future__ import annotations

from operator import ge, gt, le, lt
from typing import TYPE_CHECKING

from ..errors import quote
from ..formula.expr import Expr, Num
from ..formula.functions import CONSTANTS
from ..formula.marks import NAME
from ..formula.parse import ParseError, number_text, parse
from .yamlfile import Faults, Node

if TYPE_CHECKING:
    from fractions import Fraction


# The bounds of a range by the words of JSON Schema, and how a number within them compares.
_BOUNDS = {"exclusiveMinimum": gt, "minimum": ge, "exclusiveMaximum": lt, "maximum": le}


class Range:
    """What numbers a key takes: ``above`` or from ``least`` up, ``below`` or up to ``most``; None for no such bound.

    ``schema`` holds the bounds as JSON Schema writes them.
    """

    __slots__ = ("above", "below", "least", "most", "schema")

    def __init__(
        self,
        above: float | None = None,
        least: float | None = None,
        below: float | None = None,
        most: float | None = None,
    ):
        self.above, self.least, self.below, self.most = above, least, below, most
        bounds = zip(_BOUNDS, (above, least, below, most), strict=True)
        self.schema = {key: bound for key, bound in bounds if bound is not None}

    def __contains__(self, number: float) -> bool:
        return all(_BOUNDS[key](number, bound) for key, bound in self.schema.items())

    @property
    def words(self) -> str:
        """What is expected: ‘a number from 0 to below 1’."""
        if self.most is None and self.below is None:
            return f"a number greater than {self.above:g}" if self.least is None else f"a number from {self.least:g} up"
        low = f"above {self.above:g}" if self.least is None else f"from {self.least:g}"
        return f"a number {low} " + (f"to {self.most:g}" if self.below is None else f"and below {self.below:g}")


def read_number(node: Node, faults: Faults) -> Expr | None:
    """A number as a formula without names; notes a fault for anything else."""
    text = node.text
    if text is None:
        return faults.add(node, f"expected a number, not {node.shown}", "")
    if not text.strip():
        return faults.add(
            node, "expected a number, and nothing is written here (decimals have a point: 1.5, not 1,5)", ""
        )
    try:
        literal = number_text(text)
        if literal is not None:
            return literal
        if text.strip().lower().lstrip("+-.") in ("nan", "inf", "infinity"):
            return faults.add(node, "expected a finite number")
        formula = parse(text)
        constant(formula)
        return formula
    except ParseError as error:
        return faults.add(node, f"expected a number such as 0.25, 1/3, sqrt(2) or 1e-3; {error}")
    except (ArithmeticError, ValueError) as error:
        return faults.add(node, f"this number has no finite value: {_why(error)}")


def bracketed_number(text: str) -> Expr:
    """A number that stands in brackets behind a name; raises ParseError where it has no finite value."""
    formula = parse(text)
    try:
        constant(formula)
    except (ArithmeticError, ValueError) as error:
        raise ParseError(f"{quote(text)} has no finite value: {_why(error)}") from None
    return formula


def constant(formula: Expr) -> float:
    """The double of a formula without names; raises ArithmeticError or ValueError where it has none."""
    from ..formula.numbers import DOUBLES, finite

    value = formula.evaluate({}, DOUBLES)
    if not finite(value):
        raise OverflowError("it is larger than any double")
    return float(value)


def exact_constant(formula: Expr) -> Fraction:
    """A number as a fraction, so that 0.4 and 0.40 are equal; one that is irrational by its double."""
    from ..formula.exact import exact_value, to_fraction

    try:
        return exact_value(formula)
    except (ValueError, ArithmeticError):
        return to_fraction(constant(formula))


def written(number: Expr) -> str:
    """A number as its file writes it; of a formula its value."""
    return number.text if isinstance(number, Num) else f"{constant(number):g}"


def free_name(node: Node) -> str:
    """The name that stands where a number might, in a problem without numbers; '' where it is a number."""
    text = node.word.strip()
    if not NAME.fullmatch(text) or text in CONSTANTS or text in ("none", "nan", "inf"):
        return ""
    return text


def _why(error: Exception) -> str:
    """What the arithmetic says; Python's own words for a number that is too large are exchanged."""
    return "it is larger than any double" if isinstance(error, OverflowError) else str(error)
