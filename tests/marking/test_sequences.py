"""Workings of every recurrent, attention and language problem of the library: right, with one number changed, followed.

Nothing here knows which values are right but the problems, whose values are compared with other programs elsewhere;
what is tested is that marking tells right lines, changed ones and those that follow apart.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterator
from itertools import product

import numpy
import pytest

import nnsolve
from nnsolve.formula.arrays import Entry
from nnsolve.formula.numbers import is_array
from nnsolve.marking.answers import from_pairs
from nnsolve.marking.check import check
from nnsolve.marking.compare import is_number, parts_in
from nnsolve.marking.key import Key
from nnsolve.marking.verdicts import FOLLOWED, RIGHT, SOUND, TRIVIAL, UNREADABLE, Line
from nnsolve.solution import FULL, Rounding, evaluate
from tests.support import answer_text, bounded, library_of, within

KINDS = ("recurrent", "attention", "language")
FOUR = Rounding(figures=4)
WAYS = list(product(("figures", "decimals"), (3, 4, 6), (False, True)))
PICKED = 4  # of each problem so many lines are changed
# So many of the lines that follow are told so; of others rounding has taken the digits where terms cancel.
SHARE = 0.97


def written_in_numbers(name: str) -> list[Key]:
    """What workings of a problem are compared with; of one in letters there are none, as formulas have no digits."""
    return [key for key in map(Key, nnsolve.load(name)) if not key.solution.symbolic]


def keys() -> Iterator[Key]:
    """What the workings of each problem are compared with."""
    for name in library_of(*KINDS):
        yield from written_in_numbers(name)


def marked(key: Key, values: dict, names: list, rounding: Rounding) -> list[Line]:
    """The lines of a working that holds these values, as many of them as can be typed."""
    pairs = []
    for line, name in enumerate(names, 1):
        text = answer_text(values[name], rounding)
        if text is not None:
            pairs.append((line, name, text))
    return check(key, from_pairs(pairs, key.known)).lines


@pytest.mark.parametrize("name", library_of(*KINDS))
def test_right_values_stand(name):
    """Every value stands, rounded or cut to 3, 4 or 6 digits."""
    for key, (by, digits, cut) in product(written_in_numbers(name), WAYS):
        rounding = Rounding(**{by: digits}, truncate=cut)
        for line in marked(key, key.values, list(key.steps), rounding):
            assert line.verdict in SOUND, (line.answer.called, line.answer.written)


class Changed:
    """One line of a working with one number changed, alone and with what follows from it."""

    def __init__(self, key: Key, name: nnsolve.names.Name, how: str, draw: random.Random):
        self.key, self.name = key, name
        self.value = self._changed(key.values[name], how, draw)
        wholes: set = set()
        for step in key.steps.values():
            wholes |= parts_in(step, key.values[step.name], key.values).keys()
        entries = {each for each, step in key.steps.items() if isinstance(step.formula, Entry)}
        # entries stand in their matrices, and parts as well where they are not what is changed
        hidden = entries if name in wholes else entries | wholes
        self.names = [each for each in key.steps if each not in hidden]

    def _changed(self, value: object, how: str, draw: random.Random):
        """The value with one number changed; None where that makes no difference in four figures."""
        if is_number(value):
            return another(float(value), how)
        if not is_array(value) or value.ndim != 2:
            return None
        places = [place for place in numpy.ndindex(value.shape) if abs(value[place]) > 1e-9]
        place = draw.choice(places) if places else (0, 0)
        number = another(float(value[place]), how)
        if number is None:
            return None
        changed = value.copy()
        changed[place] = number
        return changed

    def alone(self) -> list[Line]:
        """The lines where nothing else is changed."""
        return marked(self.key, {**self.key.values, self.name: self.value}, self.names, FOUR)

    def followed(self) -> Iterator[tuple[Line, object]]:
        """The lines that depend on the changed one, worked out from it, with their values."""
        given = {**self.key.given, self.name: self.value}
        given |= parts_in(self.key.steps[self.name], self.value, self.key.values)
        steps = [step for step in self.key.steps.values() if step.name not in given]
        values = {**evaluate(steps, FULL, given), self.name: self.value}
        values = {name: values.get(name, self.key.values[name]) for name in self.names}
        for line in marked(self.key, values, self.names, FOUR):
            name = line.answer.name
            if name != self.name and differ(values[name], self.key.values[name]):
                yield line, values[name]


def another(number: float, how: str) -> float | None:
    """A number of four figures that is off; None where it is not, to more than one unit of its last digit."""
    if abs(number) < 1e-9:
        return None
    changed = {"1 %": number * 1.01, "5 %": number * 1.05, "sign": -number, "digits": exchanged(FOUR.text(number))}[how]
    changed = float(FOUR.text(changed))
    return changed if abs(changed - number) > 10.0 ** (math.floor(math.log10(abs(number))) - 3) else None


def exchanged(text: str) -> float:
    """A number with the first two neighbouring digits that differ exchanged."""
    for k in range(len(text) - 1):
        before, behind = text[k : k + 2]
        if before.isdigit() and behind.isdigit() and before != behind:
            return float(text[:k] + behind + before + text[k + 2 :])
    return float(text)


def differ(one: object, other: object) -> bool:
    """Whether two values differ so far that four figures show it."""
    if not all(is_number(each) or is_array(each) for each in (one, other)):
        return False
    return not numpy.allclose(numpy.asarray(one), numpy.asarray(other), rtol=2e-3, atol=1e-9)


def changes(seed: int) -> Iterator[Changed]:
    """Lines of every problem, each changed in four ways."""
    draw = random.Random(seed)
    for key in keys():
        names = list(key.steps)
        for name in draw.sample(names, min(PICKED, len(names))):
            for how in ("1 %", "5 %", "sign", "digits"):
                changed = Changed(key, name, how, draw)
                if changed.value is not None:
                    yield changed


def as_rounded(line: Line, right: object) -> bool:
    """Whether the right number rounds or is cut to what was written, which has too few digits: 0.7 for 0.6667."""
    return line.verdict != RIGHT and line.answer.value.same(right, lambda number, value: number.agrees(value))


def test_a_changed_number_is_found_and_followed(capsys):
    """The changed line does not stand, all others do; worked out from the changed line they are told as following."""
    told: Counter[str] = Counter()
    for changed in changes(5):
        for line in changed.alone():
            if line.answer.name == changed.name:
                told["changed"] += 1
                stands = line.verdict in (*SOUND, FOLLOWED)
                assert not stands or as_rounded(line, changed.key.values[changed.name]), line.answer.text
            else:
                assert line.verdict in SOUND, (changed.name, changed.value, line.answer.text)
        try:
            lines = list(changed.followed())
        except nnsolve.NnsolveError:  # a logarithm of a negative number
            continue
        told.update(line.verdict for line, _ in lines)
    followed, others = told[FOLLOWED] + told[TRIVIAL], sum(told.values()) - told["changed"]
    with capsys.disabled():
        print(f"\n{told['changed']} numbers changed; of {others} lines that follow {followed} are told so")
    assert told["changed"] > 300
    assert followed >= SHARE * others


LONG = """
kind: recurrent
cell: rnn
inputs: [1, 0.5, -0.5, 0.2, 0.1, 1, 0.3, -1, 0.4, 0.6]
weights: {x: [[0.5], [0.1], [-0.3]], h: [[0.8, 0.2, 0], [0.1, -0.5, 0.3], [0.2, 0.1, 0.4]]}
targets: {10: [1, 0, 0]}
loss: half squared error
gradients: true
"""


def test_a_working_of_matrices_is_marked_fast():
    """No line of vectors has the whole problem solved once more."""
    key = Key(nnsolve.loads(LONG)[0])
    with bounded(400_000):
        lines = marked(key, key.values, list(key.steps), FOUR)
    assert len(lines) > 70


def test_what_is_too_long_for_a_matrix_is_found_so_fast():
    """Neither number nor formula, with a sign at every number."""
    key = Key(nnsolve.loads(LONG)[0])
    with within(1):
        (line,) = check(key, from_pairs([(1, "h@1", f"[{', '.join(['-0.5'] * 20_000)}]")], key.known)).lines
    assert line.verdict == UNREADABLE
