"""The keys of the losses of D and G, and which of them each loss takes.

Sources: Goodfellow et al., Generative Adversarial Nets (2014), for cross-entropy, minimax and non-saturating; Salimans
et al., Improved Techniques for Training GANs (2016), for smoothed labels; Mao et al., Least Squares Generative
Adversarial Networks (2017); Arjovsky et al., Wasserstein GAN (2017); Gulrajani et al., Improved Training of Wasserstein
GANs (2017), for the gradient penalty.
"""

from __future__ import annotations

from ...formula.expr import ONE, ZERO
from ...reading.literals import constant, written
from ...reading.problem import CommonProblem
from ...reading.schema import Choice, Field, Flag, ListOf, Number
from ...reading.yamlfile import Faults
from .names import MINIMAX, NON_SATURATING

MOST_SAMPLES = 50
LARGEST = 1e6
CROSS_ENTROPY, LEAST_SQUARES, WASSERSTEIN = "cross-entropy", "least-squares", "wasserstein"
MEANS = ("all", "each", "half")
MEAN_TOLD = (
    "what is the mean taken over? Write mean_over: all (one mean over real and fake together), "
    "each (mean of the real + mean of the fake) or half (half of that sum)"
)
# The keys that belong to some of the losses alone.
OWN = {
    "mean_over": (CROSS_ENTROPY, LEAST_SQUARES),
    "generator": (CROSS_ENTROPY,),
    "predictions_are": (CROSS_ENTROPY,),
    "value": (CROSS_ENTROPY,),
    "real_label": (CROSS_ENTROPY, LEAST_SQUARES),
    "fake_label": (CROSS_ENTROPY, LEAST_SQUARES),
    "generator_label": (LEAST_SQUARES,),
    "generator_half": (LEAST_SQUARES,),
    "critic": (WASSERSTEIN,),
}
# The keys without which a loss has no value, and what is said where one is missing.
NEEDED = {
    CROSS_ENTROPY: {"mean_over": MEAN_TOLD},
    LEAST_SQUARES: {
        "mean_over": MEAN_TOLD,
        "generator_half": "is the loss of G half the mean of the squares? Write generator_half: true (as in the paper) "
        "or false",
    },
    WASSERSTEIN: {
        "critic": "which sign has the loss of the critic? Write critic: minimise (mean of the fake − mean of the real) "
        "or maximise (mean of the real − mean of the fake)",
    },
}
_SCORES = ListOf(Number(least=-LARGEST, most=LARGEST), MOST_SAMPLES, least=1)
_LABEL = Number(least=-10, most=10)


class LossKeys(CommonProblem):
    """What D says of real and of generated samples, and the losses that are made of it."""

    real = Field(
        _SCORES,
        "what D says of each real sample: probability, logit or score",
        default=None,
        example="[0.9, 0.8]",
    )
    fake = Field(
        _SCORES,
        "what D says of each generated sample",
        default=None,
        example="[0.3, 0.2]",
    )
    loss = Field(
        Choice(CROSS_ENTROPY, LEAST_SQUARES, WASSERSTEIN), "the loss of D and G", default=CROSS_ENTROPY, option=True
    )
    mean_over = Field(
        Choice(*MEANS),
        "the loss of D: all (one mean over real and fake), each (mean of real + mean of fake) or half (half of that)",
        default=None,
        option=True,
        example="all",
    )
    generator = Field(
        ListOf(Choice(MINIMAX, NON_SATURATING), 2, least=1),
        "the loss of G: minimax, ln(1 − D), non-saturating, −ln D; both unless told",
        default=[MINIMAX, NON_SATURATING],
    )
    predictions_are = Field(
        Choice("probabilities", "logits"),
        "probabilities, or logits of which sigmoid makes them",
        default="probabilities",
        option=True,
    )
    value = Field(Flag(), "the value function of the batch: mean ln D + mean ln(1 − D)", default=False, option=True)
    real_label = Field(_LABEL, "the target of real samples: 0.9 smooths it; 1 unless told", default=ONE)
    fake_label = Field(_LABEL, "the target of generated samples for D; 0 unless told", default=ZERO)
    generator_label = Field(_LABEL, "least squares: the target of generated samples for G; 1 unless told", default=ONE)
    generator_half = Field(Flag(), "least squares: whether the loss of G is half the mean", default=None, option=True)
    critic = Field(
        Choice("minimise", "maximise"),
        "wasserstein: minimise (mean of fake − mean of real) or maximise (the reverse)",
        default=None,
        option=True,
    )

    @property
    def forms(self) -> list[str]:
        """The forms of the loss of G, each once."""
        return list(dict.fromkeys(self.generator))

    @property
    def smoothed(self) -> bool:
        """Whether a target is neither 0 nor 1 in its place."""
        return constant(self.real_label) != 1 or constant(self.fake_label) != 0

    def check_losses(self, faults: Faults) -> None:
        """Both samples, what the loss needs and takes, and numbers that it has a value for."""
        if "real" not in self.places and "fake" not in self.places:
            chosen = [key for key in (*OWN, "loss") if key in self.places]
            self.idle(faults, chosen, "is for the losses; write real: and fake:, what D says of samples")
            return
        for key, other in (("real", "fake"), ("fake", "real")):
            if key not in self.places:
                faults.add(self.places[other], f"{key}: is missing: what D says of {_SAMPLES[key]} samples")
        self._check_keys(faults)
        if self.loss == CROSS_ENTROPY and self.has("real", "fake"):
            self._check_labels(faults)
            self._check_logarithms(faults)

    def _check_keys(self, faults: Faults) -> None:
        """Notes keys of other losses, and those that this one needs."""
        for key, losses in OWN.items():
            if self.loss not in losses:
                self.idle(faults, [key], f"is for {' and '.join(losses)}; here loss: is {self.loss}")
        for key, text in NEEDED[self.loss].items():
            if key not in self.places:
                faults.add(self.places.get("real", self.beginning), text, "")

    def _check_labels(self, faults: Faults) -> None:
        for key in ("real_label", "fake_label"):
            if not 0 <= constant(getattr(self, key)) <= 1:
                faults.add(self.places[key], "a target of cross-entropy is a number from 0 to 1")

    def _check_logarithms(self, faults: Faults) -> None:
        """Probabilities of which every logarithm that is taken has a value."""
        if self.predictions_are == "logits":
            return
        for key, label in (("real", self.real_label), ("fake", self.fake_label)):
            for place, number in enumerate(getattr(self, key)):
                text = self._trouble(key, constant(number), constant(label))
                if text:
                    faults.add(self.places[key].at(place), text, written(number))

    def _trouble(self, key: str, d: float, label: float) -> str:
        """What is wrong with a probability; '' where nothing is."""
        if not 0 <= d <= 1:
            return "a probability is a number from 0 to 1; of logits write predictions_are: logits"
        if d == 0 and (label > 0 or (key == "fake" and NON_SATURATING in self.forms)):
            return _INFINITE_0
        if d == 1 and (label < 1 or key == "fake"):
            return _INFINITE_1
        return ""


_SAMPLES = {"real": "real", "fake": "generated"}
_INFINITE_0 = "ln D has no value at D = 0: the loss is infinite; write a small number such as 1e-7"
_INFINITE_1 = "ln(1 − D) has no value at D = 1: the loss is infinite; write a number such as 0.9999999"
