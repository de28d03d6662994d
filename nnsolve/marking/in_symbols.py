"""What goes wrong with names: another one of the same part, the net input for the activation, the new for the old."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..formula.activations import sigmoid
from ..formula.arrays import Entry
from ..formula.expr import Call, Mul, Neg, Num, Sub, Symbol, replaced, symbols
from ..names import NOW, Name, Role, derivative, new
from .changes import Place, Rule
from .roles import is_slope, net_of, out_of, part, transposed

MOST_NAMES = 24
MOST_OTHERS = 30


def exchanged(others: Callable[[Name, Place], Iterable[Name]]) -> Rule:
    """The rule that puts another name in place of one, wherever that stands in the formula."""

    def rule(formula, place):
        for name in _names(formula):
            for other in others(name, place):
                if other != name and other != place.name and place.around.knows(other):
                    yield replaced(formula, {name: Symbol(other)}), {"wrong": [other], "right": [name]}

    return rule


def _names(formula) -> list[Name]:
    """The names of a formula, but those of arrays of which one entry is used."""
    entries, stack = set(), [formula]
    while stack:
        node = stack.pop()
        if isinstance(node, Entry):
            entries.add(node.array)
        stack.extend(node.parts())
    return [name for name in dict.fromkeys(symbols(formula)) if name not in entries][:MOST_NAMES]


def _nets(name: Name, place: Place):
    yield net_of(name)


def _outs(name: Name, place: Place):
    yield out_of(name)


def _new(name: Name, place: Place):
    yield new(name)


def _old(name: Name, place: Place):
    if name.role is Role.NEW and name.at == NOW:
        yield name.of_name


def _same_role(name: Name, place: Place) -> list[Name]:
    """Other names that play the same part; of many, those nearest in the order of the solution."""
    group = place.around.roles.get(part(name), [])
    if len(group) <= MOST_OTHERS:
        return group
    here = group.index(name) if name in group else 0
    return group[max(here - MOST_OTHERS // 2, 0) : here + MOST_OTHERS // 2 + 1]


def _transposed(name: Name, place: Place):
    return (other for other in _same_role(name, place) if transposed(name, other))


def _beside(name: Name, place: Place) -> Iterator[Name]:
    """Names of the same part at the same visit: nobody reaches for a number of another sample."""
    here = ((), name.at.rounds or place.name.at.rounds)
    for other in _same_role(name, place):
        if not transposed(name, other) and _without_visit(other) != _without_visit(name) and other.at.rounds in here:
            yield other


def _other(name: Name, place: Place):
    if not derivative(name):
        yield from _beside(name, place)


def _other_derivative(name: Name, place: Place):
    if derivative(name):
        yield from _beside(name, place)


def _elsewhere(name: Name, place: Place):
    """The number of the visit before: of updates, the one that has not been taken."""
    group = [other for other in place.around.roles.get(part(name), []) if _without_visit(other) == _without_visit(name)]
    if name.at.rounds and name in group and group.index(name):
        yield group[group.index(name) - 1]


def _without_visit(name: Name) -> str:
    """What a name says at any visit: w5 for 1.2.w5."""
    if not name.at.rounds:
        return name
    return name.of if name.role is Role.NEW else name.moved(name.at._replace(rounds=()))


net_for_out = exchanged(_nets)
out_for_net = exchanged(_outs)
new_for_old = exchanged(_new)
old_for_new = exchanged(_old)
index_transposed = exchanged(_transposed)
other_symbol = exchanged(_other)
other_derivative = exchanged(_other_derivative)
_other_visit = exchanged(_elsewhere)


def other_visit(formula, place):
    """The same name at another visit or update: which one is not printed, so it is not said."""
    for changed, args in _other_visit(formula, place):
        yield changed, {"right": args["right"]}


def partner(formula, place):
    """The weight for the input in ∂net/∂w, and the input for the weight in ∂net/∂out."""
    both = derivative(place.name)
    if both and isinstance(formula, Symbol) and place.around.knows(both[1]) and both[1] != formula.name:
        yield Symbol(both[1]), {"wrong": [both[1]], "right": [formula.name]}


def activation_twice(formula, place):
    """σ(out)·(1 − σ(out)) for out·(1 − out)."""
    if is_slope(place.name) and isinstance(formula, Mul) and len(formula.factors) == 2:
        out, rest = formula.factors
        if isinstance(out, Symbol) and isinstance(rest, Sub):
            yield replaced(formula, {out.name: Call(sigmoid, out)}), {"what": out}


def whole_sign(formula, place):
    """The sign of the whole."""
    if isinstance(formula, Neg):
        yield formula.inner, {}
    elif not isinstance(formula, Num):
        yield Neg(formula), {}
