"""Sentences about the perceptron's rules, trace and proofs."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # perceptron
    "perceptron_epoch": "Epoch {count}",
    "perceptron_visit": "Visit {place}: the point {point}, target {t}",
    "perceptron_from_table": "The numbers at the start of this visit, {names}, stand in the table.",
    "perceptron_right": "right: nothing changes",
    "perceptron_wrong": "wrong",
    "perceptron_add": "should be 1: the point is added",
    "perceptron_subtract": "should not be 1: the point is subtracted",
    "perceptron_delta": "rate × error × input",
    "perceptron_target": "rate × target × input",
    "perceptron_trace": "All visits",
    "perceptron_check": "Check with the last weights",
    "perceptron_all_right": "Every output equals its target.",
    "perceptron_some_wrong": "The output differs from the target at {points}.",
    "perceptron_fixed": "The threshold {name} is fixed; only the weights are learned.",
    "perceptron_learned": "The threshold {name} is learned as well; it stands with a minus, so it moves the other way.",
    "perceptron_shuffled": "The points are visited in an order that is shuffled anew for each epoch (seed {seed}).",
    "perceptron_converged": "Converged: epoch {count} has no error. Updates in all: {updates}.",
    "perceptron_not_converged": "Stopped at the limit: every one of the {count} {count:epoch|epochs} has an error. "
    "Updates in all: {updates}.",
    "perceptron_repeats": "After epoch {again} the weights are those after epoch {first} again, so from there on "
    "everything repeats and it never ends.",
    "perceptron_separable": "The points can be separated.",
    "perceptron_proof": ": the proof stands above",
    "perceptron_not_separable": "The points cannot be separated{proof}.",
    "perceptron_not_separable_fixed": "With this fixed threshold the points cannot be separated{proof}.",
    "perceptron_no_margin": "The last border does not separate the points, so it has no margin.",
    "perceptron_column_errors": "errors",
    "perceptron_subtitle_add": "add and subtract",
    "perceptron_subtitle_delta": "delta rule",
    "perceptron_subtitle_target": "w + η·t·x",
}
