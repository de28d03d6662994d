"""The forward pass: positions, layers of attention, feed-forward layers, with what is written and what is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.arrays import Array, Entry
from ...formula.expr import Expr, Num, Symbol
from ...formula.marks import Mark
from ...formula.numbers import DOUBLES, quietly
from ...names import Name
from ...solution import Says
from .feed_forward import write_alone
from .head import Head as WordHead
from .layer import Attention
from .model import entry
from .names import D_K, D_V, INPUTS, SCALE, above, feature_mark
from .norms import Norming
from .positions import Positions

if TYPE_CHECKING:
    import numpy

    from ...formula.numbers import Numeric
    from ...reading.grids import Given
    from ...working import Working
    from .names import Head
    from .problem import Problem
    from .rows import Rows

# Of so many scores every row is worked out; of more the first and the last of the first head.
MOST_WORKED = 100
GREEK = {"gamma": "γ", "beta": "β"}


class Forward:
    """The forward pass of a problem.

    ``formulas`` are those of all matrices as they are differentiated: what the page works out row by row is one
    formula there. ``last`` is the matrix that was written last, of which a loss is taken.
    """

    def __init__(self, page: Working[Problem], problem: Problem):
        self.page, self.problem, self.model = page, problem, problem.model
        self.form = problem.model.form
        self.formulas: dict[Name, Expr] = {}
        model = self.model
        heads = sum(len(layer.heads) for layer in model.layers)
        self.small = model.queries * model.keys * heads <= MOST_WORKED
        self.sizes: dict[Name, tuple[int, ...]] = {}
        self.shift_told = False
        self._numbers: dict[Name, Numeric] = {}
        self.marks = page.marks
        self.marks |= {D_K: Mark("d", "k"), D_V: Mark("d", "v")}
        self.layers = [Attention(self, layer) for layer in model.layers]
        self.head = WordHead(self, model.head) if model.head is not None else None
        self.last = INPUTS

    @property
    def numbered_from(self) -> int:
        """The number of the first word."""
        keys = self.problem.lm_head
        return keys.numbered_from if keys is not None else 1

    @property
    def heads(self) -> list[Head]:
        """The heads of all layers."""
        return [head for layer in self.layers for head in layer.heads]

    @property
    def rows(self) -> list[Rows]:
        """What is worked out row by row, of every head of every layer."""
        return [rows for layer in self.layers for rows in layer.rows]

    # What is written

    def step(self, name: Name, formula: Expr, reason: Says | None = None) -> Symbol:
        """A matrix of the forward pass."""
        self.formulas[name] = formula
        return self.page.step(name, formula, reason)

    def gathered(
        self, name: Name, formula: Expr, derived: Expr, reason: Says | None = None, shows: str = "names"
    ) -> Symbol:
        """A matrix whose parts stand on the page; ``derived`` is its formula as it is differentiated."""
        self.formulas[name] = derived
        return self.page.step(name, formula, reason, shows)

    def give(self, given: Given) -> Symbol:
        """A given matrix, which stays as its author wrote it."""
        self.sizes[given.name] = len(given.grid), len(given.grid[0])
        if given.name.by or given.name.indices:
            letter = GREEK.get(given.name.of, given.name.of)
            self.marks[given.name] = Mark(letter, given.name.by, above(given.name.indices, ""))
        self.page.row({given.name: Array(given.grid)})
        return Symbol(given.name)

    def write(self) -> None:
        """All of it."""
        for given in self.model.tokens.values():
            self.give(given)
        if "A" in self.model.tokens:
            self.last = self.layers[0].given_weights()
            return
        if self.layers:
            self._give_scale()
        if self.problem.positions is not None:
            self.last = Positions(self, self.problem.positions).write()
        for layer in self.layers:
            self.last = layer.write(self.last)
        if self.model.feed_forward is not None:
            self.last = write_alone(self, self.model.feed_forward, self.last)
        self._normalise()
        if self.head is not None:
            self.head.write(self.last)

    def _give_scale(self) -> None:
        scale = self.problem.scale
        if scale == "sqrt(d_k)":
            self.page.row({D_K: Num(str(self.model.first.d_k), self.model.first.d_k)})
        elif isinstance(scale, Expr):
            self.page.row({SCALE: scale})
            self.marks[SCALE] = Mark("c")
        for given in self.model.score.weights.values():
            self.give(given)

    def _normalise(self) -> None:
        """The norm behind all layers, which a block with norms in front needs."""
        block = self.model.layers[-1].block if self.model.layers else None
        if block is not None and self.model.final is not None:
            self.page.section(Says("attention_final_norm"))
            norming = Norming(self, block, self.model.output, "")
            self.last = norming.write(self.last, self.model.final, "f")

    def at(self, matrix: Name, row: int, column: int) -> Entry:
        """An entry of a matrix where one number is written out."""
        found = entry(matrix, row, column)
        self.marks[found.name] = feature_mark(matrix, row, column)
        return found

    def called(self, query: int) -> Says:
        """Token 2, or query 2 where the keys are others' tokens."""
        sources = self.model.first.sources
        within = sources.get("Q") == sources.get("K") or {"Q", "K"} <= self.model.tokens.keys()
        return Says("attention_token" if within and self.model.queries > 1 else "attention_query", n=query + 1)

    def results(self) -> list[Name]:
        """What is reported: the outputs, one a query where they were found one by one; of words their probabilities."""
        if self.head is not None:
            return self.head.results
        if self.last not in self.formulas:
            return []
        if not self.layers or self.last != self.layers[-1].output:
            return [self.last]
        own = [self.layers[-1].heads[0].of_query("O", query) for query in range(self.model.queries)]
        there = {step.name for step in self.page.steps}
        return own if there.issuperset(own) else [self.last]

    def now(self, matrix: Name) -> numpy.ndarray:
        """The numbers of a matrix, which tell where its largest are, and its zeros."""
        import numpy

        with quietly():
            for name, formula in (self.page.given | self.formulas).items():
                if name not in self._numbers:
                    self._numbers[name] = formula.evaluate(self._numbers, DOUBLES)
        return numpy.asarray(self._numbers[matrix], dtype=float)
