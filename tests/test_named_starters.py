"""The starter files of single tasks: each solves as it stands and keeps to the schema of its kind."""

from __future__ import annotations

import pytest
import yaml
from click.testing import CliRunner

import nnsolve
from nnsolve.cli import main
from nnsolve.reading.starter import json_schema, named_starters

STARTERS = named_starters()


@pytest.mark.parametrize("task", STARTERS)
def test_starters_of_tasks_solve(task):
    """What ``new`` prints for a task is a problem of its kind that solves."""
    done = CliRunner().invoke(main, ["new", task.upper()])
    assert done.output == STARTERS[task]
    (problem,) = nnsolve.loads(done.output)
    assert nnsolve.solve(problem).answers


@pytest.mark.parametrize("task", STARTERS)
def test_starters_of_tasks_keep_to_the_schema(task):
    """Their keys are those of the schema."""
    jsonschema = pytest.importorskip("jsonschema")
    document = yaml.safe_load(STARTERS[task])
    jsonschema.validate(document, json_schema([document["kind"]]))
