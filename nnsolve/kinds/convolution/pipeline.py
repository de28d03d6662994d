"""A pipeline of layers: first its sizes, with the faults that only they show, then its numbers."""

from __future__ import annotations

from ...formula.maps import Pair
from ...names import Name
from ...reading.problem import CommonProblem
from ...reading.yamlfile import Faults
from ...solution import Block, Says
from ...subjects.layers.page import ImpossibleError, Letters, Page
from ...subjects.layers.sizes import InputShape
from ...words import spoken
from .map_layer import MapLayer, MapWindow, Places
from .reading import Matrix
from .rows import Activation, Dense, Flatten
from .sheet import Sheet
from .transposed import TransposedConv
from .zeros import both, zeros_around

MOST_WORK = 300_000_000
MOST_PASSES = 300_000
MOST_ENTRIES = 4_000_000
MOST_MAPS = 1_000
# The same where a backward pass is wanted, whose check runs the pipeline again and again.
BACKWARD_WORK = 10_000_000
BACKWARD_ENTRIES = 200_000
# The same for exact decimals, which rounded numbers that are carried need.
CARRIED_WORK = 1_000_000
CARRIED_ENTRIES = 20_000


class Pipeline:
    """The layers over an input: ``walk`` finds sizes and faults, ``write`` the numbers."""

    def __init__(
        self,
        channels: dict[str, Matrix],
        layers: list[MapLayer | None],
        letters: Letters,
        carry: bool,
        back: bool,
    ):
        self.channels, self.carry, self.back = channels, carry, back
        self.size = next(iter(channels.values())).size
        self.page = Page(InputShape(self.size, len(channels)), letters)
        self.read = layers
        self.layers: list[MapLayer] = []
        self.blocks: list[list[Block]] = []
        self.work = self.passes = self.entries = self.maps = self.flattened = 0

    def page_title(self) -> str:
        """What stands beside the title: the input's size."""
        return spoken(Says("cnn_subtitle", shape=str(InputShape(self.size, len(self.channels)))), str)

    def walk(self, faults: Faults) -> None:
        """Sizes of all layers; stops at the first that cannot stand where it stands, with a fault at its place."""
        self.entries = len(self.channels) * self.size[0] * self.size[1]
        for layer in self.read:
            if layer is None:
                return
            try:
                self._add(layer)
            except ImpossibleError as error:
                faults.add(error.node, error.message, error.text)
                return

    def _add(self, layer: MapLayer) -> None:
        if isinstance(layer, Dense) and self.page.map.sides:
            flatten = Flatten()
            flatten.node, flatten.inserted, flatten.word = layer.node, True, "flatten"
            self._size(flatten)
        self._size(layer)

    def _size(self, layer: MapLayer) -> None:
        if isinstance(layer, Flatten):
            self.flattened += 1
            layer.ordinal = self.flattened
        layer.before = Places(self.page)
        first = len(self.page.blocks)
        layer.write(self.page)
        layer.after = Places(self.page)
        blocks = self.page.blocks[first:]
        for block in blocks:
            block.title = None
        self.blocks.append([] if isinstance(layer, Activation) else blocks)
        self.layers.append(layer)
        work, passes = layer.work(layer.before, layer.after)
        self.work, self.passes = self.work + work, self.passes + passes
        self.entries += layer.after.places * layer.after.channels
        if layer.before.sides and isinstance(layer, MapWindow):
            self.entries += widest(layer) * layer.before.channels
        self.maps += layer.after.channels if layer.after.sides else 1
        self._bounds(layer)

    def _bounds(self, layer: MapLayer) -> None:
        """Raises ImpossibleError where the pipeline is too much to compute here."""
        most = (CARRIED_WORK, CARRIED_ENTRIES) if self.carry else (MOST_WORK, MOST_ENTRIES)
        carried = " with rounded numbers carried" if self.carry else ""
        if self.back and not self.carry:
            most, carried = (BACKWARD_WORK, BACKWARD_ENTRIES), " with a backward pass"
        for what, count, limit in (
            ("multiplications", self.work, most[0]),
            ("numbers in maps", self.entries, most[1]),
            ("kernel weights over maps", self.passes, MOST_PASSES),
            ("maps", self.maps, MOST_MAPS),
        ):
            if count > limit:
                text = f"up to this layer it takes {count:,} {what}; at most {limit:,} are computed{carried}"
                raise ImpossibleError(layer.node, text.replace(",", " "), layer.word)

    def write(self, problem: CommonProblem, flip: bool, count: int, wanted: dict[Name, list[Pair]]) -> Sheet:
        """The sheet with all numbers."""
        sheet = Sheet(problem, self.layers, flip, count, wanted)
        sheet.subtitle = self.page_title()
        sheet.given |= self.page.given
        sheet.marks |= self.page.marks
        sheet.give_input(self.channels)
        for layer, blocks in zip(self.layers, self.blocks, strict=True):
            sheet.begin_layer(layer, blocks)
            layer.written(sheet)
        return sheet


def widest(layer: MapWindow) -> int:
    """Numbers of one map with the zeros that a layer puts around and between its rows; 0 where it puts none."""
    area = [1, 1]
    sides = zip(layer.before.shape, both(layer.size), both(layer.steps_by), both(layer.dilation), strict=True)
    for k, (size, taps, step, apart) in enumerate(sides):
        if isinstance(layer, TransposedConv):
            area[k] = (size - 1) * step + 1 + 2 * (taps - 1) * apart
        else:
            area[k] = size + sum(zeros_around(layer, layer.before.shape)[k])
    return area[0] * area[1] if tuple(area) != layer.before.shape else 0
