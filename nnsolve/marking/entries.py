"""The table of slips: for each what it changes in a formula, and how likely it is.

``cost`` orders the entries: the lower, the more common is the slip among students; a step of 1 is about a factor of
three.
"""

from __future__ import annotations

from ..formula.arrays import Hadamard, MatMul, Transpose
from ..formula.expr import Add, Call, Div, Mul, Neg, Pow, Sub
from . import in_arrays as arrays
from . import in_attention as attention
from . import in_attention_whole as matrices
from . import in_codes as codes
from . import in_functions as functions
from . import in_gans as gans
from . import in_initialization as drawn
from . import in_products as products
from . import in_steps as in_time
from . import in_sums as sums
from . import in_symbols as names
from .changes import Entered, Rule
from .said import SENTENCES, SHORT

# The kinds of node a rule looks at; a formula as a whole where there are none.
WHOLE = ()


class Slip:
    """One entry: ``rule`` makes the changed nodes of the kinds ``on``; without a rule the number itself is changed.

    ``says`` is the key of the sentence that a student reads: slip_ and the ``id`` of the entry. ``title`` is the key of
    what the report of a class calls it.
    """

    __slots__ = ("cost", "id", "on", "rule", "says", "title")

    def __init__(self, says: str, title: str, cost: float, rule: Rule | None = None, *on: type):
        self.id, self.says, self.title = says.removeprefix("slip_"), says, title
        self.cost, self.rule, self.on = cost, rule, on


ENTRIES = [
    # sums
    Slip("slip_path_left_out", "slipname_path_left_out", 0.8, sums.left_out("path_left_out"), Add),
    Slip("slip_bias_left_out", "slipname_bias_left_out", 1.0, sums.left_out("bias_left_out"), Add, Sub),
    Slip(
        "slip_biases_left_out",
        "slipname_biases_left_out",
        1.0,
        sums.left_out("biases_left_out"),
        Add,
    ),
    Slip("slip_one_left_out", "slipname_one_left_out", 1.0, sums.left_out("one_left_out"), Add),
    Slip(
        "slip_padding_left_out",
        "slipname_padding_left_out",
        1.0,
        sums.left_out("padding_left_out"),
        Add,
    ),
    Slip(
        "slip_epsilon_left_out",
        "slipname_epsilon_left_out",
        2.0,
        sums.left_out("epsilon_left_out"),
        Add,
    ),
    Slip("slip_term_left_out", "slipname_term_left_out", 2.0, sums.left_out("term_left_out"), Add, Sub),
    Slip("slip_term_doubled", "slipname_term_doubled", 3.5, sums.term_doubled, Add, Sub),
    Slip("slip_term_sign", "slipname_term_sign", 1.8, sums.term_sign, Add, Sub),
    Slip(
        "slip_difference_swapped",
        "slipname_difference_swapped",
        1.3,
        sums.difference_swapped,
        Sub,
    ),
    Slip("slip_times_for_plus", "slipname_times_for_plus", 3.0, sums.multiplied, Add, Sub),
    Slip("slip_inputs_exchanged", "slipname_inputs_exchanged", 2.2, sums.inputs_exchanged, Add),
    Slip("slip_step_up", "slipname_step_up", 0.9, sums.step_up, Add, Sub, Neg),
    Slip("slip_mean_for_sum", "slipname_mean_for_sum", 2.2, sums.mean_for_sum, Add),
    # products and quotients
    Slip(
        "slip_rate_left_out",
        "slipname_rate_left_out",
        1.0,
        products.factor_left_out("rate_left_out"),
        Mul,
    ),
    Slip("slip_rate_left_out", "slipname_rate_left_out", 1.0, products.rate_in_quotient, Div),
    Slip("slip_rate_twice", "slipname_rate_twice", 2.0, products.rate_twice, Mul),
    Slip("slip_rate_twice", "slipname_rate_twice", 2.0, products.rate_at_change, Add, Sub),
    Slip(
        "slip_slope_left_out",
        "slipname_slope_left_out",
        0.8,
        products.factor_left_out("slope_left_out"),
        Mul,
    ),
    Slip("slip_slope_left_out", "slipname_slope_left_out", 1.0, functions.slope_is_one, *WHOLE),
    Slip(
        "slip_channels_left_out",
        "slipname_channels_left_out",
        1.0,
        products.factor_left_out("channels_left_out"),
        Mul,
    ),
    Slip(
        "slip_half_left_out",
        "slipname_half_left_out",
        1.0,
        products.factor_left_out("half_left_out"),
        Mul,
    ),
    Slip(
        "slip_half_left_out",
        "slipname_half_left_out",
        1.0,
        products.divisor_left_out("half_left_out"),
        Div,
    ),
    Slip("slip_two_left_out", "slipname_two_left_out", 1.0, products.factor_left_out("two_left_out"), Mul),
    Slip("slip_half_extra", "slipname_half_extra", 2.6, products.half_extra, *WHOLE),
    Slip("slip_two_extra", "slipname_two_extra", 2.4, products.two_extra, *WHOLE),
    Slip("slip_n_left_out", "slipname_n_left_out", 1.0, products.divisor_left_out("n_left_out"), Div),
    Slip(
        "slip_divisor_left_out",
        "slipname_divisor_left_out",
        2.0,
        products.divisor_left_out("divisor_left_out"),
        Div,
    ),
    Slip(
        "slip_factor_left_out",
        "slipname_factor_left_out",
        1.8,
        products.factor_left_out("factor_left_out"),
        Mul,
    ),
    Slip("slip_factor_twice", "slipname_factor_twice", 3.2, products.factor_twice, Mul),
    Slip("slip_idle_factor", "slipname_idle_factor", 1.4, products.idle_factor, *WHOLE),
    Slip("slip_gates_miscounted", "slipname_gates_miscounted", 1.2, products.gates_miscounted, Mul),
    Slip("slip_minus_for_times", "slipname_minus_for_times", 1.5, products.minus_for_times, Mul),
    Slip("slip_plus_for_times", "slipname_plus_for_times", 2.8, products.added, Mul),
    Slip("slip_quotient_for_product", "slipname_quotient_for_product", 3.6, products.divided, Mul),
    Slip(
        "slip_product_for_quotient",
        "slipname_product_for_quotient",
        3.0,
        products.product_for_quotient,
        Div,
    ),
    Slip("slip_inverted", "slipname_inverted", 3.0, products.inverted, Div),
    Slip(
        "slip_bracket_dropped",
        "slipname_bracket_dropped",
        2.4,
        products.bracket_dropped,
        Mul,
        Div,
        Pow,
    ),
    Slip(
        "slip_minus_not_through",
        "slipname_minus_not_through",
        1.6,
        products.minus_not_through,
        Neg,
    ),
    Slip(
        "slip_correction_left_out",
        "slipname_correction_left_out",
        0.9,
        products.correction_left_out,
        Div,
    ),
    Slip(
        "slip_population_for_sample",
        "slipname_population_for_sample",
        1.2,
        products.population_for_sample,
        Div,
    ),
    Slip(
        "slip_sample_for_population",
        "slipname_sample_for_population",
        1.8,
        products.sample_for_population,
        Div,
    ),
    Slip("slip_maximum_for_mean", "slipname_maximum_for_mean", 1.6, products.maximum_for_mean, Div),
    # powers, roots and functions
    Slip("slip_square_left_out", "slipname_square_left_out", 1.4, functions.square_left_out, Pow),
    Slip("slip_squared_twice", "slipname_squared_twice", 3.0, functions.squared_twice, Pow),
    Slip(
        "slip_doubled_for_squared",
        "slipname_doubled_for_squared",
        2.2,
        functions.doubled_for_squared,
        Pow,
    ),
    Slip("slip_square_of_terms", "slipname_square_of_terms", 2.6, functions.square_of_terms, Pow),
    Slip("slip_power_is_product", "slipname_power_is_product", 3.0, functions.power_is_product, Pow),
    Slip("slip_sign_dropped", "slipname_sign_dropped", 1.8, functions.sign_dropped, Neg),
    Slip("slip_root_left_out", "slipname_root_left_out", 1.2, functions.root_left_out, Call),
    Slip("slip_root_twice", "slipname_root_twice", 3.0, functions.root_twice, Call),
    Slip("slip_log10_for_ln", "slipname_log10_for_ln", 1.0, functions.log10_for_ln, Call),
    Slip("slip_log2_for_ln", "slipname_log2_for_ln", 1.6, functions.log2_for_ln, Call),
    Slip("slip_degrees", "slipname_degrees", 1.0, functions.degrees, Call),
    Slip("slip_ceil_for_floor", "slipname_ceil_for_floor", 1.2, functions.ceil_for_floor, Call),
    Slip("slip_floor_for_ceil", "slipname_floor_for_ceil", 1.2, functions.floor_for_ceil, Call),
    Slip("slip_not_rounded", "slipname_not_rounded", 1.4, functions.not_rounded, Call),
    Slip(
        "slip_minimum_for_maximum",
        "slipname_minimum_for_maximum",
        2.4,
        functions.minimum_for_maximum,
        Call,
    ),
    Slip("slip_mean_for_maximum", "slipname_mean_for_maximum", 1.6, functions.mean_for_maximum, Call),
    Slip("slip_limit_left_out", "slipname_limit_left_out", 1.0, functions.limit_left_out, Call),
    Slip("slip_limit_left_out", "slipname_limit_left_out", 1.0, functions.limits_left_out, Add),
    Slip("slip_arithmetic_mean", "slipname_arithmetic_mean", 1.0, functions.arithmetic_mean, Call, Pow),
    Slip("slip_other_base", "slipname_other_base", 1.0, functions.other_base, *WHOLE),
    Slip("slip_runs_of_reference", "slipname_runs_of_reference", 0.9, functions.runs_of_reference, *WHOLE),
    Slip("slip_exponent_sign", "slipname_exponent_sign", 1.0, functions.exponent_sign, Call),
    Slip("slip_epsilon_outside", "slipname_epsilon_outside", 1.4, functions.epsilon_outside, Call),
    Slip("slip_epsilon_inside", "slipname_epsilon_inside", 1.4, functions.epsilon_inside, Add),
    Slip(
        "slip_activation_left_out",
        "slipname_activation_left_out",
        1.0,
        functions.activation_left_out,
        *WHOLE,
    ),
    # matrices and maps
    Slip("slip_kernel_flipped", "slipname_kernel_flipped", 0.8, arrays.kernel_flipped, Call),
    Slip("slip_matrix_transposed", "slipname_matrix_transposed", 1.2, arrays.transposed, MatMul),
    Slip(
        "slip_matrix_not_transposed",
        "slipname_matrix_not_transposed",
        1.0,
        arrays.not_transposed,
        Transpose,
    ),
    Slip("slip_keys_for_values", "slipname_keys_for_values", 1.0, arrays.keys_for_values, *WHOLE),
    Slip("slip_factor_left_out", "slipname_factor_left_out", 1.8, arrays.factor_left_out, Hadamard),
    Slip("slip_factor_twice", "slipname_factor_twice", 3.2, arrays.factor_twice, Hadamard),
    # attention, and what stands around it
    Slip("slip_model_for_key", "slipname_model_for_key", 1.0, attention.model_for_key, Call),
    Slip("slip_other_axis", "slipname_other_axis", 1.0, attention.other_axis, Div),
    Slip("slip_hidden_as_zero", "slipname_hidden_as_zero", 0.9, attention.hidden_as_zero, *WHOLE),
    Slip("slip_masked_behind", "slipname_masked_behind", 1.0, attention.masked_behind, *WHOLE),
    Slip("slip_other_axis", "slipname_other_axis", 1.0, matrices.other_axis, *WHOLE),
    Slip("slip_hidden_as_zero", "slipname_hidden_as_zero", 0.9, matrices.hidden_as_zero, *WHOLE),
    Slip("slip_masked_behind", "slipname_masked_behind", 1.0, matrices.masked_behind, *WHOLE),
    Slip("slip_mask_left_out", "slipname_mask_left_out", 0.9, matrices.mask_left_out, *WHOLE),
    Slip("slip_not_divided", "slipname_not_divided", 1.0, matrices.not_divided, *WHOLE),
    Slip("slip_heads_added", "slipname_heads_added", 1.0, attention.heads_added, Call),
    Slip("slip_last_weights_left_out", "slipname_last_weights_left_out", 1.2, attention.last_weights_left_out, MatMul),
    Slip("slip_over_other_tokens", "slipname_over_other_tokens", 1.0, attention.over_other_tokens, *WHOLE),
    Slip("slip_exponent_of_number", "slipname_exponent_of_number", 1.0, attention.exponent_of_number, Pow),
    Slip("slip_wave_exchanged", "slipname_wave_exchanged", 0.9, attention.wave_exchanged, Call),
    Slip("slip_softmax_again", "slipname_softmax_again", 0.9, attention.softmax_again, *WHOLE),
    # codes of a variational autoencoder
    Slip("slip_deviation_exchanged", "slipname_deviation_exchanged", 1.2, codes.deviation_for_variance, *WHOLE),
    Slip("slip_log_halved", "slipname_log_halved", 1.4, codes.log_halved, *WHOLE),
    Slip("slip_divergence_reversed", "slipname_divergence_reversed", 1.4, codes.reversed_divergence, *WHOLE),
    # generator and discriminator
    Slip("slip_other_logarithm", "slipname_other_logarithm", 0.7, gans.other_logarithm, *WHOLE),
    Slip("slip_real_for_generated", "slipname_real_for_generated", 1.0, gans.real_for_generated, *WHOLE),
    Slip("slip_other_share", "slipname_other_share", 1.0, gans.other_share, Div),
    Slip("slip_d_before_update", "slipname_d_before_update", 0.9, gans.d_before_update, *WHOLE),
    Slip("slip_d_after_update", "slipname_d_after_update", 0.9, gans.d_after_update, *WHOLE),
    # from step to step of a recurrent network
    Slip("slip_other_gate", "slipname_other_gate", 1.4, in_time.other_gate, *WHOLE),
    Slip("slip_other_state", "slipname_other_state", 1.8, in_time.other_state, *WHOLE),
    Slip("slip_gates_exchanged", "slipname_gates_exchanged", 0.8, in_time.gates_exchanged, *WHOLE),
    Slip("slip_gate_left_out", "slipname_gate_left_out", 1.4, in_time.gate_left_out, *WHOLE),
    Slip("slip_rest_for_gate", "slipname_rest_for_gate", 1.0, in_time.rest_for_gate, *WHOLE),
    Slip("slip_reset_behind", "slipname_reset_behind", 1.0, in_time.reset_behind, *WHOLE),
    Slip("slip_other_curve", "slipname_other_curve", 1.4, in_time.other_curve, *WHOLE),
    Slip("slip_curve_left_out", "slipname_curve_left_out", 1.2, in_time.curve_left_out, *WHOLE),
    Slip("slip_one_share", "slipname_one_share", 0.8, in_time.one_share, *WHOLE),
    Slip("slip_later_state", "slipname_later_state", 1.0, in_time.later_state, *WHOLE),
    Slip("slip_slope_again", "slipname_slope_again", 1.4, in_time.slope_again, *WHOLE),
    Slip("slip_own_unit_only", "slipname_own_unit_only", 1.2, in_time.own_unit_only, MatMul),
    # drawn weights and clipped gradients
    Slip("slip_other_fan", "slipname_other_fan", 0.9, drawn.other_fan, *WHOLE),
    Slip("slip_bias_counted", "slipname_bias_counted", 1.2, drawn.bias_counted, *WHOLE),
    Slip("slip_area_left_out", "slipname_area_left_out", 0.8, drawn.area_left_out, *WHOLE),
    Slip("slip_one_for_two", "slipname_one_for_two", 0.9, drawn.one_for_two, Div),
    Slip("slip_cut_by_norm", "slipname_cut_by_norm", 0.9, drawn.cut_by_norm, Mul),
    Slip("slip_length_of_one", "slipname_length_of_one", 0.8, drawn.length_of_one, Mul),
    Slip("slip_old_total", "slipname_old_total", 0.8, drawn.old_total, Div),
    Slip("slip_scaled_up", "slipname_scaled_up", 0.8, drawn.scaled_up, Call),
    # names
    Slip("slip_net_for_out", "slipname_net_for_out", 1.2, names.net_for_out, *WHOLE),
    Slip("slip_out_for_net", "slipname_out_for_net", 1.6, names.out_for_net, *WHOLE),
    Slip("slip_new_for_old", "slipname_new_for_old", 1.2, names.new_for_old, *WHOLE),
    Slip("slip_old_for_new", "slipname_old_for_new", 1.2, names.old_for_new, *WHOLE),
    Slip("slip_index_transposed", "slipname_index_transposed", 1.6, names.index_transposed, *WHOLE),
    Slip("slip_other_symbol", "slipname_other_symbol", 2.2, names.other_symbol, *WHOLE),
    Slip("slip_other_derivative", "slipname_other_derivative", 2.5, names.other_derivative, *WHOLE),
    Slip("slip_other_visit", "slipname_other_visit", 2.4, names.other_visit, *WHOLE),
    Slip("slip_partner", "slipname_partner", 2.6, names.partner, *WHOLE),
    Slip("slip_activation_twice", "slipname_activation_twice", 2.4, names.activation_twice, *WHOLE),
    Slip("slip_whole_sign", "slipname_whole_sign", 1.9, names.whole_sign, *WHOLE),
    # the number itself
    Slip("slip_minus_dropped", "slipname_minus_dropped", 1.7),
    Slip("slip_point_slipped", "slipname_point_slipped", 1.6),
    Slip("slip_digit_dropped", "slipname_digit_dropped", 2.2),
    Slip("slip_digit_doubled", "slipname_digit_doubled", 2.6),
    Slip("slip_digits_exchanged", "slipname_digits_exchanged", 2.2),
    Slip("slip_digit_misread", "slipname_digit_misread", 2.8),
    Slip("slip_copied", "slipname_copied", 2.9),
    Slip("slip_number_misread", "slipname_number_misread", 3.2),
]

# The same by what the search asks: how likely a slip is, and its rules by the kinds of node, or for whole formulas.
COSTS: dict[str, float] = {}
BY_NODE: dict[type, list[Entered]] = {}
WHOLES: list[Entered] = []


def _places(slip: Slip) -> list[list[Entered]]:
    """The lists in which the rule of an entry stands."""
    return [BY_NODE.setdefault(node, []) for node in slip.on] or [WHOLES]


def add(slip: Slip) -> None:
    """Puts an entry into the table; a slip that is made in several ways has several."""
    COSTS[slip.id], SENTENCES[slip.id], SHORT[slip.id] = slip.cost, slip.says, slip.title
    if slip.rule is not None:
        for place in _places(slip):
            place.append((slip.id, slip.rule))


def take_out(slip: Slip) -> None:
    """Takes the only entry of a slip out of the table."""
    for table in (COSTS, SENTENCES, SHORT):
        del table[slip.id]
    if slip.rule is not None:
        for place in _places(slip):
            place.remove((slip.id, slip.rule))


for _slip in ENTRIES:
    add(_slip)
