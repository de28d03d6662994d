"""One step of a GAN against PyTorch's autograd, and losses against those of PyTorch."""

from __future__ import annotations

import json
import random

import pytest

from tests.support import Texts

torch = pytest.importorskip("torch")
F = torch.nn.functional

GAN = Texts("gan")
WITHIN = 1e-9


def drawn(draw: random.Random, least: int = 1, most: int = 4) -> list[float]:
    """A few numbers."""
    return [round(draw.uniform(-2, 2), 3) for _ in range(draw.randint(least, most))]


def step_of(draw: random.Random) -> dict:
    """A problem of one step."""
    step = {
        "generator": {"w": round(draw.uniform(-2, 2), 3), "b": round(draw.uniform(-1, 1), 3)},
        "discriminator": {"a": round(draw.uniform(-2, 2), 3), "c": round(draw.uniform(-1, 1), 3)},
        "real": drawn(draw),
        "noise": drawn(draw),
        "mean_over": draw.choice(["all", "each", "half"]),
        "generator_loss": draw.choice(["minimax", "non-saturating"]),
        "generator_sees": draw.choice(["new", "old"]),
        "learning_rate": round(draw.uniform(0.01, 1), 3),
    }
    if draw.random() < 0.5:
        step["fresh_noise"] = drawn(draw)
    return step


def d_loss(mean_over: str, real, fake):
    """The loss of D of logits, as PyTorch has it."""
    if mean_over == "all":
        logits = torch.cat([real, fake])
        targets = torch.cat([torch.ones_like(real), torch.zeros_like(fake)])
        return F.binary_cross_entropy_with_logits(logits, targets)
    both = F.binary_cross_entropy_with_logits(real, torch.ones_like(real))
    both = both + F.binary_cross_entropy_with_logits(fake, torch.zeros_like(fake))
    return both / 2 if mean_over == "half" else both


def by_torch(step: dict) -> dict[str, float]:
    """What PyTorch computes of the same step."""

    def number(value, learns: bool = True):
        return torch.tensor(value, dtype=torch.float64, requires_grad=learns)

    w, b = number(step["generator"]["w"]), number(step["generator"]["b"])
    a, c = number(step["discriminator"]["a"]), number(step["discriminator"]["c"])
    x, z, rate = number(step["real"], False), number(step["noise"], False), step["learning_rate"]
    loss = d_loss(step["mean_over"], a * x + c, a * (w * z + b).detach() + c)
    loss.backward()
    found = {"D_loss": loss, "dD_loss/da": a.grad, "dD_loss/dc": c.grad}
    found |= {"new_a": a - rate * a.grad, "new_c": c - rate * c.grad}
    sees = (found["new_a"], found["new_c"]) if step["generator_sees"] == "new" else (a, c)
    weight, bias = (each.detach() for each in sees)
    logits = weight * (w * number(step.get("fresh_noise", step["noise"]), False) + b) + bias
    if step["generator_loss"] == "minimax":
        loss = -F.binary_cross_entropy_with_logits(logits, torch.zeros_like(logits))
    else:
        loss = F.binary_cross_entropy_with_logits(logits, torch.ones_like(logits))
    loss.backward()
    found |= {"G_loss": loss, "dG_loss/dw": w.grad, "dG_loss/db": b.grad}
    found |= {"new_w": w - rate * w.grad, "new_b": b - rate * b.grad}
    return {name: value.item() for name, value in found.items()}


@pytest.mark.parametrize("seed", range(100))
def test_steps_equal_autograd(seed):
    """Losses, gradients and new parameters of both nets."""
    step = step_of(random.Random(seed))
    solution = GAN.solved(f"step: {json.dumps(step)}")
    for name, value in by_torch(step).items():
        assert float(solution.values[name]) == pytest.approx(value, abs=WITHIN, rel=WITHIN), name
    assert solution.check is not None and solution.check.key.startswith("page_checked")


@pytest.mark.parametrize("seed", range(20))
def test_losses_of_logits(seed):
    """Losses of D, smoothed or not, and both of G, with their slopes by the logits."""
    draw = random.Random(seed)
    real, fake = drawn(draw), drawn(draw)
    label, other = draw.choice([(1, 0), (0.9, 0), (0.8, 0.1)])
    labels = f"real_label: {label}\nfake_label: {other}"
    values = GAN.values(f"real: {real}\nfake: {fake}\nmean_over: each\npredictions_are: logits\n{labels}")
    first, second = torch.tensor(real, dtype=torch.float64), torch.tensor(fake, dtype=torch.float64)
    second.requires_grad_()
    loss = F.binary_cross_entropy_with_logits(first, torch.full_like(first, label))
    loss = loss + F.binary_cross_entropy_with_logits(second, torch.full_like(second, other))
    assert float(values["D_loss"]) == pytest.approx(float(loss), abs=WITHIN)
    terms = F.binary_cross_entropy_with_logits(second, torch.ones_like(second), reduction="none")
    terms.sum().backward()
    assert float(values["G_loss_non_saturating"]) == pytest.approx(float(terms.mean()), abs=WITHIN)
    for k, slope in enumerate(second.grad, 1):
        assert float(values[f"dnonsat_{k}/dz_f{k}"]) == pytest.approx(float(slope), abs=WITHIN)
