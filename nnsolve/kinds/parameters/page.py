"""The page of a count: a block a layer, the totals, and the table."""

from __future__ import annotations

from ...formula.expr import sum_of, total_of, whole
from ...formula.marks import Mark
from ...formula.numbers import DOUBLES
from ...names import Name, Role
from ...solution import Column, Says, Solution, Table, cells, names_of
from ...words import spoken
from ...working import Working
from .layers import Layer, edges, neurons

# What is counted: the names of the totals, and the words by which each layer's counts are called.
RESULTS = [Name(Role.COUNT, what) for what in ("weights", "biases", "norm", "prelu", "parameters")]
PARAMETERS = RESULTS[-1]
_COLUMNS = {
    "weights": Column("weights", "parameters_column_weights"),
    "biases": Column("biases", "parameters_column_biases"),
    "norm": Column("norm", "parameters_column_norm"),
    "prelu": Column("prelu", "parameters_column_prelu"),
    "parameters": Column("parameters", "cnn_column_parameters"),
}


def by_kind(layers: list[Layer]) -> dict[Name, list[Layer]]:
    """What is counted → the layers that have it: what at least one has, then all parameters."""
    found: dict[Name, list[Layer]] = {}
    for name in RESULTS[:-1]:
        having = [layer for layer in layers if name in layer.counts()]
        if having:
            found[name] = having
    return found | {PARAMETERS: layers}


def write(page: Working, layers: list[Layer]) -> None:
    """A block for each layer, then the sums over the layers of each kind of parameter, and of all."""
    _give(page, layers)
    page.section(Says("parameters_layers"))
    for layer in layers:
        key = "parameters_output" if layer is layers[-1] else "parameters_hidden"
        page.block(Says(key, layer=layer.name, before=layer.before, size=layer.size))
        _write_layer(page, layer)
    page.section(Says("parameters_total"))
    page.block()
    for name, having in by_kind(layers).items():
        page.answer(name, sum_of([layer.own(name) for layer in having]))


def _give(page: Working, layers: list[Layer]) -> None:
    """The neurons of all layers, and the edges into those that are partly connected."""
    sizes = {neurons(0): whole(layers[0].before)}
    sizes |= {neurons(layer.number): whole(layer.size) for layer in layers}
    page.row(sizes)
    for layer in layers:
        if layer.edges is not None:
            page.give(edges(layer.number), layer.edges, Mark("E", str(layer.number)))


def _write_layer(page: Working, layer: Layer) -> None:
    """Each count, then their sum written as on paper: n·m + m.

    Below the layer's heading a count is headed by what it counts; in the sums over the layers it is printed as the
    layer.
    """
    counts = layer.counts()
    for name, (count, reason) in counts.items():
        page.answer(layer.own(name), count, Says(reason))
    total = total_of([count for count, _ in counts.values()])
    page.answer(layer.own(PARAMETERS), total, Says("parameters_bias_none") if len(counts) == 1 else None)
    for name in RESULTS:
        page.marks[layer.own(name)] = Mark(layer.name)
        page.heads[layer.own(name)] = str(name)


def synonyms(layers: list[Layer]) -> dict[str, Name]:
    """Other names that a problem may ask for."""
    totals = {"total": PARAMETERS} | {f"total {name}": name for name in by_kind(layers)}
    return totals | {layer.name: layer.own(PARAMETERS) for layer in layers}


def table(layers: list[Layer], solution: Solution) -> Table:
    """A row for the inputs, one a layer, one of totals; a count that was not needed leaves its place empty."""
    kept = set(names_of(solution.steps))
    needed = {name.by or name for name in kept}
    shown = [name for name in by_kind(layers) if name in needed]
    rows: list[list] = [[spoken(Says("parameters_input_row"), str), layers[0].before]]
    for layer in layers:
        rows.append([layer.name, layer.size, *cells(map(layer.own, shown), kept)])
    rows.append([spoken(Says("parameters_total_row"), str), "", *cells(shown, kept)])
    return Table(
        [
            Column("layer", "page_column_layer"),
            Column("neurons", "parameters_column_neurons"),
            *[_COLUMNS[name] for name in shown],
        ],
        rows,
        title=Says("page_table_layers"),
    )


def notes(layers: list[Layer]) -> list[Says]:
    """The conventions of the counts."""
    found = [Says("parameters_note_inputs")]
    if any(layer.bias == "layer" for layer in layers):
        found.append(Says("parameters_note_shared"))
    return found


def checked(layers: list[Layer], solution: Solution) -> Says:
    """The sum of weights and the rest, counted a second way: over kinds instead of over layers."""
    kinds = by_kind(layers)
    del kinds[PARAMETERS]
    shown, total = [], 0
    for name, having in kinds.items():
        count = sum(layer.counts()[name][0].evaluate(solution.values, DOUBLES) for layer in having)
        shown.append(f"{count} {_noun(name, count)}")
        total += count
    return Says("parameters_checked", sum=" + ".join(shown), total=str(total))


_NOUNS = {"norm": "of batch normalisation", "prelu": "of PReLU"}


def _noun(name: str, count: int) -> str:
    """What is counted, for a number of it."""
    return _NOUNS.get(name) or (name if count != 1 else {"weights": "weight", "biases": "bias"}[name])
