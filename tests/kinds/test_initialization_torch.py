"""Initialisation and clipping agree with PyTorch: fans, gains, deviations of what it draws, clip_grad_norm_."""

from __future__ import annotations

import math
import random

import pytest

from ..support import Texts

torch = pytest.importorskip("torch")
init = torch.nn.init
values = Texts("initialization").values
# An activation as PyTorch names it, with its slope, and as a file does.
NAMED = {
    ("relu", None): "relu",
    ("leaky_relu", 0.2): "leaky relu(0.2)",
    ("tanh", None): "tanh",
    ("linear", None): "identity",
    ("sigmoid", None): "sigmoid",
    ("selu", None): "selu",
}


@pytest.mark.parametrize("seed", range(12))
def test_fans(seed):
    """Fans of dense layers and of convolutions with any kernels."""
    draw = random.Random(seed)
    height, width, channels, kernels = (draw.randint(1, 9) for _ in range(4))
    conv = torch.nn.Conv2d(channels, kernels, (height, width))
    keys = f"{{conv: {{size: [{height}, {width}], channels: {channels}, kernels: {kernels}}}}}"
    found = values(f"layers: [{keys}, {channels}, {kernels}]\nrule: glorot")
    for number, layer in ((1, conv), (2, torch.nn.Linear(channels, kernels))):
        fan_in, fan_out = init._calculate_fan_in_and_fan_out(layer.weight)
        assert (found[f"layer{number}.fan_in"], found[f"layer{number}.fan_out"]) == (fan_in, fan_out)


@pytest.mark.parametrize(("named", "activation"), NAMED.items())
def test_gains(named, activation):
    """The gain of every activation; with it He's and Xavier's deviations are PyTorch's."""
    gain = init.calculate_gain(*named)
    he = values(f"layers: [30, 50]\nrule: he\ngain: pytorch\nactivation: {activation}")
    xavier = values(f"layers: [30, 50]\nrule: xavier\ngain: pytorch\nactivation: {activation}")
    assert he["layer1.std"] == pytest.approx(gain / math.sqrt(30), rel=1e-14)
    assert xavier["layer1.std"] == pytest.approx(gain * math.sqrt(2 / 80), rel=1e-14)


DRAWN = {
    "he": lambda weight: init.kaiming_normal_(weight, nonlinearity="relu"),
    "he\nfan: out": lambda weight: init.kaiming_normal_(weight, mode="fan_out", nonlinearity="relu"),
    "he\nactivation: leaky relu(0.3)": lambda weight: init.kaiming_uniform_(weight, a=0.3),
    "xavier": init.xavier_normal_,
    "glorot": init.xavier_uniform_,
    "pytorch": lambda weight: init.kaiming_uniform_(weight, a=math.sqrt(5)),
}


@pytest.mark.parametrize(("rule", "draws"), DRAWN.items())
def test_what_is_drawn(rule, draws):
    """A million drawn weights have the deviation, and none of the uniform ones passes the limit."""
    torch.manual_seed(1)
    weight = torch.empty(500, 2000, dtype=torch.float64)
    draws(weight)
    found = values(f"layers: [2000, 500]\nrule: {rule}")
    assert weight.std().item() == pytest.approx(found["layer1.std"], rel=3e-3)
    if rule in ("glorot", "pytorch") or "leaky" in rule:
        assert found["layer1.limit"] * 0.9999 < weight.abs().max().item() <= found["layer1.limit"]


def test_linear_layers():
    """nn.Linear draws weights up to 1/√n_in."""
    weight = torch.nn.Linear(512, 2000).weight
    limit = values("layers: [512, 2000]\nrule: pytorch")["layer1.limit"]
    assert limit == pytest.approx(1 / math.sqrt(512), rel=1e-14)
    assert limit * 0.999 < weight.abs().max().item() <= limit * (1 + 1e-6)


@pytest.mark.parametrize("seed", range(20))
def test_clipping(seed):
    """By the norm of all, of each, and by value: clip_grad_norm_ and clip_grad_value_."""
    draw = random.Random(seed)
    tensors = {name: [[draw.uniform(-3, 3) for _ in range(3)] for _ in range(2)] for name in "UV"}
    bound = draw.uniform(0.5, 9)

    def clip(how, *names: str) -> dict:
        parameters = {name: torch.zeros(2, 3, dtype=torch.float64, requires_grad=True) for name in names}
        for name, parameter in parameters.items():
            parameter.grad = torch.tensor(tensors[name], dtype=torch.float64)
        how(list(parameters.values()), bound)
        return {name: parameter.grad.ravel().tolist() for name, parameter in parameters.items()}

    norm, value = torch.nn.utils.clip_grad_norm_, torch.nn.utils.clip_grad_value_
    expected = {
        f"norm: {bound}, epsilon: 1e-6, over: all": clip(norm, "U", "V"),
        f"norm: {bound}, epsilon: 1e-6, over: each": clip(norm, "U") | clip(norm, "V"),
        f"value: {bound}": clip(value, "U", "V"),
    }
    for keys, gradients in expected.items():
        found = values(f"clip: {{gradients: {tensors}, {keys}}}")
        for name, right in gradients.items():
            assert found[f"clipped_{name}"].ravel().tolist() == pytest.approx(right, rel=1e-12)
