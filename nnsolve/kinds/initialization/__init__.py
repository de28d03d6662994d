"""Initialisation: Xavier's, He's and LeCun's variance, what it does through the layers, and clipping of gradients."""

from __future__ import annotations

from ...reading.activation import Choice
from ...reading.problem import CommonProblem, rounding_note
from ...reading.schema import Choice as Words
from ...reading.schema import Field, Flag, ListOf, Nested, Number, With
from ...reading.yamlfile import Faults
from ...working import Working
from .clip import Clipping, write_clipping
from .flow import BACKWARDS, FORWARDS, Flow
from .layers import Layers
from .plan import Plan, synonyms
from .read import LARGEST_DEVIATION, PYTORCH, ActivationType, GainType, RuleType
from .rules import FANS, GAINS, RECTIFIERS, RULES, Rule
from .statement import statement
from .weights import Weights

TOPIC = "Training"
MOST_COMPARED = 4


class Problem(CommonProblem):
    """Layers and the rule their weights are drawn by, or gradients that are clipped."""

    numbers_in = ("layers", "clip", "compare")

    layers = Field(
        Layers(),
        "sizes, the inputs first, and {conv: {size: 3, channels: 64, kernels: 128}}; or {width: 512, depth: 10}",
        default=None,
        example="[784, 256, 128]",
    )
    rule = Field(
        RuleType(),
        "he, glorot (xavier), lecun, pytorch (what its Linear begins with), or a number: the standard deviation",
        default=None,
        example="he",
        needs="layers",
    )
    fan = Field(
        Words(*FANS),
        "what the variance is divided by: inputs, outputs, or their mean; what the rule's paper takes unless told",
        default=None,
        option=True,
        needs="rule",
    )
    activation = Field(
        ActivationType(),
        "the activation behind every layer: relu, leaky relu(0.01), tanh, identity, sigmoid, selu",
        default=None,
        option=True,
        needs="layers",
    )
    gain = Field(
        GainType(),
        "what the standard deviation is multiplied by: a number, or pytorch for its gain of the activation",
        default=None,
        option=True,
        needs="rule",
    )
    truncated = Field(
        Flag(),
        "also the deviation of the normal distribution that is cut at twice of it, as Keras draws",
        default=False,
        option=True,
        needs="layers",
    )
    compare = Field(
        ListOf(Number(above=0, most=LARGEST_DEVIATION), MOST_COMPARED),
        "standard deviations for all layers, whose effect stands beside that of the rule",
        default=None,
        example="[0.01, 1]",
        needs=("layers", With("activation or rule", "which lets a part of the mean square through")),
    )
    backward = Field(
        Flag(),
        "also what is left of the gradients on their way back",
        default=False,
        option=True,
        needs=("layers", With("activation or rule", "which lets a part of the mean square through")),
    )
    clip = Field(
        Nested(Clipping),
        "in place of layers, gradients that are clipped: {gradients: [3, 4], norm: 1}",
        default=None,
        excludes=With("layers", "which are another problem"),
    )

    def check(self, faults: Faults) -> None:
        """Layers with a rule, or clipping; and a rule that takes what stands beside it."""
        if not {"layers", "clip"} & self.places.keys():
            faults.add(self.beginning, "nothing to compute: write layers: with rule:, or clip:", "")
        elif "layers" in self.places and "rule" not in self.places:
            text = "the key rule: is missing (he, glorot, lecun, pytorch, or a number: the standard deviation)"
            faults.add(self.beginning, text, "")
        elif self.has("layers", "rule") and not faults.found:
            self._check_rule(faults)
            self._check_flow(faults)

    def _check_rule(self, faults: Faults) -> None:
        """A fan that the rule has, a gain where there is a rule, an activation where the gain is that of one."""
        if not isinstance(self.rule, Rule):
            why = "the standard deviation is given, and nothing is worked out of it"
            self.idle(faults, ["fan", "gain", "truncated"], why)
            return
        if self.fan is not None and self.fan not in self.rule.fans:
            faults.add(self.places["fan"], self.rule.instead)
        if self.gain == PYTORCH and self.behind is None:
            faults.add(self.places["gain"], "the gain of which activation? Write activation: tanh, or a number here")
        if self.rule is RULES["pytorch"]:
            self.idle(faults, ["gain", "truncated"], "torch.nn.Linear has none of it")
        if self.rule is RULES["he"] and self.gain is None and self.behind and self.behind.name not in RECTIFIERS:
            text = f"He's rule is for relu and leaky relu; for {self.behind.name} write rule: glorot, or gain: pytorch"
            faults.add(self.places["activation"], text)

    def _check_flow(self, faults: Faults) -> None:
        """A factor of the activation, where what goes through it is compared."""
        if self.behind is None or GAINS[self.behind.name].kept is not None:
            if self.behind is None:
                self.idle(faults, ["compare", "backward"], "through which activation? Write activation: tanh")
            return
        text = f"of {self.behind.name} it is not known which part of a mean square it lets through"
        self.idle(faults, ["compare", "backward"], text)

    @property
    def behind(self) -> Choice | None:
        """The activation behind the layers; He's rule is for ReLU."""
        if self.activation is None and self.rule is RULES["he"]:
            return Choice("relu", None)
        return self.activation


def solve(problem: Problem) -> Working:
    """The table of layers and what becomes of a mean square; or the gradients, clipped."""
    page: Working = Working(problem)
    if problem.clip is not None:
        write_clipping(page, problem.clip)
    else:
        _write_layers(page, problem)
    page.note(rounding_note(problem.precision))
    return page


def _write_layers(page: Working, problem: Problem) -> None:
    """The weights of all layers, then their effect forwards and backwards."""
    assert problem.layers is not None and problem.rule is not None, "layers have a rule"
    plan = Plan(problem)
    Weights(page, plan).write()
    if plan.shows_flow:
        Flow(page, plan, FORWARDS).write()
        if plan.backward:
            Flow(page, plan, BACKWARDS).write()
    page.note(*plan.notes())
    page.synonyms |= synonyms(plan)
    page.statement += statement(plan)


__all__ = ["Problem", "solve"]
