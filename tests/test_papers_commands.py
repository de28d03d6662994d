"""Keys and worksheets: same numbering, no result given away, names that the marking reads, every format."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

import nnsolve
from nnsolve.formula.numbers import is_array
from nnsolve.marking.exam import Exam
from nnsolve.page.boxes import width as columns_of
from nnsolve.render import formats, rendered
from nnsolve.sheets.worksheet import asked_names, worksheet

WRITTEN = [name for name in formats() if name not in ("pdf", "text")]
HOSTILE = [
    '#read("/etc/passwd")',
    "\\input{/etc/passwd}",
    "\\write18{ls}",
    "<script>alert(1)</script>",
    "[link=https://example.org]here[/link]",
    "$x$",
    "one\u202etwo",
    "\x1b[31mred",
]


@pytest.fixture(scope="module")
def library():
    """Every solution of the library, by problem."""
    return {name: [nnsolve.solve(problem) for problem in nnsolve.load(name)] for name in nnsolve.library()}


def questions(solution):
    """The solutions of a paper's questions, or the one of a problem."""
    return [part.solution for part in solution.parts] or [solution]


def run(*args, cwd=None):
    """The command, as a user calls it."""
    return subprocess.run(
        [sys.executable, "-m", "nnsolve", *args], capture_output=True, text=True, encoding="utf-8", cwd=cwd, check=False
    )


@pytest.mark.parametrize("name", nnsolve.library())
def test_every_problem_is_a_key_and_a_worksheet(library, name):
    """All problems build in every written format, as key, as worksheet, with steps and with the marking grid."""
    keys = library[name]
    sheets = [worksheet(solution, steps, steps) for solution in keys for steps in (False, True)]
    for format in WRITTEN:
        assert rendered(keys, format, statement=True)
        assert rendered(sheets, format, statement=True)
    for solution in [*keys, *sheets]:
        page = rendered([solution], "text", statement=True, width=80)
        assert max(map(columns_of, page.splitlines())) <= 80
        assert rendered([solution], "text", statement=True, ascii=True, width=60).isascii()


def long_results(solution) -> set[str]:
    """The results of a solution that nobody would print by chance: four digits or more, as the page prints them."""
    stated = {name for row in solution.given_rows for name in row}
    found = set()
    for name, value in solution.values.items():
        if name not in stated and not isinstance(value, list | str) and not is_array(value):
            text = solution.rounding.text(value)
            if len(re.sub(r"\D", "", text).lstrip("0")) >= 4:
                found.add(text.replace("-", "−"))
    return found


@pytest.mark.parametrize("name", nnsolve.library())
def test_a_worksheet_gives_no_result_away(library, name):
    """No result of four digits or more stands on a sheet, unless the statement itself prints that number."""
    for solution in [question for paper in library[name] for question in questions(paper)]:
        if solution.symbolic:
            continue
        said = nnsolve.render(worksheet(solution), "text", statement=True).partition("━━")[0]
        for steps in (False, True):
            page = nnsolve.render(worksheet(solution, steps, True), "text", statement=True)
            for text in long_results(solution):
                there = rf"(?<![\d.]){re.escape(text)}(?!\d)"
                assert not re.search(there, page) or re.search(there, said), text


@pytest.mark.parametrize("format", [name for name in formats() if name != "pdf"])
@pytest.mark.parametrize("name", ["two-two-two", "lenet", "simple-regression", "graph-sin"])
def test_no_format_gives_a_result_away(library, name, format):
    """What a format holds beside its text (data for practice, pictures, code) holds no result either."""
    (solution,) = library[name]
    text = rendered([worksheet(solution, True)], format)
    for value in ("0.751365", "0.7513650", "28 × 28", "61706", "61 706", "48120", "0.358916", "0.977545", "1.90930"):
        assert value not in text


@pytest.mark.parametrize("name", ["term-paper", "sample-paper", "perceptron-exam"])
def test_sheet_and_key_have_the_same_numbering(library, name):
    """Questions, and with steps the sections of each, have the numbers and titles that they have in the key."""
    (key,) = library[name]
    for steps in (False, True):
        sheet = worksheet(key, steps)
        heads = [re.findall(r"━━ (Question .*?) ━", nnsolve.render(page, "text")) for page in (key, sheet)]
        assert heads[0] == heads[1]
        assert len(heads[0]) == len(key.parts)
    for own, theirs in zip(questions(key), questions(sheet), strict=True):
        titles = [section.title.key for section in own.sections]
        assert [section.title.key for section in theirs.sections][: len(titles)] == titles


@pytest.mark.parametrize("name", nnsolve.library())
def test_the_marking_reads_the_names_on_a_sheet(library, name):
    """Every blank's name is read as the result that it stands for, question by question."""
    exam = Exam(name)
    sheets = [question for paper in library[name] for question in questions(paper)]
    for question, solution in zip(exam.questions, sheets, strict=True):
        for blank in asked_names(solution):
            assert question.key.known.find(blank) == blank


def test_a_sheet_that_is_filled_in_is_right(library):
    """The answers of the key, written behind the names of the sheet, earn every mark."""
    (key,) = library["term-paper"]
    exam = Exam("term-paper")
    lines = []
    for number, solution in enumerate(questions(key), 1):
        lines.append(f"Question {number}")
        for name in asked_names(solution):
            value = solution.values[name]
            lines.append(f"{name} = {value.tolist() if is_array(value) else value}")
    checked = exam.check(exam.read("\n".join(lines) + "\n", "answers.txt"))
    assert all(one.first is None for one in checked)
    earned = [
        sum(award.earned for award in question.scheme.awards(one))
        for question, one in zip(exam.questions, checked, strict=True)
    ]
    assert sum(earned) == 60


def test_blanks_have_the_form_of_their_results(library):
    """A number has one blank, a size three, a matrix one an entry."""
    page = " ".join(nnsolve.render(worksheet(library["term-paper"][0], False, True), "text").split())
    blank = "_" * 8
    assert f"w₅′ {blank} new_w5" in page
    assert f"[{blank} {blank}; {blank} {blank}] conv1" in page
    lenet = " ".join(nnsolve.render(worksheet(library["lenet"][0]), "text").split())
    assert f"{blank} × {blank} × {blank} conv1.shape" in lenet


def test_the_marking_grid(library):
    """Results and marks stand as the marking counts them, with columns to fill in, and their sum."""
    page = nnsolve.render(worksheet(library["term-paper"][0], False, True), "text")
    grid = page.partition("━━ Marking")[2].partition("━━ Question 2")[0]
    rows = [row.split()[:2] for row in grid.splitlines() if "____" in row]
    assert rows == [["w₅′", "5"], ["w₁′", "5"], ["sum", "10"]]


def test_json_of_a_sheet(library):
    """Programs find the names with null where a result is to be filled in."""
    page = json.loads(nnsolve.render(worksheet(library["lenet"][0], True, True), "json"))
    assert set(page["answers"].values()) == {None}
    assert all(step["value"] is None and not step["substitution"] for s in page["sections"] for step in s["steps"])


# The commands


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["html", "md", "tex", "typ", "ipynb", "json", "txt"])
def test_the_format_follows_the_ending(tmp_path, ending):
    """A key and a worksheet are written in the format of their file's ending; a file that is there stays."""
    for command in (["key"], ["worksheet", "--steps", "--grid"]):
        file = tmp_path / f"{command[0]}.{ending}"
        done = run(*command, "sample-paper", "-o", str(file))
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert file.read_text("utf-8").isprintable() is False
        assert run(*command, "sample-paper", "-o", str(file)).returncode == 2
        assert run(*command, "sample-paper", "-o", str(file), "-f").returncode == 0


@pytest.mark.slow
def test_pdf(tmp_path):
    """Key and worksheet are set as PDF; two runs give the same pages."""
    pytest.importorskip("typst")
    for command in ("key", "worksheet"):
        file = tmp_path / f"{command}.pdf"
        assert run(command, "term-paper", "-o", str(file)).returncode == 0
        assert file.read_bytes().startswith(b"%PDF-")


def test_the_terminal_shows_statement_and_solution():
    """Without -o the key is text: what an exam says, then the solution."""
    page = run("key", "two-two-two").stdout
    assert page.index("A feed-forward network has 2 inputs") < page.index("Given") < page.index("Forward pass")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_an_author_writes_is_text(text):
    """Title, course, instruction and statement come out as text in every format, and stop none."""
    question = {"problem": "two-two-two", "title": text, "statement": text, "asked": ["w5"], "marks": 1}
    head = dict.fromkeys(("title", "course", "date", "duration"), text)
    paper = json.dumps({"kind": "paper", **head, "instructions": [text], "questions": [question]})
    solution = nnsolve.solve(nnsolve.loads(paper)[0])
    for page in (solution, worksheet(solution, True, True)):
        for format in WRITTEN:
            made = rendered([page], format, statement=True)
            if format in ("html", "markdown"):
                assert "<script>alert(1)" not in made
            assert not any(sign in made for sign in "\u202e\x1b\0")
        assert "\\input{/etc" not in rendered([page], "latex")
        assert "\\write18" not in rendered([page], "latex").replace("\\textbackslash", "")
        cells = json.loads(rendered([page], "notebook"))["cells"]
        assert "<script>alert(1)" not in "".join(line for cell in cells for line in cell["source"])
    pytest.importorskip("typst")
    assert rendered([solution], "pdf").startswith(b"%PDF-")


def test_a_zero_byte_is_refused(tmp_path):
    """A file with a zero byte is no text file."""
    file = tmp_path / "paper.yaml"
    file.write_bytes(b"kind: paper\ntitle: a\0b\nquestions: [{problem: two-two-two}]\n")
    done = run("key", str(file))
    assert done.returncode == 2
    assert "this is not a text file" in done.stderr


def test_mistakes_are_told(tmp_path):
    """Marks that do not add up, a missing problem, an unknown format: one message each, no traceback."""
    file = tmp_path / "paper.yaml"
    file.write_text("kind: paper\nmarks: 4\nquestions: [{problem: two-two-two, marks: 5}]\n", "utf-8")
    for args, part in (
        (["key", str(file)], "paper.yaml:2:8: the marks of the questions add up to 5, not to 4"),
        (["worksheet", "two-two-tow"], "Did you mean ‘two-two-two’"),
        (["worksheet", "two-two-two", "--format", "markdwon"], "Did you mean ‘markdown’"),
    ):
        done = run(*args)
        assert done.returncode == 2
        assert part in done.stderr
        assert "Traceback" not in done.stderr
