"""A step of a solution, and a sentence by its key: the smallest pieces of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .formula.expr import Expr
from .names import Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal
    from fractions import Fraction
    from typing import TypeAlias

# What may fill a gap of a sentence; while a page is made it stays a text, so that nothing is loaded for it.
Filling: TypeAlias = (
    "Says | Name | str | int | float | Decimal | Fraction | Expr | Sequence[Says | Name | Expr | str] | None"
)


class Says:
    """A sentence by its key in the table of words, with what is filled in.

    What fills a gap is written by its type: a name as the page prints names, another sentence, a list of these, a count
    or another number, a text as it is.
    """

    __slots__ = ("key", "args")

    def __init__(self, key: str, /, **args: Filling):
        self.key, self.args = key, args


class Column(Says):
    """What stands above a column of a table, and the name of the column for programs."""

    __slots__ = ("name",)

    def __init__(self, name: str, key: str, /, **args: Filling):
        super().__init__(key, **args)
        self.name = name


class Step:
    """A symbol, a formula over earlier symbols, and a reason. The value is not in the step.

    ``shows`` says what stands before the result: the formula and then the numbers put in; 'names' for the formula
    alone, where the numbers are maps that stand on the page; 'numbers' for the numbers alone, where the formula is
    that of the step before at another place.
    """

    __slots__ = ("formula", "name", "reason", "shows")

    def __init__(self, name: Name, formula: Expr, reason: Says | None = None, shows: str = ""):
        self.name, self.formula, self.reason, self.shows = name, formula, reason, shows

    def __repr__(self) -> str:
        return f"{self.name} = {self.formula!r}"


def names_of(steps: Iterable[Step]) -> list[Name]:
    """The names of steps, in their order."""
    return [step.name for step in steps]


class Statement(Step):
    """A formula that is stated and has no number of its own: ∂f/∂x = 2x."""

    __slots__ = ()
