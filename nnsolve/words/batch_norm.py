"""Sentences about batch normalisation: its steps, as a layer of a network, and what cannot be seen from the steps."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # the steps
    "bn_mean": "mean over the batch of {n}",
    "bn_variance": "variance: the mean of the squared deviations",
    "bn_root": "",
    "bn_hat": "centred and scaled",
    "bn_scaled": "",
    # a layer of a network
    "bn_title": "Batch normalisation of layer {n}",
    "bn_intro": "Mean and variance are taken over the {n} samples of the batch, for every neuron by itself.",
    "bn_forward_on": "Forward pass, continued",
    "bn_batch_error": "Error of the batch",
    "bn_backward": "Backward pass: the normalisation of {name}",
    "bn_mean_paths": "{mean} stands in {var} too, but the slope there is −2·Σ(x − μ)/m, and deviations from the mean "
    "add up to 0: no path leads through {var}.",
    "bn_bias": "with {name} all net inputs and their mean move alike, and the differences stay",
    "bn_slope_mean": "one of the m values of the mean",
    "bn_slope_var": "the other squares do not hold it",
    "bn_slope_std": "√x has the slope 1/(2√x)",
    "bn_slope_hat": "quotient rule",
    "statement_norm_before": "The net inputs of layer {n} are normalised over the batch (ε = {text}).",
    "statement_norm_after": "The activations of layer {n} are normalised over the batch (ε = {text}).",
    "note_batch_norm": "Batch normalisation: the variance is divided by the number m of samples in the batch, and "
    "ε = {value} is added to it under the root.",
    "note_batch_norm_running": "Running averages for test time are not part of the gradients and are not kept here.",
}
