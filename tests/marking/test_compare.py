"""What was written beside a value of any kind: numbers, sizes, matrices and words."""

from __future__ import annotations

import math

import numpy
import pytest

from nnsolve.formula.array_functions import beside, stacked
from nnsolve.formula.arrays import Array, Shape
from nnsolve.formula.expr import Num, Symbol
from nnsolve.marking.compare import parts_in, sizes_in, trivial
from nnsolve.marking.written import Written, read_value
from nnsolve.solution import Step

COLUMN = numpy.array([[0.25], [-0.5]])
SQUARE = numpy.array([[0.25, -0.5], [1.5, 2.0]])


@pytest.mark.parametrize(
    ("text", "value", "agrees"),
    [
        ("0.25", 0.25, True),
        ("0.3", 0.25, True),  # rounded
        ("0.31", 0.25, False),
        ("3", 3, True),
        ("4", 3, False),
        ("3.0", 3, True),
        ("2.9", 3, False),  # a count is right or wrong
        ("3", 2.9, False),
        ("0.25", [0.25], True),
        ("28", [28], True),
        ("28", [27], False),
        ("28", [28, 28], False),
        ("0.25", numpy.array([[0.25]]), True),
        ("0.35", numpy.array([[0.25]]), False),
        ("0.25", COLUMN, False),
        ("2", "2", True),
        ("2", "3", False),
        ("28x28x6", [28, 28, 6], True),
        ("28x28x6", [28, 6, 28], False),
        ("28x28", [28, 28, 6], False),
        ("[28, 28, 6]", [28, 28, 6], True),
        ("[28, 28, 7]", [28, 28, 6], False),
        ("[0.25, -0.5]", COLUMN, True),
        ("[0.3; -0.5]", COLUMN, True),
        ("[0.25, 0.5]", COLUMN, False),
        ("[0.35, -0.5]", COLUMN, False),
        ("[0.25, -0.5, 0]", COLUMN, False),
        ("[0.25]", COLUMN, False),
        ("[[0.25, -0.5], [1.5, 2.0]]", SQUARE, True),
        ("[[0.25, 1.5], [-0.5, 2.0]]", SQUARE, False),
        ("28x28", COLUMN, False),
        ("Cat", "cat", True),
        ("cat", "Cat", True),
        ("dog", "Cat", False),
        ("yes", 1, True),
        ("true", 1, True),
        ("no", 0, True),
        ("false", 0, True),
        ("no", 1, False),
        ("yes", 0, False),
        ("cat", 0.5, False),
    ],
)
def test_same(text, value, agrees):
    """A number stands for what it rounds to, a count and sizes are exact, a matrix agrees in every entry."""
    assert read_value(text).same(value, Written.agrees) is agrees


@pytest.mark.parametrize(
    ("text", "right", "carried", "pairs"),
    [
        ("0.3", 0.25, 0.26, [(0.3, 0.25, 0.26)]),
        ("[0.3, -0.5]", COLUMN, COLUMN * 2, [(0.3, 0.25, 0.5), (-0.5, -0.5, -1.0)]),
        ("[1, 2; 3, 4]", SQUARE, SQUARE, [(1, 0.25, 0.25), (2, -0.5, -0.5), (3, 1.5, 1.5), (4, 2, 2)]),
        ("[0.3]", COLUMN, COLUMN, []),
        ("[0.3, -0.5, 1]", COLUMN, COLUMN, []),
        ("0.3", COLUMN, COLUMN, []),
        ("[0.3, -0.5]", 0.25, 0.25, []),
        ("cat", 0.25, 0.25, []),
    ],
)
def test_entries_with_their_values(text, right, carried, pairs):
    """Every number that was written stands beside its value in full and as the page carries it, in reading order."""
    found = read_value(text).entries(right, carried)
    assert [(entry.value, value, kept) for entry, value, kept in found] == pairs


@pytest.mark.parametrize(
    ("text", "like", "value"),
    [
        ("3", 5, 3),
        ("3.0", 5, 3),
        ("2.5", 5, 2.5),
        ("3", 5.0, 3.0),
        ("14x14", [28, 28], [14, 14]),
        ("14x14x6", [28, 28], None),
        ("[1, 2]", [28, 28], None),
        ("0.5", [28, 28], None),
        ("[0.5, 1]", COLUMN, [[0.5], [1.0]]),
        ("[[1, 2], [3, 4]]", SQUARE, [[1.0, 2.0], [3.0, 4.0]]),
        ("[1, 2, 3]", COLUMN, None),
        ("[1]", COLUMN, None),
        ("0.5", COLUMN, None),
        ("cat", 0.5, None),
    ],
)
def test_what_a_student_goes_on_with(text, like, value):
    """A value takes the form of the one it stands for; whole where that is a count; None where it cannot."""
    found = read_value(text).taken(like)
    assert (found.tolist() if isinstance(found, numpy.ndarray) else found) == value
    assert isinstance(found, int) == (isinstance(like, int) and isinstance(value, int))


@pytest.mark.parametrize(
    ("names", "value", "sizes"),
    [
        ("h w c", [14, 12, 6], {"h": 14, "w": 12, "c": 6}),
        ("h h c", [14, 14, 6], {"h": 14, "c": 6}),
        ("h h c", [14, 12, 6], {}),  # the two contradict each other
        ("h w", [14, 12, 6], {}),
        ("h 6", [14, 6], {}),
        ("h w", 14, {}),
    ],
)
def test_sizes_of_a_shape(names, value, sizes):
    """The sizes of a shape that are steps of their own take what was written, if it is consistent."""
    parts = [Num(part) if part.isdigit() else Symbol(part) for part in names.split()]
    assert sizes_in(Step("shape", Shape(parts)), value) == sizes


@pytest.mark.parametrize(
    ("formula", "parts"),
    [
        (Array([[Symbol("a"), Symbol("b")], [Num("0"), Symbol("c")]]), {"a": 1, "b": 2, "c": 4}),
        (Array([[Symbol("a"), Symbol("a")], [Num("0"), Symbol("c")]]), {"c": 4}),  # two numbers for one name
        (stacked(Symbol("row"), Symbol("rest")), {"row": [[1, 2]], "rest": [[3, 4]]}),
        (beside(Symbol("column"), Symbol("other")), {"column": [[1], [3]], "other": [[2], [4]]}),
        (beside(Symbol("column"), Num("3")), {}),
        (Symbol("whole"), {}),
    ],
)
def test_parts_of_a_matrix(formula, parts):
    """The steps that a matrix is put together from take what was written, in the sizes that they have."""
    sizes = {"row": (1, 2), "rest": (1, 2), "column": (2, 1), "other": (2, 1)}
    values = {name: numpy.zeros(size) for name, size in sizes.items()}
    found = parts_in(Step("whole", formula), numpy.array([[1.0, 2.0], [3.0, 4.0]]), values)
    assert {name: numpy.asarray(part).tolist() for name, part in found.items()} == parts


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, True), (1, True), (-1.0, True), (math.inf, True), (math.nan, True), (0.5, False), (2, False), ("cat", False)],
)
def test_values_that_show_nothing(value, expected):
    """0, 1 and −1 come out of many wrong ways; so does what is not finite."""
    assert trivial(value) is expected


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        ("0.40", 0.4, True),
        ("0.2", 0.15, False),  # 0.15 rounded, but written anew
        ("0.4000001", 0.4, False),
        ("-0.4", 0.4, False),
        ("28x28", [28, 28], True),
        ("28", [28], True),
        ("28", [27], False),
        ("[0.25, -0.5]", COLUMN, True),
        ("cat", "cat", True),
        ("cat", 0.4, False),
    ],
)
def test_repeated_given_numbers(text, given, expected):
    """A given number is repeated to its last digit, or it is something new."""
    assert read_value(text).repeats(given) is expected


def test_what_slips_are_sought_for():
    """A number is sought as it is, sizes as a row, matrices as rows of plain numbers, words not at all."""
    assert read_value("0.25").sought == 0.25
    assert read_value("28x14").sought == [28, 14]
    assert read_value("[1, 2; 3, 0.5]").sought == [[1, 2], [3, 0.5]]
    assert read_value("cat").sought is None
