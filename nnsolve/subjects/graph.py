"""The graph: inputs, nodes in the order of computing, edges with their derivatives, outputs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from ..formula.expr import ZERO, Expr, Symbol, symbols
from ..formula.marks import AnyMark, Direct, Mark, Names, Partial
from ..formula.partials import partials
from ..names import Name, Role, d

_PLAIN = Names()


class Edge:
    """An arrow from ``lower`` to ``upper``, and how ``upper`` changes with ``lower`` along it."""

    __slots__ = ("lower", "name", "slope", "upper")

    def __init__(self, upper: Name, lower: Name, slope: Expr, name: Name):
        self.upper, self.lower, self.slope, self.name = upper, lower, slope, name


class Graph:
    """A computational graph over ``inputs``.

    ``nodes``: name → formula over inputs and earlier nodes, in the order of computing. ``outputs``: what is
    differentiated. ``shared``: nodes that stand for several equal parts of the expression.
    """

    def __init__(self, inputs: list[Name], nodes: dict[Name, Expr], outputs: list[Name], shared: list[Name]):
        self.inputs, self.nodes, self.outputs, self.shared = inputs, nodes, outputs, shared
        self._ways: dict[Name, dict[Name, int]] = {}

    @property
    def names(self) -> list[Name]:
        """Inputs, then nodes."""
        return [*self.inputs, *self.nodes]

    def uses(self, node: Name) -> list[Name]:
        """What a node is computed from, each once."""
        return list(dict.fromkeys(symbols(self.nodes[node])))

    @cached_property
    def edges(self) -> list[Edge]:
        """Every edge, node by node."""
        found = []
        for upper, formula in self.nodes.items():
            slopes = partials(formula, Symbol(upper))
            for lower in self.uses(upper):
                found.append(Edge(upper, lower, slopes.get(lower, ZERO), self.edge_name(upper, lower)))
        return found

    def edges_into(self, name: Name) -> list[Edge]:
        """The edges that end in a node."""
        return [edge for edge in self.edges if edge.upper == name]

    def edges_from(self, name: Name) -> list[Edge]:
        """The edges that begin at a name."""
        return [edge for edge in self.edges if edge.lower == name]

    def edge_name(self, upper: Name, lower: Name) -> Name:
        """The name of an edge's derivative: dc/da; d+e/da where de/da is the sum over several paths."""
        several = upper in self.outputs and self.ways(upper)[lower] > 1
        return Name(Role.DIRECT if several else Role.PARTIAL, upper, lower)

    def ways(self, output: Name) -> dict[Name, int]:
        """How many paths lead from each name to an output."""
        if output not in self._ways:
            found = self._ways[output] = dict.fromkeys(self.names, 0) | {output: 1}
            for upper in reversed(self.nodes):
                for lower in self.uses(upper):
                    found[lower] += found[upper]
        return self._ways[output]

    def gradients(self, output: Name) -> dict[Name, Name]:
        """The names of the derivatives of an output by every input."""
        return {name: d(output, name) for name in self.inputs}

    def leading_to(self, output: Name) -> list[Name]:
        """What an output depends on, without itself: nodes, the last ones first, then inputs."""
        ways = self.ways(output)
        return [name for name in (*reversed(self.nodes), *self.inputs) if ways[name] and name != output]

    def paths(self, output: Name, start: Name) -> Iterator[list[Edge]]:
        """The paths from a name to an output, each as its edges in the order of walking."""
        if start == output:
            yield []
            return
        ways = self.ways(output)
        for edge in self.edges_from(start):
            if ways[edge.upper]:
                for rest in self.paths(output, edge.upper):
                    yield [edge, *rest]

    def marks(self) -> dict[Name, AnyMark]:
        """How names, derivatives on edges, gradients and tangents are printed."""
        marks: dict[Name, AnyMark] = {name: _PLAIN.plain(name) for name in self.names}
        for output in self.outputs:
            marks |= {d(output, name): Partial(marks[output], marks[name]) for name in self.names}
        for edge in self.edges:
            kind = Direct if edge.name.role is Role.DIRECT else Partial
            marks[edge.name] = kind(marks[edge.upper], marks[edge.lower])
        return marks

    def dotted(self, name: str) -> Mark:
        """ẋ for the tangent of x."""
        return _accented(name, "\u0307")

    def barred(self, name: str) -> Mark:
        """x̄ for the adjoint of x."""
        return _accented(name, "\u0304")


def _accented(name: str, accent: str) -> Mark:
    mark = _PLAIN.plain(name)
    return Mark(f"{mark.base}{accent}", mark.sub, mark.sup)
