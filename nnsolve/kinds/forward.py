"""Forward pass of a feed-forward network: net inputs, activations and, where targets are given, the loss."""

from __future__ import annotations

from ..formula.expr import Symbol
from ..reading.problem import rounding_note
from ..reading.schema import Choice, Field
from ..reading.yamlfile import Faults
from ..solution import Solution, needed
from ..subjects.network.asked import resolved
from ..subjects.network.forward import forward_section, loss_section
from ..subjects.network.model import ERROR
from ..subjects.network.problem import NetworkProblem

TOPIC = "Networks by hand"

MOST_SAMPLES = 200
READS = ("backprop",)  # the forward pass of a problem of that kind can be asked for as well


class Problem(NetworkProblem):
    """A network and its inputs; targets and a loss where the error is wanted too."""

    style = Field(
        Choice("scalar", "matrix"), "neuron by neuron, or in matrices with their sizes", default="scalar", option=True
    )

    def check(self, faults: Faults):
        """Besides the network: not more samples than a page can hold."""
        super().check(faults)
        if "targets" in self.places and "loss" not in self.places:
            faults.add(self.places["targets"], "targets: need a loss:, such as loss: half squared error", "")
        if self.data and len(self.data) > MOST_SAMPLES:
            text = f"the forward pass is written for at most {MOST_SAMPLES} samples; here are {len(self.data)}"
            faults.add(self.places["samples"], text, "")


def solve(problem: Problem) -> Solution:
    """The forward pass, neuron by neuron or in matrices; formulas alone where the problem has no numbers."""
    from ..subjects.network.statement import statement

    solution = _solve(problem)
    solution.statement = statement(problem)
    return solution


def _solve(problem: Problem) -> Solution:
    network, loss, names = problem.net, problem.error, problem.names()
    if problem.data:
        from ..subjects.network.truth import truth_solution

        return truth_solution(problem)
    if problem.style == "matrix":
        from ..subjects.network.matrix import matrix_solution

        return matrix_solution(problem)
    sections = [forward_section(network)]
    if loss:
        sections.append(loss_section(network, loss))
    given = {name: value for name, value in problem.given().items() if not isinstance(value, Symbol)}
    asked = resolved(problem.asked or (), [step.name for section in sections for step in section.steps], given, names)
    if asked:
        sections = needed(sections, asked)
    return Solution(
        kind="forward",
        title=problem.title,
        subtitle=loss.shown if loss else "",
        source=problem.source,
        given=given,
        given_rows=[[name for name in row if name in given] for row in problem.given_rows()],
        sections=sections,
        names=names,
        rounding=problem.precision,
        asked=asked,
        answers=[unit.out for unit in network.outputs] + ([ERROR] if loss else []),
        notes=[*problem.conventions(), *([] if problem.symbolic else [rounding_note(problem.precision)])],
        detail=problem.detail,
        symbolic=problem.symbolic,
    )
