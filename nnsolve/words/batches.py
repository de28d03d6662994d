"""Sentences about batches and updates of a training plan."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # training
    "batches_title": "Batches and updates",
    "batches_per_sample": "per sample",
    "batches_mini": "mini-batch",
    "batches_all": "batch",
    "batches_per_sample_of": "Per sample: batches of 1",
    "batches_mini_of": "Mini-batches of {n}",
    "batches_all_of": "Batch: all {n} {n:sample|samples} at once",
    "batches_even": "one update a batch, in each epoch",
    "batches_dropped": "rounded down: the samples that fill no batch are left out",
    "batches_smaller": "rounded up: the last batch is smaller",
    "batches_left_out": "samples left out in each epoch",
    "batches_last": "samples in the last batch",
    "batches_total": "in all epochs",
    "batches_column_kind": "",
    "batches_column_size": "batch size",
    "batches_column_updates": "updates\nan epoch",
    "batches_column_total_updates": "updates\nin all",
    # statements
    "batches_statement_samples": "A data set has {names} {names:sample|samples}.",
    "batches_statement_batch": "The parameters are updated after every batch of {names} {names:sample|samples}.",
    "batches_statement_batch_sizes": "The parameters are updated after every batch; compare batches of {text} "
    "{text:sample|samples}.",
    "batches_statement_dropped": "Samples that fill no batch are left out.",
    "batches_statement_smaller": "The last batch may be smaller.",
    "batches_statement_find_updates": "How many updates are there in an epoch?",
    "batches_statement_find_updates_all": "How many updates are there in an epoch, and in all epochs?",
}
