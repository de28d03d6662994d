"""Random networks: every gradient, loss and new value against an autograd framework, and against 40-digit differences.

A network is drawn as plain data and as the text of a problem file, side by side; the references know only the data.
"""

from __future__ import annotations

import random

import mpmath
import pytest

import nnsolve

BATCHES, SIZE = 25, 22
MP = mpmath.mp.clone()
MP.dps = 40

# ---- what can be drawn: (as a file writes it, its meaning for the framework, its meaning for mpmath) ----

HIDDEN = {
    "sigmoid": (lambda torch, z: torch.sigmoid(z), lambda z: 1 / (1 + MP.exp(-z))),
    "tanh": (lambda torch, z: torch.tanh(z), lambda z: MP.tanh(z)),
    "softplus": (lambda torch, z: torch.nn.functional.softplus(z, threshold=100), lambda z: MP.log(1 + MP.exp(z))),
    "gelu": (lambda torch, z: torch.nn.functional.gelu(z), lambda z: z * (1 + MP.erf(z / MP.sqrt(2))) / 2),
    "gelu tanh": (
        lambda torch, z: torch.nn.functional.gelu(z, approximate="tanh"),
        lambda z: z / 2 * (1 + MP.tanh(MP.sqrt(2 / MP.pi) * (z + MP.mpf("0.044715") * z**3))),
    ),
    "silu": (lambda torch, z: torch.nn.functional.silu(z), lambda z: z / (1 + MP.exp(-z))),
    "swish": (lambda torch, z: torch.nn.functional.silu(z), lambda z: z / (1 + MP.exp(-z))),
    "elu(0.7)": (lambda torch, z: torch.nn.functional.elu(z, 0.7), lambda z: z if z > 0 else MP.mpf(0.7) * MP.expm1(z)),
    "selu": (
        lambda torch, z: torch.nn.functional.selu(z),
        lambda z: MP.mpf("1.0507009873554805") * (z if z > 0 else MP.mpf("1.6732632423543772") * MP.expm1(z)),
    ),
    "identity": (lambda torch, z: z, lambda z: z),
    "relu": (lambda torch, z: torch.relu(z), lambda z: max(z, MP.mpf(0))),
    "leaky relu(0.1)": (
        lambda torch, z: torch.nn.functional.leaky_relu(z, 0.1),
        lambda z: z if z > 0 else MP.mpf(0.1) * z,
    ),
    "hard sigmoid(0.2)": (
        lambda torch, z: torch.clamp(0.2 * z + 0.5, 0, 1),
        lambda z: min(max(MP.mpf(0.2) * z + 0.5, 0), 1),
    ),
    "x / (1 + abs(x))": (lambda torch, z: z / (1 + abs(z)), lambda z: z / (1 + abs(z))),
    "x * exp(-x^2 / 2)": (lambda torch, z: z * torch.exp(-z * z / 2), lambda z: z * MP.exp(-z * z / 2)),
    "sin(x) + x/2": (lambda torch, z: torch.sin(z) + z / 2, lambda z: MP.sin(z) + z / 2),
    "max(x, x/10)": (lambda torch, z: torch.maximum(z, z / 10), lambda z: max(z, z / 10)),
}
WRITTEN = [name for name in HIDDEN if "x" in name.replace("max", "").replace("relu", "")]


def huber(r, delta):
    """Huber's term of a residual."""
    return r * r / 2 if abs(r) <= delta else delta * (abs(r) - delta / 2)


# Each loss: what its outputs and targets must be, and its meaning over lists of targets t and outputs o.
LOSSES = {
    "half squared error": ("any", lambda m, t, o: sum((a - b) ** 2 for a, b in zip(t, o, strict=True)) / 2),
    "squared error": ("any", lambda m, t, o: sum((a - b) ** 2 for a, b in zip(t, o, strict=True))),
    "mean squared error": ("any", lambda m, t, o: sum((a - b) ** 2 for a, b in zip(t, o, strict=True)) / len(o)),
    "half mean squared error": (
        "any",
        lambda m, t, o: sum((a - b) ** 2 for a, b in zip(t, o, strict=True)) / (2 * len(o)),
    ),
    "absolute error": ("any", lambda m, t, o: sum(abs(a - b) for a, b in zip(t, o, strict=True))),
    "mean absolute error": ("any", lambda m, t, o: sum(abs(a - b) for a, b in zip(t, o, strict=True)) / len(o)),
    "huber(0.4)": ("any", lambda m, t, o: sum(huber(a - b, 0.4) for a, b in zip(t, o, strict=True))),
    "mean huber(1/4)": ("any", lambda m, t, o: sum(huber(a - b, 0.25) for a, b in zip(t, o, strict=True)) / len(o)),
    "hinge": ("sign", lambda m, t, o: sum(max(1 - a * b, 0 * b) for a, b in zip(t, o, strict=True))),
    "mean hinge": ("sign", lambda m, t, o: sum(max(1 - a * b, 0 * b) for a, b in zip(t, o, strict=True)) / len(o)),
    "binary cross-entropy": (
        "probability",
        lambda m, t, o: -sum(a * m.log(b) + (1 - a) * m.log(1 - b) for a, b in zip(t, o, strict=True)),
    ),
    "mean binary cross-entropy": (
        "probability",
        lambda m, t, o: -sum(a * m.log(b) + (1 - a) * m.log(1 - b) for a, b in zip(t, o, strict=True)) / len(o),
    ),
    "categorical cross-entropy": (
        "distribution",
        lambda m, t, o: -sum(a * m.log(b) for a, b in zip(t, o, strict=True)),
    ),
    "kl divergence": (
        "distribution",
        lambda m, t, o: sum(a * (m.log(0 * b + a) - m.log(b)) for a, b in zip(t, o, strict=True) if a),
    ),
    "sparse categorical cross-entropy": ("class", lambda m, t, o: -m.log(o[t])),
    "(t - o)^4 + 0.1*o": ("any", lambda m, t, o: sum((a - b) ** 4 + 0.1 * b for a, b in zip(t, o, strict=True))),
    "ln(cosh(t - o))": ("any", lambda m, t, o: sum(m.log(m.cosh(a - b)) for a, b in zip(t, o, strict=True))),
}


class Unit:
    """A neuron as data: (weight, source) edges, bias name or '', activation, and the name of a learned slope."""

    def __init__(self, name):
        self.name, self.edges, self.bias, self.activation, self.learned = name, [], "", "", ""


class Drawn:
    """A random network as data, and the text of its problem file."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.params: dict[str, float] = {}
        spelling = self.random.choice(["rows", "matrix", "flat"])
        sizes = [self.random.randint(1, 3) for _ in range(self.random.randint(1, 4))]
        self.loss = self.random.choice(list(LOSSES))
        self.needs = LOSSES[self.loss][0]
        if self.needs in ("distribution", "class"):
            sizes[-1] = self.random.randint(2, 4)
        self.inputs = {
            f"{'x' if spelling == 'flat' else 'i'}{k + 1}": self.number() for k in range(self.random.randint(1, 3))
        }
        lines = getattr(self, f"_{spelling}")(sizes)
        self.rate = self.random.choice([0.5, 0.1, 1.0])
        self.frozen = [name for name in self.params if self.random.random() < 0.1] if seed % 5 == 0 else []
        if len(self.frozen) == len(self.params):
            self.frozen = []
        self.text = "\n".join(
            ["kind: backprop", *lines, *self._targets(), f"loss: '{self.loss}'", f"learning_rate: {self.rate}"]
        )
        if self.frozen:
            self.text += f"\nfreeze: [{', '.join(self.frozen)}]"

    def number(self) -> float:
        """A number with up to three decimals, away from 0."""
        return self.random.choice((-1, 1)) * self.random.randint(20, 1200) / 1000

    def parameter(self, name: str) -> float:
        """A new weight or bias."""
        self.params[name] = self.number()
        return self.params[name]

    def missing(self) -> bool:
        """Whether this edge or bias is left out."""
        return self.random.random() < 0.15

    # the three spellings

    def _rows(self, sizes):
        lines = ["inputs: {" + ", ".join(f"{name}: {v}" for name, v in self.inputs.items()) + "}", "layers:"]
        before, self.layers, count = list(self.inputs), [], 0
        for k, size in enumerate(sizes):
            layer = [Unit(f"{'abcd'[k]}{j + 1}") for j in range(size)]
            rows = []
            for unit in layer:
                row = []
                for source in before:
                    count += 1
                    if self.missing():
                        row.append(f"w{count}: none")
                    else:
                        row.append(f"w{count}: {self.parameter(f'w{count}')}")
                        unit.edges.append((f"w{count}", source))
                rows.append(f"      {unit.name}: {{{', '.join(row)}}}")
            lines += [f"  - activation: {self._activations(layer, k == len(sizes) - 1)}", "    weights:", *rows]
            way = self.random.choice(["shared", "each", "absent"])
            if way == "shared":
                lines.append(f"    bias: {{b_{k}: {self.parameter(f'b_{k}')}}}")
                for unit in layer:
                    unit.bias = f"b_{k}"
            elif way == "each":
                entries = []
                for unit in layer:
                    absent = size > 1 and self.missing()
                    unit.bias = "" if absent else f"θ_{unit.name}"
                    entries.append(f"c_{unit.name}: none" if absent else f"{unit.bias}: {self.parameter(unit.bias)}")
                lines.append(f"    bias: {{{', '.join(entries)}}}")
            self.layers.append(layer)
            before = [unit.name for unit in layer]
        return lines

    def _matrix(self, sizes):
        naming = self.random.choice(["running", "ij", "layered"])
        lines = [f"inputs: [{', '.join(map(str, self.inputs.values()))}]", f"naming: {naming}", "layers:"]
        before, self.layers, weights, biases = list(self.inputs), [], 0, 0
        first = len(before) + 1
        for k, size in enumerate(sizes):
            last = k == len(sizes) - 1
            stem = "o" if last else "h" if len(sizes) == 2 else f"h{k + 1}_"
            layer = [Unit(f"{stem}{j + 1}") for j in range(size)]
            rows = []
            for j, unit in enumerate(layer):
                row = []
                for i, source in enumerate(before):
                    weights += 1
                    number = first - len(before) + i
                    name = {
                        "running": f"w{weights}",
                        "layered": f"w{i + 1}{j + 1}^{k + 1}",
                        "ij": f"w{number}{first + j}",
                    }[naming]
                    if naming == "ij" and first + j > 9:
                        name = f"w{number}_{first + j}"
                    if naming != "running" and self.missing():
                        row.append("none")
                    else:
                        row.append(str(self.parameter(name)))
                        unit.edges.append((name, source))
                rows.append(f"      - [{', '.join(row)}]")
            lines += [f"  - activation: {self._activations(layer, last)}", "    weights:", *rows]
            if self.random.random() < 0.7:
                for j, unit in enumerate(layer):
                    biases += 1
                    unit.bias = {"running": f"b{biases}", "layered": f"b{j + 1}^{k + 1}", "ij": f"b{first + j}"}[naming]
                lines.append(f"    bias: [{', '.join(str(self.parameter(unit.bias)) for unit in layer)}]")
            first += size
            self.layers.append(layer)
            before = [unit.name for unit in layer]
        return lines

    def _flat(self, sizes):
        count = len(self.inputs)
        labels = [[str(k + 1) for k in range(count)]]
        for size in sizes:
            labels.append([str(count + k + 1) for k in range(size)])
            count += size
        earlier, self.layers, weights, biases = [], [], [], []
        symbols = {label: f"x{label}" for label in labels[0]}
        for k, names in enumerate(labels[1:]):
            earlier += labels[k]
            layer = [Unit(label) for label in names]
            for unit in layer:
                for source in earlier:
                    skips = source not in labels[k]
                    if self.random.random() < (0.8 if skips else 0.15) and not (
                        source == earlier[-1] and not unit.edges
                    ):
                        continue
                    name = f"w{source}_{unit.name}" if len(source + unit.name) > 2 else f"w{source}{unit.name}"
                    weights.append(f"{name}: {self.parameter(name)}")
                    unit.edges.append((name, symbols[source]))
                if self.random.random() < 0.7:
                    constant = self.random.random() < 0.3
                    unit.bias = f"w0_{unit.name}" if constant else f"θ{unit.name}"
                    (weights if constant else biases).append(f"{unit.bias}: {self.parameter(unit.bias)}")
            symbols |= {unit.name: unit.name for unit in layer}
            self.layers.append(layer)
        self.random.shuffle(weights)
        together = {}
        for layer in self.layers:
            together |= self._choose(layer, layer is self.layers[-1])
        return [
            f"network: [{', '.join('[' + ', '.join(layer) + ']' for layer in labels)}]",
            "inputs: {"
            + ", ".join(f"{label}: {v}" for label, v in zip(labels[0], self.inputs.values(), strict=True))
            + "}",
            f"weights: {{{', '.join(weights)}}}",
            f"biases: {{{', '.join(biases)}}}" if biases else "note: no biases",
            "activation: {" + ", ".join(f"{name}: '{text}'" for name, text in together.items()) + "}",
        ]

    # activations and targets

    def _choose(self, units, last) -> dict[str, str]:
        """An activation for every unit, as the file writes it."""
        written = {}
        for unit in units:
            unit.activation = self.random.choice(list(HIDDEN))
            if unit.activation in WRITTEN and self.random.random() < 0.6:
                unit.activation = "sigmoid"
        if last and self.needs == "probability":
            for unit in units:
                unit.activation = self.random.choice(
                    ["sigmoid", "sigmoid", "softmax"] if len(units) > 1 else ["sigmoid"]
                )
            if sum(unit.activation == "softmax" for unit in units) == 1:
                units[0].activation = units[1].activation = "softmax"
        elif (last and self.needs in ("distribution", "class")) or (len(units) > 1 and self.random.random() < 0.1):
            for unit in units:
                unit.activation = "softmax"
        elif self.random.random() < 0.15:
            name = f"α_{units[0].name}" if units else ""
            for unit in units:
                unit.activation, unit.learned = "prelu", name
                written[unit.name] = f"prelu({name}=0.2)"
            if units:
                self.params[name] = 0.2
                if len(units) > 1:  # a learned slope is named once; here by the first unit only
                    for unit in units[1:]:
                        unit.activation, unit.learned = "tanh", ""
                        del written[unit.name]
        return {unit.name: written.get(unit.name, unit.activation) for unit in units}

    def _activations(self, layer, last) -> str:
        written = self._choose(layer, last)
        if len(set(written.values())) == 1 and (len(layer) == 1 or not layer[0].learned):
            return f"'{written[layer[0].name]}'"
        return "{" + ", ".join(f"{name}: '{text}'" for name, text in written.items()) + "}"

    def _targets(self) -> list[str]:
        names = [unit.name for unit in self.layers[-1]]
        if self.needs == "class":
            self.targets = self.random.randrange(len(names))
            return [f"targets: {{class: {names[self.targets]}}}"]
        if self.needs == "distribution":
            way = self.random.choice(["one", "several"])
            parts = [self.random.randint(1, 9) for _ in names]
            hot = self.random.randrange(len(names))
            self.targets = [float(k == hot) for k in range(len(names))] if way == "one" else [p / 100 for p in parts]
            if way == "several":
                self.targets[-1] = round(1 - sum(self.targets[:-1]), 2)
        elif self.needs == "probability":
            self.targets = [self.random.choice([0.0, 1.0, 0.25, 0.9]) for _ in names]
        elif self.needs == "sign":
            self.targets = [self.random.choice([-1.0, 1.0]) for _ in names]
        else:
            self.targets = [self.number() for _ in names]
        return ["targets: {" + ", ".join(f"{n}: {t}" for n, t in zip(names, self.targets, strict=True)) + "}"]


# ---- the references ----


class Reference:
    """The forward pass of the data in a number system: ``one`` computes an activation, ``m`` holds exp, log, cosh."""

    def __init__(self, drawn: Drawn, one, m):
        self.drawn, self.one, self.m = drawn, one, m

    def forward(self, params: dict, inputs: dict):
        """Net inputs and outputs by unit, inputs among the outputs, and the loss."""
        nets, outs = {}, dict(inputs)
        for layer in self.drawn.layers:
            for unit in layer:
                terms = [params[weight] * outs[source] for weight, source in unit.edges]
                terms += [params[unit.bias]] if unit.bias else []
                nets[unit.name] = sum(terms) if terms else 0 * next(iter(params.values()))
            outs |= self.activated(layer, nets, params)
        return nets, outs, self.error([outs[unit.name] for unit in self.drawn.layers[-1]])

    def activated(self, layer, nets, params):
        """The outputs of one layer; its softmax units share one sum."""
        powers = {unit.name: self.m.exp(nets[unit.name]) for unit in layer if unit.activation == "softmax"}
        outs = {}
        for unit in layer:
            net = nets[unit.name]
            if unit.activation == "softmax":
                outs[unit.name] = powers[unit.name] / sum(powers.values())
            elif unit.activation == "prelu":
                outs[unit.name] = net if net > 0 else params[unit.learned] * net
            else:
                outs[unit.name] = self.one(unit.activation, net)
        return outs

    def error(self, outputs):
        """The loss over the outputs."""
        return LOSSES[self.drawn.loss][1](self.m, self.drawn.targets, outputs)


def precise(drawn: Drawn) -> Reference:
    """The reference in 40 digits."""
    return Reference(drawn, lambda name, z: HIDDEN[name][1](z), MP)


def mp(numbers: dict) -> dict:
    """Doubles as numbers of 40 digits."""
    return {name: MP.mpf(number) for name, number in numbers.items()}


def by_differences(drawn: Drawn):
    """Loss and gradients by central differences in 40 digits."""
    reference, params, inputs, h = precise(drawn), mp(drawn.params), mp(drawn.inputs), MP.mpf("1e-13")
    gradients = {}
    for name in params:
        above, below = (reference.forward(params | {name: params[name] + s * h}, inputs)[2] for s in (1, -1))
        gradients[name] = float((above - below) / (2 * h))
    return float(reference.forward(params, inputs)[2]), gradients


def by_autograd(drawn: Drawn, torch):
    """Loss and gradients by the framework in double precision."""

    class Log:
        exp, log, cosh = torch.exp, torch.log, torch.cosh

    def tensor(number):
        return torch.tensor(number, dtype=torch.float64)

    reference = Reference(drawn, lambda name, z: HIDDEN[name][0](torch, z), Log)
    params = {name: tensor(number).requires_grad_() for name, number in drawn.params.items()}
    loss = reference.forward(params, {name: tensor(v) for name, v in drawn.inputs.items()})[2]
    found = (
        torch.autograd.grad(loss, list(params.values()), allow_unused=True)
        if loss.requires_grad
        else [None] * len(params)
    )
    return loss.item(), {name: 0.0 if g is None else g.item() for name, g in zip(params, found, strict=True)}


def sequential(drawn: Drawn) -> dict[str, float]:
    """New values where later layers are updated first: ∂net/∂out of a later layer is its weight after the update."""
    reference, old, inputs, h = precise(drawn), mp(drawn.params), mp(drawn.inputs), MP.mpf("1e-13")
    nets, outs, _ = reference.forward(old, inputs)
    new, deltas = dict(old), {}
    last = [unit.name for unit in drawn.layers[-1]]

    def slope(function, numbers, name):
        above, below = (function(numbers | {name: numbers[name] + s * h}) for s in (1, -1))
        return (above - below) / (2 * h)

    for layer in reversed(drawn.layers):
        if layer is drawn.layers[-1]:
            upper = {
                name: slope(lambda o: reference.error([o[n] for n in last]), {n: outs[n] for n in last}, name)
                for name in last
            }
        else:
            upper = {unit.name: MP.mpf(0) for unit in layer}
            for later in drawn.layers:
                for unit in later:
                    for weight, source in unit.edges:
                        if source in upper and unit.name in deltas:
                            upper[source] += new[weight] * deltas[unit.name]

        def pulled(numbers, params=old, layer=layer, upper=upper):
            return sum(upper[n] * v for n, v in reference.activated(layer, numbers, params).items())

        own = {unit.name: nets[unit.name] for unit in layer}
        gradients: dict = {}
        for unit in layer:
            deltas[unit.name] = delta = slope(pulled, own, unit.name)
            for weight, source in unit.edges:
                gradients[weight] = delta * outs[source]
            if unit.bias:
                gradients[unit.bias] = gradients.get(unit.bias, 0) + delta
            if unit.learned:
                change = slope(lambda params, own=own, pulled=pulled: pulled(own, params), old, unit.learned)
                gradients[unit.learned] = change
        for name, gradient in gradients.items():
            if name not in drawn.frozen:
                new[name] = old[name] - drawn.rate * gradient
    return {name: float(number) for name, number in new.items()}


# ---- the tests ----


def solve(text: str, **keys: str):
    """The values of a solution, some of its keys replaced."""
    (problem,) = nnsolve.loads(text, overrides=keys)
    solution = nnsolve.solve(problem)
    return solution.values, solution.check


def assert_agree(drawn: Drawn, values: dict, error: float, gradients: dict[str, float]):
    """Loss, gradients and new values equal the reference's to 1e-9 relative."""
    noise = 1e-13 * max(1, *map(abs, gradients.values()))
    assert values["E"] == pytest.approx(error, rel=1e-9, abs=1e-13)
    for name, gradient in gradients.items():
        if name in drawn.frozen:
            assert f"new_{name}" not in values
            continue
        assert values[f"dE/d{name}"] == pytest.approx(gradient, rel=1e-9, abs=noise), name
        expected = drawn.params[name] - drawn.rate * gradient
        assert values[f"new_{name}"] == pytest.approx(expected, rel=1e-9, abs=noise), name


@pytest.mark.parametrize("batch", range(BATCHES))
def test_networks_agree_with_autograd(batch):
    """550 random networks, by chain rule and by error terms, agree with the framework in double precision."""
    torch = pytest.importorskip("torch")
    torch.set_num_threads(1)
    for seed in range(batch * SIZE, (batch + 1) * SIZE):
        drawn = Drawn(seed)
        reference = by_autograd(drawn, torch)
        for method in ("chain", "delta"):
            values, check = solve(drawn.text, method=method)
            assert_agree(drawn, values, *reference)
            assert check.key != "page_differs", drawn.text


@pytest.mark.parametrize("seed", range(10_000, 10_040))
def test_networks_agree_with_differences(seed):
    """Random networks agree with central differences in 40 digits; no framework is needed for it."""
    drawn = Drawn(seed)
    reference = by_differences(drawn)
    for method in ("chain", "delta"):
        values, _ = solve(drawn.text, method=method)
        assert_agree(drawn, values, *reference)


@pytest.mark.parametrize("seed", range(20_000, 20_060))
def test_sequential_updates(seed):
    """Later layers first: the new values are those of a plain loop that passes back through updated weights."""
    drawn = Drawn(seed)
    expected = sequential(drawn)
    for method in ("chain", "delta"):
        values, _ = solve(drawn.text, method=method, update="sequential")
        for name, number in expected.items():
            if name not in drawn.frozen:
                assert values[f"new_{name}"] == pytest.approx(number, rel=1e-9, abs=1e-13), name


def test_what_is_drawn():
    """The networks under test hold every spelling, activation and loss, shared and absent biases and missing edges."""
    drawn = [Drawn(seed) for seed in range(BATCHES * SIZE)]
    units = [unit for network in drawn for layer in network.layers for unit in layer]
    assert {unit.activation for unit in units} == {*HIDDEN, "softmax", "prelu"}
    assert {network.loss for network in drawn} == {*LOSSES}
    assert {len(network.layers) for network in drawn} == {1, 2, 3, 4}
    assert {"network:" in n.text for n in drawn} == {"naming:" in n.text for n in drawn} == {True, False}
    assert any(not unit.bias for unit in units)
    assert any(not unit.edges for unit in units)
    biases = [[unit.bias for unit in layer if unit.bias] for network in drawn for layer in network.layers]
    assert any(len(names) > len(set(names)) for names in biases)
    assert sum(bool(network.frozen) for network in drawn) > 20
