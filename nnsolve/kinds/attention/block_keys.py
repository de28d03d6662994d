"""The keys of what a Transformer block puts around attention, and of its positions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...reading.grids import MOST_SIDE, NUMBERS
from ...reading.schema import Choice, Field, Flag, ListOf, Nested, Number, Raw, Record, Whole, With
from ...reading.yamlfile import Faults

if TYPE_CHECKING:
    from ...formula.expr import Expr
    from ...reading.grids import Given
    from .model import Form, Projection

POST, PRE, NONE = "post", "pre", "none"
RMS = "rms"
MOST_POSITION = 1_000_000
_NO_NORM = "there is no layer norm here; write norm: post or norm: pre"


class PositionKeys(Record):
    """``positions:`` sines and cosines, added to the inputs or by themselves."""

    encoding = Field(
        Choice("interleaved", "halves"), "sine and cosine in turn (Vaswani, D2L), or all sines before all cosines"
    )
    first = Field(Whole(0, 1), "the position of the first token", default=0)
    base = Field(Number(above=1), "what the wavelengths grow to: position/base^(2i/d)", default=None)
    of = Field(
        ListOf(Whole(0, MOST_POSITION), MOST_SIDE, 1),
        "the positions, [0, 1, 2], where their encoding is all that is wanted; inputs: are what they are added to",
        default=None,
        excludes=With("first", "which counts the positions of tokens"),
    )
    dimension = Field(
        Whole(1, MOST_SIDE),
        "d, how many numbers a position gets; as many as a token has where there are inputs",
        default=None,
        needs=With("of"),
    )
    products = Field(Flag(), "the dot products of positions as well", default=False, needs=With("of"))

    def check(self, faults: Faults) -> None:
        """A position stands once, so that PE(1,0) means one number."""
        if self.of is not None and len(set(self.of)) < len(self.of):
            faults.add(self.places["of"], "every position stands once", "")


class NormKeys(Record):
    """What a norm may learn."""

    gamma = Field(Raw(NUMBERS), "what each number of a normalised token is multiplied by; 1 unless told", default=None)
    beta = Field(Raw(NUMBERS), "what is added to it; 0 unless told", default=None)


class LayersKeys(Record):
    """Two layers that every token passes by itself, or three with a product in between."""

    first = Field(Raw(NUMBERS), "W₁, the weights of the first layer")
    first_bias = Field(Raw(NUMBERS), "b₁", default=None)
    activation = Field(
        Choice("relu", "gelu", "gelu tanh", "silu", "sigmoid", "identity"),
        "what is done with the first layer",
        default="relu",
        option=True,
    )
    up = Field(
        Raw(NUMBERS),
        "W_up (V in Shazeer's paper): what a token becomes that the activated first layer is multiplied by, number by "
        "number: SwiGLU with silu, GEGLU with gelu, ReGLU with relu, GLU with sigmoid",
        default=None,
    )
    up_bias = Field(Raw(NUMBERS), "b_up", default=None, needs=With("up"))
    second = Field(Raw(NUMBERS), "W₂, the weights of the last layer")
    second_bias = Field(Raw(NUMBERS), "b₂", default=None)


class FeedForwardKeys(LayersKeys, NormKeys):
    """``feed_forward:`` of a block, with the norm that stands with them."""


class OwnKeys(NormKeys):
    """What a block has of its own in every layer."""

    feed_forward = Field(
        Nested(FeedForwardKeys), "layers behind attention, with the norm that stands there", default=None
    )


class BlockKeys(OwnKeys):
    """``block:`` the residual connection, the norm and the feed-forward layers behind attention."""

    norm = Field(
        Choice(POST, PRE, NONE),
        "post: LN(x + f(x)) (Vaswani, BERT); pre: x + f(LN(x)) (GPT-2); none: x + f(x)",
    )
    norm_type = Field(
        Choice("layer", RMS),
        "layer: by mean and variance; rms: by the mean of the squares alone (T5, Llama)",
        default="layer",
        option=True,
    )
    epsilon = Field(Number(least=0), "ε, added to the variance of a token before its root", default=None)
    final_norm = Field(Nested(NormKeys), "a norm behind all layers: {} or {gamma: …, beta: …}", default=None)

    def check(self, faults: Faults) -> None:
        """A norm has an epsilon, which books choose differently; without norm there is none."""
        if not self.has("norm"):
            return
        if self.norm == NONE:
            self.idle(faults, ("epsilon", "gamma", "beta", "norm_type", "final_norm"), _NO_NORM)
        elif self.epsilon is None:
            text = "books choose ε differently: write epsilon: 1e-5 (PyTorch), 1e-6 (T5, Llama), 1e-12 (BERT), or 0"
            faults.add(self.beginning, text, "")

    def check_own(self, own: OwnKeys, faults: Faults) -> None:
        """Notes what a layer has for norms that are not there, or that add nothing."""
        if not self.has("norm"):
            return
        records: list[Record | None] = [own, own.feed_forward, self.final_norm]
        for record in filter(None, records):
            if self.norm == NONE:
                record.idle(faults, ("gamma", "beta"), _NO_NORM)
            elif self.norm_type == RMS:
                record.idle(faults, ("beta",), "an RMS norm has no β")


class Norm(NamedTuple):
    """What a norm multiplies by and adds; None for 1 and 0."""

    gamma: Given | None
    beta: Given | None


class FeedForward(NamedTuple):
    """Feed-forward layers; ``up`` is what the activated first layer is multiplied by."""

    first: Projection
    up: Projection | None
    second: Projection
    activation: str

    def output(self, form: Form) -> int:
        """How many numbers they make of a token."""
        assert self.second.weights is not None, "a layer has weights"
        return form.features(self.second.weights.grid)


class BlockModel(NamedTuple):
    """A block: where its norms stand and of which type they are, the norms, and its feed-forward layers."""

    place: str
    norm_type: str
    epsilon: Expr | None
    norms: list[Norm]
    layers: FeedForward | None
