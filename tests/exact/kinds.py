"""The generators of every kind."""

from __future__ import annotations

from . import convolution, counting, descent, graphs, learning, linear, losses, statistics
from .case import Case, Draw, Generator, Value, problem
from .judge import Verdict, judged

FAMILIES = (learning, graphs, losses, linear, descent, statistics, convolution, counting)


def paper(draw: Draw) -> Case:
    """Questions of several kinds, each solved as it would be alone."""
    questions: list[Case] = []
    while len(questions) < 3:
        case = draw.choice(GENERATORS[draw.choice(ASKED)])(draw)
        questions += [] if case.refused else [case]
    expected: dict[str, Value] = {}
    where_written: dict[str, Value] = {}
    for k, case in enumerate(questions, 1):
        expected |= {f"{k}: {name}": value for name, value in case.expected.items()}
        where_written |= {f"{k}: {name}": value for name, value in case.where_written.items()}
    written = problem("paper", questions=[case.problem for case in questions])
    says = [sentence for case in questions for sentence in case.says]
    decided = [distance for case in questions for distance in case.decided]
    return Case(written, expected, where_written, says=says, decided=decided)


GENERATORS: dict[str, list[Generator]] = {"paper": [paper]}
for family in FAMILIES:
    GENERATORS |= family.GENERATORS
# The kinds whose problems a paper asks for.
ASKED = [kind for kind in GENERATORS if kind != "paper"]


def drawn(kind: str, number: int) -> Case:
    """The problem of a kind with this number, the same at every call."""
    draw = Draw(f"{kind} {number}")
    case = draw.choice(GENERATORS[kind])(draw)
    if kind != "paper" and "rounding" not in case.problem and draw.chance(0.2):
        # digits that are cut where a value may lie half between two
        case.problem["rounding"] = {"decimals": draw.randint(1, 3)}
    return case


def verdict_of(kind: str, number: int) -> Verdict:
    """The verdict on a problem of a kind."""
    return judged(drawn(kind, number))
