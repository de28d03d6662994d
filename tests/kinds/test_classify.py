"""Classification by the sign of w·x + b: hand arithmetic, NumPy as oracle, borders, conventions, faults."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnsolve

from .. import support
from ..support import check_broken, check_fault, page, trees_of


def document(**keys) -> str:
    """A problem as JSON, which is YAML."""
    return support.document("classify", **keys)


def classes(solution, column: int = 2) -> list[str]:
    """The classes in the table."""
    return [row[column] for row in solution.table.rows]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({}, ["N", "P", "P"]),
        ({"on_border": "negative"}, ["N", "N", "P"]),
        ({"outputs": "binary"}, ["0", "1", "1"]),
        ({"outputs": "bipolar"}, ["−1", "1", "1"]),
        ({"outputs": "bipolar", "on_border": "negative"}, ["−1", "−1", "1"]),
    ],
)
def test_the_side_of_the_border(solved, keys, expected):
    """0.3·x − 0.1 at x = 0, 1/3, 1: below, exactly on, and above the border."""
    solution = solved(document(weights=[0.3], bias=-0.1, points=[[0], ["1/3"], [1]], **keys))
    assert solution.values["2.net"] == 0
    assert classes(solution) == expected


def test_right_and_wrong_classes(solved):
    """Where the classes are given the page says which points lie on the wrong side."""
    points = [[1, 1, "P"], [3, 0, "N"]]
    assert "Not classified as it should be: (3, 0)." in page(solved(document(weights=[1, 1], bias=-1, points=points)))
    assert "as it should be." in page(nnsolve.solve(nnsolve.load("two-class-border")[0]))


BORDERS = [
    ([2, 3], {"bias": -6}, "2x₁ + 3x₂ − 6 = 0", {"slope": Fraction(-2, 3), "intercept": 2}),
    ([2, 3], {"threshold": 6}, "2x₁ + 3x₂ − 6 = 0", {"slope": Fraction(-2, 3), "intercept": 2}),
    ([-1, 0.5], {}, "−x₁ + 0.5x₂ = 0", {"slope": 2, "intercept": 0}),
    ([1, 0], {"bias": 1.5}, "x₁ + 1.5 = 0", {}),
    ([4], {"bias": -10}, "4x₁ − 10 = 0", {"cut": Fraction(5, 2)}),
    (["1/3", 0, -1], {"bias": 0}, "1/3·x₁ − x₃ = 0", {}),
    ([0, 0], {"bias": 1}, "none: all weights are 0", {}),
]


@pytest.mark.parametrize(("weights", "constant", "stated", "solved_for"), BORDERS)
def test_borders(solved, weights, constant, stated, solved_for):
    """The equation of the border with its numbers; in a plane its slope and where it cuts the axis."""
    solution = solved(document(weights=weights, points=[[1] * len(weights)], **constant))
    assert stated in page(solution)
    for name in ("slope", "intercept", "cut"):
        assert solution.values.get(name) == solved_for.get(name)


def test_distances(solved):
    """The signed distance from 3x + 4y − 5 = 0: (0, 0) lies at −1, (3, 4) at 4."""
    solution = solved(document(weights=[3, 4], bias=-5, points=[[0, 0], [3, 4]], distance=True))
    assert [solution.values[f"{k}.distance"] for k in (1, 2)] == [-1.0, 4.0]


def test_matrix_form():
    """z = Wᵀx + w₀ gives for every point the sums that were computed one by one; NumPy agrees."""
    numpy = pytest.importorskip("numpy")
    draw = random.Random(2)
    for _ in range(30):
        n, m, count = draw.randint(1, 5), draw.randint(2, 5), draw.randint(1, 4)
        weights = [[draw.randint(-40, 40) / 8 for _ in range(n)] for _ in range(m)]
        bias = [draw.randint(-40, 40) / 8 for _ in range(m)]
        points = [[draw.randint(-40, 40) / 8 for _ in range(n)] for _ in range(count)]
        text = document(weights=weights, bias=bias, points=points, outputs="sum")
        values = nnsolve.solve(nnsolve.loads(text)[0]).values
        expected = numpy.array(points) @ numpy.array(weights).T + numpy.array(bias)
        for k in range(count):
            one_by_one = [float(values[f"{k + 1}.net_{i + 1}"]) for i in range(m)]
            at_once = [float(row[0]) for row in values[f"{k + 1}.net_all"].tolist()]
            assert one_by_one == at_once == expected[k].tolist()


def test_matrix_form_may_be_left_out(solved):
    """matrix: false writes the sums one by one only, and needs no arrays."""
    solution = solved(document(weights=[[1], [2]], points=[[3]], matrix=False, outputs="binary"))
    assert "1.net_all" not in solution.values
    assert solution.values["1.out_2"] == 1


def test_asked(solved):
    """z of a point under the letters of the page."""
    solution = solved(document(weights=[[1, 0], [2, 1]], points=[[3, 1]], outputs="sum", asked=["1.z2", "1.net_1"]))
    assert solution.answers == {"1.net_2": 7, "1.net_1": 3}


ONE = {"weights": {"z": 1, "w": 2}, "bias": 1, "points": [[3, 1], [1, 2]], "outputs": "binary", "distance": True}
SEVERAL = {"weights": [[1, 0], [2, 1]], "points": [[3, 1], [1, 2]], "outputs": "binary"}


@pytest.mark.parametrize(
    ("keys", "text", "name"),
    [
        (ONE, "1.z", "1.net"),
        (ONE, "2.in", "2.net"),
        (ONE, "1.y", "1.out"),
        (ONE, "2.a", "2.out"),
        (ONE, "‖w‖", "length"),
        (ONE, "2.d", "2.distance"),
        (ONE, r"\mathrm{slope}", "slope"),
        (SEVERAL, "1.z_2", "1.net_2"),
        (SEVERAL, "2.y₁", "2.out_1"),
        (SEVERAL, "1.in2", "1.net_2"),
        (SEVERAL, "1.z", "1.net_all"),
    ],
)
def test_what_a_text_means(solved, keys, text, name):
    """The number of the point, then a name, a symbol of the page or a letter of books."""
    assert list(solved(document(**keys, asked=[text])).answers) == [name]


@pytest.mark.parametrize(
    ("keys", "text", "says"),
    [
        (ONE, "z", "it is given."),
        (ONE, "1.x1", "it is given."),
        (ONE, "y", "may mean 1.out, 2.out here"),
        (SEVERAL, "z2", "may mean 1.net_2, 2.net_2 here"),
        (SEVERAL, "3.z2", "is not a result of this problem."),
    ],
)
def test_what_a_text_does_not_mean(trouble, keys, text, says):
    """What is given, what may mean several points and what means nothing is refused."""
    assert says in str(trouble(document(**keys, asked=[text])))


@pytest.mark.parametrize(
    ("weights", "bias", "point", "winner"),
    [
        ([[1, 0], [0, 1]], None, [3, 2], 1),
        ([[1, 0], [0, 1]], [0, 2], [3, 2], 2),
        ([[1, 0], [0, 1]], None, [2, 2], 1),  # of equal sums the first
        ([[-1, 0], [0, -1], [0, 0]], None, [1, 1], 3),
        ([[0.1, 0.2], [0.3, 0]], None, [1, 1], 1),  # 0.1 + 0.2 is 0.3 exactly
    ],
)
def test_the_largest_sum_wins(solved, weights, bias, point, winner):
    """The class is the number of the largest sum, the first of equal ones."""
    keys = {"weights": weights, "points": [point], "outputs": "largest"} | ({"bias": bias} if bias else {})
    solution = solved(document(**keys))
    assert solution.values["1.class"] == winner
    assert "the first of equal ones" in page(solution)


FAULTS = [
    ("kind: classify\nweights: [1, 2]\npoints: [[1, 2]]\noutputs: largest\n", 4, 10, "one sum has no largest"),
    ("kind: classify\nweights: [[1, 2]]\npoints: [[1, 2]]\noutputs: largest\n", 4, 10, "one sum has no largest"),
    ("kind: classify\npoints: [[1]]\n", 1, 1, "the key weights: is missing"),
    ("kind: classify\nweights: [1, 2]\n", 1, 1, "the key points: is missing"),
    ("kind: classify\nweights: 3\npoints: [[1]]\n", 2, 10, "expected the weights"),
    ("kind: classify\nweights: [1, x]\npoints: [[1, 2]]\n", 2, 14, "expected a number"),
    ("kind: classify\nweights: [1, 2]\npoints: [[1]]\n", 3, 10, "1 value for 2 inputs"),
    ("kind: classify\nweights: [1, 2]\npoints: [[1, 2, 3, 4]]\n", 3, 10, "4 values for 2 inputs"),
    ("kind: classify\nweights: [1, 2]\npoints: [[1, 2, Q]]\n", 3, 17, "expected a target"),
    ("kind: classify\nweights: [1, 2]\nbias: [1, 2]\npoints: [[1, 2]]\n", 3, 7, "2 biases for one output"),
    ("kind: classify\nweights: [1]\nbias: 1\nthreshold: 2\npoints: [[1]]\n", 4, 12, "cannot stand beside bias:"),
    ("kind: classify\nweights: [[1, 2], [3]]\npoints: [[1, 2]]\n", 2, 19, "one weight for each input"),
    ("kind: classify\nweights: [[1, 2], [3, 4]]\nbias: 1\npoints: [[1, 2]]\n", 3, 7, "1 bias for 2 outputs"),
    ("kind: classify\nweights: [[1], [3]]\nthreshold: 1\npoints: [[1]]\n", 3, 12, "is for one output"),
    ("kind: classify\nweights: [[1], [3]]\ndistance: true\npoints: [[1]]\n", 3, 11, "is for one output"),
    ("kind: classify\nweights: [0, 0]\ndistance: true\npoints: [[1, 1]]\n", 3, 11, "all weights are 0"),
    ("kind: classify\nweights: [1]\npoints: [[sqrt(2)]]\n", 3, 11, "computed with exactly"),
    ("kind: classify\nweights: [1]\npoints: [[1]]\noutputs: letter\n", 4, 10, "Did you mean ‘letters’?"),
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
    "[[1, 2], [3, 4]]",
    "1/3",
    "{}",
    "true",
    "sum",
    "[]",
    "[[]]",
]


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(trees_of("classify")), st.data())
def test_broken_problems(tree, data):
    """A problem with keys dropped, retyped or exchanged ends in a solution or an explained error."""
    check_broken(tree, data, ["weights", "bias", "threshold", "points", "outputs", "distance"], ODD)
