"""Sentences about how gradients flow through a chain of layers."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # parameters
    "flow_layers": "{n} {n:layer|layers}",
    # gradient-flow
    "flow_statement_chain": "A network is a chain of {layers} with one unit each; the activation is {text}.",
    "flow_statement_mixed": "A network is a chain of {layers} with one unit each; the activations are, from the first "
    "layer on, {text}.",
    "flow_statement_input": "The weights and the input of the first layer are given; there are no biases.",
    "flow_statement_biased": "The weights, the biases and the input of the first layer are given.",
    "flow_statement_net": "The weights and the net inputs are given.",
    "flow_statement_derivatives": "A gradient passes through {layers}; the derivative of each is given.",
    "flow_statement_layers": "A network has {layers} with the activation {text}.",
    "flow_statement_layers_mixed": "A network has {layers}; the activations are, from the first layer on, {text}.",
    "flow_statement_product": "The product of the derivatives then changes the weight {names} by gradient descent with "
    "the learning rate {target}.",
    "flow_statement_gradient": "The given gradient changes the weight {names} by gradient descent with the learning "
    "rate {target}.",
    "flow_statement_find_flow": "What is the product of the derivatives by the chain rule? Does the gradient vanish or "
    "explode?",
    "flow_statement_find_bound": "How large can the product of the slopes of {layers} be at most?",
    "flow_statement_find_new_weight": "What is the new weight?",
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
    "flow_size": "the size of the only factor",
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
    "flow_explodes": "On the average a layer multiplies the gradient by {mean}, which is above 1: after {layers} it is "
    "{left}. With every further layer it grows again: the gradient explodes.",
    "flow_keeps": "On the average a layer multiplies the gradient by 1: after {layers} it is {left}. It neither "
    "vanishes nor explodes.",
    "flow_dead": "One factor is 0, so nothing of the gradient is left: the layers before it do not learn from this "
    "input.",
    "flow_moved": "The weight moves from {old} to {new}.",
    "flow_still": "The weight stays {new}: the update is 0.",
    "flow_unmoved": "In the digits of this page the weight stays {new}: the update is too small to be seen.",
    "flow_column_weight": "weight",
    "flow_column_net": "net input",
    "flow_column_out": "output",
    "flow_column_slope": "slope",
    "flow_column_factor": "weight\n× slope",
    "flow_column_left": "product from\nlayer {n} to here",
}
