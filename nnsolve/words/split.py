"""Sentences about splitting data into training, validation and test sets."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # training
    "split_a_training": "a training",
    "split_a_validation": "a validation",
    "split_a_test": "a test",
    "split_title": "The data split",
    "split_check": "Together",
    "split_exact": "a whole number: nothing to round",
    "split_floor": "rounded down; the training set takes the rest",
    "split_ceil": "rounded up; the training set takes the rest",
    "split_nearest": "rounded to the nearest, half up; the training set takes the rest",
    "split_sklearn": "rounded up, as scikit-learn's train_test_split does",
    "split_second": "a second split of what is left, rounded up again",
    "split_rest": "the rest",
    "split_train_set": "training",
    "split_validation_set": "validation",
    "split_test_set": "test",
    "split_column_part": "",
    "split_column_size": "samples",
    # statements
    "split_statement": "A data set of {names} {names:sample|samples} is split into {parts} set; the shares are given.",
    "split_statement_floor": "A size that is not whole is rounded down; the training set takes the rest.",
    "split_statement_ceil": "A size that is not whole is rounded up; the training set takes the rest.",
    "split_statement_nearest": "A size that is not whole is rounded to the nearest, half up; the training set takes "
    "the rest.",
    "split_statement_sklearn": "Sizes are rounded as scikit-learn’s train_test_split does.",
    "split_statement_find": "How many samples has each part?",
}
