"""What is worked out query by query: exponentials, their sum, weights, the output as a weighted sum of values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.arrays import Array, Entry
from ...formula.expr import ONE, ZERO, Div, Expr, Mul, Neg, Sub, Symbol, total_of
from ...formula.functions import FUNCTIONS
from ...formula.marks import Mark
from ...names import Name, Role
from ...solution import Says
from .model import entry
from .names import Head

if TYPE_CHECKING:
    from .layer import Attention

_EXP = FUNCTIONS["exp"]
# Of more exponentials in a row the first ones and the last are shown.
MOST_LINES = 12
# Scores up to this have exponentials that are written as they are.
MOST_PLAIN = 50


class Rows:
    """The rows of one head, query by query."""

    def __init__(self, attention: Attention, head: Head):
        self.attention, self.head, self.page = attention, head, attention.page
        self.forward, self.model, self.form = attention.forward, attention.model, attention.form

    @property
    def worked(self) -> list[int]:
        """The queries whose rows are written out: all of few, else the first and the last, of the first head."""
        if self.forward.small:
            return list(range(self.model.queries))
        if self.head.number not in ("", "1"):
            return []
        return sorted({0, self.model.queries - 1})

    def sees(self, query: int) -> list[int]:
        """The keys that a query sees; where a number hides the others, all of them have a weight."""
        seen = self.model.seen
        if seen is None or isinstance(self.forward.problem.hidden_score, Expr):
            return list(range(self.model.keys))
        return [key for key, sees in enumerate(seen[query]) if sees]

    # Weights

    def weights(self) -> None:
        """The softmax of every query's scores."""
        forward, head, scores = self.forward, self.head, self.attention.scaled
        self.numbers = forward.now(scores)
        form = forward.problem.form or ("shifted" if self.numbers.max() > MOST_PLAIN else "plain")
        self.plain = form == "plain"
        hidden = None if isinstance(forward.problem.hidden_score, Expr) else self.model.seen
        softmax = self.form.softmax(hidden)(Symbol(scores))
        name = head.matrix("A")
        if not forward.small:
            self.page.block()
            forward.step(name, softmax, Says(self._along))
        for query in self.worked:
            self._row(query, scores)
        if forward.small:
            self.page.block()
            forward.gathered(name, self._matrix(), softmax, Says(self._along))

    @property
    def _along(self) -> str:
        return "attention_softmax_rows" if self.form.rows else "attention_softmax_columns"

    def _matrix(self) -> Array:
        """The weights as they were found one by one; what is not seen has none."""
        found: list[list[Expr]] = []
        for query in range(self.model.queries):
            sees = self.sees(query)
            row: list[Expr] = [
                Symbol(self.head.entry("A", query, key)) if key in sees else ZERO for key in range(self.model.keys)
            ]
            found.append(row)
        return Array(self.form.laid(found))

    def _row(self, query: int, scores: Name) -> None:
        """The exponentials of one query, their sum, and their shares of it."""
        head, sees = self.head, self.sees(query)
        title = None if head.one else self.forward.called(query)
        if len(sees) == 1:
            self.page.block(title)
            self._step("A", query, sees[0], ONE, Says("attention_alone"))
            return
        long = self.page.block(title, self._intro(), longest=MOST_LINES)
        largest = max(sees, key=lambda key: self.numbers[self.form.place(query, key)])
        for key in sees:
            if self.plain or key != largest:
                self._step("e", query, key, _EXP(self._exponent(query, key, largest, scores)))
            else:
                self._step("e", query, key, _EXP(ZERO), Says("attention_largest"))
        total = self._of_query("sum", query, Mark("Σe", self._below(query), head.above))
        self.page.step(total, total_of([Symbol(head.entry("e", query, key)) for key in sees]))
        if len(long.steps) > MOST_LINES:
            self.page.block(None, None, longest=MOST_LINES)
        for key in sees:
            self._step("A", query, key, Div(Symbol(head.entry("e", query, key)), Symbol(total)))
        check = self._of_query("rowsum", query, Mark("Σa", self._below(query), head.above))
        self.page.step(check, total_of([Symbol(head.entry("A", query, key)) for key in sees]), Says("attention_one"))

    def _below(self, query: int) -> str:
        return "" if self.head.one else str(query + 1)

    def _of_query(self, letter: str, query: int, mark: Mark) -> Name:
        name = self.head.of_query(letter, query)
        self.forward.marks[name] = mark
        return name

    def _intro(self) -> Says | None:
        """That the largest score is subtracted; said once."""
        if self.plain or self.forward.shift_told:
            return None
        self.forward.shift_told = True
        return Says("attention_shifted")

    def _exponent(self, query: int, key: int, largest: int, scores: Name) -> Expr:
        own = self._score(query, key, scores)
        if self.plain:
            return own
        return Sub(own, self._score(query, largest, scores))

    def _score(self, query: int, key: int, scores: Name) -> Entry:
        found = entry(scores, *self.form.place(query, key))
        own = self.head.mark(str(scores.of), query, key)
        self.forward.marks[found.name] = Mark("z′", own.sub, own.sup) if scores.of == "masked" else own
        return found

    def _step(self, letter: str, query: int, key: int, formula: Expr, reason: Says | None = None) -> None:
        name = self.head.entry(letter, query, key)
        self.forward.marks[name] = self.head.mark(letter, query, key)
        self.page.step(name, formula, reason)

    # Outputs

    def outputs(self, name: Name) -> None:
        """The weighted sums of the values, one for every query."""
        forward, head = self.forward, self.head
        values, weights = head.matrix("V"), head.matrix("A")
        product = self.form.mixed(Symbol(weights), Symbol(values))
        self.page.block(None, None, longest=MOST_LINES)
        if head.one and forward.small:
            forward.formulas[name] = product
            self.page.step(name, self._sum(0), Says("attention_weighted"))
            return
        if not forward.small:
            forward.step(name, product)
        tokens: list[Expr] = []
        letter = str(name.of)
        for query in self.worked:
            own = self.head.of_query(letter, query)
            forward.marks[own] = head.token_mark(letter, query)
            first = query == self.worked[0]
            tokens.append(self.page.step(own, self._sum(query), Says("attention_weighted") if first else None))
        if forward.small:
            self.page.block()
            forward.gathered(name, self.form.together(tokens), product)

    def _sum(self, query: int) -> Expr:
        """What a query's weights make of the values."""
        head, values = self.head, self.head.matrix("V")
        terms: list[Expr] = []
        for key in self.sees(query):
            token = Name(Role.ENTRY, values, indices=f"[{key + 1}]")
            self.forward.marks[token] = head.token_mark("V", key)
            terms.append(Mul((self._weight(query, key), self.form.token(token, values, key))))
        return total_of(terms)

    def _weight(self, query: int, key: int) -> Expr:
        """A weight of attention; of given ones an entry of their matrix."""
        name = self.head.entry("A", query, key)
        self.forward.marks[name] = self.head.mark("A", query, key)
        if "A" in self.model.tokens:
            return entry(self.head.matrix("A"), *self.form.place(query, key))
        return Symbol(name)

    # On request

    def entropy(self, query: int, logarithm: str) -> Name:
        """−Σ a·ln a of a query's weights; a weight of 0 adds nothing."""
        log = FUNCTIONS[logarithm]
        weights = self.forward.now(self.head.matrix("A"))
        terms: list[Expr] = []
        for key in self.sees(query):
            weight = self._weight(query, key)
            if weights[self.form.place(query, key)] > 0:
                terms.append(weight * log(weight))
        name = self.head.of_query("entropy", query)
        below = ",".join(filter(None, (self.head.number, self._below(query))))
        self.forward.marks[name] = Mark("H", below, self.head.index.removeprefix("^"))
        self.page.step(name, Neg(total_of(terms)))
        return name
