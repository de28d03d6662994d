"""What goes wrong with names: another one of the same part, the net input for the activation, the new for the old."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..formula.activations import sigmoid
from ..formula.arrays import Entry
from ..formula.expr import Call, Mul, Neg, Num, Sub, Symbol, replaced, symbols
from .changes import Place, Rule
from .roles import derivative, is_slope, net_of, out_of, role, transposed, visit

MOST_NAMES = 24
MOST_OTHERS = 30


def exchanged(others: Callable[[str, Place], Iterator[str]]) -> Rule:
    """The rule that puts another name in place of one, wherever that stands in the formula."""

    def rule(formula, place):
        for name in _names(formula):
            for other in others(name, place):
                if other != name and other != place.name and place.around.knows(other):
                    yield replaced(formula, {name: Symbol(other)}), {"wrong": [other], "right": [name]}

    return rule


def _names(formula) -> list[str]:
    """The names of a formula, but those of arrays of which one entry is used."""
    entries, stack = set(), [formula]
    while stack:
        node = stack.pop()
        if isinstance(node, Entry):
            entries.add(node.array)
        stack.extend(node.parts())
    return [name for name in dict.fromkeys(symbols(formula)) if name not in entries][:MOST_NAMES]


def _nets(name: str, place: Place):
    yield net_of(name)


def _outs(name: str, place: Place):
    yield out_of(name)


def _new(name: str, place: Place):
    yield f"new_{name}"


def _old(name: str, place: Place):
    before, rest = visit(name)
    if rest.startswith("new_"):
        yield before + rest.removeprefix("new_")


def _same_role(name: str, place: Place) -> list[str]:
    """Other names that play the same part; of many, those nearest in the order of the solution."""
    group = place.around.roles.get(role(name), [])
    if len(group) <= MOST_OTHERS:
        return group
    here = group.index(name) if name in group else 0
    return group[max(here - MOST_OTHERS // 2, 0) : here + MOST_OTHERS // 2 + 1]


def _transposed(name: str, place: Place):
    return (other for other in _same_role(name, place) if transposed(name, other))


def _beside(name: str, place: Place) -> Iterator[str]:
    """Names of the same part at the same visit: nobody reaches for a number of another sample."""
    before, rest = visit(name)
    here = ("", before) if before else ("", visit(place.name)[0])
    for other in _same_role(name, place):
        if not transposed(name, other) and visit(other)[1] != rest and visit(other)[0] in here:
            yield other


def _other(name: str, place: Place):
    if not derivative(name):
        yield from _beside(name, place)


def _other_derivative(name: str, place: Place):
    if derivative(name):
        yield from _beside(name, place)


def _elsewhere(name: str, place: Place):
    """The number of the visit before: of updates, the one that has not been taken."""
    before, rest = visit(name)
    group = [other for other in place.around.roles.get(role(name), []) if visit(other)[1] == rest]
    if before and name in group and group.index(name):
        yield group[group.index(name) - 1]


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
    for new, args in _other_visit(formula, place):
        yield new, {"right": args["right"]}


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
