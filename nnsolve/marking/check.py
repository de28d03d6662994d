"""The walk along the steps: every answer against the solution, then against the student's own numbers."""

from __future__ import annotations

import math
from collections import ChainMap
from collections.abc import Mapping, Sequence

from ..formula.numbers import DOUBLES, exactly, finite, is_array, quietly
from ..solution import Says, Step
from .answers import Answer
from .arithmetic import Computed, computed
from .compare import YES_NO, is_number, is_rows, same, taken, trivial
from .key import Key
from .written import Written

# The verdicts, best first. 'formula' is a line without a number, 'again' one that a later line replaces.
RIGHT, COARSE, FOLLOWED, TRIVIAL = "right", "coarse", "follow-through", "trivial"
SLIP, WRONG, UNREADABLE, UNKNOWN, BLANK = "slip", "wrong", "unreadable", "unknown", "blank"
PROSE, AGAIN, UNCHECKED = "prose", "again", "unchecked"
STANDS = (RIGHT, COARSE)
# Slips of the pen: a number that is cut off looks like one with a digit dropped.
PEN = ("digit_dropped", "digit_doubled", "digits_exchanged", "digit_misread", "point_slipped", "copied", "number_misread")
MARKED = (RIGHT, COARSE, FOLLOWED, TRIVIAL, SLIP, WRONG, UNREADABLE, UNKNOWN, BLANK)


class Line:
    """One answer and what is to be said about it.

    ``expected`` is the value that follows from the student's own numbers, ``slips`` what the number shows.
    """

    __slots__ = ("answer", "expected", "says", "slips", "verdict")

    def __init__(self, answer: Answer, verdict: str, says: Sequence[Says] = (), expected=None, slips: Sequence = ()):
        self.answer, self.verdict, self.says = answer, verdict, list(says)
        self.expected, self.slips = expected, list(slips)


class Checked:
    """The lines of one working in their order, and the student's own value of every step that has one."""

    def __init__(self, key: Key, lines: list[Line], own: Mapping[str, object]):
        self.key, self.lines, self.own = key, lines, own

    @property
    def first(self) -> Line | None:
        """The first line, in the order of the solution, that does not stand."""
        order = {name: place for place, name in enumerate(self.key.steps)}
        faulty = [line for line in self.lines if line.verdict in (SLIP, WRONG, UNREADABLE, TRIVIAL)]
        return min(faulty, key=lambda line: order.get(line.answer.name, len(order)), default=None)


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
            if any(sign in answer.written for sign in "+*/^()×·−-"):
                return Line(answer, PROSE)  # a formula that has no value behind it
            return Line(answer, UNREADABLE, [Says("mark_unreadable", text=answer.written[:60])])
        renewed = f"new_{answer.name}"
        given = self.key.numbers.get(answer.name)
        if given is not None and renewed in self.key.steps and not same(answer.value, given):
            answer.name = renewed  # w5 = 0.359 behind an update means the new value
        elif isinstance(answer.value, list) != isinstance(self.key.values.get(answer.name), list):
            other = self.key.meant(answer.called)  # conv1 is its count of parameters in a sum, its shape elsewhere
            if other is not None and isinstance(answer.value, list) == isinstance(self.key.values.get(other), list):
                answer.name = other
        return None

    def walk(self) -> Checked:
        answered = frozenset(self.by_name)
        if self.key.solution.symbolic:
            for name in answered:
                self._formula(name)
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

    def _formula(self, name: str):
        """An answer in symbols: any equal formula is right."""
        from .algebra import equal, read_formula

        place = self.by_name[name]
        answer = self.answers[place]
        formula = read_formula(self.key, answer.written)
        if formula is None:
            self.lines[place] = Line(answer, UNREADABLE, [Says("mark_unreadable", text=answer.written[:60])])
        else:
            self.lines[place] = Line(answer, RIGHT if equal(self.key, name, formula) else WRONG)

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
        (self.doubt.discard if line.verdict in STANDS else self.doubt.add)(step.name)

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
            return Line(answer, SLIP, [slip.says for slip in slips], follows, slips) if slips else self._right(
                answer, right, carried, 0.0
            )
        if follows is None:
            because = Says("mark_no_value") if name not in self.missing else Says("mark_lacks", name=self.missing[name])
            return Line(answer, WRONG, [because])
        if self._same(answer.value, follows, slack):
            if name not in self.doubt:
                return self._right(answer, right, carried, slack)
            if trivial(follows) and not trivial(right):
                return Line(answer, TRIVIAL, [Says("mark_trivial")], follows)
            return Line(answer, FOLLOWED, [], follows)
        return self._faulty(step, answer, follows, slack)

    def _cut_or_slip(self, step: Step, answer: Answer, right) -> list:
        """For an update that is right only as a cut number, of a student who has cut nothing before: slips that give it.

        0.9999 is 0.999999 cut; it is also 1 − 0.0001, with the learning rate left out.
        """
        number = answer.value
        if not isinstance(number, Written) or not isinstance(right, float) or abs(number.value - right) <= number.unit / 2:
            return []
        self.cut += 1
        if self.cut > 1 or self.tolerance is not None or number.figures < 4 or not step.name.startswith("new_"):
            return []
        found = self._slips(step, answer, 0.0, lambda value: abs(value - number.value) <= 1e-9 * abs(number.value))
        return [slip for slip in found if slip.slip not in PEN]

    def _right(self, answer: Answer, right, carried, slack: float) -> Line:
        """Right; or right, but to fewer figures than asked."""
        number = answer.value
        if not isinstance(number, Written) or number.figures is None or not isinstance(right, float):
            return Line(answer, RIGHT)
        rounding = self.key.solution.rounding if self.key.problem.rounding else None
        if rounding is None:
            short = number.figures < 3 and number.decimals < 3
            exact = abs(number.value - right) <= 1e-9 * abs(right)
            return Line(answer, COARSE, [Says("mark_figures", n=number.figures)]) if short and not exact else Line(
                answer, RIGHT
            )
        size = abs(carried) if rounding.decimals is None and carried else 1.0
        place = (
            10.0**-rounding.decimals
            if rounding.decimals is not None
            else 10.0 ** (math.floor(math.log10(size)) - rounding.figures + 1)
        )
        off = min(abs(number.value - right), abs(number.value - carried))
        if number.unit > place * 1.001 and off > place * 1.001 + slack:
            how = "decimals" if rounding.decimals is not None else "figures"
            wanted = rounding.decimals if rounding.decimals is not None else rounding.figures
            return Line(answer, COARSE, [Says("mark_precision", n=wanted, how=how)])
        return Line(answer, RIGHT)

    def _faulty(self, step: Step, answer: Answer, follows, slack: float) -> Line:
        """A line that does not stand: what its own arithmetic and the single changes of the formula show."""
        said: list[Says] = []
        if isinstance(answer.value, Written):
            for result in (computed(text) for text in answer.formulas):
                if result is None or self._same(answer.value, result.value, result.slack):
                    continue
                if self._close(result, follows, slack):
                    says = Says("mark_arithmetic", text=result.text, value=_digits(result.value))
                    return Line(answer, SLIP, [says], follows)
                said.append(Says("mark_own_arithmetic", text=result.text, value=_digits(result.value)))
        found = self._slips(step, answer, slack)
        if found:
            return Line(answer, SLIP, [*said, *[slip.says for slip in found]], follows, found)
        return Line(answer, WRONG, said, follows)

    def _close(self, result: Computed, value, slack: float) -> bool:
        return is_number(value) and abs(result.value - value) <= result.slack + slack + 1e-9 * abs(value)

    def _slips(self, step: Step, answer: Answer, slack: float, close=None) -> list:
        from .slips import search

        number = answer.value
        x = number.value if isinstance(number, Written) else _plain(number)
        if x is None:
            return []
        around = self.key.around.of(ChainMap(self.own, self.key.values))
        return search(
            self._gap(step), x, close or (lambda value: self._same(number, value, slack)), around, answer.written
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


def _plain(value):
    """Sizes, or rows of numbers, as the search for slips takes them; None for words."""
    if not isinstance(value, list):
        return None
    return [[entry.value for entry in row] for row in value] if is_rows(value) else value


def _digits(value: float) -> str:
    return f"{value:.6g}".replace("-", "−")
