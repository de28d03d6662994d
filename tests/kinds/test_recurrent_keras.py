"""Recurrent networks drawn at random agree with Keras in double precision: states, loss and every gradient."""

from __future__ import annotations

import os
import random

import numpy
import pytest
import yaml

import nnsolve

torch = pytest.importorskip("torch")
os.environ.setdefault("KERAS_BACKEND", "torch")
keras = pytest.importorskip("keras")
if keras.backend.backend() != "torch":
    pytest.skip("Keras runs on another library here", allow_module_level=True)

NETS = 120
# Keras's own product of matrices falls back to single precision; its PyTorch layers for LSTM and GRU do not.
SINGLE, DOUBLE = 1e-5, 1e-9
GATES = {"rnn": ("",), "lstm": ("i", "f", "c", "o"), "gru": ("z", "r", "h")}  # in Keras's order
LAYERS = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
JOINED = {"concat": "concatenate", "sum": "add"}


@pytest.fixture(autouse=True)
def _in_doubles():
    """Keras computes in doubles, as long as a test runs."""
    before = keras.backend.floatx(), keras.config.dtype_policy()
    keras.backend.set_floatx("float64")
    keras.config.set_dtype_policy("float64")  # cells inside layers follow this one
    yield
    keras.backend.set_floatx(before[0])
    keras.config.set_dtype_policy(before[1])


class Direction:
    """The weights of one direction of a layer of Keras, cut into gates."""

    def __init__(self, layer: keras.layers.Layer, cell: str, width: int):
        self.cell, self.width, self.units = cell, width, layer.units
        self.kernel, self.recurrent, *rest = layer.weights
        self.biases = rest[0] if rest else None
        self.two_biases = self.biases is not None and len(self.biases.shape) == 2

    def cut(self, value: torch.Tensor) -> dict[str, numpy.ndarray]:
        """Weights of all gates side by side, gate by gate."""
        parts = numpy.split(value.detach().numpy(), len(GATES[self.cell]), axis=-1)
        return dict(zip(GATES[self.cell], parts, strict=True))

    def keys(self, rows: bool) -> dict:
        """The keys of this direction."""
        found: dict[str, dict] = {"weights": {gate: {} for gate in GATES[self.cell]}}
        for key, matrix in (("x", self.kernel), ("h", self.recurrent)):
            for gate, part in self.cut(matrix.value).items():
                found["weights"][gate][key] = (part if rows else part.T).tolist()
        if self.two_biases:
            found["bias"] = _listed(self.cut(self.biases.value[0]))
            found["recurrent_bias"] = _listed(self.cut(self.biases.value[1]))
        elif self.biases is not None:
            found["bias"] = _listed(self.cut(self.biases.value))
        return {key: each[""] for key, each in found.items()} if self.cell == "rnn" else found

    def gradients(self, tail: str) -> dict[str, numpy.ndarray]:
        """The gradients by the names of a page, matrices as Keras has them."""
        letter = "w" if self.width == self.units == 1 else "W"
        told = {letter + "_{}x": self.kernel.value.grad, letter + "_{}h": self.recurrent.value.grad}
        if self.two_biases:
            told["b_{}"] = self.biases.value.grad[0]
        elif self.biases is not None:
            told["b_{}"] = self.biases.value.grad
        found = {}
        for word, whole in told.items():
            for gate, part in self.cut(whole).items():
                found[f"dE/d{word.format(gate).rstrip('_')}{tail}"] = part
        return found


def _listed(parts: dict[str, numpy.ndarray]) -> dict[str, list]:
    return {gate: part.tolist() for gate, part in parts.items()}


class Drawn:
    """A stack of layers of Keras with random numbers, and the problem that says the same."""

    def __init__(self, seed: int):
        self.draw = draw = random.Random(seed)
        keras.utils.set_random_seed(seed)
        self.cell = draw.choice(list(LAYERS))
        self.options = self._options()
        self.width, self.steps = draw.choice((1, 2, 3)), draw.choice((1, 2, 3, 4))
        self.rows = draw.random() < 0.5 and self.width > 1
        self.joins = [draw.choice(("", "", "concat", "sum")) for _ in range(draw.choice((1, 1, 2, 3)))]
        self.directions: list[list[Direction]] = []
        self.x = torch.randn(1, self.steps, self.width, dtype=torch.double)
        self.out = self._run()
        self.targets = torch.randn(*self.out.shape, dtype=torch.double)

    @property
    def precision(self) -> float:
        """How near Keras comes to what is right."""
        by_torch = self.cell == "lstm" or self.options.get("reset_after")
        return DOUBLE if by_torch else SINGLE

    def _options(self) -> dict:
        """What the cells have that Keras and books leave open."""
        options: dict = {"use_bias": self.draw.random() < 0.8}
        if self.cell == "rnn":
            options["activation"] = self.draw.choice(("tanh", "relu", "sigmoid"))
        elif self.cell == "gru":
            options["reset_after"] = self.draw.random() < 0.5
        else:
            options["unit_forget_bias"] = self.draw.random() < 0.5
        return options

    def _run(self) -> torch.Tensor:
        """The states of the last layer, step by step."""
        out = self.x
        for join in self.joins:
            units = self.draw.choice((2, 3) if self.rows else (1, 2, 3))
            layer = LAYERS[self.cell](units, return_sequences=True, **self.options)
            width = out.shape[-1]
            if join:
                layer = keras.layers.Bidirectional(layer, merge_mode=join)
            layer.build(out.shape)
            ways = [layer.forward_layer, layer.backward_layer] if join else [layer]
            own = [Direction(each.cell, self.cell, width) for each in ways]
            self._fill(own)
            self.directions.append(own)
            out = layer(out)
        return out

    def _fill(self, own: list[Direction]) -> None:
        """Biases that are not 0; those of the forget gate begin with 1 where Keras says so."""
        for each in own:
            if each.biases is not None:
                shift = torch.randn(*each.biases.shape, dtype=torch.double) / 2
                each.biases.assign(each.biases.value.detach() + shift)

    def problem(self) -> dict:
        """The whole problem."""
        layers = []
        for join, own in zip(self.joins, self.directions, strict=True):
            layers.append(own[0].keys(self.rows))
            if join:
                layers[-1] |= {"backward": own[1].keys(self.rows), "join": JOINED[join]}
        found = {"kind": "recurrent", "cell": self.cell, "inputs": self.x[0].tolist(), "layers": layers}
        found |= {"targets": self.targets[0].tolist(), "loss": "half squared error", "gradients": True}
        found["vectors"] = "rows" if self.rows else "columns"
        if self.cell == "rnn":
            found["activation"] = self.options["activation"]
        if self.cell == "gru":
            found |= {"z_weighs": "old", "reset": "after" if self.options["reset_after"] else "before"}
        return found

    def solved(self) -> dict[str, numpy.ndarray]:
        """The values of Keras by the names of a page."""
        loss = ((self.out - self.targets) ** 2).sum() / 2
        loss.backward()
        found = {"E": loss.detach().numpy()}
        last = f"^{len(self.joins)}" if len(self.joins) > 1 else ""
        for time in range(self.steps):
            found[f"h{last}@{time + 1}"] = self.out[0, time].detach().numpy()
        for number, own in enumerate(self.directions, 1):
            layer = f"^{number}" if len(self.joins) > 1 else ""
            for each, way in zip(own, ("_fw", "_bw") if len(own) > 1 else ("",), strict=True):
                found |= each.gradients(way + layer)
        return found


def off(drawn: Drawn) -> float:
    """How far a network is from Keras at most, beside the size of the value where that is above 1."""
    (problem,) = nnsolve.loads(yaml.safe_dump(drawn.problem(), allow_unicode=True))
    values = nnsolve.solve(problem).values
    farthest = 0.0
    for name, wanted in drawn.solved().items():
        own = numpy.asarray(values[name], dtype=float)
        if not drawn.rows and own.ndim == 2 and wanted.ndim == 2:
            own = own.T
        apart = abs(own.reshape(wanted.shape) - wanted) / numpy.maximum(abs(wanted), 1)
        farthest = max(farthest, float(apart.max()))
    return farthest


@pytest.mark.parametrize("seed", range(NETS))
def test_agrees_with_keras(seed):
    """States, loss and gradients of random cells, stacks and directions, with either place of the reset gate."""
    drawn = Drawn(seed)
    assert off(drawn) < drawn.precision
