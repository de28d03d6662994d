"""Shapes and counts of convolutional networks against published tables and arithmetic done by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnsolve
from nnsolve.formula.expr import Symbol
from nnsolve.solution import Ref
from nnsolve.subjects.layers.layers import layers

from ..entries.layers import COMMON
from ..support import check_fault


def solution(layers: str, shape: str = "32x32x3", more: str = ""):
    """The solution of a chain written as one flow list."""
    (problem,) = nnsolve.loads(f"kind: cnn-shapes\ninput: {shape}\nlayers: [{layers}]\n{more}")
    return nnsolve.solve(problem)


def values(layers: str, shape: str = "32x32x3", more: str = "") -> dict:
    return solution(layers, shape, more).values


def number(node):
    """A published value: a whole number or a list of them."""
    return int(node.text) if node.items is None else [int(item.text) for item in node.items]


SHAPES = [
    # input, layer, output shape, parameters
    ("32x32x3", "conv: {kernels: 10, size: 5, stride: 1, padding: 2}", [32, 32, 10], 760),  # CS231n's example
    ("227x227x3", "conv: {kernels: 96, size: 11, stride: 4}", [55, 55, 96], 34944),
    ("7 × 7 × 1", "conv: {kernels: 1, size: 3, stride: 2}", [3, 3, 1], 10),
    ("[7, 7]", "conv: {kernels: 1, size: 3, dilation: 2}", [3, 3, 1], 10),  # spans 5
    ("10x8x4", "conv: {kernels: 6, size: [3, 5], stride: [2, 1], padding: [1, 2]}", [5, 8, 6], 366),
    ("10x8x4", "conv: {kernels: 6, size: 3x5, padding: [[0, 1], [2, 3]]}", [9, 9, 6], 366),
    ("10x8x4", "conv: {kernels: 6, size: 3, groups: 2}", [8, 6, 6], 114),  # (9·2 + 1)·6
    ("10x8x4", "conv: {kernels: 6, size: 3, groups: 2, bias: false}", [8, 6, 6], 108),
    ("10x8x4", "depthwise-conv: {size: 3}", [8, 6, 4], 40),
    ("10x8x4", "depthwise-conv: {size: 3, multiplier: 2, bias: false}", [8, 6, 8], 72),
    ("10x8x4", "conv: {kernels: 4, size: 3, groups: 4}", [8, 6, 4], 40),
    ("{length: 100, channels: 8}", "conv: {kernels: 16, size: 5, stride: 2}", [48, 16], 656),
    ("{length: 9, channels: 2}", "max-pool: 3", [3, 2], 0),
    ("{depth: 8, height: 9, width: 10, channels: 2}", "conv: {kernels: 3, size: [1, 3, 3]}", [8, 7, 8, 3], 57),
    ("{depth: 8, height: 8, width: 8, channels: 1}", "conv: {kernels: 2, size: 3, padding: same}", [8, 8, 8, 2], 56),
    ("{height: 6, width: 4}", "avg-pool: {size: [3, 2]}", [2, 2, 1], 0),
    ("5x5x2", "max-pool: {size: 2}", [2, 2, 2], 0),
    ("5x5x2", "max-pool: {size: 2, ceil_mode: true}", [3, 3, 2], 0),
    ("5x5x2", "max-pool: {size: 2, padding: 1, ceil_mode: true}", [3, 3, 2], 0),  # the fourth would start behind
    ("7x7x2", "max-pool: {size: 3, padding: 1, stride: 2}", [4, 4, 2], 0),
    ("9x9x2", "max-pool: {size: 3, dilation: 2, stride: 1}", [5, 5, 2], 0),
    ("6x6x7", "global-avg-pool", [7], 0),
    ("6x6x7", "global-max-pool", [7], 0),
    ("6x5x7", "batch-norm", [6, 5, 7], 14),
    ("6x5x7", "batch-norm: {count: all}", [6, 5, 7], 28),
    ("6x5x7", "layer-norm", [6, 5, 7], 14),
    ("6x5x7", "layer-norm: map", [6, 5, 7], 420),
    ("6x5x7", "prelu", [6, 5, 7], 1),
    ("6x5x7", "prelu: channels", [6, 5, 7], 7),
]


@pytest.mark.parametrize(("shape", "layer", "output", "parameters"), SHAPES)
def test_layer(shape, layer, output, parameters):
    """One layer gives the shape and the number of parameters that a hand computes."""
    found = nnsolve.solve(nnsolve.loads(f"kind: cnn-shapes\ninput: {shape}\nlayers:\n  - {layer}\n")[0])
    stem = found.sections[0].blocks[-1].steps[-1].name.partition(".")[0]
    assert found.values[f"{stem}.shape"] == output
    assert found.values[f"{stem}.parameters"] == parameters == found.values["parameters"]


TENSORFLOW = [
    # input, size, stride, dilation → output, zeros before, behind
    (224, 7, 2, 1, 112, 2, 3),
    (10, 3, 2, 1, 5, 0, 1),
    (5, 1, 3, 1, 2, 0, 0),
    (5, 2, 1, 1, 5, 0, 1),
    (8, 3, 1, 2, 8, 2, 2),
    (13, 6, 5, 1, 3, 1, 2),
]


@pytest.mark.parametrize(("n", "size", "stride", "dilation", "output", "before", "behind"), TENSORFLOW)
def test_tensorflow_same(n, size, stride, dilation, output, before, behind):
    """same-tf gives ⌈n/s⌉ and says how many zeros stand before and behind."""
    layer = f"conv: {{kernels: 1, size: {size}, stride: {stride}, dilation: {dilation}, padding: same-tf}}"
    found = solution(layer, f"{{length: {n}, channels: 1}}")
    padding = next(step for step in found.steps if step.name == "conv1.padding")
    assert found.values["conv1.shape"] == [output, 1]
    assert found.values["conv1.padding"] == before + behind
    assert padding.reason.args == {"before": before, "after": behind}


@pytest.mark.parametrize(("size", "dilation", "padding"), [(1, 1, 0), (3, 1, 1), (11, 1, 5), (4, 2, 3), (5, 3, 6)])
def test_same_of_the_notes(size, dilation, padding):
    """same is (F − 1)/2 zeros on each side, and keeps the size at stride 1."""
    found = values(f"conv: {{kernels: 2, size: {size}, dilation: {dilation}, padding: same}}", "20x20")
    assert found["conv1.padding"] == padding
    assert found["conv1.shape"] == [20, 20, 2]


def test_multiply_accumulates_and_memory():
    """LeNet's multiply–accumulates and bytes, counted by hand."""
    (problem,) = nnsolve.load("lenet", overrides={"columns": "macs, memory"})
    found = nnsolve.solve(problem).values
    assert [found[f"conv{k}.macs"] for k in (1, 2, 3)] == [117600, 240000, 48000]
    assert [found["dense1.macs"], found["dense2.macs"], found["macs"]] == [10080, 840, 416520]
    assert found["pool1.memory"] == 4 * 1176
    assert found["memory"] == 4 * (1024 + 4704 + 1176 + 1600 + 400 + 120 + 84 + 10)


FIELDS = [
    ("conv: {kernels: 1, size: 3}, conv: {kernels: 1, size: 3}", "conv2", [5, 5]),  # two 3 × 3 see 5 × 5
    ("conv: {kernels: 1, size: 3}, conv: {kernels: 1, size: 3}, conv: {kernels: 1, size: 3}", "conv3", [7, 7]),
    ("conv: {kernels: 1, size: 5}, max-pool: 2, conv: {kernels: 1, size: 5}", "conv2", [14, 14]),
    ("conv: {kernels: 1, size: 3, dilation: 2}, conv: {kernels: 1, size: 3, dilation: 4}", "conv2", [13, 13]),
    ("conv: {kernels: 1, size: 3x1, stride: 2x1}, max-pool: {size: 3, stride: 1}", "pool1", [7, 3]),
]


@pytest.mark.parametrize(("layers", "name", "field"), FIELDS)
def test_receptive_field(layers, name, field):
    """The receptive field grows as the textbook says."""
    assert values(layers, "40x40", "columns: [receptive-field]")[f"{name}.receptive_field"] == field


def test_flatten_is_put_in_and_said():
    """A dense layer on a map gets a flatten before it; strict: true makes that an error."""
    found = solution("relu, dense: 10", "4x4x2")
    assert found.values["flatten1.shape"] == [32]
    assert found.sections[0].blocks[1].title.args["text"].key == "layer_flatten_inserted"
    with pytest.raises(nnsolve.ProblemError, match="flatten"):
        solution("dense: 10", "4x4x2", "strict: true")
    assert solution("flatten, dense: 10", "4x4x2", "strict: true").values["parameters"] == 330


def test_asked():
    """Only what the asked results need is written; unknown names are answered with the nearest."""
    found = solution("conv: {kernels: 2, size: 3}, conv: {kernels: 4, size: 3}", more="asked: [conv2.shape]")
    assert found.answers == {"conv2.shape": [28, 28, 4]}
    assert "conv1.parameters" not in found.values
    refs = [cell.name for row in found.table.rows for cell in row if isinstance(cell, Ref)]
    assert refs == ["conv2.shape"]
    with pytest.raises(nnsolve.ProblemError, match=r"conv1\.shape"):
        solution("conv: {kernels: 2, size: 3}", more="asked: [conv1.shap]")


def test_asked_by_the_names_of_the_author():
    """C1 is conv1, total is parameters, and a column that is asked for needs no request."""
    found = solution("conv: {name: C1, kernels: 2, size: 3}", more="asked: [C1.parameters, conv1, total, C1.macs]")
    assert list(found.answers) == ["conv1.parameters", "conv1.shape", "parameters", "conv1.macs"]
    assert found.table.rows[1][0] == "C1"


NAMED = "conv: {name: C1, kernels: 2, size: 3}, relu, conv: {kernels: 4, size: 3}, flatten, dense: 5"


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("W₁", "conv1.width"),
        ("$W_{2}$", "conv2.width"),
        ("C_(2)", "conv2.channels"),
        ("n", "flatten1.units"),
        ("conv2", "conv2.shape"),
        ("C1", "conv1.shape"),
        ("C1.width", "conv1.width"),
        ("conv1 width", "conv1.width"),
        ("total", "parameters"),
        ("MACs", "macs"),
        ("bytes", "memory"),
        ("C1.memory", "conv1.memory"),
        ("input.memory", "input.memory"),
        ("conv2.field", "conv2.field"),
    ],
)
def test_asked_by_symbols_and_words(asked, name):
    """Symbols as each format prints them, a layer for its shape, and what a further column counts."""
    assert list(solution(NAMED, more=f'asked: ["{asked}"]').answers) == [name]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("shape", "may mean input.shape, conv1.shape, conv2.shape, flatten1.shape"),
        ("F", "may mean conv1.F, conv2.F"),
        ("C₁", "may mean conv1.channels, conv1.parameters"),  # the symbol; the sums print the layer C1
        ("n₁", "it is given"),
        ("relu1", "not a result"),
        ("x" * 300, "not a result"),
        ("", "not a result"),
    ],
)
def test_asked_for_what_is_refused(asked, message):
    """Symbols that several layers share are told with the choices; what is given is no result."""
    with pytest.raises(nnsolve.ProblemError, match=message):
        solution(NAMED, more=f'asked: ["{asked}"]')


def test_the_table():
    """One row for the input, one a layer, one for the total; activations have none."""
    layers = "conv: {kernels: 6, size: 5}, relu, max-pool: 2, dropout: 0.5, flatten, dense: 10"
    rows = solution(layers, more="columns: [macs]").table.rows
    assert [row[0] for row in rows] == ["input", "conv1", "pool1", "flatten1", "dense1", "total"]
    assert rows[1][1:5] == ["5 × 5", 6, 1, "valid"]
    assert rows[2][1:5] == ["2 × 2", "", 2, ""]
    assert {len(row) for row in rows} == {8}


def test_whole_numbers_and_symbols():
    """Every value is a Python int, a shape is made of symbols, and other given numbers flow through."""
    found = solution("conv: {kernels: 6, size: 5, groups: 3, padding: same-tf}, max-pool: 2, dense: 3", "64x64x3")
    for step in found.steps:
        value = found.values[step.name]
        assert {type(part) for part in (value if isinstance(value, list) else [value])} == {int}
        if step.name.endswith(".shape"):
            assert {type(part) for part in step.formula.sizes} == {Symbol}
    again = nnsolve.evaluate(found, given={"input.width": 32, "conv1.K": 9})
    assert again["conv1.shape"] == [32, 32, 9]
    assert again["parameters"] == (25 + 1) * 9 + (16 * 16 * 9 + 1) * 3


def test_rounding_never_touches_counts():
    """Whole numbers stay whole when rounded numbers are carried on."""
    found = values("dense: 1000", "224x224x3", "rounding: {figures: 3, carry: true}")
    assert found["parameters"] == 150_529_000


BAD = [
    # text below "kind: cnn-shapes", line, column, part of the message
    ("input: 8x8\nlayers:\n- conv: {kernels: 6, size: 9}", 4, 28, "spans 9, more than the width of 8"),
    ("input: 8x8\nlayers:\n- conv: {kernels: 6, size: 5, dilation: 2}", 4, 28, "spans 9 (size 5, dilation 2)"),
    ("input: 8x8\nlayers:\n- conv: {kernels: 6, size: 12, padding: 1}", 4, 28, "with 2 zeros of padding"),
    ("input: 8x8x4\nlayers:\n- conv: {kernels: 6, size: 3, groups: 3}", 4, 39, "4 channels cannot be cut into 3"),
    ("input: 8x8x4\nlayers:\n- conv: {kernels: 6, size: 3, groups: 4}", 4, 39, "6 kernels cannot be cut into 4"),
    ("input: 8x8x4\nlayers:\n- conv: {kernels: 6}", 4, 9, "the key size: is missing"),
    ("input: 8x8x4\nlayers:\n- conv", 4, 3, "the key kernels: is missing"),
    ("input: 8x8x4\nlayers:\n- cnov: {kernels: 6, size: 3}", 4, 3, "Did you mean ‘conv’?"),
    ("input: 8x8x4\nlayers:\n- linear: 5", 4, 3, "Did you mean ‘dense’?"),
    ("input: 8x8x4\nlayers:\n- conv: {kernels: 6, size: 3, strid: 2}", 4, 31, "Did you mean ‘stride’?"),
    ("input: 8x8x4\nlayers:\n- conv: {kernels: 0, size: 3}", 4, 19, "from 1"),
    ("input: 8x8x4\nlayers:\n- conv: {kernels: 1, size: -3}", 4, 28, "from 1"),
    ("input: 8x8x4\nlayers:\n- conv: {kernels: 1, size: 3, padding: -1}", 4, 40, "from 0"),
    ("input: 8x8x4\nlayers:\n- conv: {kernels: 1, size: [3, 3, 3]}", 4, 28, "3 numbers for a map with 2 sides"),
    ("input: 8x8x4\nlayers:\n- conv: {kernels: 1, size: 2, padding: same}", 4, 40, "not whole"),
    ("input: 8x8x4\nlayers:\n- conv: {kernels: 1, size: 3, padding: smae}", 4, 40, "Did you mean ‘same’?"),
    ("input: 8x8x4\nlayers:\n- max-pool: {size: 2, padding: 2}", 4, 32, "at most half its window"),
    ("input: 8x8x4\nlayers:\n- avg-pool: {size: 2, dilation: 2}", 4, 23, "this key is not known"),
    ("input: 8x8x4\nlayers:\n- flatten\n- conv: {kernels: 1, size: 1}", 5, 3, "needs a map with sides"),
    ("input: 8x8x4\nlayers:\n- dense: 3\n- max-pool: 2", 5, 3, "needs a map with sides"),
    ("input: 8x8x4\nstrict: true\nlayers:\n- dense: 3", 5, 3, "gets a map of 8 × 8 × 4"),
    ("input: 8x8x4\nlayers:\n- conv:\n  kernels: 1\n  size: 3", 4, 3, "indent its keys"),
    ("input: 8x8x4\nlayers:\n- activation: rleu", 4, 15, "Did you mean ‘relu’?"),
    ("input: 8x8x4\nlayers:\n-", 4, 2, "a layer is missing"),
    ("input: 8x8x4\nlayers: []", 3, 9, "expected a list of layers"),
    ("input: 32\nlayers: [relu]", 2, 8, "such as 32x32x3"),
    ("input: 32x0\nlayers: [relu]", 2, 8, "from 1"),
    ("input: {lenght: 4}\nlayers: [relu]", 2, 9, "Did you mean ‘length’?"),
    ("input: {length: 4, width: 2}\nlayers: [relu]", 2, 8, "an input has a length, or"),
    ("input: 1000000000x1000000000x3\nlayers: [relu]", 2, 8, "a map may hold at most"),
    ("input: 9x9\nlayers: [{conv: {kernels: 1, size: 1, padding: 1000000000}}]", 3, 11, "a side may have at most"),
    ("input: 9x9\ncolumns: [mac]\nlayers: [relu]", 3, 11, "Did you mean ‘macs’?"),
    ("input: 9x9\nlayers: [" + "relu, " * 1000 + "relu]", 3, 9, "at most 1000 layers"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), BAD)
def test_bad_input(trouble, text, line, column, message):
    """Each fault is told with its line, its column and the way out."""
    check_fault(trouble(f"kind: cnn-shapes\n{text}\n"), line, column, message)


def test_faults_together():
    """All layers that cannot be read are reported at once."""
    text = "kind: cnn-shapes\ninput: 8x8\nlayers:\n- conv: {kernels: 6}\n- pool: 2\n- dense: many\n- conv: {size: 0}\n"
    with pytest.raises(nnsolve.ProblemError) as caught:
        nnsolve.loads(text)
    assert [fault.line for fault in caught.value.faults] == [4, 5, 6, 7, 7]


_WORDS = st.sampled_from([*layers(), "zz"])
_KEYS = st.sampled_from(
    ["kernels", "size", "stride", "padding", "dilation", "groups", "bias", "ceil_mode", "name", "zz"]
)
_NUMBERS = st.sampled_from(["0", "1", "2", "3", "-1", "3x2", "[1, 2]", "[[0, 1], [1, 0]]", "[[1]]", "1e3", "999999999"])
_VALUES = _NUMBERS | st.sampled_from(["same", "same-tf", "true", "all", "map", "a", "x", "[]", "{}", "''"])
_LAYER = st.builds(
    lambda word, keys: f"{word}: {{{', '.join(f'{key}: {value}' for key, value in keys.items())}}}",
    _WORDS,
    st.dictionaries(_KEYS, _VALUES, max_size=5),
) | st.builds("{}: {}".format, _WORDS, _VALUES)
_INPUT = st.sampled_from(
    ["9x9x2", "8x7", "[6, 6, 6, 2]", "{length: 9, channels: 4}", "9", "[a, 2]", "{height: 3}", "-"]
)


@settings(max_examples=400, deadline=None)
@given(_INPUT, st.lists(_LAYER, max_size=5))
def test_any_list_of_layers(shape, layers):
    """Whatever stands in the list, there is a solution or a located message, never another exception."""
    text = f"kind: cnn-shapes\ninput: {shape}\nlayers:\n" + "".join(f"- {layer}\n" for layer in layers)
    try:
        (problem,) = nnsolve.loads(text + "columns: [macs, memory, receptive-field]\n")
    except nnsolve.ProblemError as error:
        assert error.faults
        return
    found = nnsolve.solve(problem)
    names = {cell.name for row in found.table.rows for cell in row if isinstance(cell, Ref)}
    assert names <= found.values.keys()
    assert found.values["parameters"] == sum(v for k, v in found.values.items() if k.endswith(".parameters"))


@pytest.mark.parametrize("word", layers())
@pytest.mark.parametrize("holds", COMMON, ids=lambda check: check.__name__)
def test_every_layer(word, holds):
    """What holds for every layer holds for each of the table."""
    holds(word, layers()[word])
