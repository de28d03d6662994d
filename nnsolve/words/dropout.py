"""Sentences about dropout: masks, thinned networks."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # backprop: regularisation, dropout, batch normalisation, memoisation
    "dropout_inverted": "the mask; what is kept is divided by keep",
    "dropout_plain": "the mask: kept as it is, or 0",
    "dropout_note_inverted": "Inverted dropout: an output is kept with probability {keep} and then divided by {keep}. "
    "At test time nothing is dropped and nothing is scaled.",
    "dropout_note_plain": "Dropout, not inverted: an output is kept with probability {keep} and not scaled. At test "
    "time nothing is dropped and every output is multiplied by {keep}.",
    "dropout_note_thinned": "Masks of {n} {n:unit|units} choose among 2 to the power of {n} = {count} thinned networks.",
    # training
    "dropout_title": "Dropout",
    "dropout_units": "all layers together",
    "dropout_networks": "each unit is there or not: two choices, n times",
    "dropout_kept": "units kept on the average",
    # statements
    "dropout_statement_thinned": "Each of the units may be dropped or kept.",
    "dropout_statement_thinned_layers": "Each unit of the layers may be dropped or kept.",
    "dropout_statement_keep": "A unit is kept with the probability {names}.",
    "dropout_statement_find_thinned": "How many thinned networks are there?",
    "dropout_statement_find_kept": "How many thinned networks are there, and how many units are kept on the average?",
}
