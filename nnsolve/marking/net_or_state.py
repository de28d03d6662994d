"""What a student means by a₂ in a recurrent network: the net input (Goodfellow et al.) or the state (Ng).

A resolver takes it for the state. One working has one notation: a is the net input where h stands beside it, or where
some number is that of the net input and none is that of the state.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..names import Name, Role
from .answers import Answer
from .key import Key
from .written import Written

_LETTER = "a"


def told_apart(key: Key, answers: Sequence[Answer]) -> None:
    """Puts the net inputs in place of the states that a stands for, where a working has them so."""
    states = [(answer, answer.name) for answer in answers if answer.name is not None and _is_state(answer.name)]
    doubtful = [(answer, _net(key, name)) for answer, name in states if answer.called.startswith(_LETTER)]
    nets = [(answer, net) for answer, net in doubtful if net is not None]
    if not nets:
        return
    beside = {name for answer, name in states if not answer.called.startswith(_LETTER)}
    clear = any(answer.name in beside for answer, _ in nets)
    if clear or (_has_one(key, nets) and not _has_one(key, [(answer, answer.name) for answer, _ in nets])):
        for answer, net in nets:
            answer.name = net


def _is_state(name: Name) -> bool:
    return name.role is Role.OUT and name.at.time is not None


def _net(key: Key, state: Name) -> Name | None:
    """The net input that a state is made of; None where it is made of several things."""
    step = key.steps.get(state)
    nets = [name for name in key.used(step) if name.role is Role.NET] if step is not None else []
    return nets[0] if len(nets) == 1 else None


def _has_one(key: Key, pairs: Iterable[tuple[Answer, Name | None]]) -> bool:
    """Whether some answer has the value of the name beside it."""
    for answer, name in pairs:
        value = key.values.get(name) if name is not None else None
        if value is not None and answer.value.same(value, Written.agrees):
            return True
    return False
