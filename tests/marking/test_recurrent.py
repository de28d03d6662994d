"""Workings of recurrent networks: numbers and single entries of vectors from which later lines follow."""

from __future__ import annotations

import math

import pytest

import nnsolve
from nnsolve.marking.check import check
from nnsolve.marking.key import Key
from nnsolve.marking.verdicts import COARSE, FOLLOWED, PROSE, RIGHT, SLIP, UNREADABLE, WRONG
from nnsolve.marking.working import read_working

ONE_UNIT = """
kind: recurrent
cell: rnn
inputs: [1, 0, -1]
weights: {x: {w_x: 1}, h: {w_h: 0.5}}
targets: {3: 0}
loss: half squared error
gradients: true
"""
BOTH_WAYS = """
kind: recurrent
cell: rnn
inputs: [[1, 2]]
weights: {x: [[1, 0], [0, 1]]}
bias: [0.1, -0.1]
join: add
backward: {weights: {x: [[0, 1], [1, 0]]}, bias: [-0.2, 0.2]}
"""


def verdicts(problem: str, *lines: str) -> list[str]:
    """The verdict of every line of a working."""
    (one,) = nnsolve.loads(problem)
    key = Key(one)
    called = [line.partition("=")[0].strip() for line in lines]
    key = key.learned([name for name in called if key.known.find(name) is None])
    return [line.verdict for line in check(key, read_working("\n".join(lines), key.known)).lines]


def test_an_error_term_that_is_wrong_is_followed_back():
    """δ₂ with the slope of step 3 twice is a slip, as published; what follows from it stands."""
    lines = ("delta_3 = -0.368", "delta_2 = -0.087", "delta_1 = -0.0183", "dE/dw_h = -0.200")
    assert verdicts(ONE_UNIT, *lines) == [RIGHT, SLIP, FOLLOWED, FOLLOWED]


def test_single_entries_are_followed():
    """tanh(1.1) = 0.8005 is misread in one unit: the sum with 0.9468 of the other direction is right for that."""
    lines = ("h_fw@1[1] = 0.7998", "h_bw@1[1] = 0.9468", "h@1[1] = 1.7466", "h@1[2] = 1.7899")
    assert verdicts(BOTH_WAYS, *lines) == [WRONG, RIGHT, FOLLOWED, RIGHT]


JORDAN = """
kind: recurrent
cell: rnn
feedback: output
inputs: [0.5, -1]
start: {y: 0.2}
weights: {x: 0.6, h: -0.4}
bias: 0.1
output: {weights: 1.5, bias: -0.2, activation: sigmoid}
"""


def test_an_output_that_goes_back_is_followed():
    """σ(0.26426) = 0.5657 read as 0.6657: −0.6 − 0.4·0.6657 + 0.1 = −0.76628 is right for that; y is ŷ here."""
    assert verdicts(JORDAN, "h1 = 0.309507", "y1 = 0.565683", "net2 = -0.726273") == [RIGHT] * 3
    assert verdicts(JORDAN, "y1 = 0.6657", "net2 = -0.76628", f"h2 = {math.tanh(-0.76628):.6f}") == [
        SLIP,
        FOLLOWED,
        FOLLOWED,
    ]
    assert verdicts(JORDAN, "net2 = -0.623803") == [WRONG]  # the state went back


GREEDY = """
kind: recurrent
cell: rnn
activation: identity
words: [a, b]
first: a
feed: words
steps: 2
weights: {x: [[1, -2]], h: [[0.5]]}
output: {weights: [[1], [-1]]}
"""


def test_a_word_that_was_chosen_is_that_of_the_students_own_outputs():
    """h₁ = 1 gives a, so h₂ = 1 + 0.5; who has h₁ = −1 chooses b and has −2 − 0.5, not 1 − 0.5."""
    right = ("h@1[1] = 1", "yhat@1 = [1, -1]", "x@2 = [1, 0]", "h@2[1] = 1.5")
    assert verdicts(GREEDY, *right) == [RIGHT] * 4
    wrong = ("h@1[1] = -1", "yhat@1 = [-1, 1]", "x@2 = [0, 1]", "h@2[1] = -2.5")
    assert verdicts(GREEDY, *wrong) == [WRONG, FOLLOWED, FOLLOWED, FOLLOWED]
    other = ("h@1[1] = -1", "yhat@1 = [-1, 1]", "x@2 = [1, 0]")
    assert verdicts(GREEDY, *other)[2] != FOLLOWED


UPDATED = """
kind: recurrent
cell: rnn
inputs: [[1, 0], [0.5, -1]]
weights: {x: [[0.5, 0.1], [-0.3, 0.4]], h: [[0.8, 0.2], [0.1, -0.5]]}
targets: {2: [1, 0]}
loss: half squared error
learning_rate: 0.1
"""


@pytest.mark.parametrize(
    ("line", "verdict"), [("W_x' = W_x + ΔW_x", PROSE), ("W_x' = W_x − ΔW_x", UNREADABLE), ("W_x' = none", UNREADABLE)]
)
def test_a_formula_of_matrices_is_no_wrong_matrix(line, verdict):
    """A formula without a value is prose where it is the right one, and else not understood: never a wrong matrix."""
    assert verdicts(UPDATED, line) == [verdict]


@pytest.mark.parametrize(
    ("line", "verdict"),
    [("htilde@1 = [0.505083, 0.373867]", RIGHT), ("htilde@1 = [0.505030, 0.373704]", WRONG)],
)
def test_digits_of_matrices_count(line, verdict):
    """Candidates of PyTorch's GRU, from lecture notes; with r before the product the fourth digit differs."""
    (problem,) = nnsolve.load("gru-two-units")
    key = Key(problem)
    assert [each.verdict for each in check(key, read_working(line, key.known)).lines] == [verdict]


def test_one_number_is_no_vector():
    """A single number for a state of two units is not understood: it may be right for one of them."""
    (problem,) = nnsolve.load("gru-two-units")
    key = Key(problem)
    assert [line.verdict for line in check(key, read_working("h@1 = 0.3239", key.known)).lines] == [UNREADABLE]


ATTENTION = """
kind: attention
Q: [[1, 0], [0, 2]]
K: [[1, 0], [0, 1]]
V: [[1, 2], [3, 4]]
scale: none
mask: causal
"""


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("A = [[1, 0], [0.1192, 0.8808]]", RIGHT),
        ("A = [[0.9970, 0.0030], [0.1192, 0.8808]]", WRONG),
        ("S = [[1.0030, 0.0000], [0.0000, 2.0000]]", WRONG),
    ],
)
def test_an_entry_of_a_matrix_is_as_near_as_a_number(line, verdict):
    """e⁰/(e⁰ + e²) = 0.1192; the first query sees one key alone, so 0.9970 is no rounded 1."""
    assert verdicts(ATTENTION, line) == [verdict]


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("A = [[0.88, 0.12, 0.00]]", COARSE),  # the third weight is 0.0008
        ("A = [[0.88, 0.12, 0]]", WRONG),
        ("A = [[0.8801, 0.1191, 0.0000]]", WRONG),
        ("A = [[0.00, 0.00, 0.00]]", WRONG),
    ],
)
def test_an_entry_that_rounds_to_0_beside_others(line, verdict):
    """Weights to two decimals are e¹⁰, e⁸ and e³ over their sum, as published; a 0 that is none has too few digits."""
    problem = "kind: attention\nQ: [1, 2, 1]\nK: [[1, 2, 3], [1, 2, 1], [0, 1, -1]]\nV: [[1], [2], [3]]\nscale: none"
    assert verdicts(problem, line) == [verdict]


TWO_KEYS = """
kind: attention
Q: [[1, 0], [0, 1], [1, 1]]
K: [[1, 1], [0, 1], [1, 0]]
V: [[0, 2], [1, 1], [2, 0]]
scale: sqrt(d_k)
"""


@pytest.mark.parametrize(
    ("weights", "output", "expected"),
    [
        # ½·(0, 2) + ¼·(1, 1) + ¼·(2, 0), as published; with all digits of the weights it is (0.7448, 1.2552)
        ("[[0.40, 0.20, 0.40], [0.40, 0.40, 0.20], [0.50, 0.25, 0.25]]", "[[1, 1], [0.8, 1.2], [0.75, 1.25]]", COARSE),
        ("[[0.4, 0.2, 0.4], [0.4, 0.4, 0.2], [0.7, 0.2, 0.1]]", "[[1, 1], [0.8, 1.2], [0.4, 1.6]]", FOLLOWED),
        ("[[0.4, 0.2, 0.4], [0.4, 0.4, 0.2], [0.7, 0.2, 0.1]]", "[[1, 1], [0.8, 1.2], [0.9, 1.3]]", WRONG),
    ],
)
def test_what_follows_from_a_matrix_follows_from_its_entries(weights, output, expected):
    """Rows of the output are written as sums over single weights: those of the matrix that was written."""
    assert verdicts(TWO_KEYS, f"A = {weights}", f"O = {output}")[1] == expected


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ("[[0.3979, 0.2043, 0.3979], [0.3979, 0.3979, 0.2043], [0.4934, 0.2533, 0.2533]]", FOLLOWED),
        ("[[0.3979, 0.2043, 0.3979], [0.3979, 0.3979, 0.2043], [0.5034, 0.2533, 0.2533]]", WRONG),
        ("[[0.4011, 0.1978, 0.4011], [0.4011, 0.4011, 0.1978], [0.5035, 0.2483, 0.2483]]", RIGHT),
    ],
)
def test_what_follows_from_a_wrong_matrix_may_have_been_worked_out_with_more_digits(weights, expected):
    """Divided by 1.5 for √2 the scores are 2/3 and 4/3: e^(2/3)/(2·e^(2/3) + 1) is 0.39786, and with 0.67 0.39813."""
    assert (
        verdicts(TWO_KEYS, "Z = [[0.67, 0, 0.67], [0.67, 0.67, 0], [1.33, 0.67, 0.67]]", f"A = {weights}")[1]
        == expected
    )


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (("a_1 = 1", "h_1 = 0.7616", "a_2 = 0.3808"), [RIGHT] * 3),  # Goodfellow: a is the net input
        (("a1 = 1", "a2 = 0.3808", "a3 = -0.8183"), [RIGHT] * 3),
        (("a_1 = 0.7616", "a_2 = 0.3634"), [RIGHT] * 2),  # Ng: a is the state
        (("z1 = 1", "h1 = 0.7616", "z2 = 0.3808"), [RIGHT] * 3),
        (("a_1 = 1.2", "h_1 = 0.8337", "a_2 = 0.4168"), [WRONG, FOLLOWED, FOLLOWED]),
        (("dL/dz3 = -0.3677", "dL/da3 = -0.6741"), [RIGHT] * 2),
    ],
)
def test_letters_of_net_input_and_state(lines, wanted):
    """A letter that books differ on is what the working says, and z is the net input of a simple cell."""
    assert verdicts(ONE_UNIT, *lines) == wanted


def test_net_inputs_of_several_units():
    """A vector a₁ beside h₁ is the net input: of (1, 2) forwards 1.1 and 1.9."""
    problem = BOTH_WAYS.partition("join")[0]
    assert verdicts(problem, "a1 = (1.1, 1.9)", "h1 = (0.8005, 0.9562)") == [RIGHT, RIGHT]


@pytest.mark.parametrize("called", ["dE/dw_h", "dL/dw_h", "∂L/∂w_h"])
def test_a_share_is_not_the_whole(called):
    """The share of the last step, δ₃·h₂, for the gradient is a slip however the loss is called."""
    assert verdicts(ONE_UNIT, f"{called} = -0.1336") == [SLIP]


LSTM = "kind: recurrent\ncell: lstm\ninputs: [1, 0]\nbias: {f: 0.5, i: -0.2, c: 0.1, o: 0}\ncolumns: [h, x]\n"
WEIGHTS = "weights: {f: [0.1, 0.9], i: [0.3, 0.7], c: [0.2, 0.8], o: [0.4, 0.6]}\n"


def test_gates_as_ng_writes_them():
    """Γ with a letter is a gate: of step 1 f = σ(1.4), i = σ(0.5), o = σ(0.6)."""
    lines = ("Γf1 = 0.8022", "Γ_u1 = 0.6225", "Γo_1 = 0.6457", "Γf_2 = 0.55")
    assert verdicts(LSTM + WEIGHTS, *lines) == [RIGHT, RIGHT, RIGHT, WRONG]


def test_a_candidate_without_its_step():
    """Of a single step the candidate h̃ needs no number."""
    problem = "kind: recurrent\ncell: gru\nz_weighs: new\ninputs: [0.8]\nstart: {h: 0.3}\n"
    weights = "weights: {z: {x: 0.5, h: 1}, r: {x: -0.4, h: 0.6}, h: {x: 1, h: 0.7}}\n"
    assert verdicts(problem + weights, "h~ = 0.7152") == [RIGHT]
    assert verdicts(problem + weights, "h~ = 0.5") == [WRONG]
