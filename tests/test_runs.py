"""The same steps again: branches as data, epochs that are replayed, names of passes."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsolve.errors import EvaluationError
from nnsolve.formula.compiled import compiled
from nnsolve.formula.expr import ONE, ZERO, Chosen, Div, Expr, Mul, Num, Sub, Symbol
from nnsolve.formula.numbers import DOUBLES
from nnsolve.formula.repeated import PAYS
from nnsolve.formula.rounding import FULL, Rounding
from nnsolve.names import At, Name, Role, new
from nnsolve.runs import visits as runs
from nnsolve.runs.body import Body, When
from nnsolve.runs.unrolled import Unrolled
from nnsolve.runs.visits import Fed, Pass, Run
from nnsolve.solution import Step, evaluate

W, X, GAP = Name(Role.PARAMETER, "w"), Name(Role.INPUT, "x"), Name(Role.RESULT, "gap")
LEFT = Step(GAP, Sub(Symbol(X), Symbol(W)))
# w′ = w + (x − w)·½ where x is not w, else w.
BRANCH = When(Symbol(GAP), [Step(new(W), Symbol(W) + Div(Symbol(GAP), Num("2")))], [Step(new(W), Symbol(W))])
BODY = Body([LEFT, BRANCH], {W: new(W)})
EXACT = Rounding(exact=True)


def run_of(samples: list[str], epochs: int, rounding: Rounding = EXACT, body: Body = BODY) -> Run:
    """A run over samples in their order."""
    fed = [Fed({X: Num(sample)}) for sample in samples]

    def passes(epoch: int) -> list[Pass]:
        return [Pass(At((epoch, place + 1)), body, place, each) for place, each in enumerate(fed)]

    run = Run({W: ZERO}, [W], passes, rounding)
    run.go(epochs)
    return run


def by_hand(samples: list[str], epochs: int) -> list[Fraction]:
    """What each visit leaves, in fractions written apart."""
    w, left = Fraction(0), []
    for sample in samples * epochs:
        gap = Fraction(sample) - w
        w = w + gap / 2 if gap else w
        left.append(w)
    return left


def test_a_run_goes_on_from_what_was_left():
    """Each visit begins with what the one before has left."""
    run = run_of(["1", "3", "0"], 4)
    assert [visit.after[W] for visit in run.visits()] == by_hand(["1", "3", "0"], 4)
    assert run.final[W] == by_hand(["1", "3", "0"], 4)[-1]
    assert [visit.name for visit in run.epoch(2)] == ["2.1", "2.2", "2.3"]


@pytest.mark.parametrize("epochs", [1, 7, 40])
def test_what_was_not_kept_is_run_again(epochs, monkeypatch):
    """A visit of a long run is replayed from the nearest beginning, with the same numbers."""
    monkeypatch.setattr(runs, "MOST_KEPT", 0)
    monkeypatch.setattr(runs, "MOST_BEGUN", 3)
    run = run_of(["1", "3"], epochs)
    hand = by_hand(["1", "3"], epochs)
    for epoch in (1, epochs // 2 + 1, epochs):
        visit = run.visit((epoch, 2))
        assert visit is not None
        assert visit.after[W] == hand[2 * epoch - 1]
    assert [visit.after[W] for visit in run.visits()] == hand


@pytest.mark.parametrize("rounds", [(), (1,), (0, 1), (3, 1), (1, 0), (1, 3), (1, 1, 1)])
def test_no_such_visit(rounds):
    """There is no visit beyond the epochs that were run, and none of another form."""
    assert run_of(["1", "2"], 2).visit(rounds) is None


def test_a_branch_that_is_not_taken_leaves_no_steps():
    """Where the test is 0 the visit has no step of the branch, and keeps what it began with."""
    first, second = run_of(["2", "1"], 1).epoch(1)
    assert list(first.values) == [GAP, new(W)]
    assert list(second.values) == [GAP]
    assert second.after == second.before == {W: 1}


@given(st.floats(-4, 4), st.sampled_from([0.0, 1.0, -2.5]))
def test_branches_are_compiled_as_they_are_evaluated(w, gap):
    """A formula that chooses gives the same where it is evaluated, compiled, or unrolled."""
    formula = Chosen(Symbol(GAP), Mul((Symbol(W), Symbol(GAP), Symbol(GAP))), Sub(Symbol(W), ONE))
    by_compiling = compiled([(new(W), formula)], [W, GAP], [new(W)])(w, gap)[0]
    assert by_compiling == formula.evaluate({W: w, GAP: gap}, DOUBLES) == (w * gap * gap if gap else w - 1)


def test_only_the_branch_that_is_taken_is_computed():
    """A division by 0 in the other branch is no fault, before and after the loop is compiled."""
    safe = When(Symbol(X), [Step(new(W), Div(ONE, Symbol(X)))], [Step(new(W), ZERO)])
    run = run_of(["0", "4"], PAYS + 2, FULL, Body([safe], {W: new(W)}))
    assert {visit.after[W] for visit in run.visits()} == {0.0, 0.25}


def test_steps_of_the_page_give_what_the_run_gives():
    """The unrolled steps of a run, evaluated as a page, give the values of its visits."""
    run = run_of(["1", "3", "3"], 3)
    unrolled, steps, numbers = Unrolled([W]), [], {W: ZERO}
    for visit in run.visits():
        numbers |= unrolled.given(visit.of)
        steps += unrolled.steps(visit)
    values = evaluate(steps, EXACT, numbers)
    for visit in run.visits():
        name = new(W, visit.at)
        assert values[unrolled.held.get(name, name)] == visit.after[W]


def test_a_number_that_grows_too_large_is_told_with_its_visit():
    """What leaves the doubles is called by its name, epoch and place."""
    grows: Expr = Mul((Symbol(W), Num("1e200")))
    body = Body([Step(new(W), grows + Symbol(X))], {W: new(W)})
    with pytest.raises(EvaluationError, match=r"epoch 2, visit 1: w is too large"):
        run_of(["1", "1"], 3, FULL, body)
