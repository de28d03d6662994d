"""nnsolve: neural-network exam problems solved step by step, as a good teacher writes them on paper.

    >>> import nnsolve
    >>> problem = nnsolve.load("two-two-two")[0]
    >>> solution = nnsolve.solve(problem)
    >>> round(solution.answers["new_w5"], 8)
    0.35891648
    >>> print(nnsolve.render(solution, "text", width=80).splitlines()[0][:16])
    Two inputs, two

**The one idea.** A solution is an ordered list of steps; a step is a name, a formula over earlier names, and a reason.
Values are not in the steps: one loop gives them, in doubles, rounded at every line, or from a student's own numbers.

**The way of one number.** The file says ``weights: {o1: {w5: 0.40}}``. :mod:`.reading` keeps it as its author wrote it,
with its place, and the ``Problem`` of a kind (:mod:`.kinds`) reads it into a network (:mod:`.subjects`). The kind's
``solve`` writes the forward pass as steps on the builder (:mod:`.working`); the chain rule (:mod:`.formula.derive`)
walks them backwards and adds ∂E/∂w5 and w5′ = w5 − η·∂E/∂w5 as steps of the same kind. :mod:`.evaluation` goes
through them once: 0.358916…. Where doubles cannot tell a number from 0, fractions or sixty digits do.
:mod:`.page` decides once how a line reads, ``0.40 + (−0.0410835) ≈ 0.358916``, and what is true in its digits;
:mod:`.render` writes it in a format. A student who wrote ``w5' = 0.36`` is read, compared and followed by
:mod:`.marking`, through the same steps.

**The rooms**, each of which knows those above it:

- :mod:`.errors`: every error a user can meet
- :mod:`.names`: what a value is, and its one spelling
- :mod:`.formula`: formulas as trees, functions with their rules, the chain rule, number systems
- :mod:`.spelling`, :mod:`.called`, :mod:`.resolver`: what a text means among the names of a problem
- :mod:`.steps`, :mod:`.evaluation`, :mod:`.solution`: steps, their values, the solution as sections and blocks
- :mod:`.words`: every sentence, by field
- :mod:`.reading`: from a file to a finished problem
- :mod:`.working`, :mod:`.offer`, :mod:`.runs`: the builder that a solver writes on, with what is written only where it
  is wanted, and what finishes it; the order of visits
- :mod:`.subjects`: what several kinds are about: networks, layers, linear units, optimisers, descents, graphs
- :mod:`.kinds`: a kind is a file, or a folder of its own name; nobody imports from inside one
- :mod:`.page`, :mod:`.render`, :mod:`.pictures`, :mod:`.sheets`: one document, formats, pictures, sheets
- :mod:`.marking`: a working, its verdicts, slips, conventions, a class
- :mod:`.cli`: the commands

A test (``tests/test_imports.py``) holds who may import whom. The front door is below: :func:`load` reads problem files,
:func:`solve` writes the steps, :func:`evaluate` gives them values (with other numbers, or another rounding, if you
like), :func:`render` prints them in a format.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from . import process as _process

if _process.is_program():  # before anything that takes long
    _process.end_at_interrupts()
    _process.collect_seldom()

# Two functions of the front door share their names with packages: the packages are loaded first, so that importing
# something from them later does not put them in the functions' place.
from . import kinds as _kinds  # noqa: F401
from . import render as _render
from .errors import AskedError, EvaluationError, NnsolveError, OutputError, ProblemError, quote
from .reading.load import kinds, library, load, loads, solve

if TYPE_CHECKING:
    from .formula.rounding import Rounding
    from .solution import Solution

__version__ = "0.1.0"

__all__ = [
    "AskedError",
    "EvaluationError",
    "NnsolveError",
    "OutputError",
    "ProblemError",
    "evaluate",
    "formats",
    "kinds",
    "library",
    "load",
    "loads",
    "render",
    "solve",
]


def evaluate(solution: Solution, rounding: Rounding | None = None, given: Mapping | None = None) -> dict:
    """The value of every step of ``solution``, with other given numbers or step values, or another rounding.

    ``given`` names them as ``asked:`` does, but a parameter is its given value: ``{"w5": 0.5}``. Raises AskedError for
    what is no name of the solution, and for one name given twice (w5, w_5).
    """
    from .solution import evaluate as run

    others: dict = {}
    for text, value in (given or {}).items():
        name = solution.resolver.given(str(text))
        if name in others:
            raise AskedError(f"{quote(text)} gives {name} twice; give it once.")
        others[name] = value
    return run(solution.steps, rounding or solution.rounding, {**solution.given, **others})


def formats() -> list[str]:
    """The formats in which a solution can be printed."""
    return _render.formats()


def render(solution: Solution, format: str = "text", **options: object) -> str:
    """``solution`` as a page: ``text``, ``markdown`` or ``json``, with the options of the format's module."""
    return _render.renderer(format)(solution, **options)
