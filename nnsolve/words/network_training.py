"""Sentences about networks in symbols and on several samples, and what training adds to them."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # in symbols
    "everything_in": "everything put in",
    "everything_but_pieces": "everything put in, with {names} as written above",
    "piece": "{name}, from here on under this name",
    "cancels": "out·(1 − out) cancels against the denominators",
    # several samples
    "of_sample": "Sample {n}: {title}",
    "truth_table": "All samples",
    "truth_right": "Every output equals its target.",
    "truth_wrong": "The output differs from the target at sample {of}.",
    "truth_wrong_several": "The output differs from the target at samples {of}.",
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
    "note_average_loss": "The average loss of an epoch is the mean of {target} over its samples, each as it was when visited.",
    # backprop: regularisation, dropout, batch normalisation, memoisation
    "penalty_without_biases": "over the weights; biases are not counted",
    "penalty_with_biases": "over weights and biases",
    "penalty_cost": "the cost that is minimised",
    "slope_of_R": "the other terms of R do not hold it",
    "sign_slope": "sign is −1, 0 or 1; at 0 taken as 0",
    "note_shuffled": "The samples are visited in an order that is shuffled anew for each epoch (seed {seed}).",
    "dropout_inverted": "the mask; what is kept is divided by keep",
    "dropout_plain": "the mask: kept as it is, or 0",
    "note_dropout_inverted": "Inverted dropout: an output is kept with probability {keep} and then divided by {keep}. At "
    "test time nothing is dropped and nothing is scaled.",
    "note_dropout_plain": "Dropout, not inverted: an output is kept with probability {keep} and not scaled. At test time "
    "nothing is dropped and every output is multiplied by {keep}.",
    "note_thinned": "Masks of {n} units choose among 2 to the power of {n} = {count} thinned networks.",
    "memo_title": "Memoisation",
    "memo_title_sample": "Memoisation, for one sample",
    "memo_intro": "A path with n factors takes n − 1 multiplications. Kept derivatives are found once, with the first "
    "parameter that needs them; each path from one of them takes one more. Factors that are always 1 are not counted.",
    "memo_again": "Kept and used again:",
    "memo_total": "total",
    "memo_by_path": "every path multiplied out anew",
    "memo_by_name": "intermediate derivatives kept",
    "column_memo_paths": "paths",
    "column_memo_anew": "multiplications,\neach path anew",
    "column_memo_kept": "multiplications,\nderivatives kept",
    "column_memo_derivative": "derivative",
    "column_memo_used": "times used",
    "note_penalty_samples": "R is counted once in the cost of every sample.",
    "column_epoch": "epoch",
    "column_average_loss": "average\nloss",
}
