"""The page of a problem of optimisers: rounds in full, a table of all, and what the conventions are."""

from __future__ import annotations

from ...formula.expr import symbols
from ...formula.marks import AnyMark, Applied, Mark, Names, Partial, lettered
from ...names import Name
from ...reading.problem import rounding_note
from ...resolver import Resolver
from ...solution import Block, Given, Says, Section, Solution, Statement, Step, Table, evaluate, needed
from ..descent.check import check_slopes
from ..descent.function import Objective
from ..descent.names import mark_of, said
from ..descent.rounds import Round, Trace, number_of, numbered, on_page, spelt_once, spoken_of, usual_words
from .course import Course
from .gradients import FromData
from .statement import OptimiserProblem, optimiser_statement

SHOWN_ROWS = 24


class Page:
    """One problem of optimisers on its way to a solution."""

    def __init__(self, problem: OptimiserProblem):
        self.problem, self.source = problem, problem.gradient_source
        self.courses = [course.anew() for course in problem.courses]
        self.several = len(self.courses) > 1
        self.objective: Objective | None = getattr(self.source, "objective", None)

    def solution(self) -> Solution:
        problem = self.problem
        traces = [course.run(problem.count, problem.precision) for course in self.courses]
        for course, found in zip(self.courses, traces, strict=True):
            if found.count < 1:  # tells why the first round has no value
                first = course.names(1)
                steps = [step for part in course.round(first) for step in part]
                steps = [*course.value(first, new=False), *steps, *course.value(first)]
                evaluate(steps, problem.precision, course.given | self.source.given)
        words = self.words(traces)
        asked = self.asked(traces, words)
        sections = self.stated()
        for course, found in zip(self.courses, traces, strict=True):
            own = [name for name in asked if name.at.run == course.settings.run]
            sections += self.rounds(course, found, {number for number in map(number_of, own) if number is not None})
        if asked:
            sections = needed(sections, asked)
        used = {name for section in sections for step in section.steps for name in symbols(step.formula)}
        table = self.table(traces)
        given = Given(self.source.given)
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
            names=self.names(asked),
            rounding=problem.precision,
            asked=asked,
            answers=self.answers(traces),
            table=table,
            notes=self.notes(traces),
            check=self.check(),
            detail=problem.detail,
            statement=optimiser_statement(problem),
            synonyms=on_page(words, sections),
        )

    def words(self, traces: list[Trace]) -> dict[str, Name]:
        """What values are called besides."""
        words: dict[str, Name] = {}
        for course, found in zip(self.courses, traces, strict=True):
            firsts = course.reached(min(1, found.count), found)
            made = {course.names(1).fixed(stem) for stem in course.written}
            renewed = {stem: name for stem, name in firsts.items() if stem in made}
            words |= usual_words(course.reached(found.count, found), renewed)
        return words

    def asked(self, traces: list[Trace], words: dict[str, Name]) -> list[Name]:
        """What is asked for: any value of any round."""
        texts = self.problem.asked or ()
        results: list[Name] = []
        outright: dict[str, Name] = {}  # read letter by letter: x_1 is not the last x1
        given = Given(self.source.given)
        for course, found in zip(self.courses, traces, strict=True):
            given |= course.given
            for number in spoken_of(texts, found.count):
                reached = course.reached(number, found)
                results += reached.values()
                outright |= spelt_once(reached, number)
            outright |= course.reached(found.count, found)
            if self.several:
                words = words | course.told_apart(results)
        resolver = Resolver(results, given, self.names([]), words, outright.get)
        return list(dict.fromkeys(map(resolver.asked, texts)))

    def stated(self) -> list[Section]:
        """The function and its gradient in symbols."""
        objective = self.objective
        if objective is None:
            return []
        steps: list[Step] = [Statement(objective.name, objective.formula)]
        steps += [Statement(objective.slope_name(v), part) for v, part in objective.gradient.items()]
        return [Section(Says("gd_gradient"), [Block(None, steps)])]

    def rounds(self, course: Course, found: Trace, asked: set[int]) -> list[Section]:
        """The rounds of one optimiser that are written in full."""
        last = found.count
        written = {*range(1, min(self.problem.first, last) + 1), last, *asked} - {0}
        title = course.settings.entry.title if not self.several else course.title
        sections = []
        start = course.value(course.names(1), new=False)
        if start or self.several:
            key = "opt_start" if self.several else "gd_start"
            block = Block(None, start, table=course.numbers() if self.several else None)
            sections.append(Section(Says(key, title=title), [block]))
        return sections + [course.section(k, found, k - 1 in written | {0}, title) for k in sorted(written)]

    def given_rows(self, used: set[Name]) -> list[list[Name]]:
        rows = list(self.source.rows)
        for course in self.courses[:1]:
            first = course.names(1)
            starts = [first.old(v) for v in course.variables]
            numbers = [name for name in course.constants() if name in used]
            states = [name for name in map(first.old, course.states) if name in used]
            rows += [starts] if self.several else [starts, numbers, states]
        return [row for row in rows if row]

    def names(self, asked: list[Name]) -> Names:
        """How names are printed; those that are ``asked`` with their optimiser where there are several: x₁₀(Adam)."""
        notation = self.problem.notation
        marks: dict[Name, AnyMark] = {}
        if self.objective:
            for v in self.objective.variables:
                marks[self.objective.slope_name(v)] = Partial(Mark(self.objective.name), mark_of(v, None))
        for course in self.courses:
            marks |= course.constants() | course.marks
            marks |= {course.names(1).fixed(stem): course.head(stem) for stem in course.stems}
            if self.several:
                own = [name for name in asked if name.at.run == course.settings.run and type(marks.get(name)) is Mark]
                marks |= {name: Applied(lettered(marks[name]), Mark(course.title)) for name in own}
        return Names(exact=marks | (notation.exact if notation else {}))

    def answers(self, traces: list[Trace]) -> list[Name]:
        names = []
        for course, found in zip(self.courses, traces, strict=True):
            names += [numbered(course.names(1).fixed(stem), found.count) for stem in course.reported]
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
        return Table(columns, cells, longest=SHOWN_ROWS, title=Says("table_steps"))

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
        return [*notes, rounding_note(self.problem.precision)]

    def check(self) -> Says | None:
        """The gradient at the start against central differences."""
        if self.objective is None:
            return None
        at = Round(1).old
        given = self.source.given | {at(v): value for v, value in self.problem.start.items()}
        return check_slopes(self.objective, self.source.value(at), self.source.slopes(at), given)
