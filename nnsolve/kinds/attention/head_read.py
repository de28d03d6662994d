"""Reads what makes probabilities of words from tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import counted, here, listing, nearest
from ...formula.parse import whole_text
from ...names import Name, Role
from ...reading.grids import Given, Sides, read_leaf, read_line
from ...reading.yamlfile import listed
from .head_keys import HeadKeys, LmHead

if TYPE_CHECKING:
    from ...reading.yamlfile import Faults, Node
    from .model import Form

_NONE = ("none", "null", "~", "-")


class HeadReader:
    """Reads the head of so many tokens of ``width`` numbers."""

    def __init__(self, keys: HeadKeys, form: Form, tokens: int, width: int, faults: Faults):
        self.keys, self.form, self.tokens = keys, form, tokens
        self.width, self.faults = width, faults

    def read(self) -> LmHead | None:
        """The head; None where a fault was noted."""
        weights = self._weights()
        if weights is None:
            return None
        tied = self.keys.embedding is not None
        count = len(weights.grid) if tied else self.form.features(weights.grid)
        bias = self._bias(count)
        words = self.keys.words or []
        if words and len(words) != count:
            text = f"expected {counted(count, 'words')}, as many as there are logits; {here(len(words))}"
            self.faults.add(self.keys.places["words"], text, "")
        elif len(set(words)) < len(words):
            self.faults.add(self.keys.places["words"], "every word stands once", "")
        right = self._right(words, count)
        self._check_loss(right)
        return LmHead(weights, tied, bias, words, count, right, self.keys.loss == "mean")

    def _weights(self) -> Given | None:
        """E or W, in the size that belongs there."""
        tied = self.keys.embedding
        node = tied if tied is not None else self.keys.weights
        leaf = read_leaf(node, self.faults) if node is not None else None
        if node is None or leaf is None:
            return None
        grid = leaf.grid
        numbers = self.width, "the numbers of a token"
        if tied is not None:
            sides = Sides((len(grid), "one a word"), numbers)
        else:
            sides = Sides(*self.form.pair(numbers, (self.form.features(grid), "one a word")))
        letter, by = ("E", "E") if tied is not None else ("W", "L")
        fits = sides.fit(node, grid, f"{letter} of the logits", self.faults)
        return Given(Name(Role.PARAMETER, "W", by), grid) if fits else None

    def _bias(self, count: int) -> Given | None:
        node = self.keys.bias
        if node is None:
            return None
        line = read_line(node, count, "a word", "b", self.faults)
        return Given(Name(Role.PARAMETER, "b", "L"), self.form.vector(line).rows) if line else None

    def _right(self, words: list[str], count: int) -> list[int | None]:
        """By token the number of the right word from 0."""
        node = self.keys.targets
        if node is None:
            return []
        items = node.items if node.items is not None else listed(node, self.faults)
        if len(items) != self.tokens:
            text = f"expected {counted(self.tokens, 'targets')}, one a token, none for one that does not count; "
            self.faults.add(node, f"{text}{here(len(items))}", "")
            return []
        found = [self._word(item, words, count) for item in items]
        if all(item.word.strip() in (*words, *_NONE) for item in items):
            self.keys.idle(self.faults, ("numbered_from",), "the targets are words")
        if all(each is None for each in found) and not self.faults.found:
            self.faults.add(node, "expected the right word of one token at least", "")
        return found

    def _word(self, item: Node, words: list[str], count: int) -> int | None:
        """The number of a word from 0; None for none."""
        text = item.word.strip()
        if text in words:
            return words.index(text)
        if text in _NONE:
            return None
        first = self.keys.numbered_from
        number = whole_text(text)
        if number is not None and first <= number < first + count:
            return number - first
        known = listing(words) if words else f"a number from {first} to {first + count - 1}"
        return self.faults.add(item, f"expected one of the words: {known}.{nearest(text, tuple(words))}")

    def _check_loss(self, right: list[int | None]) -> None:
        """Notes that books add losses up or take their mean, and that of one there is no choice."""
        several = sum(word is not None for word in right) > 1
        if several and self.keys.loss is None and not self.faults.found:
            text = "books add the losses of tokens up or take their mean: write loss: sum or loss: mean"
            self.faults.add(self.keys.beginning, text, "")
        if right and not several:
            self.keys.idle(self.faults, ("loss",), "one token counts here, so sum and mean are the same")
