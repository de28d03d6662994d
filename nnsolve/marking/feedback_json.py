"""Marked work as plain data in JSON: a list of lines with verdicts, and the marks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..render.json import SCHEMA
from ..solution import Solution
from . import verdicts
from .feedback import Feedback, Look, one_by_one
from .marks import Award
from .verdicts import Line

if TYPE_CHECKING:
    from ..formula.numbers import Value


def together(name: str, feedbacks: Sequence[Feedback], rest: Sequence[Solution], look: Look) -> str:
    """The working of a question, or a list of those of several, with the solutions ``rest`` that go on."""
    found = one_by_one(_written, feedbacks, rest, "json", ascii=look.ascii_only)
    if len(found) == 1:
        return found[0]
    return "[" + ",\n".join(map(str.rstrip, found)) + "]\n"


def _written(feedback: Feedback) -> str:
    return json.dumps(data(feedback), ensure_ascii=False, indent=2) + "\n"


def data(feedback: Feedback) -> dict[str, object]:
    """The marked working as plain data: a list of lines with verdicts, and the marks."""
    solution, checked = feedback.key.solution, feedback.checked
    lines = [line for line in checked.lines if line.verdict != verdicts.PROSE]
    found: dict[str, object] = {
        "schema": SCHEMA,
        "kind": solution.kind,
        "title": solution.title,
        "lines": [_line_data(feedback, line) for line in lines],
        "all_right": checked.all_right,
        "not_understood": [feedback.place(line) for line in checked.unread],
    }
    if feedback.awards:
        found["marks"] = list(map(_award_data, feedback.awards))
        found |= {"earned": float(feedback.earned), "total": float(feedback.total)}
    return found


def _line_data(feedback: Feedback, line: Line) -> dict[str, object]:
    return {
        "line": line.answer.line,
        "name": line.answer.name,
        "called": line.answer.called,
        "written": line.answer.written,
        "verdict": line.verdict,
        "slips": [slip.slip for slip in line.slips],
        "expected": _listed(line.expected),
        "comment": feedback.comment(line),
    }


def _listed(value: Value | None) -> object:
    """A value as JSON writes it: an array as lists."""
    tolist = getattr(value, "tolist", None)
    return value if tolist is None else tolist()


def _award_data(award: Award) -> dict[str, object]:
    return {
        "name": award.name,
        "marks": float(award.worth),
        "earned": float(award.earned),
        "verdict": award.verdict,
    }
