"""Decoders drawn at random agree with loops over tensors: contexts, teacher forcing, free running."""

from __future__ import annotations

import random

import pytest
import yaml

import nnsolve
from nnsolve.reading.load import loads

torch = pytest.importorskip("torch")

GATES = {"rnn": ("",), "lstm": ("f", "i", "c", "o"), "gru": ("z", "r", "h")}
WORDS = ["<bos>", "I", "am", "<eos>"]


class Decoder:
    """A decoder with random parameters: what PyTorch makes of it, and the problem that says the same."""

    def __init__(self, seed: int):
        draw = random.Random(seed)
        torch.manual_seed(seed)
        self.cell, self.feed = draw.choice(list(GATES)), draw.choice(("targets", "outputs", "words"))
        self.units, self.size, self.steps = draw.choice((1, 2, 3)), len(WORDS), draw.choice((2, 3))
        self.begins = draw.random() < 0.5
        self.joint = draw.random() < 0.3
        self.weighed = self.joint or not self.begins or draw.random() < 0.5
        self.wide = self.units if self.begins else draw.choice((1, 2))
        self.context = self._random(self.wide)
        self.gates = {gate: self._gate() for gate in GATES[self.cell]}
        self.out = self._random(self.size, self.units).requires_grad_()
        self.targets = [draw.randrange(self.size) for _ in range(self.steps)]

    def _random(self, *size: int) -> torch.Tensor:
        return torch.randn(*size, dtype=torch.double)

    def _gate(self) -> dict[str, torch.Tensor]:
        sizes = {"x": (self.units, self.size), "h": (self.units, self.units), "b": (self.units,)}
        if self.weighed:
            sizes["context"] = (self.units, self.wide)
        return {key: self._random(*size).requires_grad_() for key, size in sizes.items()}

    def net(self, gate: str, x: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
        """The net input of a gate."""
        own = self.gates[gate]
        more = own["context"] @ self.context if self.weighed else 0
        return own["x"] @ x + own["h"] @ h + own["b"] + more

    def step(self, x: torch.Tensor, h: torch.Tensor, c: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The state and the cell behind a step."""
        if self.cell == "rnn":
            return torch.tanh(self.net("", x, h)), c
        if self.cell == "lstm":
            f, i, o = (torch.sigmoid(self.net(gate, x, h)) for gate in "fio")
            c = f * c + i * torch.tanh(self.net("c", x, h))
            return o * torch.tanh(c), c
        z, r = (torch.sigmoid(self.net(gate, x, h)) for gate in "zr")
        return z * h + (1 - z) * torch.tanh(self.net("h", x, r * h)), c

    def run(self) -> tuple[torch.Tensor, list[torch.Tensor]]:
        """The loss with its gradients, and the outputs."""
        one = torch.eye(self.size, dtype=torch.double)
        x, zeros = one[0], torch.zeros(self.units, dtype=torch.double)
        h, c = (self.context if self.begins else zeros), zeros
        loss, outputs = torch.zeros((), dtype=torch.double), []
        for target in self.targets:
            h, c = self.step(x, h, c)
            outputs.append(torch.softmax(self.out @ h, 0))
            loss = loss - torch.log(outputs[-1][target])
            x = {"targets": one[target], "outputs": outputs[-1], "words": one[outputs[-1].argmax()]}[self.feed]
        loss = loss / self.steps
        loss.backward()
        return loss.detach(), [output.detach() for output in outputs]

    def problem(self) -> dict:
        """The problem file of the same decoder."""
        weights, bias = {}, {}
        for gate, own in self.gates.items():
            parts = [own[key] for key in ("x", "context", "h") if key in own]
            whole = torch.cat(parts, 1).tolist() if self.joint else None
            weights[gate] = whole or {key: own[key].tolist() for key in own if key != "b"}
            bias[gate] = own["b"].tolist()
        found = {"kind": "recurrent", "cell": self.cell, "words": WORDS, "first": "<bos>", "feed": self.feed}
        found |= {"context": self.context.tolist(), "weights": weights.get("", weights), "bias": bias.get("", bias)}
        found |= {"output": {"weights": self.out.tolist(), "activation": "softmax"}, "loss_over": "mean"}
        found |= {"targets": [WORDS[place] for place in self.targets], "loss": "categorical cross-entropy"}
        found["gradients"] = True
        if self.joint:
            found["columns"] = ["x", "context", "h"]
        if self.begins:
            found["start"] = {"h": "context"}
        if self.cell == "gru":
            found["z_weighs"] = "old"
        return found

    def names(self, gate: str, own: dict) -> dict[str, torch.Tensor]:
        """The gradients of one gate by the names of the page."""
        of = f"_{gate}" if gate else ""
        if self.joint:
            found = {f"W{of}": torch.cat([own[key].grad for key in ("x", "context", "h")], 1)}
        else:
            keys = {"x": "x", "h": "h", "context": "c"}
            found = {f"W_{gate}{keys[key]}": own[key].grad for key in keys if key in own}
        return found | {f"b{of}": own["b"].grad[:, None]}


@pytest.mark.parametrize("seed", range(60))
def test_decoders_agree_with_a_loop(seed):
    """Every output, the loss, and the gradient by every parameter."""
    decoder = Decoder(seed)
    loss, outputs = decoder.run()
    (read,) = loads(yaml.safe_dump(decoder.problem()))
    found = nnsolve.evaluate(nnsolve.solve(read))
    assert found["E"] == pytest.approx(loss.item(), rel=1e-10)
    for time, output in enumerate(outputs, 1):
        assert found[f"yhat@{time}"].ravel() == pytest.approx(output.numpy(), rel=1e-10)
    wanted = {"W_y": decoder.out.grad}
    for gate, own in decoder.gates.items():
        wanted |= decoder.names(gate, own)
    for name, gradient in wanted.items():
        assert found[f"dE/d{name}"] == pytest.approx(gradient.numpy(), rel=1e-8, abs=1e-12), name
