"""Sentences about counts of parameters, and the flow of gradients."""

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
    "column_neurons": "neurons",
    "column_weights": "weights",
    "column_biases": "biases",
    "column_norm": "batch\nnormalisation",
    "column_prelu": "PReLU",
    # gradient-flow
    "flow_outputs": "Outputs at the given net inputs",
    "flow_factors": "What each layer multiplies a gradient by",
    "flow_product": "The product through {layers}",
    "flow_weights": "The gradient of each weight",
    "flow_weights_intro": "The layers behind a weight, its own slope, and what goes into it.",
    "flow_bounds": "The bound for {layers}",
    "flow_update": "The update of a weight",
    "flow_factor": "weight × slope",
    "flow_left": "what is left in front of layer {k}",
    "flow_all": "the chain rule: one factor a layer",
    "flow_mean": "the size of one factor, on the average (geometric mean)",
    "flow_bound": "the greatest slope, once a layer",
    "flow_slopes": "the slopes of this problem: not above the bound",
    "flow_steepest_sigmoid": "σ′ = σ·(1 − σ) is greatest where σ = ½, at 0: ½·½ = 0.25.",
    "flow_steepest_tanh": "tanh′ = 1 − tanh² is greatest where tanh = 0, at 0: 1.",
    "flow_steepest_relu": "ReLU′ is 1 above 0 and 0 below, so it is at most 1.",
    "flow_steepest_leaky_relu": "The slope of a leaky ReLU is 1 above 0 and α below, so it is at most 1.",
    "flow_steepest_identity": "The slope of the identity is 1 everywhere.",
    "flow_steepest_softplus": "softplus′ = σ stays below 1.",
    "flow_vanishes": "On the average a layer multiplies the gradient by {mean}, which is below 1: after {layers} "
    "{left} is left. With every further layer it shrinks again: the gradient vanishes.",
    "flow_explodes": "On the average a layer multiplies the gradient by {mean}, which is above 1: after {layers} "
    "it is {left}. With every further layer it grows again: the gradient explodes.",
    "flow_keeps": "On the average a layer multiplies the gradient by 1: after {layers} it is {left}. It neither "
    "vanishes nor explodes.",
    "flow_dead": "One factor is 0, so nothing of the gradient is left: the layers before it do not learn from "
    "this input.",
    "flow_moved": "The weight moves from {old} to {new}.",
    "flow_unmoved": "In the digits of this page the weight stays {new}: the update is too small to be seen.",
    "column_weight": "weight",
    "column_net": "net input",
    "column_out": "output",
    "column_slope": "slope",
    "column_flow_factor": "weight\n× slope",
    "column_flow_left": "product from\nlayer {n} to here",
}
