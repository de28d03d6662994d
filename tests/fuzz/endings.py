"""Commands run and their endings judged: a page that is sound, or one explained error."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from click.testing import CliRunner, Result

import nnsolve
from nnsolve.cli import main
from nnsolve.marking.exam import Exam
from nnsolve.marking.feedback import FORMATS
from nnsolve.marking.key import Key
from nnsolve.marking.verdicts import SLIP, WRONG
from nnsolve.page.boxes import width as columns_of
from nnsolve.render import formats

from ..support import NO_NUMBER, answer_text, bounded

RUNNER = CliRunner()
# What other programs print where numbers overflow, as a sentence says; and a range to infinity in ASCII.
UNSEEN = "what a query does not see"
MEANT = ("print nan.", "(-inf, inf)", "(-inf, ", ", inf)")
# A page is no longer, and making it calls no more functions.
LONGEST_PAGE = 4_000_000
MOST_CALLS = 20_000_000
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
    *(("key", "--width", "60"), ("worksheet", "--width", "61", "--steps"), ("solve", "--width", "100", "--full")),
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
# Lines of the solution that are handed in as answers.
MOST_LINES = 150


def call(args: Sequence[str], problem: str | None = None, env: dict | None = None) -> Result:
    """A command that ends as it should, in bounded work; what it prints does nothing to a terminal."""
    with bounded(MOST_CALLS):
        result = RUNNER.invoke(main, list(args), input=problem, env=env)
    error = result.exception
    if error is not None and not isinstance(error, nnsolve.NnsolveError | SystemExit):
        raise AssertionError(f"{args} {env}\n{problem}") from error
    assert b"\x1b" not in result.output_bytes or "pdf" in args
    if isinstance(error, nnsolve.NnsolveError):
        assert str(error).strip()
    return result


def check_page(page: str, args: Sequence[str]):
    """A page holds no number that is none, and is not too long; text keeps its width; JSON is JSON."""
    assert len(page) <= LONGEST_PAGE, args
    if "json" in args:
        json.loads(page, parse_constant=pytest.fail)
        return
    if "notebook" in args or "html" in args:  # which hold programs
        return
    words = " ".join(page.split())
    for meant in MEANT:
        words = words.replace(meant, "")
    if UNSEEN in words:  # whose scores are printed as -inf in ASCII
        words = words.replace("-inf", "")
    assert not NO_NUMBER.search(words), args
    if "--width" in args and not {"--format", "--template"} & set(args):
        columns = int(args[args.index("--width") + 1])
        assert max(map(columns_of, page.splitlines()), default=0) <= columns, args


def page_of(args: Sequence[str], env: dict | None = None) -> str:
    """What a command prints, judged; "" where it ends in an explained error."""
    result = call(args, env=env)
    if result.exception is None and args[0] != "show":
        check_page(result.stdout, args)
    return result.stdout if result.exception is None else ""


def own_answers(exam: Exam) -> str:
    """The results of a solution as its reader would hand them in, question by question."""
    lines = []
    for question in exam.questions:
        lines += [f"Question {question.number}"] if question.number else []
        lines += [f"{name} = {text}" for name, text in _results(question.key)[:MOST_LINES]]
    return "\n".join(lines) + "\n"


def _results(key: Key) -> list[tuple[str, str]]:
    """The steps of a solution with their values, or in a problem in symbols with their formulas."""
    if key.solution.symbolic:
        sections = json.loads(nnsolve.render(key.solution, "json"))["sections"]
        steps = [step for section in sections for step in section["steps"]]
        return [(step["name"], step["formula"]) for step in steps if step["name"] in key.steps]
    values = [(name, answer_text(key.values[name])) for name in key.steps if name in key.values]
    return [(name, text) for name, text in values if text is not None]


def faulted(exam: Exam, text: str) -> list[str]:
    """The lines of a working that are marked as wrong."""
    checked = exam.check(exam.read(text, "answers.txt"))
    lines = [line for one in checked for line in one.lines if line.verdict in (SLIP, WRONG)]
    return [f"{line.answer.name} = {line.answer.text}: {line.verdict}" for line in lines]
