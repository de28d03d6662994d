"""Answers in symbols: right where a formula equals the right one, else the single change that makes it of that."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

from ..formula.expr import Expr, symbols
from ..formula.numbers import DOUBLES, exactly, quietly
from ..names import Name
from ..solution import Says, Step
from .algebra import equal, read_formula
from .answers import Answer
from .changes import Change, Surroundings
from .entries import COSTS
from .gap import FAULTS, Gap, is_real
from .key import Key
from .slips import DEEPER, UNLIKELIER, Found, changes, likeliest
from .verdicts import RIGHT, SLIP, UNREADABLE, WRONG, Line

# A changed formula is the student's where both give the same at so many points.
POINTS, BUDGET = 4, 20_000
DRAWN = 10  # so many points are drawn for each that is wanted


def judged(key: Key, name: Name, answer: Answer) -> Line:
    """The verdict on a formula that answers the step ``name``."""
    formula = read_formula(key, answer.written, name)
    if formula is None:
        return Line(answer, UNREADABLE, [Says("mark_formula_unreadable", text=answer.written[:60])])
    if equal(key, name, formula):
        return Line(answer, RIGHT)
    found = slips(key, name, formula)
    if not found:
        return Line(answer, WRONG, [Says("mark_formula_wrong")])
    return Line(answer, SLIP, [each.says for each in found], None, found)


def slips(key: Key, name: Name, formula: Expr) -> list[Found]:
    """The single changes of the steps that lead to ``name`` which give ``formula``, the likeliest first."""
    steps = _leading_to(key, name, formula)
    names = [*key.free, *key.numbers, *key.steps]
    formulas = {each: step.formula for each, step in key.steps.items()}
    around = Surroundings(dict.fromkeys(names, 1.0), names, formulas, key.solution.names)
    found: list[Found] = []
    with exactly(), quietly():
        meeting = _points(key, steps, formula)
        for k, change in _changes(steps, around) if meeting else ():
            if _gives(change, k, meeting):
                rank = COSTS[change.slip] + DEEPER * (len(steps) - 1 - k)
                found.append(Found(change.slip, change.name, change.says, None, None, rank, rank))
    return likeliest(sorted(found, key=lambda each: each.rank), _is_likelier)


def _leading_to(key: Key, name: Name, formula: Expr) -> list[Step]:
    """The steps that a step and a student's formula for it need, but for those that need the step itself; it last."""
    found = []
    for step in key.leading_to(frozenset((name, *symbols(formula)))):
        if not _needs(key, step, name):
            found.append(step)
    return [*found, key.steps[name]]


def _needs(key: Key, step: Step, name: Name) -> bool:
    """Whether a step needs another, or is that one."""
    return key.steps[name] in key.leading_to(frozenset((step.name,)))


def _gives(change: Change, k: int, meeting: list[tuple[Gap, float]]) -> bool:
    """Whether a change of the k-th step gives what the student's formula does, at every point."""
    for gap, wanted in meeting:
        value = gap.given(k, change.formula)
        if not is_real(value) or not math.isclose(value, wanted, rel_tol=1e-7, abs_tol=1e-9):
            return False
    return True


def _is_likelier(one: Found, other: Found) -> bool:
    """Whether one change is clearly likelier than another of the same step."""
    return one.step == other.step and one.rank < other.rank - UNLIKELIER


def _points(key: Key, steps: list[Step], formula: Expr) -> list[tuple[Gap, float]]:
    """The steps at points drawn for the free names, with what the formula gives there; [] where too few have values."""
    draw = random.Random(1)  # noqa: S311
    found: list[tuple[Gap, float]] = []
    for _ in range(DRAWN * POINTS):
        point = {**key.numbers, **{free: draw.uniform(0.15, 0.85) for free in key.free}}
        gap = Gap(steps, point, BUDGET)
        try:
            wanted = formula.evaluate(gap.numbers, DOUBLES)
        except FAULTS:
            continue
        if is_real(wanted) and is_real(gap.expected):
            found.append((gap, float(wanted)))
        if len(found) == POINTS:
            return found
    return []


def _changes(steps: list[Step], around: Surroundings) -> Iterator[tuple[int, Change]]:
    """Every change of every step, with the step's place; the last step first."""
    for k in range(len(steps) - 1, -1, -1):
        later = {step.name for step in steps[k:]}
        for change in changes(steps[k], around):
            if later.isdisjoint(symbols(change.formula)):
                yield k, change
