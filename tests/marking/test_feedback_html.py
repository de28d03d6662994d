"""Marked work as HTML: verdicts in words beside their signs, and what students write stands there as text."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from nnsolve.cli import main
from nnsolve.marking import feedback, verdicts
from nnsolve.marking.exam import Exam
from nnsolve.marking.feedback import VERDICTS
from nnsolve.words import WORDS

from ..render.test_html import Read

WORKING = """My working
net_h1 = 0.3775
out_h1 = 0.5933
dE/dw5 = 0.8217
w5' = -0.0108
foo = 3
out_o2 = abc
"""


def page(text: str, problem: str = "two-two-two", **options) -> str:
    """The page of a working."""
    exam = Exam(problem)
    (checked,) = exam.check(exam.read(text, "working.txt"))
    return feedback.render(feedback.Feedback(checked, exam.questions[0].scheme), "html", **options)


def lines(text: str) -> list[tuple[str, str, str]]:
    """Of every line: what was written, its sign, its verdict in words."""
    sign = r'<span class="verdict"><span aria-hidden="true">(.*?)</span> <span>(.*?)</span>'
    found = re.findall(r'<span class="wrote">([^>]*)</span>' + sign, text)
    return [tuple(part) for part in found]


def test_verdicts():
    """Each line has its sign, hidden from readers of the page aloud, and its verdict in words."""
    assert lines(page(WORKING)) == [
        ("net_h1 = 0.3775", "✓", "right"),
        ("out_h1 = 0.5933", "✓", "right"),
        ("dE/dw5 = 0.8217", "✗", "a slip"),
        ("w5&#x27; = -0.0108", "→", "follow-through"),
        ("foo = 3", "?", "no such result"),
        ("out_o2 = abc", "?", "not understood"),
    ]


def test_the_page_is_whole():
    """It is well formed, loads nothing and runs nothing, and holds the marks."""
    text = page(WORKING)
    read = Read(text)
    assert read.troubles == []
    assert "<script" not in text and "script-src" not in text and "default-src 'none'" in text
    assert "1 of 9 marks" in text
    assert not re.search("https?://", text)


HOSTILE = ["<script>alert(1)</script>", "<img src=x onerror=y>", "</li></ol>", "&lt;", "\x00\u202e"]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_a_student_writes_is_text(hostile):
    """Nothing in names, values or prose is markup."""
    for text in (f"{hostile}\n", f"out_h1 = {hostile}\n", f"{hostile} = 3\n"):
        read = Read(page(text))
        assert read.troubles == []
        assert {"script", "img"} & {tag for tag, _ in read.found} == set()


def test_every_verdict_has_words():
    """No line is left with a sign alone."""
    for verdict in (*verdicts.MARKED, verdicts.AGAIN):
        assert WORDS[VERDICTS[verdict]]


def test_ascii():
    """A page for ASCII is in ASCII."""
    assert page(WORKING, ascii_only=True).isascii()


def test_check_writes_one_page(tmp_path):
    """check --format html --continue: the marked working, and the rest below it on the same page."""
    answers = tmp_path / "a.txt"
    answers.write_text(WORKING, "utf-8")
    done = CliRunner().invoke(main, ["check", "two-two-two", str(answers), "--format", "html", "--continue"])
    assert done.exit_code == 1
    read = Read(done.output)
    assert read.troubles == []
    tags = [tag for tag, _ in read.found]
    assert (tags.count("html"), tags.count("h1"), tags.count("article")) == (1, 1, 2)


def test_continuing_without_what_cannot_be_read(tmp_path):
    """An answer that cannot be read is not gone on from."""
    answers = tmp_path / "a.txt"
    answers.write_text("out_o1 = abc\n", "utf-8")
    done = CliRunner().invoke(main, ["check", "two-two-two", str(answers), "--continue"])
    assert done.exit_code == 1
    assert "0.751365" in done.output


def test_a_paper_is_one_page(tmp_path):
    """The questions of a paper stand on one page."""
    answers = tmp_path / "a.txt"
    answers.write_text("Question 1\nw5' = 0.358916\nQuestion 2\nparameters = 61706\n", "utf-8")
    done = CliRunner().invoke(main, ["check", "sample-paper", str(answers), "--format", "html"])
    read = Read(done.output)
    assert read.troubles == []
    assert [tag for tag, _ in read.found].count("article") == 3


def test_grade_writes_a_page_for_every_student(tmp_path):
    """One file a student, which ends in .html."""
    work = tmp_path / "class"
    work.mkdir()
    for name in ("anna", "ben"):
        (work / f"{name}.txt").write_text(WORKING, "utf-8")
    folder = tmp_path / "feedback"
    done = CliRunner().invoke(main, ["grade", "two-two-two", str(work), "--format", "html", "--feedback", str(folder)])
    assert done.exit_code == 1
    assert {path.name for path in folder.iterdir()} == {"anna.html", "ben.html"}
    assert (folder / "ben.html").read_text("utf-8").startswith("<!doctype html>")
