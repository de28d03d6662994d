"""Activations that are given piece by piece: the formula of each piece and where it counts."""

from __future__ import annotations

from collections.abc import Callable

from ...formula.activations import SELU_ALPHA, SELU_SCALE
from ...formula.expr import HALF, ONE, ZERO, Expr, Num, Symbol
from ...formula.functions import exp
from ...names import Name, Role
from ...solution import Says


class Piece:
    """A formula of x and the parameters, from ``low`` to ``high`` (functions of the parameters; None is no bound).

    ``key`` says where it counts; ``closed`` that its lower end belongs to it.
    """

    __slots__ = ("closed", "formula", "high", "key", "low")

    def __init__(
        self,
        key: str,
        formula: Callable[..., Expr],
        low: Callable[..., float] | None = None,
        high: Callable[..., float] | None = None,
        closed: bool = False,
    ):
        self.key, self.formula, self.low, self.high, self.closed = key, formula, low, high, closed

    def holds(self, x: float, parameters: list[float]) -> bool:
        """Whether the piece counts at ``x``."""
        below = self.low is not None and (x < self.low(*parameters) or (x == self.low(*parameters) and not self.closed))
        above = self.high is not None and (x > self.high(*parameters))
        return not below and not above

    def at_edge(self, x: float, parameters: list[float]) -> bool:
        """Whether the piece ends at ``x``, so that the function has a kink or jump there."""
        return any(end is not None and end(*parameters) == x for end in (self.low, self.high))

    def says(self, name: Name) -> Says:
        """Where the piece counts, for the point ``name``."""
        return Says(f"curve_{self.key}", name=name)


def piece_at(pieces: list[Piece], x: float, parameters: list[float]) -> Piece:
    """The piece that counts at ``x``; at an edge the one below it, unless the one above is closed."""
    return next(piece for piece in pieces if piece.holds(x, parameters))


def _zero(*parameters) -> float:
    return 0.0


def _halves(above: Callable[..., Expr], below: Callable[..., Expr]) -> list[Piece]:
    return [Piece("above", above, low=_zero), Piece("below", below, high=_zero)]


def _x(x: Expr, *parameters: Expr) -> Expr:
    return x


def _constant(number: Expr) -> Callable[..., Expr]:
    return lambda x, *parameters: number


# The two constants of SELU, as names that are given.
SCALE, ALPHA = Symbol(Name(Role.OPTION, "λ")), Symbol(Name(Role.OPTION, "α"))
SELU_GIVEN = {SCALE.name: Num(repr(SELU_SCALE)), ALPHA.name: Num(repr(SELU_ALPHA))}
_leaky = _halves(_x, lambda x, alpha: alpha * x)


def _steps(least: Expr) -> list[Piece]:
    first = Piece("from", _constant(ONE), low=_zero, closed=True)
    return [first, Piece("under", _constant(least), high=_zero)]


PIECES: dict[str, list[Piece]] = {
    "step": _steps(ZERO),
    "bipolar step": _steps(Num("-1")),
    "relu": _halves(_x, _constant(ZERO)),
    "relu at 0": _halves(_x, _constant(ZERO)),
    "leaky relu": _leaky,
    "prelu": _leaky,
    "elu": _halves(_x, lambda x, alpha: alpha * (exp(x) - ONE)),
    "selu": _halves(lambda x: SCALE * x, lambda x: SCALE * ALPHA * (exp(x) - ONE)),
    "hard sigmoid": [
        Piece("left", _constant(ZERO), high=lambda a: -1 / (2 * a)),
        Piece("right", _constant(ONE), low=lambda a: 1 / (2 * a), closed=True),
        Piece("between", lambda x, a: a * x + HALF, low=lambda a: -1 / (2 * a), high=lambda a: 1 / (2 * a)),
    ],
}
