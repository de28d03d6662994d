"""Recurrent networks drawn at random agree with PyTorch: every state, and the gradients of every parameter."""

from __future__ import annotations

import random

import numpy
import pytest
import yaml

import nnsolve
from nnsolve.reading.load import loads

torch = pytest.importorskip("torch")

GATES = {"rnn": ("",), "lstm": ("i", "f", "c", "o"), "gru": ("r", "z", "h")}  # in PyTorch's order
MODULES = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}


class Drawn:
    """A module of PyTorch with random parameters, and the problem that says the same."""

    def __init__(self, seed: int):
        draw = random.Random(seed)
        torch.manual_seed(seed)
        self.cell = draw.choice(list(MODULES))
        self.rows = draw.random() < 0.3
        self.layers = draw.choice((1, 1, 2, 3))
        self.both = draw.random() < 0.3
        self.width, self.units, self.steps = draw.choice((1, 2, 3)), draw.choice((1, 2, 3)), draw.choice((1, 2, 3, 4))
        self.rows = self.rows and max(self.width, self.units) > 1
        relu = {"nonlinearity": draw.choice(("tanh", "relu"))} if self.cell == "rnn" else {}
        self.activation = relu.get("nonlinearity", "")
        self.module = MODULES[self.cell](self.width, self.units, self.layers, bidirectional=self.both, **relu).double()
        self.x = torch.randn(self.steps, self.width, dtype=torch.double)
        self.mean = draw.random() < 0.5 and self.steps > 1
        count = 2 if self.both else 1
        self.targets = torch.randn(self.steps, self.units * count, dtype=torch.double)
        self.start = torch.randn(self.layers * count, self.units, dtype=torch.double)
        self.cells = torch.randn(self.layers * count, self.units, dtype=torch.double)

    def parameter(self, kind: str, layer: int, back: bool) -> dict[str, torch.Tensor]:
        """The parameter of PyTorch of this name, cut into gates."""
        whole = getattr(self.module, f"{kind}_l{layer}{'_reverse' * back}")
        return dict(zip(GATES[self.cell], whole.chunk(len(GATES[self.cell])), strict=True))

    def direction(self, layer: int, back: bool) -> dict:
        """The keys of one direction."""
        found: dict[str, dict] = {"weights": {}, "bias": {}, "recurrent_bias": {}}
        for gate in GATES[self.cell]:
            weights = {
                key: self.parameter(kind, layer, back)[gate] for key, kind in (("x", "weight_ih"), ("h", "weight_hh"))
            }
            found["weights"][gate] = {key: (each.T if self.rows else each).tolist() for key, each in weights.items()}
            found["bias"][gate] = self.parameter("bias_ih", layer, back)[gate].tolist()
            found["recurrent_bias"][gate] = self.parameter("bias_hh", layer, back)[gate].tolist()
        if self.cell == "rnn":
            found = {key: each[""] for key, each in found.items()}
        place = layer * (1 + self.both) + back
        found["start"] = {"h": self.start[place].tolist()}
        if self.cell == "lstm":
            found["start"]["c"] = self.cells[place].tolist()
        return found

    def problem(self) -> dict:
        """The whole problem."""
        layers = []
        for layer in range(self.layers):
            layers.append(self.direction(layer, False))
            if self.both:
                layers[-1]["backward"] = self.direction(layer, True)
        found = {"kind": "recurrent", "cell": self.cell, "inputs": self.x.tolist(), "layers": layers}
        found |= {"targets": self.targets.tolist(), "loss": "half squared error", "gradients": True}
        found |= {"loss_over": "mean" if self.mean else "sum", "vectors": "rows" if self.rows else "columns"}
        if self.activation:
            found["activation"] = self.activation
        if self.cell == "gru":
            found |= {"z_weighs": "old", "reset": "after"}
        return found

    def solved(self) -> dict[str, numpy.ndarray]:
        """The values of PyTorch by the names of a page, vectors as lines and matrices as in PyTorch."""
        start = (self.start, self.cells) if self.cell == "lstm" else self.start
        out, _ = self.module(self.x, start)
        loss = ((out - self.targets) ** 2).sum() / 2 / (self.steps if self.mean else 1)
        loss.backward()
        found = {"E": loss.detach().numpy()}
        last = f"^{self.layers}" if self.layers > 1 else ""
        for time in range(self.steps):
            found[f"h{last}@{time + 1}"] = out[time].detach().numpy()
        for layer in range(self.layers):
            for back in (False, True)[: 1 + self.both]:
                found |= self.gradients(layer, back)
        return found

    def gradients(self, layer: int, back: bool) -> dict[str, numpy.ndarray]:
        """The gradients of one direction."""
        tail = ("_bw" if back else "_fw") * self.both + (f"^{layer + 1}" if self.layers > 1 else "")
        width = self.width if layer == 0 else self.units * (1 + self.both)
        letter = "w" if width == self.units == 1 else "W"
        found: dict[str, numpy.ndarray] = {}
        for kind, word in (("weight_ih", letter + "_{}x"), ("weight_hh", letter + "_{}h"), ("bias_ih", "b_{}")):
            whole = getattr(self.module, f"{kind}_l{layer}{'_reverse' * back}").grad
            for gate, part in zip(GATES[self.cell], whole.chunk(len(GATES[self.cell])), strict=True):
                name = word.format(gate).rstrip("_") + tail
                found[f"dE/d{name}"] = part.numpy()
        return found


@pytest.mark.parametrize("seed", range(300))
def test_agrees_with_pytorch(seed):
    """States, loss and gradients of random cells, layers and directions, to the last digits of doubles."""
    drawn = Drawn(seed)
    problem = loads(yaml.safe_dump(drawn.problem(), allow_unicode=True))[0]
    values = nnsolve.solve(problem).values
    for name, wanted in drawn.solved().items():
        own = numpy.asarray(values[name], dtype=float)
        if drawn.rows and own.ndim == 2 and wanted.ndim == 2:
            own = own.T
        assert numpy.allclose(own.reshape(wanted.shape), wanted, rtol=1e-9, atol=1e-11), name


@pytest.mark.parametrize("seed", range(30))
def test_jordan_networks_agree_with_a_loop(seed):
    """Outputs that go back, as a loop over tensors: every output and every gradient, in sizes drawn at random."""
    draw = random.Random(seed)
    torch.manual_seed(seed)
    width, units, count, steps = (draw.choice((1, 2, 3)) for _ in range(4))
    softmax = count > 1 and draw.random() < 0.4
    sizes = {"x": (units, width), "h": (units, count), "b": (units, 1), "y": (count, units), "by": (count, 1)}
    made = {key: torch.randn(*size, dtype=torch.double, requires_grad=True) for key, size in sizes.items()}
    inputs, start = torch.randn(steps, width, dtype=torch.double), torch.randn(count, 1, dtype=torch.double)
    wanted = torch.rand(steps, count, dtype=torch.double)
    loss, back = torch.zeros(()), start
    for x, y in zip(inputs, wanted, strict=True):
        h = torch.tanh(made["x"] @ x[:, None] + made["h"] @ back + made["b"])
        net = made["y"] @ h + made["by"]
        back = torch.softmax(net, 0) if softmax else torch.sigmoid(net)
        terms = -y[:, None] * torch.log(back) if softmax else (y[:, None] - back) ** 2 / 2
        loss = loss + terms.sum()
    loss.backward()
    grids = {key: each.tolist() for key, each in made.items()}
    rows = draw.random() < 0.4 and max(width, units, count) > 1
    problem = {
        "kind": "recurrent",
        "cell": "rnn",
        "feedback": "output",
        "inputs": inputs.tolist(),
        "start": {"y": start.ravel().tolist()},
        "weights": {key: _turned(grids[key], rows) for key in "xh"},
        "bias": made["b"].ravel().tolist(),
        "output": {"weights": _turned(grids["y"], rows), "bias": made["by"].ravel().tolist()},
        "targets": wanted.tolist(),
        "loss": "categorical cross-entropy" if softmax else "half squared error",
        "gradients": True,
    }
    problem["output"]["activation"] = "softmax" if softmax else "sigmoid"
    if rows:
        problem["vectors"] = "rows"
    (read,) = loads(yaml.safe_dump(problem))
    found = nnsolve.evaluate(nnsolve.solve(read))
    one = width == units == count == 1
    assert numpy.ravel(found[f"yhat@{steps}"]) == pytest.approx(back.detach().ravel().numpy(), rel=1e-10)
    names = {"x": "w_x" if width == units == 1 else "W_x", "h": "w_h" if width == units == 1 else "W_h"}
    names |= {"b": "b", "y": "w_y" if count == units == 1 else "W_y", "by": "b_y"}
    for key, name in names.items():
        own = numpy.array(found[f"dE/d{name}"], dtype=float).reshape(1, 1) if one else found[f"dE/d{name}"]
        assert (own.T if rows else own) == pytest.approx(made[key].grad.numpy(), rel=1e-9, abs=1e-12)


def _turned(grid: list[list[float]], rows: bool) -> list[list[float]]:
    """A matrix, transposed where vectors are rows."""
    return numpy.array(grid).T.tolist() if rows else grid
