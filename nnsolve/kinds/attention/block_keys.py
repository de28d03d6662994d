"""The keys of what a Transformer block puts around attention, and what was read of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...names import Name, Role
from ...reading.grids import NUMBERS, Given, Sides, read_leaf, read_line
from ...reading.schema import Choice, Field, Nested, Number, Raw, Record, Whole
from ...reading.yamlfile import Faults
from .model import Form, Projection

if TYPE_CHECKING:
    from ...formula.expr import Expr
    from ...reading.yamlfile import Node

POST, PRE, NONE = "post", "pre", "none"
_NO_NORM = "there is no layer norm here; write norm: post or norm: pre"


class PositionKeys(Record):
    """``positions:`` sines and cosines that are added to the inputs."""

    encoding = Field(
        Choice("interleaved", "halves"), "sine and cosine in turn (Vaswani, D2L), or all sines before all cosines"
    )
    first = Field(Whole(0, 1), "the position of the first token", default=0)
    base = Field(Number(above=1), "what the wavelengths grow to: position/base^(2i/d)", default=None)


class NormKeys(Record):
    """What a layer norm may learn."""

    gamma = Field(Raw(NUMBERS), "what each number of a normalised token is multiplied by; 1 unless told", default=None)
    beta = Field(Raw(NUMBERS), "what is added to it; 0 unless told", default=None)


class FeedForwardKeys(NormKeys):
    """``feed_forward:`` two layers that every token passes by itself."""

    first = Field(Raw(NUMBERS), "W₁, the weights of the first layer")
    first_bias = Field(Raw(NUMBERS), "b₁", default=None)
    activation = Field(Choice("relu", "gelu", "gelu tanh", "silu"), "what is done with the first layer", default="relu")
    second = Field(Raw(NUMBERS), "W₂, the weights of the second layer")
    second_bias = Field(Raw(NUMBERS), "b₂", default=None)


class BlockKeys(NormKeys):
    """``block:`` the residual connection, the layer norm and the feed-forward layers behind attention."""

    norm = Field(
        Choice(POST, PRE, NONE),
        "post: LN(x + f(x)) (Vaswani, BERT); pre: x + f(LN(x)) (GPT-2); none: x + f(x)",
    )
    epsilon = Field(Number(least=0), "ε, added to the variance of a token before its root", default=None)
    feed_forward = Field(Nested(FeedForwardKeys), "two layers behind attention", default=None)

    def check(self, faults: Faults) -> None:
        """A norm has an epsilon, which books choose differently; without norm there is none."""
        if not self.has("norm"):
            return
        if self.norm == NONE:
            self.idle(faults, ("epsilon", "gamma", "beta"), _NO_NORM)
            if self.feed_forward is not None:
                self.feed_forward.idle(faults, ("gamma", "beta"), _NO_NORM)
        elif self.epsilon is None:
            text = "books choose ε differently: write epsilon: 1e-5 (PyTorch), 1e-12 (BERT), or 0"
            faults.add(self.beginning, text, "")


class Norm(NamedTuple):
    """What a layer norm multiplies by and adds; None for 1 and 0."""

    gamma: Given | None
    beta: Given | None


class BlockModel(NamedTuple):
    """A block: where its norms stand, the two of them, and its feed-forward layers."""

    place: str
    epsilon: Expr | None
    norms: list[Norm]
    layers: list[Projection]
    activation: str


class BlockReader:
    """Reads a block whose tokens have ``width`` numbers."""

    def __init__(self, form: Form, width: int, faults: Faults):
        self.form, self.width, self.faults = form, width, faults

    def read(self, keys: BlockKeys) -> BlockModel:
        """The block; faults are noted."""
        further = keys.feed_forward
        norms = [self._norm(keys, "1")]
        layers: list[Projection] = []
        if further is not None:
            norms.append(self._norm(further, "2"))
            layers = self._layers(further)
        return BlockModel(keys.norm, keys.epsilon, norms, layers, further.activation if further else "")

    def _norm(self, keys: NormKeys, number: str) -> Norm:
        gamma = self._vector(keys.gamma, Name(Role.PARAMETER, "gamma", number), self.width)
        beta = self._vector(keys.beta, Name(Role.PARAMETER, "beta", number), self.width)
        return Norm(gamma, beta)

    def _layers(self, keys: FeedForwardKeys) -> list[Projection]:
        """The first layer takes a token, the second gives as many numbers back."""
        first = self._matrix(keys.first, "1", self.width, None)
        if first is None:
            return []
        hidden = self.form.features(first.grid)
        second = self._matrix(keys.second, "2", hidden, self.width)
        biases = [
            self._vector(keys.first_bias, Name(Role.PARAMETER, "b", "1"), hidden),
            self._vector(keys.second_bias, Name(Role.PARAMETER, "b", "2"), self.width),
        ]
        return [Projection(first, biases[0]), Projection(second, biases[1])]

    def _matrix(self, node: Node, number: str, taken: int, made: int | None) -> Given | None:
        leaf = read_leaf(node, self.faults)
        if leaf is None:
            return None
        grid = leaf.grid
        across = made if made is not None else self.form.features(grid)
        sides = Sides(*self.form.pair((taken, "the numbers that come in"), (across, "the numbers of a token")))
        fits = sides.fit(node, grid, f"W_{number} of the feed-forward layers", self.faults)
        return Given(Name(Role.PARAMETER, "W", number), grid) if fits else None

    def _vector(self, node: Node | None, name: Name, width: int) -> Given | None:
        if node is None:
            return None
        line = read_line(node, width, "for each number of a token", name, self.faults)
        return Given(name, self.form.vector(line).rows) if line else None
