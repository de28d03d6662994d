"""The table of words: a search for a key finds its sentence and the place where it is used."""

from __future__ import annotations

import ast
import importlib
import pathlib

import pytest

import nnsolve
from nnsolve.solution import Says
from nnsolve.words import WORDS, spoken

PACKAGE = pathlib.Path(nnsolve.__file__).parent
FILES = sorted(path.stem for path in PACKAGE.glob("words/*.py") if path.stem != "__init__")
# What takes a key, and the place of the key among the arguments.
TAKES = {"Says": 0, "Column": 1}


def keys(file: str) -> list[str]:
    """The keys of a file in order, as they are written."""
    tree = ast.parse((PACKAGE / "words" / f"{file}.py").read_text(encoding="utf-8"))
    (table,) = [node.value for node in tree.body if isinstance(node, ast.AnnAssign)]
    return [key.value for key in table.keys]


def owner(key: str) -> str:
    """The file with the longest name that begins a key."""
    return max((file for file in FILES if key.startswith(f"{file}_")), key=len, default="")


def sources() -> list[tuple[str, ast.Module]]:
    """All files of the package but the tables of words."""
    tables = {PACKAGE / "words" / f"{file}.py" for file in FILES}
    paths = [path for path in sorted(PACKAGE.rglob("*.py")) if path not in tables]
    return [(str(path.relative_to(PACKAGE)), ast.parse(path.read_text(encoding="utf-8"))) for path in paths]


@pytest.fixture(scope="module")
def trees():
    return sources()


@pytest.mark.parametrize("file", FILES)
def test_a_key_begins_with_its_file(file):
    """A key is one word that tells its file, in which it stands once."""
    found = keys(file)
    assert [key for key in found if not key.isidentifier()] == []
    assert [key for key in found if owner(key) != file] == []
    assert len(found) == len(set(found))
    assert importlib.import_module(f"nnsolve.words.{file}").WORDS.keys() == set(found)


def test_every_key_stands_where_it_is_used(trees):
    """A search for a key finds it whole outside the words, so nothing puts keys together, and none is idle."""
    written = {node.value for _, tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert [key for file in FILES for key in keys(file) if key not in written] == []


def test_no_key_is_put_together(trees):
    """What takes a key is not given a text that is made on the spot."""
    made = []
    for path, tree in trees:
        for node in ast.walk(tree):
            place = TAKES.get(getattr(node.func, "id", "")) if isinstance(node, ast.Call) else None
            if place is not None and len(node.args) > place:
                key = node.args[place]
                made += [f"{path}:{key.lineno}"] * isinstance(key, (ast.JoinedStr, ast.BinOp))
    assert made == []


def test_every_key_that_is_used_exists(trees):
    """A literal that takes the place of a key is one."""
    missing = []
    for path, tree in trees:
        for node in ast.walk(tree):
            place = TAKES.get(getattr(node.func, "id", "")) if isinstance(node, ast.Call) else None
            if place is not None and len(node.args) > place and isinstance(node.args[place], ast.Constant):
                key = node.args[place].value
                missing += [f"{path}:{node.lineno} {key}"] * (key not in WORDS)
    assert missing == []


@pytest.mark.parametrize(
    ("key", "args", "said"),
    [
        ("training_batch_mean", {"n": 1}, "mean over the 1 sample"),
        ("training_batch_mean", {"n": 3}, "mean over the 3 samples"),
        ("statement_epochs", {"n": 1}, "Train for one epoch."),
        ("statement_epochs", {"n": 12}, "Train for 12 epochs."),
        ("statement_steps", {"n": "1"}, "one step"),
        ("page_question_marks", {"n": 2, "marks": "1"}, "Question 2 (1 mark)"),
    ],
)
def test_one_and_several(key, args, said):
    """A sentence says itself what is one and what are several."""
    assert spoken(Says(key, **args), str) == said
