"""Library problems broken at random: each ends in a solution or in one explained error, never in a traceback."""

from __future__ import annotations

import copy
import random
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import nnsolve
from nnsolve.reading.load import library_folder

from .support import within

LIBRARY = {name: (Path(library_folder()) / f"{name}.yaml").read_text(encoding="utf-8") for name in nnsolve.library()}
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
    "style",
    "method",
    "update",
    "naming",
    "notation",
    "rounding",
    "asked",
    "again",
    "freeze",
    "detail",
    "loss",
    "activation",
    "bias",
]
PRINTED = [("text", {"width": 60}), ("text", {"width": 100, "ascii": True}), ("markdown", {}), ("json", {})]


def mutated(tree, draw: random.Random):
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


def ending(text: str, printed: bool = False) -> str:
    """How a text ends: in a solution, or in the class of an explained error. Anything else is raised.

    ``printed`` says that the solution is written in every format as well.
    """
    try:
        with within(30):
            for problem in nnsolve.loads(text, "fuzz.yaml"):
                solution = nnsolve.solve(problem)
                assert solution.values is not None
                assert solution.answers is not None
                for format, options in PRINTED if printed else ():
                    assert nnsolve.render(solution, format, **options)
    except nnsolve.NnsolveError as error:
        assert str(error).strip()
        return type(error).__name__
    return "solution"


@pytest.mark.parametrize("name", LIBRARY)
def test_broken_trees(name):
    """A library problem with one to three parts changed ends in a solution or an explained error."""
    draw = random.Random(name)
    for turn in range(40):
        tree = yaml.load(LIBRARY[name], yaml.CBaseLoader)
        for _ in range(draw.randint(1, 3)):
            if tree:
                tree = mutated(tree, draw)
        text = yaml.dump(tree, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
        if draw.random() < 0.7:  # scalars as a person writes them, without the quotation marks of the dump
            text = text.replace("'", "")
        assert ending(text, printed=turn % 4 == 0)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(LIBRARY)), st.data())
def test_broken_texts(name, data):
    """A library file with a piece cut out, doubled or overwritten ends in a solution or an explained error."""
    text = LIBRARY[name]
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, min(len(text), begin + 60)))
    piece = data.draw(
        st.one_of(st.just(""), st.just(text[begin:end] * 2), st.text(max_size=12), st.sampled_from(SCALARS))
    )
    assert ending(text[:begin] + piece + text[end:])


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text(text):
    """Any text at all ends in an explained error."""
    assert ending(text) in ("ProblemError", "solution")
