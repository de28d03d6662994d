"""What a test compares with is found in its code, so that the quick tier and the count of a run are right."""

from __future__ import annotations

import pytest

from .reach import _reached
from .support import bounded


def loads():
    return pytest.importorskip("sklearn.metrics")


def calls_what_loads():
    return [loads() for _ in range(2)]


def imports():
    from selenium import webdriver

    return webdriver


class Page:
    def open(self):
        return imports()


def opens():
    return Page()


def starts(subprocess):
    for program, said in (("pdflatex", "Output written"), ("true", "")):
        subprocess.run([program, said])


def speaks():
    return "torch", "like keras"


@pytest.mark.parametrize(
    ("function", "oracles"),
    [
        (loads, {"scikit-learn"}),
        (calls_what_loads, {"scikit-learn"}),
        (imports, {"a browser"}),
        (opens, {"a browser"}),
        (starts, {"LaTeX"}),
        (speaks, set()),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_a_function_reaches(function, oracles):
    """Names count, in the function, in what it calls and in classes, and so does what is loaded; a word does not."""
    assert _reached(function) == oracles


def test_work_beyond_its_bound_is_stopped():
    """Calls are counted while they are made, and handlers of errors do not swallow the end."""
    made = []

    def work():
        while True:
            try:
                made.append(abs(-1))
            except Exception:
                made.clear()

    with pytest.raises(pytest.fail.Exception, match="more than 1,000 calls"), bounded(1_000):
        work()
    assert 490 < len(made) < 500  # each turn is two calls
