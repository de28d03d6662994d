"""Where the gradients of the steps come from: a function, its terms over data, or a list."""

from __future__ import annotations

from collections.abc import Callable

from ...formula.expr import Add, Div, Expr, Num, Symbol, replaced, total_of
from ...formula.marks import Mark
from ...given import Given
from ...names import Name
from ...runs.rounds import Round
from ...solution import Says, Step
from ..descent.function import Objective


class FromFunction:
    """The gradient of a function at the point where an optimiser wants it."""

    def __init__(self, objective: Objective):
        self.objective, self.variables = objective, objective.variables
        self.given = Given()
        self.marks: dict[Name, Mark] = {}
        self.rows: list[list[Name]] = []

    name = property(lambda self: self.objective.name)
    different = 1  # how many rounds differ in their steps before they begin again

    def steps(self, names: Round, stem: Callable, at: Callable[[Name], Name]) -> list[Step]:
        """The gradient of one round by each variable, at the names that ``at`` gives the variables."""
        point = [at(name) for name in self.variables]
        steps = []
        for name in self.variables:
            reason = Says("opt_slope", f=str(self.name), x=[name], names=point)
            steps.append(Step(names.new(stem(name, "g")), self.slope(name, names, at), reason))
        return steps

    def slope(self, name: Name, names: Round, at: Callable[[Name], Name]) -> Expr:
        """∂f/∂name in a round."""
        return self.objective.at(self.objective.gradient[name], at)

    def slopes(self, at: Callable[[Name], Name]) -> dict[Name, Expr]:
        """The whole gradient at a point."""
        gradient = self.objective.gradient
        return {name: self.objective.at(part, at) for name, part in gradient.items()}

    def value(self, at: Callable[[Name], Name]) -> Expr | None:
        """The function at a point; None where there is none."""
        return self.objective.at(self.objective.formula, at)


class FromData(FromFunction):
    """The mean gradient over the samples of a batch; the batches follow each other in the order of the data."""

    def __init__(self, objective: Objective, data: list[dict[Name, Expr]], batch: int):
        super().__init__(objective)
        self.data, self.batch = data, batch
        self.batches = [range(k, min(k + batch, len(data))) for k in range(0, len(data), batch)]
        self.different = len(self.batches)
        for index, row in enumerate(data, 1):
            names = [self.sample(column, index) for column in row]
            self.given |= dict(zip(names, row.values(), strict=True))
            self.marks |= {name: Mark(column, str(index)) for name, column in zip(names, row, strict=True)}
            self.rows.append(names)

    @staticmethod
    def sample(column: Name, number: int) -> Name:
        """A number of the data; samples are counted from 1."""
        return Name(column.role, column.of, str(number))

    def of_sample(self, formula: Expr, index: int, at: Callable[[Name], Name]) -> Expr:
        """A formula at a point, with the numbers of one sample (from 0)."""
        sample = {column: Symbol(self.sample(column, index + 1)) for column in self.data[index]}
        return replaced(self.objective.at(formula, at), sample)

    def mean(self, formula: Expr, samples: range, at: Callable[[Name], Name]) -> Expr:
        """The mean of a formula over some samples."""
        terms = [self.of_sample(formula, index, at) for index in samples]
        if len(terms) == 1:
            return total_of(terms)
        return Div(Add(terms), Num(str(len(terms))))

    @property
    def every(self) -> range:
        """All samples."""
        return range(len(self.data))

    def slope(self, name: Name, names: Round, at: Callable[[Name], Name]) -> Expr:
        """The mean over the batch of a round."""
        batch = self.batches[(names.number - 1) % len(self.batches)]
        return self.mean(self.objective.gradient[name], batch, at)

    def slopes(self, at: Callable[[Name], Name]) -> dict[Name, Expr]:
        """The mean gradient over all samples."""
        gradient = self.objective.gradient
        return {name: self.mean(part, self.every, at) for name, part in gradient.items()}

    def value(self, at: Callable[[Name], Name]) -> Expr:
        """The mean of the function over all samples."""
        return self.mean(self.objective.formula, self.every, at)


class FromList:
    """Gradients that the problem lists, one a round."""

    name = objective = None
    marks: dict[Name, Mark] = {}

    def __init__(self, variables: list[Name], gradients: list[dict[Name, Expr]]):
        self.variables, self.gradients, self.different = variables, gradients, len(gradients)
        self.given = Given()
        self.rows: list[list[Name]] = []

    def steps(self, names: Round, stem: Callable, at: Callable[[Name], Name]) -> list[Step]:
        """The gradient of one round by each variable, as it was written."""
        listed = self.gradients[(names.number - 1) % len(self.gradients)]
        reason = Says("opt_listed")
        return [Step(names.new(stem(name, "g")), listed[name], reason) for name in self.variables]

    def value(self, at: Callable[[Name], Name]) -> Expr | None:
        """There is no function."""
        return None
