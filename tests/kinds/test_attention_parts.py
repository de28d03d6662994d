"""What a Transformer has besides attention: positions and feed-forward layers alone, layers, and wrong files of them.

Expected values are those of published examples, or sines, cosines and sums of the test's own.
"""

from __future__ import annotations

import math

import numpy
import pytest

import nnsolve

from ..support import Texts

TEXTS = Texts("attention")
faults, solved, values = TEXTS.faults, TEXTS.solved, TEXTS.values


def encoding(position: int, dimension: int, halves: bool = False) -> list[float]:
    """Sine and cosine of position/10000^(2i/d), by the formula of Vaswani et al., section 3.5."""
    found = []
    for number in range(dimension):
        half = (dimension + 1) // 2
        pair, sine = (number % half, number < half) if halves else (number // 2, number % 2 == 0)
        found.append((math.sin if sine else math.cos)(position / 10000 ** (2 * pair / dimension)))
    return found


@pytest.mark.parametrize("halves", [False, True])
@pytest.mark.parametrize(("positions", "dimension"), [([1], 4), ([0, 3, 7], 6), ([2], 1), ([100000], 5)])
def test_positions_alone(positions: list[int], dimension: int, halves: bool):
    """Any positions without tokens, in even and odd numbers of numbers."""
    kind = "halves" if halves else "interleaved"
    found = values(f"positions: {{encoding: {kind}, dimension: {dimension}, of: {positions}}}\n")["PE"]
    assert found == pytest.approx(numpy.array([encoding(each, dimension, halves) for each in positions]))


@pytest.mark.parametrize(
    ("text", "value"),
    # Position 1 in four numbers as collections of questions print it; 0.9999 is cut from 0.99995.
    [("PE(1,0)", 0.8415), ("PE(1,1)", 0.5403), ("PE[1,2]", 0.0100), ("pe(1, 3)", 0.99995)],
)
def test_an_entry_of_an_encoding_is_called_by_position_and_number(text: str, value: float):
    """Both counted as in PE(pos, 2i): positions as they are, numbers from 0."""
    solution = solved(f"positions: {{encoding: interleaved, dimension: 4, of: [1]}}\nasked: ['{text}']\n")
    assert list(solution.answers.values()) == [pytest.approx(value, abs=5e-5)]


def test_positions_added_and_multiplied():
    """What stands at the positions is added to them; their dot products depend on the distance."""
    text = "inputs: [[1, 2, 3, 4], [4, 3, 2, 1], [0, 0, 0, 0]]\n"
    found = values(f"{text}positions: {{encoding: interleaved, of: [0, 1, 2], products: true}}\n")
    rows = numpy.array([encoding(each, 4) for each in range(3)])
    assert found["XP"] == pytest.approx(rows + numpy.array([[1, 2, 3, 4], [4, 3, 2, 1], [0, 0, 0, 0]]))
    assert found["D"] == pytest.approx(rows @ rows.T)
    assert found["D"][0, 1] == pytest.approx(math.cos(1) + math.cos(0.01))


def test_positions_in_columns_are_turned():
    """A position is a column where tokens are."""
    keys = "positions: {encoding: halves, dimension: 4, of: [1, 2], products: true}\n"
    assert values(f"{keys}tokens_in: columns\n")["PE"] == pytest.approx(values(keys)["PE"].T)


def test_feed_forward_layers_alone():
    """relu(xW₁ + b₁)W₂ + b₂ of one token by hand: relu(−1, 3) = (0, 3), times W₂ is (6, 3), plus (1, −1)."""
    layers = "{first: [[1, 1], [-1, 1]], first_bias: [0, 0], second: [[1, 0], [2, 1]], second_bias: [1, -1]}"
    assert values(f"inputs: [1, 2]\nfeed_forward: {layers}\n")["F_2"].tolist() == [[7, 2]]


def test_a_loss_behind_feed_forward_layers():
    """Half the squared error gives F₂ − T as the gradient of the output."""
    layers = "feed_forward: {first: [[1], [1]], second: [[2, 1]]}\n"
    text = f"inputs: [1, 2]\n{layers}targets: [[5, 4]]\nloss: half squared error\ngradients: true\n"
    assert values(text)["dE/dF_2"].tolist() == [[1, -1]]


LAYER = "{weights: {Q: [[1, 0], [0, 1]], K: [[1, 0], [0, 1]], V: [[1, 1], [0, 1]]}}"


def test_what_one_layer_gives_the_next_takes():
    """Two layers are the second one of what the first one gives."""
    tokens, keys = "inputs: [[1, 0], [0, 2]]\n", "scale: 2\nmask: causal\n"
    both = values(f"{tokens}{keys}layers: [{LAYER}, {LAYER}]\n")
    one = values(f"{tokens}{keys}{LAYER[1:-1]}\n")["O"]
    assert both["O^1"] == pytest.approx(one)
    assert both["O^2"] == pytest.approx(values(f"inputs: {one.tolist()}\n{keys}{LAYER[1:-1]}\n")["O"])


def test_one_layer_in_a_list_has_no_number():
    """Names say their layer only where there are several."""
    assert "O" in values(f"inputs: [[1, 0], [0, 2]]\nscale: 2\nlayers: [{LAYER}]\n")


WORDS = """inputs: [[1, 0], [0, 2]]
lm_head: {embedding: [[1, 0], [0, 1], [0, 0]], words: [the, cat, sat], targets: [cat, sat], loss: sum}
"""


def test_the_loss_of_words():
    """Logits (1, 0, 0) and (0, 2, 0): −ln of 1/(e + 2) and of 1/(e² + 2), by hand."""
    found = values(WORDS)
    assert found["E"] == pytest.approx(math.log(math.e + 2) + math.log(math.e**2 + 2))
    assert found["P"][0].tolist() == pytest.approx([math.e / (math.e + 2), 1 / (math.e + 2), 1 / (math.e + 2)])


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        ("p1(cat)", 1 / (math.e + 2)),
        ("P[2,3]", 1 / (math.e**2 + 2)),
        ("p23", 1 / (math.e**2 + 2)),
        ("ell_1", math.log(math.e + 2)),
        ("dE/dL[1,2]", 1 / (math.e + 2) - 1),
    ],
)
def test_what_is_asked_of_words(asked: str, value: float):
    """A probability by its word or its place, the loss of a token, p − y."""
    assert list(solved(f"{WORDS}asked: ['{asked}']\n").answers.values()) == [pytest.approx(value)]


def test_a_token_that_does_not_count_has_no_gradient():
    """Only masked tokens learn: p − y of the other is 0, and one token needs no sum or mean."""
    text = WORDS.replace("[cat, sat], loss: sum", "[none, sat], gradients: true")
    found = values(text)
    assert found["E"] == pytest.approx(math.log(math.e**2 + 2))
    assert found["dE/dL"][0].tolist() == [0, 0, 0]


PAIR = "inputs: [[1, 0], [0, 2]]\n"
FIRST = "feed_forward: {first: [[1], [1]], second: [[1]]}\n"
# A file, and what is said of it.
WRONG = [
    ("positions: {encoding: interleaved}\n", "which are missing; or write of:"),
    ("positions: {encoding: interleaved, of: [1]}\n", "how many numbers does a position get"),
    ("positions: {encoding: interleaved, dimension: 4, of: [1, 1]}\n", "every position stands once"),
    ("positions: {encoding: interleaved, dimension: 4, of: [-1]}\n", "expected a whole number from 0"),
    ("positions: {encoding: interleaved, dimension: 4, of: [1], first: 1}\n", "of: cannot stand beside first:"),
    (f"{PAIR}positions: {{encoding: halves, of: [1]}}\n", "expected 2 positions, one a token"),
    (f"{PAIR}positions: {{encoding: halves, dimension: 3, of: [1, 2]}}\n", "the inputs have 2 numbers each"),
    (f"{PAIR}scale: none\npositions: {{encoding: halves, of: [0, 1]}}\n", "asks for positions alone"),
    (f"{PAIR}scale: none\npositions: {{encoding: halves, dimension: 2}}\n", "dimension: needs of:"),
    (f"{PAIR}scale: none\npositions: {{encoding: halves, products: true}}\n", "products: needs of:"),
    (f"{PAIR}scale: none\n{FIRST}", "behind attention feed-forward layers stand in the block"),
    ("feed_forward: {first: [[1]], second: [[1]]}\n", "feed_forward: needs inputs:"),
    (f"{PAIR}feed_forward: {{first: [[1]], second: [[1]]}}\n", "2 rows (the numbers that come in)"),
    (f"{PAIR}feed_forward: {{first: [[1], [1]], second: [[1], [1]]}}\n", "1 row (the numbers that come in)"),
    (f"{PAIR}feed_forward: {{first: [[1], [1]], up: [[1, 2], [1, 2]], second: [[1]]}}\n", "as many as W_1 makes"),
    (f"{PAIR}feed_forward: {{first: [[1], [1]], up_bias: [1], second: [[1]]}}\n", "up_bias: needs up:"),
    (f"{PAIR}layers: [{LAYER}]\n", "the key scale: is missing"),
    (f"{PAIR}scale: 2\nlayers: [{LAYER}]\nweights: {{}}\n", "cannot stand beside weights:"),
    (f"{PAIR}scale: 2\nlayers: [{LAYER}]\nmemory: [[1, 2]]\n", "memory: cannot stand beside layers:"),
    (f"{PAIR}scale: 2\nlayers: [{LAYER}]\nscore: general\n", "layers: have dot scores"),
    (f"{PAIR}scale: 2\nlayers: [{LAYER}]\nblock: {{norm: post, epsilon: 0, gamma: [1, 1]}}\n", "each has its own"),
    (f"{PAIR}scale: 2\nlayers: [{{gamma: [1, 1]}}]\n", "is part of a block"),
    (f"{PAIR}scale: 2\nlayers: [{{gamma: [1, 1]}}]\nblock: {{norm: none}}\n", "there is no layer norm here"),
    (f"{PAIR}scale: 2\nlayers: [{{weights: {{Q: [[1]], K: [[1]], V: [[1]]}}}}]\n", "W_Q must have 2 rows"),
    (f"{PAIR}scale: 2\nlayers: [{LAYER}, {{weights: {{O: [[1], [1]]}}}}]\nblock: {{norm: none}}\n", "that makes 2"),
    (f"{PAIR}scale: 2\nblock: {{norm: post, norm_type: rms, epsilon: 0, beta: [1, 1]}}\n", "an RMS norm has no β"),
    (f"{PAIR}scale: 2\nblock: {{norm: none, norm_type: rms}}\n", "there is no layer norm here"),
    (f"{PAIR}lm_head: {{}}\n", "logits need weights"),
    (f"{PAIR}lm_head: {{embedding: [[1, 0]], weights: [[1], [0]]}}\n", "cannot stand beside"),
    (f"{PAIR}lm_head: {{embedding: [[1, 0, 0]]}}\n", "E of the logits must have 2 columns"),
    (f"{PAIR}lm_head: {{weights: [[1, 0, 0]]}}\n", "W of the logits must have 2 rows"),
    (f"{PAIR}lm_head: {{embedding: [[1, 0]], bias: [1, 2]}}\n", "b must have 1 number, one a word; here: 2"),
    (f"{PAIR}lm_head: {{embedding: [[1, 0]], words: [a, b]}}\n", "expected 1 word, as many as there are logits"),
    (f"{PAIR}lm_head: {{embedding: [[1, 0], [0, 1]], words: [a, a]}}\n", "every word stands once"),
    (f"{PAIR}lm_head: {{embedding: [[1, 0], [0, 1]], targets: [1]}}\n", "expected 2 targets, one a token"),
    (f"{PAIR}lm_head: {{embedding: [[1, 0], [0, 1]], targets: [1, 3]}}\n", "a number from 1 to 2"),
    (f"{PAIR}lm_head: {{embedding: [[1, 0], [0, 1]], targets: [none, none]}}\n", "one token at least"),
    (f"{PAIR}lm_head: {{embedding: [[1, 0], [0, 1]], targets: [1, 2]}}\n", "write loss: sum or loss: mean"),
    (f"{PAIR}lm_head: {{embedding: [[1, 0], [0, 1]], targets: [1, none], loss: sum}}\n", "sum and mean are the same"),
    (f"{PAIR}lm_head: {{embedding: [[1, 0], [0, 1]], gradients: true}}\n", "gradients: needs targets:"),
    (f"{PAIR}lm_head: {{embedding: [[1, 0]]}}\nabove: [[1, 0], [1, 0]]\n", "the loss is that of lm_head"),
    ("Q: [1]\nK: [1]\nV: [1]\nscale: 2\nlayers: [{}]\n", "needs inputs:"),
]


@pytest.mark.parametrize(("text", "says"), WRONG, ids=[says for _, says in WRONG])
def test_wrong_files_are_refused(text: str, says: str):
    """Each with what was expected."""
    assert says in faults(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("positions: {encoding: interleaved, dimension: 4, of: x1}", ["‘x1’: expected a whole number"]),
        (
            "inputs: [1, 0]\nmemory: [[1, 0]]\nscale: none\nscore: additive\nweights: {U: [[1, 0]]}",
            ["‘U’: expected one of Q, K, V, O. Those of scores stand under score_weights:"],
        ),
    ],
)
def test_one_fault_is_told_once(text: str, wanted: list[str]):
    """What follows from a fault is no other fault."""
    with pytest.raises(nnsolve.ProblemError) as caught:
        nnsolve.loads(f"kind: attention\n{text}\n")
    lines = str(caught.value).splitlines()
    assert len(lines) == len(wanted)
    assert all(each in line for each, line in zip(wanted, lines, strict=True))
