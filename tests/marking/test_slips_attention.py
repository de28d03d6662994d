"""Slips of attention and of what stands around it: the wrong softmax, masks, heads, norms, positions, softmax twice.

Numbers by hand, with NumPy.
"""

from __future__ import annotations

import math

import numpy
import pytest

import nnsolve
from nnsolve.formula.numbers import is_array
from nnsolve.marking.answers import read_answers
from nnsolve.marking.check import check
from nnsolve.marking.key import Key
from nnsolve.marking.verdicts import RIGHT, UNKNOWN, WRONG
from nnsolve.marking.working import read_working

from ..support import library_of

X = numpy.array([[1, 0.3, 0.7], [0.2, 0.9, -0.4], [0.6, -0.5, 1.1]])
W = {letter: numpy.array(rows) for letter, rows in {
    "Q": [[0.9, 0.1], [0.4, 0.7], [-0.3, 0.5]],
    "K": [[0.2, 0.8], [0.6, -0.1], [0.5, 0.3]],
    "V": [[1, 0.2], [0.3, 0.8], [-0.6, 0.4]],
    "O": [[0.7, -0.2, 0.4], [0.1, 0.9, 0.3]],
}.items()}  # fmt: skip
Q, K, V = (X @ W[letter] for letter in "QKV")
TOKENS = f"inputs: {X.tolist()}\nweights: {{Q: {W['Q'].tolist()}, K: {W['K'].tolist()}, V: {W['V'].tolist()}}}\n"
PLAIN = f"{TOKENS}scale: sqrt(d_k)\n"
CAUSAL = f"{PLAIN}mask: causal\n"
JOINED = PLAIN.replace("weights: {", f"weights: {{O: {W['O'].tolist()}, ")
NORMED = f"{JOINED}block: {{norm: post, epsilon: 0.01}}\n"
HEADS = f"{PLAIN}heads: 2\n"
Z = Q @ K.T / math.sqrt(2)
E = numpy.exp(Z)
A = E / E.sum(axis=1, keepdims=True)
R = X + A @ V @ W["O"]
POSITION = "positions: {encoding: interleaved, dimension: 6, of: [3]}\n"
WORDS = "inputs: [[0.4, -0.3], [1.1, 0.2]]\nlm_head: {embedding: [[1, 0.5], [-0.4, 0.8], [0.3, 0.3]], targets: [1, 3], "
LOGITS = numpy.array([[0.4, -0.3], [1.1, 0.2]]) @ numpy.array([[1, 0.5], [-0.4, 0.8], [0.3, 0.3]]).T
P = numpy.exp(LOGITS) / numpy.exp(LOGITS).sum(axis=1, keepdims=True)
GAP = P - numpy.array([[1, 0, 0], [0, 0, 1]])
AGAIN = P * (GAP - (P * GAP).sum(axis=1, keepdims=True))


def over(axis: int, cases: int = 3) -> numpy.ndarray:
    """The norm of R with mean and variance along an axis, the variance divided by so many."""
    gap = R - R.mean(axis=axis, keepdims=True)
    return gap / numpy.sqrt((gap**2).sum(axis=axis, keepdims=True) / cases + 0.01)


# A problem, what is written for which of its names, and the slip that is named first.
ATTENTION = [
    (PLAIN, "Z[3,2]", (Q @ K.T)[2, 1] / math.sqrt(3), "model_for_key"),
    (PLAIN, "Z[3,2]", (Q @ K.T)[2, 1], "divisor_left_out"),
    (PLAIN, "Z", Q @ K.T / math.sqrt(3), "model_for_key"),
    (PLAIN, "Z", Q @ K.T / 2, "root_left_out"),
    (PLAIN, "A[3,2]", E[2, 1] / E[:, 1].sum(), "other_axis"),
    (PLAIN, "A[1,3]", E[0, 2] / E[:, 2].sum(), "other_axis"),
    (CAUSAL, "A[2,1]", E[1, 0] / (E[1, 0] + E[1, 1] + 1), "hidden_as_zero"),
    (CAUSAL, "A[1,1]", E[0, 0] / (E[0, 0] + 2), "hidden_as_zero"),
    (CAUSAL, "A[2,1]", A[1, 0], "masked_behind"),
    (CAUSAL, "A[1,1]", A[0, 0], "masked_behind"),
    (HEADS, "O", V[:, :1] * 0 + (lambda h: h[0] + h[1])(
        [numpy.exp(Q[:, [k]] @ K[:, [k]].T) / numpy.exp(Q[:, [k]] @ K[:, [k]].T).sum(axis=1, keepdims=True) @ V[:, [k]]
         for k in range(2)]), "heads_added"),
    (JOINED, "O", A @ V, "last_weights_left_out"),
    (NORMED, "R_1", A @ V @ W["O"], "term_left_out"),
    (NORMED, "mu_1", R.mean(axis=0, keepdims=True), "over_other_tokens"),
    (NORMED, "var_1", R.var(axis=0, keepdims=True), "over_other_tokens"),
    (NORMED, "N_1", over(0), "over_other_tokens"),
    (NORMED, "var_1", R.var(axis=1, keepdims=True, ddof=1), "sample_for_population"),
    (NORMED, "N_1", over(1, 2), "sample_for_population"),
    (NORMED, "N_1", (R - R.mean(axis=1, keepdims=True)) / (R.std(axis=1, keepdims=True) + 0.01), "epsilon_outside"),
    (POSITION, "PE(3,2)", math.sin(3 / 10000 ** (1 / 6)), "exponent_of_number"),
    (POSITION, "PE(3,3)", math.cos(3 / 10000 ** (3 / 6)), "exponent_of_number"),
    (POSITION, "PE(3,2)", math.cos(3 / 10000 ** (2 / 6)), "wave_exchanged"),
    (POSITION, "PE(3,3)", math.sin(3 / 10000 ** (2 / 6)), "wave_exchanged"),
    (POSITION, "PE(3,1)", math.cos(math.radians(3)), "degrees"),
    (f"{WORDS}loss: sum, gradients: true}}\n", "dE/dL", AGAIN, "softmax_again"),
    (f"{WORDS}loss: sum, gradients: true}}\n", "dE/dL[1,1]", AGAIN[0, 0], "softmax_again"),
]  # fmt: skip
SQUARE = "Q: [[1.3, 0.2], [0.4, 0.9]]\nK: [[0.5, 0.8], [-0.6, 1.1]]\nV: [[1, 2], [3, 4]]\nscale: none\n"
MATRICES = [
    (
        SQUARE,
        "S",
        numpy.array([[1.3, 0.2], [0.4, 0.9]]) @ numpy.array([[0.5, 0.8], [-0.6, 1.1]]),
        "matrix_not_transposed",
    )
]


def written(value: object) -> str:
    """A number or a matrix as a student writes it."""
    return str(numpy.asarray(value).tolist())


@pytest.mark.parametrize(
    ("text", "name", "wrong", "slip"), ATTENTION + MATRICES, ids=[f"{row[3]} {row[1]}" for row in ATTENTION + MATRICES]
)
def test_a_slip_of_attention_is_named_first(text: str, name: str, wrong: object, slip: str):
    """The wrong number or matrix is told by its slip."""
    key = Key(nnsolve.loads(f"kind: attention\n{text}")[0])
    (line,) = check(key, read_answers(f"{name} = {written(wrong)}", "answers.txt", key.known)).lines
    assert line.verdict == "slip"
    assert line.slips[0].slip == slip, line.slips


@pytest.mark.parametrize("text", dict.fromkeys(row[0] for row in ATTENTION))
def test_right_answers_are_right(text: str):
    """Every result of these problems, as the page has it, is right."""
    problem = nnsolve.loads(f"kind: attention\n{text}")[0]
    key = Key(problem)
    values = nnsolve.solve(problem).values
    names = [name for name in ("Z", "A", "O", "R_1", "var_1", "N_1", "PE", "P", "E", "dE/dL") if name in values]
    answers = "\n".join(f"{name} = {written(values[name])}" for name in names)
    lines = check(key, read_answers(answers, "answers.txt", key.known)).lines
    assert [line.verdict for line in lines] == ["right"] * len(names)


@pytest.mark.parametrize("name", library_of("attention"))
def test_no_wrong_answer_stops_the_search(name: str):
    """Whatever is answered wrongly is judged: no rule of a slip fails where its parts are not there."""
    (problem,) = nnsolve.load(name)
    key, solution = Key(problem), nnsolve.solve(problem)
    answers = []
    for step, value in solution.values.items():
        if step not in solution.given and (is_array(value) or isinstance(value, float)):
            answers.append(f"{step} = {written(numpy.asarray(value, dtype=float) * 1.37 + 0.011)}")
    lines = check(key, read_answers("\n".join(answers), "answers.txt", key.known)).lines
    assert {line.verdict for line in lines} <= {"wrong", "slip", "follow-through"}


THREE = """
kind: attention
inputs: [[1, 0], [0, 2], [1, 1]]
weights: {Q: [[1, 1], [0, 1]], K: [[1, 0], [1, 1]], V: [[1, 2], [3, 0]]}
scale: sqrt(d_k)
mask: causal
"""


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("k_2 = (2, 2)", RIGHT),
        ("k2 = (2, 2)", RIGHT),
        ("K[2] = (2, 2)", RIGHT),
        ("q_1 = (1, 1)", RIGHT),
        ("row 2 of A = (0.0558, 0.9442, 0)", RIGHT),
        ("A row 3 = (0.0229, 0.7860, 0.1911)", RIGHT),
        ("α_32 = 0.7860", RIGHT),
        ("k_2 = (2, 1)", WRONG),
        ("row 1 of A = (0.5, 0.5, 0)", WRONG),
        ("row 4 of A = (1, 0, 0)", UNKNOWN),
        ("column 1 of A = (1, 0.0558, 0.0229)", UNKNOWN),
    ],
)
def test_a_token_of_a_matrix(line: str, verdict: str):
    """A row of queries, keys, values or weights is an answer: K = X·W_K has the rows (1, 0), (2, 2), (2, 1)."""
    (problem,) = nnsolve.loads(THREE)
    key = Key(problem)
    key = key.learned([line.partition("=")[0].strip()])
    assert [each.verdict for each in check(key, read_working(line, key.known)).lines] == [verdict]


SEEN = numpy.tril(numpy.ones((3, 3)))
MASKED = E * SEEN
ZEROS = numpy.exp(Z * SEEN)
COLUMNS = MASKED / MASKED.sum(axis=0, keepdims=True)
OTHER_WEIGHTS = [
    (PLAIN, E / E.sum(axis=0, keepdims=True), "other_axis"),
    (PLAIN, E, "not_divided"),
    (CAUSAL, COLUMNS, "other_axis"),
    (CAUSAL, ZEROS / ZEROS.sum(axis=1, keepdims=True), "hidden_as_zero"),
    (CAUSAL, A * SEEN, "masked_behind"),
    (CAUSAL, A, "mask_left_out"),
    (CAUSAL, MASKED, "not_divided"),
    (f"{CAUSAL}form: shifted\n", A, "mask_left_out"),
]


@pytest.mark.parametrize(("text", "weights", "slip"), OTHER_WEIGHTS)
@pytest.mark.parametrize("name", ["A", "O"])
def test_whole_matrices_of_other_weights(text: str, weights: numpy.ndarray, slip: str, name: str):
    """A whole matrix of weights, or the outputs made of them, tell the softmax or the mask that went wrong."""
    key = Key(nnsolve.loads(f"kind: attention\n{text}")[0])
    wrong = weights if name == "A" else weights @ V
    (line,) = check(key, read_answers(f"{name} = {written(wrong)}", "answers.txt", key.known)).lines
    assert line.verdict == "slip"
    assert line.slips[0].slip == slip, line.slips


def test_whole_matrices_in_columns():
    """The same where tokens are columns: everything is transposed."""
    text = (
        f"tokens_in: columns\nQ: {Q.T.tolist()}\nK: {K.T.tolist()}\nV: {V.T.tolist()}\nscale: sqrt(d_k)\nmask: causal\n"
    )
    key = Key(nnsolve.loads(f"kind: attention\n{text}")[0])
    (line,) = check(key, read_answers(f"O = {written((A @ V).T)}", "answers.txt", key.known)).lines
    assert [each.slip for each in line.slips] == ["mask_left_out"]
