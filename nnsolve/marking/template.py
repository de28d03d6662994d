"""An answer file to fill in: every result of a problem, or what it asks for, with an empty place."""

from __future__ import annotations

import re

from ..names import Name
from .exam import Exam, Question

_PLAIN = re.compile(r"(?![0-9])(?=.*[A-Za-z0-9])[A-Za-z0-9_/.-]+")


def template(exam: Exam, problem: str, asked_only: bool) -> str:
    """A YAML file of names without values, question by question."""
    rows = [f"problem: {_quoted(problem)}", 'student: ""', "answers:"]
    for question in exam.questions:
        indent = "  "
        if question.number:
            rows.append(f"  {question.number}:")
            indent = "    "
        for name in names(question, asked_only):
            rows.append(f"{indent}{_quoted(name)}:")
    return "\n".join(rows) + "\n"


def names(question: Question, asked_only: bool) -> list[Name]:
    """The results that may be answered: those asked for, or every step of the solution."""
    key = question.key
    if asked_only:
        return list(key.asked)
    return list(dict.fromkeys([*key.solution_steps, *key.asked]))


def _quoted(text: str) -> str:
    """A text as YAML writes it, in quotation marks unless it is a plain word."""
    if _PLAIN.fullmatch(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
