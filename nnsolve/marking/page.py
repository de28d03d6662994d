"""What ``check`` prints: the marked working, a hint, or the rest of the solution from the student's own numbers."""

from __future__ import annotations

from collections.abc import Sequence

from ..page.boxes import paragraph
from ..solution import Says
from .continued import TAKEN, continuation
from .exam import Exam, Question
from .feedback import Feedback, Look, together
from .verdicts import BLANK, UNREAD, Checked


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
    paper: str = "a4",
) -> str | bytes:
    """The pages of all questions, one below the other; a PDF is bytes.

    ``text`` is what stands in ``file``; where it is given, another convention is named under which all of it is right.
    """
    said = _explanations(exam, checked, text, file) if text and not hint else [[] for _ in checked]
    feedbacks = []
    for question, one, sentences in zip(exam.questions, checked, said, strict=True):
        scheme = question.scheme if wants_marks(question, marks) else None
        feedbacks.append(Feedback(one, scheme, sentences, question.number))
    if hint:
        return "\n".join(paragraph(hint_of(_first_faulty(feedbacks)), columns)) + "\n"
    rest = list(map(continuation, feedbacks)) if continue_ else []
    return together(exam.title, feedbacks, rest, format_, Look(columns, ascii_only, paper))


def _explanations(exam: Exam, checked: Sequence[Checked], text: str, file: str) -> list[list[Says]]:
    """For every working with a line that does not stand, under which other convention it does."""
    from .conventions import whole_explanation

    said = []
    for reader, one in zip(exam.readers(text, file), checked, strict=True):
        said.append([] if one.first is None else whole_explanation(reader, one))
    return said


def _first_faulty(feedbacks: list[Feedback]) -> Feedback:
    """The first working with a line that does not stand; the first of all where all do."""
    for feedback in feedbacks:
        if feedback.checked.first is not None:
            return feedback
    return feedbacks[0]


def wants_marks(question: Question, marks: bool | None) -> bool:
    """Whether marks are printed: where the command says so, else where the problem or paper has marks."""
    if marks is not None:
        return marks
    return question.has_total or bool(question.key.problem.marks)


def hint_of(feedback: Feedback) -> str:
    """The first line that does not stand and what to look at; never the value."""
    first = feedback.checked.first
    if first is None:
        begun = any(line.verdict in TAKEN - {BLANK} for line in feedback.checked.lines)
        return feedback.say(Says("mark_hint_none" if begun else "mark_hint_empty"))
    called, number = feedback.label(first)[0], first.answer.line
    if first.verdict in UNREAD or first.answer.name is None:
        return feedback.say(Says("mark_hint_unread", line=number, text=called))
    says = Says("mark_hint", line=number, text=called)
    step = feedback.key.steps.get(first.answer.name)
    if step is None:
        return feedback.say(says)
    if feedback.question:
        says = Says("mark_hint_question", n=feedback.question, said=says)
    formula = Says("mark_hint_formula", name=step.name, text=feedback.notation.write(step.formula))
    return f"{feedback.say(says)} {feedback.say(formula)}"
