"""The layout of text pages: nothing is wider than the page, equals signs are aligned, plain text is plain."""

from __future__ import annotations

import random
import re

import pytest

import nnsolve
from nnsolve.page.boxes import width as columns_of

WIDTHS = [60, 72, 80, 100]
LIBRARY = nnsolve.library()
HEAD = re.compile(r" +(?:(?:[①-⑳]|\(\d+\)) +)?(\S+)? +(=|≈|~=|→|->) ")


def long_names(seed: int) -> str:
    """A network with 13 inputs or more, names up to 30 letters and a long title."""
    pick = random.Random(seed)

    def name(stem, index, longest=30):
        return (f"{stem}_" + "of_the_household_in_the_year_" * 2)[: pick.randint(len(stem) + 3, longest)].strip(
            "_"
        ) + f"_{index}"

    inputs = [name("income", k) for k in range(pick.randint(13, 16))]
    hidden = [name("hidden", k, 25) for k in range(2)]
    weights = iter(name("weight", k) for k in range(100))
    first = [", ".join(f"{next(weights)}: {pick.uniform(-1, 1):.4f}" for _ in inputs) for _ in hidden]
    last = ", ".join(f"{next(weights)}: {pick.uniform(-1, 1):.4f}" for _ in hidden)
    activation = pick.choice(["sigmoid", "tanh", "gelu tanh", "gelu", "silu", "x * exp(-x^2 / 2) / (1 + abs(x))"])
    return "\n".join(
        [
            "kind: backprop",
            f"title: {'A title that is longer than the page is wide, ' * 3}and{'andsoon' * 20}",
            "inputs: {" + ", ".join(f"{n}: {pick.uniform(-1, 1):.3f}" for n in inputs) + "}",
            "layers:",
            f"  - activation: {activation}",
            "    weights:",
            *(f"      {unit}: {{{row}}}" for unit, row in zip(hidden, first, strict=True)),
            "    bias: {bias_of_the_first_hidden_layer: 0.1}",
            "  - activation: sigmoid",
            f"    weights: {{{name('output', 1, 25)}: {{{last}}}}}",
            "targets: [0.5]",
            "loss: half squared error",
            "learning_rate: 0.5",
            f"method: {pick.choice(['chain', 'delta'])}",
        ]
    )


@pytest.fixture(scope="module")
def solutions(solved):
    """Every problem of the library, and networks with long names."""
    found = {name: nnsolve.solve(problem) for name in LIBRARY for problem in nnsolve.load(name)}
    return found | {f"long names {seed}": solved(long_names(seed)) for seed in range(4)}


NAMES = [*LIBRARY, *(f"long names {seed}" for seed in range(4))]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", NAMES)
def test_no_row_is_wider_than_the_page(solutions, name, width):
    """Every row fits, has no blanks at its end and no style marks, in Unicode as in ASCII."""
    for options in ({}, {"full": True}, {"ascii": True}):
        page = nnsolve.render(solutions[name], "text", width=width, **options)
        assert page.endswith("\n")
        assert not page.endswith("\n\n")
        for row in page.splitlines():
            assert columns_of(row) <= width, row
            assert row == row.rstrip()
            assert not any("\ue000" <= c <= "\uf8ff" for c in row), row
            assert row.isascii() or not options.get("ascii"), row


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", NAMES)
def test_equals_signs_stand_under_each_other(solutions, name, width):
    """In the lines of a block, the first equals signs have one column (names longer than 24 letters push theirs on)."""
    page = nnsolve.render(solutions[name], "text", width=width)
    columns: set[int] = set()
    answer = False
    rows = page.splitlines()
    for row in rows[next(k for k, row in enumerate(rows) if row.startswith("━━")) :]:
        if not row.startswith("  "):
            columns, answer = set(), row.startswith(("Answer", "Given"))
        elif answer:
            continue  # results side by side
        elif row.lstrip().startswith(("σ′ = ", "tanh′ = ", "σ(z) = ")):
            continue  # a reason with a row of its own
        elif (match := HEAD.match(row)) and len(match[1] or "") <= 24 and "long" not in name:
            columns.add(columns_of(row[: match.start(2)]))
            assert len(columns) == 1, row


@pytest.mark.parametrize("width", WIDTHS)
def test_colour_takes_no_room(solutions, width):
    """With its style marks taken out, the coloured page is the plain one."""
    from nnsolve.page.boxes import without_marks

    for name in ("two-two-two", "lenet", "long names 0"):
        page = nnsolve.render(solutions[name], "text", width=width, color=True)
        rows = [row.rstrip() for row in without_marks(page).splitlines()]
        assert rows == nnsolve.render(solutions[name], "text", width=width).splitlines()


def test_long_sums_are_elided(solutions):
    """Beyond 12 terms a sum keeps its ends, unless everything is wanted."""
    solution = solutions["long names 0"]
    page, full = nnsolve.render(solution), nnsolve.render(solution, full=True)
    assert " + … + " in page
    assert "Long sums are shortened" in page
    assert "…" not in full
    assert len(full) > len(page)


def test_twelve_terms_are_written_out(solved):
    """A sum of 12 terms is whole."""
    numbers = ", ".join(["0.5"] * 11)
    text = "kind: forward\ninputs: [{0}]\nlayers: [{{activation: relu, weights: [[{0}]], bias: 1}}]\n"
    assert "…" not in nnsolve.render(solved(text.format(numbers)))
    assert "0.5 × 0.5 + 0.5 × 0.5 + … + 1" in nnsolve.render(solved(text.format(numbers + ", 0.5")))


def test_wrapped_sums_begin_with_their_operator(solutions):
    """A wrapped row goes on with an operator, under the row it continues."""
    page = nnsolve.render(solutions["long names 0"], width=60, full=True)
    rows = page.splitlines()
    at = next(k for k, row in enumerate(rows) if row.lstrip().startswith("+ "))
    assert rows[at].index("+") > 2


def test_a_page_narrower_than_60_is_60_wide(solutions):
    """Below 60 columns no page is readable; it stays 60 wide."""
    solution = solutions["two-two-two"]
    assert nnsolve.render(solution, width=20) == nnsolve.render(solution, width=60)


def test_asked_shows_what_it_needs(solutions):
    """The answers stand at the end, under what was asked at the top."""
    (problem,) = nnsolve.load("two-two-two", overrides={"asked": "w5,w1"})
    page = nnsolve.render(nnsolve.solve(problem))
    assert "Asked    w₅′   w₁′\n" in page
    assert "Answer   w₅′ = 0.358916   w₁′ = 0.149781\n" in page
    assert "∂E/∂w₆" not in page


def test_reasons_share_a_column(solutions):
    """The reasons of a block stand in one column where there is room for it."""
    rows = nnsolve.render(solutions["two-two-two"]).splitlines()
    at = next(k for k, row in enumerate(rows) if row.startswith("━━ Backward pass: w₅"))
    block = [row for row in rows[at : at + 20] if "   " in row.strip() and row.lstrip().startswith(("①", "②", "③"))]
    columns = {len(row) - len(row.rpartition("   ")[2]) for row in block}
    assert len(block) == 3
    assert len(columns) == 1


def test_thousands_stand_apart_in_lines_as_in_tables(solutions):
    """A page that counts prints 48 120 in its lines and in its table."""
    page = nnsolve.render(solutions["lenet"])
    assert re.search(r"parameters = .* = 48 120 ", page)
    assert "48120" not in page
    assert "48120" in nnsolve.render(solutions["lenet"], "json")
    assert r"48\,120" in nnsolve.render(solutions["lenet"], "markdown")


SMALL = """
kind: backprop
inputs: {i1: 0.5, i2: 0.01}
layers: [{activation: sigmoid, weights: {o1: {w1: 0.1, w2: 0.2}}}]
targets: {o1: 0.55}
loss: half squared error
"""


def test_what_carried_rounding_makes_0_is_said(solved):
    """A gradient that is rounded away is named under the page; where nothing is, nothing is said."""
    page = nnsolve.render(solved(SMALL + "rounding: {decimals: 2, carry: true}\n"), width=200)
    assert "Rounded to 0 at 2 decimals, and 0 from there on: E and ∂E/∂w₂; carry more decimals, or figures." in page
    for rounding in ("{decimals: 8, carry: true}", "{figures: 2, carry: true}", "{decimals: 2}"):
        assert "Rounded to 0" not in nnsolve.render(solved(SMALL + f"rounding: {rounding}\n"), width=200)


def test_no_blank_row_among_the_given_numbers(solved):
    """Without a learning rate there is no row for it."""
    page = nnsolve.render(solved(SMALL + "asked: E\n"))
    given = page[page.index("Given") : page.index("Asked")]
    assert all(row.strip() for row in given.splitlines())


def test_a_minus_before_a_fraction(solved):
    """−1/4 prints as it is written, not as (−1)/4."""
    page = nnsolve.render(solved(SMALL.replace("i1: 0.5", "i1: -1/4")))
    assert "i₁ = −1/4" in page
