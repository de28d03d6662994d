"""word2vec against PyTorch: losses and gradients of random pairs, by cross-entropy and log-sigmoid."""

from __future__ import annotations

import random

import pytest

from ..support import Texts

torch = pytest.importorskip("torch")
values = Texts("language").values


def drawn(draw: random.Random, words: str, size: int) -> dict[str, list[float]]:
    """A vector for each letter of ``words``."""
    return {word: [round(draw.uniform(-2, 2), 3) for _ in range(size)] for word in words}


def tensors(vectors: dict[str, list[float]]) -> dict[str, torch.Tensor]:
    """The same as leaves of a graph."""
    found = {}
    for word, vector in vectors.items():
        found[word] = torch.tensor(vector, dtype=torch.double, requires_grad=True)
    return found


@pytest.mark.parametrize("seed", range(24))
def test_one_pair(seed):
    """Skip-gram and CBOW (mean, sum), softmax and negative sampling with words drawn twice: loss and every gradient."""
    draw = random.Random(seed)
    words, size = "abcdefgh"[: draw.randint(3, 8)], draw.randint(1, 5)
    inputs, outputs = drawn(draw, words, size), drawn(draw, words, size)
    v, u = tensors(inputs), tensors(outputs)
    right = draw.choice(words)
    others = [word for word in words if word != right]
    keys: dict = {"input_vectors": inputs, "output_vectors": outputs, "learning_rate": 0.5}
    if seed % 2:
        average = draw.choice(("mean", "sum"))
        around = [draw.choice(others) for _ in range(draw.randint(2, 4))]
        keys |= {"model": "cbow", "context": around, "center": right, "average": average}
        stacked = torch.stack([v[word] for word in around])
        hidden = stacked.mean(0) if average == "mean" else stacked.sum(0)
    else:
        around = [draw.choice(words)]
        keys |= {"model": "skip-gram", "center": around[0], "context": right}
        hidden = v[around[0]]
    if draw.random() < 0.5:
        scores = torch.stack([u[word] @ hidden for word in words])
        loss = torch.nn.functional.cross_entropy(scores[None], torch.tensor([words.index(right)]))
        scored = list(words)
    else:
        negative = [draw.choice(others) for _ in range(draw.randint(1, 4))]
        keys["negative"] = negative
        loss = -torch.nn.functional.logsigmoid(u[right] @ hidden)
        for word in negative:
            loss = loss - torch.nn.functional.logsigmoid(-u[word] @ hidden)
        scored = [right, *negative]
    loss.backward()
    found = values(f"word2vec: {keys}")
    assert found["E"] == pytest.approx(loss.item(), rel=1e-12)
    for letter, leaves, used in (("v", v, around), ("u", u, scored)):
        for word in used:
            gradient = leaves[word].grad
            new = (leaves[word] - 0.5 * gradient).tolist()
            assert found[f"dE/d{letter}_{word}"].ravel() == pytest.approx(gradient.tolist(), rel=1e-10, abs=1e-13)
            assert found[f"new_{letter}_{word}"].ravel() == pytest.approx(new, rel=1e-10, abs=1e-13)
