"""A window that slides over a map: the arithmetic that convolutions and pooling share.

Source of the formulas: V. Dumoulin and F. Visin, "A guide to convolution arithmetic for deep learning" (2016). The
ceiling and its exception are PyTorch's (``pooling_output_shape``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from ...formula.expr import ONE, Expr, Symbol
from ...formula.functions import ceil, floor
from ...names import Name
from ...reading.schema import Field
from ...solution import Says
from .layer import Layer, described
from .padding import RULES
from .page import FeatureMap, ImpossibleError, Page
from .receptive import receptive_field
from .sizes import LETTERS, Padding, PaddingType, Sides, times

T = TypeVar("T")


class Side:
    """The window along one side, in symbols: F its size, S its stride, D its dilation (None for 1).

    ``covers`` is what it spans, D·(F − 1) + 1. ``label`` is the side's part in step names, '' where all are alike,
    and ``sub`` what is printed below a letter for it.
    """

    __slots__ = ("D", "F", "S", "axis", "covers", "index", "label", "sub")

    def __init__(self, axis: str, index: int, label: str, F: Symbol, S: Symbol, D: Symbol | None):  # noqa: N803
        self.axis, self.index, self.label = axis, index, label
        self.F, self.S, self.D = F, S, D
        self.sub = LETTERS[axis] if label else ""
        self.covers: Expr = F if D is None else self.reach + ONE

    @property
    def reach(self) -> Expr:
        """What the window spans beyond its first place: D·(F − 1)."""
        return self.F - ONE if self.D is None else self.D * (self.F - ONE)


class Window(Layer):
    """A layer with a window: size, stride and padding, each for all sides or one a side."""

    size = Field(Sides(1), "the window's side: one number, or one a side such as [3, 5] (height × width)")
    stride = Field(Sides(1), "how far the window moves", default=None)
    padding = Field(
        PaddingType(),
        "valid, same, same-tf, a number, one a side, or [[top, bottom], [left, right]]",
        default=Padding(),
    )
    dilation = (1,)
    ceil_mode = False
    is_pool = False  # its stride is its size where none is written, and padding is at most half of it
    axes: tuple[str, ...] = ()
    sides: tuple[Side, ...] = ()

    @property
    def steps_by(self) -> tuple[int, ...]:
        """The stride for all sides, or one a side."""
        return self.stride or (self.size if self.is_pool else (1,))

    @property
    def padded(self) -> bool:
        """Whether the formula has a term for padding."""
        return "padding" in self.places or not self.is_pool

    @property
    def kernel_size(self) -> str:
        """The window as text, one number a side: 5 × 5."""
        return times(self.size if len(self.size) > 1 else self.size * len(self.axes))

    def describe(self) -> Says:
        own = self.is_pool and self.stride is None
        return described(
            Says("layer_stride_own" if own else "layer_stride", text=_short(self.steps_by)),
            self._padding() if self.padded else None,
            Says("layer_dilation", text=_short(self.dilation)) if set(self.dilation) != {1} else None,
            Says("layer_ceil") if self.ceil_mode else None,
        )

    def _padding(self) -> Says:
        if self.padding.none:
            return Says("layer_no_padding")
        if self.padding.rule == "same-tf":
            return Says("layer_padding_tf")
        return Says("layer_padding", text=str(self.padding))

    def cells(self) -> list:
        return [self.kernel_size, "", _cell(_short(self.steps_by)), _cell(self._padding_cell())]

    def _padding_cell(self) -> str:
        if not self.padded:
            return ""
        return "valid" if self.padding.none else _short(str(self.padding).split(" × "))

    def write(self, page: Page) -> None:
        before, self.axes = page.map, page.axes
        page.block(self.title, self.describe())
        self.need_map(page)
        self.fit(page)
        sides, channels = self.slide(page), self.maps(page)
        reason = Says("cnn_pool") if self.is_pool else None
        page.shape(self.id, FeatureMap(sides, channels, before.fields, before.jumps), self.node, reason)

    def fit(self, page: Page) -> None:
        """Raises ImpossibleError where the channels that come here do not suit the layer."""

    def maps(self, page: Page) -> Name:
        """Writes the number of output channels and returns its name."""
        return page.map.channels

    def sees(self, page: Page) -> Name:
        return receptive_field(self, page)

    # The output's sides.

    def slide(self, page: Page) -> tuple[Name, ...]:
        """Writes the output's sides and returns their names; sides that are alike are written once."""
        alike = self._alike(page)
        written = {side: self._output(page, side) for side in dict.fromkeys(alike)}
        self.sides = tuple(alike)
        return tuple(written[side] for side in alike)

    def _alike(self, page: Page) -> list[Side]:
        """The window along each side of the map; one object for sides of the same length, window and padding."""
        numbers = [
            self.each("size", self.size),
            self.each("stride", self.steps_by),
            self.each("dilation", self.dilation),
            self.each("padding", self.padding.pairs),
        ]
        keys = list(zip(page.map.sides, *numbers, strict=True))
        last = {key: index for index, key in enumerate(keys)}
        sides = {key: self._side(page, index, numbers, len(last) > 1) for key, index in last.items()}
        return [sides[key] for key in keys]

    def _side(self, page: Page, index: int, numbers: list[tuple], several: bool) -> Side:
        sizes, strides, dilations, _ = numbers
        axis = page.axes[index]
        size = self.symbol(page, "F", sizes, index)
        stride = self.symbol(page, "S", strides, index)
        dilation = self.symbol(page, "D", dilations, index) if dilations[index] > 1 else None
        return Side(axis, index, axis if several else "", size, stride, dilation)

    def each(self, key: str, values: tuple[T, ...]) -> tuple[T, ...]:
        """``values`` for each side of the map; raises where there are too many or too few."""
        count = len(self.axes)
        if len(values) not in (1, count):
            text = f"{len(values)} numbers for a map with {count} side{'s' * (count > 1)} ({' × '.join(self.axes)})"
            more = "; zeros before and after a side are written [[1, 2]]" if key == "padding" and count == 1 else ""
            raise ImpossibleError(self.places.get(key, self.node), text + more, key)
        return values if len(values) == count else values * count

    def symbol(self, page: Page, letter: str, values: tuple[int, ...], index: int) -> Symbol:
        """A given number of the side ``index``: one name where all sides share it, else one a side."""
        value, axis = values[index], page.axes[index]
        if len(set(values)) == 1:
            return page.give(self.own(letter), letter, value)
        return page.give(self.own(letter, axis), letter, value, LETTERS[axis])

    def _output(self, page: Page, side: Side) -> Name:
        """Writes one output side: (W − F + 2P)/S + 1, rounded down, or up in ceil mode."""
        before = Symbol(page.map.sides[side.index])
        letter, name = LETTERS[side.axis], self.own(side.axis)
        zeros, front = RULES[self.padding.rule](self, page, side, before)
        room = sum(zeros, before - side.covers)
        free, stride = page.value_of(room), page.value(side.S)
        if free < 0 and (not self.ceil_mode or free <= -stride):
            raise self._too_large(page, side, before, zeros)
        windows, left = room / side.S + ONE, free % stride
        if not self.ceil_mode:
            return page.step(name, letter, floor(windows), Says("cnn_floor", n=left) if left else None).name
        rounded = Says("cnn_ceil") if left else None
        # PyTorch drops a last window that would start behind the input, in the padding at its end.
        if -(-free // stride) * stride < page.value(before) + front:
            return page.step(name, letter, ceil(windows), rounded).name
        more = page.step(self.own(side.axis, "ceil"), letter, ceil(windows), rounded)
        return page.step(name, letter, more - ONE, Says("cnn_drop")).name

    def _too_large(self, page: Page, side: Side, before: Symbol, zeros: list[Expr]) -> ImpossibleError:
        size, added = page.value(before), sum(map(page.value_of, zeros))
        spread = f" (size {page.value(side.F)}, dilation {page.value(side.D)})" if side.D is not None else ""
        text = f"the window spans {page.value_of(side.covers)}{spread}, more than the {side.axis} of {size}"
        more = f" with {added} zeros of padding" if added else " that comes here"
        return ImpossibleError(self.places["size"], text + more)


def _short(numbers: Sequence[int] | Sequence[str]) -> str:
    """One number where all are the same, else one a side."""
    return times(numbers if len(set(numbers)) > 1 else list(numbers)[:1])


def _cell(text: str) -> int | str:
    """A table cell: whole numbers as numbers."""
    return int(text) if text.isdecimal() else text
