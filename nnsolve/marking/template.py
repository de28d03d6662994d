"""An answer file to fill in: every result of a problem, or what it asks for, with an empty place."""

from __future__ import annotations

from .exam import Exam, Question


def template(exam: Exam, problem: str, asked_only: bool) -> str:
    """A YAML file of names without values, question by question."""
    rows = [f"problem: {_quoted(problem)}", 'student: ""', "answers:"]
    for question in exam.questions:
        indent = "  "
        if question.number:
            rows.append(f"  {question.number}:")
            indent = "    "
        rows += [f"{indent}{_quoted(name)}:" for name in names(question, asked_only)]
    return "\n".join(rows) + "\n"


def names(question: Question, asked_only: bool) -> list[str]:
    """The results that may be answered: those asked for, or every step of the solution."""
    key = question.key
    return list(key.asked) if asked_only else list(dict.fromkeys([*key.solution_steps, *key.asked]))


def _quoted(text: str) -> str:
    plain = text.isascii() and text.replace("_", "").replace("/", "").replace("-", "").replace(".", "").isalnum()
    return text if plain and not text[:1].isdigit() else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
