"""Commands called at random: every call ends in a page or in one explained error, and no page holds a nan or inf.

Problems, answers and classes are broken at random; the seeds are fixed, so that each run calls the same.
"""

from __future__ import annotations

import json
import random
import re

import pytest
import yaml
from click.testing import CliRunner, Result

import nnsolve
from nnsolve.cli import main
from nnsolve.marking.feedback import FORMATS
from nnsolve.render import formats

from .support import NO_NUMBER, text_of
from .test_fuzz import LIBRARY, mutated

RUNNER = CliRunner()
# What other programs print where numbers overflow, as a sentence says; and a range to infinity in ASCII.
MEANT = ("print nan.", "(-inf, ", ", inf)")
# Formats that are quick enough to be written often; typst sets the others, which have tests of their own.
PAGES = [name for name in formats() if name != "pdf"]
MARKED = [name for name in FORMATS if name != "pdf"]
COMMANDS = [
    *(("solve", "--format", name) for name in PAGES),
    *(("key", "--format", name) for name in PAGES),
    *(("worksheet", "--format", name) for name in PAGES),
    *(("worksheet", "--steps", "--grid", "--format", name) for name in PAGES),
    ("solve", "--decimals", "2", "--carry", "--full"),
    ("solve", "--figures", "1", "--truncate", "--detail", "brief"),
    *(("solve", "--notation", "z/a", "--ascii"), ("solve", "--width", "60")),
    *(("check", "--template"), ("check", "--template", "--asked-only"), ("show",)),
    *(("draw",), ("draw", "--values", "--gradients"), ("draw", "--asked", "w5,E"), ("plot",), ("plot", "--ascii")),
]  # fmt: skip
ENVIRONMENTS = [
    {},
    {"COLUMNS": "1"},
    {"COLUMNS": "33"},
    {"COLUMNS": "-5", "NO_COLOR": "1"},
    {"LANG": "C", "LC_ALL": "C"},
    {"FORCE_COLOR": "", "TERM": "dumb"},
]
MARKED_PROBLEMS = ["two-two-two", "lenet", "sample-paper", "and-gate", "classification-2-2-1", "softmax-delta"]
VALUES = [
    "0", "-0", "0.3775", "0,3775", "1e308", "-1e-400", "1e999", "9" * 400, "1/0", "½", "0.1.2", "(" * 200, "e^e^e^e",
    "9^9^9^9", "28x28x6", "[1, 2", "[[1], [2, 3]]", "[]", "{}", "yes", "-", "?", "…", "=", "= 3 =", "٣", "10x", "i",
    "ln(0)", "sqrt(-1)", "0/0", "\x1b[31m", "\u202e0.5", "[bold]1[/bold]", "#read(1)", "\\input{x}", "<b>", "`|`",
    "x", "w1*i1",
]  # fmt: skip
NAMES = ["", "E", "zzz", "net_h1", "w5'", "∂E/∂w₅", "Question 2", "Q2 w5", "student", "1", "9", "answers", "x" * 60]


def call(args: tuple[str, ...] | list[str], problem: str | None = None, env: dict | None = None) -> Result:
    """A command that ends as it should; what it prints does nothing to a terminal."""
    result = RUNNER.invoke(main, list(args), input=problem, env=env)
    error = result.exception
    if error is not None and not isinstance(error, nnsolve.NnsolveError | SystemExit):
        raise AssertionError(f"{args} {env}\n{problem}") from error
    assert b"\x1b" not in result.output_bytes or "pdf" in args
    if isinstance(error, nnsolve.NnsolveError):
        assert str(error).strip()
    return result


def check_page(page: str, args):
    """A page holds no number that is none; JSON is JSON."""
    if "json" in args:
        json.loads(page, parse_constant=pytest.fail)
    elif "notebook" not in args and "html" not in args:  # which hold programs
        words = " ".join(page.split())
        for meant in MEANT:
            words = words.replace(meant, "")
        assert not NO_NUMBER.search(words), args


def broken(name: str, draw: random.Random) -> str:
    """A problem of the library with up to two parts changed, without its title and source."""
    tree = yaml.load(LIBRARY[name], yaml.BaseLoader)
    for _ in range(draw.randint(0, 2)):
        tree = mutated(tree, draw) if tree else tree
    tree = {key: value for key, value in tree.items() if key not in ("title", "source")}  # printed as they are written
    text = yaml.safe_dump(tree, sort_keys=False, allow_unicode=True)
    return text.replace("'", "") if draw.random() < 0.7 else text


@pytest.mark.parametrize("name", LIBRARY)
def test_pages(name):
    """Every command that makes a page of a problem, in every format and environment."""
    draw = random.Random(f"pages of {name}")
    for _ in range(4):
        problem = broken(name, draw)
        for command, *options in draw.sample(COMMANDS, 4):
            args = [command, "-", *options]
            result = call(args, problem, draw.choice(ENVIRONMENTS))
            if result.exception is None and command != "show":
                check_page(result.stdout, args)


def working(name: str, draw: random.Random) -> str:
    """The answers of a problem as a student might write them: some right, some broken, some with strange names."""
    template = CliRunner().invoke(main, ["check", name, "--template"]).stdout
    names = re.findall(r"^\s*([^#:\s][^:]*):", template, re.MULTILINE) + NAMES
    lines = []
    for _ in range(draw.randint(0, 12)):
        value = draw.choice(VALUES) if draw.random() < 0.6 else f"{draw.uniform(-2, 2):.{draw.randint(0, 9)}f}"
        lines.append(f"{draw.choice(names)}{draw.choice([' = ', ': ', ',', ' ', '='])}{value}")
    text = "\n".join(lines) + "\n"
    if draw.random() < 0.3:  # cut or doubled somewhere
        at = draw.randrange(len(text))
        text = (
            text[:at] + draw.choice(["", text[at : at + 9], "\t", "\r\n", '"', "\x00", "---\n", "{"]) + text[at + 1 :]
        )
    return text


@pytest.mark.parametrize("name", MARKED_PROBLEMS)
def test_answers(name, tmp_path):
    """Answers broken at random, in every form, marked in every format, with every option."""
    draw = random.Random(f"answers of {name}")
    for turn in range(25):
        file = tmp_path / f"answers{draw.choice(['.txt', '.yaml', '.csv', ''])}"
        file.write_text(working(name, draw), encoding="utf-8", newline="")
        args = ["check", name, str(file), "--format", draw.choice(MARKED)]
        args += draw.choice([[], ["--continue"], ["--marks"], ["--tolerance", "0.1"]])
        if turn % 5 == 0:
            args = ["conventions", name, str(file)]
        elif turn % 5 == 1:
            args = ["check", name, str(file), "--hint"]
        result = call(args, env=draw.choice(ENVIRONMENTS))
        if result.stdout:
            check_page(result.stdout, args)


def table(draw: random.Random) -> str:
    """A class in one table, some rows too short, too long or in a strange order."""
    heads = [
        "student",
        *draw.sample(["w5", "E", "dE/dw1", "Q1 w5", "Q2 parameters", "zzz", "", "w5"], draw.randint(0, 5)),
    ]
    rows = [heads]
    for number in range(draw.randint(0, 6)):
        rows.append([draw.choice([f"s{number}", "", "=cmd()", "../x", "Ann", "a/b", "\x1b[1m"])])
        rows[-1] += [draw.choice(VALUES) for _ in range(max(0, len(heads) - 1 + draw.choice([0, 0, 0, -1, 1])))]
    return "\n".join(draw.choice([",", ",", ";"]).join(row) for row in rows) + "\n"


@pytest.mark.parametrize("name", MARKED_PROBLEMS)
def test_classes(name, tmp_path):
    """Folders and tables broken at random, with feedback in every format, marks and report."""
    draw = random.Random(f"class of {name}")
    for turn in range(8):
        folder, pages = tmp_path / f"class {turn}", tmp_path / f"pages {turn}"
        folder.mkdir()
        for number in range(draw.randint(0, 5)):
            file = (
                folder / f"{draw.choice(['s', 'é', 'a b', '-'])}{number}{draw.choice(['.txt', '.yaml', '.csv', '.md'])}"
            )
            file.write_text(table(draw) if draw.random() < 0.3 else working(name, draw), encoding="utf-8", newline="")
        marks = tmp_path / f"marks{turn}.{draw.choice(['csv', 'json'])}"
        args = ["grade", name, str(folder), "--feedback", str(pages), "--format", draw.choice(MARKED), "-o", str(marks)]
        result = call(args, env=draw.choice(ENVIRONMENTS))
        check_page(result.stdout, ["grade"])
        if marks.exists():
            check_page(marks.read_text("utf-8"), ["json"] if marks.suffix == ".json" else ["csv"])
        for page in pages.iterdir() if pages.exists() else ():
            check_page(page.read_text("utf-8"), args)


@pytest.mark.parametrize("format", ["pdf"])
def test_sheets(format):
    """A PDF of a broken problem is a PDF or an explained error."""
    draw = random.Random(format)
    for name in draw.sample(sorted(LIBRARY), 12):
        result = call([draw.choice(["solve", "key", "worksheet"]), "-", "--format", format], broken(name, draw))
        assert result.exception is not None or result.stdout_bytes.startswith(b"%PDF-")


def test_the_harness_sees_a_traceback(monkeypatch):
    """What is no error of ours fails the call."""
    monkeypatch.setattr("nnsolve.cli.load", lambda *_: 1 / 0)
    with pytest.raises(AssertionError):
        call(["solve", "two-two-two"], text_of("two-two-two"))
