"""The table of losses: every term and slope against SymPy, central differences and an autograd framework."""

from __future__ import annotations

import math
import random

import pytest
import sympy

from nnsolve.formula.expr import Symbol
from nnsolve.formula.losses import LOSSES, SPELLINGS
from nnsolve.formula.numbers import DOUBLES
from nnsolve.formula.symbolic import to_sympy

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


def definition(name):
    """The term of one output as a SymPy expression in t, o and d."""
    if name in DEFINITIONS:
        return DEFINITIONS[name]
    entry = LOSSES[name]
    assert entry.term.definition, f"{name} needs a definition, in the table or in this test"
    return to_sympy(entry.term.definition(Symbol("t"), Symbol("o"), *[Symbol("d")] * len(entry.parameters)))


def points(name):
    """Random targets and outputs of the entry's domains, with δ where it has one."""
    entry, draw, found = LOSSES[name], random.Random(name), []
    for _ in range(12):
        target = draw.choice((-1, 1)) if entry.targets == "sign" else draw.uniform(0.05, 0.95)
        output = draw.uniform(0.05, 0.95) if entry.outputs == "probability" else draw.uniform(-2, 2)
        numbers = (output,) if entry.targets == "class" else (target, output)
        found.append(numbers + (draw.uniform(0.2, 1.2),) * len(entry.parameters))
    return found


def slope(entry, numbers):
    """∂E/∂o of one term as the table has it."""
    args = tuple(Symbol(f"x{k}") for k in range(len(numbers)))
    formula = entry.term.slope(by(entry), args, Symbol("out"))
    return formula.evaluate({f"x{k}": v for k, v in enumerate(numbers)}, DOUBLES)


def by(entry) -> int:
    """The place of the output among the arguments."""
    return 0 if entry.targets == "class" else 1


@pytest.mark.parametrize("name", LOSSES)
def test_term_and_slope_equal_sympys(name):
    """The term of one output and its slope are those of the definition, differentiated by SymPy."""
    entry, expression = LOSSES[name], definition(name)
    variables = (o,) if entry.targets == "class" else (t, o, d)
    for numbers in points(name):
        at = dict(zip(variables, map(sympy.Rational, map(repr, numbers)), strict=False))
        assert entry.term.value(*numbers) == pytest.approx(float(expression.subs(at).evalf(30)), rel=1e-12, abs=1e-15)
        expected = float(expression.diff(o).subs(at).evalf(30))
        assert slope(entry, numbers) == pytest.approx(expected, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("name", LOSSES)
def test_slope_equals_central_differences(name):
    """The slope agrees with central differences of the term."""
    entry, h = LOSSES[name], 1e-6
    for numbers in points(name):
        above = [v + h * (k == by(entry)) for k, v in enumerate(numbers)]
        below = [v - h * (k == by(entry)) for k, v in enumerate(numbers)]
        difference = (entry.term.value(*above) - entry.term.value(*below)) / (2 * h)
        assert slope(entry, numbers) == pytest.approx(difference, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("name", LOSSES)
def test_own_definition_equals_the_term(name):
    """Where the table writes a term by simpler functions, they give the same value."""
    entry = LOSSES[name]
    if not entry.term.definition:
        assert name in DEFINITIONS
        return
    for numbers in points(name):
        values = {f"x{k}": v for k, v in enumerate(numbers)}
        formula = entry.term.definition(*map(Symbol, values))
        assert formula.evaluate(values, DOUBLES) == pytest.approx(entry.term.value(*numbers), rel=1e-12)


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
    assert slope(entry, numbers) == pytest.approx(derivative, abs=1e-15)


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
        slope(LOSSES[name], numbers)


def test_other_spellings_lead_to_the_table():
    """Every other spelling means an entry of the table; names that books use for several formulas are none."""
    assert all(known in LOSSES and spelling not in LOSSES for spelling, known in SPELLINGS.items())
    assert not {"mse", "cross-entropy", "rmse", "l2"} & {*LOSSES, *SPELLINGS}


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
        assert [slope(entry, n) / divisor for n in numbers] == pytest.approx(expected, rel=1e-12)
