"""Every sentence of a page, in one place. ``{name}`` is filled with a printed name, a number or plain text."""

from __future__ import annotations

from .solution import Says

WORDS: dict[str, str] = {
    # headings
    "given": "Given",
    "asked": "Asked",
    "answer": "Answer",
    "forward_pass": "Forward pass",
    "forward_again": "Forward pass with the new values",
    "loss": "Error",
    "backward": "Backward pass: {name}",
    "backward_shared": "Backward pass: {name}, which several neurons share",
    "updates": "New values",
    "hidden_neuron": "Hidden neuron {name}",
    "output_neuron": "Output neuron {name}",
    "softmax_layer": "Softmax over the layer",
    "layer": "Layer {n}",
    "summary": "Old and new",
    # the forward pass
    "weighted_sum": "",
    "bias_only": "no edge leads here, only the bias",
    "is_sigmoid": "",
    "is_identity": "identity: the net input passes unchanged",
    "is_tanh": "",
    "is_softmax": "",
    "is_step": "1 from 0 up, 0 below",
    "is_bipolar_step": "1 from 0 up, −1 below",
    "is_leaky_relu": "x above 0, α·x below",
    "is_prelu": "x above 0, α·x below; α is learned",
    "is_elu": "x above 0, α(eˣ − 1) below",
    "is_selu": "λx above 0, λα(eˣ − 1) below; λ = 1.0507009873554805, α = 1.6732632423543772",
    "is_softplus": "",
    "is_gelu": "the exact form, with the error function",
    "is_gelu_tanh": "the form with tanh, an approximation",
    "is_silu": "",
    "is_written": "as the problem writes it",
    # the loss
    "loss_is": "{name}",
    "total_sum": "sum over the outputs",
    "total_mean": "mean over the {n} outputs",
    "total_half mean": "half the mean over the {n} outputs",
    # the backward pass
    "reaches": "{name} reaches the error through {path}.",
    "feeds": "{name} feeds {targets}, so {n} paths add up.",
    "found": "already found",
    "no_other_term": "no other term of {target} holds {name}",
    "slope_sum": "the other terms do not hold {name}",
    "slope_bias": "the bias stands alone",
    "slope_sigmoid": "σ′ = σ·(1 − σ)",
    "slope_tanh": "tanh′ = 1 − tanh²",
    "slope_identity": "the identity has slope 1",
    "slope_softmax_own": "softmax, own net input: p·(1 − p)",
    "slope_softmax_other": "softmax, another net input: −p·q",
    "slope_softplus": "the derivative of softplus is σ",
    "slope_silu": "by the product rule, σ′ = σ·(1 − σ)",
    "slope_gelu": "Φ(x) + x·φ(x)",
    "slope_gelu_tanh": "by the product and chain rules",
    "slope_written": "differentiated symbolically",
    "relu_slope": "1 above 0, 0 below; at 0 taken as 0",
    "relu_slope_at": "1 above 0, 0 below; at 0 as the problem says",
    "leaky_slope": "1 above 0, α below; at 0 taken as α",
    "elu_slope": "1 above 0, α·eˣ below; at 0 taken as α",
    "selu_slope": "λ above 0, λα·eˣ below",
    "prelu_slope": "x below 0, 0 above",
    "hard_sigmoid_slope": "the slope of the straight part, 0 outside it",
    "hinge_slope": "−t where 1 − t·o > 0, else 0",
    "absolute_error": "sign is −1, 0 or 1; at 0 taken as 0",
    "huber": "½r² for |r| ≤ δ, δ(|r| − ½δ) beyond",
    "first_of_equals": "1 where this one is chosen, else 0",
    "is_huber": "½r² for |r| ≤ δ, δ(|r| − ½δ) beyond",
    "collapse": "in short: {loss} with {activation} gives output − target",
    "collapse_note": "The long chain and the short form are the same derivative.",
    "product": "",
    "sum_of_paths": "",
    "error_term": "δ is the derivative of {target} by the net input",
    "change": "against the gradient",
    "new_value": "",
    "updated_before": "with the weights that are already new",
    # conventions named on the page
    "note_simultaneous": "All gradients are taken at the old values (simultaneous update).",
    "note_sequential": "Later layers are updated first and the gradients of earlier layers use their new weights "
    "(sequential update).",
    "note_frozen": "Not updated: {names}.",
    "note_carry": "Every line is computed with the rounded numbers of the lines before it ({n} {how}, {cut}).",
    "note_full": "Full precision is carried; {n} {how} are printed ({cut}). ≈ stands where the printed digits alone "
    "would give another last digit.",
    "note_elided": "Long sums are shortened by …; --full writes them out.",
    # papers
    "question": "Question {n}",
    "question_marks": "Question {n} ({marks} marks)",
    # in symbols
    "everything_in": "everything put in",
    "cancels": "out·(1 − out) cancels against the denominators",
    # several samples
    "of_sample": "Sample {n}: {title}",
    "truth_table": "All samples",
    "truth_right": "Every output equals its target.",
    "truth_wrong": "The output differs from the target at sample {of}.",
    "target_of": "target",
    "update_number": "Update {n}",
    "batch_mean": "mean over the {n} samples",
    "batch_sum": "sum over the {n} samples",
    "clip_value": "cut to the bound",
    "clip_norm": "the length of all gradients together",
    "clip_scale": "1 where the length is within the bound",
    "change_decay": "against the gradient, and λ·w towards 0",
    "epochs": "Epoch by epoch",
    "note_per_sample": "Parameters are updated after every sample: {updates} updates an epoch.",
    "note_batch": "Parameters are updated once an epoch, from all {samples} samples.",
    "note_mini_batch": "Parameters are updated after every {size} samples: {updates} updates an epoch.",
    "note_average_loss": "The average loss of an epoch is the mean of E over its samples, each as it was when visited.",
    "column_epoch": "epoch",
    "column_average_loss": "average\nloss",
    # matrices
    "sizes": "{text}",
    "sizes_shared": "{text}; {name} is added to every row",
    "entry_by_entry": "entry by entry",
    "softmax_jacobian": "the Jacobian diag(p) − p·pᵀ of softmax times the gradient above",
    "masked": "{name} is 0 where there is no edge",
    "shared_sum": "the bias is shared: the sum over the layer",
    "backward_layer": "Backward pass: layer {n}",
    # checks
    "checked": "Checked: {n} gradients against central differences of these steps, largest relative difference {worst}.",
    "checked_one": "Checked: 1 gradient against central differences of these steps, relative difference {worst}.",
    "checked_some": "Checked: {n} of {all} gradients against central differences of these steps, largest relative "
    "difference {worst}; and all {all} together along one direction, relative difference {together}.",
    "checked_kink": "{names}: the error has a kink there, so central differences do not apply; "
    "one of its slopes is used.",
    "unchecked_sequential": "The gradients of earlier layers use new weights, so they are not derivatives of the error "
    "at the old ones and were not checked by differences.",
    "differs": "Central differences disagree for {names}: relative difference {worst}. Do not rely on these lines.",
    # columns of tables, by their key
    "name": "{name}",
    "column_name": "",
    "column_old": "old",
    "column_gradient": "gradient",
    "column_new": "new",
    # cnn-shapes
    "cnn_layers": "Layer by layer",
    "cnn_total": "Total",
    "cnn_input": "input",
    "cnn_layer": "{layer}   {text}",
    "cnn_floor": "rounded down: {n} at the end are left over",
    "cnn_ceil": "ceil mode: rounded up",
    "cnn_drop": "the last window would start behind the input, in the padding, and is dropped",
    "cnn_same": "same: (F − 1)/2 zeros on each side",
    "cnn_same_tf": "the input by the stride, rounded up",
    "cnn_same_tf_all": "no zeros are missing",
    "cnn_same_tf_even": "{before} before, {after} behind",
    "cnn_same_tf_odd": "{before} before, {after} behind: the odd one stands last",
    "cnn_channels": "one map a kernel",
    "cnn_group": "a kernel sees the channels of its group",
    "cnn_pool": "each channel by itself",
    "cnn_global": "one number a channel",
    "cnn_keeps": "the shape stays",
    "cnn_bias": "one bias a kernel",
    "cnn_no_bias": "no bias",
    "cnn_depthwise": "a kernel sees one channel; one bias a kernel",
    "cnn_depthwise_no_bias": "a kernel sees one channel; no bias",
    "cnn_blank": "nothing is learned: the window is blank",
    "cnn_dense": "one weight an edge, one bias a neuron",
    "cnn_dense_no_bias": "one weight an edge, no bias",
    "cnn_batch_norm_trainable": "γ, β a channel; moving averages not counted",
    "cnn_batch_norm_all": "γ, β, moving mean, moving variance a channel",
    "cnn_layer_norm_channels": "γ and β a channel",
    "cnn_layer_norm_map": "γ and β at every place of the map",
    "cnn_prelu_one": "one slope for all channels",
    "cnn_prelu_channels": "one slope a channel",
    "cnn_products": "a kernel's products at every place",
    "cnn_products_depthwise": "a kernel's products at every place",
    "cnn_products_dense": "one product an edge",
    "cnn_bytes": "4 bytes a number",
    "cnn_field": "what the window adds",
    "cnn_jump": "neighbours lie j apart in the input",
    "cnn_note_macs": "MACs are multiply–accumulates; adding a bias, comparing and averaging are not counted.",
    "cnn_note_memory": "Memory is that of the input and of each layer's output for one image, 4 bytes a number; "
    "activations overwrite their input and flatten copies nothing.",
    "cnn_note_receptive_field": "The receptive field is how much of the input one number depends on; near the edge "
    "part of it lies in the padding, and it may be larger than the input.",
    "column_layer": "layer",
    "column_kernel": "kernel",
    "column_number": "number",
    "column_stride": "stride",
    "column_padding": "padding",
    "column_shape": "output\nfeature map",
    "column_parameters": "parameters",
    "column_macs": "MACs",
    "column_memory": "bytes",
    "column_receptive_field": "receptive\nfield",
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
    "flow_vanishes": "On the average a layer multiplies the gradient by {mean}, which is below 1: after {layers} {left} is "
    "left. With every further layer it shrinks again: the gradient vanishes.",
    "flow_explodes": "On the average a layer multiplies the gradient by {mean}, which is above 1: after {layers} it is "
    "{left}. With every further layer it grows again: the gradient explodes.",
    "flow_keeps": "On the average a layer multiplies the gradient by 1: after {layers} it is {left}. It neither vanishes "
    "nor explodes.",
    "flow_dead": "One factor is 0, so nothing of the gradient is left: the layers before it do not learn from this input.",
    "flow_moved": "The weight moves from {old} to {new}.",
    "flow_unmoved": "In the digits of this page the weight stays {new}: the update is too small to be seen.",
    "column_weight": "weight",
    "column_net": "net input",
    "column_out": "output",
    "column_slope": "slope",
    "column_flow_factor": "weight\n× slope",
    "column_flow_left": "product from\nlayer {n} to here",
    # gradient-descent
    "gd_gradient": "The function and its gradient",
    "gd_slope": "every other variable counts as a number",
    "gd_slope_only": "",
    "gd_start": "At the start",
    "gd_iteration": "Iteration {count}",
    "gd_end": "The gradient after {count} iterations",
    "gd_from_table": "The iterations before, by the same steps, lead to {names}; --full prints a row for each.",
    "gd_stationary": "The stationary point",
    "gd_star": "The gradient is 0 at {point}; the second derivatives there:",
    "gd_second": "∂²{f}/∂{first}∂{second}",
    "gd_second_same": "∂²{f}/∂{first}²",
    "gd_diagonal": "the matrix is diagonal, so its entries are the eigenvalues",
    "gd_eigenvalues": "eigenvalue of the matrix of second derivatives",
    "gd_eigenvalues_many": "Its eigenvalues, computed numerically: {values}.",
    "gd_converged": "Converged: from iteration {count} on no component of the gradient is larger than {limit}.",
    "gd_converged_at_once": "The start is a stationary point: no component of the gradient is larger than {limit}, so "
    "nothing moves.",
    "gd_at_minimum": "All eigenvalues of the second derivatives there are positive: it is a minimum.",
    "gd_at_maximum": "All eigenvalues of the second derivatives there are negative: it is a maximum, and any small push "
    "leads away from it.",
    "gd_at_saddle": "The eigenvalues of the second derivatives there have both signs: it is a saddle, not a minimum, and "
    "any small push in a falling direction leads away from it.",
    "gd_at_flat": "An eigenvalue of the second derivatives there is 0, so their signs do not decide what it is.",
    "gd_saddle": "It runs away from a saddle: the eigenvalues of the second derivatives have both signs. In the direction "
    "of the positive one the steps come closer, in that of the negative one they lead away, further with each step. "
    "There is no minimum to be found that way.",
    "gd_grows": "Not converged after {count} iterations, and the steps still grow: it diverges as far as it was computed "
    "(largest component of the gradient {size}).",
    "gd_swings_out": "It diverges: each step leads across to the other side and further away than the one before.",
    "gd_swings": "It oscillates: the steps lead across to the other side and back, and do not become smaller.",
    "gd_swings_in": "Not yet converged after {count} iterations: each step leads across to the other side, a little "
    "closer each time (largest component of the gradient {size}, more than {limit}).",
    "gd_rate_out": "The learning rate is too large: the largest second derivative along any direction is {largest}, and "
    "steps become smaller only for a rate below 2/{largest} = {bound}.",
    "gd_rate_edge": "The learning rate is just too large: steps become smaller only below 2/{largest} = {bound}.",
    "gd_rate_in": "The largest second derivative along any direction is {largest}: with a rate above 1/{largest} steps "
    "lead across, with one above 2/{largest} = {bound} they would lead away.",
    "gd_wanders": "It oscillates: after {count} iterations the steps still go back and forth and do not become smaller "
    "(largest component of the gradient {size}).",
    "gd_going": "Not yet converged after {count} iterations: the largest component of the gradient is {size}, more than "
    "{limit}.",
    "gd_broken": "It diverges: iteration {count} leads to a number that is too large, or to a point where the function "
    "has no value. What comes before is shown.",
    "gd_broken_swing": "It diverges, swinging from side to side: iteration {count} leads to a number that is too large, "
    "or to a point where the function has no value. What comes before is shown.",
    "gd_unmoved": "No iteration was made.",
    "gd_stopped": "Stopped after {count} iterations, as the problem says: {text}.",
    "gd_not_stopped": "The criterion of the problem was not met: {text}.",
    "rate_list": "the next of the list",
    "rate_last": "the list has ended; its last rate stays",
    "rate_schedule": "{text}; the first step has made none before it",
    "column_gd_iteration": "iteration",
}


_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def spoken(says, name) -> str:
    """A sentence with its gaps filled: lists of names by ``name``, texts as they are, small numbers in words."""
    filled = {}
    for key, value in says.args.items():
        if isinstance(value, Says):
            filled[key] = spoken(value, name)
        elif isinstance(value, (list, tuple)):
            words = [_named(part, name) for part in value]
            filled[key] = words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
        elif key in ("name", "target") and says.key != "loss_is":
            filled[key] = _named(value, name)
        elif key == "n" and isinstance(value, int) and value < len(_NUMBERS) and says.key in _IN_WORDS:
            filled[key] = _NUMBERS[value]
        else:
            filled[key] = str(value)
    return WORDS[says.key].format_map(filled)


_IN_WORDS = ("feeds",)


def _named(part, name) -> str:
    return part if part == "…" else name(part)
