"""The rest of a solution from a student's own numbers: what they have not answered, up to what is asked."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from ..errors import EvaluationError
from ..formula.expr import Num, symbols
from ..names import Name
from ..solution import FULL, Block, Says, Section, Solution, Statement, Step, evaluate, needed, steps_of
from .compare import is_number, parts_in
from .feedback import Feedback
from .key import Key
from .verdicts import AGAIN, MARKED, UNREAD, Line
from .written import Written

if TYPE_CHECKING:
    from ..evaluation import Givable
    from ..formula.numbers import Value

# Lines whose value the student goes on with.
TAKEN = {*MARKED} - {*UNREAD, AGAIN}


def continuation(feedback: Feedback) -> Solution:
    """The steps that the student has not answered, up to what is asked, from the student's own numbers."""
    key, own = feedback.key, _own_values(feedback)
    whole = copy.copy(key.solution)
    whole.title, whole.subtitle = feedback.say(Says("mark_continued")), ""
    whole.table, whole.check, whole.statement = None, None, []
    whole.results, whole._values = {}, None
    # What the student wrote stands for itself, sizes and arrays too.
    whole.given = {**key.given, **own}
    whole.sections = _left(key, whole, own.keys())
    whole.given_rows = list(filter(None, [_numbers(own, whole.steps)]))
    whole.notes = whole.notes[-1:] if whole.sections else [Says("mark_continued_none")]
    left = [step.name for step in whole.steps]
    whole.reported = [name for name in whole.reported if name in left] or left[-1:]
    whole.asked = [name for name in key.asked if name not in own] if key.problem.asked else []
    try:
        whole.given |= _begun(key, own)
        _ = whole.values
    except EvaluationError as error:  # the student's numbers may lead to a division by zero, or out of range
        whole.sections, whole.reported, whole.asked = [], [], []
        whole.notes = [Says("mark_continued_stuck", text=str(error))]
    return whole


def _begun(key: Key, own: Mapping[Name, Givable]) -> dict[Name, Value]:
    """Of what the page takes out of a table, the numbers that the student's own lead to. Raises EvaluationError."""
    tabled = key.solution.given.keys() & key.steps.keys() - own.keys()
    steps = [step for step in key.leading_to(frozenset(tabled)) if step.name not in own]
    given: dict[Name, Givable] = {**key.given, **own}
    values = evaluate(steps, FULL, given)
    return {name: values[name] for name in tabled}


def _numbers(own: dict[Name, Givable], left: Iterable[Step]) -> list[Name]:
    """The names that stand for a single number, of those that the steps that are ``left`` begin with."""
    used = {name for step in left for name in symbols(step.formula)}
    return [name for name, value in own.items() if isinstance(value, Num) and name in used]


def _own_values(feedback: Feedback) -> dict[Name, Givable]:
    """The student's own value of every step that has one, and of the steps that one is put together from."""
    own: dict[Name, Givable] = {}
    parts: dict[Name, Givable] = {}
    for step, line in _taken(feedback):
        if isinstance(line.answer.value, Written):
            own[step.name] = Num(f"{line.answer.value.value:.15g}")
            continue
        value = own[step.name] = feedback.checked.own[step.name]
        for name, part in parts_in(step, value, feedback.checked.own).items():
            if name in feedback.key.steps:
                parts[name] = Num(f"{part:.15g}") if is_number(part) else part
    return {**parts, **own}


def _taken(feedback: Feedback) -> Iterator[tuple[Step, Line]]:
    """The steps for which the student wrote what may stand there, with their lines."""
    checked, steps = feedback.checked, feedback.key.steps
    for line in checked.lines:
        name = line.answer.name
        if name in steps and line.verdict in TAKEN and checked.own.get(name) is not None:
            yield steps[name], line


def _left(key: Key, whole: Solution, own: Collection[Name]) -> list[Section]:
    """The sections with the steps that are not the student's, as far as what is asked needs them."""
    done = set(own)
    if not whole.symbolic:
        done.update(step.name for step in whole.steps if type(step) is Statement)
    rest = [_without(section, done) for section in whole.sections]
    left = {step.name for step in steps_of(rest)}
    wanted = left.intersection(key.asked)
    if not wanted and not set(key.asked) <= key.steps.keys():
        wanted = left  # results of a long run, which no step on the page leads to
    return needed(rest, wanted)


def _without(section: Section, done: Collection[Name]) -> Section:
    """A section without the steps that are done."""
    blocks = []
    for block in section.blocks:
        steps = [step for step in block.steps if step.name not in done]
        names = [step.name for step in steps]
        goal = block.goal if block.goal in names else None
        blocks.append(Block(block.title, steps, block.intro, goal))
    return Section(section.title, blocks)
