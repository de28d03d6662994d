"""What goes wrong where weights are drawn, gradients clipped, layers frozen: the other fan, no kernel area, old totals.

Names say what they are: fan_in, fan_out and the cells beside them are sizes of a layer; what is clipped is a gradient
called so, with its norm and its scale.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..formula.expr import ONE, TWO, Add, Call, Div, Expr, Mul, Neg, Symbol, product_of, replaced, symbols
from ..formula.functions import FUNCTIONS
from ..names import Name, Role, size
from .changes import Candidates, Place
from .in_symbols import exchanged
from .roles import name_of, number_of

_FANS = {"fan_in": "fan_out", "fan_out": "fan_in"}
_LEAST, _GREATEST = FUNCTIONS["min"], FUNCTIONS["max"]
_NORM, _SCALE = "norm", "scale"


def _is_fan(name: Name) -> bool:
    return name.role is Role.SIZE and name.by in _FANS


def _fans(formula: Expr) -> list[Name]:
    return [name for name in dict.fromkeys(symbols(formula)) if _is_fan(name)]


def _other_fan(name: Name, place: Place) -> Iterator[Name]:
    if _is_fan(name):
        yield size(name.of, _FANS[name.by])


other_fan = exchanged(_other_fan)


def bias_counted(formula: Expr, place: Place) -> Candidates:
    """n_in + 1 for n_in: the bias is counted as an input."""
    for name in _fans(formula):
        if name.by == "fan_in":
            yield replaced(formula, {name: Add((Symbol(name), ONE))}), {"what": Symbol(name)}


def area_left_out(formula: Expr, place: Place) -> Candidates:
    """The channels alone for height·width·channels: in the fan itself, and where it stands."""
    if _is_fan(place.name) and isinstance(formula, Mul):
        yield formula.factors[-1], {"what": product_of(formula.factors[:-1])}
        return
    for name in _fans(formula):
        own = place.around.formulas.get(name)
        if isinstance(own, Mul):
            yield replaced(formula, {name: own.factors[-1]}), {"what": product_of(own.factors[:-1])}


def one_for_two(node: Div, place: Place) -> Candidates:
    """1/n for 2/n."""
    if number_of(node.left) == TWO.value and _fans(node.right):
        yield Div(ONE, node.right), {}


def _clipped(place: Place) -> Name | None:
    """The gradient of which a step is what is clipped; None of other steps."""
    name = place.name
    return name.by_name if name.role is Role.GRADIENT and name.of == "clipped" else None


def cut_by_norm(node: Mul, place: Place) -> Candidates:
    """Every number cut to the bound that the length has."""
    own, bound = _clipped(place), _bound(node, place)
    if own is None or bound is None:
        return
    gradient = node.factors[-1]
    yield _GREATEST(Neg(bound), _LEAST(bound, gradient)), {"what": bound}


def _scale_of(node: Mul, place: Place) -> tuple[Name, Call, Div] | None:
    """The scale of a product, with its formula min(1, θ/‖g‖) and the quotient there."""
    name = name_of(node.factors[0])
    formula = place.around.formulas.get(name) if name.of == _SCALE else None
    if isinstance(formula, Call) and formula.function is _LEAST and isinstance(formula.args[1], Div):
        return name, formula, formula.args[1]
    return None


def _bound(node: Mul, place: Place) -> Expr | None:
    found = _scale_of(node, place)
    return found[2].left if found else None


def length_of_one(node: Mul, place: Place) -> Candidates:
    """The length of one tensor for that of all."""
    found, own = _scale_of(node, place), _clipped(place)
    if found is None or own is None:
        return
    name, formula, quotient = found
    length = Name(Role.RESULT, _NORM, own)
    whole = next((each for each in symbols(quotient.right) if each.of == _NORM), None)
    if whole is not None and whole != length and place.around.knows(length):
        scale = replaced(formula, {whole: Symbol(length)})
        yield replaced(node, {name: scale}), {"wrong": [length], "right": [whole]}


def scaled_up(node: Call, place: Place) -> Candidates:
    """θ/‖g‖ for min(1, θ/‖g‖): also what is short enough is scaled."""
    if place.name.of == _SCALE and node.function is _LEAST and len(node.args) == 2:
        yield node.args[1], {"wrong": node.args[1]}


_BEFORE = tuple(Name(Role.COUNT, what) for what in ("old_total", "backbone", "frozen"))


def old_total(node: Div, place: Place) -> Candidates:
    """The percentage of what was there before, of the backbone, or of what is frozen."""
    if place.name.of == "percent" and name_of(node.right).role is Role.COUNT:
        for before in _BEFORE:
            if place.around.knows(before):
                yield Div(node.left, Symbol(before)), {"wrong": [before], "right": [name_of(node.right)]}
