"""Random networks with batch normalisation: against autograd, against the written steps, and as pages."""

from __future__ import annotations

import json

import pytest

import nnsolve
from nnsolve.subjects.network.batch_training import BatchTraining

from ..page.formulas import Digits, Objection
from ..page.readback import read_json, read_page
from .batch_norm_networks import Drawn

CHUNKS, SIZE = 3, 8
ROUNDINGS = ["", "rounding: {decimals: 4, carry: true}\n", "rounding: {figures: 4, carry: true, truncate: true}\n"]


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_training_is_that_of_autograd(chunk):
    """Average cost and parameters after every epoch, whatever is added: penalty, decay, clipping, frozen parameters."""
    torch = pytest.importorskip("torch")
    for seed in range(chunk * SIZE, (chunk + 1) * SIZE):
        drawn = Drawn(seed)
        (problem,) = nnsolve.loads(drawn.text)
        solution, training = nnsolve.solve(problem), BatchTraining(problem)
        orders = [training.batches(k + 1) for k in range(drawn.epochs)]
        rows = solution.sections[-1].blocks[-1].table.rows
        for (number, cost, *values), (expected, params) in zip(rows, drawn.trained(torch, orders), strict=True):
            assert cost == pytest.approx(expected, rel=1e-9), (seed, number)
            for name, value in zip(training.learned, values, strict=False):
                assert value == pytest.approx(params[name], rel=1e-9, abs=1e-12), (seed, number, name)
        if not drawn.frozen:
            last = drawn.trained(torch, orders)[-1][1]
            assert {n: solution.results[f"new_{n}"] for n in last} == pytest.approx(last, rel=1e-9, abs=1e-12), seed
        assert solution.check.key == "page_checked", seed


@pytest.mark.slow
@pytest.mark.parametrize("rounding", ROUNDINGS)
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_printed_lines_are_true(chunk, rounding):
    """What is put in was printed before and gives the result that is printed; the epochs run through the same lines."""
    lines = 0
    for seed in range(chunk * SIZE, (chunk + 1) * SIZE):
        (problem,) = nnsolve.loads(Drawn(3000 + seed, plain=True).text + rounding)
        solution = nnsolve.solve(problem)
        digits = solution.rounding
        digits = Digits(digits.decimals, digits.figures, digits.truncate, digits.carry)
        page = nnsolve.render(solution, "text", width=1000, full=True)
        try:  # a bar or a hat takes no column of its own
            lines += read_page(page.replace("\u0302", "").replace("\u0304", ""), digits).lines
            lines += read_json(json.loads(nnsolve.render(solution, "json")), digits)
        except Objection as objection:
            pytest.fail(f"seed {seed}: {objection}")
        for name in (name for name in solution.results if name.startswith("new_")):
            written = float(solution.values[f"1.{name.removeprefix('new_')}"])
            assert float(solution.results[name]) == pytest.approx(written, rel=1e-12, abs=1e-15), (seed, name)
    assert lines > 100 * SIZE
