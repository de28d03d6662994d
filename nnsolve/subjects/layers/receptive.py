"""The receptive field: how much of the input one number of a map depends on.

r grows by (F − 1)·j, and j, the distance of neighbouring numbers measured in the input, is multiplied by the stride.
Source: A. Araujo, W. Norris and J. Sim, "Computing Receptive Fields of Convolutional Neural Networks", Distill (2019).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.arrays import Shape
from ...formula.expr import Symbol
from ...names import Name
from ...solution import Says

if TYPE_CHECKING:
    from .page import Page
    from .window import Side, Window


def receptive_field(window: Window, page: Page) -> Name:
    """Writes the receptive field behind a window, side by side, and returns the name of its step."""
    fields, jumps = [], []
    written: dict[Side, tuple[Name, Name]] = {}
    for place, side in enumerate(window.sides):
        if side not in written:
            r, j = Symbol(page.map.fields[place]), Symbol(page.map.jumps[place])
            reached = window.own("field", side.label)
            field = page.step(reached, "r", r + side.reach * j, Says("cnn_field"), side.sub)
            jump = page.step(window.own("jump", side.label), "j", j * side.S, Says("cnn_jump"), side.sub)
            written[side] = field.name, jump.name
        fields.append(written[side][0])
        jumps.append(written[side][1])
    page.map.fields, page.map.jumps = tuple(fields), tuple(jumps)
    return page.step(window.own("receptive_field"), "receptive field", Shape(map(Symbol, fields))).name
