"""The walk along the steps: every answer against the solution, then against the student's own numbers."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from ..formula.arrays import Entry
from ..formula.numbers import DOUBLES, exactly, finite, quietly
from ..names import Name
from ..process import wants_traceback
from ..solution import Says, Step
from .algebra import worked_out
from .answers import Answer
from .arithmetic import Computed
from .compare import YES_NO, as_rows, is_number, repeats, same, sizes_in, taken, trivial
from .key import Key
from .roles import old_value
from .shown import Shown
from .sorting import not_read, sorted_out, which_one
from .verdicts import (
    AGAIN,
    FOLLOWED,
    RIGHT,
    SLIP,
    SOUND,
    TRIVIAL,
    UNREADABLE,
    WRONG,
    Checked,
    Line,
)
from .written import EXACT, Written

if TYPE_CHECKING:
    from .slips import Found

# Slips of the pen: a number that is cut off looks like one with a digit dropped.
PEN = {
    *("digit_dropped", "digit_doubled", "digits_exchanged", "digit_misread", "point_slipped", "copied"),
    "number_misread",
}
# Where terms cancel, rounding on the way may move a number far, and it may as well be wrong: so much of it is believed.
MOST_SLACK = 0.005
# A unit of the last digit is believed as well, but not of a number that has one figure only: 0.0005 is not 0.000439.
MOST_OF_SHORT = 0.02
# A slip at most as unlikely as this (see COSTS in the table of slips) is looked for again in later lines.
COMMON = 2.0
# A number of fewer figures may well be cut by chance to what a slip gives.
SHORT = 4


def check(key: Key, answers: Sequence[Answer], tolerance: float | None = None) -> Checked:
    """The verdict on every answer. ``tolerance`` replaces the tolerance that comes from the digits written."""
    return _Walk(key, answers, tolerance).walk()


class _Walk:
    """One student's answers on their way through the steps."""

    def __init__(self, key: Key, answers: Sequence[Answer], tolerance: float | None):
        self.key, self.tolerance, self.needed = key, tolerance, key.needed
        self.lines: dict[int, Line] = {}
        self.answers = list(answers)
        self.by_name: dict[Name, int] = {}
        for place, answer in enumerate(self.answers):
            line = sorted_out(key, answer, self.by_name)
            if line is not None:
                self.lines[place] = line
                continue
            if answer.name in self.by_name:
                before = self.by_name[answer.name]
                self.lines[before] = Line(self.answers[before], AGAIN)
            self.by_name[answer.name] = place
        self.shown = Shown(self._numbers(), known=[*key.literals, *self._short_values()])
        self.own: dict = dict(key.numbers)
        self.errors: dict[str, float] = {}
        self.doubt: set[str] = set()  # names whose value rests on a wrong answer
        self.missing: dict[str, str] = {}
        self.cut = 0  # right numbers that were cut off instead of rounded
        self.made: set[str] = set()  # common slips that were found before: who makes one makes it again

    def walk(self) -> Checked:
        answered = frozenset(self.by_name)
        if self.key.solution.symbolic:
            from .formulas import judged

            for place in self.by_name.values():
                self.lines[place] = judged(self.key, self.answers[place])
            return self._checked()
        for name in answered & self.key.numbers.keys():
            self._given(name)
        with exactly(), quietly():
            for step in self.key.leading_to(answered):
                follows = self._follow(step)
                if step.name in self.by_name:
                    self._judge_or_say(step, follows)
        for name in answered - self.key.steps.keys() - self.key.numbers.keys():
            self._result(name)
        return self._checked()

    def _checked(self) -> Checked:
        lines = [which_one(self.key, self.lines[place]) for place in range(len(self.answers))]
        return Checked(self.key, lines, self.own)

    # What follows from the student's own numbers

    def _follow(self, step: Step):
        """The step's value from the student's numbers, None where there is none; its error and doubts are noted."""
        used = self.key.used(step)
        if not self.doubt.isdisjoint(used):
            self.doubt.add(step.name)
        value = None
        lacking = next((name for name in used if name not in self.own), None)
        if lacking is not None:
            self.missing[step.name] = lacking
        else:
            try:
                value = step.formula.evaluate(self.own, DOUBLES)
                if not finite(value):
                    value = None
            except (ArithmeticError, ValueError, TypeError, IndexError):
                value = None
            if value is not None:
                self.own[step.name] = value
        self.errors[step.name] = self._error(step, value)
        return value

    def _error(self, step: Step, value) -> float:
        """How far rounding or cutting at every line may have moved a value, to first order."""
        moved = sum(slope * self.errors.get(name, 0.0) for name, slope in self.key.slopes(step))
        if value is None or isinstance(value, (int, str, list)):
            return moved
        return moved + self.shown.rounds_off(value)

    def _numbers(self) -> Iterator[Written]:
        """The numbers that are compared with something."""
        for place in self.by_name.values():
            if isinstance(self.answers[place].value, Written):
                yield self.answers[place].value

    def _short_values(self) -> Iterator[float]:
        """The values of answered steps that end after a few figures, and so are written in full."""
        for name in self.by_name:
            value = self.key.values.get(name)
            if is_number(value):
                yield float(f"{value:.12g}")

    # Verdicts

    def _judge_or_say(self, step: Step, follows):
        """A fault of ours in one line costs this line, which is said, and no other."""
        try:
            self._judge(step, follows)
        except Exception as error:
            if wants_traceback():
                raise
            place = self.by_name[step.name]
            text = f"{type(error).__name__}: {error}"
            self.lines[place] = Line(self.answers[place], UNREADABLE, [Says("mark_fault", text=text)])
            self.doubt.add(step.name)

    def _judge(self, step: Step, follows):
        place = self.by_name[step.name]
        answer = self.answers[place]
        slack = self.errors[step.name] - (self.shown.rounds_off(follows) if is_number(follows) else 0.0)
        if is_number(follows):
            slack = _believed(slack, follows, answer)
        self.lines[place] = line = self._line(step, answer, follows, max(slack, 0.0))
        value = taken(answer.value, self.key.values.get(step.name))
        if value is None:
            return
        self.own[step.name] = value
        if isinstance(answer.value, Written):
            self.errors[step.name] = self._hidden(answer.value, line, follows)
        mark = self.doubt.discard if line.verdict in SOUND else self.doubt.add
        mark(step.name)
        entry = self.key.entries.get(step.name)
        if entry is not None:
            self._put(entry, value, line)
        for name, size in sizes_in(step, value).items():  # later steps start from the single sizes of a shape
            if name in self.key.steps and name not in self.by_name:
                self.own[name] = size
                mark(name)

    def _put(self, entry: Entry, value: float, line: Line):
        """Later steps start from the matrix with the student's entry."""
        matrix = self.own[entry.array].copy()
        matrix[entry.row, entry.column] = value
        self.own[entry.array] = matrix
        if line.verdict not in SOUND:
            self.doubt.add(entry.array)

    def _hidden(self, written: Written, line: Line, follows) -> float:
        """How far the number that a student goes on with may be from the one written down."""
        if line.verdict in SOUND and is_number(follows):
            right = self.key.values[line.answer.name]
            return min(written.unit, 1.5 * max(abs(written.value - follows), abs(written.value - right)))
        return written.unit

    def _line(self, step: Step, answer: Answer, follows, slack: float) -> Line:
        name = step.name
        right, carried = self.key.values[name], self.key.carried[name]
        if isinstance(answer.value, str) and is_number(right) and answer.value not in YES_NO:
            return not_read(answer)
        barred = self._is_zero_of(step, answer) or self._is_old(step, answer)
        stands = self._same(answer.value, right, name) or self._same(answer.value, carried, name)
        if stands and not barred:
            slips = self._cut_or_slip(step, answer, right)
            if slips:
                return Line(answer, SLIP, [slip.says for slip in slips], follows, slips)
            return self._enough(answer, right, carried)
        if follows is None:
            return Line(answer, WRONG, [self._without_value(name)])
        if not self._same(answer.value, follows, name, slack):
            return self._faulty(step, answer, follows, slack)
        if name not in self.doubt and not barred:
            return self._enough(answer, right, carried)
        return self._following(step, answer, follows, slack)

    def _without_value(self, name: Name) -> Says:
        """Why nothing follows from the student's numbers."""
        if name in self.missing:
            return Says("mark_lacks", name=self.missing[name])
        return Says("mark_no_value")

    def _following(self, step: Step, answer: Answer, follows, slack: float) -> Line:
        """What follows from the student's numbers and is not what is right."""
        right = self.key.values[step.name]
        if trivial(follows) and not trivial(right):
            return Line(answer, TRIVIAL, [Says("mark_trivial")], follows)
        if step.name not in self.doubt:  # it only comes so near because of rounding
            return self._faulty(step, answer, follows, slack)
        precise = self._enough(answer, follows, follows)
        return Line(answer, FOLLOWED, precise.says, follows, short=precise.verdict != RIGHT)

    def _enough(self, answer: Answer, right, carried) -> Line:
        """Right, or right to too few digits."""
        return Line(answer, RIGHT) if self.tolerance is not None else self.needed.line(answer, right, carried)

    def _is_zero_of(self, step: Step, answer: Answer) -> bool:
        """Whether a 0 was written for what is none at the digits needed."""
        number, right = answer.value, self.key.values[step.name]
        if self.tolerance is not None or not isinstance(number, Written) or number.value or not is_number(right):
            return False
        return not self.needed.is_zero(right, self.key.noise(step.name))

    def _is_old(self, step: Step, answer: Answer) -> bool:
        """Whether the old value of what is renewed was written for the new one, and the two differ."""
        number, old = answer.value, self.key.values.get(old_value(step) or "")
        if old is None:
            old = self.key.numbers.get(old_value(step) or "")
        right = self.key.values[step.name]
        if self.tolerance is not None or not isinstance(number, Written) or not is_number(old) or not is_number(right):
            return False
        return repeats(number, old) and self.needed.differ(old, right)

    def _cut_or_slip(self, step: Step, answer: Answer, right) -> list[Found]:
        """Slips that give an update which is right only as a cut number, of a student who has cut nothing before.

        0.9999 is 0.999999 cut; it is also 1 − 0.0001, with the learning rate left out.
        """
        number = answer.value
        if not isinstance(number, Written) or not _is_cut(number, right):
            return []
        self.cut += 1
        if self.cut > 1 or self.tolerance is not None or number.figures < SHORT or old_value(step) is None:
            return []

        def gives_it(value) -> bool:
            return is_number(value) and abs(value - number.value) <= EXACT * abs(number.value)

        found = self._slips(step, answer, gives_it)
        return [slip for slip in found if slip.slip not in PEN]

    def _faulty(self, step: Step, answer: Answer, follows, slack: float) -> Line:
        """A line that does not stand: what its own arithmetic and the single changes of the formula show."""
        said: list[Says] = []
        if isinstance(answer.value, Written):
            own = ChainMap(self.own, self.key.values)
            for result in (worked_out(self.key, text, own) for text in answer.formulas):
                if result is None or self._same(answer.value, result.value, step.name, result.slack):
                    continue
                if self._close(result, follows, slack):
                    says = Says("mark_arithmetic", text=result.text, value=result.shown)
                    return Line(answer, SLIP, [says], follows)
                said.append(Says("mark_own_arithmetic", text=result.text, value=result.shown))
        found = self._slips(step, answer, lambda value: self._same(answer.value, value, step.name, slack))
        if found:
            self.made.update(slip.slip for slip in found[:1] if slip.slip_rank <= COMMON)
            return Line(answer, SLIP, [*said, *[slip.says for slip in found]], follows, found)
        return Line(answer, WRONG, said, follows)

    def _close(self, result: Computed, value, slack: float) -> bool:
        return is_number(value) and abs(result.value - value) <= result.slack + slack + 1e-9 * abs(value)

    def _slips(self, step: Step, answer: Answer, gives_it: Callable[[object], bool]) -> list[Found]:
        """The single slips that give what was written, as ``gives_it`` says of a value."""
        from .slips import search

        number = answer.value
        x = number.value if isinstance(number, Written) else as_rows(number)
        if x is None:
            return []
        around = self.key.around.of(ChainMap(self.own, self.key.values))
        return search(
            self._gap(step),
            x,
            gives_it,
            around,
            answer.written,
            before=self.made,
        )

    def _gap(self, step: Step) -> list[Step]:
        """The steps since the last answered ones that lead to this step, and the step itself."""
        wanted, gap = {step.name}, []
        before = False
        for each in reversed(self.key.leading_to(frozenset(self.by_name))):
            if each.name in wanted and (each is step or each.name not in self.by_name):
                gap.append(each)
                wanted.update(self.key.used(each))
            before |= each is step
        return gap[::-1]

    def _given(self, name: str):
        """An answer that repeats a given number."""
        place = self.by_name[name]
        answer, value = self.answers[place], self.key.numbers[name]
        if self._same(answer.value, value, name):
            self.lines[place] = self._enough(answer, value, value)
        else:
            self.lines[place] = Line(answer, WRONG, [Says("mark_given", name=name)], value)

    def _result(self, name: str):
        """A result of a long run: only its value is known."""
        place = self.by_name[name]
        answer, value = self.answers[place], self.key.values[name]
        slack = _believed(10 * self.shown.last_place(value), value, answer) if is_number(value) else 0.0
        if self._same(answer.value, value, name, slack):
            self.lines[place] = self._enough(answer, value, self.key.carried.get(name))
        else:
            self.lines[place] = Line(answer, WRONG, [], value)

    def _same(self, written, value, name: str, slack: float = 0.0) -> bool:
        """Whether what was written for ``name`` agrees with a value of any kind."""
        if self.tolerance is not None and isinstance(written, Written) and is_number(value):
            return abs(written.value - value) <= self.tolerance

        def agrees(number: Written, one: float) -> bool:
            noise = self.key.noise(name) if number.value == 0 else 0.0
            return self.needed.agrees(number, one, slack, noise)

        return same(written, value, agrees)


def _believed(slack: float, value: float, answer: Answer) -> float:
    """So much of what rounding may have moved a value as is believed."""
    unit = getattr(answer.value, "unit", 0.0)
    return min(slack, max(MOST_SLACK * abs(value), min(unit, MOST_OF_SHORT * abs(value))))


def _is_cut(number: Written, right) -> bool:
    """Whether a right number was cut off and not rounded."""
    return isinstance(right, float) and not number.exact and abs(number.value - right) > number.unit / 2
