"""The builder's sections, notes and numbers: what stands on the whole page only, what stands there always."""

from __future__ import annotations

import pytest

from nnsolve.errors import AskedError
from nnsolve.formula.expr import TWO, Expr, Num, Symbol
from nnsolve.names import Name, Role
from nnsolve.reading.problem import CommonProblem
from nnsolve.solution import Block, Says, Section, Solution, Step
from nnsolve.working import Working, finish

X, OLD = Name(Role.INPUT, "x"), Name(Role.RESULT, "old")
A, B, C = (Name(Role.RESULT, letter) for letter in "abc")


def problem(asked: list[str] | None = None) -> CommonProblem:
    """A problem that has only the keys of every kind."""
    found = CommonProblem()
    for name, field in CommonProblem.fields().items():
        setattr(found, name, field.default)
    found.asked, found.command = asked, "loss"
    return found


def section(key: str, **formulas: Expr) -> Section:
    """A section of steps by name."""
    return Section(Says(key), [Block(None, [Step(Name(Role.RESULT, name), it) for name, it in formulas.items()])])


def written(asked: list[str] | None = None) -> Solution:
    """The page writes a = 2·3 and c = 2·b; b = 2·a stands in a table, and is a line where it is asked for."""
    page = Working(problem(asked))
    page.give(X, Num("3"))
    page.give(OLD, Num("9"))
    page.untold = {OLD}
    page.offer(lambda wanted: None, [OLD])
    a, c = TWO * Symbol(X), TWO * Symbol(B)
    page.add([Section(Says("data"), [])], whole=True)
    page.brief([section("brief", a=a, c=c)])
    page.add([section("every", a=a, b=TWO * Symbol(A), c=c)], shown=False)
    page.results = {A: 6, B: 12, C: 24}
    page.answers = [C, Name(Role.RESULT, "nowhere")]
    page.note(Says("always"))
    page.note(Says("whole_page"), lambda solution: None, always=False)
    return finish(page)


def titles(solution: Solution) -> list[str]:
    """The sections of a page by their titles."""
    return [section.title.key for section in solution.sections]


def test_the_whole_page_is_brief():
    """It borrows what it does not write, reports what is there, and writes nothing twice."""
    solution = written()
    assert titles(solution) == ["data", "brief"]
    assert [step.name for step in solution.steps] == ["a", "c"]
    assert solution.given[B] == 12 and set(solution.results) == {"b"}
    assert solution.answers == {"c": 24}
    assert [note.key for note in solution.notes] == ["always", "whole_page"]


def test_what_is_asked_for_is_written_out():
    """All that leads there is a line, below the data; no number is borrowed."""
    solution = written(["c"])
    assert titles(solution) == ["data", "every"]
    assert [step.name for step in solution.steps] == ["a", "b", "c"]
    assert set(solution.given) == {"x", "old"} and not solution.results
    assert solution.values[C] == 24
    assert [note.key for note in solution.notes] == ["always"]


def test_a_number_out_of_a_table_may_be_asked_for():
    """It is no number of the problem, as x is."""
    page = Working(problem(["old"]))
    page.give(OLD, Num("9"))
    page.untold = {OLD}
    page.offer(lambda wanted: None, [OLD])
    assert page.asked() == ["old"]
    with pytest.raises(AskedError, match="it is given"):
        written(["x"])


def test_what_is_asked_for_is_named_whole():
    """A count that stands in a sum as its layer keeps its own name where it is asked for."""
    page = Working(problem())
    page.marks[A], page.heads[A] = "layer", "count"
    page.name_whole([A])
    assert str(page.names.mark(A).base) == "a" and A not in page.heads


def test_steps_that_are_alike_have_one_reason():
    """Where several steps are of one pattern, the reason stands beside the first."""
    page = Working(problem())
    page.section(Says("data"))
    page.block()
    page.alike([(A, Num("1")), (B, Num("2"))], Says("network_change"))
    assert [step.reason and step.reason.key for step in page.steps] == ["network_change", None]


@pytest.mark.parametrize(("asked", "kept"), [(None, ["data"]), (["a"], ["whole_page"])])
def test_a_section_says_where_it_stands(asked: list[str] | None, kept: list[str]):
    """One that is not shown is written only where a result of it is asked for."""
    page = Working(problem(asked))
    page.section(Says("data"))
    page.block(steps=[Step(B, Num("2"))])
    page.section(Says("whole_page"), shown=False)
    page.block(steps=[Step(A, Num("1"))])
    assert titles(finish(page)) == kept


def offering(asked: list[str] | None, shown: bool = False) -> tuple[Solution, list[list[Name]]]:
    """A page that offers b = 2·a between a and c; with the names that were wanted of it, once for each writing."""
    page, wanted = Working(problem(asked)), []
    page.add([section("before", a=TWO)])

    def write(names: list[Name]) -> None:
        wanted.append(names)
        page.add([section("offered", b=TWO * Symbol(A))])

    page.offer(write, [B], lambda text: B if text == "second" else None, shown)
    page.add([section("behind", c=TWO)])
    return finish(page), wanted


@pytest.mark.parametrize(
    ("asked", "kept", "wanted"),
    [
        (None, ["before", "behind"], []),
        (["c"], ["behind"], []),
        (["b"], ["before", "offered"], [[B]]),
        (["second", "c"], ["before", "offered", "behind"], [[B]]),
    ],
)
def test_what_is_offered_is_written_where_it_is_wanted(asked, kept, wanted):
    """It stands at its place, however late it is written; it is found by its name, or by a spelling of its own."""
    solution, written = offering(asked)
    assert titles(solution) == kept
    assert written == wanted


def test_an_offer_may_stand_on_the_whole_page():
    """It is written where nothing at all is asked for; the results are told in the order of the page."""
    solution, written = offering(None, shown=True)
    assert titles(solution) == ["before", "offered", "behind"] and written == [[]]
    with pytest.raises(AskedError, match="Results: a, b, c"):
        offering(["nowhere"])
