"""Sentences about activation functions: derivations, values at points, identities, range and saturation."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # headings
    "curve_slope_of": "{text}: the derivative",
    "curve_points_of": "{text} at the points",
    "curve_facts_of": "{text}: range and saturation",
    "curve_identity": "An identity",
    "curve_identity_points": "Both sides at the points",
    "curve_values": "What was asked",
    # where a piece counts
    "curve_above": "{name} > 0",
    "curve_below": "{name} ≤ 0",
    "curve_from": "{name} ≥ 0",
    "curve_under": "{name} < 0",
    "curve_left": "{name} lies left of the straight part",
    "curve_right": "{name} lies right of the straight part",
    "curve_between": "{name} lies on the straight part",
    "curve_at_kink": "a corner or jump: the convention under the page",
    # what is taken at a corner
    "curve_jump": "At 0 the step jumps, so it has no derivative there; everywhere else the derivative is 0, and 0 is "
    "taken at the jump too. No gradient passes a step.",
    "curve_kinks": "At −{edge} and {edge} there are corners, without a derivative; it is taken as 0 there.",
    "curve_kink_zero": "At 0 the slope changes from 0 to 1: there is no derivative. It is taken as 0 there.",
    "curve_kink_told": "At 0 the slope changes from 0 to 1: there is no derivative. It is taken as {at} there, as the "
    "problem says.",
    "curve_kink_below": "At 0 the pieces meet with different slopes: there is no derivative. The slope of the piece "
    "below 0 is taken there.",
    "curve_smooth_kink": "Both pieces have the slope 1 at 0: there is no corner.",
    "curve_kink_of": "{text}: {what}",
    "curve_learned": "{text} is learned too, so the derivative by it is needed:",
    "curve_by_learned": "x below 0, 0 above",
    # reasons of lines
    "curve_by_power": "the derivative of x is 1",
    "curve_by_chain": "chain rule",
    "curve_by_add_one": "e^(−x) = 1 + e^(−x) − 1",
    "curve_by_two_fractions": "as two fractions",
    "curve_by_cancel": "shortened",
    "curve_by_factor": "common factor taken out",
    "curve_by_own_value": "the function itself stands in it",
    "curve_by_quotient": "quotient rule",
    "curve_by_divide_up": "divided by eˣ above and below",
    "curve_by_is_sigma": "this is the sigmoid",
    "curve_by_product": "product rule, σ′ = σ·(1 − σ)",
    "curve_by_rearrange": "x·σ(x) taken out",
    "curve_by_product_erf": "product and chain rule; erf′(u) = 2/√π·e^(−u²)",
    "curve_by_product_chain": "product and chain rule",
    "curve_by_written": "differentiated symbolically",
    "curve_by_rules": "sum, product and chain rule",
    "curve_by_common": "over one denominator",
    "curve_by_times_up": "multiplied by eˣ above and below",
    "curve_by_definition": "by definition",
    # identities
    "curve_directly": "directly",
    "curve_by_identity": "by the identity",
    "curve_identity_sigmoid": "σ(−x) = 1 − σ(x): from the right to the left",
    "curve_identity_tanh": "tanh(x) = 2σ(2x) − 1: a sigmoid stretched and shifted. From the right to the left",
    "curve_sides_agree": "Both sides of the identity agree at the points (largest difference {worst}).",
    "curve_lines_agree": "The {count} lines of {text} give the same number at every point (largest difference {worst}).",
    # range and saturation
    "curve_text": "{first} {more}",
    "curve_range": "Range: {text}.",
    "curve_two_values": "Only two outputs: {text}.",
    "curve_centred_yes": "Zero-centred.",
    "curve_centred_no": "Not zero-centred: no output is negative.",
    "curve_centred_nearly": "Outputs of both signs, but not symmetric about 0.",
    "curve_steepest": "The greatest slope is {text}, {at}.",
    "curve_at": "at {text}",
    "curve_at_every": "at every {text}",
    "curve_at_every_x": "everywhere",
    "curve_at_left": "just left of {text}",
    "curve_steepest_near": "The slope is below {text} and comes near it far to the right.",
    "curve_saturates_both": "It saturates on both sides: {text} = τ is solved by x = ±x_edge, and beyond these the "
    "slope is below τ.",
    "curve_saturates_left": "It saturates on the left: {text} = τ at x = x_edge, and left of it the slope is below τ.",
    "curve_always_below": "The threshold is not below its greatest slope, so every point counts as saturated.",
    "curve_never": "It does not saturate.",
    "curve_leaky_flat": "Below 0 its slope is smaller than the threshold, so it counts as saturated there.",
    "curve_flat_left": "Left of 0 the slope is 0 (a unit that stays there is dead); right of 0 it never saturates.",
    "curve_flat": "The slope is 0 wherever there is one: it is saturated everywhere.",
    "curve_flat_outside": "Outside its straight part the slope is 0: it is saturated there.",
    "curve_tends_left": "Far to the left the slope tends to 0; right of 0 it does not saturate.",
    "curve_by_points": "Where it is saturated the table shows for the given points.",
    "curve_threshold": "A point counts as saturated where the slope is smaller than {text} in size, as the problem "
    "says.",
    "curve_threshold_default": "A point counts as saturated where the slope is smaller than {text} in size; "
    "saturation: in the problem changes that.",
    # softmax
    "curve_softmax_derivation": "softmax: the derivative",
    "curve_softmax_rule": "yᵢ = e^xᵢ/S with S = Σₖ e^xₖ, and ∂S/∂xⱼ = e^xⱼ.",
    "curve_softmax_diagonal": "on the diagonal: yᵢ·(1 − yᵢ)",
    "curve_softmax_beside": "beside it: −yᵢ·yⱼ",
    "curve_softmax_own": "By its own input",
    "curve_softmax_other": "By another input, j ≠ i",
    "curve_softmax_both": "Both in one",
    "curve_softmax_delta": "δᵢⱼ is 1 for i = j, else 0",
    "curve_softmax_outputs": "softmax of the vector",
    "curve_softmax_total": "the outputs sum to 1",
    "curve_softmax_jacobian": "The Jacobian, entry by entry",
    "curve_softmax_table": "All entries, a row for each output:",
    "curve_softmax_corner": "",
    "curve_by_x": "/∂{name}",
    "curve_softmax_rows": "The outputs sum to 1 whatever the inputs are, so every row and every column of the Jacobian "
    "sums to 0.",
    # the table and the check
    "curve_x": "x",
    "curve_name": "{text}",
    "curve_saturated": "saturated",
    "curve_yes": "yes",
    "curve_no": "no",
    "curve_checked_kink": "Slopes checked against central differences: {n}, largest relative difference {worst}. At "
    "corners and jumps differences do not apply; the convention stands above.",
    "curve_unchecked": "All points lie at corners or jumps, where differences do not apply; the convention stands "
    "above.",
    "curve_checked_some": "Checked: {n} of {all} {all:slope|slopes}, evenly spread, against central differences, "
    "largest relative difference {worst}.",
    # statements
    "curve_statement": "The activation function is {text}.",
    "curve_statements": "The activation functions are {text}.",
    "curve_statement_derive": "Derive its derivative line by line, and compute values and slopes at the given points.",
    "curve_statement_compute": "Compute values and slopes at the given points.",
    "curve_statement_saturated": "State the range, whether it is zero-centred, and where it saturates (slope below "
    "{text}).",
    "curve_statement_softmax": "Compute softmax of the vector of all points and its Jacobian ∂yᵢ/∂xⱼ.",
    "curve_subtitle": "{n} activations",
}
