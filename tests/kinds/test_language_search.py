"""Beam search, n-grams, ROUGE and edit distance: published values, plain loops of the test's own, and wrong files."""

from __future__ import annotations

import math
import random
from functools import cache

import pytest

from ..support import Texts, page

TEXTS = Texts("language")
faults, solved, values = TEXTS.faults, TEXTS.solved, TEXTS.values


# Beam search

TWO = "start: {A: 0.6, B: 0.4}, next: {A: {A: 0.55, B: 0.45}, B: {A: 0.9, B: 0.1}}"
LEXAI = "start: {0: 0.6, 1: 0.4}, next: {0: {0: 0.7, 1: 0.3}, 1: {0: 0.4, 1: 0.6}}"


def test_published_beam():
    """Four candidates of two steps, the best 0.42."""
    found = values(f"beam: {{width: 2, steps: 2, {LEXAI}}}")
    assert [found[f"p@2[{k}]"] for k in (1, 2, 3, 4)] == pytest.approx([0.42, 0.18, 0.16, 0.24])
    assert found["beam@2[2]"] == pytest.approx(0.24)
    assert found["best"] == pytest.approx(0.42)


def test_three_searches():
    """Greedy search finds A A A, beam search B A A, and only exhaustive search A B A."""
    found = values(f"beam: {{width: 2, steps: 3, {TWO}}}")
    assert found["greedy"] == pytest.approx(0.6 * 0.55 * 0.55)
    assert found["best"] == pytest.approx(0.4 * 0.9 * 0.55)
    assert found["exhaustive"] == pytest.approx(0.6 * 0.45 * 0.9)
    assert (found["candidates"], found["sequences"]) == (10, 8)


@pytest.mark.parametrize(("width", "name"), [(1, "greedy"), (8, "exhaustive")])
def test_narrowest_and_widest_beam(width, name):
    """A beam of one is greedy search; one that keeps all candidates is exhaustive."""
    found = values(f"beam: {{width: {width}, steps: 3, {TWO}}}")
    assert found["best"] == pytest.approx(found[name])


def test_random_beams():
    """Candidates and survivors of random tables are those of a plain loop over lists."""
    draw = random.Random(3)
    words = "abcd"
    for _ in range(10):
        table = {word: _shares(draw, words) for word in ("", *words)}
        width, steps = draw.randint(1, 4), draw.randint(2, 4)
        beam = [("", 1.0)]
        for _ in range(steps):
            candidates = [(text + word, p * table[text[-1:]][word]) for text, p in beam for word in words]
            beam = sorted(candidates, key=lambda each: -each[1])[:width]
        rows = {word: shares for word, shares in table.items() if word}
        found = values(f"beam: {{width: {width}, steps: {steps}, start: {table['']}, next: {rows}}}")
        survivors = [found[f"beam@{steps}[{k}]"] for k in range(1, len(beam) + 1)]
        assert survivors == pytest.approx([p for _, p in beam])


def _shares(draw: random.Random, words: str) -> dict[str, float]:
    parts = [draw.randint(1, 99) for _ in words]
    return {word: round(part / sum(parts) - 0.0001, 4) for word, part in zip(words, parts, strict=True)}


def test_whole_beginnings():
    """Probabilities after whole beginnings: the greedy path of Dive into Deep Learning has 0.048."""
    text = "start: {A: 0.5, B: 0.2}, after: {A: {B: 0.4, C: 0.3}, A B: {B: 0.2, C: 0.4}, A B C: {x: 0.6}}"
    assert values(f"beam: {{width: 1, steps: 4, {text}}}")["best"] == pytest.approx(0.048)


def test_length_penalty_of_a_beam():
    """The score of a candidate is its logarithm over a power of the number of its words."""
    found = values(f"beam: {{width: 2, steps: 2, {LEXAI}, length_penalty: 0.7, penalty: length}}")
    assert found["score@2[1]"] == pytest.approx(math.log(0.42) / 2**0.7)


@pytest.mark.parametrize("text", ["p@2[3]", "p(B A)", "p( B A )"])
def test_a_candidate_is_asked_for(text):
    """A candidate by its place or by its words."""
    solution = solved(f"beam: {{width: 2, steps: 3, {TWO}}}\nasked: ['{text}']")
    assert solution.asked == ["p@2[3]"]


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("width: 2, steps: 2, start: {A: 1}", "what comes after the first word?"),
        ("width: 2, steps: 2, start: {A: 0.7, B: 0.6}, next: {A: {A: 1}}", "the probabilities add up to 1.3"),
        ("width: 2, steps: 2, start: {A: 0.5, B: 0.5}, next: {A: {A: 1}}", "does not say what comes after B"),
        ("steps: 2, start: {A: 1}, next: {A: {A: 1}}", "the key width: is missing"),
        ("width: 50, steps: 20, start: {A: 0.5, B: 0.5}, next: {A: {A: 1}, B: {B: 1}}", "at most 400 candidates"),
        ("width: 1, steps: 2, start: {A: 0}, next: {A: {A: 1}}", "expected a number from 1e-09 to 1"),
        ("width: 1, steps: 2, start: {A: 1}, next: {A: {A: 1}}, after: {A: {A: 1}}", "cannot stand beside"),
    ],
)
def test_faults_of_beams(keys, message):
    """What cannot be searched is told with what to write."""
    assert message in faults(f"beam: {{{keys}}}")


@pytest.mark.parametrize(
    ("start", "width", "note"),
    [
        ("{A: 0.5, B: 0.5}", 1, "the one that was found first stays"),
        ("{A: 0.5, B: 0.5}", 2, "the one that was found first is told"),
        ("{A: 0.6, B: 0.4}", 2, "No word ends a sequence"),
    ],
)
def test_conventions_of_beams(start, width, note):
    """Who stays of equals, who is told of equals, and that no word ends a sequence."""
    text = f"beam: {{width: {width}, steps: 2, start: {start}, next: {{A: {{A: 0.9}}, B: {{A: 0.9}}}}}}"
    assert note in page(solved(text))


# n-grams

SAM = "[<s> I am Sam </s>, <s> Sam I am </s>, <s> I do not like green eggs and ham </s>]"
RUNS = "[<s> I, <s> Sam, I am, Sam </s>, am Sam, I do]"


def test_published_bigrams():
    """The bigrams of Jurafsky and Martin: 2/3, 1/3, 2/3, 1/2, 1/2, 1/3."""
    found = values(f"ngrams: {{texts: {SAM}, n: 2, k: 0, wanted: {RUNS}}}")
    expected = [2 / 3, 1 / 3, 2 / 3, 1 / 2, 1 / 2, 1 / 3]
    assert [found[f"p[{k}]"] for k in range(1, 7)] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("k", "vocabulary", "run", "p"),
    [(1, 11, "I am", 3 / 14), (0.5, 10, "I am", 2.5 / 8), (1, 11, "I ham", 1 / 14), (1, 11, "x y", 1 / 11)],
)
def test_added_counts(k, vocabulary, run, p):
    """k is added to the count, and k·V to that of the context."""
    found = values(f"ngrams: {{texts: {SAM}, n: 2, k: {k}, vocabulary: {vocabulary}, wanted: [{run}]}}")
    assert found["p[1]"] == pytest.approx(p)


@pytest.mark.parametrize(("runs", "product"), [("[<s> I, I am]", 4 / 9), ("[<s> I, am Sam]", None)])
def test_runs_that_follow_each_other_are_multiplied(runs, product):
    """Runs of one text have a product, others have none."""
    found = values(f"ngrams: {{texts: {SAM}, n: 2, k: 0, wanted: {runs}}}")
    assert found.get("P") == (product and pytest.approx(product))


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("n: 2, wanted: [a b]", "the key k: is missing"),
        ("n: 2, k: 1, wanted: [a b]", "Write vocabulary: 3 if all words of the texts count"),
        ("n: 2, k: 0, wanted: [a b c]", "expected 2 words, as n is 2; here are 3"),
        ("n: 2, k: 0, wanted: [c a]", "c is never followed by a word"),
    ],
)
def test_faults_of_ngrams(keys, message):
    """What has no probability is told."""
    assert message in faults(f"ngrams: {{texts: [a b c], {keys}}}")


# Edit distance


@pytest.mark.parametrize(
    ("reference", "hypothesis", "cost", "distance"),
    [
        ("intention", "execution", 2, 8),
        ("intention", "execution", 1, 5),
        ("kitten", "sitting", 1, 3),
        ("saturday", "sunday", 1, 3),
        ("a", "a", 1, 0),
        ("abc", "x", 1, 3),
    ],
)
def test_edit_distance(reference, hypothesis, cost, distance):
    """Distances that books print."""
    keys = f"reference: {reference}, hypothesis: {hypothesis}, units: letters, substitution: {cost}"
    assert values(f"distance: {{{keys}}}")["distance"] == distance


def test_word_error_rate():
    """One substitution and one insertion against four words: 2/4."""
    found = values("distance: {reference: a b c d, hypothesis: a x c d e, substitution: 1}")
    assert found["WER"] == 0.5
    assert [found[name] for name in ("substitutions", "deletions", "insertions")] == [1, 0, 1]


def test_counts_of_changes_that_are_not_unique_are_not_asked_for():
    """Two cheapest ways with other changes: two substitutions, or a deletion and an insertion."""
    found = values("distance: {reference: a b, hypothesis: b a, substitution: 1}")
    assert found["distance"] == 2
    assert "substitutions" not in found


def test_random_distances():
    """The table is that of the recursion on the last letters."""

    @cache
    def distance(right: str, other: str) -> int:
        if not right or not other:
            return len(right) + len(other)
        same = right[-1] == other[-1]
        ways = [distance(right[:-1], other) + 1, distance(right, other[:-1]) + 1]
        return min(*ways, distance(right[:-1], other[:-1]) + (not same))

    draw = random.Random(5)
    for _ in range(10):
        right, other = ("".join(draw.choices("abc", k=draw.randint(1, 8))) for _ in range(2))
        found = values(f"distance: {{reference: {right}, hypothesis: {other}, units: letters, substitution: 1}}")
        assert found[f"D[{len(right)},{len(other)}]"] == found["distance"] == distance(right, other)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("reference: a, hypothesis: b", "the key substitution: is missing"),
        (f"reference: {'a ' * 30}, hypothesis: {'a ' * 30}, substitution: 1", "a table of 31 × 31 is too large"),
    ],
)
def test_faults_of_distances(keys, message):
    """The cost of a substitution has no default, and tables are bounded."""
    assert message in faults(f"distance: {{{keys}}}")


# ROUGE

BED = "reference: the cat was under the bed, candidate: the cat was found under the bed"


def test_rouge_by_hand():
    """6 of 6 and of 7 words, 4 of 5 and of 6 pairs, 6 words in order."""
    found = values(f"rouge: {{{BED}, n: 2, longest: true, beta: 1}}")
    assert [found[f"recall_{item}"] for item in "12L"] == pytest.approx([1, 4 / 5, 1])
    assert [found[f"precision_{item}"] for item in "12L"] == pytest.approx([6 / 7, 4 / 6, 6 / 7])
    assert [found[f"F_{item}"] for item in "12L"] == pytest.approx([12 / 13, 8 / 11, 12 / 13])


def test_recall_may_count_more():
    """F with β = 2 is 5PR/(4P + R)."""
    found = values(f"rouge: {{{BED}, n: 2, beta: 2}}")
    assert found["F_2"] == pytest.approx(5 * (4 / 6) * (4 / 5) / (4 * 4 / 6 + 4 / 5))


def test_texts_that_share_nothing():
    """0/0 counts as 0."""
    found = values("rouge: {reference: a b, candidate: c d, n: 1, longest: true, beta: 1}")
    assert [found["F_1"], found["F_L"], found["L[2,2]"]] == [0, 0, 0]


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (f"{BED}, n: 1", "the key beta: is missing"),
        (f"{BED}, beta: 1", "what is counted? Write n: 2"),
        ("reference: a, candidate: a b, n: 2, beta: 1", "the shorter text has 1 word and no run of 2"),
    ],
)
def test_faults_of_rouge(keys, message):
    """The weight of recall has no default, and something must be counted."""
    assert message in faults(f"rouge: {{{keys}}}")
