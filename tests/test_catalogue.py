"""The library by topic, and every problem stated in words."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

import nnsolve
from nnsolve.cli import main
from nnsolve.page.boxes import width
from nnsolve.reading.catalogue import TOPICS, kinds_by_topic
from nnsolve.render.text import statement


def output(*args: str) -> str:
    done = CliRunner().invoke(main, list(args))
    assert done.exit_code == 0, done.output
    return done.output


def test_list_names_every_problem_once_below_its_topic():
    """Every problem of the library stands in one line below the topic of its kind."""
    blocks = output("list").split("\n\n")
    heads = [block.splitlines()[0] for block in blocks]
    assert heads == [name for name in TOPICS if name in heads]
    names = [line.split()[0] for block in blocks for line in block.splitlines()[1:]]
    assert sorted(names) == nnsolve.library()
    for block in blocks:
        head, *rows = block.splitlines()
        assert {row.split()[1] for row in rows} <= set(kinds_by_topic()[head])


@pytest.mark.parametrize(("word", "head"), [("linear", "Linear units"), ("perceptron", "Linear units")])
def test_list_of_one_topic_or_kind(word, head):
    """A topic may be shortened; a kind lists its own problems."""
    lines = output("list", word).splitlines()
    assert lines[0] == head
    assert any(line.startswith("  and-gate ") for line in lines)
    assert not any(line.startswith("  two-two-two ") for line in lines)


def test_list_of_an_unknown_topic():
    """An unknown topic gets the nearest known ones."""
    done = CliRunner().invoke(main, ["list", "perceptrno"])
    assert done.exit_code == 2
    assert "perceptron" in done.output


@pytest.mark.parametrize("name", nnsolve.library())
def test_every_problem_is_stated_in_words(name):
    """Every problem of the library has sentences of its own, on lines that fit the page."""
    for problem in nnsolve.load(name):
        solution = nnsolve.solve(problem)
        solutions = [part.solution for part in solution.parts] or [solution]
        assert all(each.statement for each in solutions)
        page = statement(solution, 76)
        assert all(width(line) <= 76 for line in page.splitlines())


def test_show_prints_statement_and_file():
    """What an exam would print stands in comments above the file, so the whole is a problem file as well."""
    page = output("show", "two-two-two")
    comments = " ".join(line[2:] for line in page.splitlines() if line.startswith("# "))
    assert "a hidden layer of 2 neurons with sigmoid activation" in comments
    assert "Not updated: b₁ and b₂." in comments
    assert nnsolve.loads(page)[0].learning_rate is not None


def test_show_of_a_faulty_file(tmp_path):
    """A file with a fault is printed as it is, and the fault is told."""
    path = tmp_path / "mine.yaml"
    path.write_text("kind: backprop\ninputs: [1]\n", "utf-8")
    done = CliRunner().invoke(main, ["show", str(path)])
    assert done.output.startswith("kind: backprop\n")
    assert isinstance(done.exception, nnsolve.ProblemError)
