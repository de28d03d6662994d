"""BERT: the ids of its input, how many tokens are masked, and the loss of the masked positions.

Source: Devlin, Chang, Lee and Toutanova, BERT: pre-training of deep bidirectional Transformers (2019): 15 % of the
tokens are chosen; of these 80 % become [MASK], 10 % another token, 10 % are kept. Padding has segment 0 and mask 0, as
in Google's program.
"""

from __future__ import annotations

from ...errors import counted, here
from ...reading.schema import Choice, Field, ListOf, Number, Record, Whole
from ...reading.yamlfile import Faults
from .tokens import Words

LONGEST, MOST_CHOSEN, MOST_MASKED = 64, 10**9, 100
CLS, SEP, PAD = "[CLS]", "[SEP]", "[PAD]"


class Bert(Record):
    """``bert:`` a text or a pair and a length, a number of tokens to mask, or probabilities of masked tokens."""

    first = Field(Words(), "the tokens of the first text, without [CLS] and [SEP]", default=None)
    second = Field(Words(), "the tokens of the second text", default=None, needs="first")
    length = Field(
        Whole(2, LONGEST), "the length up to which the input is padded; none unless told", default=None, needs="first"
    )
    maskable = Field(
        Whole(1, MOST_CHOSEN),
        "how many tokens may be chosen for masking, without [CLS], [SEP] and padding",
        default=None,
    )
    rounding_of_counts = Field(
        Choice("nearest", "down"),
        "how 15 % of them, and 80 % and 10 % of those chosen, become whole numbers",
        default="",
        needs="maskable",
    )
    probabilities = Field(
        ListOf(Number(above=0, most=1), MOST_MASKED, least=1),
        "the probability of the right token at each chosen position",
        default=None,
    )
    reduction = Field(
        Choice("mean", "sum"),
        "whether the loss is the mean or the sum over the chosen positions",
        default="",
        needs="probabilities",
    )

    def check(self, faults: Faults) -> None:
        """Something to compute, room for all tokens, and conventions where they change a number."""
        if not {"first", "maskable", "probabilities"} & self.places.keys():
            text = "nothing to compute: write first: (a text), maskable: (a number of tokens), or probabilities:"
            faults.add(self.beginning, text, "")
        if faults.found:
            return
        if self.first is not None:
            self._check_length(faults)
        if self.maskable is not None and not self.rounding_of_counts and self.maskable % 200:
            text = "not all counts are whole numbers; write rounding_of_counts: nearest or down"
            faults.add(self.places["maskable"], text)
        if self.probabilities is not None and not self.reduction:
            text = "is the loss their mean or their sum? Write reduction: mean or reduction: sum"
            faults.add(self.places["probabilities"], text, "")

    def _check_length(self, faults: Faults) -> None:
        needed = len(self.tokens)
        if self.length is not None and self.length < needed:
            text = f"the input has {counted(needed, 'tokens')} with [CLS] and [SEP]; it is padded, not cut"
            faults.add(self.places["length"], text)
        if needed > LONGEST:
            text = f"expected at most {counted(LONGEST, 'tokens')} with [CLS] and [SEP]; {here(needed)}"
            faults.add(self.places["first"], text, "")

    @property
    def tokens(self) -> list[str]:
        """The input without padding."""
        found = [CLS, *(self.first or []), SEP]
        return [*found, *self.second, SEP] if self.second else found

    @property
    def padding(self) -> int:
        """How many tokens of padding there are."""
        return max((self.length or 0) - len(self.tokens), 0)

    @property
    def of_first(self) -> int:
        """How many tokens belong to the first segment."""
        return len(self.first or []) + 2
