"""The matrices of a problem of attention put together: tokens, where Q, K and V come from, heads, mask, targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from ...errors import counted, here
from ...names import Name, Role, d
from ...reading.grids import Given, Sides
from ...reading.literals import constant
from ...reading.yamlfile import Faults
from .block_read import BlockReader
from .head_read import HeadReader
from .layers_read import Layers, LayersReader
from .masks import read_seen
from .model import ROLES, Form, Layer, Model, Projection, Score

if TYPE_CHECKING:
    from .block_keys import FeedForward, Norm
    from .head_keys import LmHead
    from .problem import Problem

_TOKENS = {"inputs": "X", "memory": "M", "Q": "Q", "K": "K", "V": "V", "A": "A"}
# A bound for heads·queries·keys, so that work is bounded.
MOST_SCORES = 20_000
# Given weights may be rounded to two digits.
MOST_ROUNDED = 0.02


class Parts(NamedTuple):
    """What a model is put together from: its layers, how many tokens there are, and the numbers of each."""

    layers: list[Layer]
    score: Score
    queries: int
    keys: int
    width: int
    output: int
    feed_forward: FeedForward | None = None


class Reading:
    """Reads the parts of a problem that depend on one another."""

    def __init__(self, problem: Problem, faults: Faults):
        self.problem, self.faults = problem, faults
        self.form = Form(problem.tokens_in == "rows")

    def model(self) -> Model | None:
        """All of it; None where a fault was noted."""
        tokens = self._tokens()
        if tokens is None:
            return None
        if "A" in tokens:
            return self._of_weights(tokens)
        return self._of_scores(tokens) if self.problem.attends else self._without(tokens)

    def _of_scores(self, tokens: dict[str, Given]) -> Model | None:
        """Attention whose weights are made of scores."""
        sources = self._sources(tokens)
        if sources is None:
            return None
        grids = {given.name: given.grid for given in tokens.values()}
        queries, keys = self.form.tokens(grids[sources["Q"]]), self.form.tokens(grids[sources["K"]])
        features = {role: self.form.features(grids[name]) for role, name in sources.items()}
        width = self.form.features(tokens["inputs"].grid) if "inputs" in tokens else 0
        layers = LayersReader(self.problem, self.form, self.faults).read(sources, features, width, tokens)
        if layers is None or not self._bounded(queries, keys, layers):
            return None
        score = layers.score
        return self._model(tokens, Parts(layers.layers, score, queries, keys, width, layers.layers[-1].output))

    def _without(self, tokens: dict[str, Given]) -> Model | None:
        """What a block has besides attention: positions, feed-forward layers."""
        keys, further = self.problem.positions, self.problem.feed_forward
        width, count = 0, 0
        if "inputs" in tokens:
            grid = tokens["inputs"].grid
            width, count = self.form.features(grid), self.form.tokens(grid)
        elif keys is not None:
            width, count = keys.dimension or 0, len(keys.of or ())
        parts = Parts([], Score("dot", {}), count, count, width, width)
        if further is not None:
            layers = BlockReader(self.form, width, self.faults).layers(further, None)
            if layers is None:
                return None
            parts = parts._replace(feed_forward=layers, output=layers.output(self.form))
        return self._model(tokens, parts)

    def _of_weights(self, tokens: dict[str, Given]) -> Model | None:
        """Attention whose weights are given."""
        for key in ("weights", "bias", "heads", "memory", "inputs", "Q", "K", "padding"):
            if key in self.problem.places:
                text = "the weights A: are given, so nothing is made of this"
                self.faults.add(self.problem.places[key], text, "")
        grid = tokens["A"].grid
        queries, keys = self.form.tokens(grid), self.form.features(grid)
        self._shares(tokens["A"])
        values = tokens.get("V")
        if values and self.form.tokens(values.grid) != keys:
            count = counted(self.form.tokens(values.grid), "values")
            self.faults.add(self.problem.places["V"], f"V has {count}, and A has weights for {keys}", "")
        width = self.form.features(values.grid) if values else 0
        plain = dict.fromkeys(ROLES, Projection())
        layer = Layer("", {}, plain, [{}], None, d_q=0, d_k=0, d_v=width, width=0, output=width, block=None)
        return self._model(tokens, Parts([layer], Score("dot", {}), queries, keys, 0, width))

    def _shares(self, weights: Given) -> None:
        """Whether given weights add up to 1 for every query, as far as they are rounded; else that is noted."""
        rows = self.form.laid(weights.grid)
        for query, row in enumerate(rows, 1):
            total = sum(map(constant, row))
            if abs(total - 1) > MOST_ROUNDED or any(constant(weight) < 0 for weight in row):
                text = f"the weights of a query are from 0 up and add up to 1; those of query {query} to {total:g}"
                self.faults.add(self.problem.places["A"], text, "")

    def _model(self, tokens: dict[str, Given], parts: Parts) -> Model | None:
        """All parts together, with what is wanted of the output and what is seen."""
        size = (parts.queries, "one a query"), (parts.output, "the numbers of an output")
        above = self._wanted("above", "∂E/∂O", d("E", "O"), *size)
        targets = self._wanted("targets", "the targets", Name(Role.TARGET, "T"), *size)
        seen = read_seen(self.problem, parts.queries, parts.keys, self.faults) if parts.layers else None
        positions = self._positions(parts)
        final, head = self._final(parts), self._head(parts)
        if self.faults.found:
            return None
        return Model(
            form=self.form,
            tokens=tokens,
            layers=parts.layers,
            score=parts.score,
            seen=seen,
            queries=parts.queries,
            keys=parts.keys,
            width=parts.width,
            output=parts.output,
            positions=positions,
            feed_forward=parts.feed_forward,
            final=final,
            head=head,
            above=above,
            targets=targets,
        )

    def _final(self, parts: Parts) -> Norm | None:
        """What the norm behind all layers has learned; None where there is none."""
        block = self.problem.block
        if block is None or block.final_norm is None:
            return None
        return BlockReader(self.form, parts.output, self.faults).norm(block.final_norm, "f")

    def _head(self, parts: Parts) -> LmHead | None:
        """What makes probabilities of words from the tokens that go on."""
        keys = self.problem.lm_head
        if keys is None:
            return None
        return HeadReader(keys, self.form, parts.queries, parts.output, self.faults).read()

    def _positions(self, parts: Parts) -> list[int]:
        """The positions of the tokens, or those that are asked for; [] where none are wanted."""
        keys = self.problem.positions
        if keys is None:
            return []
        if keys.of is None:
            return list(range(keys.first, keys.first + parts.queries))
        if len(keys.of) != parts.queries:
            text = f"expected {counted(parts.queries, 'positions')}, one a token of inputs:; {here(len(keys.of))}"
            self.faults.add(keys.places["of"], text, "")
        if keys.dimension is not None and keys.dimension != parts.width:
            text = f"the inputs have {counted(parts.width, 'numbers')} each, and so has a position; leave it out"
            self.faults.add(keys.places["dimension"], text, "")
        return keys.of

    def _tokens(self) -> dict[str, Given] | None:
        """The given matrices of tokens by their key."""
        found: dict[str, Given] = {}
        for key, letter in _TOKENS.items():
            node = getattr(self.problem, key)
            grid = self.form.read(node, self.faults) if node is not None else None
            if grid is not None:
                found[key] = Given(Name(Role.INPUT, letter), grid)
        if self.faults.found or not self._complete(found):
            return None
        return found

    def _complete(self, found: Mapping[str, Given]) -> bool:
        """Whether there is enough to make queries, keys and values of, and no more; else that is noted."""
        if "A" in found or not self.problem.attends:
            return True
        beginning = self.problem.beginning
        if found.keys().isdisjoint(("inputs", "Q")):
            text = "nothing to attend with: write inputs: (with weights:), or Q:, K: and V:, or the weights A:"
            self.faults.add(beginning, text, "")
        elif found.keys().isdisjoint(("inputs", "memory")) and not {"K", "V"} <= found.keys():
            self.faults.add(beginning, "beside Q: the keys K: and the values V: are needed", "")
        else:
            self._no_more(found)
        return not self.faults.found

    def _no_more(self, found: Mapping[str, Given]) -> None:
        """Notes tokens of which nothing is made."""
        keys, places = {"K", "V"} <= found.keys(), self.problem.places
        if keys and "memory" in found:
            self.faults.add(places["memory"], "keys and values are given, so nothing is made of the memory", "")
        elif {"inputs", "Q"} <= found.keys() and (keys or "memory" in found):
            self.faults.add(places["inputs"], "Q, K and V come from elsewhere, so nothing is made of this", "")

    def _sources(self, tokens: Mapping[str, Given]) -> dict[str, Name] | None:
        """Of Q, K and V the matrix that it is made of."""
        other = "memory" if "memory" in tokens else "inputs"
        found = {"Q": tokens.get("Q") or tokens["inputs"]}
        for role in ("K", "V"):
            found[role] = tokens.get(role) or tokens[other]
        keys, values = (self.form.tokens(found[role].grid) for role in ("K", "V"))
        if keys != values:
            text = f"every key has a value: {counted(keys, 'keys')} and {counted(values, 'values')} do not fit"
            return self.faults.add(self.problem.places.get("V", self.problem.beginning), text, "")
        return {role: given.name for role, given in found.items()}

    def _bounded(self, queries: int, keys: int, layers: Layers) -> bool:
        """Whether there are few enough scores to be computed."""
        heads = sum(len(layer.heads) for layer in layers.layers)
        count = queries * keys * heads
        if count > MOST_SCORES:
            text = (
                f"at most {MOST_SCORES} scores were expected; here are {counted(heads, 'heads')} × {queries} × {keys}"
            )
            self.faults.add(self.problem.beginning, text, "")
        return count <= MOST_SCORES

    def _wanted(self, key: str, what: str, name: Name, tokens: tuple[int, str], width: tuple[int, str]) -> Given | None:
        """A matrix in the size of the output."""
        node = getattr(self.problem, key)
        grid = self.form.read(node, self.faults) if node is not None else None
        if grid is None or not Sides(*self.form.pair(tokens, width)).fit(node, grid, what, self.faults):
            return None
        return Given(name, grid)
