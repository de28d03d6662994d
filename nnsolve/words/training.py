"""Sentences about networks in symbols and on several samples, and what training adds to them."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # in symbols
    "training_everything_in": "everything put in",
    "training_everything_but_pieces": "everything put in, with {names} as written above",
    "training_piece": "{name}, from here on under this name",
    "training_cancels": "out·(1 − out) cancels against the denominators",
    # several samples
    "training_of_epoch": "Epoch {n}, {title}",
    "training_of_sample": "Sample {n}: {title}",
    "training_truth_table": "All samples",
    "training_truth_right": "Every output equals its target.",
    "training_truth_wrong": "The output differs from the target at sample {of}.",
    "training_truth_wrong_several": "The output differs from the target at samples {of}.",
    "training_target_of": "target",
    "training_update_number": "Update {n}",
    "training_batch_mean": "mean over the {n} {n:sample|samples}",
    "training_batch_sum": "sum over the {n} {n:sample|samples}",
    "training_clip_value": "cut to the bound",
    "training_clip_norm": "the length of all gradients together",
    "training_clip_norm_of": "its length",
    "training_clip_scale": "1 where the length is within the bound",
    "training_change_decay": "against the gradient, and λ·w towards 0",
    "training_epochs": "Epoch by epoch",
    "training_note_per_sample": "Parameters are updated after every sample: {updates} {updates:update|updates} an "
    "epoch.",
    "training_note_batch": "Parameters are updated once an epoch, from all {samples} {samples:sample|samples}.",
    "training_note_mini_batch": "Parameters are updated after every {size} {size:sample|samples}: {updates} "
    "{updates:update|updates} an epoch.",
    "training_note_average_loss": "The average loss of an epoch is the mean of {target} over its samples, each as it "
    "was when visited.",
    # backprop: regularisation, dropout, batch normalisation, memoisation
    "training_penalty_without_biases": "over the weights; biases are not counted",
    "training_penalty_with_biases": "over weights and biases",
    "training_penalty_cost": "the cost that is minimised",
    "training_slope_of_R": "the other terms of R do not hold it",
    "training_sign_slope": "sign is −1, 0 or 1; at 0 taken as 0",
    "training_note_shuffled": "The samples are visited in an order that is shuffled anew for each epoch (seed {seed}).",
    "training_memo_title": "Memoisation",
    "training_memo_title_sample": "Memoisation, for one sample",
    "training_memo_intro": "A path with n factors takes n − 1 multiplications. Kept derivatives are found once, with "
    "the first parameter that needs them; each path from one of them takes one more. Factors that are always 1 are "
    "not counted.",
    "training_memo_again": "Kept and used again:",
    "training_memo_total": "total",
    "training_memo_by_path": "every path multiplied out anew",
    "training_memo_by_name": "intermediate derivatives kept",
    "training_column_memo_paths": "paths",
    "training_column_memo_anew": "multiplications,\neach path anew",
    "training_column_memo_kept": "multiplications,\nderivatives kept",
    "training_column_memo_derivative": "derivative",
    "training_column_memo_used": "times used",
    "training_note_penalty_samples": "R is counted once in the cost of every sample.",
}
