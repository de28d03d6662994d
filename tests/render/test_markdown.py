"""Markdown pages: mathematics is closed where it is opened, and nothing of the user's stands in it unescaped."""

from __future__ import annotations

import re

import pytest

import nnsolve

from .test_text import LIBRARY, NAMES, long_names

PAIRS = [
    (r"(?<!\\)\{", r"(?<!\\)\}"),
    (r"\\left\b", r"\\right\b"),
    (r"\\begin\{", r"\\end\{"),
    (r"\\lvert", r"\\rvert"),
]
COMMANDS = {
    "ge",
    "le",
    *(
        "frac",
        "tfrac",
        "dot",
        "star",
        "ast",
        "le",
        "ge",
        "partial",
        "text",
        "mathrm",
        "times",
        "cdot",
        "star",
        "ast",
        "odot",
        "left",
        "right",
        "lvert",
        "rvert",
        "lfloor",
    ),
    *(
        "rfloor",
        "lceil",
        "rceil",
        "begin",
        "end",
        "prime",
        "top",
        "Delta",
        "textstyle",
        "sum",
        "sqrt",
        "dots",
        "approx",
    ),
    *("to", "max", "min", "ln", "tanh", "sin", "cos", "eta", "theta", "delta", "alpha", "sigma", "gamma", "beta", "pi"),
    *("epsilon", "zeta", "lambda", "mu", "nu", "xi", "rho", "tau", "phi", "chi", "psi"),
    *(
        "omega",
        "Gamma",
        "Theta",
        "Lambda",
        "Pi",
        "Sigma",
        "Phi",
        "Psi",
        "Omega",
        "bmatrix",
        "aligned",
        "vert",
        "lt",
        "gt",
        "ast",
        "backslash",
        "lbrace",
        "rbrace",
        "ell",
        "hat",
        "bar",
    ),
}


@pytest.fixture(scope="module")
def pages(solved):
    """The Markdown of every problem of the library, of networks with long names, and in matrices."""
    solutions = {name: nnsolve.solve(nnsolve.load(name)[0]) for name in LIBRARY}
    solutions |= {f"long names {seed}": solved(long_names(seed)) for seed in range(4)}
    solutions["matrices"] = nnsolve.solve(nnsolve.load("two-two-two", overrides={"style": "matrix"})[0])
    return {name: nnsolve.render(solution, "markdown") for name, solution in solutions.items()}


def mathematics(page: str) -> list[str]:
    """What stands between dollar signs, displayed or in a line."""
    displayed = re.findall(r"^\$\$\n(.*?)\n\$\$$", page, re.DOTALL | re.MULTILINE)
    rest = re.sub(r"^\$\$\n.*?\n\$\$$", "", page, flags=re.DOTALL | re.MULTILINE)
    assert "$$" not in rest
    inline = re.findall(r"(?<!\\)\$(.*?)(?<!\\)\$", rest)
    assert "$" not in re.sub(r"(?<!\\)\$.*?(?<!\\)\$", "", rest).replace("\\$", "")
    return displayed + inline


@pytest.mark.parametrize("name", [*NAMES, "matrices"])
def test_mathematics_is_closed(pages, name):
    """Dollars, braces, \\left and \\begin are closed; only commands that GitHub knows occur."""
    page = pages[name]
    found = mathematics(page)
    assert found
    for formula in found:
        for opening, closing in PAIRS:
            assert len(re.findall(opening, formula)) == len(re.findall(closing, formula)), formula
        assert set(re.findall(r"\\([A-Za-z]+)", formula)) <= COMMANDS, formula
        assert "\n\n" not in formula
        assert not re.search(r"[−×·∂ηθδσ½⁻²₁′]", re.sub(r"\\text\{[^}]*\}", "", formula)), formula


@pytest.mark.parametrize("name", [*NAMES, "matrices"])
def test_displays_stand_alone(pages, name):
    """A displayed formula has blank rows around it and its rows have the same number of columns at most."""
    rows = pages[name].split("\n")
    fences = [k for k, row in enumerate(rows) if row == "$$"]
    assert len(fences) % 2 == 0
    for start, end in zip(fences[::2], fences[1::2], strict=True):
        assert rows[start - 1] == ""
        assert rows[end + 1] == ""
        body = rows[start + 1 : end]
        assert body[0].startswith("\\begin{aligned}")
        assert body[-1].endswith("\\end{aligned}")
        assert all(row.endswith(" \\\\") for row in body[1:-2])


@pytest.mark.parametrize("name", [*NAMES, "matrices"])
def test_tables_are_rectangular(pages, name):
    """Every row of a table has as many cells as its heading."""
    block: list[str] = []
    for row in [*pages[name].split("\n"), ""]:
        if row.startswith("|"):
            block.append(row)
        elif block:
            assert set(block[1]) <= set("|-: ")
            assert len({re.sub(r"\\\|", "", line).count("|") for line in block}) == 1
            block = []


def test_no_sentence_is_set_as_a_symbol(pages):
    """Names of losses are words, not letters of mathematics, which would lose their blanks."""
    for name, page in pages.items():
        for word in re.findall(r"\\mathrm\{([^}]*)\}", page):
            words = re.sub(r"\\[A-Za-z]+ ", "", word)  # a command ends with a blank that is not printed
            assert " " not in words, (name, word)


def test_fractions_are_stacked(pages):
    """The first lines of a known page."""
    page = pages["two-two-two"]
    assert r"\mathrm{out}_{h_{1}} &= \frac{1}{1 + {e}^{-\mathrm{net}_{h_{1}}}}" in page
    assert r"\frac{\partial E}{\partial w_{5}}" in page
    assert "# Two inputs, two hidden neurons, two outputs\n" in page


def test_full_writes_sums_out(solved):
    """Long sums are shortened unless everything is wanted."""
    solution = solved(long_names(0))
    assert r"\dots" in nnsolve.render(solution, "markdown")
    assert r"\dots" not in nnsolve.render(solution, "markdown", full=True)
