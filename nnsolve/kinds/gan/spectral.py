"""The spectral norm of a matrix by power iteration, the true norm beside it, and the matrix over it.

Source: Miyato et al., Spectral Normalization for Generative Adversarial Networks (2018), algorithm 1: v = Wᵀu over its
length, u = Wv over its length, σ = uᵀWv.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import counted, here
from ...formula.array_functions import inner
from ...formula.arrays import Array, MatMul, Transpose
from ...formula.expr import Div, Expr, Symbol
from ...formula.functions import Function, sqrt
from ...formula.marks import Mark
from ...names import At, Name, Role, entry_at
from ...reading.grids import NUMBERS, Grid, read_leaf
from ...reading.literals import constant
from ...reading.schema import Field, ListOf, Number, Raw, Record, Whole, together
from ...reading.yamlfile import Faults
from ...solution import Column, Ref, Says, Table
from ...working import Working

if TYPE_CHECKING:
    import numpy

MOST_SIDE, MOST_ITERATIONS, LARGEST = 6, 20, 1e6
W, NORMALISED, TRUE = Name(Role.PARAMETER, "W"), Name(Role.PARAMETER, "W_SN"), Name(Role.RESULT, "norm")
_VECTOR = ListOf(Number(least=-LARGEST, most=LARGEST), MOST_SIDE, least=1)


def _largest_singular_value(matrix: numpy.ndarray) -> float:
    import numpy

    return float(numpy.linalg.norm(numpy.asarray(matrix, dtype=float), 2))


LARGEST_SINGULAR_VALUE = Function("σmax", _largest_singular_value, whole=True, code="np.linalg.norm({0}, 2)")


class SpectralKeys(Record):
    """``spectral_norm:`` the matrix, the vector with which the iteration begins, and how long it goes on."""

    matrix = Field(Raw(NUMBERS), "W, a list of rows")
    u = Field(_VECTOR, "the vector to begin with, one number a row of W: first v = Wᵀu", default=None, excludes="v")
    v = Field(_VECTOR, "or one number a column of W: first u = Wv", default=None)
    iterations = Field(Whole(1, MOST_ITERATIONS), "how often both vectors are computed")

    @together("matrix")
    def rows(self, faults: Faults) -> Grid | None:
        """The rows of W."""
        node = self.places["matrix"]
        leaf = read_leaf(node, faults, MOST_SIDE)
        if leaf is None:
            return None
        if max(leaf.size) > MOST_SIDE:
            return faults.add(node, f"a matrix has at most {MOST_SIDE} rows and columns here", "")
        return leaf.grid

    def check(self, faults: Faults) -> None:
        """One vector that fits and is not 0."""
        if not {"u", "v"} & self.places.keys():
            text = "with which vector does it begin? Write u:, one number a row of W (first Wᵀu), or v:, one a column"
            faults.add(self.beginning, text, "")
        if not self.has("rows"):
            return
        for key, size, side in (("u", len(self.rows), "row"), ("v", len(self.rows[0]), "column")):
            if self.has(key):
                self._check_vector(key, size, side, faults)

    def _check_vector(self, key: str, size: int, side: str, faults: Faults) -> None:
        vector = getattr(self, key)
        if len(vector) != size:
            text = f"expected {counted(size, 'numbers')}, one a {side} of W; {here(len(vector))}"
            faults.add(self.places[key], text, "")
        elif not any(map(constant, vector)):
            faults.add(self.places[key], "a vector of zeros has no direction", "")


class Iteration:
    """The iteration while it is written: ``first`` is computed before ``second``."""

    def __init__(self, page: Working, task: SpectralKeys):
        self.page, self.task = page, task
        self.first, self.second = ("v", "u") if task.u is not None else ("u", "v")
        self.turned: Expr = Transpose(Symbol(W))

    def write(self) -> None:
        """Every iteration, the true norm, the normalised matrix, and a table of the estimates."""
        page, task = self.page, self.task
        begin = self.at(self.second, 0)
        page.row({W: Array(task.rows)})
        page.row({begin: Array([[number] for number in (task.u if task.u is not None else task.v) or ()])})
        page.marks[begin] = Mark(self.second, "0")
        page.section(Says("gan_section_power"))
        page.block(intro=Says("gan_rule_power"))
        estimates = [self._write(t) for t in range(1, task.iterations + 1)]
        page.section(Says("gan_section_spectral"))
        page.block()
        page.answer(TRUE, LARGEST_SINGULAR_VALUE(Symbol(W)), Says("gan_true_norm"))
        page.block()
        page.answer(NORMALISED, Div(Symbol(W), Symbol(estimates[-1])), Says("gan_normalised"))
        page.marks |= {TRUE: Mark("‖W‖"), NORMALISED: Mark("W", "SN")}
        page.synonyms |= {"sigma": estimates[-1], "σ": estimates[-1], "spectral_norm": TRUE, "W'": NORMALISED}
        rows = [[t, Ref(name)] for t, name in enumerate(estimates, 1)]
        rows.append([Says("gan_true"), Ref(TRUE)])
        columns = [Column("iteration", "gan_column_iteration"), Column("norm", "gan_column_estimate")]
        page.table(Table(columns, rows, title=Says("gan_table_power")))
        if not page.rounding.carry:
            page.note(Says("gan_note_power"), always=False)
        self._hold()
        page.statement.append(Says("gan_statement_power", n=task.iterations, begin=begin))

    def at(self, letter: str, t: int) -> Name:
        """A vector or number of the t-th iteration."""
        return Name(Role.STATE, letter, at=At(time=t))

    def _write(self, t: int) -> Name:
        """One iteration: both products, their lengths, both vectors; the last length is the estimate."""
        page = self.page
        page.block(Says("gan_iteration", n=t))
        before = Symbol(self.at(self.second, t - 1))
        self._unit(self.first, before, self.at("length", t), t, None)
        estimate = self.at("sigma", t)
        page.marks |= {estimate: Mark("σ", str(t)), self.at("length", t): Mark("length", str(t))}
        self._unit(self.second, Symbol(self.at(self.first, t)), estimate, t, Says("gan_estimate"))
        page.answers.append(estimate)
        return estimate

    def _unit(self, letter: str, vector: Expr, length: Name, t: int, said: Says | None) -> None:
        """W or Wᵀ times a vector, and the same over its length."""
        page = self.page
        product, unit = self.at(_PRODUCTS[letter], t), self.at(letter, t)
        page.marks |= {product: Mark(_PRINTED[letter], str(t)), unit: Mark(letter, str(t))}
        left = self.turned if letter == "v" else Symbol(W)
        moved = page.step(product, MatMul(left, vector))
        size = page.step(length, sqrt(inner(moved, moved)), said)
        page.step(unit, Div(moved, size))

    def _hold(self) -> None:
        """The entries of vectors and of the normalised matrix, by their places from 1."""
        holders, sizes = self.page.holders, (len(self.task.rows), len(self.task.rows[0]))
        for i in range(sizes[0]):
            for j in range(sizes[1]):
                holders[entry_at(NORMALISED, f"[{i + 1},{j + 1}]")] = Ref(NORMALISED, (i, j))
        for t in range(1, self.task.iterations + 1):
            for letter, size in zip("uv", sizes, strict=True):
                for place in range(size):
                    for word in (letter, _PRODUCTS[letter]):
                        name = self.at(word, t)
                        holders[entry_at(name, f"[{place + 1}]")] = Ref(name, (place, 0))


_PRODUCTS = {"v": "Wtu", "u": "Wv"}
_PRINTED = {"v": "p", "u": "q"}


def write_spectral(page: Working, task: SpectralKeys) -> None:
    """The spectral norm of a matrix."""
    Iteration(page, task).write()
