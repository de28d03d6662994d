"""A student whose lines follow from one slip, the search for it, and the count of what was found."""

from __future__ import annotations

from collections import defaultdict

import nnsolve
from nnsolve.formula.expr import symbols
from nnsolve.marking.slips import Surroundings, search
from nnsolve.marking.written import read_number
from nnsolve.solution import Statement

RUNS = 25

# Slips of the pen: entry → what becomes of the text, None where it cannot be made.


def _inner(text, r):
    """A place of the text whose digit and the next count, not among the last two."""
    begin = next((k for k, digit in enumerate(text) if digit in "123456789"), len(text))
    return [k for k in range(begin, len(text) - 2) if text[k].isdigit() and text[k + 1].isdigit()]


def _at(text, r, change):
    places = _inner(text, r) if "e" not in text else []
    return change(r.choice(places)) if places else None


PEN = {
    "digit_dropped": lambda t, r: _at(t, r, lambda k: t[:k] + t[k + 1 :]),
    "digit_doubled": lambda t, r: _at(t, r, lambda k: t[: k + 1] + t[k:]),
    "digits_exchanged": lambda t, r: _at(t, r, lambda k: t[:k] + t[k + 1] + t[k] + t[k + 2 :]),
    "digit_misread": lambda t, r: _at(t, r, lambda k: t[:k] + r.choice("0123456789") + t[k + 1 :]),
    "minus_dropped": lambda t, r: t[1:] if t.startswith("-") else None,
    "point_slipped": lambda t, r: f"{float(t) * r.choice([0.1, 10, 100]):.6g}",
}


class Student:
    """The numbers of a student: six figures on every line, the lines after a slip following from it."""

    def __init__(self, given, lines, slip="", name="", wrong=None, pen=None):
        self.values, self.texts = dict(given), {}
        for each, compute in lines.items():
            number = (wrong if each == name else compute)(self.values)
            text = str(number) if isinstance(number, int) else f"{number:.6g}"
            if each == name and pen:
                text = pen(text) or text
            self.values[each], self.texts[each] = int(text) if text.isdigit() else float(text), text


class Solved:
    """The solution that the search walks along."""

    def __init__(self, text):
        self.solution = nnsolve.solve(nnsolve.loads(text)[0])
        self.steps = {step.name: step for step in self.solution.steps if type(step) is not Statement}
        formulas = {name: step.formula for name, step in self.steps.items()}
        self.around = Surroundings({}, [*self.solution.given, *self.steps], formulas, self.solution.names)

    def look(self, values, texts, name, answered):
        """The slips found for one line of a student, when the lines ``answered`` were written before."""
        wanted, gap = {name}, []
        for step in reversed(list(self.steps.values())):
            if step.name in wanted and (step.name == name or step.name not in answered):
                gap.append(step)
                wanted.update(symbols(step.formula))
        own = {**self.solution.values, **{k: v for k, v in values.items() if k in answered or k in self.solution.given}}
        number = read_number(texts[name])
        slack = 3 * number.unit if len(gap) > 1 else number.unit
        whole = isinstance(self.solution.values[name], int)
        agrees = (lambda v: v == number.value) if whole else (lambda v: number.agrees(v, slack))
        return search(gap[::-1], number.value, agrees, self.around.of(own), texts[name])


class Count:
    """How many slips of a kind were put in, found in their step, named first, and named at all."""

    def __init__(self):
        self.rows = defaultdict(lambda: [0, 0, 0, 0])

    def add(self, kind, slip, places, found):
        row = self.rows[kind]
        row[0] += 1
        row[1] += any(each.step in places for each in found)
        row[2] += bool(found) and found[0].slip == slip
        row[3] += slip in [each.slip for each in found]

    def show(self, title):
        print(f"\n{title:<44}{'made':>6}{'found':>8}{'first':>8}{'named':>8}")
        for kind, row in sorted(self.rows.items()):
            print(f"{kind:<44}{row[0]:>6}" + "".join(f"{part / row[0]:>8.1%}" for part in row[1:]))
        total = [sum(column) for column in zip(*self.rows.values(), strict=True)]
        print(f"{'all':<44}{total[0]:>6}" + "".join(f"{part / total[0]:>8.1%}" for part in total[1:]))
        return total
