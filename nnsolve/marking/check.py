"""The walk along the steps: every answer against the solution, then against the student's own numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from ..formula.numbers import exactly, quietly
from ..names import Name
from ..process import wants_traceback
from ..solution import Says, Step
from .agreement import Agreement
from .answers import Answer
from .compare import as_number, is_number, trivial
from .faulty import Case, Faults
from .key import Key
from .net_or_state import told_apart
from .own import Own, believed
from .roles import old_value
from .shown import Shown
from .sorting import not_read, sorted_out, which_one
from .verdicts import AGAIN, FOLLOWED, RIGHT, TRIVIAL, UNKNOWN, UNREADABLE, WRONG, Checked, Line
from .written import YES_NO, Rows, Word, Written, WrittenValue

if TYPE_CHECKING:
    from ..formula.numbers import Value

# So many places of the last digit rounding may have moved a result of a long run.
LONG_RUN = 10


def check(key: Key, answers: Sequence[Answer], tolerance: float | None = None) -> Checked:
    """The verdict on every answer. ``tolerance`` replaces the tolerance that comes from the digits written."""
    return _Walk(key, answers, tolerance).walk()


class _Walk:
    """One student's answers on their way through the steps."""

    def __init__(self, key: Key, answers: Sequence[Answer], tolerance: float | None):
        self.key, self.answers = key, list(answers)
        self.lines: dict[Answer, Line] = {}
        self.by_name: dict[Name, Answer] = {}
        told_apart(key, self.answers)
        for answer in self.answers:
            self._sort(answer)
        known = {*key.literals, *self._short_values()}
        self.own = Own(key, Shown(self._numbers(), known))
        self.agreement = Agreement(key, tolerance)
        self.faults = Faults(self.own, self.agreement, self.by_name.keys())

    def _sort(self, answer: Answer):
        """Finds the step that an answer means, or says at once why it is compared with nothing."""
        found = sorted_out(self.key, answer, self.by_name)
        if isinstance(found, Line):
            self.lines[answer] = found
            return
        before = self.by_name.get(found)
        if before is not None:
            self.lines[before] = Line(before, AGAIN)
        self.by_name[found] = answer

    def _numbers(self) -> Iterator[Written]:
        """The numbers that are compared with something."""
        for answer in self.by_name.values():
            if isinstance(answer.value, Written):
                yield answer.value
            elif isinstance(answer.value, Rows):
                yield from chain.from_iterable(answer.value)

    def _short_values(self) -> Iterator[float]:
        """The values of answered steps that end after a few figures, and so are written in full."""
        for name in self.by_name:
            yield float(f"{as_number(self.key.values.get(name)):.12g}")

    def walk(self) -> Checked:
        """The verdicts, given in the order of the solution."""
        if self.key.solution.symbolic:
            self._formulas()
        else:
            self._values()
        lines = [which_one(self.key, self.lines[answer]) for answer in self.answers]
        return Checked(self.key, lines, self.own.values)

    def _formulas(self):
        from .formulas import judged

        for name, answer in self.by_name.items():
            self.lines[answer] = judged(self.key, name, answer)

    def _values(self):
        answered = frozenset(self.by_name)
        for name in answered & self.key.numbers.keys():
            self._given(name)
        with exactly(), quietly():
            for step in self.key.leading_to(answered):
                follows = self.own.follow(step)
                if step.name in self.by_name:
                    self._judge_or_say(step, follows)
        for name in answered - self.key.steps.keys() - self.key.numbers.keys():
            self._result(name)

    # What has no step

    def _given(self, name: Name):
        """An answer that repeats a given number."""
        answer, value = self.by_name[name], self.key.numbers[name]
        if self.agreement.same(answer.value, value, name):
            self.lines[answer] = self.agreement.line(answer, value, value)
        else:
            self.lines[answer] = Line(answer, WRONG, [Says("mark_given", name=name)], value)

    def _result(self, name: Name):
        """A result of a long run: only its value is known."""
        answer, value = self.by_name[name], self.key.values[name]
        slack = 0.0
        if is_number(value):
            slack = believed(LONG_RUN * self.own.shown.last_place(value), value, answer.value)
        if self.agreement.same(answer.value, value, name, slack):
            self.lines[answer] = self.agreement.line(answer, value, self.key.carried[name])
        else:
            self.lines[answer] = Line(answer, WRONG, [], value)

    # Verdicts on steps

    def _judge_or_say(self, step: Step, follows: Value | None):
        """A fault of ours in one line costs this line, which is said, and no other."""
        try:
            self._judge(step, follows)
        except Exception as error:
            if wants_traceback():
                raise
            answer = self.by_name[step.name]
            text = f"{type(error).__name__}: {error}"
            self.lines[answer] = Line(answer, UNREADABLE, [Says("mark_fault", text=text)])
            self.own.doubt.add(step.name)

    def _judge(self, step: Step, follows: Value | None):
        """The verdict on the answer to a step, from which later steps go on."""
        answer = self.by_name[step.name]
        slack = self.own.slack(step, follows, answer)
        if step.name in self.key.beyond:
            line = self._beyond(step, answer, follows, slack)
        else:
            right, carried = self.key.values[step.name], self.key.carried[step.name]
            line = self._line(Case(step, answer, right, carried, follows, slack))
        self.lines[answer] = line
        self.own.take(step, line, follows, self.by_name)

    def _line(self, case: Case) -> Line:
        if is_number(case.right) and _says_no_number(case.answer.value):
            return not_read(case.answer)
        barred = self._is_barred(case)
        if not barred and (self._is(case, case.right) or self._is(case, case.carried)):
            return self._right(case)
        if case.follows is None:
            return Line(case.answer, WRONG, [self._without_value(case.name)])
        if not self._is(case, case.follows, case.slack):
            return self.faults.line(case)
        if barred or case.name in self.own.doubt:
            return self._following(case, case.follows)
        return self.agreement.line(case.answer, case.right, case.carried)

    def _beyond(self, step: Step, answer: Answer, follows: Value | None, slack: float) -> Line:
        """A line behind the end of the run: it is one only of who has to go on by own numbers."""
        if follows is None or step.name not in self.own.doubt:
            return Line(answer, UNKNOWN, [Says("mark_unknown", text=answer.called, hint="")])
        case = Case(step, answer, follows, follows, follows, slack)
        if self._is(case, follows, slack):
            return self._followed(case, follows)
        return Line(answer, WRONG, [], follows)

    def _right(self, case: Case) -> Line:
        """What is right, unless it is so only by a cut that hides a slip."""
        slips = self.faults.behind_a_cut(case)
        if slips:
            return case.slipped(slips)
        return self.agreement.line(case.answer, case.right, case.carried)

    def _is(self, case: Case, value: Value, slack: float = 0.0) -> bool:
        return self.agreement.same(case.answer.value, value, case.name, slack)

    def _is_barred(self, case: Case) -> bool:
        """Whether a number must not stand, near as it is: a 0 for what is none, the old value for the new one."""
        number, right, needed = case.answer.value, case.right, self.key.needed
        if self.agreement.tolerance is not None or not isinstance(number, Written) or not is_number(right):
            return False
        if number.value == 0 and not needed.is_zero(right, self.key.noise(case.name)):
            return True
        renewed = old_value(case.step)
        old = as_number(None if renewed is None else self.key.worth(renewed))
        return number.repeats(old) and needed.differ(old, right)

    def _without_value(self, name: Name) -> Says:
        """Why nothing follows from the student's numbers."""
        if name in self.own.missing:
            return Says("mark_lacks", name=self.own.missing[name])
        return Says("mark_no_value")

    def _following(self, case: Case, follows: Value) -> Line:
        """What follows from the student's numbers and is not what is right."""
        answer = case.answer
        if trivial(follows) and not trivial(case.right):
            return Line(answer, TRIVIAL, [Says("mark_trivial")], follows)
        if case.name not in self.own.doubt:  # it only comes so near because of rounding
            return self.faults.line(case)
        return self._followed(case, follows)

    def _followed(self, case: Case, follows: Value) -> Line:
        """What follows, to as many digits as it has."""
        precise = self.agreement.line(case.answer, follows, follows)
        return Line(case.answer, FOLLOWED, precise.says, follows, short=precise.verdict != RIGHT)


def _says_no_number(written: WrittenValue) -> bool:
    return isinstance(written, Word) and written not in YES_NO
