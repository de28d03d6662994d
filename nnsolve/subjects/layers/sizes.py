"""Sizes in a problem file: the shape of the input, one number a side, and padding."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...errors import listing, nearest
from ...reading.schema import Schema, Type, Whole
from ...reading.yamlfile import Faults, Node, complete, complete_values

# Sides longer and maps larger than these are not images; every number below stays exact.
LONGEST_SIDE = 10**9
LARGEST_MAP = 10**12

AXES = {1: ("length",), 2: ("height", "width"), 3: ("depth", "height", "width")}
LETTERS = {"length": "L", "height": "H", "width": "W", "depth": "depth"}

_KEYS = ("length", "depth", "height", "width", "channels")
_LIST = {"type": "array", "items": {"type": "integer"}}
_NUMBERS: Schema = {"anyOf": [{"type": ["integer", "string"]}, _LIST]}


def times(sizes: Iterable[object]) -> str:
    """Sizes side by side: 28 × 28 × 6."""
    return " × ".join(map(str, sizes))


def parts(node: Node) -> list[Node]:
    """The numbers of ``32x32x3``, ``32 × 32 × 3``, ``[32, 32, 3]`` or a single number, each with a place."""
    if node.items is not None:
        return node.items
    texts = [node.word] if "(" in node.word else re.split(r"[x×*X]", node.word)  # a formula is told whole
    return [node] if len(texts) == 1 else [Node(node.line, node.column, text=text.strip()) for text in texts]


class InputShape:
    """A feature map's shape: the sides, outermost first, and the channels."""

    __slots__ = ("channels", "sides")

    def __init__(self, sides: tuple[int, ...], channels: int):
        self.sides, self.channels = sides, channels

    def __str__(self) -> str:
        return times([*self.sides, self.channels])


class Input(Type):
    """The input's shape: ``32x32x3`` (height × width × channels), a list, or a mapping by name."""

    side = Whole(1, LONGEST_SIDE)

    def read(self, node: Node, faults: Faults) -> InputShape | None:
        shape = self._named(node, faults) if node.entries is not None else self._listed(node, faults)
        if shape is None:
            return None
        elements = shape.channels
        for side in shape.sides:
            elements *= side
        if elements > LARGEST_MAP:
            return faults.add(node, f"{shape} are {elements:.3g} numbers; a map may hold at most {LARGEST_MAP}")
        return shape

    def _listed(self, node: Node, faults: Faults) -> InputShape | None:
        numbers = parts(node)
        if not 2 <= len(numbers) <= 4:
            shown = "" if node.text is not None else f", not {len(numbers)} numbers"
            text = f"expected height × width × channels such as 32x32x3{shown}; a text is {{length: 100, channels: 8}}"
            return faults.add(node, text)
        values = complete([self.side.read(number, faults) for number in numbers])
        if values is None:
            return None
        if len(values) == 2:
            return InputShape(tuple(values), 1)
        return InputShape(tuple(values[:-1]), values[-1])

    def _named(self, node: Node, faults: Faults) -> InputShape | None:
        before = len(faults.found)
        read: dict[str, int | None] = {}
        for where, key, value in node.pairs:
            if key in _KEYS:
                read[key] = self.side.read(value, faults)
            else:
                hint = nearest(key, _KEYS) or f" Known: {listing(_KEYS)}."
                faults.add(where, f"this key is not known.{hint}", key)
        sides = tuple(key for key in _KEYS[:-1] if key in read)
        if sides not in AXES.values():
            text = "an input has a length, or a height and a width, or a depth, a height and a width; and channels"
            faults.add(node, text, listing(node.mapped))
        numbers = complete_values(read)
        if numbers is None or len(faults.found) > before:
            return None
        return InputShape(tuple(numbers[key] for key in sides), numbers.get("channels", 1))

    def schema(self) -> Schema:
        named = {
            "type": "object",
            "properties": dict.fromkeys(_KEYS, self.side.schema()),
            "additionalProperties": False,
        }
        return {"anyOf": [{"type": "string"}, _LIST, named]}


class Sides(Type):
    """One number for every side, or one a side, outermost first: ``3``, ``3x5``, ``[3, 5]``. Read as a tuple."""

    def __init__(self, least: int):
        self.number = Whole(least, LONGEST_SIDE)

    def read(self, node: Node, faults: Faults) -> tuple[int, ...] | None:
        numbers = parts(node)
        if not 1 <= len(numbers) <= 3 or node.entries is not None:
            return faults.add(node, "expected one number, or one a side such as [3, 5] (height × width)")
        values = complete([self.number.read(number, faults) for number in numbers])
        return None if values is None else tuple(values)

    def schema(self) -> Schema:
        return _NUMBERS


class Padding:
    """What is added around a map: ``rule`` is a word ('' where numbers are written), ``pairs`` the zeros before and
    after, for all sides or one pair a side."""

    __slots__ = ("pairs", "rule")

    def __init__(self, rule: str = "", pairs: tuple[tuple[int, int], ...] = ((0, 0),)):
        self.rule, self.pairs = rule, pairs

    @property
    def none(self) -> bool:
        """Whether nothing is added."""
        return not self.rule and not any(map(any, self.pairs))

    def __str__(self) -> str:
        return self.rule or " × ".join(str(a) if a == b else f"{a}+{b}" for a, b in self.pairs)


class PaddingType(Type):
    """``valid`` (none), ``same`` ((F − 1)/2 on each side), ``same-tf`` (TensorFlow's), or numbers.

    Numbers: one for all sides, one a side, or before and after a side: ``[[top, bottom], [left, right]]``.
    """

    words = ("valid", "same", "same-tf")
    number = Whole(0, LONGEST_SIDE)

    def read(self, node: Node, faults: Faults) -> Padding | None:
        if node.text in self.words:
            return Padding("" if node.text == "valid" else node.text)
        numbers = parts(node)
        if node.entries is not None or not 1 <= len(numbers) <= 3 or node.word[:1].isalpha():
            hint = nearest(node.word, self.words)
            wanted = "a number, one a side such as [1, 2], or [[top, bottom], [left, right]]"
            return faults.add(node, f"expected {listing(self.words)}, {wanted}.{hint}")
        pairs = complete([self._pair(number, faults) for number in numbers])
        return None if pairs is None else Padding("", tuple(pairs))

    def _pair(self, node: Node, faults: Faults) -> tuple[int, int] | None:
        """The zeros before and after a side; one number stands for both."""
        if node.items is not None and len(node.items) != 2:
            return faults.add(node, "expected the zeros before and after this side, such as [1, 2]", "")
        first, second = node.items or (node, node)
        before = self.number.read(first, faults)
        after = self.number.read(second, faults) if node.items else before
        return None if before is None or after is None else (before, after)

    def schema(self) -> Schema:
        one = {"anyOf": [{"type": "integer"}, {"type": "array", "items": {"type": "integer"}}]}
        return {"anyOf": [{"type": ["integer", "string"]}, {"type": "array", "items": one}]}
