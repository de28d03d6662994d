"""The lines under a paper's title: course, date, time, marks and instructions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...formula.exact import exact_value, fraction_text
from ...formula.expr import Expr
from ...reading.problem import Marks
from ...reading.schema import LONGEST_TEXT, Schema, Type
from ...reading.yamlfile import Faults, Node, complete
from ...solution import Says
from ...words import spoken

if TYPE_CHECKING:
    from . import Problem


MOST_LINES = 50


class Lines(Type[Sequence[str]]):
    """A text, or a list of texts."""

    def read(self, node: Node, faults: Faults) -> list[str] | None:
        """The texts, each a line."""
        items = [node] if node.items is None else node.items
        if len(items) > MOST_LINES:
            return faults.add(node, f"at most {MOST_LINES} lines are printed; here are {len(items)}", "")
        lines = []
        for item in items:
            if item.text is None:
                return faults.add(item, f"expected a text or a list of texts, not {item.shown}", "")
            if len(item.text) > LONGEST_TEXT:
                return faults.add(item, f"a text may have at most {LONGEST_TEXT} characters")
            lines.append(item.text)
        return lines

    def schema(self) -> Schema:
        text = {"type": ["string", "number"]}
        return {"anyOf": [text, {"type": "array", "items": text}]}


def head_lines(problem: Problem, wanted: Says) -> list[str]:
    """The lines of a paper; ``wanted`` says how many questions and marks there are."""
    time = spoken(Says("sheet_time", text=problem.duration), str) if problem.duration else ""
    lines = [problem.course, problem.date, time, spoken(wanted, str), *problem.instructions]
    return [line for line in lines if line]


def wanted(marks: Sequence[Expr | None]) -> Says:
    """How many questions there are, and how many marks in all where every question has some."""
    questions = Says("page_paper_questions", n=len(marks))
    known = complete(marks)
    if known is None:
        return Says("page_paper_unmarked", questions=questions)
    total = fraction_text(sum(map(exact_value, known)))
    return Says("page_paper_marks", questions=questions, marks=total)


def check_total(total: Marks, place: Node, marks: Sequence[Expr | None], faults: Faults) -> None:
    """Notes a fault where the marks of the paper are not those of its questions together."""
    if total.each or total.total is None:
        faults.add(place, "the marks of single results belong to their question; here stands the sum, such as 50", "")
        return
    known = complete(marks)
    if known is None:
        missing = list(marks).index(None) + 1
        faults.add(place, f"question {missing} has no marks, so there is no sum to compare with")
        return
    found = sum(map(exact_value, known))
    if found != total.total:
        text = f"the marks of the questions add up to {fraction_text(found)}, not to {fraction_text(total.total)}"
        faults.add(place, text, "")
