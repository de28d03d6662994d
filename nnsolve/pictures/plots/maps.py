"""The matrices of a convolution as squares with their numbers: input, kernels, and the map of every layer."""

from __future__ import annotations

from ...page.glyphs import one_line
from ...solution import Says
from ...words import spoken
from ..subject import Subject
from ..text import RunNotation, said
from .panels import Map, Panel

MOST_SIDE = 28  # rows and columns of a map that is shown
MOST_MAPS = 12


def panels(subject: Subject) -> list[Panel]:
    """One panel with the maps side by side, in the order in which they are computed."""
    solution = subject.solution
    layers = {layer.id for layer in subject.problem.pipeline.layers}
    notation, found = RunNotation(solution.names), []
    for name, value in solution.values.items():
        forward = name[:1] in "XKW" or name.partition("_")[0] in layers
        if not forward or getattr(value, "ndim", 0) != 2 or max(value.shape) > MOST_SIDE:
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
