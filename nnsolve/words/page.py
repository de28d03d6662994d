"""Sentences about what every page shares: headings, conventions, checks, columns."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # headings
    "given": "Given",
    "asked": "Asked",
    "answer": "Answer",
    "forward_pass": "Forward pass",
    "forward_again": "Forward pass with the new values",
    "loss": "Error",
    "backward": "Backward pass: {name}",
    "backward_shared": "Backward pass: {name}, which several neurons share",
    "updates": "New values",
    "hidden_neuron": "Hidden neuron {name}",
    "output_neuron": "Output neuron {name}",
    "softmax_layer": "Softmax over the layer",
    "layer": "Layer {n}",
    # headings of the table at the end
    "table_changes": "Old and new",
    "table_gradients": "Gradients",
    "table_layers": "Table of layers",
    "table_points": "The points and their classes",
    "table_sums": "The points and their net inputs",
    "table_steps": "Step by step",
    "table_curve": "Table of values",
    "table_nodes": "Table of nodes",
    "table_terms": "Term by term",
    "table_measures": "The measures",
    "table_classes": "Class by class",
    "table_rows": "Row by row",
    "table_fit": "Predictions and residuals",
    # conventions named on the page
    "note_weight_0": "A term of the error with weight 0 counts as 0, also where its logarithm or quotient has no value.",
    "note_simultaneous": "All gradients are taken at the old values (simultaneous update).",
    "note_sequential": "Later layers are updated first and the gradients of earlier layers use their new weights "
    "(sequential update).",
    "note_frozen": "Not updated: {names}.",
    "note_carry": "Every line is computed with the rounded numbers of the lines before it ({n} {how}, {cut}).",
    "note_full": "Full precision is carried; {n} {how} are printed ({cut}).",
    "digits_decimals": "decimals",
    "digits_decimals_one": "decimal",
    "digits_figures": "figures",
    "digits_figures_one": "figure",
    "digits_significant": "significant figures",
    "digits_significant_one": "significant figure",
    "digits_rounded": "rounded",
    "digits_cut": "cut",
    "digits_half_up": "rounded half up",
    "digits_cut_off": "cut off",
    "note_vanished": "Rounded to 0 at {digits} decimals, and 0 from there on: {names}; carry more decimals, or figures.",
    "note_approximate": "≈ stands where the printed digits alone would give another last digit.",
    "note_no_font": "Some letters stand as boxes: no font here has those of {text}.",
    "note_elided": "Long sums are shortened by …; --full writes them out.",
    # papers
    "question": "Question {n}",
    "question_marks": "Question {n} ({marks} marks)",
    "question_marks_one": "Question {n} (1 mark)",
    "paper_question": "1 question",
    "paper_questions": "{n} questions",
    "paper_unmarked": "{questions}.",
    "paper_mark": "{questions}, 1 mark in all.",
    "paper_marks": "{questions}, {marks} marks in all.",
    # checks
    "checked": "Checked: {n} gradients against central differences of these steps, largest relative difference {worst}.",
    "checked_one": "Checked: 1 gradient against central differences of these steps, relative difference {worst}.",
    "checked_some": "Checked: {n} of {all} gradients against central differences of these steps, largest relative "
    "difference {worst}; and all {all} together along one direction, relative difference {together}.",
    "checked_kink": "{names}: the error has a kink there, so central differences do not apply; "
    "one of its slopes is used.",
    "differs": "Central differences disagree for {names}: relative difference {worst}. Do not rely on these lines.",
    # columns of tables, by their key
    "name": "{name}",
    "column_name": "",
    "column_old": "old",
    "column_gradient": "gradient",
    "column_new": "new",
}
