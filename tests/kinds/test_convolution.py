"""Feature maps in numbers against published examples and arithmetic done by hand."""

from __future__ import annotations

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnsolve
from nnsolve.errors import ProblemError
from nnsolve.kinds.convolution.kernels import KERNELS
from nnsolve.kinds.convolution.table import layers
from nnsolve.reading.yamlfile import pieces

from ..entries.layers import COMMON
from ..support import check_ends, check_fault, document

BINARY = "input: [11100, 01110, 00111, 00110, 01100]\n"


def solution(text: str):
    (problem,) = nnsolve.loads("kind: convolution\n" + text)
    return nnsolve.solve(problem)


def asking(text: str, *asked: str):
    (problem,) = nnsolve.loads("kind: convolution\n" + text)
    problem.asked = list(asked)
    return nnsolve.solve(problem)


def values(text: str) -> dict:
    return solution(text).values


TWO_SORTS = "[conv: {kernel: [[3]], bias: 10}, transposed-conv: {kernel: [[5]], bias: 100}]"

MAPS = [
    # text, step, expected
    (BINARY + "layers: [conv: {kernel: [101, 010, 101]}]", "conv1", [[4, 3, 4], [2, 4, 3], [2, 3, 4]]),
    (BINARY + "layers: [conv: {kernel: [101, 010, 101]}]\nwritten: 9", "conv1[1,2]", 3),
    (BINARY + "layers: [conv: {kernel: [101, 010, 101], stride: 2}]", "conv1", [[4, 4], [2, 4]]),
    ("input: [[1, 2], [3, 4]]\nlayers: [conv: {kernel: [[1, 2], [3, 4]]}]", "conv1", [[30]]),
    # 1·4 + 2·3 + 3·2 + 4·1: the kernel is turned
    ("input: [[1, 2], [3, 4]]\noperation: convolution\nlayers: [conv: {kernel: [[1, 2], [3, 4]]}]", "conv1", [[20]]),
    ("input: [[1, 2, 3], [4, 5, 6]]\nlayers: [conv: {kernel: [[1, 1]], dilation: 2}]", "conv1", [[4], [10]]),
    ("input: [[5]]\nlayers: [conv: {kernel: blur, padding: 1}]", "conv1", [[5 / 9]]),
    ("input: [[5, -5]]\nlayers: [relu]", "relu1", [[5, 0]]),
    ("input: [[5, -5]]\nlayers: [leaky-relu: 0.1]", "leaky_relu1", [[5, -0.5]]),
    ("input: [[1, 2], [3, 4]]\nlayers: [global-avg-pool]", "pool1", [[2.5]]),
    ("input: [[1, 2], [3, 4]]\nlayers: [global-max-pool]", "pool1[0]", 4),
    ("input: [[1, 2], [3, 4]]\nlayers: [flatten]", "flatten1", [[1, 2, 3, 4]]),
    ("input: [[[1, 2]], [[3, 4]]]\nlayers: [flatten]", "flatten1", [[1, 2, 3, 4]]),
    ("input: [[[1, 2]], [[3, 4]]]\nlayers: [flatten: {order: channels last}]", "flatten1", [[1, 3, 2, 4]]),
    ("input: [[1, 2]]\nlayers: [dense: {weights: [[3, 4], [5, 6]], bias: [1, -1]}]", "dense1", [[12, 16]]),
    ("input: [[0, 0]]\nlayers: [flatten, softmax]", "softmax1", [[0.5, 0.5]]),
    ("input: [[1, 2], [3, 4]]\nlayers: [avg-pool: {size: 2, padding: 1, count_padding: true}]", "pool1[0,0]", 0.25),
    ("input: [[1, 2], [3, 4]]\nlayers: [avg-pool: {size: 2, padding: 1, count_padding: false}]", "pool1[0,0]", 1),
    ("input: {size: 4x4, fill: 2}\nlayers: [conv: {kernel: [[1, 1], [1, 1]]}]", "conv1", [[8] * 3] * 3),
    # 1·3 + 10, and then 13·5 + 100: each layer has its own kernel and bias
    (f"input: [[1]]\nlayers: {TWO_SORTS}", "conv1", [[13]]),
    (f"input: [[1]]\nlayers: {TWO_SORTS}", "transposed1", [[165]]),
    ("input: [[1, 2], [3, 4]]\nlayers: [flatten, flatten]", "flatten2", [[1, 2, 3, 4]]),
    ("input: [[1, 2]]\nlayers: [dense: {weights: [[3, 4], [5, 6]]}, flatten]", "flatten2", [[11, 17]]),
    ("input: |\n  1 0\n  0 1\nlayers: [conv: {kernel: [[2]]}]", "conv1", [[2, 0], [0, 2]]),
]


@pytest.mark.parametrize(("text", "name", "expected"), MAPS, ids=lambda value: "")
def test_maps(text: str, name: str, expected):
    """Small cases worked out by hand."""
    numpy.testing.assert_allclose(numpy.array(values(text)[name], dtype=float), expected, rtol=1e-12)


@pytest.mark.parametrize("name", KERNELS)
def test_kernels_by_name(name: str):
    """A picture of one grey: smoothing keeps it, edges vanish, sharpening keeps it."""
    size = len(KERNELS[name])
    found = values(f"input: {{size: {size}x{size}, fill: 7}}\nlayers: [conv: {{kernel: {name}}}]")["conv1"]
    kept = name in ("identity", "sharpen", "blur", "gaussian", "gaussian 5", "emboss")
    assert found[0, 0] == pytest.approx(7 if kept else 0, abs=1e-12)


def test_gradients_with_equal_maxima():
    """Of equal numbers the first takes the whole gradient; an average shares it."""
    text = "input: [[1, 1], [1, 1]]\ngradient: 4\nlayers: "
    assert values(text + "[max-pool: 2]")["dE/dX"].tolist() == [[4, 0], [0, 0]]
    assert values(text + "[avg-pool: 2]")["dE/dX"].tolist() == [[1, 1], [1, 1]]
    check = nnsolve.solve(nnsolve.loads("kind: convolution\n" + text + "[max-pool: 2]")[0]).check
    assert check.key == "maps_unchecked"


def test_every_map_of_a_small_layer_is_written():
    """Three maps of two channels each stand on the page with their parts: what is left out is counted in maps."""
    page = nnsolve.render(nnsolve.solve(nnsolve.load("two-channels")[0]), "text", width=80)
    assert "conv1₂   = conv1₂,₁ + conv1₂,₂" in page
    assert "…" not in page


def test_rounding_is_carried():
    """0.15 rounds half up to 0.2 before it goes on."""
    text = "input: [[0.5]]\nlayers: [conv: {kernel: [[0.3]]}, conv: {kernel: [[2]]}]\n"
    found = values(text + "rounding: {decimals: 1, carry: true}")
    assert str(found["conv1"][0, 0]) == str(found["conv1[0,0]"]) == "0.2"
    assert str(found["conv2"][0, 0]) == "0.4"


BACK = "input: [[1, 2], [3, 4]]\nlayers: [conv: {kernel: [[1, 2]], bias: 3}]\ngradient: [[1], [2]]\n"
ASKED = [
    # asked, canonical name, value
    ("out", "conv1", [[8], [14]]),
    ("out[1,0]", "conv1[1,0]", 14),
    ("conv1[1,0]", "conv1[1,0]", 14),
    ("conv1[0,1,0]", "conv1[1,0]", 14),
    ("conv1.width", "conv1.width", 1),
    ("K", "dE/dK1", [[7, 10]]),
    ("dE/dK1[0,1]", "dE/dK1[0,1]", 10),
    ("b", "dE/db1", 3),
    ("dE/dX", "dE/dX", [[1, 2], [2, 4]]),
    # symbols of the page in every format, and places that no page lists
    ("W₁", "conv1.width", 1),
    ("y", "conv1", [[8], [14]]),
    (r"$\mathrm{conv1}\mathrm{[1,0]}$", "conv1[1,0]", 14),
    ("conv1[ 1, 0 ]", "conv1[1,0]", 14),
    ("∂E/∂K", "dE/dK1", [[7, 10]]),
    (r"\frac{\partial E}{\partial K\mathrm{[0,1]}}", "dE/dK1[0,1]", 10),
    ("K[0,1]", "dE/dK1[0,1]", 10),
    ("gradient of K", "dE/dK1", [[7, 10]]),
    ('frac(∂ E, ∂ X"[1,1]")', "dE/dX[1,1]", 4),
    ("δ_conv₁[1,1]", "wide_conv1[1,1]", 2),
]
UPDATED = [
    # the new value by the bare name: K − 0.1·[7, 10] and 3 − 0.1·3
    ("K", "new_K1", [[0.3, 1]]),
    ("K1'", "new_K1", [[0.3, 1]]),
    ("K^{new}", "new_K1", [[0.3, 1]]),
    ("K′[0,0]", "new_K1[0,0]", 0.3),
    ("K[0,0]", "new_K1[0,0]", 0.3),
    ("b", "new_b1", 2.7),
    ("new b", "new_b1", 2.7),
]
MANY = """input: {R: [[1, 2]], G: [[3, 4]]}
layers: [conv: {name: C1, kernels: [{R: [[1]], G: [[0]]}, {R: [[0]], G: [[2]]}]}]
gradient: 1
"""
GROUPS = [
    ("conv1", {"conv1_1": [[1, 2]], "conv1_2": [[6, 8]]}),
    ("C1", {"conv1_1": [[1, 2]], "conv1_2": [[6, 8]]}),
    ("conv1[1,0,1]", {"conv1_2[0,1]": 8}),
    ("conv1₂[0,1]", {"conv1_2[0,1]": 8}),
    ("conv1_1_R[0,1]", {"conv1_1_R[0,1]": 2}),
    ("dE/dX", {"dE/dX_R": [[1, 1]], "dE/dX_G": [[2, 2]]}),
    ("∂E/∂K₂,_G", {"dE/dK1_2_G": [[7]]}),
]


@pytest.mark.parametrize(("asked", "name", "expected"), ASKED)
def test_asked(asked: str, name: str, expected):
    """What is asked for is found by its names, and printed alone."""
    found = asking(BACK, asked)
    assert list(found.answers) == [name]
    numpy.testing.assert_allclose(numpy.array(found.answers[name], dtype=float), expected)


@pytest.mark.parametrize(("asked", "name", "expected"), UPDATED)
def test_asked_for_new_values(asked: str, name: str, expected):
    """Where there is a learning rate a bare parameter, and each of its numbers, is the new one."""
    found = asking(BACK + "learning_rate: 0.1", asked)
    assert list(found.answers) == [name]
    numpy.testing.assert_allclose(numpy.array(found.answers[name], dtype=float), expected)


@pytest.mark.parametrize(("asked", "expected"), GROUPS)
def test_asked_for_several_maps(asked: str, expected: dict):
    """A layer is all its maps, the input all its channels; a place has the map in front, or in the name."""
    answers = asking(MANY, asked).answers
    assert {name: numpy.array(value, dtype=float).tolist() for name, value in answers.items()} == expected


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("X", "it is given"),
        ("X_R[0,0]", "it is given"),
        ("C₁", "may mean|it is given"),
        ("conv1[0,0]", "write conv1.0,0,0. with the map first, or conv1_1.0,0."),
        ("conv1[2,0,0]", "maps 0 to 1"),
        ("K1", "not a result"),
        ("new_K1", "not a result"),
        ("conv1.width[0]", "no rows and columns"),
        ("[0,0]", "not a result"),
        ("conv1[99999999,0]", "not a result"),
        ("K" * 400, "not a result"),
    ],
)
def test_asked_for_what_is_refused(asked: str, message: str):
    """What is given, several maps at one place, and texts of no meaning are refused with the way out."""
    with pytest.raises(ProblemError, match=message):
        asking(MANY, asked)


def test_one_symbol_of_two_maps():
    """LaTeX prints the first map of conv1 and the eleventh layer alike; the spelling is exact."""
    layers = ["conv: {kernels: [[[1]], [[2]]]}", *["max-pool: 1"], *["conv: {kernel: {1: [[1]], 2: [[1]]}}"]]
    text = f"input: [[1, 2]]\nlayers: [{', '.join([*layers, *['conv: {kernel: [[1]]}'] * 9])}]"
    assert asking(text, "conv1_1", "conv11").asked == ["conv1_1", "conv11"]
    assert asking(text, "conv1_1[0,1]").asked == ["conv1_1[0,1]"]
    with pytest.raises(ProblemError, match="may mean conv1_1, conv11|may mean conv11, conv1_1"):
        asking(text, r"\mathrm{conv1}_{1}\mathrm{[0,1]}")


def test_places_on_the_command_line():
    """A comma between brackets does not cut a list of names."""
    assert pieces("conv1[0,1], K[ 1 , 0 ],b") == ["conv1[0,1]", " K[ 1 , 0 ]", "b"]
    assert pieces("1, 2,[") == ["1", " 2", "["]


@pytest.mark.parametrize("asked", ["conv2", "conv1[5,0]", "conv1[0]", "nonsense[0,0]", "K9", "dE/dK1[4,4]"])
def test_asked_for_what_is_not_there(asked: str):
    """A name or place that is none is said to be none."""
    with pytest.raises(ProblemError) as error:
        solution(BACK + f'asked: ["{asked}"]')
    assert asked.partition("[")[0] in str(error.value)


FAULTS = [
    # text, line, column, part of the message
    ("input: [[1, 2], [3]]\nlayers: [relu]", 2, 17, "this row has 1 number and the first has 2"),
    ("input: [[1, x]]\nlayers: [relu]", 2, 13, "expected a number"),
    ("input: 5x5\nlayers: [relu]", 2, 8, "a matrix"),
    ("input: [123, 456]\nlayers: [relu]", 2, 9, "0 and 1 alone can stand in one word"),
    ("input: {size: 5x5}\nlayers: [relu]", 2, 8, "seed"),
    ("input: {size: 90000x90000, seed: 1}\nlayers: [relu]", 2, 15, "at most"),
    ("input: [[1]]\nlayers: []", 3, 9, "list of layers"),
    ("input: [[1]]\nlayers: [cnov: 3]", 3, 10, "Did you mean ‘conv’"),
    ("input: [[1]]\nlayers: [conv: {}]", 3, 16, "kernel:"),
    ("input: [[1]]\nlayers: [conv: {kernel: sobell x}]", 3, 25, "Did you mean ‘sobel x’"),
    ("input: [[1]]\nlayers: [conv: {kernel: [[1, 1]]}]", 3, 25, "the window spans 2"),
    ("input: [[1]]\nlayers: [conv: {kernel: [[[1]], [[1]]]}]", 3, 25, "one matrix a channel"),
    ("input: [[1]]\nlayers: [conv: {kernels: 3, size: 1}]", 3, 16, "seed"),
    ("input: [[1]]\nlayers: [conv: {kernel: [[1]], bias: [1, 2]}]", 3, 38, "2 biases for 1 kernel"),
    ("input: [[1]]\nlayers: [dense: {weights: [[1, 2]]}]", 3, 27, "1 number comes here"),
    ("input: [[1]]\nlayers: [softmax]", 3, 10, "flatten"),
    ("input: [[1]]\nlayers: [leaky-relu]", 3, 10, "leaky relu"),
    ("input: [[1]]\nlayers: [activation: foo]", 3, 22, "no such activation"),
    ("input: [[1]]\nlayers: [avg-pool: {size: 2, padding: 1}]", 3, 39, "count_padding"),
    ("input: [[1]]\nlayers: [relu]\ngradient: [[1, 2]]", 4, 11, "1 × 1 × 1"),
    ("input: [[1]]\nlayers: [flatten]\ntargets: [1]\nloss: mse", 5, 7, "several formulas"),
    ("input: [[1]]\nlayers: [relu]\ntargets: [1]\nloss: mean squared error", 4, 10, "row of outputs"),
    ("input: [[1]]\nlayers: [relu]\ntargets: [1]", 4, 10, "loss:"),
    ("input: [[1]]\nlayers: [relu]\nlearning_rate: 1", 4, 16, "learning_rate: needs targets: or gradient:"),
    ("input: [[1]]\nlayers: [step]\ngradient: 1", 3, 10, "step has no gradient"),
    ("input: [[1]]\nlayers: [flatten, activation: sign(x)]\ntargets: [1]\nloss: squared error", 3, 19, "no gradient"),
    ("input: [[1]]\nlayers: [transposed-conv: {kernel: [[1]], padding: 3}]", 3, 52, "cuts off"),
    ("input: [[1]]\nlayers: [transposed-conv: {kernel: [[1]], output_padding: 1}]", 3, 59, "smaller than the stride"),
    ("input: [[1]]\nlayers: [conv: {kernel: [[1]], name: K}]", 3, 38, "letters of the page"),
    ("input: [[1]]\nlayers: [dense: {weights: [[1]], name: W2}]", 3, 40, "letters of the page"),
    ("input: {size: 1000x1000, seed: 1}\nlayers: [conv: {kernels: 200, size: 30, seed: 1}]", 3, 10, "at most"),
    ("input: {size: 900x900, seed: 1}\nlayers: [relu]\ngradient: 1", 3, 10, "backward"),
]


@pytest.mark.parametrize(("text", "line", "column", "part"), FAULTS, ids=lambda value: "")
def test_faults(trouble, text: str, line: int, column: int, part: str):
    """Every mistake is told at its place."""
    check_fault(trouble("kind: convolution\n" + text), line, column, part)


def test_channels_that_are_named_like_a_map():
    """The share of a channel called wide would have the name of the wide map before a transposed convolution."""
    text = "input: {wide: [[1]], R: [[2]]}\nlayers: [conv: {kernel: [[[1]], [[2]]]}, transposed-conv: {kernel: [[1]]}]"
    with pytest.raises(ProblemError, match="‘conv1_wide’ would stand for two things"):
        values(text)


@pytest.mark.parametrize("format", sorted({*nnsolve.formats()} - {"pdf"}))
def test_a_position_that_no_kernel_covers(format: str):
    """Where a transposed convolution leaves a gap every format prints the 0."""
    found = solution("input: [[1, 2]]\nlayers: [transposed-conv: {kernel: [[1, 2]], stride: 3}]")
    assert found.values["transposed1[0,2]"] == 0
    page = nnsolve.render(found, format)
    assert format != "text" or "transposed1[0,2] = 0\n" in page


def test_the_only_kernel():
    """K stands for the kernel of the only layer that has one; with two it is a name without a meaning."""
    one = "input: [[1]]\nlayers: [conv: {kernel: [[3]]}]\ngradient: 2\nasked: [K]"
    assert solution(one).answers.keys() == {"dE/dK1"}
    with pytest.raises(ProblemError, match="‘K’ is not a result"):
        solution(f"input: [[1]]\nlayers: {TWO_SORTS}\ngradient: 2\nasked: [K]")


def test_a_picture_is_not_written_out():
    """Of a picture of 1000 × 1000 the corners are printed."""
    page = nnsolve.render(solution("input: {size: 1000x1000, seed: 1}\nlayers: [conv: {kernel: sobel x}]"), "text")
    assert len(page.splitlines()) < 100
    assert "…" in page
    assert "998 × 998" in page


@pytest.mark.slow
@pytest.mark.parametrize("width", [60, 80, 110])
@pytest.mark.parametrize("full", [False, True])
def test_layout(width: int, full: bool):
    """No line is wider than the page."""
    text = "input: {size: 20x20x2, seed: 1}\nlayers: [conv: {kernels: 3, size: 5, seed: 2}, relu, max-pool: 2]\n"
    page = nnsolve.render(solution(text + "gradient: 0.125"), "text", width=width, full=full)
    assert max(map(len, page.splitlines())) <= width


PIECES = [
    "1",
    "0",
    "-1",
    "x",
    "[1]",
    "[[1]]",
    "[[1, 2], [3, 4]]",
    "conv",
    "relu",
    "2",
    "9999999",
    "{}",
    "same",
    "",
    "1/0",
]


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_mutations(data):
    """Whatever stands in the place of a value, there is a solution or a located message."""
    key = data.draw(st.sampled_from(["stride", "padding", "dilation", "bias", "kernel", "kernels", "size", "seed"]))
    value, more = data.draw(st.sampled_from(PIECES)), data.draw(st.sampled_from(PIECES))
    last = data.draw(st.sampled_from(PIECES))
    word = data.draw(st.sampled_from(["conv", "transposed-conv", "max-pool", "avg-pool", "dense", "flatten", "relu"]))
    text = f"input: {more}\nlayers: [{word}: {{kernel: [[1]], {key}: {value}}}]\ngradient: {last}"
    text = text if data.draw(st.booleans()) else f"input: [[1, 2], [3, 4]]\n{text.partition(chr(10))[2]}"
    check_ends("kind: convolution\n" + text)


LEARNED = [
    """input: {size: 5x5x2, seed: 1}
layers:
  - conv: {kernels: 2, size: 3, seed: 1, stride: 2, padding: 1, bias: [1, 2]}
  - tanh
  - avg-pool: {size: 2, stride: 1}
  - flatten: {order: channels last}
  - dense: {neurons: 2, seed: 3, bias: 1}
  - softmax
targets: [1, 0]
loss: categorical cross-entropy
learning_rate: 0.1
""",
    """input: {size: 3x3x2, seed: 1}
layers:
  - transposed-conv: {kernels: 2, size: 2, seed: 1, stride: 2, padding: 1, bias: 1}
  - relu
  - global-max-pool
operation: convolution
gradient: [1, -1]
learning_rate: 0.5
""",
]


@pytest.mark.parametrize("text", LEARNED)
def test_any_number_of_any_array(text: str):
    """The last number of every map, kernel, row and gradient can be asked for and is that of the whole array."""
    arrays = {name: value for name, value in solution(text).values.items() if isinstance(value, numpy.ndarray)}
    given = solution(text).given
    for name, value in arrays.items():
        if name not in given:
            row, column = value.shape[0] - 1, value.shape[1] - 1
            (number,) = asking(text, f"{name}[{row},{column}]").answers.values()
            assert float(number) == pytest.approx(float(value[row, column]), abs=1e-12), name


def test_a_symbol_before_another_spelling():
    """W₁ is printed for the width of the first map; W1 is how the weights are spelt, which are printed W."""
    text = "input: [[1, 2]]\nlayers: [conv: {kernel: [[1]]}, flatten, dense: {weights: [[1, 1]]}]\ngradient: [1]"
    assert asking(text, "W₁").asked == asking(text, "$W_{1}$").asked == ["conv1.width"]
    assert asking(text, "W1").asked == asking(text, "W").asked == ["dE/dW1"]


def test_carried_decimals_over_a_large_input(solved):
    """Rounded numbers are carried through maps that the problem gives as arrays: half of every given number."""
    keys = {"input": {"size": "20x20", "seed": 1}, "layers": [{"conv": {"kernel": [[0.5]]}}]}
    values = solved(document("convolution", **keys, rounding={"decimals": 3, "carry": True})).values
    assert [float(entry) for entry in values["conv1"][0]] == [entry / 2 for entry in values["X"][0].astype(float)]


@pytest.mark.parametrize("word", layers())
@pytest.mark.parametrize("holds", COMMON, ids=lambda check: check.__name__)
def test_every_layer(word, holds):
    """What holds for every layer holds for each of the table."""
    holds(word, layers()[word])
