"""Problems in symbols: numbers among the names, names where numbers are expected, names that are taken."""

from __future__ import annotations

import pytest

import nnsolve
from nnsolve.formula.expr import size
from nnsolve.subjects.network.forward import forward_section, loss_section
from nnsolve.subjects.network.symbols import closed_forms

SMALL = """\
kind: backprop
title: One neuron in symbols
symbolic: true
inputs: [x1, x2]
layers:
  - activation: sigmoid
    weights: {o1: [w1, w2]}
    bias: [b]
targets: [y]
loss: half squared error
"""
FAULTS = [
    ("symbolic: true\n", "", 3, 10, "‘x1’: expected a number"),
    ("symbolic: true\n", "", 3, 14, "‘x2’: expected a number"),
    ("symbolic: true\n", "", 6, 20, "‘w1’: expected a number"),
    ("symbolic: true\n", "", 7, 12, "‘b’: expected a number"),
    ("symbolic: true\n", "", 8, 11, "‘y’: expected a number"),
    ("symbolic: true", "symbolic: maybe", 3, 11, "‘maybe’: expected true or false"),
    ("[w1, w2]", "[w1, w1]", 7, 24, "this name is used twice: it already names a weight"),
    ("[w1, w2]", "[w1, x1]", 7, 24, "this name is used twice: it already names an input"),
    ("[w1, w2]", "[w1, E]", 7, 24, "‘E’: this name is kept for results"),
    ("[w1, w2]", "[w1, net_o1]", 7, 24, "‘net_o1’: this name is kept for results"),
    ("[w1, w2]", "[w1]", 7, 19, "neuron o1 has 1 weight for 2 inputs"),
    ("[w1, w2]", "[w1, 2w]", 7, 24, "‘2w’: expected a number"),
    ("targets: [y]", "targets: [x1]", 9, 11, "this name is used twice"),
    ("targets: [y]", "targets: [w1]", 9, 11, "this name is used twice"),
    ("targets: [y]", "targets: [E]", 9, 11, "this name is kept for results"),
    ("targets: [y]", "targets: [y, z]", 9, 10, "2 targets for 1 output (o1)"),
    ("loss:", "learning_rate: eta\nloss:", 10, 16, "‘eta’: expected a number"),
    ("loss:", "style: matrix\nloss:", 10, 8, "symbolic"),
    ("loss:", "again: true\nloss:", 10, 8, "symbolic"),
    ("loss:", "update: sequential\nloss:", 10, 9, "symbolic"),
    ("loss:", "batch: 1\nloss:", 10, 8, "needs samples:"),
    ("loss:", "asked: [w12]\nloss:", 10, 8, "Did you mean ‘w"),
]


@pytest.mark.parametrize(("old", "new", "line", "column", "message"), FAULTS)
def test_faults(trouble, old, new, line, column, message):
    """Names where numbers are expected, and names that are taken, are told at their place."""
    assert SMALL.count(old) == 1
    found = trouble(SMALL.replace(old, new))
    assert (line, column) in [(fault.line, fault.column) for fault in found.faults], str(found)
    assert message in str(found)


@pytest.mark.parametrize("name", ["closed_w2", "closed_b", "put_in_o1"])
def test_a_name_of_a_closed_form_is_taken(solved, name):
    """A weight that is called as a result of the page would be printed as that; it is refused."""
    text = SMALL.replace("[w1, w2]", f"[{name}, w2]").replace("half squared error", "binary cross-entropy")
    with pytest.raises(nnsolve.NnsolveError, match=f"‘{name}’ would stand for two things"):
        solved(text)


# ---- numbers among the names ----


@pytest.mark.parametrize(
    "change",
    [
        ("inputs: [x1, x2]", "inputs: {x1: 0.5, x2: 2}"),
        ("[w1, w2]", "[0.5, w2]"),
        ("[w1, w2]", "[w1, 0.5]"),
        ("bias: [b]", "bias: [0.1]"),
        ("targets: [y]", "targets: [1]"),
        ("loss:", "learning_rate: 0.5\nloss:"),
        ("[w1, w2]", "[w1, none]"),
    ],
)
@pytest.mark.parametrize("format", ["text", "markdown", "json"])
def test_some_numbers_among_names(solved, change, format):
    """Numbers may stand among the names; every format prints the page."""
    assert nnsolve.render(solved(SMALL.replace(*change)), format)


def test_a_forward_pass_in_symbols(solved):
    """The forward pass alone is written in symbols too, or refused at symbolic:."""
    text = (
        "kind: forward\nsymbolic: true\ninputs: [x1]\nlayers: [{activation: sigmoid, weights: {o1: [w1]}, bias: [b]}]\n"
    )
    try:
        solution = solved(text)
    except nnsolve.ProblemError as found:
        assert (found.line, found.column) == (2, 11)
    else:
        assert "net_o₁ = w₁·x₁ + b" in nnsolve.render(solution)


# ---- closed forms that no page can hold ----


def deep(hidden: int, wide: int) -> str:
    """A network without numbers of some hidden layers, all of one width, over two inputs and with one output."""
    layers, before = [], 2
    for count in [*[wide] * hidden, 1]:
        layers.append(f"  - {{activation: sigmoid, weights: {[[1] * before] * count}, bias: {[1] * count}}}\n")
        before = count
    head = "kind: backprop\nsymbolic: true\ninputs: [x1, x2]\ntargets: [y]\nloss: half squared error\nlayers:\n"
    return head + "".join(layers)


@pytest.mark.parametrize(("hidden", "wide"), [(7, 4), (13, 2), (59, 1), (2, 30), (12, 4), (59, 2), (3, 60)])
def test_closed_forms_that_a_page_holds(hidden, wide):
    """However many paths a network has, what is written within some seconds is read."""
    assert nnsolve.loads(deep(hidden, wide))


@pytest.mark.parametrize(
    ("hidden", "wide", "last", "what"),
    [
        (59, 20, "sigmoid", "20 000 weights and biases are written, and this network has 24 441"),
        (2, 400, "sigmoid", "20 000 weights and biases are written, and this network has 162 001"),
        (1, 400, "softmax", "50 000 pairs of softmax neurons are written, and this network has 160 000"),
    ],
)
def test_closed_forms_that_no_page_holds(trouble, hidden, wide, last, what):
    """What is written grows with weights, biases and pairs of a softmax; too many are refused before they are."""
    (fault,) = trouble(deep(hidden, wide).replace("sigmoid", last, 1)).faults
    assert (fault.line, fault.column) == (2, 11)
    assert fault.message.startswith(f"without numbers at most {what};")
    assert "take fewer layers or neurons, or leave symbolic: out" in fault.message


@pytest.mark.parametrize("loss", ["half squared error", "mean squared error", "binary cross-entropy"])
@pytest.mark.parametrize("last", ["sigmoid", "softmax"])
def test_the_size_of_closed_forms_is_told_beforehand(solved, loss, last):
    """What is counted without writing is what stands on the page, but for brackets that are multiplied out."""
    text = deep(3, 3).replace("half squared error", loss).replace("targets: [y]", "targets: [y1, y2]")
    first, _ = text.rsplit("  - ", 1)
    text = f"{first}  - {{activation: {last}, weights: [[1, 1, 1], [1, 1, 1]], bias: [1, 1]}}\n"
    solution = solved(text)
    problem = solution.problem
    steps = [*forward_section(problem.net).steps, *loss_section(problem.net, problem.error).steps]
    counted = closed_forms(problem, steps).size(list(problem.net.parameters))
    written = sum(size(step.formula) for step in solution.steps if step.name.startswith("closed_"))
    assert 0.5 < counted / written < 2
