"""Initialisation: rules by hand and from their papers, what is left through layers, slips, wrong files, pages."""

from __future__ import annotations

import math

import pytest

import nnsolve
from nnsolve.marking.alternatives import alternatives
from nnsolve.marking.answers import read_answers
from nnsolve.marking.check import check
from nnsolve.marking.key import Key
from nnsolve.sheets.worksheet import worksheet

from ..support import Texts, check_fault, check_pages, page

TEXTS = Texts("initialization")
faults, solved, values = TEXTS.faults, TEXTS.solved, TEXTS.values
CONV = "{conv: {size: 3, channels: 64, kernels: 128}}"


def line_of(text: str, answer: str):
    (problem,) = nnsolve.loads(f"kind: initialization\n{text}")
    key = Key(problem)
    (line,) = check(key, read_answers(answer, "answers.txt", key.known)).lines
    return line


# Rules


@pytest.mark.parametrize(
    ("layers", "keys", "variance"),
    [
        ("[784, 256]", "rule: he", 2 / 784),
        ("[784, 256]", "rule: kaiming\nfan: in", 2 / 784),
        ("[784, 256]", "rule: he\nfan: out", 2 / 256),
        ("[784, 256]", "rule: he\nfan: average", 4 / 1040),
        ("[784, 256]", "rule: glorot", 2 / 1040),
        ("[784, 256]", "rule: Xavier\nfan: average", 2 / 1040),
        ("[784, 256]", "rule: lecun", 1 / 784),
        ("[784, 256]", "rule: pytorch", 1 / (3 * 784)),
        ("[784, 256]", "rule: 0.02", 0.0004),
        ("[784, 256]", "rule: he\nactivation: leaky relu(0.1)", 2 / (1.01 * 784)),
        ("[784, 256]", "rule: glorot\nactivation: tanh\ngain: pytorch", 25 / 9 * 2 / 1040),
        ("[784, 256]", "rule: he\nactivation: tanh\ngain: pytorch", 25 / 9 / 784),
        ("[784, 256]", "rule: lecun\ngain: 2", 4 / 784),
        (f"[{CONV}]", "rule: he", 2 / 576),
        (f"[{CONV}]", "rule: he\nfan: out", 2 / 1152),
        (f"[{CONV}]", "rule: glorot", 2 / 1728),
        ("[{conv: {size: [1, 5], channels: 7, kernels: 2}}]", "rule: lecun", 1 / 35),
        (CONV, "rule: he", 2 / 576),
    ],
)
def test_rules(layers, keys, variance):
    """Variance, deviation and limit of one layer, by the formulas of the papers."""
    found = values(f"layers: {layers}\n{keys}")
    assert found["layer1.variance"] == pytest.approx(variance, rel=1e-14)
    assert found["layer1.std"] == pytest.approx(math.sqrt(variance), rel=1e-14)
    assert found["layer1.limit"] == pytest.approx(math.sqrt(3 * variance), rel=1e-14)


def test_worked_values():
    """Values worked out apart from this program: 784 → 256 and a convolution of 3 × 3 × 64."""
    xavier, he, lecun = (values(f"layers: [784, 256]\nrule: {rule}") for rule in ("xavier", "he", "lecun"))
    assert xavier["layer1.std"] == pytest.approx(0.0438529, abs=5e-8)
    assert xavier["layer1.limit"] == pytest.approx(0.0759555, abs=5e-8)
    assert he["layer1.std"] == pytest.approx(0.0505076, abs=5e-8)
    assert lecun["layer1.std"] == pytest.approx(0.0357143, abs=5e-8)
    assert values(f"layers: [{CONV}]\nrule: he")["layer1.std"] == pytest.approx(0.0589256, abs=5e-8)


def test_truncated():
    """A standard normal that is cut at ±2 has the variance 1 − 4φ(2)/(2Φ(2) − 1); Keras divides by its root."""
    density = math.exp(-2) / math.sqrt(2 * math.pi)
    deviation = math.sqrt(1 - 4 * density / math.erf(math.sqrt(2)))
    found = values("layers: [784, 256]\nrule: glorot\ntruncated: true")
    assert found["layer1.cut"] == pytest.approx(math.sqrt(2 / 1040) / deviation, rel=1e-12)


# Through the layers


def test_mean_square_through_layers():
    """784 – 256 – 128 – 64 with ReLU: He keeps it, 0.01 and 1 do not."""
    solution = solved("layers: [784, 256, 128, 64]\nrule: he\ncompare: [0.01, 1]")
    found = solution.values
    assert [found[f"layer{k}.mean_square"] for k in (1, 2, 3)] == pytest.approx([1, 1, 1], rel=1e-14)
    small = [0.0392, 0.0392 * 0.0128, 0.0392 * 0.0128 * 0.0064]
    assert [found[f"layer{k}.mean_square[1]"] for k in (1, 2, 3)] == pytest.approx(small, rel=1e-12)
    assert [found[f"layer{k}.mean_square[2]"] for k in (1, 2, 3)] == pytest.approx([392, 50176, 3211264], rel=1e-14)
    said = page(solution)
    assert "He stays, std 0.01 vanishes (1/100 is left, or less) and std 1 explodes (100 times, or more)" in said


@pytest.mark.parametrize(
    ("activation", "kept"), [("relu", 0.5), ("leaky relu(0.2)", 0.52), ("tanh", 1), ("identity", 1), ("linear", 1)]
)
def test_what_activations_keep(activation, kept):
    """n·Var w, times what the activation lets through, forwards with n_in and backwards with n_out."""
    found = values(f"layers: [30, 20, 10]\nrule: 0.3\nactivation: {activation}\nbackward: true")
    assert found["layer1.factor"] == pytest.approx(30 * 0.09 * kept)
    assert found["layer2.mean_square"] == pytest.approx(30 * 20 * (0.09 * kept) ** 2)
    assert found["layer2.gradient_square"] == pytest.approx(10 * 0.09 * kept)
    assert found["layer1.gradient_square"] == pytest.approx(20 * 10 * (0.09 * kept) ** 2)


def test_ten_layers_of_512():
    """(512·0.01²/2)¹⁰ = 1.209e-16, worked out apart from this program; with He's rule 1."""
    text = "layers: {width: 512, depth: 10}\nactivation: relu\nrule: "
    assert values(f"{text}0.01")["layer10.mean_square"] == pytest.approx(1.209e-16, rel=1e-3)
    assert values(f"{text}he")["layer10.mean_square"] == pytest.approx(1, rel=1e-12)
    assert "all 10: 512 → 512" in page(solved(f"{text}he"))


@pytest.mark.parametrize("seed", range(3))
def test_random_networks(seed):
    """Drawn networks: the mean square behind three layers is near the one that is worked out."""
    numpy = pytest.importorskip("numpy")
    draw = numpy.random.default_rng(seed)
    sizes = [400, 300, 200, 300]
    found = values(f"layers: {sizes}\nrule: glorot\nactivation: relu")
    runs = []
    for _ in range(30):
        x = draw.standard_normal((400, 1))
        for k in (1, 2, 3):
            limit = found[f"layer{k}.limit"]
            x = numpy.maximum(draw.uniform(-limit, limit, (sizes[k], sizes[k - 1])) @ x, 0)
        runs.append((x**2).mean())
    # x² of ReLU counts on the outputs; the factor of a layer is that of its inputs to its outputs
    assert numpy.mean(runs) == pytest.approx(found["layer3.mean_square"], rel=0.15)


# Names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("std", "layer1.std"),
        ("Var w", "layer1.variance"),
        ("Var(w)", "layer1.variance"),
        ("σ", "layer1.std"),
        ("limit", "layer1.limit"),
        ("a", "layer1.limit"),
        ("n_in", "layer1.fan_in"),
        ("layer1.std", "layer1.std"),
    ],
)
def test_words_of_one_layer(text, name):
    """What books call the numbers of an only layer."""
    assert solved(f"layers: [{CONV}]\nrule: he\nasked: ['{text}']").asked == [name]


def test_asked_line():
    """What is asked for has its line: the formula, the numbers put in, the result."""
    said = page(solved(f"layers: [{CONV}]\nrule: he\nasked: [std]"))
    assert "n_in = 3·3·64 = 576" in said.replace("3 × 3 × 64", "3·3·64")
    assert "Answer std = 0.0589256" in said


# Marking

DENSE = "layers: [784, 256]\nrule: "


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (f"{DENSE}he", "std = 0.0505"),
        (f"{DENSE}he", "Var w = 0.002551"),
        (f"{DENSE}xavier", "a = 0.0760"),
        (f"layers: [{CONV}]\nrule: he", "n_in = 576"),
        ("layers: [784, 256, 128]\nrule: he", "std2 = 0.0884"),
    ],
)
def test_right_answers(text, answer):
    """Right values stand."""
    assert line_of(text, answer).verdict == "right"


def test_wrong_answer():
    """A number that is neither right nor a slip."""
    assert line_of(f"{DENSE}he", "std = 0.0431").verdict == "wrong"


def test_followed_answer():
    """A right deviation of a wrong variance."""
    (problem,) = nnsolve.loads(f"kind: initialization\n{DENSE}he")
    key = Key(problem)
    lines = check(key, read_answers("Var w = 0.0078125\nstd = 0.0883883", "answers.txt", key.known)).lines
    assert [line.verdict for line in lines] == ["slip", "follow-through"]


# Wrong files


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: x", "nothing to compute"),
        ("layers: [784, 256]", "the key rule: is missing"),
        ("layers: [784]\nrule: he", "a size alone makes no layer"),
        ("layers: []\nrule: he", "expected at least two sizes"),
        (f"layers: [{CONV}, 10]\nrule: he", "a size alone makes no layer"),
        (
            f"layers: [{CONV}, {CONV}]\nrule: he",
            "the convolution before has 128 kernels",
        ),
        ("layers: [{conv: {size: 3, channels: 3}}]\nrule: he", "the key kernels: is missing"),
        ("layers: [{dense: 3}]\nrule: he", "expected a size, or {conv"),
        ("layers: [784, 0]\nrule: he", "expected a whole number from 1"),
        ("layers: 5\nrule: he", "expected sizes such as"),
        ("layers: {width: 512}\nrule: he", "the key depth: is missing"),
        (f"layers: {[2] * 101}\nrule: he", "expected at most 100 layers"),
        ("layers: [784, 256]\nrule: hee", "expected he, glorot, lecun"),
        ("layers: [784, 256]\nrule: 0", "expected a number above 0"),
        ("layers: [784, 256]\nrule: glorot\nfan: in", "1/n_in is LeCun's rule"),
        ("layers: [784, 256]\nrule: lecun\nfan: average", "write rule: glorot"),
        ("layers: [784, 256]\nrule: 0.1\nfan: in", "the standard deviation is given"),
        ("layers: [784, 256]\nrule: 0.1\ntruncated: true", "the standard deviation is given"),
        ("layers: [784, 256]\nrule: he\nactivation: tanh", "He's rule is for relu"),
        ("layers: [784, 256]\nrule: he\nactivation: gelu", "nothing is known of it here"),
        ("layers: [784, 256]\nrule: glorot\ngain: pytorch", "the gain of which activation?"),
        ("layers: [784, 256]\nrule: glorot\ngain: keras", "expected a number, or pytorch"),
        ("layers: [784, 256]\nrule: pytorch\ngain: 2", "torch.nn.Linear has none of it"),
        ("layers: [784, 256]\nrule: glorot\ncompare: [1]", "through which activation?"),
        ("layers: [784, 256]\nrule: glorot\nactivation: sigmoid\ncompare: [1]", "it is not known which part"),
        ("layers: [784, 256]\nrule: glorot\nactivation: selu\nbackward: true", "it is not known which part"),
        ("layers: [784, 256]\nrule: he\ncompare: [1, 2, 3, 4, 5]", "a list of at most 4 values"),
        ("layers: [784, 256]\nrule: he\ncompare: [-1]", "expected a number above 0"),
        ("rule: he\nclip: {gradients: [1], norm: 1}", "rule: needs layers:"),
        ("layers: [2, 1]\nrule: he\nclip: {gradients: [1], norm: 1}", "clip: cannot stand beside layers:"),
    ],
)
def test_faults(text, message):
    """Every wrong file is told where and why."""
    assert message in faults(text)


def test_place_of_a_fault():
    """The fault of a fan stands at its value."""
    with pytest.raises(nnsolve.ProblemError) as error:
        nnsolve.loads("kind: initialization\nlayers: [784, 256]\nrule: glorot\nfan: in")
    check_fault(error.value, 4, 6, "write rule: lecun")


# Pages


@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize(
    "text",
    [
        "layers: [784, 256, 128, 64]\nrule: he\ncompare: [0.01, 1]\nbackward: true\ntruncated: true",
        f"layers: [{CONV}, 2048, 10]\nrule: he\nactivation: leaky relu(0.1)",
        "layers: [10, 10]\nrule: glorot\nactivation: selu",
        "layers: [10, 10]\nrule: pytorch",
        "layers: {width: 100, depth: 100}\nrule: 0.01\nactivation: relu",
        "layers: [1000000, 1]\nrule: 1e6\nactivation: tanh\ncompare: [1e-5]",
        "layers: [784, 256]\nrule: he\nrounding: {decimals: 4, carry: true}",
    ],
)
def test_pages(text, width):
    """Every format is written."""
    check_pages(solved(text), width)


def test_leaky_says_so():
    """The reason of the rule is that of the activation; with a gain of the file it is told that it stands there."""
    said = page(solved("layers: [784, 256]\nrule: he\nactivation: leaky relu(0.1)"))
    assert "g² makes up for that" in said
    assert "ReLU lets half" not in said
    assert "The gain g stands in the rule for its own" in page(solved("layers: [784, 256]\nrule: he\ngain: 1"))


def test_a_gain_is_told():
    """A gain of the file is given, that of PyTorch is worked out; an exam is told which it is."""
    for gain, told in (("sqrt(2)", "Given g = √2"), ("1", "Given g = 1")):
        assert told in page(solved(f"layers: [3, 4]\nrule: xavier\ngain: {gain}"))
    (problem,) = nnsolve.loads("kind: initialization\nlayers: [3, 4]\nrule: xavier\ngain: pytorch\nactivation: sigmoid")
    solution = nnsolve.solve(problem)
    assert "g = 1 gain" in page(solution)
    assert "initialization_statement_gain_pytorch" in [said.key for said in solution.statement]


def test_all_layers_are_told():
    """An exam names every layer, and those that are alike once with their number."""
    layers = solved(f"layers: {[7] * 2 + [8] * 19}\nrule: he").statement[0].args["layers"]
    assert len(layers) == 20
    (every,) = solved("layers: {width: 512, depth: 20}\nrule: he").statement[0].args["layers"]
    assert (every.key, every.args["n"]) == ("initialization_every", 20)


def test_worksheet_is_blank():
    """On a worksheet neither the numbers nor the verdict stand."""
    (problem,) = nnsolve.loads("kind: initialization\nlayers: [784, 256, 128]\nrule: he\ncompare: [0.01]")
    sheet = page(worksheet(nnsolve.solve(problem), steps=True))
    for told in ("0.0505", "0.00255", "2/784", "vanishes", "stays"):
        assert told not in sheet
    assert "784 → 256" in sheet


def test_equal_weights_stay_equal():
    """Units that begin with the same weights get the same gradients, so that they stay the same unit."""
    found = nnsolve.solve(nnsolve.load("equal-weights")[0]).values
    assert found["new_w1"] == found["new_w3"] != 0.5
    assert found["new_w2"] == found["new_w4"] != 0.5
    assert found["new_w5"] == found["new_w6"] != 0.5


def test_conventions():
    """Another fan is a convention of its own, by its name; what a page shows besides is none."""
    (problem,) = nnsolve.loads("kind: initialization\nlayers: [784, 256]\nrule: he\nfan: in\nbackward: true")
    keys = [convention.says.key for convention in alternatives(problem)]
    assert keys == ["convention_fan_out", "convention_fan_average"]
