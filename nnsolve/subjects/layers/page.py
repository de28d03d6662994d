"""What is written while a chain of layers is walked: given numbers, steps with their values, and the current map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...formula.arrays import Shape
from ...formula.expr import Expr, Mul, Symbol, whole
from ...formula.marks import Mark
from ...formula.numbers import DOUBLES
from ...given import Given
from ...names import Name, size
from ...reading.yamlfile import Node
from ...solution import Block, Says, Step
from .sizes import AXES, LARGEST_MAP, LETTERS, LONGEST_SIDE, InputShape, times

# Sizes of a map; they carry the number of the map, so that a line never has one letter for two numbers.
_NUMBERED = {"channels", *LETTERS, *(f"{axis}_ceil" for axis in LETTERS)}
# Of the input: what one of its numbers depends on, and the distance of neighbours.
FIELD, JUMP = size("input", "field"), size("input", "jump")


Letters = Mapping[Any, str]  # by a name, or by a letter wherever it stands


class ImpossibleError(Exception):
    """A layer that cannot stand where it stands; caught by the chain, which notes it at its place in the file."""

    def __init__(self, node: Node, message: str, text: str | None = None):
        self.node, self.message, self.text = node, message, text


class FeatureMap:
    """The names under which the current map's sizes are known.

    ``sides`` outermost first, none for a row of numbers; ``channels`` is then the row's length. ``fields`` and
    ``jumps`` name, a side each, the receptive field and the distance of neighbours in the input.
    """

    __slots__ = ("channels", "fields", "jumps", "sides")

    def __init__(
        self, sides: tuple[Name, ...], channels: Name, fields: tuple[Name, ...] = (), jumps: tuple[Name, ...] = ()
    ):
        self.sides, self.channels, self.fields, self.jumps = sides, channels, fields, jumps

    @property
    def sizes(self) -> list[Symbol]:
        """The sizes as symbols, channels last."""
        return [Symbol(name) for name in (*self.sides, self.channels)]


class Page:
    """Steps with their values, as far as they are written. ``letters`` exchanges a printed letter for another."""

    def __init__(self, shape: InputShape, letters: Letters):
        self.letters = letters
        self.maps = self.level = 0
        self.given = Given()
        self.marks: dict[Name, Mark] = {}
        self.values: dict[Name, Any] = {}
        self.blocks: list[Block] = []
        self.axes = AXES[len(shape.sides)]
        equal = len(set(shape.sides)) == 1  # a square has one side: it stands for both
        axes = self.axes[-1:] * len(self.axes) if equal else self.axes
        sides = [size("input", axis) for axis in axes]
        for name, axis, side in zip(sides, axes, shape.sides, strict=True):
            self.give(name, LETTERS[axis], side)
        channels = self.give(size("input", "channels"), "C", shape.channels)
        self.map = FeatureMap(tuple(sides), channels.name, (FIELD,) * len(axes), (JUMP,) * len(axes))

    def mark(self, name: Name, letter: str, sub: str = "") -> None:
        """Says how ``name`` is printed, unless the problem says it otherwise."""
        if not sub and name.by in _NUMBERED:
            sub = str(self.level)
        self.marks[name] = Mark(self.letters.get(name) or self.letters.get(letter, letter), sub)

    def give(self, name: Name, letter: str, number: int, sub: str = "") -> Symbol:
        """A number of the problem under a name; one that several sides share is given once."""
        self.mark(name, letter, sub)
        if self.values.get(name) != number:
            self.given[name] = whole(number)
        self.values[name] = number
        return Symbol(name)

    def block(self, layer: str, text: Says) -> None:
        """Begins the block of a layer."""
        self.level = self.maps + 1
        self.blocks.append(Block(Says("cnn_layer", layer=layer, text=text)))

    def step(self, name: Name, letter: str, formula: Expr, reason: Says | None = None, sub: str = "") -> Symbol:
        """Writes a step and computes it."""
        self.mark(name, letter, sub)
        self.blocks[-1].steps.append(Step(name, formula, reason))
        self.values[name] = formula.evaluate(self.values, DOUBLES)
        return Symbol(name)

    def value(self, symbol: Symbol) -> Any:
        """The number of a symbol, or the numbers of a shape."""
        return self.values[symbol.name]

    def shape(self, layer: str, new: FeatureMap, node: Node, reason: Says | None = None) -> None:
        """The shape of a layer's output, which becomes the current map."""
        if (new.sides, new.channels) != (self.map.sides, self.map.channels):
            self.maps += 1
        self.map = new
        *sides, _ = self.value(self.step(size(layer, "shape"), "shape", Shape(new.sizes), reason))
        if max(sides, default=0) > LONGEST_SIDE:
            raise ImpossibleError(node, f"a side may have at most {LONGEST_SIDE} places; here are {self.shown()}", "")
        if self.value_of(Mul(new.sizes)) > LARGEST_MAP:
            raise ImpossibleError(node, f"a map may hold at most {LARGEST_MAP} numbers; here are {self.shown()}", "")

    def value_of(self, formula: Expr) -> int:
        """The number of a formula."""
        return formula.evaluate(self.values, DOUBLES)

    def shown(self) -> str:
        """The current map's shape in numbers."""
        return times(map(self.value, self.map.sizes))
