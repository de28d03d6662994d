"""BLEU of one candidate: clipped n-gram counts, their precisions, the brevity penalty.

Source: Papineni, Roukos, Ward and Zhu, BLEU: a method for automatic evaluation of machine translation (2002). The
weights 1/2ⁿ are those of Zhang et al., Dive into Deep Learning, section on sequence to sequence learning. Smoothings
are method1 and method2 of NLTK (Chen and Cherry, 2014; the second is that of Lin and Och, 2004).
"""

from __future__ import annotations

from ...errors import counted, here
from ...formula.expr import ONE, Div, Expr, Num, whole
from ...reading.schema import Choice, Field, ListOf, Number, Record, Schema, Type, Whole
from ...reading.yamlfile import Faults, Node
from .ngrams import nearest_length
from .tokens import Words

MOST_REFERENCES, LARGEST_N = 8, 8


class Weights(Type[list[Num] | str]):
    """``equal`` (1/n), ``d2l`` (1/2ⁿ), or the weights themselves."""

    choices = ("equal", "d2l")
    numbers = ListOf(Number(least=0, most=1), LARGEST_N, least=1)

    def read(self, node: Node, faults: Faults):
        if node.text in self.choices:
            return node.text
        if node.items is None:
            return faults.add(node, "expected equal (1/n each), d2l (1/2ⁿ), or a list such as [0.5, 0.5]")
        return self.numbers.read(node, faults)

    def schema(self) -> Schema:
        return {"anyOf": [{"enum": list(self.choices)}, self.numbers.schema()]}


class Bleu(Record):
    """``bleu:`` the reference or references, the candidate, and up to which n."""

    reference = Field(Words(), "the right text, cut at its spaces", default=None, excludes="references")
    references = Field(ListOf(Words(), MOST_REFERENCES, least=1), "several right texts", default=None)
    candidate = Field(Words(), "the text that is measured")
    n = Field(Whole(1, LARGEST_N), "the longest run of words that is counted", default=4)
    weights = Field(Weights(), "equal (1/n each), d2l (1/2ⁿ for runs of n), or a list of n weights", default="equal")
    reference_length = Field(
        Choice("closest", "shortest"),
        "of several references: the length closest to the candidate's, or that of the shortest one",
        default="",
        needs="references",
    )
    smoothing = Field(
        Choice("none", "epsilon", "add-one"),
        "none; 0.1 in place of a count of 0 (NLTK, method1); or 1 added to both counts from pairs on (Lin and Och)",
        default="none",
    )
    tokens = Field(
        Choice("as-written", "lower"), "words as they are written, or in small letters", default="as-written"
    )

    def check(self, faults: Faults) -> None:
        """At least one reference, runs that the candidate has, and a length that all readers take alike."""
        if not {"reference", "references"} & self.places.keys():
            faults.add(self.beginning, "the key reference: is missing (the right text, or references: several)", "")
        if not self.has("candidate") or faults.found:
            return
        if self.n > len(self.candidate):
            own = len(self.candidate)
            text = f"a candidate of {counted(own, 'words')} has no run of {self.n}; write n: {own} or less"
            faults.add(self.places.get("n", self.places["candidate"]), text, "")
        if self.smoothing == "add-one" and self.n == 1:
            text = "add-one begins with pairs, and n is 1, so it changes nothing"
            faults.add(self.places["smoothing"], text)
        if isinstance(self.weights, list) and len(self.weights) != self.n:
            text = f"expected {counted(self.n, 'weights')}, as n is {self.n}; {here(len(self.weights))}"
            faults.add(self.places["weights"], text, "")
        self._check_length(faults)

    def _check_length(self, faults: Faults) -> None:
        lengths = self.lengths
        closest, shortest = nearest_length(lengths, len(self.candidate)), min(lengths)
        if closest != shortest and not self.reference_length:
            text = f"write reference_length: closest ({closest} words) or reference_length: shortest ({shortest} words)"
            faults.add(self.places["references"], f"the references differ in length; {text}", "")

    @property
    def texts(self) -> list[list[str]]:
        """All references, as they are compared."""
        return [self.compared(words) for words in self.references or [self.reference or []]]

    @property
    def lengths(self) -> list[int]:
        """The number of words of each reference."""
        return list(map(len, self.texts))

    def compared(self, words: list[str]) -> list[str]:
        """Words as they are compared."""
        return [word.lower() for word in words] if self.tokens == "lower" else words

    @property
    def r(self) -> int:
        """The reference length that counts."""
        if self.reference_length == "shortest":
            return min(self.lengths)
        return nearest_length(self.lengths, len(self.candidate))

    def weight(self, n: int) -> Expr:
        """The weight of runs of ``n`` words."""
        if isinstance(self.weights, list):
            return self.weights[n - 1]
        return Div(ONE, whole(self.n if self.weights == "equal" else 2**n))
