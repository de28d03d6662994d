"""Zeros around maps: how many, and the padded maps as steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.expr import Call, Symbol
from ...formula.maps import padding
from ...names import Name
from ...solution import Block, Says, Step, names_of
from ...subjects.layers.window import Window

if TYPE_CHECKING:
    from .sheet import Sheet


def both(values: tuple[int, ...]) -> tuple[int, int]:
    """One number for both sides, or one each."""
    return (values[0], values[-1])


def zeros_around(window: Window, sides: tuple[int, int]) -> list[tuple[int, int]]:
    """The zeros before and behind each side of the map."""
    found = []
    pairs = window.each("padding", window.padding.pairs)
    numbers = zip(sides, both(window.size), both(window.steps_by), both(window.dilation), pairs, strict=True)
    for size, taps, step, apart, pair in numbers:
        reach = (taps - 1) * apart
        if window.padding.rule == "same":
            pair = (reach // 2, reach // 2)
        elif window.padding.rule == "same-tf":
            missing = max((-(-size // step) - 1) * step + reach + 1 - size, 0)
            pair = (missing // 2, missing - missing // 2)
        found.append(tuple(pair))
    return found


def pad_maps(sheet: Sheet, sources: list[Name], zeros: list[tuple[int, int]]) -> list[Name]:
    """Writes the maps with zeros around them and returns their names; without zeros the maps themselves."""
    if not any(map(any, zeros)):
        return sources
    steps = []
    for source in sources:
        formula = Call(padding(*zeros), Symbol(source))
        steps.append(Step(sheet.widened(formula, "pad"), formula, _rings(zeros), "names"))
    sheet.put(Block(Says("maps_padded"), steps, longest=sheet.longest))
    return names_of(steps)


def _rings(zeros: list[tuple[int, int]]) -> Says:
    (above, below), (left, right) = zeros
    if above == below == left == right:
        return Says("maps_ring", count=above)
    return Says("maps_zeros", above=above, below=below, left=left, right=right)
