"""An entry from a file of its own: put into its table for one test, and taken out again."""

from __future__ import annotations

import importlib.util
import json
import pathlib
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

import nnsolve
from nnsolve.cli import main
from nnsolve.formula.table import Table
from nnsolve.render import formats
from nnsolve.words import WORDS

from ..render.test_notebook import executed, notebook

# A PDF is Typst set in type, which needs a package that is not everywhere.
FORMATS = [name for name in formats() if name != "pdf"]


def imported(folder: pathlib.Path, name: str, source: str) -> ModuleType:
    """A file of the folder with this source, as a module."""
    file = folder / f"{name}.py"
    file.write_text(source, "utf-8")
    spec = importlib.util.spec_from_file_location(f"new_{name}", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def in_table(table: Table, module: ModuleType) -> Iterator[None]:
    """The ``ENTRY`` of a module in its table, and its ``WORDS`` among the sentences, until the end."""
    table.add(module.ENTRY)
    with spoken(module):
        yield
    del table[module.ENTRY.name]


@contextmanager
def spoken(module: ModuleType) -> Iterator[None]:
    """The ``WORDS`` of a module among the sentences."""
    WORDS.update(module.WORDS)
    yield
    for key in module.WORDS:
        del WORDS[key]


def solved(text: str) -> nnsolve.Solution:
    """The solution of a problem, with a page in every format; its notebook runs and agrees with the page."""
    (problem,) = nnsolve.loads(text)
    solution = nnsolve.solve(problem)
    for name in FORMATS:
        assert nnsolve.render(solution, name)
    executed(notebook(solution))
    return solution


def difference(text: str, name: str, of: str, h: float = 1e-6) -> float:
    """The central difference of a result by a number of the problem, which stands as {name} in the text."""
    values = []
    for step in (h, -h):
        (problem,) = nnsolve.loads(text)
        solution = nnsolve.solve(problem)
        values.append(float(nnsolve.evaluate(solution, given={name: solution.values[name] + step})[of]))
    return (values[0] - values[1]) / (2 * h)


def said(*args: str, code: int = 0) -> str:
    """What a command that ends with ``code`` prints on a wide terminal, in one line."""
    result = CliRunner().invoke(main, list(args), terminal_width=400, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return " ".join(result.output.split())


def listed_in_schema(schema: object, word: str) -> bool:
    """Whether a schema lists a word among the values that may stand somewhere."""
    if isinstance(schema, dict):
        return word in schema.get("enum", ()) or any(listed_in_schema(part, word) for part in schema.values())
    return isinstance(schema, list) and any(listed_in_schema(part, word) for part in schema)


def schema_of(kind: str) -> dict:
    """The schema of a kind as the command prints it."""
    return json.loads(CliRunner().invoke(main, ["schema", kind]).output)


def completed(*args: str, incomplete: str = "") -> list[str]:
    """What the shell offers behind these words."""
    complete = ShellComplete(main, {}, "nnsolve", "_NNSOLVE_COMPLETE")
    return [item.value for item in complete.get_completions(list(args), incomplete)]


def trouble(text: str) -> str:
    """The message about a problem that cannot be read."""
    with pytest.raises(nnsolve.ProblemError) as caught:
        nnsolve.loads(text)
    return str(caught.value)
