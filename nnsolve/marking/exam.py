"""A problem or a paper made ready for marking: its questions with their keys, and which answers belong to which."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ..errors import AnswerError
from ..formula.exact import exact_value
from ..reading.load import load
from ..reading.yamlfile import Faults, Node, read_documents
from .answers import Answer, Pair, answers_of, from_node, from_pairs, read_answers
from .check import check
from .key import Key
from .marks import Scheme
from .verdicts import Checked

if TYPE_CHECKING:
    from ..formula.expr import Expr
    from ..reading.problem import CommonProblem

    class Listed(Protocol):
        """A question as a paper lists it: its problem, and what it is worth where the paper says so."""

        problem: CommonProblem
        marks: Expr | None


# Question 2, ## Q3, **Problem 1:**, Task 4: its title.
_HEADING = re.compile(
    r"^[\s#*_]*(?:question|q|problem|task|exercise)[ .]*(\d{1,3})\s*(?:[:.)–-]\s*[^=]*)?[\s*_]*$", re.IGNORECASE
)
# Q2 E = 0.3: one line of another question.
_LINE = re.compile(r"^\s*q(?:uestion)?[ .]*(\d{1,3})\s*[:.)_ -]\s*(.+[=:≈].*)$", re.IGNORECASE)
_COLUMN = re.compile(r"q(?:uestion)?[ ._]*(\d{1,3})\s*[:._ ]\s*(.+)", re.IGNORECASE)
_NO_DIGIT = re.compile(r"\D")


class Question:
    """A question: its number ('' where the problem is not part of a paper), its key and its marks."""

    def __init__(self, number: str, key: Key, total: Fraction | None = None):
        self.number, self.key, self.has_total = number, key, total is not None
        self.scheme = Scheme(key, total)


class Working(NamedTuple):
    """One student's answers to one question, and the key that knows the names they use."""

    key: Key
    answers: list[Answer]

    @property
    def is_told(self) -> bool:
        """Whether anything is answered."""
        return any(answer.called for answer in self.answers)


# Reads the answers of a question, given its key.
Reader = Callable[[Key], Working]


class Exam:
    """The questions of a problem file or paper. Raises ProblemError where one cannot be solved."""

    def __init__(self, name: str):
        self.name = name
        problems = load(name)
        self.title = problems[0].title or name
        self.questions: list[Question] = []
        for problem in problems:
            listed: list[Listed] | None = getattr(problem, "listed", None)
            if listed is None:
                self._add(problem, None, several=len(problems) > 1)
            for question in listed or ():
                marks = None if question.marks is None else Fraction(exact_value(question.marks))
                self._add(question.problem, marks, several=True)

    def _add(self, problem: CommonProblem, total: Fraction | None, several: bool):
        number = str(len(self.questions) + 1) if several else ""
        self.questions.append(Question(number, Key(problem), total))

    @property
    def numbers(self) -> list[str]:
        """The numbers of the questions."""
        return [question.number for question in self.questions]

    @property
    def is_single(self) -> bool:
        """Whether this is one problem, whose answers are not told by question."""
        return not self.questions[0].number

    def check(self, workings: list[Working], tolerance: float | None = None) -> list[Checked]:
        """The verdicts on the answers of every question."""
        return [check(working.key, working.answers, tolerance) for working in workings]

    # Answers in a file

    def read(self, text: str, file: str) -> list[Working]:
        """The answers in a text, question by question; raises AnswerError or ProblemError."""
        readers = self.readers(text, file)
        return [read(question.key) for question, read in zip(self.questions, readers, strict=True)]

    def readers(self, text: str, file: str) -> list[Reader]:
        """For every question what reads its answers, given its key or that of the same question set otherwise."""
        if self.is_single:
            return [partial(_read, partial(_from_text, text, file))]
        if file.lower().endswith((".yaml", ".yml")):
            nodes = self._nodes(text, file)
            return [partial(_read, partial(_from_node, node, file)) for node in nodes]
        return [partial(_read, partial(_from_text, own, file)) for own in self._texts(text)]

    def _nodes(self, text: str, file: str) -> list[Node]:
        """The answers in YAML of every question, which stand below its number."""
        faults = Faults(file)
        node = answers_of(read_documents(text, faults)[0])
        faults.stop()
        if node.entries is None:
            raise AnswerError(
                f"{file}: expected the answers of each question below its number, such as 1: {{w5: 0.36}}"
            )
        by_number = dict.fromkeys(self.numbers, Node(entries={}))
        for name, value in node.entries.items():
            number = _NO_DIGIT.sub("", name)
            if number not in by_number:
                raise AnswerError(
                    f"{file}:{value.line}: there is no question {name[:20]}; there are {len(self.questions)}"
                )
            by_number[number] = value
        return list(by_number.values())

    def _texts(self, text: str) -> list[str]:
        """Plain working, cut at lines such as ‘Question 2’; every line keeps its number."""
        lines = text.splitlines()
        rows = {number: [""] * len(lines) for number in self.numbers}
        at = self.numbers[0]
        for k, line in enumerate(lines):
            heading, single = _HEADING.match(line), _LINE.match(line)
            where = at
            if heading and heading[1] in rows:
                at = where = heading[1]
                line = ""
            if single and single[1] in rows:
                where, line = single.groups()
            rows[where][k] = line
        return ["\n".join(own) + "\n" for own in rows.values()]

    # Answers in a row of a class's table

    def result_of(self, column: str) -> str:
        """The result that a column of a class's table is: of w5, or of Q2 w5 in a paper; '' where it is none."""
        number, name = self._placed(column)
        if not name or number not in self.numbers:
            return ""
        key = self.questions[self.numbers.index(number)].key
        found = key.learned([name]).known.find(name)
        return f"{number} {found}" if found else ""

    def _placed(self, column: str) -> tuple[str, str]:
        """The number of the question that a column belongs to, and the name in it."""
        match = None if self.is_single else _COLUMN.fullmatch(column.strip())
        if match is None:
            return self.numbers[0], column.strip()
        return match[1], match[2]

    def from_row(self, row: dict[str, str]) -> list[Working]:
        """The answers of one row of a class's table: column → value, ‘Q2 w5’ for the second question of a paper."""
        pairs: dict[str, list[Pair]] = {number: [] for number in self.numbers}
        for column, value in row.items():
            number, name = self._placed(column)
            if number in pairs:
                pairs[number].append((1, name, value.strip()))
        found = []
        for question in self.questions:
            own = pairs[question.number]
            key = question.key.learned([name for _, name, _ in own])
            found.append(Working(key, from_pairs(own, key.known)))
        return found


def _from_text(text: str, file: str, key: Key) -> list[Answer]:
    return read_answers(text, file, key.known)


def _from_node(node: Node, file: str, key: Key) -> list[Answer]:
    return from_node(node, file, key.known)


def _read(part: Callable[[Key], list[Answer]], key: Key) -> Working:
    """The answers of one question; names that the page does not print are asked of the problem."""
    answers = part(key)
    strange = [answer.called for answer in answers if answer.called and answer.name is None]
    own = key.learned(strange)
    return Working(own, answers if own is key else part(own))
