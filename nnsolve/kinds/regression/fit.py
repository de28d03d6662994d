"""How well a line or plane fits: predictions, residuals, SS_res, SS_tot, R² and RMSE."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ...formula.expr import ONE, TWO, Expr, Pow, Symbol, sum_of, total_of, whole
from ...formula.functions import sqrt
from ...formula.marks import Mark
from ...formula.rounding import Rounding
from ...names import Name, Role
from ...solution import Block, Column, Says, Solution, Step, Table, Values, refs
from .called import MSE, R2, RMSE, SS_RES, SS_TOT, predicted, prediction, residual
from .table import Data, added, computed, exact, new_entry, new_value

if TYPE_CHECKING:
    from ...working import Working

MOST_WRITTEN = 20
MEAN = Name(Role.RESULT, "mean", "y")


def linear(coefficients: Mapping[str, Name], x: Callable[[str], Symbol]) -> Expr:
    """b₀ + b₁·x₁ + …: ``coefficients`` maps a column ('' for the ones) to a name, ``x(column)`` gives its value."""
    return total_of([Symbol(b) * x(name) if name else Symbol(b) for name, b in coefficients.items()])


def equation(left: str, coefficients: dict[str, Name], values: Values, rounding: Rounding) -> str:
    """``ŷ = 2.2 + 0.6·x`` in the digits of the page."""
    terms = []
    for column, name in coefficients.items():
        digits = rounding.text(values[name])
        size = digits.lstrip("-").replace("-", "−")
        terms.append((digits.startswith("-"), f"{size}·{column}" if column else size))
    return f"{left} = {added(terms)}"


class Fit:
    """The fit of coefficients b0, b1, … to a data set; ``divisor`` is that of RMSE."""

    def __init__(self, data: Data, coefficients: dict[str, Name], fractions: bool, divisor: str):
        self.data, self.coefficients, self.fractions, self.divisor = data, coefficients, fractions, divisor
        self.written = data.count <= MOST_WRITTEN

    @property
    def left(self) -> str:
        """What stands before the equation of the fit."""
        return "ŷ" if self.data.target == "y" else f"predicted {self.data.target}"

    def write(self, page: Working, points: Data | None, loss: Step | None = None) -> None:
        """Residuals one by one where there are few, then the sums; and what is predicted at new points.

        ``loss`` is a step that is made of the sum of the squared residuals.
        """
        data = self.data
        page.section(Says("regression_fit"))
        if self.written:
            self._write_residuals(page)
        page.block()
        page.step(SS_RES, total_of(self._squares()), Says("regression_ss_res"))
        if loss:
            page.step(loss.name, loss.formula, loss.reason)
        page.step(MEAN, sum_of(data.entries(data.target)) / whole(data.count))
        deviations = [Pow(data.t(i) - Symbol(MEAN), TWO) for i in data.rows()]
        page.step(SS_TOT, total_of(deviations), Says("regression_ss_tot"))
        self._write_quality(page)
        if points is not None:
            self._predict(page, points)
        if not self.written:  # too many to be written unasked
            page.section(Says("regression_fit"), shown=False)
            self._write_residuals(page)
        page.marks |= {SS_RES: Mark("SS", "res"), SS_TOT: Mark("SS", "tot"), R2: Mark("R²")}
        page.marks[MEAN] = Mark("ȳ" if data.target == "y" else f"mean {data.target}")
        page.table(self.table)

    def _predict(self, page: Working, points: Data) -> None:
        """New points put into the equation."""
        page.section(Says("regression_prediction"), Block())
        for k in points.rows():
            sub = "new" if points.count == 1 else f"new{k}"
            for name in points.names:
                page.give(new_entry(name, k), points.columns[name][k - 1], Mark(name, sub))
            page.marks[prediction(k)] = Mark("ŷ", sub)
            page.answer(prediction(k), linear(self.coefficients, partial(new_value, k)))

    def predicted(self, i: int) -> Expr:
        """The prediction of row ``i`` over the data."""
        return linear(self.coefficients, lambda name: self.data.x(name, i))

    def _squares(self) -> list[Expr]:
        """The squared residuals, by name where these are written."""
        if self.written:
            return [Pow(Symbol(residual(i)), TWO) for i in self.data.rows()]
        return [Pow(self.data.t(i) - self.predicted(i), TWO) for i in self.data.rows()]

    def _write_residuals(self, page: Working) -> None:
        """Prediction and residual of every row."""
        data = self.data
        page.block(intro=Says("regression_residuals"))
        for i in data.rows():
            page.marks[predicted(i)] = Mark("ŷ" if data.target == "y" else f"{data.target}^", str(i))
            page.marks[residual(i)] = Mark("e", str(i))
            guess = page.step(predicted(i), self.predicted(i))
            page.step(residual(i), data.t(i) - guess)

    def _write_quality(self, page: Working) -> None:
        """R² where the target varies, and the root mean square of the residuals."""
        if not self.constant:
            page.step(R2, ONE - Symbol(SS_RES) / Symbol(SS_TOT), Says("regression_r2"))
        fitted = len(self.coefficients)
        less = self.divisor == "n - p"
        free = self.data.count - fitted if less else self.data.count
        if free <= 0:
            return
        mean = Symbol(SS_RES) / whole(free)
        if self.fractions:
            page.step(MSE, mean, Says("regression_mse_p" if less else "regression_mse", n=free, p=fitted))
        else:
            page.step(RMSE, sqrt(mean), Says("regression_rmse_p" if less else "regression_rmse", n=free, p=fitted))

    @property
    def constant(self) -> bool:
        """Whether all targets are equal, so that there is nothing to explain."""
        return len(set(map(exact, self.data.y))) == 1

    def equation(self, solution: Solution) -> Says:
        """The fit in the digits of the page."""
        text = equation(self.left, self.coefficients, solution.values, solution.rounding)
        return Says("regression_equation", text=text)

    def notes(self) -> Iterator[Says]:
        """What could not be computed, and why."""
        if self.constant:
            yield Says("regression_note_constant")
        if self.divisor == "n - p" and self.data.count <= len(self.coefficients):
            yield Says("regression_note_no_freedom")
        if self.fractions:
            yield Says("regression_note_root")

    def table(self, solution: Solution) -> Table:
        """One row a point: data, prediction, residual."""
        data = self.data
        columns: dict[Says, Sequence] = {Column("regression_row", "regression_column_row"): data.rows()}
        for name in (*data.names, data.target):
            columns[Says("page_name", name=name)] = refs(data.entries(name))
        if self.written:
            columns[Column("regression_predicted", "regression_column_predicted")] = refs(map(predicted, data.rows()))
            columns[Column("regression_residual", "regression_column_residual")] = refs(map(residual, data.rows()))
        else:
            guesses = list(map(self.predicted, data.rows()))
            residuals = [data.t(i) - guess for i, guess in zip(data.rows(), guesses, strict=True)]
            columns[Column("regression_predicted", "regression_column_predicted")] = _computed(guesses, solution)
            columns[Column("regression_residual", "regression_column_residual")] = _computed(residuals, solution)
        return Table.of(columns, title=Says("page_table_fit"))


def _computed(formulas: list[Expr], solution: Solution) -> list:
    """What stands in the table only."""
    return [computed(formula, solution.values, solution.rounding) for formula in formulas]
