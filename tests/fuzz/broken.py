"""Problems of the library, broken at random."""

from __future__ import annotations

import copy
import random

import yaml

import nnsolve

from ..support import text_of

LIBRARY = {name: text_of(name) for name in nnsolve.library()}
SCALARS = [
    "", "~", "none", "0", "-0", "-1", "1", "2", "0.5", "1e308", "-1e308", "1e-320", "1e999", "nan", ".inf", "1/3",
    "1/0", "0/0", "9^9^9", "1000", "-1000", "99999999999999999999", "true", "abc", "w1", "x", "E", "h1", "o1",
    "[1]", "sqrt(-1)", "1,5", "x*x", "1/x", "exp(x)", "sigmoid", "tanh", "relu", "softmax", "step", "prelu(a=0.1)",
    "leaky relu(0.1)", "elu(-1)", "hard sigmoid(0)", "binary cross-entropy", "categorical cross-entropy", "hinge",
    "huber(1)", "(t-o)^2", "ln(t/o)", "kl divergence", "sequential", "delta", "matrix", "forward", "backprop",
    "cnn-shapes", "ij", "layered", "same", "valid", "32x32", "1000000x1000000x3", "0x0", "{", "\\", "é", "\x00",
    "θ", "_", "-",
]  # fmt: skip
KEYS = [
    *("style", "method", "update", "naming", "notation", "rounding", "asked", "again", "freeze", "detail", "loss"),
    *("activation", "bias"),
]


def mutated(tree: dict | list, draw: random.Random) -> dict | list:
    """The tree with one change somewhere: a part dropped, doubled, moved, retyped or replaced."""
    spots: list = []

    def walk(node):
        pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        for key, value in list(pairs):
            spots.append((node, key))
            walk(value)

    walk(tree)
    node, key = draw.choice(spots)  # nothing is changed before, so every spot is still there
    way = draw.randrange(8)
    if way == 0:
        del node[key]
    elif way == 1 and isinstance(node, dict):
        node[draw.choice([*KEYS, "zzz", "w1", "b1"])] = draw.choice(SCALARS)
    elif way == 2 and isinstance(node, list):
        node.insert(key, node[key])
    elif way == 3:
        node[key] = [node[key]]
    elif way == 4:
        node[key] = {"a": node[key]}
    elif way == 5:
        other, place = draw.choice(spots)
        node[key] = copy.deepcopy(other[place])
    else:
        node[key] = draw.choice(SCALARS)
    return tree


def broken(name: str, draw: random.Random) -> str:
    """A problem of the library with up to two parts changed, without its title and source."""
    tree = yaml.load(LIBRARY[name], yaml.BaseLoader)
    for _ in range(draw.randint(0, 2)):
        tree = mutated(tree, draw) if tree else tree
    tree = {key: value for key, value in tree.items() if key not in ("title", "source")}  # printed as they are written
    text = yaml.safe_dump(tree, sort_keys=False, allow_unicode=True)
    return text.replace("'", "") if draw.random() < 0.7 else text
