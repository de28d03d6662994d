"""The layers of a recurrent network with the sizes that belong to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ...formula.expr import ZERO, Expr
from ...names import Name, Role
from ...reading.grids import Given, Leaf, fit_line
from ...subjects.recurrent import Direction, Gate, Layer
from .gates import GATES
from .grids import Shared, fits
from .written import Written

if TYPE_CHECKING:
    from ...reading.yamlfile import Faults
    from .keys import DirectionKeys, LayerKeys


# What goes on from step to step.
STATES = {"rnn": ("h",), "lstm": ("h", "c"), "gru": ("h",)}
# What is added to the name of weights by what they multiply.
_SHORT = {"joint": "", "x": "x", "h": "h", "context": "c"}


class Reader:
    """Reads the layers of one problem. ``given`` are gates whose values the problem gives instead of weights.

    ``outputs`` tells how many outputs so many units have, where the output goes back and not the state.
    """

    def __init__(
        self,
        cell: str,
        rows: bool,
        given: Iterable[str],
        shared: Shared,
        faults: Faults,
        outputs: Callable[[int], int] | None,
        context: list[Expr],
    ):
        self.cell, self.rows, self.shared, self.faults = cell, rows, shared, faults
        self.given, self.outputs, self.context = set(given), outputs, context
        self.states = STATES[cell] if outputs is None else ("y",)

    def layer(self, keys: LayerKeys, width: int, index: str) -> Layer | None:
        """A layer that takes ``width`` inputs."""
        both = keys.backward is not None
        first = self.direction(keys, width, "fw" if both else "", index)
        if first is None:
            return None
        if keys.backward is None:
            return Layer([first])
        second = self.direction(keys.backward, width, "bw", index)
        if second is None:
            return None
        if keys.join == "add" and second.units != first.units:
            text = f"states that are added have equally many units; forwards {first.units}, backwards {second.units}"
            return self.faults.add(keys.backward.beginning, text, "")
        return Layer([first, second], keys.join)

    def direction(self, keys: DirectionKeys, width: int, way: str, index: str) -> Direction | None:
        """One direction of a layer."""
        before = len(self.faults.found)
        written = Written(self.cell, self.states, self.given, keys, self.faults, self.context)
        if len(self.faults.found) > before:
            return None
        units = self._units(written, width)
        found = Direction(self.cell, way, index, width, units, self.outputs(units) if self.outputs else units)
        for gate in GATES[self.cell]:
            found.gates[gate] = made = self._gate_of(found, gate, keys.columns or [], written.weights.get(gate, {}))
            bias = self._vector(found, written.biases.get(gate), _word("b", gate), f"the bias {_of(gate)}")
            made.bias = bias or made.bias
            made.second = self._vector(found, written.seconds.get(gate), _word("b", f"{gate}h"), "the second bias")
            made.peephole = self._vector(found, written.peepholes.get(gate), f"p_{gate}", "the peephole")
        self._begin(found, written)
        return None if len(self.faults.found) > before else found

    def _begin(self, direction: Direction, written: Written) -> None:
        """What goes back to the first step."""
        for word in written.states:
            leaf = written.starts.get(word)
            direction.start[word] = [ZERO] * direction.back
            if leaf is None:
                continue
            if leaf.node.word == "context":
                direction.from_context.add(word)
            if fit_line(leaf, direction.back, self._each, f"the start of {word}", self.faults):
                direction.start[word] = leaf.line

    # What it must be

    def _units(self, written: Written, width: int) -> int:
        """How many units there are, as the first numbers tell that can."""
        side = 1 if self.rows else 0
        of_states = _first(written, "h") or _first(written, "joint")
        if of_states is not None and not of_states.flat:
            return of_states.size[side]
        if of_states is not None and self.outputs is None:  # of outputs a list may be a row or a column
            return 1
        starts = () if self.outputs else written.starts.values()
        for leaf in (*starts, *written.biases.values()):
            return len(leaf.line)
        of_inputs = _first(written, "x")
        return _of_inputs(of_inputs, width, side) if of_inputs is not None else 1

    def _gate_of(self, direction: Direction, gate: str, joint: list[str], leaves: dict[str, Leaf]) -> Gate:
        """The weights of one gate, with the sizes that belong there; anything else is noted."""
        found: dict[str, Given] = {}
        for source, leaf in leaves.items():
            columns = self._across(direction, source, joint)
            units = direction.units, "units"
            what = f"weights {_of(gate)}" + ("" if source == "joint" else f" from {source}")
            if fits(leaf, *((columns, units) if self.rows else (units, columns)), self.faults, what):
                letter = "w" if direction.units == direction.width == 1 else "W"
                word = _word(letter, f"{gate}{_SHORT[source]}")
                found[source] = self.shared.given(leaf, self._name(direction, word))
        if "joint" in found and direction.units == 1 and leaves["joint"].size[1] == len(joint):
            return self._apart(direction, gate, joint, leaves["joint"].line)
        direction.columns = joint
        return Gate(**found)

    def _across(self, direction: Direction, source: str, joint: list[str]) -> tuple[int, str]:
        """How many columns weights have, and what these are."""
        widths = {"x": direction.width, "h": direction.back, "context": len(self.context), "1": 1}
        if source == "joint":
            return sum(map(widths.__getitem__, joint)), " + ".join(joint)
        called = {"x": "inputs", "h": "outputs" if self.outputs else "units", "context": "numbers of the context"}
        return widths[source], called[source]

    def _apart(self, direction: Direction, gate: str, columns: list[str], numbers: list[Expr]) -> Gate:
        """The numbers of one unit with one input, each by itself."""
        words = {"x": f"w_{gate}x", "h": f"w_{gate}h", "context": f"w_{gate}c", "1": _word("b", gate)}
        found = {
            column: Given(self._name(direction, words[column]), [[number]])
            for column, number in zip(columns, numbers, strict=True)
        }
        return Gate(found["x"], found["h"], bias=found.get("1"), context=found.get("context"))

    def _name(self, direction: Direction, word: str) -> Name:
        return Name(Role.PARAMETER, word, direction.way, indices=direction.index)

    def _vector(self, direction: Direction, leaf: Leaf | None, word: str, what: str) -> Given | None:
        if leaf is None or not fit_line(leaf, direction.units, "a unit", what, self.faults):
            return None
        return Given(self.shared.given(leaf, self._name(direction, word)).name, [leaf.line])

    @property
    def _each(self) -> str:
        """What there is one number for in what goes back."""
        return "an output" if self.outputs else "a unit"


def _first(written: Written, source: str) -> Leaf | None:
    """The first weights of a source, whatever the gate."""
    return next(filter(None, (sources.get(source) for sources in written.weights.values())), None)


def _of_inputs(leaf: Leaf, width: int, side: int) -> int:
    """How many units the weights of ``width`` inputs tell of."""
    if not leaf.flat:
        return leaf.size[side]
    return len(leaf.grid[0]) if width == 1 else 1


def _of(gate: str) -> str:
    """Of which gate."""
    return f"of {gate}" if gate else "of the cell"


def _word(letter: str, rest: str) -> str:
    return f"{letter}_{rest}" if rest else letter
