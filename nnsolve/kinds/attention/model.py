"""Attention as data: where queries, keys and values come from, its heads, what is seen, and how tokens are laid out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ...formula.array_functions import (
    ACROSS,
    DOWN,
    beside,
    part,
    softmax_by_columns,
    softmax_by_rows,
    softmax_seen,
    stacked,
)
from ...formula.arrays import Array, Entry, Line, MatMul, Transpose
from ...formula.expr import Expr, Symbol
from ...formula.functions import Function
from ...names import Name
from ...reading.grids import Given, Grid, read_leaf

if TYPE_CHECKING:
    from ...reading.yamlfile import Faults, Node
    from .block_keys import BlockModel, FeedForward, Norm
    from .head_keys import LmHead

S = TypeVar("S")
T = TypeVar("T")
Seen = Sequence[Sequence[bool]]
ROLES = ("Q", "K", "V")


class Form:
    """How tokens stand in their matrices: one a row, so that weights stand behind them, or one a column.

    What is told about queries and keys is the same in both; ``place`` says where it stands.
    """

    __slots__ = ("rows",)

    def __init__(self, rows: bool):
        self.rows = rows

    def pair(self, first: S, second: S) -> tuple[S, S]:
        """What belongs to the rows of a matrix and to its columns, of two that are told with tokens in rows."""
        return (first, second) if self.rows else (second, first)

    def tokens(self, grid: Grid) -> int:
        """How many tokens a matrix has."""
        return self.pair(len(grid), len(grid[0]))[0]

    def features(self, grid: Grid) -> int:
        """How many numbers a token has; of weights how many they make of a token."""
        return self.pair(len(grid), len(grid[0]))[1]

    def taken_by(self, weights: Grid) -> int:
        """How many numbers a token has that weights take."""
        return self.tokens(weights)

    def place(self, query: int, key: int) -> tuple[int, int]:
        """Row and column of the score of a query and a key, or of a token and one of its numbers."""
        return self.pair(query, key)

    def product(self, tokens: Expr, weights: Expr) -> Expr:
        """What weights make of tokens."""
        return MatMul(tokens, weights) if self.rows else MatMul(weights, tokens)

    def turned(self, tokens: Expr, weights: Expr) -> Expr:
        """What weights that are written for a column make of tokens."""
        return MatMul(tokens, Transpose(weights)) if self.rows else MatMul(weights, tokens)

    def scores(self, queries: Expr, keys: Expr) -> Expr:
        """The dot products of all queries with all keys."""
        return MatMul(queries, Transpose(keys)) if self.rows else MatMul(Transpose(keys), queries)

    def mixed(self, weights: Expr, values: Expr) -> Expr:
        """The weighted sums of the values, one for every query."""
        return MatMul(weights, values) if self.rows else MatMul(values, weights)

    def softmax(self, seen: Seen | None) -> Function:
        """The softmax over the keys of every query."""
        if seen is None:
            return softmax_by_rows if self.rows else softmax_by_columns
        return softmax_seen(ACROSS if self.rows else DOWN, self.laid(seen))

    def laid(self, pairs: Sequence[Sequence[T]]) -> Sequence[Sequence[T]]:
        """What belongs to every query and every key, query by query, as it stands in a matrix of scores."""
        return pairs if self.rows else [list(column) for column in zip(*pairs, strict=True)]

    def side_by_side(self, parts: Sequence[Expr]) -> Expr:
        """The features of several matrices of the same tokens."""
        return (beside if self.rows else stacked)(*parts)

    def together(self, tokens: Sequence[Expr]) -> Expr:
        """The matrix of several tokens."""
        return (stacked if self.rows else beside)(*tokens)

    def share(self, matrix: Name, tokens: int, first: int, last: int) -> Expr:
        """Some of the features of all tokens."""
        return part(*self.pair((0, tokens), (first, last)))(Symbol(matrix))

    def token_of(self, matrix: Name, number: int, features: int) -> Expr:
        """A token as a part of its matrix, which can be differentiated."""
        return part(*self.pair((number, number + 1), (0, features)))(Symbol(matrix))

    def token(self, name: Name, matrix: Name, number: int) -> Line:
        """A token under a name of its own, as a line of its matrix."""
        return Line(name, matrix, number, not self.rows)

    def read(self, node: Node, faults: Faults) -> Grid | None:
        """A matrix of tokens; a plain list is one token."""
        leaf = read_leaf(node, faults)
        if leaf is None:
            return None
        return self.vector(leaf.line).rows if leaf.flat else leaf.grid

    def vector(self, numbers: Sequence[Expr]) -> Array:
        """The numbers of one token."""
        return Array([numbers]) if self.rows else Array([[number] for number in numbers])


def entry(matrix: Name, row: int, column: int) -> Entry:
    """An entry of a matrix, both from 0, under its name counted from 1."""
    return Entry(matrix, row, column, indices=f"[{row + 1},{column + 1}]")


class Projection(NamedTuple):
    """What makes queries, keys or values of tokens: weights, perhaps a bias; none of both for the tokens themselves."""

    weights: Given | None = None
    bias: Given | None = None


class Score(NamedTuple):
    """How a query and a key are compared: dot, general (W) or additive (W, U, v)."""

    how: str
    weights: dict[str, Given]


class Layer(NamedTuple):
    """One layer of attention, with what stands around it.

    ``level`` stands behind its names where there are several: ^2. ``sources``: of Q, K and V the matrix that it is made
    of. ``shared``: what makes all heads at once, where each takes its share of it; else every head has its own in
    ``heads``. ``width`` are the numbers of a token that comes in, ``output`` those of one that goes on.
    """

    level: str
    sources: dict[str, Name]
    shared: dict[str, Projection] | None
    heads: list[dict[str, Projection]]
    joined: Projection | None
    d_q: int
    d_k: int
    d_v: int
    width: int
    output: int
    block: BlockModel | None


class Model(NamedTuple):
    """All that was read.

    ``tokens``: the given matrices by their key, as they are printed. ``seen`` is None where every query sees every key.
    ``output`` are the numbers of a token behind all of it. ``feed_forward`` stands alone, where there is no layer of
    attention; ``positions`` are those of the tokens.
    """

    form: Form
    tokens: dict[str, Given]
    layers: list[Layer]
    score: Score
    seen: Seen | None
    queries: int
    keys: int
    width: int
    output: int
    positions: list[int]
    feed_forward: FeedForward | None
    final: Norm | None
    head: LmHead | None
    above: Given | None
    targets: Given | None

    @property
    def first(self) -> Layer:
        """The lowest layer, which a page tells of."""
        return self.layers[0]
