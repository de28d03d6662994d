"""Variational autoencoders: the code z, KL to N(0, I), decoder, loss and gradients; KL and W₂ of two Gaussians."""

from __future__ import annotations

from ...errors import counted, here, listing
from ...formula.expr import ONE, Expr
from ...reading.problem import CommonProblem, rounding_note
from ...reading.schema import Choice, Field, Flag, Later, ListOf, Nested, Number, With, constant, together_where
from ...reading.yamlfile import Faults
from ...subjects.network.loss import ReadLoss, gives_probabilities
from ...working import Working
from .code import Code
from .decoder import Layer, LayerKeys, read_decoder
from .forward import Forward
from .gaussians import Gaussians, GaussiansPage
from .spread import SPREADS, Spread
from .statement import conventions, statement, statement_of_gaussians

TOPIC = "Generative models"

MOST_DIMENSIONS, MOST_OUTPUTS, LARGEST = 12, 12, 1e6
_NUMBERS = ListOf(Number(least=-LARGEST, most=LARGEST), MOST_DIMENSIONS, least=1)
_OUTPUTS = ListOf(Number(least=-LARGEST, most=LARGEST), MOST_OUTPUTS, least=1)


def _given(key: str) -> ListOf[Expr]:
    return ListOf(SPREADS[key].number, MOST_DIMENSIONS, least=1)


class Problem(CommonProblem):
    """What an encoder gives for one sample, and a decoder; or two Gaussians."""

    numbers_in = ("reconstruction", "decoder", "gaussians", *SPREADS)

    mu = Field(
        _NUMBERS,
        "the means μ of the code, one a dimension",
        default=None,
        example="[1, 0.5]",
        needs=With(" or ".join(SPREADS)),
    )
    log_var = Field(
        _given("log_var"), "log σ², as most encoders give it", default=None, example="[0, -1]", needs=With("mu")
    )
    variance = Field(_given("variance"), "the variances σ², in its place", default=None, needs=With("mu"))
    sigma = Field(_given("sigma"), "the standard deviations σ, in its place", default=None, needs=With("mu"))
    log_sigma = Field(_given("log_sigma"), "log σ, in its place", default=None, needs=With("mu"))
    softplus = Field(_given("softplus"), "numbers s with σ = ln(1 + e^s), in its place", default=None, needs=With("mu"))
    epsilon = Field(
        _NUMBERS, "the noise ε of z = μ + σ·ε, one a dimension", default=None, example="[0.5, -1]", needs=With("mu")
    )
    decoder = Field(
        ListOf(Nested(LayerKeys)),
        "the layers from z to x̂, each with weights, bias and activation",
        default=None,
        example="\n  - {weights: [[0.6, -0.4], [0.2, 0.5]], bias: [0.1, -0.1], activation: identity}",
        needs=With("epsilon"),
    )
    vectors = Field(
        Choice("columns", "rows"),
        "whether the weights stand before columns (W·z) or behind rows (z·W)",
        default="columns",
        option=True,
        needs=With("decoder"),
    )
    inputs = Field(
        _OUTPUTS, "the sample x, with which x̂ is compared", default=None, example="[1, 0]", needs=With("loss")
    )
    reconstruction = Field(
        _OUTPUTS, "x̂ itself, where no decoder is given", default=None, needs=(With("inputs"),), excludes=With("decoder")
    )
    loss = Field(
        Later("nnsolve.subjects.network.loss", "LossType"),
        "how x̂ is compared with x, as a sum or mean by its name",
        default=None,
        example="squared error",
        needs=With("inputs"),
    )
    reconstruction_loss = Field(
        Number(least=-LARGEST, most=LARGEST),
        "the reconstruction error itself, where it is given",
        default=None,
        needs=With("mu"),
        excludes=(With("loss"), With("decoder")),
    )
    beta = Field(Number(least=0, most=LARGEST), "what KL is multiplied by in the loss", default=ONE, option=True)
    objective = Field(
        Choice("loss", "elbo"),
        "the loss E + β·KL, to be minimised; or the evidence lower bound as well, its negative, to be maximised",
        default="loss",
        option=True,
    )
    unit = Field(Choice("nats", "bits"), "KL in nats alone, or in bits too", default="nats", option=True)
    gradients = Field(
        Flag(),
        "the gradients by what the encoder gives; unless told those of a loss of x̂ alone",
        default=None,
        option=True,
        needs=With("mu"),
    )
    gaussians = Field(
        Nested(Gaussians),
        "two Gaussians p and q, for KL in both directions and W₂",
        default=None,
        excludes=With("mu", "which is a problem of its own; write two with --- between them"),
    )

    @together_where("decoder")
    def layers(self, faults: Faults) -> list[Layer] | None:
        """The layers of the decoder."""
        return read_decoder(self, faults) if self.has("mu", "decoder") else None

    @property
    def means(self) -> list[Expr]:
        """μ, one a dimension; none of two Gaussians."""
        return self.mu or []

    @property
    def spread(self) -> Spread:
        """What the encoder gives beside μ."""
        return SPREADS[self._spread_keys[0]]

    @property
    def given_spread(self) -> list[Expr]:
        """Its numbers, one a dimension."""
        numbers: list[Expr] = getattr(self, self._spread_keys[0])
        return numbers

    @property
    def _spread_keys(self) -> list[str]:
        return [key for key in SPREADS if key in self.places]

    @property
    def has_error(self) -> bool:
        """Whether there is a reconstruction error, to which KL is added."""
        return self.loss is not None or self.reconstruction_loss is not None

    @property
    def shows_gradients(self) -> bool:
        """Whether gradients stand on the whole page: those of a loss unless told."""
        return self._derives if self.gradients is None else self.gradients

    @property
    def _derives(self) -> bool:
        """Whether gradients of a loss stand on the page by themselves."""
        return self.layers is not None and self.loss is not None

    def check(self, faults: Faults) -> None:
        """One task; one key for the spread; as many numbers of everything as there are dimensions and outputs."""
        if self.gaussians is None and "gaussians" not in self.places and "mu" not in self.places:
            faults.add(self.beginning, "nothing to compute: write mu: with log_var:, or gaussians:", "")
        for key in self._spread_keys[1:]:
            text = f"{key}: cannot stand beside {self._spread_keys[0]}:, which says the same"
            faults.add(self.places[key], f"{text}; write one of {listing(SPREADS)}", "")
        if faults.found:
            return
        if self.mu is not None:
            self._check_lengths(faults)
        if not self.has_error:
            self.idle(faults, ["beta", "objective"], "there is no reconstruction error here to which KL is added")
        if self.gradients == self._derives:
            self.idle(faults, ["gradients"], "changes nothing here, where it is so without it; leave it out")
        if self.loss is not None:
            self._check_loss(self.loss, faults)

    def _check_lengths(self, faults: Faults) -> None:
        """As many numbers as μ has, and as many of x̂ as of x."""
        for key in (*self._spread_keys, "epsilon"):
            numbers = getattr(self, key)
            if numbers is not None and len(numbers) != len(self.means):
                text = f"expected {counted(len(self.means), 'numbers')}, as in mu; {here(len(numbers))}"
                faults.add(self.places[key], text, "")

    def _check_loss(self, loss: ReadLoss, faults: Faults) -> None:
        """A loss that compares outputs one by one, of as many as there are, all within its domain."""
        if "decoder" not in self.places and self.reconstruction is None:
            text = "there is no x̂ to compare x with; write decoder: with epsilon:, or reconstruction:, the numbers of x̂"
            faults.add(self.places["inputs"], text, "")
            return
        outputs, inputs = self._outputs, self.inputs or []
        if len(inputs) != outputs:
            text = f"expected {counted(outputs, 'numbers')}, one for each x̂; {here(len(inputs))}"
            faults.add(self.places["inputs"], text, "")
        if loss.entry.rows or loss.entry.targets not in ("any", "probability"):
            text = "squared error, half squared error, mean squared error or binary cross-entropy"
            faults.add(self.places["loss"], f"a reconstruction is compared output by output; write {text}")
        elif loss.entry.outputs == "probability":
            self._check_rates(faults)

    @property
    def _outputs(self) -> int:
        """How many numbers x̂ has."""
        return self.layers[-1].outputs if self.layers else len(self.reconstruction or [])

    def _check_rates(self, faults: Faults) -> None:
        """Inputs and outputs from 0 to 1, as cross-entropy compares them."""
        for key in ("inputs", "reconstruction"):
            if getattr(self, key) is not None and any(not 0 <= constant(number) <= 1 for number in getattr(self, key)):
                faults.add(self.places[key], "cross-entropy compares numbers from 0 to 1", "")
        if self.layers and not gives_probabilities(self.layers[-1].activation.name):
            name = self.layers[-1].activation.name
            text = (
                f"this loss needs outputs between 0 and 1, and {name} in the last layer does not give them; use sigmoid"
            )
            faults.add(self.places["loss"], text)


def solve(problem: Problem) -> Working:
    """The code and its divergence, the decoder, the loss, and the gradients; or the distances of two Gaussians."""
    page = Working(problem)
    if problem.gaussians is not None:
        GaussiansPage(page, problem.gaussians, problem.unit).write()
        page.statement += statement_of_gaussians(problem.gaussians, problem.unit)
    else:
        code, forward = Code(page, problem), Forward(page, problem)
        code.write()
        forward.write()
        write_gradients(page, code, forward, problem.shows_gradients)
        page.statement += statement(problem)
        page.note(*conventions(problem))
    page.note(rounding_note(page.rounding))
    return page


def write_gradients(page: Working, code: Code, forward: Forward, shown: bool) -> None:
    """The page of gradients, which alone needs the chain rule: that is loaded here."""
    from .backward import Gradients

    Gradients(page, code, forward).write(shown)


__all__ = ["Problem", "solve"]
