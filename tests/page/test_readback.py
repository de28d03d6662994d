"""Every printed line is true: pages of random networks are read back and recomputed from their own digits."""

from __future__ import annotations

import json
import random
import re

import pytest

import nnsolve

from .networks import Draw
from .readback import Digits, Objection, read_json, read_page

CHUNKS, SIZE = 8, 250


def digits_of(solution) -> Digits:
    """What the solution declares, for the reader."""
    rounding = solution.rounding
    return Digits(rounding.decimals, rounding.figures, rounding.truncate, rounding.carry)


def drawn(seed: int):
    """The solution of a random network, or None where coarse digits leave a line without a value."""
    (problem,) = nnsolve.loads(Draw(seed).text(), f"seed {seed}")
    try:
        solution = nnsolve.solve(problem)
        assert solution.values
    except nnsolve.NnsolveError:
        return None
    return solution


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_printed_lines_are_true(chunk):
    """2,000 random networks: what is put in was printed before, and gives the result that is printed."""
    lines = unsolved = 0
    for seed in range(chunk * SIZE, (chunk + 1) * SIZE):
        solution = drawn(seed)
        if solution is None:
            unsolved += 1
            continue
        page = nnsolve.render(solution, "text", width=1000, full=True)
        try:
            lines += read_page(page, digits_of(solution)).lines
        except Objection as objection:
            pytest.fail(f"seed {seed}: {objection}")
    assert lines > 20 * SIZE
    assert unsolved < SIZE / 10
