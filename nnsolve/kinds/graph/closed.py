"""The derivatives in closed form: the whole expression over the inputs, differentiated as a whole."""

from __future__ import annotations

from collections.abc import Container

from ...errors import EvaluationError
from ...formula.expr import ZERO, Expr, Num, replaced, size, symbols
from ...formula.numbers import DOUBLES
from ...formula.partials import partials
from ...names import Name, Role
from ...solution import Says, Section, Step, evaluate, steps_of
from ...subjects.descent.function import slope
from ...subjects.graph import Graph
from ...working import Working
from .forward import tangent_name

# Expressions with more parts than this are not written as one formula.
LARGEST = 90
# Up to this many parts SymPy looks for a shorter form of a derivative; beyond, that may take minutes.
LARGEST_SHORTENED = 16
# Two ways to one derivative agree but for the rounding of doubles.
AGREE = 1e-6


def closed_name(name: Name) -> Name:
    """The name of the line that states an output or a derivative over the inputs."""
    return Name(Role.RESULT, "closed", name)


def write_closed(page: Working, graph: Graph) -> list[Section]:
    """Each output over the inputs alone, and its derivatives; nothing where they are too long."""
    whole = _whole(graph)
    sections = []
    for output in graph.outputs:
        if output in whole:
            sections.append(page.section(Says("graph_closed", name=output)))
            page.block()
            page.state(closed_name(output), whole[output])
            for name, gradient in graph.gradients(output).items():
                page.state(closed_name(gradient), _slope(whole[output], name))
    return sections


def checked_closed(graph: Graph, steps: list[Step], closed: list[Section]) -> Says | None:
    """The closed forms against the chain rule of ``steps``, with numbers put in; None where neither has a value."""
    point = {name: Num(f"{0.4 + 0.3 * k:.1f}") for k, name in enumerate(graph.inputs)}
    slopes = [step for step in steps_of(closed) if step.name.by_name.role is Role.PARTIAL]
    try:
        gaps = _gaps(slopes, steps, point)
    except (ArithmeticError, ValueError, EvaluationError):
        return None
    if not gaps:
        return None
    worst = max(gaps)
    text = ", ".join(f"{name} = {number.text}" for name, number in point.items())
    shown = f"{worst:.0e}" if worst else "0"
    return Says("graph_closed_checked" if worst < AGREE else "graph_closed_differs", text=text, worst=shown)


def _gaps(slopes: list[Step], steps: list[Step], point: dict[Name, Num]) -> list[float]:
    """How far each closed form is from the chain rule at a point, relative to its size."""
    chained = evaluate(steps, given=point)
    inputs = {name: number.value for name, number in point.items()}
    gaps = []
    for step in slopes:
        slope = float(chained[_chained(step.name.by_name, chained)])
        other = float(step.formula.evaluate(inputs, DOUBLES))
        gaps.append(abs(slope - other) / max(abs(slope), abs(other), 1e-9))
    return gaps


def _chained(slope: Name, values: Container[Name]) -> Name:
    """The step of the chain rule that holds a derivative: of reverse mode, or the last tangent."""
    return slope if slope in values else tangent_name(slope.of_name, slope.by_name)


def _whole(graph: Graph) -> dict[Name, Expr]:
    """The nodes over the inputs, as far as they are short enough."""
    found: dict[Name, Expr] = {}
    for name, formula in graph.nodes.items():
        used = graph.nodes.keys() & set(symbols(formula))
        if used <= found.keys():
            whole = replaced(formula, found)
            if size(whole) <= LARGEST:
                found[name] = whole
    return found


def _slope(formula: Expr, name: Name) -> Expr:
    """∂formula/∂name in its shorter form; as the rules leave it where it is long."""
    if name not in set(symbols(formula)):
        return ZERO
    if size(formula) <= LARGEST_SHORTENED:
        return slope(formula, name)
    return partials(formula, formula).get(name, ZERO)
