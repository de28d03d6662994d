"""A student's answers: from a YAML mapping, a table of name and value, or plain working, line by line."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from ..errors import AnswerError, quote
from ..names import Name
from ..reading.yamlfile import Faults, Node, read_documents
from ..resolver import Resolver
from .written import UNREAD, WrittenValue, read_value

MOST_LINES = 20_000

HEADS = ("name", "answer", "step", "result", "quantity")
# Keys of an answer file that hold no answer.
BESIDE = ("student", "problem")
BLANK = ("", "?", "-", "_", "…", "...", "~", "null", "blank")

# Line, name and value as they were written.
Pair = tuple[int, str, str]


class Answer:
    """What one line answers.

    ``line`` counts from 1, ``text`` is the line as written. ``called`` is the name as written and ``name`` the step it
    means, None where there is none. ``value`` is what :func:`read_value` makes of ``written``. ``formulas`` are the
    texts between name and value. A line without a name that could be read has no ``called``; where it ``claims``
    something it holds a number or a name all the same.
    """

    __slots__ = ("called", "claims", "formulas", "line", "name", "text", "value", "written")

    def __init__(self, line: int, text: str, called: str = "", name: Name | None = None, claims: bool = False):
        self.line, self.text, self.called, self.name, self.claims = line, text, called, name, claims
        self.written = ""
        self.value: WrittenValue = UNREAD
        self.formulas: list[str] = []

    def take(self, written: str, formulas: Sequence[str] = ()) -> Answer:
        """Puts in what was written behind the name."""
        self.written = written.strip()
        self.value = read_value(self.written)
        self.formulas += formulas
        return self

    @property
    def blank(self) -> bool:
        """Whether the place of the answer was left empty."""
        return self.written.strip("_. ") == "" or self.written.lower() in BLANK


def read_answers(text: str, file: str, known: Resolver) -> list[Answer]:
    """The answers in a text, by the ending of its file; raises AnswerError for what is no answer file at all."""
    lower = file.lower()
    if lower.endswith((".yaml", ".yml")):
        return _from_yaml(text, file, known)
    if text.count("\n") > MOST_LINES:
        raise AnswerError(f"{file}: {text.count(chr(10)) + 1} lines; at most {MOST_LINES} lines of answers are read")
    if lower.endswith(".csv"):
        return _from_table(text, file, known)
    from .working import read_working

    return read_working(text, known)


def from_pairs(pairs: list[Pair], known: Resolver) -> list[Answer]:
    """Answers from (line, name, value)."""
    return [Answer(line, f"{name}: {value}", name, known.find(name)).take(value) for line, name, value in pairs]


def answers_of(document: Node) -> Node:
    """The mapping of names to values in an answer file: its ``answers:``, or the whole."""
    return (document.entries or {}).get("answers", document)


def _from_yaml(text: str, file: str, known: Resolver) -> list[Answer]:
    faults = Faults(file)
    documents = read_documents(text, faults)
    faults.stop()
    return from_node(answers_of(documents[0]), file, known)


def from_node(node: Node, file: str, known: Resolver) -> list[Answer]:
    """The answers of a mapping of names to values."""
    if node.entries is None:
        raise AnswerError(f"{file}:{node.line}: expected answers as name: value, such as net_h1: 0.3775")
    if len(node.entries) > MOST_LINES:
        raise AnswerError(f"{file}: at most {MOST_LINES} answers are read; here are {len(node.entries)}")
    pairs = []
    for name, value in node.entries.items():
        if name not in BESIDE or known.find(name) is not None:
            pairs.append((node.keys[name].line, name, _flow(value)))
    return from_pairs(pairs, known)


def _flow(node: Node) -> str:
    """A node of the file as the text that was written, lists in brackets."""
    if node.items is not None:
        return "[" + ", ".join(map(_flow, node.items)) + "]"
    return "{…}" if node.text is None else node.text


def _from_table(text: str, file: str, known: Resolver) -> list[Answer]:
    try:
        rows = list(csv.reader(io.StringIO(text), skipinitialspace=True))
    except csv.Error as error:
        raise AnswerError(f"{file}: not a table of comma-separated values: {error}") from None
    pairs: list[Pair] = []
    for number, row in enumerate(rows, 1):
        if not any(map(str.strip, row)) or (number == 1 and _is_header(row, known)):
            continue
        if len(row) < 2:
            raise AnswerError(f"{file}:{number}: {quote(row[0])}: expected a name and a value, separated by a comma")
        name, *cells = row
        pairs.append((number, name.strip(), ",".join(cells).strip()))
    return from_pairs(pairs, known)


def _is_header(row: list[str], known: Resolver) -> bool:
    """Whether a first row says what the columns are."""
    head = row[0]
    return len(row) > 1 and head.strip().lower() in HEADS and known.find(head) is None
