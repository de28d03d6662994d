"""What the tests share: problems as texts, pages as words, published values, faults at their places, any ending."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from types import FrameType

import pytest
import yaml
from hypothesis import strategies as st

import nnsolve
from nnsolve.errors import ProblemError
from nnsolve.formula.numbers import is_array
from nnsolve.formula.rounding import Rounding
from nnsolve.page.boxes import width as columns_of
from nnsolve.reading.load import library_folder

NO_NUMBER = re.compile(r"(?<![^\W_])(nan|inf)(?![^\W_])", re.IGNORECASE)
TWELVE_FIGURES = Rounding(figures=12)
# The end of the sentence that says what other programs print.
OVERFLOW = "print nan."


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What runs inside takes no more of the processor's seconds: a guard with at least ten times the room it needs."""
    begin = time.thread_time()
    try:
        yield
    finally:
        assert time.thread_time() - begin < seconds


@contextmanager
def bounded(calls: int = 5_000_000) -> Iterator[None]:
    """What runs inside makes at most so many calls of functions: work is counted, so neither machine nor load matters.

    Work that goes on beyond that is stopped where it is. A long single call (a number of a billion digits) counts as
    one, so the processor's seconds are guarded as well. Counting makes the work twice as long.
    """
    made = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal made
        made += event.endswith("call")
        if made > calls:
            sys.setprofile(None)
            pytest.fail(f"more than {calls:,} calls")  # no Exception: handlers of the program let it pass

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        with within(30):
            yield
    finally:
        sys.setprofile(before)


def text_of(name: str) -> str:
    """The file of a problem of the library as it stands."""
    return (Path(library_folder()) / f"{name}.yaml").read_text(encoding="utf-8")


def library_of(*kinds: str) -> list[str]:
    """The problems of the library of some kinds."""
    heads = [f"\nkind: {kind}\n" for kind in kinds]
    return [name for name in nnsolve.library() if any(head in "\n" + text_of(name) for head in heads)]


def trees_of(kind: str) -> list[dict]:
    """The problems of one kind of the library as mappings of texts."""
    return [yaml.load(text_of(name), yaml.CBaseLoader) for name in library_of(kind)]


def document(kind: str, **keys) -> str:
    """A problem as JSON, which is YAML."""
    return json.dumps({"kind": kind} | keys)


def keyed(keys: dict) -> str:
    """The keys of a problem, a line each, their values as they are written."""
    return "".join(f"{key}: {value}\n" for key, value in keys.items())


class Texts:
    """Problems of one kind that a test writes as the text of their other keys."""

    def __init__(self, kind: str):
        self.kind = kind

    def solved(self, text: str) -> nnsolve.Solution:
        """The solution of the problem that a text says."""
        return nnsolve.solve(nnsolve.loads(f"kind: {self.kind}\n{text}")[0])

    def values(self, text: str) -> dict:
        """The values of the problem that a text says."""
        return self.solved(text).values

    def faults(self, text: str) -> str:
        """What is said of a wrong file."""
        with pytest.raises(ProblemError) as error:
            nnsolve.loads(f"kind: {self.kind}\n{text}")
        return str(error.value)


def page(solution, **options) -> str:
    """The page in one line of words, however it is broken into lines."""
    return " ".join(nnsolve.render(solution, "text", **options).split())


def answer_text(value: object, rounding: Rounding = TWELVE_FIGURES) -> str | None:
    """A value of any kind as it is written into an answer file; None for maps of many layers."""
    if isinstance(value, list | str):
        return "x".join(map(str, value)) if isinstance(value, list) else value
    if not is_array(value):
        return rounding.text(value)
    if value.ndim > 2:
        return None
    rows = value if value.ndim == 2 else [value]
    return "[" + ", ".join("[" + ", ".join(map(rounding.text, row.tolist())) + "]" for row in rows) + "]"


def check_published(problem_name: str, exact: bool = False, **overrides: str):
    """Every value that the source of a problem prints is found by its name, and comes out in the digits printed.

    ``exact``: the source prints all digits, so nothing but the last bits of doubles may differ.
    """
    for problem in nnsolve.load(problem_name, overrides=overrides):
        published = problem.published or {}
        if not published:  # to ask for nothing is to ask for everything
            continue
        unit = 0 if exact else 1 if problem.precision.truncate else Decimal("0.5")
        problem.asked = list(published)
        solution = nnsolve.solve(problem)
        for (key, node), (name, value) in zip(published.items(), solution.answers.items(), strict=True):
            assert key == name or key not in solution.values  # another word for it
            check_printed(node, value, unit, key)


def check_printed(node, value, slack: Decimal | int, key: str):
    """A number of a file, or nested lists of them, is ``value`` within ``slack`` units of the last digit printed."""
    if node.items is not None:
        assert len(node.items) == len(value), key
        for item, part in zip(node.items, value, strict=True):
            check_printed(item, part, slack, key)
        return
    printed, value = Decimal(node.text), decimal(value)
    unit = Decimal(1).scaleb(printed.as_tuple().exponent)
    # of a number printed with all the digits of a double the last one may differ
    assert abs(value - printed) <= max(slack * unit * Decimal("1.000001"), abs(printed) * Decimal("1e-14")), key


def decimal(value) -> Decimal:
    """A value of a solution (a double, a Decimal, a fraction or a whole number) as a Decimal."""
    return Decimal(value.numerator) / Decimal(value.denominator) if hasattr(value, "numerator") else Decimal(str(value))


def check_pages(solution, width: int):
    """Every format is written; text stays within the page, is ASCII where asked, and nothing holds a nan or inf."""
    text = nnsolve.render(solution, "text", width=width)
    assert max(map(columns_of, text.splitlines())) <= width
    assert not NO_NUMBER.search(" ".join(text.split()).replace(OVERFLOW, ""))
    assert nnsolve.render(solution, "text", width=width, ascii=True).isascii()
    written = nnsolve.render(solution, "json")
    assert json.loads(written)
    assert "NaN" not in written
    assert "Infinity" not in written
    assert nnsolve.render(solution, "markdown").strip()


def check_fault(error, line: int, column: int, message: str):
    """One of the faults of an error holds ``message`` and stands at its line and column."""
    places = [(fault.line, fault.column) for fault in error.faults if message in f"‘{fault.text}’: {fault.message}"]
    assert (line, column) in places, str(error)


def check_ends(text: str, width: int = 60) -> list:
    """A text ends in solutions that can be printed, or in an explained error; anything else is raised.

    Returns the solutions.
    """
    solutions = []
    try:
        for problem in nnsolve.loads(text, "any.yaml"):
            solution = nnsolve.solve(problem)
            assert solution.values is not None
            assert solution.answers is not None
            check_pages(solution, width)
            solutions.append(solution)
    except nnsolve.NnsolveError as error:
        assert str(error).strip()
    return solutions


def check_broken(tree: dict, data, keys: list[str], values: list[str]):
    """A problem with one to three of its own keys or of ``keys`` dropped or exchanged passes :func:`check_ends`."""
    tree = {key: value for key, value in tree.items() if key != "title"}  # which is printed as it is written
    for _ in range(data.draw(st.integers(1, 3))):
        key = data.draw(st.sampled_from([*tree, *keys]))
        if data.draw(st.booleans()):
            tree.pop(key, None)
        else:
            tree[key] = data.draw(st.sampled_from(values))
    # scalars as a person writes them, without the quotation marks of the dump
    check_ends(re.sub(r"'([^']*)'", r"\1", yaml.safe_dump(tree, sort_keys=False, allow_unicode=True)))
