"""Layers one above the other, RMS norms and gated feed-forward layers agree with PyTorch, values and gradients."""

from __future__ import annotations

import numpy
import pytest
import yaml

import nnsolve
from nnsolve.reading.load import loads

torch = pytest.importorskip("torch")


def values(problem: dict) -> dict:
    """The values of a problem of attention."""
    return nnsolve.solve(loads(yaml.safe_dump({"kind": "attention"} | problem))[0]).values


def close(found: object, wanted: torch.Tensor, what: str) -> None:
    """Nine digits agree."""
    told = wanted.detach().numpy()
    shaped = numpy.asarray(found, dtype=float).reshape(told.shape)
    assert abs(shaped - told).max() < 1e-9 * max(1.0, abs(told).max()), what


def layer_of(layer: torch.nn.TransformerEncoderLayer) -> dict:
    """A layer of PyTorch as the problem says it."""
    attend, feed = layer.self_attn, {"activation": "gelu"}
    for word, linear in (("first", layer.linear1), ("second", layer.linear2)):
        feed |= {word: linear.weight.T.tolist(), f"{word}_bias": linear.bias.tolist()}
    matrices, biases = attend.in_proj_weight.chunk(3), attend.in_proj_bias.chunk(3)
    weights = {letter: each.T.tolist() for letter, each in zip("QKV", matrices, strict=True)}
    bias = {letter: each.tolist() for letter, each in zip("QKV", biases, strict=True)}
    return {
        "weights": weights | {"O": attend.out_proj.weight.T.tolist()},
        "bias": bias | {"O": attend.out_proj.bias.tolist()},
        "gamma": layer.norm1.weight.tolist(),
        "beta": layer.norm1.bias.tolist(),
        "feed_forward": feed | {"gamma": layer.norm2.weight.tolist(), "beta": layer.norm2.bias.tolist()},
    }


@pytest.mark.parametrize(("pre", "count", "seed"), [(False, 2, 1), (True, 2, 2), (False, 3, 3), (True, 1, 4)])
def test_an_encoder_agrees_with_the_module_of_pytorch(pre: bool, count: int, seed: int):
    """TransformerEncoder with causal mask, post norm or pre norm with a norm behind: output and all gradients."""
    torch.manual_seed(seed)
    layer = torch.nn.TransformerEncoderLayer(
        4, 2, 3, 0.0, "gelu", 1e-5, batch_first=True, norm_first=pre, dtype=torch.double
    )
    final = torch.nn.LayerNorm(4, dtype=torch.double) if pre else None
    encoder = torch.nn.TransformerEncoder(layer, count, final, enable_nested_tensor=False)
    for parameter in encoder.parameters():
        torch.nn.init.normal_(parameter)
    x = torch.randn(1, 3, 4, dtype=torch.double, requires_grad=True)
    output = encoder(x, mask=torch.ones(3, 3, dtype=torch.bool).triu(1))
    above = torch.randn_like(output)
    output.backward(above)
    block: dict = {"norm": "pre" if pre else "post", "epsilon": 1e-5}
    if final is not None:
        block["final_norm"] = {"gamma": final.weight.tolist(), "beta": final.bias.tolist()}
    found = values(
        {
            "inputs": x[0].tolist(),
            "heads": 2,
            "scale": "sqrt(d_k)",
            "mask": "causal",
            "layers": list(map(layer_of, encoder.layers)),
            "block": block,
            "above": above[0].tolist(),
        }
    )
    last = "N_f" if pre else f"N_2^{count}"
    close(found[last], output[0], "the output")
    close(found["dE/dX"], x.grad[0], "dE/dX")
    for number, each in enumerate(encoder.layers, 1):
        index = f"^{number}" if count > 1 else ""
        gradients = {
            "W_O": each.self_attn.out_proj.weight.grad.T,
            "b_O": each.self_attn.out_proj.bias.grad,
            "W_1": each.linear1.weight.grad.T,
            "W_2": each.linear2.weight.grad.T,
            "b_1": each.linear1.bias.grad,
            "gamma_1": each.norm1.weight.grad,
            "beta_2": each.norm2.bias.grad,
        }
        for place, letter in enumerate("QKV"):
            gradients[f"W_{letter}"] = each.self_attn.in_proj_weight.grad.chunk(3)[place].T
        for name, wanted in gradients.items():
            close(found[f"dE/d{name}{index}"], wanted, f"dE/d{name}{index}")


ACTIVATIONS = {
    "silu": torch.nn.functional.silu,
    "gelu": torch.nn.functional.gelu,
    "relu": torch.relu,
    "sigmoid": torch.sigmoid,
    "identity": lambda x: x,
}


@pytest.mark.parametrize("rows", [True, False])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gated_layers_agree_with_autograd(activation: str, rows: bool):
    """(f(xW + b) ⊙ (xV + c))W₂ + d: SwiGLU, GEGLU, ReGLU, GLU and bilinear, tokens in rows and in columns."""
    torch.manual_seed(len(activation))
    shapes = {"X": (3, 2), "W_1": (2, 4), "W_up": (2, 4), "W_2": (4, 3), "b_1": (1, 4), "b_up": (1, 4), "b_2": (1, 3)}
    given = {name: torch.randn(*shape, dtype=torch.double, requires_grad=True) for name, shape in shapes.items()}
    hidden = ACTIVATIONS[activation](given["X"] @ given["W_1"] + given["b_1"])
    output = (hidden * (given["X"] @ given["W_up"] + given["b_up"])) @ given["W_2"] + given["b_2"]
    above = torch.randn_like(output)
    output.backward(above)

    def lay(each: torch.Tensor) -> torch.Tensor:
        return each if rows else each.T

    feed = {"activation": activation}
    for key, letter in (("first", "1"), ("up", "up"), ("second", "2")):
        feed[key] = lay(given[f"W_{letter}"]).tolist()
        feed[f"{key}_bias"] = given[f"b_{letter}"][0].tolist()
    problem = {"inputs": lay(given["X"]).tolist(), "feed_forward": feed, "above": lay(above).tolist()}
    found = values(problem | {"tokens_in": "rows" if rows else "columns"})
    close(found["F_2"], lay(output), "the output")
    for name, each in given.items():
        close(found[f"dE/d{name}"], lay(each.grad), f"dE/d{name}")


@pytest.mark.parametrize(("place", "epsilon"), [("post", 1e-6), ("pre", 0), ("pre", 0.1)])
def test_rms_norms_agree_with_pytorch(place: str, epsilon: float):
    """torch.nn.functional.rms_norm around attention without weights: output and gradients by X and γ."""
    torch.manual_seed(7)
    x = torch.randn(3, 4, dtype=torch.double, requires_grad=True)
    gamma = torch.randn(4, dtype=torch.double, requires_grad=True)

    def norm(tokens: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.rms_norm(tokens, (4,), gamma, epsilon)

    def attend(tokens: torch.Tensor) -> torch.Tensor:
        return torch.softmax(tokens @ tokens.T / 2, dim=1) @ tokens

    output = norm(x + attend(x)) if place == "post" else x + attend(norm(x))
    above = torch.randn_like(output)
    output.backward(above)
    block = {"norm": place, "norm_type": "rms", "epsilon": epsilon, "gamma": gamma.tolist()}
    found = values({"inputs": x.tolist(), "scale": "sqrt(d_k)", "block": block, "above": above.tolist()})
    close(found["N_1" if place == "post" else "R_1"], output, "the output")
    close(found["dE/dX"], x.grad, "dE/dX")
    close(found["dE/dgamma_1"], gamma.grad, "dE/dgamma_1")


@pytest.mark.parametrize("rows", [True, False])
@pytest.mark.parametrize("tied", [True, False])
@pytest.mark.parametrize("mean", [True, False])
@pytest.mark.parametrize("right", [[2, 0, 3], [2, None, 0], [None, 1, None]])
def test_the_loss_of_words_agrees_with_pytorch(rows: bool, tied: bool, mean: bool, right: list):
    """torch.nn.functional.cross_entropy over the tokens that count: probabilities, loss, all gradients."""
    torch.manual_seed(5)
    shapes = {"X": (3, 2), "W_L": (2, 4), "b_L": (1, 4)}
    given = {name: torch.randn(*shape, dtype=torch.double, requires_grad=True) for name, shape in shapes.items()}
    logits = given["X"] @ given["W_L"] + given["b_L"]
    wanted = torch.tensor([-100 if word is None else word for word in right])
    loss = torch.nn.functional.cross_entropy(logits, wanted, reduction="mean" if mean else "sum")
    loss.backward()

    def lay(each: torch.Tensor) -> torch.Tensor:
        return each if rows else each.T

    weights = {"embedding": given["W_L"].T.tolist()} if tied else {"weights": lay(given["W_L"]).tolist()}
    targets = ["none" if word is None else word for word in right]
    head = weights | {"bias": given["b_L"][0].tolist(), "targets": targets, "numbered_from": 0, "gradients": True}
    if sum(word is not None for word in right) > 1:
        head["loss"] = "mean" if mean else "sum"
    laid = "rows" if rows else "columns"
    found = values({"tokens_in": laid, "inputs": lay(given["X"]).tolist(), "lm_head": head})
    close(found["P"], lay(torch.softmax(logits, dim=1)), "P")
    close(found["E"], loss, "E")
    close(found["dE/dX"], lay(given["X"].grad), "dE/dX")
    close(found["dE/db_L"], lay(given["b_L"].grad), "dE/db_L")
    if tied:
        close(found["dE/dW_E"], given["W_L"].grad.T, "dE/dW_E")
    else:
        close(found["dE/dW_L"], lay(given["W_L"].grad), "dE/dW_L")


def test_words_behind_attention_agree_with_pytorch():
    """Positions, causal attention, a norm, then words: the loss and its gradients by X and W_Q."""
    torch.manual_seed(11)
    x, w, e = (torch.randn(*size, dtype=torch.double, requires_grad=True) for size in ((3, 4), (4, 4), (5, 4)))
    position = torch.arange(3, dtype=torch.double)[:, None] / torch.tensor([1, 1, 100, 100], dtype=torch.double)
    added = x + torch.where(torch.tensor([True, False, True, False]), position.sin(), position.cos())
    scores = (added @ w) @ added.T / 2
    hidden = torch.ones(3, 3, dtype=torch.bool).triu(1)
    mixed = torch.softmax(scores.masked_fill(hidden, -torch.inf), dim=1) @ added
    logits = torch.nn.functional.layer_norm(added + mixed, (4,), eps=1e-5) @ e.T
    loss = torch.nn.functional.cross_entropy(logits, torch.tensor([1, 4, 0]))
    loss.backward()
    found = values(
        {
            "inputs": x.tolist(),
            "positions": {"encoding": "interleaved"},
            "weights": {"Q": w.tolist(), "K": torch.eye(4).tolist(), "V": torch.eye(4).tolist()},
            "scale": "sqrt(d_k)",
            "mask": "causal",
            "block": {"norm": "post", "epsilon": 1e-5},
            "lm_head": {"embedding": e.tolist(), "words": list("abcde"), "targets": list("bea"), "loss": "mean"},
            "asked": ["E", "dE/dX", "dE/dW_Q", "dE/dW_E"],
        }
    )
    for name, wanted in {"E": loss, "dE/dX": x.grad, "dE/dW_Q": w.grad, "dE/dW_E": e.grad}.items():
        close(found[name], wanted, name)
