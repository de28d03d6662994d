"""Gradient descent on any function that is written down: its gradient, the steps, and where they lead."""

from __future__ import annotations

from ..formula.expr import Mul, Sub, Symbol
from ..formula.marks import Mark, Partial
from ..names import Name
from ..reading.problem import CommonProblem, rounding_note
from ..reading.schema import Choice, Field, Nested, Text, Whole, constant
from ..reading.yamlfile import Faults
from ..runs.rounds import (
    BUDGET,
    BUDGET_CARRIED,
    Round,
    Trace,
    jump,
    number_of,
    numbered,
    on_page,
    spelt_once,
    spoken_of,
    trace,
    usual_words,
)
from ..solution import Block, Says, Section, Statement, Step, Table, evaluate, steps_of
from ..subjects.descent.check import check_slopes
from ..subjects.descent.function import Objective, Start, read_objective
from ..subjects.descent.names import mark_of
from ..subjects.descent.rate import RATE, RESERVED, START_RATE, Rate, RateType
from ..subjects.descent.statement import descent_statement
from ..subjects.descent.stationary import stationary_section
from ..subjects.descent.stop import Stop, size_rule, zero_gradient
from ..subjects.descent.verdict import ZERO_GRADIENT, Verdict, judge
from ..working import Working

TOPIC = "Optimisers and descent"

SHOWN_ROWS = 14


class Problem(CommonProblem):
    """A function, a start, a learning rate and a number of iterations."""

    numbers_in = ("start",)

    function = Field(
        Text(), "the function, such as x^2 - y^2 or J(w) = (w - 3)^2", example='"f(x, y) = x^2 + 2*y^2"', option=True
    )
    start = Field(Start(), "a number for each variable", example="{x: 2, y: 3}", option=True)
    learning_rate = Field(
        RateType(),
        "a number, a list (one a step), or {schedule: step decay, start: 0.1, factor: 0.5, every: 10}",
        example="0.1",
        option=True,
    )
    iterations = Field(Whole(1, 1_000_000), "how many steps", example="20", option=True)
    first = Field(
        Whole(0, 50), "iterations written out from the start; the others stand in the table", default=3, option=True
    )
    stop = Field(Nested(Stop), "when to stop before that: {gradient: 1e-6}, {change: …} or {value: …}", default=None)
    letter = Field(Choice("α", "η"), "the letter of the learning rate", default="α", starter=False)

    objective: Objective  # once it was read

    def check(self, faults: Faults):
        """Reads the function over the variables of the start, and bounds the work."""
        if not self.has("function", "start"):
            return
        objective = read_objective(self.places["function"], self.start, faults, reserved=RESERVED)
        if objective is None:
            return
        self.objective = objective
        if self.has("iterations"):
            budget = BUDGET_CARRIED if self.precision.carry else BUDGET
            most = budget // (self.objective.cost + 8 * len(self.start))
            if self.iterations > most:
                faults.add(self.places["iterations"], f"at most {most} iterations of this function were expected")


def solve(problem: Problem) -> Working:
    """The gradient in symbols, the first iterations in full, the last one, a table of all, and a verdict."""
    return _Descent(problem).solution()


class _Descent:
    """One problem on its way to a solution."""

    def __init__(self, problem: Problem):
        self.problem, self.objective = problem, problem.objective
        self.rate: Rate = problem.learning_rate
        self.variables = self.objective.variables
        self.page = page = Working(problem)
        page.row({Round(1).old(name): value for name, value in problem.start.items()})
        page.row(self.rate.given(Round(1)))
        page.marks |= {START_RATE: Mark(problem.letter, "0"), RATE: Mark(problem.letter)}
        self.point(Round(1))

    # Steps

    def look(self, names: Round) -> list[Step]:
        """The function and its gradient at the point that round ``names`` begins with."""
        objective = self.objective
        steps = [Step(names.old(objective.name), objective.at(objective.formula, names.old))]
        return steps + self.slopes(names)

    def slopes(self, names: Round) -> list[Step]:
        return [
            Step(names.old(self.objective.slope_name(name)), self.objective.at(formula, names.old))
            for name, formula in self.objective.gradient.items()
        ]

    def move(self, names: Round) -> list[Step]:
        """The rate where it changes, and the new value of each variable."""
        steps = self.rate.steps(names, names.number - 1)
        for name in self.variables:
            change = Mul((self.rate.symbol(names), Symbol(names.old(self.objective.slope_name(name)))))
            steps.append(Step(names.new(name), Sub(Symbol(names.old(name)), change)))
        return steps

    def run(self) -> Trace:
        """All iterations by the same steps."""
        rounding, loop = self.problem.precision, Round(1, loop=True)
        values = evaluate([], rounding, self.page.given)
        given = dict(self.page.given)
        for name in self.variables:
            values[name] = values[Round(1).old(name)]
            given[name] = given[Round(1).old(name)]
        fixed = self.move(loop)
        rest = [step for step in fixed if step.name != loop.new(RATE)]
        listed = [self.rate.steps(loop, k) + rest for k in range(len(self.rate.listed))]

        def moves(number: int) -> list[Step]:
            return listed[min(number, len(listed)) - 1] if listed else fixed

        look = self.look(loop)
        watched = [*self.variables, *[step.name for step in look], RATE]
        stop = self.problem.stop
        slopes = [self.objective.slope_name(name) for name in self.variables]
        zero = size_rule(slopes, stop.zero if stop else zero_gradient())
        rule = stop and stop.rule(self.objective)
        return trace(look, moves, values, watched, self.problem.iterations, rounding, given, rule, zero)

    # The page

    def point(self, names: Round):
        """Marks for the names of one point."""
        self.page.marks[names.old(self.objective.name)] = mark_of(self.objective.name, names.number - 1)
        for name in self.variables:
            mark = mark_of(name, names.number - 1)
            self.page.marks[names.old(name)] = mark
            self.page.marks[names.old(self.objective.slope_name(name))] = Partial(Mark(self.objective.name), mark)

    def solution(self) -> Working:
        problem, objective, page = self.problem, self.objective, self.page
        found = self.run()
        if not found.rows:
            self.point(Round(1))
            evaluate(self.look(Round(1)), problem.precision, page.given, page.names)  # tells why it has no value
        last = found.count
        rate = float(found.at(last)[RATE]) if self.rate.changes and last else self._constant_rate()
        tolerance = problem.stop.tolerance if problem.stop else ZERO_GRADIENT
        verdict = judge(objective, found, rate, tolerance)
        ending: list[Section] = []
        if verdict.stationary:
            section, more = stationary_section(objective, verdict.stationary, page.marks)
            ending.append(section)
            page.given |= more
        stems = [*self.variables, objective.name, *map(objective.slope_name, self.variables)]
        lasts = {stem: numbered(stem, last) for stem in stems}
        words = usual_words(lasts, {name: numbered(name, min(1, last)) for name in self.variables})
        self.offer(lasts, last, ending)

        def write(asked: list[Name]):
            wanted = {number for number in map(number_of, asked) if number is not None}
            page.add([*self.sections(found, wanted), *ending])
            page.synonyms = on_page(words, page.sections)

        page.synonyms, page.write = words, write
        page.answers = [numbered(stem, last) for stem in (*self.variables, objective.name)]
        page.statement = descent_statement(problem)
        page.table(self.table(found), always=True)
        page.check(lambda solution: self.check(), always=True)
        page.note(*self.notes(found, verdict))
        return page

    def offer(self, lasts: dict[Name, Name], last: int, ending: list[Section]):
        """What may be asked for: a value of an iteration, or of the ``ending`` of the page."""
        page = self.page
        outright: dict[str, Name] = {}  # read letter by letter: x_1 is not the last x1
        for number in spoken_of(self.problem.asked or (), last):
            self.point(Round(number + 1))
            reached = {stem: numbered(stem, number) for stem in lasts}
            page.further += reached.values()
            outright |= spelt_once(reached, number)
            if self.rate.changes and number:
                page.further.append(self.rate_name(number))
        page.further += [step.name for step in steps_of(ending)]
        page.offered = (outright | lasts).get

    def rate_name(self, number: int) -> Name:
        """The name of the rate of an iteration, which is printed with its number."""
        name = Round(number).new(RATE)
        self.page.marks[name] = Mark(self.problem.letter, str(number))
        return name

    def _constant_rate(self) -> float:
        first = self.rate.numbers.get("start") or self.rate.listed[0]
        return constant(first)

    def sections(self, found: Trace, wanted: set[int]) -> list[Section]:
        """The gradient in symbols, the start, the first iterations, those asked for, and the last."""
        objective, last = self.objective, found.count
        stated: list[Step] = [Statement(objective.name, objective.formula)]
        for name, formula in objective.gradient.items():
            self.page.marks[objective.slope_name(name)] = Partial(Mark(objective.name), mark_of(name, None))
            reason = Says("gd_slope") if len(self.variables) > 1 else None
            stated.append(Statement(objective.slope_name(name), formula, reason))
        sections = [Section(Says("gd_gradient"), [Block(None, stated)])]
        written = {*range(1, min(self.problem.first, last) + 1), last, *wanted, *(number + 1 for number in wanted)}
        start = Step(Round(1).old(objective.name), objective.at(objective.formula, Round(1).old))
        sections.append(Section(Says("gd_start"), [Block(None, [start])]))
        for number in sorted(written - {0}):
            if number > last:
                continue
            sections.append(self.iteration(number, found, number - 1 in written | {0}))
        end = Round(last + 1)
        self.point(end)
        sections.append(Section(Says("gd_end", count=last), [Block(None, self.slopes(end))]))
        return sections

    def iteration(self, number: int, found: Trace, follows: bool) -> Section:
        """One iteration in full; where the one before is not written, its results are given."""
        names = Round(number)
        self.rate_name(number)
        self.point(names)
        self.point(Round(number + 1))
        value = Step(names.new(self.objective.name), self.objective.at(self.objective.formula, names.new))
        blocks = [Block(None, [*self.slopes(names), *self.move(names), value])]
        if not follows:
            before = found.at(number - 1)
            self.page.given |= {names.old(name): before[name] for name in self.variables}
            blocks.insert(0, jump([names.old(name) for name in self.variables]))
        return Section(Says("gd_iteration", count=number), blocks)

    def table(self, found: Trace) -> Table:
        """A row a point: the number of iterations, the variables, the function, the rate that led there."""
        slopes = [self.objective.slope_name(name) for name in self.variables] if len(self.variables) == 1 else []
        keys = [*self.variables, self.objective.name, *slopes] + ([RATE] if self.rate.changes else [])
        indices = [found.watched.index(key) for key in keys]
        rows = [[k, *["" if row[i] is None else row[i] for i in indices]] for k, row in enumerate(found.rows)]
        columns = ["gd_iteration", *[Says("name", name=key) for key in keys]]
        return Table(columns, rows, longest=SHOWN_ROWS, title=Says("table_steps"))

    def notes(self, found: Trace, verdict: Verdict) -> list[Says]:
        notes = list(verdict.says)
        if found.stopped:
            notes.append(Says("gd_stopped", count=found.count, text=self.problem.stop.text))
        elif self.problem.stop:
            notes.append(Says("gd_not_stopped", text=self.problem.stop.text))
        notes += [Says("note_sign")] if self.objective.kinked else []
        return [*notes, rounding_note(self.problem.precision)]

    def check(self) -> Says | None:
        """The gradient at the start against central differences."""
        objective, at = self.objective, Round(1).old
        slopes = {name: objective.at(formula, at) for name, formula in objective.gradient.items()}
        return check_slopes(objective, objective.at(objective.formula, at), slopes, self.page.given)
