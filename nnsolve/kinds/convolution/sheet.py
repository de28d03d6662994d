"""The sheet on which a pipeline is written with numbers: given maps and kernels, the current maps, the sections."""

from __future__ import annotations

import re

from ...errors import AskedError, quote
from ...formula.arrays import LARGE, Entry, Numbers
from ...formula.expr import Num
from ...formula.marks import Mark
from ...names import Name, Role
from ...solution import Block, Given, Says, Section, Step
from .map_layer import MapLayer
from .reading import Matrix

# A position with more terms is written out only where it is asked for.
MOST_TERMS = 2000
MOST_ASKED_TERMS = 1_000_000
# Of more maps of one layer the middle ones are left out, unless the page is written in full.
MAPS_SHOWN = 6
_PLACE = re.compile(r"((?:dE/d|new_)?\w+)\[\s*(\d{1,7})\s*(?:,\s*(\d{1,7})\s*)?(?:,\s*(\d{1,7})\s*)?\]")


class Sheet:
    """What is written while the layers are walked with their numbers.

    ``maps`` names the current maps (one a channel) or the current row; ``labels`` says which channel each is, '' for
    the only one. ``sizes`` holds rows and columns of all maps by name. ``flip`` says that kernels are turned.
    """

    longest = MAPS_SHOWN

    def __init__(self, layers: list[MapLayer], flip: bool, count: int, wanted: dict[str, list[tuple[int, ...]]]):
        self.layers, self.flip, self.count, self.wanted = layers, flip, count, wanted
        self.given = Given()
        self.rows: list[list[Name]] = []
        self.marks: dict[Name, Mark] = {}
        self.maps: list[Name] = []
        self.labels: list[str] = []
        self.sizes: dict[Name, tuple[int, int]] = {}
        self.outputs: dict[str, list[Name]] = {}
        self.sections: list[Section] = []
        self.gradients: list[Name] = []
        self.short: Says | None = None  # why the last activation and the loss together give output − target
        self.terms = 0

    # Given numbers

    def mark(self, name: Name, mark: Mark):
        """Says how a name is printed."""
        self.marks[name] = mark

    def number(self, layer: MapLayer) -> int:
        """Which of the layers whose parameters have its letter a layer is, from 1."""
        return 1 + next(k for k, other in enumerate(self._alike(layer)) if other is layer)

    def _alike(self, layer: MapLayer) -> list[MapLayer]:
        return [other for other in self.layers if other.letter == layer.letter]

    def numbered(self, letter: str, layer: MapLayer, sub: str) -> Mark:
        """A letter with the layer's number above where the parameters of several layers have it."""
        several = len(self._alike(layer)) > 1
        return Mark(letter, sub, str(self.number(layer)) if several else "")

    def give(self, name: Name, mark: Mark, matrix: Matrix):
        """A matrix of the problem under a name."""
        self.mark(name, mark)
        self.give_plain(name, matrix)

    def give_plain(self, name: Name, matrix: Matrix):
        """A matrix of the problem under a name that is printed as it is."""
        large = matrix.size[0] * matrix.size[1] > LARGE
        self.given[name] = Numbers(matrix.array, _text) if large else matrix.formula
        self.sizes[name] = matrix.size

    def give_row(self, name: Name, mark: Mark, numbers: list[Num]):
        """A row of numbers of the problem under a name."""
        self.give(name, mark, Matrix([numbers]))

    def give_number(self, name: Name, mark: Mark, number: Num):
        """A number of the problem under a name."""
        self.mark(name, mark)
        self.given[name] = number

    def give_input(self, channels: dict[str, Matrix]):
        """The input's maps."""
        self.labels = list(channels)
        for label, matrix in channels.items():
            self.maps.append(Name(Role.INPUT, "X", label))
            self.give(self.maps[-1], Mark("X", label), matrix)
        self.rows.append(list(self.maps))

    # Layers

    def section(self, layer: MapLayer, blocks: list[Block]):
        """Begins the section of a layer."""
        title = Says("maps_layer", layer=layer.title, text=layer.describe())
        self.sections.append(Section(title, blocks))

    def block(self, block: Block):
        """Adds a block to the current section."""
        self.sections[-1].blocks.append(block)

    def begin_maps(self, layer: MapLayer, count: int, labels: list[str] | None = None) -> list[Name]:
        """Names the maps that a layer makes, which become the current ones."""
        self.labels = labels or ([""] if count == 1 else [str(k) for k in range(1, count + 1)])
        self.maps = [Name(layer.role, layer.id, label) for label in self.labels]
        for name, label in zip(self.maps, self.labels, strict=True):
            self.mark(name, Mark(layer.title, label))
            self.sizes[name] = layer.after.shape
        self.outputs[layer.id] = self.maps
        return self.maps

    def begin_row(self, layer: MapLayer, count: int) -> Name:
        """Names the row that a layer makes, which becomes the current one."""
        name = Name(layer.role, layer.id)
        self.labels, self.maps = [""], [name]
        self.mark(name, Mark(layer.title))
        self.sizes[name] = (1, count)
        self.outputs[layer.id] = self.maps
        return name

    # Backward

    def begin(self, title: Says):
        """Begins a section of its own."""
        self.sections.append(Section(title))

    def wide(self, name: Name) -> Name:
        """The name of a map's gradient with zeros between and around; its mark is δ with the map's name below."""
        base, own = self.marks[name], Name(Role.GRADIENT, "wide", name)
        self.mark(own, Mark("δ", f"{base.base},{base.sub}" if base.sub else base.base))
        return own

    def learned(self, name: Name):
        """Notes the gradient of something that learns."""
        self.gradients.append(name)

    def entries(self, read: list[Step], written: list[Step]):
        """Single entries that are asked for and not written as sums: ``read`` out of their maps."""
        known = {step.name for step in written}
        asked = {step.name: step for step in read if step.name not in known and self._is_asked(step.formula)}
        if asked:
            self.block(Block(None, list(asked.values())))

    def _is_asked(self, entry: Entry) -> bool:
        place = (entry.column,) if entry.line else (entry.row, entry.column)
        return place in self.wanted.get(entry.array, ())

    # Positions that are written out

    def positions(self, name: Name, first: bool, terms: int = 1) -> list[tuple[int, int]]:
        """The positions of a map that are written out: the first ones of a layer's first map, and what is asked."""
        rows, columns = self.sizes[name]
        count = min(self.count, rows * columns) if first and terms <= MOST_TERMS else 0
        return list(dict.fromkeys([*(divmod(k, columns) for k in range(count)), *self.asked_of(name, terms)]))

    def asked_of(self, name: Name, terms: int = 1) -> list[tuple[int, int]]:
        """The positions of a map that are asked for."""
        rows, columns = self.sizes[name]
        found = []
        for place in self.wanted.get(name, ()):
            row, column = place if len(place) == 2 else (0, place[0])
            line = rows == 1 and len(place) == 1
            if row >= rows or column >= columns or (len(place) == 1) != line:
                text = f"{name}[{','.join(map(str, place))}]"
                raise AskedError(f"{quote(text)} is no place of {name}: {_range(name, rows, columns, len(place) == 1)}")
            found.append((row, column))
        self.terms += terms * len(found)
        if self.terms > MOST_ASKED_TERMS:
            raise AskedError("so many positions cannot be written out; ask for whole maps or fewer positions")
        return list(dict.fromkeys(found))


def _range(name: str, rows: int, columns: int, line: bool) -> str:
    if line and rows > 1:
        return f"it has rows and columns; write {name}[0,0]"
    across = f"columns 0 to {columns - 1}" if not line else f"places 0 to {columns - 1}"
    return across if line else f"it has rows 0 to {rows - 1} and {across}"


def asked_places(asked: list[str], layers: list[MapLayer]) -> tuple[list[str], dict[str, list[tuple[int, ...]]]]:
    """The asked names as canonical ones, and the places in them by map: ``out[0,1]``, ``conv1[2,0,1]`` (map 2)."""
    names: list[str] = []
    wanted: dict[str, list[tuple[int, ...]]] = {}
    several = {layer.id: layer.after.sides and layer.after.channels > 1 for layer in layers}
    for text in asked:
        match = _PLACE.fullmatch(text.strip())
        if not match:
            names.append(text)
            continue
        base, *numbers = match.groups()
        numbers = [int(number) for number in numbers if number is not None]
        base = layers[-1].id if base in ("out", "output") else base
        if len(numbers) == 3:  # the map first, as frameworks count: conv1[2,0,1] is a place of the third map
            base, numbers = f"{base}_{numbers[0] + 1}" if several.get(base) else base, numbers[1:]
        wanted.setdefault(base, []).append(tuple(numbers))
        names.append(f"{base}[{','.join(map(str, numbers))}]")
    return names, wanted


def _text(entry: float) -> str:
    """An entry of a large given matrix: a whole number, or the digits of a double."""
    return str(int(entry)) if entry == int(entry) else repr(float(entry))
