"""Cosines, distances, TF-IDF and the input of BERT: published values, scikit-learn, arithmetic by hand, wrong files."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import numpy
import pytest

import nnsolve
from nnsolve.marking.answers import read_answers
from nnsolve.marking.check import check
from nnsolve.marking.key import Key

from ..support import Texts, page

TEXTS = Texts("language")
faults, solved, values = TEXTS.faults, TEXTS.solved, TEXTS.values


def line_of(text: str, answer: str):
    (problem,) = nnsolve.loads(f"kind: language\n{text}")
    key = Key(problem)
    (line,) = check(key, read_answers(answer, "answers.txt", key.known)).lines
    return line


# Cosines and distances

CHERRY = "vectors: {cherry: [442, 8, 2], digital: [5, 1683, 1670], information: [5, 3982, 3325]}"


def test_published_cosines():
    """Jurafsky and Martin: 0.018 for cherry and information, 0.996 for digital and information."""
    found = values(f"similarity: {{{CHERRY}}}")
    assert found["cos[cherry,information]"] == pytest.approx(0.018, abs=5e-4)
    assert found["cos[digital,information]"] == pytest.approx(0.996, abs=5e-4)


@pytest.mark.parametrize("seed", range(6))
def test_random_vectors(seed):
    """Cosines and distances of all pairs are NumPy's; the nearest one is told."""
    draw = random.Random(seed)
    vectors = {name: [draw.randint(-9, 9) or 1 for _ in range(draw.choice((4, 4)))] for name in "abcd"}
    text = f"similarity: {{vectors: {vectors}, measure: both, nearest_to: b}}"
    solution = solved(text)
    own = numpy.array(vectors["b"], dtype=float)
    cosines, distances = {}, {}
    for name in "acd":
        other = numpy.array(vectors[name], dtype=float)
        cosines[name] = own @ other / numpy.linalg.norm(own) / numpy.linalg.norm(other)
        distances[name] = numpy.linalg.norm(own - other)
        assert solution.values[f"cos[b,{name}]"] == pytest.approx(cosines[name], abs=1e-14)
        assert solution.values[f"distance[b,{name}]"] == pytest.approx(distances[name], abs=1e-14)
    assert f"by the cosine, the largest: {max(cosines, key=cosines.__getitem__)}." in page(solution)


def test_equally_near():
    """Of vectors with the same direction all are told."""
    said = page(solved("similarity: {vectors: {a: [1, 3], b: [2, 6], c: [3, 9], d: [1, 0]}, nearest_to: a}"))
    assert "the largest: b, c." in said


@pytest.mark.parametrize("asked", ["cos(a, b), norm_a", "norm_a, cos[a,b]"])
def test_a_comma_in_brackets_parts_nothing(asked):
    """Several names in one text, of which one has a comma in brackets."""
    found = solved(f"similarity: {{vectors: {{a: [1, 2], b: [2, 1]}}}}\nasked: {asked}").asked
    assert sorted(found) == ["cos[a,b]", "norm_a"]


@pytest.mark.parametrize("text", ["cos(a, b)", "cos(b,a)", "cosine", "cos[a,b]", "sim(a, b)"])
def test_a_cosine_is_asked_for(text):
    """A cosine by what books write, in either order."""
    assert solved(f"similarity: {{vectors: {{a: [1, 2], b: [2, 1]}}}}\nasked: ['{text}']").asked == ["cos[a,b]"]


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [("cos(b, a) = 0.8", "right"), ("||a|| = 2.23607", "right"), ("a·b = 4", "right"), ("cos(a, b) = 4", "wrong")],
)
def test_marking_of_cosines(answer, verdict):
    """A comma in brackets does not part the line; dot products and lengths are read as they are written."""
    assert line_of("similarity: {vectors: {a: [1, 2], b: [2, 1]}}", answer).verdict == verdict


@pytest.mark.parametrize(
    ("answer", "slip"),
    [("norm_a = 18.59", "root_left_out"), ("distance[a,b] = 2.54", "root_left_out"), ("cos(a, b) = 15.63", "left_out")],
)
def test_slips_of_lengths(answer, slip):
    """No root is drawn; the dot product for the cosine."""
    text = "similarity: {vectors: {a: [1.3, 2.7, 3.1], b: [2.2, 1.4, 2.9]}, measure: both}"
    assert slip in line_of(text, answer).slips[0].slip


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("vectors: {a: [1]}", "expected 2 to 8 vectors"),
        ("vectors: {a: [1], b: [1, 2]}", "expected 1 number"),
        ("vectors: {a: [0, 0], b: [1, 2]}", "has no direction"),
        ("vectors: {a: [1], b: [2]}, nearest_to: a", "the other one is always the nearest"),
        ("vectors: {a: [1], b: [2], c: [3]}, nearest_to: d", "there is no vector ‘d’"),
        ("vectors: {a b: [1], b: [2]}", "letters and digits"),
    ],
)
def test_faults_of_vectors(keys, message):
    """Vectors of one length with a direction and a name."""
    assert message in faults(f"similarity: {{{keys}}}")


def test_distance_of_zeros():
    """A vector of zeros has a distance."""
    found = values("similarity: {vectors: {a: [0, 0], b: [3, 4]}, measure: euclidean}")
    assert found["distance[a,b]"] == 5


# TF-IDF

SAMPLE = "documents: [this is a a sample, this is another another example example example]"


def test_published_tfidf():
    """Wikipedia: tf 1/5, 1/7 and 3/7, idf 0 and 0.301, tf-idf 0.129."""
    found = values(f"tfidf: {{{SAMPLE}, tf: relative, idf: log10, normalize: none, terms: this example}}")
    assert [found["tf[1,1]"], found["tf[1,2]"], found["tf[2,2]"]] == pytest.approx([1 / 5, 1 / 7, 3 / 7])
    assert [found["idf[1]"], found["tfidf[1,2]"]] == [0, 0]
    assert found["idf[2]"] == pytest.approx(0.301, abs=5e-4)
    assert found["tfidf[2,2]"] == pytest.approx(0.129, abs=5e-4)


@pytest.mark.parametrize(
    ("idf", "value"),
    [
        ("ln", math.log(3)),
        ("log10", math.log10(3)),
        ("log2", math.log2(3)),
        ("smooth", math.log(2) + 1),
        ("plus-one", math.log(3) + 1),
    ],
)
@pytest.mark.parametrize(
    ("tf", "share"), [("count", 2), ("relative", 0.5), ("log", 1 + math.log(2)), ("log10", 1 + math.log10(2))]
)
def test_conventions_of_tfidf(tf, share, idf, value):
    """Each tf with each idf, by hand: twice among four words, in one of three documents."""
    found = values(f"tfidf: {{documents: [a a b c, b, c b], tf: {tf}, idf: {idf}, normalize: none}}")
    assert found["idf[1]"] == pytest.approx(value)
    assert found["tfidf[1,1]"] == pytest.approx(share * value)
    assert found["tfidf[1,2]"] == 0


@pytest.mark.parametrize("seed", range(12))
def test_scikit_learn(seed):
    """Weights and cosines are those of TfidfVectorizer, smooth or not, sublinear or not, normalised or not."""
    text = pytest.importorskip("sklearn.feature_extraction.text")
    pairwise = pytest.importorskip("sklearn.metrics.pairwise")
    draw = random.Random(seed)
    documents = [" ".join(draw.choices("abcdef", k=draw.randint(2, 9))) for _ in range(draw.randint(2, 5))]
    smooth, sublinear, normal = seed % 2 == 0, seed % 3 == 0, seed % 4 < 2
    vectorizer = text.TfidfVectorizer(
        token_pattern=r"\S+", smooth_idf=smooth, sublinear_tf=sublinear, norm="l2" if normal else None
    )
    matrix = vectorizer.fit_transform(documents)
    keys = {
        "documents": documents,
        "tf": "log" if sublinear else "count",
        "idf": "smooth" if smooth else "plus-one",
        "normalize": "l2" if normal else "none",
        "cosine": True,
    }
    found = values(f"tfidf: {keys}")
    terms = list(dict.fromkeys(" ".join(documents).split()))
    for i, term in enumerate(terms, 1):
        for j in range(len(documents)):
            own = found[f"{'normed' if normal else 'tfidf'}[{i},{j + 1}]"]
            assert own == pytest.approx(matrix[j, vectorizer.vocabulary_[term]], rel=1e-12, abs=1e-15)
    cosines = pairwise.cosine_similarity(matrix)
    for k in range(len(documents)):
        for j in range(k):
            assert found[f"cos[d{j + 1},d{k + 1}]"] == pytest.approx(cosines[j, k], rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("text", ["tfidf(example, d2)", "tf-idf(example,d2)", "tfidf[2,2]"])
def test_a_weight_is_asked_for(text):
    """A weight by its term and document."""
    keys = f"{SAMPLE}, tf: count, idf: ln, normalize: none, terms: this example"
    assert solved(f"tfidf: {{{keys}}}\nasked: ['{text}']").asked == ["tfidf[2,2]"]


@pytest.mark.parametrize(
    ("answer", "slip"),
    [("idf(example) = 0.30103", "log10_for_ln"), ("tfidf(example, d2) = 0.428571", "left_out")],
)
def test_slips_of_tfidf(answer, slip):
    """log₁₀ for ln; the count without its idf."""
    keys = f"{SAMPLE}, tf: relative, idf: ln, normalize: none, terms: this example"
    assert slip in line_of(f"tfidf: {{{keys}}}", answer).slips[0].slip


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("documents: [a]", "tf"),
        ("documents: [a, b], tf: count, idf: ln", "normalize"),
        ("documents: [a, a b], tf: count, idf: ln, normalize: l2", "all weights of document 1 are 0"),
        ("documents: [a, b], tf: count, idf: ln, normalize: none, terms: c", "‘c’ is in no document"),
        ("documents: [a, b], tf: count, idf: ln, normalize: none, terms: a a", "stands there twice"),
        ("documents: [a], tf: count, idf: smooth, normalize: none, cosine: true", "no other one"),
        (f"documents: [{'a ' * 150}, {'b ' * 60}], tf: count, idf: ln, normalize: none", "at most 200 words in all"),
    ],
)
def test_faults_of_tfidf(keys, message):
    """Formulas that differ have no default; a document needs a length to be divided by."""
    assert message in faults(f"tfidf: {{{keys}}}")


# BERT


def test_input_of_a_pair():
    """[CLS] A [SEP] B [SEP], padded: segments and mask (Devlin et al., figure 2)."""
    found = values('bert: {first: my dog is cute, second: "he likes play ##ing", length: 14}')
    assert [found[f"segment[{k}]"] for k in range(14)] == [0] * 6 + [1] * 5 + [0] * 3
    assert [found[f"mask[{k}]"] for k in range(14)] == [1] * 11 + [0] * 3
    assert [found[f"position[{k}]"] for k in range(14)] == list(range(14))
    assert (found["tokens"], found["padding"]) == (11, 3)


def test_input_of_one_text():
    """One text has one [SEP] and one segment."""
    found = values("bert: {first: a b}")
    assert found["tokens"] == 4
    assert {found[f"segment[{k}]"] for k in range(4)} == {0}


def test_counts_of_masking():
    """Of 200 tokens 30 are chosen: 24 [MASK], 3 others, 3 kept."""
    found = values("bert: {maskable: 200}")
    assert [found[name] for name in ("chosen", "masked", "random", "kept")] == [30, 24, 3, 3]


@pytest.mark.parametrize("rounding", ["nearest", "down"])
def test_rounded_counts(rounding):
    """Counts of 1 to 400 tokens are those of fractions, and none is below 0."""
    half = Fraction(1, 2) if rounding == "nearest" else Fraction(0)
    for tokens in range(1, 400, 7):
        found = values(f"bert: {{maskable: {tokens}, rounding_of_counts: {rounding}}}")
        chosen = math.floor(Fraction(15, 100) * tokens + half)
        masked, drawn = (math.floor(share * chosen + half) for share in (Fraction(8, 10), Fraction(1, 10)))
        expected = [chosen, masked, drawn, chosen - masked - drawn]
        assert [found[name] for name in ("chosen", "masked", "random", "kept")] == expected
        assert min(expected) >= 0


@pytest.mark.parametrize(("reduction", "loss"), [("mean", 2 * math.log(2)), ("sum", 6 * math.log(2))])
def test_loss_of_masked_positions(reduction, loss):
    """Mean or sum of −ln p; the perplexity is e to the mean."""
    found = values(f"bert: {{probabilities: [0.5, 0.25, 0.125], reduction: {reduction}}}")
    assert found["L"] == pytest.approx(loss)
    assert found["PP"] == pytest.approx(4)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("length: 4", "first"),
        ("first: a b c, length: 4", "the input has 5 tokens with [CLS] and [SEP]"),
        ("maskable: 57", "write rounding_of_counts: nearest or down"),
        ("probabilities: [0.5]", "write reduction: mean or reduction: sum".replace("write", "Write")),
        ("probabilities: [0], reduction: mean", "above 0"),
        (f"first: {'a ' * 70}", "expected at most 64 tokens"),
    ],
)
def test_faults_of_bert(keys, message):
    """Padding does not cut, and rounding and reduction have no default."""
    assert message in faults(f"bert: {{{keys}}}")
