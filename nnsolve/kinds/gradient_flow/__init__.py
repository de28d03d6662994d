"""What n layers leave of a gradient: the product of derivatives, its bound, the verdict."""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import here
from ...names import Name, d, new
from ...reading.activation import Choice, activation_schema
from ...reading.known import Made, one_or_several
from ...reading.problem import CommonProblem, rounding_note
from ...reading.schema import Field, ListOf, Nested, Number, Record, Whole, With, together_where
from ...reading.yamlfile import Faults
from ...solution import Says, Solution
from ...words import spoken
from ...working import Working
from .chain import FACTOR, INPUT, Chain, out, weight
from .pieces import (
    GIVEN_GRADIENT,
    PRODUCT,
    RATE,
    WEIGHT,
    moved,
    verdict,
    write_bound,
    write_product,
    write_update,
)
from .statement import statement
from .units import MOST_LAYERS, read_units

TOPIC = "Networks by hand"

_NUMBERS = ListOf(Number(), MOST_LAYERS)
PRODUCT_GIVEN = With("derivatives", "which say it already")
NETS_GIVEN = With("net", "which says it already")
CHAIN = With("weights", "one a layer")


class Update(Record):
    """``update:`` a weight, the learning rate, and the gradient where it is not the product above."""

    weight = Field(Number(), "the weight before the update")
    learning_rate = Field(Number(above=0), "the learning rate η")
    gradient = Field(Number(), "its gradient; the product of the derivatives unless told", default=None)


class Problem(CommonProblem):
    """A chain of single units, or the derivatives themselves, or only a number of layers."""

    numbers_in = ("input", "net", "derivatives", "weights", "layers")

    activation = Field(
        Made(lambda: one_or_several(activation_schema())),
        "the activation of every layer, or a list with one a layer",
        default=None,
        example="sigmoid",
    )
    weights = Field(
        _NUMBERS,
        "one weight a layer, the first layer first",
        default=None,
        example="[0.8, -0.5, 1.2, 0.6]",
        excludes=PRODUCT_GIVEN,
    )
    biases = Field(
        _NUMBERS,
        "one bias a layer; none unless told",
        default=None,
        needs=CHAIN,
        excludes=(PRODUCT_GIVEN, NETS_GIVEN),
    )
    input = Field(
        Number(),
        "the input x of the chain; net inputs are computed from it",
        default=None,
        example="0.5",
        needs=CHAIN,
        excludes=(PRODUCT_GIVEN, NETS_GIVEN),
    )
    net = Field(
        _NUMBERS,
        "one net input a layer, where they are given instead of the input",
        default=None,
        needs=CHAIN,
        excludes=PRODUCT_GIVEN,
    )
    derivatives = Field(_NUMBERS, "the derivatives to be multiplied, where they are given themselves", default=None)
    layers = Field(
        Whole(1, MOST_LAYERS),
        "the number of layers, where only the bound is asked for",
        default=None,
        excludes=With("weights or derivatives", "which say it already"),
    )
    update = Field(Nested(Update), "a weight that the gradient changes: {weight: 1, learning_rate: 0.01}", default=None)

    @together_where("activation")
    def units(self, faults: Faults) -> list[Choice] | None:
        """The activation of each layer."""
        return read_units(self.places["activation"], self.count, faults)

    def check(self, faults: Faults) -> None:
        """Which keys stand together, and that their lists are of one length."""
        self._check_apart(faults)
        self._check_needs(faults)
        self._check_lists(faults)
        if self.written("activation"):
            if self.count is None and self.places["activation"].items is None:
                faults.add(self.beginning, "how many layers are there? Write weights:, derivatives: or layers:", "")
        elif self.written("layers"):
            faults.add(self.beginning, "the key activation: is missing, such as activation: sigmoid", "")
        self._check_update(faults)

    def _check_apart(self, faults: Faults) -> None:
        """Notes chains that lack their input or activation."""
        if not self.written("weights"):
            return
        if not self.written("input") and not self.written("net"):
            faults.add(self.beginning, "the key input: is missing (or net:, one net input a layer)", "")
        if not self.written("activation"):
            faults.add(self.beginning, "the key activation: is missing, such as activation: sigmoid", "")

    def _check_needs(self, faults: Faults) -> None:
        """Notes lists that are not as long as the weights."""
        if self.weights is None:
            return
        for key, numbers in (("net", self.net), ("biases", self.biases)):
            if numbers is not None and len(numbers) != len(self.weights):
                text = f"expected {len(self.weights)} numbers, one a layer; {here(len(numbers))}"
                faults.add(self.places[key], text, "")

    def _check_lists(self, faults: Faults) -> None:
        """Notes lists that are empty."""
        for key in ("weights", "net", "derivatives"):
            if self.has(key) and not getattr(self, key):
                faults.add(self.places[key], "expected at least one number", "")

    def _check_update(self, faults: Faults) -> None:
        if self.written("weights") or self.written("derivatives"):
            return
        if self.update is not None and self.update.gradient is None:
            faults.add(self.places["update"], "the key gradient: is missing (there is no product to take)", "")
        elif not self.written("update") and not self.written("activation"):
            faults.add(
                self.beginning,
                "nothing to compute: write weights: with input:, derivatives:, or activation: with layers:",
                "",
            )

    def written(self, key: str) -> bool:
        """Whether a key stands in the file, read or not."""
        return key in self.places

    @property
    def count(self) -> int | None:
        """The number of layers, where a list or ``layers:`` says it."""
        for key in ("weights", "derivatives"):
            if self.has(key):
                return len(getattr(self, key))
        return self.layers

    @property
    def depth(self) -> int:
        """The number of layers of what was read; a list of activations may tell it alone."""
        return self.count or len(self.units or ())

    @property
    def product(self) -> Name | None:
        """The name of the whole product; None where there is none."""
        if self.weights:
            return d(out(self.depth), INPUT)
        return PRODUCT if self.derivatives else None


def solve(problem: Problem) -> Working:
    """The chain or the given derivatives, their product, its bound, and what it changes a weight by."""
    page, slopes = Working(problem), []
    page.subtitle = spoken(Says("flow_layers", n=problem.count), str) if problem.count else ""
    if problem.weights and problem.units:
        chain = Chain(problem.weights, problem.units, problem.biases, problem.net)
        if problem.input is not None:
            page.row({INPUT: problem.input})
        chain.write(page)
        slopes = chain.slopes
    elif problem.derivatives:
        write_product(page, problem.derivatives)
    if problem.units:
        write_bound(page, problem.units, slopes)
    if problem.update:
        _write_update(page, problem.update, problem.product)
    page.synonyms = _synonyms(problem)
    page.note(lambda solution: _verdicts(problem, solution), rounding_note(page.rounding))
    page.statement += statement(problem)
    return page


def _write_update(page: Working, update: Update, product: Name | None) -> None:
    """The section in which a weight is changed."""
    numbers = {WEIGHT: update.weight, RATE: update.learning_rate}
    if update.gradient is not None:
        product = GIVEN_GRADIENT
        numbers[product] = update.gradient
    page.row(numbers)
    assert product is not None, "a weight is changed by a gradient"
    write_update(page, product)


def _verdicts(problem: Problem, solution: Solution) -> Iterator[Says]:
    """What becomes of the gradient and of the weight."""
    values = solution.values
    product = problem.product
    if product and product in values and FACTOR in values:
        yield verdict(values, product, problem.depth, solution.rounding)
    if new(WEIGHT) in values:
        yield moved(values, solution.rounding)


def _synonyms(problem: Problem) -> dict[str, Name]:
    """Other names that a problem may ask for."""
    product, count = problem.product, problem.count or 0
    found = dict.fromkeys(("gradient", "product"), product) if product else {}
    for k in range(1, count + 1):
        words = (f"d{weight(k)}", f"grad {weight(k)}", f"gradient of {weight(k)}")
        found |= dict.fromkeys(words, d(out(count), weight(k)))
    return found
