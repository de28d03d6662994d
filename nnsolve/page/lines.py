"""The lines of a page: for each step what is printed, and whether the printed digits recompute to the result."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from ..formula.arrays import LARGE, Array, Numbers
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
        solution = self.solution
        given = solution.given.get(name)
        if name in self.formulas:
            shown = self.formulas[name]
        elif name in self.same:
            shown = self[self.same[name]]
        else:
            shown = given if isinstance(given, Expr) else self.of(solution.values[name])
        self[name] = shown
        return shown

    def of(self, value: Expr | float | Decimal | Fraction | list | np.ndarray) -> Expr:
        """A value as the page prints it; what is left blank on a sheet is a formula already."""
        if isinstance(value, Expr):
            return value
        if isinstance(value, list):
            from ..formula.arrays import Shape

            return Shape([self.of(entry) for entry in value])
        rounding = self.solution.rounding
        if is_array(value) and value.size > LARGE:
            return Numbers(value, rounding.text)
        if is_array(value):
            return Array([[Num(rounding.text(entry), entry) for entry in row] for row in value.tolist()])
        return Num(rounding.text(value), value)


class _Printed(dict):
    """Name → the exact decimal of the digits printed for it."""

    def __init__(self, shown: Shown):
        super().__init__()
        self.shown = shown

    def __missing__(self, name: Name):
        shown, checks = self.shown[name], self.shown.solution.rounding.checks
        self[name] = value = _Digits(shown, checks) if isinstance(shown, Numbers) else shown.evaluate({}, checks)
        return value


class _Digits:
    """The exact decimals of the digits printed for the entries of a large matrix, each when it is looked at."""

    def __init__(self, shown: Numbers, checks: System):
        self.rows, self.checks = shown.rows, checks

    def __getitem__(self, entry: tuple[int, int]):
        return self.rows[entry[0]][entry[1]].evaluate({}, self.checks)


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
        formula, before = step.formula, ""
        if isinstance(formula, Call) and formula.function.name in ("floor", "ceil"):
            before = self._before(formula, value)
            formula = formula.args[0]
        if isinstance(formula, Num) and formula.text == getattr(result, "text", None):
            return Line(step, formula, False, "", "", result)
        true = self._true(step, value)
        self.approximate |= not true
        line = Line(step, formula, self._puts_in(step, formula), before, "=" if true else "≈", result)
        line.chosen = self._chosen(formula, value)
        return line

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
                whole = isinstance(value, int)  # counts are exact, whatever the rounding
                same = recomputed == value if whole else rounding.round(recomputed) == rounding.round(value)
        except (ArithmeticError, ValueError):
            return False
        if zero and rounding.carry and recomputed:
            self.vanished.append(step.name)
        return bool(same.all()) if hasattr(same, "all") else bool(same)

    def _entries(self, formula: Expr) -> int:
        """How many numbers the arrays hold that a formula uses whole."""
        values = map(self.solution.values.__getitem__, set(_whole_arrays(formula)))
        return sum(value.size for value in values if is_array(value))

    def _before(self, formula: Call, value: float | Decimal | Fraction) -> str:
        """The value that a floor or ceiling cuts, where it is not whole."""
        with exactly():
            uncut = formula.args[0].evaluate(self._printed, self.solution.rounding.checks)
        if uncut == value:
            return ""
        return self.solution.rounding.text(self.solution.rounding.round(uncut))

    def remarks(self) -> list[list[Says]]:
        """The notes under the page, each a paragraph of sentences; what ≈ means is told where the page has one."""
        notes = []
        for note in self.solution.remarks:
            notes.append([note])
            if self.approximate and note.key == "note_full":
                notes[-1].append(Says("note_approximate"))
            if self.vanished and note.key == "note_carry":
                digits = self.solution.rounding.decimals
                notes[-1].append(Says("note_vanished", names=few(self.vanished), digits=digits))
        return notes

    def notes(self, say: Callable[[Says], str]) -> list[str]:
        """The notes under the page as ``say`` prints sentences."""
        return [" ".join(map(say, note)) for note in self.remarks()]

    def cell(self, ref: Ref) -> Expr:
        """What a table prints for a reference."""
        return self.shown[ref.name] if ref.entry is None else self.shown.of(ref.of(self.solution.values))

    def chained(self, block: Block) -> tuple[Step, list[Name]] | None:
        """The goal of a block, where it has one, and the names that it is made of as they are numbered; few at most."""
        for step in block.steps:
            if step.name == block.goal:
                names = list(dict.fromkeys(symbols(step.formula)))
                return (step, names) if 2 <= len(names) <= MOST_FACTORS else None
        return None


def _never_zero(formula: Expr) -> bool:
    """Whether a formula is above 0 whatever its numbers are."""
    return isinstance(formula, Call) and formula.function.name in ("exp", "sigmoid")


def _whole_arrays(formula: Expr):
    """The names that a formula uses whole, not entry by entry."""
    return (node.name for node in nodes(formula) if isinstance(node, Symbol))
