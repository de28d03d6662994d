"""What ``asked:`` may name: nodes, derivatives on edges, gradients, tangents, and the usual ways of writing them."""

from __future__ import annotations

from ...names import Name, d
from ...solution import resolve
from ...subjects.graph import Graph
from .forward import tangent_name


class Asked:
    """The results of a graph and their synonyms."""

    def __init__(self, graph: Graph, known: list[Name], seeds: list[Name]):
        self.known = known
        self.synonyms: dict[str, Name] = {}
        for name in graph.names:
            if len(graph.outputs) == 1:
                gradient = d(graph.outputs[0], name)
                for written in (f"d{name}", f"grad_{name}", f"bar_{name}", f"adjoint_{name}", f"{name}\u0304"):
                    self._mean(written, gradient)
            for seed in seeds:
                tangent = tangent_name(name, seed)
                self._mean(f"{name}\u0307/{seed}\u0307", tangent)
                self._mean(f"dot_{name}/{seed}", tangent)
                if len(seeds) == 1:
                    self._mean(f"dot_{name}", tangent)
                    self._mean(f"{name}\u0307", tangent)

    def _mean(self, written: str, name: Name):
        if name in self.known and written not in self.known:
            self.synonyms[written] = name

    def understand(self, written: str) -> Name:
        """The canonical name; raises AskedError with the nearest names."""
        text = written.strip().replace("∂⁺", "d+").replace("∂", "d").translate(_DIGITS)
        text = text.replace(" ", "") if text.replace(" ", "") in (*self.known, *self.synonyms) else text
        return resolve(text if text in (*self.known, *self.synonyms) else written.strip(), self.known, self.synonyms)


_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
