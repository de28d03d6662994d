"""What an exam would print of a problem about a network: its layers, the data, the error, how it learns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...solution import Says, Table
from .learning import LearningProblem
from .model import RATE, Network, Unit
from .problem import NetworkProblem

if TYPE_CHECKING:
    from .penalty import Regularization


def statement(problem: NetworkProblem) -> list[Says | Table]:
    """The sentences of a network problem, for backprop and forward alike."""
    network, loss = problem.net, problem.error
    said: list[Says | Table] = [_layers(network), *_missing(network), *_norms(network), *_dropouts(network)]
    if problem.symbolic:
        said.append(Says("statement_symbols"))
    if problem.data:
        said += [Says("statement_samples"), _samples(problem)]
    elif loss and loss.label:
        said.append(Says("statement_class", name=loss.label))
    if loss:
        said.append(Says("statement_loss", text=loss.shown))
    said += _learning(problem)
    if getattr(problem, "style", "") == "matrix":
        said.append(Says("statement_matrix"))
    return said if problem.asked else [*said, Says(_find(problem))]


def _find(problem: NetworkProblem) -> str:
    """The key of what is to be found where nothing is asked."""
    if problem.command == "forward" or not isinstance(problem, LearningProblem):
        return "statement_find_error" if problem.error else "statement_find_forward"
    if problem.symbolic:
        return "statement_find_symbols"
    return "statement_find_gradients" if problem.learning_rate is None else "statement_find_backprop"


def _layers(network: Network) -> Says:
    inputs = Says("statement_inputs", n=len(network.inputs))
    *hidden, last = [_layer(layer) for layer in network.layers]
    outputs = Says("statement_outputs", n=len(network.outputs), text=last)
    if not hidden:
        return Says("statement_single", inputs=inputs, outputs=outputs)
    sizes = [
        Says("statement_neurons", n=len(layer), text=text)
        for layer, text in zip(network.layers[:-1], hidden, strict=True)
    ]
    shown = Says("statement_hidden", n=len(hidden), sizes=sizes)
    return Says("statement_network", inputs=inputs, hidden=shown, outputs=outputs)


def _layer(units: list[Unit]) -> list[str]:
    """The activations of a layer: one for all, or one a neuron."""
    return list(dict.fromkeys(unit.activation or "identity" for unit in units))


def _missing(network: Network) -> list[Says]:
    """Says so where a neuron is not joined to every one before it, and where a layer shares its bias."""
    sparse = any(
        len(unit.edges) < len(network.sources(number)) for number, layer in enumerate(network.layers) for unit in layer
    )
    return [Says("statement_sparse")] if sparse else []


def _norms(network: Network) -> list[Says]:
    return [
        Says(
            "batch_norm_statement_before" if norm.before else "batch_norm_statement_after",
            n=number + 1,
            text=norm.epsilon,
        )
        for number, norm in network.norms.items()
    ]


def _dropouts(network: Network) -> list[Says]:
    return [Says("statement_dropout", n=number + 1, text=drop.keep) for number, drop in network.dropouts.items()]


def _samples(problem: NetworkProblem) -> Table:
    columns = [Says("page_name", name=name) for name in problem.net.inputs]
    if problem.data[0].targets:
        columns += [Says("training_target_of", name=unit.out) for unit in problem.net.outputs]
    rows = [[*sample.inputs.values(), *sample.targets.values()] for sample in problem.data]
    return Table(columns, rows, longest=20)


def _learning(problem: NetworkProblem) -> list[Says]:
    """How the parameters change, as far as the problem says so."""
    if not isinstance(problem, LearningProblem):
        return []
    said: list[Says] = []
    if problem.regularization:
        said.append(Says("statement_penalty", text=_penalty(problem.regularization)))
    if problem.learning_rate is None:
        return said
    if problem.settled:
        said.append(Says("statement_optimizer", text=problem.settled.entry.title, preset=problem.settled.preset))
    else:
        said.append(Says("statement_rate", name=RATE))
    if problem.data:
        key = {1: "statement_per_sample", len(problem.data): "statement_whole_batch"}
        said.append(Says(key.get(problem.batch_size, "statement_mini_batch"), n=problem.batch_size))
        said.append(Says("statement_epochs", n=problem.epochs))
    if problem.update == "sequential":
        said.append(Says("statement_sequential"))
    return [*said, Says("statement_frozen", names=list(problem.frozen))] if problem.frozen else said


def _penalty(regularization: Regularization) -> str:
    """What is added to the error, as a formula."""
    half = "½" if regularization.half else ""
    squares = [f"{half}λΣw²"] if regularization.l2 is not None else []
    sizes = ["λΣ|w|"] if regularization.l1 is not None else []
    return " + ".join([*squares, *sizes])
