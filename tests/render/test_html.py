"""HTML pages: well formed, self-contained, and what users write stands in them as text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

import nnsolve
from nnsolve.render import html
from nnsolve.render.hypertext import shell
from nnsolve.render.mathml_notation import MathmlNotation

from .test_hostile import HOSTILE, INVISIBLE, page_of
from .test_text import LIBRARY, NAMES, long_names

VOID = {"meta", "wbr", "br", "hr", "img", "input"}
# Elements that a page may hold, besides those of SVG.
ELEMENTS = {
    *("html", "head", "meta", "title", "style", "script", "body", "main", "header", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("p", "div", "span", "button", "nav", "details", "summary", "ol", "ul", "li", "a", "article", "section", "figure"),
    *("table", "thead", "tbody", "tr", "th", "td", "strong", "footer", "wbr"),
    *("math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msub", "msup", "msubsup", "msqrt", "mtable"),
    *("mtr", "mtd"),
    *("svg", "g", "path", "polygon", "rect", "circle", "text", "tspan", "desc", "line", "ellipse"),
}


class Read(HTMLParser):
    """The elements of a page; unbalanced tags, ids given twice and elements in strange places are troubles."""

    def __init__(self, page: str):
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.found: list[tuple[str, dict]] = []
        self.ids: set[str] = set()
        self.troubles: list[str] = []
        self.texts: dict[str, str] = {}
        self.feed(page)
        self.close()
        self.troubles += [f"{tag} is not closed" for tag in self.open]

    def handle_starttag(self, tag, attributes):
        if len(dict(attributes)) < len(attributes):
            self.troubles.append(f"{tag} has an attribute twice")
        self.found.append((tag, dict(attributes)))
        name = dict(attributes).get("id")
        if name is not None and (name in self.ids or not name or re.search(r"\s", name)):
            self.troubles.append(f"id {name!r} stands twice or is none")
        self.ids.add(name)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.troubles.append(f"</{tag}> closes nothing")

    def handle_data(self, text):
        if self.open:
            self.texts[self.open[-1]] = self.texts.get(self.open[-1], "") + text


class Pages(dict):
    """The page of every problem of the library, and of networks with long names, each made when it is asked for."""

    def __missing__(self, name: str) -> str:
        if name in LIBRARY:
            problems = nnsolve.load(name)
        else:
            problems = nnsolve.loads(long_names(int(name.removeprefix("long names "))))
        self[name] = page = html.together([nnsolve.solve(problem) for problem in problems])
        return page


@pytest.fixture(scope="module")
def pages():
    return Pages()


@pytest.mark.parametrize("name", NAMES)
def test_well_formed(pages, name):
    """Tags are balanced, ids unique, links lead somewhere, headings in order, all elements known ones."""
    page = Read(pages[name])
    assert page.troubles == []
    assert {tag for tag, _ in page.found} - ELEMENTS == set()
    links = {attributes["href"] for tag, attributes in page.found if tag == "a"}
    assert all(link[:1] == "#" and link[1:] in page.ids for link in links)
    levels = [int(tag[1]) for tag, _ in page.found if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in pairwise(levels)), levels
    assert page.found[0] == ("html", {"lang": "en"})


@pytest.mark.parametrize("name", NAMES)
def test_a_parser_agrees(pages, name):
    """The parser of the standard, html5lib, finds no error."""
    html5lib = pytest.importorskip("html5lib")
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(re.sub("<svg.*?</svg>", "", pages[name], flags=re.DOTALL))
    assert [error for error in parser.errors if error[1] != "unknown-doctype"] == []


@pytest.mark.parametrize("name", NAMES)
def test_self_contained(pages, name):
    """No address stands in a page but the names of MathML and SVG, no event handler, and no style fetches anything."""
    page = pages[name]
    body = page.partition("<body>")[2].partition("<script>")[0]
    addresses = set(re.findall(r"https?://[^\s\"'<>)]*|//\w[^\s\"'<>)]*", body))
    assert addresses <= {"http://www.w3.org/2000/svg"}
    assert not re.search(r"\son\w+=|javascript:|@import|url\(", page.partition("<script>")[0])
    for tag, attributes in Read(page).found:
        assert not {"src", "srcset", "action", "formaction", "data"} & attributes.keys(), tag


@pytest.mark.parametrize("name", NAMES)
def test_only_our_script_runs(pages, name):
    """The policy names the hash of the one script; everything else is forbidden."""
    page = pages[name]
    policy = re.search('Content-Security-Policy" content="([^"]*)"', page)[1]
    (script,) = re.findall("<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert page.count("<script") == 2


@pytest.mark.parametrize("name", NAMES)
def test_every_step_has_its_line(pages, name):
    """What a line uses, and what practice asks for, is a name that stands on the page."""
    page = Read(pages[name])
    lines = {attributes["data-line"] for _, attributes in page.found if "data-line" in attributes}
    (data,) = re.findall('<script type="application/json" id="data">(.*?)</script>', pages[name], re.DOTALL)
    asked = {name for values in json.loads(data)["problems"].values() for name in values}
    assert asked <= lines
    assert all(" " not in line for line in lines)


def test_values_are_those_of_the_solution():
    """Practice compares with values at full precision."""
    solution = nnsolve.solve(nnsolve.load("two-two-two")[0])
    (data,) = re.findall('id="data">(.*?)</script>', nnsolve.render(solution, "html"))
    values = json.loads(data)["problems"]["p1"]
    assert values["out_h1"] == solution.values["out_h1"]
    assert {step.name for step in solution.steps} == values.keys()


TITLES = [*HOSTILE, "</script><script>alert(1)</script>", "\" ' onmouseover='x", "</title><b>"]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_text(title):
    """Every sign of a title stands on the page as it was written, and is read as nothing."""
    page = Read(page_of("html", title))
    assert page.troubles == []
    assert page.texts["h1"] == title
    assert Read(page_of("html", title).partition("</head>")[0] + "</head></html>").texts["title"] == title
    assert {tag for tag, _ in page.found} <= ELEMENTS


@pytest.mark.parametrize("title", [*INVISIBLE, "a\x00b", "\u202e\u2066abc"])
def test_invisible_signs_are_taken_out(title):
    """No control characters or marks of direction reach a page; one for ASCII is in ASCII."""
    page = page_of("html", f"before {title} after")
    body = page.replace("\u2061", "")  # MathML's sign for a function's application
    assert all(c.isprintable() or c == "\n" for c in body)
    assert page_of("html", f"before {title} after", ascii=True).isascii()


PAPER = """
kind: paper
title: "<b>Paper</b> & $x$"
course: "</h1><script>alert(1)</script>"
instructions: "\\"quoted\\" [link=https://example.org]"
questions:
  - {problem: two-two-two, marks: 3}
  - {problem: two-two-two, marks: 4}
"""


def test_a_paper():
    """Questions are sections with ids of their own, what its author wrote is text."""
    (problem,) = nnsolve.loads(PAPER)
    text = nnsolve.render(nnsolve.solve(problem), "html")
    page = Read(text)
    assert page.troubles == []
    assert page.texts["h1"] == "<b>Paper</b> & $x$"
    assert {"question-1", "question-2", "p1-out_h1", "p2-out_h1"} <= page.ids
    assert "&lt;/h1&gt;&lt;script&gt;" in text
    levels = [int(tag[1]) for tag, _ in page.found if re.fullmatch("h[1-6]", tag)]
    assert levels[:3] == [1, 2, 3]


def test_several_problems_of_one_file():
    """They share one page."""
    text = "\n---\n".join(["kind: forward\ninputs: [1]\nlayers: [{activation: linear, weights: [[2]]}]"] * 2)
    page = Read(html.together([nnsolve.solve(problem) for problem in nnsolve.loads(text)]))
    assert page.troubles == []
    assert [tag for tag, _ in page.found].count("article") == 2
    assert [tag for tag, _ in page.found].count("html") == 1


def test_data_ends_no_script():
    """What stands in the data cannot end the element around it."""
    text = shell.embedded({"</script><!--": "<script>&\u2028"})
    assert not re.search("[<>&\u2028]", text)
    assert json.loads(text) == {"</script><!--": "<script>&\u2028"}


W1 = "<msub><mi>w</mi><mn>1</mn></msub>"
OPEN, SHUT = '<mo stretchy="false">(</mo>', '<mo stretchy="false">)</mo>'
# A formula as its author writes it, and its MathML without what marks steps.
FORMULAS = [
    ("a + b", "<mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow>"),
    ("a / b", "<mfrac><mi>a</mi><mi>b</mi></mfrac>"),
    ("a**2", "<msup><mi>a</mi><mn>2</mn></msup>"),
    ("sqrt(a)", "<msqrt><mi>a</mi></msqrt>"),
    ("(a + b)*w1", f"<mrow><mrow>{OPEN}<mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow>{SHUT}</mrow><mo>⋅</mo>{W1}</mrow>"),
    ("w1", W1),
]


@pytest.mark.parametrize(("text", "xml"), FORMULAS, ids=[text for text, _ in FORMULAS])
def test_mathml(text, xml):
    """Every piece is one element."""
    from nnsolve.formula.marks import Names
    from nnsolve.formula.parse import parse

    piece = MathmlNotation(Names()).write(parse(text, {"a", "b", "w1"}))
    assert re.sub(' data-step="[^"]*"', "", piece.xml) == xml


def test_numbers_are_marked():
    """A number put in carries the name that it stands for."""
    page = nnsolve.render(nnsolve.solve(nnsolve.load("two-two-two")[0]), "html")
    assert '<mn data-step="out_h1" class="v">0.593270</mn>' in page
    assert '<mn data-step="w5" class="v">0.40</mn>' in page


@pytest.mark.parametrize("name", ["page.css", "trace.js", "practice.js", "page.js"])
def test_assets_are_plain(name):
    """They are ASCII, end no element, and hold no address."""
    text = shell.asset(name)
    assert text.isascii() and "</" not in text and "http" not in text and "<!--" not in text


def test_words_are_told(pages):
    """Every word that the script asks for stands in its data."""
    asked = set(re.findall(r"\bwords\.(\w+)", shell.script()))
    (data,) = re.findall('id="data">(.*?)</script>', pages["two-two-two"])
    assert asked <= json.loads(data)["words"].keys()
