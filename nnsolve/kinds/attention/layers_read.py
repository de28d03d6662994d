"""Reads layers of attention one above the other: what one gives, the next takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...errors import counted
from ...names import Name, Role
from ...reading.grids import Given
from .block_read import BlockReader
from .layer_keys import StackedKeys
from .model import Form, Layer, Score
from .names import INPUTS
from .weights import Weights

if TYPE_CHECKING:
    from ...reading.yamlfile import Faults
    from .block_keys import BlockModel, OwnKeys
    from .problem import Problem


class Layers(NamedTuple):
    """The layers from below, and how their scores are made."""

    layers: list[Layer]
    score: Score


class LayersReader:
    """Reads the layers of a problem, or its only one."""

    def __init__(self, problem: Problem, form: Form, faults: Faults):
        self.problem, self.form, self.faults = problem, form, faults

    def read(
        self, sources: dict[str, Name], features: dict[str, int], width: int, tokens: dict[str, Given]
    ) -> Layers | None:
        """All layers, each of tokens with so many numbers; None where a fault was noted."""
        if self.problem.layers is None:
            reader = Weights(self.problem, self.problem, self.form, features, self.faults)
            layer = self._layer(reader, sources, width, self.problem.block)
            if layer is None:
                return None
            score = reader.score(layer.d_q, layer.d_k)
            self._name_given(layer, sources, tokens)
            return Layers([layer], score) if score is not None and not self.faults.found else None
        return self._stacked(width)

    def _stacked(self, width: int) -> Layers | None:
        """Several layers."""
        self._check_stacked()
        found: list[Layer] = []
        for number, keys in enumerate(self.problem.layers or (), 1):
            reader = self._reader(keys, number, width)
            layer = self._layer(reader, dict.fromkeys("QKV", INPUTS), width, keys)
            if layer is None:
                return None
            if found and layer.d_k != found[0].d_k:
                text = f"a key of every layer needs equally many numbers; here are {found[0].d_k} and {layer.d_k}"
                return self.faults.add(keys.beginning, text, "")
            found.append(layer)
            width = layer.output
        return None if self.faults.found else Layers(found, Score("dot", {}))

    def _reader(self, keys: StackedKeys, number: int, width: int) -> Weights:
        """The reader of one of several layers, whose heads may be those of all."""
        if keys.heads is None:
            keys.heads = self.problem.heads
        index = f"^{number}" if len(self.problem.layers or ()) > 1 else ""
        return Weights(self.problem, keys, self.form, dict.fromkeys("QKV", width), self.faults, index)

    def _check_stacked(self) -> None:
        """Notes what stands with the layers, or cannot be with several of them."""
        problem, faults = self.problem, self.faults
        for key in ("memory", "bias", "score_weights"):
            if key in problem.places:
                faults.add(problem.places[key], f"{key}: cannot stand beside layers:", "")
        if problem.score != "dot":
            faults.add(problem.places["score"], "layers: have dot scores", "")
        if problem.heads is not None and problem.heads.items is not None:
            faults.add(problem.heads, "heads with weights of their own stand with their layer", "")
        block = problem.block
        if block is not None:
            block.idle(faults, ("gamma", "beta", "feed_forward"), "of several layers each has its own, under layers:")

    def _layer(self, reader: Weights, sources: dict[str, Name], width: int, own: OwnKeys | None) -> Layer | None:
        """One layer of tokens with so many numbers."""
        heads = reader.heads()
        if heads is None:
            return None
        joined = reader.joined(sum(heads.widths["V"]))
        output = sum(heads.widths["V"])
        if joined and joined.weights:
            output = self.form.features(joined.weights.grid)
        block = self._block(width, output, own, reader.index)
        if self.faults.found:
            return None
        d_q, d_k, d_v = (heads.widths[role][0] for role in "QKV")
        return Layer(
            reader.index, sources, heads.shared, heads.each, joined, d_q, d_k, d_v, width or output, output, block
        )

    def _block(self, width: int, output: int, own: OwnKeys | None, index: str) -> BlockModel | None:
        """What stands around attention, whose output is added to what came in."""
        keys = self.problem.block
        if keys is None:
            if isinstance(own, StackedKeys):
                own.idle(
                    self.faults, ("gamma", "beta", "feed_forward"), "is part of a block: write block: {norm: post}"
                )
            return None
        if output != width:
            where = own.beginning if isinstance(own, StackedKeys) else self.problem.places["block"]
            text = f"the output of {counted(output, 'numbers')} is added to inputs of {width}; write W_O that makes "
            return self.faults.add(where, f"{text}{width}", "")
        return BlockReader(self.form, width, self.faults, index).read(keys, own or keys)

    def _name_given(self, layer: Layer, sources: dict[str, Name], tokens: dict[str, Given]) -> None:
        """Of given queries, keys or values that have weights themselves, the names they then have."""
        for role, own in (layer.shared or {}).items():
            if sources[role] == role and (own.weights or own.bias):
                tokens[role] = Given(Name(Role.INPUT, "X", role), tokens[role].grid)
                sources[role] = tokens[role].name
