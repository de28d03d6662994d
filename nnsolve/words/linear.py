"""Sentences about linear units: points, borders, margins, proofs; how an exam states their problems."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # linear units, whatever the kind
    "linear_at_least": "{name} ≥ 0",
    "linear_above": "{name} > 0",
    "linear_below": "{name} < 0",
    "linear_at_most": "{name} ≤ 0",
    "linear_over": "{name} > {target}",
    "linear_under": "{name} < −{target}",
    "linear_within": "−{target} ≤ {name} ≤ {target}",
    "linear_positive": "The output {out} is 1 where {name} ≥ 0, else {low}.",
    "linear_negative": "The output {out} is 1 where {name} > 0, else {low}.",
    "linear_three_valued": "The output {out} is 1 where {name} > {target}, −1 where {name} < −{target}, and 0 between, "
    "the ends included: undecided, so never right.",
    "linear_points": "The points",
    "linear_separable": "Can the points be separated?",
    "linear_too_many": "There are too many points to decide it here.",
    "linear_asks_all": "Every point asks something of {net}:",
    "linear_asks_used": "These points are enough. Each asks something of {net}:",
    "linear_contradiction": "Each inequality is multiplied and turned so that 0 is at its smaller side; then they are "
    "added up. On the left everything cancels that could still be chosen, and what is left is false. So there are no "
    "such weights.",
    "linear_satisfied": "These weights satisfy all of it:",
    "linear_no_border": "none: all weights are 0",
    "linear_sum": "sum",
    "linear_exact": "All numbers are computed exactly, as fractions.",
    "linear_exact_roots": "All numbers are computed exactly, as fractions; what holds a root has 6 figures.",
    "linear_exact_rounded": "All numbers are computed exactly; {n} {how} are printed ({cut}).",
    "linear_length": "length of the weights; the bias does not count",
    "linear_at": "at {point}",
    "linear_margin_title": "The margin",
    "linear_margin": "the distance of the nearest point",
    "linear_thresholds": "The thresholds",
    "linear_no_threshold": "The classes overlap on the line, so no threshold separates them.",
    "linear_largest": "the largest of class {side}",
    "linear_smallest": "the smallest of class {side}",
    "linear_middle": "halfway between the classes",
    "linear_between_high": "Admissible is every threshold θ with {low} < θ ≤ {high}: {sense}.",
    "linear_between_low": "Admissible is every threshold θ with {low} ≤ θ < {high}: {sense}.",
    "linear_rising": "P where x {sign} θ, else N",
    "linear_falling": "P where x {sign} θ, else N",
    "linear_column_number": "point",
    "linear_column_point": "point",
    "linear_column_target": "target",
    "linear_column_asks": "what it asks",
    "linear_column_times": "times",
    "linear_column_turned": "turned",
    "linear_column_border": "border",
    "linear_column_visit": "epoch.\nvisit",
    # perceptron
    "linear_the_border": "The border",
    "linear_unit": "unit",
    "linear_solved": "Solved for {names}:",
    "linear_cut": "the border is this point",
    "linear_slope": "slope of the line",
    "linear_intercept": "where it cuts the axis",
    "linear_distances": "The length of the weights",
    "linear_at_once": "all sums at once",
    "linear_column_unit": "sum",
    "linear_column_symbols": "in symbols",
    "linear_column_numbers": "in numbers",
    "linear_column_line": "solved",
    # statements
    "linear_statement_sum": "{name} is the weighted sum of the inputs.",
    "linear_statement_sum_plus": "{name} is the weighted sum of the inputs plus {names}.",
    "linear_statement_sum_minus": "{name} is the weighted sum of the inputs minus {names}.",
    "linear_statement_sum_w0": "{name} is the weighted sum of the inputs; one of them is constant, {inputs} = {x0}, "
    "with the weight {names}.",
    "linear_statement_three_valued": "The output {out} is 1 where {name} > {target}, −1 where {name} < −{target}, and "
    "0 between, the ends included.",
    "linear_statement_gate_learns": "A single unit learns the gate {text} of {count:one input, which is|# inputs, "
    "which are} {bits}:",
    "linear_statement_gate_parts": "Can a single unit be the gate {text} of {count:one input, which is|# inputs, which "
    "are} {bits}?",
    "linear_statement_points_learns": "A single unit learns to tell the classes of these points:",
    "linear_statement_points_parts": "Can a single unit tell the classes of these points?",
    "linear_statement_rule_add_subtract": "Where the output is wrong, the point is added to the weights if its target "
    "is 1 and subtracted if not.",
    "linear_statement_bias": "The bias {names} is learned as the weight of an input that is always 1.",
    "linear_statement_rule_delta": "Where the output is wrong, a weight changes by {names} times the error {error} = "
    "{target} − {out} times its input.",
    "linear_statement_rule_target": "Where the output is wrong, a weight changes by {names} times the target {target} "
    "times its input.",
    "linear_statement_order": "The points are visited in the order {text}.",
    "linear_statement_shuffled": "The points are visited in an order that is shuffled anew for each epoch (seed "
    "{seed}).",
    "linear_statement_until": "Stop after {count:one epoch|an epoch without an error, or after # epochs}.",
    "linear_statement_find_perceptron": "Give sum, output and error at every visit, the new weights where they change, "
    "and the border after each epoch; then check the last weights on all points.",
    "linear_statement_find_separable": "Give weights that do it, or prove that there are none.",
    "linear_statement_find_separability": "Say also why the classes can or cannot be told apart by a single unit.",
    "linear_statement_find_thresholds": "Which thresholds on the line separate the classes?",
    "linear_statement_find_margin": "How far is the nearest point from the last border?",
    "linear_statement_classify_classes": "To which class do these points belong?",
    "linear_statement_classify_told": "Do these points get the classes that stand beside them?",
    "linear_statement_classify_sums": "The inputs of a layer are these points:",
    "linear_statement_units": "{count} {count:unit|units} share the {inputs} {inputs:input|inputs}.",
    "linear_statement_sums": "The sum of each is the weighted sum of the inputs.",
    "linear_statement_sums_plus": "The sum of each is the weighted sum of the inputs plus a constant of its own.",
    "linear_statement_find_matrix": "Compute all sums of a point, one by one and at once in matrices.",
    "linear_statement_find_border": "Give the equation of the {count:border|borders}.",
    "linear_statement_find_distance": "How far is each point from the border?",
    "linear_statement_sgd_learns": "A linear classifier learns from these points:",
    "linear_statement_sgd_points": "A linear classifier is applied to these points:",
    "linear_statement_perceptron_loss": "The loss of a point is the perceptron loss {name} = max(0, −y·f).",
    "linear_statement_hinge_loss": "The loss of a point is the hinge loss {name} = max(0, 1 − y·f).",
    "linear_statement_sgd_weight": "The loss is multiplied by {name}.",
    "linear_statement_sgd_rate": "The parameters move against the sub-gradient with the learning rate {name}.",
    "linear_statement_each_point": "They are updated after every point.",
    "linear_statement_mini_mean": "They are updated after every {count} {count:point|points}, by the mean of the "
    "points’ slopes.",
    "linear_statement_mini_sum": "They are updated after every {count} {count:point|points}, by the sum of the points’ "
    "slopes.",
    "linear_statement_whole_mean": "They are updated once an epoch, by the mean of the slopes of all {count} "
    "{count:point|points}.",
    "linear_statement_whole_sum": "They are updated once an epoch, by the sum of the slopes of all {count} "
    "{count:point|points}.",
    "linear_statement_epochs_of": "Train for {count:one epoch|# epochs}.",
    "linear_statement_find_sgd": "Derive the sub-gradients piece by piece, give loss and slopes at every visit and the "
    "new parameters after every update, and the average loss of each epoch.",
    "linear_statement_find_losses": "Give the loss of each point and the average, and say what the signs of target and "
    "value do to it.",
}
