"""The matrices of a problem of attention put together: tokens, where Q, K and V come from, heads, mask, targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ...errors import counted
from ...names import Name, Role, d
from ...reading.grids import Given, Sides
from ...reading.literals import constant
from ...reading.yamlfile import Faults
from .block_keys import BlockModel, BlockReader
from .masks import read_seen
from .model import ROLES, Form, Model, Projection, Score
from .weights import Heads, Weights

if TYPE_CHECKING:
    from .problem import Problem

_TOKENS = {"inputs": "X", "memory": "M", "Q": "Q", "K": "K", "V": "V", "A": "A"}
# A bound for heads·queries·keys, so that work is bounded.
MOST_SCORES = 20_000
# Given weights may be rounded to two digits.
MOST_ROUNDED = 0.02


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
        return self._of_weights(tokens) if "A" in tokens else self._of_scores(tokens)

    def _of_scores(self, tokens: dict[str, Given]) -> Model | None:
        """Attention whose weights are made of scores."""
        sources = self._sources(tokens)
        if sources is None:
            return None
        grids = {given.name: given.grid for given in tokens.values()}
        features = {role: self.form.features(grids[name]) for role, name in sources.items()}
        reader = Weights(self.problem, self.form, features, self.faults)
        heads = reader.heads()
        if heads is None:
            return None
        joined = reader.joined(sum(heads.widths["V"]))
        score = reader.score(heads.widths["Q"][0], heads.widths["K"][0])
        if score is None or self.faults.found:
            return None
        queries, keys = self.form.tokens(grids[sources["Q"]]), self.form.tokens(grids[sources["K"]])
        if not self._bounded(queries, keys, len(heads.each)):
            return None
        for role, own in (heads.shared or {}).items():
            if sources[role] == role and (own.weights or own.bias):
                tokens[role] = Given(Name(Role.INPUT, "X", role), tokens[role].grid)
                sources[role] = tokens[role].name
        return self._model(tokens, sources, heads, joined, score, queries, keys)

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
        heads = Heads(dict.fromkeys(ROLES, Projection()), [{}], {"Q": [0], "K": [0], "V": [width]})
        return self._model(tokens, {}, heads, None, Score("dot", {}), queries, keys)

    def _shares(self, weights: Given) -> None:
        """Whether given weights add up to 1 for every query, as far as they are rounded; else that is noted."""
        rows = self.form.laid(weights.grid)
        for query, row in enumerate(rows, 1):
            total = sum(map(constant, row))
            if abs(total - 1) > MOST_ROUNDED or any(constant(weight) < 0 for weight in row):
                text = f"the weights of a query are from 0 up and add up to 1; those of query {query} to {total:g}"
                self.faults.add(self.problem.places["A"], text, "")

    def _model(
        self,
        tokens: dict[str, Given],
        sources: dict[str, Name],
        heads: Heads,
        joined: Projection | None,
        score: Score,
        queries: int,
        keys: int,
    ) -> Model | None:
        widths = heads.widths
        output = sum(widths["V"])
        if joined and joined.weights:
            output = self.form.features(joined.weights.grid)
        width = self.form.features(tokens["inputs"].grid) if "inputs" in tokens else 0
        block = self._block(width, output)
        size = (queries, "one a query"), (output, "the numbers of an output")
        above = self._wanted("above", "∂E/∂O", d("E", "O"), *size)
        targets = self._wanted("targets", "the targets", Name(Role.TARGET, "T"), *size)
        seen = read_seen(self.problem, queries, keys, self.faults)
        if self.faults.found:
            return None
        return Model(
            form=self.form,
            tokens=tokens,
            sources=sources,
            shared=heads.shared,
            heads=heads.each,
            joined=joined,
            score=score,
            seen=seen,
            queries=queries,
            keys=keys,
            d_q=widths["Q"][0],
            d_k=widths["K"][0],
            d_v=widths["V"][0],
            width=width,
            output=output,
            block=block,
            above=above,
            targets=targets,
        )

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
        if "A" in found:
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

    def _bounded(self, queries: int, keys: int, heads: int) -> bool:
        """Whether there are few enough scores to be computed."""
        count = queries * keys * heads
        if count > MOST_SCORES:
            text = (
                f"at most {MOST_SCORES} scores were expected; here are {counted(heads, 'heads')} × {queries} × {keys}"
            )
            self.faults.add(self.problem.beginning, text, "")
        return count <= MOST_SCORES

    def _block(self, width: int, output: int) -> BlockModel | None:
        """What stands around attention, whose output is added to the inputs."""
        keys = self.problem.block
        if keys is None:
            return None
        if output != width:
            text = f"the output of {counted(output, 'numbers')} is added to inputs of {width}; write W_O that makes "
            return self.faults.add(self.problem.places["block"], f"{text}{width}", "")
        return BlockReader(self.form, width, self.faults).read(keys)

    def _wanted(self, key: str, what: str, name: Name, tokens: tuple[int, str], width: tuple[int, str]) -> Given | None:
        """A matrix in the size of the output."""
        node = getattr(self.problem, key)
        grid = self.form.read(node, self.faults) if node is not None else None
        if grid is None or not Sides(*self.form.pair(tokens, width)).fit(node, grid, what, self.faults):
            return None
        return Given(name, grid)
