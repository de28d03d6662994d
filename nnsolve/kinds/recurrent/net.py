"""A recurrent network as it was read, whole: what depends on several keys of its file is read here together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...errors import listing
from ...formula.expr import Expr, Num
from ...names import Name, Role
from ...reading.activation import Choice as Activation
from ...reading.activation import read_activation
from ...reading.grids import Given, Leaf, fit_line, read_leaf
from ...reading.yamlfile import Faults, Node
from ...subjects.recurrent import Form, Layer, Output
from .gates import CANDIDATES, GATES, gate_of, missing_gates
from .grids import MOST_STEPS, Shared, fits, read_lettered, read_named
from .model import Net
from .read import Reader
from .sees import TARGETS, Seen, SeenReader
from .targets import TargetReader, Targets

if TYPE_CHECKING:
    from .problem import Problem


class Reading:
    """Reads the parts of a problem that depend on one another."""

    def __init__(self, problem: Problem, faults: Faults):
        self.problem, self.faults = problem, faults
        self.shared, self.sees = Shared(faults), SeenReader(problem, faults)
        self.context: list[Expr] = []

    def net(self) -> Net | None:
        """The whole network; None where a fault was noted."""
        activation, seen = self._activation(), self.sees.read()
        gates = self._gates(seen.steps) if seen is not None else None
        self.context = self._context()
        if activation is None or seen is None or gates is None or self.faults.found:
            return None
        layers = self._layers(seen.width, gates)
        return self._whole(activation, seen, gates, layers) if layers else None

    def _whole(
        self,
        activation: Activation,
        seen: Seen,
        gates: dict[str, list[list[Expr]]],
        layers: list[Layer],
    ) -> Net | None:
        """The network with its output and targets."""
        output = self._output(layers[-1].units)
        steps = seen.steps or max(map(len, gates.values()))
        count = output.units if output else layers[-1].units
        self.sees.check_width(seen.width, count)
        targets = None if self.faults.found else self._targets(steps, count)
        if self.faults.found:
            return None
        inputs = self.sees.forced(seen, targets) if self.problem.feed == TARGETS else seen.rows
        if self.faults.found:
            return None
        return Net(
            Form("numbers" if self._one(layers, inputs, output) else self.problem.vectors),
            layers,
            inputs,
            steps,
            activation,
            gates,
            output,
            targets,
            self.problem.feedback,
            self.problem.feed,
            self.context,
            self.problem.symbolic,
        )

    def _one(self, layers: list[Layer], inputs: list[list[Expr]], output: Output | None) -> bool:
        """Whether every value is a single number."""
        sizes = [each.units for layer in layers for each in layer.directions]
        sizes += [len(self.context) or 1]
        sizes += [layer.units for layer in layers] + [len(row) for row in inputs] + [output.units if output else 1]
        return set(sizes) == {1}

    def _activation(self) -> Activation | None:
        problem = self.problem
        node = problem.places.get("activation") or Node(text=problem.activation)
        found = read_activation(node, self.faults)
        if found is not None and found.function is None:
            return self.faults.add(node, "softmax is for the output: output: {activation: softmax}")
        return found

    # Gates and targets

    def _context(self) -> list[Expr]:
        """The numbers of the context; none where there is no such vector."""
        node = self.problem.context
        leaf = read_lettered(node, self.faults) if node is not None else None
        if leaf is None:
            return []
        if 1 not in leaf.size or leaf.name:
            self.faults.add(node, "expected a vector, such as context: [0.5, -0.2]", "")
        return [number for row in leaf.grid for number in row]

    def _gates(self, steps: int) -> dict[str, list[list[Expr]]] | None:
        """The given values of gates: one row of units a step."""
        node = self.problem.gates
        if node is None:
            return {}
        cell = self.problem.cell
        if cell == "rnn":
            return self.faults.add(node, "a simple cell has no gates; gates: belongs to cell: lstm or gru", "")
        if node.entries is None:
            return self.faults.add(node, "expected the values of gates, such as {z: 0.25}", "")
        found: dict[str, list[list[Expr]]] = {}
        for where, key, value in node.pairs:
            gate = gate_of(cell, key)
            if not gate:
                return self.faults.add(where, f"expected a gate: {listing(GATES[cell])}", key)
            if gate in found:
                return self.faults.add(where, f"{gate} stands twice", key)
            leaf = self._values_of(gate, value)
            if leaf is None:
                return None
            found[gate] = _by_step(leaf, steps)
        return found if self._as_long(found, steps, node) else None

    def _values_of(self, gate: str, node: Node) -> Leaf | None:
        """The given values of one gate, which are those of a sigmoid but for the candidate's."""
        leaf = read_leaf(node, self.faults, MOST_STEPS)
        if leaf is None or gate == CANDIDATES[self.problem.cell] or all(map(_may_be_gate, leaf.line)):
            return leaf
        return self.faults.add(node, f"{gate} is a gate, a sigmoid, so expected numbers from 0 to 1")

    def _as_long(self, gates: dict[str, list[list[Expr]]], steps: int, node: Node) -> bool:
        """Whether the gates have values for every step."""
        lengths = {len(rows) for rows in gates.values()} | ({steps} if steps else set())
        missing = missing_gates(self.problem.cell, gates)
        if not steps and missing:
            self.faults.add(node, f"there are no inputs:, so the value of {listing(missing)} is needed too", "")
        elif len(lengths) > 1:
            self.faults.add(node, f"expected a value of every gate for each of the {max(lengths)} steps", "")
        elif not steps and len(self.problem.layers or ()) > 1:
            self.faults.add(node, "given gates are those of a single layer", "")
        else:
            return True
        return False

    def _targets(self, steps: int, outputs: int) -> Targets | None:
        node = self.problem.targets
        if node is None:
            return None
        return TargetReader(self.problem.words or [], steps, outputs, self.faults).read(node)

    # Layers and output

    def _layers(self, width: int, gates: dict[str, list[list[Expr]]]) -> list[Layer] | None:
        problem = self.problem
        every = problem.layers or [problem]
        rows = problem.vectors == "rows"
        found: list[Layer] = []
        for k, keys in enumerate(every, 1):
            reader = Reader(problem.cell, rows, gates, self.shared, self.faults, self._fed_back(), self.context)
            layer = reader.layer(keys, width, f"^{k}" if len(every) > 1 else "")
            if layer is None:
                return None
            found.append(layer)
            width = layer.units
        return found

    def _fed_back(self) -> Callable[[int], int] | None:
        """How many outputs so many units have, where these go back; None where the state does."""
        keys = self.problem.output
        if self.problem.feedback == "state" or keys is None:
            return None
        leaf = read_named(keys.weights, self.faults) if keys.weights is not None else None
        return lambda units: _outputs(leaf, units, self.problem.vectors == "rows")

    def _output(self, units: int) -> Output | None:
        keys, before = self.problem.output, len(self.faults.found)
        if keys is None:
            return None
        leaf = read_named(keys.weights, self.faults) if keys.weights is not None else None
        bias = read_named(keys.bias, self.faults) if keys.bias is not None else None
        if len(self.faults.found) > before:
            return None
        count = _outputs(leaf, units, self.problem.vectors == "rows")
        letter = "w_y" if count == units == 1 else "W_y"
        weights = self._output_weights(leaf, count, units) if leaf else None
        shift = self._output_bias(bias, count) if bias else None
        named = self.shared.given(weights, Name(Role.PARAMETER, letter)) if weights else None
        return Output(named, shift, count)

    def _output_weights(self, leaf: Leaf, count: int, units: int) -> Leaf | None:
        rows, columns = (count, "outputs"), (units, "units")
        if self.problem.vectors == "rows":
            rows, columns = columns, rows
        return leaf if fits(leaf, rows, columns, self.faults, "output weights") else None

    def _output_bias(self, leaf: Leaf, count: int) -> Given | None:
        if not fit_line(leaf, count, "an output", "the bias of the output", self.faults):
            return None
        return Given(self.shared.given(leaf, Name(Role.PARAMETER, "b_y")).name, [leaf.line])


def _outputs(leaf: Leaf | None, units: int, rows: bool) -> int:
    """How many outputs weights give."""
    if leaf is None:
        return units
    if leaf.flat:
        return len(leaf.grid[0]) if units == 1 else 1
    return leaf.size[1] if rows else leaf.size[0]


def _by_step(leaf: Leaf, steps: int) -> list[list[Expr]]:
    """The values of a gate by step: a list of rows, a list of numbers one a step, or those of the only step."""
    if not leaf.flat:
        return leaf.grid
    if steps == 1:
        return [leaf.grid[0]]
    return [[number] for number in leaf.grid[0]]


def _may_be_gate(number: Expr) -> bool:
    """Whether a number may come out of a sigmoid; a letter may."""
    return not isinstance(number, Num) or 0 <= number.value <= 1
