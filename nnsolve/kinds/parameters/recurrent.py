"""The page of recurrent layers: a block a layer and the output, the totals, and the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.expr import TWO, Add, Expr, Mul, Symbol, product_of, sum_of, whole
from ...formula.marks import Mark
from ...names import Name, Role, size
from ...solution import Column, Says, Solution, Table, cells, names_of
from ...words import spoken
from .cells import BIASES, CELLS, OTHER, Recurrent
from .named import headed, other_words

if TYPE_CHECKING:
    from ...working import Working

INPUTS, UNITS, OUTPUTS = (Name(Role.COUNT, letter) for letter in ("m", "n", "k"))
STEPS = Name(Role.COUNT, "T")
OUTPUT = "output"
PARAMETERS = "parameters"
# What a layer is counted by, in the order of the table, with what heads its line and its column.
_PARTS = {
    "input_weights": (Mark("W", "x"), Column("input_weights", "parameters_column_input_weights")),
    "recurrent_weights": (Mark("W", "h"), Column("recurrent_weights", "parameters_column_recurrent_weights")),
    "weights": (Mark("weights"), Column("weights", "parameters_column_weights")),
    "biases": (Mark("biases"), Column("biases", "parameters_column_biases")),
    PARAMETERS: (Mark("parameters"), Column("parameters", "cnn_column_parameters")),
}
_OTHERS = {
    "input_weights": ("W_x", "W_xh", "W_ih"),
    "recurrent_weights": ("W_h", "W_hh"),
}


def layer(number: int) -> str:
    """The name of a recurrent layer."""
    return f"layer{number}"


def write(page: Working, plan: Recurrent) -> None:
    """A block for each layer and the output, the totals, and the table."""
    _give(page, plan)
    page.section(Says("parameters_layers"))
    for number in range(1, plan.layers + 1):
        _write_layer(page, plan, number)
    if plan.outputs:
        _write_output(page, plan)
    page.section(Says("parameters_total"))
    page.block()
    names = _names(plan)
    for what in _totals(plan):
        page.answer(Name(Role.COUNT, what), sum_of([size(name, what) for name in names]))
    page.synonyms = _synonyms(plan)
    page.table(lambda solution: _table(plan, solution), always=True)
    page.check(_checked)
    page.note(Says(BIASES[plan.biases].note))
    if plan.biases in OTHER:
        page.note(Says("parameters_note_other_biases", n=OTHER[plan.biases], total=_other_total(plan)))
    if plan.steps:
        page.note(Says("parameters_note_steps", n=plan.steps))


def _give(page: Working, plan: Recurrent) -> None:
    """The sizes side by side."""
    sizes = {INPUTS: whole(plan.inputs), UNITS: whole(plan.units)}
    if plan.outputs:
        sizes[OUTPUTS] = whole(plan.outputs)
    if plan.steps:
        sizes[STEPS] = whole(plan.steps)
    page.row(sizes)


def _names(plan: Recurrent) -> list[str]:
    """All that has parameters."""
    names = [layer(number) for number in range(1, plan.layers + 1)]
    return [*names, OUTPUT] if plan.outputs else names


def _totals(plan: Recurrent) -> list[str]:
    return [PARAMETERS] if plan.biases == "none" else ["weights", "biases", PARAMETERS]


def _state(plan: Recurrent) -> Expr:
    """What a layer hands on: the states of its directions side by side."""
    return TWO * Symbol(UNITS) if plan.bidirectional else Symbol(UNITS)


def _biases(units: Expr, biases: int) -> list[Expr]:
    """The biases of one gate."""
    return {0: [], 1: [units], 2: [TWO * units]}[biases]


def _write_layer(page: Working, plan: Recurrent, number: int) -> None:
    """W_x, W_h and biases of a layer, each for all gates and directions, and their sum."""
    cell, own = CELLS[plan.cell], layer(number)
    units, before = Symbol(UNITS), Symbol(INPUTS) if number == 1 else _state(plan)
    copies = [whole(count) for count in (plan.directions, cell.gates) if count > 1]
    kept = BIASES[plan.biases]
    inputs = plan.inputs if number == 1 else plan.directions * plan.units
    page.block(Says("parameters_recurrent", layer=own, cell=Says(cell.called), before=inputs, size=plan.units))
    times = product_of([*copies, units, *_factors(before)])
    _count(page, own, "input_weights", times, Says(cell.reason))
    _count(page, own, "recurrent_weights", product_of([*copies, units, units]), Says("parameters_state"))
    weights = units * Add((before, units))
    _count(page, own, "weights", product_of([*copies, *_factors(weights)]), Says("parameters_both"))
    biases = _biases(units, kept.vectors)
    for each in biases:
        _count(page, own, "biases", product_of([*copies, *_factors(each)]), Says(kept.reason))
    whole_gate = Add((weights, *biases)) if biases else weights
    _count(page, own, PARAMETERS, product_of([*copies, *_factors(whole_gate)]), _said(plan))


def _factors(formula: Expr) -> tuple[Expr, ...]:
    """The factors of a product; of others the formula itself."""
    return formula.factors if isinstance(formula, Mul) else (formula,)


def _said(plan: Recurrent) -> Says | None:
    return Says("parameters_both_directions") if plan.bidirectional else None


def _write_output(page: Working, plan: Recurrent) -> None:
    """The dense layer behind the last state."""
    state, outputs = _state(plan), Symbol(OUTPUTS)
    page.block(Says("parameters_dense", layer=OUTPUT, before=plan.directions * plan.units, size=plan.outputs))
    weights = product_of([*_factors(state), outputs])
    _count(page, OUTPUT, "weights", weights, Says("parameters_edge"))
    if plan.biases == "none":
        _count(page, OUTPUT, PARAMETERS, weights, Says("parameters_bias_none"))
        return
    _count(page, OUTPUT, "biases", outputs, Says("parameters_bias_neuron"))
    _count(page, OUTPUT, PARAMETERS, Add((weights, outputs)))


def _count(page: Working, own: str, what: str, formula: Expr, reason: Says | None = None) -> None:
    """One count of a layer. In the sums over the layers it is printed as the layer."""
    name = size(own, what)
    page.answer(name, formula, reason)
    mark = _PARTS[what][0]
    headed(page, name, mark, mark if what in _OTHERS else Mark(own))


def _synonyms(plan: Recurrent) -> dict[str, Name]:
    """What books call the counts: W_xh, W_hh, W_hy; a layer stands for its parameters."""
    names = {name: size(name, PARAMETERS) for name in _names(plan)} | other_words(_totals(plan))
    for what, others in _OTHERS.items():
        for other in others if plan.layers == 1 else ():
            names[other] = size(layer(1), what)
    if plan.outputs:
        names |= dict.fromkeys(("W_y", "W_hy"), size(OUTPUT, "weights"))
    return names


def _table(plan: Recurrent, solution: Solution) -> Table:
    """A row a layer, with as many columns as there is something to count, and one of totals."""
    kept = set(names_of(solution.steps))
    names = _names(plan)
    shown: list[str] = []
    for what in _PARTS:
        if any(size(name, what) in kept for name in names):
            shown.append(what)
    rows: list[list] = []
    for name in names:
        rows.append([name, *cells([size(name, what) for what in shown], kept)])
    rows.append([spoken(Says("parameters_total_row"), str), *cells([Name(Role.COUNT, what) for what in shown], kept)])
    columns = [Column("layer", "page_column_layer"), *[_PARTS[what][1] for what in shown]]
    return Table(columns, rows, title=Says("page_table_layers"))


def _other_total(plan: Recurrent) -> int:
    """The number of parameters with the other number of biases."""
    biases, inputs, total = BIASES[OTHER[plan.biases]].vectors, plan.inputs, 0
    for _ in range(plan.layers):
        one_gate = plan.units * (inputs + plan.units) + biases * plan.units
        total += plan.directions * plan.gates * one_gate
        inputs = plan.directions * plan.units
    return total + (plan.outputs or 0) * (inputs + 1)


def _checked(solution: Solution) -> Says | None:
    """Weights and biases of all layers give the same sum."""
    values = solution.values
    weights, biases, total = (Name(Role.COUNT, what) for what in ("weights", "biases", PARAMETERS))
    if weights not in values or values[weights] + values[biases] != values[total]:
        return None
    sums = {name.of: str(values[name]) for name in (weights, biases, total)}
    return Says("parameters_checked_kinds", **sums)
