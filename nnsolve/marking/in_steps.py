"""What goes wrong from step to step of a recurrent network: gates and states exchanged, shares left out.

Names say what they are: gates have a role of their own, a step stands in ``at.time``, and what is kept, added or reset
is a term whose formula is a gate times a state.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..formula.activations import ACTIVATIONS
from ..formula.array_functions import of_entries
from ..formula.arrays import Hadamard, MatMul
from ..formula.expr import ONE, Add, Call, Expr, Mul, Sub, Symbol, replaced, symbols
from ..formula.functions import Function
from ..names import Name, Role
from .changes import Candidates, Place, places
from .in_symbols import exchanged
from .roles import name_of, number_of

if TYPE_CHECKING:
    import numpy as np

    from ..formula.numbers import Numeric

# What is remembered or proposed, as opposed to the gates that weigh it.
_STATES = {"h": Role.OUT, "c": Role.CELL, "ctilde": Role.GATE, "htilde": Role.GATE}
_SIGMOID, _TANH = ACTIVATIONS["sigmoid"].function, ACTIVATIONS["tanh"].function
_CURVES = {_SIGMOID.name: _TANH, _TANH.name: _SIGMOID}
_LETTERS = {_SIGMOID.name: "σ", _TANH.name: "tanh"}


def _is_gate(name: Name) -> bool:
    return name.role is Role.GATE and name.of not in _STATES


def _other_gate(name: Name, place: Place) -> Iterator[Name]:
    """The other gates of the same step."""
    if _is_gate(name):
        for other in place.around.names:
            if _is_gate(other) and (other.at, other.by, other.indices) == (name.at, name.by, name.indices):
                yield other


def _other_state(name: Name, place: Place) -> Iterator[Name]:
    """The other states and candidates, of the same step and of those beside it."""
    if name.at.time is None or name.role is not _STATES.get(name.of):
        return
    now = int(name.at.time)
    for step in (now, now + 1, now - 1):
        for word, role in _STATES.items():
            if word != name.of:
                yield Name(role, word, name.by, name.at._replace(time=step), name.indices)


other_gate = exchanged(_other_gate)
other_state = exchanged(_other_state)


def _weighed(formula: Expr) -> tuple[Expr, Expr] | None:
    """The two factors of a product, the gate first; None of other formulas."""
    if isinstance(formula, (Mul, Hadamard)) and len(formula.parts()) == 2:
        gate, state = formula.parts()
        if any(name.role is Role.GATE for name in symbols(gate)):
            return gate, state
    return None


def _terms(formula: Expr, place: Place) -> list[tuple[Name, type[Expr], tuple[Expr, Expr]]]:
    """The names of a formula that stand for a gate times a state, each with its kind of product and its factors."""
    found = []
    for name in dict.fromkeys(symbols(formula)):
        own = place.around.formulas.get(name) if name.role is Role.TERM else None
        factors = _weighed(own) if own is not None else None
        if own is not None and factors is not None:
            found.append((name, type(own), factors))
    return found


def _times(kind: type[Expr], gate: Expr, state: Expr) -> Expr:
    return Hadamard(gate, state) if kind is Hadamard else Mul((gate, state))


def gates_exchanged(formula: Expr, place: Place) -> Candidates:
    """i·c + f·c̃ for f·c + i·c̃, z·old + (1 − z)·new for (1 − z)·old + z·new."""
    terms = _terms(formula, place)
    if not isinstance(formula, Add) or len(terms) != 2:
        return
    (one, kind, (a, x)), (other, _, (b, y)) = terms
    yield replaced(formula, {one: _times(kind, b, x), other: _times(kind, a, y)}), {"one": x, "other": y}


def gate_left_out(formula: Expr, place: Place) -> Candidates:
    """c for f·c, h for r⊙h: the gate does not count."""
    for name, _, (gate, state) in _terms(formula, place):
        yield replaced(formula, {name: state}), {"what": gate}
    own = _weighed(formula)
    if own is not None:
        gate, state = own
        yield state, {"what": gate}


def rest_for_gate(formula: Expr, place: Place) -> Candidates:
    """z for 1 − z and 1 − z for z, in what a gate weighs."""
    own = _weighed(formula) if place.name.role is Role.TERM else None
    if own is None:
        return
    gate, state = own
    if isinstance(gate, Sub) and number_of(gate.left) == 1:
        wrong: Expr = gate.right
    else:
        wrong = Sub(ONE, gate)
    yield _times(type(formula), wrong, state), {"wrong": wrong, "right": gate}


def reset_behind(formula: Expr, place: Place) -> Candidates:
    """r⊙(W·h) for W·(r⊙h): the reset gate behind the product with the weights."""
    for node, put in places(formula):
        if not isinstance(node, MatMul):
            continue
        for name, _, (gate, state) in _terms(node, place):
            yield put(Hadamard(gate, replaced(node, {name: state}))), {"what": gate}


def other_curve(formula: Expr, place: Place) -> Candidates:
    """σ for tanh, tanh for σ."""
    for node, put in places(formula):
        own = _curve(node)
        if own is not None and isinstance(node, Call):
            other = _CURVES[own.name]
            curve = of_entries(other) if node.function.entry is not None else other
            yield put(Call(curve, *node.args)), {"wrong": _LETTERS[other.name], "right": _LETTERS[own.name]}


def _curve(node: Expr) -> Function | None:
    """The logistic function or tanh that a node calls, perhaps of every entry; None of other nodes."""
    if not isinstance(node, Call):
        return None
    function = node.function.entry or node.function
    return function if function.name in _CURVES else None


def curve_left_out(formula: Expr, place: Place) -> Candidates:
    """o·c for o·tanh(c): the number goes in unchanged."""
    for node, put in places(formula):
        if _curve(node) is not None and isinstance(node, Call) and isinstance(node.args[0], Symbol):
            yield put(node.args[0]), {"what": node.args[0]}


def _shares(formula: Expr) -> list[Expr]:
    """The shares of a gradient; none where it adds up something else."""
    terms = list(formula.parts()) if isinstance(formula, Add) else []
    return terms if all(name_of(term).role is Role.SHARE for term in terms) else []


def one_share(formula: Expr, place: Place) -> Candidates:
    """The share of one step for the sum over all of them."""
    for share in _shares(formula):
        yield share, {"n": name_of(share).at.time}


def later_state(formula: Expr, place: Place) -> Candidates:
    """h_t for h_(t−1) in every share of a gradient."""
    changed: dict[Name, Expr] = {}
    for share in map(name_of, _shares(formula)):
        own = place.around.formulas.get(share)
        later = _later_states(own) if own is not None else {}
        if own is not None and later and all(place.around.knows(each.name) for each in later.values()):
            changed[share] = replaced(own, later)
    if changed:
        yield replaced(formula, changed), {}


def _later_states(formula: Expr) -> dict[Name, Symbol]:
    """The states in a formula with those of the next step."""
    found: dict[Name, Symbol] = {}
    for name in symbols(formula):
        if name.role is Role.OUT and name.at.time is not None:
            found[name] = Symbol(name.moved(name.at._replace(time=int(name.at.time) + 1)))
    return found


def slope_again(formula: Expr, place: Place) -> Candidates:
    """w·δ·(1 − h²) for w·δ: the slope that is part of an error term already."""
    for name in dict.fromkeys(symbols(formula)):
        own = place.around.formulas.get(name) if name.role is Role.ERROR_TERM else None
        if isinstance(own, Mul) and place.name.role is not Role.SHARE:
            slopes = [factor for factor in own.factors if isinstance(factor, Sub)]
            for slope in slopes:
                yield replaced(formula, {name: Mul((slope, Symbol(name)))}), {"what": slope}


def own_unit_only(node: MatMul, place: Place) -> Candidates:
    """The diagonal of the weights of the state for all of them: each unit sees itself alone."""
    if isinstance(node.left, Symbol) and isinstance(node.right, Symbol) and node.right.name.role is Role.OUT:
        yield MatMul(Call(_DIAGONAL, node.left), node.right), {"what": node.left}


def _diagonal(matrix: np.ndarray) -> Numeric:
    import numpy

    if matrix.shape[0] != matrix.shape[1]:
        raise ValueError("only a square matrix has a diagonal")
    return numpy.diag(numpy.diag(matrix))


_DIAGONAL = Function("diagonal", _diagonal, whole=True)
