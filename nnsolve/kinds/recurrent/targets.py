"""The wanted outputs of a recurrent network: by step, as numbers, classes or words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...errors import counted as how_many
from ...errors import listing, nearest
from ...formula.expr import ONE, ZERO, Expr
from ...formula.parse import whole_text
from ...reading.grids import fit_line
from ...reading.yamlfile import Faults, Node, listed
from .grids import read_lettered

if TYPE_CHECKING:
    from collections.abc import Sequence

# What stands in a list of targets for a step without one.
_NONE = ("none", "null", "~", "-")


class Targets(NamedTuple):
    """The wanted outputs by step; ``classes`` says that each is a class, 1 in its place and 0 elsewhere."""

    steps: dict[int, list[Expr]]
    classes: bool


class TargetReader:
    """Reads the targets of so many steps and outputs; ``words`` may stand for classes."""

    def __init__(self, words: Sequence[str], steps: int, outputs: int, faults: Faults):
        self.words, self.steps, self.outputs, self.faults = words, steps, outputs, faults

    def read(self, node: Node) -> Targets | None:
        """The targets by step; a class of several outputs is 1 in its place."""
        pairs = self._nodes(node)
        if pairs is None:
            return None
        classes = self.outputs > 1 and all(each.items is None for each in pairs.values())
        found: dict[int, list[Expr]] = {}
        for step, each in pairs.items():
            row = self._class(each) if classes else self._row(each)
            if row is None:
                return None
            found[step] = row
        return Targets(found, classes)

    def _nodes(self, node: Node) -> dict[int, Node] | None:
        """The targets by the number of their step."""
        if node.entries is not None:
            return self._by_number(node)
        items = node.items if node.items is not None else listed(node, self.faults)
        if len(items) != self.steps:
            wanted = how_many(self.steps, "targets")
            text = f"expected {wanted}, one a step, or {{{self.steps}: …}} for single steps; here {len(items)}"
            return self.faults.add(node, text, "")
        found = {step: item for step, item in enumerate(items, 1) if item.text not in _NONE}
        return found or self.faults.add(node, "expected a target for one step at least", "")

    def _by_number(self, node: Node) -> dict[int, Node] | None:
        found: dict[int, Node] = {}
        for where, key, value in node.pairs:
            number = whole_text(key)
            if number is None or not 1 <= number <= self.steps:
                return self.faults.add(where, f"expected the number of a step, from 1 to {self.steps}", key)
            found[number] = value
        return dict(sorted(found.items())) or self.faults.add(node, "expected a target for one step at least", "")

    def _class(self, node: Node) -> list[Expr] | None:
        if len(self.words) == self.outputs:
            return read_word(node, self.words, self.faults)
        number = whole_text(node.word)
        if number is None or not 1 <= number <= self.outputs:
            text = (
                f"expected a list of {self.outputs} numbers, or the number of the right class from 1 to {self.outputs}"
            )
            return self.faults.add(node, text)
        return one_hot(number - 1, self.outputs)

    def _row(self, node: Node) -> list[Expr] | None:
        leaf = read_lettered(node, self.faults)
        fitting = leaf is not None and fit_line(leaf, self.outputs, "an output", "a target", self.faults)
        return leaf.line if leaf is not None and fitting else None


def read_word(node: Node, words: Sequence[str], faults: Faults) -> list[Expr] | None:
    """A word, or its number from 1, as a row of zeros with a 1 in its place."""
    if node.word in words:
        return one_hot(words.index(node.word), len(words))
    number = whole_text(node.word)
    if number is not None and 1 <= number <= len(words):
        return one_hot(number - 1, len(words))
    hint = nearest(node.word, tuple(words))
    return faults.add(node, f"expected one of the words: {listing(words)}.{hint}")


def one_hot(place: int, count: int) -> list[Expr]:
    """0 everywhere, 1 in one place."""
    row: list[Expr] = [ZERO] * count
    row[place] = ONE
    return row
