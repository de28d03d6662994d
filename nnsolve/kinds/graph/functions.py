"""The functions an expression may hold: the elementary ones and the activations that need no further number."""

from __future__ import annotations

from ...formula.activations import ACTIVATIONS
from ...formula.functions import CONSTANTS, FUNCTIONS, SPELLINGS, Function

_SIGMOID_BESIDES = ("sigma", "σ")


def graph_functions() -> dict[str, Function]:
    """The functions by all their names."""
    found = FUNCTIONS | _activations()
    for spelling, name in ACTIVATIONS.spellings.items():
        if name in found and spelling.isalpha():
            found.setdefault(spelling, found[name])
    return found | dict.fromkeys(_SIGMOID_BESIDES, found["sigmoid"])


def _activations() -> dict[str, Function]:
    """Activations that are written as one word and are no constant or step; tanh stays the elementary one."""
    found = {}
    for name, entry in ACTIVATIONS.items():
        curved = not entry.flat and name != "identity"
        if curved and not entry.parameters and name.isalpha() and name not in FUNCTIONS:
            found[name] = entry.function
    return found


def reserved() -> frozenset[str]:
    """What no node or input can be called."""
    return frozenset({*graph_functions(), *SPELLINGS})


def known() -> frozenset[str]:
    """The words of an expression that are no inputs."""
    return reserved() | set(CONSTANTS)
