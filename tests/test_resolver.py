"""The resolver: a text means the name that is called so, printed so or spelt so."""

from __future__ import annotations

import pytest

from nnsolve.called import called
from nnsolve.names import Name, Role, d
from nnsolve.resolver import Resolver

SLOPE = d(Name(Role.LOSS, "E"), Name(Role.OUT, "out", "o1"))


@pytest.mark.parametrize("text", list(called(SLOPE)))
def test_every_word_of_a_derivative(text):
    """Of more than a hundred ways to call a derivative each is understood, the last as the first."""
    assert Resolver([SLOPE]).meanings(text) == [SLOPE]


NEAR = [
    ("o1_2", ["o1_2"], ["o1_2"]),
    ("o12", ["o1_2"], ["o1_2"]),
    ("o1_2", ["o12"], ["o12"]),
    ("o_{1,11}", ["o1_11", "o11_1"], ["o1_11"]),
    ("o111", ["o1_11", "o11_1"], ["o1_11", "o11_1"]),
    ("o1_11", ["o11_1"], []),
    ("", ["o1"], []),
]


@pytest.mark.parametrize(("text", "names", "meant"), NEAR)
def test_numbers_stay_apart(text, names, meant):
    """Two numbers may be written in one, but never cut at another place."""
    assert Resolver([Name(Role.RESULT, name) for name in names]).meanings(text) == meant
