"""What an exam would print of a problem about counting parameters: the layers, and what they learn besides weights."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...solution import Says
from .cells import BIASES, CELLS
from .layers import Layer

if TYPE_CHECKING:
    from . import Problem
    from .cells import Recurrent
    from .sizes import Transformer


_NORM = {"trainable": "parameters_statement_norm_trainable", "all": "parameters_statement_norm_all"}


_PRELU = {"one": "parameters_statement_prelu_one", "neuron": "parameters_statement_prelu_neuron"}


_BIAS = {
    "neuron": "parameters_statement_bias_neuron",
    "layer": "parameters_statement_bias_layer",
    "none": "parameters_statement_bias_none",
}


_BIAS_OF = {
    "neuron": "parameters_statement_bias_of_neuron",
    "layer": "parameters_statement_bias_of_layer",
    "none": "parameters_statement_bias_of_none",
}


def statement(problem: Problem) -> list[Says]:
    """The sizes, the edges, the biases, what else is learned, and what is to be found where nothing is asked."""
    layers = problem.net
    assert layers is not None and problem.layers is not None, "layers are counted"
    said = [Says("parameters_statement_parameters", sizes=[*map(str, problem.layers)]), _edges(layers), _biases(layers)]
    if problem.batch_norm:
        said.append(Says(_NORM[problem.batch_norm_count], layers=_numbers(problem.batch_norm)))
    if problem.prelu:
        said.append(Says(_PRELU[problem.prelu_count], layers=_numbers(problem.prelu)))
    if problem.freeze:
        said.append(Says("parameters_statement_frozen_layers", layers=_numbers(problem.freeze)))
    if problem.asked:
        return said
    said.append(Says("parameters_statement_find_parameters"))
    return [*said, Says("parameters_statement_find_trained")] if problem.freeze else said


def _edges(layers: list[Layer]) -> Says:
    partly = [layer for layer in layers if layer.edges is not None]
    if not partly:
        return Says("parameters_statement_edges_full")
    into = [Says("parameters_statement_edges_into", n=layer.edges, number=layer.number) for layer in partly]
    return Says("parameters_statement_edges_partly", text=into)


def _biases(layers: list[Layer]) -> Says:
    words = [layer.bias for layer in layers]
    if len(set(words)) == 1:
        return Says(_BIAS[words[0]])
    return Says("parameters_statement_bias_mixed", text=[Says(_BIAS_OF[word]) for word in words])


def _numbers(layers: Iterable[int]) -> Says:
    """``layer 2``, ``layers 1 and 3``."""
    numbers = [str(number) for number in sorted(set(layers))]
    return Says("parameters_statement_layer" if len(numbers) == 1 else "parameters_statement_layers", numbers=numbers)


def statement_of_recurrent(plan: Recurrent, asked: list[str] | None) -> list[Says]:
    """The layers, the biases, the output layer, and what is to be found where nothing is asked."""
    cell = Says(CELLS[plan.cell].called)
    said = [Says("parameters_statement_recurrent", n=plan.layers, cell=cell, inputs=plan.inputs, units=plan.units)]
    if plan.bidirectional:
        said.append(Says("parameters_statement_bidirectional"))
    if plan.steps:
        said.append(Says("parameters_statement_steps", n=plan.steps))
    said.append(Says(BIASES[plan.biases].stated))
    if plan.outputs:
        said.append(Says("parameters_statement_output", n=plan.outputs))
    return said if asked else [*said, Says("parameters_statement_find_recurrent")]


# What may stand in a Transformer besides its layers: the key, and the sentence where it is there.
_PARTS = {
    "decoder_layers": "parameters_statement_decoder_layers",
    "heads": "parameters_statement_heads",
    "d_ff": "parameters_statement_d_ff",
    "vocabulary": "parameters_statement_vocabulary",
    "positions": "parameters_statement_positions",
    "segments": "parameters_statement_segments",
    "embedding_norm": "parameters_statement_embedding_norm",
    "final_norm": "parameters_statement_final_norm",
    "pooler": "parameters_statement_pooler",
    "tokens": "parameters_statement_tokens",
    "bytes": "parameters_statement_bytes",
    "classes": "parameters_statement_classes",
}
_TIED = {True: "parameters_statement_tied", False: "parameters_statement_untied"}


def statement_of_transformer(plan: Transformer, asked: list[str] | None) -> list[Says]:
    """The layers, what else there is, and what is to be found where nothing is asked."""
    said = [Says("parameters_statement_transformer", n=plan.layers, d=plan.d_model)]
    for key, sentence in _PARTS.items():
        if getattr(plan, key):
            said.append(Says(sentence, n=getattr(plan, key)))
    if plan.unfrozen_layers is not None:
        said.append(Says("parameters_statement_unfrozen_layers", n=plan.unfrozen_layers))
    if plan.tied is not None:
        said.append(Says(_TIED[plan.tied]))
    if plan.lora:
        said.append(Says("parameters_statement_lora", n=plan.lora.rank, matrices=plan.lora.matrices))
    said.append(Says("parameters_statement_dense" if plan.biases else "parameters_statement_no_biases"))
    return said if asked else [*said, Says("parameters_statement_find_transformer")]
