"""Optimisers step by step, from plain gradient descent to Adam and Lion; several side by side."""

from __future__ import annotations

from ..differences import check_gradients
from ..formula.expr import Expr, symbols
from ..formula.names import Mark, Names, Partial
from ..objective.asked import Indexed
from ..objective.function import Objective, Start, read_objective
from ..objective.names import mark_of, said
from ..objective.rate import RESERVED, RateType
from ..objective.rounds import BUDGET, BUDGET_CARRIED, Round, Trace
from ..optimisers.course import SHARED_NAMES, WRITTEN, Course
from ..optimisers.entry import PRESETS
from ..optimisers.gradients import FromData, FromFunction, FromList
from ..optimisers.read import OptimiserType, settle
from ..optimisers.samples import DataType, GradientsType
from ..problem import CommonProblem, rounding_note
from ..schema import Choice, Field, Text, Whole
from ..solution import Block, Says, Section, Solution, Statement, Step, Table, evaluate, needed

SHOWN_ROWS = 24


class Problem(CommonProblem):
    """One or several optimisers, and a function, a function of data, or a list of gradients."""

    optimizer = Field(
        OptimiserType(),
        "its name, its name with options (adam: {beta1: 0.9}), or a list to compare: gd, momentum, nesterov, adagrad, "
        "rmsprop, adadelta, adam, adamw, amsgrad, adamax, nadam, lion",
        example="adam",
        option=True,
    )
    preset = Field(
        Choice(*PRESETS),
        "whose conventions: those of the paper, of pytorch, of keras, or of the course notes",
        example="paper",
        option=True,
    )
    function = Field(
        Text(),
        "the function, such as x^2 + 10*y^2 or J(w) = (w - 3)^2",
        default=None,
        example='"f(x, y) = x^2 + 10*y^2"',
    )
    gradients = Field(
        GradientsType(), "a list of gradients instead of a function, one a step", default=None, starter=False
    )
    data = Field(DataType(), "samples: their columns stand in the function as well; the loss is the mean", default=None)
    batch_size = Field(
        Whole(1, 10_000), "samples in a step: 1 for SGD, more for mini-batches", default=None, option=True
    )
    start = Field(Start(), "a number for each parameter", example="{x: 1, y: 1}", option=True)
    learning_rate = Field(
        RateType(),
        "a number, a list, or {schedule: step decay, start: 0.1, factor: 0.5, every: 10}; the preset's unless told",
        default=None,
        example="0.1",
        option=True,
    )
    iterations = Field(
        Whole(1, 200_000),
        "how many steps; of a list of gradients, one for each",
        default=None,
        example="10",
        option=True,
    )
    first = Field(
        Whole(0, 30), "steps written out from the start; the others stand in the table", default=2, option=True
    )

    courses: list[Course] = []
    source = None

    def check(self, faults):
        """Settles every option, reads the function, and bounds the work."""
        wanted = [key for key in ("function", "gradients") if key in self.places]
        if len(wanted) != 1:
            node = self.places.get("gradients") or self.places.get("optimizer")
            return faults.add(node, "write one of function: and gradients:", wanted[1] if wanted else "")
        settled = []
        if self.has("optimizer", "preset") and (self.learning_rate or "learning_rate" not in self.places):
            settled = settle(self.optimizer, self.preset, self.learning_rate, faults)
        if not self.has("start", wanted[0]) or ("data" in self.places and not self.has("data")):
            return
        reserved = {option.letter for each in settled for option in each.entry.options.values()}
        reserved |= {*RESERVED, *SHARED_NAMES}
        self.source = self._from_list(faults) if self.gradients else self._from_function(faults, reserved)
        self._clashes(settled, faults)
        if self.source and settled and not faults.found:
            self.courses = [Course(each, self.source, self.start, len(settled) > 1) for each in settled]
            self._bound(faults)
        return None

    def _from_function(self, faults, reserved):
        node = self.places["function"]
        columns = tuple(self.data[0]) if self.data else ()
        objective = read_objective(node, self.start, faults, columns, reserved)
        if "iterations" not in self.places:
            faults.add(node, "iterations: is missing: how many steps are wanted", "")
        if self.data and not self.has("batch_size"):
            faults.add(self.places["data"], f"batch_size: is missing: 1 for SGD, {len(self.data)} for all the data", "")
        elif self.batch_size and not self.data:
            faults.add(self.places["batch_size"], "batch_size: goes with data:, which is missing")
        elif self.data and self.batch_size > len(self.data):
            faults.add(self.places["batch_size"], f"at most {len(self.data)} was expected, the number of samples")
        if objective is None or faults.found:
            return None
        return FromData(objective, self.data, self.batch_size) if self.data else FromFunction(objective)

    def _from_list(self, faults):
        for key in ("data", "batch_size"):
            if key in self.places:
                faults.add(self.places[key], f"{key}: goes with function:, not with a list of gradients", key)
        if "" in self.start:
            self.start["w"] = self.start.pop("")
        listed = self.gradients.of(list(self.start), faults)
        if self.iterations and self.iterations > len(self.gradients.rows):
            faults.add(self.places["iterations"], f"the list holds {len(self.gradients.rows)} gradients only")
        return listed and FromList(list(self.start), listed)

    def _clashes(self, settled, faults):
        """Notes parameters that are called as the page calls something else, such as m_x beside x."""
        for each in settled:
            kept = {*WRITTEN, *each.entry.states, *each.entry.marks}
            taken = {f"{state}_{name}" for state in kept for name in self.start}
            for name in taken & {*self.start}:
                faults.add(
                    self.places["start"], "this name stands for something else here; choose another letter", name
                )

    @property
    def count(self) -> int:
        """The number of rounds."""
        return self.iterations or len(self.gradients.rows)

    def _bound(self, faults):
        budget = BUDGET_CARRIED if self.digits.carry else BUDGET
        cost = sum(course.cost for course in self.courses)
        most = max(1, budget // cost)
        if cost > budget // 20:
            faults.add(
                self.places.get("data") or self.places["start"], "these samples are too many for a worked page", ""
            )
        elif self.count > most:
            place = self.places.get("iterations") or self.places["gradients"]
            faults.add(place, f"at most {most} steps of this problem were expected", str(self.count))


def solve(problem: Problem) -> Solution:
    """The first rounds of every optimiser in full, the last one, and a table of all."""
    return _Page(problem).solution()


class _Page:
    """One problem on its way to a solution."""

    def __init__(self, problem: Problem):
        self.problem, self.source, self.courses = problem, problem.source, problem.courses
        self.several = len(self.courses) > 1
        self.objective: Objective | None = getattr(self.source, "objective", None)

    def solution(self) -> Solution:
        problem = self.problem
        traces = [course.run(problem.count, problem.digits) for course in self.courses]
        for course, found in zip(self.courses, traces, strict=True):
            if found.count < 1:  # tells why the first round has no value
                names = Round(1, course.prefix)
                steps = [step for part in course.round(names) for step in part]
                steps = [*course.value(names, new=False), *steps, *course.value(names)]
                evaluate(steps, problem.digits, course.given | self.source.given)
        wanted = self.asked(traces)
        sections = self.stated() + [
            section
            for course, found in zip(self.courses, traces, strict=True)
            for section in self.rounds(course, found, {n for stem, n in wanted if stem.startswith(course.prefix)})
        ]
        names = [f"{stem}_{number}" for stem, number in wanted]
        if names:
            sections = needed(sections, names)
        used = {name for section in sections for step in section.steps for name in symbols(step.formula)}
        table = self.table(traces)
        given: dict = dict(self.source.given)
        for course in self.courses:
            given |= course.given
        return Solution(
            kind="optimizer",
            title=problem.title,
            subtitle=", ".join(course.settings.entry.title for course in self.courses),
            source=problem.source,
            given=given,
            given_rows=self.given_rows(used),
            sections=sections,
            names=self.names(),
            rounding=problem.digits,
            asked=names,
            answers=self.answers(traces),
            table=table,
            notes=self.notes(traces),
            check=self.check(),
            detail=problem.detail,
        )

    def asked(self, traces: list[Trace]) -> list[tuple[str, int]]:
        if not self.problem.asked:
            return []
        stems = [
            course.prefix + stem for course, found in zip(self.courses, traces, strict=True) for stem in found.watched
        ]
        later = {
            course.prefix + stem: 1 for course in self.courses for stem in course.written if stem not in course.begun
        }
        indexed = Indexed(stems, min(found.count for found in traces), later)
        return [indexed.understand(text) for text in self.problem.asked]

    def stated(self) -> list[Section]:
        """The function and its gradient in symbols."""
        if self.objective is None:
            return []
        steps: list[Step] = [Statement(self.objective.name, self.objective.formula)]
        steps += [Statement(f"d{self.objective.name}/d{v}", part) for v, part in self.objective.gradient.items()]
        return [Section(Says("gd_gradient"), [Block(None, steps)])]

    def rounds(self, course: Course, found: Trace, asked: set[int]) -> list[Section]:
        """The rounds of one optimiser that are written in full."""
        last = found.count
        written = {*range(1, min(self.problem.first, last) + 1), last, *asked} - {0}
        title = course.settings.entry.title if not self.several else course.title
        sections = []
        start = course.value(Round(1, course.prefix), new=False)
        if start or self.several:
            key = "opt_start" if self.several else "gd_start"
            block = Block(None, start, table=course.numbers() if self.several else None)
            sections.append(Section(Says(key, title=title), [block]))
        return sections + [course.section(k, found, k - 1 in written | {0}, title) for k in sorted(written)]

    def given_rows(self, used: set[str]) -> list[list[str]]:
        rows = list(self.source.rows)
        for course in self.courses[:1]:
            starts = [f"{course.prefix}{v}_0" for v in course.variables]
            numbers = [name for name in course.given if name in used and name in course.constants()]
            states = [f"{course.prefix}{stem}_0" for stem in course.states if f"{course.prefix}{stem}_0" in used]
            rows += [starts] if self.several else [starts, numbers, states]
        return [row for row in rows if row]

    def names(self) -> Names:
        notation, marks = self.problem.notation, {}
        if self.objective:
            for v in self.objective.variables:
                marks[f"d{self.objective.name}/d{v}"] = Partial(Mark(self.objective.name), mark_of(v, None))
        for course in self.courses:
            marks |= course.constants() | course.marks
            marks |= {f"{course.prefix}{stem}": mark_of(stem, None) for stem in (*course.variables, self.source.name)}
        return Names(exact=marks | (notation.exact if notation else {}))

    def answers(self, traces: list[Trace]) -> list[str]:
        names = []
        for course, found in zip(self.courses, traces, strict=True):
            names += [f"{course.prefix}{stem}_{found.count}" for stem in (*course.variables, self.source.name) if stem]
        return names

    def table(self, traces: list[Trace]) -> Table:
        """A row a step: of one optimiser all it keeps, of several what they are compared by."""
        columns: list = ["opt_step"]
        cells: list[list] = [[k] for k in range(max(found.count for found in traces) + 1)]
        for course, found in zip(self.courses, traces, strict=True):
            for stem in course.columns(self.several, found.watched):
                column = found.column(stem)
                for k, row in enumerate(cells):
                    value = column[k] if k < len(column) else None
                    row.append("" if value is None else value)
                columns.append(course.heading(stem, self.several))
        return Table(columns, cells, longest=SHOWN_ROWS)

    def notes(self, traces: list[Trace]) -> list[Says]:
        notes = []
        for course, found in zip(self.courses, traces, strict=True):
            notes += course.conventions(self.several)
            if found.broken:
                notes.append(Says("opt_broken", title=course.title, count=found.broken))
        if isinstance(self.source, FromData):
            notes.append(Says("opt_batches", count=len(self.source.batches), size=self.source.batch))
        if self.several and self.source.name:
            values = [
                (float(found.column(self.source.name)[-1]), course)
                for course, found in zip(self.courses, traces, strict=True)
            ]
            least, best = min(values, key=lambda pair: pair[0])
            notes.append(Says("opt_lowest", title=best.title, value=said(least), f=self.source.name))
        return [*notes, rounding_note(self.problem.digits)]

    def check(self) -> Says | None:
        """The gradient at the start against central differences."""
        if self.objective is None:
            return None
        at = Round(1)
        given: dict[str, Expr] = self.source.given | {at.old(v): value for v, value in self.problem.start.items()}
        steps = [Step("value", self.source.value(at.old))]
        slopes = self.source.slopes(at.old)
        gradients = {at.old(v): f"slope {v}" for v in slopes}
        values = evaluate(steps + [Step(f"slope {v}", formula) for v, formula in slopes.items()], given=given)
        return check_gradients(steps, given, "value", gradients, values)
