"""The models that gradient descent fits: linear, logistic and softmax regression. A new model is one class here.

For each, ∂L/∂b is a factor times Σ error·x: the error is y − ŷ with a minus in front for the linear model, and what is
left of the chain rule after the cancellation, p − y, for the other two (Bishop, Pattern Recognition and Machine
Learning, sections 4.3.2 and 4.3.4).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from ...formula.activations import sigmoid, softmax_unit
from ...formula.expr import HALF, ONE, TWO, ZERO, Add, Div, Expr, Mul, Neg, Pow, Symbol, total_of, whole
from ...formula.functions import FLAT, Function
from ...formula.losses.entropies import sparse
from ...formula.losses.logs import binary
from ...formula.marks import AnyMark, Mark
from ...names import NOW, At, Name
from ...solution import Block, Says, Step
from .called import ERROR, LOSS, coefficient, error, new_score, predicted, prediction, sample_loss, score, standing
from .fit import linear
from .table import MOST_ROWS, Data

# How the losses of the samples are put together: the formula of the loss and the factor of its gradient. The factor is
# that of the sum of squares for the linear model; the others have no 2 to cancel.
Loss = tuple[Callable[[Expr, Expr], Expr], Callable[[Expr], Expr | None]]
LINEAR_LOSSES: dict[str, Loss] = {
    "mean": (lambda total, n: Div(total, n), lambda n: TWO / n),
    "half mean": (lambda total, n: Div(total, TWO * n), lambda n: ONE / n),
    "sum": (lambda total, n: total, lambda n: TWO),
    "half sum": (lambda total, n: Mul((HALF, total)), lambda n: None),
}
ENTROPY_LOSSES: dict[str, Loss] = {
    "mean": (lambda total, n: Div(total, n), lambda n: ONE / n),
    "sum": (lambda total, n: total, lambda n: None),
}


# What is said of the loss, by its name.
LOSS_SAYS = {
    "mean": "regression_loss_mean",
    "half mean": "regression_loss_half_mean",
    "sum": "regression_loss_sum",
    "half sum": "regression_loss_half_sum",
}


def _sum(*terms: Any) -> Any:
    """A sum of doubles; where the terms cancel down to the noise of the machine it is 0, as it is on paper."""
    if not isinstance(terms[0], float):
        return sum(terms)
    total = math.fsum(terms)
    return total if abs(total) > 4e-16 * math.fsum(map(abs, terms)) else 0.0


_summed = Function(
    "sum",
    _sum,
    slopes=(lambda args, out: ONE,) * MOST_ROWS,
    definition=lambda *terms: Add(terms),
    exact=True,
    sums=lambda *terms: [(_sum(*terms), max(map(abs, terms)))],
)


def joined(first: str, output: str) -> str:
    """A row or column and a class below a letter: 1a, but 1,2 where the class is a number."""
    return first + (f",{output}" if output[:1].isdigit() else output)


def above(at: At) -> str:
    """The iteration as it stands above a letter."""
    return "" if at.time is None else str(at.time)


def _binary(t: float, p: float, z: float) -> float:
    """The binary cross-entropy from the score: max(z, 0) − z·t + ln(1 + e^−|z|), which holds where p is 0 or 1."""
    z, t = float(z), float(t)
    return max(z, 0.0) - z * t + math.log1p(math.exp(-abs(z)))


def _plain_binary(t: Expr, p: Expr) -> Expr:
    assert binary.definition is not None, "an entropy is written out"
    return binary.definition(t, p)


# Written and differentiated over p; its number is taken from the score z, so that a certain prediction has a loss.
_BINARY = Function(
    "binary cross-entropy",
    _binary,
    (None, lambda a, out: binary.slope(1, a[:2], out), FLAT),
    definition=lambda t, p, z: _plain_binary(t, p),
    code="softplus({2}) - {2} * {0}",
)


# The loss of a row over an inner name, None where it is a step already; that name; and where the chain rule shortens to
# something, what it is and the sentence that says so.
Sample = tuple[Expr | None, Name, Expr | None, Says | None]


class Model:
    """``at`` is the iteration of a name, none at the end. ``outputs`` are the classes, one '' for one output."""

    losses: Mapping[str, Loss] = {}
    letter = "ŷ"
    sign = False
    outputs: tuple[str, ...] = ("",)

    def __init__(self, data: Data, intercept: bool, loss: str, letters: Mapping[Name, str]):
        self.data, self.loss, self.letters = data, loss, letters
        self.columns: list[str] = ["", *data.names] if intercept else [*data.names]
        self.first = 0 if intercept else 1  # the number of the first column
        self.marks: dict[Name, AnyMark] = {}

    def number(self, column: str) -> int:
        """The number of a column from 1; 0 for the ones."""
        return self.first + self.columns.index(column)

    def coefficient(self, column: str, output: str = "") -> Name:
        """The name of the number that multiplies ``column``: b0 for the ones."""
        return coefficient(self.number(column), output)

    @cached_property
    def coefficients(self) -> dict[Name, tuple[str, str]]:
        """Every coefficient's name → its column and output."""
        return {self.coefficient(c, k): (c, k) for k in self.outputs for c in self.columns}

    def mark(self, name: Name, at: At = NOW) -> Mark:
        """How a coefficient is printed, at an iteration or at the end."""
        column, output = self.coefficients[name]
        letter = self.letters.get(name) or self.letters.get(name.of_name, "")
        if letter:
            return Mark(letter, output, above(at))
        return Mark("b", joined(str(self.number(column)), output), above(at))

    def score(self, i: int, output: str, at: At) -> Expr:
        """b₀ + b₁·x₁ + … of row ``i``."""
        named = {c: standing(self.coefficient(c, output), at) for c in self.columns}
        return linear(named, lambda name: self.data.x(name, i))

    def forward(self, at: At) -> list[Step]:
        """Outputs and errors of every row with the coefficients of ``at``."""
        raise AssertionError("abstract")

    def sample(self, at: At) -> Sample:
        """The loss of one row, of which the chain rule is written out."""
        raise AssertionError("abstract")

    def probabilities(self, k: int) -> list[Step]:
        """The probabilities of the new point ``k`` over its scores."""
        raise AssertionError("only classes have some")

    def outcome(self) -> list[Step]:
        """The outputs of every row at the end, without their errors."""
        return [step for step in self.forward(NOW) if step.name.of != ERROR]

    def term(self, i: int, at: At) -> Expr:
        """The loss of row ``i``: a step of the outputs, unless the model says otherwise."""
        return Symbol(sample_loss(i, at))

    def loss_formula(self, at: At) -> Expr:
        """The loss of all rows."""
        total = total_of([self.term(i, at) for i in self.data.rows()])
        return self.losses[self.loss][0](total, whole(self.data.count))

    def gradient(self, column: str, output: str, at: At) -> Expr:
        """Factor · Σ error·x, with a minus in front where the error is y − ŷ."""
        terms = []
        for i in self.data.rows():
            off = Symbol(error(i, output, at))
            terms.append(self.data.x(column, i) * off if column else off)
        product = terms[0] if len(terms) == 1 else _summed(*terms)
        factor = self.losses[self.loss][1](whole(self.data.count))
        if factor is not None:
            product = factor * product
        return Neg(product) if self.sign else product

    def blocks(self, steps: list[Step]) -> list[Block]:
        """Steps of all rows, a block each row where a row has several lines."""
        each = len(steps) // self.data.count
        if each <= 2:
            return [Block(None, steps)]
        return [Block(None, steps[k : k + each]) for k in range(0, len(steps), each)]

    def print_names(self, at: At) -> None:
        """Marks of the names of one iteration."""
        for name in self.coefficients:
            self.marks[standing(name, at)] = self.mark(name, at)
        self.marks[LOSS.moved(at)] = Mark("L", "", above(at))
        for i in self.data.rows():
            self.marks[sample_loss(i, at)] = Mark("ℓ", str(i))
            for output in self.outputs:
                sub = joined(str(i), output)
                self.marks[score(i, output, at)] = Mark("z", sub)
                self.marks[predicted(i, output, at)] = Mark(self.letter, sub)
                self.marks[error(i, output, at)] = Mark("e", sub)


class Linear(Model):
    """ŷ = b₀ + b₁·x, squared errors y − ŷ."""

    losses, sign = LINEAR_LOSSES, True

    def forward(self, at: At) -> list[Step]:
        steps = []
        for i in self.data.rows():
            steps.append(Step(predicted(i, at=at), self.score(i, "", at)))
            steps.append(Step(error(i, at=at), self.data.t(i) - Symbol(predicted(i, at=at))))
        return steps

    def term(self, i: int, at: At) -> Expr:
        return Pow(Symbol(error(i, at=at)), TWO)

    def sample(self, at: At) -> Sample:
        """The loss of row 1 over its output, that output's name, and no short form: nothing cancels."""
        output = predicted(1, at=at)
        return Pow(self.data.t(1) - Symbol(output), TWO), output, None, None


class Logistic(Model):
    """p = σ(b₀ + b₁·x), binary cross-entropy."""

    losses, letter = ENTROPY_LOSSES, "p"

    def forward(self, at: At) -> list[Step]:
        steps = []
        for i in self.data.rows():
            z, p = Symbol(score(i, at=at)), Symbol(predicted(i, at=at))
            steps.append(Step(z.name, self.score(i, "", at)))
            steps.append(Step(p.name, sigmoid(z)))
            steps.append(Step(error(i, at=at), p - self.data.t(i)))
            steps.append(Step(sample_loss(i, at), _BINARY(self.data.t(i), p, z)))
        return steps

    def sample(self, at: At) -> Sample:
        """The loss of row 1 is a step already; its score's name, and what the chain rule shortens to."""
        short = Symbol(predicted(1, at=at)) - self.data.t(1)
        return None, score(1, at=at), short, Says("regression_cancel_sigmoid")

    def probabilities(self, k: int) -> list[Step]:
        """The probability of a new point, over its score."""
        return [Step(prediction(k), sigmoid(Symbol(new_score(k))))]


class Softmax(Model):
    """One score a class; p = softmax of the scores; −ln of the probability of the right class."""

    losses, letter = ENTROPY_LOSSES, "p"

    def __init__(self, data: Data, intercept: bool, loss: str, letters: Mapping[Name, str]):
        super().__init__(data, intercept, loss, letters)
        self.outputs = tuple(data.classes())

    def forward(self, at: At) -> list[Step]:
        steps = []
        for i in self.data.rows():
            right_class = self.data.y[i - 1]
            scores = [Symbol(score(i, k, at)) for k in self.outputs]
            guesses = [Symbol(predicted(i, k, at)) for k in self.outputs]
            steps += [Step(z.name, self.score(i, k, at)) for z, k in zip(scores, self.outputs, strict=True)]
            steps += _shares(scores, guesses)
            for k, guess in zip(self.outputs, guesses, strict=True):
                steps.append(Step(error(i, k, at), guess - (ONE if k == right_class else ZERO)))
            right = Symbol(predicted(i, right_class, at))
            steps.append(Step(sample_loss(i, at), sparse(right)))
        return steps

    def sample(self, at: At) -> Sample:
        """As for the logistic model, for the score of the right class."""
        right = self.outputs[0]  # the classes stand in the order in which they come
        short = Symbol(predicted(1, right, at)) - ONE
        return None, score(1, right, at), short, Says("regression_cancel_softmax")

    def probabilities(self, k: int) -> list[Step]:
        """As for the logistic model, for every class."""
        guesses = [Symbol(prediction(k, output)) for output in self.outputs]
        scores = [Symbol(new_score(k, output)) for output in self.outputs]
        return _shares(scores, guesses)


def _shares(scores: list[Symbol], guesses: list[Symbol]) -> list[Step]:
    """The softmax of scores, one step a class."""
    return [Step(guess.name, softmax_unit(index, guesses)(*scores)) for index, guess in enumerate(guesses)]


MODELS = {"linear": Linear, "logistic": Logistic, "softmax": Softmax}
