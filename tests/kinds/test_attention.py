"""Attention: sizes, masks, layouts, names, marking of what sources print, and every refusal with its place."""

from __future__ import annotations

import math

import numpy
import pytest

import nnsolve
from nnsolve.errors import ProblemError
from nnsolve.marking.answers import read_answers
from nnsolve.marking.check import check
from nnsolve.marking.key import Key
from nnsolve.pictures.plots import panels
from nnsolve.reading.load import loads

ONE = "kind: attention\nQ: [1, 0]\nK: [[1, 1], [0, 1]]\nV: [[1, 2], [3, 4]]\n"
CAUSAL = """kind: attention
inputs: [[1, 0], [0, 2], [1, 1]]
weights: {Q: [[1, 1], [0, 1]], K: [[1, 0], [1, 1]], V: [[1, 2], [3, 0]]}
scale: sqrt(d_k)
mask: causal
"""


def solved(text: str, **keys: str) -> nnsolve.Solution:
    """The solution of the only problem of a text."""
    (problem,) = loads(text, overrides=keys)
    return nnsolve.solve(problem)


def softmax(*scores: float) -> list[float]:
    """By its definition."""
    powers = [math.exp(score) for score in scores]
    return [power / sum(powers) for power in powers]


# Keys, the weights of the only query by hand: its scores are 1 and 0.
SCALES = [
    ("scale: sqrt(d_k)", softmax(1 / math.sqrt(2), 0)),
    ("scale: none", softmax(1, 0)),
    ("scale: 3", softmax(1 / 3, 0)),
    ("scale: none\nform: plain", softmax(1, 0)),
    ("scale: none\nmask: [[0, 1]]", [0, 1]),
    ("scale: none\nmask: [[0, -inf]]", [1, 0]),
    ("scale: none\npadding: [2]", [1, 0]),
    ("scale: none\nmask: [[1, 0]]\nhidden_score: -4", softmax(1, -4)),
    ("scale: 2\nmask: [[1, 0]]\nhidden_score: -4\nmasked: before", softmax(0.5, -2)),
    ("scale: 2\nmask: [[1, 0]]\nhidden_score: -4\nmasked: after", softmax(0.5, -4)),
    ("scale: none\nscore: general\nscore_weights: {W: [[2, 1], [0, 0]]}", softmax(3, 1)),
    (
        "scale: none\nscore: additive\nscore_weights: {W: [[1, 0]], U: [[0, 1]], v: [2]}",
        softmax(2 * math.tanh(2), 2 * math.tanh(2)),
    ),
]


@pytest.mark.parametrize(("keys", "weights"), SCALES, ids=[keys.replace("\n", ", ") for keys, _ in SCALES])
def test_the_weights_of_one_query(keys: str, weights: list[float]):
    """Weights by every score, scale and mask are those of the definition, and the output is their sum of values."""
    values = solved(f"{ONE}{keys}\n").values
    assert values["A"].tolist() == [pytest.approx(weights)]
    assert values["O"].tolist() == [pytest.approx([weights[0] + 3 * weights[1], 2 * weights[0] + 4 * weights[1]])]


def test_tokens_in_columns_are_the_same_turned():
    """All matrices are turned, and so are those of the gradients."""
    gradients = "above: [[1, 0], [0, 1], [1, 1]]\n"
    rows = solved(CAUSAL + gradients)
    turned = """kind: attention
tokens_in: columns
inputs: [[1, 0, 1], [0, 2, 1]]
weights: {Q: [[1, 0], [1, 1]], K: [[1, 1], [0, 1]], V: [[1, 3], [2, 0]]}
scale: sqrt(d_k)
mask: causal
above: [[1, 0, 1], [0, 1, 1]]
"""
    columns = solved(turned)
    for name in ("Q", "S", "Z", "A", "O", "dE/dX", "dE/dW_Q", "dE/dW_K", "dE/dW_V"):
        assert columns.values[name] == pytest.approx(rows.values[name].T), name


def test_two_heads_share_the_columns():
    """Head 2 takes the second columns; by hand its second output is 0.0179862·2 (the page of the notes)."""
    values = solved(CAUSAL, heads="2", weights="{Q: [[1, 1], [0, 1]], K: [[1, 0], [1, 1]], V: [[1, 2], [3, 0]], "
                    "O: [[1, 0], [1, 1]]}").values  # fmt: skip
    assert values["C"][1].tolist() == pytest.approx([3.5, 0.0359724], abs=1e-6)
    assert values["O"][2].tolist() == pytest.approx([4.64492, 0.266373], abs=1e-5)


# What is asked for, the name of the step that is meant, its value by hand.
ASKED = [
    ("a32", "A[3,2]", 0.786003),
    ("A[3,2]", "A[3,2]", 0.786003),
    ("A_32", "A[3,2]", 0.786003),
    ("S[3,2]", "S[3,2]", 6),
    ("S[1,2]", "S[1,2]", 4),
    ("s12", "S[1,2]", 4),
    ("S_12", "S[1,2]", 4),
    ("s32", "S[3,2]", 6),
    ("z32", "Z[3,2]", 4.24264),
    ("o2", "O[2]", [[5.72096, 0.111614]]),
    ("O[2]", "O[2]", [[5.72096, 0.111614]]),
]


@pytest.mark.parametrize(("text", "name", "value"), ASKED)
def test_what_is_asked_for_in_several_spellings(text: str, name: str, value: float):
    """Entries are counted from 1, as printed and as spelt."""
    solution = solved(CAUSAL, asked=f"['{text}']")
    assert solution.asked == [name]
    assert numpy.asarray(solution.answers[name]) == pytest.approx(numpy.asarray(value), rel=1e-5)


def test_the_entropy_of_given_weights():
    """−(½·log₂ ½ + ½·log₂ ½ + 0) is 1 bit; a weight of 0 adds nothing."""
    solution = solved("kind: attention\nA: [[0.5, 0.5, 0]]\nentropy: {logarithm: log2}\n")
    assert list(solution.answers.values()) == [pytest.approx(1)]


def test_a_loss_in_place_of_a_gradient():
    """Half the squared error gives O − T as the gradient of the output."""
    text = ONE + "scale: none\ntargets: [[1, 1]]\nloss: half squared error\ngradients: true\n"
    values = solved(text).values
    assert values["dE/dO"] == pytest.approx(values["O"] - numpy.array([[1, 1]]))


def test_a_heat_map_of_every_head():
    """The plot holds the weights of both heads, as the page prints them."""
    (problem,) = nnsolve.load("attention-two-heads")
    (panel,) = panels(nnsolve.solve(problem))
    assert [shown.label for shown in panel.maps] == ["A1", "A2"]
    assert panel.maps[0].texts[1] == ["0.248255", "0.503490", "0.248255"]


def test_the_check_of_every_gradient():
    """Central differences of the page's own steps agree, and the page says so."""
    check_ = solved(CAUSAL, above="[[1, 0], [0, 1], [1, 1]]").check
    assert check_ is not None
    assert check_.key == "page_checked"


# The encoding, the position of the first token, what is added to two tokens of four numbers by its definition.
ENCODINGS = [
    ("interleaved", 0, [[0, 1, 0, 1], [math.sin(1), math.cos(1), math.sin(0.01), math.cos(0.01)]]),
    ("interleaved", 1, [[math.sin(k), math.cos(k), math.sin(k / 100), math.cos(k / 100)] for k in (1, 2)]),
    ("halves", 0, [[0, 0, 1, 1], [math.sin(1), math.sin(0.01), math.cos(1), math.cos(0.01)]]),
]


@pytest.mark.parametrize(("encoding", "first", "added"), ENCODINGS)
def test_positions(encoding: str, first: int, added: list[list[float]]):
    """Position 1 of four numbers is (0.8415, 0.5403, 0.0100, 0.99995), as books print it, sine and cosine in turn."""
    text = f"""kind: attention
inputs: [[1, 2, 3, 4], [4, 3, 2, 1]]
scale: none
positions: {{encoding: {encoding}, first: {first}}}
"""
    values = solved(text).values
    assert values["PE"] == pytest.approx(numpy.array(added))
    assert values["XP"] == pytest.approx(numpy.add(added, [[1, 2, 3, 4], [4, 3, 2, 1]]))


def test_a_large_block_is_shortened():
    """64 tokens of 64 numbers: a page of bounded length, with the first and the last row worked out."""
    draw = numpy.random.default_rng(3)
    matrices = {letter: draw.integers(-2, 3, (64, 64)).tolist() for letter in "QKV"}
    text = "kind: attention\nscale: sqrt(d_k)\n" + "".join(f"{letter}: {rows}\n" for letter, rows in matrices.items())
    solution = solved(text)
    scores = numpy.array(matrices["Q"]) @ numpy.array(matrices["K"]).T / 8
    powers = numpy.exp(scores - scores.max(axis=1, keepdims=True))
    outputs = powers / powers.sum(axis=1, keepdims=True) @ numpy.array(matrices["V"])
    assert solution.values["O"] == pytest.approx(outputs)
    assert solution.values["O[64]"] == pytest.approx(outputs[63:])
    assert len(nnsolve.render(solution, "text").splitlines()) < 400


# Lines of a file, what the refusal says, its line.
REFUSED = [
    (ONE, "sqrt(d_k)", 1),
    (ONE + "scale: 1/sqrt(2)\n", "divided by the scale", 5),
    (ONE + "scale: 0.5\n", "divided by the scale", 5),
    ("kind: attention\nscale: none\n", "nothing to attend with", 1),
    ("kind: attention\nscale: none\nQ: [1, 0]\nK: [[1, 1]]\n", "V:", 1),
    ("kind: attention\nscale: none\nQ: [1, 0]\nK: [[1, 1]]\nV: [[1], [2]]\n", "every key has a value", 5),
    ("kind: attention\nscale: none\nQ: [1, 0]\nK: [[1, 1, 1]]\nV: [[1]]\n", "no dot product", 4),
    (ONE + "scale: none\nmask: [[0, 0]]\n", "sees no key", 6),
    (ONE + "scale: none\nmask: [[1, 0], [1, 1]]\n", "1 row", 6),
    (ONE + "scale: none\nmask: [[1, 2]]\n", "1 for a key", 6),
    (ONE + "scale: none\npadding: [3]\n", "no key 3", 6),
    (ONE + "scale: none\nscore: general\n", "need W", 6),
    (ONE + "scale: none\nscore: general\nscore_weights: {W: [[1, 0]]}\n", "2 rows (the numbers of a query)", 7),
    (ONE + "scale: none\nabove: [[1, 2, 3]]\n", "2 columns", 6),
    (ONE + "scale: none\ngradients: true\n", "loss", 6),
    (ONE + "scale: none\nheads: 3\n", "cannot be shared out among 3 heads", 6),
    (CAUSAL.replace("Q: [[1, 1], [0, 1]]", "Q: [[1, 1]]"), "W_Q must have 2 rows", 3),
    (CAUSAL.replace(", V: [[1, 2], [3, 0]]", ""), "V are missing", 3),
    (CAUSAL + "block: {norm: post}\n", "epsilon: 1e-5", 6),
    (CAUSAL + "block: {norm: none, epsilon: 1}\n", "norm", 6),
    (CAUSAL + "heads: 2\nblock: {norm: post, epsilon: 0, gamma: [1]}\n", "2 numbers", 7),
    (CAUSAL.replace("V: [[1, 2], [3, 0]]", "V: [[1], [3]]") + "block: {norm: none}\n", "W_O that makes 2", 6),
    (CAUSAL + "Q: [[1, 1]]\npositions: {encoding: halves}\n", "come from the inputs", 7),
    (CAUSAL + "positions: {first: 1}\n", "encoding", 6),
    (ONE + "scale: none\nblock: {norm: none}\n", "inputs", 6),
    (CAUSAL + "entropy: {rows: [1]}\n", "logarithm", 6),
    ("kind: attention\nA: [[1]]\nscale: none\n", "weights of attention already", 3),
    ("kind: attention\nscale: none\nQ: [[1, 2], [3]]\nK: [[1, 1]]\nV: [[1]]\n", "row 2 has 1 number", 3),
]


@pytest.mark.parametrize(("text", "says", "line"), REFUSED, ids=[says for _, says, _ in REFUSED])
def test_what_is_refused(text: str, says: str, line: int):
    """Each mistake gets its line, what was expected, and what to write instead."""
    with pytest.raises(ProblemError) as refused:
        solved(text)
    faults = refused.value.faults
    assert any(says in fault.message and fault.line == line for fault in faults), faults


def marked(text: str, answers: str) -> list:
    """The lines of answers, marked."""
    (problem,) = loads(text)
    return judged(problem, answers)


def judged(problem, answers: str) -> list:
    """The lines of answers to a problem, marked."""
    key = Key(problem)
    unknown = [answer.called for answer in read_answers(answers, "answers.txt", key.known) if answer.name is None]
    key = key.learned(unknown)
    return check(key, read_answers(answers, "answers.txt", key.known)).lines


PLAIN = """kind: attention
Q: [[1, 0], [0, 1], [1, 1]]
K: [[1, 1], [0, 1], [1, 0]]
V: [[0, 2], [1, 1], [2, 0]]
scale: sqrt(d_k)
"""
A31, A32, A33 = softmax(math.sqrt(2), 1 / math.sqrt(2), 1 / math.sqrt(2))
# What a student writes, the slip that is named first.
SLIPS = [
    (f"a32 = {softmax(2, 1, 1)[1]}", "divisor_left_out"),
    (f"a32 = {math.exp(math.sqrt(0.5))}", "divisor_left_out"),
    (f"o3 = [{A31 + A33}, {A31 + A32}]", "keys_for_values"),
]


@pytest.mark.parametrize(("answers", "slip"), SLIPS)
def test_the_usual_slips_are_named(answers: str, slip: str):
    """No scaling, no sum below the exponential, keys for values."""
    (line,) = marked(PLAIN, answers)
    assert line.verdict == "slip"
    assert line.slips[0].slip == slip


def test_both_ways_to_write_exponentials_are_a_choice():
    """Plain exponentials where scores are small; with the largest score subtracted the weights are the same."""
    plain, shifted = solved(PLAIN).values, solved(PLAIN, form="shifted").values
    assert plain["e[3,1]"] == pytest.approx(math.exp(math.sqrt(2)))
    assert shifted["e[3,1]"] == 1
    assert plain["A"] == pytest.approx(shifted["A"])


def test_what_a_source_rounded_too_early_is_found():
    """Of two published heads only what does not follow from full weights is off: H₁ in row 1, by 0.01."""
    (problem,) = nnsolve.load("attention-two-heads")
    printed = "H_1[1,1] = 1.23\nH_1[1,2] = 2.13\nH_1[2,1] = 1.50\nH_1[2,2] = 2.50\nH_2[1,1] = 1.16\nH_2[2,1] = 1.53"
    lines = judged(problem, printed)
    assert [line.verdict == "right" for line in lines] == [False, False, True, True, True, True]


PARTS = [
    (f"{ONE}scale: none\nheads: 2\nabove: [1, 0]", "∂E/∂H₂ = (∂E/∂O)[1, 2]"),
    (f"{CAUSAL}above: [[1, 0], [0, 1], [1, 1]]", "A ⊙ (∂E/∂A − Σ_j(A ⊙ ∂E/∂A))"),
    (f"{CAUSAL}heads: 2", "Q₂ = Q[1:3, 2]"),
]


@pytest.mark.parametrize(("text", "line"), PARTS)
def test_parts_and_sums_of_a_matrix_say_of_what(text: str, line: str):
    """Rows and columns of a part from 1 to the last; a sum over columns by their index."""
    assert line in nnsolve.render(solved(text), "text")
