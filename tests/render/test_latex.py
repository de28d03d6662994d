"""LaTeX pages: plain ASCII, closed where they are opened, escaped, and compiled where a TeX installation is present."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache

import pytest

import nnsolve
from nnsolve.page.tex import escaped, in_ascii, width

from .test_hostile import HOSTILE, INVISIBLE, page_of

LIBRARY = nnsolve.library()
TEX = [r"\input{/etc/passwd}", r"\write18{true}", r"\immediate\openout", "%", "a & b", "#1", r"\end{document}", "^^5c"]
CLOSED = [(r"(?<!\\)\{", r"(?<!\\)\}"), (r"\\left\b", r"\\right\b"), (r"\\begin\{", r"\\end\{")]
COMPILED = [
    "two-two-two",
    "lenet",
    "sample-paper",
    "saddle",
    "hinge-sgd",
    "simple-regression",
    "forward-4-3-2-1-matrix",
]


def pdflatex(source: str, folder) -> str:
    """The log of a compilation that stops at the first error."""
    (folder / "page.tex").write_text(source, "ascii")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "page.tex"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace", timeout=60).stdout


needs_tex = pytest.mark.skipif(shutil.which("pdflatex") is None, reason="needs pdflatex")


def has_lualatex() -> bool:
    """Whether LuaLaTeX is there, and what loads its fonts."""
    if shutil.which("lualatex") is None or shutil.which("kpsewhich") is None:
        return False
    return subprocess.run(["kpsewhich", "luaotfload-main.lua"], capture_output=True).returncode == 0


@cache
def page(name: str) -> str:
    """The LaTeX of a problem of the library."""
    return nnsolve.render(nnsolve.solve(nnsolve.load(name)[0]), "latex")


@pytest.mark.parametrize("name", LIBRARY)
def test_every_problem_is_closed(name):
    """Braces, \\left and \\begin are closed; all is ASCII; no letter is missing."""
    source = page(name)
    assert source.isascii()
    assert "[U+" not in source
    for opening, closing in CLOSED:
        assert len(re.findall(opening, source)) == len(re.findall(closing, source))
    assert source.count("$") % 2 == source.count(r"\$") % 2


@pytest.mark.parametrize("name", LIBRARY)
def test_rows_are_about_as_wide_as_the_page(name):
    """Long sums are broken: a row of a display is no wider than the page, as far as that can be told."""
    for display in re.findall(r"\\begin\{alignat\*\}\{2\}\n(.*?)\n\\end\{alignat\*\}", page(name), re.DOTALL):
        for row in display.split(" \\\\\n"):
            row = re.sub(r"\\text\{\\rlap\{\$\\bigcirc\$\}\\makebox.*?\\tiny \d+\}\}\}", "①", row)
            formula = re.split(r"&&|\\text\{\\rlap\{\\quad|&\\quad\\text", row)[0]
            assert width(formula) < 105, row


def test_a_fragment_has_no_preamble():
    """What is to be \\input holds neither class nor document, and the same lines."""
    fragment = nnsolve.render(nnsolve.solve(nnsolve.load("lenet")[0]), "latex", fragment=True)
    assert not re.search(r"\\(documentclass|usepackage|begin\{document\})", fragment)
    assert fragment in page("lenet")


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_paper_is_chosen(paper):
    """A4 or Letter stands in the class."""
    source = nnsolve.render(nnsolve.solve(nnsolve.load("lenet")[0]), "latex", paper=paper)
    assert source.startswith(rf"\documentclass[fleqn,10pt,{paper}paper]{{article}}")


@pytest.mark.parametrize("title", HOSTILE + TEX + INVISIBLE)
def test_titles_are_text(title):
    """No command, comment, argument or mathematics of a user's survives."""
    source = page_of("latex", f"before {title} after")
    (shown,) = re.findall(r"\\section\*\{(before.* after)\}\n", source)
    commands = set(re.findall(r"\\([A-Za-z]+)", shown))
    assert commands <= {
        "textbackslash",
        "textasciicircum",
        "textasciitilde",
        "textless",
        "textgreater",
        "textbar",
        "char",
    }
    bare = re.sub(r"\\[#$%&_{}`]|\{\}|\{\\char34\}", "", shown)
    assert not re.search(r"[#$%&_~^{}]", bare.replace(r"\textbackslash", ""))


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("θ", r"\ensuremath{\theta}"),
        ("ŷ", r"\text{\^{y}}"),
        ("naïve", r"na\text{\"{i}}ve"),
        ("w₁₂", r"w\ensuremath{{}_{1}}\ensuremath{{}_{2}}"),
        ("∂f → ≤", r"\ensuremath{\partial}f \ensuremath{\to} \ensuremath{\le}"),
        ("a 中文 हिन्दी α", r"a \foreign{中文} \foreign{हिन्दी} \ensuremath{\alpha}"),
        ("100 % of $5 & #1_a", r"100 \% of \$5 \& \#1\_a"),
        ("a--b", "a-{}-b"),
        ("plain", "plain"),
    ],
)
def test_letters(text, source):
    """Every letter outside ASCII is a command that stands in text and in mathematics."""
    assert in_ascii(escaped(text)) == source


@pytest.mark.parametrize(
    ("title", "font"),
    [
        ("हिन्दी", "{Noto Serif Devanagari}[Script=Devanagari]"),
        ("中文", "{Noto Serif CJK SC}[]"),
        ("Ж", "{Noto Serif}[]"),
        ("☺", "{Noto Sans Symbols2}[]"),
    ],
)
def test_letters_for_newer_programs(title, font):
    """Letters that pdfLaTeX has no command for ask for LuaLaTeX or XeLaTeX, and name a font that has them."""
    source = page_of("latex", title)
    assert rf"\section*{{\foreign{{{title}}}}}" in source
    assert "Compile this with LuaLaTeX or XeLaTeX" in source
    assert rf"\newfontfamily\foreignfont{font}" in source
    fragment = page_of("latex", title, fragment=True)
    assert r"\providecommand{\foreign}" in fragment
    assert "fontspec" not in fragment


@pytest.mark.slow
@pytest.mark.skipif(not has_lualatex(), reason="needs lualatex with fonts")
def test_newer_programs_set_it(tmp_path):
    """LuaLaTeX sets such a page, in text and mathematics; pdfLaTeX says what it needs."""
    source = page_of("latex", "Ж हिन्दी", notation='{η: "Ж"}').replace("{Noto Serif}", "{lmroman10-regular.otf}")
    (tmp_path / "page.tex").write_text(source, "utf-8")
    for program, said in (("lualatex", "Output written"), ("pdflatex", "Compile this page with LuaLaTeX or XeLaTeX")):
        command = [program, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "page.tex"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, errors="replace", timeout=120)
        assert said in done.stdout.replace("\n", ""), done.stdout[-2000:]


@pytest.mark.slow
@needs_tex
@pytest.mark.parametrize("name", COMPILED)
def test_it_compiles(name, tmp_path):
    """pdflatex makes a PDF of it, and nothing stands far out of the page."""
    log = pdflatex(page(name), tmp_path)
    assert "Output written" in log, log[-2000:]
    assert not [each for each in re.findall(r"Overfull \\hbox \(([0-9.]+)pt", log) if float(each) > 60]


@pytest.mark.slow
@needs_tex
def test_hostile_titles_compile(tmp_path):
    """All of them at once, as titles and as letters of symbols."""
    title = " ".join(HOSTILE + TEX)
    source = page_of("latex", title, notation='{net: "\\\\input{x}", E: "$x$ & # % ^ ~", w1: "<b>", η: "λ naïve"}')
    log = pdflatex(source, tmp_path)
    assert "Output written" in log, log[-2000:]
