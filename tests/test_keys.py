"""A choice that a problem file makes is used or refused, in every kind: what changes nothing is named here, and why."""

from __future__ import annotations

import json

import pytest

import nnsolve
from nnsolve.errors import NnsolveError
from nnsolve.reading.load import kind_module, kinds
from nnsolve.reading.problem import CommonProblem
from nnsolve.reading.schema import Choice, Flag
from nnsolve.solution import Solution

from .support import trees_of

MOST_TRIED = 4  # problems of a kind

# Keys that may be written and change nothing in some problem, and why that is no fault.
WITHOUT_EFFECT = {
    ("activation", "derivation"): "a single activation has it by itself",
    ("activation", "identities"): "as has it its identities; false where there are none",
    ("cnn-shapes", "strict"): "nothing is to be told where flatten is written",
    ("forward", "naming"): "the entries of matrices have no names",
    ("graph", "grouping"): "formulas of one operation are nodes either way",
    ("linear-sgd", "reduction"): "the sum over one point is its mean",
    ("loss", "reduction"): "the sum over one sample is its mean, and so is what the name of a loss says",
    ("metrics", "zero_division"): "nothing is divided by 0",
    ("regression", "method"): "the method that is meant where none is written",
    ("regression", "by"): "the way that is meant where none is written",
    ("softmax", "reduction"): "the sum over one row is its mean",
}


def solved_or_refused(keys: dict) -> Solution | None:
    """The solution of a problem, or None where it is refused with a message."""
    try:
        (problem,) = nnsolve.loads(json.dumps(keys))
        return nnsolve.solve(problem)
    except NnsolveError:
        return None


def words_of(kind: str) -> dict[str, list[str]]:
    """The keys of a kind that choose among words, and the words."""
    own = kind_module(kind).Problem.fields()
    found = {}
    for key in own.keys() - CommonProblem.fields().keys():
        if isinstance(own[key].type, Choice):
            found[key] = list(own[key].type.words)
        if isinstance(own[key].type, Flag):
            found[key] = ["true", "false"]
    return found


@pytest.mark.parametrize("kind", sorted({*kinds()} - {"paper", "training"}))
def test_every_choice_is_used_or_refused(kind: str):
    """Another word for a key changes the page or the values of the shortest problems of the library, or is refused."""
    defaults = {key: str(field.default).lower() for key, field in kind_module(kind).Problem.fields().items()}
    problems = sorted(trees_of(kind), key=lambda keys: len(json.dumps(keys)))[:MOST_TRIED]
    passed_over = set()
    for keys in problems:
        keys = {key: value for key, value in keys.items() if key not in ("asked", "published")}
        before = solved_or_refused(keys)
        page = nnsolve.render(before, "text", full=True)
        for key, words in words_of(kind).items():
            for word in words:
                if word == keys.get(key, defaults[key]):
                    continue
                after = solved_or_refused(keys | {key: word})
                same = after is not None and str(after.values) == str(before.values)
                if same and nnsolve.render(after, "text", full=True) == page:
                    passed_over.add((kind, key))
    assert passed_over <= WITHOUT_EFFECT.keys()
