"""Random networks and data sets, trained in random ways: against autograd, against the written steps, and as pages."""

from __future__ import annotations

import json
import random
import re

import pytest

import nnsolve
from nnsolve.subjects.network.training import Training

CHUNKS, SIZE = 6, 25


def table_of(solution) -> list[list]:
    """The rows of the table of epochs."""
    return solution.sections[-1].blocks[-1].table.rows


def last_written(solution, name: str):
    """The value of a parameter after the last update that is written out."""
    numbers = [int(step.name.split(".")[0]) for step in solution.steps if step.name.partition(".")[2] == name]
    return solution.values[f"{max(numbers)}.{name}"]


class Drawn:
    """A random network with a data set and a way of training it."""

    def __init__(self, seed: int):
        self.random = pick = random.Random(seed)
        self.loss = pick.choice(
            [
                "half squared error",
                "squared error",
                "mean squared error",
                "binary cross-entropy",
                "categorical cross-entropy",
            ]
        )
        self.sizes = [pick.randint(1, 3) for _ in range(pick.randint(1, 3))]
        if self.loss.startswith("categorical"):
            self.sizes[-1] = pick.randint(2, 3)
        self.params: dict[str, float] = {}
        self.layers, lines, before = [], [], pick.randint(1, 3)
        self.inputs = before
        for k, size in enumerate(self.sizes):
            last = k == len(self.sizes) - 1
            activation = pick.choice(["sigmoid", "tanh", "identity", "softplus"])
            if last and "cross" in self.loss:
                activation = "sigmoid" if self.loss.startswith("binary") else "softmax"
            rows = [[self.parameter(f"w{k}_{j}_{i}") for i in range(before)] for j in range(size)]
            way = pick.choice(["shared", "each", "absent"])
            biases = [f"b{k}" if way == "shared" else f"b{k}_{j}" for j in range(size)] if way != "absent" else []
            for name in dict.fromkeys(biases):
                self.parameter(name)
            units = [
                f"{'o' if last else 'abc'[k]}{j + 1}: {{{', '.join(f'{n}: {self.params[n]}' for n in row)}}}"
                for j, row in enumerate(rows)
            ]
            bias = ", ".join(f"{name}: {self.params[name]}" for name in dict.fromkeys(biases))
            lines += [f"  - activation: {activation}", f"    weights: {{{', '.join(units)}}}"]
            lines += [f"    bias: {{{bias}}}"] if biases else []
            self.layers.append((activation, rows, biases))
            before = size
        self.data = [([self.number() for _ in range(self.inputs)], self.target()) for _ in range(pick.randint(2, 6))]
        count = len(self.data)
        self.batch = pick.choice([1, pick.randint(1, count), count])
        self.reduction = pick.choice(["mean", "sum"])
        self.rate, self.epochs = pick.choice([0.05, 0.1, 0.5]), pick.randint(1, 5)
        self.clip = pick.choice([None, ("value", pick.choice([0.01, 0.2])), ("norm", pick.choice([0.05, 0.5, 50]))])
        self.decay = pick.choice([None, 0.01, 0.1])
        self.shuffle = pick.choice([None, pick.randint(0, 99)])
        self.frozen = [name for name in self.params if pick.random() < 0.1][: len(self.params) - 1]
        samples = [f"  - {{inputs: {x}, targets: {t}}}" for x, t in self.data]
        self.text = "\n".join(
            ["kind: backprop", "samples:", *samples, "layers:", *lines, f"loss: {self.loss}"]
            + [f"learning_rate: {self.rate}", f"batch: {'all' if self.batch == count else self.batch}"]
            + [f"epochs: {self.epochs}", f"reduction: {self.reduction}"]
            + ([f"clip: {{{self.clip[0]}: {self.clip[1]}}}"] if self.clip else [])
            + ([f"weight_decay: {self.decay}"] if self.decay else [])
            + ([f"shuffle: {self.shuffle}"] if self.shuffle is not None else [])
            + ([f"freeze: [{', '.join(self.frozen)}]"] if self.frozen else [])
        )

    def number(self) -> float:
        return self.random.choice((-1, 1)) * self.random.randint(20, 1200) / 1000

    def parameter(self, name: str) -> str:
        self.params[name] = self.number()
        return name

    def target(self) -> list[float]:
        if self.loss.startswith("categorical"):
            right = self.random.randrange(self.sizes[-1])
            return [float(k == right) for k in range(self.sizes[-1])]
        if self.loss.startswith("binary"):
            return [self.random.choice([0.0, 1.0]) for _ in range(self.sizes[-1])]
        return [self.number() for _ in range(self.sizes[-1])]


def error(torch, drawn: Drawn, values: dict, sample):
    """The loss of one sample as a tensor."""
    inputs, target = (torch.tensor(numbers, dtype=torch.float64) for numbers in sample)
    out = inputs
    for activation, rows, biases in drawn.layers:
        out = torch.stack([torch.stack([values[name] for name in row]) for row in rows]) @ out
        if biases:
            out = out + torch.stack([values[name] for name in biases])
        functions = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "identity": lambda z: z}
        functions |= {"softplus": torch.nn.functional.softplus, "softmax": lambda z: torch.softmax(z, 0)}
        out = functions[activation](out)
    if drawn.loss.startswith("binary"):
        return torch.nn.functional.binary_cross_entropy(out, target, reduction="sum")
    if drawn.loss.startswith("categorical"):
        return -(target * torch.log(out)).sum()
    squares = ((target - out) ** 2).sum()
    return {"half squared error": squares / 2, "squared error": squares, "mean squared error": squares / len(out)}[
        drawn.loss
    ]


def trained(torch, drawn: Drawn, orders: list[list[int]]) -> tuple[list[float], dict[str, float]]:
    """The average loss of every epoch and the parameters at the end, by autograd and a loop of our own."""
    now, averages = dict(drawn.params), []
    for order in orders:
        losses = []
        for start in range(0, len(order), drawn.batch):
            batch = order[start : start + drawn.batch]
            values = {name: torch.tensor(value, dtype=torch.float64, requires_grad=True) for name, value in now.items()}
            errors = [error(torch, drawn, values, drawn.data[index]) for index in batch]
            total = sum(errors) / (len(batch) if drawn.reduction == "mean" else 1)
            total.backward()
            losses += [each.item() for each in errors]
            learned = [name for name in now if name not in drawn.frozen]
            gradients = {name: 0.0 if values[name].grad is None else values[name].grad.item() for name in learned}
            if drawn.clip:
                how, bound = drawn.clip
                length = sum(g * g for g in gradients.values()) ** 0.5
                if how == "value":
                    gradients = {name: max(-bound, min(bound, g)) for name, g in gradients.items()}
                elif length > bound:
                    gradients = {name: g * bound / length for name, g in gradients.items()}
            for name, gradient in gradients.items():
                now[name] -= drawn.rate * gradient + drawn.rate * (drawn.decay or 0) * now[name]
        averages.append(sum(losses) / len(losses))
    return averages, now


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_random_training_agrees_with_autograd(chunk):
    """The average loss of every epoch and the final parameters are those of a plain loop around autograd."""
    torch = pytest.importorskip("torch")
    for seed in range(chunk * SIZE, (chunk + 1) * SIZE):
        drawn = Drawn(seed)
        (problem,) = nnsolve.loads(drawn.text, f"seed {seed}")
        solution = nnsolve.solve(problem)
        orders = [
            [index for batch in Training(problem).batches(epoch) for index in batch]
            for epoch in range(1, drawn.epochs + 1)
        ]
        averages, parameters = trained(torch, drawn, orders)
        assert [row[1] for row in table_of(solution)] == pytest.approx(averages, rel=1e-9, abs=1e-9), seed
        assert solution.values["average_E"] == pytest.approx(averages[-1], rel=1e-9, abs=1e-9), seed
        for name in drawn.params:
            if name in drawn.frozen:
                assert f"new_{name}" not in solution.values
            else:
                assert solution.values[f"new_{name}"] == pytest.approx(parameters[name], rel=1e-9, abs=1e-9), (
                    seed,
                    name,
                )


@pytest.mark.slow
@pytest.mark.parametrize("rounding", ["{figures: 6}", "{decimals: 5, carry: true}", "{figures: 4, carry: true}"])
def test_written_steps_agree_with_the_run(rounding):
    """What the steps of the first epoch give is what the table says after it, to the last digit."""
    for seed in range(200, 240):
        text = f"{Drawn(seed).text}\nrounding: {rounding}\n"
        solution = nnsolve.solve(nnsolve.loads(text)[0])
        (_, _, *parameters), columns = table_of(solution)[0], solution.sections[-1].blocks[-1].table.keys()[2:]
        for name, value in zip(columns, parameters, strict=False):
            assert last_written(solution, name) == value, (seed, name)


# ---- the pages ----

WAYS = ["", "method: delta\n", "notation: z/a\ndetail: brief\n", "rounding: {decimals: 4, carry: true}\n"]
PAGES = [f"{Drawn(seed).text}\n{WAYS[seed % 4]}" for seed in range(300, 312)]


@pytest.mark.parametrize("text", PAGES)
def test_pages(solved, text):
    """Text fits its width, Markdown closes what it opens, JSON holds every answer as a finite number."""
    solution = solved(text)
    for width in (60, 80):
        for options in ({}, {"ascii": True}):
            rows = nnsolve.render(solution, width=width, **options).splitlines()
            assert max(map(len, rows)) <= width
            assert not re.search(r"\b(nan|inf)\b", "\n".join(rows))
    page = nnsolve.render(solution, "markdown")
    assert page.count("$$") % 2 == 0
    for formula in re.findall(r"^\$\$\n(.*?)\n\$\$$", page, re.DOTALL | re.MULTILINE):
        assert len(re.findall(r"(?<!\\)\{", formula)) == len(re.findall(r"(?<!\\)\}", formula))
        assert formula.count("\\left") == formula.count("\\right")
        assert formula.count("\\begin{") == formula.count("\\end{")
    assert not re.search(r"(?<!\\)\$", re.sub(r"(?<!\\)\$.*?(?<!\\)\$", "", page.replace("$$", "")))
    document = json.loads(nnsolve.render(solution, "json"), parse_constant=lambda text: pytest.fail(text))
    assert document["answers"].keys() == solution.answers.keys()
    assert all(isinstance(value, float) for value in document["answers"].values())
    (table,) = document["sections"][-1]["tables"]
    assert [row["epoch"] for row in table] == [row[0] for row in table_of(solution)]
