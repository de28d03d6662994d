"""The scores of one head: dot, general or additive, scaled and masked, with one of them written out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.activations import ACTIVATIONS
from ...formula.array_functions import masked, of_entries
from ...formula.arrays import Transpose
from ...formula.expr import Div, Expr, Symbol, total_of
from ...formula.functions import FUNCTIONS
from ...formula.marks import Mark
from ...names import Name, Role
from ...reading.literals import constant
from ...solution import Column, Ref, Says, Table
from .names import D_K, SCALE, Head

if TYPE_CHECKING:
    from .layer import Attention

# A mask is shown with the scores where there are at most so many of these in a row.
MOST_ACROSS = 8
# What stands in place of a score that is not seen.
HIDDEN = "−∞"
_TANH = of_entries(ACTIVATIONS["tanh"].function)


class Scores:
    """Writes the scores of one head."""

    def __init__(self, attention: Attention, head: Head):
        self.attention, self.head, self.page = attention, head, attention.page
        self.forward, self.model = attention.forward, attention.model
        self.problem, self.form = attention.problem, attention.form

    def write(self) -> Name:
        """The scores, scaled and masked: those of which the softmax is taken."""
        scores = self.head.matrix("S")
        _WRITTEN[self.model.score.how](self, scores)
        hidden, seen = self.problem.hidden_score, self.model.seen
        if seen is None:
            return self._scaled(scores)
        if not isinstance(hidden, Expr):
            scaled = self._scaled(scores)
            self._show_mask(scaled)
            return scaled
        if self.problem.masked == "before":
            return self._scaled(self._masked(scores, hidden, "S′"))
        return self._masked(self._scaled(scores), hidden, "Z′")

    @property
    def shown(self) -> tuple[int, int]:
        """The query and the key whose score is written out: the last query, and the second key where it sees that."""
        query, seen = self.model.queries - 1, self.model.seen
        sees = [key for key in range(self.model.keys) if seen is None or seen[query][key]]
        return query, sees[min(1, len(sees) - 1)]

    def _dot(self, scores: Name) -> None:
        self._products(scores, self.head.matrix("Q"))

    def _general(self, scores: Name) -> None:
        """qᵀWk, from what W makes of every query."""
        weights: Expr = Symbol(Name(Role.PARAMETER, "W"))
        weighted = self.head.matrix("QW")
        behind = weights if self.form.rows else Transpose(weights)
        self.forward.step(weighted, self.form.product(Symbol(self.head.matrix("Q")), behind))
        self._products(scores, weighted)

    def _products(self, scores: Name, queries: Name) -> None:
        """The dot products of queries and keys, one of them as the sum of its products."""
        keys = self.head.matrix("K")
        self.forward.step(scores, self.form.scores(Symbol(queries), Symbol(keys)), Says("attention_dot"))
        query, key = self.shown
        products = []
        for k in range(self.attention.layer.d_k):
            left, right = self.form.place(query, k), self.form.place(key, k)
            products.append(self.forward.at(queries, *left) * self.forward.at(keys, *right))
        self.page.step(self._one("S"), total_of(products), Says("attention_of_pair", n=query + 1, k=key + 1))

    def _one(self, letter: str) -> Name:
        """The name of the score that is written out."""
        name = self.head.entry(letter, *self.shown)
        self.forward.marks[name] = self.head.mark(letter, *self.shown)
        return name

    def _additive(self, scores: Name) -> None:
        """vᵀtanh(W·q + U·k), query by query, from what W makes of the query and U of all keys."""
        form, head = self.form, self.head
        of_queries, of_keys = head.matrix("WQ"), head.matrix("UK")
        for name, role, letter in ((of_queries, "Q", "W"), (of_keys, "K", "U")):
            weights = Symbol(self.model.score.weights[letter].name)
            self.forward.step(name, form.turned(Symbol(head.matrix(role)), weights))
        vector = Symbol(self.model.score.weights["v"].name)
        if self.model.queries == 1:
            self.page.block(None, Says("attention_additive"))
            terms = self.forward.step(head.matrix("T"), _TANH(Symbol(of_queries) + Symbol(of_keys)))
            self.forward.step(scores, form.scores(vector, terms))
            return
        self._additive_by_query(scores, vector)

    def _additive_by_query(self, scores: Name, vector: Symbol) -> None:
        """The same for each of several queries."""
        form, head = self.form, self.head
        of_queries, keys = head.matrix("WQ"), Symbol(head.matrix("UK"))
        height = len(self.model.score.weights["W"].grid)
        found: list[Expr] = []
        derived: list[Expr] = []
        for query in range(self.model.queries):
            self.page.block(self.forward.called(query), Says("attention_additive") if not query else None)
            terms, line = head.of_query("T", query), head.of_query("S", query)
            own = Name(Role.ENTRY, of_queries, indices=f"[{query + 1}]")
            for name, letter in ((terms, "T"), (line, "s"), (own, "wq")):
                self.forward.marks[name] = Mark(letter, str(query + 1), head.above)
            by_parts = _TANH(form.token_of(of_queries, query, height) + keys)
            self.forward.gathered(terms, _TANH(form.token(own, of_queries, query) + keys), by_parts, shows="")
            found.append(self.page.step(line, form.scores(vector, Symbol(terms))))
            derived.append(form.scores(vector, Symbol(terms)))
        self.page.block()
        self.forward.gathered(scores, form.together(found), form.together(derived))

    def _scaled(self, scores: Name) -> Name:
        """The scores over the scale."""
        scale = self.problem.scale
        if scale == "none":
            return scores
        divisor: Expr = FUNCTIONS["sqrt"](Symbol(D_K)) if scale == "sqrt(d_k)" else Symbol(SCALE)
        scaled = self.head.matrix("Z")
        self.page.block()
        self.forward.step(scaled, Div(Symbol(scores), divisor), Says("attention_scaled"))
        one = self.head.entry("S", *self.shown)
        if scores == self.head.matrix("S") and self.model.score.how != "additive":
            self.page.step(self._one("Z"), Div(Symbol(one), divisor))
        return scaled

    def _masked(self, scores: Name, hidden: Expr, letter: str) -> Name:
        """The scores with a number in place of those that are not seen."""
        assert self.model.seen is not None, "there is a mask"
        name = self.head.matrix("masked")
        self.forward.marks[name] = Mark(letter, self.head.number, self.head.index.removeprefix("^"))
        self.page.block()
        put_in = masked(self.form.laid(self.model.seen), constant(hidden))
        self.forward.step(name, put_in(Symbol(scores)), Says("attention_masked"))
        return name

    def _show_mask(self, scores: Name) -> None:
        """The scores that count, with −∞ in place of the others."""
        if self.model.keys > MOST_ACROSS:
            self.page.block(None, Says("attention_hidden_many"))
            return
        columns: list[Says] = [Column("query", "attention_column_query")]
        columns += [Column(f"key{key + 1}", "attention_column_key", n=key + 1) for key in range(self.model.keys)]
        lines = []
        for query, row in enumerate(self.model.seen or ()):
            cells: list[Says | Ref | str] = [self.forward.called(query)]
            for key, sees in enumerate(row):
                cells.append(Ref(scores, self.form.place(query, key)) if sees else HIDDEN)
            lines.append(cells)
        self.page.block(None, Says("attention_hidden"), table=Table(columns, lines, longest=12))


_WRITTEN = {"dot": Scores._dot, "general": Scores._general, "additive": Scores._additive}
