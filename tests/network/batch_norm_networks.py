"""Random networks with normalised hidden layers, and their training by autograd in double precision."""

from __future__ import annotations

import random

LOSSES = ["half squared error", "squared error", "mean squared error", "binary cross-entropy"]


class Drawn:
    """A random problem: ``text``, and what it is made of."""

    def __init__(self, seed: int, plain: bool = False):
        """``plain``: one update from all samples, without clipping."""
        self.pick = pick = random.Random(seed)
        self.loss = pick.choice([*LOSSES, "categorical cross-entropy"])
        several = self.loss.startswith("categorical")
        sizes = [pick.randint(1, 3) for _ in range(pick.randint(1, 2))]
        sizes.append(pick.randint(2, 3) if several else pick.randint(1, 2))
        self.inputs = before = pick.randint(1, 3)
        self.params: dict[str, float] = {}
        self.layers, lines = [], []
        for k, size in enumerate(sizes):
            lines += self.layer(k, size, before, last=k == len(sizes) - 1)
            before = size
        self.count = pick.randint(3, 6)
        self.data = [([self.number() for _ in range(self.inputs)], self.target(sizes[-1])) for _ in range(self.count)]
        self.batch = pick.choice([k for k in range(2, self.count + 1) if self.count % k != 1])
        self.reduction, self.rate = pick.choice(["mean", "sum"]), pick.choice([0.05, 0.1, 0.5])
        self.method = pick.choice(["chain", "delta"])
        self.frozen = [name for name in self.params if pick.random() < 0.1][: len(self.params) - 1]
        self.penalty = pick.choice([None, None, ("l2", 0.1, True), ("l1", 0.05, None), ("l2", 0.1, False)])
        self.biases, self.decay = pick.random() < 0.5, pick.choice([None, None, 0.01])
        self.clip = pick.choice([None, None, ("value", 0.02), ("norm", 0.1)])
        self.shuffle, self.epochs = pick.choice([None, 3]), pick.randint(1, 4)
        if plain:
            self.batch, self.clip, self.epochs = self.count, None, 1
        self.text = "\n".join([*self.head(), "layers:", *lines, *self.tail()]) + "\n"

    def number(self) -> float:
        return self.pick.choice((-1, 1)) * self.pick.randint(20, 1200) / 1000

    def target(self, size: int) -> list[float]:
        if self.loss.startswith("categorical"):
            right = self.pick.randrange(size)
            return [float(k == right) for k in range(size)]
        if self.loss.startswith("binary"):
            return [self.pick.choice([0.0, 1.0]) for _ in range(size)]
        return [self.number() for _ in range(size)]

    def layer(self, k: int, size: int, before: int, last: bool) -> list[str]:
        """The lines of a layer; notes what it is."""
        pick, units = self.pick, [f"{'abo'[2 if last else k]}{j + 1}" for j in range(size)]
        activation = pick.choice(["sigmoid", "tanh", "identity", "softplus"])
        if last and "cross" in self.loss:
            activation = "sigmoid" if self.loss.startswith("binary") else "softmax"
        rows = [[f"w{k}_{j}_{i}" for i in range(before)] for j in range(size)]
        way = pick.choice(["shared", "each", "absent"])
        biases = [f"b{k}" if way == "shared" else f"b{k}_{j}" for j in range(size)] if way != "absent" else []
        for name in dict.fromkeys([name for row in rows for name in row] + biases):
            self.params[name] = self.number()
        weights = ", ".join(
            f"{unit}: {{{', '.join(f'{name}: {self.params[name]}' for name in row)}}}"
            for unit, row in zip(units, rows, strict=True)
        )
        lines = [f"  - activation: {activation}", f"    weights: {{{weights}}}"]
        if biases:
            shown = ", ".join(f"{name}: {self.params[name]}" for name in dict.fromkeys(biases))
            lines.append(f"    bias: {{{shown}}}")
        norm = None
        if not last and (k == 0 or pick.random() < 0.7):
            norm = pick.choice(["before activation", "after activation"]), pick.choice([1e-5, 1e-3, 0.1])
            lines.append(f"    batch_norm: {{{', '.join(self.normal(units, *norm))}}}")
        self.layers.append((activation, rows, biases, units, norm))
        return lines

    def normal(self, units: list[str], place: str, epsilon: float) -> list[str]:
        """The options of a normalisation; γ and β as a list or by neuron."""
        parts = []
        for key, letter in (("gamma", "γ"), ("beta", "β")):
            numbers = {unit: self.number() for unit in units}
            self.params |= {f"{letter}_{unit}": number for unit, number in numbers.items()}
            by_name = ", ".join(f"{unit}: {number}" for unit, number in numbers.items())
            parts.append(f"{key}: " + (f"{{{by_name}}}" if self.pick.random() < 0.5 else f"{[*numbers.values()]}"))
        return [*parts, f"epsilon: {epsilon}", f"place: {place}"]

    def head(self) -> list[str]:
        return ["kind: backprop", "samples:", *(f"  - {{inputs: {x}, targets: {t}}}" for x, t in self.data)]

    def tail(self) -> list[str]:
        lines = [f"loss: {self.loss}", f"learning_rate: {self.rate}", f"epochs: {self.epochs}"]
        lines += [f"batch: {'all' if self.batch == self.count else self.batch}", f"reduction: {self.reduction}"]
        lines.append(f"method: {self.method}")
        if self.penalty:
            kind, rate, half = self.penalty
            half = "" if half is None else f", half: {str(half).lower()}"
            lines.append(f"regularization: {{{kind}: {rate}{half}, biases: {str(self.biases).lower()}}}")
        lines += [f"freeze: [{', '.join(self.frozen)}]"] if self.frozen else []
        lines += [f"clip: {{{self.clip[0]}: {self.clip[1]}}}"] if self.clip else []
        lines += [f"weight_decay: {self.decay}"] if self.decay else []
        return [*lines, f"shuffle: {self.shuffle}"] if self.shuffle is not None else lines

    # By autograd

    def costs(self, torch, values: dict, batch: list[int]):
        """The cost of every sample of a batch."""
        inputs, targets = (torch.tensor([self.data[k][part] for k in batch], dtype=torch.float64) for part in (0, 1))
        functions = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "identity": lambda z: z}
        functions |= {"softplus": torch.nn.functional.softplus, "softmax": lambda z: torch.softmax(z, 1)}
        out = inputs
        for activation, rows, biases, units, norm in self.layers:
            out = out @ torch.stack([torch.stack([values[name] for name in row]) for row in rows]).T
            if biases:
                out = out + torch.stack([values[name] for name in biases])
            scales = [torch.stack([values[f"{letter}_{unit}"] for unit in units]) for letter in "γβ"] if norm else []
            if norm and norm[0] == "before activation":
                out = torch.nn.functional.batch_norm(out, None, None, *scales, True, 0.1, norm[1])
            out = functions[activation](out)
            if norm and norm[0] == "after activation":
                out = torch.nn.functional.batch_norm(out, None, None, *scales, True, 0.1, norm[1])
        return self.errors(torch, out, targets) + self.size(values)

    def errors(self, torch, out, targets):
        if self.loss.startswith("binary"):
            return torch.nn.functional.binary_cross_entropy(out, targets, reduction="none").sum(1)
        if self.loss.startswith("categorical"):
            return -(targets * torch.log(out)).sum(1)
        squares = ((targets - out) ** 2).sum(1)
        return squares / {"half squared error": 2, "squared error": 1, "mean squared error": out.shape[1]}[self.loss]

    def size(self, values: dict):
        """What the regularisation adds to the cost of a sample."""
        if not self.penalty:
            return 0
        kind, rate, half = self.penalty
        names = [name for name in values if name[0] == "w" or (self.biases and name[0] == "b")]
        total = rate * sum(values[name].abs() if kind == "l1" else values[name] ** 2 for name in names)
        return total / 2 if half else total

    def trained(self, torch, epochs: list[list[list[int]]]) -> list[tuple[float, dict[str, float]]]:
        """Average cost and parameters after each epoch; ``epochs`` holds the samples of every update."""
        values = {n: torch.tensor(v, dtype=torch.float64, requires_grad=True) for n, v in self.params.items()}
        rows = []
        for batches in epochs:
            total = 0.0
            for batch in batches:
                costs = self.costs(torch, values, batch)
                total += float(costs.detach().sum())
                error = costs.mean() if self.reduction == "mean" else costs.sum()
                gradients = dict(zip(values, torch.autograd.grad(error, [*values.values()]), strict=True))
                values = self.updated(values, {n: g for n, g in gradients.items() if n not in self.frozen})
            rows.append((total / self.count, {name: float(value.detach()) for name, value in values.items()}))
        return rows

    def updated(self, values: dict, gradients: dict) -> dict:
        if self.clip and self.clip[0] == "value":
            gradients = {name: g.clamp(-self.clip[1], self.clip[1]) for name, g in gradients.items()}
        elif self.clip:
            scale = min(1.0, self.clip[1] / float(sum(g**2 for g in gradients.values()) ** 0.5))
            gradients = {name: g * scale for name, g in gradients.items()}
        new = dict(values)
        for name, gradient in gradients.items():
            moved = values[name] - self.rate * gradient - self.rate * (self.decay or 0) * values[name]
            new[name] = moved.detach().requires_grad_()
        return new
