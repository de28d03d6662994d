"""Language: perplexity, n-grams, BLEU, ROUGE, beam search, edit distance, word2vec, cosines, TF-IDF, BERT's input."""

from __future__ import annotations

from collections.abc import Callable

from ...reading.problem import CommonProblem, rounding_note
from ...reading.schema import Field, Nested
from ...reading.yamlfile import Faults
from ...working import Working
from .beam import Beam
from .beam_page import write_beam
from .bert import Bert
from .bert_page import write_bert
from .bleu import Bleu
from .bleu_page import write_bleu
from .counted import Grams, write_grams
from .distance import Distance, write_distance
from .perplexity import Perplexity, write_perplexity
from .rouge import Rouge, write_rouge
from .sequence import Sequence, write_sequence
from .similarity import Similarity, write_similarity
from .tfidf import TfIdf
from .tfidf_page import write_tfidf
from .word2vec import Word2Vec

TOPIC = "Sequences"


def write_word2vec(page: Working, task: Word2Vec) -> None:
    """The page of word2vec, which alone needs the chain rule: that is loaded here."""
    from .word2vec_page import write_word2vec as write

    write(page, task)


# What writes each task.
WRITERS: dict[str, Callable[..., None]] = {
    "perplexity": write_perplexity,
    "sequence": write_sequence,
    "bleu": write_bleu,
    "rouge": write_rouge,
    "beam": write_beam,
    "ngrams": write_grams,
    "distance": write_distance,
    "word2vec": write_word2vec,
    "similarity": write_similarity,
    "tfidf": write_tfidf,
    "bert": write_bert,
}


class Problem(CommonProblem):
    """One task of those that measure sequences of tokens, or find them."""

    numbers_in = tuple(WRITERS)

    perplexity = Field(
        Nested(Perplexity),
        "the probabilities that a model gave to the tokens of a text",
        default=None,
    )
    sequence = Field(
        Nested(Sequence),
        "the conditional probability of each token, for the probability of the whole",
        default=None,
    )
    bleu = Field(
        Nested(Bleu),
        "a candidate and its reference or references",
        default=None,
        example="{reference: the cat is sleeping on a mat, candidate: the the cat on a mat, n: 2}",
    )
    beam = Field(
        Nested(Beam),
        "a beam search: its width, the steps, and the probabilities of words after words",
        default=None,
    )
    ngrams = Field(
        Nested(Grams),
        "texts, and the runs of words whose probability is estimated from their counts",
        default=None,
    )
    distance = Field(
        Nested(Distance),
        "a reference and a hypothesis: their edit distance, and the word error rate",
        default=None,
    )
    rouge = Field(
        Nested(Rouge),
        "a candidate and its reference: recall, precision and F of what both have",
        default=None,
    )

    word2vec = Field(
        Nested(Word2Vec),
        "sizes, a sentence and a window, or vectors and a pair: parameters, pairs, loss, gradients, update",
        default=None,
    )

    similarity = Field(
        Nested(Similarity), "vectors: their cosine similarities, distances, and the nearest one", default=None
    )

    tfidf = Field(
        Nested(TfIdf), "documents: the TF-IDF weights of their terms, by the formulas that are named", default=None
    )

    bert = Field(
        Nested(Bert),
        "BERT: the ids of an input, how many tokens are masked, the loss of masked positions",
        default=None,
    )

    def check(self, faults: Faults) -> None:
        """One task, as each has a page of its own."""
        chosen = [name for name in WRITERS if name in self.places]
        known = ", ".join(f"{name}:" for name in WRITERS)
        if not chosen:
            faults.add(self.beginning, f"nothing to compute: write one of {known}", "")
        for name in chosen[1:]:
            text = f"{name}: cannot stand beside {chosen[0]}:; write two problems with --- between them"
            faults.add(self.places[name], text, "")


def solve(problem: Problem) -> Working:
    """The page of the task."""
    page: Working = Working(problem)
    for name, write in WRITERS.items():
        task = getattr(problem, name)
        if task is not None:
            write(page, task)
    page.note(rounding_note(problem.precision))
    return page


__all__ = ["Problem", "solve"]
