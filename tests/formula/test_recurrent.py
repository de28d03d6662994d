"""Back through time by the one chain rule: recurrent units, gates and tied weights, written with forward formulas only.

The net inputs are stations, so that every error term is written once; parameters give a share for each of their uses.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy
import pytest

from nnsolve.formula.activations import ACTIVATIONS
from nnsolve.formula.arrays import Hadamard, MatMul, Total, Transpose
from nnsolve.formula.derive import Backward
from nnsolve.formula.expr import HALF, Add, Call, Expr, Mul, Num, Pow, Sub, Symbol, symbols
from nnsolve.formula.functions import tanh
from nnsolve.formula.numbers import DOUBLES
from nnsolve.names import At, Name, Role

ERROR = Name(Role.LOSS, "E")
sigmoid = ACTIVATIONS["sigmoid"].function

Given = dict[Name, object]
Steps = list[tuple[Name, Expr]]


def at(word: str, time: int, role: Role = Role.OUT) -> Symbol:
    """The value of a word at a time: h@2."""
    return Symbol(Name(role, word, at=At(time=time)))


def parameter(word: str) -> Symbol:
    """A parameter, the same at all times."""
    return Symbol(Name(Role.PARAMETER, word))


def delta(time: int) -> Name:
    """The error term of a time: delta@2."""
    return Name(Role.ERROR_TERM, Name(Role.NET, "net"), at=At(time=time))


class Written:
    """The backward pass of a target, with all values."""

    def __init__(self, steps: Steps, given: Given, ask: list[Name], alias: dict[Name, Name], **options):
        self.steps: Steps = []
        self.roles: dict[Name, str] = {}
        sizes = {name: numpy.shape(value) for name, value in given.items()}
        backward = Backward(steps, ERROR, self._take, alias=alias, sizes=sizes, **options)
        self.gradients = {name: backward.gradient(name) for name in ask}
        self.values = values_of(steps + self.steps, given)

    def _take(self, name: Name, formula: Expr, role: str, of: tuple[Name, ...]):
        self.steps.append((name, formula))
        self.roles[name] = role

    @property
    def names(self) -> list[str]:
        """What is written, in order."""
        return [str(name) for name, _ in self.steps]

    def used(self, name: str) -> set[str]:
        """The names in the formula of a step."""
        return set(symbols(dict(self.steps)[name]))


def values_of(steps: Steps, given: Given) -> dict:
    """The values of steps in their order."""
    values = dict(given)
    for name, formula in steps:
        values[name] = formula.evaluate(values, DOUBLES)
    return values


def differences(loss: Callable[[Given], float], given: Given, name: Name) -> numpy.ndarray:
    """Central differences of a loss, computed by a plain loop of the test's own, by all entries of a parameter."""
    value = numpy.asarray(given[name], dtype=float)
    found = numpy.zeros(value.shape)
    for place in numpy.ndindex(*value.shape):
        moved = numpy.zeros(value.shape)
        moved[place] = 1e-5
        found[place] = (loss({**given, name: value + moved}) - loss({**given, name: value - moved})) / 2e-5
    return found


def plain(given: Given) -> dict[str, object]:
    """The given values by their words."""
    return {str(name): value for name, value in given.items()}


# One tanh unit over three steps: the worked page of a recurrent unit, its numbers recomputed by hand


U, V, B = map(parameter, "uwb")
INPUTS = {1: 0.5, 2: 0.7, 3: 0.2}


def one_unit() -> tuple[Steps, Given]:
    """net_t = u·x_t + w·h_(t−1) + b, h_t = tanh(net_t), E = ½(1 − h_3)²."""
    steps: Steps = []
    for t in INPUTS:
        net = at("net", t, Role.NET)
        steps.append((net.name, U * at("x", t) + V * at("h", t - 1) + B))
        steps.append((at("h", t).name, tanh(net)))
    steps.append((ERROR, Mul((HALF, Pow(Sub(Num("1"), at("h", 3)), Num("2"))))))
    given: Given = {U.name: 0.5, V.name: 0.8, B.name: 0.1, at("h", 0).name: 0.0}
    given |= {at("x", t).name: x for t, x in INPUTS.items()}
    return steps, given


def one_unit_loss(given: Given) -> float:
    """The same in plain Python."""
    own, h = plain(given), 0.0
    for t in INPUTS:
        h = math.tanh(own["u"] * own[f"x@{t}"] + own["w"] * h + own["b"])
    return (1 - h) ** 2 / 2


@pytest.fixture(params=[True, False], ids=["inline", "factors"])
def unit(request) -> Written:
    """The backward pass of one unit, by w, u and b."""
    steps, given = one_unit()
    nets = [at("net", t, Role.NET).name for t in INPUTS]
    alias = {net: delta(net.at.time) for net in nets}
    ask = [V.name, U.name, B.name]
    return Written(steps, given, ask, alias, stations=nets, shares=ask, inline=request.param)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("delta@3", -0.256047),
        ("delta@2", -0.127022),
        ("delta@1", -0.0901197),
        ("dE/dw@3", -0.157815),
        ("dE/dw@2", -0.0427271),
        ("dE/dw@1", 0),
        ("dE/dw", -0.200542),
        ("dE/du@3", -0.0512094),
        ("dE/du@2", -0.0889154),
        ("dE/du@1", -0.0450599),
        ("dE/du", -0.185185),
        ("dE/db", -0.473189),
    ],
)
def test_numbers_of_the_page(unit, name, value):
    """Error terms, shares and their sums are those worked out by hand, to six digits."""
    assert unit.values[name] == pytest.approx(value, rel=4e-6)


def test_order_and_names(unit):
    """The error terms stand first, from the last step back; then of each parameter the shares, and their sum."""
    main = [name for name in unit.names if unit.roles[name] != "local"]
    gradients = [f"{name}{time}" for name in ("dE/dw", "dE/du", "dE/db") for time in ("@3", "@2", "@1", "")]
    deltas = [name for name in main if name.startswith("delta")]
    assert deltas == ["delta@3", "delta@2", "delta@1"]
    assert main[-len(gradients) :] == gradients
    assert unit.names.index("delta@1") < unit.names.index("dE/dw@3")
    assert [unit.roles[name] for name in gradients[:4]] == ["share", "share", "share", "shares"]
    assert len(set(unit.names)) == len(unit.names)


def test_chains_end_at_stations(unit):
    """A share holds nothing from above the error term of its step; an error term nothing above the next."""
    local = {name for name, role in unit.roles.items() if role == "local"}
    for t in INPUTS:
        for name in "wub":
            used = unit.used(f"dE/d{name}@{t}") - local
            assert {f"delta@{t}"} <= used <= {f"delta@{t}", f"x@{t}", f"h@{t - 1}"}
    for t in (1, 2):
        used = unit.used(f"delta@{t}") - local
        assert {f"delta@{t + 1}"} <= used <= {f"delta@{t + 1}", f"h@{t}", "w"}
    assert unit.used("dE/dw") == {"dE/dw@3", "dE/dw@2", "dE/dw@1"}


def test_one_unit_by_differences(unit):
    """The gradients are the central differences of a plain loop."""
    _, given = one_unit()
    for name, gradient in unit.gradients.items():
        assert unit.values[gradient] == pytest.approx(differences(one_unit_loss, given, name), rel=1e-7)


# Two units, matrices, a loss at every step


DOWN_W, ACROSS_W, BIAS, OUT_W = map(parameter, ("U", "W", "b", "V"))


def two_units() -> tuple[Steps, Given]:
    """net_t = U·x_t + W·h_(t−1) + b, h_t = tanh(net_t), E = Σ_t ½|y_t − V·h_t|²."""
    random = numpy.random.default_rng(11)
    given: Given = {
        DOWN_W.name: random.normal(size=(2, 3)),
        ACROSS_W.name: random.normal(size=(2, 2)),
        BIAS.name: random.normal(size=(2, 1)),
        OUT_W.name: random.normal(size=(1, 2)),
        at("h", 0).name: numpy.zeros((2, 1)),
    }
    steps: Steps = []
    for t in INPUTS:
        given[at("x", t).name] = random.normal(size=(3, 1))
        given[at("y", t).name] = random.normal(size=(1, 1))
        net = at("net", t, Role.NET)
        steps.append((net.name, MatMul(DOWN_W, at("x", t)) + MatMul(ACROSS_W, at("h", t - 1)) + BIAS))
        steps.append((at("h", t).name, tanh(net)))
        gap = Sub(at("y", t), MatMul(OUT_W, at("h", t)))
        steps.append((at("E", t, Role.TERM).name, Mul((HALF, Total(Pow(gap, Num("2")))))))
    steps.append((ERROR, Add([at("E", t, Role.TERM) for t in INPUTS])))
    return steps, given


def two_units_loss(given: Given) -> float:
    """The same in NumPy."""
    own, total = plain(given), 0.0
    h = own["h@0"]
    for t in INPUTS:
        h = numpy.tanh(own["U"] @ own[f"x@{t}"] + own["W"] @ h + own["b"])
        total += ((own[f"y@{t}"] - own["V"] @ h) ** 2).sum() / 2
    return total


@pytest.mark.parametrize("inline", [True, False], ids=["inline", "factors"])
def test_two_units_in_matrices(inline):
    """The shares of U, W, b and V over three steps add up to the central differences; δ₃, δ₂, δ₁ come first."""
    steps, given = two_units()
    nets = [at("net", t, Role.NET).name for t in INPUTS]
    ask = [ACROSS_W.name, DOWN_W.name, BIAS.name, OUT_W.name, at("h", 0).name]
    alias = {net: delta(net.at.time) for net in nets}
    written = Written(steps, given, ask, alias, stations=nets, shares=ask[:4], inline=inline)
    for name, gradient in written.gradients.items():
        assert numpy.allclose(written.values[gradient], differences(two_units_loss, given, name), rtol=1e-6, atol=1e-8)
    places = [written.names.index(name) for name in ("delta@3", "delta@2", "delta@1", "dE/dW@3")]
    assert places == sorted(places)
    shares = ["dE/dW@3", "dE/dW@2", "dE/dW@1", "dE/dW"]
    assert [name for name in written.names if name in shares] == shares
    for t in INPUTS:
        own = {"W": f"h@{t - 1}", "U": f"x@{t}"}
        for word, below in own.items():
            assert written.used(f"dE/d{word}@{t}") == {f"delta@{t}", below}
        outer = written.values[f"delta@{t}"] @ given.get(f"h@{t - 1}", written.values[f"h@{t - 1}"]).T
        assert numpy.allclose(written.values[f"dE/dW@{t}"], outer, rtol=1e-14)


# A cell with gates


GATES = ("f", "i", "g", "o")
GATE_WEIGHTS = {gate: [parameter(f"{letter}_{gate}") for letter in ("u", "w", "b")] for gate in GATES}


def gated() -> tuple[Steps, Given]:
    """f, i, o = σ(net), g = tanh(net), c_t = f·c_(t−1) + i·g, h_t = o·tanh(c_t), and a squared error at every step."""
    random = numpy.random.default_rng(5)
    given: Given = {each.name: float(random.normal()) for gate in GATES for each in GATE_WEIGHTS[gate]}
    given |= {at("h", 0).name: 0.3, at("c", 0).name: -0.2}
    steps: Steps = []
    for t in INPUTS:
        given |= {at("x", t).name: float(random.normal()), at("y", t).name: float(random.normal())}
        for gate, (u, w, b) in GATE_WEIGHTS.items():
            net = at(f"net_{gate}", t, Role.NET)
            steps.append((net.name, u * at("x", t) + w * at("h", t - 1) + b))
            steps.append((at(gate, t).name, Call(tanh if gate == "g" else sigmoid, net)))
        f, i, g, o = (at(gate, t) for gate in GATES)
        steps.append((at("c", t).name, f * at("c", t - 1) + i * g))
        steps.append((at("h", t).name, o * tanh(at("c", t))))
        steps.append((at("E", t, Role.TERM).name, Mul((HALF, Pow(Sub(at("y", t), at("h", t)), Num("2"))))))
    steps.append((ERROR, Add([at("E", t, Role.TERM) for t in INPUTS])))
    return steps, given


def gated_loss(given: Given) -> float:
    """The same in plain Python."""
    own, total = plain(given), 0.0
    h, c = own["h@0"], own["c@0"]
    for t in INPUTS:
        net = {gate: own[f"u_{gate}"] * own[f"x@{t}"] + own[f"w_{gate}"] * h + own[f"b_{gate}"] for gate in GATES}
        f, i, o = (1 / (1 + math.exp(-net[gate])) for gate in "fio")
        c = f * c + i * math.tanh(net["g"])
        h = o * math.tanh(c)
        total += (own[f"y@{t}"] - h) ** 2 / 2
    return total


@pytest.mark.parametrize("inline", [True, False], ids=["inline", "factors"])
@pytest.mark.parametrize("cells", [True, False], ids=["cells are stations", "nets alone"])
def test_a_cell_with_gates(inline, cells):
    """Gradients of a gated cell with a loss at every step are central differences; each gate's shares run backwards."""
    steps, given = gated()
    ask = [each.name for weights in GATE_WEIGHTS.values() for each in weights]
    stations = [at(f"net_{gate}", t, Role.NET).name for t in INPUTS for gate in GATES]
    stations += [at(word, t).name for t in INPUTS for word in ("c", "h") if cells]
    alias = {name: Name(Role.RESULT, f"delta_{name.of}", at=name.at) for name in stations}
    written = Written(
        steps, given, [*ask, at("h", 0).name, at("c", 0).name], alias, stations=stations, shares=ask, inline=inline
    )
    for name, gradient in written.gradients.items():
        assert written.values[gradient] == pytest.approx(differences(gated_loss, given, name), rel=1e-6, abs=1e-9)
    for gate in GATES:
        shares = [f"dE/dw_{gate}@{t}" for t in (3, 2, 1)]
        assert [name for name in written.names if name in shares] == shares
        for t, share in zip((3, 2, 1), shares, strict=True):
            assert f"delta_net_{gate}@{t}" in written.used(share)
            assert written.values[share] == pytest.approx(
                written.values[f"delta_net_{gate}@{t}"] * written.values[f"h@{t - 1}"], rel=1e-14
            )
    last = max(written.names.index(str(alias[name])) for name in stations)
    assert last < min(written.names.index(f"dE/d{name}@3") for name in ask)


# A tied matrix: an autoencoder


def autoencoder() -> tuple[Steps, Given]:
    """h = σ(W·x + b), r = Wᵀ·h + c, E = ½ Σ (x − r)²."""
    random = numpy.random.default_rng(3)
    w, b, c, x = map(parameter, "Wbcx")
    code, net, back = (Symbol(Name(Role.OUT, word)) for word in ("h", "z", "r"))
    given: Given = {
        w.name: random.normal(size=(2, 3)),
        b.name: random.normal(size=(2, 1)),
        c.name: random.normal(size=(3, 1)),
        x.name: random.normal(size=(3, 1)),
    }
    gap = Sub(x, back)
    steps: Steps = [
        (net.name, MatMul(w, x) + b),
        (code.name, sigmoid(net)),
        (back.name, MatMul(Transpose(w), code) + c),
        (ERROR, Mul((HALF, Total(Hadamard(gap, gap))))),
    ]
    return steps, given


def autoencoder_loss(given: Given) -> float:
    """The same in NumPy."""
    own = plain(given)
    code = 1 / (1 + numpy.exp(-(own["W"] @ own["x"] + own["b"])))
    return ((own["x"] - own["W"].T @ code - own["c"]) ** 2).sum() / 2


@pytest.mark.parametrize("inline", [True, False], ids=["inline", "factors"])
def test_a_matrix_tied_between_layers(inline):
    """W of the encoder and Wᵀ of the decoder give a share each, h·δᵀ and δ·xᵀ, from the output back; then their sum."""
    steps, given = autoencoder()
    w, b, x = (parameter(word).name for word in "Wbx")
    stations = [name for name, _ in steps[:3] if name != "h"]
    alias = {name: Name(Role.RESULT, f"delta_{name}") for name in stations}
    written = Written(steps, given, [w, b, x], alias, stations=stations, shares=[w, b], inline=inline)
    values = written.values
    for name, gradient in written.gradients.items():
        assert numpy.allclose(values[gradient], differences(autoencoder_loss, given, name), rtol=1e-6, atol=1e-9)
    assert written.names[:1] == ["delta_r"]
    assert [name for name in written.names if "/dW" in name] == ["dE/dW@2", "dE/dW@1", "dE/dW"]
    assert numpy.allclose(values["dE/dW@2"], values["h"] @ values["delta_r"].T, rtol=1e-14)
    assert numpy.allclose(values["dE/dW@1"], values["delta_z"] @ values["x"].T, rtol=1e-14)
    assert "dE/db@1" not in written.names  # used once
