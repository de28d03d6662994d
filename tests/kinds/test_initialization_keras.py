"""Initialisation and clipping agree with Keras: what its initialisers draw, clipnorm, global_clipnorm, clipvalue."""

from __future__ import annotations

import os
import random

import numpy
import pytest

from ..support import Texts

pytest.importorskip("torch")
os.environ.setdefault("KERAS_BACKEND", "torch")
keras = pytest.importorskip("keras")
initializers = keras.initializers
values = Texts("initialization").values

NORMAL = {
    "he": initializers.HeNormal,
    "glorot": initializers.GlorotNormal,
    "lecun": initializers.LecunNormal,
    "he\nfan: average": lambda seed: initializers.VarianceScaling(2.0, "fan_avg", seed=seed),
    "he\nfan: out": lambda seed: initializers.VarianceScaling(2.0, "fan_out", seed=seed),
}
UNIFORM = {
    "he": initializers.HeUniform,
    "glorot": initializers.GlorotUniform,
    "lecun": initializers.LecunUniform,
}
DENSE, CONV = "[2000, 500]", "[{conv: {size: [3, 5], channels: 200, kernels: 300}}]"
SHAPES = {DENSE: (2000, 500), CONV: (3, 5, 200, 300)}


@pytest.mark.parametrize("layers", SHAPES)
@pytest.mark.parametrize(("rule", "drawn"), NORMAL.items())
def test_truncated_normal(rule, drawn, layers):
    """Weights drawn from the cut normal have the deviation, and end at twice that of the normal.

    (With PyTorch below it, Keras draws four times for each, so that a few in a million are beyond.)
    """
    weights = keras.ops.convert_to_numpy(drawn(seed=1)(SHAPES[layers]))
    found = values(f"layers: {layers}\nrule: {rule}\ntruncated: true")
    assert weights.std() == pytest.approx(found["layer1.std"], rel=3e-3)
    ends = numpy.quantile(abs(weights), 0.9999)
    assert 1.995 * found["layer1.cut"] < ends < 2 * found["layer1.cut"]


@pytest.mark.parametrize("layers", SHAPES)
@pytest.mark.parametrize(("rule", "drawn"), UNIFORM.items())
def test_uniform(rule, drawn, layers):
    """Uniform weights go up to the limit."""
    weights = keras.ops.convert_to_numpy(drawn(seed=1)(SHAPES[layers]))
    limit = values(f"layers: {layers}\nrule: {rule}")["layer1.limit"]
    assert limit * 0.9999 < abs(weights).max() <= limit * 1.00001


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("named", "keys"),
    [
        ("clipnorm", "norm: 1.5, over: each"),
        ("global_clipnorm", "norm: 1.5, over: all"),
        ("clipvalue", "value: 1.5"),
    ],
)
def test_clipping(named, keys, seed):
    """What the optimiser makes of gradients."""
    draw = random.Random(seed)
    tensors = {name: [[draw.uniform(-3, 3) for _ in range(3)] for _ in range(2)] for name in "UV"}
    tensors["V"][0] = [value / 20 for value in tensors["V"][0]]
    optimizer = keras.optimizers.SGD(**{named: 1.5})
    given = [keras.ops.convert_to_tensor(numpy.array(tensors[name]), dtype="float64") for name in "UV"]
    found = values(f"clip: {{gradients: {tensors}, {keys}}}")
    for name, clipped in zip("UV", optimizer._clip_gradients(given), strict=True):
        right = keras.ops.convert_to_numpy(clipped)
        assert numpy.allclose(found[f"clipped_{name}"], right, rtol=1e-6, atol=1e-9)
