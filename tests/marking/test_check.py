"""Verdicts on the lines of a working."""

from __future__ import annotations

from pathlib import Path

import pytest

import nnsolve
from nnsolve.marking.answers import from_pairs, read_answers
from nnsolve.marking.check import check
from nnsolve.marking.key import Key
from nnsolve.marking.marks import Scheme
from nnsolve.solution import Rounding, evaluate


@pytest.fixture(scope="module")
def key():
    return Key(nnsolve.load("two-two-two")[0])


def verdicts(key: Key, text: str) -> dict[str, str]:
    """Name → verdict of plain working."""
    answers = read_answers(text, "working.txt", key.known)
    key = key.learned([answer.called for answer in answers if answer.name is None])
    return {line.answer.name: line.verdict for line in check(key, read_answers(text, "w.txt", key.known)).lines}


def test_the_notes_working(key):
    """The course notes round and cut as they go: all of that is right; the path left out in ∂E/∂w₁ is the one slip."""
    text = """
    net_h1 = 0.3775
    out_h1 = 0.59326
    net_o1 = 1.105
    out_o1 = 0.7511
    dE/dout_o1 = 0.7411
    w5' = 0.359
    dE/dw1 = 0.0006685
    w1' = 0.1496
    """
    found = verdicts(key, text)
    assert found.pop("dE/dw1") == "slip"
    assert found.pop("new_w1") == "follow-through"
    assert set(found.values()) == {"right"}


@pytest.mark.parametrize(
    ("text", "name", "verdict"),
    [
        ("net_h1 = 0.3775", "net_h1", "right"),
        ("net_h1 = 0.4", "net_h1", "coarse"),
        ("net_h1 = hm?", "net_h1", "unreadable"),
        ("net_h1 = 3..4", "net_h1", "unreadable"),
        ("net_h1 = ?", "net_h1", "blank"),
        ("net_h1 =", "net_h1", "blank"),
        ("net_h1 = 17.17", "net_h1", "wrong"),
        ("w5 = 0.359", "new_w5", "right"),
        ("w5 = 0.40", "w5", "right"),
        ("delta_o1 = 0.1385", "delta_o1", "right"),
        ("dE/dw1 = 0.0004", "dE/dw1", "right"),  # it is 0.000438568
        ("dE/dw1 = 0.00044", "dE/dw1", "right"),
        ("dE/dw1 = 0.0005", "dE/dw1", "wrong"),
        ("dE/dw1 = 0.0003", "dE/dw1", "wrong"),
        ("nonsense = 3", None, "unknown"),
    ],
)
def test_single_answers(key, text, name, verdict):
    """One answer alone, against values worked out by hand from the published example."""
    assert verdicts(key, text) == {name: verdict}


def test_own_arithmetic_is_told_from_a_wrong_formula(key):
    """0.15 × 0.05 + 0.2 × 0.1 + 0.35 is 0.3775: with 0.3875 behind it, the formula is right and the sum is not."""
    answers = read_answers("net_h1 = 0.15*0.05 + 0.2*0.1 + 0.35 = 0.3875", "w.txt", key.known)
    (line,) = check(key, answers).lines
    assert line.verdict == "slip"
    assert line.says[0].key == "mark_arithmetic"
    assert line.says[0].args["value"] == "0.3775"


def test_follow_through_from_the_students_own_number(key):
    """σ(0.3875) = 0.595681 (by hand): right for who wrote 0.3875, though the solution has 0.593270."""
    found = verdicts(key, "net_h1 = 0.3875\nout_h1 = 0.595681")
    assert found == {"net_h1": "slip", "out_h1": "follow-through"}


def test_the_original_comes_first(key):
    """Who writes a wrong line and then the right value has the right value."""
    assert verdicts(key, "net_h1 = 0.3875\nout_h1 = 0.593270")["out_h1"] == "right"


def test_a_trivial_value_earns_nothing(key):
    """A wrong error signal of 0 makes every later product 0; that is said and is no follow-through."""
    found = verdicts(key, "dE/dout_o1 = 0\ndE/dw5 = 0")
    assert found["dE/dw5"] == "trivial"


def test_the_last_of_two_answers_counts(key):
    """A value that is written again replaces the one before."""
    answers = read_answers("net_h1 = 5\nnet_h1 = 0.3775", "w.txt", key.known)
    assert [line.verdict for line in check(key, answers).lines] == ["again", "right"]


def test_declared_digits():
    """A problem that wants five decimals: three are right and too few; five are right."""
    (problem,) = nnsolve.load("two-two-two", overrides={"digits": "{decimals: 5}"})
    own = Key(problem)
    for written, verdict in (("0.59327", "right"), ("0.593", "coarse"), ("0.593270", "right"), ("0.59335", "slip")):
        (line,) = check(own, from_pairs([(1, "out_h1", written)], own.known)).lines
        assert line.verdict in ((verdict, "wrong") if verdict == "slip" else (verdict,)), written


def test_tolerance_replaces_the_digits(key):
    """With a tolerance of 0.01, 0.385 passes for 0.3775, and 0.39 does not."""
    for written, verdict in (("0.385", "right"), ("0.39", "slip")):
        (line,) = check(key, from_pairs([(1, "net_h1", written)], key.known), 0.01).lines
        assert line.verdict in ((verdict,) if verdict == "right" else ("slip", "wrong"))


@pytest.mark.parametrize(
    ("name", "answer", "verdict"),
    [
        ("conv1.shape", "28x28x6", "right"),
        ("conv1", "28 × 28 × 6", "right"),
        ("pool1.shape", "14x14x6", "right"),
        ("pool1.shape", "3x7x11", "wrong"),
        ("conv1.parameters", "156", "right"),
        ("conv1.parameters", "150", "slip"),
        ("parameters", "61 706", "right"),
        ("parameters", "61,706", "right"),
        ("parameters", "59999", "wrong"),
    ],
)
def test_shapes_and_counts(name, answer, verdict):
    """LeNet-5 by its published numbers; 150 is the count without biases."""
    own = Key(nnsolve.load("lenet")[0]).learned([name])
    answers = from_pairs([(1, name, answer)], own.known)
    (line,) = check(own, answers).lines
    assert line.verdict == verdict


@pytest.mark.parametrize("name", ["two-two-two", "three-two-one", "lenet", "saddle", "adam-notes", "simple-regression"])
@pytest.mark.parametrize("digits", [{"figures": 6}, {"decimals": 4}, {"figures": 4, "carry": True}])
def test_a_solutions_own_answers_are_right(name, digits):
    """The printed values of a solution, taken as answers, are all right."""
    own = Key(nnsolve.load(name)[0])
    rounding = Rounding(**digits)
    values = evaluate(own.steps.values(), rounding, own.given)
    pairs = [(1, step, _text(rounding, values[step])) for step in own.steps]
    lines = check(own, from_pairs(pairs, own.known)).lines
    assert {line.verdict for line in lines} <= {"right", "coarse"}


def _text(rounding, value) -> str:
    return "x".join(map(str, value)) if isinstance(value, list) else rounding.text(value)


@pytest.mark.parametrize("place", range(0, 50, 3))
def test_one_changed_number_is_one_wrong_line(key, place):
    """Changing one number of a right working, and going on from it, makes that line wrong and no other."""
    names = list(key.steps)
    name = names[place % len(names)]
    changed = float(f"{key.values[name] * 1.37 + 0.011:.6g}")
    values = evaluate(key.steps.values(), Rounding(), {**key.given, name: changed})
    pairs = [(1, step, f"{values[step]:.9g}") for step in names]
    lines = {line.answer.name: line.verdict for line in check(key, from_pairs(pairs, key.known)).lines}
    assert lines.pop(name) in ("slip", "wrong")
    assert set(lines.values()) <= {"right", "follow-through"}


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("-(y - ŷ)*o11", "right"),
        ("(ŷ - y)·o_11", "right"),
        ("o11ŷ - o11 y", "unreadable"),
        ("-(y - ŷ)*o12", "slip"),
        ("(y - ŷ)*o11", "slip"),
        ("-2*(y - ŷ)*o11", "slip"),
        ("x1 + x2", "wrong"),
    ],
)
def test_formulas_in_symbols(answer, verdict):
    """In a problem without numbers any equal formula is right: ∂L/∂w₁₁⁽²⁾ = −(y − ŷ)·o₁₁ (course notes)."""
    own = Key(nnsolve.load("classification-2-2-1")[0])
    (line,) = check(own, from_pairs([(1, "dL/dw11^2", answer)], own.known)).lines
    assert line.verdict == verdict


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [("∂c/∂x1*ẋ1 + ∂c/∂x2*ẋ2", "right"), ("x1", "right"), ("dot_x2/dot_x2*x1", "right"), ("dc/dx2*ẋ1", "slip")],
)
def test_what_is_printed_alike(answer: str, verdict: str):
    """In the sweep in which x₂ moves, ẋ₁ = 0 and ẋ₂ = 1 are those of this sweep: ċ = x₂·0 + x₁·1."""
    text = "kind: graph\nexpression: f = x1*x2 + sin(x1)\nsymbolic: true\nmode: forward\n"
    own = Key(nnsolve.loads(text)[0])
    (line,) = check(own, from_pairs([(1, "dot_c/dot_x2", answer)], own.known)).lines
    assert line.verdict == verdict


def test_a_numeral_in_a_formula_is_no_unit():
    """With units 2 and 3 and E = (t − o)⁴, the exponent of ∂E₂/∂out₂ = −4·(y₁ − out₂)³ is the number 3."""
    text = """kind: backprop
symbolic: true
network: [[1], [2, 3]]
inputs: [x1]
weights: {w12: w12, w13: w13}
activation: identity
targets: [y1, y2]
loss: (t - o)^4
method: delta
"""
    own = Key(nnsolve.loads(text)[0])
    pairs = [(1, "delta_2", "-4*(y1 - out_2)^3"), (2, "delta_3", "-4*(y2 - out_3)^2")]
    lines = check(own, from_pairs(pairs, own.known)).lines
    assert [line.verdict == "right" for line in lines] == [True, False]


GIVEN_IN_SYMBOLS = """kind: forward
symbolic: true
inputs: {x1: 2, x2: x2}
layers: [{activation: identity, weights: {o1: {w1: 0.3, w2: w2}}, bias: {b: 1/3}}]
"""


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [("w1*x1 + w2*x2 + b", "right"), ("0.6 + w2*x2 + 1/3", "right"), ("0.3*2 + x2*w2", "slip")],
)
def test_given_numbers_in_symbols(answer: str, verdict: str):
    """Where a problem in symbols gives numbers, 0.3·2 + w2·x2 + 1/3, they may stand by name or be put in."""
    own = Key(nnsolve.loads(GIVEN_IN_SYMBOLS)[0])
    (line,) = check(own, from_pairs([(1, "net_o1", answer)], own.known)).lines
    assert line.verdict == verdict


MAZUR = nnsolve.load("two-two-two")[0].published  # of the published example, which writes neuron by neuron


@pytest.fixture(scope="module")
def in_matrices():
    text = Path(nnsolve.load("two-two-two")[0].file).read_text(encoding="utf-8")
    return Key(nnsolve.loads(text.replace("kind: backprop", "kind: backprop\nstyle: matrix"))[0])


@pytest.mark.parametrize("name", MAZUR)
def test_entries_of_matrices(in_matrices, name):
    """Who writes neuron by neuron is right beside a page of matrices, and wrong where the number is another."""
    value = float(MAZUR[name].text)
    assert verdicts(in_matrices, f"{name} = {value:.6g}") == {name: "right"}
    assert verdicts(in_matrices, f"{name} = {1.7 * value:.6g}")[name] in ("wrong", "slip")


def test_what_follows_from_an_entry(in_matrices, key):
    """From a wrong entry later lines follow in matrices as they do neuron by neuron: 1/(1 + e^−0.5) = 0.622459,
    0.4 · 0.593270 + 0.45 · 0.622459 + 0.6 = 1.117415."""
    text = "net_h2 = 0.5\nout_h2 = 0.622459\nnet_o1 = 1.117415\nnet_h1 = 0.3775"
    found = verdicts(in_matrices, text)
    assert list(found.values()) == ["wrong", "follow-through", "follow-through", "right"]
    assert found == verdicts(key, text)


def test_matrices_beside_their_entries(in_matrices):
    """W1 is the matrix and w1 its entry; a given entry is no new value."""
    text = """
    W1' = [[0.149780716, 0.199561432], [0.249751144, 0.299502287]]
    dE/dW1 = [[0.000438568, 0.000877135], [0.000497713, 0.000995425]]
    w1 = 0.15
    dE/dw1 = 0.000438568
    w5 = 0.35891648
    """
    assert verdicts(in_matrices, text) == dict.fromkeys(("new_W^1", "dE/dW^1", "w1", "dE/dw1", "new_w5"), "right")


def test_entries_of_a_large_network():
    """Where the names are too many to be listed those of the answers are entries too: x is 1, all weights are 0.01."""
    rows = "[" + ", ".join(["[" + ", ".join(["0.01"] * 26) + "]"] * 20) + "]"
    key = Key(
        nnsolve.loads(f"""
kind: backprop
style: matrix
naming: layered
inputs: [{", ".join(["1"] * 26)}]
layers:
  - {{activation: identity, weights: {rows}}}
  - {{activation: identity, weights: [[{", ".join(["0.01"] * 20)}]]}}
targets: [0]
loss: half squared error
learning_rate: 0.5
""")[0]
    )
    # Every hidden neuron gives 26 · 0.01 = 0.26, the output 20 · 0.26 · 0.01 = 0.052; dE/dw = 0.052 · 0.01 · 1.
    text = "∂E/∂w₃₂⁽¹⁾ = 0.00052\nw32^1' = 0.00974\nw10_1^1' = 0.02\nnet_h3 = 0.26"
    found = verdicts(key, text)
    assert list(found.values()) == ["right", "right", "wrong", "right"]


def test_marks_of_entries():
    """An entry that is asked for, or that is worth marks, is answered by itself."""
    text = Path(nnsolve.load("two-two-two")[0].file).read_text(encoding="utf-8")
    text = text.replace("kind: backprop", "kind: backprop\nstyle: matrix\nasked: [w5, W1']")
    for marks in ("4", "{w5: 1, W1': 3}"):
        key = Key(nnsolve.loads(f"{text}\nmarks: {marks}\n")[0])
        assert key.asked == ["new_w5", "new_W^1"]
        answers = read_answers("w5' = 0.358916", "w.txt", key.known)
        awards = Scheme(key).awards(check(key, answers))
        assert [(award.name, award.verdict) for award in awards] == [("new_w5", "right"), ("new_W^1", "missing")]
