"""The given numbers of a page: a long row keeps its beginning and its end, alike in every format."""

from __future__ import annotations

import re

import pytest

import nnsolve
from nnsolve.formula.arrays import Array
from nnsolve.formula.expr import Num
from nnsolve.page.document import build
from nnsolve.render.text import statement
from nnsolve.solution import Solution

FORMATS = ["text", "markdown", "latex", "typst", "html"]
# How many numbers, or matrices, stand in a row, and which of them are printed.
ROWS = [
    (Num, 24, [*range(1, 25)]),
    (Num, 25, [1, 2, 3, 4, 5, 6, 25]),
    (Num, 60, [1, 2, 3, 4, 5, 6, 60]),
    (Array, 8, [*range(1, 9)]),
    (Array, 9, [1, 2, 3, 4, 5, 6, 9]),
    (Array, 24, [1, 2, 3, 4, 5, 6, 24]),
]


def given(kind: type, count: int) -> Solution:
    """A solution whose only row gives 0.7001, 0.7002, …, each alone or as a matrix of one entry."""
    numbers = {f"x{k}": Num(f"0.{7000 + k}") for k in range(1, count + 1)}
    if kind is Array:
        numbers = {name: Array([[number]]) for name, number in numbers.items()}
    return Solution("forward", given=numbers, given_rows=[list(numbers)])


def printed(page: str) -> list[int]:
    """Which of the given numbers stand on a page, in order."""
    return [int(last) for last in re.findall(r"0\.70(\d\d)", page)]


@pytest.mark.parametrize(("kind", "count", "shown"), ROWS)
@pytest.mark.parametrize("format", FORMATS)
def test_the_middle_of_a_long_row_is_left_out(format, kind, count, shown):
    """Of more than 24 numbers, or 8 matrices, the first six and the last are printed, with … between them."""
    page = nnsolve.render(given(kind, count), format)
    assert printed(page) == shown
    assert ("…" in page or r"\dots" in page) == (len(shown) < count)


@pytest.mark.parametrize(("kind", "count"), [(Num, 25), (Array, 9)])
@pytest.mark.parametrize("format", FORMATS)
def test_a_full_page_has_them_all(format, kind, count):
    """--full leaves nothing out."""
    page = nnsolve.render(given(kind, count), format, full=True)
    assert printed(page) == [*range(1, count + 1)]
    assert "…" not in page


@pytest.mark.parametrize(("kind", "count", "shown"), ROWS)
def test_the_document_knows_that_something_is_left_out(kind, count, shown):
    """None stands for what is left out of a row, and ``elided`` says that there is such a place."""
    document = build(given(kind, count))
    (row,) = document.given
    assert [int(item[0][1:]) for item in row if item] == shown
    assert [k for k, item in enumerate(row) if item is None] == ([6] if len(shown) < count else [])
    assert document.elided == (len(shown) < count)
    assert not build(given(kind, count), full=True).elided


@pytest.mark.parametrize(("kind", "count", "shown"), ROWS)
def test_an_exam_leaves_out_as_much(kind, count, shown):
    """The given numbers of an exam are shortened like those of a worked page."""
    assert printed(statement(given(kind, count))) == shown
