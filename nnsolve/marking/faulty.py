"""What an answer that does not stand shows: an error in its own arithmetic, or a slip in a formula that leads to it."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..names import Name
from ..solution import Says, Step
from .agreement import Agreement
from .algebra import worked_out
from .answers import Answer
from .arithmetic import Computed
from .compare import as_number
from .key import Key
from .own import Own
from .roles import old_value
from .verdicts import SLIP, WRONG, Line
from .written import EXACT, Written

if TYPE_CHECKING:
    from ..formula.numbers import Value
    from .slips import Found

# Slips of the pen: a number that is cut off looks like one with a digit dropped.
PEN = {
    *("digit_dropped", "digit_doubled", "digits_exchanged", "digit_misread", "point_slipped", "copied"),
    "number_misread",
}
# A slip at most as unlikely as this (see COSTS in the table of slips) is looked for again in later lines.
COMMON = 2.0
# A number of fewer figures may well be cut by chance to what a slip gives.
SHORT = 4


class Case(NamedTuple):
    """An answer to a step and what it may be.

    ``right``: in full precision; ``carried``: as the page carries it; ``follows``: from the student's own numbers,
    within ``slack``.
    """

    step: Step
    answer: Answer
    right: Value
    carried: Value
    follows: Value | None
    slack: float

    @property
    def name(self) -> Name:
        """The name of the step."""
        return self.step.name

    def slipped(self, slips: Sequence[Found], said: Sequence[Says] = ()) -> Line:
        """The line where slips explain the number; ``said`` is what is to be said besides."""
        return Line(self.answer, SLIP, [*said, *(slip.says for slip in slips)], self.follows, slips)


class Faults:
    """The faults of one student. Who has made a common slip is thought to make it again."""

    def __init__(self, own: Own, agreement: Agreement, answered: Collection[Name]):
        self.own, self.agreement, self.answered = own, agreement, answered
        self.cut = 0  # right numbers that were cut off instead of rounded
        self.made: set[str] = set()  # common slips that were found before

    @property
    def key(self) -> Key:
        """What the answers are compared with."""
        return self.own.key

    def line(self, case: Case) -> Line:
        """The line of an answer that does not stand: what its arithmetic and single changes of the formula show."""
        said: list[Says] = []
        for result in self._own_results(case):
            if _close(result, case):
                says = Says("mark_arithmetic", text=result.text, value=result.shown)
                return Line(case.answer, SLIP, [says], case.follows)
            said.append(Says("mark_own_arithmetic", text=result.text, value=result.shown))
        found = self._slips(case, lambda value: self._gives(case, value, case.slack))
        if not found:
            return Line(case.answer, WRONG, said, case.follows)
        if found[0].slip_rank <= COMMON:
            self.made.add(found[0].slip)
        return case.slipped(found, said)

    def _own_results(self, case: Case) -> Iterator[Computed]:
        """What the student's formulas give, where that is not the number behind them."""
        if not isinstance(case.answer.value, Written):
            return
        own = ChainMap(self.own.values, self.key.values)
        for text in case.answer.formulas:
            result = worked_out(self.key, text, own)
            if result is not None and not self._gives(case, result.value, result.slack):
                yield result

    def _gives(self, case: Case, value: Value, slack: float) -> bool:
        return self.agreement.same(case.answer.value, value, case.name, slack)

    def behind_a_cut(self, case: Case) -> list[Found]:
        """Slips that give an update which is right only as a cut number, of a student who has cut nothing before.

        0.9999 is 0.999999 cut; it is also 1 − 0.0001, with the learning rate left out.
        """
        number = case.answer.value
        if not isinstance(number, Written) or not _is_cut(number, case.right):
            return []
        self.cut += 1
        if self.cut > 1 or self.agreement.tolerance is not None:
            return []
        if number.figures < SHORT or old_value(case.step) is None:
            return []

        def gives_it(value: Value) -> bool:
            return abs(as_number(value) - number.value) <= EXACT * abs(number.value)

        found = self._slips(case, gives_it)
        return [slip for slip in found if slip.slip not in PEN]

    def _slips(self, case: Case, gives_it: Callable[[Value], bool]) -> list[Found]:
        """The single slips that give what was written, as ``gives_it`` says of a value."""
        from .slips import search

        sought = case.answer.value.sought
        if sought is None:
            return []
        around = self.key.around.of(ChainMap(self.own.values, self.key.values))
        return search(self._gap(case.step), sought, gives_it, around, case.answer.written, before=self.made)

    def _gap(self, step: Step) -> list[Step]:
        """The steps since the last answered ones that lead to a step, and the step itself."""
        wanted, gap = {step.name}, []
        written = self.own.parts.union(self.answered)
        for each in reversed(self.key.leading_to(frozenset(self.answered))):
            if each.name in wanted and (each is step or each.name not in written):
                gap.append(each)
                wanted.update(self.key.used(each))
        return gap[::-1]


def _close(result: Computed, case: Case) -> bool:
    """Whether the student's own formula gives what follows, so that its arithmetic alone is wrong."""
    value = as_number(case.follows)
    return abs(result.value - value) <= result.slack + case.slack + 1e-9 * abs(value)


def _is_cut(number: Written, right: Value) -> bool:
    """Whether a right number was cut off and not rounded."""
    return isinstance(right, float) and not number.exact and abs(number.value - right) > number.unit / 2
