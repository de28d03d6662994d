"""Marks of a working."""

from __future__ import annotations

from fractions import Fraction

import pytest

import nnsolve
from nnsolve.marking.answers import from_pairs
from nnsolve.marking.check import check
from nnsolve.marking.key import Key
from nnsolve.marking.marks import Scheme, shown

# The first answer is wrong by its own arithmetic, the last follows from it: σ(0.3875) = 0.595681 (by hand).
FOLLOWING = {"net_h1": "0.3875", "out_h1": "0.595681"}


def earned(answers: dict[str, str], total=None, **overrides: str) -> dict[str, Fraction]:
    """Result → marks earned in two-two-two with other keys."""
    (problem,) = nnsolve.load("two-two-two", overrides=overrides)
    key = Key(problem)
    scheme = Scheme(key, total)
    checked = check(key, from_pairs([(1, name, value) for name, value in answers.items()], key.known))
    awards = scheme.awards(checked)
    assert sum(award.earned for award in awards) <= scheme.total
    return {award.name: award.earned for award in awards}


def test_marks_are_spread_evenly_over_what_is_asked():
    """Six marks for two results are three each; only the right one earns them."""
    found = earned({"w5": "0.358916"}, marks="6", asked="w5, w1")
    assert found == {"new_w5": 3, "new_w1": 0}


def test_marks_of_single_results_and_steps():
    """A step on the way to a right result earns its marks, also where it was not written down."""
    found = earned({"w5": "0.358916"}, marks="{w5: 2, dE/dw5: 1, w1: 3}", asked="w5, w1")
    assert found == {"new_w5": 2, "dE/dw5": 1, "new_w1": 0}


@pytest.mark.parametrize(("share", "marks"), [("full", 2), ("half", 1), ("none", 0)])
def test_follow_through(share, marks):
    """What follows from a wrong line earns all, half or none of its marks."""
    found = earned(FOLLOWING, marks="{net_h1: 1, out_h1: 2}", follow_through=share)
    assert found == {"net_h1": 0, "out_h1": marks}


def test_penalty_for_too_few_digits():
    """A result right to two figures of the five that are asked for loses the penalty."""
    options = {"marks": "{out_h1: 2}", "precision_penalty": "1/2", "rounding.figures": "5"}
    assert earned({"out_h1": "0.59"}, **options) == {"out_h1": Fraction(3, 2)}
    assert earned({"out_h1": "0.59327"}, **options) == {"out_h1": 2}


def test_never_more_than_the_total():
    """Single marks may add up to more than the total; no working earns more than that."""
    found = earned({"net_h1": "0.3775", "out_h1": "0.59327"}, marks="{total: 2, net_h1: 1, out_h1: 2}")
    assert sum(found.values()) == 2


def test_a_papers_marks_scale_the_problems():
    """A question worth 10 in a paper spreads them in the proportion of the problem's own marks."""
    assert earned({"w5": "0.358916"}, Fraction(10), marks="{w5: 2, w1: 3}") == {"new_w5": 4, "new_w1": 0}


@pytest.mark.parametrize(("marks", "text"), [(Fraction(3), "3"), (Fraction(5, 2), "2.5"), (Fraction(4, 3), "1.33")])
def test_shown(marks, text):
    """Marks print as people write them."""
    assert shown(marks) == text


@pytest.mark.parametrize(
    ("marks", "part"),
    [
        ("0", "from 0.001 to 1000"),
        ("-2", "from 0.001 to 1000"),
        ("2000", "to 1000"),
        ("many", "expected a number"),
        ("{}", "for some results"),
    ],
)
def test_bad_marks(marks, part):
    """Marks that are none are refused at their place."""
    text = f"kind: cnn-shapes\nmarks: {marks}\ninput: 32x32x1\nlayers: [dense: 3]\n"
    with pytest.raises(nnsolve.ProblemError) as caught:
        nnsolve.loads(text, "p.yaml")
    assert (caught.value.line, part in str(caught.value)) == (2, True)


def test_marks_for_what_is_no_result():
    """Marks for a name that the problem does not have are refused with the nearest one."""
    (problem,) = nnsolve.load("two-two-two", overrides={"marks": "{w99: 2}"})
    with pytest.raises(nnsolve.ProblemError) as caught:
        Scheme(Key(problem))
    assert "w99" in str(caught.value)


def test_marks_are_shown_half_up():
    """29/8 = 3.625 is 3.63, not 3.62."""
    assert shown(Fraction(29, 8)) == "3.63"
