"""Attention drawn at random agrees with PyTorch: weights, outputs, and the gradients by everything that is given."""

from __future__ import annotations

import math
import random

import numpy
import pytest
import yaml

import nnsolve
from nnsolve.reading.load import loads

torch = pytest.importorskip("torch")

BLOCKS, GROUPS = 200, 20


class Drawn:
    """A block of attention with random numbers, as PyTorch computes it and as a problem says it."""

    def __init__(self, seed: int):
        self.draw = draw = random.Random(seed)
        torch.manual_seed(seed)
        self.rows = draw.random() < 0.6
        self.queries, self.width = draw.choice((1, 2, 3, 4, 12)), draw.choice((2, 3, 4))
        self.crossed = draw.random() < 0.3
        self.keys = draw.choice((1, 2, 3, 5)) if self.crossed else self.queries
        self.heads = draw.choice((1, 1, 2, 3))
        self.own = draw.random() < 0.4  # heads with weights of their own
        self.d_k, self.d_v = draw.choice((1, 2, 3)), draw.choice((1, 2, 3))
        self.score = draw.choice(("dot", "dot", "general")) if self.heads == 1 else "dot"
        self.problem: dict = {"kind": "attention", "tokens_in": "rows" if self.rows else "columns"}
        self.given: dict[str, torch.Tensor] = {}
        self.output, self.weights = self._computed()

    def matrix(self, name: str, height: int, width: int) -> torch.Tensor:
        """A random matrix that is given under this name, with tokens in rows."""
        self.given[name] = torch.randn(height, width, dtype=torch.double, requires_grad=True)
        return self.given[name]

    def told(self, tensor: torch.Tensor) -> list:
        """The numbers of a matrix as the problem lays them out."""
        return (tensor if self.rows else tensor.T).tolist()

    def _computed(self) -> tuple[torch.Tensor, list[torch.Tensor]]:
        x = self.matrix("X", self.queries, self.width)
        self.problem["inputs"] = self.told(x)
        memory = x
        if self.crossed:
            memory = self.matrix("M", self.keys, self.width)
            self.problem["memory"] = self.told(memory)
        seen, hidden = self._mask()
        scale = self._scale()
        parts = self._projected(x, memory)
        outputs, weights = [], []
        for q, k, v in parts:
            if self.score == "general":
                w = self.matrix("W", self.d_k, self.d_k)
                self.problem |= {"score": "general", "score_weights": {"W": w.tolist()}}
                q = q @ w
            if hidden is None:
                ones = torch.eye(self.keys, dtype=torch.double)
                outputs.append(self._attended(q, k, v, seen, scale))
                weights.append(self._attended(q, k, ones, seen, scale))
                continue
            scores = q @ k.T
            if self.problem["masked"] == "before":
                scores = torch.where(seen, scores, hidden) / scale
            else:
                scores = torch.where(seen, scores / scale, hidden)
            weights.append(torch.softmax(scores, dim=-1))
            outputs.append(weights[-1] @ v)
        joined = torch.cat(outputs, dim=1)
        if self.draw.random() < 0.5:
            joined = joined @ self.matrix("W_O", joined.shape[1], self.width)
            self.problem["weights"]["O"] = self.told(self.given["W_O"])
        return joined, weights

    def _attended(self, q, k, v, seen, scale) -> torch.Tensor:
        attend = torch.nn.functional.scaled_dot_product_attention
        return attend(q[None], k[None], v[None], attn_mask=seen, scale=1 / scale)[0]

    def _mask(self) -> tuple[torch.Tensor, float | None]:
        """Which query sees which key, every query at least one, and what hides the others where that is a number."""
        seen = torch.ones(self.queries, self.keys, dtype=torch.bool)
        kind = self.draw.choice(("none", "causal", "rows", "padding"))
        if kind == "causal":
            seen = seen.tril()
            self.problem["mask"] = "causal"
        elif kind == "rows":
            seen = torch.rand(self.queries, self.keys) < 0.6
            seen[:, self.draw.randrange(self.keys)] = True
            self.problem["mask"] = seen.int().tolist()
        elif kind == "padding" and self.keys > 1:
            seen[:, -1] = False
            self.problem["padding"] = [self.keys]
        if not {"mask", "padding"} & self.problem.keys() or self.draw.random() < 0.7:
            return seen, None
        hidden = self.draw.choice((-2.0, -1e9))
        self.problem |= {"hidden_score": hidden, "masked": self.draw.choice(("before", "after"))}
        return seen, hidden

    def _scale(self) -> float:
        chosen = self.draw.choice(("sqrt(d_k)", "none", 3))
        self.problem["scale"] = chosen
        return {"sqrt(d_k)": math.sqrt(self.d_k), "none": 1.0, 3: 3.0}[chosen]

    def _projected(self, x: torch.Tensor, memory: torch.Tensor) -> list[tuple[torch.Tensor, ...]]:
        """Queries, keys and values of every head."""
        sources = {"Q": (x, self.d_k), "K": (memory, self.d_k), "V": (memory, self.d_v)}
        biased = self.draw.random() < 0.5
        if self.own:
            return [self._of_head(str(head), sources, biased, 1) for head in range(1, self.heads + 1)]
        self.problem["heads"] = self.heads
        whole = self._of_head("", sources, biased, self.heads)
        return list(zip(*(each.chunk(self.heads, dim=1) for each in whole), strict=True))

    def _of_head(self, number: str, sources: dict, biased: bool, times: int) -> tuple[torch.Tensor, ...]:
        weights, bias, found = {}, {}, []
        for role, (source, width) in sources.items():
            w = self.matrix(f"W_{role}{number}", self.width, width * times)
            made = source @ w
            weights[role] = self.told(w)
            if biased:
                b = self.matrix(f"b_{role}{number}", 1, width * times)
                made = made + b
                bias[role] = b[0].tolist()
            found.append(made)
        head = weights | ({"bias": bias} if biased and number else {})
        if number:
            self.problem.setdefault("heads", []).append(head)
            self.problem.setdefault("weights", {})
        else:
            self.problem["weights"] = weights
            self.problem |= {"bias": bias} if biased else {}
        return tuple(found)

    def solution(self) -> nnsolve.Solution:
        """The solution of the problem, with the gradient of the output given."""
        self.above = torch.randn_like(self.output)
        self.output.backward(self.above)
        self.problem["above"] = self.told(self.above)
        if not self.problem.get("weights"):
            self.problem.pop("weights", None)
        if self.problem["scale"] == "none":  # before and after are the same there
            self.problem.pop("masked", None)
        (problem,) = loads(yaml.safe_dump(self.problem))
        return nnsolve.solve(problem)


def _close(found: numpy.ndarray, wanted: torch.Tensor, rows: bool, what: str) -> None:
    laid = wanted.detach().numpy() if rows else wanted.detach().numpy().T
    scale = max(1.0, float(abs(laid).max()))
    assert numpy.asarray(found).shape == laid.shape, what
    assert abs(numpy.asarray(found, dtype=float) - laid).max() < 1e-9 * scale, what


@pytest.mark.parametrize("group", range(GROUPS))
def test_random_blocks_agree_with_pytorch(group: int):
    """Weights, outputs, and the gradients by tokens, weights and biases, to nine digits."""
    for seed in range(group * BLOCKS // GROUPS, (group + 1) * BLOCKS // GROUPS):
        drawn = Drawn(seed)
        values = drawn.solution().values
        _close(values["O"], drawn.output, drawn.rows, f"seed {seed}: O")
        for head, weights in enumerate(drawn.weights, 1):
            name = f"A_{head}" if drawn.heads > 1 else "A"
            _close(values[name], weights, drawn.rows, f"seed {seed}: {name}")
        for name, given in drawn.given.items():
            turned = drawn.rows or name == "W"
            _close(values[f"dE/d{name}"], given.grad, turned, f"seed {seed}: dE/d{name}")


@pytest.mark.parametrize("seed", range(6))
def test_heads_agree_with_the_module_of_pytorch(seed: int):
    """MultiheadAttention with biases, causal: its output and the gradients by its inputs and W_O."""
    torch.manual_seed(seed)
    heads, width, tokens = ((1, 2, 3), (2, 4, 3), (3, 6, 4), (2, 2, 5), (4, 8, 2), (2, 6, 3))[seed]
    module = torch.nn.MultiheadAttention(width, heads, batch_first=True, dtype=torch.double)
    torch.nn.init.normal_(module.in_proj_bias)
    torch.nn.init.normal_(module.out_proj.bias)
    x = torch.randn(1, tokens, width, dtype=torch.double, requires_grad=True)
    hidden = torch.ones(tokens, tokens, dtype=torch.bool).triu(1)
    output, _ = module(x, x, x, attn_mask=hidden, need_weights=False)
    above = torch.randn_like(output)
    output.backward(above)
    weights = dict(zip("QKV", (each.T.tolist() for each in module.in_proj_weight.chunk(3)), strict=True))
    bias = dict(zip("QKV", (each.tolist() for each in module.in_proj_bias.chunk(3)), strict=True))
    problem = {
        "kind": "attention",
        "inputs": x[0].tolist(),
        "weights": weights | {"O": module.out_proj.weight.T.tolist()},
        "bias": bias | {"O": module.out_proj.bias.tolist()},
        "heads": heads,
        "scale": "sqrt(d_k)",
        "mask": "causal",
        "above": above[0].tolist(),
    }
    values = nnsolve.solve(loads(yaml.safe_dump(problem))[0]).values
    _close(values["O"], output[0], True, "O")
    _close(values["dE/dX"], x.grad[0], True, "dE/dX")
    _close(values["dE/dW_O"], module.out_proj.weight.grad, False, "dE/dW_O")
    _close(values["dE/db_O"], module.out_proj.bias.grad[None], True, "dE/db_O")
    for number, letter in enumerate("QKV"):
        _close(values[f"dE/dW_{letter}"], module.in_proj_weight.grad.chunk(3)[number], False, f"dE/dW_{letter}")


@pytest.mark.parametrize("seed", range(8))
def test_additive_scores_agree_with_autograd(seed: int):
    """vᵀtanh(Wq + Uk) of every pair, with all gradients, tokens in rows and in columns."""
    torch.manual_seed(seed)
    rows, queries, keys, height = seed % 2 == 0, (1, 2, 3)[seed % 3], (2, 3)[seed % 2], (1, 2, 4)[seed % 3]
    shapes = {"Q": (queries, 2), "K": (keys, 3), "V": (keys, 2), "W": (height, 2), "U": (height, 3), "v": (1, height)}
    given = {name: torch.randn(*shape, dtype=torch.double, requires_grad=True) for name, shape in shapes.items()}
    q, k = given["Q"] @ given["W"].T, given["K"] @ given["U"].T
    scores = (torch.tanh(q[:, None] + k[None]) * given["v"][0]).sum(-1)
    output = torch.softmax(scores, dim=1) @ given["V"]
    above = torch.randn_like(output)
    output.backward(above)
    lay = (lambda each: each.tolist()) if rows else (lambda each: each.T.tolist())
    problem = {
        "kind": "attention",
        "tokens_in": "rows" if rows else "columns",
        "score": "additive",
        "score_weights": {"W": given["W"].tolist(), "U": given["U"].tolist(), "v": given["v"][0].tolist()},
        "scale": "none",
        "above": lay(above),
    } | {letter: lay(given[letter]) for letter in "QKV"}
    values = nnsolve.solve(loads(yaml.safe_dump(problem))[0]).values
    _close(values["O"], output, rows, "O")
    for name, each in given.items():
        _close(values[f"dE/d{name}"], each.grad, rows or name in "WU", f"dE/d{name}")


@pytest.mark.parametrize("seed", range(10))
def test_a_block_agrees_with_the_layer_of_pytorch(seed: int):
    """TransformerEncoderLayer, post and pre norm, ReLU and GELU, in rows and columns: its output and all gradients."""
    torch.manual_seed(seed)
    heads, width, hidden, tokens = ((1, 3, 4, 2), (2, 4, 3, 3), (2, 4, 8, 5))[seed % 3]
    pre, activation, rows = seed % 2 == 0, ("relu", "gelu")[seed // 2 % 2], seed % 4 != 3
    layer = torch.nn.TransformerEncoderLayer(
        width, heads, hidden, 0.0, activation, 1e-5, batch_first=True, norm_first=pre, dtype=torch.double
    )
    for parameter in layer.parameters():
        torch.nn.init.normal_(parameter)
    x = torch.randn(1, tokens, width, dtype=torch.double, requires_grad=True)
    output = layer(x)
    above = torch.randn_like(output)
    output.backward(above)

    def lay(each: torch.Tensor) -> list:
        return (each if rows else each.T).tolist()

    attend = layer.self_attn
    weights = dict(zip("QKV", (lay(each.T) for each in attend.in_proj_weight.chunk(3)), strict=True))
    bias = dict(zip("QKV", (each.tolist() for each in attend.in_proj_bias.chunk(3)), strict=True))
    problem = {
        "kind": "attention",
        "tokens_in": "rows" if rows else "columns",
        "inputs": lay(x[0]),
        "weights": weights | {"O": lay(attend.out_proj.weight.T)},
        "bias": bias | {"O": attend.out_proj.bias.tolist()},
        "heads": heads,
        "scale": "sqrt(d_k)",
        "block": {
            "norm": "pre" if pre else "post",
            "epsilon": 1e-5,
            "gamma": layer.norm1.weight.tolist(),
            "beta": layer.norm1.bias.tolist(),
            "feed_forward": {
                "first": lay(layer.linear1.weight.T),
                "first_bias": layer.linear1.bias.tolist(),
                "activation": activation,
                "second": lay(layer.linear2.weight.T),
                "second_bias": layer.linear2.bias.tolist(),
                "gamma": layer.norm2.weight.tolist(),
                "beta": layer.norm2.bias.tolist(),
            },
        },
        "above": lay(above[0]),
    }
    values = nnsolve.solve(loads(yaml.safe_dump(problem))[0]).values
    _close(values["R_2" if pre else "N_2"], output[0], rows, "the output")
    _close(values["dE/dX"], x.grad[0], rows, "dE/dX")
    _close(values["dE/dW_1"], layer.linear1.weight.grad.T, rows, "dE/dW_1")
    _close(values["dE/dW_2"], layer.linear2.weight.grad.T, rows, "dE/dW_2")
    _close(values["dE/dW_O"], attend.out_proj.weight.grad.T, rows, "dE/dW_O")
    _close(values["dE/dgamma_1"], layer.norm1.weight.grad[None], rows, "dE/dgamma_1")
    _close(values["dE/dbeta_2"], layer.norm2.bias.grad[None], rows, "dE/dbeta_2")
    _close(values["dE/db_1"], layer.linear1.bias.grad[None], rows, "dE/db_1")
    for number, letter in enumerate("QKV"):
        _close(values[f"dE/dW_{letter}"], attend.in_proj_weight.grad.chunk(3)[number].T, rows, f"dE/dW_{letter}")
