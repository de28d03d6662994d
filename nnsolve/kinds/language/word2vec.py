"""word2vec: how many parameters it has, the pairs of a window, and one pair with its loss, gradients and update.

Sources: Mikolov, Sutskever, Chen, Corrado and Dean, Distributed representations of words and phrases (2013); Rong,
word2vec parameter learning explained (2014), whose v are the input vectors and u = v′ the output vectors; Stanford's
CS 224N, assignment 2.
"""

from __future__ import annotations

from ...errors import counted, here, nearest, quote
from ...formula.expr import Expr
from ...reading.schema import Choice, Field, ListOf, MapOf, Number, Record, Whole
from ...reading.yamlfile import Faults, Node
from .tokens import Words

MOST_VECTORS, LARGEST_DIMENSION, LONGEST_WORD = 20, 12, 20
LONGEST_SENTENCE, WIDEST_WINDOW, LARGEST_COUNT = 60, 21, 10**9
# The exponential of a product of such vectors is far from the largest double.
LARGEST_ENTRY = 5
_VECTORS = MapOf(ListOf(Number(least=-LARGEST_ENTRY, most=LARGEST_ENTRY), LARGEST_DIMENSION, least=1))
Vectors = dict[str, list[Expr]]


class Word2Vec(Record):
    """``word2vec:`` sizes to count, a sentence to cut into pairs, or vectors and a pair of words."""

    model = Field(
        Choice("skip-gram", "cbow"),
        "skip-gram: the center predicts a word around it; cbow: the words around predict the center",
        default="",
    )
    vocabulary = Field(Whole(1, LARGEST_COUNT), "V, how many words have vectors", default=None, needs="dimension")
    dimension = Field(Whole(1, LARGEST_COUNT), "d, how many numbers a vector has", default=None, needs="vocabulary")
    sentence = Field(
        Words(), "the text over which the window slides", default=None, needs=("model", "window", "window_counts")
    )
    window = Field(Whole(1, WIDEST_WINDOW), "the size of the window", default=None, needs="sentence")
    window_counts = Field(
        Choice("each-side", "whole"),
        "what window: counts: the words on each side of the center, or all words with the center",
        default="",
        needs="window",
    )
    input_vectors = Field(
        _VECTORS, "v: the vector of each word that predicts", default=None, needs=("model", "output_vectors", "center")
    )
    output_vectors = Field(
        _VECTORS, "u: the vector of each word that may be predicted", default=None, needs="input_vectors"
    )
    center = Field(Words(), "the word in the middle of the window", default=None, needs="input_vectors")
    context = Field(Words(), "the word around it; of cbow all words around it", default=None, needs="input_vectors")
    average = Field(
        Choice("mean", "sum"),
        "what cbow makes of the vectors of several context words",
        default="",
        needs="context",
    )
    negative = Field(
        Words(), "negative sampling instead of the softmax: the words that were drawn", default=None, needs="context"
    )
    learning_rate = Field(
        Number(above=0), "the learning rate η of one update of all vectors", default=None, needs="context"
    )

    def check(self, faults: Faults) -> None:
        """Something to compute, and what each part needs."""
        if not {"vocabulary", "sentence", "input_vectors"} & self.places.keys():
            text = (
                "nothing to compute: write vocabulary: and dimension:, or sentence: and window:, or input_vectors: "
                "and output_vectors:"
            )
            faults.add(self.beginning, text, "")
        if faults.found:
            return
        if not self.sentence and self.input_vectors is None:
            self.idle(faults, ["model"], "only the parameters are counted, which are as many in both models")
        if self.sentence:
            self._check_window(faults)
        if self.input_vectors is not None:
            self._check_pair(faults)

    def _check_window(self, faults: Faults) -> None:
        assert self.sentence and self.window, "a sentence has a window"
        if not 2 <= len(self.sentence) <= LONGEST_SENTENCE:
            text = f"expected 2 to {LONGEST_SENTENCE} words; {here(len(self.sentence))}"
            faults.add(self.places["sentence"], text, "")
        if self.window_counts == "whole" and (self.window < 3 or self.window % 2 == 0):
            text = "a window with the center in its middle has an odd number of words, 3 or more"
            faults.add(self.places["window"], text)

    def _check_pair(self, faults: Faults) -> None:
        self._check_vectors(faults)
        if not faults.found:
            self._check_words(faults)
        if not faults.found:
            self._check_model(faults)

    def _check_vectors(self, faults: Faults) -> None:
        """Words that can stand below a letter, and vectors of one length."""
        length = len(next(iter(self.inputs.values()), []))
        for key, vectors in (("input_vectors", self.inputs), ("output_vectors", self.outputs)):
            place = self.places[key]
            if not 1 <= len(vectors) <= MOST_VECTORS:
                faults.add(place, f"expected 1 to {counted(MOST_VECTORS, 'words')}; {here(len(vectors))}", "")
                return
            for word, vector in vectors.items():
                _check_word(word, place.keys[word], faults)
                if len(vector) != length:
                    text = f"expected {counted(length, 'numbers')}, as in the first vector; {here(len(vector))}"
                    faults.add(place.mapped[word], text, "")

    def _check_words(self, faults: Faults) -> None:
        """Every word that takes part has the vector that it needs, and there are as many as the model takes."""
        if len(self.center or []) != 1:
            faults.add(self.places["center"], "expected one word", "")
        if self.model == "cbow" and not self.context:
            faults.add(self.places["model"], "which words are around the center? Write context: and those words")
        if self.model == "skip-gram" and self.context and len(self.context) != 1:
            text = f"expected one word, the other one of the pair; {here(len(self.context))}"
            faults.add(self.places["context"], text, "")
        if faults.found:
            return
        source, target = ("center", "context") if self.model == "skip-gram" else ("context", "center")
        self._known(source, self.inputs, "input_vectors", faults)
        self._known(target, self.outputs, "output_vectors", faults)
        self._known("negative", self.outputs, "output_vectors", faults)

    def _known(self, key: str, vectors: Vectors, among: str, faults: Faults) -> None:
        for word in getattr(self, key) or []:
            if word not in vectors:
                text = f"{among}: has no vector of {quote(word)}.{nearest(word, vectors)}"
                faults.add(self.places[key], text, "")

    def _check_model(self, faults: Faults) -> None:
        """A mean or a sum where there are several words, and negatives that are not the word itself."""
        several = self.model == "cbow" and len(self.predicting) > 1
        if several and not self.average:
            text = "is h the mean or the sum of their vectors? Write average: mean or average: sum"
            faults.add(self.places["context"], text, "")
        if not several:
            self.idle(faults, ["average"], "one word predicts alone, so it changes nothing")
        if self.negative and self.predicted in self.negative:
            text = f"{quote(self.predicted)} is the word that is predicted; word2vec draws others"
            faults.add(self.places["negative"], text, "")
        if not self.negative and self.predicted is not None and len(self.outputs) < 2:
            text = "a softmax needs the vectors of at least two words"
            faults.add(self.places["output_vectors"], text, "")

    @property
    def inputs(self) -> Vectors:
        """The input vectors by word."""
        return self.input_vectors or {}

    @property
    def outputs(self) -> Vectors:
        """The output vectors by word."""
        return self.output_vectors or {}

    @property
    def predicting(self) -> list[str]:
        """The words whose input vectors are used."""
        return (self.center if self.model == "skip-gram" else self.context) or []

    @property
    def predicted(self) -> str | None:
        """The word that is predicted; None where only the probabilities are wanted."""
        words = self.context if self.model == "skip-gram" else self.center
        return words[0] if words else None

    @property
    def scored(self) -> list[str]:
        """The words whose output vectors are used: all in a softmax, else the right word and those drawn."""
        if not self.negative:
            return list(self.outputs)
        assert self.predicted is not None, "negatives stand beside the right word"
        return [self.predicted, *self.negative]

    @property
    def reach(self) -> int:
        """How many words on each side of the center are in the window."""
        assert self.window, "there is a window"
        return self.window if self.window_counts == "each-side" else (self.window - 1) // 2


def _check_word(word: str, place: Node, faults: Faults) -> None:
    """Notes a word that cannot stand below a letter."""
    if not word.isalnum() or len(word) > LONGEST_WORD:
        text = f"a word with a vector is made of letters and digits, at most {LONGEST_WORD}"
        faults.add(place, text, word[:LONGEST_WORD])


def column(vector: list[Expr]) -> list[list[Expr]]:
    """A vector as the rows of a column."""
    return [[number] for number in vector]
