"""Sentences about early stopping."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # training
    "stop_title": "Early stopping: the first epochs",
    "stop_table": "Early stopping: epoch by epoch",
    "stop_result": "Early stopping: the result",
    "stop_epoch": "Epoch {n}",
    "stop_rule_lower": "An epoch is better if its error is below the best so far; then the counter of epochs waited "
    "goes back to 0, else it grows by 1. When it reaches the patience p, training stops.",
    "stop_rule_lower_delta": "An epoch is better if its error is below the best so far by more than min_delta; then "
    "the counter of epochs waited goes back to 0, else it grows by 1. When it reaches the patience p, training stops.",
    "stop_rule_higher": "An epoch is better if its score is above the best so far; then the counter of epochs waited "
    "goes back to 0, else it grows by 1. When it reaches the patience p, training stops.",
    "stop_rule_higher_delta": "An epoch is better if its score is above the best so far by more than min_delta; then "
    "the counter of epochs waited goes back to 0, else it grows by 1. When it reaches the patience p, training stops.",
    "stop_first": "the first is the best so far",
    "stop_lower": "lower than the best so far",
    "stop_higher": "higher than the best so far",
    "stop_not_lower": "not lower, so the best stays",
    "stop_not_higher": "not higher, so the best stays",
    "stop_too_little": "better, but not by more than min_delta",
    "stop_better": "better: model stored",
    "stop_not_better": "no improvement",
    "stop_stops": "no improvement: stop",
    "stop_last_better": "the last epoch that was better",
    "stop_waited": "epochs {first} to {last} were not better",
    "stop_never": "the patience does not run out: training goes on to the last epoch given",
    "stop_returns_best": "the model stored p epochs before the stop",
    "stop_returns_so_far": "the best model is returned",
    "stop_returns_last": "the model of the last epoch is returned, as it is (nothing is restored)",
    "stop_its_error": "what the returned model reaches",
    "stop_note_first": "Epochs are counted from {n}.",
    "stop_column_error": "validation\nerror",
    "stop_column_score": "validation\nscore",
    "stop_column_best": "best\nso far",
    "stop_column_wait": "epochs\nwaited",
    "stop_column_what": "",
    # statements
    "stop_statement_error": "The error on the validation set is given for each epoch.",
    "stop_statement_score": "The score on the validation set is given for each epoch; higher is better.",
    "stop_statement_patience": "Training stops after {names} {names:epoch|epochs} in a row that are not better than "
    "the best so far.",
    "stop_statement_patience_delta": "Training stops after {names} {names:epoch|epochs} in a row that are not better "
    "than the best so far by more than min_delta.",
    "stop_statement_returns_best": "The model of the best epoch is returned.",
    "stop_statement_returns_last": "The model of the last epoch is returned.",
    "stop_statement_find": "After which epoch does training stop, which model is returned, and what does it reach?",
}
