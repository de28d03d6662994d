"""The forward pass of attention: queries, keys and values, scores, weights, outputs, heads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.arrays import Array, Entry
from ...formula.expr import Expr, Num, Symbol
from ...formula.marks import Mark
from ...formula.numbers import DOUBLES, quietly
from ...names import Name, Role
from ...solution import Says
from .block import INPUTS, Block
from .model import entry
from .names import D_K, D_V, JOINED, OUT, SCALE, Head, feature_mark
from .projections import Projections
from .rows import Rows
from .scores import Scores

if TYPE_CHECKING:
    import numpy

    from ...formula.numbers import Numeric
    from ...reading.grids import Given
    from ...working import Working
    from .problem import Problem

# Of so many scores every row is worked out; of more the first and the last of the first head.
MOST_WORKED = 100


GREEK = {"gamma": "γ", "beta": "β"}


class Forward:
    """The forward pass of a problem.

    ``formulas`` are those of all matrices as they are differentiated: what the page works out row by row is one
    formula there. ``rows`` holds what is worked out row by row of each head; ``scaled`` are the scores of the last.
    ``whole`` names what all heads share.
    """

    def __init__(self, page: Working[Problem], problem: Problem):
        self.page, self.problem, self.model = page, problem, problem.model
        self.form = problem.model.form
        self.formulas: dict[Name, Expr] = {}
        model = self.model
        several = len(model.heads) > 1
        one = model.queries == 1
        given: dict[str, Name] = {each.name: each.name for each in model.tokens.values()}
        numbers = [str(k) for k in range(1, len(model.heads) + 1)] if several else [""]
        self.heads = [Head(number, one, self.form.rows, given) for number in numbers]
        self.whole = Head("", one, self.form.rows, given)
        self.small = model.queries * model.keys * len(self.heads) <= MOST_WORKED
        self.sizes: dict[Name, tuple[int, ...]] = {}
        self.scaled = Name(Role.NET, "S")
        self.shift_told = False
        self.rows: list[Rows] = []
        self.sources = dict(problem.model.sources)
        self.block = Block(self, problem.model.block, problem.positions)
        self.last = OUT
        self._numbers: dict[Name, Numeric] = {}
        self.marks = page.marks
        self.marks |= {D_K: Mark("d", "k"), D_V: Mark("d", "v")}

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
        if given.name.by:
            self.marks[given.name] = Mark(GREEK.get(given.name.of, given.name.of), given.name.by)
        self.page.row({given.name: Array(given.grid)})
        return Symbol(given.name)

    def write(self) -> None:
        """All of it."""
        for given in self.model.tokens.values():
            self.give(given)
        if "A" in self.model.tokens:
            self._given_weights()
            return
        self._give_scale()
        first = self.block.before()
        self.sources = {role: first if name == INPUTS else name for role, name in self.sources.items()}
        projections = Projections(self)
        if projections.needed():
            self.page.section(Says("attention_projections"))
        if self.model.shared is not None:
            projections.write(self.model.shared, self.whole)
        for number, head in enumerate(self.heads):
            self._head(number, head, projections)
        self._join(projections)
        self.last = self.block.after(projections)

    def _give_scale(self) -> None:
        scale = self.problem.scale
        if scale == "sqrt(d_k)":
            self.page.row({D_K: Num(str(self.model.d_k), self.model.d_k)})
        elif isinstance(scale, Expr):
            self.page.row({SCALE: scale})
            self.marks[SCALE] = Mark("c")
        for given in self.model.score.weights.values():
            self.give(given)

    def at(self, matrix: Name, row: int, column: int) -> Entry:
        """An entry of a matrix where one number is written out."""
        found = entry(matrix, row, column)
        self.marks[found.name] = feature_mark(matrix, row, column)
        return found

    def _head(self, number: int, head: Head, projections: Projections) -> None:
        """Its queries, keys and values, scores, weights and outputs."""
        model = self.model
        if model.shared is None:
            if number:
                self.page.section(Says("attention_head_projections", n=number + 1))
            projections.write(model.heads[number], head)
        elif head.number:
            projections.share(number, head)
        self._section(head, "attention_scores")
        self.page.block()
        self.scaled = Scores(self, head).write()
        rows = Rows(self, head)
        self.rows.append(rows)
        self._section(head, "attention_weights")
        rows.weights()
        self._section(head, "attention_outputs")
        rows.outputs(head.matrix("H") if head.number or model.joined else OUT)

    def _section(self, head: Head, key: str) -> None:
        if head.number:
            self.page.section(Says("attention_of_head", n=int(head.number), what=Says(key)))
        else:
            self.page.section(Says(key))

    def called(self, query: int) -> Says:
        """Token 2, or query 2 where the keys are others' tokens."""
        sources = self.model.sources
        within = sources.get("Q") == sources.get("K") or {"Q", "K"} <= self.model.tokens.keys()
        return Says("attention_token" if within and self.model.queries > 1 else "attention_query", n=query + 1)

    def results(self) -> list[Name]:
        """What is reported: the outputs, one a query where they were found one by one."""
        if self.last not in self.formulas:
            return []
        if self.last != OUT:
            return [self.last]
        own = [self.heads[0].of_query("O", query) for query in range(self.model.queries)]
        there = {step.name for step in self.page.steps}
        return own if there.issuperset(own) else [OUT]

    def now(self, matrix: Name) -> numpy.ndarray:
        """The numbers of a matrix, which tell where its largest are, and its zeros."""
        import numpy

        with quietly():
            for name, formula in (self.page.given | self.formulas).items():
                if name not in self._numbers:
                    self._numbers[name] = formula.evaluate(self._numbers, DOUBLES)
        return numpy.asarray(self._numbers[matrix], dtype=float)

    # The rest

    def _given_weights(self) -> None:
        """Weights that are given: what they make of the values."""
        head = self.heads[0]
        rows = Rows(self, head)
        if "V" in self.model.tokens:
            self._section(head, "attention_outputs")
            rows.outputs(OUT)
        self.rows.append(rows)

    def _join(self, projections: Projections) -> None:
        """The heads side by side, times W_O."""
        joined = self.model.joined
        if len(self.heads) == 1 and joined is None:
            return
        outputs = [Symbol(head.matrix("H")) for head in self.heads]
        self.page.section(Says("attention_joined" if len(self.heads) > 1 else "attention_last"))
        self.page.block()
        last = outputs[0]
        if len(outputs) > 1:
            name = JOINED if joined else OUT
            last = self.step(name, self.form.side_by_side(outputs), Says("attention_side_by_side"))
        if joined is not None:
            self.step(OUT, projections.made(joined, last))
