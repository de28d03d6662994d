"""Sentences about the initialisation of weights, what becomes of a signal, and the clipping of gradients."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "initialization_text": "{text}",
    "initialization_layer": "{n}: {text}",
    "initialization_every": "all {n}: {text}",
    "initialization_formula": "{formula}",
    # rules
    "initialization_he": "He",
    "initialization_glorot": "Glorot",
    "initialization_lecun": "LeCun",
    "initialization_pytorch": "PyTorch",
    "initialization_why_he": "He: a sum of n_in terms has n_in times the mean square of one, and ReLU lets half of it "
    "through; the 2 makes up for that.",
    "initialization_why_leaky": "He: a sum of n_in terms has n_in times the mean square of one, and leaky ReLU lets "
    "(1 + α²)/2 of it through; g² makes up for that.",
    "initialization_why_glorot": "Glorot (Xavier): signals forwards would want 1/n_in, gradients backwards 1/n_out; "
    "2/(n_in + n_out) lies between.",
    "initialization_why_lecun": "LeCun: a sum of n_in terms has n_in times the variance of one; 1/n_in makes up for that.",
    "initialization_why_pytorch": "PyTorch: torch.nn.Linear draws between −1/√n_in and 1/√n_in, which is He's uniform rule "
    "for a leaky ReLU of slope √5.",
    # the table of weights
    "initialization_section_gain": "Gain",
    "initialization_section_weights": "Weights",
    "initialization_rule": "Var w = {formula}; std = √(Var w); U(−a, a) with a = √3·std has the same variance.",
    "initialization_rule_cut": "Var w = {formula}; std = √(Var w); U(−a, a) with a = √3·std has the same variance, and so "
    "has a normal with s = std/0.8796 that is cut at ±2s.",
    "initialization_rule_std": "std is given; Var w = std²; U(−a, a) with a = √3·std has the same variance.",
    "initialization_gain": "gain: std is multiplied by it",
    "initialization_fan_of_kernel": "height·width·channels of the kernels",
    "initialization_variance": "variance",
    "initialization_std": "standard deviation",
    "initialization_limit": "uniform between −a and a",
    "initialization_cut": "the normal that is cut at ±2s has this deviation",
    "initialization_column_in": "n_in",
    "initialization_column_out": "n_out",
    "initialization_column_variance": "Var w",
    "initialization_column_std": "std",
    "initialization_column_limit": "a",
    "initialization_column_cut": "s",
    "initialization_column_fixed": "std {text}",
    # what goes through the layers
    "initialization_section_forward": "What is left of the mean square, layer by layer",
    "initialization_section_backward": "What is left of the gradients, from the last layer back",
    "initialization_intro_forward": "A layer multiplies the mean square of its inputs by n_in·Var w{kept}.",
    "initialization_intro_backward": "A layer multiplies the mean square of the gradients by n_out·Var w{kept}.",
    "initialization_kept_relu": ", and ReLU lets ½ of it through",
    "initialization_kept_leaky": ", and leaky ReLU lets (1 + α²)/2 of it through",
    "initialization_kept_tanh": "; near 0 tanh x ≈ x lets all of it through, further out less",
    "initialization_kept_identity": "",
    "initialization_factor": "what the layer multiplies it by",
    "initialization_left": "what is left behind the layer",
    "initialization_column_factor": "factor",
    "initialization_column_forward": "mean square",
    "initialization_column_backward": "gradients",
    "initialization_begin_forward": "input",
    "initialization_begin_backward": "loss",
    "initialization_verdict_forward": "Through all layers: {verdicts}.",
    "initialization_verdict_backward": "Back through all layers: {verdicts}.",
    "initialization_stays": "{way} stays",
    "initialization_shrinks": "{way} shrinks (more than 1/100 is left)",
    "initialization_vanishes": "{way} vanishes (1/100 is left, or less)",
    "initialization_grows": "{way} grows (less than 100 times)",
    "initialization_explodes": "{way} explodes (100 times, or more)",
    # notes
    "initialization_note_gain": "The gain g stands in the rule for its own: Var w is g² over the fan.",
    "initialization_note_fan_in": "The rule is used with n_in.",
    "initialization_note_fan_out": "With n_out the rule keeps the gradients on their way back, as torchvision's ResNets have it.",
    "initialization_note_fan_average": "With the mean of n_in and n_out the rule lies between both ways.",
    "initialization_note_truncated": "0.8796 is the deviation of a standard normal that is cut at ±2; Keras' "
    "VarianceScaling divides by it.",
    "initialization_note_activation": "The activation, {name}, changes nothing in the weights here: the rule alone gives "
    "them.",
    "initialization_note_flow": "Weights and inputs are taken as independent, weights with mean 0, biases as 0.",
    # clipping
    "initialization_section_lengths": "Lengths",
    "initialization_section_clip": "Clipping",
    "initialization_section_tensor": "Clipping {name}",
    "initialization_rule_norm": "A gradient that is longer than the bound is made as long as the bound; a shorter one stays.",
    "initialization_rule_value": "Every number is cut to the bound, by itself.",
    "initialization_after": "the length afterwards",
    "initialization_note_direction": "All numbers are multiplied by the same factor: the direction stays.",
    "initialization_note_over_all": "The length is that of all tensors together: one factor for all, so that the direction "
    "stays (PyTorch's clip_grad_norm_, Keras' global_clipnorm).",
    "initialization_note_over_each": "Each tensor is clipped by its own length: it keeps its direction, all together do not "
    "(Keras' clipnorm).",
    "initialization_note_value": "Number by number (PyTorch's clip_grad_value_, Keras' clipvalue): where only some are cut, "
    "the direction changes.",
    "initialization_note_epsilon": "PyTorch adds a small number to the length in the divisor, so that it ends just "
    "below the bound.",
    # statements
    "initialization_statement_layers": "{n:The layer is|The layers are} {layers}.",
    "initialization_statement_activation": "The activation is {name}.",
    "initialization_statement_rule": "The weights are drawn by the rule of {rule}.",
    "initialization_statement_gain": "The gain g stands in it for its own, so that the variance is g² over the fan.",
    "initialization_statement_gain_pytorch": "The gain g that PyTorch gives the activation stands in it for its own, so "
    "that the variance is g² over the fan.",
    "initialization_statement_std": "All weights are drawn with the standard deviation {number}.",
    "initialization_statement_fan_in": "The number of inputs counts.",
    "initialization_statement_fan_out": "The number of outputs counts.",
    "initialization_statement_fan_average": "The mean of inputs and outputs counts.",
    "initialization_statement_find": "Compute the variance and the standard deviation of the weights of every layer, and the "
    "limit a of a uniform distribution U(−a, a) with the same variance.",
    "initialization_statement_find_cut": "Compute also the deviation of a normal distribution that is cut at twice of it "
    "and has the same variance.",
    "initialization_statement_find_flow": "What is left of the mean square of the inputs behind each layer?",
    "initialization_statement_compare": "Compare it with the standard deviations {numbers} for all layers.",
    "initialization_statement_find_back": "What is left of the mean square of the gradients on their way back?",
    "initialization_statement_gradients": "Gradients are given.",
    "initialization_statement_clip_norm": "Clip them by the norm {bound}.",
    "initialization_statement_clip_value": "Clip every number by the value {bound}.",
    "initialization_statement_over_all": "The norm is that of all tensors together.",
    "initialization_statement_over_each": "The norm is that of each tensor.",
    "initialization_statement_epsilon": "Add {number} to the norm in the divisor.",
}
