"""Every command and format on problems drawn at random: stacks of layers, networks, every kind by its fields, papers.

Each ends in a sound page or in one explained error, and the results of a solution are never marked wrong.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

import nnsolve
from nnsolve.marking.exam import Exam

from ..names_of import check_names
from .answers import table, working
from .drawn import own_problem, paper
from .endings import (
    COMMANDS,
    ENVIRONMENTS,
    MARKED,
    MOST_LINES,
    call,
    check_page,
    faulted,
    own_answers,
    page_of,
)
from .networks import network
from .stacks import pictures, shapes

# How each is drawn, and how many of it in a run of the suite.
DRAWN: dict[str, tuple[Callable[[random.Random], dict], int]] = {
    "networks": (network, 60),
    "shapes": (shapes, 40),
    "pictures": (pictures, 40),
    "papers": (paper, 12),
} | {kind: (partial(own_problem, kind), 14) for kind in nnsolve.kinds() if kind != "paper"}


def check_all(keys: dict, pick: random.Random, folder: Path):
    """A problem under some of the commands: its pages, its own results, its page and broken answers handed in."""
    name = written(keys, folder)
    page = page_of(["solve", name], env=pick.choice(ENVIRONMENTS))
    if not page:
        check_refused(name, pick)
        return
    for command, *options in pick.sample([*COMMANDS, (keys["kind"], "--width", "60")], 3):
        page_of([command, name, *options], env=pick.choice(ENVIRONMENTS))
    exam = Exam(name)
    for question in exam.questions:
        check_names(question.key.solution)
    assert faulted(exam, own_answers(exam)) == []
    handed_in = ["\n".join(page.splitlines()[:MOST_LINES]), own_answers(exam), working(name, pick), table(pick)]
    check_marked(exam, name, pick.choice(handed_in), pick, folder)


def written(keys: dict, folder: Path) -> str:
    """The file of a problem."""
    file = folder / "problem.yaml"
    file.write_text(json.dumps(keys, indent=1, ensure_ascii=False), encoding="utf-8")
    return str(file)


def check_refused(name: str, pick: random.Random):
    """What cannot be solved is refused by the other commands as well, whatever the answers are."""
    command = pick.choice(["key", "worksheet", "draw", "plot", "check", "conventions", "grade"])
    answers = [name] if command in ("check", "conventions", "grade") else []
    call([command, name, *answers])


def check_marked(exam: Exam, name: str, text: str, pick: random.Random, folder: Path):
    """Answers under one of the commands that mark, and asked for one by one."""
    answers = folder / f"answers{pick.choice(['.txt', '.txt', '.yaml', '.csv'])}"
    answers.write_text(text, encoding="utf-8", newline="")
    commands = [
        ["check", name, str(answers), "--format", pick.choice(MARKED)],
        ["check", name, str(answers), "--width", "60", *pick.choice([[], ["--continue"], ["--marks"], ["--hint"]])],
        ["conventions", name, str(answers)],
        ["grade", name, str(answers), "--width", "60"],
    ]
    args = pick.choice(commands)
    result = call(args, env=pick.choice(ENVIRONMENTS))
    if result.stdout:
        check_page(result.stdout, args)
    names = [*pick.choice(exam.questions).key.steps]
    asked = ",".join(pick.sample(names, min(len(names), pick.randint(1, 3))))
    page_of([pick.choice(["solve", "draw"]), name, "--asked", asked])


@pytest.mark.slow
@pytest.mark.parametrize("kind", DRAWN)
def test_every_command(kind: str, tmp_path: Path, request: pytest.FixtureRequest):
    """Every command ends in a sound page or in one explained error, and own results are never marked wrong."""
    draw, count = DRAWN[kind]
    for seed in range(count * request.config.getoption("--fuzz")):
        pick = random.Random(f"{kind} {seed}")
        keys = draw(pick)
        try:
            check_all(keys, pick, tmp_path)
        except BaseException as error:
            error.add_note(f"seed {seed} of {kind}: {json.dumps(keys, ensure_ascii=False)}")
            raise


@pytest.mark.slow
@pytest.mark.parametrize("kind", DRAWN)
def test_pdf(kind: str, tmp_path: Path):
    """What is drawn is set as a PDF, or refused with one explained error."""
    draw, _ = DRAWN[kind]
    pick = random.Random(f"pdf of {kind}")
    for _ in range(3):
        name = written(draw(pick), tmp_path)
        result = call([pick.choice(["solve", "key", "worksheet"]), name, "--format", "pdf"])
        assert result.exception is not None or result.stdout_bytes.startswith(b"%PDF-")


@pytest.mark.parametrize("kind", DRAWN)
def test_many_can_be_solved(kind: str):
    """Of what is drawn a good part can be solved: errors alone would try little."""
    draw, _ = DRAWN[kind]
    solved = 0
    for seed in range(40):
        try:
            for problem in nnsolve.loads(json.dumps(draw(random.Random(f"{kind} {seed}")))):
                solved += nnsolve.solve(problem).values is not None
        except nnsolve.NnsolveError:
            continue
    assert solved >= 10
