"""A problem or a paper made ready for marking: its questions with their keys, and which answers belong to which."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from functools import partial

from ..errors import AnswerError
from ..formula.exact import exact_value
from ..load import load
from ..yamlfile import Faults, Node, read_documents
from .answers import Answer, answers_of, from_pairs, read_answers
from .check import check
from .key import Key
from .marks import Scheme
from .verdicts import Checked

_HEADING = re.compile(r"^\s*(?:question|q)[ .]*(\d{1,3})\s*[:.)]?\s*$", re.IGNORECASE)
_COLUMN = re.compile(r"q(?:uestion)?[ ._]*(\d{1,3})\s*[:._ ]\s*(.+)", re.IGNORECASE)


class Question:
    """A question: its number ('' where the problem is not part of a paper), its key and its marks."""

    def __init__(self, number: str, key: Key, total: Fraction | None = None):
        self.number, self.key, self.has_total = number, key, total is not None
        self.scheme = Scheme(key, total)


class Exam:
    """The questions of a problem file or paper, told in ``language`` or that of the file.

    Raises ProblemError where one cannot be solved.
    """

    def __init__(self, name: str, language: str | None = None):
        self.name = name
        self.questions: list[Question] = []
        problems = load(name, overrides={} if language is None else {"language": language})
        self.language = problems[0].language
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

    def read(self, text: str, file: str) -> list[list[Answer]]:
        """The answers in a text, question by question; raises AnswerError or ProblemError."""
        readers = self.readers(text, file)
        return [read(question.key) for question, read in zip(self.questions, readers, strict=True)]

    def readers(self, text: str, file: str) -> list[Callable[[Key], list[Answer]]]:
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
            if heading and heading[1] in rows:
                at, line = heading[1], ""
            for number, own in rows.items():
                own.append(line if number == at else "")
        return ["\n".join(own) + "\n" for own in rows.values()]

    def from_row(self, row: dict[str, str]) -> list[list[Answer]]:
        """The answers of one row of a class's table: column → value, ‘Q2 w5’ for the second question of a paper."""
        pairs: dict[str, list[tuple[int, str, str]]] = {question.number: [] for question in self.questions}
        for column, value in row.items():
            match = _COLUMN.fullmatch(column.strip()) if self.questions[0].number else None
            number, name = (match[1], match[2]) if match else (self.questions[0].number, column.strip())
            if number in pairs:
                pairs[number].append((1, name, (value or "").strip()))
        found = []
        for question in self.questions:
            own = pairs[question.number]
            question.key.learn([name for _, name, _ in own])
            found.append(from_pairs(own, question.key.known))
        return found

    def check(self, answers: list[list[Answer]], tolerance: float | None = None) -> list[Checked]:
        """The verdicts on the answers of every question."""
        return [check(question.key, own, tolerance) for question, own in zip(self.questions, answers, strict=True)]


def _reader_of(node: Node, file: str):
    from .answers import from_node

    return lambda key: from_node(node, file, key.known)


def _read(part: Callable[[Key], list[Answer]], key: Key) -> list[Answer]:
    """The answers of one question; names that the page does not print are asked of the problem."""
    answers = part(key)
    strange = [answer.called for answer in answers if answer.called and answer.name is None]
    if strange:
        key.learn(strange)
        answers = part(key)
    return answers
