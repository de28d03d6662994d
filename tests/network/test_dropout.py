"""Dropout with a given or drawn mask: forward pass and gradients against a framework, and a published example."""

from __future__ import annotations

import pytest

import nnsolve
from nnsolve.errors import ProblemError

NETWORK = """
kind: backprop
layers:
  - activation: sigmoid
    weights: {h1: {w1: 0.2, w2: -0.4}, h2: {w3: 0.7, w4: 0.1}, h3: {w5: -0.3, w6: 0.5}}
    bias: {b1: 0.1, b2: -0.2, b3: 0.3}
    dropout: DROPOUT
  - activation: tanh
    weights: {h4: {w7: 0.6, w8: -0.2, w9: 0.3}, h5: {w10: 0.1, w11: 0.8, w12: -0.5}}
    bias: {b4: 0.05}
  - activation: sigmoid
    weights: {o1: {w13: 0.9, w14: -0.7}}
    bias: {b5: 0}
loss: half squared error
learning_rate: 0.5
"""
START = {
    "w1": 0.2, "w2": -0.4, "w3": 0.7, "w4": 0.1, "w5": -0.3, "w6": 0.5, "b1": 0.1, "b2": -0.2, "b3": 0.3,
    "w7": 0.6, "w8": -0.2, "w9": 0.3, "w10": 0.1, "w11": 0.8, "w12": -0.5, "b4": 0.05,
    "w13": 0.9, "w14": -0.7, "b5": 0.0,
}  # fmt: skip
SAMPLES = [([0.5, -1.0], 1.0), ([0.3, 0.8], 0.0), ([-0.6, 0.2], 0.5)]
ONE = NETWORK + "inputs: [0.5, -1]\ntargets: [1]\n"
SEVERAL = NETWORK + "samples:\n" + "".join(f"  - {{inputs: {x}, targets: [{t}]}}\n" for x, t in SAMPLES)


def gradients(parameters, visits):
    """Loss and gradients of the mean over (inputs, target, mask, scale), by autograd in double precision."""
    torch = pytest.importorskip("torch")
    p = {name: torch.tensor(value, dtype=torch.float64, requires_grad=True) for name, value in parameters.items()}
    loss = 0
    for (a, b), target, mask, scale in visits:
        hidden = []
        for k, m in enumerate(mask):
            out = torch.sigmoid(p[f"w{2 * k + 1}"] * a + p[f"w{2 * k + 2}"] * b + p[f"b{k + 1}"])
            hidden.append(out * m * scale)
        h4 = torch.tanh(sum(p[f"w{7 + k}"] * hidden[k] for k in range(3)) + p["b4"])
        h5 = torch.tanh(sum(p[f"w{10 + k}"] * hidden[k] for k in range(3)) + p["b4"])
        loss = loss + (target - torch.sigmoid(p["w13"] * h4 + p["w14"] * h5 + p["b5"])) ** 2 / 2
    (loss / len(visits)).backward()
    return float(loss.detach()) / len(visits), {name: float(value.grad) for name, value in p.items()}


@pytest.mark.parametrize("method", ["chain", "delta"])
@pytest.mark.parametrize("inverted", ["true", "false"])
@pytest.mark.parametrize("mask", [[1, 0, 1], [1, 1, 1], [0, 1, 0], [0, 0, 0]])
def test_gradients(mask, inverted, method):
    """Error and gradients are those of the masked network; what is dropped learns nothing from this sample."""
    scale = 1 / 0.8 if inverted == "true" else 1
    loss, expected = gradients(START, [(*SAMPLES[0], mask, scale)])
    text = ONE.replace("DROPOUT", f"{{keep: 0.8, mask: {mask}, inverted: {inverted}}}") + f"method: {method}\n"
    solution = nnsolve.solve(nnsolve.loads(text)[0])
    assert solution.values["E"] == pytest.approx(loss, rel=1e-14)
    for name, gradient in expected.items():
        assert solution.values[f"dE/d{name}"] == pytest.approx(gradient, rel=1e-12, abs=1e-17), name
    assert solution.check.key == "page_checked"


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize(
    "dropout", ["{keep: 0.5, mask: [1, 1, 0], inverted: true}", "{keep: 0.6, seed: 3, inverted: true}"]
)
def test_training(dropout, size):
    """Each visit uses its own mask where masks are drawn; the masks of the first epoch stand on the page."""
    text = SEVERAL.replace("DROPOUT", dropout) + f"batch: {size}\nepochs: 3\n"
    (problem,) = nnsolve.loads(text)
    solution = nnsolve.solve(problem)
    keep, now, visit = 0.5 if "mask" in dropout else 0.6, dict(START), 0
    for _ in range(3):
        for k in range(0, 3, size):
            batch = []
            for inputs, target in SAMPLES[k : k + size]:
                visit += 1
                mask = [number.value for number in problem.net.masks(visit).values()]
                if visit <= 3:
                    assert [solution.values[f"{visit}.m_h{i}"] for i in (1, 2, 3)] == mask
                batch.append((inputs, target, mask, 1 / keep))
            _, slopes = gradients(now, batch)
            now = {name: value - 0.5 * slopes[name] for name, value in now.items()}
    for name, value in now.items():
        assert solution.results[f"new_{name}"] == pytest.approx(value, rel=1e-11, abs=1e-15), name


def test_drawn_masks_keep_about_as_many_as_they_should():
    """Over a thousand visits a seed keeps about keep of all outputs, the same ones every time."""
    (problem,) = nnsolve.loads(ONE.replace("DROPOUT", "{keep: 0.7, seed: 1, inverted: false}"))
    kept = [number.value for visit in range(1, 1001) for number in problem.net.masks(visit).values()]
    assert set(kept) == {0, 1}
    assert sum(kept) / len(kept) == pytest.approx(0.7, abs=0.03)
    (again,) = nnsolve.loads(ONE.replace("DROPOUT", "{keep: 0.7, seed: 1, inverted: false}"))
    assert [n.value for n in again.net.masks(5).values()] == [n.value for n in problem.net.masks(5).values()]


def test_a_published_example():
    """Outputs 1, 2, 3, 4 with keep ½ and mask 1 0 1 0 pass on 2, 0, 6, 0; gradients 0.1 … 0.4 return 0.2, 0, 0.6, 0.

    Source: "Dropout layer (forward & backward)", https://prof.lexailabs.com/practice/dropout-fwd-bwd
    """
    text = """
kind: backprop
inputs: [1]
layers:
  - activation: identity
    weights: {h1: {w1: 1}, h2: {w2: 2}, h3: {w3: 3}, h4: {w4: 4}}
    dropout: {keep: 0.5, mask: [1, 0, 1, 0], inverted: true}
  - activation: identity
    weights: {o1: {v1: 0.1, v2: 0.2, v3: 0.3, v4: 0.4}}
targets: [0]
loss: o + 0*t
"""
    values = nnsolve.solve(nnsolve.loads(text)[0]).values
    assert [values[f"drop_h{k}"] for k in (1, 2, 3, 4)] == [2, 0, 6, 0]
    # the input is 1, so ∂E/∂w is the gradient that arrives at the output of the hidden neuron
    assert [values[f"dE/dw{k}"] for k in (1, 2, 3, 4)] == pytest.approx([0.2, 0, 0.6, 0], rel=1e-15)


def test_what_the_page_says():
    """The page tells what happens at test time and how many thinned networks there are."""
    text = nnsolve.render(nnsolve.solve(nnsolve.load("dropout")[0]), "text")
    assert "2 to the power of 3 = 8 thinned networks" in text
    assert "At test time nothing is dropped and nothing is scaled." in " ".join(text.split())
    plain = ONE.replace("DROPOUT", "{keep: 0.8, mask: [1, 0, 1], inverted: false}")
    page = " ".join(nnsolve.render(nnsolve.solve(nnsolve.loads(plain)[0]), "text").split())
    assert "every output is multiplied by 0.8" in page


def test_steps_can_be_asked():
    """The forward pass alone knows the mask too."""
    (problem,) = nnsolve.load("dropout", kind="forward", overrides={"asked": "drop_h1"})
    assert nnsolve.solve(problem).answers["drop_h1"] == pytest.approx(0.8070704, abs=1e-6)


# What stands for the dropout, and a part of the message; every fault has a place.
BAD = [
    ("{keep: 0.8, mask: [1, 0, 1]}", "inverted"),
    ("{mask: [1, 0, 1], inverted: true}", "keep"),
    ("{keep: 0.8, inverted: true}", "mask: .* or seed"),
    ("{keep: 0.8, mask: [1, 0, 1], seed: 1, inverted: true}", "seed: cannot stand beside mask:"),
    ("{keep: 1.5, mask: [1, 0, 1], inverted: true}", "a number above 0 to 1"),
    ("{keep: 0, mask: [1, 0, 1], inverted: true}", "a number above 0 to 1"),
    ("{keep: 0.8, mask: [1, 0], inverted: true}", "2 numbers for 3 neurons"),
    ("{keep: 0.8, mask: [1, 0, 2], inverted: true}", "whole number from 0 to 1"),
    ("{keep: 0.8, mask: [1, x, 1], inverted: true}", "whole number"),
    ("0.8", "mapping"),
    ("{kept: 0.8, mask: [1, 0, 1], inverted: true}", "not known"),
]


@pytest.mark.parametrize(("dropout", "part"), BAD)
def test_faults(dropout, part):
    """Each fault of the key is told at its place."""
    with pytest.raises(ProblemError, match=part) as caught:
        nnsolve.loads(ONE.replace("DROPOUT", dropout))
    assert caught.value.line >= 7


def test_where_dropout_cannot_stand():
    """Not at the outputs, not beside a parameter that has the mask's name, not in matrices."""
    good = "{keep: 0.8, mask: [1, 0, 1], inverted: true}"
    text = ONE.replace("DROPOUT", good)
    with pytest.raises(ProblemError, match="outputs of the network are not dropped"):
        nnsolve.loads(text.replace("bias: {b5: 0}", "bias: {b5: 0}\n    dropout: {keep: 1, mask: [1], inverted: true}"))
    with pytest.raises(ProblemError, match="m_h1"):
        nnsolve.loads(text.replace("w1:", "m_h1:"))
    with pytest.raises(ProblemError, match="neuron by neuron"):
        nnsolve.solve(nnsolve.loads(text + "style: matrix\n")[0])
