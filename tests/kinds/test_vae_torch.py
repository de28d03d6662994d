"""Variational autoencoders as PyTorch has them: losses, gradients by autograd, divergences of its distributions."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

import nnsolve

torch = pytest.importorskip("torch")

SPREADS = {
    "log_var": ("logvar", lambda s: torch.exp(s / 2)),
    "variance": ("var", torch.sqrt),
    "sigma": ("sigma", lambda s: s),
    "log_sigma": ("logsigma", torch.exp),
    "softplus": ("s", torch.nn.functional.softplus),
}
ACTIVATIONS = {
    "identity": lambda x: x,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "softplus": torch.nn.functional.softplus,
}
LOSSES = {
    "squared error": lambda x, o: ((x - o) ** 2).sum(),
    "half squared error": lambda x, o: ((x - o) ** 2).sum() / 2,
    "mean squared error": torch.nn.functional.mse_loss,
    "half mean squared error": lambda x, o: torch.nn.functional.mse_loss(x, o) / 2,
    "binary cross-entropy": lambda x, o: torch.nn.functional.binary_cross_entropy(o, x, reduction="sum"),
    "mean binary cross-entropy": lambda x, o: torch.nn.functional.binary_cross_entropy(o, x),
}


def tensor(numbers: object):
    return torch.tensor(numbers, dtype=torch.float64)


class Drawn:
    """A variational autoencoder drawn by a seed: its file, and the same numbers as tensors."""

    def __init__(self, seed: int):
        self.draw = random.Random(seed)
        draw = self.draw
        self.d, self.out = draw.randint(1, 4), draw.randint(1, 4)
        self.key = draw.choice(list(SPREADS))
        self.loss = draw.choice(list(LOSSES))
        self.rows = draw.random() < 0.5
        self.mu, self.eps = self.numbers(self.d), self.numbers(self.d)
        positive = self.key in ("variance", "sigma")
        self.spread = [abs(number) + 0.1 if positive else number for number in self.numbers(self.d)]
        self.x = [round(draw.random(), 3) for _ in range(self.out)]
        self.beta = draw.choice((0.5, 1, 4))
        self.layers = []
        sizes = [self.d, *(draw.randint(1, 4) for _ in range(draw.randint(0, 2))), self.out]
        for before, after in pairwise(sizes):
            weights = [self.numbers(before) for _ in range(after)]
            bias = self.numbers(after) if draw.random() < 0.7 else None
            self.layers.append([weights, bias, draw.choice(list(ACTIVATIONS))])
        if "cross-entropy" in self.loss:
            self.layers[-1][2] = "sigmoid"

    def numbers(self, count: int) -> list[float]:
        return [round(self.draw.uniform(-1.5, 1.5), 3) for _ in range(count)]

    def text(self) -> str:
        """The problem file."""
        lines = ["kind: vae", f"mu: {self.mu}", f"{self.key}: {self.spread}", f"epsilon: {self.eps}", "decoder:"]
        for weights, bias, activation in self.layers:
            written = [list(column) for column in zip(*weights, strict=True)] if self.rows else weights
            more = "" if bias is None else f", bias: {bias}"
            lines.append(f"- {{weights: {written}, activation: {activation}{more}}}")
        lines += [f"inputs: {self.x}", f"loss: {self.loss}", f"beta: {self.beta}"]
        if self.rows:
            lines.append("vectors: rows")
        return "\n".join(lines)

    def run(self):
        """μ, the spread, z, KL, x̂, E and L in PyTorch, gradients taken."""
        mu, spread = tensor(self.mu).requires_grad_(), tensor(self.spread).requires_grad_()
        sigma = SPREADS[self.key][1](spread)
        z = mu + sigma * tensor(self.eps)
        z.retain_grad()
        h = z
        for weights, bias, activation in self.layers:
            net = tensor(weights) @ h + (0 if bias is None else tensor(bias))
            h = ACTIVATIONS[activation](net)
        prior = torch.distributions.Normal(tensor(0.0), tensor(1.0))
        kl = torch.distributions.kl_divergence(torch.distributions.Normal(mu, sigma), prior)
        error = LOSSES[self.loss](tensor(self.x), h)
        total = error + self.beta * kl.sum()
        total.backward()
        return mu, spread, z, kl, h, error, total


def item(word: str, number: int, count: int) -> str:
    return f"{word}_{number + 1}" if count > 1 else word


@pytest.mark.parametrize("seed", range(100))
def test_random_autoencoders(seed):
    """Codes, divergences, outputs, losses and gradients of random problems are PyTorch's to 1e-9."""
    drawn = Drawn(seed)
    found = nnsolve.solve(nnsolve.loads(drawn.text())[0]).values
    mu, spread, z, kl, xhat, error, total = drawn.run()
    wanted = {"KL": kl.sum(), "E": error, "L": total}
    for k in range(drawn.d):
        wanted |= {item("z", k, drawn.d): z[k], item("KL", k, drawn.d): kl[k]}
        wanted |= {f"dE/d{item('z', k, drawn.d)}": z.grad[k], f"dL/d{item('mu', k, drawn.d)}": mu.grad[k]}
        wanted[f"dL/d{item(SPREADS[drawn.key][0], k, drawn.d)}"] = spread.grad[k]
    for k in range(drawn.out):
        wanted[item("xhat", k, drawn.out)] = xhat[k]
    for name, value in wanted.items():
        assert found[name] == pytest.approx(value.item(), rel=1e-9, abs=1e-9), name


@pytest.mark.parametrize("seed", range(20))
def test_random_gaussians(seed):
    """KL in both directions is that of PyTorch's distributions, in one dimension and in several."""
    draw = random.Random(seed)
    count, key = draw.randint(1, 4), draw.choice(("variance", "sigma"))
    text, distributions = "kind: vae\ngaussians:\n", []
    for label in "pq":
        mean = [round(draw.uniform(-2, 2), 3) for _ in range(count)]
        width = [round(draw.uniform(0.2, 2), 3) for _ in range(count)]
        text += f"  {label}: {{mean: {mean}, {key}: {width}}}\n"
        deviation = tensor(width).sqrt() if key == "variance" else tensor(width)
        distributions.append(torch.distributions.Normal(tensor(mean), deviation))
    found = nnsolve.solve(nnsolve.loads(text)[0]).values
    p, q = distributions
    assert found["KL_pq"] == pytest.approx(float(torch.distributions.kl_divergence(p, q).sum()), rel=1e-12, abs=1e-14)
    assert found["KL_qp"] == pytest.approx(float(torch.distributions.kl_divergence(q, p).sum()), rel=1e-12, abs=1e-14)
    gap = ((p.loc - q.loc) ** 2 + (p.scale - q.scale) ** 2).sum().sqrt()
    assert found["W2"] == pytest.approx(float(gap), rel=1e-12)
