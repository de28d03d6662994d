"""Wherever a file holds a number it may hold a formula for it; what is a whole number stays whole, and says so."""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from collections.abc import Iterator

import numpy
import pytest
import yaml

import nnsolve
from nnsolve.errors import ProblemError
from nnsolve.solution import Solution

from .allowed import NUMBERS
from .support import text_of
from .test_keys import changed

NUMBER = re.compile(r"-?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
NOT_READ = ("published", "marks", "title", "source", "note", "asked", "rounding", "digits", "kind")
# What looks like a number and is none: names of classes and units, digits of one word, words for the size of a batch.
NAMES = {
    *("metrics.actual", "metrics.predicted", "metrics.positive", "metrics.classes", "softmax.target"),
    *("backprop.network", "forward.network", "convolution.input", "convolution.layers.conv.kernel"),
    *("recurrent.columns", "parameters.recurrent.biases"),
    *("language.perplexity.base", "language.distance.substitution"),
    *("backprop.batch", "linear-sgd.batch", "normalize.labels", "normalize.classes", "training.grid"),
}
EACH = 2  # numbers of a list or table that are tried


def solved(keys: dict) -> Solution | str:
    """The solution of a problem, or why it is refused."""
    try:
        (problem,) = nnsolve.loads("\n".join(f"{key}: {json.dumps(value)}" for key, value in keys.items()))
        return nnsolve.solve(problem)
    except ProblemError as error:
        assert all(fault.line > 0 for fault in error.faults), str(error)
        return str(error)


def numbers(part: object, path: tuple = ()) -> Iterator[tuple[tuple, str]]:
    """The numbers of a file, each with the keys and places that lead to it."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield from numbers(value, (*path, key))
    elif isinstance(part, list):
        for index, value in enumerate(part):
            yield from numbers(value, (*path, index))
    elif isinstance(part, str) and NUMBER.fullmatch(part):
        yield path, part


def replaced(tree: dict, path: tuple, value: str) -> dict:
    """The file with another number at a place."""
    tree = copy.deepcopy(tree)
    inner = tree
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return tree


def alike(first: Solution, second: Solution) -> bool:
    """Whether two solutions have the same answers, to 1e-12."""
    if list(first.answers) != list(second.answers):
        return False
    for name in first.answers:
        one, other = first.values.get(name), second.values.get(name)
        try:
            pair = [numpy.asarray(value, dtype=float) for value in (one, other)]
        except (TypeError, ValueError):
            if str(one) != str(other):
                return False
            continue
        if pair[0].shape != pair[1].shape or not numpy.allclose(*pair, rtol=1e-12, atol=1e-14, equal_nan=True):
            return False
    return True


def formulas(number: str) -> list[str]:
    """Other ways to write a number, of the same value in doubles and in fractions."""
    return [f"({number}*2)/2", number if "e" in number.lower() else f"{number}e0"]


@pytest.mark.parametrize("name", nnsolve.library())
def test_a_number_may_be_a_formula(name: str):
    """Half of twice a number, and the number with an exponent, give the answers that the number gives."""
    tree = yaml.load(text_of(name), yaml.CBaseLoader)
    keys = {key: value for key, value in tree.items() if key not in ("published", "marks")}
    before = solved(keys)
    tried: Counter[str] = Counter()
    for path, number in numbers({key: value for key, value in keys.items() if key not in NOT_READ}):
        words = [step for step in path if isinstance(step, str) and not any(sign.isdigit() for sign in step)]
        place = ".".join([keys["kind"], *words])
        tried[place] += 1
        if place in NAMES or tried[place] > EACH or keys["kind"] == "paper":
            continue
        for formula in formulas(number):
            after = solved(replaced(keys, path, formula))
            whole = isinstance(after, str) and "whole number" in after and re.fullmatch(r"\d+", number)
            assert whole or (not isinstance(after, str) and alike(before, after)), f"{place}: {formula}: {after}"


@pytest.mark.parametrize("name", nnsolve.library()[::3])
def test_a_number_of_a_further_key_may_be_a_formula(name: str):
    """So do the numbers of keys that the library problem does not have, where it may have them."""
    tree = yaml.load(text_of(name), yaml.CBaseLoader)
    keys = {key: value for key, value in tree.items() if key not in ("published", "marks", "asked")}
    tried: Counter[str] = Counter()
    for key, part, value in changed(keys):
        places = [path for path, number in numbers({key: value}) if number in NUMBERS and "." in number]
        tried[part] += 1
        if part.startswith("notation") or not places or tried[part] > EACH:
            continue
        before = solved(keys | {key: value})
        if isinstance(before, str):
            continue
        for path in places[:EACH]:
            number = dict(numbers({key: value}))[path]
            after = solved(replaced(keys | {key: value}, path, formulas(number)[0]))
            assert not isinstance(after, str), f"{part}: {after}"
            assert alike(before, after), part
