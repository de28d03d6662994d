"""The page of a problem of optimisers: rounds in full, a table of all, and what the conventions are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ...formula.marks import Applied, Mark, Partial, lettered
from ...given import Given
from ...names import Name
from ...reading.problem import rounding_note
from ...runs.iterations import rows_of
from ...runs.rounds import Round, number_of
from ...runs.unrolled import iterated
from ...solution import Block, Column, Says, Step, Table
from ...working import Working
from ..descent.check import check_slopes
from ..descent.function import Objective
from ..descent.names import mark_of, said
from .course import Course
from .gradients import FromData
from .statement import OptimiserProblem, optimiser_statement

SHOWN_ROWS = 24


def optimiser_solution(problem: OptimiserProblem) -> Working:
    """The first rounds of every optimiser, the last one and those that are asked for; a table of all."""
    page, several = Working(problem), len(problem.courses) > 1
    courses = [course.anew(several) for course in problem.courses]
    for course in courses:
        course.run(problem.count, problem.precision)
    for course in courses:
        page.synonyms |= course.words()
        page.answers += course.last()
    page.subtitle = ", ".join(course.entry.title for course in courses)
    page.statement = optimiser_statement(problem)
    page.offer(lambda wanted: _write(page, courses, wanted), _reached(page, courses), shown=True)
    _give(page, courses)
    page.unfold = iterated(partial(_lines, courses), problem.count, page.given)
    _list_given(page, courses)
    page.table(_table(courses), always=True)
    page.check(lambda solution: _checked(problem), always=True)
    page.note(*_notes(courses), rounding_note(problem.precision))
    return page


def _lines(courses: list[Course], number: int) -> list[Step]:
    """What all optimisers compute in a round."""
    found: list[Step] = []
    for course in courses:
        found += course.lines(number)
    return found


def _reached(page: Working[OptimiserProblem], courses: list[Course]) -> Iterator[Name]:
    """What may be asked for: any value of any round, of which the page learns how it is called."""
    for course in courses:
        offers = course.offers(page.problem.asked or ())
        page.spelt |= offers.words
        for stem, name in offers.after(course.trace.count).items():
            page.spelt[stem] = name
        if course.several:
            page.synonyms |= course.told_apart(offers.names)
        yield from offers.names
    _give(page, courses)


def _give(page: Working[OptimiserProblem], courses: list[Course]):
    """What is given, and how it and what is written so far are printed."""
    page.given = Given(page.problem.gradient_source.given)
    for course in courses:
        page.given |= course.given
        page.marks |= course.every_mark()


def _write(page: Working[OptimiserProblem], courses: list[Course], wanted: list[Name]):
    """The function and its gradient in symbols, then the rounds of each optimiser."""
    objective = page.problem.gradient_source.objective
    if objective is not None:
        _state(page, objective)
    for course in courses:
        own = [name for name in wanted if name.at.run == course.settings.run]
        rounds = [number for number in map(number_of, own) if number is not None]
        course.write(page, page.problem.first, rounds)
    _give(page, courses)
    for course in courses:
        if course.several:
            _tell_apart(page, course, wanted)


def _state(page: Working[OptimiserProblem], objective: Objective):
    """The function and its gradient in symbols."""
    page.section(Says("gd_gradient"), Block())
    page.state(objective.name, objective.formula)
    for name, part in objective.gradient.items():
        slope = objective.slope_name(name)
        page.state(slope, part)
        page.marks[slope] = Partial(Mark(objective.name), mark_of(name, None))


def _tell_apart(page: Working[OptimiserProblem], course: Course, asked: list[Name]):
    """What is asked for is printed with its optimiser: x₁₀(Adam)."""
    for name in asked:
        mark = page.marks.get(name)
        if name.at.run == course.settings.run and type(mark) is Mark:
            page.marks[name] = Applied(lettered(mark), Mark(course.title))


def _list_given(page: Working[OptimiserProblem], courses: list[Course]):
    """The numbers that are listed above; those of a single optimiser only where they are used."""
    course = courses[0]
    first = course.names(1).old
    page.rows = [*page.problem.gradient_source.rows, list(map(first, course.variables))]
    if not course.several:
        own = [list(course.constants()), list(map(first, course.states))]
        page.rows += own
        page.spare.update(*own)


def _table(courses: list[Course]) -> Table:
    """A row a step: of one optimiser all it keeps, of several what they are compared by."""
    columns: list[Says] = [Column("opt_step", "opt_column_step")]
    for course in courses:
        columns += map(course.heading, course.columns())
    rows = rows_of([(course.trace, course.columns()) for course in courses])
    return Table(columns, rows, longest=SHOWN_ROWS, title=Says("page_table_steps"))


def _notes(courses: list[Course]) -> list[Says]:
    """What was computed, in which conventions, and which optimiser came lowest."""
    notes: list[Says] = []
    for course in courses:
        notes += course.says()
    source = courses[0].source
    if source.objective is not None and source.objective.kinked:
        notes.append(Says("page_note_sign"))
    if isinstance(source, FromData):
        notes.append(Says("opt_batches", count=len(source.batches), size=source.batch))
    if len(courses) > 1 and source.name:
        least, best = min([(course.final(source.name), k) for k, course in enumerate(courses)])
        notes.append(Says("opt_lowest", title=courses[best].title, value=said(least), f=str(source.name)))
    return notes


def _checked(problem: OptimiserProblem) -> Says | None:
    """The gradient at the start against central differences; a list of gradients has none."""
    source, at = problem.gradient_source, Round(1).old
    value = source.value(at)
    if source.objective is None or value is None:
        return None
    given = source.given | {at(name): value for name, value in problem.start.items()}
    return check_slopes(source.objective, value, source.slopes(at), given)
