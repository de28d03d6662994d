"""The functions an expression may hold: the elementary ones and the activations that need no further number."""

from __future__ import annotations

from ...formula.activations import ACTIVATIONS
from ...formula.activations import SPELLINGS as ACTIVATION_SPELLINGS
from ...formula.functions import CONSTANTS, FUNCTIONS, SPELLINGS

# Activations that are written as one word and are no constant or step; tanh stays the elementary one.
_PLAIN = {
    name: entry.function
    for name, entry in ACTIVATIONS.items()
    if not entry.parameters and name.isalpha() and name not in (*FUNCTIONS, "identity") and not entry.flat
}
GRAPH_FUNCTIONS = FUNCTIONS | _PLAIN
GRAPH_FUNCTIONS |= {
    word: _PLAIN[name] for word, name in ACTIVATION_SPELLINGS.items() if name in _PLAIN and word.isalpha()
}
GRAPH_FUNCTIONS |= dict.fromkeys(("sigma", "σ"), _PLAIN["sigmoid"])

# What no node or input can be called.
RESERVED = frozenset({*GRAPH_FUNCTIONS, *SPELLINGS})
KNOWN = RESERVED | set(CONSTANTS)
