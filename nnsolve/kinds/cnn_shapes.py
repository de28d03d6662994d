"""Shapes and parameters of a convolutional network, layer by layer, and the table of an exam."""

from __future__ import annotations

from collections.abc import Container

from ..formula.marks import Mark, lettered
from ..formula.rounding import Rounding
from ..names import Name, Role
from ..reading.problem import CommonProblem
from ..reading.schema import Choice, Field, Flag, ListOf, together
from ..reading.yamlfile import Faults
from ..solution import Column, Says, Solution, Table, names_of
from ..subjects.layers.chain import Chain
from ..subjects.layers.columns import COLUMNS, ON_REQUEST, TOTALLED
from ..subjects.layers.layers import LayerList
from ..subjects.layers.sizes import Input
from ..subjects.layers.statement import statement
from ..working import Working

PARAMETERS = TOTALLED["parameters"]
# The totals by other words, and as the page prints them; each layer's count is headed so too.
TOTALS = {
    "total": PARAMETERS,
    "total parameters": PARAMETERS,
    "MACs": TOTALLED["macs"],
    "bytes": TOTALLED["memory"],
}
TOPIC = "Convolutional networks"
PICTURE = "blocks"

_LAYERS_EXAMPLE = """
  - conv: {kernels: 6, size: 5}            # also stride, padding (valid, same, same-tf, 2), dilation, groups, bias
  - relu
  - max-pool: {size: 2, stride: 2}
  - flatten
  - dense: 10"""


_NOTES = {"macs": "cnn_note_macs", "memory": "cnn_note_memory", "receptive-field": "cnn_note_receptive_field"}


class Problem(CommonProblem):
    """An input and a chain of layers."""

    input = Field(Input(), "height × width × channels; {length, channels} for a text", example="32x32x1")
    layers = Field(LayerList(), "the layers in order, each name: {key: value}", example=_LAYERS_EXAMPLE)
    strict = Field(Flag(), "a dense layer needs flatten: written before it", default=False)
    columns = Field(
        ListOf(Choice(*ON_REQUEST)), f"further columns of the table: {', '.join(ON_REQUEST)}", default=(), option=True
    )

    @together("input", "layers")
    def chain(self, faults: Faults) -> Chain:
        """The layers as they were walked from the input: what does not fit shows only there."""
        return self.walked(self.columns, faults)

    def walked(self, columns: Container[str], faults: Faults) -> Chain:
        """The chain with these further columns."""
        letters = self.notation.exact if self.notation else {}
        ordered = [word for word in ON_REQUEST if word in columns]
        chain = Chain(self.input, self.layers, ordered, self.strict, letters)
        chain.walk(faults)
        return chain


def solve(problem: Problem) -> Working:
    """Every layer's shape and parameters, with formula and numbers, their total, and the table."""
    chain = problem.chain
    if problem.asked:  # among all that can be counted of the layers
        asked = _written(problem, problem.walked(ON_REQUEST, Faults(""))).asked()
        chain = _with_columns_of(asked, problem)
    return _written(problem, chain)


def _written(problem: Problem, chain: Chain) -> Working:
    """The page of a chain."""
    page, counts = Working(problem), [COLUMNS[word][0] for word in ("parameters", *chain.columns)]
    digits = page.rounding
    page.subtitle, page.layout = chain.subtitle, "compact"
    page.rounding = Rounding(digits.decimals, digits.figures, False, digits.truncate)  # whole numbers are carried whole
    page.add(chain.sections())
    page.given |= chain.page.given
    page.marks |= chain.page.marks
    _name_counts(page, chain, counts)
    page.named_whole, page.synonyms = True, TOTALS | chain.synonyms
    # A layer alone is its shape (in an answer conv2 is the count that is printed so); by its author's name just as it
    # is written, for C₁ is a symbol of the page.
    page.asking, page.spelt = chain.shapes, chain.titles
    results = ("shape", *counts)
    page.answers = [step.name for step in page.steps if _what(step.name) in results and step.name.of != "input"]
    page.table(lambda solution: _table(chain, counts, solution), always=True)
    page.note(Says("cnn_letters"), *[Says(_NOTES[word]) for word in chain.columns])
    page.statement = statement(problem)
    return page


def _with_columns_of(asked: list[Name], problem: Problem) -> Chain:
    """The problem's chain, with the further columns that an asked result belongs to."""
    missing = set(asked) - set(problem.chain.names)
    columns = [word for word in ON_REQUEST if missing & set(problem.walked([word], Faults("")).names)]
    return problem.walked([*problem.columns, *columns], Faults(""))


def _name_counts(page: Working, chain: Chain, counts: list[str]) -> None:
    """Below conv2's heading its count is headed parameters; in the sum over the layers it is conv2."""
    titles = {layer.id: layer.title for layer in chain.layers if layer is not None}
    for step in page.steps:
        name = step.name
        if name.by in counts:
            page.heads[name] = lettered(page.marks[name]).base
            page.marks[name] = Mark(titles.get(name.of, name.of))


# The columns of counts.
_COUNTED = {
    "parameters": Column("parameters", "cnn_column_parameters"),
    "macs": Column("macs", "cnn_column_macs"),
    "memory": Column("memory", "cnn_column_memory"),
    "receptive_field": Column("receptive_field", "cnn_column_receptive_field"),
}


def _table(chain: Chain, counts: list[str], solution: Solution) -> Table:
    """The table of an exam, as far as its numbers are written."""
    rows = chain.table_rows(set(names_of(solution.steps)))
    columns = [
        Column("layer", "page_column_layer"),
        Column("kernel", "cnn_column_kernel"),
        Column("number", "cnn_column_number"),
        Column("stride", "cnn_column_stride"),
        Column("padding", "cnn_column_padding"),
        Column("shape", "cnn_column_shape"),
    ]
    columns += [_COUNTED[name] for name in counts]
    return Table(columns, rows, title=Says("page_table_layers"))


def _what(name: Name) -> str:
    """What is counted or measured, of one layer or of all."""
    return name.by if name.role is Role.SIZE else name
