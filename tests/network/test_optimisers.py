"""Optimisers, clipping and decay in backprop: against a framework's optimisers on the same network."""

from __future__ import annotations

import pytest

import nnsolve
from nnsolve.errors import ProblemError

from .test_regularisation import NETWORK, ONE, SAMPLES, SEVERAL, START

RATE = "learning_rate: 0.5"

# As written with preset pytorch, and the framework's class with its arguments (ε large, so that its place shows).
WAYS = {
    "gd": ("SGD", {}),
    "{momentum: {momentum: 0.9, dampening: 0.3}}": ("SGD", {"momentum": 0.9, "dampening": 0.3}),
    "{nesterov: {momentum: 0.8}}": ("SGD", {"momentum": 0.8, "nesterov": True}),
    "{adagrad: {epsilon: 1e-3}}": ("Adagrad", {"eps": 1e-3}),
    "{adagrad: {epsilon: 1e-3, lr_decay: 0.2}}": ("Adagrad", {"eps": 1e-3, "lr_decay": 0.2}),
    "{rmsprop: {epsilon: 1e-3}}": ("RMSprop", {"eps": 1e-3}),
    "{adadelta: {epsilon: 1e-3}}": ("Adadelta", {"eps": 1e-3}),
    "{adam: {epsilon: 1e-3}}": ("Adam", {"eps": 1e-3}),
    "{adam: {epsilon: 1e-3, weight_decay: 0.1}}": ("Adam", {"eps": 1e-3, "weight_decay": 0.1}),
    "{adamw: {epsilon: 1e-3, weight_decay: 0.1}}": ("AdamW", {"eps": 1e-3, "weight_decay": 0.1}),
    "{amsgrad: {epsilon: 1e-3}}": ("Adam", {"eps": 1e-3, "amsgrad": True}),
    "{adamax: {epsilon: 1e-3}}": ("Adamax", {"eps": 1e-3}),
    "{nadam: {epsilon: 1e-3}}": ("NAdam", {"eps": 1e-3}),
}


class Reference:
    """The network of the text in a framework."""

    def __init__(self):
        self.torch = pytest.importorskip("torch")
        self.p = {k: self.torch.tensor(v, dtype=self.torch.float64, requires_grad=True) for k, v in START.items()}

    def loss(self, samples):
        """The mean of the half squared error over samples."""
        p, torch, total = self.p, self.torch, 0
        for (a, b), targets in samples:
            h1 = torch.sigmoid(p["w1"] * a + p["w2"] * b + p["b1"])
            h2 = torch.sigmoid(p["w3"] * a + p["w4"] * b + p["b1"])
            outs = [
                torch.tanh(p["w5"] * h1 + p["w6"] * h2 + p["b2"]),
                torch.tanh(p["w7"] * h1 + p["w8"] * h2 + p["b2"]),
            ]
            total = total + sum((t - o) ** 2 for t, o in zip(targets, outs, strict=True)) / 2
        return total / len(samples)

    def train(self, name, options, size, epochs, rate, clip=None, samples=SAMPLES):
        """The parameters after some epochs."""
        self.torch.set_default_dtype(self.torch.float64)  # NAdam keeps a product in the default type
        try:
            optimiser = getattr(self.torch.optim, name)(list(self.p.values()), lr=rate, **options)
            return self._train(optimiser, size, epochs, clip, samples)
        finally:
            self.torch.set_default_dtype(self.torch.float32)

    def _train(self, optimiser, size, epochs, clip, samples):
        for _ in range(epochs):
            for k in range(0, len(samples), size):
                optimiser.zero_grad()
                self.loss(samples[k : k + size]).backward()
                if clip:
                    clip(list(self.p.values()))
                optimiser.step()
        return {name: float(value.detach()) for name, value in self.p.items()}


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("way", WAYS)
def test_training_with_an_optimiser(way, size):
    """Four epochs over three samples end where a framework's optimiser ends."""
    expected = Reference().train(*WAYS[way], size, 4, 0.05)
    text = SEVERAL.replace(RATE, "learning_rate: 0.05")
    (problem,) = nnsolve.loads(text + f"optimizer: {way}\npreset: pytorch\nbatch: {size}\nepochs: 4\n")
    solution = nnsolve.solve(problem)
    for name, value in expected.items():
        assert solution.results[f"new_{name}"] == pytest.approx(value, rel=1e-9), name


@pytest.mark.parametrize("way", WAYS)
def test_one_step_on_one_sample(way):
    """The written steps of a single update give the framework's new parameters; gradients are checked."""
    expected = Reference().train(*WAYS[way], 1, 1, 0.05, samples=SAMPLES[:1])
    text = ONE.replace(RATE, "learning_rate: 0.05")
    solution = nnsolve.solve(nnsolve.loads(text + f"optimizer: {way}\npreset: pytorch\n")[0])
    for name, value in expected.items():
        assert solution.values[f"new_{name}"] == pytest.approx(value, rel=1e-10), name
    assert solution.check.key == "page_checked"


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize("way", [*WAYS, "{adam: {epsilon: 1e-3, epsilon_place: hat}}", "lion"])
def test_written_steps_are_the_loop(way, size):
    """The first epoch as it is written out ends in the very numbers of the loop that runs on."""
    preset = "paper" if way == "lion" else "pytorch"
    text = SEVERAL + f"optimizer: {way}\npreset: {preset}\nbatch: {size}\nepochs: 1\n"
    solution = nnsolve.solve(nnsolve.loads(text)[0])
    last = {1: 3, 3: 1}[size]
    for name in START:
        assert solution.values[f"{last}.{name}"] == pytest.approx(solution.results[f"new_{name}"], rel=1e-14)


def test_shared_steps_are_written_once():
    """Keras's corrected rate belongs to all parameters and is written with the first."""
    text = ONE + "optimizer: {adam: {epsilon_place: hat}}\npreset: keras\n"
    names = [step.name for step in nnsolve.solve(nnsolve.loads(text)[0]).steps]
    assert names.count("1.rate") == 1
    assert len(names) == len(set(names))


CLIPS = {
    "{value: 0.01}": lambda torch, p: torch.nn.utils.clip_grad_value_(p, 0.01),
    "{norm: 0.05}": lambda torch, p: shorten(p, 0.05),
}


def shorten(parameters, most: float):
    """Scales all gradients so that their length together is at most ``most``."""
    scale = min(1, most / float(sum(p.grad**2 for p in parameters) ** 0.5))
    for p in parameters:
        p.grad.mul_(scale)


@pytest.mark.parametrize("optimizer", ["gd", "adam"])
@pytest.mark.parametrize("clip", CLIPS)
def test_clipping_on_one_sample(clip, optimizer):
    """Clipped gradients lead to the new values, with or without an optimiser."""
    reference = Reference()
    cut = CLIPS[clip]
    name = "SGD" if optimizer == "gd" else "Adam"
    expected = reference.train(name, {}, 1, 1, 0.5, lambda p: cut(reference.torch, p), SAMPLES[:1])
    more = "" if optimizer == "gd" else "optimizer: adam\npreset: pytorch\n"
    (problem,) = nnsolve.loads(ONE + f"clip: {clip}\n{more}")
    values = nnsolve.solve(problem).values
    for parameter, value in expected.items():
        assert values[f"new_{parameter}"] == pytest.approx(value, rel=1e-10), parameter
    problem.asked = ["w5"]
    assert nnsolve.solve(problem).answers["new_w5"] == values["new_w5"]


def test_weight_decay_on_one_sample():
    """Δw = −η·∂E/∂w − η·λ·w, as in the loop over samples."""
    plain = nnsolve.solve(nnsolve.loads(ONE)[0]).values
    values = nnsolve.solve(nnsolve.loads(ONE + "weight_decay: 0.1\n")[0]).values
    for name, start in START.items():
        expected = start - 0.5 * plain[f"dE/d{name}"] - 0.5 * 0.1 * start
        assert values[f"new_{name}"] == pytest.approx(expected, rel=1e-14)


def test_with_rounding_carried():
    """Adam's states are carried with their printed digits; the loop and the written steps agree."""
    more = "optimizer: adam\npreset: pytorch\nbatch: 2\nepochs: 1\nrounding: {decimals: 5, carry: true}\n"
    solution = nnsolve.solve(nnsolve.loads(SEVERAL + more)[0])
    for name in START:
        assert solution.values[f"2.{name}"] == solution.results[f"new_{name}"]


def test_the_page_names_the_conventions():
    """The page says whose Adam it is, and prints the states with the number of the update."""
    text = nnsolve.render(nnsolve.solve(nnsolve.loads(ONE + "optimizer: adam\npreset: pytorch\n")[0]), "text")
    assert "Adam as PyTorch computes it." in text
    assert "m_w₅⁽¹⁾ = β₁·m_w₅⁽⁰⁾ + (1 − β₁)·∂E/∂w₅" in text


@pytest.mark.parametrize("asked", ["", "asked: [net_h1]\n", "asked: [dE/dw5]\n", "asked: [w5]\n"])
def test_states_are_printed_alike(asked):
    """What Adam begins with is printed as in its formulas, whatever is asked for."""
    text = nnsolve.render(nnsolve.solve(nnsolve.loads(f"{ONE}optimizer: adam\n{asked}")[0]), "text")
    assert "m_w₅⁽⁰⁾ = 0" in text
    assert "m_w5" not in text


# What is written behind the problem, and a part of the message.
BAD = [
    ("optimizer: adamm\n", "Did you mean ‘adam’"),
    ("optimizer: [adam, gd]\n", "one optimiser"),
    ("preset: pytorch\n", "preset: needs optimizer:"),
    ("optimizer: adam\nweight_decay: 0.1\n", "among its options"),
    ("optimizer: {adam: {learning_rate: 0.1}}\n", "leave it out"),
    ("optimizer: adam\nupdate: sequential\n", "cannot stand beside update: sequential"),
    ("optimizer: adam\nstyle: matrix\n", "style: matrix"),
    ("optimizer: {nesterov: {form: look-ahead, momentum: 0.9}}\n", "look-ahead"),
    ("optimizer: adam\nasked: [change_w5]\n", "ask for w5"),
]


@pytest.mark.parametrize(("more", "part"), BAD)
def test_faults(more, part):
    """What does not fit is told at its place."""
    with pytest.raises(ProblemError, match=part) as caught:
        nnsolve.solve(nnsolve.loads(ONE + more)[0])
    assert caught.value.line > NETWORK.count("\n")


def test_an_epoch_beyond_the_doubles_is_told():
    """A rate that drives the weights to infinity ends in a sentence, not in inf."""
    text = SEVERAL.replace("activation: tanh", "activation: identity").replace(RATE, "learning_rate: 1e200")
    for batch in ("1", "all"):
        with pytest.raises(ProblemError, match="epoch"):
            nnsolve.solve(nnsolve.loads(text + f"batch: {batch}\nepochs: 50\n")[0])
