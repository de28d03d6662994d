"""One activation as a curve: how it is called and printed, its value at a point and its slope there, as formulas."""

from __future__ import annotations

from functools import cache, cached_property

from ...formula.activations import ACTIVATIONS, Activation
from ...formula.activations.entry import Identity, Piece, X, piece_at
from ...formula.expr import ZERO, Call, Expr, Num, Symbol, calls, replaced
from ...formula.marks import Applied, Mark
from ...formula.numbers import DOUBLES
from ...formula.partials import partials
from ...names import Name, Role, d
from ...reading.activation import Choice
from ...reading.schema import constant
from ...solution import Says
from ...subjects.descent.function import slope as written_slope

_LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def low(number: int | str) -> str:
    """A number set below the line: 12 → ₁₂."""
    return str(number).translate(_LOW)


@cache
def point(k: int) -> Name:
    """The name of point ``k``."""
    return Name(Role.INPUT, f"x{k}")


class Curve:
    """An activation of a problem.

    ``written`` is its text in the file; ``copy`` counts those of one name from 1, and is 0 where there is one alone;
    ``learned`` holds the values of slopes that are learned.
    """

    def __init__(self, choice: Choice, written: str, copy: int = 0, learned: dict[Name, Expr] | None = None):
        self.name, self.function, self.args, self.learned = choice.name, choice.unit, choice.args, choice.learned
        self.text = written
        self.copy = str(copy) if copy else ""
        self.stem = choice.name.replace(" ", "_") + self.copy
        # Of a written function nothing is known but how it is called.
        self.entry = ACTIVATIONS.get(choice.name) or Activation(choice.name, choice.unit, choice.name)
        self.letter, self.pieces = self.entry.letter, self.entry.pieces
        self.written = f"{self.label}(x)" if choice.name == "f" else written
        self.parameters = [replaced(arg, learned or {}) for arg in self.args]
        self._slope: Expr | None = None
        self._names: dict[int, tuple[Name, Name]] = {}

    @property
    def label(self) -> str:
        """How it is written in front of its bracket, with its number where there are several alike."""
        return self.letter + low(self.copy)

    def of(self, k: int) -> Name:
        """The name of the value at point ``k``."""
        return self._names_at(k)[0]

    def slope_of(self, k: int) -> Name:
        """The name of the slope at point ``k``."""
        return self._names_at(k)[1]

    def _names_at(self, k: int) -> tuple[Name, Name]:
        """The names of value and slope at point ``k``, made once."""
        if k not in self._names:
            value = Name(Role.OUT, self.stem, str(k))
            self._names[k] = value, d(value, point(k))
        return self._names[k]

    def line(self, number: int) -> Name:
        """The name of a line of its derivation."""
        return Name(Role.LINE, self.stem, str(number))

    def side(self, word: str, k: int) -> Name:
        """The name of a side of its identity at point ``k``: sigmoid_minus_1."""
        return Name(Role.RESULT, Name(Role.OUT, self.stem, word), str(k))

    @property
    def edge(self) -> Name:
        """The name of the point beyond which it is saturated."""
        return Name(Role.RESULT, self.stem, "edge")

    @property
    def here(self) -> Name:
        """The name that stands for its value at x in the lines of its derivation."""
        return Name(Role.OUT, self.stem, indices="(x)")

    def mark(self, at: str, primes: str = "") -> str:
        """How its value (or slope) at ``at`` is printed: σ′(x₁)."""
        return f"{self.label}{primes}({at})"

    def applied(self, at: Mark, primed: bool = False) -> Applied:
        """The mark of its value (or slope) at what ``at`` prints."""
        return Applied(Mark(self.letter, self.copy, "", primed), at)

    def call(self, x: Expr) -> Expr:
        """The function of the table over ``x``."""
        return Call(self.function, x, *self.args)

    def piece(self, at: float) -> Piece | None:
        """The piece that counts at ``at``; None for a function that is one formula."""
        return piece_at(self.pieces, at, self.numbers()) if self.pieces else None

    @property
    def smooth(self) -> bool:
        """Whether the pieces meet without a corner: with one value and one slope."""
        numbers = self.numbers()
        edges: set[float] = set()
        for piece in self.pieces:
            edges.update(piece.ends(numbers))
        return all(self._smooth_at(edge) for edge in edges)

    def _smooth_at(self, edge: float) -> bool:
        """Whether the pieces that meet at a number have one value and one slope there."""
        numbers = self.numbers()
        given = {name: number.value for name, number in self.entry.given.items()} | {X.name: edge}
        found = set()
        for piece in self.pieces:
            if piece.at_edge(edge, numbers):
                formula = piece.formula(X, *[Num(repr(number), number) for number in numbers])
                slope = partials(formula, formula).get(X.name, ZERO)
                found.add((formula.evaluate(given, DOUBLES), slope.evaluate(given, DOUBLES)))
        return len(found) == 1

    @cached_property
    def identity(self) -> Identity | None:
        """An identity that it is known for."""
        return self.entry.identity() if self.entry.identity else None

    def at_edge(self, at: float) -> bool:
        """Whether two pieces meet at ``at``."""
        piece = self.piece(at)
        return piece is not None and piece.at_edge(at, self.numbers())

    def value(self, x: Symbol, at: float) -> tuple[Expr, Says | None]:
        """The value at ``x`` (the number ``at``) as a person writes it: where it has pieces, the one that counts."""
        piece = self.piece(at)
        if piece is None or self.function.definition:
            return self.call(x), None
        return piece.formula(x, *self.args), Says(piece.says, name=x.name)

    def slope(self, x: Symbol, out: Symbol, at: float) -> tuple[Expr, Says | None]:
        """The slope at ``x``, where ``out`` is the value there."""
        piece = self.piece(at)
        if piece is not None:
            return self._slope_of_piece(piece, x, out, at)
        if self.name == "f":
            return self.differentiated(x), Says("network_slope_written")
        key = self.function.slope_says
        return self.by_argument(0, x, out), Says(key) if key else None

    def _slope_of_piece(self, piece: Piece, x: Symbol, out: Symbol, at: float) -> tuple[Expr, Says]:
        """The slope of the piece that counts at ``x``; at a corner what is taken there."""
        formula = partials(piece.formula(x, *self.args), out).get(x.name, ZERO)
        if not piece.at_edge(at, self.numbers()) or self.smooth:
            return formula, Says(piece.says, name=x.name)
        corner = self.entry.corner
        if corner and corner.slope:
            formula = corner.slope(*self.args)
        return formula, Says("curve_at_kink")

    def by_argument(self, index: int, x: Symbol, out: Symbol) -> Expr:
        """The derivative at ``x`` by ``x`` itself (0) or by a number of the function, as the table has it."""
        formula = self.function.slope(index, (x, *self.args), out)
        assert formula is not None, f"{self.name} has this derivative"
        return formula

    def numbers(self) -> list[float]:
        """The parameters as doubles."""
        return [constant(arg) for arg in self.parameters]

    def formula(self, x: Expr) -> Expr:
        """A written function over ``x``."""
        assert self.function.definition is not None, "a written function is its formula"
        return self.function.definition(x)

    def differentiated(self, x: Symbol) -> Expr:
        """The derivative of a written function, in SymPy's shorter form where that is found quickly."""
        if self._slope is None:
            self._slope = written_slope(self.formula(X), X.name)
        return replaced(self._slope, {X.name: x})

    def at_kink(self, at: float) -> bool:
        """Whether a sign in the derivative of a written function turns at a number, where a convention counts."""
        if self.name != "f":
            return False
        signs = [call for call in calls(self.differentiated(X)) if call.function.name == "sign"]
        return any(call.args[0].evaluate({X.name: at}, DOUBLES) == 0 for call in signs)

    def number_at(self, at: float) -> float:
        """The value at a number, in double precision."""
        return float(self.call(Num(repr(at), at)).evaluate({}, DOUBLES))
