"""Formulas as runs of letters on one line, as pictures print them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING

from ..render.formulas.spelt import power_of_ten
from ..render.notation import Notation
from .text import Run, Runs, plain

if TYPE_CHECKING:
    from ..formula.marks import Mark

_SIGNS = {
    "plus": " + ", "minus": " − ", "times": " × ", "dot": "·", "slash": "/", "entrywise": " ⊙ ", "apart": "·",
    "correlated": " ⋆ ", "convolved": " ∗ ", "less": "−", "dots": "…", "change": "Δ", "direct": "⁺", "sum": "Σ ",
}  # fmt: skip


class RunNotation(Notation[Runs]):
    """Formulas as runs on one line."""

    def number(self, text: str) -> Runs:
        mantissa, power = power_of_ten(text.replace("-", "−"))
        if power:
            return Run(f"{mantissa}×10"), Run(power, "sup")
        return (Run(mantissa),)

    def join(self, parts: list[Runs]) -> Runs:
        return tuple(chain(*parts))

    def sign(self, key: str) -> Runs:
        return (Run(_SIGNS.get(key, f" {key} ")),)

    def bracket(self, p: Runs, left: str = "(", right: str = ")") -> Runs:
        return (Run(left), *p, Run(right))

    def fraction(self, p: Runs, q: Runs) -> Runs:
        return (*p, Run("/"), *q)

    def raised(self, base: Runs, exponent: Runs, simple: bool) -> Runs:
        return (*base, *(Run(run.text, "sup") for run in exponent))

    def root(self, p: Runs, simple: bool) -> Runs:
        return (Run("√"), *(p if simple else self.bracket(p)))

    def call(self, name: str, args: list[Runs]) -> Runs:
        return (Run(f"{name}("), *_listed(args, ", "), Run(")"))

    def mark(self, mark: Mark) -> Runs:
        base = plain(mark.base)[0].text
        is_letter = len(base.strip("\u0302\u0307")) == 1 and base.isalpha()
        runs = [Run(base, "i" if is_letter else "")]
        if mark.sub:
            runs.append(Run(plain(mark.sub)[0].text, "sub"))
        prime = "′" if mark.primed else ""
        if mark.sup:
            runs.append(Run(f"({mark.sup}){prime}", "sup"))
        elif prime:
            runs.append(Run(prime))
        return tuple(runs)

    def partial(self, top: Runs, bottom: Runs) -> Runs:
        return (Run("∂"), *top, Run("/∂"), *bottom)

    def transposed(self, p: Runs) -> Runs:
        return (*p, Run("ᵀ", "sup"))

    def grid(self, rows: list[list[Runs]]) -> Runs:
        lines = [_listed(row, " ") for row in rows]
        return (Run("["), *_listed(lines, "; "), Run("]"))


def _listed(pieces: Iterable[Runs], between: str) -> Runs:
    """Pieces side by side with the same letters between them."""
    runs: list[Run] = []
    for piece in pieces:
        runs += [Run(between), *piece]
    return tuple(runs[1:])
