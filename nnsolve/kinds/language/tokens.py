"""Texts cut into tokens, and the probabilities of tokens one after the other."""

from __future__ import annotations

from ...errors import counted, here
from ...formula.expr import Div, Expr, Neg, Symbol, whole
from ...formula.functions import FUNCTIONS, Function, ln
from ...formula.marks import Mark
from ...names import Name, Role
from ...reading.schema import Choice, Field, ListOf, Number, Record, Schema, Type, Whole
from ...reading.yamlfile import Faults, Node
from ...solution import Column, Ref, Says, Table
from ...subjects.cells import Cells
from ...working import Working

MOST_TOKENS = 200
LONGEST_TOKEN = 40
MOST_COUNT = 10**9
# Logarithms by the base that a file names, and what a unit of each is called.
LOGARITHMS: dict[str, Function] = {"e": ln, "2": FUNCTIONS["log2"], "10": FUNCTIONS["log10"]}


def logged(base: str, formula: Expr) -> Expr:
    """The logarithm to the base of a file."""
    return LOGARITHMS[base](formula)


class Words(Type[list[str]]):
    """A text that is cut at its spaces, or a list of tokens."""

    def read(self, node: Node, faults: Faults) -> list[str] | None:
        if node.items is None:
            if node.text is None:
                return faults.add(node, f"expected a text of words with spaces between them, not {node.shown}", "")
            return self._fits(node, node.text.split(), faults)
        for item in node.items:
            if not item.word.strip():
                return faults.add(item, "expected a token, a word of the text", "")
        return self._fits(node, [item.word.strip() for item in node.items], faults)

    def _fits(self, node: Node, words: list[str], faults: Faults) -> list[str] | None:
        if not 1 <= len(words) <= MOST_TOKENS:
            return faults.add(node, f"expected 1 to {MOST_TOKENS} words; {here(len(words))}", "")
        for word in words:
            if len(word) > LONGEST_TOKEN or not word.isprintable():
                return faults.add(node, f"a word may have at most {LONGEST_TOKEN} characters", word[:LONGEST_TOKEN])
        return words

    def schema(self) -> Schema:
        return {"anyOf": [{"type": ["string", "number"]}, {"type": "array", "items": {"type": ["string", "number"]}}]}


class Base(Choice):
    """A word or a number that is written as one: 2 and 10 are numbers to readers of YAML."""

    def schema(self) -> Schema:
        numbers = [int(word) for word in self.words if word.isdecimal()]
        return {"enum": [*self.words, *numbers]}


class Chances(Record):
    """What ``perplexity:`` and ``sequence:`` share: a probability for each token in turn."""

    probabilities = Field(
        ListOf(Number(above=0, most=1), MOST_TOKENS, least=1),
        "the probability of each token, given those before it",
        default=None,
        example="[0.4, 0.6, 0.2]",
    )
    counts = Field(
        ListOf(ListOf(Whole(1, MOST_COUNT)), MOST_TOKENS, least=1),
        "instead of probabilities: for each token how often it comes after its context, and how often the context is",
        default=None,
        excludes="probabilities",
    )
    tokens = Field(Words(), "the tokens themselves", default=None)
    base = Field(Base(*LOGARITHMS), "the base of the logarithms: e (nats), 2 (bits) or 10", default="e")

    @property
    def written(self) -> str:
        """The key under which the probabilities stand."""
        return "counts" if self.counts else "probabilities"

    def check(self, faults: Faults) -> None:
        """As many tokens as probabilities, and pairs of counts that can be divided."""
        super().check(faults)
        if not {"probabilities", "counts"} & self.places.keys():
            self.note_missing(faults)
        if self.has("counts"):
            self._check_counts(faults)
        if self.tokens and self.has(self.written) and len(self.tokens) != self.count:
            text = f"expected {counted(self.count, 'tokens')}, one for each probability; {here(len(self.tokens))}"
            faults.add(self.places["tokens"], text, "")

    def note_missing(self, faults: Faults) -> None:
        """Notes that there are no probabilities."""
        faults.add(self.beginning, "of which tokens? Write probabilities: [0.4, 0.6, 0.2]", "")

    def _check_counts(self, faults: Faults) -> None:
        place = self.places["counts"]
        for k, pair in enumerate(self.counts or []):
            if len(pair) != 2:
                text = "expected two counts, such as [2, 3]: with the token, and of its context"
                faults.add(place.at(k), text, "")
            elif pair[0] > pair[1]:
                text = f"a token cannot come {pair[0]} times after a context that is there {pair[1]} times"
                faults.add(place.at(k), text, "")

    @property
    def count(self) -> int:
        """How many tokens have a probability."""
        return len(self.probabilities or self.counts or [])

    def label(self, k: int) -> Says | int:
        """What stands in the table for token ``k`` from 1."""
        return Says("language_text", text=self.tokens[k - 1]) if self.tokens else k


def chance(k: int) -> Name:
    """The probability of token ``k``."""
    return Name(Role.INPUT, "p", str(k))


def information(k: int) -> Name:
    """The negative logarithm of that probability."""
    return Name(Role.TERM, "l", str(k))


def give_chances(page: Working, cells: Cells, task: Chances) -> list[Symbol]:
    """The probabilities: given, or as quotients of counts."""
    names = [chance(k) for k in range(1, task.count + 1)]
    page.marks |= {name: Mark("p", name.by) for name in names}
    if task.counts:
        quotients = [Div(whole(both), whole(context)) for both, context in task.counts]
        return [cells.symbol(name, quotient) for name, quotient in zip(names, quotients, strict=True)]
    page.row(dict(zip(names, task.probabilities or [], strict=True)))
    return list(map(Symbol, names))


def columns_of(task: Chances, chances: list[Symbol], labels: list[Says | int]) -> dict[Says, list]:
    """The first columns of a table of tokens: each token, the counts where there are any, and its probability."""
    columns: dict[Says, list] = {Column("token", "language_column_token"): labels}
    if task.counts:
        blanks = [""] * (len(labels) - len(task.counts))
        columns[Column("count", "language_column_count")] = [*(both for both, _ in task.counts), *blanks]
        columns[Column("context", "language_column_context")] = [*(context for _, context in task.counts), *blanks]
    columns[Column("p", "language_column_p")] = [Ref(p.name) for p in chances]
    return columns


def told(task: Chances) -> list[Says | Table]:
    """What an exam would print of the tokens."""
    said: list[Says | Table] = []
    if task.tokens:
        said.append(Says("language_statement_tokens", text=" ".join(task.tokens)))
    if not task.counts:
        return [Says("language_statement_chances"), *said]
    columns: dict[Says, list] = {
        Column("token", "language_column_token"): [task.label(k) for k in range(1, task.count + 1)],
        Column("count", "language_column_count"): [both for both, _ in task.counts],
        Column("context", "language_column_context"): [context for _, context in task.counts],
    }
    return [*said, Says("language_statement_counts"), Table.of(columns)]


def surprise(base: str, p: Expr) -> Expr:
    """−ln p, in the unit of the base."""
    return Neg(logged(base, p))
