"""What books call the gradients and tangents of a graph, where it has one output or one input moves."""

from __future__ import annotations

from ...formula.marks import written
from ...names import Name, d
from ...subjects.graph import Graph
from .forward import tangent_name

# Before a name: its derivative, where it is plain what is differentiated.
_ADJOINT = ("d", "grad_", "gradient of ", "bar_", "adjoint_", "adjoint of ")


def synonyms(graph: Graph, seeds: list[Name]) -> dict[str, Name]:
    """Adjoints, which do not name the one output: dx, grad_x, x̄; and tangents with both dots: ẏ/ẋ."""
    found: dict[str, Name] = {}
    for name in graph.names:
        for seed in seeds:
            found[f"{name}\u0307/{seed}\u0307"] = tangent_name(name, seed)
            found[f"{written(graph.dotted(name))}/{written(graph.dotted(seed))}"] = tangent_name(name, seed)
        if len(graph.outputs) == 1:
            words = [f"{word}{name}" for word in _ADJOINT]
            words += [f"{name}\u0304", written(graph.barred(name))]
            found |= dict.fromkeys(words, d(graph.outputs[0], name))
    return found
