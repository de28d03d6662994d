"""An exam paper: a title, instructions and several questions with marks, solved in order and numbered."""

from __future__ import annotations

import os

from ...errors import ProblemError, nearest
from ...formula.exact import exact_text, fraction_text
from ...formula.expr import Expr, Num
from ...reading.problem import CommonProblem, MarksType
from ...reading.schema import Field, Raw, Text, together
from ...reading.yamlfile import Faults, Node, complete
from ...solution import Part, Says
from ...subjects.linear.points import Exact
from ...working import Working
from .head import Lines, check_total, head_lines, wanted
from .own_text import own_text

TOPIC = "Papers"

MOST_QUESTIONS = 100
# What a paper says once for all its questions; a question may say it otherwise.
SHARED = ("rounding", "notation", "detail", "digits")
OWN = ("problem", "marks", "statement")

_QUESTIONS_EXAMPLE = """
  - {problem: two-two-two, asked: [w5, w1], marks: 5}    # a problem of the library, or a file beside the paper
  - marks: 4                                             # or the problem itself
    kind: cnn-shapes
    input: 32x32x1
    layers: [{conv: {kernels: 6, size: 5}}, {max-pool: {size: 2}}]"""


class Question:
    """One question: its problem, its marks, and what the author says instead of the statement made from the data."""

    __slots__ = ("marks", "problem", "statement")

    def __init__(self, problem: CommonProblem, marks: Expr | None, statement: str = ""):
        self.problem, self.marks, self.statement = problem, marks, statement


class Problem(CommonProblem):
    """A title, instructions and questions."""

    instructions = Field(
        Lines(), "what stands above the questions: a text, or a list", default=(), example="Answer all questions."
    )
    course = Field(Text(), "the course", default="", starter=False)
    date = Field(Text(), "the day of the paper", default="", starter=False)
    duration = Field(Text(), "the time there is", default="", starter=False)
    questions = Field(
        Raw({"type": "array", "items": {"type": "object"}}),
        "the questions in order: {problem: name or file, marks: 5} with keys that replace those of the problem, "
        "or a problem written out; statement: says it in your own words, with $mathematics$",
        example=_QUESTIONS_EXAMPLE,
    )

    @together("questions")
    def listed(self, faults: Faults) -> list[Question] | None:
        """The questions, each with the problem that it asks."""
        node = self.places["questions"]
        if not node.items:
            text = "expected a list of questions, such as - {problem: two-two-two, marks: 5}"
            return faults.add(node, text, node.text)
        if len(node.items) > MOST_QUESTIONS:
            text = f"a paper may have at most {MOST_QUESTIONS} questions; here are {len(node.items)}"
            return faults.add(node, text, "")
        return complete([self._question(item, faults) for item in node.items])

    def check(self, faults: Faults) -> None:
        """Looks for what belongs into the questions, and at the marks of the whole."""
        if self.asked:
            faults.add(self.places["asked"], "write asked: in the question that it belongs to", "")
        if self.marks and self.has("listed"):
            check_total(self.marks, self.places["marks"], [question.marks for question in self.listed], faults)

    def _question(self, item: Node, faults: Faults) -> Question | None:
        if item.entries is None:
            return faults.add(item, f"expected a question such as {{problem: two-two-two, marks: 5}}, not {item.shown}")
        marks = self._marks(item.entries["marks"], faults) if "marks" in item.entries else None
        statement = Text().read(item.entries["statement"], faults) if "statement" in item.entries else ""
        named = item.entries.get("problem")
        document = item if named is None else self._named(named, faults)
        if document is None:
            return None
        problem = self._read(self._merged(document, item), item, faults)
        return None if problem is None else Question(problem, marks, statement or "")

    def _merged(self, document: Node, item: Node) -> Node:
        """The keys of a problem, those that the question has instead, and what the paper says for all questions."""
        merged = Node(item.line, item.column, entries={})

        def take(key: str, value: Node, where: Node) -> None:
            merged.mapped[key], merged.keys[key] = value, where

        for where, key, value in (*document.pairs, *item.pairs):
            if key not in OWN:
                take(key, value, where)
        for key in SHARED:
            if key in self.places and key not in item.mapped:
                take(key, self.places[key], Node(text=key))
        marks = item.mapped.get("marks")
        if marks is not None and marks.entries is not None:
            take("marks", marks, item.keys["marks"])
        return merged

    def _marks(self, node: Node, faults: Faults) -> Expr | None:
        """What a question is worth: a number, or the sum of what its results are worth."""
        if node.entries is None:
            return Exact(least=0.001, most=1000).read(node, faults)
        marks = MarksType().read(node, faults)
        if marks is None:
            return None
        total = marks.total or sum(marks.each.values())
        return Num(fraction_text(total), float(total))

    def _named(self, named: Node, faults: Faults) -> Node | None:
        """The document of a problem of the library, or of a file in the paper's own folder or below it."""
        from ...reading.load import read_text
        from ...reading.yamlfile import read_documents

        path = _path(named, faults)
        if path is None:
            return None
        try:
            text, file = read_text(path)
            other = Faults(file)
            documents = read_documents(text, other)
            other.stop()
        except ProblemError as error:
            return faults.add(named, f"cannot be read: {error}")
        if len(documents) != 1 or documents[0].entries is None:
            return faults.add(named, "this file must hold one problem")
        return documents[0]

    def _read(self, document: Node, item: Node, faults: Faults) -> CommonProblem | None:
        from ...reading.load import kinds, read_kind

        kind = document.mapped.get("kind")
        known = [name for name in kinds() if name != "paper"]
        if kind is None or kind.text not in known:
            where = kind if kind is not None and kind.line else item
            hint = nearest(kind.word, known) if kind is not None else ""
            return faults.add(where, f"a question needs kind: or problem:; kinds: {', '.join(known)}.{hint}")
        return read_kind(kind.text, document, faults, shares_notation="notation" in self.places)


def _path(named: Node, faults: Faults) -> str | None:
    """A name of the library, or the path of a file in the folder of the paper."""
    from ...reading.load import library

    if named.word in library():
        return named.word
    folder = os.path.dirname(os.path.abspath(faults.file)) if os.path.exists(faults.file) else os.getcwd()
    try:
        path = os.path.realpath(os.path.join(folder, named.word))
    except ValueError:  # such as one with a zero in it
        return faults.add(named, "this cannot be the name of a file")
    if not path.startswith(os.path.realpath(folder) + os.sep):
        return faults.add(named, "a paper reads only problems of the library and files in its own folder")
    if not os.path.isfile(path):
        hint = nearest(named.word, library()) or " See ‘nnsolve list’."
        text = f"there is no such problem in the library and no such file beside the paper.{hint}"
        return faults.add(named, text)
    return path


def solve(problem: Problem) -> Working:
    """Every question solved, numbered, with its marks."""
    from ...reading.load import solve as solve_one

    page = Working(problem)
    for number, question in enumerate(problem.listed, 1):
        title = Says("page_question", n=number)
        if question.marks is not None:
            title = Says("page_question_marks", n=number, marks=exact_text(question.marks))
        solution = solve_one(question.problem)
        if question.statement:
            solution.statement = [own_text(question.statement)]
        page.parts.append(Part(title, solution, question.marks))
    said = wanted([question.marks for question in problem.listed])
    page.lines, page.statement = head_lines(problem, said), [said]
    return page
