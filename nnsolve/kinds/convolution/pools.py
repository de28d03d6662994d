"""Pooling layers with numbers: the greatest number or the mean of each window, or of a whole map."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

from ...formula.arrays import Array, Entry
from ...formula.expr import Call, Div, Expr, Symbol, total_of, whole
from ...formula.functions import Function, greatest
from ...formula.pools import Windows, average_pooling, max_pooling, whole_max, whole_mean
from ...names import Name, entry
from ...reading.schema import Field, Flag
from ...solution import Block, Says, Step
from ...subjects.layers.layer import described
from ...subjects.layers.pools import GlobalAvgPool, GlobalMaxPool
from ...subjects.layers.sizes import Sides
from .map_layer import MapLayer, MapWindow, Places
from .zeros import both, zeros_around

if TYPE_CHECKING:
    from ...subjects.layers.page import Page
    from .sheet import Sheet


# Of a whole map's maximum or mean no more entries are written out.
MOST_ENTRIES = 400


_TAKEN = {"maximum": "layer_maximum", "average": "layer_average"}


class _Pool(MapWindow):
    """What both sorts have in common: windows over each map by itself."""

    stem, what, short = "pool", "pooling", "size"
    fill = "violet"
    is_pool = True
    takes = ""

    size = Field(Sides(1), "the window's side: one number, or one a side such as [3, 5] (height × width)")
    ceil_mode = Field(Flag(), "round the output's sides up instead of down, as PyTorch does it", default=False)

    def describe(self) -> Says:
        return described(Says(_TAKEN[self.takes], size=self.kernel_size), super().describe())

    def work(self, before: Places, after: Places) -> tuple[int, int]:
        """Comparisons or additions, and passes over a map, that the layer takes."""
        taps = both(self.size)[0] * both(self.size)[1]
        return taps * after.places * after.channels, taps * after.channels

    def written(self, sheet: Sheet) -> None:
        """Writes the first windows and all maps."""
        rows, columns = zeros_around(self, self.before.shape)
        self.back = rows[1], columns[1]
        self.windows = Windows(
            self.before.shape,
            self.after.shape,
            both(self.size),
            both(self.steps_by),
            both(self.dilation),
            (rows[0], columns[0]),
        )
        self.sources = list(sheet.maps)
        names = sheet.begin_maps(self, len(self.sources), sheet.labels)
        sheet.put_alike(Says("maps_first"), self._first(sheet, names), self.intro())
        function = self.function()
        maps = []
        for name, source in zip(names, self.sources, strict=True):
            maps.append(Step(name, Call(function, Symbol(source)), None, "names"))
        sheet.put(Block(Says("maps_all"), maps, longest=sheet.longest))

    def _first(self, sheet: Sheet, names: list[Name]) -> Iterator[tuple[Name, Expr]]:
        """The windows that are written out."""
        for number, name in enumerate(names):
            for row, column in sheet.positions(name, first=number == 0):
                yield entry(name, row, column), self.position(number, row, column)

    def entries(self, number: int, row: int, column: int) -> list[Entry]:
        """The numbers in one window of one map."""
        return [Entry(self.sources[number], *place) for place in self.windows.places(row, column)]

    def position(self, number: int, row: int, column: int) -> Expr:
        """The formula of one window of one map."""
        raise AssertionError(f"{type(self).__name__} is abstract")

    def function(self) -> Function:
        """The function over a whole map."""
        raise AssertionError(f"{type(self).__name__} is abstract")

    def intro(self) -> Says:
        """What is done with a window."""
        raise AssertionError(f"{type(self).__name__} is abstract")


class MaxPool(_Pool):
    """The greatest number of each window."""

    takes, gives_back = "maximum", "maps_unpool_max"
    dilation = Field(Sides(1), "distance of neighbouring places of the window", default=(1,))

    def position(self, number: int, row: int, column: int) -> Expr:
        entries = self.entries(number, row, column)
        return Call(greatest(len(entries)), *entries) if len(entries) > 1 else entries[0]

    def function(self) -> Function:
        return max_pooling(self.windows)

    def intro(self) -> Says:
        return Says("maps_max_padded" if not self.padding.none else "maps_max")


class AvgPool(_Pool):
    """The mean of each window."""

    takes, gives_back = "average", "maps_unpool_avg"
    count_padding = Field(
        Flag(),
        "with padding: whether its zeros are counted (PyTorch's default) or not (Keras)",
        default=None,
        needs="padding",
    )

    def fit(self, page: Page) -> None:
        from ...subjects.layers.page import ImpossibleError

        if not self.padding.none and self.count_padding is None:
            text = (
                "write count_padding: true (PyTorch's default) or false (Keras): are the zeros around the map counted"
            )
            raise ImpossibleError(self.places["padding"], f"{text} in the mean?")

    def position(self, number: int, row: int, column: int) -> Expr:
        entries = self.entries(number, row, column)
        count = self.windows.divisor(row, column, self.back if self.count_padding else None)
        return Div(total_of(entries), whole(count))

    def function(self) -> Function:
        return average_pooling(self.windows, self.back if self.count_padding else None)

    def intro(self) -> Says:
        if self.padding.none:
            return Says("maps_avg")
        return Says("maps_avg_counted" if self.count_padding else "maps_avg_uncounted")


class _Whole(MapLayer):
    """A row with one number a map."""

    over: Function

    @staticmethod
    def of_entries(entries: list[Entry]) -> Expr:
        """The number of a map, from its entries."""
        raise AssertionError("it is the mean or the greatest")

    def work(self, before: Places, after: Places) -> tuple[int, int]:
        """Additions, and passes over a map, that the layer takes."""
        return before.places * before.channels, before.channels

    def written(self, sheet: Sheet) -> None:
        """Writes the row, and the numbers of the first maps where these are small."""
        self.sources = sources = list(sheet.maps)
        rows, columns = self.before.sides
        name = sheet.begin_row(self, len(sources))
        first = sheet.positions(name, first=True)
        if rows * columns <= MOST_ENTRIES:
            places = list(product(range(rows), range(columns)))
            numbers = []
            for _, column in first:
                entries = [Entry(sources[column], *place) for place in places]
                numbers.append((entry(name, column), self.of_entries(entries)))
            sheet.put_alike(Says("maps_first"), numbers)
        formula = Array([[Call(self.over, Symbol(source)) for source in sources]])
        sheet.put(Block(Says("maps_row"), [Step(name, formula, Says("maps_global"), "names")]))


class MeanOfMaps(_Whole, GlobalAvgPool):
    """The mean of each map."""

    over, gives_back = whole_mean, "maps_unpool_avg"

    @staticmethod
    def of_entries(entries: list[Entry]) -> Expr:
        """The mean of a map's entries."""
        return Div(total_of(entries), whole(len(entries)))


class MaxOfMaps(_Whole, GlobalMaxPool):
    """The greatest number of each map."""

    over, gives_back = whole_max, "maps_unpool_max"

    @staticmethod
    def of_entries(entries: list[Entry]) -> Expr:
        """The greatest of a map's entries."""
        return Call(greatest(len(entries)), *entries) if len(entries) > 1 else entries[0]
