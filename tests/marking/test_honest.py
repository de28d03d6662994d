"""Honest answers are never marked wrong: exact, rounded or cut, at every line or at the end, to 3 to 6 digits."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest

import nnsolve
from nnsolve.marking.answers import from_pairs
from nnsolve.marking.check import check
from nnsolve.marking.key import Key
from nnsolve.solution import Rounding, evaluate
from tests.page.networks import Draw
from tests.support import answer_text

NETWORKS, STUDENTS = 120, 4
ACCEPTED = ("right", "coarse")


def honest(key: Key, draw: random.Random):
    """What an honest student writes, and how: figures or decimals, how many, cut, carried; some lines or all.

    A 0 for what is none is no answer and is left out.
    """
    by, digits = draw.choice(("figures", "decimals")), draw.randint(3, 6)
    cut, carried = draw.random() < 0.3, draw.random() < 0.6
    rounding = Rounding(**{by: digits}, truncate=cut, carry=carried)
    values = evaluate(key.steps.values(), rounding, key.given)
    share = draw.choice((1, 1, 0.6, 0.3, 0.1))
    names = [name for name in key.steps if draw.random() < share] or list(key.steps)[-1:]
    pairs = [
        (1, name, rounding.text(values[name])) for name in names if isinstance(values[name], (int, float)) or carried
    ]
    numbers = [pair for pair in pairs if not hasattr(values[pair[1]], "shape")]
    return [pair for pair in numbers if float(pair[2]) or not key.values[pair[1]]], (by, digits)


@pytest.mark.slow
def test_honest_networks(capsys):
    """At least 99.5 % of the lines over random networks with every activation and loss; the table is printed."""
    accepted, all_lines = Counter(), Counter()
    for seed in range(NETWORKS):
        text = re.sub(r"(?m)^rounding:.*$", "", Draw(seed).text())
        try:
            (problem,) = nnsolve.loads(text)
            key = Key(problem)
        except nnsolve.NnsolveError:
            continue
        draw = random.Random(seed)
        for _ in range(STUDENTS):
            try:
                pairs, how = honest(key, draw)
            except nnsolve.NnsolveError:  # carried roundings may lead to a logarithm of 0
                continue
            for line in check(key, from_pairs(pairs, key.known)).lines:
                all_lines[how] += 1
                accepted[how] += line.verdict in ACCEPTED
    with capsys.disabled():
        print()
        for how in sorted(all_lines):
            print(f"  honest, {how[1]} {how[0]:<8} {accepted[how]:>6} of {all_lines[how]:>6} lines accepted")
    assert sum(all_lines.values()) > 5000
    assert sum(accepted.values()) >= 0.995 * sum(all_lines.values())


def test_honest_shapes():
    """Every shape and count of random convolutional networks, written in any usual way, is right."""
    draw = random.Random(1)
    checked = 0
    for _ in range(30):
        layers = "".join(
            draw.choice(
                (
                    f"  - conv: {{kernels: {draw.randint(1, 20)}, size: {draw.randint(1, 4)}, "
                    f"padding: {draw.randint(0, 1)}}}\n",
                    "  - max-pool: {size: 2, stride: 2}\n",
                )
            )
            for _ in range(draw.randint(1, 4))
        )
        size = draw.randint(20, 64)
        text = f"kind: cnn-shapes\ninput: {size}x{size}x{draw.randint(1, 4)}\nlayers:\n{layers}  - dense: 10\n"
        (problem,) = nnsolve.loads(text)
        key = Key(problem)
        sign = draw.choice(("x", " × ", "*"))
        pairs = []
        for name in key.steps:
            value = key.values[name]
            text = f"{value:g}" if not isinstance(value, list) and abs(value) < 1e5 else str(value)
            pairs.append((1, name, sign.join(map(str, value)) if isinstance(value, list) else text))
        lines = check(key, from_pairs(pairs, key.known)).lines
        assert {line.verdict for line in lines} == {"right"}
        checked += len(lines)
    assert checked > 300


WAYS = {
    "full": Rounding(figures=9),
    "4 figures": Rounding(figures=4),
    "4 figures, cut": Rounding(figures=4, truncate=True),
    "4 figures carried": Rounding(figures=4, carry=True),
    "4 figures carried, cut": Rounding(figures=4, carry=True, truncate=True),
}
MOST = 300  # lines of one problem


@pytest.mark.parametrize("name", nnsolve.library())
def test_every_problem_of_the_library(name):
    """The values of a solution, in full, rounded or cut to 4 figures, at the end or every line, are all right."""
    for problem in nnsolve.load(name):
        for one in [question.problem for question in getattr(problem, "listed", ())] or [problem]:
            key = Key(one)
            if key.solution.symbolic:
                continue
            for way, rounding in {**WAYS, "own": key.solution.rounding}.items():
                values = _read(key.values) if rounding.truncate else key.values
                if rounding.carry:
                    values = evaluate(key.steps.values(), rounding, key.given)
                pairs = [(1, each, answer_text(values[each], rounding)) for each in list(key.steps)[:MOST]]
                pairs = [pair for pair in pairs if pair[2] is not None]
                accepted = set(ACCEPTED)
                for line in check(key, from_pairs(pairs, key.known)).lines:
                    if _is_no_zero(line, key) and line.verdict == "trivial":
                        accepted.add("follow-through")  # later lines go on from this 0
                        continue
                    assert line.verdict in accepted, (name, way, line.answer.text, line.verdict)


def _read(values: dict) -> dict:
    """Values as a student reads them off: what doubles add behind the twelfth figure is not cut to another digit."""
    return {name: float(f"{value:.12g}") if isinstance(value, float) else value for name, value in values.items()}


def _is_no_zero(line, key: Key) -> bool:
    """Whether rounding on the way made a 0 of what is none: right for nobody, and no slip either."""
    number = getattr(line.answer.value, "value", None)
    return number == 0 and key.values[line.answer.name] != 0
