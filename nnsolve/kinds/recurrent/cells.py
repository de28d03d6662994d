"""One step of each cell: net inputs, gates, what is kept and what is added, the new state.

Sources: Elman, Finding structure in time, 1990; Hochreiter and Schmidhuber, Long short-term memory, 1997, with the
forget gate and peepholes of Gers, Schraudolph and Schmidhuber, 2002; Cho et al., Learning phrase representations, 2014,
and Chung et al., Empirical evaluation of gated recurrent neural networks, 2014, for the two blends of a GRU.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...formula.activations import ACTIVATIONS
from ...formula.expr import ONE, Expr, Sub, Symbol
from ...solution import Says
from ...subjects.recurrent import GRU_BEFORE

if TYPE_CHECKING:
    from .passes import Pass

SIGMOID, TANH = ACTIVATIONS["sigmoid"].function, ACTIVATIONS["tanh"].function


def simple(at: Pass) -> Symbol:
    """h = f(net) of Elman's cell; in letters without an activation the sum itself."""
    if at.problem.net.symbolic and at.problem.net.activation.name == "identity":
        return at.write("h", at.sum("", at.h))
    function, args = at.problem.net.activation.unit, at.problem.net.activation.args
    return at.write("h", at.entries(function, at.net("", at.h), *args))


def lstm(at: Pass) -> Symbol:
    """f, i, c̃, then c = f·c + i·c̃, then o and h = o·tanh(c)."""
    form, before = at.form, at.held["c"]
    at.begin(Says("recurrent_gate_f"))
    f = at.gate("f", at.h, SIGMOID, before)
    at.begin(Says("recurrent_gate_i"))
    i = at.gate("i", at.h, SIGMOID, before)
    at.begin(Says("recurrent_gate_candidate"))
    candidate = at.gate("c", at.h, TANH)
    at.begin(Says("recurrent_cell"))
    kept = at.aside("kept", form.by(f, before), Says("recurrent_kept"))
    added = at.aside("added", form.by(i, candidate), Says("recurrent_added"))
    cell = at.write("c", kept + added, Says("recurrent_kept_added"))
    at.held["c"] = cell
    at.begin(Says("recurrent_gate_o"))
    o = at.gate("o", at.h, SIGMOID, cell)
    at.begin(Says("recurrent_state"))
    return at.write("h", form.by(o, at.entries(TANH, cell)), Says("recurrent_shown"))


def gru(at: Pass) -> Symbol:
    """z, r, h̃, and the blend of the state before with the candidate."""
    form, problem = at.form, at.problem
    at.begin(Says("recurrent_gate_z"))
    z = at.gate("z", at.h, SIGMOID)
    if "h" in problem.net.gates:
        candidate: Expr = at.gate("h", at.h, TANH)
    else:
        at.begin(Says("recurrent_gate_r"))
        r = at.gate("r", at.h, SIGMOID)
        at.begin(Says("recurrent_gate_candidate"))
        candidate = _candidate(at, r)
    at.begin(Says("recurrent_state"))
    new, old = (z, Sub(ONE, z)) if problem.z_weighs == "new" else (Sub(ONE, z), z)
    kept = at.aside("kept", form.by(old, at.h), Says("recurrent_kept_old"))
    added = at.aside("added", form.by(new, candidate), Says("recurrent_added_new"))
    return at.write("h", kept + added, Says("recurrent_kept_added"))


def _candidate(at: Pass, r: Symbol) -> Symbol:
    """h̃ with the reset gate before or behind the product of the state with its weights."""
    if at.problem.reset == GRU_BEFORE:
        shown = at.write("rh", at.form.by(r, at.h), Says("recurrent_reset"))
        return at.gate("h", shown, TANH)
    return at.gate("h", at.h, TANH, reset=r)


CELLS: dict[str, Callable[[Pass], Symbol]] = {"rnn": simple, "lstm": lstm, "gru": gru}
