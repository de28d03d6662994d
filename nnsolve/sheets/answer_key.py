"""The answer key of a solution: the solution, told to be one where it has a head."""

from __future__ import annotations

import copy

from ..solution import Says, Solution
from ..words import spoken


def answer_key(solution: Solution) -> Solution:
    """The same paper, whose head says that it is the key; a problem by itself stays as it is."""
    if not solution.parts:
        return solution
    key = copy.copy(solution)
    key.lines = [spoken(Says("sheet_key_head"), str), *solution.lines]
    return key
