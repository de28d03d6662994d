"""Decimal commas in lists: told from the spaces around them, refused with both ways to write what was meant."""

from __future__ import annotations

import pytest

from nnsolve.reading.yamlfile import Faults, Node, listed, read_documents

from .support import check_fault

# A list, the column of its first decimal comma, and that number.
BETRAYED = [
    ("[2,0, 1,0, 0,1]", 2, "2.0"),
    ("[1,2, 3,4]", 2, "1.2"),
    ("[0,1, 0,1]", 2, "0.1"),
    ("[-0,25, +1,75]", 2, "-0.25"),
    ("[1, 2,5]", 5, "2.5"),
    ("[0.5, 0,5]", 7, "0.5"),
    ("[1,000, 2,000]", 2, "1.000"),
    ("[0,5 , 1,5 ]", 2, "0.5"),
    ("[[0, 1], [0,5, 1,5]]", 11, "0.5"),
    ("{a: [0,5, 1,5]}", 6, "0.5"),
]
PLAIN = [
    "[2,0,1,0]",
    "[2, 0, 1, 0]",
    "[[1,0],[0,1]]",
    "[[1,0], [0,1]]",
    "[1,2,3, 4,5,6]",
    "[1.5,2, 3]",
    "[0,-1, 0,-1]",
    "['0','1', '0','1']",
    "[a,b, c,d]",
    "[0,5]",
    "[]",
    "- 0\n- 5\n- 1",
]


def read(text: str) -> tuple[list, Faults]:
    """The document of a YAML text and the faults noted in it."""
    faults = Faults("problem.yaml")
    return read_documents(text, faults), faults


@pytest.mark.parametrize(("text", "column", "number"), BETRAYED)
def test_spaces_betray_decimal_commas(text, column, number):
    """Commas with and without a space in turn are refused where the first number stands."""
    _, faults = read(text)
    (fault,) = faults.found
    whole, digits = number.split(".")
    assert (fault.line, fault.column) == (1, column)
    assert f"write a decimal point, not a comma: {number}; " in fault.message
    assert fault.message.endswith(f"put a space behind each comma: {whole}, {digits}")


def test_a_line_break_is_a_space():
    """Numbers on lines of their own are told apart as those with spaces are."""
    _, faults = read("[0,5,\n 1,5]")
    assert (faults.found[0].line, faults.found[0].column) == (1, 2)


@pytest.mark.parametrize("text", PLAIN)
def test_other_lists_stay(text):
    """Lists written evenly, or with what no decimal comma can be, are read as they stand."""
    _, faults = read(text)
    assert faults.found == []


@pytest.mark.parametrize(("text", "count"), [("2, 0, 1", 3), ("2,0,1,0", 4), ("adam,sgd, rmsprop", 3), ("", 1)])
def test_a_list_in_one_text(text, count):
    """A text is cut at its commas."""
    faults = Faults("problem.yaml")
    assert len(listed(Node(1, 1, text=text), faults)) == count
    assert faults.found == []


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("kind: softmax\nlogits: [2,0, 1,0, 0,1]\n", 10),
        ("kind: softmax\nlogits: 2,0, 1,0, 0,1\n", 9),
        ("kind: loss\ntargets: 1,0, 0,5\npredictions: [1, 0]\nloss: mae\n", 10),
        ("kind: normalize\ndata: [1,5, 2,5, 3,0]\nmethod: standardize\nvariance: population\n", 8),
        ("kind: convolution\ninput: [[1,0, 2,0], [1, 2]]\nlayers: [{conv: {kernels: [[[1]]]}}]\n", 10),
        ("kind: metrics\npositive: 1\nactual: [1]\nscores: [0,5, 0,7]\n", 10),
        ("kind: perceptron\npoints: [[0,5, 1], [1, 0]]\nrule: add-subtract\nweights: 0\n", 11),
    ],
)
def test_every_kind_refuses_them(trouble, text, column):
    """The reader refuses them wherever a kind takes a list, and nothing else follows from that."""
    error = trouble(text)
    check_fault(error, error.line, column, "write a decimal point, not a comma")
