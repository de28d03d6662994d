"""Probabilities of n-grams from counts, with or without adding k to every count.

Source: Jurafsky and Martin, Speech and Language Processing, chapter on N-gram language models. A context is counted
where a word follows it, so that the probabilities of all words after it add up to 1.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from ...errors import counted, here
from ...formula.expr import Div, Expr, Mul, Symbol, product_of, whole
from ...formula.marks import Mark
from ...names import Name, Role, entry
from ...reading.schema import Field, ListOf, Number, Record, Whole, constant
from ...reading.yamlfile import Faults
from ...solution import Column, Says, Table
from ...subjects.cells import Cells
from ...working import Working
from .ngrams import Gram, grams
from .tokens import MOST_TOKENS, Words

MOST_TEXTS, LARGEST_N, MOST_WANTED = 50, 5, 50
ADDED, VOCABULARY = Name(Role.OPTION, "k"), Name(Role.COUNT, "V")
TOGETHER = Name(Role.RESULT, "P")


class Grams(Record):
    """``ngrams:`` the texts that are counted, n, what is added to every count, and the runs that are wanted."""

    texts = Field(ListOf(Words(), MOST_TEXTS, least=1), "the texts, with marks such as <s> and </s> where they count")
    n = Field(Whole(1, LARGEST_N), "the number of words of a run: 2 for bigrams")
    k = Field(Number(least=0), "what is added to every count: 0 for none, 1 for Laplace")
    vocabulary = Field(
        Whole(1, 10**9), "how many words may follow; with k, as texts differ on whether <s> counts", default=None
    )
    wanted = Field(
        ListOf(Words(), MOST_WANTED, least=1), "the runs whose probability is wanted, such as [I am, am Sam]"
    )

    def check(self, faults: Faults) -> None:
        """Runs of n words, contexts that are there, and the vocabulary where k needs it."""
        if not self.has("texts", "n", "k", "wanted"):
            return
        total = sum(map(len, self.texts))
        if total > MOST_TOKENS:
            faults.add(self.places["texts"], f"expected at most {MOST_TOKENS} words in all; {here(total)}", "")
            return
        added = constant(self.k) > 0
        if added and self.vocabulary is None:
            text = f"how many words may follow? Write vocabulary: {len(self.words)} if all words of the texts count"
            faults.add(self.places["k"], text)
        if not added:
            self.idle(faults, ["vocabulary"], "nothing is added to the counts (k: 0), so it changes nothing")
        for place, run in enumerate(self.wanted):
            self._check_run(place, run, added, faults)

    def _check_run(self, place: int, run: list[str], added: bool, faults: Faults) -> None:
        node = self.places["wanted"].at(place)
        if len(run) != self.n:
            faults.add(node, f"expected {counted(self.n, 'words')}, as n is {self.n}; {here(len(run))}")
        elif not added and not self.context(tuple(run)):
            text = f"{' '.join(run[:-1])} is never followed by a word, so there is no probability without k above 0"
            faults.add(node, text)

    @property
    def words(self) -> set[str]:
        """All words of the texts."""
        return {word for text in self.texts for word in text}

    @property
    def runs(self) -> Counter[Gram]:
        """The runs of n words of all texts."""
        found: Counter[Gram] = Counter()
        for text in self.texts:
            found += grams(text, self.n)
        return found

    def context(self, run: Gram) -> int:
        """How often the words before the last one are followed by a word."""
        return sum(count for other, count in self.runs.items() if other[:-1] == run[:-1])


def write_grams(page: Working, task: Grams) -> None:
    """The table of counts and probabilities, and the product of all that are wanted."""
    added = constant(task.k) > 0
    if added:
        assert task.vocabulary is not None, "k needs a vocabulary"
        page.row({ADDED: task.k, VOCABULARY: whole(task.vocabulary)})
    cells, rows, chances = Cells(page), [], []
    runs = task.runs
    for k, words in enumerate(task.wanted, 1):
        run = tuple(words)
        both, context, p = (entry(Name(role, word), k) for role, word in _PARTS)
        said = _called(words)
        page.marks |= {p: Mark(f"p({said})"), both: Mark(f"count({' '.join(words)})")}
        page.marks[context] = Mark(f"context({' '.join(words[:-1]) or 'all'})", str(k))
        page.synonyms |= {f"p({said})": p, f"P({said})": p, f"p({said.replace(' ', '')})": p}
        cell_both = cells.step(both, whole(runs[run]))
        cell_context = cells.step(context, whole(task.context(run)))
        chance = cells.step(p, _chance(Symbol(both), Symbol(context), added))
        rows.append([Says("language_text", text=said), cell_both, cell_context, chance])
        chances.append(p)
    columns = [
        Column("p_of", "language_column_of"),
        Column("count", "language_column_count"),
        Column("context", "language_column_context"),
        Column("p", "language_column_p"),
    ]
    cells.write(Says("language_section_ngrams"), [Table(columns, rows)], Says(_RULES[added]))
    page.answers += chances
    if _chained(task.wanted):
        page.section(Says("language_section_chain"))
        page.block()
        page.answer(TOGETHER, product_of(map(Symbol, chances)), Says("language_together"))
    page.note(Says("language_note_context"))
    if added:
        page.note(Says("language_note_vocabulary", n=task.vocabulary))
    page.statement += _statement(task)


_PARTS = ((Role.COUNT, "count"), (Role.COUNT, "context"), (Role.RESULT, "p"))
_RULES = {False: "language_rule_counts", True: "language_rule_added"}


def _chance(both: Expr, context: Expr, added: bool) -> Expr:
    if not added:
        return Div(both, context)
    return Div(both + Symbol(ADDED), context + Mul((Symbol(ADDED), Symbol(VOCABULARY))))


def _chained(wanted: list[list[str]]) -> bool:
    """Whether each run goes on where the one before ends, so that their product is that of a whole text."""
    return len(wanted) > 1 and all(run[1:] == after[:-1] for run, after in pairwise(wanted))


def _called(words: list[str]) -> str:
    """A probability as it is written: am | I."""
    context = " ".join(words[:-1])
    return f"{words[-1]} | {context}" if context else words[-1]


def _statement(task: Grams) -> list[Says | Table]:
    columns: dict[Says, list[Says]] = {
        Column("text", "language_column_text"): [Says("language_text", text=" ".join(text)) for text in task.texts]
    }
    wanted = ", ".join(f"P({_called(words)})" for words in task.wanted)
    find = "language_statement_find_added" if constant(task.k) > 0 else "language_statement_find_ngrams"
    said: list[Says | Table] = [Says("language_statement_texts"), Table.of(columns)]
    return [*said, Says("language_note_context"), Says(find, text=wanted)]
