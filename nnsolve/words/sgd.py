"""Sentences about linear models that learn by their loss."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # linear-sgd
    "sgd_loss": "The loss and its sub-gradients",
    "sgd_pieces": "By the chain rule through {names}, piece by piece:",
    "sgd_signs": "What the signs of target and value do to it:",
    "sgd_plus": "+",
    "sgd_minus": "−",
    "sgd_right": "right side",
    "sgd_wrong": "wrong side",
    "sgd_perceptron_right": "max(0, −) = 0",
    "sgd_perceptron_wrong": "max(0, +) > 0",
    "sgd_hinge_right": "0 where y·f ≥ 1, else between 0 and 1",
    "sgd_hinge_wrong": "above 1",
    "sgd_point": "The point {point}, target {y}",
    "sgd_mean": "mean over the {n} {n:point|points}",
    "sgd_sum": "sum over the {n} {n:point|points}",
    "sgd_update": "The update",
    "sgd_from_table": "The parameters at the start of this visit stand in the table.",
    "sgd_slope_L1": "sign is −1, 0 or 1; at 0 taken as 0",
    "sgd_slope_L2": "R = Σw²",
    "sgd_slope_half_L2": "R = ½Σw²",
    "sgd_zero_flat": "y·f ≥ {edge}: no loss",
    "sgd_zero_slope": "y·f < {edge}: −y",
    "sgd_slope_flat": "y·f > {edge}: no loss",
    "sgd_slope_slope": "y·f ≤ {edge}: −y",
    "sgd_kink_zero": "At the kink, y·f = {edge}, the slope is taken as 0.",
    "sgd_kink_slope": "At the kink, y·f = {edge}, the slope is taken as −y.",
    "sgd_per_sample": "Parameters are updated after every point: {updates} {updates:update|updates} an epoch.",
    "sgd_batch": "Parameters are updated once an epoch, from all {samples} {samples:point|points}.",
    "sgd_mini_batch": "Parameters are updated after every {size} {size:point|points}: {updates} "
    "{updates:update|updates} an epoch.",
    "sgd_average_plain": "The average loss of an epoch is the mean of L over its visits, each as it was then.",
    "sgd_average": "The average loss of an epoch is the mean of L over its visits, each as it was then; a penalty is "
    "not in it.",
    "sgd_unchecked": "Every point lies at the kink of the loss or too near to it for central differences, so the "
    "sub-gradients were not checked by them.",
    "sgd_penalty_L1": "The penalty is λ·R with R = Σ|w|.",
    "sgd_penalty_L2": "The penalty is λ·R with R = Σw², without a ½.",
    "sgd_penalty_half_L2": "The penalty is λ·R with R = ½Σw².",
    "sgd_penalty_weights": "The bias is not penalised.",
    "sgd_penalty_bias": "The bias is penalised as the weights are.",
    "sgd_column_case": "case",
    "sgd_column_product": "y·f",
    "sgd_column_side": "",
    "sgd_subtitle": "{loss} loss",
    "sgd_subtitle_penalty": "{loss} loss, {norm} penalty",
}
