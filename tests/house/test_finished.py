"""A problem is finished when it is read: its fields and parts are read once, and nothing sets them afterwards."""

from __future__ import annotations

import ast
import inspect
import pathlib
import textwrap

import pytest

import nnsolve
from nnsolve.reading.load import kind_module, kinds
from nnsolve.reading.schema import Field, Record, Whole, together, together_where
from nnsolve.reading.yamlfile import Faults, read_documents

PACKAGE = pathlib.Path(nnsolve.__file__).parent


def stored(tree: ast.AST, owner: str) -> list[str]:
    """The attributes of ``owner`` that are assigned."""
    return [
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == owner
    ]


@pytest.mark.parametrize("kind", kinds())
def test_no_problem_sets_itself(kind):
    """No method of a problem assigns an attribute of it; what several keys make is declared with ``together``."""
    problem = kind_module(kind).Problem
    own = [base for base in problem.__mro__ if issubclass(base, Record) and base is not Record]
    sources = [ast.parse(textwrap.dedent(inspect.getsource(base))) for base in own]
    assert [name for source in sources for name in stored(source, "self")] == []


@pytest.mark.parametrize("folder", ["kinds", "subjects", "marking", "pictures"])
def test_nobody_sets_a_problem(folder):
    """No function that is given a problem assigns an attribute of it."""
    found = {
        path.name: stored(ast.parse(path.read_text(encoding="utf-8")), "problem")
        for path in (PACKAGE / folder).rglob("*.py")
    }
    assert {name: attributes for name, attributes in found.items() if attributes} == {}


class Range(Record):
    """Two bounds and a step, for the tests."""

    low = Field(Whole(), "the least")
    high = Field(Whole(), "the greatest")
    step = Field(Whole(), "from one to the next", default=None)

    @together("low", "high")
    def width(self, faults: Faults) -> int | None:
        """How wide it is."""
        if self.high <= self.low:
            return faults.add(self.places["high"], f"expected more than {self.low}")
        return self.high - self.low

    @together_where("step", of=["width", "step"])
    def steps(self, faults: Faults) -> int | None:
        """How many steps it has."""
        return self.width // self.step


def read(text: str) -> tuple[Range, list[str]]:
    """The range of a text, and the faults that were noted."""
    faults = Faults("text")
    return Range.read(read_documents(text, faults)[0], faults), [fault.message for fault in faults.found]


def test_parts_are_read_in_their_order():
    """A part may be made of another one; a part of a key that is not written is None."""
    assert read("{low: 2, high: 8, step: 3}")[0].steps == 2
    plain, faults = read("{low: 2, high: 8}")
    assert (plain.width, plain.steps, faults) == (6, None, [])


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("{low: 2, high: 2, step: 1}", ["expected more than 2"]),
        ("{low: x, high: 2, step: 1}", ["expected a whole number from 0 to 1000000"]),
    ],
)
def test_a_part_with_faults_is_not_there(text, messages):
    """Of what could not be read no part is made, and the fault is told once."""
    broken, faults = read(text)
    assert faults == messages
    assert not broken.has("width")
    assert not broken.has("steps")
    with pytest.raises(AttributeError, match="width was not read"):
        _ = broken.width
