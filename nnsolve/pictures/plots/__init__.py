"""Plots of problems: curves, errors over epochs, paths over contours, borders between points, maps, ROC curves.

What is plotted is plain data (:mod:`.panels`), gathered from the values of a solution; :mod:`.figure` draws it with
matplotlib, and :mod:`.chart` draws lines in a terminal without it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from .. import Picture
from ..subject import Subject
from .panels import Panel

if TYPE_CHECKING:
    from ...reading.problem import CommonProblem
    from ...solution import Solution


def plotted_by(kind: str) -> tuple[str, ...]:
    """The modules that gather the panels of a kind, as its file declares them: ``PLOTS = ("fit", "course")``.

    Each has ``def panels(subject: Subject) -> list[Panel]``.
    """
    from ...reading.catalogue import declared

    found = declared(kind, "PLOTS") if kind else None
    return tuple(map(str, found)) if isinstance(found, tuple) else ()


def panels(subject: Subject | CommonProblem | Solution) -> list[Panel]:
    """What there is to plot of a problem or a solution; an empty list where there is nothing."""
    found = subject if isinstance(subject, Subject) else Subject(subject)
    shown: list[Panel] = []
    for name in plotted_by(found.kind):
        shown += importlib.import_module(f"{__name__}.{name}").panels(found)
    return shown


def plot(subject: CommonProblem | Solution, *, prefix: str = "") -> Picture | None:
    """The plot of a problem, or of a solution that ``nnsolve.solve`` made; None where there is nothing to plot.

    Needs matplotlib (raises MissingError where it is not installed). ``prefix`` stands before every id of the SVG.
    """
    found = Subject(subject)
    shown = panels(found)
    if not shown:
        return None
    from .figure import figure

    return figure(shown, found.title, prefix)


__all__ = ["Panel", "panels", "plot", "plotted_by"]
