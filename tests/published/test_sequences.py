"""Published examples of recurrent networks, attention, language models and their sizes, right and wrong in print."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy
import pytest
import yaml

import nnsolve
from nnsolve.marking.answers import read_answers
from nnsolve.marking.check import check
from nnsolve.marking.key import Key
from nnsolve.marking.verdicts import FOLLOWED, SLIP, SOUND, WRONG

FOLDER = Path(__file__).parent
ALMOST = 1e-9
# What the lines of a case may be, and the verdicts that say so.
STANDS, FOLLOWS, FAULTY = "stands", "follows", "faulty"
MEANS = {**dict.fromkeys(SOUND, STANDS), FOLLOWED: FOLLOWS, SLIP: FAULTY, WRONG: FAULTY}


class Case(NamedTuple):
    """A published example.

    ``printed`` are the source's values as their text, ``right`` those worked out apart from this program, to
    ``within``. ``wrong`` are the lines that do not stand in print, ``follows`` those that are right for a wrong one.
    """

    source: str
    problem: str
    right: dict
    printed: dict
    wrong: list = []
    follows: list = []
    within: str = str(ALMOST)


def cases() -> dict[str, Case]:
    """All cases of the folder, by their names."""
    found = {}
    for file in sorted(FOLDER.glob("*.yaml")):
        told = yaml.load(file.read_text(encoding="utf-8"), yaml.CBaseLoader)
        found.update({name: Case(**keys) for name, keys in told.items()})
    return found


CASES = cases()
every_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


def key_of(case: Case) -> Key:
    """What a working of the case is compared with."""
    (problem,) = nnsolve.loads(case.problem)
    key = Key(problem)
    named = [*case.right, *case.printed]
    return key.learned([name for name in named if key.known.find(name) is None])


def numbers(value: object) -> list[float]:
    """A number, or the numbers of rows, one after the other."""
    return numpy.asarray(value, dtype=float).ravel().tolist()


@every_case
def test_right_values(case):
    """Every value is the one that was worked out apart from this program."""
    key = key_of(case)
    for name, right in case.right.items():
        value = key.worth(key.known.find(name))
        assert numbers(value) == pytest.approx(numbers(right), rel=0, abs=float(case.within)), name


@every_case
def test_what_is_printed(case):
    """Of the printed lines those that are wrong are found, those that follow are told so, and no other is blamed."""
    key = key_of(case)
    checked = check(key, read_answers(yaml.safe_dump(case.printed), "printed.yaml", key.known))
    found = {line.answer.called: MEANS.get(line.verdict, line.verdict) for line in checked.lines}
    expected = dict.fromkeys(case.printed, STANDS)
    expected |= dict.fromkeys(case.wrong, FAULTY) | dict.fromkeys(case.follows, FOLLOWS)
    assert found == expected


def test_there_are_cases_of_both_sorts():
    """The table is not emptied by mistake: examples that are right in print and examples that are not."""
    wrong = [case for case in CASES.values() if case.wrong]
    assert len(CASES) >= 50
    assert len(wrong) >= 14
    assert sum(bool(case.follows) for case in wrong) >= 7
