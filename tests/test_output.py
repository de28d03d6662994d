"""Files that commands write: the format by the ending, an existing file only with -f, whole or not at all."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys

import click
import pytest

from nnsolve import output
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
    ("out", b"Two inputs"),
]


def run(*args: str, **options):
    """Runs a command as a user does."""
    return subprocess.run([*COMMAND, *args], capture_output=True, **options)


@pytest.mark.parametrize(("ending", "first"), ENDINGS)
def test_the_ending_picks_the_format(ending, first, tmp_path):
    """-o page.pdf is a PDF, page.tex LaTeX; an ending that is not known is text."""
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
