"""The losses of a recurrent network: one for every step with a target, and their sum or mean."""

from __future__ import annotations

from ...formula.arrays import Total
from ...formula.expr import Call, Div, Expr, Num, Sub, Symbol, total_of
from ...formula.losses.entropies import categorical
from ...formula.marks import Mark
from ...names import At, Name, Role
from ...reading.literals import constant
from ...solution import Says
from ...subjects.network.model import ERROR
from .forward import Forward
from .targets import Targets


def error(time: int) -> Name:
    """The loss of one step."""
    return Name(Role.TERM, "E", at=At(time=time))


class Losses:
    """The losses of all steps with a target, and their sum or mean."""

    def __init__(self, forward: Forward):
        self.forward, self.page, self.problem = forward, forward.page, forward.problem

    def write(self) -> None:
        """A loss a step, then their sum; of a single one that alone."""
        targets, loss = self.problem.net.targets, self.problem.loss
        assert targets is not None and loss is not None, "a loss has targets"
        self._give(targets)
        self.page.section(Says("page_loss"))
        self.page.block()
        reason: Says | None = Says("network_loss_is", name=loss.shown)
        if len(targets.steps) == 1:
            (time,) = targets.steps
            self.forward.step(ERROR, self._term(time), reason, Mark("E"))
            return
        terms: list[Expr] = []
        for time in targets.steps:
            terms.append(self.forward.step(error(time), self._term(time), reason, Mark("E", str(time))))
            reason = None
        mean = self.problem.loss_over == "mean"
        key = "recurrent_mean" if mean else "recurrent_sum"
        formula = _shared(total_of(terms), len(terms) if mean else 1)
        self.forward.step(ERROR, formula, Says(key, n=len(terms)), Mark("E"))

    def _give(self, targets: Targets) -> None:
        """The wanted outputs, side by side."""
        row: dict[Name, Expr] = {}
        for time, numbers in targets.steps.items():
            if isinstance(numbers[0], Symbol):
                self.forward.letter_for(numbers[0].name)
                continue
            row[target(time)] = self.forward.form.vector(numbers)
            self.page.marks[target(time)] = self.forward.mark(None, "y", time)
        self.page.row(row)

    def _term(self, time: int) -> Expr:
        """The loss of one step."""
        loss = self.problem.loss
        assert loss is not None, "there is a loss"
        function = categorical if loss.entry.targets == "class" else loss.function
        out = self.forward.outputs[time]
        term = Call(function, self._wanted(time), out, *loss.args)
        if self.forward.form.numbers:
            return _shared(term, {"half mean": 2}.get(loss.entry.mean, 1))
        n = len(self.problem.net.targets.steps[time])
        return _shared(Total(term), {"sum": 1, "mean": n, "half mean": 2 * n}[loss.entry.mean])

    def _wanted(self, time: int) -> Symbol:
        """The target of a step, or the letter that stands for it."""
        first = self.problem.net.targets.steps[time][0] if self.problem.net.targets else None
        return first if isinstance(first, Symbol) else Symbol(target(time))

    def _collapses(self, targets: Targets) -> bool:
        """Whether loss and output activation fit each other."""
        loss, keys = self.problem.loss, self.problem.output
        if loss is None or keys is None or loss.entry.collapses != keys.activation or loss.entry.mean != "sum":
            return False
        return not loss.entry.distribution or all(map(_sums_to_one, targets.steps.values()))

    def short(self) -> dict[Name, Expr]:
        """ŷ − y where loss and output activation fit each other, over the number of steps where their mean is taken.

        An output that goes back to a later step receives more than that.
        """
        targets = self.problem.net.targets
        assert targets is not None, "a loss has targets"
        if not self._collapses(targets):
            return {}
        count = len(targets.steps) if self.problem.loss_over == "mean" else 1
        found: dict[Name, Expr] = {}
        for time in targets.steps:
            gap = Sub(self.forward.outputs[time], self._wanted(time))
            net = Name(Role.NET, "net", "y", At(time=time))
            goes_back = "yhat" in self.problem.net.goes_on and time < self.problem.net.steps
            if net in self.forward.formulas and not goes_back:
                found[net] = _shared(gap, count)
        return found


def target(time: int) -> Name:
    """The wanted output of a step."""
    return Name(Role.TARGET, "y", at=At(time=time))


def _sums_to_one(numbers: list[Expr]) -> bool:
    """Whether targets are a distribution: else softmax does not give ŷ − y, but ŷ·Σy − y."""
    return abs(sum(map(constant, numbers)) - 1) < 1e-12


def _shared(formula: Expr, count: int) -> Expr:
    return Div(formula, Num(str(count))) if count > 1 else formula
