"""A language that is none: every word of every sentence begins with a sign, and a page in it shows what is no sentence.

The sign stands for the brackets that one would put around sentences: it survives columns, broken lines and escapes.
"""

from __future__ import annotations

import importlib
import json
import pathlib
import re
import string
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

import nnsolve
from nnsolve import words
from nnsolve.marking.answers import from_pairs
from nnsolve.marking.exam import Exam, Working
from nnsolve.marking.feedback import COLOURS
from nnsolve.marking.page import pages
from nnsolve.pictures import picture
from nnsolve.pictures.plots import plot
from nnsolve.render import rendered, stated
from nnsolve.sheets.answer_key import answer_key
from nnsolve.sheets.worksheet import worksheet

SIGN = "Qz"
_WORD = re.compile(r"[A-Za-z]{2,}")


def signed(template: str) -> str:
    """A sentence with every word signed; its gaps stay, and so do the words that a gap chooses from, signed."""
    parts = []
    for text, gap, choice, _ in string.Formatter().parse(template):
        parts.append(re.sub(r"[^\W\d_]+", lambda word: SIGN + word[0], text))
        if gap is not None:
            chosen = "|".join(map(signed, choice.split("|"))) if choice and choice != "words" else choice
            parts.append(f"{{{gap}:{chosen}}}" if chosen else f"{{{gap}}}")
    return "".join(parts)


def speak_in_signs(patch: pytest.MonkeyPatch) -> None:
    """Every sentence from now on is signed."""
    table = {}
    for path in pathlib.Path(words.__file__).parent.glob("*.py"):
        if path.stem != "__init__":
            table |= importlib.import_module(f"nnsolve.words.{path.stem}").WORDS
    patch.setattr(words, "WORDS", {key: signed(template) for key, template in table.items()})
    patch.setattr(words, "_NUMBERS", [SIGN + number for number in words._NUMBERS])


def unsigned(text: str) -> set[str]:
    """The words of a text that are of no sentence."""
    return set(_WORD.findall(re.sub(rf"{SIGN}\w*", " ", text)))


# ---- what is printed ----

SHEETS = ("text", "markdown", "html", "latex", "typst")
MARKED = ("text", "markdown", "html", "typst", "json")


def printed(name: str) -> Iterator[tuple[str, str]]:
    """The pages of a problem with their formats: its solution, sheets, pictures, statement, and marked work."""
    for problem in nnsolve.load(name):
        for each in nnsolve.formats():
            if each != "pdf":
                yield each, rendered([nnsolve.solve(problem)], each, plots=True)
        for each in SHEETS:
            yield each, rendered([worksheet(nnsolve.solve(problem), steps=True, grid=True)], each)
            yield each, rendered([answer_key(nnsolve.solve(problem))], each)
        yield "text", stated(nnsolve.solve(problem), 80)
        yield from _drawn(problem)
    yield from _marked(name)


def _drawn(problem) -> Iterator[tuple[str, str]]:
    solution = nnsolve.solve(problem)
    for drawn in (picture(solution), picture(solution, values=True, gradients=True, asked=[]), plot(solution)):
        if drawn is not None:
            yield "html", drawn.svg


def _marked(name: str) -> Iterator[tuple[str, str]]:
    """A working of right and wrong lines, marked; hints and the rest of the solution."""
    exam = Exam(name)
    answers = []
    for question in exam.questions:
        found = []
        for line, step in enumerate(list(question.key.steps)[:20], 1):
            value = question.key.values.get(step)
            if isinstance(value, float):
                found.append((line, step, str(value if line % 3 else 2 * value + 1)))
        answers.append(Working(question.key, from_pairs(found, question.key.known)))
    checked = exam.check(answers)
    yield "text", pages(exam, checked, hint=True)
    for each in MARKED:
        yield each, pages(exam, checked, continue_=True, marks=True, format_=each)


# ---- what a reader sees of it ----


class _Seen(HTMLParser):
    """The text of a page in HTML or of a picture, and what is said of its parts aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in ("style", "script")
        self.texts += [value for key, value in attrs if key in ("aria-label", "title", "alt") and value]

    def handle_endtag(self, tag):
        self.hidden -= tag in ("style", "script")

    def handle_data(self, data):
        if not self.hidden:
            self.texts.append(data)


def _html(text: str) -> str:
    seen = _Seen()
    seen.feed(text)
    return " ".join(seen.texts)


def _markdown(text: str) -> str:
    text = re.sub(r"!\[([^]]*)\]\([^)]*\)", r"\1", text)  # a picture is its description
    return re.sub(r"&\w+;|<[^>]*>", " ", _tex(text))


def _tex(text: str) -> str:
    text = re.sub(r"\\(begin|end|hspace|vspace|setlength|label)\*?(\[[^]]*\])?\{[^}]*\}(\{@\{\}.*?@\{\}\})?", " ", text)
    return re.sub(r"\\[a-zA-Z]+|\d(em|ex|pt|cm|mm)\b", " ", text)


def _latex(text: str) -> str:
    return _tex(text.split(r"\begin{document}")[-1])


def _typst(text: str) -> str:
    """Its texts: mathematics, functions stand outside; colours are arguments."""
    body = text.split("#show: look.with")[-1]
    body = body.replace('";#sym.zws;#"', "")  # where a long word may be broken
    texts = re.findall(r'"((?:[^"\\]|\\.)*)"', body)
    texts = [each for each in texts if each not in COLOURS.values()]
    return " ".join(_html(each) if each.startswith("<svg") else each for each in texts)


def _notebook(text: str) -> str:
    cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "markdown"]
    return "\n".join(_markdown("".join(cell["source"])) for cell in cells)


_CODE = re.compile("[a-z-]+")  # a verdict, told in one word
_SAID = ("title", "reason", "notes", "check", "says", "comment", "summary")


def _json(text: str) -> str:
    return " ".join(_strings(json.loads(text), ""))


def _strings(value: object, key: str) -> Iterator[str]:
    """The sentences: names, formulas and verdicts are for programs."""
    if isinstance(value, dict):
        for inner, each in value.items():
            yield from _strings(each, inner)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each, key)
    elif isinstance(value, str) and key in _SAID and not _CODE.fullmatch(value):
        yield value


_READ = {"html": _html, "markdown": _markdown, "latex": _latex, "typst": _typst, "notebook": _notebook, "json": _json}


def seen(format: str, text: str) -> str:
    """What a reader sees of a page."""
    return _READ[format](text) if format in _READ else text


# ---- what may stand there besides ----

LIBRARY = pathlib.Path(__file__).parent.parent / "problems"


def own_words(name: str) -> set[str]:
    """The words that a problem file itself writes, without its keys and comments; of a paper those of its problems."""
    path = next(path for path in LIBRARY.rglob(f"{name}.yaml") if "answers" not in path.parts)
    text = path.read_text(encoding="utf-8")
    inner = re.findall(r"problem: ([\w-]+)", text)
    text = re.sub(r"(?m)^#.*", " ", text)
    text = re.sub(r"(?m)^\s*(- )?\s*[\w-]+:|(?<=[{,])\s*[\w-]+:", " ", text)
    return set(_WORD.findall(text)).union(*map(own_words, inner))


def names_of(solution: nnsolve.Solution) -> set[str]:
    """The words in the names of a solution's values."""
    steps = [step.name for step in solution.steps]
    found = set(_WORD.findall(" ".join([*solution.given, *solution.values, *steps])))
    return found.union(*(names_of(part.solution) for part in solution.parts))
