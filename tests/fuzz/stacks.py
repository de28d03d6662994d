"""Random stacks of layers: every layer word with every key, for shapes and counts and for pictures in numbers."""

from __future__ import annotations

import random
from collections.abc import Callable

from nnsolve.kinds.convolution.rows import plain_activations
from nnsolve.kinds.convolution.table import layers as on_numbers
from nnsolve.reading.schema import Type
from nnsolve.subjects.layers.columns import ON_REQUEST
from nnsolve.subjects.layers.layer import Layer
from nnsolve.subjects.layers.layers import layers as on_shapes

from .broken import SCALARS
from .drawn import Value, common_keys, value_of

KERNELS = [
    *([[1, 0], [0, -1]], [[1, 2, 1]], [["0.5"]], ["101", "010", "101"], [[1, "1/3"], ["-0.5", 2]], "sobel x", "blur"),
    *("sharpen",),
]
BACKWARD = ["none", "none", "gradient", "targets"]


def _sides(pick: random.Random) -> Value:
    small = pick.choice([1, 2, 2, 3, 3, 5])
    if pick.random() < 0.75:
        return small
    return pick.choice([f"{small}x2", f"1x{small}", [small, pick.randint(1, 3)], [2, 2], [1, 2, 3], 0])


def _padding(pick: random.Random) -> Value:
    few = pick.choice([0, 1, 1, 2])
    if pick.random() < 0.75:
        return pick.choice(["valid", "same", "same-tf", few, few])
    return pick.choice([[few, 1], [[0, 1], [few, 0]], [[1, few], [1, few]], [[1, few]], "half"])


# Of layers in numbers that need a number; the others take none.
SLOPED = {"leaky-relu": "0.1", "elu": "1", "hard-sigmoid": "0.2"}
# Keys that say how the weights of a layer are written, and so belong together.
WEIGHTS = {"kernel", "kernels", "size", "seed", "weights", "neurons"}
# Values by the class of a key's type, mostly small; every other type is drawn from its schema.
VALUES: dict[str, Callable[[random.Random], Value]] = {"Sides": _sides, "PaddingType": _padding}


def layer(words: dict[str, type[Layer]], pick: random.Random, more: Callable | None = None) -> Value:
    """One layer with some of its keys; ``more`` gives those that belong together."""
    word = pick.choice([*words])
    fields = words[word].fields()
    keys: dict[str, Value] = more(word, pick) if more else {}
    settled = {*keys, "name"} | (WEIGHTS if keys.keys() & WEIGHTS else set())
    for name, field in fields.items():
        likely = 0.97 if field.required else 0.02 if name in settled else 0.2
        if name not in keys and pick.random() < likely:
            keys[name] = _value(field.type, pick)
    short = words[word].short
    if pick.random() < 0.03:
        keys[pick.choice(["zzz", *fields])] = pick.choice(SCALARS)
    if not keys:
        return word
    return {word: keys[short] if set(keys) == {short} else keys}


def _value(type_: Type, pick: random.Random) -> Value:
    """A value of a key of a layer."""
    drawn = VALUES.get(type(type_).__name__)
    return drawn(pick) if drawn else value_of(type_.schema(), pick)


def shapes(pick: random.Random) -> dict:
    """A stack of layers without numbers, on a map of one, two or three sides."""
    side, channels = pick.choice([1, 5, 8, 9, 16, 32, 227]), pick.choice([1, 1, 2, 3, 4])
    inputs = [
        *[f"{side}x{side}x{channels}"] * 4,
        [side, side + 3],
        {"length": side, "channels": channels},
        {"depth": side, "height": side, "width": 7, "channels": channels},
        {"height": side, "width": 4},
        f"{side}x0",
    ]
    tree: dict = {"kind": "cnn-shapes", "input": pick.choice(inputs)}
    tree["layers"] = [layer(on_shapes(), pick) for _ in range(pick.choice([1, 1, 2, 3, 5, 8]))]
    if pick.random() < 0.5:
        tree["columns"] = pick.sample(ON_REQUEST, pick.randint(1, len(ON_REQUEST)))
    if pick.random() < 0.2:
        tree["strict"] = True
    return tree | common_keys(pick)


def _needed(word: str, pick: random.Random) -> dict[str, Value]:
    """What a layer in numbers needs: written or random weights, the number of an activation."""
    if word in plain_activations() or word == "softmax":
        return {"value": SLOPED[word]} if word in SLOPED else {}
    if word == "activation":
        return {"value": pick.choice(["relu", "tanh", "elu(0.5)", "x^2", "softmax", "leaky relu(0.1)"])}
    if word == "avg-pool":
        return {"count_padding": pick.random() < 0.5, "padding": pick.choice([0, 1])} if pick.random() < 0.4 else {}
    if word == "dense":
        return {"neurons": pick.randint(1, 3), "seed": pick.randint(0, 9)} if pick.random() < 0.9 else {}
    return _kernels(pick) if word in ("conv", "transposed-conv") else {}


def _kernels(pick: random.Random) -> dict[str, Value]:
    """Kernels of a layer: random ones, one or two."""
    if pick.random() < 0.7:
        return {"kernels": pick.randint(1, 3), "size": pick.choice([1, 2, 2, 3, "2x1"]), "seed": pick.randint(0, 9)}
    kernel = pick.choice(KERNELS)
    return {"kernel": kernel} if pick.random() < 0.8 else {"kernels": [kernel, kernel]}


def pictures(pick: random.Random) -> dict:
    """A small picture through a stack of layers in numbers, and often back."""
    side = pick.choice([1, 2, 3, 4, 5, 6])
    inputs = [
        {"size": f"{side}x{side}", "seed": pick.randint(0, 9)},
        {"size": f"{side}x{side + 1}x{pick.randint(1, 3)}", "seed": 1},
        {"size": f"{side}x{side}", "fill": pick.randint(-2, 2)},
        ["11100", "01110", "00111", "00110", "01100"],
        [[f"{pick.uniform(-2, 2):.1f}" for _ in range(4)] for _ in range(4)],
        {"R": [[1, 2, 0], [0, 1, 3], [2, 1, 0]], "G": [[0, 1, 1], [2, 0, 1], ["1/3", 1, 0]]},
    ]
    tree: dict = {"kind": "convolution", "input": pick.choice(inputs)}
    layers = [layer(on_numbers(), pick, _needed) for _ in range(pick.choice([1, 1, 2, 3, 4]))]
    if pick.random() < 0.7:
        layers.insert(0, {"conv": _kernels(pick)})
    back, neurons = pick.choice(BACKWARD), pick.randint(1, 3)
    if back == "targets" or pick.random() < 0.2:
        layers += ["flatten", {"dense": {"neurons": neurons, "seed": 1}}]
        layers += pick.choice([[], ["sigmoid"], ["softmax"]])
    tree["layers"] = layers
    if back == "gradient":
        tree["gradient"] = pick.choice(["1", "-0.5", "1", [[1, -2], ["0.5", 3]], "0"])
    if back == "targets":
        tree["targets"] = [pick.choice(["0", "1", "0.3"]) for _ in range(neurons)]
        tree["loss"] = pick.choice(
            ["half squared error", "mean squared error", "binary cross-entropy", "categorical cross-entropy", "hinge"]
        )
    if back != "none" and pick.random() < 0.6:
        tree["learning_rate"] = pick.choice(["0.1", "1/3", "1"])
    optional: dict = {"written": [0, 1, 2, 4, 10_000]}
    if "conv" in str(layers):
        optional["operation"] = ["convolution", "cross-correlation"]
    tree |= {key: pick.choice(values) for key, values in optional.items() if pick.random() < 0.4}
    return tree | common_keys(pick)
