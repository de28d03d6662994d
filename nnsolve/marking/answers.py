"""A student's answers: from a YAML mapping, a table of name and value, or plain working, line by line."""

from __future__ import annotations

import csv
import io
import re

from ..errors import AnswerError, quote
from ..yamlfile import Faults, Node, read_documents
from .arithmetic import exact_number
from .naming import Known
from .written import read_value

MOST_LINES = 20_000
LONGEST_LINE = 2_000
TOO_LONG = f"(a line of more than {LONGEST_LINE} characters)"

_EQUALS = re.compile(r"[=≈≃≅≐]|:=")
_SEVERAL = re.compile(r"[;,]\s+(?=[^\s=;,]{1,30}\s*[=≈])")
_LEADING = re.compile(
    r"^\s*(?:[-*•>⇒→∴]+|=>|\(?\d{1,2}[.)](?=\s)|\(?[a-zivx]{1,4}\)|(?:so|hence|thus|therefore|then|and)\b)\s*",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d][^\s,;!?]{0,39}")
_HEADS = ("name", "answer", "step", "result", "quantity")
BLANK = ("", "?", "-", "_", "…", "...", "~", "null", "blank")


class Answer:
    """What one line answers.

    ``line`` counts from 1, ``text`` is the line as written. ``called`` is the name as written and ``name`` the step it
    means, None where there is none. ``value`` is what :func:`read_value` makes of ``written``. ``formulas`` are the
    texts between name and value. A line of prose has no ``called``.
    """

    __slots__ = ("called", "formulas", "line", "name", "text", "value", "written")

    def __init__(self, line: int, text: str, called: str = "", name: str | None = None):
        self.line, self.text, self.called, self.name = line, text, called, name
        self.written, self.value, self.formulas = "", None, []

    def take(self, written: str, formulas: list[str] | None = None) -> Answer:
        """Puts in what was written behind the name."""
        self.written = written.strip()
        self.value = read_value(self.written)
        if self.value is None:
            self.value = exact_number(self.written)  # (5*5*6 + 1)*16 is as good as 2416
        self.formulas += formulas or []
        return self

    @property
    def blank(self) -> bool:
        """Whether the place of the answer was left empty."""
        return self.written.strip("_. ") == "" or self.written.lower() in BLANK


def read_answers(text: str, file: str, known: Known) -> list[Answer]:
    """The answers in a text, by the ending of its file; raises AnswerError for what is no answer file at all."""
    lower = file.lower()
    if lower.endswith((".yaml", ".yml")):
        return _from_yaml(text, file, known)
    if text.count("\n") > MOST_LINES:
        raise AnswerError(f"{file}: {text.count(chr(10)) + 1} lines; at most {MOST_LINES} lines of answers are read")
    if lower.endswith(".csv"):
        return _from_table(text, file, known)
    return _from_working(text, known)


def from_pairs(pairs: list[tuple[int, str, str]], known: Known) -> list[Answer]:
    """Answers from (line, name, value)."""
    return [Answer(line, f"{name}: {value}", name, known.find(name)).take(value) for line, name, value in pairs]


def answers_of(document: Node) -> Node:
    """The mapping of names to values in an answer file: its ``answers:``, or the whole."""
    return (document.entries or {}).get("answers", document)


def _from_yaml(text: str, file: str, known: Known) -> list[Answer]:
    faults = Faults(file)
    documents = read_documents(text, faults)
    faults.stop()
    return from_node(answers_of(documents[0]), file, known)


def from_node(node: Node, file: str, known: Known) -> list[Answer]:
    """The answers of a mapping of names to values."""
    if node.entries is None:
        raise AnswerError(f"{file}:{node.line or 1}: expected answers as name: value, such as net_h1: 0.3775")
    if len(node.entries) > MOST_LINES:
        raise AnswerError(f"{file}: at most {MOST_LINES} answers are read; here are {len(node.entries)}")
    pairs = [(node.keys[name].line, name, _flow(value)) for name, value in node.entries.items()]
    return from_pairs(pairs, known)


def _flow(node: Node) -> str:
    """A node of the file as the text that was written, lists in brackets."""
    if node.items is not None:
        return "[" + ", ".join(_flow(item) for item in node.items) + "]"
    return node.text if node.text is not None else "{…}"


def _from_table(text: str, file: str, known: Known) -> list[Answer]:
    try:
        rows = list(csv.reader(io.StringIO(text), skipinitialspace=True))
    except csv.Error as error:
        raise AnswerError(f"{file}: not a table of comma-separated values: {error}") from None
    pairs = []
    for number, row in enumerate(rows, 1):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) < 2:
            raise AnswerError(f"{file}:{number}: {quote(row[0])}: expected a name and a value, separated by a comma")
        if number == 1 and known.find(row[0]) is None and row[0].strip().lower() in _HEADS:
            continue
        pairs.append((number, row[0].strip(), ",".join(row[1:]).strip()))
    return from_pairs(pairs, known)


def _from_working(text: str, known: Known) -> list[Answer]:
    found: list[Answer] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        if len(line) > LONGEST_LINE:
            called, name = _name_in(_LEADING.sub("", line[:40].partition("=")[0]).strip(), known)
            found.append(Answer(number, line[:40] + "…", called or line[:20] + "…", name).take(TOO_LONG))
            continue
        for statement in _SEVERAL.split(line):
            _read_statement(number, statement, known, found)
    return found


def _read_statement(number: int, text: str, known: Known, found: list[Answer]):
    """Reads ``name = formula = value``; what has no name continues the line before, or is prose."""
    if not _EQUALS.search(text) and ":" in text:
        text_parts = text.split(":", 1)
    else:
        text_parts = _EQUALS.split(text)
    left, *right = text_parts
    right = [part.strip() for part in right if part.strip()]
    left = _LEADING.sub("", left).strip()
    if not left and right and found and found[-1].called:  # = 0.3775 under the formula of the line before
        before = found[-1]
        before.text += "\n" + text
        before.take(right[-1], [*([before.written] if before.written else []), *right[:-1]])
        return
    if len(text_parts) < 2:
        found.append(Answer(number, text))
        return
    called, name = _name_in(left, known)
    if name is None and not called:
        found.append(Answer(number, text))
        return
    answer = Answer(number, text, called, name)
    found.append(answer.take(right[-1], right[:-1]) if right else answer.take(""))


def _name_in(left: str, known: Known) -> tuple[str, str | None]:
    """The name at the end of what stands before the equals sign, as written and as a step; ('', None) for prose."""
    words = left.split()
    for k in range(max(0, len(words) - 6), len(words)):
        called = " ".join(words[k:])
        name = known.find(called)
        if name is not None:
            return called, name
    if len(words) == 1 and _NAME.fullmatch(left):
        return left, None
    return "", None
