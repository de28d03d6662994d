"""Names as data: every name of every page says what it is, and its spelling says the same to whoever reads it."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnsolve
from nnsolve.formula.expr import Symbol
from nnsolve.names import NOW, At, Name, Role, change, d, entry, gradient, new, read
from nnsolve.solution import Statement, Step, evaluate

from .names_of import check_names, parts

E, W5, NET = Name(Role.LOSS, "E"), Name(Role.PARAMETER, "w5"), Name(Role.NET, "net", "o1")
X = Name(Role.PARAMETER, "x")
AT2 = At(time=2)

# What a name says, and how it is spelt (``nnsolve.names``, the one table of spellings).
SPELT = [
    (W5, "w5"),
    (NET, "net_o1"),
    (d(E, W5), "dE/dw5"),
    (d(E, W5, At((1, 2))), "1.2.dE/dw5"),
    (d(NET, W5).moved(At((3,))), "3.dnet_o1/dw5"),
    (Name(Role.ERROR_TERM, NET), "delta_o1"),
    (Name(Role.ERROR_TERM, Name(Role.NET, "z", indices="^2")), "delta^2"),
    (Name(Role.CHAIN, NET), "chain_net_o1"),
    (new(W5), "new_w5"),
    (new(W5, At((3,))), "3.w5"),
    (new(W5, At((1, 2))), "1.2.w5"),
    (new(X, At(time=3)), "x@3"),
    (new(X, At(time=3, run="adam")), "adam.x@3"),
    (change(W5), "change_w5"),
    (Name(Role.AGAIN, NET), "again_net_o1"),
    (gradient(W5, At((1,))), "1.g_w5"),
    (d(Name(Role.LOSS, "f", at=AT2), new(X, AT2)), "df@2/dx@2"),
    (Name(Role.SHARE, E, Name(Role.PARAMETER, "w"), AT2), "dE/dw@2"),
    (Name(Role.DIRECT, Name(Role.RESULT, "y"), X), "d+y/dx"),
    (Name(Role.TANGENT, Name(Role.RESULT, "v1"), X), "dot_v1/dot_x"),
    (Name(Role.SIZE, "conv1", "width"), "conv1.width"),
    (entry(Name(Role.RESULT, "X"), 0, 1), "X[0,1]"),
    (d(E, entry(Name(Role.PARAMETER, "K1"), 0, 1)), "dE/dK1[0,1]"),
    (entry(d(E, Name(Role.PARAMETER, "K1")), 0, 1), "dE/dK1[0,1]"),
    (Name(Role.OUT, "a", indices="^2"), "a^2"),
    (Name(Role.OUT, "h", at=AT2), "h@2"),
]


@pytest.mark.parametrize(("name", "spelling"), SPELT, ids=[spelling for _, spelling in SPELT])
def test_spelling(name, spelling):
    """A name is its spelling: equal, hashed and looked up as it, and written to a file as it."""
    assert name == spelling
    assert hash(name) == hash(spelling)
    assert {spelling: 1}[name] == 1
    assert f"{name}" == spelling


@pytest.mark.parametrize("name", [name for name, _ in SPELT], ids=[spelling for _, spelling in SPELT])
@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda name: pickle.loads(pickle.dumps(name))])
def test_copies_say_the_same(name, copied):
    """A copy of a name still says what it is."""
    other = copied(name)
    assert type(other) is Name
    assert parts(other) == parts(name)


@pytest.mark.parametrize("glue", [lambda name: name + "_x", lambda name: "1." + name, lambda name: name + name])
def test_names_are_not_glued(glue):
    """A name put together from pieces would say nothing: it is refused."""
    with pytest.raises(TypeError, match="names are not glued"):
        glue(W5)


@pytest.mark.parametrize(
    ("text", "role", "of", "by", "rounds", "time"),
    [
        ("new_w5", Role.NEW, "w5", "", (), None),
        ("dE/dw5", Role.PARTIAL, "E", "w5", (), None),
        ("2.3.net_h1", Role.NET, "net", "h1", (2, 3), None),
        ("1.dE/dw11^2", Role.PARTIAL, "E", "w11^2", (1,), None),
        ("delta_o1", Role.ERROR_TERM, "net_o1", "", (), None),
        ("h@2", Role.RESULT, "h", "", (), "2"),
        ("df@2/dx@2", Role.PARTIAL, "f@2", "x@2", (), None),
        ("dE/dw@2", Role.SHARE, "E", "w", (), "2"),
        ("d+y/dx", Role.DIRECT, "y", "x", (), None),
        ("conv1.width", Role.SIZE, "conv1", "width", (), None),
        ("X[0,1]", Role.ENTRY, "X", "", (), None),
        ("change_b", Role.CHANGE, "b", "", (), None),
    ],
)
def test_reading_a_spelling(text, role, of, by, rounds, time):
    """Without the names of a problem a canonical spelling says its role, what it is of and by, and where it stands."""
    name = read(text)
    assert (name.role, name.of, name.by, name.at.rounds, name.at.time) == (role, of, by, rounds, time)
    assert name == text


@given(st.text(min_size=1, max_size=20))
def test_reading_any_text(text):
    """Whatever is read as a name has its text as its spelling."""
    assert str(read(text)) == text


@pytest.mark.parametrize("problem", nnsolve.library())
def test_every_name_of_the_library(problem):
    """No plain text stands for a name in any step, symbol, cell or list, and no two roles share a spelling."""
    for each in nnsolve.load(problem):
        solution = nnsolve.solve(each)
        for part in [part.solution for part in solution.parts] or [solution]:
            check_names(part)
            for step in part.steps:
                if type(step) is not Statement:
                    assert [parts(name) for name in part.resolver.meanings(str(step.name))] == [parts(step.name)]


HOSTILE = """
kind: graph
values: {new_x: 2, dE: 3, delta: 4, E_1: 5, change_w: 6, g_w: 7}
expression: y = new_x*dE + delta*E_1 + change_w*g_w
"""


def test_names_that_users_choose():
    """An input may be called as results are spelt elsewhere: what it is says the problem, not its letters."""
    solution = nnsolve.solve(nnsolve.loads(HOSTILE)[0])
    check_names(solution)
    for name in ("new_x", "dE", "delta", "E_1", "change_w", "g_w"):
        assert solution.resolver.given(name).role is Role.INPUT


def test_values_by_plain_names():
    """Steps with names and numbers by plain text meet: a name is hashed as its spelling."""
    steps = [Step(new(W5), Symbol(W5) + Symbol("c"))]
    assert evaluate(steps, given={"w5": 1.0, "c": 2.0})["new_w5"] == 3.0


def test_moved_and_bare():
    """A name at another place of the runs says the same otherwise."""
    moved = NET.moved(At((2, 1)))
    assert moved == "2.1.net_o1"
    assert parts(moved.bare) == parts(NET)
    assert NET.bare is NET
    assert NET.at is NOW
