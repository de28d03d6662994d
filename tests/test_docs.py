"""The README cannot lie: what it shows runs, and what there is stands in it."""

from __future__ import annotations

import pathlib
import re
import subprocess
import sys

import click
import pytest

import nnsolve
from nnsolve.cli import main
from nnsolve.formula.activations import ACTIVATIONS
from nnsolve.formula.losses import LOSSES
from nnsolve.reading.catalogue import TOPICS, entries, table_of_kinds, topic

FILE = pathlib.Path(__file__).parent.parent / "README.md"
README = FILE.read_text("utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", README, re.DOTALL)
PROBLEMS = [text for language, text in BLOCKS if language == "yaml"]


@pytest.mark.parametrize("text", PROBLEMS, ids=lambda text: " ".join(text.split()[:4]))
def test_problem_solves(text):
    """Every problem file in the README solves as it stands."""
    for problem in nnsolve.loads(text):
        assert nnsolve.render(nnsolve.solve(problem), "text")


def test_python_runs():
    """The Python example runs and gives the value its comment says."""
    (text,) = [text for language, text in BLOCKS if language == "python"]
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    value = nnsolve.solve(nnsolve.load("two-two-two")[0]).answers["new_w5"]
    assert f"# {value!r}" in text


def test_page_is_what_is_printed():
    """The sample page in the README is what the command prints."""
    (sample,) = [text for language, text in BLOCKS if language == "" and "━━" in text]
    problem = nnsolve.load("two-two-two")[0]
    assert sample in nnsolve.render(nnsolve.solve(problem), "text")


def test_table_of_kinds(request):
    """The README's table of kinds is the one made from the kinds; ``--overwrite-golden`` writes it anew."""
    made = table_of_kinds()
    if request.config.getoption("--overwrite-golden"):
        shown = README[README.index("| topic | kind |") :].partition("\n\n")[0] + "\n"
        FILE.write_text(README.replace(shown, made), "utf-8")
    else:
        assert made in README


@pytest.mark.parametrize("kind", nnsolve.kinds())
def test_every_kind_has_a_topic_and_an_example(kind):
    """Every kind names a topic of the list, and the library holds a problem of it."""
    assert topic(kind) in TOPICS
    assert kind in {entry.kind for entry in entries()}


def test_commands_and_options_are_documented():
    """Every command and every option of the page stands in the README."""
    context = click.Context(main)
    fixed = [name for name in main.list_commands(context) if name not in nnsolve.kinds()]
    for name in fixed:
        assert f"nnsolve {name}" in README, name
    for option in [each for name in fixed for each in main.get_command(context, name).params]:
        if option.opts[0].startswith("-") and option.name != "help":
            assert any(flag in README for flag in option.opts), option.name


def test_activations_and_losses_are_documented():
    """The lists of activations and losses hold every entry of the tables."""
    plain = " ".join(README.split())
    for name in [*ACTIVATIONS, *LOSSES]:
        assert name.removesuffix(" at 0") in plain, name


def test_shown_message_is_what_is_said(tmp_path, monkeypatch):
    """The mistake shown in the README is answered with the message shown there."""
    problem = PROBLEMS[0].replace("activation: sigmoid", "activation: sigmiod", 1)
    monkeypatch.chdir(tmp_path)
    pathlib.Path("mine.yaml").write_text(problem, "utf-8")
    with pytest.raises(nnsolve.ProblemError) as caught:
        nnsolve.load("mine.yaml")
    shown = re.search(r"^(mine\.yaml:\d+:\d+: ‘sigmiod’).*(Did you mean ‘sigmoid’\?)$", README, re.MULTILINE)
    assert str(caught.value).startswith(shown[1])
    assert str(caught.value).endswith(shown[2])
