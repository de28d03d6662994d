"""Every sentence of a page, in one place. ``{name}`` is filled with a printed name, a number or plain text.

One file a field; :data:`WORDS` holds them all by key.
"""

from __future__ import annotations

from ..solution import Says
from . import convolution, descent, linear, networks, page, parameters, regression, training, training_networks

WORDS: dict[str, str] = {}
for _part in (convolution, descent, linear, networks, page, parameters, regression, training, training_networks):
    WORDS |= _part.WORDS


_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def spoken(says, name) -> str:
    """A sentence with its gaps filled: lists of names by ``name``, texts as they are, small numbers in words."""
    filled = {}
    for key, value in says.args.items():
        if isinstance(value, Says):
            filled[key] = spoken(value, name)
        elif isinstance(value, (list, tuple)):
            words = [_named(part, name) for part in value]
            filled[key] = words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
        elif key in ("name", "target") and says.key not in ("loss_is", "loss_term"):
            filled[key] = _named(value, name)
        elif key == "n" and isinstance(value, int) and value < len(_NUMBERS) and says.key in _IN_WORDS:
            filled[key] = _NUMBERS[value]
        else:
            filled[key] = str(value)
    return WORDS[says.key].format_map(filled)


_IN_WORDS = ("feeds",)


def _named(part, name) -> str:
    return part if part == "…" else name(part)
