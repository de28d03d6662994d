"""What holds for every slip, as functions of its entry."""

from __future__ import annotations

from collections.abc import Iterator

import nnsolve
from nnsolve.marking.changes import Change, Surroundings, changed
from nnsolve.marking.entries import COSTS, Slip
from nnsolve.render.text_notation import FlatNotation
from nnsolve.solution import Statement
from nnsolve.words import WORDS, spoken

# Problems whose formulas have most of what slips change.
PROBLEMS = ("two-two-two", "adam-first-step", "lenet", "losses", "conv-backward")


def changes_by(slip: Slip) -> Iterator[tuple[Change, nnsolve.Solution]]:
    """What the rule of an entry makes of the formulas of some problems."""
    by_node, whole = {node: [(slip.id, slip.rule)] for node in slip.on}, [(slip.id, slip.rule)]
    for name in PROBLEMS:
        solution = nnsolve.solve(nnsolve.load(name)[0])
        steps = [step for step in solution.steps if type(step) is not Statement][:60]
        formulas = {step.name: step.formula for step in steps}
        around = Surroundings(solution.values, [*solution.given, *formulas], formulas, solution.names)
        for step in steps:
            for change in changed(step, around, by_node, [] if slip.on else whole):
                yield change, solution


def has_words(slip: Slip) -> None:
    """A slip has a sentence, a short name for tables of a class, and a cost like those of the others."""
    assert slip.says in WORDS
    assert slip.title in WORDS
    assert 0.5 <= COSTS[slip.id] <= 4


def its_changes_are_told(slip: Slip) -> None:
    """Every change that its rule makes has a sentence with all its gaps filled."""
    if slip.rule is None:
        return
    for change, solution in changes_by(slip):
        assert change.slip == slip.id
        text = spoken(change.says, FlatNotation(solution.names).name)
        assert "{" not in text


COMMON = (has_words, its_changes_are_told)
