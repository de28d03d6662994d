"""What is written while a chain of layers is walked: given numbers, steps with their values, and the current map."""

from __future__ import annotations

from ...formula.arrays import Shape
from ...formula.expr import Expr, Mul, Num, Symbol
from ...formula.marks import Mark
from ...formula.numbers import DOUBLES
from ...reading.yamlfile import Node
from ...solution import Block, Given, Says, Step
from .sizes import AXES, LARGEST_MAP, LETTERS, LONGEST_SIDE, InputShape, times

# Sizes of a map; they carry the number of the map, so that a line never has one letter for two numbers.
_NUMBERED = {"channels", "depth", "height", "length", "width"}


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
        self, sides: tuple[str, ...], channels: str, fields: tuple[str, ...] = (), jumps: tuple[str, ...] = ()
    ):
        self.sides, self.channels, self.fields, self.jumps = sides, channels, fields, jumps

    @property
    def sizes(self) -> list[Symbol]:
        """The sizes as symbols, channels last."""
        return [Symbol(name) for name in (*self.sides, self.channels)]


class Page:
    """Steps with their values, as far as they are written. ``letters`` exchanges a printed letter for another."""

    def __init__(self, shape: InputShape, letters: dict[str, str]):
        self.letters = letters
        self.maps = self.level = 0
        self.given = Given()
        self.marks: dict[str, Mark] = {}
        self.values: dict[str, object] = {}
        self.blocks: list[Block] = []
        self.axes = AXES[len(shape.sides)]
        equal = len(set(shape.sides)) == 1  # a square has one side: it stands for both
        names = [f"input.{self.axes[-1] if equal else axis}" for axis in self.axes]
        for name, axis, size in zip(names, self.axes, shape.sides, strict=True):
            self.give(name, LETTERS[self.axes[-1] if equal else axis], size)
        self.give("input.channels", "C", shape.channels)
        count = len(self.axes)
        self.map = FeatureMap(tuple(names), "input.channels", ("input.field",) * count, ("input.jump",) * count)

    def mark(self, name: str, letter: str, sub: str = ""):
        """Says how ``name`` is printed, unless the problem says it otherwise."""
        if not sub and name.rpartition(".")[2].removesuffix("_ceil") in _NUMBERED:
            sub = str(self.level)
        self.marks[name] = Mark(self.letters.get(name) or self.letters.get(letter, letter), sub)

    def give(self, name: str, letter: str, number: int, sub: str = "") -> Symbol:
        """A number of the problem under a name; one that several sides share is given once."""
        self.mark(name, letter, sub)
        if self.values.get(name) != number:
            self.given[name] = Num(str(number), number)
        self.values[name] = number
        return Symbol(name)

    def block(self, layer: str, text: Says):
        """Begins the block of a layer."""
        self.level = self.maps + 1
        self.blocks.append(Block(Says("cnn_layer", layer=layer, text=text)))

    def step(self, name: str, letter: str, formula: Expr, reason: Says | None = None, sub: str = "") -> Symbol:
        """Writes a step and computes it."""
        self.mark(name, letter, sub)
        self.blocks[-1].steps.append(Step(name, formula, reason))
        self.values[name] = formula.evaluate(self.values, DOUBLES)
        return Symbol(name)

    def value(self, symbol: Symbol) -> int:
        """The number of a symbol."""
        return self.values[symbol.name]

    def shape(self, layer: str, new: FeatureMap, node: Node, reason: Says | None = None):
        """The shape of a layer's output, which becomes the current map."""
        if (new.sides, new.channels) != (self.map.sides, self.map.channels):
            self.maps += 1
        self.map = new
        self.step(f"{layer}.shape", "shape", Shape(new.sizes), reason)
        sides = self.values[f"{layer}.shape"][:-1]
        if max(sides, default=0) > LONGEST_SIDE:
            raise ImpossibleError(node, f"a side may have at most {LONGEST_SIDE} places; here are {self.shown()}", "")
        if self.value_of(Mul(new.sizes)) > LARGEST_MAP:
            raise ImpossibleError(node, f"a map may hold at most {LARGEST_MAP} numbers; here are {self.shown()}", "")

    def value_of(self, formula: Expr):
        """The number of a formula."""
        return formula.evaluate(self.values, DOUBLES)

    def shown(self) -> str:
        """The current map's shape in numbers."""
        return times(self.value(size) for size in self.map.sizes)
