"""The matrices of a convolution as squares with their numbers: input, kernels, and the map of every layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...names import Name, Role
from ...page.glyphs import one_line
from ...solution import Says
from ...words import spoken
from ..run_notation import RunNotation
from ..subject import Subject
from ..text import said
from .panels import Map, Panel

if TYPE_CHECKING:
    import numpy as np

    from ...formula.rounding import Rounding
MOST_SIDE = 28  # rows and columns of a map that is shown
MOST_MAPS = 12
MOST_TOLD = 8  # rows of a map that are told in words
_SHOWN = (Role.INPUT, Role.PARAMETER, Role.NET, Role.OUT)


def panels(subject: Subject) -> list[Panel]:
    """One panel with the maps side by side, in the order in which they are computed."""
    solution = subject.solution
    notation, found = RunNotation(solution.names), []
    for name, value in solution.values.items():
        if _is_map(name) and getattr(value, "ndim", 0) == 2 and max(value.shape) <= MOST_SIDE:
            found.append(shown_map(one_line(said(notation.name(name))), value, solution.rounding))
    if not found:
        return []
    panel = Panel(spoken(Says("plot_maps"), str))
    panel.maps = found[:MOST_MAPS]
    panel.said = spoken(Says("plot_maps_said", text=". ".join(map(told, panel.maps))), str)
    return [panel]


def shown_map(label: str, value: np.ndarray, rounding: Rounding) -> Map:
    """A matrix as numbers and as the page prints them."""
    numbers, texts = [], []
    for row in value.tolist():
        numbers.append(list(map(float, row)))
        texts.append([rounding.text(entry).replace("-", "−") for entry in row])
    return Map(label, numbers, texts)


def told(shown: Map) -> str:
    """The first rows of a map in words."""
    rows = "; ".join(" ".join(row) for row in shown.texts[:MOST_TOLD])
    return f"{shown.label}: {rows}" + ("; …" if len(shown.texts) > MOST_TOLD else "")


def _is_map(name: Name) -> bool:
    """Whether a name stands for a map, a kernel or a layer's weights; not for biases."""
    return name.role in _SHOWN and name.of != "b"
