"""A wrong number that no slip made is seldom given the name of one; run with ``-s`` for the table by figures."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest

import nnsolve
from nnsolve.marking.answers import from_pairs
from nnsolve.marking.chance import Chance
from nnsolve.marking.check import check
from nnsolve.marking.key import Key
from tests.page.networks import Draw

NETWORKS, NUMBERS = 30, 4
LIBRARY = "two-two-two three-two-one softmax-temperature xor-mlp adam-first-step simple-regression saddle normalise"
LIBRARY += " metrics and-gate bce-three activations"
# The share of wrong numbers that may be named, by figures written.
MOST = {"1 to 3": 0.05, "4": 0.08, "5 to 6": 0.02}


def keys():
    """Problems of many kinds, and random networks with every activation and loss."""
    for name in LIBRARY.split():
        yield Key(nnsolve.load(name)[0])
    for seed in range(NETWORKS):
        try:
            yield Key(nnsolve.loads(re.sub(r"(?m)^rounding:.*$", "", Draw(seed).text()))[0])
        except nnsolve.NnsolveError:
            continue


@pytest.mark.slow
def test_a_random_number_has_no_name():
    """Any number within a factor of three for any step, all other lines right or none written."""
    draw, all_lines, named = random.Random(5), Counter(), Counter()
    for key in keys():
        steps = [step for step in key.steps if isinstance(key.values[step], float) and key.values[step]]
        right = [
            (1, step, f"{key.values[step]:.7g}") for step in key.steps if isinstance(key.values[step], (int, float))
        ]
        for figures in range(1, 7):
            for number in range(NUMBERS * bool(steps)):
                step = draw.choice(steps)
                wrong = key.values[step] * 10 ** draw.uniform(-0.5, 0.5) * draw.choice((1, 1, -1))
                others = [pair for pair in right if pair[1] != step] if number % 2 else []
                line = check(key, from_pairs([*others, (1, step, f"{wrong:.{figures}g}")], key.known)).lines[-1]
                if line.verdict in ("slip", "wrong"):
                    group = "1 to 3" if figures < 4 else "4" if figures == 4 else "5 to 6"
                    all_lines[group] += 1
                    named[group] += line.verdict == "slip"
    for group, most in MOST.items():
        print(f"\n{group:<8} figures: {named[group]:>4} of {all_lines[group]:>5} named", end="")
        assert all_lines[group] > 150
        assert named[group] <= most * all_lines[group]


@pytest.mark.parametrize(
    ("x", "unit", "tried", "rank", "allowed"),
    [
        (0.123456, 1e-6, 500, 3.0, True),  # 500 numbers, each hit with a chance of about 2 in a million
        (0.12, 0.01, 5, 2.0, False),  # 5 numbers, each with 1 in 53
        (0.52, 0.01, 1, 2.0, True),
        (0.5, 0.1, 1, 2.0, False),
        (0.5, 0.1, 1, 1.0, True),  # the likeliest slips have more room
        (0.0, 1.0, 1, 1.4, False),
        (0.0, 1.0, 1, 0.8, True),
    ],
)
def test_what_chance_allows(x, unit, tried, rank, allowed):
    """By hand: the chance of one slip is unit/x over 4·ln 3 = 4.39, the width of the band on both sides of 0."""
    chance = Chance(x, unit, False)
    for k in range(tried):
        chance.tried(x * (1 + k / 1000), rank)
    assert chance.allows(rank, 0.0, False) == allowed


def test_the_right_number_with_the_other_sign_stands_out():
    """−0.7 for 0.7 is named though it has one figure; 0.4 for it is not."""
    key = Key(nnsolve.load("three-two-one")[0])
    for text, verdict in (("0.7", "slip"), ("-0.4", "wrong")):
        (line,) = check(key, from_pairs([(1, "net_4", text)], key.known)).lines
        assert line.verdict == verdict
