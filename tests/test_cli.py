"""The command line: commands, options, exit codes, and what stands on which stream."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from functools import cache

import jsonschema
import pytest
import yaml
from click import Context
from click.testing import CliRunner

import nnsolve
from nnsolve.cli import main

from .entries.kinds import COMMON

KINDS = nnsolve.kinds()
UTF8 = {"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}
BROKEN = "kind: backprop\ninputs: {i1: 0.5}\nlayer: []\n"


def run(*args: str, stdin: str | bytes = b"", env: dict | None = None, cwd=None) -> subprocess.CompletedProcess:
    """The command as a process of its own, in a plain environment."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    plain = {
        key: value for key, value in os.environ.items() if key not in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TERM")
    }
    command = [sys.executable, "-m", "nnsolve", *args]
    return subprocess.run(
        command, input=data, capture_output=True, env={**plain, **UTF8, **(env or {})}, cwd=cwd, timeout=120
    )


def invoke(*args: str, stdin: str = ""):
    """The command inside this process; errors stay errors."""
    return CliRunner().invoke(main, list(args), input=stdin, catch_exceptions=True)


def refused(*args: str, stdin: str = "", cwd=None) -> str:
    """What stands on stderr of a call that ends with 2 and prints nothing else."""
    result = run(*args, stdin=stdin, cwd=cwd)
    assert result.returncode == 2, result
    assert result.stdout == b""
    message = result.stderr.decode()
    assert "Traceback" not in message
    return message


# ---- solving ----


@pytest.mark.parametrize("command", ["solve", "backprop", "forward"])
def test_a_library_problem_by_name(command):
    """A problem of the library is solved by its bare name, by ‘solve’ or a command that reads its kind."""
    result = run(command, "two-two-two")
    assert result.returncode == 0
    assert result.stderr == b""
    assert "0.593270" in result.stdout.decode()


def test_of_another_kind():
    """A problem of another kind is refused, with the command that solves it."""
    assert "lenet.yaml:1:7: ‘cnn-shapes’: this is a problem of another kind" in refused("backprop", "lenet")


def test_standard_input():
    """‘-’ reads the problem from standard input; a fault is placed there."""
    with open(
        os.path.join(os.path.dirname(nnsolve.__file__), "..", "problems", "two-two-two.yaml"), encoding="utf-8"
    ) as file:
        text = file.read()
    assert run("solve", "-", stdin=text).stdout == run("solve", "two-two-two").stdout
    assert "standard input:3:1: ‘layer’: " in refused("solve", "-", stdin=BROKEN)


def test_several_problems_in_one_file(tmp_path):
    """YAML documents in one file are solved one after the other; in JSON they are a list."""
    file = tmp_path / "several.yaml"
    one = run("new", "backprop").stdout.decode()
    two = run("new", "cnn-shapes").stdout.decode()
    file.write_text(f"{one}---\n{two}", encoding="utf-8")
    page = run("solve", str(file)).stdout.decode()
    assert page.count("My problem") == 2
    assert page.index("Forward pass") < page.index("Layer by layer")
    documents = json.loads(run("solve", str(file), "--format", "json").stdout)
    assert [document["kind"] for document in documents] == ["backprop", "cnn-shapes"]
    file.write_text(f"{one}---\n{BROKEN}", encoding="utf-8")
    assert f"{file}:{one.count(chr(10)) + 4}:1: ‘layer’" in refused("solve", str(file))


def test_asked():
    """--asked prints what it needs; a name that means nothing is refused with the nearest one."""
    page = invoke("backprop", "two-two-two", "--asked", "w5, w1").output
    assert "Answer   w₅′ = 0.358916   w₁′ = 0.149781" in page
    assert "w₇′" not in page
    assert "‘w55’ is not a result of this problem. Did you mean ‘w5’?" in refused(
        "backprop", "two-two-two", "--asked", "w55"
    )


def test_rounding_options():
    """--decimals, --figures, --carry and --truncate stand for the keys of rounding:."""
    assert "= 0.59 " in invoke("forward", "two-two-two", "--decimals", "2").output
    assert "= 0.59327 " in invoke("forward", "two-two-two", "--figures", "5").output
    assert "= 0.5932 " in invoke("forward", "two-two-two", "--decimals", "4", "--truncate").output
    assert "rounded numbers of the lines before it (4 decimals, cut)" in " ".join(
        invoke("forward", "two-two-two", "--decimals", "4", "--carry", "--truncate").output.split()
    )
    assert "cannot stand beside decimals:" in refused("forward", "two-two-two", "--decimals", "4", "--figures", "4")
    assert "--decimals" in refused("forward", "two-two-two", "--decimals", "99")


def test_digits_of_an_option_replace_those_of_the_file(tmp_path):
    """A starter says figures: 6; --decimals takes its place, and the other way round."""
    file = tmp_path / "mine.yaml"
    keys = "kind: normalize\nmethod: standardize\nvariance: population\ndata: [2, 4, 9]\n"
    file.write_text(f"{keys}rounding: {{figures: 6}}\n")
    assert "2 decimals are printed" in invoke("solve", str(file), "--decimals", "2").output
    file.write_text(file.read_text().replace("figures: 6", "decimals: 2"))
    assert "6 figures are printed" in invoke("solve", str(file), "--figures", "6").output


def test_what_is_asked_by_an_option_is_told_by_it():
    """A result that there is not is told with the option, not with the file."""
    assert refused("forward", "two-two-two", "--asked", "w55").startswith("--asked: ‘w55’")


def test_options_of_a_kind():
    """Keys that a kind declares as options are options of its command, with their values in the help."""
    help_text = invoke("backprop", "--help").output
    assert "--method chain|delta" in help_text
    assert "--again / --no-again" in help_text
    assert "δ_o₁" in invoke("backprop", "two-two-two", "--method", "delta").output
    assert "Forward pass with the new values" in invoke("backprop", "two-two-two", "--again").output
    message = refused("backprop", "two-two-two", "--method", "dleta")
    assert "chain, delta" in message
    assert "Did you mean ‘delta’?" in message
    assert "--method" in message


@pytest.mark.parametrize("kind", KINDS)
def test_no_option_stands_twice(kind):
    """No key of a kind is an option that every command has already: --truncate cuts digits."""
    command = main.get_command(Context(main), kind)
    options = [option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)]
    assert sorted(set(options)) == sorted(options)


@pytest.mark.parametrize("format", ["text", "markdown", "json"])
def test_formats(format):
    """Every format is printed; the text is that of the Python front door."""
    result = invoke("solve", "two-two-two", "--format", format)
    assert result.exit_code == 0
    solution = nnsolve.solve(nnsolve.load("two-two-two")[0])
    assert result.output == nnsolve.render(solution, format)


def test_unknown_format():
    """An unknown format is named with those there are and the nearest."""
    message = refused("solve", "two-two-two", "--format", "markdwon")
    assert "‘markdwon’" in message
    assert all(name in message for name in nnsolve.formats())
    assert "Did you mean ‘markdown’?" in message


def test_unknown_command():
    """A misspelt command is named with the nearest one."""
    assert "Did you mean ‘backprop’?" in refused("bakprop", "two-two-two")
    assert "nnsolve --help" in refused("zzz")
    assert "PROBLEM" in refused("backprop")
    assert "--nonsense" in refused("backprop", "two-two-two", "--nonsense")


def test_unknown_problem(tmp_path):
    """A misspelt library name, a missing file, a folder, a binary file: one line each."""
    assert "Did you mean ‘two-two-two’?" in refused("solve", "two-two-too")
    assert "there is no such file" in refused("solve", str(tmp_path / "none.yaml"))
    assert "folder" in refused("solve", str(tmp_path))
    (tmp_path / "binary.yaml").write_bytes(b"\x89PNG\xff\x00")
    assert refused("solve", str(tmp_path / "binary.yaml")).count("\n") == 1


def test_faults_have_their_place(tmp_path):
    """Faults stand on stderr, one a row, each with file, line and column."""
    file = tmp_path / "faults.yaml"
    file.write_text(
        "kind: backprop\ninputs: {i1: 0.5}\nlaeyrs: []\nloss: squared eror\nlearning_rate: fast\n", encoding="utf-8"
    )
    rows = refused("solve", str(file)).splitlines()
    assert len(rows) >= 3
    assert all(re.match(rf"{re.escape(str(file))}:(\d+:\d+: )?", row) for row in rows)
    assert any(row.startswith(f"{file}:3:1: ‘laeyrs’") and "‘layers’" in row for row in rows)


# ---- writing files ----


def test_output_file(tmp_path):
    """-o writes the same page to a file, 80 columns wide, and prints nothing."""
    target = tmp_path / "page.txt"
    result = run("solve", "two-two-two", "-o", str(target))
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
    assert target.read_bytes() == run("solve", "two-two-two").stdout
    assert stat.S_IMODE(target.stat().st_mode) & 0o600 == 0o600
    assert os.listdir(tmp_path) == ["page.txt"]


def test_output_is_whole_or_not_at_all(tmp_path):
    """Where anything goes wrong, an existing file stays as it is and no other file is left behind."""
    target = tmp_path / "page.txt"
    target.write_text("before")
    refused("solve", "-", "-f", "-o", str(target), stdin=BROKEN)
    refused("solve", "two-two-two", "-f", "-o", str(target), "--format", "nonsense")
    refused("solve", "two-two-two", "-f", "-o", str(target), "--asked", "nonsense")
    assert target.read_text() == "before"
    assert os.listdir(tmp_path) == ["page.txt"]


def test_output_that_cannot_be_written(tmp_path):
    """A folder as target, a folder that is not there."""
    assert str(tmp_path) in refused("solve", "two-two-two", "-o", str(tmp_path))
    missing = tmp_path / "none" / "page.txt"
    assert f"{missing}: cannot be written: No such file or directory" in refused(
        "solve", "two-two-two", "-o", str(missing)
    )


def test_output_into_a_locked_folder(tmp_path):
    """A folder without the right to write; the administrator has that right everywhere, so there it cannot be shown."""
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    if os.access(locked, os.W_OK):
        pytest.skip("this user may write anywhere")
    assert "Permission denied" in refused("solve", "two-two-two", "-o", str(locked / "page.txt"))
    assert os.listdir(locked) == []


# ---- the other commands ----


def test_help_names_every_command():
    """--help lists every command and every kind, each with a whole sentence."""
    text = invoke("--help").output
    for name in [*KINDS, "solve", "list", "show", "schema", "new"]:
        assert re.search(rf"^  {name} ", text, re.MULTILINE)
    assert "..." not in text.partition("Commands:")[2]
    assert invoke("--version").output.strip().endswith(nnsolve.__version__)


def test_list_and_show():
    """Every problem is listed with its kind; ‘show’ prints its file."""
    rows = [row.split() for row in invoke("list").output.splitlines() if row.startswith("  ")]
    assert {row[1] for row in rows} == set(KINDS)
    for name, kind in [row[:2] for row in rows[::9]]:
        assert f"kind: {kind}" in invoke("show", name).output
    assert "Did you mean" in refused("show", "two-two-too")


@pytest.mark.parametrize("kind", KINDS)
def test_schema(kind):
    """The schema of a kind is a valid schema; every problem of the library fits it, a misspelt key does not."""
    schema = json.loads(invoke("schema", kind).output)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    own = [document for document in library_documents() if document["kind"] == kind]
    assert own
    for document in own:
        errors = [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(document)]
        assert errors == [], document.get("title")
        assert not validator.is_valid({**document, "titel": "x"})
        assert not validator.is_valid({key: value for key, value in document.items() if key != "kind"})


@cache
def library_documents() -> list[dict]:
    """The problems of the library as plain YAML."""
    shown = [invoke("show", name).output for name in nnsolve.library()]
    return [document for text in shown for document in yaml.load_all(text, yaml.CSafeLoader)]


def test_schema_of_all_kinds():
    """Without a kind the schema takes problems of every kind."""
    schema = json.loads(invoke("schema").output)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert all(validator.is_valid(document) for document in library_documents())
    assert not validator.is_valid({"kind": "backprop", "inputs": {"i1": 1}, "layesr": []})
    assert "Did you mean ‘backprop’?" in refused("schema", "backporp")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("holds", COMMON, ids=lambda check: check.__name__)
def test_every_kind(kind, holds, tmp_path):
    """What holds for every kind holds for each there is."""
    holds(kind, tmp_path)


@pytest.mark.parametrize("kind", KINDS)
def test_a_misspelt_kind(kind):
    """A kind without its last letter is answered with the nearest."""
    assert "Did you mean" in refused("new", kind[:-1])


def test_output_keeps_links_and_rights(tmp_path):
    """A link still points where it did, its file has the page and keeps its rights."""
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("old", "utf-8")
    real.chmod(0o600)
    link.symlink_to(real)
    invoke("solve", "two-two-two", "-f", "-o", str(link))
    assert link.is_symlink()
    assert "Forward pass" in real.read_text("utf-8")
    assert real.stat().st_mode & 0o777 == 0o600
    assert sorted(os.listdir(tmp_path)) == ["link.txt", "real.txt"]


def test_output_into_a_pipe_leaves_it_a_pipe(tmp_path):
    """What is no regular file is written to, never replaced."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        invoke("solve", "two-two-two", "--asked", "net_h1", "-o", str(pipe))
        assert b"Forward pass" in os.read(end, 65536)
    finally:
        os.close(end)
    assert pipe.is_fifo()
