"""The losses of a linear classifier with targets ±1, their sub-gradients piece by piece, and penalties."""

from __future__ import annotations

from collections.abc import Callable

from ...formula.chains import inlined
from ...formula.expr import ONE, TWO, ZERO, Call, Expr, Mul, Neg, Num, Pow, Relation, Sub, Symbol, total_of
from ...formula.functions import Function, absolute, maximum
from ...formula.partials import partials
from ...names import Name, Role
from ...reading.schema import Choice, Field, Flag, Record
from .points import Exact

Y, F = Name(Role.TARGET, "y"), Name(Role.NET, "f")
# L is the loss of one point; what is minimised is E, with the penalty.
LOSS, PENALTY, ERROR = Name(Role.TERM, "L"), Name(Role.PENALTY, "R"), Name(Role.LOSS, "E")
AVERAGE = Name(Role.RESULT, "average", LOSS)


# What is said of a penalty, by its norm.
PENALTIES = {"L1": "sgd_penalty_L1", "L2": "sgd_penalty_L2", "half L2": "sgd_penalty_half_L2"}


class Loss:
    """max(0, edge − y·f): ``edge`` is 0 for the perceptron loss, 1 for the hinge loss.

    At the kink y·f = edge the slope may be any number from −y to 0; ``kink`` says which is taken. scikit-learn's
    SGDClassifier takes −y there (sklearn/linear_model/_sgd_fast: Hinge.dloss), most books 0.
    """

    __slots__ = ("edge", "function", "kink")

    def __init__(self, edge: Num, kink: str):
        self.edge, self.kink = edge, kink
        bound = int(edge.value)
        code = f"hinge_slope({{args}}, {bound}, {kink != 'zero'})"
        if kink == "zero":
            value = lambda y, f: -y if bound - y * f > 0 else 0 * y  # noqa: E731
        else:
            value = lambda y, f: -y if bound - y * f >= 0 else 0 * y  # noqa: E731

        def border(y: float, f: float):
            return abs(bound - y * f)

        slope = Function("L′", value, exact=True, code=code, border=border)
        self.function = Function(
            "L",
            lambda y, f: max(0 * y, bound - y * f),
            (None, lambda args, out: slope(*args)),
            lambda y, f: maximum(ZERO, self._piece(y, f)),
            exact=True,
            border=border,
        )

    def _piece(self, y: Expr, f: Expr) -> Expr:
        """The loss where it is not 0."""
        return Neg(Mul((y, f))) if self.edge is ZERO else Sub(self.edge, Mul((y, f)))

    def formula(self) -> Expr:
        """The loss over the names of target and value."""
        return Call(self.function, Symbol(Y), Symbol(F))

    def pieces(self, value: Expr, parameters: list[Name]) -> list[list[Expr]]:
        """Two rows: the case, the loss there, ∂L/∂f and the derivative by each parameter, by the chain rule."""
        y, f = Symbol(Y), Symbol(F)
        signs = ("≥", "<") if self.kink == "zero" else (">", "≤")
        inner = partials(value, f)
        rows = []
        for sign, piece in zip(signs, (ZERO, self._piece(y, f)), strict=True):
            outer = partials(piece, Symbol(LOSS)).get(F, ZERO)
            slopes = [ZERO if outer is ZERO else inlined([outer, inner[name]], True) for name in parameters]
            rows.append([Relation(Mul((y, f)), sign, self.edge), piece, outer, *slopes])
        return rows


LOSSES = {"perceptron": ZERO, "hinge": ONE}

_half_square = Function(
    "half square", lambda x: x * x / 2, (lambda a, out: a[0],), lambda x: Pow(x, TWO) / TWO, exact=True
)


class Penalty(Record):
    """``penalty:`` λ·R(w) that is added to the loss, with R = Σ|w|, Σw² or ½Σw²."""

    norm = Field(Choice("L1", "L2", "half L2"), "L1 (Σ|w|), L2 (Σw²) or half L2 (½Σw²)")
    strength = Field(Exact(least=0), "the number λ in front of it")
    bias = Field(Flag(), "whether the bias counts among the weights", default=False)

    def term(self, name: Name) -> Expr:
        """What one weight adds to R."""
        symbol = Symbol(name)
        sizes: dict[str, Callable[[Expr], Expr]] = {
            "L1": absolute,
            "L2": lambda x: Pow(x, TWO),
            "half L2": _half_square,
        }
        return sizes[self.norm](symbol)

    def formula(self, names: list[Name]) -> Expr:
        """R over the names of the weights."""
        return total_of([self.term(name) for name in names])
