"""What attention looks at: tokens, or queries, keys and values, or given weights; and of which rows the entropy is."""

from __future__ import annotations

from ...reading.grids import MOST_SIDE, NUMBERS
from ...reading.problem import CommonProblem
from ...reading.schema import Choice, Field, ListOf, Raw, Record, Whole


class Rows(Record):
    """``entropy:`` of which rows of weights, and in which unit."""

    rows = Field(ListOf(Whole(1, MOST_SIDE)), "the numbers of the queries; all unless told", default=None)
    logarithm = Field(Choice("log2", "ln"), "log2 for bits, ln for nats")


class TokenKeys(CommonProblem):
    """Tokens, or queries, keys and values, or the weights of attention."""

    inputs = Field(
        Raw(NUMBERS),
        "X, one row a token; or write Q:, K: and V:",
        default=None,
        example="[[1, 0], [0, 2], [1, 1]]",
    )
    memory = Field(
        Raw(NUMBERS),
        "tokens from which keys and values are made in place of the inputs: cross-attention",
        default=None,
    )
    Q = Field(Raw(NUMBERS), "the queries, one row each; a plain list is one query", default=None)
    K = Field(Raw(NUMBERS), "the keys", default=None)
    V = Field(Raw(NUMBERS), "the values", default=None)
    A = Field(Raw(NUMBERS), "the weights of attention, where scores need not be computed", default=None)
