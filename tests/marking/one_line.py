"""A working of one line, as the tests of slips mark it."""

from __future__ import annotations

import nnsolve
from nnsolve.marking.answers import read_answers
from nnsolve.marking.check import check
from nnsolve.marking.key import Key
from nnsolve.marking.verdicts import Line


def marked(text: str, answer: str) -> Line:
    """What is said of the only line of a working of the problem ``text``."""
    (problem,) = nnsolve.loads(text)
    key = Key(problem)
    (line,) = check(key, read_answers(answer, "answers.txt", key.known)).lines
    return line
