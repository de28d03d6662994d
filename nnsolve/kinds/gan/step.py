"""The keys of one step of a GAN of two straight lines: G(z) = w·z + b and D(x) = σ(a·x + c)."""

from __future__ import annotations

from ...reading.schema import Choice, Field, ListOf, Nested, Number, Record
from .loss_keys import MEANS
from .names import MINIMAX, NON_SATURATING

MOST = 8
LARGEST = 1e4
_NUMBER = Number(least=-LARGEST, most=LARGEST)
_NUMBERS = ListOf(_NUMBER, MOST, least=1)


class GeneratorKeys(Record):
    """``generator:`` the parameters of G."""

    w = Field(_NUMBER, "the weight of G")
    b = Field(_NUMBER, "the bias of G")


class DiscriminatorKeys(Record):
    """``discriminator:`` the parameters of D."""

    a = Field(_NUMBER, "the weight of D")
    c = Field(_NUMBER, "the bias of D")


class StepKeys(Record):
    """``step:`` both nets, the samples, and in which order and with which losses they learn."""

    generator = Field(Nested(GeneratorKeys), "G(z) = w·z + b: {w: 0.5, b: 0.1}")
    discriminator = Field(Nested(DiscriminatorKeys), "D(x) = σ(a·x + c): {a: 0.8, c: -0.2}")
    real = Field(_NUMBERS, "the real samples x")
    noise = Field(_NUMBERS, "the noise z of which G makes samples")
    fresh_noise = Field(_NUMBERS, "the noise with which G learns, where it is drawn anew", default=None)
    mean_over = Field(
        Choice(*MEANS),
        "the loss of D: all (one mean over real and fake), each (mean of real + mean of fake) or half (half of that)",
    )
    generator_loss = Field(Choice(MINIMAX, NON_SATURATING), "the loss of G: mean of ln(1 − D), or of −ln D")
    generator_sees = Field(Choice("new", "old"), "whether G learns with D after its update (new) or before it (old)")
    learning_rate = Field(Number(above=0, most=1000), "η of both")
