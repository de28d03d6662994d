"""How the terms of real and of generated samples become the loss of D."""

from __future__ import annotations

from collections.abc import Sequence

from ...formula.expr import TWO, Div, Expr, Symbol, sum_of, whole
from ...formula.marks import Mark
from ...names import Name, Role
from ...solution import Says
from ...working import Working
from .names import D_LOSS

MEAN_REAL, MEAN_FAKE = Name(Role.RESULT, "mean", "real"), Name(Role.RESULT, "mean", "fake")


def mean_of(names: Sequence[Name]) -> Expr:
    """Their sum over their number; a single one stands alone."""
    return Div(sum_of(names), whole(len(names))) if len(names) > 1 else Symbol(names[0])


def write_means(page: Working, real: Sequence[Name], fake: Sequence[Name]) -> tuple[Symbol, Symbol]:
    """The mean of the real and that of the generated samples, a line each."""
    page.marks |= {MEAN_REAL: Mark("mean", "real"), MEAN_FAKE: Mark("mean", "fake")}
    first = page.step(MEAN_REAL, mean_of(real), Says("gan_mean_real", n=len(real)))
    return first, page.step(MEAN_FAKE, mean_of(fake), Says("gan_mean_fake", n=len(fake)))


def write_d_loss(page: Working, mean_over: str, real: Sequence[Name], fake: Sequence[Name]) -> None:
    """The loss of D: one mean over all samples, the sum of two means, or half of that sum."""
    if mean_over == "all":
        terms = [*real, *fake]
        page.answer(D_LOSS, mean_of(terms), Says("gan_mean_all", n=len(terms)))
        return
    first, second = write_means(page, real, fake)
    if mean_over == "each":
        page.answer(D_LOSS, first + second, Says("gan_mean_each"))
    else:
        page.answer(D_LOSS, Div(first + second, TWO), Says("gan_mean_half"))


def share(mean_over: str, own: int, other: int) -> int:
    """By what the loss of D divides the term of a sample of which there are ``own`` beside ``other``."""
    return {"all": own + other, "each": own, "half": 2 * own}[mean_over]
