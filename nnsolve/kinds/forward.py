"""Forward pass of a feed-forward network: net inputs, activations and, where targets are given, the loss."""

from __future__ import annotations

from ..network.asked import understand
from ..network.forward import forward_section, loss_section
from ..network.problem import NetworkProblem
from ..problem import rounding_note
from ..schema import Choice, Field
from ..solution import Solution, needed

READS = ("backprop",)  # the forward pass of a problem of that kind can be asked for as well


class Problem(NetworkProblem):
    """A network and its inputs; targets and a loss where the error is wanted too."""

    style = Field(Choice("scalar", "matrix"), "neuron by neuron, or in matrices with their sizes", default="scalar", option=True)


def solve(problem: Problem) -> Solution:
    """The forward pass, neuron by neuron or in matrices."""
    network, loss = problem.net, problem.error
    if problem.data:
        from ..network.truth import truth_solution

        return truth_solution(problem)
    if problem.style == "matrix":
        from ..network.matrix import matrix_solution

        return matrix_solution(problem)
    sections = [forward_section(network)]
    if loss:
        sections.append(loss_section(network, loss))
    given = problem.given()
    names = {step.name: None for section in sections for step in section.steps}
    asked = [understand(text, network, names, targets=False).name for text in problem.asked or ()]
    if asked:
        sections = needed(sections, asked)
    return Solution(
        kind="forward",
        title=problem.title,
        subtitle=loss.shown if loss else "",
        source=problem.source,
        given=given,
        given_rows=problem.given_rows(),
        sections=sections,
        names=problem.names(),
        rounding=problem.digits,
        asked=asked,
        answers=[unit.out for unit in network.outputs] + (["E"] if loss else []),
        notes=[*problem.dropout_notes(), rounding_note(problem.digits)],
        detail=problem.detail,
    )
