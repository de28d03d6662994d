"""Functions given piece by piece: how far their borders are, and the piece that a page prints."""

from __future__ import annotations

import numpy
import pytest

from nnsolve.formula.activations import ACTIVATIONS
from nnsolve.formula.expr import Symbol
from nnsolve.formula.functions import FUNCTIONS, lag, lead
from nnsolve.formula.losses import in_networks
from nnsolve.formula.numbers import DOUBLES

TABLES = FUNCTIONS | {name: entry.function for name, entry in ACTIVATIONS.items()}
TABLES |= {name: entry.term for name, entry in in_networks().items()}


@pytest.mark.parametrize(
    ("name", "numbers", "distance"),
    [
        ("sign", (-3,), 3),
        ("abs", (0.25,), 0.25),
        ("floor", (2.25,), 0.25),
        ("floor", (2.75,), 0.25),
        ("ceil", (-1.75,), 0.25),
        ("ceil", (4,), 0),
        ("max", (1, 4), 3),
        ("max", (1, 4, 2), 2),
        ("max", (5, 4, 4, 4.5), 0.5),
        ("max", (2, 7, 7), 0),
        ("min", (1, 4), 3),
        ("min", (4, 9, 2.5, 3), 0.5),
        ("min", (3, 3, 8), 0),
        ("step", (-0.5,), 0.5),
        ("bipolar step", (0.5,), 0.5),
        ("relu", (-2,), 2),
        ("leaky relu", (-2, 0.1), 2),
        ("prelu", (2, 0.1), 2),
        ("elu", (-2, 1), 2),
        ("selu", (0.5,), 0.5),
        ("hard sigmoid", (2.5, 0.2), 0),
        ("hard sigmoid", (-2.5, 0.2), 0),
        ("hard sigmoid", (0, 0.2), 1),
        ("hard sigmoid", (5, 0.2), 1),
        ("absolute error", (1, 0.25), 0.75),
        ("huber", (1, 3, 0.5), 1.5),
        ("huber", (3, 1, 0.5), 1.5),
        ("huber", (1, 1.25, 0.5), 0.25),
        ("huber", (1, 0.5, 0.5), 0),
        ("hinge", (-1, 0.25), 1.25),
        ("hinge", (1, 1), 0),
        ("hinge", (1, 3), 2),
    ],
)
def test_distance_from_the_border(name, numbers, distance):
    """By hand: how far arguments are from where the formula changes; 0 on it."""
    assert TABLES[name].border(*numbers) == pytest.approx(distance, abs=1e-15)


def test_distance_of_arrays():
    """Arrays are taken entry by entry, also beside a single number."""
    first, second, third = numpy.array([1.0, 5.0]), numpy.array([4.0, 4.5]), 2.0
    assert numpy.array_equal(lag(first, second, third), [1.0, 2.5])
    assert numpy.array_equal(lead(first, second, third), [2.0, 0.5])
    assert numpy.array_equal(lag(first, second), [3.0, 0.5])


POINTS = {
    1: [(-2.0,), (-0.5,), (0.5,), (2.0,)],
    2: [(-2.0, 0.25), (-0.5, 0.25), (0.5, 0.25), (2.0, 0.25)],
    3: [(1.0, 0.75, 0.5), (1.0, 0.5, 0.5), (1.0, 3.0, 0.5), (3.0, 1.0, 0.5)],
}
ARGUMENTS = {"leaky relu": 2, "prelu": 2, "elu": 2, "selu": 1, "huber": 3, "mean huber": 3}


def test_every_function_with_pieces_is_under_test():
    """Whatever writes the piece that counts is in the table below, and has a border."""
    written = {name: function for name, function in TABLES.items() if function.branch}
    assert written.keys() == ARGUMENTS.keys()
    assert all(function.border for function in written.values())


@pytest.mark.parametrize(
    ("name", "numbers"), [(name, numbers) for name, count in ARGUMENTS.items() for numbers in POINTS[count]]
)
def test_the_piece_that_is_printed_has_the_value(name, numbers):
    """On either side of the border the piece that counts is computed to the function's own value."""
    function = TABLES[name]
    values = {f"x{k}": number for k, number in enumerate(numbers)}
    piece = function.branch(*numbers)(*map(Symbol, values))
    assert piece.evaluate(values, DOUBLES) == pytest.approx(function.value(*numbers), rel=1e-14)
