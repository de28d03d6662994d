"""What goes wrong in attention and around it: the wrong softmax, masks, heads, norms, positions, p − y twice.

Names say what they are: e[i,j] is the exponential of a score, sum[i] what they add up to, A their shares; mu and var
are those of a norm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..formula.array_functions import ACROSS, DOWN, SUMS, normalised_by
from ..formula.arrays import Entry, Hadamard, MatMul
from ..formula.expr import Add, Call, Div, Expr, Num, Pow, Sub, Symbol, symbols, total_of
from ..formula.functions import FUNCTIONS
from ..names import Name, Role
from .changes import Candidates, Place
from .roles import name_of, number_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXP, _ROOT = FUNCTIONS["exp"], FUNCTIONS["sqrt"]
_WAVES = {"sin": FUNCTIONS["cos"], "cos": FUNCTIONS["sin"]}
# Shares add up to 1 as far as doubles go.
ALIKE = 1e-9
_OTHER = {"row sums": DOWN, "column sums": ACROSS}


def _sides(name: Name, place: Place) -> tuple[int, ...]:
    """Rows and columns of a matrix; () of what is none."""
    return tuple(getattr(place.around.values.get(name), "shape", ()))


def _place(name: Name) -> tuple[int, int] | None:
    """Row and column of an entry from 0; None of other names."""
    numbers = name.indices.strip("[]").split(",")
    if name.role is not Role.ENTRY or len(numbers) != 2 or not all(map(str.isdecimal, numbers)):
        return None
    return int(numbers[0]) - 1, int(numbers[1]) - 1


# Scores


def model_for_key(node: Call, place: Place) -> Candidates:
    """√d_model for √d_k: the numbers of a token for those of a key."""
    inner = name_of(node.args[0]) if node.function is _ROOT else None
    if inner is None or (inner.of, inner.by) != ("d", "k"):
        return
    weights = _sides(Name(Role.PARAMETER, "W", "Q"), place)
    for side in dict.fromkeys(_sides(Name(Role.INPUT, "X"), place)):
        if side in weights and side != place.around.values.get(inner):
            yield Call(_ROOT, Num(str(side), side)), {"n": side}


# Softmax


def _exponentials(place: Place) -> dict[tuple[int, int], tuple[Name, Entry]]:
    """By row and column the exponentials of the scores to which the step belongs, each with its score.

    None of those from which the largest score was subtracted: other rows have another one.
    """
    own = place.name.of
    matrix = Name(Role.TERM, "e", getattr(own, "by", ""), indices=getattr(own, "indices", ""))
    found: dict[tuple[int, int], tuple[Name, Entry]] = {}
    for name, formula in place.around.formulas.items():
        where = _place(name) if name.of == matrix else None
        if where is not None and isinstance(formula, Call) and isinstance(formula.args[0], Entry):
            found[where] = name, formula.args[0]
    return found


def other_axis(node: Div, place: Place) -> Candidates:
    """e₁₂/(e₁₂ + e₂₂) for e₁₂/(e₁₁ + e₁₂): the softmax over the columns, not over the rows."""
    below = name_of(node.right)
    where = _place(name_of(node.left))
    if where is None or below.of_name.of != "sum":
        return
    found = _exponentials(place)
    rows = {row for row, _ in found}
    along = list(symbols(place.around.formulas.get(below, node.right)))
    by_rows = all((_place(name) or where)[0] == where[0] for name in along)
    axis = 1 if by_rows else 0
    others = [name for at, (name, _) in found.items() if at[axis] == where[axis]]
    if len(others) > 1 and len(rows) > 1:
        yield Div(node.left, total_of([Symbol(name) for name in others])), {}


class _Row:
    """One query: the scores that it does not see, and its only score where it sees one alone."""

    def __init__(self, hidden: list[Entry], alone: Entry | None):
        self.hidden, self.alone = hidden, alone


def _row_of(place: Place) -> _Row | None:
    """The query to which a sum of exponentials belongs, or a weight of 1; None where it sees every key."""
    own, found = place.name.of, _exponentials(place)
    weights = Name(Role.GATE, "A", getattr(own, "by", ""), indices=getattr(own, "indices", ""))
    sides, rows = _sides(weights, place), _in_rows(weights, place)
    query = _query(place.name, rows)
    if not found or len(sides) != 2 or query is None:
        return None
    score = next(iter(found.values()))[1]
    every = [(query, key) if rows else (key, query) for key in range(sides[1 if rows else 0])]
    seen = [at for at in every if at in found]
    alone = _place(place.name)
    if alone is not None:
        seen = [alone]
    hidden = [_score(score, at) for at in every if at not in seen]
    if not hidden:
        return None
    return _Row(hidden, _score(score, alone) if alone is not None else None)


def _query(name: Name, rows: bool) -> int | None:
    """The query of sum[2] or a[2,1], from 0."""
    at = _place(name)
    if at is not None:
        return at[0] if rows else at[1]
    number = name.indices.strip("[]")
    return int(number) - 1 if number.isdecimal() else None


def _in_rows(weights: Name, place: Place) -> bool:
    """Whether the weights of a query are a row: rows add up to 1."""
    values = place.around.values.get(weights)
    return values is not None and _is_share(values, ACROSS)


def _is_share(values: object, axis: int) -> bool:
    """Whether a matrix adds up to 1 along an axis."""
    sums = getattr(values, "sum", None)
    return sums is not None and bool(abs(sums(axis=axis).astype(float) - 1).max() < ALIKE)


def _score(like: Entry, at: tuple[int, int]) -> Entry:
    return Entry(like.array, *at, indices=f"[{at[0] + 1},{at[1] + 1}]")


def hidden_as_zero(formula: Expr, place: Place) -> Candidates:
    """A masked score of 0, so that its exponential is 1 and counts."""
    row = _hiding(formula, place)
    if row is not None:
        ones = Num(str(len(row.hidden)), len(row.hidden))
        yield _with(formula, row, ones), {"n": len(row.hidden)}


def masked_behind(formula: Expr, place: Place) -> Candidates:
    """The softmax over all scores, of which masked ones are taken out behind it: a row adds up to less than 1."""
    row = _hiding(formula, place)
    if row is not None:
        yield _with(formula, row, total_of([Call(_EXP, score) for score in row.hidden])), {}


def _hiding(formula: Expr, place: Place) -> _Row | None:
    """The query of a sum of exponentials, or of a weight that stands alone; None of other steps."""
    word = getattr(place.name.of, "of", "") if place.name.role is Role.ENTRY else ""
    alone = word == "A" and number_of(formula) == 1
    return _row_of(place) if word == "sum" or alone else None


def _with(formula: Expr, row: _Row, rest: Expr) -> Expr:
    """The sum with more terms, or the share of the only score with them."""
    return Add((formula, rest)) if row.alone is None else _share(row.alone, rest)


def _share(score: Expr, rest: Expr) -> Expr:
    power = Call(_EXP, score)
    return Div(power, Add((power, rest)))


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
    """The mean or the variance over all tokens, number by number, for that of each token."""
    if isinstance(formula, Div) and isinstance(formula.left, Call) and place.name.of in ("mu", "var", "ms"):
        axis = _OTHER.get(formula.left.function.name)
        sides = _sides(next(iter(symbols(formula.left)), place.name), place)
        if axis is not None and len(sides) == 2:
            count = Num(str(sides[axis]), sides[axis])
            inner = _normed(place)
            if place.name.of == "var" and inner is not None:
                yield Div(SUMS[axis](Pow(Sub(inner, Div(SUMS[axis](inner), count)), Num("2"))), count), {}
            else:
                yield Div(SUMS[axis](formula.left.args[0]), count), {}
    elif isinstance(formula, Div) and isinstance(formula.left, Sub):
        yield from _normalised_over_others(formula.left, place)


def _normalised_over_others(gap: Sub, place: Place) -> Candidates:
    """(x − μ)/√(σ² + ε) with both over all tokens."""
    mean = place.around.formulas.get(name_of(gap.right))
    if name_of(gap.right).of != "mu" or not isinstance(mean, Div) or not isinstance(mean.left, Call):
        return
    axis = _OTHER.get(mean.left.function.name)
    epsilon = place.around.values.get(Name(Role.OPTION, "ε"), 0)
    if axis is not None and isinstance(epsilon, (int, float)):
        yield Call(normalised_by(axis, float(epsilon)), gap.left), {}


def _normed(place: Place) -> Expr | None:
    """The tokens of which a variance is taken."""
    names = [name for name in symbols(place.step.formula) if name.of != "mu"]
    return Symbol(names[0]) if names else None


def sample_variance(formula: Expr, place: Place) -> Candidates:
    """The variance of each token divided by n − 1."""
    if place.name.of == "var" and isinstance(formula, Div) and isinstance(formula.left, Call):
        count = number_of(formula.right)
        if isinstance(count, int) and count > 2:
            yield Div(formula.left, Num(str(count - 1), count - 1)), {}


# Positions


def exponent_of_number(node: Pow, place: Place) -> Candidates:
    """10000^(i/d) for 10000^(2i/d), or 2j/d with j the number of the entry: i counts pairs."""
    top, slash, width = node.right.text.partition("/") if isinstance(node.right, Num) else ("", "", "")
    if not slash or not top.isdecimal() or not width.isdecimal():
        return
    number = int(top)
    for wrong in dict.fromkeys((number / 2, number * 2, number + 1, 2 * number + 2)):
        if wrong != number:
            yield Pow(node.left, Num(f"{wrong:g}/{width}", wrong / int(width))), {"right": node.right}


def wave_exchanged(node: Call, place: Place) -> Candidates:
    """sin for cos, and cos for sin."""
    other = _WAVES.get(node.function.name)
    if other is not None:
        yield Call(other, *node.args), {"wrong": other.name, "right": node.function.name}


# Words


def softmax_again(formula: Expr, place: Place) -> Candidates:
    """p ⊙ (g − Σ p·g) with g = p − y: the softmax is part of p − y already."""
    for gap in _gaps(formula):
        values = place.around.values.get(name_of(gap.left))
        axes = [axis for axis in (ACROSS, DOWN) if values is not None and _is_share(values, axis)]
        for axis in axes[:1]:
            yield Hadamard(gap.left, Sub(formula, SUMS[axis](Hadamard(gap.left, formula)))), {}


def _gaps(formula: Expr) -> Iterator[Sub]:
    """P − Y in a gradient of logits."""
    if isinstance(formula, Sub) and name_of(formula.left).of == "P" and name_of(formula.right).role is Role.TARGET:
        yield formula
    elif isinstance(formula, (Div, Hadamard)):
        for part in formula.parts():
            yield from _gaps(part)
