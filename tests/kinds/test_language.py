"""Perplexity, probabilities of sequences, BLEU: published values, arithmetic of the test's own, and wrong files.

Published are those of NLTK's documentation, Dive into Deep Learning, Stanford's CS 224N and of course notes; where a
source is wrong the right value stands here and its number is one that ``check`` finds.
"""

from __future__ import annotations

import math
from collections import Counter

import pytest

import nnsolve
from nnsolve.marking.alternatives import alternatives
from nnsolve.marking.answers import read_answers
from nnsolve.marking.check import check
from nnsolve.marking.key import Key

from ..support import Texts, page

TEXTS = Texts("language")
faults, solved, values = TEXTS.faults, TEXTS.solved, TEXTS.values


# Perplexity


@pytest.mark.parametrize(
    ("keys", "cross_entropy", "perplexity"),
    [
        ("probabilities: [0.5, 0.25, 0.125]", 1.3862943611198906, 4),
        ("probabilities: [0.4, 0.6, 0.2]", 1.0121847560247488, 2.7516060407455223),
        ("probabilities: [0.5, 0.25, 0.125], base: 2", 2, 4),
        ("probabilities: [0.1, 0.001], base: 10", 2, 100),
        ("cross_entropy: 1.041859", 1.041859, 2.834481420530686),
        ("counts: [[1, 2], [1, 4], [1, 8]]", 1.3862943611198906, 4),
        ("probabilities: [0.5, 0.25], end_token: 0.125, end: counted", 1.3862943611198906, 4),
        ("probabilities: [0.5, 0.5], end_token: 0.125, end: left-out", math.log(2), 2),
    ],
)
def test_perplexity(keys, cross_entropy, perplexity):
    """The base to the mean of −log p, the end of the text counted or not."""
    found = values(f"perplexity: {{{keys}}}")
    assert found["H"] == pytest.approx(cross_entropy, rel=1e-12)
    assert found["PP"] == pytest.approx(perplexity, rel=1e-12)


@pytest.mark.parametrize(
    ("keys", "name", "value"),
    [
        ("cross_entropy: 1.041859", "bits", 1.5030848126055347),
        ("cross_entropy: 2, base: 2", "nats", 2 * math.log(2)),
        ("cross_entropy: 1, base: 10", "bits", math.log2(10)),
        ("cross_entropy: 1, base: 10", "nats", math.log(10)),
    ],
)
def test_other_units(keys, name, value):
    """A cross-entropy in nats, bits and decimal digits is the same uncertainty."""
    assert values(f"perplexity: {{{keys}}}")[name] == pytest.approx(value, rel=1e-12)


# Sequences


def test_chain_rule():
    """The probability is the product, its logarithm the sum, published as 0.054 for A, C, B, <eos>."""
    found = values("sequence: {probabilities: [0.5, 0.3, 0.6, 0.6]}")
    assert found["P"] == pytest.approx(0.054, rel=1e-12)
    assert found["logP"] == pytest.approx(math.log(0.054), rel=1e-12)


@pytest.mark.parametrize(("penalty", "divisor"), [("length", 4**0.75), ("wu", (9 / 6) ** 0.75)], ids=["length", "wu"])
def test_score(penalty, divisor):
    """A score is the logarithm over the power of T, or of (5 + T)/6."""
    keys = f"probabilities: [0.5, 0.3, 0.6, 0.6], length_penalty: 0.75, penalty: {penalty}"
    assert values(f"sequence: {{{keys}}}")["score"] == pytest.approx(math.log(0.054) / divisor, rel=1e-12)


def test_tiny_probability_is_not_zero():
    """A product that no double holds is left out, and said to be."""
    solution = solved(f"sequence: {{probabilities: {[0.001] * 200}}}")
    assert "P" not in solution.values
    assert solution.values["logP"] == pytest.approx(200 * math.log(0.001))


# BLEU

NLTK = """
  references:
    - It is a guide to action that ensures that the military will forever heed Party commands
    - It is the guiding principle which guarantees the military forces always being under the command of the Party
    - It is the practical guide for the army always to heed the directions of the party
  candidate: It is a guide to action which ensures that the military always obeys the commands of the party
  reference_length: closest
"""
LOVE = "references: [love can always find a way, love makes anything possible], n: 2, reference_length: closest"
FIRST = "reference: love can always find a way, n: 2"


@pytest.mark.parametrize(
    ("keys", "score"),
    [
        ("reference: The cat is on the mat, candidate: The cat is on mat, n: 2", 0.7090416310250969),
        ("reference: the cat is on the mat, candidate: the cat is on mat", 0.5789300674674098),
        ("reference: the cat sat on the mat, candidate: the cat sat on mat, n: 1", 0.8187307530779818),
        ("reference: A B C D E F, candidate: A B, n: 2", math.exp(-2)),
        (f"{LOVE}, candidate: the love can always do", 0.5477225575051661),
        (f"{LOVE}, candidate: love can make anything possible", 0.6324555320336759),
        (f"{FIRST}, candidate: the love can always do", 0.44843730198400283),
        (f"{FIRST}, candidate: love can make anything possible", 0.25890539701513354),
        (
            "reference: the cat is sleeping on a mat, candidate: the the cat on a mat, n: 2",
            math.exp(-1 / 6) * math.sqrt(0.5),
        ),
        ("reference: a b c, candidate: c b a, n: 2", 0),
    ],
)
def test_bleu(keys, score):
    """BLEU of published sentences."""
    assert values(f"bleu: {{{keys}}}")["BLEU"] == pytest.approx(score, rel=1e-9)


def test_bleu_of_nltk():
    """Three references, runs up to four, as in NLTK's documentation."""
    assert values(f"bleu:{NLTK}")["BLEU"] == pytest.approx(0.5045666840058485, rel=1e-12)


@pytest.mark.parametrize(
    ("weights", "score"),
    [("equal", 0.8**0.5 * 0.5**0.5), ("d2l", 0.8**0.5 * 0.5**0.25), ("[0.3, 0.7]", 0.8**0.3 * 0.5**0.7)],
    ids=["equal", "d2l", "own"],
)
def test_weights(weights, score):
    """The weights of the mean are 1/n, 1/2ⁿ, or one's own."""
    keys = f"{LOVE}, candidate: love can make anything possible, weights: {weights}"
    assert values(f"bleu: {{{keys}}}")["BLEU"] == pytest.approx(score, rel=1e-12)


@pytest.mark.parametrize(("choice", "r"), [("closest", 7), ("shortest", 4)])
def test_reference_length(choice, r):
    """The reference length that counts is the closest or the shortest one."""
    keys = f"references: [a b c d, a b c d e f g], candidate: a b c d e f, reference_length: {choice}"
    found = values(f"bleu: {{{keys}}}")
    assert found["r"] == r
    assert found["BP"] == pytest.approx(min(1, math.exp(1 - r / 6)))


def test_counts_by_hand():
    """Every count of the table is that of a plain loop over both texts."""
    candidate, reference = "a b a b a c", "a b a c b b a b"
    found = values(f"bleu: {{reference: {reference}, candidate: {candidate}, n: 3}}")
    for n in (1, 2, 3):
        own, right = (_runs(text.split(), n) for text in (candidate, reference))
        assert found[f"total_{n}"] == sum(own.values())
        assert found[f"matched_{n}"] == sum((own & right).values())
        for k, run in enumerate(own, 1):
            assert found[f"counted_{n}[{k}]"] == min(own[run], right[run])


def _runs(words: list[str], n: int) -> Counter:
    found: Counter = Counter()
    for first in range(len(words) - n + 1):
        found[tuple(words[first : first + n])] += 1
    return found


def test_small_letters():
    """Words count as they are written, or in small letters where the file says so."""
    keys = "reference: The cat, candidate: the cat, n: 1"
    assert values(f"bleu: {{{keys}}}")["p_1"] == 0.5
    assert values(f"bleu: {{{keys}, tokens: lower}}")["p_1"] == 1


# What may be asked, and marking


@pytest.mark.parametrize(
    ("text", "asked", "name"),
    [
        ("bleu: {reference: a b, candidate: a a, n: 2}", "counted(a a)", "counted_2[1]"),
        ("bleu: {reference: a b, candidate: a a, n: 2}", "counted_2[1]", "counted_2[1]"),
        ("bleu: {reference: a b, candidate: a a, n: 2}", "brevity penalty", "BP"),
        ("perplexity: {probabilities: [0.5]}", "perplexity", "PP"),
        ("perplexity: {probabilities: [0.5]}", "cross-entropy", "H"),
        ("perplexity: {probabilities: [0.5]}", "l1", "l_1"),
        ("sequence: {probabilities: [0.5]}", "ln P", "logP"),
    ],
)
def test_asked(text, asked, name):
    """Cells of the tables and results by the words of books."""
    assert solved(f"{text}\nasked: {asked}").asked == [name]


SHORT = "bleu: {reference: the cat sat on the mat, candidate: the cat sat on mat, n: 1}"
THREE = "perplexity: {probabilities: [0.4, 0.6, 0.2]}"
CLIPPED = "bleu: {reference: the cat is sleeping on a mat, candidate: the the cat on a mat, n: 2}"


def verdicts(text: str, answers: str) -> list[str]:
    """What is said of each answer."""
    (problem,) = nnsolve.loads(f"kind: language\n{text}")
    key = Key(problem)
    return [line.verdict for line in check(key, read_answers(answers, "answers.txt", key.known)).lines]


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        (THREE, "l1: 0.916\nl2: 0.511\nl3: 1.61\nH: 1.01\nPP: 2.75", ["right"] * 5),
        (SHORT, "p1: 1\nBP: 0.8465", ["right", "wrong"]),
        (CLIPPED, "counted(the) = 1\nmatched_1 = 5\np1 = 5/6", ["right"] * 3),
        (CLIPPED, "counted_1[1] = 2\nmatched_1 = 6", ["slip", "follow-through"]),
    ],
    ids=["published", "published-slip", "cells", "unclipped"],
)
def test_checked(text, answers, expected):
    """Answers and cells of tables are marked, and what follows from a wrong cell is right for it."""
    assert verdicts(text, answers) == expected


# Wrong files


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: x", "write one of perplexity:, sequence:, bleu:"),
        ("perplexity: {probabilities: [1]}\nsequence: {probabilities: [1]}", "write two problems with --- between"),
        ("perplexity: {probabilities: [0.5, 0]}", "expected a number above 0 to 1"),
        ("perplexity: {probabilities: [0.5], end_token: 0.2}", "Write end: counted or end: left-out"),
        ("perplexity: {base: 2}", "of which tokens?"),
        ("perplexity: {counts: [[3, 2]]}", "a token cannot come 3 times"),
        ("perplexity: {probabilities: [0.5], tokens: a b}", "expected 1 token, one for each probability; here are 2"),
        ("sequence: {probabilities: [0.5], length_penalty: 1}", "Write penalty: length (T^α) or penalty: wu"),
        ("bleu: {candidate: a}", "the key reference: is missing"),
        ("bleu: {reference: a b, candidate: a b}", "a candidate of 2 words has no run of 4; write n: 2 or less"),
        ("bleu: {reference: a, candidate: a, n: 1, weights: [0.5, 0.5]}", "expected 1 weight"),
        ("bleu: {reference: a, candidate: a, n: 1, smoothing: add-one}", "add-one begins with pairs"),
        (f"bleu: {{reference: a, candidate: {'a ' * 201}, n: 1}}", "expected 1 to 200 words; here are 201"),
    ],
)
def test_faults(text, message):
    """Each mistake is told with what to write instead."""
    assert message in faults(text)


def test_length_needs_a_convention():
    """Where closest and shortest differ the file must say which counts."""
    assert "reference_length: shortest (2 words)" in faults("bleu: {references: [a b, a b c], candidate: a b c, n: 1}")


@pytest.mark.parametrize(
    ("text", "overrides", "name", "value"),
    [
        (CLIPPED, {"bleu.weights": "d2l"}, "BLEU", math.exp(-1 / 6) * (5 / 6) ** 0.5 * 0.6**0.25),
        (THREE, {"perplexity.base": "2"}, "H", -math.log2(0.4 * 0.6 * 0.2) / 3),
    ],
    ids=["weights", "base"],
)
def test_conventions_are_found(text, overrides, name, value):
    """What another convention gives is among the alternatives that ``conventions`` tries."""
    (problem,) = nnsolve.loads(f"kind: language\n{text}")
    assert overrides in [convention.overrides for convention in alternatives(problem)]
    (other,) = nnsolve.loads(f"kind: language\n{text}", overrides=overrides)
    assert nnsolve.solve(other).values[name] == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "answer", "slip"),
    [
        (CLIPPED, "matched_1 = 6", "limit_left_out"),
        (CLIPPED, f"mean = {(5 / 6 + 3 / 5) / 2}", "arithmetic_mean"),
        (f"bleu: {{{LOVE}, candidate: the love can always do}}", f"BP = {math.exp(1 - 4 / 5)}", "limit_left_out"),
        (THREE, f"l_1 = {-math.log10(0.4)}", "log10_for_ln"),
        (THREE, f"H = {-math.log(0.4 * 0.6 * 0.2)}", "n_left_out"),
        (THREE, f"PP = {2 ** (-math.log(0.4 * 0.6 * 0.2) / 3):.6f}", "other_base"),
        (CLIPPED, f"p_1 = {5 / 7:.6f}", "runs_of_reference"),
        ("bleu: {reference: a b c d e, candidate: a b c d e f g, n: 1}", f"BP = {math.exp(1 - 7 / 5):.6f}", "inverted"),
    ],
    ids=["unclipped", "arithmetic", "penalty", "log10", "sum", "base", "recall", "longer"],
)
def test_slips(text, answer, slip):
    """Counts not clipped, arithmetic mean, penalty above 1, log₁₀, a sum for the mean, another base, a recall, c/r."""
    (problem,) = nnsolve.loads(f"kind: language\n{text}")
    key = Key(problem)
    (line,) = check(key, read_answers(answer, "answers.txt", key.known)).lines
    assert line.slips[0].slip == slip


@pytest.mark.parametrize(
    ("smoothing", "precisions"), [("epsilon", [0.6, 0.1 / 4, 0.1 / 3]), ("add-one", [0.6, 1 / 5, 1 / 4])]
)
def test_smoothing(smoothing, precisions):
    """NLTK's method1 puts 0.1 for a count of 0, its method2 adds 1 to both counts from pairs on."""
    text = f"bleu: {{reference: a x b y c, candidate: b a c z w, n: 3, smoothing: {smoothing}}}"
    found = values(text)
    assert [found[f"p_{n}"] for n in (1, 2, 3)] == pytest.approx(precisions)
    assert found["BLEU"] == pytest.approx(math.prod(precisions) ** (1 / 3))


def test_lengths_stand_on_the_page():
    """c and r are lines of their own before the penalty."""
    said = page(solved(CLIPPED))
    assert "c = 6 words of the candidate r = 7 words of the reference" in said
