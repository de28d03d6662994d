"""The page of word2vec: parameters, the pairs of a window, and one pair."""

from __future__ import annotations

from ...working import Working
from .word2vec import Word2Vec
from .word2vec_pair import Pair
from .word2vec_window import write_pairs, write_parameters


def write_word2vec(page: Working, task: Word2Vec) -> None:
    """What the problem has of the three parts."""
    if task.vocabulary is not None:
        write_parameters(page, task)
    if task.sentence:
        write_pairs(page, task, task.sentence)
    if task.input_vectors:
        Pair(page, task).write()
