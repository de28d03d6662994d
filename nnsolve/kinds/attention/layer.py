"""One layer of attention: queries, keys and values, scores, weights, outputs, heads, and the block around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.expr import Symbol
from ...names import Name, Role
from ...solution import Says
from .block import Block
from .feed_forward import made
from .model import Layer
from .names import INPUTS, Head
from .projections import Projections
from .rows import Rows
from .scores import Scores

if TYPE_CHECKING:
    from .forward import Forward


class Attention:
    """Writes one layer.

    ``whole`` names what all heads share; ``rows`` holds what is worked out row by row of each head, ``scaled`` are the
    scores of the last. ``index`` stands behind all names where there are several layers.
    """

    def __init__(self, forward: Forward, layer: Layer):
        self.forward, self.page, self.problem = forward, forward.page, forward.problem
        self.form, self.layer, self.index = forward.form, layer, layer.level
        model = forward.model
        self.model, self.small = model, forward.small
        one = model.queries == 1
        given: dict[str, Name] = {each.name: each.name for each in model.tokens.values()}
        numbers = [str(k) for k in range(1, len(layer.heads) + 1)] if len(layer.heads) > 1 else [""]
        self.heads = [Head(number, one, self.form.rows, given, self.index) for number in numbers]
        self.whole = Head("", one, self.form.rows, given, self.index)
        self.output = self.whole.matrix("O")
        self.scaled = Name(Role.NET, "S")
        self.rows: list[Rows] = []
        self.sources = dict(layer.sources)
        self.block = Block(self, layer.block)

    def write(self, source: Name) -> Name:
        """All of it, of the tokens that come in; returns the matrix of those that go on."""
        first = self.block.before(source)
        self.sources = {role: first if name == INPUTS else name for role, name in self.layer.sources.items()}
        projections = Projections(self)
        if projections.needed():
            self.section(Says("attention_projections"))
        if self.layer.shared is not None:
            projections.write(self.layer.shared, self.whole)
        for number, head in enumerate(self.heads):
            self._head(number, head, projections)
        self._join()
        return self.block.after(source)

    def section(self, title: Says) -> None:
        """A section, which says of which layer it is where there are several."""
        number = self.index.removeprefix("^")
        self.page.section(Says("attention_of_layer", n=int(number), what=title) if number else title)

    def given_weights(self) -> Name:
        """Weights that are given: what they make of the values."""
        head = self.heads[0]
        rows = Rows(self, head)
        if "V" in self.model.tokens:
            self._of_head(head, "attention_outputs")
            rows.outputs(self.output)
        self.rows.append(rows)
        return self.output

    def _head(self, number: int, head: Head, projections: Projections) -> None:
        """Its queries, keys and values, scores, weights and outputs."""
        if self.layer.shared is None:
            if number:
                self.section(Says("attention_head_projections", n=number + 1))
            projections.write(self.layer.heads[number], head)
        elif head.number:
            projections.share(number, head)
        self._of_head(head, "attention_scores")
        self.page.block()
        self.scaled = Scores(self, head).write()
        rows = Rows(self, head)
        self.rows.append(rows)
        self._of_head(head, "attention_weights")
        rows.weights()
        self._of_head(head, "attention_outputs")
        rows.outputs(head.matrix("H") if head.number or self.layer.joined else self.output)

    def _of_head(self, head: Head, key: str) -> None:
        """The section of a part of a head."""
        if head.number:
            self.section(Says("attention_of_head", n=int(head.number), what=Says(key)))
        else:
            self.section(Says(key))

    def _join(self) -> None:
        """The heads side by side, times W_O."""
        joined = self.layer.joined
        if len(self.heads) == 1 and joined is None:
            return
        outputs = [Symbol(head.matrix("H")) for head in self.heads]
        self.section(Says("attention_joined" if len(self.heads) > 1 else "attention_last"))
        self.page.block()
        last = outputs[0]
        if len(outputs) > 1:
            name = self.whole.matrix("C") if joined else self.output
            last = self.forward.step(name, self.form.side_by_side(outputs), Says("attention_side_by_side"))
        if joined is not None:
            self.forward.step(self.output, made(self.forward, joined, last))
