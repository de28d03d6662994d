"""Sentences about what every page shares: headings, conventions, checks, columns."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # the steps
    "page_column_layer": "layer",
    # backprop: regularisation, dropout, batch normalisation, memoisation
    "page_column_epoch": "epoch",
    "page_column_average_loss": "average\nloss",
    # headings
    "page_given": "Given",
    "page_asked": "Asked",
    "page_answer": "Answer",
    "page_forward_pass": "Forward pass",
    "page_forward_again": "Forward pass with the new values",
    "page_loss": "Error",
    "page_backward": "Backward pass: {name}",
    "page_backward_shared": "Backward pass: {name}, which several neurons share",
    "page_updates": "New values",
    "page_hidden_neuron": "Hidden neuron {name}",
    "page_output_neuron": "Output neuron {name}",
    "page_softmax_layer": "Softmax over the layer",
    "page_layer": "Layer {n}",
    # headings of the table at the end
    "page_table_changes": "Old and new",
    "page_table_gradients": "Gradients",
    "page_table_layers": "Table of layers",
    "page_table_points": "The points and their classes",
    "page_table_sums": "The points and their net inputs",
    "page_table_steps": "Step by step",
    "page_table_curve": "Table of values",
    "page_table_nodes": "Table of nodes",
    "page_table_terms": "Term by term",
    "page_table_measures": "The measures",
    "page_table_classes": "Class by class",
    "page_table_rows": "Row by row",
    "page_table_fit": "Predictions and residuals",
    # conventions named on the page
    "page_note_weight_0": "A term of the error with weight 0 counts as 0, also where its logarithm or quotient has no "
    "value.",
    "page_note_simultaneous": "All gradients are taken at the old values (simultaneous update).",
    "page_note_sequential": "Later layers are updated first and the gradients of earlier layers use their new weights "
    "(sequential update).",
    "page_note_frozen": "Not updated: {names}.",
    "page_note_carry": "Every line is computed with the rounded numbers of the lines before it ({n} {how}, {cut}).",
    "page_note_full": "Full precision is carried; {n} {how} {n:is|are} printed ({cut}).",
    "page_digits_decimals": "{n:decimal|decimals}",
    "page_digits_figures": "{n:figure|figures}",
    "page_digits_significant": "{n:significant figure|significant figures}",
    "page_digits_rounded": "rounded",
    "page_digits_cut": "cut",
    "page_digits_half_up": "rounded half up",
    "page_digits_cut_off": "cut off",
    "page_note_vanished": "Rounded to 0 at {digits} decimals, and 0 from there on: {names}; carry more decimals, or "
    "figures.",
    "page_note_approximate": "≈ stands where the printed digits alone would give another last digit.",
    "page_note_small": "What the decimals would print as 0 though it is not 0 is printed in significant figures.",
    "page_note_sign": "sign(0) = 0: at a kink the slope is the mean of those on its two sides.",
    "page_note_unsure": "In {names} a difference is too small to be told from 0; it is taken for 0.",
    "page_note_too_long": "After {count} {count:iteration|iterations} a number lies so near to a border that doubles "
    "cannot tell its side, and the way there is too long for exact values: from there on the rounding of doubles may "
    "have decided.",
    "page_note_no_font": "Some letters stand as boxes: no font here has those of {text}.",
    "page_note_elided": "Long sums are shortened by …; --full writes them out.",
    # papers
    "page_question": "Question {n}",
    "page_question_marks": "Question {n} ({marks} {marks:mark|marks})",
    "page_paper_questions": "{n} {n:question|questions}",
    "page_paper_unmarked": "{questions}.",
    "page_paper_marks": "{questions}, {marks} {marks:mark|marks} in all.",
    # checks
    "page_checked": "Checked: {n} {n:gradient|gradients} against central differences of these steps, {n:|largest "
    "}relative difference {worst}.",
    "page_checked_some": "Checked: {n} of {all} {all:gradient|gradients} against central differences of these steps, "
    "largest relative difference {worst}; and all {all} together along one direction, relative difference {together}.",
    "page_checked_kink": "{names}: the error has a kink there, so central differences do not apply; one of its slopes "
    "is used.",
    "page_differs": "Central differences disagree for {names}: relative difference {worst}. Do not rely on these lines.",
    # columns of tables, by their key
    "page_name": "{name}",
    "page_column_name": "",
    "page_column_old": "old",
    "page_column_gradient": "gradient",
    "page_column_new": "new",
    "page_and": "{first} and {last}",
}
