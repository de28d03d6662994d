"""Sentences about grids of hyper-parameters."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # training
    "grid_title": "The grid",
    "grid_product": "every value with every other",
    "grid_folds": "each configuration once a fold",
    "grid_order": "The configurations in order, {text} changing fastest.",
    "grid_column": "{text}",
    "grid_too_many": "{n} configurations are too many to be listed.",
    "grid_column_number": "",
    # statements
    "grid_statement": "Every value of a hyper-parameter is tried with every value of the others:",
    "grid_statement_folds": "Each configuration is trained once for each of {n} folds.",
    "grid_statement_find_grid": "How many configurations are there, and which?",
    "grid_statement_find_fits": "How many configurations are there, and how many trainings?",
    "grid_column_statement_name": "hyper-parameter",
    "grid_column_statement_values": "values",
}
