"""Exact computing, and how it is printed."""

from __future__ import annotations

from ...formula.rounding import Rounding
from ...reading.problem import RoundingRecord, rounding_note
from ...solution import Says


class ExactDigits:
    """For problems that compute with fractions: rounding says only what is printed, unless it is carried."""

    rounding: RoundingRecord | None

    @property
    def precision(self) -> Rounding:
        """Fractions as they are where the problem says nothing; else the digits it asks for."""
        if self.rounding is None:
            return Rounding(exact=True)
        if self.rounding.carry:
            return self.rounding.rounding()
        decimals, figures = self.rounding.decimals, self.rounding.figures
        figures = 6 if decimals is None and figures is None else figures
        return Rounding(decimals, figures, False, self.rounding.truncate, exact=True)


def exact_note(digits: Rounding, roots: bool = False) -> Says:
    """The sentence that says how numbers are computed and printed; ``roots`` where there are some."""
    if not digits.exact:
        return rounding_note(digits)
    if digits.whole:
        return Says("linear_exact_roots" if roots else "linear_exact")
    return Says("linear_exact_rounded", **rounding_note(digits).args)
