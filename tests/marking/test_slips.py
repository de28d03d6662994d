"""Slips: every entry of the table is found where it was made, and nothing is named that does not give the number."""

from __future__ import annotations

import math

import pytest

import nnsolve
from nnsolve.formula.activations import sigmoid as sigmoid_function
from nnsolve.formula.arrays import MatMul, Transpose
from nnsolve.formula.expr import ONE, Add, Num, Pow, Symbol, symbols
from nnsolve.formula.functions import FUNCTIONS
from nnsolve.formula.maps import sliding
from nnsolve.marking import entries
from nnsolve.marking.entries import COSTS
from nnsolve.marking.slips import Surroundings, search
from nnsolve.marking.written import read_number
from nnsolve.names import read
from nnsolve.render.text_notation import TextNotation
from nnsolve.solution import Statement, Step
from nnsolve.words import spoken

from ..entries.slips import COMMON
from ..support import bounded, within
from .test_slips_attention import ATTENTION, OTHER_WEIGHTS
from .test_slips_codes import CODES
from .test_slips_gan import SLIPS as GANS
from .test_slips_initialization import INITIALIZATION
from .test_slips_steps import STEPS


class Case:
    """A solved problem, and a student who answered some of its names."""

    def __init__(self, solution, own=None):
        self.solution = solution
        self.steps = {step.name: step for step in solution.steps if type(step) is not Statement}
        self.values = {**solution.values, **(own or {})}
        formulas = {name: step.formula for name, step in self.steps.items()}
        self.around = Surroundings(self.values, [*solution.given, *self.steps], formulas, solution.names)
        self.name = TextNotation(solution.names, False, None, False, False).name

    @classmethod
    def of(cls, problem, own=None):
        """The case of a problem of the library."""
        return cls(nnsolve.solve(nnsolve.load(problem)[0]), own)

    def gap(self, name, between=()):
        """The step and those of ``between`` that lead to it."""
        wanted, gap = {name}, []
        for step in reversed(list(self.steps.values())):
            if step.name in wanted and (step.name == name or step.name in between):
                gap.append(step)
                wanted.update(symbols(step.formula))
        return gap[::-1]

    def search(self, name, text, between=(), slack=0.0, close=None):
        """What is found for the text a student wrote for ``name``."""
        number = read_number(text)
        close = close or (lambda value: number.agrees(value, slack))
        found = search(self.gap(name, between), number.value, close, self.around, text)
        assert all(close(each.value) for each in found)
        assert all(spoken(each.says, self.name) for each in found)
        return found


def sigma(x):
    return 1 / (1 + math.exp(-x))


# Two inputs, two hidden and two output neurons, by hand.
H1, H2 = sigma(0.3775), sigma(0.3925)
O1, O2 = sigma(0.4 * H1 + 0.45 * H2 + 0.6), sigma(0.5 * H1 + 0.55 * H2 + 0.6)
S1, S2 = O1 * (1 - O1), O2 * (1 - O2)
G5 = (O1 - 0.01) * S1 * H1
PATH = (O1 - 0.01) * S1 * 0.4 * H1 * (1 - H1) * 0.05
TWO_PATHS = ((O1 - 0.01) * S1 * 0.4 + (O2 - 0.99) * S2 * 0.5) * H1 * (1 - H1) * 0.05
LAST = ["delta_o1", "delta_o2", "dE/dout_h1", "dE/dw1", "change_w1", "dE/dout_o1", "dE/dout_o2", "dnet_o1/dout_h1"]
# Three inputs, two hidden neurons, one output, x = (1, 0, 1).
A4, A5 = sigma(-0.7), sigma(0.1)
A6 = sigma(-0.3 * A4 - 0.2 * A5 + 0.1)

# Entry, problem, step looked at, the number by hand, unanswered steps before it, step in which the slip is.
PROBLEMS = [
    ("other_base", "perplexity-three-tokens", "PP", 2 ** (-math.log(0.048) / 3), [], "PP"),
    ("runs_of_reference", "bleu-clipped", "p_1", 5 / 7, [], "p_1"),
    ("runs_of_reference", "bleu-clipped", "p_2", 3 / 6, [], "p_2"),
    ("path_left_out", "two-two-two", "new_w1", 0.15 - 0.5 * PATH, LAST, "dE/dout_h1"),
    ("path_left_out", "two-two-two", "dE/dw1", PATH, LAST, "dE/dout_h1"),
    ("bias_left_out", "two-two-two", "net_h1", 0.15 * 0.05 + 0.20 * 0.10, [], "net_h1"),
    ("bias_left_out", "two-two-two", "out_h1", sigma(0.15 * 0.05 + 0.20 * 0.10), ["net_h1"], "net_h1"),
    ("biases_left_out", "lenet", "conv1.parameters", 5 * 5 * 1 * 6, [], "conv1.parameters"),
    ("biases_left_out", "lenet", "dense2.parameters", 84 * 10, [], "dense2.parameters"),
    ("one_left_out", "lenet", "conv1.width", 32 - 5, [], "conv1.width"),
    ("padding_left_out", "conv-28", "conv1.width", 28 - 5 + 1, [], "conv1.width"),
    ("idle_factor", "lstm-count", "layer1.parameters", 16 * 4 * (256 * 4352 + 256), [], "layer1.parameters"),
    ("gates_miscounted", "lstm-count", "layer1.input_weights", 3 * 256 * 4096, [], "layer1.input_weights"),
    ("channels_left_out", "lenet", "conv2.parameters", (5 * 5 + 1) * 16, [], "conv2.parameters"),
    ("ceil_for_floor", "same-padding", "conv1.width", math.ceil((32 - 11 + 10) / 4 + 1), [], "conv1.width"),
    ("not_rounded", "same-padding", "conv1.width", (32 - 11 + 10) / 4 + 1, [], "conv1.width"),
    ("two_left_out", "conv-28", "conv1.width", 28 - 5 + 2 + 1, [], "conv1.width"),
    ("term_left_out", "two-two-two", "net_o1", 0.45 * H2 + 0.6, [], "net_o1"),
    ("term_doubled", "two-two-two", "net_o1", 0.4 * H1 + 2 * 0.45 * H2 + 0.6, [], "net_o1"),
    ("term_sign", "two-two-two", "net_h1", 0.15 * 0.05 - 0.20 * 0.10 + 0.35, [], "net_h1"),
    ("times_for_plus", "two-two-two", "net_o1", 0.4 * H1 * 0.45 * H2 + 0.6, [], "net_o1"),
    ("inputs_exchanged", "two-two-two", "net_o1", 0.4 * H2 + 0.45 * H1 + 0.6, [], "net_o1"),
    ("plus_for_times", "two-two-two", "net_o1", 0.4 + H1 + 0.45 * H2 + 0.6, [], "net_o1"),
    ("exponent_sign", "two-two-two", "out_h1", 1 / (1 + math.exp(0.3775)), [], "out_h1"),
    ("activation_left_out", "two-two-two", "out_h1", 0.3775, [], "out_h1"),
    ("net_for_out", "two-two-two", "net_o1", 0.4 * 0.3775 + 0.45 * H2 + 0.6, [], "net_o1"),
    ("net_for_out", "three-two-one", "dout_6/dnet_6", -0.10453951 * 1.10453951, [], "dout_6/dnet_6"),
    ("other_symbol", "two-two-two", "net_o1", 0.4 * H1 + 0.55 * H2 + 0.6, [], "net_o1"),
    ("half_left_out", "two-two-two", "E_o1", (0.01 - O1) ** 2, [], "E_o1"),
    ("square_left_out", "three-two-one-squared", "E", 1 - A6, [], "E"),
    ("doubled_for_squared", "three-two-one-squared", "E", 2 * (1 - A6), [], "E"),
    ("square_of_terms", "two-two-two", "E_o1", (0.01**2 - O1**2) / 2, [], "E_o1"),
    ("half_extra", "three-two-one-squared", "E", (1 - A6) ** 2 / 2, [], "E"),
    ("mean_for_sum", "two-two-two", "E", ((0.01 - O1) ** 2 + (0.99 - O2) ** 2) / 4, [], "E"),
    ("two_left_out", "three-two-one-squared", "dE/dout_6", -(1 - A6), [], "dE/dout_6"),
    ("two_extra", "two-two-two", "dE/dout_o1", 2 * (O1 - 0.01), [], "dE/dout_o1"),
    ("difference_swapped", "two-two-two", "dE/dout_o1", 0.01 - O1, [], "dE/dout_o1"),
    ("difference_swapped", "simple-regression", "residual_3", 4.0 - 5, [], "residual_3"),
    ("minus_not_through", "two-two-two", "dE/dout_o1", -0.01 - O1, [], "dE/dout_o1"),
    ("minus_for_times", "three-two-one", "dout_6/dnet_6", A6 - (1 - A6), [], "dout_6/dnet_6"),
    (
        "minus_for_times",
        "three-two-one",
        "dE/dw46",
        (A6 - 1) * (A6 - (1 - A6)) * A4,
        ["dout_6/dnet_6"],
        "dout_6/dnet_6",
    ),
    ("activation_twice", "two-two-two", "dout_o1/dnet_o1", sigma(O1) * (1 - sigma(O1)), [], "dout_o1/dnet_o1"),
    ("slope_left_out", "two-two-two", "dE/dw5", (O1 - 0.01) * H1, [], "dE/dw5"),
    ("factor_left_out", "two-two-two", "dE/dw5", (O1 - 0.01) * S1, [], "dE/dw5"),
    ("factor_twice", "two-two-two", "dE/dw5", (O1 - 0.01) * S1 * H1 * H1, [], "dE/dw5"),
    ("other_symbol", "two-two-two", "dE/dw5", (O1 - 0.01) * S1 * H2, ["dnet_o1/dw5"], "dnet_o1/dw5"),
    (
        "new_for_old",
        "two-two-two",
        "dE/dout_h1",
        (O1 - 0.01) * S1 * (0.4 - 0.5 * G5) + (O2 - 0.99) * S2 * 0.5,
        ["dnet_o1/dout_h1"],
        "dnet_o1/dout_h1",
    ),
    ("partner", "two-two-two", "dE/dw5", (O1 - 0.01) * S1 * 0.4, ["dnet_o1/dw5"], "dnet_o1/dw5"),
    ("step_up", "two-two-two", "new_w5", 0.4 + 0.5 * G5, ["change_w5"], "new_w5"),
    ("step_up", "saddle", "x@1", 2 + 0.1 * 4, [], "x@1"),
    ("rate_left_out", "two-two-two", "new_w5", 0.4 - G5, ["change_w5"], "change_w5"),
    ("rate_twice", "two-two-two", "new_w5", 0.4 - 0.25 * G5, ["change_w5"], "new_w5"),
    ("n_left_out", "simple-regression-descent", "dL@0/db1@0", -2 * (2 + 8 + 15 + 16 + 25), [], "dL@0/db1@0"),
    ("n_left_out", "simple-regression", "mean_y", 2 + 4 + 5 + 4 + 5, [], "mean_y"),
    ("divisor_left_out", "simple-regression", "b1", 5 * 66 - 15 * 20, [], "b1"),
    ("root_left_out", "simple-regression", "RMSE", 2.4 / 5, [], "RMSE"),
    ("correction_left_out", "adam-first-step", "mhat@1", 0.1 * 4, [], "mhat@1"),
    ("term_sign", "adam-notes", "v@1", -0.001 * 16, [], "v@1"),
    ("rate_left_out", "adam-first-step", "w@1", 0 - 1 / 4 * 4, [], "w@1"),
    ("other_visit", "hinge-sgd", "1.2.dL/dw1", 1 * 7, [], "1.2.dL/dw1"),
    ("minus_dropped", "three-two-one", "net_4", 0.7, [], "net_4"),
    ("digit_dropped", "two-two-two", "out_o1", "0.71365", [], "out_o1"),
    ("digit_doubled", "two-two-two", "out_o1", "0.755136", [], "out_o1"),
    ("digits_exchanged", "two-two-two", "out_h2", "0.569884", [], "out_h2"),
    ("point_slipped", "two-two-two", "dE/dw5", "0.821670", [], "dE/dw5"),
    ("digit_misread", "two-two-two", "dE/dout_o1", "0.341365", [], "dE/dout_o1"),
]


def six(number):
    """A number as text to seven figures, as it stands if it is text or whole."""
    if isinstance(number, str) or number == int(number):
        return str(number)
    return f"{number:.7g}"


@pytest.mark.parametrize(
    ("slip", "problem", "step", "number", "between", "where"),
    PROBLEMS,
    ids=lambda value: value if isinstance(value, str) and value else None,
)
def test_a_slip_in_a_problem_is_named_first(slip, problem, step, number, between, where):
    """The number worked out by hand with one slip leads back to that slip, in the right step."""
    text = six(number)
    written = read_number(text)
    found = Case.of(problem).search(
        step,
        text,
        between,
        close=lambda value: (
            abs(value - written.value) <= max(written.unit, 1e-7 * abs(value))
            if written.decimals and written.decimals > 4
            else written.agrees(value)
        ),
    )
    assert [(found[0].slip, found[0].step)] == [(slip, where)], found


def symbol(text: str) -> Symbol:
    """The symbol of a name, as its spelling says it."""
    return Symbol(read(text))


def named(values: dict) -> dict:
    """Values by names, as their spellings say them."""
    return {read(text): value for text, value in values.items()}


a, b, c, n, v, x = map(symbol, ("a", "b", "c", "n", "v", "x"))
ε, η, w12, new_w5, m = map(symbol, ("ε", "η", "w12", "new_w5", "m"))
ROOT, LN, CEIL, MAX, MIN = (FUNCTIONS[name] for name in ("sqrt", "ln", "ceil", "max", "min"))
SIN, COS = FUNCTIONS["sin"], FUNCTIONS["cos"]
NUMBERS = named(
    {
        **{
            "a": 3.7,
            "b": 1.9,
            "c": 2.3,
            "n": 5,
            "v": 0.0016,
            "x": 0.83,
            "ε": 0.01,
            "η": 0.25,
            "w12": 0.37,
            "w21": 0.61,
        },
        **{"new_w5": 0.3589, "w5": 0.4, "net_o1": 1.7, "out_o1": 0.9, "m": 0.4},
    }
)

# Entry, formula of the step s, the number by hand, as text or to six figures.
FORMULAS = [
    ("epsilon_left_out", a / (ROOT(v) + ε), 3.7 / 0.04),
    ("epsilon_outside", a / ROOT(v + ε), 3.7 / (0.04 + 0.01)),
    ("epsilon_inside", a / (ROOT(v) + ε), 3.7 / math.sqrt(0.0016 + 0.01)),
    ("root_twice", a * ROOT(b), 3.7 * 1.9**0.25),
    ("bracket_dropped", a * (b + c), 3.7 * 1.9 + 2.3),
    ("bracket_dropped", (a - b) / c, 3.7 - 1.9 / 2.3),
    ("bracket_dropped", a / (b * c), 3.7 / 1.9 * 2.3),
    ("quotient_for_product", a * b, 3.7 / 1.9),
    ("product_for_quotient", a / b, 3.7 * 1.9),
    ("inverted", a / b, 1.9 / 3.7),
    ("population_for_sample", (a + b + c) / (n - ONE), 7.9 / 5),
    ("sample_for_population", (a + b + c) / n, 7.9 / 4),
    ("sample_for_population", (a + b + c) / Num("3"), 7.9 / 2),
    ("maximum_for_mean", (a + b + c) / Num("3"), "3.7"),
    ("mean_for_maximum", MAX(a, b, c), 7.9 / 3),
    ("minimum_for_maximum", MAX(a, b, c) * x, 1.9 * 0.83),
    ("limit_left_out", MIN(a, b) * x, 3.7 * 0.83),
    ("arithmetic_mean", ROOT(a * b) * x, (3.7 + 1.9) / 2 * 0.83),
    ("arithmetic_mean", Pow(a * b * c, ONE / Num("3")) * x, 7.9 / 3 * 0.83),
    ("squared_twice", a + Pow(b, Num("2")), 3.7 + 1.9**4),
    ("power_is_product", Pow(a, Num("3")) + c, 11.1 + 2.3),
    ("sign_dropped", Pow(b, -x) * a, 3.7 * 1.9**0.83),
    ("log10_for_ln", -(a * LN(b)), -3.7 * math.log10(1.9)),
    ("log2_for_ln", -(a * LN(b)), -3.7 * math.log2(1.9)),
    ("degrees", a * b + SIN(x), 3.7 * 1.9 + math.sin(math.radians(0.83))),
    ("degrees", a * COS(x), 3.7 * math.cos(math.radians(0.83))),
    ("floor_for_ceil", CEIL(a * b), "7"),
    ("index_transposed", w12 * a + c, 0.61 * 3.7 + 2.3),
    ("old_for_new", new_w5 * a + c, 0.4 * 3.7 + 2.3),
    ("out_for_net", a * symbol("net_o1") + c, 3.7 * 0.9 + 2.3),
    ("whole_sign", a * b * c, -3.7 * 1.9 * 2.3),
    ("exponent_sign", ONE / (ONE + sigmoid_function(a)) - FUNCTIONS["exp"](-b), 1 / (1 + sigma(3.7)) - math.exp(1.9)),
    ("number_misread", a * b * c, 3.1 * 1.9 * 2.3),
    ("copied", a * b + c, "0.3589"),
]


@pytest.mark.parametrize(
    ("slip", "formula", "number"), FORMULAS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_slip_in_a_formula_is_named_first(slip, formula, number):
    """The same for single formulas, where no problem of the library has the slip alone."""
    text, around = six(number), Surroundings(NUMBERS, [*NUMBERS, read("s")], {"s": formula})
    number = read_number(text)
    found = search([Step(read("s"), formula)], number.value, number.agrees, around, text)
    assert found[0].slip == slip, found
    assert spoken(found[0].says, str)


X, K = [[1, 2, 0], [0, 1, 3], [2, 0, 1]], [[1, 0], [2, -1]]
W, B = [[1.0, 2.0], [3.0, 5.0]], [[0.5], [-1.5]]
SLIDING = sliding((1, 1), (1, 1), False)
# Entry, formula of arrays, the matrix by hand.
ARRAYS = [
    ("kernel_flipped", SLIDING(symbol("X"), symbol("K")), [[-1 + 4 + 1, -2 + 0 + 3], [2 + 0 + 0, -1 + 6 + 1]]),
    ("matrix_transposed", MatMul(symbol("W"), symbol("B")), [[0.5 - 4.5], [1.0 - 7.5]]),
    ("matrix_not_transposed", MatMul(Transpose(symbol("W")), symbol("B")), [[0.5 - 3.0], [1.5 - 7.5]]),
    ("keys_for_values", MatMul(symbol("W"), symbol("V")), [[1.0 + 4.0, -2.0], [3.0 + 10.0, -5.0]]),
    ("bias_left_out", Add((MatMul(symbol("W"), symbol("B")), symbol("b"))), [[0.5 - 3.0], [1.5 - 7.5]]),
]


@pytest.mark.parametrize(("slip", "formula", "rows"), ARRAYS, ids=lambda value: value if isinstance(value, str) else "")
def test_a_slip_in_a_matrix_is_named_first(slip, formula, rows):
    """The same for matrices and maps."""
    numpy = pytest.importorskip("numpy")
    arrays = {name: numpy.array(rows) for name, rows in (("X", X), ("K", K), ("W", W), ("B", B))}
    values = named({**arrays, "b": numpy.ones((2, 1)), "V": numpy.array([[4.0, 1.0], [0.0, 2.0]])})
    around = Surroundings(values, [*values, read("net")], {"net": formula})

    def close(value):
        return value.shape == numpy.array(rows).shape and numpy.allclose(value, rows)

    found = search([Step(read("net"), formula)], rows, close, around)
    assert found[0].slip == slip, found


@pytest.mark.parametrize("slip", entries.ENTRIES, ids=lambda slip: slip.id)
@pytest.mark.parametrize("holds", COMMON, ids=lambda check: check.__name__)
def test_every_entry(slip, holds):
    """What holds for every slip holds for each of the table."""
    holds(slip)


def test_every_entry_is_looked_for_and_has_a_sentence():
    """The tables above hold every entry of the table of slips but those that are named in the test of derivatives."""
    first = {row[0] for row in (*PROBLEMS, *FORMULAS, *ARRAYS)}
    tried = first | {row[-1] for row in (*STEPS, *ATTENTION, *OTHER_WEIGHTS, *CODES, *GANS, *INITIALIZATION)}
    assert set(COSTS) - tried == {"other_derivative"}


def test_another_derivative():
    """∂E/∂w₅ of the chain through o₂: the derivative of the other output stands in the product."""
    found = Case.of("two-two-two").search("dE/dw5", six((O2 - 0.99) * S1 * H1))
    assert [(each.slip, each.step) for each in found] == [("other_derivative", "dE/dw5")]


# The notes: problem, the student's own numbers before, step, what is printed, unanswered before it, slip, sentence.
NOTES = [
    (
        "two-two-two",
        {"out_h1": 0.59326, "out_o1": 0.7511, "dE/dout_o1": 0.7411, "dout_o1/dnet_o1": 0.1869},
        ("dE/dw1", "0.0006685", ["delta_o1", "dE/dout_h1", "dnet_h1/dw1"]),
        ("path_left_out", "The path through net_o₂ is left out of the sum for ∂E/∂out_h₁."),
    ),
    (
        "two-two-two",
        {"out_o1": 0.7511},
        ("dE/dout_o1", "0.3411", []),
        ("digit_misread", "One digit is another than it should be."),
    ),
    (
        "two-two-two",
        {"out_o1": 0.7511, "dout_o1/dnet_o1": 0.1869, "dE/dout_o1": 0.7411},
        ("dE/dw5", f"{0.3411 * 0.1869 * H1:.5f}", []),
        ("number_misread", "0.3411 is put in for ∂E/∂out_o₁, which is 0.7411, in ∂E/∂w₅."),
    ),
    (
        "three-two-one-squared",
        {"out_6": 0.474},
        ("dout_6/dnet_6", "-0.052", []),
        ("minus_for_times", "out₆ − (1 − out₆) stands where out₆·(1 − out₆) belongs, in ∂out₆/∂in₆."),
    ),
    (
        "vanishing",
        {"product": 0.0001},
        ("new_w", "0.9999", ["change_w"]),
        ("rate_left_out", "The learning rate η is left out of Δw."),
    ),
    ("saddle", {"x@1": 1.6, "y@1": 3.6}, ("y@2", "3.72", ["df@1/dy@1"]), ("other_symbol", "y₀ is used where y₁")),
    ("adam-notes", {"g@1": -4}, ("m@1", "0.4", []), ("term_sign", "(1 − β₁)·g₁ has the wrong sign")),
    ("adam-notes", {"g@1": -4}, ("v@1", "-0.016", []), ("term_sign", "(1 − β₂)·g₁² has the wrong sign")),
    ("hinge-sgd", {}, ("1.1.w1", "-0.07", ["1.1.dL/df", "1.1.dL/dw1"]), ("step_up", "The step goes the wrong way")),
    ("simple-regression-descent", {}, ("dL@0/db1@0", "-132", []), ("n_left_out", "is not divided by 5")),
    ("simple-regression-descent", {}, ("dL@0/db0@0", "-40", []), ("n_left_out", "is not divided by 5")),
    ("one-one-one", {}, ("net_2", "0.901029", []), ("number_misread", "0.63 is put in for θ₂")),
    ("one-one-one", {}, ("dE/dθ1", "0.102", []), ("point_slipped", "The decimal point is off by 1 place.")),
]


@pytest.mark.parametrize(
    ("problem", "own", "line", "named"), NOTES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_the_slips_of_the_notes(problem, own, line, named):
    """What the course notes print wrongly is named, from the numbers that the notes have before."""
    (step, text, between), (slip, sentence) = line, named
    case, number = Case.of(problem, own), read_number(text)
    found = case.search(step, text, between, close=lambda value: abs(value - number.value) <= 0.75 * number.unit)
    assert slip in [each.slip for each in found[:2]], found
    assert sentence in spoken(next(each for each in found if each.slip == slip).says, case.name)


@pytest.mark.parametrize("problem", nnsolve.library())
def test_any_number_for_any_step_of_the_library(problem):
    """Whatever is written for whatever step, the search ends soon, raises nothing, and names only what gives it."""
    for part in nnsolve.load(problem)[:1]:
        solution = nnsolve.solve(part)
        if solution.symbolic or solution.parts:
            return
        case = Case(solution)
        names = [name for name, step in case.steps.items() if isinstance(case.values.get(name), (int, float))]
        for k, name in enumerate(names[:: max(len(names) // 6, 1)]):
            value = float(case.values[name])
            for text in (f"{value * 1.0371 + 0.01:.5g}", f"{-value:.4g}", "0", f"{value * 2:.3g}", "1e300")[k % 3 :: 2]:
                with within(20):
                    case.search(name, text, names)


def test_a_size_written_as_a_shape():
    """A shape is a list of sizes: the + 1 left out of the width shows in it."""
    case = Case.of("lenet")
    found = search(case.gap("conv1.shape", ["conv1.width"]), [27, 27, 6], lambda v: v == [27, 27, 6], case.around)
    assert [(each.slip, each.step) for each in found] == [("one_left_out", "conv1.width")]


def test_what_is_right_has_no_slip():
    """Nothing is named for a right number, rounded or cut."""
    case = Case.of("two-two-two")
    for name, value in case.values.items():
        if name in case.steps:
            for text in (
                f"{value:.6g}",
                f"{value:.4g}",
                repr(value),
                repr(value)[:7] if "e" not in repr(value) else "0",
            ):
                if read_number(text).agrees(value):
                    assert case.search(name, text, case.steps) == []


def test_ties_are_all_named():
    """Where two weights have the same value, either may stand in the other's place."""
    steps = [Step(read("s"), a * b + c)]
    values = named({"a1": 2.0, "a2": 3.3, "a3": 3.3, "b": 1.7, "c": 0.4})
    around = Surroundings(values, [*values, read("s")], {})
    steps = [Step(read("s"), symbol("a1") * b + c)]
    found = search(steps, 3.3 * 1.7 + 0.4, lambda v: abs(v - 6.01) < 1e-9, around)
    assert [(each.slip, each.says.args["wrong"]) for each in found] == [
        ("other_symbol", ["a2"]),
        ("other_symbol", ["a3"]),
    ]


@pytest.mark.parametrize("budget", [0, 1, 10, 100])
def test_the_budget_bounds_the_search(budget):
    """With few evaluations the search ends early and still raises nothing."""
    case, count = Case.of("two-two-two"), []
    steps = list(case.steps.values())
    found = search(steps, 0.1496658, lambda v: count.append(v) or abs(v - 0.1496658) < 1e-7, case.around, "", budget)
    assert len(count) <= 12 * (budget + 40) and len(found) <= 5


def test_a_number_that_cannot_be_computed_has_no_slip():
    """Where the student's own numbers have no root, no candidate is made up and nothing is raised."""
    values = named({"v": -0.016, "a": 1.0})
    around = Surroundings(values, [*values, read("s")], {})
    assert search([Step(read("s"), a / ROOT(v))], 3.3, lambda value: abs(value - 3.3) < 1e-9, around, "3.3") == []
    assert search([Step(read("s"), a / symbol("unknown"))], 3.3, lambda value: value == 3.3, around, "3.3") == []


def test_what_is_kept_from_one_student_to_the_next_saves_work():
    """The last of eight steps of two-two-two: a bounded search, and a later one is a fraction of the first."""
    case, between = Case.of("two-two-two"), LAST
    gap = case.gap("new_w1", between)
    assert len(gap) >= 8

    for most in (1_000_000, 200_000):
        with bounded(most):
            search(gap, 0.1496658, lambda value: abs(value - 0.1496658) <= 1e-7, case.around, "0.1496658")


def test_another_student_of_the_same_problem():
    """What is kept from one student to the next does not change what is found for the next."""
    case, other = Case.of("two-two-two"), Case.of("two-two-two", {"out_h1": 0.6, "out_h2": 0.5})
    text = six(0.4 * 0.6 + 0.45 * 0.5)
    number = read_number(text)
    fresh = other.search("net_o1", text)
    assert fresh[0].slip == "bias_left_out"
    case.search("net_o1", text)
    again = search(case.gap("net_o1"), number.value, number.agrees, case.around.of(other.values), text)
    assert [(each.slip, each.step, each.value) for each in again] == [(e.slip, e.step, e.value) for e in fresh]
