"""Every printed line is true: pages of random networks are read back and recomputed from their own digits."""

from __future__ import annotations

import json
import math
import random
import re
from fractions import Fraction

import pytest

import nnsolve

from .equations import equations
from .formulas import Digits, Objection, parse
from .networks import Draw
from .readback import read_json, read_page
from .values import value

CHUNKS, SIZE = 8, 250


def digits_of(solution) -> Digits:
    """What the solution declares, for the reader."""
    rounding = solution.rounding
    return Digits(rounding.decimals, rounding.figures, rounding.truncate, rounding.carry)


def drawn(seed: int):
    """The solution of a random network, or None where coarse digits leave a line without a value."""
    (problem,) = nnsolve.loads(Draw(seed).text(), f"seed {seed}")
    try:
        return nnsolve.solve(problem)
    except nnsolve.NnsolveError:
        return None


def written(solution) -> str:
    """The page, so wide that nothing wraps."""
    return nnsolve.render(solution, "text", width=1000, full=True)


def plain(name: str) -> bool:
    """Whether a problem of the library is one network with one sample and numbers for everything."""
    (problem, *others) = nnsolve.load(name)
    if others or problem.command not in ("backprop", "forward") or getattr(problem, "samples", None) is not None:
        return False
    solution = nnsolve.solve(problem)
    return all(name in solution.given for name in (*problem.net.inputs, *problem.net.parameters))


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_printed_lines_are_true(chunk):
    """2,000 random networks: what is put in was printed before, and gives the result that is printed."""
    lines = unsolved = 0
    for seed in range(chunk * SIZE, (chunk + 1) * SIZE):
        solution = drawn(seed)
        if solution is None:
            unsolved += 1
            continue
        page = written(solution)
        try:
            lines += read_page(page, digits_of(solution)).lines
        except Objection as objection:
            pytest.fail(f"seed {seed}: {objection}")
    assert lines > 20 * SIZE
    assert unsolved < SIZE / 10


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_json_is_true(chunk):
    """``substitution`` gives ``printed`` wherever ``exact`` says so, and comes near it elsewhere."""
    lines = 0
    for seed in range(chunk * SIZE, (chunk + 1) * SIZE, 8):
        solution = drawn(seed)
        if solution is not None:
            try:
                lines += read_json(json.loads(nnsolve.render(solution, "json")), digits_of(solution))
            except Objection as objection:
                pytest.fail(f"seed {seed}: {objection}")
    assert lines > 2 * SIZE


@pytest.mark.parametrize("name", [name for name in nnsolve.library() if plain(name)])
@pytest.mark.parametrize("rounding", ["", "{decimals: 4, carry: true}", "{figures: 3, carry: true, truncate: true}"])
def test_library_is_true(name, rounding):
    """The worked problems read back true, as they are and with other roundings."""
    (problem,) = nnsolve.load(name, overrides={"rounding": rounding} if rounding else None)
    try:
        solution = nnsolve.solve(problem)
    except nnsolve.NnsolveError as error:
        assert rounding
        assert "has no value" in str(error)
        pytest.skip("a line has no value with so few digits")
    assert read_page(written(solution), digits_of(solution)).lines
    assert read_json(json.loads(nnsolve.render(solution, "json")), digits_of(solution))


# ---- the reader itself ----


def digits_in(page: str) -> list[int]:
    """Where the digits of the lines stand: behind an equals sign, before the reason."""
    found, start = [], 0
    for row in page.splitlines(keepends=True):
        line = re.match(r"  \S.*? = (\S| (?! ))*", row)
        if line and "∂E" not in row[line.end() :]:
            found += [start + k for k in range(line.end()) if row[k] in "0123456789" and k > row.index(" = ")]
        start += len(row)
    return found


@pytest.mark.parametrize("seed", range(40))
def test_reader_objects_to_a_wrong_digit(seed):
    """A page with one digit exchanged is never read as true."""
    solution = drawn(seed)
    if solution is None:
        pytest.skip("a line has no value with so few digits")
    page, digits, pick = written(solution), digits_of(solution), random.Random(seed)
    read_page(page, digits)
    places = digits_in(page)
    assert len(places) > 30
    for place in pick.sample(places, 12):
        other = pick.choice([d for d in "0123456789" if d != page[place]])
        with pytest.raises(Objection):
            read_page(page[:place] + other + page[place + 1 :], digits)
            pytest.fail(f"{page[place]} → {other} was not seen in …{page[place - 60 : place + 20]}…")


@pytest.mark.parametrize(
    ("row", "result"),
    [
        ("½(0.01 − 0.75)²", "0.2738"),
        ("−0.5 × (−0.04)", "0.02"),
        ("2(0.1 + 0.2)", "0.6"),
        ("−0.3²", "-0.09"),
        ("1/2/4", "0.125"),
        ("1.5×10⁻² × 2", "0.03"),
        ("|−0.4| + √0.25 + 2⁻¹", "1.4"),
        ("max(0, min(1, −3)) + sign(−0.2)", "-1"),
        ("leaky ReLU′(−1, 0.1) + ReLU′(2)", "1.1"),
        ("Huber(0, 3, 1)", "2.5"),
        ("0 × ln(0/0.2)", "0"),
    ],
)
def test_reader_computes(row, result):
    """What the reader takes a row to mean."""
    assert value(parse(row), {}) == Fraction(result)


@pytest.mark.parametrize(
    ("row", "function"),
    [
        ("1/(1 + e^−0.3775)", 0.5932699921071872),
        ("1/(1 + e^(−(−0.7)))", 0.3318122278318339),
        ("e^(−0.5²/2)", math.exp(-0.125)),
        ("tanh(0.3) + erf(0.5)", math.tanh(0.3) + math.erf(0.5)),
        ("√(2 × π)", math.sqrt(2 * math.pi)),
        ("SELU(−0.5)", 1.0507009873554805 * 1.6732632423543772 * math.expm1(-0.5)),
    ],
)
def test_reader_computes_functions(row, function):
    """e^x and its kin, against doubles."""
    assert float(value(parse(row), {})) == pytest.approx(function, rel=1e-14)


def test_reader_sees_two_dimensions():
    """Fractions in fractions, tall brackets, and rows that belong to different lines."""
    rows = [
        "                1          ⎛      3   ⎞",
        "  x  = 2 + ──────────── + √⎜1 + ──────⎟²    a reason = 1",
        "                   1       ⎝     0.25 ⎠",
        "            1 + ───────",
        "                 1 + 2",
        "       1",
        "     = ─── ≈ 0.25",
        "       4",
        "  yy = 3",
    ]
    first, second = equations(rows)
    assert first.cells[0] == ("=", "2 + ((1)/(1 + ((1)/(1 + 2)))) + √(1 + ((3)/(0.25)))²")
    assert first.cells[1:] == [("=", "((1)/(4))"), ("≈", "0.25")]
    assert (second.name, second.cells) == ("yy", [("=", "3")])
    with pytest.raises(Objection):
        equations(rows[:4] + rows[5:])


@pytest.mark.parametrize(
    "line",
    [
        "y = x + 1 = 0.5 + 1 = 1.4",
        "y = x + 1 = 0.6 + 1 = 1.6",
        "y = x + 1 = 0.5 + 1 ≈ 1.5",
        "y = x·x = 0.5 × −0.5 = −0.25",
        "y = x + z = 0.5 + 1 = 1.5",
        "y = x = 0.51",
        "y = x·x = 0.5 × 0.5 = nan",
    ],
)
def test_reader_objects(line):
    """Wrong results, other numbers than before, signs that nobody writes, names that were never printed."""
    page = f"title\n─────\nGiven    x = 0.5\n\n  {line}\n"
    with pytest.raises(Objection):
        read_page(page, Digits(figures=6, carry=True))
