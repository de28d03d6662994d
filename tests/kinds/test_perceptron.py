"""Perceptrons: published runs, exact borders, proofs of what cannot be separated, and scikit-learn as oracle."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnsolve
from nnsolve.formula.exact import exact_value, fraction_text
from nnsolve.formula.expr import Num
from nnsolve.formula.parse import parse
from nnsolve.render.text import statement
from nnsolve.subjects.linear.separable import Inequality, decide

from .. import support
from ..support import check_broken, check_fault, page, trees_of


def document(**keys) -> str:
    """A problem as JSON, which is YAML."""
    return support.document("perceptron", **keys)


# ---- the library ----


def test_the_notes_table():
    """The AND gate runs as in the notes: −1.5, −0.5 and w = (2, 2), −2.5, −0.5, and then all is right."""
    solution = nnsolve.solve(nnsolve.load("and-gate")[0])
    assert [solution.values[f"1.{k}.net"] for k in range(1, 5)] == [-1.5, -0.5, -2.5, -0.5]
    text = page(solution)
    assert "w₁′ = w₁ + x₁ = 1 + 1 = 2" in text
    assert "2x₁ + 2x₂ − 2.5 = 0" in text
    assert "(0, 0) −2.5 0 0 (0, 1) −0.5 0 0 (1, 0) −0.5 0 0 (1, 1) 1.5 1 1" in text
    assert "Converged: epoch 2 has no error." in text


# ---- conventions ----

# Keys of a problem on AND with binary inputs, then the final parameters and the epoch without an error. The values come
# from a loop in plain fractions that is written here anew, see by_hand.
CASES = [
    {"rule": "add-subtract", "weights": 0, "bias": 0},
    {"rule": "add-subtract", "weights": [1, 1], "threshold": 2.5},
    {"rule": "add-subtract", "weights": [1, -1], "threshold": 0.5, "learn_threshold": True},
    {"rule": "delta", "weights": [0.3, -0.1], "threshold": 0.2, "learning_rate": 0.1},
    {"rule": "delta", "weights": [0.3, -0.1], "threshold": 0.2, "learning_rate": 0.1, "learn_threshold": True},
    {"rule": "delta", "weights": 0, "bias": 0, "learning_rate": "1/3"},
    {"rule": "delta", "weights": 0, "w0": 0.5, "x0": -1, "learning_rate": 0.2, "on_border": "negative"},
    {"rule": "delta", "weights": 0, "bias": 0, "learning_rate": 0.1, "outputs": "bipolar"},
    {"rule": "target", "weights": 0, "bias": 0, "learning_rate": 1, "outputs": "bipolar", "on_border": "negative"},
    {"rule": "target", "weights": 0, "bias": 0, "learning_rate": 1, "outputs": "three-valued", "dead_zone": 0.2},
]


def by_hand(points, keys, limit=200):
    """The same learning written as a plain loop: the final parameters, and the first epoch without an error."""
    number = lambda value: Fraction(str(value))  # noqa: E731
    size = len(points[0][0])
    start = keys["weights"]
    w = [number(value) for value in (start if isinstance(start, list) else [start] * size)]
    form = next(key for key in ("bias", "threshold", "w0") if key in keys)
    c, factor = number(keys[form]), {"bias": 1, "threshold": -1, "w0": number(keys.get("x0", 1))}[form]
    low = -1 if keys.get("outputs", "binary") != "binary" else 0
    rate, zone = number(keys.get("learning_rate", 1)), number(keys.get("dead_zone", 0))

    def out(z):
        if keys.get("outputs") == "three-valued":
            return 1 if z > zone else -1 if z < -zone else 0
        return 1 if z > 0 or (z == 0 and keys.get("on_border", "positive") == "positive") else low

    for epoch in range(1, limit + 1):
        errors = 0
        for x, positive in points:
            t = 1 if positive else low
            y = out(sum(a * b for a, b in zip(w, x, strict=True)) + c * factor)
            if y == t:
                continue
            errors += 1
            front = {"delta": rate * (t - y), "target": rate * t, "add-subtract": 1 if positive else -1}[keys["rule"]]
            w = [a + front * b for a, b in zip(w, x, strict=True)]
            if form != "threshold" or keys.get("learn_threshold"):
                c += front * factor
        if not errors:
            return [*w, c], epoch
    return [*w, c], None


@pytest.mark.parametrize("keys", CASES)
@pytest.mark.parametrize("gate", ["AND", "OR"])
def test_conventions(solved, keys, gate):
    """Each rule, form of the bias, output and side of the border gives what a plain loop gives."""
    function = {"AND": min, "OR": max}[gate]
    points = [((a, b), bool(function(a, b))) for a in (0, 1) for b in (0, 1)]
    final, epoch = by_hand(points, keys)
    assert epoch
    solution = solved(document(gate=gate, epochs=200, **keys))
    name = {"bias": "b", "threshold": "θ", "w0": "w0"}[next(k for k in ("bias", "threshold", "w0") if k in keys)]
    assert [solution.values[f"new_{each}"] for each in ("w1", "w2", name)] == final
    assert solution.values["epochs"] == epoch


@pytest.mark.parametrize(
    ("gate", "inputs", "ones"),
    [
        ("AND", 3, [7]),
        ("OR", 3, [1, 2, 3, 4, 5, 6, 7]),
        ("NAND", 2, [0, 1, 2]),
        ("NOR", 2, [0]),
        ("MAJORITY", 3, [3, 5, 6, 7]),
        ("IMPLIES", 2, [0, 1, 3]),
        ("AND NOT", 2, [2]),
        ("NOT", 1, [0]),
    ],
)
def test_gates(solved, gate, inputs, ones):
    """A gate is 1 exactly at the rows of its truth table, and is learned."""
    keys = {} if gate == "NOT" else {"inputs": inputs}
    solution = solved(document(gate=gate, rule="add-subtract", weights=0, bias=0, **keys))
    table = solution.sections[0].blocks[0].table
    assert [k for k, row in enumerate(table.rows) if row[-1] == "1"] == ones
    assert "Converged" in page(solution)


def test_decimals_are_exact(solved):
    """0.3·1 − 0.2·1 − 0.1 lies on the border itself; in doubles it would lie below."""
    assert 0.3 - 0.2 - 0.1 < 0
    keys = {
        "points": [[1, 1, 1], [0, 1, 0]],
        "rule": "delta",
        "learning_rate": 0.1,
        "weights": [0.3, -0.2],
        "threshold": 0.1,
    }
    solution = solved(document(**keys))
    assert (solution.values["1.1.net"], solution.values["1.1.out"]) == (0, 1)
    solution = solved(document(**keys, on_border="negative"))
    assert solution.values["1.1.out"] == 0
    solution = solved(document(**keys, rounding={"decimals": 2}))
    assert solution.values["1.1.out"] == 1


def test_a_constant_input_that_is_a_fraction(solved):
    """x₀ = 1/3 with w₀ = 0.2 gives z(0, 1) = 0.2/3 − 0.1 = −1/30, and the statement writes 1/3."""
    text = document(points=[[0, 1, 1], [1, 0, 0]], weights=[0.3, -0.1], w0=0.2, x0="1/3", rule="add-subtract")
    solution = solved(text)
    assert solution.values["1.1.net"] == Fraction(-1, 30)
    assert "x₀ = 1/3" in statement(solution)


def test_rounding_carried(solved):
    """With rounding carried, the rounded numbers are added: thirds of two decimals."""
    keys = {"points": [[1, 1], [5, 0]], "rule": "delta", "learning_rate": "1/3", "weights": -1, "bias": 0}
    solution = solved(document(**keys, rounding={"decimals": 2, "carry": True}))
    assert str(solution.values["1.1.change_w1"]) == "0.33"
    assert str(solution.values["1.1.w1"]) == "-0.67"


def test_order_and_shuffle(solved):
    """The order of the problem is taken; a seed shuffles anew in each epoch, the same for the same seed."""
    keys = {"gate": "XOR", "rule": "delta", "learning_rate": 1, "weights": 0, "bias": 0, "epochs": 3}

    def visited(**more):
        rows = solved(document(**keys, **more)).sections[2].blocks[0].table.rows
        return [row[1] for row in rows]

    assert visited(order=[4, 3, 2, 1])[:4] == ["(1, 1)", "(1, 0)", "(0, 1)", "(0, 0)"]
    first = visited(shuffle=3)
    assert first == visited(shuffle=3) != visited(shuffle=4)
    assert sorted(first[:4]) == sorted(first[4:8])
    assert first[:4] != first[4:8] or first[4:8] != first[8:]


# ---- what can be separated ----


def test_xor_is_contradicted(solved):
    """The four inequalities of XOR add up to 0 > 0."""
    text = page(solved(document(gate="XOR")))
    for stated in ("b < 0", "w₂ + b ≥ 0", "w₁ + b ≥ 0", "w₁ + w₂ + b < 0", "sum 0 > 0"):
        assert stated in text
    assert "cannot be separated" in text


def test_a_fixed_threshold_can_make_it_impossible(solved):
    """NAND with a fixed θ = 2.5 is impossible: at (0, 0) the sum is −2.5 whatever the weights."""
    text = page(solved(document(gate="NAND", rule="add-subtract", weights=1, threshold=2.5, epochs=5)))
    assert "With this fixed threshold the points cannot be separated" in text
    assert "sum −2.5 ≥ 0" in text


@pytest.mark.parametrize("name", ["change_a", "delta_a", "chain_a"])
def test_a_weight_may_be_called_like_a_result(solved, name):
    """It is a letter of its own; by hand: the third point has net input 1 + 0 − 1 = 0, and takes 1 off this weight."""
    points = [[1, 0, 1], [0, 1, 0], [1, 1, 0]]
    weights = {name: 1, "w2": 1}
    solution = solved(document(points=points, weights=weights, bias=0, rule="delta", learning_rate=1, epochs=1))
    assert solution.values[f"1.3.{name}"] == 0
    assert f"{name}′ = {name} + Δ{name} = 1 + (−1) = 0" in page(solution)


def test_thresholds(solved):
    """Between 4 and 5 in the notes; the closed end is the side of the class that holds the border; P may lie below."""
    assert "4 < θ ≤ 5: P where x ≥ θ" in page(nnsolve.solve(nnsolve.load("threshold-1d")[0]))
    points = [[4, "N"], [5, "P"]]
    assert "4 ≤ θ < 5: P where x > θ" in page(
        solved(document(points=points, show=["thresholds"], on_border="negative"))
    )
    below = [[4, "P"], [5, "N"]]
    assert "4 ≤ θ < 5: P where x ≤ θ" in page(solved(document(points=below, show=["thresholds"])))
    mixed = [[4, "P"], [5, "N"], [6, "P"]]
    assert "no threshold separates them" in page(solved(document(points=mixed, show=["thresholds"])))


def test_margin(solved):
    """The nearest points lie 2/√5 from x₁ + 2x₂ + 1 = 0."""
    solution = nnsolve.solve(nnsolve.load("perceptron-plus-minus")[0])
    assert solution.values["margin"] == pytest.approx(2 / 5**0.5, rel=1e-15)
    text = page(solved(document(gate="XOR", rule="add-subtract", weights=0, bias=0, epochs=2, show=["margin"])))
    assert "it has no margin" in text


def satisfied(inequality: Inequality, point) -> bool:
    """Whether values satisfy an inequality."""
    value = sum(a * v for a, v in zip(inequality.coefficients, point, strict=True)) + inequality.constant
    return value > 0 if inequality.strict else value >= 0


@settings(max_examples=150, deadline=None)
@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(
            st.tuples(st.lists(st.integers(-3, 3), min_size=n, max_size=n), st.integers(-2, 2), st.booleans()),
            min_size=1,
            max_size=9,
        )
    )
)
def test_decision_is_proved(rows):
    """Either the point found satisfies all inequalities, or the multipliers make a false statement of them."""
    inequalities = [Inequality([Fraction(a) for a in row], Fraction(c), strict) for row, c, strict in rows]
    verdict = decide(inequalities)
    if verdict.point is not None:
        assert all(satisfied(each, verdict.point) for each in inequalities)
        return
    times = verdict.multipliers
    assert all(k >= 0 for k in times)
    assert any(times)
    for column in zip(*[each.coefficients for each in inequalities], strict=True):
        assert sum(k * a for k, a in zip(times, column, strict=True)) == 0
    total = sum(k * each.constant for k, each in zip(times, inequalities, strict=True))
    strict = any(k and each.strict for k, each in zip(times, inequalities, strict=True))
    assert total < 0 or (total == 0 and strict)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3), st.booleans()), min_size=2, max_size=8))
def test_separable_points_are_learned(rows):
    """Where points can be separated the perceptron converges (Novikoff), and where not it never does."""
    points = [[a, b, "P" if positive else "N"] for a, b, positive in rows]
    (problem,) = nnsolve.loads(
        document(points=points, rule="add-subtract", weights=0, bias=0, epochs=400, show=["separability"])
    )
    text = page(nnsolve.solve(problem))
    assert ("Converged" in text) == ("The points can be separated." in text)


# ---- exact numbers ----


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.3 - 0.2 - 0.1", 0), ("1/3 + 1/6", Fraction(1, 2)), ("2^-3", Fraction(1, 8)), ("-(0.1*3)", Fraction(-3, 10))],
)
def test_exact_values(text, value):
    """Decimals and fractions are taken as they are written."""
    assert exact_value(parse(text)) == value


@pytest.mark.parametrize("text", ["sqrt(2)", "pi", "9^9^9", "1e-99999999", "(0.1^64)^64^64", "2^0.5"])
def test_no_exact_value(text):
    """Roots, π and numbers without bound have none; they are told quickly."""
    with pytest.raises(ValueError, match="not a fraction|too many digits"):
        exact_value(parse(text))


def test_fractions_as_text():
    """A short decimal where there is one, else numerator and denominator."""
    assert [fraction_text(exact_value(Num(text))) for text in ("0.20", "-1.5", "3")] == ["0.2", "-1.5", "3"]
    assert fraction_text(Fraction(1, 3)) == "1/3"


# ---- asked, formats ----


def test_asked(solved):
    """Final parameters by bare name, a visit by epoch and place, with the usual letters; misspelt names are refused."""
    keys = {"gate": "AND", "rule": "delta", "learning_rate": 0.1, "weights": 0, "bias": 0}
    solution = solved(document(**keys, asked=["w1", "2.3.z", "1.2.w2", "epochs", "1.1.b'"]))
    final, epoch = by_hand([((a, b), bool(a and b)) for a in (0, 1) for b in (0, 1)], keys)
    assert list(solution.answers) == ["new_w1", "2.3.net", "1.2.w2", "epochs", "1.1.b"]
    assert solution.answers["new_w1"] == final[0]
    assert solution.answers["epochs"] == epoch
    assert solution.answers["1.1.b"] == Fraction(-1, 10)
    text = page(solution)
    assert "Answer" in text
    assert "Check with the last weights" not in text


def test_asked_for_nothing_known(trouble):
    """The nearest name is offered; where there is nothing to ask for, that is said."""
    text = document(gate="AND", rule="add-subtract", weights=0, bias=0, asked=["epoch"])
    assert "Did you mean ‘epochs’?" in str(trouble(text))
    assert "is not a result of this problem. It has no number" in str(trouble(document(gate="AND", asked=["w1"])))


# AND by the delta rule from (0.3, −0.1) and 0.2 changes weights first at the first point and for the last time later.
ONES_OWN = [
    ({"w1": 0.3, "w2": -0.1}, "w1", "new_w1"),
    ({"w1": 0.3, "w2": -0.1}, "w₁′", "new_w1"),
    ({"w1": 0.3, "w2": -0.1}, "$w_{1}^{new}$", "new_w1"),
    ({"w1": 0.3, "w2": -0.1}, "new w1", "new_w1"),
    ({"w1": 0.3, "w2": -0.1}, "1.1.new w1", "1.1.w1"),
    ({"w1": 0.3, "w2": -0.1}, "3.1.w1′", "3.1.w1"),
    ({"w1": 0.3, "w2": -0.1}, "3.1.z", "3.1.net"),
    ({"w1": 0.3, "w2": -0.1}, "3. 1.in", "3.1.net"),
    ({"w1": 0.3, "w2": -0.1}, "3.1.y", "3.1.out"),
    ({"w1": 0.3, "w2": -0.1}, "3.1.a", "3.1.out"),
    ({"w1": 0.3, "w2": -0.1}, "3.1.e", "3.1.error"),
    ({"w1": 0.3, "w2": -0.1}, "1.4.Δw₁", "1.4.change_w1"),
    ({"w1": 0.3, "w2": -0.1}, r"1.4.$\Delta w_{1}$", "1.4.change_w1"),
    ({"w1": 0.3, "w2": -0.1}, "1.4.change of w1", "1.4.change_w1"),
    ({"a": 0.3, "z": -0.1}, "1.1.a", "1.1.a"),
    ({"a": 0.3, "z": -0.1}, "3.1.a", "3.1.a"),
    ({"a": 0.3, "z": -0.1}, "3.1.z", "3.1.z"),
    ({"a": 0.3, "z": -0.1}, "3.1.y", "3.1.out"),
    ({"e": 0.3, "y1": -0.1}, "1.1.e", "1.1.e"),
    ({"e": 0.3, "y1": -0.1}, "3.1.e", "3.1.e"),
    ({"new_x": 0.3, "dE": -0.1}, "new_x", "new_new_x"),
    ({"new_x": 0.3, "dE": -0.1}, "3.1.dE", "3.1.dE"),
    ({"delta": 0.3, "E_1": -0.1}, "E₁", "new_E_1"),
]
AND = {"gate": "AND", "rule": "delta", "learning_rate": 0.1, "bias": 0.2}


@pytest.mark.parametrize(("weights", "text", "name"), ONES_OWN)
def test_what_a_text_means(solved, weights, text, name):
    """A bare weight is its last value; the problem's own names come before the letters that books use."""
    assert list(solved(document(**AND, weights=weights, asked=[text])).answers) == [name]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("η", "is not a result of this problem: it is given."),
        ("1.1.x1", "is not a result of this problem: it is given."),
        ("z", "may mean 1.1.net, 1.2.net, 1.3.net, 1.4.net here"),
        ("99.1.z", "is not a result of this problem."),
        ("0.1.z", "is not a result of this problem."),
        ("1.1.", "is not a result of this problem."),
        ("h_1", "is not a result of this problem."),
        ("", "is not a result of this problem."),
        ("\x1b[31m", "is not a result of this problem."),
        ("q" * 300, "is not a result of this problem."),
        ("9" * 3000 + ".1.z", "is not a result of this problem."),
    ],
)
def test_what_a_text_does_not_mean(trouble, text, says):
    """What is given, what may mean several visits and what means nothing is refused."""
    assert says in str(trouble(document(**AND, weights=[0.3, -0.1], asked=[text])))


def test_a_symbol_of_one_visit(solved):
    """Where one visit of the first epoch changes a weight, its Δw is that one; by hand 0.1 · (1 − 0) · 1 = 0.1."""
    keys = {"points": [[1, 1], [5, 0]], "rule": "delta", "learning_rate": 0.1, "weights": -1, "bias": 0}
    assert solved(document(**keys, asked=["Δw1"])).answers == {"1.1.change_w1": Fraction(1, 10)}


# ---- faults ----

FAULTS = [
    ("kind: perceptron\n", 1, 1, "write points: or gate:"),
    ("kind: perceptron\ngate: XNAND\n", 2, 7, "Did you mean ‘NAND’?"),
    ("kind: perceptron\ngate: AND\ninputs: 9\n", 3, 9, "from 1 to 8"),
    ("kind: perceptron\ngate: NOT\ninputs: 2\n", 3, 9, "NOT has 1 input"),
    ("kind: perceptron\ngate: AND\npoints: [[0, 1]]\n", 3, 9, "cannot stand beside gate:"),
    ("kind: perceptron\npoints: [[0, 0, 1], [0, 1]]\n", 2, 21, "2 values in this row, 3 in the first"),
    ("kind: perceptron\npoints: [[0, 0, 2]]\n", 2, 17, "expected a target: 1 or 0"),
    ("kind: perceptron\npoints: [[0, 0, -1]]\n", 2, 17, "binary outputs"),
    ("kind: perceptron\noutputs: bipolar\npoints: [[0, 0, 0]]\n", 3, 17, "1 or −1"),
    ("kind: perceptron\npoints: [[0, pi, 1]]\n", 2, 14, "computed with exactly"),
    ("kind: perceptron\npoints: [[0, 1e-999999999, 1]]\n", 2, 14, "too many digits"),
    ("kind: perceptron\npoints: 3\n", 2, 9, "expected a list of points"),
    ("kind: perceptron\ngate: AND\nrule: delta\nweights: 0\n", 3, 7, "needs learning_rate:"),
    ("kind: perceptron\ngate: AND\nrule: add-subtract\n", 1, 1, "the key weights: is missing"),
    (
        "kind: perceptron\ngate: AND\nrule: add-subtract\nweights: 0\nlearning_rate: 1\n",
        5,
        16,
        "needs rule: delta or target",
    ),
    ("kind: perceptron\ngate: AND\nrule: add-subtract\nweights: [1]\n", 4, 10, "1 weight for 2 inputs"),
    ("kind: perceptron\ngate: AND\nrule: add-subtract\nweights: {b: 1, w: 2}\n", 4, 11, "means nothing else here"),
    ("kind: perceptron\ngate: AND\nrule: add-subtract\nweights: {w: 1, new_w: 2}\n", 4, 17, "means nothing else here"),
    ("kind: perceptron\ngate: AND\nrule: add-subtract\nweights: {change_w: 1, w: 2}\n", 4, 11, "means nothing else"),
    (
        "kind: perceptron\ngate: AND\noutputs: three-valued\ndead_zone: 1\nthreshold: 2\n",
        5,
        12,
        "cannot stand beside the dead zone",
    ),
    ("kind: perceptron\ngate: AND\nbias: 1\nthreshold: 2\n", 4, 12, "cannot stand beside bias:"),
    ("kind: perceptron\ngate: AND\nx0: 1\n", 3, 5, "needs w0:"),
    ("kind: perceptron\ngate: AND\nlearn_threshold: true\n", 3, 18, "needs threshold:"),
    ("kind: perceptron\ngate: AND\nepochs: 3\n", 3, 9, "epochs: needs rule:"),
    ("kind: perceptron\ngate: AND\noutputs: three-valued\n", 3, 10, "need dead_zone:"),
    ("kind: perceptron\ngate: AND\ndead_zone: 1\n", 3, 12, "needs outputs: three-valued"),
    ("kind: perceptron\ngate: AND\nrule: target\nlearning_rate: 1\nweights: 0\n", 3, 7, "which is nothing where t = 0"),
    ("kind: perceptron\ngate: AND\nrule: add-subtract\nweights: 0\norder: [1, 2, 3]\n", 5, 8, "the numbers 1 to 4"),
    ("kind: perceptron\ngate: AND\nrule: add-subtract\nweights: 0\nepochs: 100000\n", 5, 9, "expected at most"),
    ("kind: perceptron\ngate: AND\nshow: [thresholds]\n", 3, 7, "thresholds are for points on a line"),
    ("kind: perceptron\ngate: AND\nlearning_rate: -1\nrule: delta\nweights: 0\n", 3, 16, "greater than 0"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), FAULTS)
def test_faults(trouble, text, line, column, message):
    """Each fault is told at its place."""
    check_fault(trouble(text), line, column, message)


ODD = [
    "",
    "0",
    "-1",
    "1e300",
    "1e-300",
    "nan",
    "x",
    "[1, 2]",
    "1/3",
    "AND",
    "delta",
    "100000",
    "{}",
    "true",
    "P",
    "three-valued",
]


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(trees_of("perceptron")), st.data())
def test_broken_problems(tree, data):
    """A problem with keys dropped, retyped or exchanged ends in a solution or an explained error, in bounded time."""
    check_broken(tree, data, ["weights", "bias", "outputs", "epochs", "dead_zone", "threshold", "show"], ODD)


# ---- oracle ----


def test_sklearn_agrees():
    """scikit-learn's Perceptron, which updates by y·x wherever y·f ≤ 0, finds the same weights epoch by epoch."""
    linear_model = pytest.importorskip("sklearn.linear_model")
    numpy = pytest.importorskip("numpy")
    draw = random.Random(5)
    compared = 0
    for _ in range(60):
        size, count = draw.randint(1, 4), draw.randint(2, 9)
        rows = [[draw.randint(-8, 8) / 4 for _ in range(size)] for _ in range(count)]
        targets = [draw.choice([1, -1]) for _ in range(count)]
        if len(set(targets)) < 2:
            continue
        epochs = draw.randint(1, 6)
        # scikit-learn updates on the border whatever the class; a dead zone of width 0 does the same: undecided at 0.
        text = document(
            points=[[*row, t] for row, t in zip(rows, targets, strict=True)],
            outputs="three-valued",
            dead_zone="1/1000000000000",
            rule="target",
            learning_rate=1,
            weights=0,
            bias=0,
            epochs=epochs,
        )
        solution = nnsolve.solve(nnsolve.loads(text)[0])
        model = linear_model.Perceptron(max_iter=epochs, tol=None, shuffle=False, eta0=1.0)
        model.fit(numpy.array(rows), numpy.array(targets))
        final = [float(solution.values[f"new_w{k}"]) for k in range(1, size + 1)]
        assert final == pytest.approx(model.coef_[0].tolist(), abs=1e-12)
        assert float(solution.values["new_b"]) == pytest.approx(model.intercept_[0], abs=1e-12)
        compared += 1
    assert compared > 40
