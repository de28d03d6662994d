"""What a terminal, a pipe and a file receive: colour, width, letters, and a reader that goes away."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest

from .test_cli import UTF8, run


def test_piped_output_is_plain():
    """A pipe gets text without colour, 80 columns wide or as wide as COLUMNS says."""
    page = run("solve", "two-two-two").stdout.decode()
    assert "\x1b" not in page
    assert max(map(len, page.splitlines())) == 80
    assert max(map(len, run("solve", "two-two-two", env={"COLUMNS": "60"}).stdout.decode().splitlines())) == 60
    assert max(map(len, run("solve", "two-two-two", "--width", "100").stdout.decode().splitlines())) == 100
    assert run("solve", "two-two-two", env={"COLUMNS": "many"}).returncode == 0


def terminal(*args: str, env: dict) -> str:
    """What a terminal of 80 columns receives."""
    pty = pytest.importorskip("pty")
    import fcntl
    import struct
    import termios

    reader, writer = pty.openpty()
    fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    plain = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "NO_COLOR", "FORCE_COLOR")}
    plain |= {"TERM": "xterm-256color", **UTF8, **env}
    process = subprocess.Popen(
        [sys.executable, "-m", "nnsolve", *args], stdout=writer, stderr=writer, stdin=writer, env=plain
    )
    os.close(writer)
    received = b""
    while True:
        try:
            part = os.read(reader, 65536)
        except OSError:
            break
        if not part:
            break
        received += part
    os.close(reader)
    assert process.wait() == 0
    return received.decode().replace("\r\n", "\n")


def test_a_terminal_gets_colour():
    """On a terminal given numbers and answers are coloured, unless NO_COLOR is set; the letters are the same."""
    coloured = terminal("solve", "two-two-two", "--asked", "w5", env={})
    assert "\x1b[36m0.05" in coloured
    assert re.search(r"\x1b\[1;32m.*w₅′ = 0\.358916", coloured)
    plain = terminal("solve", "two-two-two", "--asked", "w5", env={"NO_COLOR": "1"})
    assert "\x1b" not in plain
    bare = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [row.rstrip() for row in bare.splitlines()] == [row.rstrip() for row in plain.splitlines()]
    assert plain == run("solve", "two-two-two", "--asked", "w5").stdout.decode()


def test_force_color():
    """FORCE_COLOR colours a pipe as well."""
    assert b"\x1b[" in run("solve", "two-two-two", env={"FORCE_COLOR": "1"}).stdout


def test_ascii():
    """--ascii keeps to ASCII; so does a stream that knows nothing else, in every format and command."""
    page = run("solve", "two-two-two", "--ascii").stdout
    assert page.isascii()
    assert run("solve", "two-two-two", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}).stdout == page


@pytest.mark.parametrize(
    "args",
    [
        ("solve", "two-two-two", "--format", "markdown"),
        ("list",),
        ("show", "three-two-one"),
        ("schema",),
        ("schema", "backprop"),
        ("new", "backprop"),
        ("--help",),
        ("backprop", "--help"),
    ],
)
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_any_encoding(args, encoding):
    """No command fails on a stream that does not know its letters."""
    result = run(*args, env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_json_in_any_encoding(encoding):
    """JSON stays JSON, and says the same, whatever the stream can show."""
    text = run("new", "backprop").stdout.decode().replace("My problem", "“Quoted” 😀 ‘η’")
    result = run("solve", "-", "--format", "json", stdin=text, env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
    assert result.returncode == 0
    assert json.loads(result.stdout)["title"] == "“Quoted” 😀 ‘η’"


def test_broken_pipe():
    """A reader that stops early is no error."""
    command = [sys.executable, "-m", "nnsolve", "solve", "three-layer-softmax", "--full"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **UTF8})
    process.stdout.close()
    message = process.stderr.read()
    assert process.wait() == 0
    assert b"Traceback" not in message
    assert b"Exception ignored" not in message
