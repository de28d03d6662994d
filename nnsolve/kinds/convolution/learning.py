"""What the backward pass starts from (a gradient from above, or a loss with targets), new values, and the check."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...differences import AGREE, Differences
from ...errors import EvaluationError, counted, here
from ...formula.arrays import Hadamard, Total
from ...formula.expr import Call, Div, Expr, Mul, Num, Sub, Symbol, total_of
from ...formula.maps import Pair
from ...formula.marks import Mark
from ...names import Name, Role, new
from ...reading.schema import constant
from ...reading.yamlfile import Faults, Node, complete
from ...solution import Block, Says, Step, evaluate, steps_of
from ...subjects.layers.sizes import times
from ...subjects.network.loss import ReadLoss, read_loss
from .backward import BackwardPage
from .reading import Matrix, read_channels, read_plain
from .rows import Activation
from .sheet import ERROR, TARGETS, gradient

if TYPE_CHECKING:
    import numpy

    from .map_layer import Places
    from .sheet import Sheet


# Forward passes that the check may take, in multiplications.
CHECK_WORK = 30_000_000
MOST_CHECKED = 60

RATE = Name(Role.RATE, "η")


# What is said of the check: whether all entries were compared, and whether some lie at a corner.
_CHECKED = {
    (True, False): "maps_checked",
    (True, True): "maps_checked_kinks",
    (False, False): "maps_checked_some",
    (False, True): "maps_checked_some_kinks",
}


def read_upstream(node: Node, after: Places, faults: Faults) -> list[Matrix] | None:
    """The gradient by the output, of its size: a row, a matrix, one matrix a map, or one number for all places."""
    count, size = after.channels if after.sides else 1, after.shape
    rows, columns = size
    if node.text is not None and "\n" not in node.text:
        number = read_plain(node, faults)
        return None if number is None else [Matrix([[number] * columns] * rows)] * count
    if not after.sides:
        row = _row(node, columns, "the output", faults)
        return None if row is None else [Matrix([row])]
    found = read_channels(node, faults)
    return None if found is None else _fitting(list(found.values()), count, size, node, faults)


def _fitting(matrices: list[Matrix], count: int, size: Pair, node: Node, faults: Faults) -> list[Matrix] | None:
    """Matrices, if they are as many and as large as the maps that go out."""
    if len(matrices) != count or matrices[0].size != size:
        have, wanted = times([len(matrices), *matrices[0].size]), times([count, *size])
        return faults.add(node, f"the output has {wanted} numbers (maps × rows × columns) and this has {have}", "")
    return matrices


def read_beginning(places: dict[str, Node], after: Places, faults: Faults) -> Beginning | None:
    """Where the backward pass begins: at ``gradient:``, or at ``targets:`` and ``loss:``; None where at neither."""
    if "gradient" in places:
        maps = read_upstream(places["gradient"], after, faults)
        return None if maps is None else FromAbove(maps)
    if "targets" not in places or "loss" not in places:
        return None
    loss = read_loss(places["loss"], faults)
    targets = None if loss is None else read_targets(places["targets"], after, loss, faults)
    return None if loss is None or targets is None else FromLoss(targets, loss)


def read_targets(node: Node, after: Places, loss: ReadLoss, faults: Faults) -> list[Num] | None:
    """One target an output, for a pipeline that ends in a row."""
    if after.sides:
        return faults.add(node, "targets belong to a row of outputs; end the layers with flatten or dense", "")
    if loss.entry.targets == "class":
        return faults.add(
            node, "write one target an output, such as [0, 1, 0], and loss: categorical cross-entropy", ""
        )
    return _row(node, after.channels, "the output", faults)


def _row(node: Node, count: int, what: str, faults: Faults) -> list[Num] | None:
    items = node.items if node.items is not None else [node]
    if len(items) != count:
        return faults.add(node, f"{what} has {counted(count, 'numbers')}, {here(len(items))}", "")
    return complete([read_plain(item, faults) for item in items])


class FromAbove(NamedTuple):
    """A backward pass that begins at the gradient by the output, one matrix a map."""

    gradient: list[Matrix]


class FromLoss(NamedTuple):
    """A backward pass that begins at a loss of the output and its targets."""

    targets: list[Num]
    loss: ReadLoss


Beginning = FromAbove | FromLoss


class Learning:
    """The backward pass of a sheet from its ``beginning``; ``rate`` where values are updated."""

    def __init__(self, sheet: Sheet, beginning: Beginning, rate: Expr | None):
        self.sheet, self.rate = sheet, rate
        self.outputs = sheet.maps
        self.forward = sheet.forward()
        self.error: Step
        if isinstance(beginning, FromAbove):
            self._from_above(beginning.gradient)
        else:
            self._from_loss(beginning.targets, beginning.loss)
        if rate is not None:
            self._update(rate)

    def _from_above(self, upstream: list[Matrix]) -> None:
        names = [gradient(name) for name in self.outputs]
        for name, output, matrix in zip(names, self.outputs, upstream, strict=True):
            self.sheet.give_plain(name, matrix)
            self.sheet.sizes[name] = self.sheet.sizes[output]
        self.sheet.rows.append(names)
        # An error whose gradient by the output is the given one; the pass begins there.
        products = [
            Total(Hadamard(Symbol(name), Symbol(output))) for name, output in zip(names, self.outputs, strict=True)
        ]
        self.error = Step(ERROR, total_of(products))
        BackwardPage(self.sheet, self.forward, self.error).layers()

    def _from_loss(self, targets: list[Num], loss: ReadLoss) -> None:
        sheet, (output,) = self.sheet, self.outputs
        sheet.give_row(TARGETS, Mark("t"), targets)
        sheet.rows.append([TARGETS])
        sheet.section(Says("maps_error"))
        count = len(targets)
        divisor = {"sum": 1, "mean": count, "half mean": 2 * count}[loss.entry.mean]
        total: Expr = Total(Call(loss.function, Symbol(TARGETS), Symbol(output), *loss.args))
        formula = Div(total, Num(str(divisor))) if divisor > 1 else total
        self.error = Step(ERROR, formula, Says("network_loss_is", name=loss.shown), "names")
        sheet.put(Block(None, [self.error]))
        if divisor == 1 and self._collapses(targets, loss):
            reason = Says("network_collapse", loss=loss.name, activation=loss.entry.collapses)
            short = Sub(Symbol(output), Symbol(TARGETS)), reason
            BackwardPage(sheet, self.forward, self.error, short).layers()
            return
        page = BackwardPage(sheet, self.forward, self.error)
        sheet.section(Says("maps_backward", layer=output))
        page.write([output], Block(None, []))
        page.layers()

    def _collapses(self, targets: list[Num], loss: ReadLoss) -> bool:
        """Whether the loss and the last activation fit each other, so that output − target is left."""
        last, entry = self.sheet.layers[-1], loss.entry
        if not isinstance(last, Activation) or last.activation != entry.collapses:
            return False
        return not entry.distribution or abs(sum(map(constant, targets)) - 1) < 1e-12

    def _update(self, rate: Expr) -> None:
        sheet = self.sheet
        sheet.given[RATE] = rate
        sheet.rows.append([RATE])
        steps: list[Step] = []
        entries: list[Step] = []
        for name in [name for name in sheet.given if gradient(name) in sheet.gradients]:
            step = Step(new(name), _updated(Symbol(name), Symbol(gradient(name))))
            steps.append(step)
            if name in sheet.sizes:
                step.shows = "names"
                sheet.sizes[step.name] = sheet.sizes[name]
            for place in sheet.asked_of(new(name)):
                old, slope = sheet.number_at(name, *place), sheet.number_at(gradient(name), *place)
                entries.append(Step(sheet.at(new(name), *place), _updated(old, slope)))
        if steps:
            steps[0].reason = Says("network_change")
        sheet.section(Says("page_updates"))
        sheet.put(Block(None, steps, longest=sheet.longest * 2))
        if entries:
            sheet.put(Block(None, entries))

    def check(self, work: int) -> Says | None:
        """Entries of the gradients against central differences of the forward pass over whole maps."""
        import numpy

        sheet = self.sheet
        steps = steps_of(sheet.sections)
        values = evaluate(steps, given=sheet.given)
        slopes = {name: numpy.asarray(values[own]) for name, own in self._learned().items()}
        differences = Differences([*self.forward, self.error], sheet.given, ERROR)
        entries = [(name, place) for name, slope in slopes.items() for place in numpy.ndindex(slope.shape)]
        size = max(float(numpy.abs(slope).max()) for slope in slopes.values())
        found = _Compared(differences, size)
        for name, place in _chosen(entries, work):
            found.add(name, place, slopes[name])
        return found.says(len(entries))

    def _learned(self) -> dict[Name, Name]:
        """The gradient of each parameter and of each map of the input."""
        learned = {own.by_name: own for own in self.sheet.gradients}
        inputs = [name for name in self.sheet.given if name.role is Role.INPUT]
        return learned | {name: gradient(name) for name in inputs}


def _chosen(entries: list[tuple[Name, tuple[int, ...]]], work: int) -> list[tuple[Name, tuple[int, ...]]]:
    """As many entries as may be checked, evenly from all of them."""
    most = int(max(2, min(MOST_CHECKED, CHECK_WORK / max(work * 6, 1))))
    count = min(most, len(entries))
    return [entries[k * len(entries) // count] for k in range(count)]


class _Compared:
    """What the comparisons with differences have shown so far; ``size`` is that of the gradients."""

    def __init__(self, differences: Differences, size: float):
        self.differences, self.size = differences, size
        self.worst, self.kinks, self.count = 0.0, 0, 0
        self.wrong: list[tuple[float, Name]] = []

    def add(self, name: Name, place: tuple[int, ...], slope: numpy.ndarray) -> None:
        """Compares one entry."""
        import numpy

        self.count += 1
        unit = numpy.zeros(slope.shape)
        unit[place] = 1.0
        order, _ = self.differences.downstream(name)
        try:
            gap, smooth = self.differences.gap({name: unit if place else 1.0}, order, float(slope[place]), self.size)
        except (ArithmeticError, ValueError, EvaluationError):
            self.kinks += 1
            return
        if gap <= AGREE:
            self.worst = max(self.worst, gap)
        elif smooth:
            self.wrong.append((gap, name))
        else:
            self.kinks += 1

    def says(self, entries: int) -> Says:
        """The sentence about all comparisons, out of so many entries."""
        if self.wrong:
            names = list(dict.fromkeys(name for _, name in self.wrong))
            return Says("page_differs", names=names, worst=f"{max(self.wrong)[0]:.0e}")
        if self.kinks == self.count:
            return Says("maps_unchecked")
        key = _CHECKED[self.count == entries, bool(self.kinks)]
        worst = f"{self.worst:.0e}" if self.worst else "0"
        return Says(key, count=self.count - self.kinks, all=entries, kinks=self.kinks, worst=worst)


def _updated(old: Expr, slope: Expr) -> Expr:
    return Sub(old, Mul((Symbol(RATE), slope)))
