"""The names of attention and how they are printed: matrices, their entries counted from 1, tokens, and heads."""

from __future__ import annotations

from collections.abc import Mapping

from ...formula.marks import Mark
from ...names import Name, Role, entry_at

# Matrices by their letter; of several heads each has the head's number.
_ROLES = {"A": Role.GATE, "H": Role.OUT, "O": Role.OUT, "C": Role.OUT, "e": Role.TERM, "sum": Role.TERM}
D_K, D_V, SCALE = Name(Role.OPTION, "d", "k"), Name(Role.OPTION, "d", "v"), Name(Role.OPTION, "scale")
INPUTS, POSITIONS = Name(Role.INPUT, "X"), Name(Role.NET, "PE")
EPSILON = Name(Role.OPTION, "ε")
LOGITS, PROBABILITIES = Name(Role.NET, "L"), Name(Role.OUT, "P")
_TOKENS = {"O": "o", "H": "h", "V": "v", "Q": "q", "K": "k", "X": "x", "XP": "x′", "M": "m", "C": "c"}


class Head:
    """The names of one head.

    ``number`` is '' where there is one alone, ``one`` says that there is one query; ``given`` are the matrices that
    the problem gives, under their spelling; ``index`` is that of the layer. ``above`` is what stands above a letter.
    """

    __slots__ = ("number", "one", "rows", "given", "index", "above")

    def __init__(self, number: str, one: bool, rows: bool, given: Mapping[str, Name], index: str = ""):
        self.number, self.one, self.rows, self.given, self.index = number, one, rows, given, index
        self.above = above(index, number)

    def matrix(self, letter: str) -> Name:
        """Q, K, V, S, Z, A, H of this head: one that is given, or else one that is computed."""
        computed = Name(_ROLES.get(letter, Role.NET), letter, self.number, indices=self.index)
        return self.given.get(computed, computed)

    def entry(self, letter: str, query: int, key: int) -> Name:
        """What belongs to a query and a key, both from 0."""
        row, column = (query, key) if self.rows else (key, query)
        return entry_of(self.matrix(letter), row, column)

    def mark(self, letter: str, query: int, key: int) -> Mark:
        """How that is printed: a₃₂, of one query a₂, of head 1 a₃₂⁽¹⁾."""
        row, column = (query, key) if self.rows else (key, query)
        below = str(key + 1) if self.one else place(row + 1, column + 1)
        return Mark(letter.lower(), below, self.above)

    def of_query(self, letter: str, query: int) -> Name:
        """What belongs to a query alone: the sum of its exponentials, its output."""
        return entry_at(self.matrix(letter), f"[{query + 1}]")

    def token_mark(self, letter: str, token: int) -> Mark:
        """How a token of a matrix is printed: v₃, of head 1 v₃⁽¹⁾."""
        return Mark(_TOKENS.get(letter, letter), str(token + 1), self.above)


def above(index: str, by: str) -> str:
    """What stands above a letter: the number of the layer, and what else the letter belongs to."""
    return ",".join(filter(None, (index.removeprefix("^"), str(by))))


def entry_of(matrix: Name, row: int, column: int) -> Name:
    """An entry of a matrix, both from 0, under its name counted from 1."""
    return entry_at(matrix, f"[{row + 1},{column + 1}]")


def place(row: int, column: int) -> str:
    """Two numbers as they stand below a letter."""
    return f"{row}{column}" if max(row, column) < 10 else f"{row},{column}"


def feature_mark(matrix: Name, row: int, column: int) -> Mark:
    """How a number of a token or of a weight matrix is printed, both from 0: x₃₁, w₁₂."""
    return Mark(_TOKENS.get(matrix.of, matrix.of.lower()), place(row + 1, column + 1), above(matrix.indices, matrix.by))


def line_mark(matrix: Name, number: int) -> Mark:
    """How a token of a matrix is printed, from 0, by its own letter: k₂, a₂ for the weights of a query."""
    return Mark(_TOKENS.get(matrix.of, matrix.of.lower()), str(number + 1), above(matrix.indices, matrix.by))
