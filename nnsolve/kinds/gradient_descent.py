"""Gradient descent on any function that is written down: its gradient, the steps, and where they lead."""

from __future__ import annotations

from collections.abc import Callable

from ..formula.expr import Mul, Sub, Symbol
from ..formula.marks import Mark, Partial
from ..names import Name
from ..reading.problem import CommonProblem, rounding_note
from ..reading.schema import Choice, Field, Nested, Text, Whole, constant, together
from ..reading.yamlfile import Faults
from ..runs.body import Body
from ..runs.iterations import BUDGET, BUDGET_CARRIED, Iteration, Trace, Watch, no_gaps, rows_of, trace, unsettled
from ..runs.rounds import Round, Spoken, jump, number_of, numbered, usual_words
from ..runs.unrolled import iterated
from ..solution import Block, Column, Says, Section, Statement, Step, Table, evaluate
from ..subjects.descent.check import check_slopes
from ..subjects.descent.function import Objective, Start, read_objective
from ..subjects.descent.names import mark_of
from ..subjects.descent.rate import RATE, RESERVED, START_RATE, Rate, RateType
from ..subjects.descent.statement import descent_statement
from ..subjects.descent.stationary import stationary_section
from ..subjects.descent.stop import Stop, size_rule, zero_gradient
from ..subjects.descent.verdict import ZERO_GRADIENT, Slopes, Verdict, judge
from ..working import Working

TOPIC = "Optimisers and descent"
PLOTS = ("descent", "course")
COURSE = ("gd_iteration", "", "plot_iteration", "")

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

    @together("function", "start")
    def objective(self, faults: Faults) -> Objective | None:
        """The function over the variables of the start."""
        return read_objective(self.places["function"], self.start, faults, reserved=RESERVED)

    def check(self, faults: Faults):
        """Bounds the work."""
        if self.has("objective", "iterations"):
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
        self.by = {name: self.objective.slope_name(name) for name in self.variables}
        self.stems = [*self.variables, self.objective.name, *self.by.values()]
        self.watched = [*self.stems, RATE]
        stop = problem.stop
        self.slopes = Slopes(self.objective, self.watched, stop.tolerance if stop else ZERO_GRADIENT)
        self.page = page = Working(problem)
        page.row({Round(1).old(name): value for name, value in problem.start.items()})
        page.row(self.rate.given(Round(1)))
        page.marks |= {START_RATE: Mark(problem.letter, "0"), RATE: Mark(problem.letter)}
        self.point(Round(1))

    # Steps

    def value(self, at: Callable[[Name], Name]) -> Step:
        """The function at a point."""
        return Step(at(self.objective.name), self.objective.at(self.objective.formula, at))

    def gradient(self, at: Callable[[Name], Name]) -> list[Step]:
        """The slopes at a point."""
        gradient = self.objective.gradient
        return [Step(at(slope), self.objective.at(gradient[name], at)) for name, slope in self.by.items()]

    def move(self, names: Round) -> list[Step]:
        """The new value of each variable."""
        steps = []
        for name, slope in self.by.items():
            change = Mul((self.rate.symbol(names), Symbol(names.old(slope))))
            steps.append(Step(names.new(name), Sub(Symbol(names.old(name)), change)))
        return steps

    def lines(self, number: int) -> list[Step]:
        """What an iteration computes, and the slopes where it leads; of number 0 those at the start."""
        names, end = Round(number), Round(number + 1).old
        moved = [*self.rate.steps(names, number - 1), *self.move(names)] if number else []
        return [*moved, self.value(end), *self.gradient(end)]

    def run(self) -> Trace:
        """All iterations by the same steps."""
        rounding, loop = self.problem.precision, Round(1, loop=True)
        values = evaluate([], rounding, self.page.given)
        given = dict(self.page.given)
        for name in self.variables:
            first = Round(1).old(name)
            values[name], given[name] = values[first], given[first]
        moves = self.moves(loop)

        def move(number: int) -> Body:
            return moves[min(number, len(moves)) - 1]

        look = Body([self.value(loop.old), *self.gradient(loop.old)], {})
        stop = self.problem.stop
        zero = size_rule([*self.by.values()], stop.zero if stop else zero_gradient())
        watch = Watch(stop.rule(self.objective) if stop else no_gaps, zero, self.slopes.heed)
        count = self.problem.iterations
        return trace(Iteration(look, move), values, self.watched, count, rounding, given, watch)

    def moves(self, loop: Round) -> list[Body]:
        """What the rounds do in the loop, one body for each rate that is listed; the last one stays."""
        carried = {name: loop.new(name) for name in self.variables}
        if self.rate.changes:
            carried[RATE] = loop.new(RATE)
        rates = [self.rate.steps(loop, k) for k in range(len(self.rate.listed) or 1)]
        return [Body([*rate, *self.move(loop)], carried) for rate in rates]

    # The page

    def point(self, names: Round):
        """Marks for the names of one point."""
        marks = self.page.marks
        marks[names.old(self.objective.name)] = mark_of(self.objective.name, names.number - 1)
        for name, slope in self.by.items():
            mark = mark_of(name, names.number - 1)
            marks[names.old(name)] = mark
            marks[names.old(slope)] = Partial(Mark(self.objective.name), mark)

    def solution(self) -> Working:
        """The page, once all iterations were run."""
        problem, page = self.problem, self.page
        found = self.run()
        if found.count < 0:
            steps = [self.value(Round(1).old), *self.gradient(Round(1).old)]
            evaluate(steps, problem.precision, page.given, page.names)  # tells why it has no value
        verdict = judge(self.objective, found, self.slopes, self.last_rate(found))
        self.offer(found)
        if verdict.stationary:
            section, more = stationary_section(self.objective, verdict.stationary, page.marks)
            page.add([section])
            page.given |= more
        page.unfold = iterated(self.lines, found.count, page.given)
        page.answers = [numbered(stem, found.count) for stem in (*self.variables, self.objective.name)]
        page.statement = descent_statement(problem)
        page.table(self.table(found), always=True)
        page.check(lambda solution: self.check(), always=True)
        page.note(*self.notes(found, verdict))
        return page

    def offer(self, found: Trace):
        """The iterations, and those of all that may be asked for."""
        page, last = self.page, found.count
        lasts = {stem: numbered(stem, last) for stem in self.stems}
        firsts = {name: numbered(name, min(1, last)) for name in self.variables}
        offers = Spoken(self.problem.asked or (), last, self.reached)
        page.synonyms = usual_words(lasts, firsts)
        page.spelt = offers.words | lasts

        def write(wanted: list[Name]):
            numbers = {number for number in map(number_of, wanted) if number is not None}
            page.add(self.sections(found, numbers))

        page.offer(write, offers.names, shown=True)

    def reached(self, number: int) -> dict[Name, Name]:
        """What has a value after an iteration: its name without the number, and its name there, which gets its mark."""
        self.point(Round(number + 1))
        names = {stem: numbered(stem, number) for stem in self.stems}
        if self.rate.changes and number:
            names[RATE] = self.rate_name(number)
        return names

    def rate_name(self, number: int) -> Name:
        """The name of the rate of an iteration, which is printed with its number."""
        name = Round(number).new(RATE)
        self.page.marks[name] = Mark(self.problem.letter, str(number))
        return name

    def last_rate(self, found: Trace) -> float:
        """The rate of the last iteration; of the first where none was made."""
        if self.rate.changes and found.count:
            return float(found.at(found.count)[RATE])
        return constant(self.rate.numbers.get("start") or self.rate.listed[0])

    def sections(self, found: Trace, wanted: set[int]) -> list[Section]:
        """The gradient in symbols, the start, the first iterations, those asked for, and the last."""
        last = found.count
        written = {*range(1, min(self.problem.first, last) + 1), last}
        for number in wanted:  # its values, and the slopes that it leads to
            written |= {number, number + 1}
        numbers = sorted(number for number in written if 0 < number <= last)
        sections = [self.stated(), Section(Says("gd_start"), [Block(None, [self.value(Round(1).old)])])]
        for number in numbers:
            sections.append(self.iteration(number, found, number - 1 in (0, *written)))
        end = Round(last + 1)
        self.point(end)
        sections.append(Section(Says("gd_end", count=last), [Block(None, self.gradient(end.old))]))
        return sections

    def stated(self) -> Section:
        """The function and its gradient in symbols."""
        objective = self.objective
        steps: list[Step] = [Statement(objective.name, objective.formula)]
        reason = Says("gd_slope") if len(self.variables) > 1 else None
        for name, formula in objective.gradient.items():
            self.page.marks[self.by[name]] = Partial(Mark(objective.name), mark_of(name, None))
            steps.append(Statement(self.by[name], formula, reason))
        return Section(Says("gd_gradient"), [Block(None, steps)])

    def iteration(self, number: int, found: Trace, follows: bool) -> Section:
        """One iteration in full; where the one before is not written, its results are given."""
        names = Round(number)
        self.rate_name(number)
        self.point(names)
        self.point(Round(number + 1))
        rate = self.rate.steps(names, number - 1)
        blocks = [Block(None, [*self.gradient(names.old), *rate, *self.move(names), self.value(names.new)])]
        if not follows:
            before = found.at(number - 1)
            self.page.given |= {names.old(name): before[name] for name in self.variables}
            blocks.insert(0, jump([names.old(name) for name in self.variables]))
        return Section(Says("gd_iteration", count=number), blocks)

    def table(self, found: Trace) -> Table:
        """A row a point: the number of iterations, the variables, the function, the rate that led there."""
        keys = self.stems if len(self.variables) == 1 else [*self.variables, self.objective.name]
        if self.rate.changes:
            keys = [*keys, RATE]
        columns = [Column("gd_iteration", "gd_column_iteration"), *[Says("page_name", name=key) for key in keys]]
        return Table(columns, rows_of([(found, keys)]), longest=SHOWN_ROWS, title=Says("page_table_steps"))

    def notes(self, found: Trace, verdict: Verdict) -> list[Says]:
        """How it ends, and in which conventions it was computed."""
        notes = list(verdict.says)
        stop = self.problem.stop
        if stop and found.stopped:
            notes.append(Says("gd_stopped", count=found.count, text=stop.text))
        elif stop:
            notes.append(Says("gd_not_stopped", text=stop.text))
        if self.objective.kinked:
            notes.append(Says("page_note_sign"))
        return [*notes, *unsettled(found), rounding_note(self.problem.precision)]

    def check(self) -> Says | None:
        """The gradient at the start against central differences."""
        objective, at = self.objective, Round(1).old
        slopes = {name: objective.at(formula, at) for name, formula in objective.gradient.items()}
        return check_slopes(objective, self.value(at).formula, slopes, self.page.given)
