"""Exam papers: every question solved in order, numbered, with faults at their places."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

import nnsolve
from nnsolve.marking.exam import Exam
from nnsolve.render.text import statement

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
    ("marks: 5}", "marks: 0}", 6, 48, "from 0.001 to 1000"),
    ("kind: cnn-shapes", "kind: paper", 8, 11, "a question needs kind: or problem:"),
    ("kind: cnn-shapes", "kind: cnn-shape", 8, 11, "Did you mean ‘cnn-shapes’"),
    ("size: 5", "size: 50", 10, 40, "the window spans 50"),
    ("asked: [w5]", "asked: [w55]", 6, 35, "‘w55’ is not a result"),
    ("asked: [w5], ", "askd: [w5], ", 6, 28, "this key is not known"),
    ("questions:\n", "questions: 3\nextra:\n", 5, 12, "expected a list of questions"),
    ("rounding: {decimals: 3}", "marks: 8", 4, 8, "add up to 7.5, not to 8"),
    ("rounding: {decimals: 3}", "marks: {w5: 1}", 4, 8, "the marks of single results belong to their question"),
    ("marks: 5}", "statement: [a]}", 6, 52, "expected a text"),
    ("marks: 5}", "marks: {w5: 0}}", 6, 53, "from 0.001 to 1000"),
    ("Answer all.", "{a: b}", 3, 15, "a text or a list of texts"),
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


def test_the_head_of_a_paper(solved):
    """Course, date, time, marks and instructions stand in this order, each instruction on its own line."""
    head = "course: ML\ndate: 1 May\nduration: 90 minutes\nmarks: 7.5\ninstructions: [Answer all., Show steps.]"
    solution = solved(PAPER.replace("instructions: Answer all.", head))
    wanted = ["ML", "1 May", "Time: 90 minutes", "2 questions, 7.5 marks in all.", "Answer all.", "Show steps."]
    assert solution.lines == wanted


def test_marks_of_single_results(solved, tmp_path):
    """A question may say what each result is worth; their sum stands at the question and counts for the paper."""
    text = PAPER.replace("asked: [w5], marks: 5", "asked: [w5, w1], marks: {w5: 3, w1: 2}").replace(
        "rounding: {decimals: 3}", "marks: 7.5"
    )
    assert "Question 1 (5 marks)" in nnsolve.render(solved(text), "text")
    paper = tmp_path / "paper.yaml"
    paper.write_text(text, "utf-8")
    worth = Exam(str(paper)).questions[0].scheme.worth
    assert {name: int(marks) for name, marks in worth.items()} == {"new_w5": 3, "new_w1": 2}


@pytest.mark.parametrize(
    ("marks", "title", "worth"),
    [
        ("{w5: 1/3}", "(1/3 marks)", [Fraction(1, 3)]),
        ("{w5: 1/3, w1: 1/6}", "(0.5 marks)", [Fraction(1, 3), Fraction(1, 6)]),
    ],
)
def test_marks_that_are_fractions(solved, tmp_path, marks, title, worth):
    """Marks of single results may be fractions: they are added and earned exactly."""
    text = PAPER.replace("asked: [w5], marks: 5", f"asked: [w5, w1], marks: {marks}")
    paper = tmp_path / "paper.yaml"
    paper.write_text(text, "utf-8")
    assert f"Question 1 {title}" in nnsolve.render(solved(text), "text")
    assert list(Exam(str(paper)).questions[0].scheme.worth.values()) == worth


STATEMENTS = [
    # written, shown as text
    ("Take $w_1 = 0.15$ now.", "Take w₁ = 0.15 now."),
    ("$x^{2} + \\eta*y_{12}$", "x² + η·y₁₂"),
    ("$1/(1 + e^{-z})$ is σ", "1/(1 + e^(−z)) is σ"),
    ("$a <= b >= 2$", "a ≤ b ≥ 2"),
    ("It costs $5.", "It costs $5."),
    ("$w_1$ costs $5.", "w₁ costs $5."),
    ("$\\input{/etc/passwd}$", "$\\input{/etc/passwd}$"),
    ("$__import__('os')$", "$__import__('os')$"),
    ("$x + $ and $$", "$x + $ and $$"),
    ('#read("/etc/passwd") \\write18{ls}', '#read("/etc/passwd") \\write18{ls}'),
    ("<script>alert(1)</script> [link=https://example.org]a[/link]",) * 2,
    ("one\u202etwo", "one two"),
    ("{name} {0} %s", "{name} {0} %s"),
]


@pytest.mark.parametrize(("written", "shown"), STATEMENTS)
def test_the_authors_own_statement(solved, written, shown):
    """A statement is text; between dollars formulas are set, and what is none stays as it is written."""
    text = PAPER.replace("marks: 5}", f"marks: 5, statement: {json.dumps(written)}}}")
    page = statement(solved(text), 200)
    assert f"\n{shown} Give results" in page or f"\n{shown}\nGive" in page
    for format in ("markdown", "html", "latex", "typst", "json", "notebook"):
        assert nnsolve.render(solved(text), format, **({"statement": True} if format == "markdown" else {}))


def test_a_long_statement(solved):
    """As many dollars as a text may hold do not nest sentences too deeply."""
    text = PAPER.replace("marks: 5}", f"marks: 5, statement: {json.dumps('$x$ and ' * 150)}}}")
    assert "x and x and" in statement(solved(text), 200)


def test_the_term_paper():
    """The paper of the library has ten questions and 60 marks, of every part of the course."""
    (problem,) = nnsolve.load("term-paper")
    solution = nnsolve.solve(problem)
    assert len(solution.parts) == 10
    assert "10 questions, 60 marks in all." in solution.lines
    assert solution.parts[0].solution.answers["new_w5"] == pytest.approx(0.35891648, abs=5e-9)
