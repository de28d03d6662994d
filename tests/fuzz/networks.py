"""Random networks in every spelling and style, with every activation and loss and every key of their kinds."""

from __future__ import annotations

import random
from itertools import chain, pairwise, product
from typing import NamedTuple

from nnsolve.subjects.optimisers.table import OPTIMISERS

from ..page.networks import HIDDEN, LOSSES
from .drawn import common_keys

USUAL = ["sigmoid", "sigmoid", "tanh", "relu", "identity", "softplus"]
BESIDE_SAMPLES = ("style", "update", "again")  # what several samples exclude
PRESETS = ["paper", "pytorch", "keras", "notes"]
# Keys of backprop beside the network itself, with values most of which fit some networks.
KEYS = {
    "style": ["matrix", "matrix", "scalar"],
    "method": ["delta", "delta", "chain"],
    "update": ["sequential", "simultaneous"],
    "freeze": [["w1"], ["b1"], ["w2"], ["w2", "w3"]],
    "clip": [{"value": "0.01"}, {"norm": "0.05"}, {"norm": "100"}],
    "weight_decay": ["0.1", "0"],
    "regularization": [
        *({"l1": "0.01"}, {"l2": "0.1", "half": "true"}, {"l1": "0.2", "l2": "0.1", "half": "false"}),
        {"l2": "0.1", "half": "true", "biases": "true"},
    ],
    "memoisation": ["true"],
    "optimizer": [
        *OPTIMISERS,
        {"adam": {"beta1": "0.9", "epsilon": "0.001"}},
        {"momentum": {"momentum": "0.5"}},
        {"rmsprop": {"centered": "true", "momentum": "0.9"}},
        {"nesterov": {"form": "reformulated"}},
        ["adam", "lion"],
    ],
    "again": ["true"],
    "learning_rate": ["1", "0.01", "1/3", "-1"],
}
OF_SAMPLES = {
    "batch": ["1", "2", "all", "3", "0"],
    "epochs": ["1", "2", "3", "6"],
    "reduction": ["mean", "sum"],
    "shuffle": ["0", "7"],
}


class Layer(NamedTuple):
    """The neurons of a layer and the weights of each, by name."""

    units: list[str]
    rows: list[dict[str, str]]


class Names(NamedTuple):
    """The inputs and layers of a network."""

    inputs: list[str]
    layers: list[Layer]


def network(pick: random.Random) -> dict:
    """A random network of kind ``forward`` or ``backprop``."""
    needs = pick.choice(["any", "any", "any", "probability", "distribution", "class", "sign"])
    names = _named(needs, pick)
    symbolic = pick.random() < 0.12
    samples = not symbolic and needs != "class" and pick.random() < 0.3
    spell = pick.choice([_rows, _rows, _matrices, _numbered])
    tree: dict = spell(names, needs, samples, pick) | _data(names, needs, samples, pick)
    if symbolic:
        tree |= {"symbolic": "true"} | _without_numbers(tree, names, pick)
    if pick.random() < 0.12:
        tree |= {"kind": "forward"} | ({"style": "matrix"} if pick.random() < 0.4 else {})
    else:
        tree |= _learning(samples, symbolic, pick)
    if pick.random() < 0.05:
        tree.pop(pick.choice([*tree]))
    return tree | common_keys(pick)


def _learning(samples: bool, symbolic: bool, pick: random.Random) -> dict:
    """Up to three keys of backprop, most of which go with the data."""
    keys = KEYS | (OF_SAMPLES if samples else {})
    if samples and pick.random() < 0.9:
        keys = {key: values for key, values in keys.items() if key not in BESIDE_SAMPLES}
    if symbolic and pick.random() < 0.9:
        keys = {"method": ["delta"]}
    tree: dict = {"kind": "backprop", "learning_rate": pick.choice(["0.5", "0.1", "0.9"])}
    if samples:
        tree["batch"] = pick.choice(["1", "all"])
    for key in pick.sample([*keys], min(len(keys), pick.choice([0, 1, 1, 2, 3]))):
        tree[key] = pick.choice(keys[key])
    if "optimizer" in tree:
        known = OPTIMISERS[tree["optimizer"]].presets if tree["optimizer"] in [*OPTIMISERS] else PRESETS
        tree["preset"] = pick.choice([*known])
    return tree


def _without_numbers(tree: dict, names: Names, pick: random.Random) -> dict:
    """The same parts of the file with names in the place of some numbers."""
    found: dict = {"inputs": [pick.choice([name, "2"]) for name in names.inputs]}
    layers = [dict(layer) for layer in tree.get("layers", ())]
    for layer in layers:
        if isinstance(layer["weights"], dict):
            layer["weights"] = {unit: {name: name for name in row} for unit, row in layer["weights"].items()}
        if isinstance(layer.get("bias"), dict):
            layer["bias"] = {name: name for name in layer["bias"]}
    if isinstance(tree["targets"], list):
        found["targets"] = [f"y{k + 1}" for k in range(len(tree["targets"]))]
    return found | ({"layers": layers} if layers else {})


def _number(pick: random.Random) -> str:
    """A number of a network, mostly of middling size."""
    if pick.random() < 0.1:
        return pick.choice(["0", "1", "-1", "1/3", "2.5e-4", "sqrt(2)", "10", "-30", "1e-9", "800"])
    return f"{pick.uniform(-1.2, 1.2):.{pick.choice([1, 2, 2, 3])}f}"


def _named(needs: str, pick: random.Random) -> Names:
    """The names and weights of a network of one to three layers."""
    sizes = [pick.randint(1, 3) for _ in range(pick.choice([1, 2, 2, 2, 3]))]
    if needs in ("distribution", "class"):
        sizes[-1] = pick.randint(2, 3)
    inputs = [f"i{k + 1}" for k in range(pick.randint(1, 3))]
    layers: list[Layer] = []
    before, count = len(inputs), 0
    for index, size in enumerate(sizes):
        letter = "o" if index == len(sizes) - 1 else "hg"[index]
        rows = [{f"w{count + row * before + k + 1}": _number(pick) for k in range(before)} for row in range(size)]
        layers.append(Layer([f"{letter}{k + 1}" for k in range(size)], rows))
        count += size * before
        before = size
    return Names(inputs, layers)


def _activation(layer: Layer, last: bool, needs: str, pick: random.Random) -> str | dict:
    """What the outputs need; in hidden layers any, now and then one a neuron."""
    if last and needs in ("distribution", "class"):
        return "softmax"
    if last and needs == "probability":
        return "sigmoid"
    if pick.random() < 0.15:
        return {unit: pick.choice(USUAL) for unit in layer.units}
    if pick.random() < 0.03:
        return pick.choice(["step", "bipolar step", "softmax"])
    choice = pick.choice(HIDDEN if pick.random() < 0.6 else USUAL)
    return choice.replace("q", f"q_{layer.units[0]}")


def _extras(layer: Layer, last: bool, samples: bool, pick: random.Random) -> dict:
    """Dropout or batch normalisation of a layer, now and then."""
    found: dict = {}
    if last and pick.random() < 0.95:
        return found
    if pick.random() < 0.15:
        mask = {"mask": [pick.choice(["1", "1", "0"]) for _ in layer.units]}
        found["dropout"] = mask if pick.random() < 0.6 else {"seed": "3"}
        found["dropout"] |= {"keep": pick.choice(["0.5", "0.8", "1"]), "inverted": pick.choice(["true", "false"])}
    if pick.random() < (0.3 if samples else 0.02):
        place = {"place": "after activation"} if pick.random() < 0.3 else {}
        found["batch_norm"] = {"epsilon": pick.choice(["1e-5", "0", "0.001"])} | place
    return found


def _rows(names: Names, needs: str, samples: bool, pick: random.Random) -> dict:
    """Layers with a row of named weights for each neuron."""
    layers = []
    for index, layer in enumerate(names.layers):
        last = layer is names.layers[-1]
        written: dict = {"activation": _activation(layer, last, needs, pick)}
        rows = [_thinned(row, pick) for row in layer.rows]
        written["weights"] = dict(zip(layer.units, rows, strict=True))
        each = {f"c{index}{k}": _number(pick) for k in range(len(layer.units))}
        bias = pick.choice([None, {f"b{index + 1}": _number(pick)}, each])
        layers.append(written | ({"bias": bias} if bias else {}) | _extras(layer, last, samples, pick))
    return {"layers": layers}


def _thinned(row: dict[str, str], pick: random.Random) -> dict[str, str]:
    """The weights of a neuron, now and then without one of them."""
    return {name: "none" if pick.random() < 0.03 else number for name, number in row.items()}


def _matrices(names: Names, needs: str, samples: bool, pick: random.Random) -> dict:
    """Layers with plain matrices, whose weights get their names from ``naming``."""
    layers = []
    for layer in names.layers:
        last = layer is names.layers[-1]
        written: dict = {"activation": _activation(layer, last, needs, pick)}
        written["weights"] = [list(row.values()) for row in layer.rows]
        bias = pick.choice([None, _number(pick), [_number(pick) for _ in layer.units]])
        layers.append(written | ({"bias": bias} if bias else {}) | _extras(layer, last, samples, pick))
    return {"layers": layers, "naming": pick.choice(["running", "ij", "layered"])}


def _numbered(names: Names, needs: str, samples: bool, pick: random.Random) -> dict:
    """Numbered units, weights between any two of neighbouring layers, one activation for all."""
    sizes = [len(names.inputs), *(len(layer.units) for layer in names.layers)]
    units, first = [], 1
    for size in sizes:
        units.append([str(first + k) for k in range(size)])
        first += size
    edges = [pair for low, high in pairwise(units) for pair in product(low, high)]
    weights = {f"w{low}{high}": _number(pick) for low, high in edges}
    activation = _activation(names.layers[-1], True, needs, pick)
    if not isinstance(activation, str):
        activation = "tanh"
    tree = {"network": units, "weights": weights, "activation": activation}
    if pick.random() < 0.6:
        tree["biases"] = {f"b{unit}": _number(pick) for unit in chain.from_iterable(units[1:])}
    return tree


def _target(needs: str, count: int, pick: random.Random) -> list[str]:
    """Targets that fit the loss."""
    if needs == "distribution":
        hot = pick.randrange(count)
        return [str(int(k == hot)) for k in range(count)]
    choices = {"sign": ["-1", "1"], "probability": ["0", "1", "0.25"]}.get(needs)
    return [pick.choice(choices) if choices else _number(pick) for _ in range(count)]


def _data(names: Names, needs: str, samples: bool, pick: random.Random) -> dict:
    """Inputs, targets and a loss; one sample or several."""
    count, loss = len(names.layers[-1].units), pick.choice(LOSSES[needs])
    inputs = [_number(pick) for _ in names.inputs]
    if samples:
        rows = [
            {"inputs": [_number(pick) for _ in names.inputs], "targets": _target(needs, count, pick)}
            for _ in range(pick.randint(1, 4))
        ]
        return {"samples": rows, "loss": loss}
    targets: list | dict = _target(needs, count, pick)
    if needs == "class":
        targets = {"class": names.layers[-1].units[pick.randrange(count)]}
    return {"inputs": inputs, "targets": targets, "loss": loss}
