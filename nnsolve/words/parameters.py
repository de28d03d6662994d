"""Sentences about counting the parameters of a multilayer perceptron."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # parameters
    "parameters_layers": "Layer by layer",
    "parameters_total": "Total",
    "parameters_hidden": "{layer}   {before} → {size}",
    "parameters_output": "{layer}   {before} → {size}, the output",
    "parameters_edge": "fully connected: one weight an edge",
    "parameters_given_edges": "partly connected: one weight an edge",
    "parameters_bias_neuron": "one bias a neuron",
    "parameters_bias_layer": "one bias, shared by the layer",
    "parameters_bias_none": "no bias",
    "parameters_norm_trainable": "batch normalisation: γ, β a neuron; moving averages not counted",
    "parameters_norm_all": "batch normalisation: γ, β, moving mean, moving variance a neuron",
    "parameters_prelu_one": "PReLU: one slope for the layer",
    "parameters_prelu_neuron": "PReLU: one slope a neuron",
    "parameters_note_inputs": "The inputs are given, so they hold no parameters.",
    "parameters_note_shared": "A bias that a layer shares is one number, whatever the number of neurons.",
    "parameters_checked": "Checked by kind instead of by layer: {sum} = {total}.",
    "parameters_column_neurons": "neurons",
    "parameters_column_weights": "weights",
    "parameters_column_biases": "biases",
    "parameters_column_norm": "batch\nnormalisation",
    "parameters_column_prelu": "PReLU",
    "parameters_statement_parameters": "A feed-forward network has layers of {sizes} {sizes:neuron|neurons}, the "
    "inputs first.",
    "parameters_statement_edges_full": "Each neuron is joined to every one of the layer before it.",
    "parameters_statement_edges_partly": "It is partly connected, with {text}; else each neuron is joined to every one "
    "of the layer before it.",
    "parameters_statement_bias_neuron": "Each neuron has a bias.",
    "parameters_statement_bias_layer": "Each layer has one bias, which its neurons share.",
    "parameters_statement_bias_none": "There are no biases.",
    "parameters_statement_bias_mixed": "Biases, layer by layer: {text}.",
    "parameters_statement_edges_into": "{n} {n:edge|edges} into layer {number}",
    "parameters_statement_bias_of_neuron": "one a neuron",
    "parameters_statement_bias_of_layer": "one for the layer",
    "parameters_statement_bias_of_none": "none",
    "parameters_statement_layer": "layer {numbers}",
    "parameters_statement_layers": "layers {numbers}",
    "parameters_statement_norm_trainable": "Batch normalisation follows {layers}, with γ and β for each neuron.",
    "parameters_statement_norm_all": "Batch normalisation follows {layers}; γ, β, moving mean and moving variance of "
    "each neuron are counted.",
    "parameters_statement_prelu_one": "A parametric ReLU with one slope a layer follows {layers}.",
    "parameters_statement_prelu_neuron": "A parametric ReLU with one slope a neuron follows {layers}.",
    "parameters_statement_find_parameters": "How many trainable parameters has each layer, and how many has the "
    "network?",
    "parameters_input_row": "input",
    "parameters_total_row": "total",
}
