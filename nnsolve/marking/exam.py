"""A problem or a paper made ready for marking: its questions with their keys, and which answers belong to which."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from ..errors import AnswerError
from ..formula.exact import exact_value
from ..reading.load import load
from ..reading.yamlfile import Faults, Node, read_documents
from .answers import Answer, answers_of, from_pairs, read_answers
from .check import check
from .key import Key
from .marks import Scheme
from .verdicts import Checked

# Question 2, ## Q3, **Problem 1:**, Task 4: its title.
_HEADING = re.compile(
    r"^[\s#*_]*(?:question|q|problem|task|exercise)[ .]*(\d{1,3})\s*(?:[:.)–-]\s*[^=]*)?[\s*_]*$", re.IGNORECASE
)
# Q2 E = 0.3: one line of another question.
_LINE = re.compile(r"^\s*q(?:uestion)?[ .]*(\d{1,3})\s*[:.)_ -]\s*(.+[=:≈].*)$", re.IGNORECASE)
_COLUMN = re.compile(r"q(?:uestion)?[ ._]*(\d{1,3})\s*[:._ ]\s*(.+)", re.IGNORECASE)


class Question:
    """A question: its number ('' where the problem is not part of a paper), its key and its marks."""

    def __init__(self, number: str, key: Key, total: Fraction | None = None):
        self.number, self.key, self.has_total = number, key, total is not None
        self.scheme = Scheme(key, total)


class Working(NamedTuple):
    """One student's answers to one question, and the key that knows the names they use."""

    key: Key
    answers: list[Answer]


class Exam:
    """The questions of a problem file or paper. Raises ProblemError where one cannot be solved."""

    def __init__(self, name: str):
        self.name = name
        self.questions: list[Question] = []
        problems = load(name)
        paper = problems[0].command == "paper" if problems else False
        for problem in problems:
            listed = getattr(problem, "listed", None) if paper else None
            for each in listed if listed is not None else [None]:
                inner = each.problem if each else problem
                several = len(problems) > 1 or listed is not None
                number = str(len(self.questions) + 1) if several else ""
                total = exact_value(each.marks) if each is not None and each.marks is not None else None
                self.questions.append(Question(number, Key(inner), total))
        self.title = getattr(problems[0], "title", "") or name

    def read(self, text: str, file: str) -> list[Working]:
        """The answers in a text, question by question; raises AnswerError or ProblemError."""
        readers = self.readers(text, file)
        return [read(question.key) for question, read in zip(self.questions, readers, strict=True)]

    def readers(self, text: str, file: str) -> list[Callable[[Key], Working]]:
        """For every question what reads its answers, given its key or that of the same question set otherwise."""
        return [partial(_read, part) for part in self._split(text, file)]

    def _split(self, text: str, file: str):
        """For every question what reads its answers, given its key."""
        if not self.questions[0].number:
            return [lambda key: read_answers(text, file, key.known)]
        if file.lower().endswith((".yaml", ".yml")):
            return [_reader_of(node, file) for node in self._nodes(text, file)]
        texts = self._texts(text)
        return [lambda key, own=own: read_answers(own, file, key.known) for own in texts]

    def _nodes(self, text: str, file: str) -> list[Node]:
        faults = Faults(file)
        node = answers_of(read_documents(text, faults)[0])
        faults.stop()
        if node.entries is None:
            raise AnswerError(
                f"{file}: expected the answers of each question below its number, such as 1: {{w5: 0.36}}"
            )
        numbers = {re.sub(r"\D", "", name): value for name, value in node.entries.items()}
        for name, value in node.entries.items():
            if re.sub(r"\D", "", name) not in {question.number for question in self.questions}:
                raise AnswerError(
                    f"{file}:{value.line}: there is no question {name[:20]}; there are {len(self.questions)}"
                )
        return [numbers.get(question.number, Node(entries={})) for question in self.questions]

    def _texts(self, text: str) -> list[str]:
        """Plain working, cut at lines such as ‘Question 2’; every line keeps its number."""
        rows: dict[str, list[str]] = {question.number: [] for question in self.questions}
        at = self.questions[0].number
        for line in text.splitlines():
            heading = _HEADING.match(line)
            single = _LINE.match(line)
            if heading and heading[1] in rows:
                at, line = heading[1], ""
            where = at
            if single and single[1] in rows:
                where, line = single[1], single[2]
            for number, own in rows.items():
                own.append(line if number == where else "")
        return ["\n".join(own) + "\n" for own in rows.values()]

    def result_of(self, column: str) -> str:
        """The result that a column of a class's table is: of w5, or of Q2 w5 in a paper; '' where it is none."""
        number, name = self._placed(column)
        key = next((question.key for question in self.questions if question.number == number), None)
        found = key.learned([name]).known.find(name) if key is not None and name else None
        return f"{number} {found}" if found else ""

    def _placed(self, column: str) -> tuple[str, str]:
        """The number of the question that a column belongs to, and the name in it."""
        match = _COLUMN.fullmatch(column.strip()) if self.questions[0].number else None
        return (match[1], match[2]) if match else (self.questions[0].number, column.strip())

    def from_row(self, row: dict[str, str]) -> list[Working]:
        """The answers of one row of a class's table: column → value, ‘Q2 w5’ for the second question of a paper."""
        pairs: dict[str, list[tuple[int, str, str]]] = {question.number: [] for question in self.questions}
        for column, value in row.items():
            number, name = self._placed(column)
            if number in pairs:
                pairs[number].append((1, name, (value or "").strip()))
        found = []
        for question in self.questions:
            own = pairs[question.number]
            key = question.key.learned([name for _, name, _ in own])
            found.append(Working(key, from_pairs(own, key.known)))
        return found

    def check(self, workings: list[Working], tolerance: float | None = None) -> list[Checked]:
        """The verdicts on the answers of every question."""
        return [check(working.key, working.answers, tolerance) for working in workings]


def _reader_of(node: Node, file: str):
    from .answers import from_node

    return lambda key: from_node(node, file, key.known)


def _read(part: Callable[[Key], list[Answer]], key: Key) -> Working:
    """The answers of one question; names that the page does not print are asked of the problem."""
    answers = part(key)
    strange = [answer.called for answer in answers if answer.called and answer.name is None]
    own = key.learned(strange)
    return Working(own, answers if own is key else part(own))
