"""The weights of attention as squares with their numbers: who looks at whom, a map for every head."""

from __future__ import annotations

from ...names import Role
from ...page.glyphs import one_line
from ...solution import Says
from ...words import spoken
from ..run_notation import RunNotation
from ..subject import Subject
from ..text import said
from .maps import MOST_MAPS, MOST_SIDE, shown_map, told
from .panels import Panel


def panels(subject: Subject) -> list[Panel]:
    """One panel with the weights of every head side by side."""
    solution = subject.solution
    notation, maps = RunNotation(solution.names), []
    for name, value in solution.values.items():
        weights = name.of == "A" and name.role in (Role.GATE, Role.INPUT)
        if weights and getattr(value, "ndim", 0) == 2 and max(value.shape) <= MOST_SIDE:
            maps.append(shown_map(one_line(said(notation.name(name))), value, solution.rounding))
    if not maps:
        return []
    panel = Panel(spoken(Says("plot_weights"), str))
    panel.maps = maps[:MOST_MAPS]
    panel.said = spoken(Says("plot_weights_said", text=". ".join(map(told, panel.maps))), str)
    return [panel]
