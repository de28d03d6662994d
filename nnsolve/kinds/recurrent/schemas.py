"""What an editor offers below ``weights:``, ``bias:``, ``gates:``, ``peepholes:``, ``start:``: gates, sources, states.

Mappings whose keys have more spellings than are listed stay open, and so do those with names of the user's own.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...reading.grids import NUMBERS
from ...reading.schema import Schema
from .gates import CALLED, GATES

# The weights of input and state as the file spells them, then as books do.
_SOURCES = ("x", "h", "context", "W_xh", "W_hh", "W_ax", "W_aa", "W_ih")
_PEEPHOLES = ("f", "i", "o")


def _keys(words: Iterable[str], value: Schema) -> Schema:
    """A mapping in which these keys are usual."""
    return {"type": "object", "minProperties": 1, "properties": dict.fromkeys(words, value)}


def _gates() -> list[str]:
    """All gates of all cells, then what books call them."""
    found: dict[str, None] = {}
    for cell, gates in GATES.items():
        found |= dict.fromkeys(filter(None, gates)) | dict.fromkeys(CALLED[cell])
    return sorted(found, key=len)


_OWN_NAME: Schema = {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": NUMBERS}
# Numbers, perhaps behind a name of their own.
NAMED: Schema = {"anyOf": [NUMBERS, _OWN_NAME]}
_BY_SOURCE = _keys(_SOURCES, NAMED)
# Of a simple cell by what they multiply, or one matrix with columns:; of other cells either for each gate.
WEIGHTS: Schema = {"anyOf": [NUMBERS, _BY_SOURCE, _keys(_gates(), {"anyOf": [NUMBERS, _BY_SOURCE]})]}
BIAS: Schema = {"anyOf": [NUMBERS, _OWN_NAME, _keys(_gates(), NAMED)]}
GATE_VALUES = _keys(_gates(), NUMBERS)
PEEPHOLES = _keys(_PEEPHOLES, NAMED)
START = _keys(("h", "c", "y"), NUMBERS) | {"additionalProperties": False}
TARGETS: Schema = {"anyOf": [NUMBERS, {"type": "object", "minProperties": 1, "additionalProperties": NUMBERS}]}
