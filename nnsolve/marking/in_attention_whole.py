"""Weights and outputs of attention that are written as whole matrices: another softmax, another mask, no sum.

The weights of a page are found one by one, so that no change of one of them changes a whole matrix; here all change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..formula.array_functions import ACROSS, DOWN, masked, softmax_by_columns, softmax_by_rows, softmax_seen
from ..formula.arrays import Array, Entry, Hadamard, MatMul
from ..formula.expr import Call, Expr, Num, Symbol
from ..formula.functions import FUNCTIONS
from ..names import Name, Role
from .changes import Candidates, Place, places
from .in_attention import is_share, sides_of

_EXP = FUNCTIONS["exp"]
_SOFTMAX = {ACROSS: softmax_by_rows, DOWN: softmax_by_columns}
_OUTPUTS = ("O", "H")


class _Whole:
    """The scores of weights, or of an output made of them; ``seen`` are the scores that count."""

    def __init__(self, scores: Name, weights: object, values: Name | None):
        self.scores, self.values = Symbol(scores), values
        self.axis = ACROSS if is_share(weights, ACROSS) else DOWN
        self.seen: list[list[bool]] = (weights != 0).tolist()  # type: ignore[attr-defined]

    @property
    def is_masked(self) -> bool:
        """Whether some score does not count."""
        return not all(map(all, self.seen))

    @property
    def softmax(self) -> Expr:
        """That of all scores."""
        return Call(_SOFTMAX[self.axis], self.scores)

    def hidden(self, weights: Expr) -> Expr:
        """Weights of which those that are not seen are taken out."""
        rows: list[list[Expr]] = []
        for row in self.seen:
            rows.append([Num(str(int(each))) for each in row])
        return Hadamard(weights, Array(rows))

    def put_in(self, weights: Expr) -> Expr:
        """The weights, or what they make of the values."""
        if self.values is None:
            return weights
        values = Symbol(self.values)
        return MatMul(weights, values) if self.axis == ACROSS else MatMul(values, weights)


def _whole(place: Place) -> _Whole | None:
    """What a step that is a matrix of weights, or an output, is made of; None of other steps."""
    name = place.name
    is_output = name.role is Role.OUT and name.of in _OUTPUTS
    if not is_output and (name.role is not Role.GATE or name.of != "A"):
        return None
    weights = Name(Role.GATE, "A", name.by, indices=name.indices)
    scores = next(_scores(place, Name(Role.TERM, "e", name.by, indices=name.indices)), None)
    values = next(_values(place, name), None) if is_output else None
    if scores is None or not sides_of(weights, place) or (is_output and values is None):
        return None
    return _Whole(scores, place.around.values[weights], values)


def _scores(place: Place, exponentials: Name) -> Iterator[Name]:
    """The matrix from which exponentials are taken."""
    for name, formula in place.around.formulas.items():
        if name.of == exponentials:
            yield from (node.array for node, _ in places(formula) if isinstance(node, Entry))


def _values(place: Place, output: Name) -> Iterator[Name]:
    """The values of a head, which are given or computed."""
    for name in place.around.values:
        if (name.of, name.by, name.indices) == ("V", output.by, output.indices):
            yield name


def _changed(change: Callable[[_Whole], Expr], only_masked: bool = False) -> Callable[[Expr, Place], Candidates]:
    """The rule that puts other weights in place of all; those of a mask only where there is one."""

    def rule(formula: Expr, place: Place) -> Candidates:
        own = _whole(place)
        if own is not None and (own.is_masked or not only_masked):
            yield own.put_in(change(own)), {}

    return rule


def _other_axis(own: _Whole) -> Expr:
    return Call(softmax_seen(1 - own.axis, own.seen), own.scores)


def _hidden_as_zero(own: _Whole) -> Expr:
    return Call(_SOFTMAX[own.axis], Call(masked(own.seen, 0), own.scores))


def _masked_behind(own: _Whole) -> Expr:
    return own.hidden(own.softmax)


def _mask_left_out(own: _Whole) -> Expr:
    return own.softmax


def _not_divided(own: _Whole) -> Expr:
    return own.hidden(Call(_EXP, own.scores))


other_axis = _changed(_other_axis)
hidden_as_zero = _changed(_hidden_as_zero, only_masked=True)
masked_behind = _changed(_masked_behind, only_masked=True)
mask_left_out = _changed(_mask_left_out, only_masked=True)
not_divided = _changed(_not_divided)
