"""What holds for every kind of problem, as functions of its name."""

from __future__ import annotations

import json
import pathlib
import re

import jsonschema
import yaml
from click.testing import CliRunner, Result

from nnsolve.cli import main
from nnsolve.reading.catalogue import TOPICS, summary, topic
from nnsolve.reading.load import kind_module


def invoked(*args: str) -> Result:
    """A command inside this process."""
    return CliRunner().invoke(main, list(args), catch_exceptions=True)


def starter_solves(kind: str, folder: pathlib.Path) -> None:
    """The starter of a kind solves as it stands, holds every key that a starter should, and says what each is for."""
    text = invoked("new", kind).output
    file = folder / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    for command in ("solve", kind):
        assert invoked(command, str(file)).exit_code == 0
    for name, field in kind_module(kind).Problem.fields().items():
        if field.starter:
            assert re.search(rf"^(# )?{name}:", text, re.MULTILINE), name
            assert " ".join(field.doc.split()) in " ".join(text.replace("\n# ", " ").split()), name
    for row in text.splitlines()[1:]:
        assert not re.match(r"[a-z_]+:", row) or "#" in row or row.startswith("kind:"), row


def help_explains_it(kind: str, folder: pathlib.Path) -> None:
    """The command of a kind explains itself and its options."""
    text = invoked(kind, "--help").output
    for option in ("--asked", "--decimals", "--format", "--output", "--full", "--width", "--ascii"):
        assert option in text
    for name, field in kind_module(kind).Problem.fields().items():
        if field.option:
            assert f"--{name.replace('_', '-')}" in text


def schema_fits_its_starter(kind: str, folder: pathlib.Path) -> None:
    """The schema of a kind is a valid schema; its starter fits it, a misspelt key does not."""
    schema = json.loads(invoked("schema", kind).output)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for document in yaml.safe_load_all(invoked("new", kind).output):
        assert [error.message for error in validator.iter_errors(document)] == []
        assert not validator.is_valid({**document, "titel": "x"})
        assert not validator.is_valid({key: value for key, value in document.items() if key != "kind"})


def says_what_it_is(kind: str, folder: pathlib.Path) -> None:
    """A kind has a topic, a line that says what it solves, and stands in the help with it."""
    assert topic(kind) in TOPICS
    listed = " ".join(invoked("--help").output.split())
    assert " ".join(summary(kind).split())[:40] in listed


COMMON = (starter_solves, help_explains_it, schema_fits_its_starter, says_what_it_is)
