"""Shapes and parameters of a convolutional network, layer by layer, and the table of an exam."""

from __future__ import annotations

from ..formula.marks import Mark, Names
from ..formula.rounding import Rounding
from ..names import Name, Role
from ..reading.problem import CommonProblem
from ..reading.schema import Choice, Field, Flag, ListOf
from ..reading.yamlfile import Faults
from ..solution import Says, Solution, Table, needed, resolve
from ..subjects.layers.chain import Chain
from ..subjects.layers.columns import COLUMNS, ON_REQUEST
from ..subjects.layers.layers import LayerList
from ..subjects.layers.sizes import Input
from ..subjects.layers.statement import statement

PARAMETERS = COLUMNS["parameters"][0]
TOPIC = "Convolutional networks"

_LAYERS_EXAMPLE = """
  - conv: {kernels: 6, size: 5}            # also stride, padding (valid, same, same-tf, 2), dilation, groups, bias
  - relu
  - max-pool: {size: 2, stride: 2}
  - flatten
  - dense: 10"""


class Problem(CommonProblem):
    """An input and a chain of layers."""

    input = Field(Input(), "height × width × channels; {length, channels} for a text", example="32x32x1")
    layers = Field(LayerList(), "the layers in order, each name: {key: value}", example=_LAYERS_EXAMPLE)
    strict = Field(Flag(), "a dense layer needs flatten: written before it", default=False)
    columns = Field(
        ListOf(Choice(*ON_REQUEST)), f"further columns of the table: {', '.join(ON_REQUEST)}", default=(), option=True
    )

    chain: Chain  # once the layers were read

    def check(self, faults: Faults):
        """Walks the chain: what does not fit shows only there."""
        if not self.has("input", "layers"):
            return
        letters = self.notation.exact if self.notation else {}
        self.chain = Chain(self.input, self.layers, self._columns(), self.strict, letters)
        self.chain.walk(faults)

    def _columns(self) -> list[str]:
        """The columns on request, and those that an asked result belongs to."""
        asked = {name.rpartition(".")[2] for name in self.asked or ()}
        return [word for word in ON_REQUEST if word in self.columns or COLUMNS[word][0] in asked]


def solve(problem: Problem) -> Solution:
    """Every layer's shape and parameters, with formula and numbers, their total, and the table."""
    chain = problem.chain
    sections = chain.sections()
    steps = [step.name for section in sections for step in section.steps]
    synonyms = {"total": PARAMETERS} | chain.synonyms
    asked = list(dict.fromkeys(resolve(name, steps, synonyms) for name in problem.asked or ()))
    if asked:
        sections = needed(sections, asked)
    kept = {step.name for section in sections for step in section.steps}
    results = ("shape", *[COLUMNS[word][0] for word in ("parameters", *chain.columns)])
    digits = problem.precision
    return Solution(
        kind="cnn-shapes",
        title=problem.title,
        subtitle=chain.subtitle,
        source=problem.source,
        given=chain.page.given,
        sections=sections,
        names=_names(chain, steps, results[1:], asked),
        rounding=Rounding(digits.decimals, digits.figures, False, digits.truncate),  # whole numbers are carried whole
        asked=asked,
        answers=[name for name in steps if _what(name) in results and name.of != "input"],
        table=Table(
            ["layer", "kernel", "number", "stride", "padding", "shape", "parameters", *results[2:]],
            chain.table_rows(kept),
            title=Says("table_layers"),
        ),
        notes=[Says("cnn_letters")] + [Says(f"cnn_note_{word.replace('-', '_')}") for word in chain.columns],
        layout="compact",
        detail=problem.detail,
        statement=statement(problem),
    )


def _what(name: Name) -> str:
    """What is counted or measured, of one layer or of all."""
    return name.by if name.role is Role.SIZE else name


def _names(chain: Chain, steps: list[Name], counts: tuple[str, ...], asked: list[Name]) -> Names:
    """How names are printed; ``counts`` are the ends of the names of counts.

    Below conv2's heading its count is headed parameters; in the sum over the layers it is conv2; asked for, it keeps
    its whole name.
    """
    titles = {layer.id: layer.title for layer in chain.layers if layer is not None}
    marks, heads = dict(chain.page.marks), {}
    for name in steps:
        if name.by not in counts:
            continue
        if name not in asked:
            heads[name] = marks[name].base
        marks[name] = Mark(titles.get(name.of, name.of))
    marks |= {name: Mark(name) for name in asked}
    return Names(exact=marks, heads=heads)
