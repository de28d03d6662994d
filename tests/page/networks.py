"""Random problem files for the tests of the page: every activation and loss, numbers of very different size."""

from __future__ import annotations

import random

HIDDEN = [
    *("sigmoid", "sigmoid", "tanh", "relu", "identity", "softplus", "gelu", "gelu tanh", "silu", "selu"),
    *("leaky relu(0.01)", "leaky relu(1/3)", "elu(1)", "elu(0.5)", "hard sigmoid(0.2)", "hard sigmoid(1/6)"),
    *("relu(0.5)", "x / (1 + abs(x))", "x * exp(-x^2 / 2)", "max(x, x/10)", "prelu(q=0.25)"),
]
# By what a loss needs of the outputs.
LOSSES = {
    "any": [
        *("half squared error", "half squared error", "squared error", "mean squared error", "half mean squared error"),
        *("absolute error", "mean absolute error", "huber(1)", "mean huber(0.5)"),
        *("(t - o)^4 + 0.1*o", "sqrt(1 + (t - o)^2)"),
    ],
    "sign": ["hinge", "mean hinge"],
    "probability": ["binary cross-entropy", "mean binary cross-entropy"],
    "distribution": ["categorical cross-entropy", "kl divergence"],
    "class": ["sparse categorical cross-entropy"],
}
ROUNDINGS = [
    *(f"{{decimals: {n}, carry: true{cut}}}" for n in range(2, 7) for cut in ("", ", truncate: true")),
    *("{figures: 4, carry: true}", "{figures: 5, carry: true, truncate: true}", "{figures: 6, carry: true}"),
    *("{figures: 6}", "{figures: 4}", "{figures: 3, truncate: true}", "{decimals: 4}", "{decimals: 5, truncate: true}"),
    *("{figures: 6}", "{figures: 8}"),
]
NOTATIONS = ["net/out", "net/out", "in/out", "z/a"]


class Draw:
    """A random network as the text of a problem file."""

    def __init__(self, seed: int, longest: int = 3):
        self.random = random.Random(seed)
        self.rounding = ROUNDINGS[seed % len(ROUNDINGS)]
        self.longest = longest

    def number(self) -> str:
        """A number as people write them, mostly of middling size."""
        pick = self.random
        way = pick.random()
        sign = pick.choice(["", "", "-"])
        if way < 0.7:
            return f"{sign}{pick.uniform(0.01, 1.5):.{pick.choice([1, 2, 2, 3])}f}"
        if way < 0.8:
            return f"{sign}{pick.randint(0, 3)}"
        if way < 0.87:
            return f"{sign}{pick.uniform(0.001, 0.02):.4f}"
        if way < 0.93:
            return f"{sign}{pick.uniform(1.5, 6):.1f}"
        return pick.choice(["1/3", "-2/7", "sqrt(2)", "2.5e-4", "-1e-3", ".5", "0.20", "1/8", "2*(0.1 + 0.2)"])

    def text(self) -> str:
        """The problem file."""
        pick = self.random
        sizes = [pick.randint(1, self.longest) for _ in range(pick.choice([1, 2, 2, 2, 3]))]
        needs = pick.choice(["any", "any", "any", "any", "probability", "distribution", "class", "sign"])
        if needs in ("distribution", "class"):
            sizes[-1] = pick.randint(2, 3)
        inputs = [f"i{k + 1}" for k in range(pick.randint(1, 3))]
        lines = ["kind: backprop", f"inputs: {{{', '.join(f'{name}: {self.number()}' for name in inputs)}}}", "layers:"]
        before, weights = len(inputs), 0
        for index, size in enumerate(sizes):
            last = index == len(sizes) - 1
            names = [f"{'o' if last else 'hgk'[index]}{k + 1}" for k in range(size)]
            lines += [f"  - activation: {self.activation(names, needs if last else '')}", "    weights:"]
            for name in names:
                row = []
                for _ in range(before):
                    weights += 1
                    missing = before > 1 and pick.random() < 0.1
                    row.append(f"w{weights}: {'none' if missing else self.number()}")
                lines.append(f"      {name}: {{{', '.join(row)}}}")
            lines += self.bias(index, names)
            before = size
        lines += [self.targets(names, needs), f"loss: '{self.loss(needs)}'"]
        lines += [f"learning_rate: {pick.choice(['0.5', '0.1', '1', '0.9', '1/3'])}", f"rounding: {self.rounding}"]
        lines += [f"method: {pick.choice(['chain', 'delta'])}", f"notation: {pick.choice(NOTATIONS)}"]
        return "\n".join(lines) + "\n"

    def activation(self, names, needs) -> str:
        """One for the layer, or one a neuron; at the output what the loss needs."""
        pick = self.random
        if needs in ("distribution", "class"):
            return "softmax"
        if needs == "probability":
            return pick.choice(["sigmoid", "sigmoid", "softmax"] if len(names) > 1 else ["sigmoid"])
        if len(names) > 1 and pick.random() < 0.2:
            plain = [name for name in HIDDEN if not name.startswith("prelu")]
            return "{" + ", ".join(f"{name}: '{pick.choice(plain)}'" for name in names) + "}"
        choice = pick.choice(HIDDEN)
        if "x " in choice and pick.random() < 0.7:  # written ones take long to differentiate
            choice = "sigmoid"
        return f"'{choice.replace('q', f'q_{names[0]}')}'" if choice.startswith("prelu") else f"'{choice}'"

    def loss(self, needs) -> str:
        """A loss that fits the outputs; written ones are rarer, as they take long to differentiate."""
        choice = self.random.choice(LOSSES[needs])
        return "half squared error" if "(t - o)" in choice and self.random.random() < 0.5 else choice

    def bias(self, index, names) -> list[str]:
        """Shared, one a neuron, or none."""
        way = self.random.choice(["shared", "each", "none"])
        if way == "none":
            return []
        shared = f"{{b{index + 1}: {self.number()}}}"
        each = "{" + ", ".join(f"θ{index + 1}{k + 1}: {self.number()}" for k in range(len(names))) + "}"
        return [f"    bias: {shared if way == 'shared' else each}"]

    def targets(self, names, needs) -> str:
        """Targets that fit the loss."""
        pick = self.random
        if needs == "class":
            return f"targets: {{class: {pick.choice(names)}}}"
        if needs == "distribution":
            hot = pick.randrange(len(names))
            values = [str(int(k == hot)) for k in range(len(names))]
            if pick.random() < 0.3:
                values = ["0.3", "0.7"] if len(names) == 2 else ["0.2", "0.5", "0.3"]
        else:
            choices = {"any": None, "sign": ["-1", "1"], "probability": ["0", "1", "0.25"]}[needs]
            values = [pick.choice(choices) if choices else self.number() for _ in names]
        return "targets: {" + ", ".join(f"{n}: {v}" for n, v in zip(names, values, strict=True)) + "}"
