"""Sentences about batch normalisation: its steps, as a layer of a network, and what cannot be seen from the steps."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # the steps
    "batch_norm_mean": "mean over the batch of {n}",
    "batch_norm_variance": "variance: the mean of the squared deviations",
    "batch_norm_root": "",
    "batch_norm_hat": "centred and scaled",
    "batch_norm_scaled": "",
    # a layer of a network
    "batch_norm_title": "Batch normalisation of layer {n}",
    "batch_norm_intro": "Mean and variance are taken over the {n} {n:sample|samples} of the batch, for every neuron by "
    "itself.",
    "batch_norm_forward_on": "Forward pass, continued",
    "batch_norm_batch_error": "Error of the batch",
    "batch_norm_backward": "Backward pass: the normalisation of {name}",
    "batch_norm_mean_paths": "{mean} stands in {var} too, but the slope there is −2·Σ(x − μ)/m, and deviations from "
    "the mean add up to 0: no path leads through {var}.",
    "batch_norm_bias": "with {name} all net inputs and their mean move alike, and the differences stay",
    "batch_norm_slope_mean": "one of the m values of the mean",
    "batch_norm_slope_var": "the other squares do not hold it",
    "batch_norm_slope_std": "√x has the slope 1/(2√x)",
    "batch_norm_slope_hat": "quotient rule",
    "batch_norm_statement_before": "The net inputs of layer {n} are normalised over the batch (ε = {text}).",
    "batch_norm_statement_after": "The activations of layer {n} are normalised over the batch (ε = {text}).",
    "batch_norm_note": "Batch normalisation: the variance is divided by the number m of samples in the batch, and ε = "
    "{value} is added to it under the root.",
    "batch_norm_note_running": "Running averages for test time are not part of the gradients and are not kept here.",
}
