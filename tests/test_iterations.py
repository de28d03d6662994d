"""Long runs: what is not kept is found again to the last bit, little is kept, and what doubles decided is told."""

from __future__ import annotations

import tracemalloc

import pytest

import nnsolve
from nnsolve.render.text import render
from nnsolve.runs import iterations

DESCENT = """
kind: gradient-descent
function: {function}
start: {start}
learning_rate: {rate}
iterations: {count}
"""
ADAM = """
kind: optimizer
optimizer: adam
preset: paper
function: x^2 + y^4
start: {{x: 3, y: -2}}
learning_rate: {rate}
iterations: {count}
"""


def long_run(count: int) -> str:
    """A run on a bowl with a corner."""
    return DESCENT.format(function="(x - 3)^2 + abs(y)", start="{x: 10, y: 0.55}", rate="{schedule: inverse time, "
    "start: 0.01, decay: 0.001}", count=count)  # fmt: skip


PROBLEMS = {
    "descent": long_run(3300),
    "listed rates": DESCENT.format(function="x^4", start="2", rate="[0.1, 0.01, 0.001]", count=2600),
    "stopped": DESCENT.format(function="x^2", start="2", rate="0.001", count=9000) + "stop: {change: 1e-5}\n",
    "carried": DESCENT.format(function="x^2", start="2", rate="0.001", count=2600)
    + "rounding: {decimals: 6, carry: true}\n",
    "adam": ADAM.format(rate="0.001", count=2600),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_rows_that_are_found_again_are_those_that_were_computed(solved, monkeypatch, name):
    """A row found from a checkpoint is, digit for digit, the row of a run that keeps all of them."""
    monkeypatch.setattr(iterations, "_MOST_CHECKPOINTS", 3)
    monkeypatch.setattr(iterations, "KEPT", 1000)
    rows = solved(PROBLEMS[name]).table.rows
    monkeypatch.setattr(iterations, "KEPT", 10**9)
    kept = list(solved(PROBLEMS[name]).table.rows)
    assert len(rows) == len(kept) > 2500
    assert list(rows) == kept
    for k in (0, 1, 999, 1000, 1001, 1499, 1500, 1501, 2345, len(kept) - 2, len(kept) - 1, -1, -2):
        assert rows[k] == kept[k]
    assert rows[1990:2010] == kept[1990:2010]
    assert rows[::-700] == kept[::-700]
    assert rows[5:5] == []


def test_a_plain_loop_leads_to_the_same_points(solved, monkeypatch):
    """Rows of a long run are those of a loop of doubles, at its beginning, where it is found again, and at its end."""
    monkeypatch.setattr(iterations, "KEPT", 1000)
    rows = solved(DESCENT.format(function="(x - 3)^2", start="10", rate="0.001", count=4000)).table.rows
    x = 10.0
    for k in range(4001):
        if k in (1, 800, 1234, 2999, 4000):
            assert rows[k][:3] == pytest.approx([k, x, (x - 3) ** 2], rel=1e-12)
        x -= 0.001 * 2 * (x - 3)


def test_a_long_run_keeps_little(solved, monkeypatch):
    """Ten times as many iterations take the same memory: below three megabytes where a thousand rows are kept."""
    monkeypatch.setattr(iterations, "KEPT", 1000)
    peaks = []
    for count in (4_000, 40_000):
        tracemalloc.start()
        render(solved(DESCENT.format(function="(x - 3)^2", start="10", rate="0.00001", count=count)))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 3_000_000
    assert peaks[1] < 1.5 * peaks[0]


@pytest.mark.parametrize(("start", "told"), [(50, None), (200, 2000)])
def test_what_doubles_decided_is_told(solved, start, told):
    """|x| goes down by a tenth an iteration and meets its corner; beyond the exact steps the page says who decided."""
    solution = solved(DESCENT.format(function="abs(x)", start=start, rate="0.1", count=2100))
    notes = [note for note in solution.notes if note.key == "page_note_too_long"]
    assert [note.args["count"] for note in notes] == ([] if told is None else [told])
    assert ("After 2000 iterations a number lies so near" in " ".join(render(solution).split())) == (told is not None)
    if told is None:
        assert solution.values["x@2100"] == 0


def test_a_far_iteration_is_asked_for(solved):
    """An iteration that is not written is asked for by its number; a later one than the last is refused."""
    problem = DESCENT.format(function="(x - 3)^2", start="10", rate="0.001", count=4000)
    (value,) = solved(problem + "asked: [x@2717]\n").answers.values()
    assert value == pytest.approx(3 + 7 * 0.998**2717, rel=1e-12)
    with pytest.raises(nnsolve.errors.NnsolveError, match="x@4001"):
        solved(problem + "asked: [x@4001]\n")


def test_a_limit_is_met_exactly_while_the_rate_changes(solved):
    """|x| from 1 with the rates 1/4 and 1/8 moves by 1/8 in iteration 2, which is the limit and ends the run."""
    rate = "{schedule: inverse time, start: 0.25, decay: 1}"
    solution = solved(DESCENT.format(function="abs(x)", start="1", rate=rate, count=50) + "stop: {change: 0.125}\n")
    assert [row[1] for row in solution.table.rows] == [1, 0.75, 0.625]
