"""The passes of a network in matrices with their sizes: z⁽¹⁾ = W⁽¹⁾·a⁽⁰⁾ + b⁽¹⁾ and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...differences import check_gradients
from ...errors import AskedError, quote
from ...formula.arrays import Array, Hadamard, MatMul, Total
from ...formula.derive import Backward
from ...formula.expr import ONE, ZERO, Call, Div, Expr, Num, Sub, Symbol
from ...formula.losses import LOSSES
from ...names import Name, Role, change, d, new
from ...solution import Block, Given, Ref, Says, Section, Solution, Step, Table, evaluate, needed
from .asked import fitting, resolved
from .columns import layer_function
from .forward import forward_section, loss_section
from .model import ERROR, RATE
from .update import changes_table, step_down

if TYPE_CHECKING:
    from ...formula.marks import Names
    from .model import Unit
    from .problem import NetworkProblem


def matrix_solution(problem: NetworkProblem) -> Solution:
    """The solution of a network problem in matrices; with a learning problem, its backward pass too."""
    return _Matrices(problem).solution()


_TARGET = Name(Role.TARGET, "t")


def _z(layer: int) -> Name:
    """The net inputs of a layer, from 1."""
    return Name(Role.NET, "z", index=f"^{layer}")


def _a(layer: int) -> Name:
    """The activations of a layer; of layer 0 the inputs."""
    return Name(Role.OUT if layer else Role.INPUT, "a", index=f"^{layer}")


def _w(layer: int) -> Name:
    """The weights of a layer."""
    return Name(Role.PARAMETER, "W", index=f"^{layer}")


def _delta(layer: int) -> Name:
    """The error term of a layer, ∂E/∂z."""
    return Name(Role.ERROR_TERM, _z(layer))


# Functions whose letter stands on the page without their formula, and the sentence that gives it.
_ENTRIES = {"σ": "entries_sigmoid", "ReLU": "entries_relu"}


def _size(formula: Expr) -> tuple[int, ...]:
    """Rows and columns of a given matrix; () of a number."""
    return (len(formula.rows), len(formula.rows[0])) if isinstance(formula, Array) else ()


class _Matrices:
    def __init__(self, problem: NetworkProblem):
        self.problem, self.network, self.loss = problem, problem.net, problem.error
        self.learning = problem.kind == "backprop" and problem.command == "backprop"
        self.rate = getattr(problem, "learning_rate", None) if self.learning else None
        self.given = Given()
        self.rows: list[list[Name]] = []
        self.place: dict[Name, tuple[Name, int, int]] = {}
        self.masks: dict[Name, Name] = {}  # of the weights that are not there
        self.sections: list[Section] = []
        self.updates: dict[Name, Name] = {}
        self.gradients: dict[Name, Name] = {}
        self._only_plain_layers()
        self._givens()

    def _only_plain_layers(self):
        if self.network.dropouts:
            raise AskedError("dropout is written neuron by neuron; use style: scalar")
        for index, layer in enumerate(self.network.layers):
            before = set(self.network.sources(index))
            for unit in layer:
                if any(source not in before for _, source in unit.edges):
                    raise AskedError(f"neuron {unit.name} has an edge that skips a layer; use style: scalar")
                if unit.learned:
                    raise AskedError(f"{quote(unit.activation)} learns a slope a layer; use style: scalar")

    # What is given

    def _givens(self):
        self._give(_a(0), [[value] for value in self.network.inputs.values()])
        for index, layer in enumerate(self.network.layers):
            self._give_layer(index, layer)
        if self.loss:
            targets = self.loss.targets
            column = (
                [[targets[unit.name]] for unit in self.network.outputs]
                if targets
                else [[ONE if unit.name == self.loss.label else ZERO] for unit in self.network.outputs]
            )
            self._give(_TARGET, column)
        if self.rate is not None:
            self.given[RATE] = self.rate
            self.rows.append([RATE])

    def _give(self, name: Name, rows: list[list[Expr]]):
        self.given[name] = Array(rows)
        self.rows.append([name])

    def _give_layer(self, index: int, layer: list[Unit]):
        sources, values = self.network.sources(index), self.network.parameters
        edges = [{source: weight for weight, source in unit.edges} for unit in layer]
        for row, unit in enumerate(layer):
            for weight, source in unit.edges:
                self.place[weight] = (_w(index + 1), row, sources.index(source))
            if unit.bias:
                self.place[unit.bias] = (self.bias(index), row, 0)
        self._give(_w(index + 1), [[values[e[s]] if s in e else ZERO for s in sources] for e in edges])
        if any(len(e) < len(sources) for e in edges):
            mask = self.masks[_w(index + 1)] = Name(Role.MASK, "M", index=f"^{index + 1}")
            self._give(mask, [[ONE if s in e else ZERO for s in sources] for e in edges])
        if self._shared(index):
            self.given[layer[0].bias] = values[layer[0].bias]
            self.rows.append([layer[0].bias])
        elif any(unit.bias for unit in layer):
            self._give(self.bias(index), [[values[unit.bias]] if unit.bias else [ZERO] for unit in layer])

    def _shared(self, index: int) -> bool:
        return self.network.shared.get(self.network.layers[index][0].bias, 1) > 1

    def bias(self, index: int) -> Name | None:
        """The name of a layer's bias: a column, or the one number that the layer shares; None where there is none."""
        layer = self.network.layers[index]
        if self._shared(index):
            return layer[0].bias
        return Name(Role.PARAMETER, "b", index=f"^{index + 1}") if any(unit.bias for unit in layer) else None

    # Forward

    def forward(self) -> list[Section]:
        section = Section(Says("forward_pass"))
        for index, layer in enumerate(self.network.layers):
            k, bias = index + 1, self.bias(index)
            product: Expr = MatMul(Symbol(_w(k)), Symbol(_a(index)))
            rows, columns = len(layer), len(self.network.sources(index))
            text = f"({rows} × {columns})({columns} × 1)" + (f" + ({rows} × 1)" if bias else "") + f" → {rows} × 1"
            reason = Says("sizes_shared", text=text, name=bias) if self._shared(index) else Says("sizes", text=text)
            net = Step(_z(k), product + Symbol(bias) if bias else product, reason)
            function, args = layer_function(layer)
            told = any(layer_function(other)[0].name == function.name for other in self.network.layers[:index])
            key = "entry_by_entry" if told else _ENTRIES.get(function.name, "entry_by_entry")
            note = Says(key) if function.name != "softmax" else None
            out = Step(_a(k), Call(function, Symbol(net.name), *args), note)
            section.blocks.append(Block(Says("layer", n=k), [net, out]))
        sections = [section]
        if self.loss:
            sections.append(Section(Says("loss"), [Block(None, [self._error()])]))
        return sections

    def _error(self) -> Step:
        entry = LOSSES["categorical cross-entropy"] if self.loss.label else self.loss.entry
        out = Symbol(_a(len(self.network.layers)))
        total: Expr = Total(Call(entry.term, Symbol(_TARGET), out, *self.loss.args))
        divisor = self._divisor()
        return Step(
            ERROR, Div(total, Num(str(divisor))) if divisor > 1 else total, Says("loss_is", name=self.loss.shown)
        )

    def _divisor(self) -> int:
        n = len(self.network.outputs)
        return {"sum": 1, "mean": n, "half mean": 2 * n}[self.loss.entry.mean]

    # Backward

    def backward(self):
        """Error terms δ = ∂E/∂z from the last layer to the first, gradients of W and b, new values."""
        last = len(self.network.layers)
        self.chain = Backward(
            [(step.name, step.formula) for section in self.sections for step in section.steps],
            ERROR,
            self._write,
            alias={_z(k): _delta(k) for k in range(1, last + 1)},
            collapse=self._short(last),
            sizes={name: _size(formula) for name, formula in self.given.items()},
        )
        for k in range(last, 0, -1):
            self.sections.append(Section(Says("backward_layer", n=k), [Block()]))
            self.chain.gradient(_z(k))
            self.sections[-1].blocks.append(Block())
            for name in (_w(k), self.bias(k - 1)):
                if name:
                    self._parameter(name)

    def _short(self, last: int) -> dict[Name, Expr]:
        """out − t where the loss and the activation of the last layer fit each other."""
        fit = self.loss.collapse(self.network)
        return {_z(last): Sub(Symbol(_a(last)), Symbol(_TARGET))} if fit else {}

    def _write(self, name: Name, formula: Expr, role: str, of: tuple[Name, ...]):
        """A step of the backward pass, with its sizes or another reason."""
        below = of[0]
        if below in self.masks:
            formula = Hadamard(formula, Symbol(self.masks[below]))
        reason = self._collapsed() if role == "collapse" else self._reason(below)
        self.sections[-1].blocks[-1].steps.append(Step(name, formula, reason))

    def _collapsed(self) -> Says:
        return Says("collapse", loss=self.loss.name, activation=self.loss.entry.collapses)

    def _reason(self, name: Name) -> Says | None:
        """What is said of the gradient of a name."""
        rows, columns = (*self.chain.sizes[name], 1, 1)[:2]
        if name in self.masks:
            return Says("masked", name=self.masks[name])
        if name.role is Role.PARAMETER and name.of == "W":
            return Says("sizes", text=f"({rows} × 1)(1 × {columns}) → {rows} × {columns}")
        if name.role is Role.PARAMETER:
            return Says("shared_sum") if self.chain.sizes[name] == () else None
        layer = int(name.index[1:])
        if name.role is Role.NET:
            mixed = layer_function(self.network.layers[layer - 1])[0].name == "softmax"
            return Says("softmax_received") if mixed else Says("error_term", target=ERROR)
        if layer == len(self.network.layers):
            return Says("entry_by_entry")
        if _w(layer + 1) in self.chain.updated:
            return Says("updated_before")
        above = len(self.network.layers[layer])
        return Says("sizes", text=f"({rows} × {above})({above} × 1) → {rows} × 1")

    def _parameter(self, name: Name):
        """The gradient of W or b, and its new value."""
        self.gradients[name] = self.chain.gradient(name)
        if self.rate is None or not self._updated(name):
            return
        self.updates[name] = new(name)
        steps = step_down(Symbol(name), self.gradients[name], change(name), new(name))
        steps[-1].reason = None
        self.sections[-1].blocks[-1].steps += steps
        if self.problem.update == "sequential":
            self.chain.updated[name] = Symbol(new(name))

    def _updated(self, name: Name) -> bool:
        own = [parameter for parameter, (matrix, _, _) in self.place.items() if matrix == name]
        frozen = [parameter for parameter in own if parameter in self.problem.freeze]
        if frozen and len(frozen) < len(own):
            raise AskedError(f"only a part of {name} is frozen; matrices are updated whole, so use style: scalar")
        return not frozen

    # The whole

    def solution(self) -> Solution:
        self.sections = self.forward()
        forward = list(self.sections)
        if self.learning:
            self.backward()
        problem, repeated = self.problem, []
        if getattr(problem, "again", False) and self.updates:
            from .forward import again_section

            self.sections = [*self.sections, again_section(forward, self.updates)]
            repeated = [Name(Role.AGAIN, ERROR)]
        names = problem.names()
        asked = self._asked(names)
        sections = needed(self.sections, [*asked, *repeated]) if asked else self.sections
        check = self._check() if self.learning else None
        notes = [*problem.conventions()]
        if self.updates:
            notes.insert(0, Says(f"note_{problem.update}"))
        return Solution(
            kind=problem.command,
            title=problem.title,
            subtitle=self.loss.shown if self.loss else "",
            source=problem.source,
            given=self.given,
            given_rows=self.rows,
            sections=sections,
            names=names,
            rounding=problem.precision,
            asked=asked,
            answers=[ERROR if self.loss else _a(len(self.network.layers)), *self.updates.values(), *repeated],
            table=self._table() if self.gradients and not asked else None,
            notes=notes,
            check=check,
            detail=problem.detail,
        )

    def _asked(self, names: Names) -> list[Name]:
        """What is asked for: a matrix or step, or the matrix that holds what is asked for."""
        texts = self.problem.asked or ()
        if not texts:
            return []
        steps = [step.name for section in self.sections for step in section.steps]
        parameters = fitting(self.place, texts, names)
        holders = {name: holder for name, holder in self._holders(parameters).items() if holder in steps}
        results = dict.fromkeys([*steps, *holders])
        given = [name for name in (*self.given, *parameters) if name not in results]
        asked = resolved(texts, results, given, names)
        return [holders.get(name, name) for name in asked]

    def _holders(self, parameters: Iterable[Name]) -> dict[Name, Name | None]:
        """The matrices that hold what a network that is written neuron by neuron has steps for."""
        found: dict[Name, Name | None] = {}
        for name in parameters:
            matrix = self.place[name][0]
            slope, update = self.gradients.get(matrix), self.updates.get(matrix)
            found |= {d(ERROR, name): slope, new(name) if update else name: update or slope}
        for unit in self.network.units:
            k = unit.layer + 1
            found |= {unit.net: _z(k), unit.out: _a(k), unit.delta: _delta(k), d(ERROR, unit.out): d(ERROR, _a(k))}
        return found

    def _table(self) -> Table:
        """One row a parameter, read out of the matrices."""
        values = evaluate([s for section in self.sections for s in section.steps], self.problem.precision, self.given)
        rows = []
        for name, (matrix, row, column) in self.place.items():
            cells = [Says("name", name=name), self.network.parameters[name]]
            for step in (self.gradients[matrix], self.updates.get(matrix)):
                if step:
                    value = values[step]
                    cells.append(Ref(step, (row, column) if hasattr(value, "ndim") and value.ndim else None))
            rows.append(cells)
        return changes_table(rows, bool(self.updates))

    def _check(self) -> Says | None:
        """The gradients in the matrices against central differences of the same network written neuron by neuron."""
        scalar = [forward_section(self.network), loss_section(self.network, self.loss)]
        steps = [step for section in scalar for step in section.steps]
        values = evaluate([s for section in self.sections for s in section.steps], given=self.given)
        last = len(self.network.layers)
        single = {}
        for name, (matrix, row, column) in self.place.items():
            if self.problem.update == "sequential" and self.updates and matrix.index != f"^{last}":
                continue
            value = values[self.gradients[matrix]]
            single[name] = float(value[row, column]) if hasattr(value, "ndim") and value.ndim else float(value)
        return check_gradients(steps, self.problem.given(), ERROR, {name: name for name in single}, single)
