"""Files that commands write: the format by the ending, an existing file only with -f, whole or not at all."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from nnsolve import output
from nnsolve.cli import main
from nnsolve.errors import OutputError

COMMAND = [sys.executable, "-m", "nnsolve"]
# Ending of a file and what its page begins with.
ENDINGS = [
    ("txt", b"Two inputs"),
    ("md", b"# Two inputs"),
    ("json", b"{"),
    ("tex", rb"\documentclass"),
    ("typ", b"// The look of a page"),
    ("pdf", b"%PDF-"),
    ("PDF", b"%PDF-"),
]


def run(*args: str, **options):
    """Runs a command as a user does."""
    return subprocess.run([*COMMAND, *args], capture_output=True, **options)


@pytest.mark.parametrize(("ending", "first"), ENDINGS)
def test_the_ending_picks_the_format(ending, first, tmp_path):
    """-o page.pdf is a PDF, page.tex LaTeX."""
    target = tmp_path / f"page.{ending}"
    assert run("solve", "two-two-two", "--asked", "net_h1", "-o", str(target)).stderr == b""
    assert target.read_bytes().startswith(first)


def test_a_format_that_is_told_wins(tmp_path):
    """--format decides, whatever the ending."""
    target = tmp_path / "page.pdf"
    run("solve", "two-two-two", "--format", "json", "-o", str(target))
    assert json.loads(target.read_text("utf-8"))["kind"] == "backprop"


def test_an_existing_file_needs_force(tmp_path):
    """Without -f an existing file stays as it is and the message names -f; with it, it is replaced."""
    target = tmp_path / "page.txt"
    target.write_text("before")
    done = run("solve", "two-two-two", "-o", str(target))
    assert (done.returncode, target.read_text()) == (2, "before")
    assert done.stderr.decode() == f"{target} is there already; -f (--force) replaces it\n"
    assert run("solve", "two-two-two", "-f", "-o", str(target)).returncode == 0
    assert "Forward pass" in target.read_text("utf-8")
    assert os.listdir(tmp_path) == ["page.txt"]


@pytest.mark.parametrize(("answer", "replaced"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_at_a_terminal_it_is_asked(answer, replaced, tmp_path, monkeypatch):
    """Where one can answer, the question is put; no is the answer of an empty line."""
    target = tmp_path / "page.txt"
    target.write_text("before")
    for stream in (sys.stdin, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(click, "confirm", lambda question, err: answer == "y\n")
    if replaced:
        output.write("after", str(target))
    else:
        with pytest.raises(OutputError, match="left as it is"):
            output.write("after", str(target))
    assert target.read_text() == ("after" if replaced else "before")


def test_a_pdf_is_not_shown_in_a_terminal():
    """A terminal gets a message instead of bytes; a pipe gets the bytes."""
    main, other = pty.openpty()
    done = subprocess.run([*COMMAND, "solve", "lenet", "--format", "pdf"], stdout=other, stderr=subprocess.PIPE)
    os.close(other)
    os.close(main)
    assert done.returncode == 2
    assert done.stderr.decode() == "this is no text for a terminal; write it to a file with -o\n"
    assert run("solve", "lenet", "--format", "pdf").stdout.startswith(b"%PDF-")


def test_several_problems_make_one_file(tmp_path):
    """A file of two problems is one PDF, one LaTeX document."""
    both = tmp_path / "both.yaml"
    text = "kind: activation\ntitle: {}\nactivation: relu\nat: [1]\n"
    both.write_text("---\n".join(text.format(name) for name in ("First", "Second")))
    for ending, once in (("pdf", b"%%EOF"), ("tex", rb"\documentclass"), ("typ", b"#show: look.with")):
        target = tmp_path / f"both.{ending}"
        assert run("solve", str(both), "-o", str(target)).stderr == b""
        assert target.read_bytes().count(once) == 1


# A command with -o, an ending it does not write, and one it does.
REFUSED = [
    (("solve", "two-two-two", "-o"), "page.docx", ".txt, .md, .json, .tex, .typ, .pdf, .html, .htm, .ipynb"),
    (("backprop", "two-two-two", "-o"), "page.png", ".txt, .md, .json, .tex, .typ, .pdf, .html, .htm, .ipynb"),
    (("key", "two-two-two", "-o"), "page.csv", ".txt, .md, .json, .tex, .typ, .pdf, .html, .htm, .ipynb"),
    (("worksheet", "two-two-two", "-o"), "page.1", ".txt, .md, .json, .tex, .typ, .pdf, .html, .htm, .ipynb"),
    (("solve", "nowhere", "-o"), "page.docx", ".txt, .md"),
    (("check", "two-two-two", "WORKING", "-o"), "page.tex", ".txt, .md, .json, .html, .typ, .pdf, .htm"),
    (("check", "two-two-two", "--template", "-o"), "page.pdf", ".yaml, .yml"),
    (("conventions", "two-two-two", "WORKING", "-o"), "page.html", ".txt"),
    (("grade", "two-two-two", "WORKING", "-o"), "page.xlsx", ".csv, .json"),
    (("grade", "two-two-two", "WORKING", "--report"), "page.pdf", ".txt"),
    (("draw", "two-two-two", "-o"), "page.jpg", ".svg or .png"),
    (("plot", "epochs", "-o"), "page.pdf", ".svg or .png"),
]


@pytest.mark.parametrize(("args", "file", "known"), REFUSED)
def test_an_ending_that_is_not_known(args, file, known, tmp_path, monkeypatch):
    """A file whose ending says no format of the command is refused with those that do, and is not written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "working.txt").write_text("net_h1 = 0.3775\n")
    result = CliRunner().invoke(main, ["working.txt" if word == "WORKING" else word for word in args] + [file])
    message = str(result.exception) if isinstance(result.exception, OutputError) else result.stderr
    assert result.exit_code
    assert known in message
    assert os.listdir(tmp_path) == ["working.txt"]


@pytest.mark.parametrize("file", ["page", "page.", "answers to 1/page"])
def test_a_file_without_an_ending_is_text(file, tmp_path):
    """Where neither an ending nor --format says anything, a page is text."""
    os.mkdir(tmp_path / "answers to 1")
    assert run("solve", "two-two-two", "-o", str(tmp_path / file)).returncode == 0
    assert (tmp_path / file).read_bytes().startswith(b"Two inputs")


@pytest.mark.parametrize("command", ["solve", "key", "worksheet", "check"])
def test_format_beats_the_ending(command, tmp_path):
    """--format decides, whatever the file is called."""
    (tmp_path / "working.txt").write_text("net_h1 = 0.3775\n")
    answers = [str(tmp_path / "working.txt")] * (command == "check")
    target = tmp_path / "page.docx"
    result = CliRunner().invoke(main, [command, "two-two-two", *answers, "--format", "json", "-o", str(target)])
    assert result.exit_code == 0
    assert json.loads(target.read_text("utf-8"))
