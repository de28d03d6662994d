"""What the tests of the kinds share: problems as texts, pages as words, published values, faults at their places."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import nnsolve
from nnsolve.load import library_folder


def text_of(name: str) -> str:
    """The file of a problem of the library as it stands."""
    return (Path(library_folder()) / f"{name}.yaml").read_text(encoding="utf-8")


def library_of(kind: str) -> list[str]:
    """The problems of the library of one kind."""
    return [name for name in nnsolve.library() if f"\nkind: {kind}\n" in "\n" + text_of(name)]


def document(kind: str, **keys) -> str:
    """A problem as JSON, which is YAML."""
    return json.dumps({"kind": kind} | keys)


def page(solution, **options) -> str:
    """The page in one line of words, however it is broken into lines."""
    return " ".join(nnsolve.render(solution, "text", **options).split())


def check_published(name: str):
    """A problem has a title and a source, and every number that its source prints comes out, rounded as printed."""
    (problem,) = nnsolve.load(name)
    assert problem.title
    assert problem.source
    published = problem.published or {}
    if not published:
        return
    problem.asked = list(published)
    answers = nnsolve.solve(problem).answers
    for (key, node), value in zip(published.items(), answers.values(), strict=True):
        printed = Decimal(node.text)
        half = Decimal(1).scaleb(printed.as_tuple().exponent) / 2
        assert abs(decimal(value) - printed) <= half * Decimal("1.000001"), key


def decimal(value) -> Decimal:
    """A value of a solution (a double, a Decimal, a fraction or a whole number) as a Decimal."""
    return Decimal(value.numerator) / Decimal(value.denominator) if hasattr(value, "numerator") else Decimal(str(value))


def check_pages(name: str, width: int):
    """Every format is written; text stays within the page, is ASCII where asked, and holds no nan or inf."""
    solution = nnsolve.solve(nnsolve.load(name)[0])
    text = nnsolve.render(solution, "text", width=width)
    assert max(map(len, text.splitlines())) <= width
    assert not {"nan", "inf"} & set(text.split())
    assert nnsolve.render(solution, "text", width=width, ascii=True).isascii()
    assert json.loads(nnsolve.render(solution, "json"))["answers"]
    assert "|" in nnsolve.render(solution, "markdown")


def check_fault(error, line: int, column: int, message: str):
    """One of the faults of an error holds ``message`` and stands at its line and column."""
    places = [(fault.line, fault.column) for fault in error.faults if message in f"‘{fault.text}’: {fault.message}"]
    assert (line, column) in places, str(error)


def check_ends(text: str, width: int = 80):
    """A text ends in solutions that can be printed, or in an explained error; anything else is raised."""
    try:
        for problem in nnsolve.loads(text, "any.yaml"):
            solution = nnsolve.solve(problem)
            assert solution.answers is not None
            assert nnsolve.render(solution, "text", width=width)
    except nnsolve.NnsolveError as error:
        assert str(error).strip()
