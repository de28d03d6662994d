"""Problems that meet their borders exactly come out as on paper: no wrong decision, no noise printed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from mpmath import mpf

from .case import Case, Draw, problem
from .judge import Verdict, judged
from .kinds import GENERATORS, drawn, verdict_of

# How many problems of a kind one run of the tests draws; `python -m tests.exact 5000` draws more.
OF_A_KIND = 40


@pytest.mark.parametrize("kind", GENERATORS)
def test_as_on_paper(kind):
    """Every value is that of hand arithmetic, and what is 0 is printed as 0."""
    failed = []
    for number in range(OF_A_KIND):
        verdict = verdict_of(kind, number)
        if verdict.wrong or verdict.noise:
            failed.append(f"{number}: {drawn(kind, number).problem}: {[*verdict.wrong, *verdict.noise][:3]}")
    assert not failed, f"{len(failed)} of {OF_A_KIND}\n" + "\n".join(failed[:3])


@pytest.mark.parametrize("kind", [kind for kind in GENERATORS if kind not in ("parameters", "metrics")])
def test_borders_are_met(kind):
    """The problems that are drawn do fall on their borders."""
    assert sum(drawn(kind, number).at_border for number in range(OF_A_KIND)) >= OF_A_KIND // 3


@pytest.mark.parametrize(
    ("exact", "found", "wrong", "noise"),
    [
        (Fraction(0), 0.0, 0, 0),
        (Fraction(0), 5e-17, 0, 1),
        (Fraction(0), 0.1, 1, 0),
        (Fraction(1, 10), 0.1, 0, 0),
        (Fraction(1, 10), 0.1 + 1e-9, 0, 1),
        (Fraction(1, 10), 0.0, 1, 0),
        (mpf(10) ** -50, 0.0, 0, 0),
        ([Fraction(1), Fraction(0)], [1.0, 1e-17], 0, 1),
        ([Fraction(1), Fraction(0)], [1.0], 1, 0),
        ("a", "b", 1, 0),
    ],
)
def test_the_judge(exact, found, wrong, noise):
    """A value beside the right one is wrong, one that is off in its last digits is noise."""
    verdict = Verdict()
    verdict.compare("x", exact, found)
    assert (len(verdict.wrong), len(verdict.noise)) == (wrong, noise)


@pytest.mark.parametrize(
    ("case", "fault"),
    [
        (Case(problem("parameters", layers=[2, 1]), {"parameters": 4}), "parameters: 4 expected, 3 found"),
        (Case(problem("parameters", layers=[2, 1]), {"sides": 4}), "sides: not among the values"),
        (Case(problem("parameters", layers=[2, 1]), {}, says=["Never."]), "the page does not say: Never."),
        (Case(problem("parameters", layers=[2, 1]), {}, refused="never"), "solved, though it has no solution: never"),
        (Case(problem("parameters", layers=[2]), {}), "refused: "),
    ],
)
def test_the_judge_finds_faults(case, fault):
    """A wrong value, a missing one, a missing sentence and a problem that should be refused are told."""
    assert any(text.startswith(fault) for text in judged(case).wrong)


def test_draws_are_repeated():
    """A problem has the same number at every run."""
    assert drawn("backprop", 3).problem == drawn("backprop", 3).problem
    assert Draw("a").row(5) == Draw("a").row(5)
