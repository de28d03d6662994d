"""Perplexity, probabilities of sequences and beams against PyTorch's cross-entropy and top-k."""

from __future__ import annotations

import pytest

from ..support import Texts

torch = pytest.importorskip("torch")

TEXTS = Texts("language")
values = TEXTS.values


@pytest.mark.parametrize("seed", range(4))
def test_cross_entropy(seed):
    """H is PyTorch's mean cross-entropy of the tokens, the perplexity its exponential, ln P minus its sum."""
    torch.manual_seed(seed)
    logits = torch.randn(6, 9, dtype=torch.float64)
    tokens = torch.randint(0, 9, (6,))
    chances = torch.softmax(logits, 1)[torch.arange(6), tokens].tolist()
    mean = torch.nn.functional.cross_entropy(logits, tokens).item()
    found = values(f"perplexity: {{probabilities: {chances}}}")
    assert found["H"] == pytest.approx(mean, rel=1e-12)
    assert found["PP"] == pytest.approx(torch.exp(torch.tensor(mean, dtype=torch.float64)).item(), rel=1e-12)
    assert values(f"sequence: {{probabilities: {chances}}}")["logP"] == pytest.approx(-6 * mean, rel=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_beam(seed):
    """The survivors of every step are the top k of all sums of log-probabilities."""
    torch.manual_seed(seed)
    size, width, steps = 4, 3, 3
    table = torch.softmax(torch.randn(size + 1, size, dtype=torch.float64), 1) * 0.999
    scores, last = torch.log(table[0]).topk(width)
    words = {f"w{k}": {f"w{j}": table[k + 1, j].item() for j in range(size)} for k in range(size)}
    start = {f"w{j}": table[0, j].item() for j in range(size)}
    found = values(f"beam: {{width: {width}, steps: {steps}, start: {start}, next: {words}}}")
    for step in range(2, steps + 1):
        scores, places = (scores[:, None] + torch.log(table[last + 1])).flatten().topk(width)
        last = places % size
        survivors = [found[f"beam@{step}[{k}]"] for k in range(1, width + 1)]
        assert survivors == pytest.approx(torch.exp(scores).tolist(), rel=1e-9)
