"""What a file writes of one direction: weights by gate and source, vectors by gate, what the state begins with.

Weights may have the names of books; those that mean two things there are refused with what to write instead.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from ...errors import listing, nearest
from ...reading.grids import Leaf
from .gates import GATES, gate_of, missing_gates, single_of
from .grids import read_named

if TYPE_CHECKING:
    from ...formula.expr import Expr
    from ...reading.yamlfile import Faults, Node
    from .keys import DirectionKeys

T = TypeVar("T")
_APART = " Weights of input and state apart are {0}: {{x: …, h: …}}, or W_x{0}: … and W_h{0}: …"
NO_CONTEXT = "there is no context; write context: with its numbers"

# What the weights of one gate come from, by the names of books without their lines and in small letters.
_SOURCES = {
    **dict.fromkeys(("x", "wx", "wxh", "whx", "wax", "wih", "input"), "x"),
    "context": "context",
    **dict.fromkeys(("h", "wh", "whh", "waa", "wa", "a", "state"), "h"),
}
_EITHER = ("u", "w", "v")
_OF_OUTPUT = ("why", "wya", "wy", "wo")


class Written:
    """The numbers of one direction as they are written, sizes aside.

    ``given`` are gates that have values instead; ``states`` is what goes on from step to step. ``context`` are the
    numbers of a context, which a state may begin with.
    """

    def __init__(
        self,
        cell: str,
        states: tuple[str, ...],
        given: set[str],
        keys: DirectionKeys,
        faults: Faults,
        context: list[Expr],
    ):
        self.cell, self.states, self.given, self.keys, self.faults = cell, states, given, keys, faults
        self.context = context
        self.weights = self._weights()
        self.biases = self._by_gate(keys.bias)
        self.seconds = self._by_gate(keys.recurrent_bias)
        self.peepholes = self._peepholes()
        self.starts = self._starts()

    def _mapped(
        self,
        node: Node,
        expected: str,
        meant: Callable[[Node, str], str],
        read: Callable[[Node], T | None],
        apart: Container[str] = (),
    ) -> dict[str, T]:
        """The values of a mapping by what their keys mean, but for keys that are read ``apart``; faults are noted."""
        found: dict[str, T] = {}
        if node.entries is None:
            self.faults.add(node, expected, "")
            return found
        for where, key, value in node.pairs:
            if key in apart:
                continue
            name = meant(where, key)
            if name in found:
                self.faults.add(where, f"{name} stands twice", key)
            each = read(value) if name else None
            if each is not None:
                found[name] = each
        return found

    def _leaf(self, node: Node) -> Leaf | None:
        return read_named(node, self.faults)

    def _weights(self) -> dict[str, dict[str, Leaf]]:
        """The weights by gate and by what they multiply: x, h, or joint."""
        node, wanted = self.keys.weights, missing_gates(self.cell, self.given)
        if node is None:
            if wanted:
                self.faults.add(self.keys.beginning, "the key weights: is missing", "")
            return {}
        if self.cell == "rnn":
            return {"": self._sources(node) or {}}
        example = "{" + ", ".join(f"{gate}: …" for gate in GATES[self.cell]) + "}"
        found = self._of_gates(node, f"expected the weights of each gate: {example}")
        missing = [gate for gate in wanted if gate not in found]
        if missing and not self.faults.found:
            self.faults.add(node, f"the weights of {listing(missing)} are missing; expected {example}", "")
        return found

    def _of_gates(self, node: Node, expected: str) -> dict[str, dict[str, Leaf]]:
        """The weights under the names of gates, and those that have gate and source in theirs."""
        singles = {key: each for key in node.entries or {} if (each := single_of(self.cell, key))}
        found = self._mapped(node, expected, partial(self._gate, letters="Ww"), self._sources, singles)
        if singles:
            self._add_singles(node, singles, found)
        return found

    def _add_singles(self, node: Node, singles: dict[str, tuple[str, str]], found: dict[str, dict[str, Leaf]]) -> None:
        """Adds weights whose names tell gate and source; their names stay."""
        for where, key, value in node.pairs:
            if key not in singles:
                continue
            _, source = singles[key]
            gate = self._gate(where, singles[key][0])
            leaf = self._leaf(value)
            if self.keys.columns:
                self.faults.add(where, "with columns: each gate has one matrix, such as f: …", key)
            elif source in found.get(gate, {}):
                self.faults.add(where, f"{source} of {gate} stands twice", key)
            elif gate and leaf is not None:
                leaf.name = leaf.name or key
                found.setdefault(gate, {})[source] = leaf

    def _gate(self, where: Node, key: str, letters: str = "") -> str:
        """The gate that a key names; a fault where it is none, or its values are given."""
        gate, known = gate_of(self.cell, key, letters), GATES[self.cell]
        if not gate:
            text = f"expected a gate: {listing(known)}.{nearest(key, known)}"
            self.faults.add(where, text + (_APART.format(*known) if "W" in letters else ""), key)
        if gate in self.given:
            self.faults.add(where, f"the values of the gate {gate} are given under gates:, so it has no weights", key)
            return ""
        return gate

    def _sources(self, node: Node) -> dict[str, Leaf] | None:
        """The weights of one gate by what they multiply."""
        if self.keys.columns:
            return self._joint(node, self.keys.columns)
        expected = "expected {x: …, h: …}, the weights of the input and of the state before; or a matrix with columns:"
        found = self._mapped(node, expected, self._source, self._leaf)
        for key, value in (node.entries or {}).items():
            source = _SOURCES.get(_plainly(key), key)
            if source in found and source != key and value.entries is None:
                found[source].name = key
        return found or self.faults.add(node, expected, "")

    def _joint(self, node: Node, columns: list[str]) -> dict[str, Leaf] | None:
        """One matrix of several columns."""
        if "context" in columns and not self.context:
            self.faults.add(self.keys.places["columns"], NO_CONTEXT, "context")
        leaf = self._leaf(node)
        return {"joint": leaf} if leaf else None

    def _source(self, where: Node, key: str) -> str:
        """What weights multiply, as a key says; a fault where books mean several things by it, or none."""
        word = _plainly(key)
        if word in _EITHER:
            text = "books call either the weights of the input or those of the state so; write "
            self.faults.add(where, f"{text}x: {{{key}: …}} or h: {{{key}: …}}", key)
            return ""
        if word in _OF_OUTPUT:
            self.faults.add(where, f"the weights of the output stand under output: {{weights: {{{key}: …}}}}", key)
            return ""
        if word not in _SOURCES:
            self.faults.add(where, "expected x (from the input) or h (from the state before)", key)
        if word == "context" and not self.context:
            self.faults.add(where, NO_CONTEXT, key)
        return _SOURCES.get(word, "")

    def _by_gate(self, node: Node | None) -> dict[str, Leaf]:
        """Vectors by gate; of a simple cell the one that there is."""
        if node is None:
            return {}
        if self.cell != "rnn":
            expected = "expected a bias for each gate, such as {f: 0.1, i: 0}"
            return self._mapped(node, expected, partial(self._gate, letters="b"), self._leaf)
        leaf = self._leaf(node)
        return {"": leaf} if leaf else {}

    def _peepholes(self) -> dict[str, Leaf]:
        node = self.keys.peepholes
        if node is None:
            return {}
        if self.cell != "lstm":
            self.faults.add(node, "peepholes lead from the cell of an LSTM (cell: lstm)", "")
            return {}
        expected = "expected the peephole of each gate, such as {f: 0.1, i: 0, o: 0.2}"
        found = self._mapped(node, expected, self._gate, self._leaf)
        if "c" in found:
            self.faults.add(node, "peepholes lead to the gates f, i and o; the candidate has none", "")
        return found

    def _starts(self) -> dict[str, Leaf]:
        node = self.keys.start
        if node is None:
            return {}
        return self._mapped(node, "expected what the state begins with, such as {h: 0}", self._state, self._begins)

    def _begins(self, node: Node) -> Leaf | None:
        """The numbers that a state begins with; those of the context by its name."""
        if node.word != "context":
            return self._leaf(node)
        if not self.context:
            return self.faults.add(node, NO_CONTEXT)
        return Leaf(node, [self.context], True)

    def _state(self, where: Node, key: str) -> str:
        if key in self.states:
            return key
        self.faults.add(where, f"expected {listing(self.states)}", key)
        return ""


def _plainly(key: str) -> str:
    """The name of weights in small letters, without lines."""
    return key.lower().replace("_", "")
