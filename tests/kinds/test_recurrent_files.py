"""Files of recurrent networks: starters by the words students look for, and what an editor knows of their keys."""

from __future__ import annotations

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

import nnsolve
from nnsolve.cli import main
from nnsolve.kinds.recurrent.problem import Problem
from nnsolve.reading.load import read_text
from nnsolve.reading.starter import json_schema

VALIDATOR = jsonschema.Draft202012Validator(json_schema(["recurrent"]))


@pytest.mark.parametrize(
    ("word", "cell"),
    [("rnn", "rnn"), ("elman", "rnn"), ("jordan", "rnn"), ("bptt", "rnn"), ("lstm", "lstm"), ("GRU", "gru")],
)
def test_starters_by_their_word(word, cell):
    """A word for a part of the kind leads to a file of that cell, which solves as it stands and fits the schema."""
    done = CliRunner().invoke(main, ["new", word])
    assert done.exit_code == 0, done.output
    (document,) = yaml.safe_load_all(done.output)
    assert (document["kind"], document["cell"]) == ("recurrent", cell)
    assert [error.message for error in VALIDATOR.iter_errors(document)] == []
    assert nnsolve.solve(nnsolve.loads(done.output)[0]).answers


def test_a_word_that_is_nearly_one():
    """A misspelt word is told the nearest one."""
    done = CliRunner().invoke(main, ["new", "lstn"])
    assert done.exit_code == 2
    assert "Did you mean ‘lstm’?" in done.output


@pytest.mark.parametrize("name", [name for name in nnsolve.library() if "kind: recurrent" in read_text(name)[0]])
def test_library_files_fit_the_schema(name):
    """What is solved fits the schema."""
    for document in yaml.safe_load_all(read_text(name)[0]):
        assert [error.message for error in VALIDATOR.iter_errors(document)] == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("start", {"k": 0}),
        ("targets", {}),
        ("output", {"weights": {"V": 1, "W": 2}}),
        ("output", {"weight": 1}),
        ("gates", {"z": {"x": 1}}),
        ("weights", {}),
    ],
)
def test_what_the_schema_refuses(key, value):
    """Keys below a key are known too: what the program refuses by its shape, an editor marks."""
    keys = {"kind": "recurrent", "cell": "rnn", "inputs": [1], "weights": {"x": 1, "h": 1}, key: value}
    assert not VALIDATOR.is_valid(keys)


def test_gates_are_offered_by_all_their_names():
    """An editor offers every gate and what books call it."""
    offered = set()
    for part in Problem.fields()["weights"].type.schema()["anyOf"]:
        offered |= part.get("properties", {}).keys()
    assert {"f", "i", "c", "o", "z", "r", "h", "x", "forget", "update", "reset", "candidate", "W_xh", "W_hh"} <= offered


_LSTM = "kind: recurrent\ncell: lstm\ninputs: [1, 0.5]\nstart: {h: 0.3, c: -0.2}\n"


@pytest.mark.parametrize(
    ("plain", "book"),
    [
        (
            "columns: [h, x]\nweights: {f: [1, 2], i: [3, 4], c: [5, 6], o: [7, 8]}\nbias: {f: 1, i: 2, c: 3, o: 4}",
            "columns: [h, x]\nweights: {W_f: [1, 2], W_i: [3, 4], W_C: [5, 6], Wo: [7, 8]}\n"
            "bias: {b_f: 1, b_i: 2, b_C: 3, bo: 4}",
        ),
        (
            "weights: {f: {x: 1, h: 2}, i: {x: 3, h: 4}, c: {x: 5, h: 6}, o: {x: 7, h: 8}}",
            "weights: {W_xf: 1, W_hf: 2, w_ix: 3, w_ih: 4, W_xg: 5, W_hg: 6, o: {x: 7, h: 8}}",
        ),
    ],
)
def test_gates_as_books_write_their_matrices(plain, book):
    """W_f·[h, x] + b_f (Olah, Ng) and W_xf, W_hf (D2L) are the weights of the gates f: the same states follow."""
    one, other = (nnsolve.solve(nnsolve.loads(_LSTM + text)[0]) for text in (plain, book))
    for state in ("h@1", "c@2", "h@2"):
        name = one.resolver.asked(state)
        assert nnsolve.evaluate(one)[name] == nnsolve.evaluate(other)[name]


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        (
            "weights: {W_f: 1, U_f: 1}",
            "‘U_f’: expected a gate: f, i, c, o. Weights of input and state apart are f: {",
        ),
        ("weights: {b_f: {x: 1, h: 1}}", "‘b_f’: expected a gate"),
        ("columns: [h, x]\nweights: {W_xf: 1}", "‘W_xf’: with columns: each gate has one matrix"),
        ("weights: {f: {x: 1, h: 1}, W_xf: 2}", "‘W_xf’: x of f stands twice"),
    ],
)
def test_names_of_matrices_that_do_not_fit(keys, wanted):
    """What a name of a book would leave open is refused."""
    with pytest.raises(nnsolve.ProblemError) as caught:
        nnsolve.loads(_LSTM + keys)
    assert wanted in str(caught.value)
