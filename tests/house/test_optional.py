"""The tests run on a machine that has none of the frameworks they compare with."""

from __future__ import annotations

import ast
import pathlib

import pytest

FRAMEWORKS = {"torch", "sklearn", "keras"}
TESTS = pathlib.Path(__file__).parents[1]
# The benchmarks are a program of their own, which wants what it measures against.
FILES = [path for path in TESTS.rglob("*.py") if "benchmarks" not in path.parts]


def loaded(text: str) -> set[str]:
    """The packages that a module loads by import statements, without asking whether they are there."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(str(node.module).partition(".")[0])
    return found


@pytest.mark.parametrize("text", ["import torch", "def f():\n    from keras.ops import add", "import os, sklearn.svm"])
def test_an_import_is_seen(text):
    """Each way to import a framework is found."""
    assert loaded(text) & FRAMEWORKS


def test_no_framework_is_needed():
    """Frameworks are asked for by ``pytest.importorskip``, which skips where they are not; CI fails for such a skip."""
    assert len(FILES) > 100
    assert {str(path): loaded(path.read_text(encoding="utf-8")) & FRAMEWORKS for path in FILES} == {
        str(path): set() for path in FILES
    }
