"""Queries, keys and values: what weights make of tokens, with one token written out, and the share of each head."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ...formula.expr import Expr, Symbol, total_of
from ...names import Name, Role
from ...solution import Says
from .feed_forward import made
from .model import ROLES, Projection
from .names import Head, entry_of, feature_mark

if TYPE_CHECKING:
    from .layer import Attention

# A token of a product is written out where it takes at most so many products.
MOST_PRODUCTS = 6


class Projections:
    """Writes Q, K and V."""

    def __init__(self, attention: Attention):
        self.attention, self.forward, self.page = attention, attention.forward, attention.page
        self.model, self.layer, self.form = attention.model, attention.layer, attention.form

    def needed(self) -> bool:
        """Whether anything is made of the tokens before scores are computed."""
        made = [self.layer.shared or {}, *self.layer.heads]
        weighed = any(each.weights or each.bias for own in made for each in own.values())
        plain = all(name == role for role, name in self.attention.sources.items())
        return weighed or not plain or len(self.layer.heads) > 1

    def write(self, projections: Mapping[str, Projection], head: Head) -> None:
        """Q, K and V of one head, or those that all heads share; what is given needs no step."""
        for role in ROLES:
            own, source = projections[role], self.attention.sources[role]
            name = head.matrix(role)
            if not own.weights and not own.bias and source == name:
                continue
            self.page.block()
            self.forward.step(name, made(self.forward, own, Symbol(source)))
            if own.weights is not None:
                self._written_out(role, head, own)

    def _written_out(self, role: str, head: Head, own: Projection) -> None:
        """The last token of a product, number by number; of a large one its first number."""
        assert own.weights is not None, "a product has weights"
        name = head.matrix(role)
        height, width = self.form.taken_by(own.weights.grid), self.form.features(own.weights.grid)
        source = self.attention.sources[role]
        token = (self.model.queries if role == "Q" else self.model.keys) - 1
        whole = width > 1 and height * width <= MOST_PRODUCTS
        sums = [self._one(source, own, token, number, height) for number in range(width if whole else 1)]
        if whole:
            step = Name(Role.ENTRY, name, indices=f"[{token + 1}]")
            self.forward.marks[step] = head.token_mark(name.of, token)
            self.page.step(step, self.form.vector(sums), Says("attention_one_token", n=token + 1), "numbers")
            return
        row, column = self.form.place(token, 0)
        one = entry_of(name, row, column)
        self.forward.marks[one] = feature_mark(name, row, column)
        self.page.step(one, sums[0], Says("attention_one_number"), "numbers")

    def _one(self, source: Name, own: Projection, token: int, number: int, height: int) -> Expr:
        """One number of a token as the sum of its products."""
        assert own.weights is not None, "a product has weights"
        at, terms = self.forward.at, []
        for k in range(height):
            weight = at(own.weights.name, *self.form.place(k, number))
            terms.append(at(source, *self.form.place(token, k)) * weight)
        if own.bias is not None:
            terms.append(at(own.bias.name, *self.form.place(0, number)))
        return total_of(terms)

    def share(self, number: int, head: Head) -> None:
        """What a head takes of the numbers of every token of Q, K and V."""
        model, layer = self.model, self.layer
        self.page.block(Says("attention_head", n=number + 1))
        tokens = {"Q": model.queries, "K": model.keys, "V": model.keys}
        widths = {"Q": layer.d_q, "K": layer.d_k, "V": layer.d_v}
        for role, width in widths.items():
            first = number * width
            formula = self.form.share(self.attention.whole.matrix(role), tokens[role], first, first + width)
            key = "attention_share_one" if width == 1 else "attention_share"
            self.forward.step(head.matrix(role), formula, Says(key, n=first + 1, k=first + width))
