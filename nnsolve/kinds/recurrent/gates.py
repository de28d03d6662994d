"""The gates of each cell, and the names that books have for them, their matrices and their biases."""

from __future__ import annotations

from collections.abc import Iterable

# The gates of each cell, and what books call them.
GATES: dict[str, tuple[str, ...]] = {"rnn": ("",), "lstm": ("f", "i", "c", "o"), "gru": ("z", "r", "h")}
# The one of them that is no gate but what may be let in, a tanh.
CANDIDATES = {"lstm": "c", "gru": "h"}
CALLED: dict[str, dict[str, str]] = {
    "rnn": {},
    "lstm": {"forget": "f", "input": "i", "candidate": "c", "output": "o", "g": "c", "ctilde": "c", "u": "i"},
    "gru": {"update": "z", "reset": "r", "candidate": "h", "u": "z", "n": "h", "htilde": "h", "c": "h"},
}


def missing_gates(cell: str, there: Iterable[str]) -> list[str]:
    """The gates that are not there; where the candidate of a GRU is, its reset gate is not needed."""
    found = set(there)
    if cell == "gru" and "h" in found:
        found.add("r")
    return [gate for gate in GATES[cell] if gate not in found]


def gate_of(cell: str, text: str, letters: str = "") -> str:
    """The gate that a word means: Γu and u are the update gate of a GRU; '' where it means none.

    ``letters`` may stand before it: W for a matrix W_f, b for a bias b_f.
    """
    for word in (text, *(text.removeprefix(each).removeprefix("_") for each in ("Γ", *letters))):
        plain = word.lower().replace("~", "")
        gate = plain if plain in GATES[cell] else CALLED[cell].get(plain, "")
        if gate:
            return gate
    return ""


def single_of(cell: str, text: str) -> tuple[str, str] | None:
    """The gate and the source of weights that have both in their name: W_xf (D2L) and w_fx (the pages) are f and x."""
    word = text.replace("_", "")
    if len(word) != 3 or word[0] not in "Ww":
        return None
    for source, letter in ((word[1], word[2]), (word[2], word[1])):
        gate = gate_of(cell, letter)
        if source in ("x", "h") and gate:
            return gate, source
    return None
