"""The table of losses: every term and slope against SymPy, central differences and an autograd framework."""

from __future__ import annotations

import math
import random

import pytest
import sympy

from nnsolve.formula.losses import LOSSES, in_networks

from ..entries import losses as common

t, o, d = sympy.symbols("t o d", real=True)
HUBER = sympy.Piecewise(((t - o) ** 2 / 2, abs(t - o) <= d), (d * (abs(t - o) - d / 2), True))
BINARY = -(t * sympy.log(o) + (1 - t) * sympy.log(1 - o))

# Written from the textbooks, not from the table. A new entry that is missing here is tested by its own definition.
DEFINITIONS = {
    "half squared error": (t - o) ** 2 / 2,
    "squared error": (t - o) ** 2,
    "mean squared error": (t - o) ** 2,
    "half mean squared error": (t - o) ** 2,
    "absolute error": abs(t - o),
    "mean absolute error": abs(t - o),
    "huber": HUBER,
    "mean huber": HUBER,
    "binary cross-entropy": BINARY,
    "mean binary cross-entropy": BINARY,
    "categorical cross-entropy": -t * sympy.log(o),
    "sparse categorical cross-entropy": -sympy.log(o),
    "hinge": sympy.Piecewise((1 - t * o, t * o < 1), (0, True)),
    "mean hinge": sympy.Piecewise((1 - t * o, t * o < 1), (0, True)),
    "kl divergence": t * sympy.log(t / o),
}


@pytest.mark.parametrize("name", in_networks())
def test_term_and_slope_equal_sympys(name):
    """The term of one output and its slope are those of the textbooks' definition, differentiated by SymPy."""
    common.term_and_slope_equal_sympys(LOSSES[name], DEFINITIONS.get(name))


@pytest.mark.parametrize("name", in_networks())
@pytest.mark.parametrize("holds", common.COMMON[1:], ids=lambda check: check.__name__)
def test_every_entry(name, holds):
    """What holds for every loss holds for each of the table."""
    holds(LOSSES[name])


@pytest.mark.parametrize(
    ("name", "numbers", "value", "derivative"),
    [
        ("half squared error", (1, 0.25), 0.28125, -0.75),
        ("squared error", (1, 0.25), 0.5625, -1.5),
        ("absolute error", (1, 0.25), 0.75, -1),
        ("absolute error", (1, 1), 0, 0),
        ("huber", (1, 0.25, 0.5), 0.25, -0.5),
        ("huber", (1, 0.5, 0.5), 0.125, -0.5),
        ("huber", (0, 3, 1), 2.5, 1),
        ("hinge", (1, 0.25), 0.75, -1),
        ("hinge", (-1, 0.25), 1.25, 1),
        ("hinge", (1, 1), 0, 0),
        ("hinge", (1, 2.5), 0, 0),
        ("categorical cross-entropy", (0, 0.0), 0, 0),
        ("binary cross-entropy", (1, 1.0), 0, -1),
        ("binary cross-entropy", (0, 0.0), 0, 1),
        ("kl divergence", (0, 0.0), 0, 0),
        ("kl divergence", (0.5, 0.5), 0, -1),
    ],
)
def test_term_by_hand(name, numbers, value, derivative):
    """Terms and slopes worked by hand, among them the ends of the domain and the kinks."""
    entry = LOSSES[name]
    assert entry.term.value(*numbers) == pytest.approx(value, abs=1e-15)
    assert common.slope(entry, numbers) == pytest.approx(derivative, abs=1e-15)


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("binary cross-entropy", (1, 0.0)),
        ("binary cross-entropy", (0, 1.0)),
        ("binary cross-entropy", (0.5, 1.0)),
        ("categorical cross-entropy", (1, 0.0)),
        ("sparse categorical cross-entropy", (0.0,)),
        ("kl divergence", (1, 0.0)),
    ],
)
def test_infinite_terms_are_refused(name, numbers):
    """A term that would be infinite is refused with a sentence, in value and in slope."""
    with pytest.raises((ValueError, ZeroDivisionError), match="is 0 in double precision|exactly 0"):
        LOSSES[name].term.value(*numbers)
    with pytest.raises(ZeroDivisionError):
        common.slope(LOSSES[name], numbers)


def test_other_spellings_lead_to_the_table():
    """Every other spelling means an entry of the table; names that books use for several formulas are none."""
    assert all(known in LOSSES and spelling not in LOSSES for spelling, known in LOSSES.spellings.items())
    assert not {"mse", "cross-entropy", "l2"} & {*LOSSES, *LOSSES.spellings}


@pytest.mark.parametrize(
    ("name", "framework"),
    [
        ("mean squared error", "F.mse_loss(o, t)"),
        ("squared error", "F.mse_loss(o, t, reduction='sum')"),
        ("mean absolute error", "F.l1_loss(o, t)"),
        ("huber", "F.huber_loss(o, t, reduction='sum', delta=0.3)"),
        ("mean huber", "F.huber_loss(o, t, delta=0.3)"),
        ("binary cross-entropy", "F.binary_cross_entropy(o, t, reduction='sum')"),
        ("mean binary cross-entropy", "F.binary_cross_entropy(o, t)"),
        ("categorical cross-entropy", "-torch.xlogy(t, o).sum()"),
        ("sparse categorical cross-entropy", "F.nll_loss(torch.log(o)[None], torch.tensor([1]))"),
        ("kl divergence", "F.kl_div(torch.log(o), t, reduction='sum')"),
    ],
)
def test_framework_agrees(name, framework):
    """Loss and gradient over several outputs equal the framework's in double precision."""
    torch = pytest.importorskip("torch")
    names, entry, draw = {"torch": torch, "F": torch.nn.functional}, LOSSES[name], random.Random(5)
    for _ in range(20):
        raw = [[draw.uniform(0.1, 1) for _ in range(4)] for _ in range(2)]
        targets, outputs = ([v / sum(row) for v in row] for row in raw)
        tensor = torch.tensor(outputs, dtype=torch.float64, requires_grad=True)
        loss = eval(framework, names | {"o": tensor, "t": torch.tensor(targets, dtype=torch.float64)})
        loss.backward()
        more = (0.3,) * len(entry.parameters)
        numbers = [(q, v, *more) for q, v in zip(targets, outputs, strict=True)]
        if entry.targets == "class":
            numbers = [(outputs[1],)]
        divisor = len(numbers) if entry.mean == "mean" else 1
        assert math.fsum(entry.term.value(*n) for n in numbers) / divisor == pytest.approx(
            loss.item(), rel=1e-12, abs=1e-15
        )
        expected = [g for g in tensor.grad.tolist() if g or entry.targets != "class"]
        assert [common.slope(entry, n) / divisor for n in numbers] == pytest.approx(expected, rel=1e-12)
