"""Sentences about losses over data: terms, sums and means, derivatives, conventions."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # headings
    "loss_of": "{text}",
    "loss_derivative": "{text}: the derivatives",
    "loss_probabilities": "From logits to probabilities",
    "loss_rest": "The other terms, computed in the same way, stand in the table.",
    "loss_other_slopes": "The other derivatives, computed in the same way, stand in the table.",
    # reasons
    "loss_huber_near": "|y − ŷ| ≤ δ",
    "loss_huber_far": "|y − ŷ| > δ",
    "loss_collapse_plain": "in short: prediction − target",
    "loss_sum": "sum over the {count} {count:sample|samples}",
    "loss_mean": "mean over the {count} {count:sample|samples}",
    "loss_half_mean": "half the mean over the {count} {count:sample|samples}",
    "loss_root": "the root of the mean",
    "loss_root_one": "the root",
    "loss_product": "product over the samples",
    "loss_over_sum": "sum over the {count} {count:output|outputs}",
    "loss_over_mean": "mean over the {count} {count:output|outputs}",
    "loss_switch": "H is 1 above 0, else 0",
    "loss_worst": "the highest wrong score is {name}",
    "loss_collapse": "in short: prediction − target, over what the mean divides by",
    "loss_not_in_it": "it does not stand in the loss",
    # conventions
    "loss_reduction_mean": "The loss is the mean over the samples ({text}).",
    "loss_reduction_sum": "The loss is the sum over the samples ({text}).",
    "loss_reduction_mean_default": "The loss is the mean over the samples, as most programs have it ({text}); "
    "reduction: sum would leave out the division.",
    "loss_ln": "ln is the natural logarithm, to the base e.",
    "loss_log2": "Logarithms are to the base 2: the loss is in bits.",
    "loss_log10": "Logarithms are to the base 10.",
    "loss_labels": "Labels are the numbers of the right classes; the first class is number {first}.",
    "loss_maximised": "The log-likelihood is to be as large as possible; its negative is the binary cross-entropy.",
    "loss_likelihood": "The likelihood is the probability of all that was observed together: ŷ where the target is 1, "
    "1 − ŷ where it is 0. It is to be as large as possible.",
    "loss_percent": "The error is counted in percent of the target; scikit-learn leaves the factor 100 out (here: mean "
    "absolute relative error).",
    "loss_half": "The ½ is there so that no factor 2 stands in the derivative; without it write mean squared error.",
    "loss_ww": "Weston and Watkins: every wrong class that comes within the margin 1 counts (the sum). scikit-learn "
    "and Keras take the worst class alone (crammer-singer hinge), PyTorch divides the sum by the number of classes "
    "(multi-margin).",
    "loss_mm": "PyTorch's MultiMarginLoss: the sum over the wrong classes within the margin 1, over the number of all "
    "classes.",
    "loss_cs": "Crammer and Singer: only the wrong class with the highest score counts, as in scikit-learn and Keras.",
    "loss_poisson": "The prediction is the expected count itself, not its logarithm; the constant ln(y!) is left out.",
    "loss_kink_max": "At the corner ŷ = 0 the derivative of the loss is taken as 0.",
    "loss_kink_hinge": "At the corner y·ŷ = 1 the derivative of the hinge is taken as 0.",
    "loss_kink_absolute": "Where prediction and target are equal |y − ŷ| has no derivative; it is taken as 0.",
    "loss_weight_0": "A term with weight 0 counts as 0, also where its logarithm has no value.",
    "loss_no_slope": "{text}: every prediction is its target, and the root has no derivative at 0.",
    "loss_checked_kinks": "Gradients checked against central differences of these steps: {n}, largest relative "
    "difference {worst}. At corners differences do not apply; one of the slopes is used.",
    "loss_unchecked": "Every prediction lies at a corner, where differences do not apply; one of the slopes is used.",
    "loss_checked_some": "Checked: {n} of {all} {all:gradient|gradients}, evenly spread, against central differences "
    "of these steps, largest relative difference {worst}.",
    # columns
    "loss_column_sample": "sample",
    "loss_column_output": "output",
    "loss_column_target": "y",
    "loss_column_prediction": "ŷ",
    "loss_column_term": "{name}\nL",
    "loss_column_slope": "{name}\n∂/∂{what}",
    # statements
    "loss_statement_samples": "For {count} {count:sample|samples} targets y and predictions ŷ are given.",
    "loss_statement_one_sample": "For one sample the target y and the prediction ŷ are given.",
    "loss_statement_rows": "Each sample has {count} {count:output|outputs}.",
    "loss_statement_labels": "Targets are the numbers of the right classes; the first class is number {first}.",
    "loss_statement_logits": "The predictions are logits, of which {text} makes probabilities.",
    "loss_statement_find": "Compute the {text}: first the term of each sample.",
    "loss_statement_mean": "The loss is the mean over the samples.",
    "loss_statement_sum": "The loss is the sum over the samples.",
    "loss_statement_logit": "logit",
    "loss_statement_prediction": "prediction",
    "loss_statement_derive": "Derive it by each {text}.",
    "loss_subtitle": "{n} losses",
}
