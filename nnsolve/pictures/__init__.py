"""Pictures of problems: networks, rows of layers and computational graphs, as SVG that needs nothing else.

    >>> import nnsolve
    >>> from nnsolve.pictures import picture
    >>> drawn = picture(nnsolve.load("two-two-two")[0], values=True)
    >>> drawn.svg[:4], drawn.alt[:37]
    ('<svg', 'A feed-forward network has 2 inputs, ')

:mod:`nnsolve.pictures.plots` has ``plot`` for curves, errors over epochs, paths and maps. Numbers on a picture are
those of the solution's steps; nothing is computed here.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from ..errors import NnsolveError

if TYPE_CHECKING:
    from ..reading.problem import CommonProblem
    from ..solution import Solution
    from .subject import Subject

# The modules whose pictures hold no results where no values are asked of them.
NO_RESULTS = ("network", "neuron")


def drawn_by(kind: str) -> str:
    """The module that draws a kind, as its file declares it: ``PICTURE = "network"``; '' where none does.

    It has ``def compose(subject: Subject, options: Options) -> tuple[Scene, str] | None``, the painted scene and the
    same in words, and ``TITLE``, the key of the title where the problem has none.
    """
    from ..reading.catalogue import declared

    return str(declared(kind, "PICTURE") or "") if kind else ""


class StepError(NnsolveError):
    """A step was to be drawn that a problem does not have."""


class Picture:
    """A picture: ``svg`` is one <svg> element without declaration (inline in HTML, or a file of its own), ``alt`` the
    same in words, ``width`` and ``height`` its size in CSS pixels at which its text is 13 to 16 px high."""

    __slots__ = ("alt", "height", "svg", "width")

    def __init__(self, svg: str, alt: str, width: float, height: float):
        self.svg, self.alt, self.width, self.height = svg, alt, width, height

    def png(self, scale: float = 2) -> bytes:
        """The picture in pixels, ``scale`` to a CSS pixel; needs the package typst (raises MissingError)."""
        from .png import pixels

        return pixels(self, scale)


class Options:
    """What is shown: ``values`` and ``gradients`` of the solution, the ``asked`` names that are highlighted (None for
    those the problem asks for), and a ``prefix`` that keeps the ids of several pictures on one page apart. With a
    ``step`` the cell of a recurrent network in that step is drawn, not its steps side by side."""

    __slots__ = ("asked", "gradients", "prefix", "step", "values")

    def __init__(
        self,
        values: bool = False,
        gradients: bool = False,
        asked: list[str] | None = None,
        prefix: str = "",
        step: int | None = None,
    ):
        self.values, self.gradients, self.asked, self.prefix, self.step = values, gradients, asked, prefix, step


def picture(
    subject: CommonProblem | Solution,
    *,
    values: bool = False,
    gradients: bool = False,
    asked: list[str] | None = None,
    prefix: str = "",
    step: int | None = None,
) -> Picture | None:
    """The picture of a problem or of a solution that ``nnsolve.solve`` made; None where there is none to draw.

    ``values`` and ``gradients`` print those that the solution has a step for. ``asked``: names to highlight with the
    paths of their chain rule; None takes those the problem asks for, ``[]`` highlights nothing. ``prefix`` stands
    before every id of the SVG, so that several pictures can stand on one HTML page. ``step`` draws the cell of a
    recurrent network in that step; StepError where there is none. Every part that shows a step has
    ``data-steps="w5 dE/dw5 new_w5"``, the canonical names of the steps it stands for, separated by blanks. A
    problem is solved only where values or gradients are wanted. Raises AskedError for names told here that are no part
    of the picture, and what ``nnsolve.solve`` raises.
    """
    from ..solution import Says
    from ..words import spoken
    from .subject import Subject

    found = Subject(subject)
    name = drawn_by(found.kind)
    if not name:
        return None
    if getattr(subject, "blank", False):  # a worksheet's picture gives no result away
        if name not in NO_RESULTS:
            return None
        values, gradients, asked = False, False, []
    if step is not None:
        _check_step(found, step)
    module = importlib.import_module(f"{__name__}.{name}")
    composed = module.compose(found, Options(values, gradients, asked, prefix, step))
    if composed is None:
        return None
    scene, alt = composed
    return scene.picture(found.title or spoken(Says(module.TITLE), str), alt)


def _check_step(subject: Subject, step: int) -> None:
    """Raises StepError where there is no such step of a recurrent network in numbers."""
    steps = subject.problem.net.steps if drawn_by(subject.kind) == "unrolled" and not subject.problem.symbolic else 0
    if not 1 <= step <= steps:
        known = f"steps 1 to {steps}" if steps else "no steps of a cell to draw"
        raise StepError(f"there is no step {step}; this problem has {known}")


def illustrations(solution: Solution, *, prefix: str = "", asked: list[str] | None = None) -> list[Picture]:
    """What a page shows of a solution: its picture, and its plot where plots are wanted."""
    found = [picture(solution, prefix=prefix, asked=asked)]
    if solution.plots and not solution.blank:
        from .plots import plot

        found.append(plot(solution, prefix=f"{prefix}plot-"))
    return list(filter(None, found))


def drawable(subject: CommonProblem | Solution) -> bool:
    """Whether there may be a picture of a problem or solution, told from its kind alone."""
    from .subject import Subject

    return drawn_by(Subject(subject).kind) != ""


__all__ = ["Options", "Picture", "drawable", "drawn_by", "illustrations", "picture"]
