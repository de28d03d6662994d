"""Commands called at random: every call ends in a page or in one explained error, and no page holds a nan or inf.

Problems, answers and classes are broken at random; the seeds are fixed, so that each run calls the same.
"""

from __future__ import annotations

import random

import pytest

from ..support import text_of
from .answers import table, working
from .broken import LIBRARY, broken
from .endings import COMMANDS, ENVIRONMENTS, MARKED, call, check_page

MARKED_PROBLEMS = ["two-two-two", "lenet", "sample-paper", "and-gate", "classification-2-2-1", "softmax-delta"]


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


@pytest.mark.parametrize(
    ("page", "args"),
    [
        ("w5 = nan", ["solve"]),
        ("E = -inf", ["key", "--format", "latex"]),
        ('{"value": NaN}', ["solve", "--format", "json"]),
        ("x" * 61, ["solve", "--width", "60"]),
        ("x" * 5_000_000, ["solve"]),
    ],
)
def test_the_harness_sees_a_page_that_is_not_sound(page: str, args: list[str]):
    """A number that is none, a line beyond the width and a page of megabytes fail."""
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        check_page(page, args)
