"""Reads what a Transformer block puts around attention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...names import Name, Role
from ...reading.grids import Given, Sides, read_leaf, read_line
from .block_keys import BlockKeys, BlockModel, FeedForward, LayersKeys, Norm, NormKeys, OwnKeys
from .model import Form, Projection

if TYPE_CHECKING:
    from ...reading.yamlfile import Faults, Node


class BlockReader:
    """Reads what belongs to tokens of ``width`` numbers; ``index`` stands behind the names of a layer."""

    def __init__(self, form: Form, width: int, faults: Faults, index: str = ""):
        self.form, self.width, self.faults, self.index = form, width, faults, index

    def read(self, keys: BlockKeys, own: OwnKeys) -> BlockModel:
        """The block of a layer, with what it has of its own; faults are noted."""
        keys.check_own(own, self.faults)
        further = own.feed_forward
        norms = [self.norm(own, "1")]
        layers = None
        if further is not None:
            norms.append(self.norm(further, "2"))
            layers = self.layers(further, self.width)
        return BlockModel(keys.norm, keys.norm_type, keys.epsilon, norms, layers)

    def norm(self, keys: NormKeys, number: str) -> Norm:
        """What a norm has learned."""
        gamma = self._vector(keys.gamma, self._name("gamma", number), self.width)
        beta = self._vector(keys.beta, self._name("beta", number), self.width)
        return Norm(gamma, beta)

    def layers(self, keys: LayersKeys, back: int | None) -> FeedForward | None:
        """The first layer takes a token; the second gives ``back`` so many numbers, any if None."""
        first = self._layer(keys.first, keys.first_bias, "1", self.width, None)
        if first is None:
            return None
        hidden = self._made(first)
        up = None
        if keys.up is not None:
            up = self._layer(keys.up, keys.up_bias, "up", self.width, hidden)
        second = self._layer(keys.second, keys.second_bias, "2", hidden, back)
        return FeedForward(first, up, second, keys.activation) if second is not None else None

    def _made(self, layer: Projection) -> int:
        """How many numbers a layer makes of a token."""
        assert layer.weights is not None, "a layer has weights"
        return self.form.features(layer.weights.grid)

    def _layer(self, node: Node, bias: Node | None, number: str, taken: int, made: int | None) -> Projection | None:
        """The weights of a layer and its bias."""
        weights = self._matrix(node, number, taken, made)
        if weights is None:
            return None
        layer = Projection(weights)
        return Projection(weights, self._vector(bias, self._name("b", number), self._made(layer)))

    def _name(self, word: str, number: str) -> Name:
        return Name(Role.PARAMETER, word, number, indices=self.index)

    def _matrix(self, node: Node, number: str, taken: int, made: int | None) -> Given | None:
        leaf = read_leaf(node, self.faults)
        if leaf is None:
            return None
        grid = leaf.grid
        across = made if made is not None else self.form.features(grid)
        of_made = "as many as W_1 makes" if number == "up" else "the numbers of a token"
        sides = Sides(*self.form.pair((taken, "the numbers that come in"), (across, of_made)))
        fits = sides.fit(node, grid, f"W_{number} of the feed-forward layers", self.faults)
        return Given(self._name("W", number), grid) if fits else None

    def _vector(self, node: Node | None, name: Name, width: int) -> Given | None:
        if node is None:
            return None
        line = read_line(node, width, "for each number of a token", name, self.faults)
        return Given(name, self.form.vector(line).rows) if line else None
