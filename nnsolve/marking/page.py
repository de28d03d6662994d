"""What ``check`` prints: the marked working, a hint, or the rest of the solution from the student's own numbers."""

from __future__ import annotations

import copy
from collections.abc import Sequence

from ..formula.expr import Num
from ..render import renderer
from ..solution import Block, Says, Section, needed
from .check import Checked, Line
from .exam import Exam, Question
from .feedback import Feedback, render
from .written import Written


def pages(
    exam: Exam,
    checked: Sequence[Checked],
    hint: bool = False,
    continue_: bool = False,
    marks: bool | None = None,
    format_: str = "text",
    text: str = "",
    file: str = "",
    columns: int = 80,
    ascii_only: bool = False,
) -> str:
    """The pages of all questions, one below the other."""
    found = []
    for question, one in zip(exam.questions, checked, strict=True):
        said = []
        if one.first is not None and not question.number:
            from .conventions import whole_explanation

            said = whole_explanation(exam.name, text, file, one)
        feedback = Feedback(one, question.scheme if wants_marks(question, marks) else None, said)
        if hint:
            found.append(hint_of(feedback) + "\n")
            continue
        found.append(render(feedback, format_, columns, ascii_only))
        if continue_:
            found.append(continued(feedback, format_, columns, ascii_only))
    if format_ == "json" and len(found) > 1:
        return "[" + ",\n".join(page.rstrip() for page in found) + "]\n"
    return "\n".join(found)


def wants_marks(question: Question, marks: bool | None) -> bool:
    """Whether marks are printed: where the command says so, else where the problem or paper has marks."""
    return bool(question.key.problem.marks or question.has_total) if marks is None else marks


def hint_of(feedback: Feedback) -> str:
    """The first line that does not stand and what to look at; never the value."""
    first: Line | None = feedback.checked.first
    if first is None:
        return feedback.say(Says("mark_hint_none"))
    step = feedback.key.steps.get(first.answer.name)
    name = first.answer.name
    says = Says("mark_hint", line=first.answer.line, name=name)
    if step is None:
        return feedback.say(says)
    formula = feedback.notation.write(step.formula)
    return feedback.say(says) + " " + feedback.say(Says("mark_hint_formula", name=name, text=formula))


def continued(feedback: Feedback, format_: str, columns: int, ascii_only: bool) -> str:
    """The steps that the student has not answered, up to what is asked, from the student's own numbers."""
    checked, key = feedback.checked, feedback.key
    own = {
        line.answer.name: Num(repr(line.answer.value.value)) if isinstance(line.answer.value, Written) else line.answer.value
        for line in checked.lines
        if line.answer.name in key.steps and checked.own.get(line.answer.name) is not None and line.answer.value is not None
    }
    whole = copy.copy(key.solution)
    rest = [
        Section(section.title, [_without(block, own) for block in section.blocks]) for section in whole.sections
    ]
    whole.sections = needed(rest, key.asked)
    whole.title, whole.subtitle = feedback.say(Says("mark_continued")), ""
    whole.given = {**key.given, **own}
    whole.given_rows = [list(own)] if own else []
    whole.asked = [name for name in key.asked if name not in own]
    whole.table, whole.check, whole.notes = None, None, whole.notes[-1:]
    whole.results, whole._values = {}, None
    whole.reported = [name for name in whole.reported if any(step.name == name for step in whole.steps)]
    options = {"width": columns} if format_ == "text" else {}
    return renderer(format_)(whole, ascii=ascii_only, **options)


def _without(block: Block, own) -> Block:
    steps = [step for step in block.steps if step.name not in own]
    goal = block.goal if any(step.name == block.goal for step in steps) else ""
    return Block(block.title, steps, block.intro, goal)
