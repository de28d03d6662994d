"""Early stopping with patience: which epoch is the last, and which model is returned.

The rule is that of Goodfellow, Bengio and Courville, Deep Learning (2016), algorithm 7.1, and of Keras's
``EarlyStopping``: an epoch improves where its error is below the best so far by more than ``min_delta``; where p epochs
in a row do not improve, training stops.
"""

from __future__ import annotations

from ...formula.expr import ONE, ZERO, Expr, Num, Symbol
from ...formula.marks import Mark
from ...formula.numbers import DECIMALS, exactly
from ...given import Given
from ...names import At, Name, Role
from ...reading.schema import Choice, Field, ListOf, Number, Record, Whole, constant
from ...reading.yamlfile import Faults
from ...solution import Block, Column, Says, Section, Step, Table
from ...working import Working

MOST_EPOCHS = 10_000
WRITTEN = 3
PATIENCE, MIN_DELTA = Name(Role.OPTION, "patience"), Name(Role.OPTION, "min_delta")
BEST_EPOCH, STOPPED_AT = Name(Role.COUNT, "best_epoch"), Name(Role.COUNT, "stopped_at")
RETURNED, RETURNED_ERROR = Name(Role.COUNT, "returned"), Name(Role.RESULT, "returned_error")


def error(epoch: int) -> Name:
    """The validation error of an epoch."""
    return Name(Role.LOSS, "error", at=At(time=epoch))


def best(epoch: int) -> Name:
    """The best error up to an epoch."""
    return Name(Role.RESULT, "best", at=At(time=epoch))


def wait(epoch: int) -> Name:
    """How many epochs have passed since the best error."""
    return Name(Role.COUNT, "wait", at=At(time=epoch))


class EarlyStopping(Record):
    """``early_stopping:`` the validation errors and how long to wait."""

    errors = Field(ListOf(Number(), MOST_EPOCHS), "the validation error of each epoch")
    patience = Field(Whole(1, MOST_EPOCHS), "epochs without improvement after which training stops")
    min_delta = Field(Number(least=0), "an improvement must be greater than this", default=ZERO)
    returns = Field(
        Choice("best", "last"),
        "the model of the best epoch, k − p (Keras: restore_best_weights=True), or that of the last (Keras's default)",
        default="best",
    )
    better = Field(Choice("lower", "higher"), "lower for an error, higher for an accuracy", default="lower")
    first_epoch = Field(Whole(0, 1), "the number of the first epoch; Keras counts from 0", default=1)

    def check(self, faults: Faults):
        """An empty list has no best epoch."""
        if self.has("errors") and not self.errors:
            faults.add(self.places["errors"], "expected at least one number", "")


class _Trace:
    """The epochs one after the other: the steps of each, and what the table says of it."""

    def __init__(self, plan: EarlyStopping, given: Given):
        self.plan = plan
        self.values: dict = {}
        self.steps: list[list[Step]] = []
        self.rows: list[list] = []
        self.best = self.last = plan.first_epoch
        self.stopped = False
        with exactly():
            for name, number in given.items():
                self.values[name] = number.evaluate({}, DECIMALS)
            for epoch in range(plan.first_epoch, plan.first_epoch + len(plan.errors)):
                self._epoch(epoch)
                if self.stopped:
                    break

    def _epoch(self, epoch: int):
        """The best error so far and the epochs waited, as this epoch leaves them."""
        first = epoch == self.plan.first_epoch
        better = first or self._better(epoch)
        least, waits = Symbol(best(epoch - 1)), Symbol(wait(epoch - 1)) + ONE
        if better:
            least, waits = Symbol(error(epoch)), ZERO
            self.best = epoch
        steps = [Step(best(epoch), least, self._reason(epoch, first, better)), Step(wait(epoch), waits)]
        for step in steps:
            self.values[step.name] = step.formula.evaluate(self.values, DECIMALS)
        self.steps.append(steps)
        self.last = epoch
        waited = int(self.values[wait(epoch)])
        self.stopped = waited >= self.plan.patience
        said = Says("stop_better" if better else "stop_not_better")
        if self.stopped:
            said = Says("stop_stops")
        self.rows.append([epoch, self.values[error(epoch)], self.values[best(epoch)], waited, said])

    def _gain(self, epoch: int):
        """How much better the epoch is than the best before it."""
        gain = self.values[best(epoch - 1)] - self.values[error(epoch)]
        return gain if self.plan.better == "lower" else -gain

    def _better(self, epoch: int) -> bool:
        return self._gain(epoch) > self.values[MIN_DELTA]

    def _reason(self, epoch: int, first: bool, better: bool) -> Says:
        if first:
            return Says("stop_first")
        if not better and self._gain(epoch) > 0:
            return Says("stop_too_little")
        return Says(_BETTER[self.plan.better] if better else _NOT_BETTER[self.plan.better])


# What is said of each choice: what is better, and in the rule whether by more than min_delta; what is returned.
_BETTER = {"lower": "stop_lower", "higher": "stop_higher"}
_NOT_BETTER = {"lower": "stop_not_lower", "higher": "stop_not_higher"}
_GIVEN = {"lower": "stop_statement_error", "higher": "stop_statement_score"}
_RETURNS = {"best": "stop_statement_returns_best", "last": "stop_statement_returns_last"}
_RULES = {
    ("lower", False): "stop_rule_lower",
    ("lower", True): "stop_rule_lower_delta",
    ("higher", False): "stop_rule_higher",
    ("higher", True): "stop_rule_higher_delta",
}
# What is compared, as a column, by what is better.
_MEASURED = {
    "lower": Column("stop_error", "stop_column_error"),
    "higher": Column("stop_score", "stop_column_score"),
}


def write_stopping(page: Working, plan: EarlyStopping) -> Says:
    """The first epochs in full, the table of all, and the epochs that matter; what an exam would ask for."""
    numbers = range(plan.first_epoch, plan.first_epoch + len(plan.errors))
    for k, number in zip(numbers, plan.errors, strict=True):
        page.give(error(k), number, Mark("e", str(k)))
    page.rows.append([error(k) for k in numbers])
    page.give(PATIENCE, plan.patience, Mark("p"))
    page.give(MIN_DELTA, plan.min_delta)
    by_more = bool(constant(plan.min_delta))
    page.rows.append([PATIENCE, MIN_DELTA] if by_more else [PATIENCE])
    trace = _Trace(plan, page.given)
    columns = [
        Column("epoch", "page_column_epoch"),
        _MEASURED[plan.better],
        Column("stop_best", "stop_column_best"),
        Column("stop_wait", "stop_column_wait"),
        Column("stop_what", "stop_column_what"),
    ]
    blocks = [Block(Says("stop_epoch", n=k), steps) for k, steps in enumerate(trace.steps, plan.first_epoch)]
    rule = Block(intro=Says(_RULES[plan.better, by_more]))
    first = Section(Says("stop_title"), [rule, *blocks[:WRITTEN]])
    table = Section(Says("stop_table"), [Block(table=Table(columns, trace.rows))])
    page.brief([first, table])
    page.add([Section(Says("stop_title"), blocks)], shown=False)
    page.section(Says("stop_result"), Block())
    _write_results(page, plan, trace)
    page.synonyms |= {"stop": STOPPED_AT, "k": STOPPED_AT, "best": BEST_EPOCH, "model": RETURNED}
    for k, (least, waited) in enumerate(trace.steps, plan.first_epoch):
        page.marks |= {least.name: "best" + _low(k), waited.name: "waited" + _low(k)}
    page.marks |= {name: name.of.replace("_", " ") for name in (BEST_EPOCH, STOPPED_AT, RETURNED, RETURNED_ERROR)}
    page.note(Says("stop_note_first", n=plan.first_epoch))
    patience = "stop_statement_patience_delta" if by_more else "stop_statement_patience"
    page.statement += [Says(_GIVEN[plan.better]), Says(patience, names=[PATIENCE])]
    page.statement += [Says(_RETURNS[plan.returns]), Says("stop_note_first", n=plan.first_epoch)]
    return Says("stop_statement_find")


def _low(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))


def _write_results(page: Working, plan: EarlyStopping, trace: _Trace):
    """k = best + p, and the model of k − p; or what holds where the patience does not run out."""
    best_epoch = page.answer(BEST_EPOCH, _number(trace.best), Says("stop_last_better"))
    if trace.stopped:
        waited = Says("stop_waited", first=trace.best + 1, last=trace.last)
        stopped_at = page.answer(STOPPED_AT, best_epoch + Symbol(PATIENCE), waited)
        back, key = stopped_at - Symbol(PATIENCE), "stop_returns_best"
    else:
        back, key = best_epoch, "stop_returns_so_far"
        stopped_at = page.answer(STOPPED_AT, _number(trace.last), Says("stop_never", n=trace.last))
    epoch = trace.best
    if plan.returns == "last":
        back, key, epoch = stopped_at, "stop_returns_last", trace.last
    page.answer(RETURNED, back, Says(key))
    page.answer(RETURNED_ERROR, Symbol(error(epoch)), Says("stop_its_error"))


def _number(value: int) -> Expr:
    return Num(str(value), value)
