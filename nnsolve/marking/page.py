"""What ``check`` prints: the marked working, a hint, or the rest of the solution from the student's own numbers."""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping, Sequence

from ..errors import EvaluationError
from ..formula.expr import Num
from ..page.boxes import paragraph
from ..render import renderer
from ..solution import Block, Says, Section, Solution, Statement, needed, steps_of
from .compare import sizes_in
from .exam import Exam, Question
from .feedback import Feedback, render
from .key import Key
from .verdicts import AGAIN, BLANK, MARKED, UNREAD, Checked, Line
from .written import Written

# Lines whose value the student goes on with.
TAKEN = {*MARKED} - {*UNREAD, AGAIN}


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
    """The pages of all questions, one below the other; a PDF is bytes."""
    said = _explanations(exam, checked, text, file) if text and not hint else [[] for _ in checked]
    feedbacks = []
    for question, one, sentences in zip(exam.questions, checked, said, strict=True):
        scheme = question.scheme if wants_marks(question, marks) else None
        feedbacks.append(Feedback(one, scheme, sentences, question.number))
    if hint:
        return "\n".join(paragraph(hint_of(_first_faulty(feedbacks)), columns)) + "\n"
    rest = [continuation(feedback) for feedback in feedbacks] if continue_ else []
    if format_ == "html":
        from .feedback_html import together

        return together(exam.title, feedbacks, rest, ascii_only)
    if format_ in ("typst", "pdf"):
        from .feedback_typst import WRITERS

        return WRITERS[format_](exam.title, feedbacks, rest, paper)
    return _one_by_one(feedbacks, rest, format_, columns, ascii_only)


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


def _one_by_one(feedbacks: list[Feedback], rest: list[Solution], format_: str, columns: int, ascii_only: bool) -> str:
    """Every working as a page of its own, behind it the rest of its solution."""
    options = {"width": columns} if format_ == "text" else {}
    found = []
    for k, feedback in enumerate(feedbacks):
        found.append(render(feedback, format_, columns, ascii_only))
        if rest:
            found.append(renderer(format_)(rest[k], ascii=ascii_only, **options))
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
        begun = any(line.verdict in TAKEN - {BLANK} for line in feedback.checked.lines)
        return feedback.say(Says("mark_hint_none" if begun else "mark_hint_empty"))
    step = feedback.key.steps.get(first.answer.name)
    name = first.answer.name
    called = feedback.label(first)[0]
    if first.verdict in UNREAD:
        return feedback.say(Says("mark_hint_unread", line=first.answer.line, text=called))
    says = Says("mark_hint", line=first.answer.line, text=called)
    if step is None:
        return feedback.say(says)
    if feedback.question:
        says = Says("mark_hint_question", n=feedback.question, said=says)
    formula = feedback.notation.write(step.formula)
    return feedback.say(says) + " " + feedback.say(Says("mark_hint_formula", name=name, text=formula))


def continuation(feedback: Feedback) -> Solution:
    """The steps that the student has not answered, up to what is asked, from the student's own numbers."""
    key = feedback.key
    own = _own_values(feedback)
    whole = copy.copy(key.solution)
    whole.sections = _left(key, whole, own)
    whole.title, whole.subtitle = feedback.say(Says("mark_continued")), ""
    whole.given = {**key.given, **own}
    shown = [name for name, value in own.items() if isinstance(value, Num)]
    whole.given_rows = [shown] if shown else []
    whole.asked = [name for name in key.asked if name not in own] if key.problem.asked else []
    notes = whole.notes[-1:] if whole.sections else [Says("mark_continued_none")]
    whole.table, whole.check, whole.notes, whole.statement = None, None, notes, []
    whole.results, whole._values = {}, None
    left = [step.name for step in whole.steps]
    whole.reported = [name for name in whole.reported if name in left] or left[-1:]
    try:
        _ = whole.values
    except EvaluationError as error:  # the student's numbers may lead to a division by zero, or out of range
        whole.sections, whole.reported, whole.asked = [], [], []
        whole.notes = [Says("mark_continued_stuck", text=str(error))]
    return whole


def _own_values(feedback: Feedback) -> dict[str, object]:
    """The student's own value of every step that has one, and of the single sizes of a shape."""
    checked, steps = feedback.checked, feedback.key.steps
    own: dict[str, object] = {}
    sizes: dict[str, object] = {}
    for line in checked.lines:
        step = steps.get(line.answer.name or "")
        if step is None or line.verdict not in TAKEN or checked.own.get(step.name) is None:
            continue
        if isinstance(line.answer.value, Written):
            own[step.name] = Num(f"{line.answer.value.value:.15g}")
            continue
        own[step.name] = checked.own[step.name]
        for name, size in sizes_in(step, own[step.name]).items():
            if name in steps:
                sizes[name] = Num(str(size))
    return {**sizes, **own}


def _left(key: Key, whole: Solution, own: Mapping[str, object]) -> list[Section]:
    """The sections with the steps that are not the student's, as far as what is asked needs them."""
    stated = [step.name for step in whole.steps if type(step) is Statement and not whole.symbolic]
    done = {*own, *stated}
    rest = [Section(section.title, [_without(block, done) for block in section.blocks]) for section in whole.sections]
    left = {step.name for step in steps_of(rest)}
    wanted = left.intersection(key.asked)
    if not wanted and not set(key.asked) <= key.steps.keys():
        wanted = left  # results of a long run, which no step on the page leads to
    return needed(rest, wanted)


def _without(block: Block, done: Collection[str]) -> Block:
    steps = [step for step in block.steps if step.name not in done]
    goal = block.goal if any(step.name == block.goal for step in steps) else None
    return Block(block.title, steps, block.intro, goal)
