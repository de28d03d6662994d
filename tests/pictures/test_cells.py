"""Cells of recurrent networks drawn with their gates: every convention, no label on another, no line through one."""

from __future__ import annotations

from itertools import product

import pytest
from click.testing import CliRunner

import nnsolve
from nnsolve.cli import main
from nnsolve.pictures import StepError, picture

from .test_draw import cut, overlapping, scene

GATES = {"lstm": "fico", "gru": "zrh"}


def problem(cell: str, more: str = "", vectors: bool = False, context: bool = False):
    """A cell of two steps."""
    numbers = {"x": "0.5", "h": "-0.25", "context": "0.125"} if context else {"x": "0.5", "h": "-0.25"}
    if vectors:
        numbers = dict.fromkeys(numbers, "[[0.5, 0.25], [1, -1]]")
    own = "{" + ", ".join(f"{key}: {number}" for key, number in numbers.items()) + "}"
    gates = GATES.get(cell, "")
    free = [gate for gate in gates if f"gates: {{{gate}:" not in more]
    weights = "{" + ", ".join(f"{gate}: {own}" for gate in free) + "}" if gates else own
    text = f"kind: recurrent\ncell: {cell}\ninputs: {'[[1, 2], [0.5, 1]]' if vectors else '[1, 0.123456]'}\n"
    text += f"weights: {weights}\n{more}\n"
    if context:
        text += f"context: {'[1, 2]' if vectors else 0.3}\n"
    return nnsolve.loads(text)[0]


CELLS = [
    *(("rnn", ""), ("rnn", "activation: sigmoid"), ("lstm", ""), ("lstm", "peepholes: {f: 1, i: 0.5, o: -1}")),
    *(("gru", "z_weighs: old"), ("gru", "z_weighs: new"), ("gru", "z_weighs: old\nreset: after")),
    *(("lstm", "gates: {f: [0.5, 0.25]}"), ("lstm", "gates: {o: [0.5, 0.25]}")),
    *(("gru", "z_weighs: new\ngates: {z: [0.5, 0.25]}"), ("gru", "z_weighs: new\ngates: {r: [0.5, 0.123456]}")),
]


@pytest.mark.parametrize(("cell", "more"), CELLS)
@pytest.mark.parametrize("step", [1, 2])
def test_no_label_meets_another_and_no_line_runs_through_one(cell, more, step):
    """In numbers with and without values and a context, in vectors by names."""
    for values, context in product((False, True), repeat=2):
        one = problem(cell, more, context=context)
        assert not overlapping(scene(one, values=values, step=step).labels)
        assert not cut(one, values=values, step=step)
    if "gates" not in more and "peepholes" not in more:
        assert not cut(problem(cell, more, vectors=True), step=step)


@pytest.mark.parametrize(
    ("cell", "more", "told"),
    [
        ("lstm", "", ["f@2", "i@2", "ctilde@2", "o@2", "kept@2", "added@2", "c@1", "c@2", "h@1", "h@2", "x@2"]),
        ("gru", "z_weighs: old", ["z@2", "r@2", "htilde@2", "kept@2", "added@2", "h@1", "h@2", "x@2"]),
        ("rnn", "", ["net@2", "h@1", "h@2", "x@2"]),
    ],
)
def test_every_value_of_the_step_is_there(cell, more, told):
    """The gates, what is kept and added, what comes in and goes out, each under its name."""
    svg = picture(problem(cell, more), values=True, step=2).svg
    for name in told:
        assert f'data-steps="{name}"' in svg


def test_where_one_minus_z_stands():
    """Beside the candidate where z weighs the old state, above z where it weighs the new one."""
    places = {}
    for weighs in ("old", "new"):
        labels = scene(problem("gru", f"z_weighs: {weighs}"), step=1).labels
        at = {box.text: box.middle for box in labels}
        places[weighs] = at["1 −"]
    assert places["old"][0] > places["new"][0]
    assert places["old"][1] > places["new"][1]


def test_one_step_is_a_cell_and_several_are_unrolled():
    """A problem of one step draws its cell by itself."""
    assert "GRU cell" in picture(nnsolve.load("gru-one-step")[0]).alt
    assert "LSTM" not in picture(nnsolve.load("lstm-one-unit")[0]).alt
    assert "LSTM cell with its gates in step 2" in picture(nnsolve.load("lstm-one-unit")[0], step=2).alt


@pytest.mark.parametrize(("name", "step"), [("lstm-one-unit", 3), ("two-two-two", 1), ("rnn-tied-weight", 1)])
def test_steps_that_are_not_there(name, step):
    """Only a step of a recurrent network in numbers can be drawn."""
    with pytest.raises(StepError, match=f"there is no step {step}"):
        picture(nnsolve.load(name)[0], step=step)
    done = CliRunner().invoke(main, ["draw", name, "--step", str(step)])
    assert isinstance(done.exception, StepError)


DECODERS = [
    ("rnn", "", 2),
    ("rnn", "start: {h: context}", 3),
    ("lstm", "start: {h: context}", 3),
    ("gru", "z_weighs: old", 2),
]


@pytest.mark.parametrize(("cell", "more", "circles"), DECODERS)
@pytest.mark.parametrize("values", [False, True])
def test_an_unrolled_decoder_shows_its_context(cell, more, circles, values):
    """Every step that sees the context, and the state that begins with it, has a circle; nothing is in its way."""
    one = problem(cell, more, context=True)
    labels = scene(one, values=values).labels
    assert not overlapping(labels)
    assert not cut(one, values=values)
    assert sum(box.text in ("c", "cenc") for box in labels) == circles
