"""A folder of answers: what is read of it, and how strange names of files and students are printed."""

from __future__ import annotations

import csv
import os

import pytest
from click.testing import CliRunner

from nnsolve.cli import main
from nnsolve.marking.feedback import FORMATS

pytestmark = pytest.mark.skipif(os.name != "posix", reason="names, links and pipes of POSIX")
WORKING = "net_h1 = 0.3775\n"
# The name of a file, and what the student is called after it.
NAMES = [
    (b"a\xff.txt", "a\\xff"),
    (b"b\x1b[31m.txt", "b\\x1b[31m"),
    (b"c\nd.txt", "c\\x0ad"),
    ("e\u202ef.txt".encode(), "e\\u202ef"),
    ("Zoë.txt".encode(), "Zoë"),
]


@pytest.fixture
def folder(tmp_path):
    """A folder of answers whose files have strange names."""
    path = tmp_path / "answers"
    path.mkdir()
    for name, _ in NAMES:
        with open(os.path.join(os.fsencode(path), name), "w") as file:
            file.write(WORKING)
    return path


def grade(*args: str):
    """The command inside this process."""
    return CliRunner().invoke(main, ["grade", "two-two-two", *args], catch_exceptions=False)


@pytest.mark.parametrize("format", FORMATS)
def test_names_of_files(folder, tmp_path, format):
    """Files of any name are marked, and no name does anything to a terminal, in any format."""
    pages, marks = tmp_path / "pages", tmp_path / "marks.csv"
    result = grade(str(folder), "--feedback", str(pages), "--format", format, "-o", str(marks))
    assert result.exit_code == 0  # what is there is right
    rows = list(csv.reader(marks.read_text("utf-8").splitlines()))
    assert sorted(row[0] for row in rows[1:]) == sorted(student for _, student in NAMES)
    assert len(os.listdir(pages)) == len(NAMES)
    assert "\x1b" not in result.stdout + result.stderr
    if format != "pdf":
        assert not any("\x1b" in page.read_text("utf-8") for page in pages.iterdir())


@pytest.mark.parametrize("command", ["check", "conventions"])
@pytest.mark.parametrize(("name", "student"), NAMES)
def test_one_file_of_a_strange_name(folder, command, name, student):
    """check and conventions read a file of any name."""
    file = os.path.join(str(folder), os.fsdecode(name))
    result = CliRunner().invoke(main, [command, "two-two-two", file], catch_exceptions=False)
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path, out: os.symlink(out, path), "this is a link out of the folder of answers, and is not followed"),
        (lambda path, out: os.symlink("/dev/zero", path), "this is a link out of the folder of answers"),
        (lambda path, out: os.symlink(f"../{out.name}", path), "this is a link out of the folder of answers"),
        (lambda path, out: os.symlink(path.name, path), "this is no plain file"),
        (lambda path, out: os.mkfifo(path), "this is no plain file"),
        (lambda path, out: os.mkdir(path), "this is no plain file"),
    ],
)
def test_what_is_no_answer_file(tmp_path, make, reason):
    """A pipe, a folder or a link that leads out is named, not read, and does not stop the others."""
    folder, pages, secret = tmp_path / "answers", tmp_path / "pages", tmp_path / "secret.txt"
    folder.mkdir()
    secret.write_text("E = 42\n")
    (folder / "ann.txt").write_text(WORKING)
    make(folder / "bob.txt", secret)
    result = grade(str(folder), "--feedback", str(pages))
    assert result.exit_code == 2
    assert f"bob.txt: {reason}" in result.stderr
    assert os.listdir(pages) == ["ann.txt"]


def test_links_within_the_folder(tmp_path):
    """A link to another file of the folder, and a folder that is a link itself, are read."""
    folder = tmp_path / "answers"
    folder.mkdir()
    (folder / "ann.txt").write_text(WORKING)
    os.symlink("ann.txt", folder / "bob.txt")
    os.symlink("answers", tmp_path / "other")
    marks = tmp_path / "marks.csv"
    assert grade(str(tmp_path / "other"), "-o", str(marks)).exit_code == 0
    assert [row.partition(",")[0] for row in marks.read_text().splitlines()] == ["student", "ann", "bob"]


def test_pages_stay_in_their_folder(tmp_path):
    """A page of feedback is not written through a link that leads out of the folder, not even with -f."""
    folder, pages, other = tmp_path / "answers", tmp_path / "pages", tmp_path / "other.txt"
    folder.mkdir()
    pages.mkdir()
    other.write_text("before")
    (folder / "ann.txt").write_text(WORKING)
    os.symlink(other, pages / "ann.txt")
    result = grade(str(folder), "--feedback", str(pages), "-f")
    assert (result.exit_code, other.read_text()) == (2, "before")
    assert "ann.txt: this is a link out of the folder" in result.stderr


def test_names_of_students(tmp_path):
    """What a table calls a student is one line without control characters."""
    table, marks = tmp_path / "class.csv", tmp_path / "marks.csv"
    table.write_text('student,E\n"Ann\x1b[31m\nB",0.298371109\n')
    assert grade(str(table), "-o", str(marks)).exit_code == 0
    assert marks.read_text().splitlines()[1].startswith("Ann [31m B,")


def test_marks_on_standard_output(tmp_path):
    """-o - prints the marks before the report."""
    (tmp_path / "ann.txt").write_text(WORKING)
    assert grade(str(tmp_path), "-o", "-").stdout.startswith("student,marks,out of\nann,")
