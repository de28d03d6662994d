"""PDF: every problem is set, without files, packages or network, and hostile texts are only texts."""

from __future__ import annotations

import re

import pytest

import nnsolve
from nnsolve.render import pdf

from .test_hostile import HOSTILE, page_of
from .test_typst import TYPST

LIBRARY = nnsolve.library()


def pages_of(page: bytes) -> int:
    """How many pages a PDF has."""
    return max(int(count) for count in re.findall(rb"/Count (\d+)", page))


@pytest.mark.parametrize("name", LIBRARY)
def test_every_problem_is_set(name):
    """A PDF of at least one page, and no more than its text needs."""
    solutions = [nnsolve.solve(problem) for problem in nnsolve.load(name)]
    page = pdf.together(solutions)
    assert page.startswith(b"%PDF-")
    rows = sum(nnsolve.render(solution, "text", width=80).count("\n") for solution in solutions)
    assert 1 <= pages_of(page) <= 2 + rows / 20


def test_the_same_bytes_each_time():
    """Nothing of the day or the machine is in the file."""
    solution = nnsolve.solve(nnsolve.load("lenet")[0])
    assert nnsolve.render(solution, "pdf") == nnsolve.render(solution, "pdf")


@pytest.mark.slow
def test_hostile_texts_are_set():
    """All of them as titles; letters that no font has are no error."""
    for title in [*TYPST, *HOSTILE, "中文 हिन्दी", "א\u202eב"]:
        assert page_of("pdf", title).startswith(b"%PDF-")


@pytest.mark.parametrize(
    "source",
    [
        '#read("/etc/passwd")',
        '#read("../../../../../etc/passwd")',
        '#read("pyproject.toml")',
        '#include "/etc/passwd"',
        '#image("/etc/passwd")',
        '#plugin("x.wasm")',
    ],
)
def test_the_compiler_sees_no_files(source):
    """Even Typst source of one's own reads nothing: the compiler's folder does not exist."""
    with pytest.raises(RuntimeError):
        pdf.compiled(source)


def test_a_very_long_pdf_is_refused(monkeypatch):
    """What would take minutes is refused with a way out."""
    monkeypatch.setattr(pdf, "MOST", 10_000)
    with pytest.raises(nnsolve.OutputError, match="--asked"):
        nnsolve.render(nnsolve.solve(nnsolve.load("two-two-two")[0]), "pdf")


def test_a_sheet_gives_no_results_away():
    """On a worksheet the row of layers, which shows the sizes asked for, is left out; a plain network is drawn."""
    from nnsolve.sheets.worksheet import worksheet

    for name, drawn in (("lenet", 0), ("two-two-two", 1)):
        sheet = worksheet(nnsolve.solve(nnsolve.load(name)[0]))
        assert nnsolve.render(sheet, "typst").count("\n#drawing(") == drawn
