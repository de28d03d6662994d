"""The commands check, grade and conventions as a student and a teacher type them."""

from __future__ import annotations

import csv
import json

import pytest
from click.testing import CliRunner

import nnsolve
from nnsolve.cli import main
from tests.support import text_of

RIGHT = "net_h1 = 0.3775\nout_h1 = 0.593270\nw5' = 0.358916\n"
SLIPPED = "net_h1 = 0.3775\ndE/dw1 = 0.0006684\nw1' = 0.149666\n"


def run(*args: str, stdin: str = ""):
    """The result of a command; errors of ours are raised by the runner's caller."""
    return CliRunner().invoke(main, [str(arg) for arg in args], input=stdin)


@pytest.fixture
def working(tmp_path):
    def write(text: str, name: str = "working.txt"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


def test_all_right(working):
    """A right working of all that is asked is all right and exits with 0."""
    problem = working(text_of("two-two-two") + "asked: [w5, net_h1]\n", "problem.yaml")
    done = run("check", problem, working(RIGHT))
    assert done.exit_code == 0
    assert "Everything is right." in done.output
    assert "✗" not in done.output


def test_a_slip_is_named_and_followed(working):
    """The gradient through o₁ alone is named, and the update follows from it.

    By hand: 0.1384986 × 0.40 × 0.2413007 × 0.05 = 0.0006684.
    """
    done = run("check", "two-two-two", working(SLIPPED))
    assert done.exit_code == 1
    assert "path through" in done.output
    assert "follow-through" in done.output


def test_hint_keeps_the_value(working):
    """A hint names the line and the formula and not the value."""
    done = run("check", "two-two-two", working(SLIPPED), "--hint")
    assert "line 2" in done.output
    assert "0.00043" not in done.output


def test_continue_goes_on_from_the_students_numbers(working):
    """The rest of the solution starts from what was written: 0.40 − 0.5 × 0.09 = 0.355 (by hand)."""
    done = run("check", "two-two-two", working("dE/dw5 = 0.09\n"), "--continue")
    assert "0.355" in done.output


def test_json_and_markdown(working):
    """The verdicts for programs, and a table for pages."""
    path = working(SLIPPED)
    lines = json.loads(run("check", "two-two-two", path, "--format", "json").output)["lines"]
    assert [line["verdict"] for line in lines] == ["right", "slip", "follow-through"]
    assert "| `net_h1` | `0.3775` | ✓ |" in run("check", "two-two-two", path, "--format", "markdown").output


@pytest.mark.parametrize("name", ["two-two-two", "lenet", "sample-paper", "and-gate", "saddle", "classification-2-2-1"])
def test_template_can_be_checked(working, name):
    """A template is an answer file: every name in it is known, every place blank."""
    template = run("check", name, "--template").output
    done = run("check", name, working(template, "mine.yaml"), "--format", "json")
    pages = json.loads(done.output)
    lines = [line for page in (pages if isinstance(pages, list) else [pages]) for line in page["lines"]]
    assert lines
    assert {line["verdict"] for line in lines} == {"blank"}
    asked = run("check", name, "--template", "--asked-only").output
    assert 0 < len(asked.splitlines()) <= len(template.splitlines())


def test_untrusted_text_is_only_text(working):
    """Markup, control characters and very long words in answers come out as text."""
    text = "net_h1 = 0.3775 [bold]x[/bold]\n<script>alert(1)</script> = 3\n\x1b[31mred = 4\n" + "a" * 3000 + " = 1\n"
    for format_ in ("text", "markdown", "json"):
        done = run("check", "two-two-two", working(text), "--format", format_)
        assert done.exit_code in (0, 1), done.output
        assert "\x1b" not in done.output


def test_missing_answers():
    """Without answers the way out is told."""
    done = run("check", "two-two-two")
    assert done.exit_code == 2
    assert "--template" in done.output


# A class

MARKED = """
kind: backprop
title: One neuron
inputs: [0.5]
layers: [{activation: sigmoid, weights: [[0.4]]}]
targets: [1]
loss: half squared error
learning_rate: 1
marks: {net_o1: 1, out_o1: 1, E: 2}
"""
# By hand: net 0.2, σ(0.2) = 0.549834, ½(1 − 0.549834)² = 0.101325; from net 0.3: 0.574443, 0.0905496.
CLASS = {
    "anna": ("net_o1: 0.2\nout_o1: 0.549834\nE: 0.101325\n", 4),
    "bela": ("net_o1: 0.3\nout_o1: 0.574443\nE: 0.0905496\n", 3),
    "cem": ("net_o1: 0.2\n", 1),
}


@pytest.fixture
def lesson(tmp_path):
    """A problem file and a folder of a class's answers."""
    problem = tmp_path / "one.yaml"
    problem.write_text(MARKED, "utf-8")
    folder = tmp_path / "answers"
    folder.mkdir()
    for name, (text, _) in CLASS.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return problem, folder


def test_grading_a_folder(lesson, tmp_path):
    """A row a student, follow-through counted, the same bytes when run again, feedback for everyone."""
    problem, folder = lesson
    marks, pages = tmp_path / "marks.csv", tmp_path / "feedback"
    done = run("grade", problem, folder, "-o", marks, "--feedback", pages)
    assert done.exit_code == 1
    rows = list(csv.DictReader(marks.read_text("utf-8").splitlines()))
    assert {row["student"]: float(row["marks"]) for row in rows} == {name: m for name, (_, m) in CLASS.items()}
    assert {row["out of"] for row in rows} == {"4"}
    assert sorted(path.name for path in pages.iterdir()) == ["anna.txt", "bela.txt", "cem.txt"]
    assert "3 students" in done.output
    before = marks.read_bytes()
    for option, path in (("-o", marks), ("--feedback", pages)):
        assert f"{path} is there already; -f (--force) replaces it" in str(run("grade", problem, folder, option, path))
    run("grade", problem, folder, "-f", "-o", marks, "--feedback", pages)
    assert marks.read_bytes() == before


def test_grading_a_table(lesson, tmp_path):
    """One table with a row a student gives the same marks as files."""
    problem, _ = lesson
    table = tmp_path / "class.csv"
    table.write_text("student,net_o1,out_o1,E\nanna,0.2,0.549834,0.101325\nbela,0.3,0.574443,0.0905496\ncem,0.2,,\n")
    marks = tmp_path / "marks.json"
    run("grade", problem, table, "-o", marks)
    found = {row["student"]: row["marks"] for row in json.loads(marks.read_text("utf-8"))}
    assert found == {name: m for name, (_, m) in CLASS.items()}


def test_a_bad_file_does_not_stop_the_others(lesson, tmp_path):
    """A file that cannot be read is reported; all others are marked; the exit code says that something was bad."""
    problem, folder = lesson
    (folder / "bad.yaml").write_bytes(b"\xff\xfe\x00\x01")
    (folder / "worse.yaml").write_text("answers: [", "utf-8")
    marks = tmp_path / "marks.csv"
    done = run("grade", problem, folder, "-o", marks)
    assert done.exit_code == 2
    assert len(marks.read_text("utf-8").splitlines()) == 1 + len(CLASS)
    assert "bad.yaml" in done.output
    assert "worse.yaml" in done.output


def test_names_of_students_are_no_formulas_and_no_paths(lesson, tmp_path):
    """A name such as =1+1 or ../x stays text in the table and a plain file name in the folder."""
    problem, _ = lesson
    table = tmp_path / "class.csv"
    table.write_text('student,E\n"=cmd()",0.101325\n../../x,0.101325\n', "utf-8")
    marks, pages = tmp_path / "marks.csv", tmp_path / "feedback"
    run("grade", problem, table, "-o", marks, "--feedback", pages)
    assert "\n'=cmd()," in marks.read_text("utf-8")
    assert len(list(pages.iterdir())) == 2
    assert all(path.parent == pages for path in pages.iterdir())


def test_grading_a_paper(tmp_path):
    """A paper's answers stand below the numbers of its questions; a table has columns such as Q1 w5."""
    answers = tmp_path / "anna.yaml"
    answers.write_text("1: {w5: 0.358916, w1: 0.149781}\n2: {conv2.parameters: 2416, parameters: 61706}\n", "utf-8")
    marks = tmp_path / "marks.csv"
    run("grade", "sample-paper", answers, "-o", marks)
    (row,) = csv.DictReader(marks.read_text("utf-8").splitlines())
    assert (row["Q1"], row["Q2"], row["Q3"], row["marks"], row["out of"]) == ("8", "6", "0", "14", "18")


# Conventions


def test_the_other_loss_is_found(tmp_path):
    """Answers under E = Σ(t − o)² for a problem with ½ (three-two-one in the course notes) are all explained."""
    (whole,) = nnsolve.load("three-two-one-squared")
    values = nnsolve.solve(whole).values
    names = ["net_4", "out_4", "out_6", "E", "dE/dw46", "new_w46"]
    path = tmp_path / "a.yaml"
    path.write_text("".join(f"{name}: {values[name]:.6f}\n" for name in names), "utf-8")
    done = run("conventions", "three-two-one", path)
    assert done.exit_code == 0
    assert "6 of 6  E = Σ(t − o)² (squared error)" in done.output
    assert "Every answer is explained." in done.output
    assert "All 6 lines agree with E = Σ(t − o)² (squared error) or " in " ".join(
        run("check", "three-two-one", path).output.split()
    )


def test_what_no_convention_explains(tmp_path):
    """A number that fits no convention is listed."""
    path = tmp_path / "a.yaml"
    path.write_text("net_4: -0.7\nE: 17.5\n", "utf-8")
    done = run("conventions", "three-two-one", path)
    assert done.exit_code == 1
    assert "No convention explains E" in done.output
