"""The resolver: a text means the name that is called so, printed so or spelt so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnsolve
from nnsolve.called import called_in_formulas
from nnsolve.errors import AskedError
from nnsolve.formula.marks import Mark, Names
from nnsolve.names import At, Name, Role, change, d, new
from nnsolve.resolver import Resolver

SLOPE = d(Name(Role.LOSS, "E"), Name(Role.OUT, "out", "o1"))


@pytest.mark.parametrize("text", list(called_in_formulas(SLOPE)))
def test_every_word_of_a_derivative(text):
    """Of more than a hundred ways to call a derivative each is understood, the last as the first."""
    assert Resolver([SLOPE]).meanings(text) == [SLOPE]


NEAR = [
    ("o1_2", ["o1_2"], ["o1_2"]),
    ("o12", ["o1_2"], ["o1_2"]),
    ("o1_2", ["o12"], ["o12"]),
    ("o_{1,11}", ["o1_11", "o11_1"], ["o1_11"]),
    ("o111", ["o1_11", "o11_1"], ["o1_11", "o11_1"]),
    ("o1_11", ["o11_1"], []),
    ("", ["o1"], []),
]


@pytest.mark.parametrize(("text", "names", "meant"), NEAR)
def test_numbers_stay_apart(text, names, meant):
    """Two numbers may be written in one, but never cut at another place."""
    assert Resolver([Name(Role.RESULT, name) for name in names]).meanings(text) == meant


E, NET, OUT = Name(Role.LOSS, "E"), Name(Role.NET, "net", "h1"), Name(Role.OUT, "out", "h1")
W5, I1 = Name(Role.PARAMETER, "w5"), Name(Role.INPUT, "i1")
NETWORK = Resolver([NET, OUT, E, d(E, W5), Name(Role.ERROR_TERM, NET), change(W5), new(W5)], [W5, I1])
# What books and students write, and what it means where it is asked for.
USUAL = [
    *((text, "net_h1") for text in ("net_h1", "I_h1", "z_h1", "in_h1", "net h1", "net_{h_1}", "neth1")),
    *((text, "out_h1") for text in ("O_h1", "a_h1", "h1", "o_h1", "out_{h1}")),
    *((text, "delta_h1") for text in ("Err_h1", "δ_h1", r"\delta_{h1}", "dE/dnet_h1", "∂E/∂z_h1", "dE_total/dnet_h1")),
    *((text, "E") for text in ("Error", "Loss", "E_total", "E_tot", "total error", "cost", "J")),
    *(
        (text, "new_w5")
        for text in ("w5", "w_5", "w₅", "new w5", "w5(new)", "w5'", "w₅′", "w5+", "w_5^{new}", "w5_new")
    ),
    *(
        (text, "dE/dw5")
        for text in ("∂E/∂w₅", "gradient of w5", "grad w5", r"\frac{\partial E}{\partial w_5}", "dL/dw5")
    ),
    *(
        (text, "dE/dw5")
        for text in ("dError/dw_5", "frac(∂ E, ∂ w_(5))", "(∂E)/(∂w5)".replace("(", "").replace(")", ""))
    ),
    *((text, "change_w5") for text in ("Δw5", "Δw_5", "delta w5", "change of w5", r"\Delta w_{5}")),
]


@pytest.mark.parametrize(("text", "name"), USUAL)
def test_the_usual_words(text, name):
    """Whatever books call a value means it; the bare name of a parameter is its new value."""
    assert NETWORK.asked(text) == name


def test_three_questions():
    """Asked, a parameter is its new value; answered too, unless the given one is repeated; given, the given one."""
    assert NETWORK.asked("w5") == new(W5)
    assert NETWORK.answered("w_5", lambda name: False) == [new(W5)]
    assert NETWORK.answered("w_5", lambda name: True) == [W5]
    assert NETWORK.given("w_5") == W5
    assert NETWORK.given("h1") == OUT


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("i1", "‘i1’ is not a result of this problem: it is given"),
        ("out_h", "Did you mean ‘out_h1’"),
        ("zzz", "Results: new_w5, net_h1|Results: w5, net_h1"),
        ("", "is not a result"),
        ("x" * 5000, "is not a result"),
        ("\x1b[31m", r"\\x1b"),
        ("dE/d", "is not a result"),
    ],
)
def test_what_means_nothing(text, message):
    """A text that means nothing is refused with the nearest name or the results, printable whatever it holds."""
    with pytest.raises(AskedError, match=message):
        NETWORK.asked(text)


def test_several_meanings_are_choices():
    """Of values printed alike none is taken silently; that outside of all visits is meant by the bare name."""
    visits = [NET.moved(At((visit,))) for visit in (1, 2)]
    with pytest.raises(AskedError, match=r"‘net_h₁’ may mean 1\.net_h1, 2\.net_h1 here"):
        Resolver(visits).asked("net_h₁")
    assert Resolver([*visits, NET]).asked("net_h₁") == NET


def test_what_is_written_alike_at_the_start_and_the_end():
    """p₁ on the page is that of the start and that of the end: it is neither silently; spelt out it is one."""
    end = Name(Role.OUT, "predicted", "1")
    start = end.moved(At(time=0))
    resolver = Resolver([start, end], [], Names(exact={start: Mark("p", "1"), end: Mark("p", "1")}))
    assert resolver.meanings("p₁") == [start, end]
    assert resolver.meanings("predicted_1") == [end]


def test_the_only_visit_need_not_be_said():
    """net_h1 and z_h1 are those of the only visit, and of two visits neither, also where one has no such step."""
    first, second = NET.moved(At((1,))), OUT.moved(At((2,)))
    marks = Names(exact={first: Mark("s", "h1"), second: Mark("s", "h1")})
    for text in ("net_h1", "z_h1"):
        assert Resolver([first], [], marks).meanings(text) == [first]
        assert Resolver([first, second], [], marks).meanings(text) == []


def test_who_writes_the_visit_spells():
    """1.∂E/∂w₅ is 1.dE/dw5, also where the mean of the first batch is printed ∂E/∂w₅ where there are no accents."""
    at = At((1,))
    one, mean = d(E, W5, at), Name(Role.GRADIENT, "g", W5, at)
    marks = Names(exact={one: Mark("∂E(1)/∂w", "5"), mean: Mark("∂E/∂w", "5")}, heads={one: "∂E/∂w₅"})
    assert Resolver([one, mean], [], marks).meanings("1.∂E/∂w₅") == [one]


def test_a_numbered_map_is_not_the_only_net():
    """s beside conv1 is the stride that is printed S."""
    conv, stride = Name(Role.NET, "conv1"), Name(Role.SIZE, "conv1", "S")
    assert Resolver([conv], [stride], Names(exact={stride: Mark("S")})).meanings("s") == [stride]


@pytest.mark.parametrize("text", ["d" * 100 + "/d" * 90, "dd/" * 90 + "d" * 20, "frac(" * 100_000])
def test_derivatives_within_derivatives(text):
    """d…d/d…d is taken apart once, and a long text is cut; else it would take longer than anybody waits."""
    assert NETWORK.meanings(text) == []
    assert NETWORK.nearest(text) == ""


def test_the_last_of_many_iterations():
    """x is the last x, x_3 and x₃ the third; dE/dx the last derivative."""
    x = Name(Role.PARAMETER, "x")
    rounds = [new(x, At(time=number)) for number in range(1, 6)]
    slopes = [d(E.moved(At(time=3)), rounds[2]), d(E.moved(At(time=4)), rounds[3])]
    marks = Names(exact={name: Mark("x", str(name.at.time)) for name in rounds})
    resolver = Resolver([*rounds, *slopes], [], marks)
    assert resolver.asked("x") == "x@5"
    assert resolver.asked("x₃") == resolver.asked("x_3") == resolver.asked("x@3") == resolver.asked("x^3") == "x@3"
    assert resolver.asked("dE/dx") == "dE@4/dx@4"
    assert resolver.asked("dE/dx_3") == resolver.asked("dE/dx@3") == "dE@3/dx@3"


@given(st.text(max_size=400))
def test_any_text(text):
    """A text of any kind means names of the problem, or nothing."""
    assert set(NETWORK.meanings(text)) <= set(NETWORK.known)


def test_one_name_given_twice():
    """Of two numbers for one name none is taken silently, however it is spelt."""
    solution = nnsolve.solve(nnsolve.load("two-two-two")[0])
    with pytest.raises(AskedError, match="‘w_5’ gives w5 twice"):
        nnsolve.evaluate(solution, given={"w5": 0.5, "w_5": 0.6})


def test_capital_letters():
    """W2 is the matrix of layer 2 and no weight w2, and W3 is nothing; else capitals make no difference."""
    matrix = Name(Role.PARAMETER, "W", indices="^2")
    weights = Resolver([new(matrix), NET], [matrix], synonyms={"w2": new(matrix)})
    assert weights.asked("W2") == weights.asked("W₂") == "new_W^2"
    assert (
        weights.meanings("W3") == Resolver([new(matrix)], [matrix], synonyms={"w3": new(matrix)}).meanings("W3") == []
    )
    assert NETWORK.asked("W_5") == "new_w5"
    assert weights.asked("NET_H1") == "net_h1"
