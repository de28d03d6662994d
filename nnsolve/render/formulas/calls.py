"""Functions of formulas: those with a notation of their own, and all others by their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...formula.expr import Call, Expr, Relation
from ...formula.functions import FUNCTIONS
from ...formula.marks import Mark
from .binding import ATOM, PRODUCT, QUOTIENT, Bound, P, PutIn
from .operators import Operator, base_of, infix, power

if TYPE_CHECKING:
    from ..notation import Notation

_BARS = {"abs": ("|", "|"), "floor": ("⌊", "⌋"), "ceil": ("⌈", "⌉")}
# What the name of a part of a matrix begins with; its rows and columns follow as they are printed.
_PART = "part "
# The index over which sums of a matrix run: that of the rows for each column, that of the columns for each row.
_OVER = {"column sums": "i", "row sums": "j"}
# Which argument was chosen: the function that chose, and how the argument stands to those before and after it.
_CHOICES = {"max′": ("max", ">", "≥"), "min′": ("min", "<", "≤")}


def call(notation: Notation[P], node: Call, numbers: PutIn, leading: bool) -> Bound[P]:
    function, name = node.function, node.function.name
    if name in _WRITERS:
        return _WRITERS[name](notation, node, numbers)
    if function.infix:
        operator = Operator(function.infix, QUOTIENT, PRODUCT, PRODUCT)
        return infix(notation, operator, node.args, numbers, leading)
    if function.definition:
        return notation.walk(function.definition(*node.args), numbers, leading)
    if not name and numbers is not None:  # a bracket that is part of a name, as in (Σx)²: 41², but (−41)²
        return notation.part(node.args[0], numbers, ATOM), ATOM
    if name.startswith(_PART):
        matrix = base_of(notation, node.args[0], numbers)
        return notation.join([matrix, notation.mark(Mark(name.removeprefix(_PART)))]), ATOM
    if name[:4] in _CHOICES:
        return _choice(notation, node, numbers), ATOM
    return notation.call(name, [notation.write(arg, numbers) for arg in node.args]), ATOM


def _exp(notation: Notation[P], node: Call, numbers: PutIn) -> Bound[P]:
    return power(notation, notation.mark(Mark("e")), node.args[0], numbers)


def _root(notation: Notation[P], node: Call, numbers: PutIn) -> Bound[P]:
    piece, binds = notation.walk(node.args[0], numbers, True)
    return notation.root(piece, binds == ATOM), ATOM


def _bars(notation: Notation[P], node: Call, numbers: PutIn) -> Bound[P]:
    return notation.bracket(notation.write(node.args[0], numbers), *_BARS[node.function.name]), ATOM


def _sums(notation: Notation[P], node: Call, numbers: PutIn) -> Bound[P]:
    """The sum of each row or each column of a matrix: Σ_j over the columns."""
    sign = notation.mark(Mark("Σ", _OVER[node.function.name]))
    inner = notation.bracket(notation.write(node.args[0], numbers))
    return notation.join([sign, inner]), ATOM


def _joined(notation: Notation[P], node: Call, numbers: PutIn) -> Bound[P]:
    """Several matrices as one, side by side or one below the other: (h, 1)."""
    return notation.call("", [notation.write(arg, numbers) for arg in node.args]), ATOM


_WRITERS = {"exp": _exp, "sqrt": _root, "joined": _joined}
_WRITERS |= dict.fromkeys(_BARS, _bars) | dict.fromkeys(_OVER, _sums)


def _choice(notation: Notation[P], node: Call, numbers: PutIn) -> P:
    """Whether an argument is the one that was chosen: of the greatest I(z ≥ w), and of several I(a > z, a ≥ w)."""
    place = int(node.function.name[4:]) - 1
    chooser, before, after = _CHOICES[node.function.name[:4]]
    chosen, conditions = node.args[place], []
    for sign, others in ((before, node.args[:place]), (after, node.args[place + 1 :])):
        if others:
            conditions.append(Relation(chosen, sign, _best(chooser, others)))
    return notation.call("I", [notation.write(condition, numbers) for condition in conditions])


def _best(chooser: str, others: Sequence[Expr]) -> Expr:
    """What an argument must be compared with: the greatest, or least, of the others."""
    return others[0] if len(others) == 1 else FUNCTIONS[chooser](*others)
