"""Formulas of arrays: products of matrices, their entries and shapes, and large ones given as numbers."""

from __future__ import annotations

import numpy
import pytest

from nnsolve.formula.arrays import Array, Entry, Hadamard, MatMul, Numbers, Shape, Total, Transpose
from nnsolve.formula.expr import Num, Symbol, replaced
from nnsolve.formula.numbers import DOUBLES
from nnsolve.formula.parse import parse

A = numpy.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
B = numpy.array([[2.0, 0.0, -1.0], [0.5, 1.0, 3.0]])
VALUES = {"A": A, "B": B}
LEFT, RIGHT = Symbol("A"), Symbol("B")


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        (MatMul(LEFT, Transpose(RIGHT)), A @ B.T),
        (Hadamard(LEFT, RIGHT), A * B),
        (Transpose(LEFT), A.T),
        (Total(LEFT), 21.0),
        (Entry("A", 1, 2), 6.0),
    ],
)
def test_values_are_numpys(formula, value):
    """Products, transposes, sums and entries are those of NumPy."""
    assert numpy.array_equal(formula.evaluate(VALUES, DOUBLES), value)


@pytest.mark.parametrize(
    ("entry", "name"),
    [(Entry("X", 0, 1), "X[0,1]"), (Entry("x", 0, 3, line=True), "x[3]"), (Entry("x", 2, 0), "x[2,0]")],
)
def test_names_of_entries(entry, name):
    """An entry is named by row and column; one of a matrix of one line by its column."""
    assert entry.name == repr(entry) == name


@pytest.mark.parametrize("shape", [(2, 3), (3, 2), (1, 4), (4, 1)])
def test_a_matrix_keeps_its_shape(shape):
    """Other formulas in the places of a matrix leave its rows and columns as they are."""
    names = numpy.array([f"a{k}" for k in range(shape[0] * shape[1])]).reshape(shape)
    matrix = Array([[Symbol(str(name)) for name in row] for row in names])
    changed = replaced(matrix, {f"a{k}": Num(str(10 + k)) for k in range(names.size)})
    assert numpy.array_equal(changed.evaluate({}, DOUBLES), 10 + numpy.arange(names.size).reshape(shape))


def test_a_shape_is_a_list_of_sizes():
    """The sizes of a map are computed one by one and exchanged one by one."""
    shape = Shape([parse("h - 2", ("h",)), Num("6")])
    assert shape.evaluate({"h": 28}, DOUBLES) == [26, 6]
    assert replaced(shape, {"h": Num("5")}).evaluate({}, DOUBLES) == [3, 6]


def test_a_large_matrix_reads_like_one_written_out():
    """Rows, entries and slices of a matrix given as numbers are those of the array; an entry has its printed digits."""
    matrix = Numbers(A, "{:.1f}".format)
    assert matrix.evaluate({}, DOUBLES) is A
    assert [len(matrix.rows), len(matrix.rows[0])] == [2, 3]
    assert [(entry.text, entry.value) for entry in matrix.rows[1][1:]] == [("5.0", 5.0), ("6.0", 6.0)]
    assert (matrix.rows[-1][0].text, matrix.rows[0][2].value) == ("4.0", 3.0)
    assert [[entry.value for entry in row] for row in matrix.rows[0:2]] == A.tolist()
