"""What goes wrong with names: another one of the same part, the net input for the activation, the new for the old."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import pairwise

from ..formula.activations import sigmoid
from ..formula.expr import Call, Expr, Mul, Neg, Num, Sub, Symbol, replaced, symbols
from ..names import NOW, Name, Role, derivative, new
from .changes import Candidates, Place, Rule
from .roles import is_slope, net_of, out_of, part, transposed

MOST_NAMES = 24
MOST_OTHERS = 30


def exchanged(others: Callable[[Name, Place], Iterable[Name]]) -> Rule:
    """The rule that puts another name in place of one, wherever that stands in the formula."""

    def rule(formula: Expr, place: Place) -> Candidates:
        for name in _names(formula):
            for other in others(name, place):
                if other not in (name, place.name) and place.around.knows(other):
                    yield replaced(formula, {name: Symbol(other)}), {"wrong": [other], "right": [name]}

    return rule


def _names(formula: Expr) -> list[Name]:
    """The names of a formula, but those of arrays of which one entry is used."""
    names = dict.fromkeys(symbols(formula))
    stack = [formula]
    while stack:
        node = stack.pop()
        if node.array is not None:
            names.pop(node.array, None)
        stack.extend(node.parts())
    return list(names)[:MOST_NAMES]


def one_other(other: Callable[[Name], Name | None]) -> Rule:
    """The rule that puts ``other`` of a name in its place; None where there is none."""
    return exchanged(lambda name, place: filter(None, [other(name)]))


def _old(name: Name) -> Name | None:
    return name.of_name if name.role is Role.NEW and name.at == NOW else None


def _same_role(name: Name, place: Place) -> list[Name]:
    """Other names that play the same part; of many, those nearest in the order of the solution."""
    group = place.around.roles.get(part(name), [])
    if len(group) <= MOST_OTHERS:
        return group
    here = group.index(name)
    return group[max(here - MOST_OTHERS // 2, 0) : here + MOST_OTHERS // 2 + 1]


def _transposed(name: Name, place: Place) -> Iterator[Name]:
    return filter(partial(transposed, name), _same_role(name, place))


def _beside(name: Name, place: Place) -> Iterator[Name]:
    """Names of the same part at the same visit: nobody reaches for a number of another sample."""
    here = ((), name.at.rounds or place.name.at.rounds)
    own = _without_visit(name)
    for other in _same_role(name, place):
        if other.at.rounds not in here or transposed(name, other):
            continue
        if _without_visit(other) != own:
            yield other


def _other(name: Name, place: Place) -> Iterable[Name]:
    return () if derivative(name) else _beside(name, place)


def _other_derivative(name: Name, place: Place) -> Iterable[Name]:
    return _beside(name, place) if derivative(name) else ()


def _elsewhere(name: Name, place: Place) -> Iterator[Name]:
    """The number of the visit before: of updates, the one that has not been taken."""
    if not name.at.rounds:
        return
    own = _without_visit(name)
    visits = [other for other in place.around.roles.get(part(name), []) if _without_visit(other) == own]
    for before, after in pairwise(visits):
        if after == name:
            yield before


def _without_visit(name: Name) -> str:
    """What a name says at any visit: w5 for 1.2.w5."""
    if not name.at.rounds:
        return name
    return name.of if name.role is Role.NEW else name.moved(name.at._replace(rounds=()))


net_for_out = one_other(net_of)
out_for_net = one_other(out_of)
new_for_old = one_other(new)
old_for_new = one_other(_old)
index_transposed = exchanged(_transposed)
other_symbol = exchanged(_other)
other_derivative = exchanged(_other_derivative)
_other_visit = exchanged(_elsewhere)


def other_visit(formula: Expr, place: Place) -> Candidates:
    """The same name at another visit or update: which one is not printed, so it is not said."""
    for changed, args in _other_visit(formula, place):
        yield changed, {"right": args["right"]}


def partner(formula: Expr, place: Place) -> Candidates:
    """The weight for the input in ∂net/∂w, and the input for the weight in ∂net/∂out."""
    both = derivative(place.name)
    if both is None or not isinstance(formula, Symbol):
        return
    bottom = both[1]
    if bottom != formula.name and place.around.knows(bottom):
        yield Symbol(bottom), {"wrong": [bottom], "right": [formula.name]}


def activation_twice(formula: Expr, place: Place) -> Candidates:
    """σ(out)·(1 − σ(out)) for out·(1 − out)."""
    if not is_slope(place.name) or not isinstance(formula, Mul) or len(formula.factors) != 2:
        return
    out, rest = formula.factors
    if isinstance(out, Symbol) and isinstance(rest, Sub):
        yield replaced(formula, {out.name: Call(sigmoid, out)}), {"what": out}


def whole_sign(formula: Expr, place: Place) -> Candidates:
    """The sign of the whole."""
    if isinstance(formula, Neg):
        yield formula.inner, {}
    elif not isinstance(formula, Num):
        yield Neg(formula), {}
