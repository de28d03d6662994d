"""The lines of a page: for each step what is printed, and whether the printed digits recompute to the result."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ..formula.arrays import LARGE, Array, Entry, Numbers, Shape
from ..formula.expr import Call, Expr, Num, Symbol, nodes, symbols
from ..formula.numbers import exactly, is_array
from ..names import Name
from ..solution import Block, Ref, Says, Solution, Statement, Step, few

if TYPE_CHECKING:
    from fractions import Fraction

    import numpy as np

    from ..formula.numbers import System

    Value = float | Decimal | Fraction | list | np.ndarray

# The names of a chain rule that are numbered.
MOST_FACTORS = 20


class Line:
    """One step on the page.

    ``chosen`` is the piece that counts of a function given piece by piece, or None.
    ``formula`` over names, without the floor or ceiling around it; ``substitution`` whether numbers are put in on a
    line of its own; ``before`` the value before a floor or ceiling cut it, or ''; ``relation`` '=' where the printed
    digits recompute to ``result``, else '≈'.
    """

    __slots__ = ("before", "chosen", "formula", "relation", "result", "step", "substitution")

    def __init__(self, step: Step, formula: Expr, substitution: bool, before: str, relation: str, result: Expr):
        self.chosen: Expr | None = None
        self.step, self.formula, self.substitution = step, formula, substitution
        self.before, self.relation, self.result = before, relation, result


class Shown(dict):
    """Name → what is printed for it where numbers are put in: the author's own text, or the rounded value."""

    def __init__(self, solution: Solution):
        super().__init__()
        self.solution = solution
        # ∂net/∂w = i₁ = 0.10: a step that only names another is printed as that one is.
        self.formulas = {step.name: step.formula for step in solution.steps} if solution.symbolic else {}
        self.same = {step.name: step.formula.name for step in solution.steps if isinstance(step.formula, Symbol)}

    def __missing__(self, name: Name) -> Expr:
        self[name] = shown = self._made(name)
        return shown

    def _made(self, name: Name) -> Expr:
        """What is printed for a name."""
        if name in self.formulas:
            return self.formulas[name]
        if name in self.same:
            return self[self.same[name]]
        given = self.solution.given.get(name)
        if isinstance(given, Expr):
            return given
        return self.of(self.solution.values[name])

    def of(self, value: Expr | float | Decimal | Fraction | list | np.ndarray) -> Expr:
        """A value as the page prints it; what is left blank on a sheet is a formula already."""
        if isinstance(value, Expr):
            return value
        if isinstance(value, list):
            return Shape(list(map(self.of, value)))
        if not is_array(value):
            return self._number(value)
        if value.size > LARGE:
            return Numbers(value, self.solution.rounding.text)
        return Array([list(map(self._number, row)) for row in value.tolist()])

    def _number(self, value: float | Decimal | Fraction) -> Num:
        """A number as it is rounded."""
        return Num(self.solution.rounding.text(value), value)


class _Printed(dict):
    """Name → the exact decimal of the digits printed for it."""

    def __init__(self, shown: Shown):
        super().__init__()
        self.shown = shown

    def __missing__(self, name: Name) -> object:
        shown, checks = self.shown[name], self.shown.solution.rounding.checks
        if isinstance(shown, Numbers):
            self[name] = _Digits(shown, checks)
        else:
            self[name] = shown.evaluate({}, checks)
        return self[name]


class _Digits:
    """The exact decimals of the digits printed for the entries of a large matrix, each when it is looked at."""

    def __init__(self, shown: Numbers, checks: System):
        self.rows, self.checks = shown.rows, checks

    def __getitem__(self, place: tuple[int | slice, int | slice]) -> Value:
        row, column = place
        if isinstance(row, int) and isinstance(column, int):
            return self._entry(row, column)
        rows, columns = _numbers(row, len(self.rows)), _numbers(column, len(self.rows[0]))
        found = []
        for number in rows:
            found.append([self._entry(number, each) for each in columns])
        return self.checks.array(found)

    def _entry(self, row: int, column: int) -> Value:
        return self.rows[row][column].evaluate({}, self.checks)


def _numbers(place: int | slice, count: int) -> range:
    """The numbers that a place means of so many."""
    return range(count)[place] if isinstance(place, slice) else range(place, place + 1)


class Page:
    """The lines of a solution, made once and printed by any format."""

    def __init__(self, solution: Solution):
        self.solution = solution
        self.shown = Shown(solution)
        self._printed = _Printed(self.shown)
        self.approximate = False
        self.vanished: list[str] = []  # what carried rounding made 0

    def line(self, step: Step) -> Line:
        """The line of one step."""
        if self.solution.symbolic or isinstance(step, Statement):
            return Line(step, step.formula, False, "", "", step.formula)
        value = self.solution.values[step.name]
        if isinstance(value, Expr):
            return Line(step, step.formula, False, "", "=", value)
        result = self.shown[step.name]
        if isinstance(step.formula, Entry) and step.formula.name == step.name:  # an entry that is asked for by itself
            return Line(step, result, False, "", "", result)
        formula, before = self._uncut(step.formula, value)
        if isinstance(formula, Num) and formula.text == getattr(result, "text", None):
            return Line(step, formula, False, "", "", result)
        line = Line(step, formula, self._puts_in(step, formula), before, self._relation(step, value), result)
        line.chosen = self._chosen(formula, value)
        return line

    def _relation(self, step: Step, value: Value) -> str:
        """The sign before the result; that some are not exact is kept for the notes."""
        if self._true(step, value):
            return "="
        self.approximate = True
        return "≈"

    def _uncut(self, formula: Expr, value: Value) -> tuple[Expr, str]:
        """A formula without the floor or ceiling around it, and the value that this cuts, or ''."""
        if isinstance(formula, Call) and formula.function.name in ("floor", "ceil"):
            return formula.args[0], self._before(formula, value)
        return formula, ""

    def _puts_in(self, step: Step, formula: Expr) -> bool:
        """Whether numbers are put in on a line of its own: not for one name alone, unless a formula stands for it."""
        if isinstance(formula, Symbol):
            given = self.solution.given.get(formula.name)
            return isinstance(given, Expr) and not isinstance(given, Num)
        return step.shows != "names" and next(symbols(formula), None) is not None

    def _chosen(self, formula: Expr, value: Value) -> Expr | None:
        """Of a function given piece by piece, the piece that counts here."""
        if not isinstance(formula, Call) or not formula.function.branch or is_array(value):
            return None
        numbers = [arg.evaluate(self._printed, self.solution.rounding.checks) for arg in formula.args]
        return formula.function.branch(*numbers)(*formula.args)

    def _true(self, step: Step, value: Value) -> bool:
        """Whether the digits printed in the substitution give, in exact arithmetic, the digits of the result."""
        rounding = self.solution.rounding
        zero = not is_array(value) and not value
        if zero and rounding.decimals is None and _never_zero(step.formula):
            return False  # e^−1000 is too small for a double, and yet not 0
        if self._entries(step.formula) > LARGE:
            from .large import recomputes

            return recomputes(step.formula, value, self.solution.values, self.solution.given, rounding)
        try:
            with exactly():
                recomputed = step.formula.evaluate(self._printed, rounding.checks)
                same = self._same(recomputed, value)
        except (ArithmeticError, ValueError):
            return False
        if zero and rounding.carry and recomputed:
            self.vanished.append(step.name)
        return same

    def _same(self, recomputed: Value, value: Value) -> bool:
        """Whether two numbers or arrays have the same digits; counts are exact, whatever the rounding."""
        rounding = self.solution.rounding
        if isinstance(value, int):
            same = recomputed == value
        else:
            same = rounding.round(recomputed) == rounding.round(value)
        return bool(same.all()) if is_array(same) else bool(same)

    def _entries(self, formula: Expr) -> int:
        """How many numbers the arrays hold that a formula uses whole."""
        count = 0
        for name in _whole_arrays(formula):
            value = self.solution.values[name]
            if is_array(value):
                count += value.size
        return count

    def _before(self, formula: Call, value: Value) -> str:
        """The value that a floor or ceiling cuts, where it is not whole."""
        with exactly():
            uncut = formula.args[0].evaluate(self._printed, self.solution.rounding.checks)
        if uncut == value:
            return ""
        return self.solution.rounding.text(self.solution.rounding.round(uncut))

    def remarks(self) -> list[list[Says]]:
        """The notes under the page, each a paragraph of sentences; what ≈ means is told where the page has one."""
        return [[note, *self._more(note)] for note in self.solution.remarks]

    def _more(self, note: Says) -> list[Says]:
        """What the lines of this page add to a note."""
        if self.approximate and note.key == "page_note_full":
            return [Says("page_note_approximate")]
        if self.vanished and note.key == "page_note_carry":
            digits = self.solution.rounding.decimals
            return [Says("page_note_vanished", names=few(self.vanished), digits=digits)]
        return []

    def closing(self, elided: bool) -> list[list[Says]]:
        """What stands below the page: the notes, that terms are left out where some are, and how it was checked."""
        told = self.remarks()
        if elided:
            told.append([Says("page_note_elided")])
        if self.solution.check:
            told.append([self.solution.check])
        return told

    def cell(self, ref: Ref) -> Expr:
        """What a table prints for a reference."""
        if ref.entry is None:
            return self.shown[ref.name]
        return self.shown.of(ref.of(self.solution.values))

    def chained(self, block: Block) -> tuple[Step, list[Name]] | None:
        """The goal of a block, where it has one, and the names that it is made of as they are numbered; few at most."""
        goal = next((step for step in block.steps if step.name == block.goal), None)
        if goal is None:
            return None
        names = list(dict.fromkeys(symbols(goal.formula)))
        return (goal, names) if 2 <= len(names) <= MOST_FACTORS else None


def _never_zero(formula: Expr) -> bool:
    """Whether a formula is above 0 whatever its numbers are."""
    return isinstance(formula, Call) and formula.function.name in ("exp", "sigmoid")


def _whole_arrays(formula: Expr) -> set[Name]:
    """The names that a formula uses whole, not entry by entry."""
    return {node.name for node in nodes(formula) if isinstance(node, Symbol)}
