"""What a student means by a₂ in a recurrent network: the net input (Goodfellow et al.) or the state (Ng).

A resolver takes it for the state. One working has one notation: a is the net input where h stands beside it, or where
some number is that of the net input and none is that of the state.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

from ..names import Name, Role
from .answers import Answer
from .key import Key
from .written import Written

_LETTER = "a"


def told_apart(key: Key, answers: Sequence[Answer]) -> None:
    """Puts the net inputs in place of the states that a stands for, where a working has them so."""
    doubtful: list[tuple[Answer, Name, Name]] = []
    beside: set[Name] = set()
    for answer in answers:
        state = answer.name
        if state is None or not _is_state(state):
            continue
        net = _net(key, state)
        if not answer.called.startswith(_LETTER):
            beside.add(state)
        elif net is not None:
            doubtful.append((answer, state, net))
    if _are_nets(key, doubtful, beside):
        for answer, _, net in doubtful:
            answer.name = net


def _are_nets(key: Key, doubtful: Sequence[tuple[Answer, Name, Name]], beside: Container[Name]) -> bool:
    """Whether a is the net input; ``beside`` are the states that are written by another letter."""
    if any(state in beside for _, state, _ in doubtful):
        return True
    if any(_has(key, answer, state) for answer, state, _ in doubtful):
        return False
    return any(_has(key, answer, net) for answer, _, net in doubtful)


def _is_state(name: Name) -> bool:
    return name.role is Role.OUT and name.at.time is not None


def _net(key: Key, state: Name) -> Name | None:
    """The net input that a state is made of; None where it is made of several things."""
    step = key.steps.get(state)
    nets = [name for name in key.used(step) if name.role is Role.NET] if step is not None else []
    return nets[0] if len(nets) == 1 else None


def _has(key: Key, answer: Answer, name: Name) -> bool:
    """Whether an answer has the value of a name."""
    value = key.values.get(name)
    return value is not None and answer.value.same(value, Written.agrees)
