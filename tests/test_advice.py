"""Advice on losses and output activations: the table, its rows, its snippets, misspelt tasks."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

import nnsolve
from nnsolve.cli import main
from nnsolve.cli.advice import SPELLINGS, TABLE, AdviceError, advice, find
from nnsolve.formula.activations import ACTIVATIONS, listed
from nnsolve.formula.losses import LOSSES, over_data

ROWS = [row.task for row in TABLE]

# Task, output activation, loss: as the course notes and every introduction pair them.
PAIRS = [
    ("perceptron", "bipolar step", "hinge"),
    ("binary", "sigmoid", "binary cross-entropy"),
    ("logistic regression", "sigmoid", "binary cross-entropy"),
    ("multi-class", "softmax", "categorical cross-entropy"),
    ("softmax regression", "softmax", "categorical cross-entropy"),
    ("regression", "identity", "mean squared error"),
    ("linear regression", "identity", "mean squared error"),
    ("multi-label", "sigmoid", "binary cross-entropy"),
    ("Multi_Label", "sigmoid", "binary cross-entropy"),
    ("count", "softplus", "poisson"),
    ("outliers", "identity", "huber(1)"),
]


@pytest.mark.parametrize(("task", "activation", "loss"), PAIRS)
def test_pairs(task, activation, loss):
    """Each task has the output activation and the loss that belong to it, whatever it is called."""
    row = find(task)
    assert (row.activation, row.loss) == (activation, loss)


@pytest.mark.parametrize("row", TABLE, ids=ROWS)
def test_rows_are_known_to_the_program(row):
    """Activation and loss are entries of the tables; the snippet solves, uses that loss, and checks itself."""
    assert row.activation in ACTIVATIONS or row.activation == "softmax"
    name = row.loss.partition("(")[0]
    assert name in over_data()
    (problem,) = nnsolve.loads(row.snippet)
    solution = nnsolve.solve(problem)
    assert problem.losses[0].name == name
    assert solution.check.key == "page_checked"


@pytest.mark.parametrize("width", [60, 80, 110])
def test_layout(width):
    """No row is wider than the page, and the table names every task."""
    for text in (advice(width=width), *(advice(task, width) for task in ROWS)):
        assert max(map(len, text.splitlines())) <= width
        assert text.endswith("\n")
    assert all(f"\n{task} " in advice(width=width) for task in ROWS)


def test_one_task():
    """One task brings its reason and a problem file."""
    text = advice("multi-label")
    assert "do not exclude each other" in text
    assert "  kind: loss\n" in text
    assert "over_outputs: mean" in text


@pytest.mark.parametrize(
    ("word", "near"), [("mutli-label", "multi-label"), ("regresion", "regression"), ("svn", "svm")]
)
def test_misspelt(word, near):
    """A misspelt task is answered with the nearest one."""
    with pytest.raises(AdviceError, match=f"Did you mean ‘{near}’"):
        advice(word)


def test_unknown():
    """A task that is like none is answered with all of them; other words lead to rows that exist."""
    with pytest.raises(AdviceError, match="There are: perceptron, binary"):
        advice("zzzz")
    assert set(SPELLINGS.values()) <= set(ROWS)


def test_command():
    """The command prints the table, or one task; words of a task need no quotation marks."""
    runner = CliRunner()
    assert runner.invoke(main, ["advise"]).output == advice()
    assert runner.invoke(main, ["advise", "robust", "regression"]).output == advice("robust regression")
    assert isinstance(runner.invoke(main, ["advise", "nonsense"]).exception, AdviceError)


@pytest.mark.parametrize("name", [*listed(), *LOSSES])
def test_what_is_known_of_an_entry(name):
    """Every activation and loss that is no task has a page of advice, whose problem solves and checks itself."""
    found = find(name)
    text = advice(name, 70)
    assert max(map(len, text.splitlines())) <= 70
    (problem,) = nnsolve.loads("\n".join(line[2:] for line in text.partition("A problem file:\n\n")[2].splitlines()))
    assert nnsolve.solve(problem).check is not None
    assert getattr(found, "name", name) == name


def test_an_entry_tells_what_it_is_for():
    """An activation and a loss name the tasks whose output layer and loss they are."""
    assert "As output for      positive regression, count\n" in advice("softplus")
    assert "Outputs            (0, ∞). " in advice("softplus")
    assert "For                robust regression\n" in advice("huber")
    assert "Term               −(t·ln(o) + (1 − t)·ln(1 − o))\n" in advice("log loss")
