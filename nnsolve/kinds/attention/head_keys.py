"""The keys of what makes probabilities of words from tokens, and what was read of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...reading.grids import MOST_SIDE, NUMBERS
from ...reading.schema import Choice, Field, Flag, ListOf, Raw, Record, Text, Whole, With
from ...reading.yamlfile import Faults

if TYPE_CHECKING:
    from ...reading.grids import Given


class HeadKeys(Record):
    """``lm_head:`` the logits of words, their softmax, and the loss of the words that are right."""

    embedding = Field(
        Raw(NUMBERS),
        "E, one row a word, of as many numbers as a token has: the logits are h·Eᵀ (a tied embedding)",
        default=None,
    )
    weights = Field(
        Raw(NUMBERS),
        "W, where the logits are h·W: so many rows as a token has numbers",
        default=None,
        excludes=With("embedding", "the other way to write logits"),
    )
    bias = Field(Raw(NUMBERS), "b, one number a word", default=None)
    words = Field(ListOf(Text(), MOST_SIDE, 1), "the words in their order", default=None)
    targets = Field(
        Raw({"type": ["array", "string", "integer"]}),
        "the right word of every token, or its number; none for a token that does not count (masked language models)",
        default=None,
    )
    numbered_from = Field(
        Whole(0, 1), "the number of the first word, where targets are numbers", default=1, needs=With("targets")
    )
    loss = Field(
        Choice("sum", "mean"),
        "whether the losses −ln p of several tokens are added up, or their mean is taken",
        default=None,
        option=True,
        needs=With("targets"),
    )
    gradients = Field(Flag(), "the gradients by everything that is given", default=False, needs=With("targets"))

    def check(self, faults: Faults) -> None:
        """Logits need weights."""
        if self.embedding is None and self.weights is None and not faults.found:
            text = "logits need weights: embedding: (E, one row a word) or weights: (W, one column a word)"
            faults.add(self.beginning, text, "")


class LmHead(NamedTuple):
    """What was read: the weights of the logits, how they stand, and by token the number of the right word from 0.

    ``tied`` says that the weights have a row for every word. ``right`` has None for tokens that do not count, and is
    empty where no word is right. ``mean`` says that a mean is taken of the losses.
    """

    weights: Given
    tied: bool
    bias: Given | None
    words: list[str]
    size: int
    right: list[int | None]
    mean: bool

    @property
    def counted(self) -> list[int]:
        """The tokens that count, from 0."""
        return [token for token, word in enumerate(self.right) if word is not None]
