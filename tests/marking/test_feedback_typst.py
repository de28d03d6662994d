"""Marked work as Typst and PDF: a sign and words at every line, and what students write stands in strings alone."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from nnsolve.cli import main
from nnsolve.marking import feedback
from nnsolve.marking.exam import Exam

from ..render.test_hostile import HOSTILE
from ..render.test_typst import TYPST, code

WORKING = """My working
net_h1 = 0.3775
out_h1 = 0.5933
dE/dw5 = 0.8217
w5' = -0.0108
foo = 3
out_o2 = abc
net_h2 =
"""


def page(text: str, format_: str = "typst", problem: str = "two-two-two", **options):
    """The page of a working."""
    exam = Exam(problem)
    (checked,) = exam.check(exam.read(text, "working.txt"))
    return feedback.render(feedback.Feedback(checked, exam.questions[0].scheme), format_, **options)


def invoked(*args: str):
    """What a command does."""
    return CliRunner().invoke(main, args)


@pytest.fixture
def working(tmp_path):
    """A file of answers."""
    path = tmp_path / "a.txt"
    path.write_text(WORKING, "utf-8")
    return str(path)


@pytest.mark.parametrize(
    "row",
    [
        '(1, [#"My"; #"working";], none, none, "", none,)',
        '(2, [#"net_h1";], [#"0.3775";], "✓", "right", [#"right";],)',
        '(5, [#"w5\'";], [#"-0.0108";], "→", "follows", [#"right"; #"for"; #"the"; #"numbers";',
        '(6, [#"foo";], [#"3";], "?", "", [#"‘foo’";',
        '(8, [#"net_h2";], none, "–", "", [#"left"; #"blank";],)',
    ],
)
def test_rows(row):
    """Of every line: its number, name and value as written, the sign and what is said of it."""
    assert row in page(WORKING)


def test_what_stands_below():
    """The summary and the marks."""
    text = page(WORKING)
    assert "#data(" in text
    assert '"1 of 9 marks"' in text


@pytest.mark.parametrize("hostile", TYPST + HOSTILE)
def test_what_a_student_writes_is_text(hostile):
    """Outside of string literals the page is that of harmless letters; a PDF is made of it."""
    for text in (f"{hostile}\n", f"out_h1 = {hostile}\n", f"w5' = 1 {hostile}\n"):
        found = code(page(text))
        for sign in ("#read", "#import", "#panic", "$x$", "passwd", "script", "heading", "example"):
            assert sign not in found
        assert page(text, "pdf").startswith(b"%PDF-")


@pytest.mark.parametrize(("paper", "box"), [("a4", b"/MediaBox[0 0 595"), ("letter", b"/MediaBox[0 0 612")])
def test_paper(paper, box):
    """A4 or US Letter."""
    assert box in page(WORKING, "pdf", paper=paper)


def test_long_words_are_broken():
    """A long number or list may go on in the next line, behind a comma where it has one."""
    text = page("out_h1 = [[0.1,0.2,0.3],[0.4,0.5,0.6]]\nout_h2 = 0.123456789012345678901234567890\n")
    assert '#"[[0.1,";#sym.zws;#"0.2,";' in text
    assert '#"0.1234567890";#sym.zws;#"123456789012";' in text


STARTS = {
    "pdf": b"%PDF-",
    "html": b"<!doctype html>",
    "md": b"# Two",
    "json": b"{",
    "txt": b"Two",
    "typ": b"// The look",
}


@pytest.mark.parametrize("ending", STARTS)
def test_check_goes_by_the_ending(ending, working, tmp_path):
    """The file's ending says what the feedback is written as."""
    output = tmp_path / f"out.{ending}"
    assert invoked("check", "two-two-two", working, "-o", str(output)).exit_code == 1
    assert output.read_bytes().startswith(STARTS[ending])


def test_a_format_that_is_told_wins(working, tmp_path):
    """--format before the ending."""
    output = tmp_path / "out.pdf"
    invoked("check", "two-two-two", working, "-o", str(output), "--format", "json")
    assert output.read_bytes().startswith(b"{")


@pytest.mark.parametrize("args", [["-o", "x.tex"], ["--format", "pfd"]])
def test_other_formats_are_refused(args, working):
    """Those that feedback is not written in; those there are stand in the message."""
    done = invoked("check", "two-two-two", working, *args)
    assert done.exit_code != 0
    assert "pdf" in str(done.exception or done.output)


def test_a_hint_is_no_pdf(working, tmp_path):
    """A sentence of text is not written into a file that ends in .pdf."""
    done = invoked("check", "two-two-two", working, "--hint", "-o", str(tmp_path / "x.pdf"))
    assert done.exit_code == 2
    assert not (tmp_path / "x.pdf").exists()


def test_going_on(working, tmp_path):
    """--continue: the rest of the solution below the marked working, in the same document."""
    output = tmp_path / "out.typ"
    invoked("check", "two-two-two", working, "--continue", "-o", str(output))
    text = output.read_text("utf-8")
    assert text.count("#show: look.with") == 1
    assert "#lines(" in text
    done = invoked("check", "two-two-two", working, "--continue", "-o", str(tmp_path / "out.pdf"))
    assert done.exit_code == 1


def test_a_paper(tmp_path):
    """The questions of a paper, one below the other."""
    answers = tmp_path / "a.txt"
    answers.write_text("Question 1\nw5' = 0.358916\nQuestion 2\nparameters = 61706\n", "utf-8")
    output = tmp_path / "out.typ"
    invoked("check", "sample-paper", str(answers), "-o", str(output))
    text = output.read_text("utf-8")
    assert [text.count(f'#subtitle[#"Question {n}, ') for n in (1, 2, 3)] == [1, 1, 1]


def test_grade(tmp_path):
    """A PDF for every student, on the paper that is told."""
    work, folder = tmp_path / "class", tmp_path / "feedback"
    work.mkdir()
    for name in ("anna", "ben"):
        (work / f"{name}.txt").write_text(WORKING, "utf-8")
    args = ["--format", "pdf", "--paper", "letter", "--feedback", str(folder)]
    assert invoked("grade", "two-two-two", str(work), *args).exit_code == 1
    assert {path.name for path in folder.iterdir()} == {"anna.pdf", "ben.pdf"}
    assert b"/MediaBox[0 0 612" in (folder / "ben.pdf").read_bytes()


def test_one_endless_working_stops_nobody(tmp_path, monkeypatch):
    """Where one student's pages would be too many, the others still have theirs, and the marks are counted."""
    from nnsolve.render import pdf

    monkeypatch.setattr(pdf, "MOST", 30_000)
    work, folder = tmp_path / "class", tmp_path / "feedback"
    work.mkdir()
    (work / "anna.txt").write_text(WORKING, "utf-8")
    (work / "ben.txt").write_text("out_h1 = 1\n" * 2000, "utf-8")
    done = invoked("grade", "two-two-two", str(work), "--format", "pdf", "--feedback", str(folder))
    assert done.exit_code == 2
    assert [path.name for path in folder.iterdir()] == ["anna.pdf"]
    assert "ben: this would be a PDF of some" in done.output
