"""The models that gradient descent fits: linear, logistic and softmax regression. A new model is one class here.

For each, ∂L/∂b is a factor times Σ error·x: the error is y − ŷ with a minus in front for the linear model, and what is
left of the chain rule after the cancellation, p − y, for the other two (Bishop, Pattern Recognition and Machine
Learning, sections 4.3.2 and 4.3.4).
"""

from __future__ import annotations

import math

from ...formula.activations import sigmoid, softmax_unit
from ...formula.expr import HALF, ONE, TWO, ZERO, Add, Div, Expr, Mul, Neg, Num, Pow, Symbol, total_of
from ...formula.functions import FLAT, Function
from ...formula.losses import LOSSES
from ...formula.marks import Mark
from ...solution import Block, Says, Step
from .fit import linear
from .table import Data, literal

# How the losses of the samples are put together: the formula of the loss and the factor of its gradient. The factor is
# that of the sum of squares for the linear model; the others have no 2 to cancel.
LINEAR_LOSSES = {
    "mean": (lambda total, n: Div(total, n), lambda n: TWO / n),
    "half mean": (lambda total, n: Div(total, TWO * n), lambda n: ONE / n),
    "sum": (lambda total, n: total, lambda n: TWO),
    "half sum": (lambda total, n: Mul((HALF, total)), lambda n: None),
}
ENTROPY_LOSSES = {
    "mean": (lambda total, n: Div(total, n), lambda n: ONE / n),
    "sum": (lambda total, n: total, lambda n: None),
}
_PLAIN_BINARY = LOSSES["binary cross-entropy"].term
_CATEGORICAL = LOSSES["sparse categorical cross-entropy"].term


def _sum(*terms):
    """A sum of doubles; where the terms cancel down to the noise of the machine it is 0, as it is on paper."""
    if not isinstance(terms[0], float):
        return sum(terms)
    total = math.fsum(terms)
    return total if abs(total) > 4e-16 * math.fsum(map(abs, terms)) else 0.0


_summed = Function("sum", _sum, definition=lambda *terms: Add(terms), exact=True)


def joined(first: str, output: str) -> str:
    """A row or column and a class below a letter: 1a, but 1,2 where the class is a number."""
    return first + (f",{output}" if output[:1].isdigit() else output)


def _binary(t: float, p: float, z: float) -> float:
    """The binary cross-entropy from the score: max(z, 0) − z·t + ln(1 + e^−|z|), which holds where p is 0 or 1."""
    z, t = float(z), float(t)
    return max(z, 0.0) - z * t + math.log1p(math.exp(-abs(z)))


# Written and differentiated over p; its number is taken from the score z, so that a certain prediction has a loss.
_BINARY = Function(
    "binary cross-entropy",
    _binary,
    (None, lambda a, out: _PLAIN_BINARY.slope(1, a[:2], out), FLAT),
    definition=lambda t, p, z: _PLAIN_BINARY.definition(t, p),
    code="softplus({2}) - {2} * {0}",
)


class Model:
    """``at(t)`` ends a name with the iteration: b1@0. ``outputs`` are the classes, one '' where there is one output."""

    losses: dict = {}
    letter = "ŷ"
    sign = False
    outputs: tuple[str, ...] = ("",)

    def __init__(self, data: Data, intercept: bool, loss: str, letters: dict[str, str]):
        self.data, self.loss, self.letters = data, loss, letters
        self.columns = ([""] if intercept else []) + data.names
        self.marks: dict[str, Mark] = {}

    def coefficient(self, column: str, output: str = "") -> str:
        """The name of the number that multiplies ``column``: b0 for the ones."""
        k = 0 if not column else self.data.names.index(column) + 1
        return f"b{k}" + (f"_{output}" if output else "")

    def coefficients(self) -> dict[str, tuple[str, str]]:
        """Every coefficient's name → its column and output."""
        return {self.coefficient(c, k): (c, k) for k in self.outputs for c in self.columns}

    def mark(self, name: str, ending: str = "") -> Mark:
        """How a coefficient is printed, at an iteration or at the end."""
        stem, _, output = name.partition("_")
        letter = self.letters.get(name) or self.letters.get(stem, "")
        sup = ending.lstrip("@")
        return Mark(letter, output, sup) if letter else Mark("b", joined(stem[1:], output), sup)

    def score(self, i: int, output: str, ending: str) -> Expr:
        """b₀ + b₁·x₁ + … of row ``i``."""
        named = {c: self.coefficient(c, output) + ending for c in self.columns}
        return linear(named, lambda name: self.data.x(name, i))

    def forward(self, ending: str, at: str) -> list[Step]:
        """Outputs and errors of every row with the coefficients of ``at``; names end in ``ending``."""
        raise AssertionError("abstract")

    def term(self, i: int, ending: str) -> Expr:
        """The loss of row ``i``: a step of the outputs, unless the model says otherwise."""
        return Symbol(f"loss_{i}{ending}")

    def loss_formula(self, ending: str) -> Expr:
        """The loss of all rows."""
        total = total_of([self.term(i, ending) for i in self.data.rows()])
        return self.losses[self.loss][0](total, literal(self.data.count))

    def gradient(self, column: str, output: str, ending: str) -> Expr:
        """Factor · Σ error·x, with a minus in front where the error is y − ŷ."""
        terms = []
        for i in self.data.rows():
            error = Symbol(self.error(i, output) + ending)
            terms.append(self.data.x(column, i) * error if column else error)
        total = terms[0] if len(terms) == 1 else _summed(*terms)
        factor = self.losses[self.loss][1](literal(self.data.count))
        product = total if factor is None else factor * total
        return Neg(product) if self.sign else product

    def blocks(self, ending: str, at: str, errors: bool = True) -> list[Block]:
        """The outputs, a block each row where a row has several lines; ``errors`` False leaves out p − y."""
        steps = [step for step in self.forward(ending, at) if errors or not step.name.startswith("error")]
        each = len(steps) // self.data.count
        if each <= 2:
            return [Block(None, steps)]
        return [Block(None, steps[k : k + each]) for k in range(0, len(steps), each)]

    @staticmethod
    def error(i: int, output: str) -> str:
        """The name of the error of a row."""
        return f"error_{i}" + (f"_{output}" if output else "")

    def print_names(self, ending: str, at: str):
        """Marks of the names of one iteration."""
        sup = ending.lstrip("@")
        for name in self.coefficients():
            self.marks[name + at] = self.mark(name, at)
        self.marks[f"L{ending}"] = Mark("L", "", sup)
        for i in self.data.rows():
            self.marks[f"loss_{i}{ending}"] = Mark("ℓ", str(i))
            for output in self.outputs:
                sub = joined(str(i), output)
                tail = f"_{output}" if output else ""
                self.marks[f"score_{i}{tail}{ending}"] = Mark("z", sub)
                self.marks[f"predicted_{i}{tail}{ending}"] = Mark(self.letter, sub)
                self.marks[self.error(i, output) + ending] = Mark("e", sub)


class Linear(Model):
    """ŷ = b₀ + b₁·x, squared errors y − ŷ."""

    losses, sign = LINEAR_LOSSES, True

    def forward(self, ending: str, at: str):
        steps = []
        for i in self.data.rows():
            steps.append(Step(f"predicted_{i}{ending}", self.score(i, "", at)))
            steps.append(Step(f"error_{i}{ending}", self.data.t(i) - Symbol(f"predicted_{i}{ending}")))
        return steps

    def term(self, i: int, ending: str):
        return Pow(Symbol(f"error_{i}{ending}"), TWO)

    def sample(self, ending: str) -> tuple[Expr | None, str, Expr | None, Says | None]:
        """The loss of row 1 over its output, that output's name, and no short form: nothing cancels."""
        output = f"predicted_1{ending}"
        return Pow(self.data.t(1) - Symbol(output), TWO), output, None, None


class Logistic(Model):
    """p = σ(b₀ + b₁·x), binary cross-entropy."""

    losses, letter = ENTROPY_LOSSES, "p"

    def forward(self, ending: str, at: str):
        steps = []
        for i in self.data.rows():
            score, guess = f"score_{i}{ending}", f"predicted_{i}{ending}"
            steps.append(Step(score, self.score(i, "", at)))
            steps.append(Step(guess, sigmoid(Symbol(score))))
            steps.append(Step(f"error_{i}{ending}", Symbol(guess) - self.data.t(i)))
            steps.append(Step(f"loss_{i}{ending}", _BINARY(self.data.t(i), Symbol(guess), Symbol(score))))
        return steps

    def sample(self, ending: str):
        """The loss of row 1 is a step already; its score's name, and what the chain rule shortens to."""
        short = Symbol(f"predicted_1{ending}") - self.data.t(1)
        return None, f"score_1{ending}", short, Says("regression_cancel_sigmoid")

    def probabilities(self, k: int) -> list[Step]:
        """The probability of a new point, over its score."""
        return [Step(f"prediction_{k}", sigmoid(Symbol(f"new_score_{k}")))]


class Softmax(Model):
    """One score a class; p = softmax of the scores; −ln of the probability of the right class."""

    losses, letter = ENTROPY_LOSSES, "p"

    def __init__(self, data: Data, intercept: bool, loss: str, letters: dict[str, str]):
        super().__init__(data, intercept, loss, letters)
        self.outputs = tuple(data.classes())

    def forward(self, ending: str, at: str):
        steps = []
        for i in self.data.rows():
            scores = [f"score_{i}_{k}{ending}" for k in self.outputs]
            guesses = [Symbol(f"predicted_{i}_{k}{ending}") for k in self.outputs]
            steps += [Step(name, self.score(i, k, at)) for name, k in zip(scores, self.outputs, strict=True)]
            for index, guess in enumerate(guesses):
                unit = softmax_unit(index, guesses)
                steps.append(Step(guess.name, unit(*map(Symbol, scores))))
            for k, guess in zip(self.outputs, guesses, strict=True):
                target: Num = ONE if self.data.y[i - 1] == k else ZERO
                steps.append(Step(self.error(i, k) + ending, guess - target))
            right = Symbol(f"predicted_{i}_{self.data.y[i - 1]}{ending}")
            steps.append(Step(f"loss_{i}{ending}", _CATEGORICAL(right)))
        return steps

    def sample(self, ending: str):
        """As for the logistic model, for the score of the right class."""
        right = self.data.y[0]
        short = Symbol(f"predicted_1_{right}{ending}") - ONE
        return None, f"score_1_{right}{ending}", short, Says("regression_cancel_softmax")

    def probabilities(self, k: int) -> list[Step]:
        """As for the logistic model, for every class."""
        guesses = [Symbol(f"prediction_{k}_{output}") for output in self.outputs]
        scores = [Symbol(f"new_score_{k}_{output}") for output in self.outputs]
        return [Step(guess.name, softmax_unit(index, guesses)(*scores)) for index, guess in enumerate(guesses)]


MODELS = {"linear": Linear, "logistic": Logistic, "softmax": Softmax}
