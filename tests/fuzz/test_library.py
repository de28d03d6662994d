"""Library problems broken at random: each ends in a solution or in one explained error, never in a traceback."""

from __future__ import annotations

import random

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import nnsolve

from ..support import within
from .broken import LIBRARY, SCALARS, mutated

PRINTED = [("text", {"width": 60}), ("text", {"width": 100, "ascii": True}), ("markdown", {}), ("json", {})]


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
