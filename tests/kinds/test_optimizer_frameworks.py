"""Ten steps of optimisers against PyTorch and Keras, in double precision, with ε = 0.001 so that its place shows."""

from __future__ import annotations

import os
import random

import pytest

import nnsolve

STEPS = 10
# The optimiser and its options as a problem writes them, the class of torch.optim, and its arguments.
PYTORCH = [
    ("gd: {learning_rate: 0.05}", "SGD", {"lr": 0.05}),
    ("gd: {learning_rate: 0.05, weight_decay: 0.3}", "SGD", {"lr": 0.05, "weight_decay": 0.3}),
    ("momentum: {learning_rate: 0.02, momentum: 0.9}", "SGD", {"lr": 0.02, "momentum": 0.9}),
    (
        "momentum: {learning_rate: 0.02, momentum: 0.8, dampening: 0.4, weight_decay: 0.1}",
        "SGD",
        {"lr": 0.02, "momentum": 0.8, "dampening": 0.4, "weight_decay": 0.1},
    ),
    ("nesterov: {learning_rate: 0.02, momentum: 0.9}", "SGD", {"lr": 0.02, "momentum": 0.9, "nesterov": True}),
    ("adagrad: {learning_rate: 0.5, epsilon: 0.001}", "Adagrad", {"lr": 0.5, "eps": 1e-3}),
    (
        "adagrad: {learning_rate: 0.5, epsilon: 0.001, lr_decay: 0.1, initial_accumulator: 0.2, weight_decay: 0.1}",
        "Adagrad",
        {"lr": 0.5, "eps": 1e-3, "lr_decay": 0.1, "initial_accumulator_value": 0.2, "weight_decay": 0.1},
    ),
    ("rmsprop: {learning_rate: 0.05, epsilon: 0.001}", "RMSprop", {"lr": 0.05, "eps": 1e-3}),
    (
        "rmsprop: {learning_rate: 0.05, rho: 0.9, epsilon: 0.001, centered: true, momentum: 0.5}",
        "RMSprop",
        {"lr": 0.05, "alpha": 0.9, "eps": 1e-3, "centered": True, "momentum": 0.5},
    ),
    ("adadelta: {epsilon: 0.001}", "Adadelta", {"eps": 1e-3}),
    (
        "adadelta: {learning_rate: 0.7, rho: 0.8, epsilon: 0.001, weight_decay: 0.2}",
        "Adadelta",
        {"lr": 0.7, "rho": 0.8, "eps": 1e-3, "weight_decay": 0.2},
    ),
    ("adam: {epsilon: 0.001}", "Adam", {"eps": 1e-3}),
    (
        "adam: {learning_rate: 0.1, beta1: 0.8, beta2: 0.95, epsilon: 0.001, weight_decay: 0.2}",
        "Adam",
        {"lr": 0.1, "betas": (0.8, 0.95), "eps": 1e-3, "weight_decay": 0.2},
    ),
    ("adamw: {learning_rate: 0.1, epsilon: 0.001}", "AdamW", {"lr": 0.1, "eps": 1e-3}),
    (
        "adamw: {learning_rate: 0.1, epsilon: 0.001, weight_decay: 0.3}",
        "AdamW",
        {"lr": 0.1, "eps": 1e-3, "weight_decay": 0.3},
    ),
    (
        "amsgrad: {learning_rate: 0.3, beta2: 0.6, epsilon: 0.001}",
        "Adam",
        {"lr": 0.3, "betas": (0.9, 0.6), "eps": 1e-3, "amsgrad": True},
    ),
    (
        "adamax: {learning_rate: 0.2, beta2: 0.7, epsilon: 0.001}",
        "Adamax",
        {"lr": 0.2, "betas": (0.9, 0.7), "eps": 1e-3},
    ),
    ("nadam: {learning_rate: 0.1, epsilon: 0.001}", "NAdam", {"lr": 0.1, "eps": 1e-3}),
    (
        "nadam: {learning_rate: 0.1, epsilon: 0.001, momentum_decay: 0.5, weight_decay: 0.1}",
        "NAdam",
        {"lr": 0.1, "eps": 1e-3, "momentum_decay": 0.5, "weight_decay": 0.1},
    ),
    (
        "nadam: {learning_rate: 0.1, epsilon: 0.001, weight_decay: 0.1, decay: decoupled}",
        "NAdam",
        {"lr": 0.1, "eps": 1e-3, "weight_decay": 0.1, "decoupled_weight_decay": True},
    ),
]
# The same for keras.optimizers.
KERAS = [
    ("gd: {learning_rate: 0.05}", "SGD", {"learning_rate": 0.05}),
    ("momentum: {learning_rate: 0.02, momentum: 0.9}", "SGD", {"learning_rate": 0.02, "momentum": 0.9}),
    (
        "nesterov: {learning_rate: 0.02, momentum: 0.9}",
        "SGD",
        {"learning_rate": 0.02, "momentum": 0.9, "nesterov": True},
    ),
    ("adagrad: {learning_rate: 0.5, epsilon: 0.001}", "Adagrad", {"learning_rate": 0.5, "epsilon": 1e-3}),
    ("rmsprop: {learning_rate: 0.05, epsilon: 0.001}", "RMSprop", {"learning_rate": 0.05, "epsilon": 1e-3}),
    (
        "rmsprop: {learning_rate: 0.05, rho: 0.8, epsilon: 0.001, centered: true, momentum: 0.5}",
        "RMSprop",
        {"learning_rate": 0.05, "rho": 0.8, "epsilon": 1e-3, "centered": True, "momentum": 0.5},
    ),
    ("adadelta: {learning_rate: 0.9, epsilon: 0.001}", "Adadelta", {"learning_rate": 0.9, "epsilon": 1e-3}),
    ("adam: {learning_rate: 0.1, epsilon: 0.001}", "Adam", {"learning_rate": 0.1, "epsilon": 1e-3}),
    (
        "adam: {learning_rate: 0.1, epsilon: 0.001, weight_decay: 0.2}",
        "Adam",
        {"learning_rate": 0.1, "epsilon": 1e-3, "weight_decay": 0.2},
    ),
    ("adamw: {learning_rate: 0.1, epsilon: 0.001}", "AdamW", {"learning_rate": 0.1, "epsilon": 1e-3}),
    (
        "amsgrad: {learning_rate: 0.3, beta2: 0.6, epsilon: 0.001}",
        "Adam",
        {"learning_rate": 0.3, "beta_2": 0.6, "epsilon": 1e-3, "amsgrad": True},
    ),
    (
        "adamax: {learning_rate: 0.2, beta2: 0.7, epsilon: 0.001}",
        "Adamax",
        {"learning_rate": 0.2, "beta_2": 0.7, "epsilon": 1e-3},
    ),
    ("nadam: {learning_rate: 0.1, epsilon: 0.001}", "Nadam", {"learning_rate": 0.1, "epsilon": 1e-3}),
    ("lion: {learning_rate: 0.1}", "Lion", {"learning_rate": 0.1}),
    ("lion: {learning_rate: 0.1, weight_decay: 0.3}", "Lion", {"learning_rate": 0.1, "weight_decay": 0.3}),
]
# Where x and y are after ten steps of keras.optimizers, version 3.15.1 on PyTorch in double precision, for case 0.
RECORDED: dict[str, tuple[float, float]] = {
    "gd: {learning_rate: 0.05}": (-0.3187842198181907, -0.8271409554717034),
    "momentum: {learning_rate: 0.02, momentum: 0.9}": (-0.27459445991241094, -2.201984628346064),
    "nesterov: {learning_rate: 0.02, momentum: 0.9}": (-0.2893330409053842, -1.7155861673367536),
    "adagrad: {learning_rate: 0.5, epsilon: 0.001}": (-0.31555530531846654, -0.6142964221177218),
    "rmsprop: {learning_rate: 0.05, epsilon: 0.001}": (-0.3205162155995048, 0.3380863564662563),
    "rmsprop: {learning_rate: 0.05, rho: 0.8, epsilon: 0.001, centered: true, momentum: 0.5}": (
        -0.32038088370696777,
        -0.4746072498827331,
    ),
    "adadelta: {learning_rate: 0.9, epsilon: 0.001}": (-0.38782177912359417, 0.07760609712200119),
    "adam: {learning_rate: 0.1, epsilon: 0.001}": (-0.2890876728342783, 0.15978650006447753),
    "adam: {learning_rate: 0.1, epsilon: 0.001, weight_decay: 0.2}": (-0.2885507969072977, 0.04174188887827991),
    "adamw: {learning_rate: 0.1, epsilon: 0.001}": (-0.28907051436850534, 0.1571410776594167),
    "amsgrad: {learning_rate: 0.3, beta2: 0.6, epsilon: 0.001}": (-0.20750776248758296, -1.2441518627991834),
    "adamax: {learning_rate: 0.2, beta2: 0.7, epsilon: 0.001}": (-0.22555615581422633, -1.9148199381729414),
    "nadam: {learning_rate: 0.1, epsilon: 0.001}": (-0.31910339717812347, 0.4032886679507972),
    "lion: {learning_rate: 0.1}": (-0.38026345019834284, 0.13519435613909053),
    "lion: {learning_rate: 0.1, weight_decay: 0.3}": (-0.28209876727566596, -0.03813320341832021),
}


def case(number: int) -> tuple[float, ...]:
    """Coefficients of a·(x − b)² + c·(y − d)² + e·x·y, convex, and the start."""
    draw = random.Random(number)
    a, c = draw.uniform(0.5, 3), draw.uniform(0.5, 3)
    return (
        a,
        draw.uniform(-2, 2),
        c,
        draw.uniform(-2, 2),
        draw.uniform(-0.9, 0.9),
        draw.uniform(-2, 2),
        draw.uniform(-2, 2),
    )


def ours(written: str, preset: str, number: int) -> tuple[float, float]:
    """x and y after ten steps as the program finds them."""
    a, b, c, d, e, x, y = case(number)
    text = f"""
kind: optimizer
optimizer: {{{written}}}
preset: {preset}
function: {a!r}*(x - {b!r})^2 + {c!r}*(y - {d!r})^2 + {e!r}*x*y
start: {{x: {x!r}, y: {y!r}}}
iterations: {STEPS}
"""
    (problem,) = nnsolve.loads(text)
    values = nnsolve.solve(problem).values
    return values[f"x@{STEPS}"], values[f"y@{STEPS}"]


def slopes(number: int, x: float, y: float) -> tuple[float, float]:
    """The gradient of a case, by hand."""
    a, b, c, d, e, _, _ = case(number)
    return 2 * a * (x - b) + e * y, 2 * c * (y - d) + e * x


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize(("written", "name", "arguments"), PYTORCH, ids=[row[0] for row in PYTORCH])
def test_pytorch(written, name, arguments, number, request):
    """Ten steps end where PyTorch's optimiser ends, in double precision."""
    torch = pytest.importorskip("torch")
    usual = torch.get_default_dtype()
    request.addfinalizer(lambda: torch.set_default_dtype(usual))
    torch.set_default_dtype(torch.float64)  # else NAdam keeps its product of momenta in single precision
    point = torch.tensor(case(number)[5:], dtype=torch.float64, requires_grad=True)
    stepper = getattr(torch.optim, name)([point], **arguments)
    for _ in range(STEPS):
        point.grad = torch.tensor(slopes(number, *point.tolist()), dtype=torch.float64)
        stepper.step()
    assert ours(written, "pytorch", number) == pytest.approx(point.tolist(), rel=1e-12, abs=1e-13)


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize(("written", "name", "arguments"), KERAS, ids=[row[0] for row in KERAS])
def test_keras(written, name, arguments, number):
    """Ten steps end where Keras's optimiser ends, in double precision."""
    assert ours(written, "keras", number) == pytest.approx(keras_steps(name, arguments, number), rel=1e-12, abs=1e-13)


@pytest.mark.parametrize(("written", "expected"), RECORDED.items())
def test_keras_recorded(written, expected):
    """The same, where Keras is not installed: the values it gave."""
    assert ours(written, "keras", 0) == pytest.approx(expected, rel=1e-12, abs=1e-13)


def keras_steps(name: str, arguments: dict, number: int) -> list[float]:
    """Where Keras is after ten steps."""
    pytest.importorskip("torch")
    os.environ.setdefault("KERAS_BACKEND", "torch")
    keras = pytest.importorskip("keras")
    if keras.backend.backend() != "torch":
        pytest.skip("Keras runs on another library here")
    keras.backend.set_floatx("float64")
    point = keras.Variable(case(number)[5:], dtype="float64")
    stepper = getattr(keras.optimizers, name)(**arguments)
    for _ in range(STEPS):
        at = [float(value) for value in keras.ops.convert_to_numpy(point)]
        stepper.apply([keras.ops.convert_to_tensor(slopes(number, *at), dtype="float64")], [point])
    return [float(value) for value in keras.ops.convert_to_numpy(point)]
