"""The builder: what is written once on it is solved, asked for, checked and printed as any page is."""

from __future__ import annotations

import math

import pytest

import nnsolve
from nnsolve.differences import check_gradients
from nnsolve.errors import AskedError, ClashError
from nnsolve.formula.activations import ACTIVATIONS
from nnsolve.formula.expr import HALF, TWO, Mul, Num, Pow, Sub, Symbol
from nnsolve.formula.marks import Mark
from nnsolve.names import At, Name, Role, change, d, new
from nnsolve.reading.problem import CommonProblem
from nnsolve.solution import Says
from nnsolve.working import Working, finish

U, W, B = (Name(Role.PARAMETER, letter) for letter in "uwb")
RATE, TARGET, LOSS = Name(Role.RATE, "η"), Name(Role.TARGET, "y"), Name(Role.LOSS, "E")
X, NET, H = Name(Role.INPUT, "x"), Name(Role.NET, "net"), Name(Role.OUT, "h")
TANH = ACTIVATIONS["tanh"].function


def problem(**keys) -> CommonProblem:
    """A problem that has only the keys of every kind."""
    found = CommonProblem()
    for name, field in CommonProblem.fields().items():
        setattr(found, name, keys.get(name, field.default))
    found.command = "recurrent"
    return found


def recurrent(**keys):
    """One tanh unit over three steps: forward formulas alone are written, the builder adds the rest."""
    page = Working(problem(**keys))
    page.row({U: Num("0.5"), W: Num("0.8"), B: Num("0.1")})
    page.row({X.moved(At(time=t)): Num(text) for t, text in enumerate(("0.5", "0.7", "0.2"), 1)})
    page.row({H.moved(At(time=0)): Num("0"), TARGET: Num("1"), RATE: Num("0.5")})
    page.section(Says("page_forward_pass"))
    out, nets = Symbol(H.moved(At(time=0))), []
    for t in (1, 2, 3):
        at = At(time=t)
        page.block()
        net = page.step(NET.moved(at), Symbol(U) * Symbol(X.moved(at)) + Symbol(W) * out + Symbol(B))
        out = page.step(H.moved(at), TANH(net))
        nets.append(net.name)
        page.marks |= {net.name: Mark("net", str(t)), out.name: Mark("h", str(t)), X.moved(at): Mark("x", str(t))}
    page.block()
    page.step(LOSS, Mul((HALF, Pow(Sub(Symbol(TARGET), out), TWO))))
    deltas = {net: Name(Role.ERROR_TERM, net, at=net.at) for net in nets}
    page.differentiate(LOSS, stations=nets, shares=(U, W, B), alias=deltas, inline=True)
    page.section(Says("page_backward", name=LOSS))
    for name in (W, U, B):
        slope = page.gradient(name)
        moved = page.step(change(name), -(Symbol(RATE) * slope))
        page.answer(new(name), Symbol(name) + moved)
    forward = page.sections[0].steps
    gradients = {name: d(LOSS, name) for name in (U, W, B)}
    page.check(lambda solution: check_gradients(forward, page.given, LOSS, gradients, solution.values))
    return finish(page)


def by_hand() -> dict[str, float]:
    """The same numbers by plain arithmetic, the gradients by central differences."""

    def error(u: float, w: float, b: float) -> float:
        h = 0.0
        for x in (0.5, 0.7, 0.2):
            h = math.tanh(u * x + w * h + b)
        return (1 - h) ** 2 / 2

    start = {"u": 0.5, "w": 0.8, "b": 0.1}
    found = {"E": error(**start)}
    for name, value in start.items():
        up, down = (error(**start | {name: value + step}) for step in (1e-6, -1e-6))
        found[f"new_{name}"] = value - 0.5 * (up - down) / 2e-6
    return found


def test_forward_formulas_are_enough():
    """The page holds error terms from the last step back, a share a use, their sums and the new values."""
    solution = recurrent()
    written = [step.name for step in solution.steps]
    order = ["delta@3", "delta@2", "delta@1", "dE/dw@3", "dE/dw@2", "dE/dw@1", "dE/dw", "new_w"]
    places = [written.index(name) for name in order]
    assert places == sorted(places)
    values = solution.values
    assert {name: values[name] for name in by_hand()} == pytest.approx(by_hand(), rel=1e-8)
    assert solution.answers.keys() == {"new_w", "new_u", "new_b"}
    assert solution.check.key == "page_checked"
    assert nnsolve.render(solution, "text")


def test_what_is_asked_for_is_all_that_stands_there():
    """Of one new value only what leads there is kept; nothing below stands on a page of an answer."""
    whole, asked = recurrent(), recurrent(asked=["b"])
    assert asked.asked == ["new_b"]
    names = {step.name for step in asked.steps}
    assert {"delta@1", "dE/db@3"} <= names < {step.name for step in whole.steps}
    assert not {"dE/du", "new_w"} & names
    assert asked.check is None
    with pytest.raises(AskedError, match="it is given"):
        recurrent(asked=["x@2"])
    with pytest.raises(AskedError, match="not a result"):
        recurrent(asked=["delta@4"])


def test_one_name_is_one_thing():
    """A name that is given has no second number, and no step has it."""
    page = Working(problem())
    page.give(U, Num("1"))
    with pytest.raises(ClashError):
        page.give(U, Num("2"))
    page.section(Says("page_forward_pass"))
    page.block()
    page.step(U, Num("3"))
    with pytest.raises(ClashError):
        finish(page)
