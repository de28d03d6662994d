"""Whether what was read of a recurrent network goes together: loss and output, cuts, slopes, factors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...reading.yamlfile import Faults
from ...subjects.network.loss import gives_probabilities
from .gates import GATES
from .letters import check_letters

if TYPE_CHECKING:
    from ...subjects.recurrent import Direction
    from .net import Net
    from .problem import Problem


# Bounds the work of the backward pass: for every step and gate the products, and as many as its net input takes anyway.
MOST_WORK, EVERY_NET = 10_000_000, 3000


def check_fits(problem: Problem, net: Net, faults: Faults) -> None:
    """Notes all that does not go together."""
    check_letters(problem, net, faults)
    check_idle(problem, net, faults)
    check_fed(problem, net, faults)
    check_output(problem, net, faults)
    if problem.loss is not None:
        check_loss(problem, net, faults)
        check_slopes(problem, net, faults)
        check_work(problem, net, faults)
        check_cuts(problem, net, faults)
    if problem.factors and not net.chained:
        text = (
            "there are factors of one layer in one direction over two steps or more: of a simple cell with weights of "
        )
        faults.add(problem.places["factors"], f"{text}its state and a slope, or of an LSTM; leave factors: out", "")


def check_idle(problem: Problem, net: Net, faults: Faults) -> None:
    """Notes keys that change nothing here."""
    if net.form.numbers:
        problem.idle(faults, ("vectors",), "every value is one number here, with nothing to stand in rows")
    if "h" in net.gates:
        problem.idle(faults, ("reset",), "the candidate h is given, so nothing is reset")
    if net.symbolic:
        problem.idle(faults, ("first_input",), "in letters every input has its own")
    if net.targets is not None and len(net.targets.steps) == 1:
        problem.idle(faults, ("loss_over",), "one step alone has a loss")
    check_seen(problem, net, faults)


def check_seen(problem: Problem, net: Net, faults: Faults) -> None:
    """Notes inputs and a context that no weights multiply."""
    if net.inputs and not net.gates and not all(map(_sees_inputs, net.directions)):
        text = "nothing multiplies what a step sees; write its weights {x: …}, which may be 0"
        faults.add(problem.places.get("inputs", problem.beginning), text, "")
    if net.context and not _sees_context(net):
        text = "nothing sees it; write weights {context: …} of a gate, columns: with context, or start: {h: context}"
        problem.idle(faults, ("context",), text)


def _sees_inputs(direction: Direction) -> bool:
    """Whether some weights multiply what a step sees."""
    return any(gate.x is not None or gate.joint is not None for gate in direction.gates.values())


def _sees_context(net: Net) -> bool:
    """Whether some weights multiply the context, or a state begins with it."""
    for direction in net.directions:
        if direction.from_context or "context" in direction.columns:
            return True
        if any(gate.context is not None for gate in direction.gates.values()):
            return True
    return False


def check_fed(problem: Problem, net: Net, faults: Faults) -> None:
    """Notes several layers where outputs are what the next step sees: their steps cannot be written layer by layer."""
    if net.fed and len(net.directions) > 1:
        text = "outputs are what the next step sees in one layer with one direction; write feed: targets, or one layer"
        faults.add(problem.places["feed"], text)


def check_output(problem: Problem, net: Net, faults: Faults) -> None:
    """Notes a softmax over one output."""
    if problem.output is not None and problem.output.activation == "softmax" and net.output and net.output.units == 1:
        text = "softmax is over several outputs, and there is one; write activation: sigmoid"
        faults.add(problem.output.places["activation"], text)


def check_loss(problem: Problem, net: Net, faults: Faults) -> None:
    """Notes a loss that needs probabilities and gets none, or compares classes of which there is one."""
    assert problem.loss is not None, "there is a loss"
    made_by = net.activation.name if problem.cell == "rnn" else "tanh"
    if problem.output is not None:
        made_by = problem.output.activation
    if problem.loss.entry.outputs == "probability" and not gives_probabilities(made_by):
        text = f"this loss needs outputs between 0 and 1, and {made_by} does not give them"
        faults.add(problem.places["loss"], f"{text}; write output: with activation: sigmoid or softmax")
    count = net.output.units if net.output else net.layers[-1].units
    if problem.loss.entry.distribution and count == 1:
        text = "this loss compares several classes and there is one output; use binary cross-entropy"
        faults.add(problem.places["loss"], text)


def check_slopes(problem: Problem, net: Net, faults: Faults) -> None:
    """Notes gradients where the activation has no slope."""
    if net.activation.unit.slopes or not (problem.gradients or problem.learning_rate is not None):
        return
    text = f"{net.activation.name} has no slope, so nothing can be learned through it; use tanh or sigmoid, or leave "
    faults.add(problem.places["activation"], f"{text}gradients: and learning_rate: out")


def check_work(problem: Problem, net: Net, faults: Faults) -> None:
    """Notes what would take too long to differentiate and to check."""
    works = [each.units * (each.units + each.width) + EVERY_NET for each in net.directions]
    gates = len(GATES[problem.cell])
    most = MOST_WORK // (gates * sum(works))
    if net.steps > most:
        several = f" with {len(works)} layers and directions" if len(works) > 1 else ""
        text = (
            f"gradients over {net.steps} steps{several} would take too long; write at most {most} steps, or leave out"
        )
        place = problem.inputs if problem.inputs is not None else problem.places.get("feed")
        faults.add(place, f"{text} targets: and loss:", "")


def check_cuts(problem: Problem, net: Net, faults: Faults) -> None:
    """Notes truncation where it is not clear what is cut off, or nothing is."""
    key = "segments" if problem.truncate is None else "truncate"
    count = problem.segments if problem.truncate is None else problem.truncate
    if count is not None:
        faults_of_cut = list(_of_cut(problem, net, key, count))
        if faults_of_cut:
            faults.add(problem.places[key], faults_of_cut[0], "")


def _of_cut(problem: Problem, net: Net, key: str, count: int) -> Iterator[str]:
    """What is wrong with a cut after so many steps."""
    times = list(net.targets.steps) if net.targets is not None else [net.steps]
    if any(direction.way for direction in net.directions):
        yield "a network that reads in both directions has no end to cut at"
    if key == "truncate" and len(times) > 1:
        yield "with targets in several steps write segments: instead, the steps between two cuts"
    if count >= max(times):
        yield f"gradients go back {max(times)} steps at most, so nothing is cut off; write a smaller number"
    if not problem.gradients and problem.learning_rate is None:
        yield "there are no gradients to cut off; write gradients: true or a learning_rate:"
