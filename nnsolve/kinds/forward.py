"""Forward pass of a feed-forward network: net inputs, activations and, where targets are given, the loss."""

from __future__ import annotations

from ..reading.schema import Choice, Field
from ..reading.yamlfile import Faults
from ..subjects.network.forward import forward_section, loss_section
from ..subjects.network.model import ERROR
from ..subjects.network.page import give, opened
from ..subjects.network.problem import ONE_PASS, NetworkProblem
from ..working import Working

TOPIC = "Networks by hand"
PICTURE = "network"

MOST_SAMPLES = 200
READS = ("backprop",)  # the forward pass of a problem of that kind can be asked for as well


class Problem(NetworkProblem):
    """A network and its inputs; targets and a loss where the error is wanted too."""

    style = Field(
        Choice("scalar", "matrix"),
        "neuron by neuron, or in matrices with their sizes",
        default="scalar",
        option=True,
        excludes=ONE_PASS,
    )

    def check(self, faults: Faults):
        """Besides the network: not more samples than a page can hold."""
        super().check(faults)
        if self.style == "matrix" and self.has("net"):
            self.check_matrix(faults)
        if self.samples is None and "targets" in self.places and "loss" not in self.places:
            faults.add(self.places["targets"], "targets: need a loss:, such as loss: half squared error", "")
        if self.has("net") and len(self.data) > MOST_SAMPLES:
            text = f"the forward pass is written for at most {MOST_SAMPLES} samples; here are {len(self.data)}"
            faults.add(self.places["samples"], text, "")


def solve(problem: Problem) -> Working:
    """The forward pass, neuron by neuron or in matrices; formulas alone where the problem has no numbers."""
    if problem.data:
        from ..subjects.network.truth import truth_solution

        return truth_solution(problem)
    if problem.style == "matrix":
        from ..subjects.network.matrix import matrix_solution

        return matrix_solution(problem)
    network, loss, page = problem.net, problem.error, opened(problem)
    give(page, problem)
    page.add([forward_section(network)])
    page.answers = [unit.out for unit in network.outputs]
    if loss:
        page.add([loss_section(network, loss)])
        page.answers.append(ERROR)
    page.note(*problem.conventions())
    return page
