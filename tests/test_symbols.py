"""Every symbol that a page of the library prints once can be asked for and answered, as each format writes it."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator

import pytest

import nnsolve
from nnsolve.errors import NnsolveError
from nnsolve.formula.marks import AnyMark, Mark
from nnsolve.marking.key import Key
from nnsolve.names import Name, Role
from nnsolve.render.latex_notation import LatexNotation
from nnsolve.render.text_notation import TextNotation
from nnsolve.render.typst_notation import TypstNotation
from nnsolve.solution import Solution, Statement

# What stands for two things although it is printed once, by kind: the symbol, and why.
AMBIGUOUS = {
    "training": {"N": "the number of all samples is given and added up, and both are N"},
}
# Where answers know more than the page prints, and print it alike: the beginning of the symbols, and why.
ALIKE_IN_ANSWERS = {
    "regression": ("∂L/∂", "an iteration that the problem asks for prints its gradients as the first one does"),
}


def problems(name: str) -> Iterator:
    """The problems of a file, the questions of a paper one by one."""
    for problem in nnsolve.load(name):
        listed = getattr(problem, "listed", None)
        yield from [each.problem for each in listed if each.problem is not None] if listed else [problem]


def mark_of(solution: Solution, name: Name) -> AnyMark:
    """What stands in front of the line of a step."""
    head = solution.names.heads.get(name)
    if head is None:
        return solution.names.mark(name)
    return Mark(head) if isinstance(head, str) else head


def spellings(solution: Solution, name: Name) -> list[str]:
    """The symbol of a step in Unicode, ASCII, Markdown, LaTeX and Typst."""
    names, mark = solution.names, mark_of(solution, name)
    plain, ascii_only = (TextNotation(names, True, None, False, alphabet).of_mark(mark) for alphabet in (False, True))
    tex = LatexNotation(names).of_mark(mark)
    return [str(plain), str(ascii_only), f"${tex}$", tex, TypstNotation(names).of_mark(mark)]


def printed_once(solution: Solution) -> dict[Name, list[str]]:
    """The results whose symbol stands for nothing else on the page, with their symbols."""
    steps = [step.name for step in solution.steps if type(step) is not Statement]
    found = {name: spellings(solution, name) for name in (*steps, *solution.results)}
    counts = Counter(texts[0] for texts in found.values())
    return {name: texts for name, texts in found.items() if counts[texts[0]] == 1}


def decided(problem, texts: list[str]) -> list[str]:
    """What the problem says that the texts mean, all asked for together."""
    asking = copy.copy(problem)
    asking.asked = texts
    return list(nnsolve.solve(asking).asked)


@pytest.mark.parametrize("name", nnsolve.library())
def test_symbols_are_understood(name):
    """Asked for or answered, a symbol means the result that it stands for: one name for all five spellings."""
    for problem in problems(name):
        solution, key = nnsolve.solve(problem), Key(problem)
        known = key.known
        for result, texts in printed_once(solution).items():
            if texts[0] in AMBIGUOUS.get(solution.kind, {}):
                with pytest.raises(NnsolveError, match="may mean|it is given"):
                    decided(problem, texts[:1])
                continue
            alone = Name(Role.RESULT, "closed", result)  # the same over letters alone stands beside it
            asked = set(decided(problem, texts)) - {alone}
            assert asked == {known.renewed.get(result, result)}, texts
            start, _ = ALIKE_IN_ANSWERS.get(solution.kind, ("∅", ""))
            if texts[0].startswith(start) and len(known.meanings(texts[0])) > 1:
                assert result in known.meanings(texts[0])
                continue
            for text in texts:
                found = known.find(text)
                assert found is not None, (text, known.meanings(text))
                assert known.renewed.get(found, found) == known.renewed.get(result, result), text
