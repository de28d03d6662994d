"""The code of a variational autoencoder: a table with a row a dimension, from μ and its spread to z and KL.

KL of N(μ, σ²) to N(0, 1) is ½(μ² + σ² − ln σ² − 1) (Kingma and Welling, appendix B).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.expr import HALF, ONE, TWO, Add, Div, Expr, Mul, Pow, Sub, Symbol, sum_of
from ...formula.functions import ln
from ...solution import Block, Column, Ref, Says, Table
from ...subjects.cells import Cells
from ...working import Working
from .names import BITS, KL, Dimension, dimensions
from .spread import Spread

if TYPE_CHECKING:
    from . import Problem

_COLUMNS = {
    "mu": Column("mu", "vae_column_mu"),
    "s": Column("s", "vae_column_s"),
    "logsigma": Column("log_sigma", "vae_column_log_sigma"),
    "logvar": Column("log_var", "vae_column_log_var"),
    "var": Column("variance", "vae_column_variance"),
    "sigma": Column("sigma", "vae_column_sigma"),
    "eps": Column("epsilon", "vae_column_epsilon"),
    "z": Column("z", "vae_column_z"),
    "KL": Column("KL", "vae_column_kl"),
}


class Code:
    """The dimensions of a code on their page."""

    def __init__(self, page: Working, problem: Problem):
        self.page, self.problem = page, problem
        self.spread: Spread = problem.spread
        self.dimensions = dimensions(len(problem.means))
        made = {self.spread.word, *(word for word, _ in self.spread.rest)}
        drawn = {"eps", "z"} if problem.epsilon is not None else set()
        self.words = [word for word in _COLUMNS if word in {"mu", "KL"} | made | drawn]

    def write(self) -> None:
        """The given numbers, the table, and the lines of its last row."""
        self._give("mu", self.problem.means)
        self._give(self.spread.word, self.problem.given_spread)
        if self.problem.epsilon is not None:
            self._give("eps", self.problem.epsilon)
        cells = Cells(self.page)
        drawn = [dimension.name("z") for dimension in self.dimensions] if "z" in self.words else []
        self.page.answers += drawn
        for dimension in self.dimensions:
            dimension.tell(self.page, self.words)
            self._write_row(cells, dimension)
        if len(self.dimensions) > 1:
            cells.step(KL, sum_of([dimension.name("KL") for dimension in self.dimensions]), Says("vae_sum"))
        self.page.answers.append(KL)
        self.page.synonyms |= dict.fromkeys(("kl", "D_KL", "DKL", "KL(q||p)", "KL loss"), KL)
        cells.write(Says("vae_section_code"), [self._table()], Says(self.spread.rule), [self._last_row(cells)])
        if self.problem.unit == "bits":
            self.page.section(Says("vae_section_bits"))
            self.page.block()
            self.page.answer(BITS, Div(Symbol(KL), ln(TWO)), Says("vae_bits"))

    def _last_row(self, cells: Cells) -> Block:
        """The lines of the last row; of a single dimension all lines."""
        if len(self.dimensions) == 1:
            return Block(None, list(cells.open))
        last = [step for step in cells.open if step.name.by == self.dimensions[-1].item and step.name != KL]
        return Block(Says("vae_last_row", n=len(self.dimensions)), last)

    def _give(self, word: str, numbers: list[Expr]) -> None:
        names = [dimension.name(word) for dimension in self.dimensions]
        self.page.row(dict(zip(names, numbers, strict=True)))

    def _write_row(self, cells: Cells, dimension: Dimension) -> None:
        """All that is computed of one dimension."""
        for word, formula in self.spread.steps(dimension):
            # The square of σ is printed as its name is.
            shows = "numbers" if isinstance(formula, Pow) else ""
            cells.step(dimension.name(word), formula, shows=shows)
        if self.problem.epsilon is not None:
            cells.step(dimension.name("z"), sampled(dimension), Says("vae_sampled"))
        cells.step(dimension.name("KL"), divergence(dimension), Says("vae_divergence"))

    def _table(self) -> Table:
        """A row a dimension; of several the sum of KL below."""
        rows: list[list] = []
        for number, dimension in enumerate(self.dimensions, 1):
            rows.append([number, *(Ref(dimension.name(word)) for word in self.words)])
        if len(self.dimensions) > 1:
            rows.append([Says("vae_row_sum"), *[""] * (len(self.words) - 1), Ref(KL)])
        return Table([Column("dimension", "vae_column_dimension"), *(_COLUMNS[word] for word in self.words)], rows)


def sampled(dimension: Dimension) -> Expr:
    """z = μ + σ·ε: the reparameterised draw."""
    return Add((dimension.symbol("mu"), Mul((dimension.symbol("sigma"), dimension.symbol("eps")))))


def divergence(dimension: Dimension) -> Expr:
    """KL of N(μ, σ²) to N(0, 1), in nats."""
    squares = Add((Pow(dimension.symbol("mu"), TWO), dimension.symbol("var")))
    return Mul((HALF, Sub(Sub(squares, dimension.symbol("logvar")), ONE)))
