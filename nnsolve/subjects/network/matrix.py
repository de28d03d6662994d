"""The passes of a network in matrices with their sizes: z⁽¹⁾ = W⁽¹⁾·a⁽⁰⁾ + b⁽¹⁾ and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...differences import check_gradients
from ...errors import AskedError
from ...formula.arrays import Array, Hadamard, MatMul, Total
from ...formula.derive import Backward
from ...formula.expr import ONE, ZERO, Call, Div, Expr, Num, Sub, Symbol
from ...formula.losses.entropies import categorical
from ...formula.numbers import is_array
from ...mentioned import fitting
from ...names import Name, Role, change, d, new
from ...solution import Block, Ref, Says, Section, Solution, Step, Table, evaluate, steps_of
from ...working import Working
from .columns import layer_function
from .forward import again_section, forward_section, loss_section
from .learning import LearningProblem
from .model import ERROR, RATE
from .page import opened
from .update import UPDATES, changes_table, step_down

if TYPE_CHECKING:
    from .loss import ReadLoss
    from .model import Unit
    from .problem import NetworkProblem


def matrix_solution(problem: NetworkProblem) -> Working:
    """The solution of a network problem in matrices; with a learning problem, its backward pass too."""
    return _Matrices(problem).solution()


_TARGET = Name(Role.TARGET, "t")


def _z(layer: int) -> Name:
    """The net inputs of a layer, from 1."""
    return Name(Role.NET, "z", indices=f"^{layer}")


def _a(layer: int) -> Name:
    """The activations of a layer; of layer 0 the inputs."""
    return Name(Role.OUT if layer else Role.INPUT, "a", indices=f"^{layer}")


def _w(layer: int) -> Name:
    """The weights of a layer."""
    return Name(Role.PARAMETER, "W", indices=f"^{layer}")


def _delta(layer: int) -> Name:
    """The error term of a layer, ∂E/∂z."""
    return Name(Role.ERROR_TERM, _z(layer))


# Functions whose letter stands on the page without their formula, and the sentence that gives it.
_ENTRIES = {"σ": "network_entries_sigmoid", "ReLU": "network_entries_relu"}


def _size(formula: Expr) -> tuple[int, ...]:
    """Rows and columns of a given matrix; () of a number."""
    return (len(formula.rows), len(formula.rows[0])) if isinstance(formula, Array) else ()


class _Matrices:
    def __init__(self, problem: NetworkProblem):
        self.problem, self.network, self.loss = problem, problem.net, problem.error
        learns = problem.kind == "backprop" and problem.command == "backprop"
        self.learner = problem if learns and isinstance(problem, LearningProblem) else None
        self.rate = self.learner.learning_rate if self.learner else None
        self.page = opened(problem)
        self.place: dict[Name, tuple[Name, int, int]] = {}
        self.masks: dict[Name, Name] = {}  # of the weights that are not there
        self.updates: dict[Name, Name] = {}
        self.gradients: dict[Name, Name] = {}
        self._givens()

    # What is given

    def _givens(self):
        self._give(_a(0), [[value] for value in self.network.inputs.values()])
        for index, layer in enumerate(self.network.layers):
            self._give_layer(index, layer)
        if self.loss:
            self._give(_TARGET, [[target] for target in self._targets(self.loss)])
        if self.rate is not None:
            self.page.row({RATE: self.rate})

    def _targets(self, loss: ReadLoss) -> list[Expr]:
        """The wanted outputs; of a class 1 where it stands and 0 elsewhere."""
        outputs = self.network.outputs
        if loss.targets:
            return [loss.targets[unit.name] for unit in outputs]
        return [ONE if unit.name == loss.label else ZERO for unit in outputs]

    def _give(self, name: Name, rows: Iterable[Iterable[Expr]]):
        self.page.row({name: Array(rows)})

    def _give_layer(self, index: int, layer: list[Unit]):
        sources, values = self.network.sources(index), self.network.parameters
        shared, column = self._shared(index), self.bias(index)
        rows: list[list[Expr]] = []
        masks: list[list[Expr]] = []
        for row, unit in enumerate(layer):
            numbers, mask = self._row(index, row, unit)
            rows.append(numbers)
            masks.append(mask)
            if unit.bias and column:
                self.place[unit.bias] = (column, row, 0)
        self._give(_w(index + 1), rows)
        if any(len(unit.edges) < len(sources) for unit in layer):
            name = self.masks[_w(index + 1)] = Name(Role.MASK, "M", indices=f"^{index + 1}")
            self._give(name, masks)
        if shared:
            self.page.row({shared: values[shared]})
        elif column:
            self._give(column, [[values[unit.bias] if unit.bias else ZERO] for unit in layer])

    def _row(self, index: int, row: int, unit: Unit) -> tuple[list[Expr], list[Expr]]:
        """The weights of a neuron in the order of the layer before, and a 1 for each; 0 where there is no edge."""
        sources = self.network.sources(index)
        numbers: list[Expr] = [ZERO] * len(sources)
        mask: list[Expr] = [ZERO] * len(sources)
        for weight, source in unit.edges:
            place = sources.index(source)
            self.place[weight] = (_w(index + 1), row, place)
            numbers[place], mask[place] = self.network.parameters[weight], ONE
        return numbers, mask

    def _shared(self, index: int) -> Name | None:
        """The one number that is the bias of every neuron of a layer, if it is one."""
        bias = self.network.layers[index][0].bias
        return bias if bias and self.network.shared.get(bias, 1) > 1 else None

    def bias(self, index: int) -> Name | None:
        """The name of a layer's bias: a column, or the one number that the layer shares; None where there is none."""
        layer = self.network.layers[index]
        shared = self._shared(index)
        if shared:
            return shared
        return Name(Role.PARAMETER, "b", indices=f"^{index + 1}") if any(unit.bias for unit in layer) else None

    # Forward

    def forward(self):
        """Net inputs and activations layer by layer, and the loss."""
        page = self.page
        page.section(Says("page_forward_pass"))
        for index, layer in enumerate(self.network.layers):
            k, bias = index + 1, self.bias(index)
            product: Expr = MatMul(Symbol(_w(k)), Symbol(_a(index)))
            rows, columns = len(layer), len(self.network.sources(index))
            text = f"({rows} × {columns})({columns} × 1)" + (f" + ({rows} × 1)" if bias else "") + f" → {rows} × 1"
            reason = (
                Says("network_sizes_shared", text=text, name=bias)
                if self._shared(index)
                else Says("network_sizes", text=text)
            )
            page.block(Says("page_layer", n=k))
            net = page.step(_z(k), product + Symbol(bias) if bias else product, reason)
            function, args = layer_function(layer)
            told = any(layer_function(other)[0].name == function.name for other in self.network.layers[:index])
            key = "network_entry_by_entry" if told else _ENTRIES.get(function.name, "network_entry_by_entry")
            note = Says(key) if function.name != "softmax" else None
            page.step(_a(k), Call(function, net, *args), note)
        if self.loss:
            page.section(Says("page_loss"), Block(None, [self._error(self.loss)]))

    def _error(self, loss: ReadLoss) -> Step:
        function = categorical if loss.label else loss.function
        out = Symbol(_a(len(self.network.layers)))
        total: Expr = Total(Call(function, Symbol(_TARGET), out, *loss.args))
        divisor = self._divisor(loss)
        return Step(
            ERROR, Div(total, Num(str(divisor))) if divisor > 1 else total, Says("network_loss_is", name=loss.shown)
        )

    def _divisor(self, loss: ReadLoss) -> int:
        n = len(self.network.outputs)
        return {"sum": 1, "mean": n, "half mean": 2 * n}[loss.entry.mean]

    # Backward

    def backward(self, loss: ReadLoss):
        """Error terms δ = ∂E/∂z from the last layer to the first, gradients of W and b, new values."""
        page, last = self.page, len(self.network.layers)
        self.chain = Backward(
            [(step.name, step.formula) for step in page.steps],
            ERROR,
            lambda *step: self._write(loss, *step),
            alias={_z(k): _delta(k) for k in range(1, last + 1)},
            collapse=self._short(last, loss),
            sizes={name: _size(formula) for name, formula in page.given.items()},
        )
        for k in range(last, 0, -1):
            page.section(Says("network_backward_layer", n=k), Block())
            self.chain.gradient(_z(k))
            page.block()
            for name in (_w(k), self.bias(k - 1)):
                if name:
                    self._parameter(name)

    def _short(self, last: int, loss: ReadLoss) -> dict[Name, Expr]:
        """out − t where the loss and the activation of the last layer fit each other."""
        fit = loss.collapse(self.network)
        return {_z(last): Sub(Symbol(_a(last)), Symbol(_TARGET))} if fit else {}

    def _write(self, loss: ReadLoss, name: Name, formula: Expr, role: str, of: tuple[Name, ...]):
        """A step of the backward pass, with its sizes or another reason."""
        below = of[0]
        if below in self.masks:
            formula = Hadamard(formula, Symbol(self.masks[below]))
        reason = self._collapsed(loss) if role == "collapse" else self._reason(below)
        self.page.step(name, formula, reason)

    def _collapsed(self, loss: ReadLoss) -> Says:
        return Says("network_collapse", loss=loss.name, activation=loss.entry.collapses)

    def _reason(self, name: Name) -> Says | None:
        """What is said of the gradient of a name."""
        rows, columns = (*self.chain.sizes[name], 1, 1)[:2]
        if name in self.masks:
            return Says("network_masked", name=self.masks[name])
        if name.role is Role.PARAMETER and name.of == "W":
            return Says("network_sizes", text=f"({rows} × 1)(1 × {columns}) → {rows} × {columns}")
        if name.role is Role.PARAMETER:
            return Says("network_shared_sum") if not self.chain.sizes[name] else None
        layer = int(name.indices[1:])
        if name.role is Role.NET:
            mixed = layer_function(self.network.layers[layer - 1])[0].name == "softmax"
            return Says("network_softmax_received") if mixed else Says("network_error_term", target=ERROR)
        if layer == len(self.network.layers):
            return Says("network_entry_by_entry")
        if _w(layer + 1) in self.chain.updated:
            return Says("network_updated_before")
        above = len(self.network.layers[layer])
        return Says("network_sizes", text=f"({rows} × {above})({above} × 1) → {rows} × 1")

    def _parameter(self, name: Name):
        """The gradient of W or b, and its new value."""
        self.gradients[name] = self.chain.gradient(name)
        if self.learner is None or self.rate is None or not self._updated(name, self.learner):
            return
        self.updates[name] = new(name)
        for step in step_down(Symbol(name), self.gradients[name], change(name), new(name)):
            self.page.step(step.name, step.formula, step.reason)
        if self.learner.update == "sequential":
            self.chain.updated[name] = Symbol(new(name))

    def _updated(self, name: Name, learner: LearningProblem) -> bool:
        own = [parameter for parameter, (matrix, _, _) in self.place.items() if matrix == name]
        frozen = [parameter for parameter in own if parameter in learner.frozen]
        if frozen and len(frozen) < len(own):
            raise AskedError(f"only a part of {name} is frozen; matrices are updated whole, so use style: scalar")
        return not frozen

    # The whole

    def solution(self) -> Working:
        page, problem, loss = self.page, self.problem, self.loss
        self.forward()
        forward = list(page.sections)
        page.answers = [ERROR if self.loss else _a(len(self.network.layers))]
        if self.learner and loss:
            self.backward(loss)
            page.table(self._table)
            page.check(lambda solution: self._check(loss), always=True)
        page.answers += self.updates.values()
        if getattr(problem, "again", False) and self.updates:
            self._again(forward)
        self._tell()
        parameters = fitting(self.place, self.problem.asked or (), page.names)
        page.holders = page.untold = self._holders(parameters)
        page.letters = [name for name in parameters if name not in page.holders]
        return page

    def _tell(self):
        """Writes what is said of updates and conventions."""
        learner = self.learner if self.updates else None
        if learner:
            self.page.note(Says(UPDATES[learner.update]))
        self.page.note(*self.problem.conventions())
        if learner and learner.frozen:
            self.page.note(Says("page_note_frozen", names=list(learner.frozen)))

    def _again(self, forward: list[Section]):
        """The forward pass with the new matrices, which stands there whatever is asked for."""
        page, repeated = self.page, Name(Role.AGAIN, ERROR)
        page.add([again_section(forward, self.updates)], whole=True)
        page.answers.append(repeated)

    def _holders(self, parameters: Iterable[Name]) -> dict[Name, Ref]:
        """The entries of matrices that hold what a network that is written neuron by neuron has steps for."""
        found: dict[Name, Ref] = {}
        for name in parameters:
            found |= self._holders_of(name)
        for unit in self.network.units:
            k = unit.layer + 1
            columns = {unit.net: _z(k), unit.out: _a(k), unit.delta: _delta(k), d(ERROR, unit.out): d(ERROR, _a(k))}
            found |= {name: Ref(column, (unit.place, 0)) for name, column in columns.items()}
        written = {step.name for step in self.page.steps}
        return {name: held for name, held in found.items() if held.name in written}

    def _holders_of(self, name: Name) -> dict[Name, Ref]:
        """The entries that hold the gradient of a parameter and its new value, or else what its bare name asks for."""
        matrix, row, column = self.place[name]
        entry = (row, column) if type(self.page.given[matrix]) is Array else None  # or a bias that a layer shares
        slope, update = self.gradients.get(matrix), self.updates.get(matrix)
        if slope is None:
            return {}
        gradient = {d(ERROR, name): Ref(slope, entry)}
        if update is None:
            return gradient | {name: Ref(slope, entry)}
        return gradient | {new(name): Ref(update, entry)}

    def _table(self, solution: Solution) -> Table:
        """One row a parameter, read out of the matrices."""
        rows = []
        for name, (matrix, row, column) in self.place.items():
            cells = [Says("page_name", name=name), self.network.parameters[name]]
            for step in (self.gradients[matrix], self.updates.get(matrix)):
                if step:
                    cells.append(Ref(step, (row, column) if is_array(solution.values[step]) else None))
            rows.append(cells)
        return changes_table(rows, bool(self.updates))

    def _check(self, loss: ReadLoss) -> Says | None:
        """The gradients in the matrices against central differences of the same network written neuron by neuron."""
        scalar = [forward_section(self.network), loss_section(self.network, loss)]
        steps = steps_of(scalar)
        values = evaluate(self.page.steps, given=self.page.given)
        last = len(self.network.layers)
        # Where each layer is renewed before the next gradients, those of the last alone are of the old weights.
        renewed = self.updates and self.learner is not None and self.learner.update == "sequential"
        single = {}
        for name, (matrix, row, column) in self.place.items():
            if renewed and matrix.indices != f"^{last}":
                continue
            value = values[self.gradients[matrix]]
            single[name] = float(value[row, column] if is_array(value) else value)
        return check_gradients(steps, self.problem.given(), ERROR, {name: name for name in single}, single)
