"""Saturated units, huge net inputs and losses at the ends of their domain: a number or a sentence, never inf or nan."""

from __future__ import annotations

import math

import pytest

import nnsolve

SIGMOIDS = [
    "sigmoid",
    "tanh",
    "hard sigmoid(0.2)",
    "softplus",
    "gelu",
    "gelu tanh",
    "silu",
    "elu(1)",
    "selu",
    "x / (1 + abs(x))",
]


def chain(activation, net, loss="half squared error", target=0.5, output=None):
    """A network of one hidden and one output neuron whose first net input is ``net``."""
    return f"""
kind: backprop
inputs: {{x: 1}}
layers:
  - {{activation: '{activation}', weights: {{h: {{w1: {net}}}}}}}
  - {{activation: '{output or activation}', weights: {{o: {{w2: 1}}}}}}
targets: {{o: {target}}}
loss: {loss}
learning_rate: 0.5
"""


@pytest.mark.parametrize("carry", ["{decimals: 4}", "{decimals: 4, carry: true}", "{figures: 3, carry: true}"])
@pytest.mark.parametrize("net", [1000, -1000, 0, "1e6", "-1e6"])
@pytest.mark.parametrize("activation", SIGMOIDS)
def test_saturated_units_have_finite_values(solved, activation, net, carry):
    """Net inputs of ±1000 and beyond give finite values and gradients, at full precision and carried."""
    values = solved(chain(activation, net, output="sigmoid") + f"rounding: {carry}").values
    assert all(math.isfinite(value) for value in values.values())


@pytest.mark.parametrize(("net", "output"), [(1000, 1), (-1000, 0)])
def test_saturated_sigmoid(solved, net, output):
    """Far out a sigmoid is 1 or 0 to all digits of a double, and its slope is 0."""
    values = solved(chain("sigmoid", net)).values
    assert values["out_h"] == output
    assert values["dE/dw1"] == 0
    assert values["new_w1"] == net


SOFTMAX = """
kind: backprop
inputs: {{x: 1}}
layers:
  - activation: softmax
    weights: {{a: {{w1: {0}}}, b: {{w2: {1}}}, c: {{w3: {2}}}}}
targets: {targets}
loss: {loss}
learning_rate: 0.1
"""


@pytest.mark.parametrize(
    ("nets", "targets", "outputs"),
    [
        ((1000, 1000, 1000), "{a: 1, b: 0, c: 0}", (1 / 3, 1 / 3, 1 / 3)),
        ((1000, 999, -1000), "{a: 1, b: 0, c: 0}", (1 / (1 + math.exp(-1)), 1 / (1 + math.e), 0)),
        ((-1000, -1000, 1000), "{a: 0, b: 0, c: 1}", (0, 0, 1)),
    ],
)
@pytest.mark.parametrize("loss", ["categorical cross-entropy", "kl divergence"])
def test_softmax_of_huge_net_inputs(solved, nets, targets, outputs, loss):
    """Softmax shifts by the largest net input; where the target is 0 an output of 0 costs nothing."""
    values = solved(SOFTMAX.format(*nets, targets=targets, loss=loss)).values
    assert [values[f"out_{unit}"] for unit in "abc"] == pytest.approx(outputs, abs=1e-15)
    wanted = [outputs[k] - (1 if f"{'abc'[k]}: 1" in targets else 0) for k in range(3)]
    assert [values[f"dE/dw{k + 1}"] for k in range(3)] == pytest.approx(wanted, abs=1e-15)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            chain("sigmoid", 1, "binary cross-entropy", 0, "sigmoid").replace("w2: 1", "w2: 100"),
            ["E has no value", "1 − the output is 0"],
        ),
        (
            chain("sigmoid", 1, "binary cross-entropy", 1, "sigmoid").replace("w2: 1", "w2: -2000"),
            ["E has no value", "the output is 0"],
        ),
        (
            chain("sigmoid", 1, "mean binary cross-entropy", 0.5, "sigmoid").replace("w2: 1", "w2: 100"),
            ["E has no value"],
        ),
        (
            SOFTMAX.format(1000, 0, 0, targets="{a: 0, b: 1, c: 0}", loss="categorical cross-entropy"),
            ["E_b has no value", "the output is 0"],
        ),
        (
            SOFTMAX.format(1000, 0, 0, targets="{class: b}", loss="sparse categorical cross-entropy"),
            ["E has no value", "the output is 0"],
        ),
        (SOFTMAX.format(1000, 0, 0, targets="{a: 0.5, b: 0.5, c: 0}", loss="kl divergence"), ["E_b has no value"]),
        (chain("exp(x)", 1000), ["out_h has no value", "e^1000 is larger than any double"]),
        (chain("1 / x", 0), ["out_h has no value", "divides by zero"]),
        (chain("ln(x)", -1), ["out_h has no value", "ln needs a positive number"]),
        (chain("sqrt(x)", -1), ["out_h has no value", "square root"]),
        (chain("x^0.5", -1), ["out_h has no value", "no real power"]),
        (chain("x^x", 1000), ["out_h has no value"]),
        (chain("identity", "1e200", output="x * x"), ["out_o has no value", "too large"]),
        (chain("identity", "1e200"), ["E has no value", "too large"]),
        (chain("identity", "1" + "0" * 200), ["E has no value", "too large"]),
        (chain("sqrt(x)", 0, output="sigmoid"), ["∂out_h/∂net_h has no value", "divides by zero"]),
    ],
)
@pytest.mark.parametrize("carry", ["", "rounding: {figures: 6, carry: true}"], ids=["full", "carried"])
def test_what_has_no_value_is_explained(trouble, text, words, carry):
    """Where a step has no finite value the message names the step, the reason and the numbers."""
    if (carry and "1e200" in text) or (carry and "1" + "0" * 200 in text):
        text = text.replace("1e200", "1e6000").replace("1" + "0" * 200, "1e6000")
        words = ["larger than any double"]
    message = str(trouble(text + carry))
    assert all(word in message for word in words), message
    assert "problem.yaml" in message
    assert "inf" not in message.replace("infin", "")
    assert "nan" not in message


def test_binary_cross_entropy_at_the_right_end_is_zero(solved):
    """An output of exactly 1 for the target 1 costs nothing."""
    values = solved(chain("sigmoid", 1, "binary cross-entropy", 1, "sigmoid").replace("w2: 1", "w2: 2000")).values
    assert (values["out_o"], values["E"], values["dE/dw2"]) == (1, 0, 0)


@pytest.mark.parametrize(
    "activation", ["sign(x) / (1 + sign(x))", "sign(x)^-1 * x", "max(x, 1) / floor(2)", "ceil(x) / 2"]
)
def test_whole_numbers_of_functions_divide_exactly(solved, activation):
    """Functions with whole values are divided and raised to powers like any number when roundings are carried."""
    text = chain(activation, 0.5).replace("kind: backprop", "kind: forward").replace("learning_rate: 0.5", "")
    carried = solved(text + "rounding: {figures: 9, carry: true}").values
    for name, value in solved(text).values.items():
        assert float(carried[name]) == pytest.approx(value, rel=1e-7)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("carry", ["", "rounding: {figures: 4, carry: true}"], ids=["full", "carried"])
@pytest.mark.parametrize(("activation", "net"), [("identity", "1e200"), ("gelu tanh", "1e150"), ("x * x", "1e200")])
def test_overflow_in_matrices_is_explained(trouble, activation, net, carry):
    """Matrices that overflow end in the same kind of message as numbers do, without warnings of the array library."""
    assert "too large for a double" in str(trouble(chain(activation, net) + f"style: matrix\n{carry}"))


@pytest.mark.parametrize(
    ("activation", "expected"),
    [("tanh(x)", math.tanh(0.5)), ("tanh(2*x)", math.tanh(1)), ("tanh(x) * (1 + x)", 1.5 * math.tanh(0.5))],
)
def test_names_of_activations_in_formulas(solved, activation, expected):
    """A formula may begin with a function that is also the name of an activation."""
    assert solved(chain(activation, 0.5, output="identity")).values["out_h"] == pytest.approx(expected, rel=1e-15)


def test_whole_numbers_do_not_grow_without_bound(trouble):
    """Products of large whole numbers end in a message, not in numbers of thousands of digits."""
    layers = "\n".join(f"  - {{activation: identity, weights: {{u{k}: {{w{k}: {'9' * 300}}}}}}}" for k in range(40))
    text = f"kind: forward\ninputs: {{x: {'9' * 300}}}\nlayers:\n{layers}"
    assert "too large" in str(trouble(text))


@pytest.mark.parametrize(
    "activation",
    ["x + 9^9^9^9", "(x^5000 - 1) / (x - 1)", "x * 0.1^(10^8)", "floor(x)", "sign(x)", "1/0 + x", "x * e^(10^10)"],
)
def test_strange_activations_end_in_an_answer(activation):
    """A strange formula of the user's own ends in a solution or a message."""
    try:
        (problem,) = nnsolve.loads(chain(activation, 0.5))
        values = nnsolve.solve(problem).values
    except nnsolve.NnsolveError as error:
        assert str(error)
    else:
        assert math.isfinite(values["dE/dw1"])


LARGE = """
kind: backprop
samples:
  - {{inputs: {{x: {large}}}, targets: 1}}
layers:
  - {{activation: {activation}, weights: {{h: {{w1: {small}}}}}}}
  - {{activation: identity, weights: {{o: {{w2: 0.5}}}}}}
loss: half squared error
learning_rate: {rate}
batch: 1
epochs: 3
"""


@pytest.mark.parametrize("activation", ["relu", "sigmoid"])
@pytest.mark.parametrize(("large", "small", "rate"), [("1e155", "1e-155", "1e-312"), ("1e159", "1e-159", "1e-318")])
def test_inputs_whose_squares_are_too_large(solved, activation, large, small, rate):
    """Of numbers beyond the root of the largest double epochs are run all the same."""
    x, w1, w2 = float(large), float(small), 0.5
    for _ in range(3):
        net = w1 * x
        out = max(net, 0) if activation == "relu" else 1 / (1 + math.exp(-net))
        error = w2 * out - 1
        slope = 1 if activation == "relu" else out * (1 - out)
        w1, w2 = w1 - float(rate) * (error * w2 * slope * x), w2 - float(rate) * error * out
    answers = solved(LARGE.format(activation=activation, large=large, small=small, rate=rate)).answers
    assert answers["new_w1"] == pytest.approx(w1, rel=1e-5, abs=0)  # the rate has few digits
    assert answers["average_E"] == pytest.approx(error**2 / 2, rel=1e-5)
