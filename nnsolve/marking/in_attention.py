"""What goes wrong in attention and around it: the wrong softmax, masks, heads, norms, positions, p − y twice.

Names say what they are: e[i,j] is the exponential of a score, sum[i] what they add up to, A their shares; mu and var
are those of a norm.
"""

from __future__ import annotations

import re

from ..formula.array_functions import ACROSS, DOWN, SUMS, normalised_by
from ..formula.arrays import Entry, Hadamard, MatMul
from ..formula.expr import Add, Call, Div, Expr, Num, Pow, Sub, Symbol, symbols, total_of
from ..formula.functions import FUNCTIONS, Function
from ..names import Name, Role
from .changes import Candidates, Place, places
from .roles import name_of, number_of

_EXP, _ROOT = FUNCTIONS["exp"], FUNCTIONS["sqrt"]
_WAVES = {"sin": FUNCTIONS["cos"], "cos": FUNCTIONS["sin"]}
# Shares add up to 1 as far as doubles go.
ALIKE = 1e-9
_AXES = {"row sums": ACROSS, "column sums": DOWN}
_D_K = Name(Role.OPTION, "d", "k")
_PAIR = re.compile(r"\[(\d+),(\d+)\]")
_FRACTION = re.compile(r"(\d+)/(\d+)")


def sides_of(name: Name, place: Place) -> tuple[int, ...]:
    """Rows and columns of a matrix; () of what is none."""
    return tuple(getattr(place.around.values.get(name), "shape", ()))


def _place(name: Name) -> tuple[int, int] | None:
    """Row and column of an entry from 0; None of other names."""
    found = _PAIR.fullmatch(name.indices)
    return (int(found[1]) - 1, int(found[2]) - 1) if found else None


def is_share(values: object, axis: int) -> bool:
    """Whether a matrix adds up to 1 along an axis."""
    sums = getattr(values, "sum", None)
    return sums is not None and bool(abs(sums(axis=axis).astype(float) - 1).max() < ALIKE)


# Scores


def model_for_key(node: Call, place: Place) -> Candidates:
    """√d_model for √d_k: the numbers of a token for those of a key."""
    if node.function is _ROOT and name_of(node.args[0]) == _D_K:
        weights = sides_of(Name(Role.PARAMETER, "W", "Q"), place)
        shared = set(sides_of(Name(Role.INPUT, "X"), place)).intersection(weights)
        for side in shared - {place.around.values.get(_D_K)}:
            yield Call(_ROOT, Num(str(side), side)), {"n": side}


# Softmax


class _Softmax:
    """The softmax to which a step belongs, an exponential, their sum or a weight: the exponentials by row and column.

    ``scores`` are those of them; there are none where the largest one was subtracted, as other rows have another one.
    ``axis`` is that along which the weights of a query stand.
    """

    def __init__(self, place: Place):
        by, indices = getattr(place.name.of, "by", ""), getattr(place.name.of, "indices", "")
        self.matrix = Name(Role.TERM, "e", by, indices=indices)
        self.weights = Name(Role.GATE, "A", by, indices=indices)
        self.sides = sides_of(self.weights, place)
        self.axis = ACROSS if is_share(place.around.values.get(self.weights), ACROSS) else DOWN
        self.found: dict[tuple[int, int] | None, Name] = {}
        self.scores: Entry | None = None
        formulas = place.around.formulas if self.sides else {}
        for name, formula in formulas.items():
            if name.of == self.matrix and isinstance(formula, Call) and isinstance(formula.args[0], Entry):
                self.found[_place(name)] = name
                self.scores = formula.args[0]

    def along(self, axis: int, fixed: int) -> list[tuple[int, int]]:
        """All places along an axis at a number of the other one."""
        count = range(self.sides[axis])
        return [(fixed, k) for k in count] if axis == ACROSS else [(k, fixed) for k in count]

    def score(self, at: tuple[int, int]) -> Entry:
        """A score at a place."""
        assert self.scores is not None, "there are scores"
        return Entry(self.scores.array, *at, indices=f"[{at[0] + 1},{at[1] + 1}]")


def other_axis(node: Div, place: Place) -> Candidates:
    """e₁₂/(e₁₂ + e₂₂) for e₁₂/(e₁₁ + e₁₂): the softmax over the columns, not over the rows."""
    at = _place(name_of(node.left))
    if at is None or name_of(node.right).of_name.of != "sum":
        return
    softmax = _Softmax(place)
    if softmax.scores is not None:
        others = [softmax.found.get(each) for each in softmax.along(1 - softmax.axis, at[softmax.axis])]
        yield Div(node.left, total_of([Symbol(name) for name in others if name is not None])), {}


class _Hiding:
    """A sum of exponentials, or a weight that stands alone, and the scores that its query does not see."""

    def __init__(self, softmax: _Softmax, query: int, alone: tuple[int, int] | None):
        self.alone = softmax.score(alone) if alone is not None else None
        self.hidden: list[Entry] = []
        for at in softmax.along(softmax.axis, query):
            if at not in softmax.found and at != alone:
                self.hidden.append(softmax.score(at))

    def with_rest(self, formula: Expr, rest: Expr) -> Expr:
        """The sum with more terms, or the share of the only score among them."""
        if self.alone is None:
            return Add((formula, rest))
        power = Call(_EXP, self.alone)
        return Div(power, Add((power, rest)))


def _hiding(formula: Expr, place: Place) -> _Hiding | None:
    """What a sum or an only weight leaves out; None of other steps, and where every key is seen."""
    word, alone = getattr(place.name.of, "of", ""), _place(place.name)
    if word != "sum" and (word != "A" or number_of(formula) != 1):
        return None
    softmax = _Softmax(place)
    if softmax.scores is None:
        return None
    query = alone[1 - softmax.axis] if alone is not None else int(place.name.indices.strip("[]")) - 1
    found = _Hiding(softmax, query, alone)
    return found if found.hidden else None


def hidden_as_zero(formula: Expr, place: Place) -> Candidates:
    """A masked score of 0, so that its exponential is 1 and counts."""
    own = _hiding(formula, place)
    if own is not None:
        yield own.with_rest(formula, Num(str(len(own.hidden)), len(own.hidden))), {}


def masked_behind(formula: Expr, place: Place) -> Candidates:
    """The softmax over all scores, of which masked ones are taken out behind it: a row adds up to less than 1."""
    own = _hiding(formula, place)
    if own is not None:
        yield own.with_rest(formula, total_of([Call(_EXP, score) for score in own.hidden])), {}


# Heads


def heads_added(node: Call, place: Place) -> Candidates:
    """H₁ + H₂ for the heads side by side."""
    if node.function.name == "joined" and all(name_of(each).of == "H" for each in node.args):
        yield Add(tuple(node.args)), {}


def last_weights_left_out(node: MatMul, place: Place) -> Candidates:
    """H for H·W_O."""
    for weights, other in ((node.right, node.left), (node.left, node.right)):
        name = name_of(weights)
        if name.role is Role.PARAMETER and name.by == "O":
            yield other, {"what": weights}


# Norms


def over_other_tokens(formula: Expr, place: Place) -> Candidates:
    """Mean and variance over all tokens, number by number, for those of each token."""
    axis = _axis_of(formula)
    tokens = next(iter(symbols(formula)), place.name)
    sides = sides_of(tokens, place)
    if axis is not None and sides and place.name.of in _STATISTICS:
        count = Num(str(sides[1 - axis]), sides[1 - axis])
        yield _STATISTICS[place.name.of](Symbol(tokens), SUMS[1 - axis], count), {}
    elif isinstance(formula, Div) and isinstance(formula.left, Sub):
        axis = _axis_of(place.around.formulas.get(name_of(formula.left.right)))
        epsilon = place.around.values.get(Name(Role.OPTION, "ε"), 0)
        if axis is not None and isinstance(epsilon, (int, float)):
            yield Call(normalised_by(1 - axis, float(epsilon)), formula.left.left), {}


def _axis_of(formula: Expr | None) -> int | None:
    """Along which axis a mean is taken; None of what is no mean."""
    if not isinstance(formula, Div) or not isinstance(formula.left, Call):
        return None
    return _AXES.get(formula.left.function.name)


def _mean(tokens: Expr, sums: Function, count: Expr) -> Expr:
    return Div(sums(tokens), count)


def _variance(tokens: Expr, sums: Function, count: Expr) -> Expr:
    return _mean(Pow(Sub(tokens, _mean(tokens, sums, count)), Num("2")), sums, count)


def _mean_square(tokens: Expr, sums: Function, count: Expr) -> Expr:
    return _mean(Pow(tokens, Num("2")), sums, count)


# The statistics of a norm by their names.
_STATISTICS = {"mu": _mean, "var": _variance, "ms": _mean_square}


# Positions


def exponent_of_number(node: Pow, place: Place) -> Candidates:
    """10000^(i/d) for 10000^(2i/d), or 2j/d with j the number of the entry: i counts pairs."""
    found = _FRACTION.fullmatch(node.right.text) if isinstance(node.right, Num) else None
    if found is not None:
        top, width = int(found[1]), int(found[2])
        for wrong in {top / 2, top * 2, top + 1, 2 * top + 2} - {top}:
            yield Pow(node.left, Num(f"{wrong:g}/{width}", wrong / width)), {"right": node.right}


def wave_exchanged(node: Call, place: Place) -> Candidates:
    """sin for cos, and cos for sin."""
    other = _WAVES.get(node.function.name)
    if other is not None:
        yield Call(other, *node.args), {"wrong": other.name, "right": node.function.name}


# Words


def softmax_again(formula: Expr, place: Place) -> Candidates:
    """p ⊙ (g − Σ p·g) with g = p − y: the softmax is part of p − y already."""
    for gap, _ in places(formula):
        if isinstance(gap, Sub) and name_of(gap.right).role is Role.TARGET:
            own = place.around.values.get(name_of(gap.left))
            axis = ACROSS if is_share(own, ACROSS) else DOWN
            if is_share(own, axis):
                yield Hadamard(gap.left, Sub(formula, SUMS[axis](Hadamard(gap.left, formula)))), {}
