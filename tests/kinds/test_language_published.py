"""What sources print of language models, BLEU, beams, word2vec, marked: right passes, what is wrong in print is found.

The sources are NLTK's documentation, Dive into Deep Learning, Stanford's CS 224N (assignment 4), a course of BITS
Pilani, lecture notes and blogs; where a blog is wrong in print, its numbers are those that must not pass.
"""

from __future__ import annotations

import pytest

import nnsolve
from nnsolve.marking.answers import read_answers
from nnsolve.marking.check import check
from nnsolve.marking.key import Key

CAT = "reference: the cat is on the mat, candidate: the cat is on mat"
ONE = "reference: the cat sat on the mat, candidate: the cat sat on mat, n: 1"
COAT = (
    "reference: áo khoác thể thao nữ màu đen chất lượng cao giá rẻ ship cod, "
    "candidate: áo khoác thể thao nữ màu đen, n: 1"
)
UPPER = "reference: The cat is on the mat, candidate: The cat is on mat, n: 2"
WAYS = "references: [love can always find a way, love makes anything possible], reference_length: closest"
WAY = "reference: love can always find a way"
DO, POSSIBLE = "candidate: the love can always do, n: 2", "candidate: love can make anything possible, n: 2"
LEXAI = "width: 2, steps: 2, start: {a: 0.6, b: 0.4}, next: {a: {a: 0.7, b: 0.3}, b: {a: 0.4, b: 0.6}}"
FIVE = "vocabulary: 5, dimension: 4, sentence: a b c d e, window: 3, window_counts: whole"
THREE = "perplexity: {probabilities: [0.4, 0.6, 0.2]}"

# A problem, what is printed, and which names are wrong in print.
CASES = {
    "perplexity": ("perplexity: {probabilities: [0.5, 0.25, 0.125]}", "H = 1.386\nPP = 4.0", []),
    "perplexity-bits": ("perplexity: {cross_entropy: 1.041859}", "PP = 2.834481\nbits = 1.503085", []),
    "perplexity-tokens": (THREE, "l_1 = 0.92\nl_2 = 0.51\nl_3 = 1.61\nmean = 1.01\nppl = 2.75", []),
    "bleu-cat": (f"bleu: {{{CAT}}}", "BP = 0.819\nBLEU = 0.61", ["BLEU"]),
    "bleu-judge": (f"bleu: {{{ONE}}}", "p_1 = 1.0000\nBP = 0.8465\nBLEU = 0.8465", ["BP"]),
    "bleu-coat": (f"bleu: {{{COAT}}}", "matched_1 = 5\nc = 5\nr = 12\nBP = 0.25", ["matched_1", "c", "r"]),
    "bleu-nltk": (f"bleu: {{{UPPER}}}", "gm = 0.866\nBP = 0.818\nBLEU = 0.7090416310250969", []),
    "bleu-short": ("bleu: {reference: A B C D E F, candidate: A B, n: 2, weights: d2l}", "BP = 0.14", []),
    "bleu-love-1": (f"bleu: {{{WAYS}, {DO}}}", "p_1 = 0.6\np_2 = 0.5\nBLEU = 0.5477225575051662", []),
    "bleu-love-2": (f"bleu: {{{WAYS}, {POSSIBLE}}}", "p_1 = 0.8\np_2 = 0.5\nBLEU = 0.6324555320336759", []),
    "bleu-way-1": (f"bleu: {{{WAY}, {DO}}}", "c = 5\nr = 6\nBLEU = 0.448437301984003", []),
    "bleu-way-2": (f"bleu: {{{WAY}, {POSSIBLE}}}", "p_1 = 0.4\np_2 = 0.25\nBLEU = 0.25890539701513365", []),
    "beam-logarithms": ("sequence: {probabilities: [0.5, 0.4]}", "log_1 = -0.693\nlog_2 = -0.916\nlogP = -1.609", []),
    "beam": (f"beam: {{{LEXAI}}}", "p(a a) = 0.42\np(b b) = 0.24\np(a b) = 0.18\np(b a) = 0.16\nbest = 0.42", []),
    "word2vec": (f"word2vec: {{model: skip-gram, {FIVE}}}", "parameters = 40\npairs = 8", []),
    "word2vec-cbow": (f"word2vec: {{model: cbow, {FIVE}}}", "parameters = 40\nsamples = 5", []),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_printed(case):
    """What is wrong in print does not pass and nothing else fails; what follows from it is right for it."""
    text, printed, wrong = CASES[case]
    (problem,) = nnsolve.loads(f"kind: language\n{text}")
    key = Key(problem)
    lines = check(key, read_answers(printed, "printed.txt", key.known)).lines
    assert len(lines) == len(printed.splitlines())
    assert [line.answer.name for line in lines if line.verdict in ("wrong", "slip")] == wrong
    assert all(line.verdict in ("right", "coarse", "follow-through", "wrong", "slip") for line in lines)
