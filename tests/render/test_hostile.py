"""What users write is data: it appears on the page as text and is never read as markup, mathematics or a command."""

from __future__ import annotations

import json

import pytest
from rich.console import Console

import nnsolve
from nnsolve.page.colour import coloured

NETWORK = """
kind: {kind}
title: {title}
source: {title}
note: {title}
inputs: {{i1: 0.5}}
layers: [{{activation: "{activation}", weights: {{o1: {{w1: 0.4}}}}, bias: {{b1: 0.1}}}}]
targets: [1]
loss: "{loss}"
learning_rate: 0.1
notation: {notation}
"""
HOSTILE = [
    "[red]bold[/red]",
    "[link=https://example.org]here[/link]",
    "$x$ and $$y$$",
    "\\(x\\) \\[y\\] \\frac{1}{0}",
    "<script>alert(1)</script>",
    "<!-- a remark",
    "`code` ```fence```",
    "a | b | c",
    "| --- |",
    "# a heading",
    "- a list",
    "1. a list",
    "> a quotation",
    "**bold** _slanted_ ~~gone~~",
    "![image](https://example.org/x.png) [a](b)",
    "https://example.org www.example.org @name",
    "&lt; &amp; &#65;",
    "{name} {0} %s %(a)s {{x}}",
    ":smile:",
]
# Invisible signs, and what stands for them: nothing that a terminal obeys.
INVISIBLE = [
    "\x1b[31mred\x1b[0m",
    "\x07\x08",
    "one\ntwo",
    "one\r\ntwo",
    "\u202eabc\u202c",
    "a\u200fb",
    "\u2028",
    "\x9b31m",
    "\ue000x\ue00f",
]


def yaml(text: str) -> str:
    """A text as YAML writes it, every sign escaped that could mean something."""
    return json.dumps(text)


def page_of(
    format: str, title="x", activation="sigmoid", loss="squared error", notation="net/out", kind="backprop", **options
):
    """The page of a small network."""
    text = NETWORK.format(kind=kind, title=yaml(title), activation=activation, loss=loss, notation=notation)
    (problem,) = nnsolve.loads(text)
    return nnsolve.render(nnsolve.solve(problem), format, **options)


@pytest.mark.parametrize("title", HOSTILE)
def test_text_shows_a_title_as_it_is(title):
    """Markup of any kind is shown letter by letter, also where the page is coloured."""
    assert page_of("text", title).startswith(title)
    console = Console(force_terminal=True, width=200, color_system="truecolor")
    with console.capture() as capture:
        console.print(coloured(page_of("text", title, color=True, width=100)), end="")
    assert title in capture.get()


@pytest.mark.parametrize("title", INVISIBLE)
@pytest.mark.parametrize("format", ["text", "markdown", "json"])
def test_invisible_signs_are_taken_out(title, format):
    """No control characters, marks of direction or style marks reach a page."""
    page = page_of(format, f"before {title} after")
    assert all(c.isprintable() or c == "\n" for c in page)
    assert not any("\ue000" <= c <= "\uf8ff" for c in page)
    assert "before" in page.splitlines()[0 if format != "json" else 3]
    assert page_of("text", f"before {title} after", ascii=True).isascii()


@pytest.mark.parametrize("title", HOSTILE)
def test_markdown_escapes_a_title(title):
    """In Markdown every sign that could be read stands behind a backslash."""
    first = page_of("markdown", title).splitlines()[0].removeprefix("# ")
    assert first.replace("\\\\", "\0").replace("\\", "").replace("\0", "\\") == title
    bare = first.replace("\\\\", "")
    for sign in "`*_{}[]<>#|~$&@:":
        assert bare.count(sign) == bare.count(f"\\{sign}")


@pytest.mark.parametrize("title", HOSTILE)
def test_json_holds_a_title(title):
    """JSON holds the title as it was written."""
    assert json.loads(page_of("json", title))["title"] == title


@pytest.mark.parametrize("word", ["[red]", "$x$", "<b>", "a|b", "`x`", "\\frac{", "_*", "#%&", "{name}", "%s"])
@pytest.mark.parametrize("key", ["net", "E", "w1", "b1", "η"])
def test_letters_of_the_user_are_data(word, key):
    """Letters that a problem renames its symbols to are printed as they are, and escaped in mathematics."""
    notation = f"{{{key}: {yaml(word)}}}"
    assert word in page_of("text", notation=notation)
    markdown = page_of("markdown", notation=notation)
    for sign in "<`":
        assert sign not in markdown
    for row in markdown.splitlines():
        if row.startswith("|"):
            assert row.count("|") - row.count("\\|") == 5
    assert markdown.replace("\\$", "").count("$") % 2 == 0
    assert json.loads(page_of("json", notation=notation))


@pytest.mark.parametrize(
    "formula",
    [
        "__import__('os').system('true')",
        "x.__class__",
        "(lambda x: x)(x)",
        "x if x else 1",
        "open(x)",
        "[red]x",
        "$x$",
        "<script>x</script>",
        "x; x",
        "x\\n+ y",
        "`x`",
        "x | x",
        "eval(x)",
        "x" + "+x" * 3000,
        "(" * 500 + "x" + ")" * 500,
    ],
)
@pytest.mark.parametrize("key", ["activation", "loss"])
def test_hostile_formulas_are_refused(formula, key):
    """A formula may hold arithmetic and known functions; anything else is one message."""
    with pytest.raises(nnsolve.ProblemError) as caught:
        page_of("text", **{key: formula.replace("x", "o") if key == "loss" else formula})
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 1000


def test_a_written_loss_stands_on_the_page():
    """The user's formula is named as it was written."""
    page = page_of("text", loss="abs(t - o)**3 * 2")
    assert "the written loss abs(t - o)**3 * 2" in page
    markdown = page_of("markdown", loss="abs(t - o)**3 * 2")
    assert "abs\\(t \\- o\\)\\*\\*3 \\* 2" in markdown


@pytest.mark.parametrize("name", ["[red]", "a b", "$x$", "x\\ny", "<b>", "", "\\u202e", "\\x1b[31m", "1a-b"])
@pytest.mark.parametrize("place", ["inputs: {{{0}: 0.5}}", "freeze: [{0}]", "asked: [{0}]"])
def test_hostile_names_are_refused(name, place):
    """A name holds letters, digits and _; a message shows it without obeying it."""
    text = NETWORK.format(kind="backprop", title="x", activation="sigmoid", loss="squared error", notation="z/a")
    line = place.format(f'"{name}"')
    if line.startswith("inputs"):
        text = text.replace("inputs: {i1: 0.5}", line)
    else:
        text += line
    with pytest.raises(nnsolve.ProblemError) as caught:
        for problem in nnsolve.loads(text):
            nnsolve.solve(problem)
    assert all(c.isprintable() or c == "\n" for c in str(caught.value))


def test_zero_bytes_are_refused():
    """A zero byte means that this is not a text file."""
    with pytest.raises(nnsolve.ProblemError):
        page_of("text", title="\0", notation="z/a\0")
