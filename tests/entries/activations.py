"""What holds for every activation, as functions of its entry."""

from __future__ import annotations

import itertools
import math
import random
from decimal import Decimal

import pytest
import sympy

import nnsolve
from nnsolve.formula.activations import Activation
from nnsolve.formula.expr import Expr, Num, Symbol
from nnsolve.formula.numbers import DECIMALS, DOUBLES, exactly, finite
from nnsolve.formula.symbolic import to_sympy

X, P = sympy.symbols("x p", real=True)
EXTREME = [0, 1, -1, 0.0, 40.0, -40.0, 710.0, -710.0, 746.0, -746.0, 800.0, -800.0, 1e5, -1e5]


def example(entry: Activation) -> list[float]:
    """Numbers for its parameters, as its messages show them."""
    if not entry.parameters:
        return []
    first = entry.example.partition(" or ")[0].rpartition("=")[2]
    return [float(sympy.Rational(first or "1/2"))]


def written(entry: Activation) -> str:
    """How a file writes it; the derivative of ReLU at 0 stands behind ReLU."""
    name, number = entry.name.removesuffix(" at 0"), "a=0.25" if entry.learned else "".join(map(str, example(entry)))
    return f"{name}({number})" if entry.parameters else name


def points(entry: Activation) -> list[tuple[float, ...]]:
    """Random net inputs, with a parameter where there is one, away from where two pieces meet."""
    draw, found = random.Random(entry.name), []
    for _ in range(12):
        number, parameters = draw.uniform(-6, 6), [draw.uniform(0.05, 0.9) for _ in entry.parameters]
        edges = [edge for piece in entry.pieces for edge in piece.ends(parameters)]
        if all(abs(number - edge) > 0.02 for edge in edges):
            found.append((number, *parameters))
    return found


def slope(entry: Activation, index: int, numbers: tuple[float, ...]) -> float:
    """The derivative by one argument as the table has it; 0 where it has none."""
    args = tuple(Symbol(f"x{k}") for k in range(len(numbers)))
    formula = entry.function.slope(index, args, Symbol("out"))
    values = {f"x{k}": z for k, z in enumerate(numbers)} | {"out": entry.function.value(*numbers)}
    return float(formula.evaluate(values, DOUBLES)) if formula else 0.0


def definition(entry: Activation) -> sympy.Expr:
    """The activation as its entry writes it, over x and p."""
    assert entry.function.definition, f"{entry.name} needs a definition, in the table or in its test"
    return to_sympy(entry.function.definition(*map(Symbol, ("x", "p")[: 1 + len(entry.parameters)])))


def value_and_slopes_equal_sympys(entry: Activation, expression: sympy.Expr | None = None) -> None:
    """Value and slope at random points are those of the definition, differentiated by SymPy."""
    expression = definition(entry) if expression is None else expression
    for numbers in points(entry):
        at = dict(zip((X, P), map(sympy.Rational, map(repr, numbers)), strict=False))
        assert entry.function.value(*numbers) == pytest.approx(float(expression.subs(at).evalf(40)), rel=1e-13)
        expected = float(expression.diff(X).subs(at).evalf(40))
        assert slope(entry, 0, numbers) == pytest.approx(expected, rel=1e-12, abs=1e-15)
        if entry.learned:
            expected = float(expression.diff(P).subs(at).evalf(40))
            assert slope(entry, 1, numbers) == pytest.approx(expected, rel=1e-12)


def own_definition_equals_the_value(entry: Activation) -> None:
    """Where the table writes an activation by simpler functions, they give the same value; else it has pieces."""
    if not entry.function.definition:
        assert entry.pieces
        return
    for numbers in points(entry):
        values = dict(zip(("x", "p"), numbers, strict=False))
        formula = entry.function.definition(*map(Symbol, values))
        assert formula.evaluate(values, DOUBLES) == pytest.approx(entry.function.value(*numbers), rel=1e-12, abs=1e-14)


def slopes_equal_central_differences(entry: Activation) -> None:
    """The slope by the net input, and by a learned parameter, agrees with central differences."""
    h = 1e-6
    for numbers in points(entry):
        for index in range(1 + entry.learned):
            above = [z + h * (k == index) for k, z in enumerate(numbers)]
            below = [z - h * (k == index) for k, z in enumerate(numbers)]
            difference = (entry.function.value(*above) - entry.function.value(*below)) / (2 * h)
            assert slope(entry, index, numbers) == pytest.approx(difference, rel=1e-6, abs=1e-8)


def extreme_net_inputs_do_not_overflow(entry: Activation) -> None:
    """Value and slope far out on either side are finite, in doubles and in decimals."""
    for z in EXTREME:
        numbers = (z, 0.25)[: 1 + len(entry.parameters)]
        assert math.isfinite(entry.function.value(*numbers))
        assert math.isfinite(slope(entry, 0, numbers))
        with exactly():
            assert finite(DECIMALS.call(entry.function, [Decimal(repr(number)) for number in numbers]))


def pieces_equal_the_value(entry: Activation) -> None:
    """The piece that counts at a point gives the value of the function, and its derivative the slope."""
    from nnsolve.formula.activations.entry import X as VARIABLE
    from nnsolve.formula.activations.entry import piece_at
    from nnsolve.formula.partials import partials

    for number, *parameters in points(entry) if entry.pieces else ():
        piece = piece_at(entry.pieces, number, parameters)
        formula = piece.formula(VARIABLE, *[Num(repr(each), each) for each in parameters])
        known = {"x": number} | {name: given.value for name, given in entry.given.items()}
        assert formula.evaluate(known, DOUBLES) == pytest.approx(entry.function.value(number, *parameters), rel=1e-13)
        own = partials(formula, formula).get("x")
        found = own.evaluate(known, DOUBLES) if own is not None else 0
        assert found == pytest.approx(slope(entry, 0, (number, *parameters)), rel=1e-13)


def _symbolic(formula: Expr, first: sympy.Expr | None) -> sympy.Expr:
    """A line of a derivation over x alone, where ``first`` is the function itself."""
    sigma = 1 / (1 + sympy.exp(-X))
    known = {"f(x)": first, "sigma(x)": sigma, "sigma(-x)": sigma.subs(X, -X)}
    found = {sympy.Symbol(key, real=True): value for key, value in known.items() if value is not None}
    return to_sympy(formula).subs(found)


def lines_are_equal(entry: Activation) -> None:
    """SymPy finds every line of f(x) equal to the first, of f′(x) to its own derivative, and of the identity too."""
    if entry.derivation is not None:
        lines = entry.derivation()
        first = _symbolic(lines.value[0][0], None)
        for formula, _ in lines.value:
            assert sympy.simplify((_symbolic(formula, first) - first).rewrite(sympy.exp)) == 0
        for formula, _ in lines.slope:
            gap = _symbolic(formula, first) - first.diff(X)
            assert sympy.simplify(gap.rewrite(sympy.exp)) == 0, formula
    if entry.identity is not None:
        sides = [_symbolic(formula, definition(entry)) for formula, _ in entry.identity().lines]
        for side in sides[1:]:
            assert sympy.simplify((side - sides[0]).rewrite(sympy.exp)) == 0


def facts_hold(entry: Activation) -> None:
    """On a fine grid no value leaves the range and no slope passes the greatest one, and both are nearly reached."""
    numbers = example(entry)
    facts = entry.facts(*[Num(repr(number), number) for number in numbers])
    if facts is None:
        return
    grid = [k / 400 for k in range(-12_001, 12_001)]
    values = [float(entry.function.value(x, *numbers)) for x in grid]
    low, high = (float(text.replace("−", "-").replace("∞", "inf")) for text in (facts.low, facts.high))
    if math.isfinite(low):
        assert low - 1e-6 <= min(values) <= low + 1e-3
    if math.isfinite(high):
        assert high - 1e-3 <= max(values) <= high + 1e-9
    assert (min(values) >= 0) == (facts.centred == "curve_centred_no")
    if facts.steepest:
        slopes = [(b - a) * 400 for a, b in itertools.pairwise(values)]
        assert max(slopes) == pytest.approx(float(facts.steepest), abs=3e-3)


def bound_holds(entry: Activation) -> None:
    """No slope on a fine grid is above the bound, and at 0 (or beside it, or far out) the bound is nearly reached."""
    numbers = example(entry)
    if entry.bound is None or not entry.bound.holds(*numbers):
        return
    found = []
    for k in range(-1500, 1500):
        x = k / 50 + 0.001
        found.append((entry.function.value(x + 1e-6, *numbers) - entry.function.value(x - 1e-6, *numbers)) / 2e-6)
    assert float(entry.bound.most) - 1e-5 <= max(found) <= float(entry.bound.most) + 1e-8


def solved_page(entry: Activation) -> nnsolve.Solution:
    """The page of the activation alone."""
    (problem,) = nnsolve.loads(f"kind: activation\nactivation: {written(entry)}\nat: [-3, -0.5, 0.25, 2]\n")
    return nnsolve.solve(problem)


def page_derives_it(entry: Activation) -> None:
    """The page of an activation finds its lines and its slopes in order."""
    solution = solved_page(entry)
    assert nnsolve.render(solution, "text", width=60)
    assert solution.check.key.startswith(("page_checked", "curve_checked"))
    for note in solution.notes:
        if note.key in ("curve_lines_agree", "curve_sides_agree"):
            assert float(note.args["worst"]) < 1e-12


def torch_agrees(entry: Activation) -> None:
    """Value and slope are those of what PyTorch calls by the name on the entry."""
    torch = pytest.importorskip("torch")
    if not entry.torch:
        return
    numbers, draw = example(entry), random.Random(7)
    module = eval(entry.torch.format(*numbers), {"torch": torch}).double()
    for number in [draw.uniform(-8, 8) for _ in range(50)]:
        z = torch.tensor([number], dtype=torch.float64, requires_grad=True)
        value = module(z)
        value.sum().backward()
        assert entry.function.value(number, *numbers) == pytest.approx(value.item(), rel=1e-12, abs=1e-14)
        assert slope(entry, 0, (number, *numbers)) == pytest.approx(z.grad.item(), rel=1e-11, abs=1e-14)


COMMON = (
    value_and_slopes_equal_sympys,
    own_definition_equals_the_value,
    slopes_equal_central_differences,
    extreme_net_inputs_do_not_overflow,
    pieces_equal_the_value,
    lines_are_equal,
    facts_hold,
    bound_holds,
    page_derives_it,
    torch_agrees,
)
