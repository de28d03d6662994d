"""word2vec: parameters and pairs by hand, a published softmax, gradients by formula, marking, and wrong files."""

from __future__ import annotations

import math

import numpy
import pytest

import nnsolve
from nnsolve.marking.answers import read_answers
from nnsolve.marking.check import check
from nnsolve.marking.key import Key

from ..support import Texts

TEXTS = Texts("language")
faults, solved, values = TEXTS.faults, TEXTS.solved, TEXTS.values

SENTENCE = "sentence: a b c d e"
CAT = "input_vectors: {cat: [0.5, -0.2]}, output_vectors: {cat: [0.1, 0.3], sat: [0.4, 0.2], mat: [-0.3, 0.6]}"
PAIR = f"model: skip-gram, {CAT}, center: cat, context: sat"
BAG = (
    "model: cbow, input_vectors: {the: [0.5, -0.2], on: [0.1, 0.4]}, "
    "output_vectors: {cat: [0.1, 0.3], mat: [-0.3, 0.6]}, context: [the, on], center: cat"
)


@pytest.mark.parametrize(("vocabulary", "dimension", "parameters"), [(5, 4, 40), (10_000, 300, 6_000_000)])
def test_parameters(vocabulary, dimension, parameters):
    """Two vectors a word: 2·V·d (BITS Pilani, make-up examination 2024-25)."""
    found = values(f"word2vec: {{vocabulary: {vocabulary}, dimension: {dimension}}}")
    assert found["parameters"] == parameters


@pytest.mark.parametrize(
    ("window", "counts", "pairs"),
    [(3, "whole", 8), (1, "each-side", 8), (2, "each-side", 14), (5, "whole", 14), (4, "each-side", 20)],
)
def test_pairs(window, counts, pairs):
    """Of five words (BITS Pilani): 8 pairs with one word on each side; counted off by hand for the others."""
    found = values(f"word2vec: {{model: skip-gram, {SENTENCE}, window: {window}, window_counts: {counts}}}")
    assert found["pairs"] == pairs


def test_samples_of_cbow():
    """A sample a center (BITS Pilani: 5), with fewer words around it at the ends."""
    found = values(f"word2vec: {{model: cbow, {SENTENCE}, window: 2, window_counts: each-side}}")
    assert found["samples"] == 5
    assert [found[f"around[{k}]"] for k in range(1, 6)] == [2, 3, 4, 3, 2]


def test_softmax_of_a_pair():
    """Scores, probabilities, −ln p, p − y, and the outer products, by NumPy."""
    found = values(f"word2vec: {{{PAIR}, learning_rate: 0.1}}")
    v, u = numpy.array([0.5, -0.2]), numpy.array([[0.1, 0.3], [0.4, 0.2], [-0.3, 0.6]])
    p = numpy.exp(u @ v) / numpy.exp(u @ v).sum()
    error = p - [0, 1, 0]
    assert found["E"] == pytest.approx(-math.log(p[1]))
    assert found["dE/dv_cat"].ravel() == pytest.approx(u.T @ error)
    for k, word in enumerate(("cat", "sat", "mat")):
        assert found[f"p_{word}"] == pytest.approx(p[k])
        assert found[f"dE/du_{word}"].ravel() == pytest.approx(error[k] * v)
        assert found[f"new_u_{word}"].ravel() == pytest.approx(u[k] - 0.1 * error[k] * v)


def test_negative_sampling():
    """−ln σ(u_o·v) − Σ ln σ(−u_k·v), a word drawn twice counted twice (CS 224N, assignment 2)."""
    found = values(f"word2vec: {{{PAIR}, negative: [mat, mat, cat]}}")
    v, sat, mat, cat = (numpy.array(vector) for vector in ([0.5, -0.2], [0.4, 0.2], [-0.3, 0.6], [0.1, 0.3]))
    right, drawn, other = (1 / (1 + math.exp(-u @ v)) for u in (sat, mat, cat))
    assert found["E"] == pytest.approx(-math.log(right) - 2 * math.log(1 - drawn) - math.log(1 - other))
    assert found["dE/dv_cat"].ravel() == pytest.approx((right - 1) * sat + 2 * drawn * mat + other * cat)
    assert found["dE/du_mat"].ravel() == pytest.approx(2 * drawn * v)
    assert found["dE/du_sat"].ravel() == pytest.approx((right - 1) * v)


@pytest.mark.parametrize(("average", "share"), [("mean", 0.5), ("sum", 1)])
def test_hidden_vector_of_cbow(average, share):
    """h is the mean or the sum; each vector receives its share of the gradient by h."""
    found = values(f"word2vec: {{{BAG}, average: {average}}}")
    assert found["h"].ravel() == pytest.approx(numpy.array([0.6, 0.2]) * share)
    assert found["dE/dv_on"] == pytest.approx(found["dE/dh"] * share)


def test_probabilities_alone():
    """Without a context word there is no loss, and the most probable word is told."""
    solution = solved(f"word2vec: {{model: skip-gram, {CAT}, center: cat}}")
    assert "E" not in solution.values
    assert "The most probable word is sat." in " ".join(nnsolve.render(solution, "text").split())


@pytest.mark.parametrize(
    ("vectors", "asked", "told"),
    [
        ("{cat: [0.1, 0.3], sat: [0.4, 0.2], mat: [-0.3, 0.6]}", "", True),
        ("{cat: [0.1, 0.3], sat: [0.4, 0.2], mat: [-0.3, 0.6]}", "asked: p_mat", False),
        ("{cat: [0.1, 0.3], sat: [0.4, 0.2], mat: [-0.3, 0.6]}", "asked: z_mat", False),
        ("{cat: [0.1, 0.3], sat: [0.4, 0.2], mat: [0.4, 0.2]}", "", False),
    ],
)
def test_the_most_probable_word(vectors, asked, told):
    """It is told where all probabilities are on the page, and where it is one."""
    text = f"model: skip-gram, input_vectors: {{cat: [0.5, -0.2]}}, output_vectors: {vectors}, center: cat"
    said = " ".join(nnsolve.render(solved(f"word2vec: {{{text}}}\n{asked}"), "text").split())
    assert ("The most probable word is sat." in said) is told
    assert ("The most probable" in said) is told


def test_the_most_probable_word_of_a_gradient_alone():
    """A gradient needs one probability only: then no word is said to be the most probable."""
    solution = solved(f"word2vec: {{model: skip-gram, {CAT}, center: cat, context: mat}}\nasked: dE/du_mat")
    assert "most probable" not in nnsolve.render(solution, "text")


@pytest.mark.parametrize(
    ("text", "name"),
    [("J", "E"), ("v_cat", "new_v_cat"), ("dJ/dv_cat", "dE/dv_cat"), ("p_sat", "p_sat"), ("z_mat", "z_mat")],
)
def test_asked(text, name):
    """The loss by the letter of books, a vector as its new value, single words."""
    assert solved(f"word2vec: {{{PAIR}, learning_rate: 0.1}}\nasked: ['{text}']").asked == [name]


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("model: cbow, input_vectors: {}, output_vectors: {}, center: a", "expected 1 to 20 words"),
        ("model: cbow", "nothing to compute: write vocabulary: and dimension:"),
        ("vocabulary: 5", "dimension"),
        ("vocabulary: 5, dimension: 4, model: cbow", "only the parameters are counted"),
        (f"model: cbow, {SENTENCE}, window: 3", "window_counts"),
        (f"model: cbow, {SENTENCE}, window: 4, window_counts: whole", "an odd number of words"),
        (f"{SENTENCE}, window: 1, window_counts: whole", "model"),
        (f"{CAT}, center: cat", "model"),
        (f"model: skip-gram, {CAT}", "center"),
        (f"model: skip-gram, {CAT}, center: dog", "input_vectors: has no vector of ‘dog’"),
        (f"model: skip-gram, {CAT}, center: cat, context: [sat, mat]", "expected one word, the other one of the pair"),
        (f"model: skip-gram, {CAT}, center: cat, context: sad", "Did you mean ‘sat’"),
        (f"{PAIR}, negative: sat", "is the word that is predicted"),
        (f"{PAIR}, average: mean", "one word predicts alone"),
        (BAG, "Write average: mean or average: sum"),
        (f"model: skip-gram, {CAT}, center: cat, learning_rate: 0.1", "context"),
        ("model: skip-gram, input_vectors: {a: [1]}, output_vectors: {b: [1, 2]}, center: a", "expected 1 number"),
        ("model: skip-gram, input_vectors: {a_b: [1]}, output_vectors: {b: [1]}, center: a_b", "letters and digits"),
    ],
)
def test_faults(keys, message):
    """What is missing, changes nothing, or has no vector is told with what to write."""
    assert message in faults(f"word2vec: {{{keys}}}")


def line_of(text: str, answer: str):
    (problem,) = nnsolve.loads(f"kind: language\n{text}")
    key = Key(problem)
    (line,) = check(key, read_answers(answer, "answers.txt", key.known)).lines
    return line


@pytest.mark.parametrize(
    ("answer", "mark"),
    [("p_sat = 0.400934", "right"), ("dE/dv_cat = [-0.284044, 0.138150]", "right"), ("p_sat = 0.410000", "wrong")],
)
def test_marking(answer, mark):
    """Probabilities and whole vectors are marked."""
    assert line_of(f"word2vec: {{{PAIR}}}", answer).verdict == mark


@pytest.mark.parametrize(
    ("answer", "slip"),
    [
        ("dE/dz_sat = 0.400934", "term_left_out"),
        ("E = 0.39692", "log10_for_ln"),
        ("dE/dv_cat = [0.284044, -0.138150]", "sign"),
    ],
)
def test_slips(answer, slip):
    """p for p − 1, log₁₀ for ln, the gradient with the other sign."""
    assert slip in line_of(f"word2vec: {{{PAIR}}}", answer).slips[0].slip
