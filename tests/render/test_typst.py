"""Typst pages: what users wrote stands in string literals alone."""

from __future__ import annotations

import re

import pytest

import nnsolve
from nnsolve.formula.expr import Add, Mul, Num, Symbol
from nnsolve.formula.marks import Names
from nnsolve.render.typst import look
from nnsolve.render.typst_notation import TypstNotation, chunks, literal, word

from .test_hostile import HOSTILE, INVISIBLE, page_of

TYPST = [
    '#read("/etc/passwd")',
    '"#read("/etc/passwd")"',
    '#import "@preview/cetz:0.3.1"',
    "$x$",
    "@ref",
    "<label>",
    "\\",
    '\\"',
    '"); #panic("no',
    "// comment",
    "/* comment",
    "= heading",
    "]#[",
    "_a_ *b*",
]
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


def code(page: str) -> str:
    """The page without what is in string literals."""
    return STRING.sub('""', page.removeprefix(look()))


@pytest.mark.parametrize("title", TYPST + HOSTILE)
def test_titles_are_string_literals(title):
    """Outside of string literals a page is the same, whatever its title and source say."""
    assert literal(title) in page_of("typst", title)
    assert code(page_of("typst", title)) == code(page_of("typst", "x"))


@pytest.mark.parametrize("title", INVISIBLE)
def test_invisible_signs_are_taken_out(title):
    """No control characters and marks of direction."""
    assert all(c.isprintable() or c == "\n" for c in page_of("typst", f"before {title} after"))


@pytest.mark.parametrize("letters", ["#read", "$x$", "]#[", '"', "a_b", "eval", "read", "sum", "\\", "x#y", "&", "ab"])
def test_letters_of_the_user_are_string_literals(letters):
    """Letters that a problem renames its symbols to are no variables, functions or commands of Typst."""
    quoted = letters.replace("\\", "\\\\").replace('"', '\\"')
    page = page_of("typst", notation=f'{{net: "{quoted}", w1: "{quoted}", E: "{quoted}E"}}')
    assert literal(letters) in page
    assert "#read" not in code(page)
    assert "]#[" not in code(page)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("w", "w"),
        ("θ", "θ"),
        ("net", '"net"'),
        ("ŷ", "hat(y)"),
        ("x̂", "hat(x)"),
        ("x̂1", 'hat("x1")'),
        ("σ²", "σ^2"),
        ("#", '"#"'),
        ("", '""'),
        ("_", '"_"'),
        ('"', '"\\""'),
    ],
)
def test_words(text, source):
    """Letters are letters; everything longer is a string."""
    assert word(text) == source


def test_long_sums_are_taken_apart():
    """A long sum in the parts between its signs, a short one whole."""
    notation = TypstNotation(Names(), False, None)
    terms = [Mul([Symbol(f"w{k}"), Symbol(f"x{k}")]) for k in range(1, 8)]
    parts = chunks(notation.write(Add(terms)))
    assert len(parts) == 7
    assert parts[0] == "w_(1) dot x_(1)"
    assert parts[6] == "bin(+) w_(7) dot x_(7)"
    assert chunks(notation.write(Add([Num("1", 1.0), Symbol("x")]))) == ["1 + x"]


def test_wide_matrices_are_folded():
    """A matrix of 40 columns stands in three parts under each other."""
    rows = [["1"] * 40, ["2"] * 40]
    assert TypstNotation(Names()).grid(rows).count("mat(") == 3


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_paper_is_chosen(paper):
    """A4 or US Letter."""
    page = nnsolve.render(nnsolve.solve(nnsolve.load("lenet")[0]), "typst", paper=paper)
    assert f'paper: "{"a4" if paper == "a4" else "us-letter"}"' in page
