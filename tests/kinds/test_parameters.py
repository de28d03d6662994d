"""Parameters of multilayer perceptrons: counts against hand arithmetic, Keras's printed totals and PyTorch."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnsolve

from ..support import check_ends, check_fault

HEAD = "kind: parameters\n"

COUNTS = [
    # keys, parameters of each layer, total; by hand: n·m + m
    ("layers: [4, 3, 2, 1]", [15, 8, 3], 26),
    ("layers: [4, 3, 2, 1]\nbias: none", [12, 6, 2], 20),
    ("layers: [4, 3, 2, 1]\nbias: layer", [13, 7, 3], 23),
    ("layers: [2, 2, 2]\nbias: [layer, neuron]", [5, 6], 11),
    ("layers: [1, 1]", [2], 2),
    ("layers: 4-3-2-1", [15, 8, 3], 26),
    ("layers: 4 → 3", [15], 15),
    ("layers: 4, 3", [15], 15),
    ("layers: [4, 3, 1]\nedges: [7, full]", [10, 4], 14),
    ("layers: [4, 3, 1]\nedges: [0, 3]\nbias: none", [0, 3], 3),
    ("layers: [4, 3, 1]\nbatch_norm: [1]", [15 + 6, 4], 25),
    ("layers: [4, 3, 1]\nbatch_norm: [1]\nbatch_norm_count: all", [15 + 12, 4], 31),
    ("layers: [4, 3, 1]\nprelu: [1]", [16, 4], 20),
    ("layers: [4, 3, 1]\nprelu: [1]\nprelu_count: neuron", [18, 4], 22),
    ("layers: [784, 1000000, 10]", [785_000_000, 10_000_010], 795_000_010),
]


@pytest.mark.parametrize(("keys", "layers", "total"), COUNTS)
def test_counts(solved, keys, layers, total):
    """Each layer and the total are what a hand counts, and both ways of adding agree."""
    solution = solved(HEAD + keys)
    values = solution.values
    assert [values[f"layer{k}.parameters"] for k in range(1, len(layers) + 1)] == layers
    assert values["parameters"] == total
    assert solution.check.args["total"] == str(total)
    assert {type(values[step.name]) for step in solution.steps} == {int}


@pytest.mark.parametrize("norm", ["trainable", "all"])
@pytest.mark.parametrize("bias", [True, False])
def test_torch(solved, bias, norm):
    """PyTorch counts the same trainable numbers; with its buffers of means and variances, the same in all."""
    torch = pytest.importorskip("torch")
    model = torch.nn.Sequential(
        torch.nn.Linear(7, 5, bias=bias), torch.nn.BatchNorm1d(5), torch.nn.PReLU(), torch.nn.Linear(5, 2, bias=bias)
    )
    count = sum(parameter.numel() for parameter in model.parameters())
    if norm == "all":
        count += sum(buffer.numel() for name, buffer in model.named_buffers() if "running" in name)
    word = "neuron" if bias else "none"
    keys = f"layers: [7, 5, 2]\nbias: {word}\nbatch_norm: [1]\nbatch_norm_count: {norm}\nprelu: [1]"
    assert solved(HEAD + keys).values["parameters"] == count


def test_the_working_of_the_notes(solved):
    """(4·3 + 3) + (3·2 + 2) + (2·1 + 1) = 15 + 8 + 3 = 26, line by line."""
    page = nnsolve.render(solved(HEAD + "layers: [4, 3, 2, 1]\nasked: [total]"), "text", width=80)
    for line in ("4·3 + 3 = 15", "3·2 + 2 = 8", "2·1 + 1 = 3", "15 + 8 + 3 = 26"):
        assert line in page
    assert "weights" not in page


def test_asked(solved, trouble):
    """Synonyms are understood and a misspelt name is answered with the nearest."""
    assert solved(HEAD + "layers: [4, 3, 1]\nasked: [layer2, total]").answers == {
        "layer2.parameters": 4,
        "parameters": 19,
    }
    assert "layer1.parameters" in str(trouble(HEAD + "layers: [4, 3, 1]\nasked: [layer1.paramters]"))


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("layer 2", "layer2.parameters"),
        ("layer₂", "layer2.parameters"),
        ("total weights", "weights"),
        ("weights", "weights"),
        ("layer1 weights", "layer1.weights"),
    ],
)
def test_asked_by_words(solved, asked, name):
    """A layer stands for its parameters, a count for its total."""
    assert list(solved(HEAD + f'layers: [4, 3, 1]\nasked: ["{asked}"]').answers) == [name]


def test_asked_for_a_given_number(solved, trouble):
    """The size of a layer is given."""
    assert "‘n₁’ is not a result of this problem: it is given." in str(trouble(HEAD + "layers: [4, 3]\nasked: [n₁]"))


BAD = [
    ("layers: [4]", 2, 9, "at least two numbers"),
    ("layers: []", 2, 9, "at least two numbers"),
    ("layers: [4, 0]", 2, 13, "from 1"),
    ("layers: [4, -3]", 2, 13, "from 1"),
    ("layers: [4, 2.5]", 2, 13, "whole number"),
    ("layers: [4, many]", 2, 13, "whole number"),
    ("layers: {a: 1}", 2, 9, "expected a list"),
    ("layers: [4, 3, 2]\nbias: maybe", 3, 7, "neuron, layer, none"),
    ("layers: [4, 3, 2]\nbias: [none, none, none]", 3, 7, "expected 2 values"),
    ("layers: [4, 3, 2]\nedges: [5]", 3, 8, "expected 2 values"),
    ("layers: [4, 3, 2]\nedges: [13, full]", 3, 8, "at most 4 × 3 = 12 edges"),
    ("layers: [4, 3, 2]\nedges: [some, full]", 3, 9, "a number of edges, or full"),
    ("layers: [4, 3, 2]\nbatch_norm: [3]", 3, 13, "there is no layer 3"),
    ("layers: [4, 3, 2]\nlayer: 3", 3, 1, "Did you mean ‘layers’?"),
    ("title: x", 1, 1, "the key layers: is missing"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), BAD)
def test_bad_input(trouble, text, line, column, message):
    """Each fault is told with its line, its column and the way out."""
    check_fault(trouble(HEAD + text + "\n"), line, column, message)


_LISTS = st.lists(
    st.sampled_from(["1", "2", "7", "0", "-1", "x", "1000000", "full", "none", "neuron", "[1]", ""]), max_size=5
)
_KEYS = st.sampled_from(
    ["layers", "bias", "edges", "batch_norm", "batch_norm_count", "prelu", "asked", "rounding", "zz"]
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(_KEYS, _LISTS, max_size=4), st.lists(st.integers(1, 9), max_size=5))
def test_any_keys(keys, sizes):
    """Whatever stands in the file, there is a solution or an explained error."""
    lines = [f"layers: {sizes}", *[f"{key}: [{', '.join(values)}]" for key, values in keys.items() if key != "layers"]]
    check_ends(HEAD + "\n".join(lines) + "\n")
