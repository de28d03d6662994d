"""Shapes and parameters of a convolutional network, layer by layer, and the table of an exam."""

from __future__ import annotations

from collections.abc import Container

from ..formula.marks import Mark, Names
from ..formula.rounding import Rounding
from ..names import Name, Role
from ..reading.problem import CommonProblem
from ..reading.schema import Choice, Field, Flag, ListOf
from ..reading.yamlfile import Faults
from ..resolver import Resolver
from ..solution import Says, Solution, Table, needed
from ..subjects.layers.chain import Chain
from ..subjects.layers.columns import COLUMNS, ON_REQUEST
from ..subjects.layers.layers import LayerList
from ..subjects.layers.sizes import Input
from ..subjects.layers.statement import statement

PARAMETERS = COLUMNS["parameters"][0]
# The totals by other words, and as the page prints them; each layer's count is headed so too.
TOTALS = {
    "total": PARAMETERS,
    "total parameters": PARAMETERS,
    "MACs": COLUMNS["macs"][0],
    "bytes": COLUMNS["memory"][0],
}
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
        self.chain = self.walked(self.columns, faults)

    def walked(self, columns: Container[str], faults: Faults) -> Chain:
        """The chain with these further columns."""
        letters = self.notation.exact if self.notation else {}
        ordered = [word for word in ON_REQUEST if word in columns]
        chain = Chain(self.input, self.layers, ordered, self.strict, letters)
        chain.walk(faults)
        return chain


def solve(problem: Problem) -> Solution:
    """Every layer's shape and parameters, with formula and numbers, their total, and the table."""
    asked = _asked(problem) if problem.asked else []
    chain = _with_columns_of(asked, problem)
    steps, sections = chain.names, chain.sections()
    if asked:
        sections = needed(sections, asked)
    kept = {step.name for section in sections for step in section.steps}
    results = ("shape", *_counts(chain))
    digits = problem.precision
    return Solution(
        kind="cnn-shapes",
        title=problem.title,
        subtitle=chain.subtitle,
        source=problem.source,
        given=chain.page.given,
        sections=sections,
        names=_names(chain, asked),
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
        synonyms={word: name for word, name in (TOTALS | chain.synonyms).items() if name in kept},
    )


def _asked(problem: Problem) -> list[Name]:
    """What the entries of ``asked:`` mean among all that can be counted of the layers.

    A layer alone is its shape: by its author's name just as it is written, for C₁ is a symbol of the page.
    """
    whole = problem.walked(ON_REQUEST, Faults(""))
    synonyms = TOTALS | whole.synonyms | whole.shapes
    resolver = Resolver(whole.names, whole.page.given, _names(whole, []), synonyms, whole.titles.get)
    return list(dict.fromkeys(map(resolver.asked, problem.asked)))


def _with_columns_of(asked: list[Name], problem: Problem) -> Chain:
    """The problem's chain, with the further columns that an asked result belongs to."""
    missing = set(asked) - set(problem.chain.names)
    if not missing:
        return problem.chain
    columns = [word for word in ON_REQUEST if missing & set(problem.walked([word], Faults("")).names)]
    return problem.walked([*problem.columns, *columns], Faults(""))


def _counts(chain: Chain) -> list[Name]:
    """What is counted of each layer."""
    return [COLUMNS[word][0] for word in ("parameters", *chain.columns)]


def _what(name: Name) -> str:
    """What is counted or measured, of one layer or of all."""
    return name.by if name.role is Role.SIZE else name


def _names(chain: Chain, asked: list[Name]) -> Names:
    """How names are printed.

    Below conv2's heading its count is headed parameters; in the sum over the layers it is conv2; asked for, it keeps
    its whole name.
    """
    titles = {layer.id: layer.title for layer in chain.layers if layer is not None}
    marks, heads = dict(chain.page.marks), {}
    counts = _counts(chain)
    for name in chain.names:
        if name.by not in counts:
            continue
        if name not in asked:
            heads[name] = marks[name].base
        marks[name] = Mark(titles.get(name.of, name.of))
    marks |= {name: Mark(name) for name in asked}
    return Names(exact=marks, heads=heads)
