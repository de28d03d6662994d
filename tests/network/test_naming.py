"""Names that nobody wrote: they keep clear of those that stand in the problem, wherever these stand."""

from __future__ import annotations

import pytest

from ..support import check_fault

TWO_LAYERS = """kind: forward
inputs: [1, 2]
{keys}layers:
  - {{activation: {first}, weights: {w}, bias: {b}}}
  - {{activation: {last}, weights: {v}, bias: {c}}}
"""
BY_HAND, MATRIX = "{h1: {w1: 1, w2: 2}, h2: {w3: 3, w4: 4}}", "[[1, 2], [3, 4]]"


def network(w=MATRIX, b="1", v="[[5, 6]]", c="2", keys="", first="relu", last="relu") -> str:
    """A network of two layers, each of them named by hand or not."""
    return TWO_LAYERS.format(w=w, b=b, v=v, c=c, keys=keys, first=first, last=last)


RUNNING = [
    # what is written by hand, the names of all parameters in the order of the layers
    (network(b="{b1: 0.35}", c="0.60"), "w1 w2 w3 w4 b1 w5 w6 b2"),
    (network(b="0.35", c="{b1: 0.60}"), "w1 w2 w3 w4 b2 w5 w6 b1"),
    (network(w=BY_HAND), "w1 w2 w3 w4 b1 w5 w6 b2"),
    (network(v="{o1: {w1: 5, w3: 6}}"), "w2 w4 w5 w6 b1 w1 w3 b2"),
    (network(v="{o1: {b1: 5, w9: 6}}", c="{w1: 2}"), "w2 w3 w4 w5 b2 b1 w9 w1"),
    (network(last="prelu(b1=0.25)"), "w1 w2 w3 w4 b2 w5 w6 b3 b1"),
    (network().replace("[1, 2]", "{w1: 1, b1: 2}", 1), "w2 w3 w4 w5 b2 w6 w7 b3"),
]


@pytest.mark.parametrize(("text", "names"), RUNNING)
def test_running_names_avoid_those_that_are_written(solved, text: str, names: str):
    """Weights and biases without a name take the next number that stands nowhere in the problem."""
    network = solved(text).problem.net
    found = [name for layer in range(2) for name in network.parameters_of(layer)]
    assert found == names.split()


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        # units are counted from the first input: h1 is 3, h2 is 4, o1 is 5
        (network(v="{o1: {w13: 5, w14: 6}}", keys="naming: ij\n"), 5, 35, "naming: ij calls this weight w13"),
        (network(b="1", c="{b3: 2}", w=MATRIX, keys="naming: ij\n").replace("bias: 1", "bias: [1, 1]"), 5, 58, "b3"),
        (network(v="{o1: {w11^1: 5, a: 6}}", keys="naming: layered\n"), 5, 35, "layered calls this weight w11^1"),
    ],
)
def test_names_by_place_are_refused_where_they_are_written_elsewhere(trouble, text, line, column, said):
    """Names that follow from the place of a weight cannot give way, so the other one has to."""
    check_fault(trouble(text), line, column, said)
