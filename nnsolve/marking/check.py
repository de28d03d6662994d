"""The walk along the steps: every answer against the solution, then against the student's own numbers."""

from __future__ import annotations

import math
import re
from collections import ChainMap
from collections.abc import Sequence

from ..formula.numbers import DOUBLES, exactly, finite, is_array, quietly
from ..solution import Says, Step
from .algebra import worked_out
from .answers import Answer
from .arithmetic import Computed, exact_number
from .compare import YES_NO, as_rows, is_number, repeats, same, sizes_in, taken, trivial
from .key import Key
from .precision import to_the_digits_asked
from .verdicts import (
    AGAIN,
    BLANK,
    FOLLOWED,
    PROSE,
    RIGHT,
    SLIP,
    STANDS,
    TRIVIAL,
    UNKNOWN,
    UNREADABLE,
    WRONG,
    Checked,
    Line,
)
from .written import Written

# Slips of the pen: a number that is cut off looks like one with a digit dropped.
PEN = {
    *("digit_dropped", "digit_doubled", "digits_exchanged", "digit_misread", "point_slipped", "copied"),
    "number_misread",
}

_FORMULA = re.compile(r"[^\W\d].*[+*/^×·−-]|[+*/^×·−-].*[^\W\d]", re.DOTALL)
# A slip at most as unlikely as this (see COSTS in the table of slips) is looked for again in later lines.
COMMON = 2.0


def check(key: Key, answers: Sequence[Answer], tolerance: float | None = None) -> Checked:
    """The verdict on every answer. ``tolerance`` replaces the tolerance that comes from the digits written."""
    return _Walk(key, answers, tolerance).walk()


class _Walk:
    """One student's answers on their way through the steps."""

    def __init__(self, key: Key, answers: Sequence[Answer], tolerance: float | None):
        self.key, self.tolerance = key, tolerance
        self.lines: dict[int, Line] = {}
        self.answers = list(answers)
        self.by_name: dict[str, int] = {}
        for place, answer in enumerate(self.answers):
            self.lines[place] = self._sorted_out(answer)
            if self.lines[place] is None:
                before = self.by_name.get(answer.name)
                if before is not None:
                    self.lines[before] = Line(self.answers[before], AGAIN)
                self.by_name[answer.name] = place
        numbers = [answer.value for answer in self.answers if isinstance(answer.value, Written)]
        self.figures = min(max([number.figures or 0 for number in numbers] + [3]), 15)
        self.decimals = max([number.decimals or 0 for number in numbers] + [2])
        self.own: dict[str, object] = dict(key.numbers)
        self.errors: dict[str, float] = {}
        self.doubt: set[str] = set()  # names whose value rests on a wrong answer
        self.missing: dict[str, str] = {}
        self.cut = 0  # right numbers that were cut off instead of rounded
        self.made: set[str] = set()  # common slips that were found before: who makes one makes it again

    def _sorted_out(self, answer: Answer) -> Line | None:
        """The line of an answer that is not compared with anything; None for one that is."""
        if not answer.called:
            return Line(answer, PROSE)
        if answer.name is None:
            hint = self.key.known.nearest(answer.called)
            return Line(answer, UNKNOWN, [Says("mark_unknown", text=answer.called, hint=hint)])
        if answer.blank:
            return Line(answer, BLANK)
        if self.key.solution.symbolic:
            return None if answer.name in self.key.steps else Line(answer, PROSE)
        if answer.value is None:
            if _FORMULA.search(answer.written):
                return Line(answer, PROSE)  # a formula with names, and no value behind it
            return Line(answer, UNREADABLE, [Says("mark_unreadable", text=answer.written[:60])])
        renewed = f"new_{answer.name}"
        given = self.key.numbers.get(answer.name)
        if given is not None and renewed in self.key.steps and not repeats(answer.value, given):
            answer.name = renewed  # w5 = 0.359 behind an update means the new value
        elif isinstance(answer.value, list) != isinstance(self.key.values.get(answer.name), list):
            other = self.key.meant(answer.called)  # conv1 is its count of parameters in a sum, its shape elsewhere
            if other is not None and isinstance(answer.value, list) == isinstance(self.key.values.get(other), list):
                answer.name = other
            elif isinstance(answer.value, list) and is_number(self.key.values.get(answer.name)):
                answer.value = exact_number(answer.written) or answer.value  # 28*28 is a size, or what it gives
        return None

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
                    self._judge(step, follows)
        for name in answered - self.key.steps.keys() - self.key.numbers.keys():
            self._result(name)
        return self._checked()

    def _checked(self) -> Checked:
        return Checked(self.key, [self.lines[place] for place in range(len(self.answers))], self.own)

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
        return moved + self._last_place(value)

    def _last_place(self, value) -> float:
        """The place of the last digit that this student would write of a value."""
        size = float(abs(value).max()) if is_array(value) else abs(value)
        if not size:
            return 0.0
        return max(10.0 ** (math.floor(math.log10(size)) - self.figures + 1), 10.0**-self.decimals)

    # Verdicts

    def _judge(self, step: Step, follows):
        place = self.by_name[step.name]
        answer = self.answers[place]
        slack = self.errors[step.name] - (self._last_place(follows) if is_number(follows) else 0.0)
        self.lines[place] = line = self._line(step, answer, follows, max(slack, 0.0))
        value = taken(answer.value, self.key.values.get(step.name))
        if value is None:
            return
        self.own[step.name] = value
        if isinstance(answer.value, Written):
            self.errors[step.name] = self._hidden(answer.value, line, follows)
        mark = self.doubt.discard if line.verdict in STANDS else self.doubt.add
        mark(step.name)
        for name, size in sizes_in(step, value).items():  # later steps start from the single sizes of a shape
            if name in self.key.steps and name not in self.by_name:
                self.own[name] = size
                mark(name)

    def _hidden(self, written: Written, line: Line, follows) -> float:
        """How far the number that a student goes on with may be from the one written down."""
        if line.verdict in STANDS and is_number(follows):
            right = self.key.values[line.answer.name]
            return min(written.unit, 1.5 * max(abs(written.value - follows), abs(written.value - right)))
        return written.unit

    def _line(self, step: Step, answer: Answer, follows, slack: float) -> Line:
        name = step.name
        right, carried = self.key.values[name], self.key.carried[name]
        if isinstance(answer.value, str) and is_number(right) and answer.value not in YES_NO:
            return Line(answer, UNREADABLE, [Says("mark_unreadable", text=answer.written[:60])])
        if self._same(answer.value, right) or self._same(answer.value, carried):
            slips = self._cut_or_slip(step, answer, right)
            if slips:
                return Line(answer, SLIP, [slip.says for slip in slips], follows, slips)
            return to_the_digits_asked(self.key, answer, right, carried, 0.0)
        if follows is None:
            because = Says("mark_no_value") if name not in self.missing else Says("mark_lacks", name=self.missing[name])
            return Line(answer, WRONG, [because])
        if self._same(answer.value, follows, slack):
            if name not in self.doubt:
                return to_the_digits_asked(self.key, answer, right, carried, slack)
            if trivial(follows) and not trivial(right):
                return Line(answer, TRIVIAL, [Says("mark_trivial")], follows)
            return Line(answer, FOLLOWED, [], follows)
        return self._faulty(step, answer, follows, slack)

    def _cut_or_slip(self, step: Step, answer: Answer, right) -> list:
        """Slips that give an update which is right only as a cut number, of a student who has cut nothing before.

        0.9999 is 0.999999 cut; it is also 1 − 0.0001, with the learning rate left out.
        """
        number = answer.value
        if not (isinstance(number, Written) and isinstance(right, float)):
            return []
        if abs(number.value - right) <= number.unit / 2:
            return []
        self.cut += 1
        if self.cut > 1 or self.tolerance is not None or number.figures < 4 or not step.name.startswith("new_"):
            return []
        found = self._slips(step, answer, 0.0, lambda value: abs(value - number.value) <= 1e-9 * abs(number.value))
        return [slip for slip in found if slip.slip not in PEN]

    def _faulty(self, step: Step, answer: Answer, follows, slack: float) -> Line:
        """A line that does not stand: what its own arithmetic and the single changes of the formula show."""
        said: list[Says] = []
        if isinstance(answer.value, Written):
            own = ChainMap(self.own, self.key.values)
            for result in (worked_out(self.key, text, own) for text in answer.formulas):
                if result is None or self._same(answer.value, result.value, result.slack):
                    continue
                if self._close(result, follows, slack):
                    says = Says("mark_arithmetic", text=result.text, value=result.shown)
                    return Line(answer, SLIP, [says], follows)
                said.append(Says("mark_own_arithmetic", text=result.text, value=result.shown))
        found = self._slips(step, answer, slack)
        if found:
            self.made.update(slip.slip for slip in found[:1] if slip.slip_rank <= COMMON)
            return Line(answer, SLIP, [*said, *[slip.says for slip in found]], follows, found)
        return Line(answer, WRONG, said, follows)

    def _close(self, result: Computed, value, slack: float) -> bool:
        return is_number(value) and abs(result.value - value) <= result.slack + slack + 1e-9 * abs(value)

    def _slips(self, step: Step, answer: Answer, slack: float, close=None) -> list:
        from .slips import search

        number = answer.value
        x = number.value if isinstance(number, Written) else as_rows(number)
        if x is None:
            return []
        around = self.key.around.of(ChainMap(self.own, self.key.values))
        return search(
            self._gap(step),
            x,
            close or (lambda value: self._same(number, value, slack)),
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
        if self._same(answer.value, value):
            self.lines[place] = Line(answer, RIGHT)
        else:
            self.lines[place] = Line(answer, WRONG, [Says("mark_given", name=name)], value)

    def _result(self, name: str):
        """A result of a long run: only its value is known."""
        place = self.by_name[name]
        answer, value = self.answers[place], self.key.values[name]
        slack = 10 * self._last_place(value) if is_number(value) else 0.0
        verdict = RIGHT if self._same(answer.value, value, slack) else WRONG
        self.lines[place] = Line(answer, verdict, [], value)

    def _same(self, written, value, slack: float = 0.0) -> bool:
        """Whether what was written agrees with a value of any kind."""
        if self.tolerance is not None and isinstance(written, Written) and is_number(value):
            return abs(written.value - value) <= self.tolerance
        return same(written, value, slack)
