"""The table of slips: for each what it changes in a formula, and how likely it is.

``cost`` orders the entries: the lower, the more common is the slip among students; a step of 1 is about a factor of
three. The sentence of an entry is ``slip_<id>`` in the table of words, its short name ``slipname_<id>``.
"""

from __future__ import annotations

from ..formula.arrays import MatMul, Transpose
from ..formula.expr import Add, Call, Div, Mul, Neg, Pow, Sub
from . import in_arrays as arrays
from . import in_functions as functions
from . import in_products as products
from . import in_sums as sums
from . import in_symbols as names
from .changes import Entered, Rule

# The kinds of node a rule looks at; a formula as a whole where there are none.
WHOLE = ()


class Slip:
    """One entry: ``rule`` makes the changed nodes of the kinds ``on``; without a rule the number itself is changed."""

    __slots__ = ("cost", "id", "on", "rule")

    def __init__(self, id: str, cost: float, rule: Rule | None = None, *on: type):
        self.id, self.cost, self.rule, self.on = id, cost, rule, on


ENTRIES = [
    # sums
    Slip("path_left_out", 0.8, sums.left_out("path_left_out"), Add),
    Slip("bias_left_out", 1.0, sums.left_out("bias_left_out"), Add, Sub),
    Slip("biases_left_out", 1.0, sums.left_out("biases_left_out"), Add),
    Slip("one_left_out", 1.0, sums.left_out("one_left_out"), Add),
    Slip("padding_left_out", 1.0, sums.left_out("padding_left_out"), Add),
    Slip("epsilon_left_out", 2.0, sums.left_out("epsilon_left_out"), Add),
    Slip("term_left_out", 2.0, sums.left_out("term_left_out"), Add, Sub),
    Slip("term_doubled", 3.5, sums.term_doubled, Add, Sub),
    Slip("term_sign", 1.8, sums.term_sign, Add, Sub),
    Slip("difference_swapped", 1.3, sums.difference_swapped, Sub),
    Slip("times_for_plus", 3.0, sums.multiplied, Add, Sub),
    Slip("inputs_exchanged", 2.2, sums.inputs_exchanged, Add),
    Slip("step_up", 0.9, sums.step_up, Add, Sub, Neg),
    Slip("mean_for_sum", 2.2, sums.mean_for_sum, Add),
    # products and quotients
    Slip("rate_left_out", 1.0, products.factor_left_out("rate_left_out"), Mul),
    Slip("rate_left_out", 1.0, products.rate_in_quotient, Div),
    Slip("rate_twice", 2.0, products.rate_twice, Mul),
    Slip("rate_twice", 2.0, products.rate_at_change, Add, Sub),
    Slip("slope_left_out", 0.8, products.factor_left_out("slope_left_out"), Mul),
    Slip("slope_left_out", 1.0, functions.slope_is_one, *WHOLE),
    Slip("channels_left_out", 1.0, products.factor_left_out("channels_left_out"), Mul),
    Slip("half_left_out", 1.0, products.factor_left_out("half_left_out"), Mul),
    Slip("half_left_out", 1.0, products.divisor_left_out("half_left_out"), Div),
    Slip("two_left_out", 1.0, products.factor_left_out("two_left_out"), Mul),
    Slip("half_extra", 2.6, products.half_extra, *WHOLE),
    Slip("two_extra", 2.4, products.two_extra, *WHOLE),
    Slip("n_left_out", 1.0, products.divisor_left_out("n_left_out"), Div),
    Slip("divisor_left_out", 2.0, products.divisor_left_out("divisor_left_out"), Div),
    Slip("factor_left_out", 1.8, products.factor_left_out("factor_left_out"), Mul),
    Slip("factor_twice", 3.2, products.factor_twice, Mul),
    Slip("minus_for_times", 1.5, products.minus_for_times, Mul),
    Slip("plus_for_times", 2.8, products.added, Mul),
    Slip("quotient_for_product", 3.6, products.divided, Mul),
    Slip("product_for_quotient", 3.0, products.product_for_quotient, Div),
    Slip("inverted", 3.0, products.inverted, Div),
    Slip("bracket_dropped", 2.4, products.bracket_dropped, Mul, Div, Pow),
    Slip("minus_not_through", 1.6, products.minus_not_through, Neg),
    Slip("correction_left_out", 0.9, products.correction_left_out, Div),
    Slip("population_for_sample", 1.2, products.population_for_sample, Div),
    Slip("sample_for_population", 1.8, products.sample_for_population, Div),
    Slip("maximum_for_mean", 1.6, products.maximum_for_mean, Div),
    # powers, roots and functions
    Slip("square_left_out", 1.4, functions.square_left_out, Pow),
    Slip("squared_twice", 3.0, functions.squared_twice, Pow),
    Slip("doubled_for_squared", 2.2, functions.doubled_for_squared, Pow),
    Slip("square_of_terms", 2.6, functions.square_of_terms, Pow),
    Slip("power_is_product", 3.0, functions.power_is_product, Pow),
    Slip("sign_dropped", 1.8, functions.sign_dropped, Neg),
    Slip("root_left_out", 1.2, functions.root_left_out, Call),
    Slip("root_twice", 3.0, functions.root_twice, Call),
    Slip("log10_for_ln", 1.0, functions.log10_for_ln, Call),
    Slip("log2_for_ln", 1.6, functions.log2_for_ln, Call),
    Slip("degrees", 1.0, functions.degrees, Call),
    Slip("ceil_for_floor", 1.2, functions.ceil_for_floor, Call),
    Slip("floor_for_ceil", 1.2, functions.floor_for_ceil, Call),
    Slip("not_rounded", 1.4, functions.not_rounded, Call),
    Slip("minimum_for_maximum", 2.4, functions.minimum_for_maximum, Call),
    Slip("mean_for_maximum", 1.6, functions.mean_for_maximum, Call),
    Slip("exponent_sign", 1.0, functions.exponent_sign, Call),
    Slip("epsilon_outside", 1.4, functions.epsilon_outside, Call),
    Slip("epsilon_inside", 1.4, functions.epsilon_inside, Add),
    Slip("activation_left_out", 1.0, functions.activation_left_out, *WHOLE),
    # matrices and maps
    Slip("kernel_flipped", 0.8, arrays.kernel_flipped, Call),
    Slip("matrix_transposed", 1.2, arrays.transposed, MatMul),
    Slip("matrix_not_transposed", 1.0, arrays.not_transposed, Transpose),
    # names
    Slip("net_for_out", 1.2, names.net_for_out, *WHOLE),
    Slip("out_for_net", 1.6, names.out_for_net, *WHOLE),
    Slip("new_for_old", 1.2, names.new_for_old, *WHOLE),
    Slip("old_for_new", 1.2, names.old_for_new, *WHOLE),
    Slip("index_transposed", 1.6, names.index_transposed, *WHOLE),
    Slip("other_symbol", 2.2, names.other_symbol, *WHOLE),
    Slip("other_derivative", 2.5, names.other_derivative, *WHOLE),
    Slip("other_visit", 2.4, names.other_visit, *WHOLE),
    Slip("partner", 2.6, names.partner, *WHOLE),
    Slip("activation_twice", 2.4, names.activation_twice, *WHOLE),
    Slip("whole_sign", 1.9, names.whole_sign, *WHOLE),
    # the number itself
    Slip("minus_dropped", 1.7),
    Slip("point_slipped", 1.6),
    Slip("digit_dropped", 2.2),
    Slip("digit_doubled", 2.6),
    Slip("digits_exchanged", 2.2),
    Slip("digit_misread", 2.8),
    Slip("copied", 2.9),
    Slip("number_misread", 3.2),
]

# The same by what the search asks: how likely a slip is, and its rules by the kinds of node, or for whole formulas.
COSTS: dict[str, float] = {}
BY_NODE: dict[type, list[Entered]] = {}
WHOLES: list[Entered] = []


def _places(slip: Slip) -> list[list[Entered]]:
    """The lists in which the rule of an entry stands."""
    if slip.rule is None:
        return []
    return [BY_NODE.setdefault(node, []) for node in slip.on] or [WHOLES]


def add(slip: Slip) -> None:
    """Puts an entry into the table; a slip that is made in several ways has several."""
    COSTS[slip.id] = slip.cost
    for place in _places(slip):
        place.append((slip.id, slip.rule))


def take_out(slip: Slip) -> None:
    """Takes the only entry of a slip out of the table."""
    del COSTS[slip.id]
    for place in _places(slip):
        place.remove((slip.id, slip.rule))


for _slip in ENTRIES:
    add(_slip)
