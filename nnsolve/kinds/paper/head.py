"""The lines under a paper's title: course, date, time, marks and instructions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.exact import exact_value, fraction_text
from ...reading.problem import Marks
from ...reading.schema import LONGEST_TEXT, Type
from ...reading.yamlfile import Faults, Node
from ...solution import Says
from ...words import spoken

if TYPE_CHECKING:
    from . import Problem


MOST_LINES = 50


class Lines(Type):
    """A text, or a list of texts."""

    def read(self, node: Node, faults: Faults):
        """The texts, each a line."""
        items = [node] if node.items is None else node.items
        if len(items) > MOST_LINES:
            return faults.add(node, f"at most {MOST_LINES} lines are printed; here are {len(items)}", "")
        for item in items:
            if item.text is None:
                return faults.add(item, f"expected a text or a list of texts, not {item.shown}", "")
            if len(item.text) > LONGEST_TEXT:
                return faults.add(item, f"a text may have at most {LONGEST_TEXT} characters")
        return [item.text for item in items]

    def schema(self):
        text = {"type": ["string", "number"]}
        return {"anyOf": [text, {"type": "array", "items": text}]}


def head_lines(problem: Problem, wanted: Says) -> list[str]:
    """The lines of a paper; ``wanted`` says how many questions and marks there are."""
    time = spoken(Says("paper_time", text=problem.duration), str) if problem.duration else ""
    lines = [problem.course, problem.date, time, spoken(wanted, str), *problem.instructions]
    return [line for line in lines if line]


def wanted(marks: list) -> Says:
    """How many questions there are, and how many marks in all where every question has some."""
    questions = Says("paper_questions" if len(marks) > 1 else "paper_question", n=len(marks))
    if None in marks:
        return Says("paper_unmarked", questions=questions)
    total = fraction_text(sum(map(exact_value, marks)))
    return Says("paper_mark" if total == "1" else "paper_marks", questions=questions, marks=total)


def check_total(total: Marks, place: Node, marks: list, faults: Faults) -> None:
    """Notes a fault where the marks of the paper are not those of its questions together."""
    if total.each:
        faults.add(place, "the marks of single results belong to their question; here stands the sum, such as 50", "")
    elif None in marks:
        missing = marks.index(None) + 1
        faults.add(place, f"question {missing} has no marks, so there is no sum to compare with")
    elif (found := sum(map(exact_value, marks))) != total.total:
        faults.add(
            place,
            f"the marks of the questions add up to {fraction_text(found)}, not to {fraction_text(total.total)}",
            "",
        )
