"""How well a line or plane fits: predictions, residuals, SS_res, SS_tot, R² and RMSE."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ...formula.expr import ONE, TWO, Expr, Pow, Symbol, total_of
from ...formula.functions import sqrt
from ...formula.marks import Mark
from ...formula.rounding import Rounding
from ...names import Name, Role, entry
from ...solution import Block, Ref, Says, Section, Solution, Step, Table
from .called import MSE, R2, RMSE, SS_RES, SS_TOT, predicted, prediction, residual
from .table import Data, computed, exact, literal, new_entry

if TYPE_CHECKING:
    from ...working import Working

MOST_WRITTEN = 20
MEAN = Name(Role.RESULT, "mean", "y")


def linear(coefficients: Mapping[str, Name], x: Callable[[str], Symbol]) -> Expr:
    """b₀ + b₁·x₁ + …: ``coefficients`` maps a column ('' for the ones) to a name, ``x(column)`` gives its value."""
    terms = [Symbol(b) if not name else Symbol(b) * x(name) for name, b in coefficients.items()]
    return total_of(terms)


def equation(left: str, coefficients: dict[str, Name], values: Mapping, rounding: Rounding) -> str:
    """``ŷ = 2.2 + 0.6·x`` in the digits of the page."""
    text = ""
    for column, name in coefficients.items():
        digits = rounding.text(values[name])
        negative = digits.startswith("-")
        sign = (" − " if negative else " + ") if text else ("−" if negative else "")
        text += sign + digits.lstrip("-").replace("-", "−") + (f"·{column}" if column else "")
    return f"{left} = {text}"


class Fit:
    """The fit of coefficients b0, b1, … to a data set."""

    def __init__(self, data: Data, coefficients: dict[str, Name], fractions: bool, divisor: str):
        self.data, self.coefficients, self.fractions, self.divisor = data, coefficients, fractions, divisor
        self.written = data.count <= MOST_WRITTEN
        self.marks: dict[Name, Mark] = {SS_RES: Mark("SS", "res"), SS_TOT: Mark("SS", "tot"), R2: Mark("R²")}
        self.marks[MEAN] = Mark("ȳ" if data.target == "y" else f"mean {data.target}")

    @property
    def left(self) -> str:
        """What stands before the equation of the fit."""
        return "ŷ" if self.data.target == "y" else f"predicted {self.data.target}"

    def write(self, page: Working, section: Section, points: Data | None) -> None:
        """The fit, told in its ``section``, and what it predicts at new points."""
        page.add([section])
        if points is not None:
            self._predict(page, points)
        page.add(self.more(), shown=False)
        page.marks |= self.marks
        page.table(self.table)

    def _predict(self, page: Working, points: Data) -> None:
        """New points put into the equation."""
        page.section(Says("regression_prediction"), Block())
        for k in points.rows():
            sub = "new" if points.count == 1 else f"new{k}"
            for name in points.names:
                page.give(new_entry(name, k), points.columns[name][k - 1], Mark(name, sub))
            page.marks[prediction(k)] = Mark("ŷ", sub)
            page.answer(prediction(k), linear(self.coefficients, lambda name, k=k: Symbol(new_entry(name, k))))

    def predicted(self, i: int) -> Expr:
        """The prediction of row ``i`` over the data."""
        return linear(self.coefficients, lambda name: self.data.x(name, i))

    def section(self) -> Section:
        """Residuals one by one where there are few, then the sums."""
        data, blocks = self.data, []
        if self.written:
            blocks.append(self._residuals())
            squares = [Pow(Symbol(residual(i)), TWO) for i in data.rows()]
        else:
            squares = [Pow(data.t(i) - self.predicted(i), TWO) for i in data.rows()]
        steps = [
            Step(SS_RES, total_of(squares), Says("regression_ss_res")),
            Step(MEAN, total_of([data.t(i) for i in data.rows()]) / literal(data.count)),
            Step(
                SS_TOT,
                total_of([Pow(data.t(i) - Symbol(MEAN), TWO) for i in data.rows()]),
                Says("regression_ss_tot"),
            ),
        ]
        blocks.append(Block(None, steps + self._quality()))
        return Section(Says("regression_fit"), blocks)

    def more(self) -> list[Section]:
        """The residuals where they are too many to be written unasked."""
        return [] if self.written else [Section(Says("regression_fit"), [self._residuals()])]

    def _residuals(self) -> Block:
        """Prediction and residual of every row."""
        data, steps = self.data, []
        for i in data.rows():
            self.marks[predicted(i)] = Mark("ŷ" if data.target == "y" else f"{data.target}^", str(i))
            self.marks[residual(i)] = Mark("e", str(i))
            steps.append(Step(predicted(i), self.predicted(i)))
            steps.append(Step(residual(i), data.t(i) - Symbol(predicted(i))))
        return Block(None, steps, Says("regression_residuals"))

    def _quality(self) -> list[Step]:
        """R² where the target varies, and the root mean square of the residuals."""
        steps = []
        if not self.constant:
            steps.append(Step(R2, ONE - Symbol(SS_RES) / Symbol(SS_TOT), Says("regression_r2")))
        free = self.data.count - (len(self.coefficients) if self.divisor == "n - p" else 0)
        if free > 0:
            name, reason = (MSE, "regression_mse") if self.fractions else (RMSE, "regression_rmse")
            mean = Symbol(SS_RES) / literal(free)
            known = Says(reason + ("_p" if self.divisor == "n - p" else ""), n=free, p=len(self.coefficients))
            steps.append(Step(name, mean if self.fractions else sqrt(mean), known))
        return steps

    @property
    def constant(self) -> bool:
        """Whether all targets are equal, so that there is nothing to explain."""
        return len({exact(number) for number in self.data.y}) == 1

    def equation(self, solution: Solution) -> Says:
        """The fit in the digits of the page."""
        text = equation(self.left, self.coefficients, solution.values, solution.rounding)
        return Says("regression_equation", text=text)

    def notes(self) -> list[Says]:
        """What could not be computed, and why."""
        notes = [Says("regression_note_constant")] if self.constant else []
        if self.divisor == "n - p" and self.data.count <= len(self.coefficients):
            notes.append(Says("regression_note_no_freedom"))
        return notes + ([Says("regression_note_root")] if self.fractions else [])

    def table(self, solution: Solution) -> Table:
        """One row a point: data, prediction, residual."""
        rows, values, rounding = [], solution.values, solution.rounding
        for i in self.data.rows():
            row: list = [i, *[Ref(entry(name, i)) for name in (*self.data.names, self.data.target)]]
            if self.written:
                row += [Ref(predicted(i)), Ref(residual(i))]
            else:
                guess = computed(self.predicted(i), values, rounding)
                row += [guess, computed(self.data.t(i) - self.predicted(i), values, rounding)]
            rows.append(row)
        heads = [Says("name", name=name) for name in (*self.data.names, self.data.target)]
        columns = ["regression_row", *heads, "regression_predicted", "regression_residual"]
        return Table(columns, rows, title=Says("table_fit"))
