"""What several test files share."""

from __future__ import annotations

import pytest

import nnsolve


def pytest_addoption(parser):
    """``pytest tests/render/test_golden.py --overwrite-golden`` writes the golden pages anew."""
    parser.addoption("--overwrite-golden", action="store_true", help="write the pages in tests/golden anew")


@pytest.fixture(scope="session")
def solved():
    """Reads the one problem of a YAML text and solves it."""

    def solve(text: str, **overrides: str):
        (problem,) = nnsolve.loads(text, overrides=overrides)
        return nnsolve.solve(problem)

    return solve


@pytest.fixture(scope="session")
def trouble():
    """The error that a YAML text ends in, be it found while reading or while solving."""

    def find(text: str) -> nnsolve.NnsolveError:
        with pytest.raises(nnsolve.NnsolveError) as caught:
            for problem in nnsolve.loads(text, "problem.yaml"):
                _ = nnsolve.solve(problem).values
        return caught.value

    return find
