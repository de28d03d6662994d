"""Truth tables: gates and XOR by step units, every row of the table, wrong targets named, what can be asked."""

from __future__ import annotations

import json
import re

import pytest

import nnsolve
from nnsolve.solution import Ref

CORNERS = [(0, 0), (0, 1), (1, 0), (1, 1)]
GATE = """\
kind: forward
title: A gate
samples:
  - {{inputs: [0, 0], targets: {}}}
  - {{inputs: [0, 1], targets: {}}}
  - {{inputs: [1, 0], targets: {}}}
  - {{inputs: [1, 1], targets: {}}}
layers:
  - activation: step
    weights: {{y: [{}, {}]}}
    bias: {}
"""
GATES = [
    ("AND", (0, 0, 0, 1), (1, 1, -1.5)),
    ("OR", (0, 1, 1, 1), (1, 1, -0.5)),
    ("NAND", (1, 1, 1, 0), (-1, -1, 1.5)),
    ("NOR", (1, 0, 0, 0), (-1, -1, 0.5)),
    ("x1 and not x2", (0, 0, 1, 0), (1, -1, -0.5)),
    ("AND, on the threshold", (0, 0, 0, 1), (1, 1, -2)),
    ("OR, on the threshold", (0, 1, 1, 1), (1, 1, -1)),
    ("AND, 0.1 + 0.2 against 0.3", (0, 0, 0, 1), (0.1, 0.2, -0.3)),
    ("AND, 0.3 − 0.2 − 0.1", (0, 0, 0, 1), (0.2, 0.1, -0.3)),
]


def table_of(solution):
    """The table of all samples."""
    return solution.sections[-1].blocks[-1].table


def cells(solution) -> list[list]:
    """The rows of the table in numbers."""
    return [
        [cell.of(solution.values) if isinstance(cell, Ref) else float(repr(cell)) for cell in row]
        for row in table_of(solution).rows
    ]


def printed(page: str) -> list[list[str]]:
    """The rows of the table as the page prints them, under the heading All samples."""
    rows = page[page.index("━━ All samples") :].splitlines()[1:]
    return [row.split() for row in rows if re.fullmatch(r"[\s\d.−]+", row) and row.strip()]


def test_xor():
    """XOR through its hidden units OR and AND: inputs, hidden units, output, target, for all four samples."""
    solution = nnsolve.solve(nnsolve.load("xor-mlp")[0])
    expected = [[a, b, int(a or b), int(a and b), int(a != b), int(a != b)] for a, b in CORNERS]
    assert cells(solution) == expected
    page = nnsolve.render(solution)
    assert printed(page) == [[str(cell) for cell in row] for row in expected]
    assert "  x₁   x₂   out_or   out_and   out_y   target\n" in page
    assert "Every output equals its target." in page
    nets = [[solution.values[f"{k}.net_{unit}"] for unit in ("or", "and", "y")] for k in range(1, 5)]
    assert nets == [[-0.5, -1.5, -0.5], [0.5, -0.5, 0.5], [0.5, -0.5, 0.5], [1.5, 0.5, -0.5]]
    assert solution.answers == {"1.out_y": 0, "2.out_y": 1, "3.out_y": 1, "4.out_y": 0}


@pytest.mark.parametrize(("name", "targets", "unit"), GATES)
def test_gates(solved, name, targets, unit):
    """One step unit is a gate: 1 from 0 up, also where the net input is 0 on paper."""
    solution = solved(GATE.format(*targets, *unit))
    assert [row[2] for row in cells(solution)] == list(targets)
    assert "Every output equals its target." in nnsolve.render(solution)


@pytest.mark.parametrize(
    ("targets", "sentence"),
    [
        ((0, 1, 1, 0), "at sample 4"),
        ((1, 1, 1, 1), "at sample 1"),
        ((1, 0, 0, 0), "at samples 1, 2, 3, 4"),
        ((0, 0, 1, 0), "at samples 2, 4"),
    ],
)
def test_wrong_targets_are_named(solved, targets, sentence):
    """A gate that gives something else than its targets says at which samples."""
    page = " ".join(nnsolve.render(solved(GATE.format(*targets, 1, 1, -0.5))).split())
    assert f"The output differs from the target {sentence}." in page
    assert "Every output equals" not in page


def test_bipolar_units(solved):
    """Units that give −1 or 1 are compared with targets −1 and 1."""
    text = GATE.format(-1, -1, -1, 1, 1, 1, -1.5).replace("activation: step", "activation: bipolar step")
    solution = solved(text)
    assert [row[2] for row in cells(solution)] == [-1, -1, -1, 1]
    page = nnsolve.render(solution)
    assert "Every output equals its target." in page
    assert "1 from 0 up, −1 below" in page


def test_several_outputs(solved):
    """Two outputs stand beside each other, each with its target."""
    text = """\
kind: forward
samples: [{inputs: [0, 1], targets: [0, 1]}, {inputs: [1, 1], targets: [1, 0]}]
layers: [{activation: step, weights: {and: [1, 1], or: [1, 1]}, bias: [-1.5, -0.5]}]
"""
    solution = solved(text)
    expected = [[0, 1, 0, 1, 0, 1], [1, 1, 1, 1, 1, 0]]
    assert cells(solution) == expected
    page = nnsolve.render(solution)
    assert "The output differs from the target at sample 2." in page


@pytest.mark.parametrize("name", ["xor-mlp"])
def test_json_keeps_every_column(name):
    """In JSON the target of an output has a key of its own, beside the output's."""
    solution = nnsolve.solve(nnsolve.load(name)[0])
    (table,) = json.loads(nnsolve.render(solution, "json"))["sections"][-1]["tables"]
    assert [list(row.values()) for row in table] == cells(solution)
    assert list(table[0])[:5] == ["x1", "x2", "out_or", "out_and", "out_y"]


def test_without_targets(solved):
    """Without targets the table holds inputs and units alone, and nothing is compared."""
    text = re.sub(r", targets: \d", "", GATE.format(0, 1, 1, 1, 1, 1, -0.5))
    solution = solved(text)
    assert cells(solution) == [[a, b, int(a or b)] for a, b in CORNERS]
    page = nnsolve.render(solution)
    assert "target" not in page


def test_sigmoid_units_are_not_compared(solved):
    """An output between 0 and 1 equals no target, so the page does not say whether it does."""
    page = nnsolve.render(
        solved(GATE.format(0, 1, 1, 1, 1, 1, -0.5).replace("activation: step", "activation: sigmoid"))
    )
    assert "equals its target" not in page
    assert "differs from the target" not in page
    assert printed(page)[1] == ["0", "1", "0.622459", "1"]


def test_with_a_loss(solved):
    """With a loss every sample has its error."""
    text = (
        GATE.format(0, 1, 1, 1, 1, 1, -0.5).replace("activation: step", "activation: identity")
        + "loss: squared error\n"
    )
    values = solved(text).values
    assert [values[f"{k}.E"] for k in range(1, 5)] == [0.25, 0.25, 0.25, 0.25]


# ---- asked ----


@pytest.mark.parametrize(
    ("asked", "names"),
    [("3.out_y", ["3.out_y"]), ("1.net_or", ["1.net_or"]), ("4.out_and, 2.net_y", ["4.out_and", "2.net_y"])],
)
@pytest.mark.parametrize("format", ["text", "markdown", "json"])
def test_asked(asked, names, format):
    """Steps are asked for by the number of their sample; the page shows what leads there and the answers."""
    (problem,) = nnsolve.load("xor-mlp", overrides={"asked": asked})
    solution, whole = nnsolve.solve(problem), nnsolve.solve(nnsolve.load("xor-mlp")[0])
    assert solution.answers == {name: whole.values[name] for name in names}
    page = nnsolve.render(solution, format)
    if format == "text":
        assert "Answer" in page
        assert "Sample 1: " in page or "1." not in asked


@pytest.mark.parametrize("asked", ["y", "5.out_y", "1.w1", "zzz", "1.", "1.2.out_y", "E"])
def test_asked_for_what_is_not_there(asked):
    """A name that means nothing is refused, with the nearest or with what there is."""
    (problem,) = nnsolve.load("xor-mlp", overrides={"asked": asked})
    with pytest.raises(
        nnsolve.ProblemError, match=r"is not a result of this problem\.( Did you mean ‘\d\.| Results: 1\.net_or)"
    ):
        nnsolve.solve(problem)


def test_asked_for_several_samples():
    """What every sample has is refused with the choices."""
    (problem,) = nnsolve.load("xor-mlp", overrides={"asked": "out_y"})
    with pytest.raises(nnsolve.ProblemError, match=r"may mean 1\.out_y, 2\.out_y, 3\.out_y, 4\.out_y here"):
        nnsolve.solve(problem)


# ---- what does not fit ----

OR = GATE.format(0, 1, 1, 1, 1, 1, -0.5)
FAULTS = [
    ("targets: 1}", "targets: [1, 0]}", 5, 31, "2 targets for 1 output (y)"),
    ("targets: 1}", "targets: {z: 1}}", 5, 32, "‘z’: no such output neuron; there are y"),
    ("targets: 1}", "target: 1}", 5, 22, "‘target’: a sample has the keys inputs, targets"),
    ("inputs: [0, 1]", "inputs: [0]", 5, 14, "1 value for 2 inputs"),
    ("inputs: [0, 1]", "inputs: 1", 5, 14, "1 value for 2 inputs"),
    ("inputs: [0, 1]", "inputs: [0, one]", 5, 18, "‘one’: expected a number"),
    ("inputs: [0, 1], ", "", 5, 5, "the key inputs: of this sample is missing"),
    (", targets: 1}", "}", 5, 5, "targets"),
    ("title: A gate", "style: matrix", 2, 8, "samples:"),
    ("title: A gate", "targets: {y: 1}", 2, 10, "targets: cannot stand beside samples:, of which each has its own"),
    ("title: A gate", "loss: sparse categorical cross-entropy", 2, 7, "with samples:, write the targets as 0 and 1"),
    ("title: A gate", "batch: 1", 2, 1, "‘batch’: this key is not known"),
]


@pytest.mark.parametrize(("old", "new", "line", "column", "message"), FAULTS)
def test_faults(trouble, old, new, line, column, message):
    """Samples that do not fit the network or each other are told at their place."""
    assert old in OR
    found = trouble(OR.replace(old, new, 1))
    assert (line, column) in [(fault.line, fault.column) for fault in found.faults], str(found)
    assert message in str(found)


def test_too_many_samples(trouble):
    """More samples than a page can hold are refused at samples:."""
    rows = "".join(f"  - {{inputs: [{k}, 1]}}\n" for k in range(201))
    found = trouble(re.sub(r"(  - .*\n)+layers", f"{rows}layers", OR, count=1))
    assert "at most 200 samples; here are 201" in str(found)
    assert found.line == 4


# ---- the pages ----


@pytest.mark.parametrize("width", [60, 72, 80])
@pytest.mark.parametrize("rounding", ["", "{decimals: 2, carry: true}"])
def test_pages(width, rounding):
    """Text fits its width in Unicode and ASCII; Markdown closes its displays and its table is rectangular."""
    (problem,) = nnsolve.load("xor-mlp", overrides={"rounding": rounding} if rounding else None)
    solution = nnsolve.solve(problem)
    for options in ({}, {"ascii": True}):
        assert max(map(len, nnsolve.render(solution, width=width, **options).splitlines())) <= width
    page = nnsolve.render(solution, "markdown")
    assert page.count("$$") % 2 == 0
    assert len({row.count("|") for row in page.splitlines() if row.startswith("|")}) == 1
    document = json.loads(nnsolve.render(solution, "json"))
    assert document["answers"] == {"1.out_y": 0, "2.out_y": 1, "3.out_y": 1, "4.out_y": 0}
