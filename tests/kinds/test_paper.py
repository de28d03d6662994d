"""Exam papers: every question solved in order, numbered, with faults at their places."""

from __future__ import annotations

import json

import pytest

import nnsolve

from ..support import check_fault

PAPER = """\
kind: paper
title: A paper
instructions: Answer all.
rounding: {decimals: 3}
questions:
  - {problem: two-two-two, asked: [w5], marks: 5}
  - marks: 2.5
    kind: cnn-shapes
    input: 32x32x1
    layers: [{conv: {kernels: 6, size: 5}}]
"""


def test_questions_are_solved_in_order(solved):
    """The published values of the questions stand in the parts: Mazur's w5' and the 156 parameters of LeNet's conv1."""
    first, second = (part.solution for part in solved(PAPER).parts)
    assert first.answers["new_w5"] == pytest.approx(0.35891648, abs=5e-9)
    assert second.answers["conv1.parameters"] == 156


def test_the_page_numbers_questions_and_shows_marks(solved):
    """Headings carry number and marks; the paper's rounding holds for its questions."""
    page = nnsolve.render(solved(PAPER), "text")
    assert page.index("Question 1 (5 marks)") < page.index("Question 2 (2.5 marks)")
    assert "w₅′ = 0.359" in page
    assert "Answer all." in page


def test_a_question_may_have_its_own_rounding(solved):
    """What a question says itself goes before what the paper says."""
    text = PAPER.replace("marks: 5}", "marks: 5, rounding: {decimals: 2}}")
    assert "w₅′ = 0.36" in nnsolve.render(solved(text), "text")


def test_json_has_a_solution_a_question(solved):
    """Programs find the questions as solutions of their own."""
    page = json.loads(nnsolve.render(solved(PAPER), "json"))
    assert [question["kind"] for question in page["questions"]] == ["backprop", "cnn-shapes"]


FAULTS = [
    ("two-two-two", "two-two-tow", 6, 15, "Did you mean ‘two-two-two’"),
    ("two-two-two", "../secret.yaml", 6, 15, "files in its own folder"),
    ("two-two-two", "/etc/passwd", 6, 15, "files in its own folder"),
    ("marks: 5}", "marks: none}", 6, 48, "expected a number"),
    ("marks: 5}", "marks: 0}", 6, 48, "greater than 0"),
    ("kind: cnn-shapes", "kind: paper", 8, 11, "a question needs kind: or problem:"),
    ("kind: cnn-shapes", "kind: cnn-shape", 8, 11, "Did you mean ‘cnn-shapes’"),
    ("size: 5", "size: 50", 10, 40, "the window spans 50"),
    ("asked: [w5]", "asked: [w55]", 6, 35, "‘w55’ is not a result"),
    ("asked: [w5], ", "askd: [w5], ", 6, 28, "this key is not known"),
    ("questions:\n", "questions: 3\nextra:\n", 5, 12, "expected a list of questions"),
]


@pytest.mark.parametrize(("old", "new", "line", "column", "part"), FAULTS)
def test_fault(trouble, old, new, line, column, part):
    """Every mistake is told at its place in the paper."""
    assert old in PAPER
    check_fault(trouble(PAPER.replace(old, new)), line, column, part)


@pytest.mark.parametrize(
    ("marks", "titles", "total"),
    [
        (["1", "2.5"], ["Question 1 (1 mark)", "Question 2 (2.5 marks)"], "2 questions, 3.5 marks in all."),
        (["1/2", "0.5"], ["Question 1 (0.5 marks)", "Question 2 (0.5 marks)"], "2 questions, 1 mark in all."),
        (["2"], ["Question 1 (2 marks)"], "1 question, 2 marks in all."),
        (["2", ""], ["Question 1 (2 marks)", "Question 2"], "2 questions."),
    ],
)
def test_marks(solved, marks, titles, total):
    """Marks stand at every question, and their sum above the first where all have some."""
    rows = [f"  - {{kind: parameters, layers: [2, 1]{', marks: ' + mark if mark else ''}}}" for mark in marks]
    solution = solved("kind: paper\nquestions:\n" + "\n".join(rows) + "\n")
    text = nnsolve.render(solution, "text")
    assert [row.strip(" ━") for row in text.splitlines() if "━ Question" in row] == titles
    assert total in text.splitlines()
    assert total in nnsolve.render(solution, "markdown")


def test_a_file_beside_the_paper_is_read(tmp_path):
    """A question may name a file in the paper's folder, by its name there; a link out of it is refused."""
    (tmp_path / "own.yaml").write_text("kind: cnn-shapes\ninput: 8x8\nlayers: [flatten]\n", "utf-8")
    paper = tmp_path / "paper.yaml"
    paper.write_text("kind: paper\nquestions: [{problem: own.yaml}]\n", "utf-8")
    solution = nnsolve.solve(nnsolve.load(str(paper))[0])
    assert solution.parts[0].solution.answers["flatten1.shape"] == [64]
    outside = tmp_path.parent / "outside.yaml"
    outside.write_text("kind: cnn-shapes\ninput: 8x8\nlayers: [flatten]\n", "utf-8")
    (tmp_path / "own.yaml").unlink()
    (tmp_path / "own.yaml").symlink_to(outside)
    with pytest.raises(nnsolve.ProblemError, match="its own folder"):
        nnsolve.load(str(paper))
