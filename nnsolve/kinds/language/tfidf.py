"""TF-IDF: how often a term is in a document, weighed by in how few documents it is.

Sources: Manning, Raghavan and Schütze, Introduction to Information Retrieval, chapter 6, and Jurafsky and Martin,
Speech and Language Processing, for counts, 1 + log and log(N/df); scikit-learn (TfidfTransformer) for smooth,
ln((1 + N)/(1 + df)) + 1, and plus-one, ln(N/df) + 1. Which of them is meant has no default.
"""

from __future__ import annotations

from ...errors import counted, here, quote
from ...reading.schema import Choice, Field, Flag, ListOf, Record
from ...reading.yamlfile import Faults
from .tokens import MOST_TOKENS, Words

MOST_DOCUMENTS, MOST_TERMS = 8, 40
# The conventions with which a term that is in all documents weighs nothing.
VANISHING = ("ln", "log10", "log2")


class TfIdf(Record):
    """``tfidf:`` the documents, and which of the formulas in use is meant."""

    documents = Field(ListOf(Words(), MOST_DOCUMENTS, least=1), "the documents, each a text that is cut at its spaces")
    tf = Field(
        Choice("count", "relative", "log", "log10"),
        "the count, the count over the words of the document, 1 + ln of the count, or 1 + log10 of it",
    )
    idf = Field(
        Choice("ln", "log10", "log2", "smooth", "plus-one"),
        "ln(N/df), the same to base 10 or 2, ln((1 + N)/(1 + df)) + 1 (smooth), or ln(N/df) + 1 (plus-one)",
    )
    normalize = Field(Choice("none", "l2"), "weights as they are, or divided by the length of their document")
    terms = Field(Words(), "the terms that are weighed; all words unless told", default=None)
    tokens = Field(
        Choice("as-written", "lower"), "words as they are written, or in small letters", default="as-written"
    )
    cosine = Field(Flag(), "the cosine similarity of every two documents as well", default=False)

    def check(self, faults: Faults) -> None:
        """Not too many words, terms that are there once, and documents that have a direction where one is needed."""
        if not self.has("documents", "tf", "idf", "normalize"):
            return
        total = sum(map(len, self.documents))
        if total > MOST_TOKENS:
            faults.add(self.places["documents"], f"expected at most {MOST_TOKENS} words in all; {here(total)}", "")
            return
        self._check_terms(faults)
        if self.cosine and len(self.documents) < 2:
            faults.add(self.places["cosine"], "one document has no other one to be like", "")
        if not faults.found and (self.cosine or self.normalize == "l2"):
            self._check_lengths(faults)

    def _check_terms(self, faults: Faults) -> None:
        place = self.places.get("terms", self.places["documents"])
        if len(self.weighed) > MOST_TERMS:
            faults.add(place, f"expected at most {counted(MOST_TERMS, 'terms')}; {here(len(self.weighed))}", "")
        if not self.terms:
            return
        for term in self.weighed:
            if not self.df(term):
                faults.add(place, f"{quote(term)} is in no document, so it has no idf", "")
        if len(self.weighed) < len(self.terms):
            faults.add(place, "a term stands there twice", "")

    def _check_lengths(self, faults: Faults) -> None:
        for k, counts in enumerate(self.counts, 1):
            if not any(counts[term] and not self.vanishes(term) for term in self.weighed):
                text = f"all weights of document {k} are 0, so it has no length to divide by"
                faults.add(self.places["documents"].at(k - 1), text, "")

    def vanishes(self, term: str) -> bool:
        """Whether a term weighs nothing, since it is in all documents."""
        return self.idf in VANISHING and self.df(term) == len(self.documents)

    @property
    def texts(self) -> list[list[str]]:
        """The documents as they are counted."""
        return [self._spelt(text) for text in self.documents]

    def _spelt(self, words: list[str]) -> list[str]:
        return [word.lower() for word in words] if self.tokens == "lower" else words

    @property
    def weighed(self) -> list[str]:
        """The terms, each once, in the order in which they come."""
        if self.terms:
            return list(dict.fromkeys(self._spelt(self.terms)))
        return list(dict.fromkeys(word for text in self.texts for word in text))

    @property
    def counts(self) -> list[dict[str, int]]:
        """For every document how often each term is there."""
        terms = self.weighed
        return [dict(zip(terms, map(text.count, terms), strict=True)) for text in self.texts]

    def df(self, term: str) -> int:
        """In how many documents a term is."""
        return sum(term in text for text in self.texts)
