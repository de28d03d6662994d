"""The weights of attention as a file writes them: of all heads at once or of each, of scores, and behind the heads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...errors import counted, listing, nearest
from ...formula.parse import whole_text
from ...names import Name, Role
from ...reading.grids import Given, Grid, Sides, read_leaf, read_line
from ...reading.yamlfile import Node
from .model import ROLES, Form, Projection, Score

if TYPE_CHECKING:
    from ...reading.yamlfile import Faults
    from .layer_keys import LayerKeys
    from .problem import Problem

_CALLED = {"query": "Q", "queries": "Q", "key": "K", "keys": "K", "value": "V", "values": "V", "output": "O"}
_ALL = (*ROLES, "O")
_SCORES: dict[str, tuple[str, ...]] = {"dot": (), "general": ("W",), "additive": ("W", "U", "v")}
_OF_SCORES = " Those of scores stand under score_weights:"
MOST_HEADS = 16
Widths = dict[str, list[int]]  # how many numbers a query, a key and a value has, head by head


class Heads(NamedTuple):
    """What all heads share, what each has of its own, and how many numbers Q, K and V have in each."""

    shared: dict[str, Projection] | None
    each: list[dict[str, Projection]]
    widths: Widths


def letter_of(text: str, known: Sequence[str]) -> str:
    """The letter that a key means: W_Q, WQ, q and query are Q; '' where it means none."""
    word = _CALLED.get(text.lower(), text.replace("_", ""))
    for letter in (word, word.removeprefix("W"), word.removeprefix("b"), word.upper()):
        if letter in known:
            return letter
    return ""


class Weights:
    """Reads the weights of one layer, whose ``keys`` may be those of the problem.

    ``features`` are the numbers of a token of what Q, K and V are made of; ``index`` stands behind the names.
    """

    def __init__(
        self,
        problem: Problem,
        keys: LayerKeys,
        form: Form,
        features: Mapping[str, int],
        faults: Faults,
        index: str = "",
    ):
        self.problem, self.keys, self.form = problem, keys, form
        self.features, self.faults, self.index = features, faults, index

    def heads(self) -> Heads | None:
        """The heads; None where a fault was noted."""
        node = self.keys.heads
        if node is not None and node.items is not None:
            found = self._own(node)
        else:
            found = self._shared(node)
        return None if self.faults.found else found

    def _own(self, node: Node) -> Heads | None:
        """Heads with weights of their own."""
        assert node.items is not None, "it is a list"
        if not 1 <= len(node.items) <= MOST_HEADS:
            return self.faults.add(node, f"expected 1 to {MOST_HEADS} heads", "")
        every = self._by_letter(self.keys.weights, _ALL, "weights")
        odd = [letter for letter in every if letter != "O"]
        if odd:
            text = f"the weights of {listing(odd)} stand with the heads already"
            return self.faults.add(self.keys.places["weights"], text, "")
        each = [self._head(item, str(k)) for k, item in enumerate(node.items, 1)]
        if self.faults.found or not self._alike(each, node):
            return None
        widths: dict[str, list[int]] = {}
        for role in ROLES:
            widths[role] = [self._width(head[role], role) for head in each]
        return Heads(None, each, widths) if self._comparable(widths, node) else None

    def _alike(self, heads: list[dict[str, Projection]], node: Node) -> bool:
        """Whether all heads make equally many numbers; else that is noted."""
        for role in ROLES:
            widths = [self._width(head[role], role) for head in heads]
            if len(set(widths)) > 1:
                text = f"all heads need equally many numbers of {role}; here are {listing(widths)}"
                self.faults.add(node, text, "")
        return not self.faults.found

    def _head(self, node: Node, number: str) -> dict[str, Projection]:
        """The weights and biases of one head."""
        if node.entries is None:
            self.faults.add(node, "expected the weights of a head: {Q: …, K: …, V: …}", "")
            return {}
        weights = Node(node.line, node.column, entries={k: v for k, v in node.entries.items() if k != "bias"})
        weights.keys = node.keys
        return self._projections(weights, node.entries.get("bias"), number, ROLES)

    def _shared(self, node: Node | None) -> Heads | None:
        """A number of heads that share the numbers of Q, K and V out among them."""
        count = 1 if node is None else whole_text(node.word)
        if count is None or not 1 <= count <= MOST_HEADS:
            text = f"expected a number of heads from 1 to {MOST_HEADS}, or a list of their weights"
            return self.faults.add(node, text)
        shared = self._projections(self.keys.weights, self.keys.bias, "", _ALL)
        if self.faults.found:
            return None
        whole = {role: self._width(shared[role], role) for role in ROLES}
        for role, width in whole.items():
            if width % count:
                text = f"the {counted(width, 'numbers')} of {role} cannot be shared out among {count} heads"
                return self.faults.add(node, text)
        widths = {role: [width // count] * count for role, width in whole.items()}
        return Heads(shared, [{}] * count, widths) if self._comparable(widths, None) else None

    def _projections(
        self, weights: Node | None, bias: Node | None, number: str, known: Sequence[str]
    ) -> dict[str, Projection]:
        matrices = self._by_letter(weights, known, "weights")
        vectors = self._by_letter(bias, known, "bias")
        missing = [role for role in ROLES if role not in matrices]
        if 0 < len(missing) < len(ROLES):
            text = f"the weights of {listing(missing)} are missing; write none for the tokens themselves"
            self.faults.add(weights, text, "")
        found = {}
        for role in ROLES:
            found[role] = self._projection(role, number, matrices.get(role), vectors.get(role), self.features[role])
        return found

    def _by_letter(self, node: Node | None, known: Sequence[str], what: str) -> dict[str, Node]:
        """The parts of a mapping by the letter that each means."""
        if node is None:
            return {}
        if node.entries is None:
            self.faults.add(node, f"expected the {what} by their letters: {{{': …, '.join(known)}: …}}", "")
            return {}
        found: dict[str, Node] = {}
        for where, key, value in node.pairs:
            letter = letter_of(key, known)
            if not letter:
                hint = _OF_SCORES if key in "WU" else nearest(key, known)
                self.faults.add(where, f"expected one of {listing(known)}.{hint}", key)
            elif letter in found:
                self.faults.add(where, f"{letter} stands twice", key)
            else:
                found[letter] = value
        return found

    def _projection(self, role: str, number: str, weights: Node | None, bias: Node | None, features: int) -> Projection:
        """The weights of one matrix, with so many rows as a token has numbers, and the bias behind them."""
        grid = None
        if weights is not None and weights.word != "none":
            leaf = read_leaf(weights, self.faults)
            if leaf is None:
                return Projection()
            grid = leaf.grid
            width = self.form.features(grid), ""
            sides = Sides(*self.form.pair((features, "as many as a token has numbers"), width))
            if not sides.fit(weights, grid, f"W_{role}{number}", self.faults):
                return Projection()
        made = Given(self._name("W", f"{role}{number}"), grid) if grid else None
        width_of = self.form.features(grid) if grid else features
        return Projection(made, self._bias(f"{role}{number}", bias, width_of))

    def _bias(self, name: str, node: Node | None, width: int) -> Given | None:
        if node is None:
            return None
        line = read_line(node, width, "for each that the weights make", f"b_{name}", self.faults)
        return Given(self._name("b", name), self.form.vector(line).rows) if line else None

    def _name(self, letter: str, by: str) -> Name:
        return Name(Role.PARAMETER, letter, by, indices=self.index)

    def _width(self, projection: Projection, role: str) -> int:
        return self.form.features(projection.weights.grid) if projection.weights else self.features[role]

    def _comparable(self, widths: Widths, node: Node | None) -> bool:
        """Whether queries and keys have equally many numbers, where their dot product is taken."""
        query, key = widths["Q"][0], widths["K"][0]
        if self.problem.score != "dot" or query == key:
            return True
        places = self.problem.places | self.keys.places
        where = node or places.get("weights") or places.get("K") or places.get("memory")
        text = f"a query of {counted(query, 'numbers')} and a key of {key} have no dot product; "
        self.faults.add(where, f"{text}Q and K need equally many, or score: general", "")
        return False

    def joined(self, width: int) -> Projection | None:
        """W_O and its bias behind the heads."""
        node = self._by_letter(self.keys.weights, _ALL, "weights").get("O")
        bias = self._by_letter(self.keys.bias, _ALL, "bias").get("O")
        if node is None and bias is None:
            return None
        return self._projection("O", "", node, bias, width)

    def score(self, queries: int, keys: int) -> Score | None:
        """How queries and keys of so many numbers are compared, with the weights of that."""
        problem, faults = self.problem, self.faults
        how = problem.score
        matrices = self._score_nodes(_SCORES[how])
        if how == "additive" and problem.scale == "sqrt(d_k)":
            faults.add(problem.places["scale"], "additive scores are no products over d_k; write scale: none")
        grids: dict[str, Grid] = {}
        for letter, node in matrices.items():
            leaf = read_leaf(node, faults)
            if leaf is not None:
                grids[letter] = leaf.grid
        if faults.found:
            return None
        self._fit(how, matrices, grids, queries, keys)
        return Score(how, {letter: Given(Name(Role.PARAMETER, letter), grid) for letter, grid in grids.items()})

    def _score_nodes(self, known: Sequence[str]) -> dict[str, Node]:
        """The weights of scores by their letters, all that are needed; else what is missing is noted."""
        problem, faults = self.problem, self.faults
        if problem.score_weights is not None and not known:
            faults.add(problem.places["score_weights"], "dot scores have no weights; write score: general", "")
            return {}
        matrices = self._by_letter(problem.score_weights, known, "weights of the scores")
        missing = [letter for letter in known if letter not in matrices]
        if missing and not faults.found:
            where = problem.places.get("score_weights", problem.places.get("score"))
            faults.add(where, f"{problem.score} scores need {listing(missing)} under score_weights:", "")
        return matrices

    def _fit(self, how: str, nodes: Mapping[str, Node], grids: dict[str, Grid], queries: int, keys: int) -> None:
        """Whether the weights of scores have the sizes that belong there; else that is noted."""
        of_query, of_key = "the numbers of a query", "the numbers of a key"
        if how == "general":
            Sides((queries, of_query), (keys, of_key)).fit(nodes["W"], grids["W"], "W", self.faults)
        if how == "additive":
            leaf = read_leaf(nodes["v"], self.faults)
            if leaf is None:
                return
            line = leaf.line
            if 1 not in leaf.size:
                self.faults.add(nodes["v"], "v must be one list of numbers", "")
            grids["v"] = self.form.vector(line).rows
            for letter, width, of in (("W", queries, of_query), ("U", keys, of_key)):
                sides = Sides((len(line), "as many as v has numbers"), (width, of))
                sides.fit(nodes[letter], grids[letter], letter, self.faults)
