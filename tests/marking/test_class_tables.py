"""A class in one table, as forms and spreadsheets write it: no student vanishes, no silent 0."""

from __future__ import annotations

import csv

import pytest
from click.testing import CliRunner

from nnsolve.cli import main
from nnsolve.marking.class_table import read_class
from tests.support import text_of

ANSWERS = {"w5": "0.358916", "w1": "0.149781"}


@pytest.fixture
def grade(tmp_path):
    """Marks files as answers to w5 and w1: name → marks, what was printed, exit code."""
    problem = tmp_path / "problem.yaml"
    problem.write_text(text_of("two-two-two") + "asked: [w5, w1]\nmarks: 2\n", "utf-8")
    folder = tmp_path / "answers"
    folder.mkdir()

    def run(**files: str):
        for name, text in files.items():
            (folder / name.replace("__", ".")).write_text(text, "utf-8")
        out = tmp_path / "marks.csv"
        done = CliRunner().invoke(main, ["grade", str(problem), str(folder), "-o", str(out)])
        rows = list(csv.DictReader(out.read_text("utf-8").splitlines())) if out.exists() else []
        said = done.output + str(done.exception or "")
        return {row["student"]: row["marks"] for row in rows}, said, done.exit_code

    return run


def test_a_form_with_its_own_headers(grade):
    """The student stands in the column called so, wherever it is; what a form adds is no answer."""
    text = "Timestamp,Email Address,Your name,w5,w1\n1.1.2026,a@b.c,Anna,0.358916,0.149781\n1.1.2026,b@b.c,Ben,0.5,0\n"
    marks, said, code = grade(class__csv=text)
    assert marks == {"Anna": "2", "Ben": "0"}
    assert "not marked" not in said
    assert code == 1


def test_a_column_that_is_no_result_is_told(grade):
    """A misspelt column is named, the others are marked."""
    marks, said, code = grade(class__csv="student,w5,w99\nAnna,0.358916,1\n")
    assert (marks, code) == ({"Anna": "1"}, 2)
    assert "‘w99’" in said


@pytest.mark.parametrize("opened", ['Ben,"0.36,0.15', 'Ben,"0.36,0.15"x'])
def test_an_open_quotation_mark_costs_its_row(grade, opened):
    """The students behind it are marked, and the row is told."""
    marks, said, code = grade(class__csv=f'student,w5,w1\nAnna,0.358916,0.149781\n{opened}\nCem,0.358916,"0.149781"\n')
    assert (marks, code) == ({"Anna": "2", "Cem": "2"}, 2)
    assert "class.csv:3: ‘Ben’" in said


def test_a_cell_over_two_lines_is_one_cell(grade):
    """What a form writes into quotation marks may hold a line break."""
    marks, _, code = grade(
        class__csv='student,comment,w5,w1\nAnna,"so\nhard",0.358916,0.149781\nBen,,0.358916,0.149781\n'
    )
    assert (marks, code) == ({"Anna": "2", "Ben": "2"}, 0)


def test_semicolons(grade):
    """Spreadsheets of many countries write semicolons, and decimal commas between them."""
    marks, _, code = grade(class__csv="student;w5;w1\nAnna;0,358916;0,149781\n")
    assert (marks, code) == ({"Anna": "2"}, 0)


@pytest.mark.parametrize("text", ["", "\n\n", "Anna,0.358916,0.149781\nBen,0.358916,0.149781\n", "student\nAnna\n"])
def test_a_table_without_headers_is_refused(grade, text):
    """An empty table, or one whose first row names no result, is told; nobody gets a 0 for it."""
    marks, said, code = grade(class__csv=text, dora__txt="w5' = 0.358916\nw1' = 0.149781\n")
    assert (marks, code) == ({"dora": "2"}, 2)
    assert "class.csv" in said
    assert "header" in said or "first row" in said


def test_what_else_lies_in_the_folder_is_told(grade, tmp_path):
    """A file of another kind and a folder are named; the others are marked."""
    (tmp_path / "answers" / "late").mkdir()
    marks, said, code = grade(anna__txt="w5' = 0.358916\nw1' = 0.149781\n", ben__md="w5' = 0.358916\n")
    assert (marks, code) == ({"anna": "2"}, 2)
    assert "ben.md" in said and "late" in said


@pytest.mark.parametrize("name", ["anna__txt", "anna__yaml"])
def test_an_empty_file_is_told(grade, name):
    """A file without answers is no silent 0."""
    marks, said, code = grade(**{name: "\n", "ben__txt": "w5' = 0.358916\nw1' = 0.149781\n"})
    assert code == 2
    assert marks["ben"] == "2"
    assert name.replace("__", ".") in said


@pytest.mark.parametrize(
    "line", ["w5' = 0.4-0.5*0.08217", "w46' = -(0.2608)", "dE/dw2 = 8.771·10^{-4}", "w5' = " + "(" * 500]
)
def test_one_students_formula_does_not_end_the_class(grade, line):
    """A formula as an answer is marked or said to be not understood, and the class is marked."""
    marks, said, code = grade(anna__txt=line + "\n", ben__txt="w5' = 0.358916\nw1' = 0.149781\n")
    assert marks["ben"] == "2"
    assert "anna" in marks
    assert "fault" not in said
    assert code in (0, 1)


def test_lines_that_were_not_understood_stand_in_the_report(grade):
    """The teacher reads them."""
    _, said, code = grade(anna__txt="w5' = 0.358916\nw1' = 0.149781\nmy w2 became 0.1996\n")
    assert code == 1
    assert "anna, line 3: ‘my w2 became 0.1996’" in said


def test_columns_of_one_result(grade):
    """Two columns that mean one result are told; the one that is filled in counts."""
    marks, said, code = grade(class__csv="student,new_w5,w5',w1\nAnna,0.358916,,0.149781\nBen,,0.358916,0.149781\n")
    assert (marks, code) == ({"Anna": "2", "Ben": "2"}, 2)
    assert "columns for one result" in said


@pytest.mark.parametrize("heads", ["w5,w1", "w5,w1,w6"])
def test_a_table_without_names_is_refused(grade, heads):
    """No number becomes a student's name."""
    marks, said, code = grade(class__csv=f"{heads}\n0.358916,0.149781,0.4\n", dora__txt="w5' = 0.358916\n")
    assert (list(marks), code) == (["dora"], 2)
    assert "no column holds the students' names" in said


def test_two_columns_of_a_name(grade):
    """First name and surname are one name."""
    text = "Surname,First name,w5,w1\nMeier,Anna,0.358916,0.149781\nMeier,Ben,0.358916,0.149781\n"
    marks, _, code = grade(class__csv=text)
    assert (marks, code) == ({"Anna Meier": "2", "Ben Meier": "2"}, 0)


@pytest.mark.parametrize(
    "text", ["sep=;\nstudent;w5;w1\nAnna;0,358916;0,149781\n", "student,w5,w1\rAnna,0.358916,0.149781\r"]
)
def test_what_spreadsheets_add(grade, text):
    """A line that names the separator, and ends of lines of old machines."""
    marks, _, code = grade(class__csv=text)
    assert (marks, code) == ({"Anna": "2"}, 0)


def test_rows_of_separators_are_nobody(grade):
    """A row of signs is no student with 0."""
    marks, _, code = grade(class__csv="student,w5,w1\nAnna,0.358916,0.149781\n;;;\n,,\n")
    assert (marks, code) == ({"Anna": "2"}, 0)


@pytest.mark.parametrize(
    ("text", "single"),
    [
        ("name,value\nw5,0.36\n", True),
        ("w5,0.36\nw1,0.15\n", True),
        ("w5, 0.36\n", True),
        ("student,w5\nAnna,0.36\n", False),
        ("w5,student\n0.36,Anna\n", False),
    ],
)
def test_one_student_or_a_class(text, single):
    """A table of two columns with results below each other is one student's."""
    table = read_class(text, "t.csv", lambda name: name if name in ANSWERS else "")
    assert (table is None) is single
