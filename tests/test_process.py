"""The program as a process: closed streams, Ctrl-C, pipes, strange file names, and faults that nobody foresaw."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

import nnsolve
from nnsolve import cli, process
from nnsolve.errors import ProblemError, printable, quote
from nnsolve.reading.load import load, loads

from .test_cli import invoke, run

POSIX = pytest.mark.skipif(os.name != "posix", reason="pipes and streams of POSIX")
PROBLEM = "kind: activation\nactivation: relu\nat: [1]\n"
# Every name the library of the operating system takes, and how it is printed.
NAMES = [
    (b"a\xff.yaml", "a\\xff.yaml"),
    (b"b\x1b[31m.yaml", "b\\x1b[31m.yaml"),
    (b"c\nd.yaml", "c\\x0ad.yaml"),
    ("e\u202ef.yaml".encode(), "e\\u202ef.yaml"),
    ("é ½.yaml".encode(), "é ½.yaml"),
]


def shell(command: str, cwd=None) -> subprocess.CompletedProcess:
    """A line of the shell, in which $NNSOLVE is the program."""
    environment = os.environ | {"NNSOLVE": f"{sys.executable} -m nnsolve", "PYTHONUTF8": "1"}
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=environment, cwd=cwd, timeout=60)


UNREAD = "pipe.yaml: the file cannot be read: this is a pipe, and nobody writes into it\n"
UNWRITTEN = "pipe.txt: cannot be written: nobody reads from this pipe\n"
THERE = "page.txt is there already; -f (--force) replaces it\n"
LINES = [
    ("$NNSOLVE list >&-", 2, "", "the output cannot be written: Bad file descriptor\n"),
    ("$NNSOLVE solve p.yaml -o page.txt >&- && head -c 4 page.txt", 0, "relu", ""),
    ("$NNSOLVE solve - <&-", 2, "", "standard input: it is closed\n"),
    ("touch page.txt; $NNSOLVE solve p.yaml -o page.txt <&-", 2, "", THERE),
    ("$NNSOLVE solve nowhere.yaml 2>&-", 2, "", ""),
    ("$NNSOLVE list >&- 2>&- <&-", 2, "", ""),
    ("$NNSOLVE solve pipe.yaml", 2, "", UNREAD),
    ("$NNSOLVE check p.yaml pipe.yaml", 2, "", UNREAD),
    ("$NNSOLVE solve p.yaml -o pipe.txt", 2, "", UNWRITTEN),
    ("$NNSOLVE solve <(sleep 0.2; cat p.yaml) -o >(head -c 4) | cat", 0, "relu", ""),
    ("$NNSOLVE solve p.yaml -o /dev/stdout | head -c 4", 0, "relu", ""),
    ("$NNSOLVE solve p.yaml -o - | head -c 4", 0, "relu", ""),
]


@POSIX
@pytest.mark.parametrize(("command", "code", "out", "message"), LINES)
def test_streams_and_pipes(tmp_path, command, code, out, message):
    """A closed stream or a pipe without another end is one sentence; one with another end is read and written."""
    (tmp_path / "p.yaml").write_text(PROBLEM.replace("kind", "title: relu\nkind"))
    for pipe in ("pipe.yaml", "pipe.txt"):
        os.mkfifo(tmp_path / pipe)
    result = shell(command, tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (code, out, message)


# A run in which Ctrl-C comes when a module is looked for.
INTERRUPTED = """
import os, signal, sys
WANTED = sys.argv[1]
class Interrupting:
    def find_spec(name, *_):
        if name == WANTED:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupting)
sys.argv[0] = "nnsolve"
import nnsolve.cli
sys.argv[1:] = ["solve", "two-two-two", "--format", "pdf", "-o", os.devnull]
nnsolve.cli.run()
"""


@POSIX
@pytest.mark.parametrize(
    "module", ["yaml", "nnsolve.reading.load", "click", "click.core", "nnsolve.subjects.network.single", "typst"]
)
def test_interrupts(module):
    """Ctrl-C while the program starts, or while a command loads what it needs, ends the process without a word."""
    result = subprocess.run([sys.executable, "-c", INTERRUPTED, module], capture_output=True, timeout=60)
    assert (result.returncode, result.stdout, result.stderr.strip()) == (process.INTERRUPTED, b"", b"")


@pytest.mark.parametrize(
    ("called", "ours"), [("/usr/bin/nnsolve", True), ("nnsolve.exe", True), ("-c", False), ("/usr/bin/pytest", False)]
)
def test_only_the_program_takes_interrupts(monkeypatch, called, ours):
    """A program that imports the library keeps its own way with Ctrl-C."""
    monkeypatch.setattr(sys, "argv", [called])
    assert process.is_program() == ours
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@POSIX
@pytest.mark.parametrize(("name", "shown"), NAMES)
def test_names_of_files(tmp_path, name, shown):
    """A file is found by any name, and its name does nothing to the terminal."""
    file = os.fsdecode(os.path.join(os.fsencode(tmp_path), name))
    with open(file, "w") as stream:
        stream.write("kind: activation\nzzz: 1\n")
    with pytest.raises(ProblemError) as caught:
        load(file)
    assert f"{shown}:2:1: ‘zzz’" in str(caught.value)
    with open(file, "w") as stream:
        stream.write(PROBLEM)
    assert nnsolve.solve(load(file)[0]).answers
    result = run("solve", file, "-o", file, "--format", "text")
    assert result.stderr.decode().endswith(f"{shown} is there already; -f (--force) replaces it\n")


@pytest.mark.parametrize(
    "problem", ['"a\\0b"', '"../a\\0b"', '"a/\\0"', '"' + "x" * 3000 + '"', "/dev/null", '"\\x1b[31m"']
)
def test_a_question_that_names_no_file(trouble, problem):
    """What cannot be the name of a file is refused at its place in the paper."""
    error = trouble(f"kind: paper\nquestions:\n  - {{problem: {problem}, marks: 1}}\n")
    assert (error.line, error.column) == (3, 15)
    assert "\x1b" not in str(error)


def test_texts_that_are_no_unicode():
    """Half a letter, as the bytes of an option become, is refused like a file that is not UTF-8."""
    with pytest.raises(ProblemError, match="this is not a text in UTF-8"):
        loads(PROBLEM, overrides={"asked": "\udcff"})
    assert quote("\udcff\x1b") == "‘\\xff\\x1b’"
    assert printable("‍ क्‍ष é") == "‍ क्‍ष é"  # what joins letters stays


def raising(error: BaseException):
    """A command that ends in an error that nobody foresaw."""

    def main(standalone_mode: bool):
        raise error

    return main


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (KeyError("again_E"), 70, "KeyError: 'again_E' (cli/__init__.py:"),
        (AssertionError(), 70, "AssertionError:"),
        (ValueError("a\n\x1b[31mb" + "x" * 1000), 70, "ValueError: a\\x0a\\x1b[31mbxxx"),
        (MemoryError(), 2, "this problem needs more memory than there is"),
        (RecursionError(), 2, "this problem is nested too deeply to be solved"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
@pytest.mark.parametrize("debug", ["", "1"])
def test_unforeseen(monkeypatch, capsys, error, code, message, debug):
    """Any exception is one line, with version, exception and command; a traceback stands there only on request."""
    monkeypatch.setenv("NNSOLVE_DEBUG", debug)
    monkeypatch.setattr(cli, "main", raising(error))
    monkeypatch.setattr(sys, "argv", ["/usr/bin/nnsolve", "solve", "my file.yaml", "--format", "json"])
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(SystemExit) as ended:
        cli.run()
    signal.signal(signal.SIGINT, before)
    said = capsys.readouterr().err
    assert ended.value.code == code
    assert message in said
    assert "\x1b" not in said.splitlines()[-1] if said else True
    assert ("Traceback" in said) == (debug == "1" and code == 70)
    if code == 70:
        line = said.splitlines()[-1]
        assert line.startswith("this is a fault of nnsolve, please report it with")
        assert f"nnsolve {nnsolve.__version__}, Python 3." in line
        assert line.endswith("nnsolve solve 'my file.yaml' --format json")
        assert len(line) < 1000


WRAPPED = [(command, "two-two-two") for command in ("conventions", "check", "grade")] + [
    ("advise",),
    ("plot", "epochs"),
]


@pytest.mark.parametrize("columns", ["0", "1", "4", "12", "19", "20", "99999", "-1", "x"])
@pytest.mark.parametrize("args", WRAPPED, ids=" ".join)
def test_any_width(monkeypatch, tmp_path, columns, args):
    """Whatever COLUMNS says, a command that wraps its text comes to an end."""
    monkeypatch.setenv("COLUMNS", columns)
    working = tmp_path / "working.txt"
    working.write_text("net_h1 = 0.3775\nw5' = 0.4\nE = 0.3\n")
    answers = [str(working)] if args[0] in ("conventions", "check", "grade") else []
    result = invoke(*args, *answers)
    assert result.exit_code in (0, 1)
    assert result.stdout
