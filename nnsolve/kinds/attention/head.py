"""The probabilities of words: logits, their softmax, the loss −ln p of the right word of every token that counts.

Sources: Radford et al., Improving language understanding by generative pre-training, 2018, section 3.1, for logits by
the embedding; Devlin et al., BERT, 2019, section 3.1, for a loss of masked tokens alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.array_functions import of_entries
from ...formula.arrays import Array, Entry, Hadamard, Total
from ...formula.expr import Div, Expr, Neg, Num, Sub, Symbol, total_of
from ...formula.functions import FUNCTIONS
from ...formula.marks import Mark
from ...names import Name, Role, entry_at
from ...reading.grids import Given
from ...solution import Says
from ...subjects.network.model import ERROR
from .names import LOGITS, PROBABILITIES, entry_of, place

if TYPE_CHECKING:
    from .forward import Forward
    from .head_keys import LmHead

_EXP, _LN = FUNCTIONS["exp"], FUNCTIONS["ln"]
RIGHT, COUNTED = Name(Role.TARGET, "Y"), Name(Role.MASK, "m")
# Of so many probabilities every one is worked out.
MOST_WORKED = 60
MOST_LINES = 12


class Head:
    """Writes the head behind the matrix ``source``."""

    def __init__(self, forward: Forward, head: LmHead):
        self.forward, self.page, self.form, self.head = forward, forward.page, forward.form, head
        self.tokens = forward.model.queries
        self.by = "L" if forward.model.layers else ""

    def write(self, source: Name) -> None:
        """Logits, probabilities, and the loss where words are right."""
        self._logits(source)
        self._probabilities()
        if self.head.right:
            self._loss()

    @property
    def results(self) -> list[Name]:
        """What is reported."""
        return [PROBABILITIES, ERROR] if self.head.right else [PROBABILITIES]

    @property
    def synonyms(self) -> dict[str, Name]:
        """The probability of a word as books write it: p(cat), of several tokens p2(cat)."""
        found: dict[str, Name] = {}
        for token in range(self.tokens):
            number = str(token + 1) if self.tokens > 1 else ""
            for word, text in enumerate(self.head.words):
                found[f"p{number}({text})"] = self._entry(PROBABILITIES, token, word)
        return found

    def _logits(self, source: Name) -> None:
        """h·Eᵀ or h·W, perhaps with a bias."""
        self.page.section(Says("attention_logits"))
        self.page.block()
        weights, tokens = self.forward.give(self.head.weights), Symbol(source)
        formula = self.form.turned(tokens, weights) if self.head.tied else self.form.product(tokens, weights)
        if self.head.bias is not None:
            formula = formula + self.forward.give(self.head.bias)
        self.forward.step(LOGITS, formula, Says("attention_logits_say"))

    def _entry(self, matrix: Name, token: int, word: int) -> Name:
        return entry_of(matrix, *self.form.place(token, word))

    def _probabilities(self) -> None:
        """The softmax of the logits of every token."""
        self.page.section(Says("attention_probabilities"))
        softmax = self.form.softmax(None)(Symbol(LOGITS))
        reason = Says("attention_softmax_rows" if self.form.rows else "attention_softmax_columns")
        if self.tokens * self.head.size > MOST_WORKED:
            self.page.block()
            self.forward.step(PROBABILITIES, softmax, reason)
            return
        found = [self._row(token) for token in range(self.tokens)]
        self.page.block()
        self.forward.gathered(PROBABILITIES, Array(self.form.laid(found)), softmax, reason)

    def _row(self, token: int) -> list[Expr]:
        """The exponentials of one token, their sum, and their shares of it."""
        self.page.block(Says("attention_token", n=token + 1) if self.tokens > 1 else None, longest=MOST_LINES)
        powers, shares = Name(Role.TERM, "e", self.by), []
        terms: list[Expr] = []
        for word in range(self.head.size):
            row, column = self.form.place(token, word)
            logit = Entry(LOGITS, row, column, indices=f"[{row + 1},{column + 1}]")
            self._mark(logit.name, "l", token, word)
            power = self._entry(powers, token, word)
            self._mark(power, "e", token, word)
            told = Says("attention_word", text=self.head.words[word]) if self.head.words else None
            terms.append(self.page.step(power, _EXP(logit), told))
        total = entry_at(Name(Role.TERM, "sum", self.by), f"[{token + 1}]")
        self.forward.marks[total] = Mark("Σe", str(token + 1) if self.tokens > 1 else "", self.by)
        below = self.page.step(total, total_of(terms))
        for word, term in enumerate(terms):
            share = self._entry(PROBABILITIES, token, word)
            self._mark(share, "p", token, word)
            shares.append(self.page.step(share, Div(term, below)))
        return list(shares)

    def _mark(self, name: Name, letter: str, token: int, word: int) -> None:
        """How what belongs to a token and a word is printed: p₂₃, of one token p₃."""
        row, column = self.form.place(token + 1, word + 1)
        below = place(row, column) if self.tokens > 1 else str(word + 1)
        self.forward.marks[name] = Mark(letter, below, self.by if letter == "e" else "")

    def _loss(self) -> None:
        """−ln p of the right words, added up or their mean."""
        self.page.section(Says("page_loss"))
        self.page.block()
        terms: list[Expr] = []
        for token in self.head.counted:
            word = self.head.right[token]
            assert word is not None, "a token that counts has a right word"
            terms.append(self._term(token, word))
        grid = self._one_hot()
        right = self.forward.give(Given(RIGHT, self._laid(grid)))
        logs = Total(Hadamard(right, of_entries(_LN)(Symbol(PROBABILITIES))))
        derived: Expr = Neg(logs)
        shown = total_of(terms)
        if self.head.mean and len(terms) > 1:
            count = Num(str(len(terms)), len(terms))
            derived, shown = Div(derived, count), Div(shown, count)
        key = "attention_loss_mean" if self.head.mean else "attention_loss_sum"
        self.forward.gathered(ERROR, shown, derived, Says(key, n=len(terms)) if len(terms) > 1 else None, "")

    def _term(self, token: int, word: int) -> Expr:
        """The loss of one token."""
        name = Name(Role.TERM, "ell", str(token + 1))
        self.forward.marks[name] = Mark("ℓ", str(token + 1))
        own = self._entry(PROBABILITIES, token, word)
        there = own in {step.name for step in self.page.steps}
        row, column = self.form.place(token, word)
        share: Expr = Symbol(own) if there else Entry(PROBABILITIES, row, column, indices=f"[{row + 1},{column + 1}]")
        text = self.head.words[word] if self.head.words else str(word + self.forward.numbered_from)
        return self.page.step(name, Neg(_LN(share)), Says("attention_right_word", n=token + 1, text=text))

    def _one_hot(self) -> list[list[Expr]]:
        """By token 1 for the right word, else 0."""
        rows: list[list[Expr]] = []
        for right in self.head.right:
            rows.append([Num("1" if word == right else "0") for word in range(self.head.size)])
        return rows

    def _laid(self, rows: list[list[Expr]]) -> list[list[Expr]]:
        return [list(row) for row in self.form.laid(rows)]

    def short(self) -> dict[Name, Expr]:
        """∂E/∂L through softmax and −ln p together: p − y for tokens that count, over their number for a mean."""
        if not self.head.right:
            return {}
        gap: Expr = Sub(Symbol(PROBABILITIES), Symbol(RIGHT))
        if len(self.head.counted) < self.tokens:
            ones: list[list[Expr]] = [[Num("0" if each is None else "1")] for each in self.head.right]
            gap = Hadamard(self.forward.give(Given(COUNTED, self._laid(ones))), gap)
        if self.head.mean and len(self.head.counted) > 1:
            gap = Div(gap, Num(str(len(self.head.counted)), len(self.head.counted)))
        return {LOGITS: gap}
