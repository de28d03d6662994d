"""The matrices of a convolution as squares with their numbers: input, kernels, and the map of every layer."""

from __future__ import annotations

from ...names import Name, Role
from ...page.glyphs import one_line
from ...solution import Says
from ...words import spoken
from ..subject import Subject
from ..text import RunNotation, said
from .panels import Map, Panel

MOST_SIDE = 28  # rows and columns of a map that is shown
MOST_MAPS = 12
_SHOWN = (Role.INPUT, Role.PARAMETER, Role.NET, Role.OUT)


def panels(subject: Subject) -> list[Panel]:
    """One panel with the maps side by side, in the order in which they are computed."""
    solution = subject.solution
    notation, found = RunNotation(solution.names), []
    for name, value in solution.values.items():
        if not _is_map(name) or getattr(value, "ndim", 0) != 2 or max(value.shape) > MOST_SIDE:
            continue
        texts = [[solution.rounding.text(entry).replace("-", "−") for entry in row] for row in value.tolist()]
        numbers = [[float(entry) for entry in row] for row in value.tolist()]
        found.append(Map(one_line(said(notation.name(name))), numbers, texts))
    if not found:
        return []
    panel = Panel(spoken(Says("plot_maps"), str))
    panel.maps = found[:MOST_MAPS]
    told = [
        f"{each.label}: " + "; ".join(" ".join(row) for row in each.texts[:8]) + ("; …" if len(each.texts) > 8 else "")
        for each in panel.maps
    ]
    panel.said = spoken(Says("plot_maps_said", text=". ".join(told)), str)
    return [panel]


def _is_map(name: Name) -> bool:
    """Whether a name stands for a map, a kernel or a layer's weights; not for biases."""
    return name.role in _SHOWN and name.of != "b"
