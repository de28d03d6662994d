"""Boolean functions by name, and their truth tables."""

from __future__ import annotations

from itertools import product

# A function of the list of inputs (True or False), and how many inputs it may have.
GATES = {
    "AND": (all, 2, 8),
    "OR": (any, 2, 8),
    "NAND": (lambda bits: not all(bits), 2, 8),
    "NOR": (lambda bits: not any(bits), 2, 8),
    "XOR": (lambda bits: sum(bits) % 2 == 1, 2, 8),
    "XNOR": (lambda bits: sum(bits) % 2 == 0, 2, 8),
    "MAJORITY": (lambda bits: 2 * sum(bits) > len(bits), 2, 8),
    "AND NOT": (lambda bits: bits[0] and not any(bits[1:]), 2, 8),
    "IMPLIES": (lambda bits: not bits[0] or bits[1], 2, 2),
    "NOT": (lambda bits: not bits[0], 1, 1),
}
FALSE = {"binary": "0", "bipolar": "-1"}


def truth_table(gate: str, inputs: int, encoding: str) -> list[tuple[list[str], bool]]:
    """Rows of (inputs as written, target), counting up from all false; XOR is true for an odd number of ones."""
    function = GATES[gate][0]
    texts = (FALSE[encoding], "1")
    rows = []
    for bits in product((False, True), repeat=inputs):
        written = [texts[bit] for bit in bits]
        rows.append((written, bool(function(bits))))
    return rows
