"""The sheet on which a pipeline is written with numbers: given maps and kernels, the current maps, the sections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...errors import AskedError
from ...formula.arrays import LARGE, Entry, Numbers
from ...formula.expr import Call, Expr, Num, Symbol
from ...formula.maps import Pair
from ...formula.marks import Mark, lettered
from ...formula.sizes import SIZES, Size
from ...names import Name, Role, d
from ...reading.problem import CommonProblem
from ...solution import Block, Says, Step, names_of
from ...working import Working
from .map_layer import MapLayer
from .reading import Matrix, numbered

# A position with more terms is written out only where it is asked for.
MOST_TERMS = 2000
MOST_ASKED_TERMS = 1_000_000
# Of more maps of one layer the middle ones are left out, unless the page is written in full.
MAPS_SHOWN = 6

ERROR, TARGETS = Name(Role.LOSS, "E"), Name(Role.TARGET, "t")


def gradient(name: Name) -> Name:
    """The name of the gradient of the error by a map, a kernel, a bias or one of their numbers."""
    return d(ERROR, name)


class Sheet(Working):
    """What is written while the layers are walked with their numbers.

    ``maps`` names the current maps (one a channel) or the current row; ``labels`` says which channel each is, '' for
    the only one. ``sizes`` holds rows and columns of all maps by name; ``single`` are those of one line, whose numbers
    have one index. ``flip`` says that kernels are turned. ``wanted`` are the places that are asked for, by map.
    """

    longest = MAPS_SHOWN

    def __init__(
        self,
        problem: CommonProblem,
        layers: list[MapLayer],
        flip: bool,
        count: int,
        wanted: dict[Name, list[Pair]],
    ):
        super().__init__(problem)
        self.layout = "dotted"
        self.layers, self.flip, self.count, self.wanted = layers, flip, count, wanted
        self.maps: list[Name] = []
        self.labels: list[str] = []
        self.sizes: dict[Name, Pair] = {}
        self.single: set[Name] = set()
        self.outputs: dict[str, list[Name]] = {}
        self.gradients: list[Name] = []
        self.formulas: dict[Name, Expr] = {}  # formulas of maps that are written in several steps
        self.terms = 0

    def widened(self, formula: Call, word: str = "") -> Name:
        """The name of a map with zeros between or around its numbers; its mark has the map's name and the word.

        That of a gradient is δ with the map's name below.
        """
        (inner,) = formula.args
        assert isinstance(inner, Symbol), "a map is widened by its name"
        source = inner.name
        if source.role is Role.PARTIAL:
            own, base = Name(Role.GRADIENT, "wide", source.by), lettered(self.marks[source.by_name])
            self.mark(own, Mark("δ", f"{base.base},{base.sub}" if base.sub else base.base))
        else:
            own, base = Name(Role.OUT, source, word), lettered(self.marks[source])
            self.mark(own, Mark(base.base, f"{base.sub},{word}" if base.sub else word, base.sup))
        rows, columns = formula.evaluate({source: Size(self.sizes[source])}, SIZES)
        self.sizes[own] = rows, columns
        return own

    # Given numbers

    def mark(self, name: Name, mark: Mark) -> None:
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

    def give_map(self, name: Name, mark: Mark, matrix: Matrix) -> None:
        """A matrix of the problem under a name."""
        self.mark(name, mark)
        self.give_plain(name, matrix)

    def give_plain(self, name: Name, matrix: Matrix) -> None:
        """A matrix of the problem under a name that is printed as it is."""
        large = matrix.size[0] * matrix.size[1] > LARGE
        self.given[name] = Numbers(matrix.array, _text) if large else matrix.formula
        self.sizes[name] = matrix.size

    def give_row(self, name: Name, mark: Mark, numbers: list[Num]) -> None:
        """A row of numbers of the problem under a name."""
        self.give_map(name, mark, Matrix([numbers]))
        self.single.add(name)

    def give_number(self, name: Name, mark: Mark, number: Num) -> None:
        """A number of the problem under a name."""
        self.mark(name, mark)
        self.given[name] = number

    def give_input(self, channels: dict[str, Matrix]) -> None:
        """The input's maps."""
        self.labels = list(channels)
        for label, matrix in channels.items():
            self.maps.append(Name(Role.INPUT, "X", label))
            self.give_map(self.maps[-1], Mark("X", label), matrix)
        self.rows.append(list(self.maps))

    # Layers

    def begin_layer(self, layer: MapLayer, blocks: list[Block]) -> None:
        """Begins the section of a layer."""
        self.section(Says("maps_layer", layer=layer.title, text=layer.describe()), *blocks)

    def put(self, block: Block) -> None:
        """Adds a block to the current section."""
        self.sections[-1].blocks.append(block)

    def put_alike(self, title: Says | None, steps: Iterable[tuple[Name, Expr]], intro: Says | None = None) -> None:
        """Adds a block of steps of one pattern, whose formula stands with the first; none where there are no steps."""
        made: list[Step] = []
        for name, formula in steps:
            made.append(Step(name, formula, None, "numbers" if made else ""))
        if made:
            self.put(Block(title, made, intro))

    def begin_maps(self, layer: MapLayer, count: int, labels: list[str] | None = None) -> list[Name]:
        """Names the maps that a layer makes, which become the current ones."""
        self.labels = labels or numbered(count)
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
        self.single.add(name)
        self.outputs[layer.id] = self.maps
        return name

    # Backward

    def forward(self) -> list[Step]:
        """The steps of all maps that were written."""
        return [step for step in self.steps if step.name in self.sizes]

    # Positions that are written out

    def at(self, array: Name, row: int, column: int) -> Name:
        """The name of one number of a map, a row or a kernel, or of the gradient by it."""
        if array.role is Role.PARTIAL:
            return gradient(self.at(array.by_name, row, column))
        return self.number_at(array, row, column).name

    def number_at(self, array: Name, row: int, column: int) -> Entry:
        """One number of a map, a row, a kernel or a gradient in formulas."""
        return Entry(array, row, column, self.is_line(array))

    def is_line(self, array: Name) -> bool:
        """Whether an array is one line, whose numbers have one index; new values and gradients are as the old ones."""
        return {Role.PARTIAL: array.by, Role.NEW: array.of}.get(array.role, array) in self.single

    def read_out(self) -> None:
        """Writes the places that are asked for and are no sums: each is read out of its array, below this."""
        written = set(names_of(self.steps))
        for section in self.sections:
            blocks: list[Block] = []
            for block in section.blocks:
                steps = [step for step in self._places(block) if step.name not in written]
                blocks += [block, Block(None, steps)] if steps else [block]
            section.blocks = blocks

    def _places(self, block: Block) -> Iterator[Step]:
        """The places that are asked for of what a block writes."""
        for array in names_of(block.steps):
            for place in self.wanted.get(array, ()):
                yield Step(self.at(array, *place), self.number_at(array, *place))

    def positions(self, name: Name, first: bool, terms: int = 1) -> list[tuple[int, int]]:
        """The positions of a map that are written out: the first ones of a layer's first map, and what is asked."""
        rows, columns = self.sizes[name]
        count = min(self.count, rows * columns) if first and terms <= MOST_TERMS else 0
        return list(dict.fromkeys([*(divmod(k, columns) for k in range(count)), *self.asked_of(name, terms)]))

    def asked_of(self, name: Name, terms: int = 1) -> list[Pair]:
        """The positions of a map that are asked for."""
        found = self.wanted.get(name, [])
        self.terms += terms * len(found)
        if self.terms > MOST_ASKED_TERMS:
            raise AskedError("so many positions cannot be written out; ask for whole maps or fewer positions")
        return found


def _text(entry: float) -> str:
    """An entry of a large given matrix: a whole number, or the digits of a double."""
    return str(int(entry)) if entry == int(entry) else repr(float(entry))
