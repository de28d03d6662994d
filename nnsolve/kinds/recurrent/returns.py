"""What a step takes over from the one before: states, outputs, the word that was chosen; and what the first one has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...formula.array_functions import largest_as_one
from ...formula.expr import Expr, Symbol
from ...names import At, Name, Role
from ...solution import Says, Solution
from ...subjects.recurrent import CONTEXT, Direction
from .outputs import write_output
from .sees import WORDS

if TYPE_CHECKING:
    from .forward import Forward


def called(word: str) -> tuple[str, str]:
    """What something that goes on is called, and in whose place the cell has it: an output in that of the state."""
    return ("yhat", "h") if word == "y" else (word, word)


def begin_with_context(forward: Forward, direction: Direction, first: int) -> dict[str, Expr]:
    """What begins with the context, as steps in front of the first one."""
    held: dict[str, Expr] = {}
    for word in sorted(direction.from_context):
        known, place = called(word)
        mark = forward.mark(direction, known, first)
        says = Says("recurrent_begins_with_context")
        held[place] = forward.step(direction.value(known, first), Symbol(CONTEXT), says, mark)
    return held


def go_on(forward: Forward, time: int, state: Symbol, seen: dict[int, Symbol]) -> Symbol:
    """What goes back to the next step, the state or the output that is made of it.

    Where the next step is fed, what it sees is put into ``seen``.
    """
    net = forward.net
    if not net.feeds_back and not net.fed:
        return state
    forward.outputs[time] = _output(forward, time, state)
    if net.fed:
        seen[time + 1] = _chosen(forward, time) if net.feed == WORDS else forward.outputs[time]
    return forward.outputs[time] if net.feeds_back else state


def _output(forward: Forward, time: int, state: Symbol) -> Symbol:
    """The output of a step behind its state; the state itself where there is none."""
    if forward.net.output is None:
        return state
    if not forward.form.numbers and not forward.between(time):
        forward.page.block(Says("recurrent_output"))
    return write_output(forward, time, state)


def chosen(time: int) -> Name:
    """The word that was chosen for a step to see."""
    return Name(Role.INPUT, "x", at=At(time=time))


def _chosen(forward: Forward, time: int) -> Symbol:
    """What a next step sees where it is fed the word with the largest output: 1 in its place."""
    name = chosen(time + 1)
    mark = forward.mark(None, "x", time + 1)
    return forward.step(name, largest_as_one(forward.outputs[time]), Says("recurrent_chosen"), mark)


def told_words(forward: Forward, solution: Solution) -> Iterator[Says]:
    """The words that were chosen step by step, the one of the last output among them."""
    words = forward.problem.words
    if forward.net.feed != WORDS or words is None:
        return
    found: list[str] = []
    for time in range(2, forward.net.steps + 2):
        one = solution.values.get(chosen(time))
        if one is None:
            return
        found.append(words[int(one.argmax())])
    yield Says("recurrent_words", text=", ".join(found))
