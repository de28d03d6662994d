"""The page of a count: a block a layer, the totals, and the table."""

from __future__ import annotations

from ...formula.expr import Num, Symbol, total_of
from ...formula.marks import Mark
from ...formula.numbers import DOUBLES
from ...names import Name, Role
from ...solution import Block, Ref, Says, Section, Solution, Step, Table
from ...working import Working
from .layers import Layer, edges, neurons

# What is counted: the names of the totals, and the words by which each layer's counts are called.
RESULTS = [Name(Role.COUNT, what) for what in ("weights", "biases", "norm", "prelu", "parameters")]
WEIGHTS, PARAMETERS = RESULTS[0], RESULTS[-1]


class Writer:
    """Writes the steps of a list of layers."""

    def __init__(self, layers: list[Layer]):
        self.layers = layers
        sizes = [layers[0].before, *[layer.size for layer in layers]]
        self.sizes = {neurons(k): Num(str(size), size) for k, size in enumerate(sizes)}
        self.edges = {edges(k.number): Num(str(k.edges), k.edges) for k in layers if k.edges is not None}
        self.given = self.sizes | self.edges
        # The columns: what at least one layer has.
        self.kinds = [WEIGHTS, *[name for name in RESULTS[1:-1] if any(name in k.terms() for k in layers)]]

    def sections(self) -> list[Section]:
        """A block for each layer, then the totals."""
        return [
            Section(Says("parameters_layers"), [self._layer(layer) for layer in self.layers]),
            Section(Says("parameters_total"), [Block(None, self._totals())]),
        ]

    def _layer(self, layer: Layer) -> Block:
        """Each count, then their sum written as on paper: n·m + m."""
        full = layer.edges is None
        weights, terms = layer.weights(), layer.terms()
        steps = [Step(layer.own(WEIGHTS), weights, Says("parameters_edge" if full else "parameters_given_edges"))]
        steps += [Step(layer.own(name), count, Says(reason)) for name, (count, reason) in terms.items()]
        total = total_of([weights, *[count for count, _ in terms.values()]])
        steps.append(Step(layer.own(PARAMETERS), total, None if terms else Says("parameters_bias_none")))
        key = "parameters_output" if layer is self.layers[-1] else "parameters_hidden"
        return Block(Says(key, layer=layer.name, before=layer.before, size=layer.size), steps)

    def _totals(self) -> list[Step]:
        """The sum over the layers of each kind of parameter, and of all."""
        steps = []
        for name in (*self.kinds, PARAMETERS):
            terms = [Symbol(layer.own(name)) for layer in self.layers if self._has(layer, name)]
            steps.append(Step(name, total_of(terms)))
        return steps

    @staticmethod
    def _has(layer: Layer, name: Name) -> bool:
        return name in (WEIGHTS, PARAMETERS) or name in layer.terms()

    # How names are printed

    def marks(self) -> dict[Name, Mark]:
        """In the sums a layer's count is printed as the layer."""
        marks = {name: Mark("E", name.by) for name in self.edges}
        for layer in self.layers:
            for name in RESULTS:
                marks[layer.own(name)] = Mark(layer.name)
        return marks

    def heads(self) -> dict[Name, str]:
        """Below a layer's heading its counts are headed by what they count."""
        return {layer.own(name): str(name) for layer in self.layers for name in RESULTS}

    @staticmethod
    def name_whole(page: Working, asked: list[Name]):
        """A count that is asked for keeps its whole name."""
        for name in asked:
            page.marks[name] = Mark(name)
            page.heads.pop(name, None)

    def synonyms(self) -> dict[str, Name]:
        """Other names that a problem may ask for."""
        totals = {"total": PARAMETERS} | {f"total {name}": name for name in (*self.kinds, PARAMETERS)}
        return totals | {layer.name: layer.own(PARAMETERS) for layer in self.layers}

    # Below the steps

    def table(self, solution: Solution) -> Table:
        """A row for the inputs, one a layer, one of totals; a count that was not needed leaves its place empty."""
        kept = {step.name for step in solution.steps}
        needed = {name.by or name for name in kept}
        shown = [name for name in (*self.kinds, PARAMETERS) if name in needed]

        def cell(name: Name):
            return Ref(name) if name in kept else ""

        rows = [["input", self.layers[0].before]]
        for layer in self.layers:
            counts = [cell(layer.own(name)) for name in shown]
            rows.append([layer.name, layer.size, *counts])
        rows.append(["total", "", *[cell(name) for name in shown]])
        return Table(["layer", "neurons", *shown], rows, title=Says("table_layers"))

    def notes(self) -> list[Says]:
        """The conventions of the counts."""
        words = {layer.bias for layer in self.layers}
        notes = [Says("parameters_note_inputs")]
        if "layer" in words:
            notes.append(Says("parameters_note_shared"))
        return notes

    def totals(self) -> dict[str, str]:
        """The sum of weights and the rest, counted a second way: over kinds instead of over layers."""
        values = {name: number.value for name, number in self.given.items()}
        parts = []
        for name in self.kinds:
            formulas = [
                k.weights() if name == WEIGHTS else k.terms()[name][0] for k in self.layers if self._has(k, name)
            ]
            parts.append(sum(formula.evaluate(values, DOUBLES) for formula in formulas))
        shown = [f"{count} {_noun(name, count)}" for name, count in zip(self.kinds, parts, strict=True)]
        return {"sum": " + ".join(shown), "total": str(sum(parts))}


_NOUNS = {"norm": "of batch normalisation", "prelu": "of PReLU"}


def _noun(name: str, count: int) -> str:
    """What is counted, for a number of it."""
    return _NOUNS.get(name) or (name if count != 1 else {"weights": "weight", "biases": "bias"}[name])
