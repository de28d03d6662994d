"""What students and teachers do besides the plain case: expressions, shapes, papers, names, files that are none."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

import nnsolve
from nnsolve.cli import main
from nnsolve.errors import NnsolveError
from nnsolve.marking.answers import from_pairs, read_answers
from nnsolve.marking.check import check
from nnsolve.marking.entries import COSTS
from nnsolve.marking.exam import Exam, Working
from nnsolve.marking.key import Key
from nnsolve.marking.page import pages
from nnsolve.marking.template import names
from nnsolve.page.boxes import width
from nnsolve.words.slipname import WORDS


def run(*args) -> str:
    """What a command prints, its errors too."""
    done = CliRunner().invoke(main, [str(arg) for arg in args])
    return done.output + (str(done.exception) if isinstance(done.exception, NnsolveError) else "")


def verdicts(problem: str, *pairs: tuple[str, str]) -> list[str]:
    """The verdicts on answers to a problem of the library."""
    key = Key(nnsolve.load(problem)[0]).learned([name for name, _ in pairs])
    lines = check(key, from_pairs([(1, name, value) for name, value in pairs], key.known)).lines
    return [line.verdict for line in lines]


@pytest.mark.parametrize(
    ("problem", "name", "text", "verdict"),
    [
        ("lenet", "conv2.parameters", "(5*5*6+1)*16", "right"),
        ("lenet", "conv2.parameters", "(5·5·6 + 1)·16", "right"),
        ("lenet", "conv2.parameters", "5*5*6*16", "slip"),
        ("lenet", "pool1.parameters", "5*5", "wrong"),
        ("two-two-two", "out_h1", "1/(1 + e^(-0.3775))", "right"),
        ("two-two-two", "out_h1", "1/(1 + e^0.3775)", "slip"),
        ("two-two-two", "net_h1", "0.15·0.05 + 0.2·0.1 + 0.35", "right"),
        ("two-two-two", "net_h1", "1/0", "unreadable"),
        ("two-two-two", "net_h1", "w1*i1 + w2*i2 + b1", "prose"),
    ],
)
def test_expressions_of_numbers(problem, name, text, verdict):
    """A formula of numbers is worth what it gives; one with names alone has no value."""
    assert verdicts(problem, (name, text)) == [verdict]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("net_h1 = w1*i1 + w2*i2 + b1 = 0.3875", "mark_arithmetic"),  # by hand 0.3775
        ("net_h1 = 0.15*0.05 + 0.2*0.1 + 0.35 = 0.3875", "mark_arithmetic"),
        ("net_h1 = w1*i1 + w2*i2 + b1 = 0.3775 = 0.3875", "mark_arithmetic"),
        ("net_h1 = w1*i1 + w2*i2 = 0.0275", "slip_bias_left_out"),
        ("net_h1 = w1*i1 + w2*i2 = 0.0285", "mark_own_arithmetic"),  # 0.0275: wrong formula, wrong sum
    ],
)
def test_the_arithmetic_of_a_line(line, said):
    """A formula, of numbers or of names, is put in: wrong arithmetic is told from a wrong formula."""
    key = Key(nnsolve.load("two-two-two")[0])
    (found,) = check(key, read_answers(line, "w.txt", key.known)).lines
    assert [says.key for says in found.says] == [said]


def test_later_shapes_follow_from_a_wrong_one():
    """Who leaves out the + 1 has 27 × 27; pooled 13 × 13, by 5 × 5 kernels 9 × 9 (by hand): only the first is wrong."""
    found = verdicts("lenet", ("conv1", "27x27x6"), ("pool1.shape", "13x13x6"), ("conv2.shape", "9x9x16"))
    assert found == ["slip", "follow-through", "follow-through"]


def test_a_short_number_that_is_new_is_no_given_one():
    """w1 is 0.15 before and 0.149781 after: to one digit that is 0.1, rounded or cut; 0.2 is neither."""
    assert verdicts("two-two-two", ("w1", "0.1")) == ["coarse"]
    assert verdicts("two-two-two", ("w1", "0.2")) == ["wrong"]
    assert verdicts("two-two-two", ("w5", "0.40")) == ["right"]


PAPER = """
kind: paper
title: Two questions
questions:
  - {problem: two-two-two, asked: [w5, w1], marks: 5}
  - {problem: lenet, asked: [parameters], marks: 3}
"""
# By hand, with E = Σ(t − o)²: ∂E/∂w₅ doubles, so 0.4 − 0.5 × 2 × 0.0821670 = 0.317833, and likewise w₁.
WORKING = "Question 1\nw5 = 0.317833\nw1 = 0.149561\nQuestion 2\nparameters = 61706\n"


@pytest.fixture
def paper(tmp_path):
    file, working = tmp_path / "paper.yaml", tmp_path / "working.txt"
    file.write_text(PAPER, "utf-8")
    working.write_text(WORKING, "utf-8")
    return file, working


def test_conventions_of_a_paper(paper):
    """Each question is looked at by itself; the loss that explains the first is named by its formula."""
    page = run("conventions", *paper)
    assert "Question 1, Two inputs, two hidden neurons, two outputs: which conventions" in page
    assert "2 of 2  E = Σ(t − o)² (squared error)" in page
    assert "0 of 2  the problem as it is set; not w5, w1" in page
    assert page.count("Every answer is explained.") == 2
    assert "Question 1, Two inputs" in run("check", *paper)


def test_the_hint_of_a_paper_is_one(paper):
    """Only the first line to look at, with its question; wrapped."""
    page = run("check", *paper, "--hint", "--width", "60")
    assert " ".join(page.split()).startswith("Question 1: Begin at line 2, w5: it does not stand.")
    assert max(map(width, page.splitlines())) <= 60 and "0.358" not in page


def test_students_are_called_what_they_say(tmp_path):
    """``student:`` goes before the name of the file; names that stand twice are told; slips are told in words."""
    for file, student in (("a", "Anna"), ("b", "Anna"), ("c", '""')):
        text = f'student: {student}\nanswers: {{net_h1: 0.0275, dE/dout_o1: "-0.741365"}}\n'
        (tmp_path / f"{file}.yaml").write_text(text, "utf-8")
    marks = tmp_path / "marks.csv"
    page = run("grade", "two-two-two", tmp_path, "-o", marks)
    assert marks.read_text("utf-8") == "student,marks,out of\nAnna,0,9\nAnna,0,9\nc,0,9\n"
    assert "bias left out (3)" in page and "More than one student is called Anna." in page


def test_a_row_that_fails_does_not_stop_the_others(tmp_path):
    """A row with too many cells is told by its number; the others are marked."""
    file, marks = tmp_path / "class.csv", tmp_path / "marks.csv"
    file.write_text("student,net_h1,E\nanna,0.3775,0.298371\nbela,0.3775,0,298\ncem,,\n", "utf-8")
    done = CliRunner().invoke(main, ["grade", "two-two-two", str(file), "-o", str(marks)])
    assert done.exit_code == 2
    assert "row 3, ‘bela’: 4 cells for 3 columns" in done.output
    assert [row.split(",")[0] for row in marks.read_text("utf-8").splitlines()] == ["student", "anna", "cem"]


def test_what_is_no_answer_file(tmp_path):
    """A missing file, a folder, a link in a circle, bytes: one message each, and no report of nobody."""
    binary, circle = tmp_path / "bin.txt", tmp_path / "circle.txt"
    binary.write_bytes(bytes(range(256)))
    circle.symlink_to(circle)
    told = {"nowhere.txt": "no such file", binary: "not a text file", circle: "cannot be read"}
    for path, message in told.items():
        for command in ("check", "grade"):
            page = run(command, "two-two-two", path)
            assert message in page and "students" not in page
    assert "folder" in run("check", "two-two-two", tmp_path)


def test_a_line_without_end():
    """A line of thousands of characters is unreadable and says so; its name is kept."""
    key = Key(nnsolve.load("two-two-two")[0])
    (answer,) = read_answers("net_h1 = " + "9" * 5000, "w.txt", key.known)
    (line,) = check(key, [answer]).lines
    assert (answer.name, line.verdict) == ("net_h1", "unreadable")


def test_an_unknown_name_gets_the_nearest():
    """A weight that is not there gets those that are; a misspelt name the right one."""
    known = Key(nnsolve.load("two-two-two")[0]).known
    assert known.nearest("w9") == " Known: w1, w2, w3, w4, w5, w6, w7, w8."
    assert "‘net_h1’" in known.nearest("nett_h1")
    assert known.nearest("") == ""


def test_every_slip_has_a_short_name():
    """The class report has words for every entry of the table of slips."""
    assert {f"slipname_{slip}" for slip in (*COSTS, "arithmetic")} == WORDS.keys()


@pytest.mark.parametrize("name", nnsolve.library())
def test_pages_of_every_problem(name):
    """Hint and continuation for nothing answered, one wrong answer and all answered: within the width, no fault."""
    exam = Exam(name)
    for most in (0, 1, None):
        answers = []
        for question in exam.questions:
            key, pairs = question.key, []
            for each in names(question, False)[:most]:
                value = key.values.get(each)
                if value is not None and not hasattr(value, "shape"):
                    text = "x".join(map(str, value)) if isinstance(value, list) else str(value)
                    pairs.append((1, each, "7.5" if most else text))
            answers.append(Working(key, from_pairs(pairs, key.known)))
        checked = exam.check(answers)
        assert "stand" in pages(exam, checked, hint=True) or "no line" in pages(exam, checked, hint=True)
        for columns in (60, 100):
            page = pages(exam, checked, continue_=True, columns=columns)
            assert max(map(width, page.splitlines())) <= columns
            assert "nan" not in page.split() and "inf" not in page.split()
        pages(exam, checked, continue_=True, format_="json")
