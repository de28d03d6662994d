"""Generative adversarial networks: losses of D and G with slopes, the best D, JSD, one step, WGAN, spectral norm."""

from __future__ import annotations

from ...reading.problem import rounding_note
from ...reading.schema import Field, Nested
from ...reading.yamlfile import Faults
from ...working import Working
from .critic_keys import ClipKeys, PenaltyKeys
from .cross_entropy import write_cross_entropy
from .densities import Densities, write_densities
from .least_squares import write_least_squares
from .loss_keys import CROSS_ENTROPY, LEAST_SQUARES, WASSERSTEIN, LossKeys
from .spectral import SpectralKeys, write_spectral
from .step import StepKeys
from .step_page import write_step
from .wasserstein import write_clip, write_penalty, write_wasserstein

TOPIC = "Generative models"
LOSSES = {
    CROSS_ENTROPY: write_cross_entropy,
    LEAST_SQUARES: write_least_squares,
    WASSERSTEIN: write_wasserstein,
}
PARTS = ("real", "fake", "gradient_penalty", "clip", "densities", "spectral_norm", "step")


class Problem(LossKeys):
    """Losses of a batch, and what else is asked of a GAN; each part is a section of its own."""

    numbers_in = PARTS

    densities = Field(
        Nested(Densities),
        "p of the data and q of the generator: the best D, its value, the Jensen–Shannon divergence",
        default=None,
    )

    gradient_penalty = Field(
        Nested(PenaltyKeys), "λ times the mean of (‖∇D‖ − 1)², from gradients or their norms", default=None
    )
    clip = Field(Nested(ClipKeys), "weights of a critic that are clipped to −c and c", default=None)
    spectral_norm = Field(
        Nested(SpectralKeys),
        "the largest singular value of a matrix by power iteration, and the matrix over it",
        default=None,
    )
    step = Field(
        Nested(StepKeys),
        "one step of a generator G(z) = w·z + b and a discriminator D(x) = σ(a·x + c): D learns, then G",
        default=None,
    )

    def check(self, faults: Faults) -> None:
        """Something to compute, and what its losses need."""
        if not any(key in self.places for key in PARTS):
            known = ", ".join(f"{key}:" for key in PARTS)
            faults.add(self.beginning, f"nothing to compute: write one of {known}", "")
        others = [key for key in PARTS if key in self.places and key != "step"]
        if others and "step" in self.places:
            text = f"step: cannot stand beside {others[0]}:; write two problems with --- between them"
            faults.add(self.places["step"], text, "")
        self.check_losses(faults)


def solve(problem: Problem) -> Working:
    """The page of all parts."""
    page: Working = Working(problem)
    if problem.real:
        LOSSES[problem.loss](page, problem)
    if problem.gradient_penalty is not None:
        write_penalty(page, problem.gradient_penalty, bool(problem.real), problem.critic == "maximise")
    if problem.clip is not None:
        write_clip(page, problem.clip)
    if problem.densities is not None:
        write_densities(page, problem.densities)
    if problem.spectral_norm is not None:
        write_spectral(page, problem.spectral_norm)
    if problem.step is not None:
        write_step(page, problem.step)
    page.note(rounding_note(problem.precision))
    return page


__all__ = ["Problem", "solve"]
