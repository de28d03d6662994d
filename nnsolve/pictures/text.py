"""Text on a picture: runs of letters with their subscripts, how wide they are, and formulas as such runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..formula.expr import Expr, Symbol
from ..formula.marks import Mark
from ..page.glyphs import one_line
from ..render.notation import Notation

if TYPE_CHECKING:
    from ..formula.marks import Names
    from .subject import Subject

SMALL = 0.72  # a subscript's letters beside those of its line
LONGEST = 40  # letters of one user's word that are drawn


class Run(NamedTuple):
    """Letters of one style: '' plain, 'i' italic, 'sub' below the line, 'sup' above it."""

    text: str
    style: str = ""


Runs = tuple[Run, ...]


def plain(text: object, longest: int = LONGEST) -> Runs:
    """A user's text as one run: on one line, without control characters, cut where it is very long."""
    shown = one_line(str(text))
    return (Run(shown if len(shown) <= longest else shown[: longest - 1] + "…"),)


def said(runs: Runs) -> str:
    """Runs in plain text: net_h1, w5, e^2."""
    parts: list[str] = []
    for run in runs:
        numbered = run.style == "sub" and run.text.isdigit() and not (parts and parts[-1][-1:].isdigit())
        parts.append(("" if numbered else {"sub": "_", "sup": "^"}.get(run.style, "")) + run.text)
    return "".join(parts)


# Widths in em, a little generous, so that what fits here fits with every font in use.
_NARROW = dict.fromkeys("iljI.,:;'′|!·()[]ft/ ", 0.36) | dict.fromkeys("mwMW@%…−+=≈×→∂", 0.88)
_ROUND = dict.fromkeys("rs-–", 0.5)
_WIDTHS = _NARROW | _ROUND | dict.fromkeys("0123456789", 0.64)


def width(runs: Runs, size: float, bold: bool = False) -> float:
    """How wide ``runs`` are at a font size, estimated."""
    total = 0.0
    for run in runs:
        letters = sum(_WIDTHS.get(c, 1.05 if ord(c) > 0x2E80 else 0.72 if c.isupper() else 0.63) for c in run.text)
        total += letters * (SMALL if run.style in ("sub", "sup") else 1)
    return total * size * (1.1 if bold else 1)


_SIGNS = {
    "plus": " + ", "minus": " − ", "times": " × ", "dot": "·", "slash": "/", "entrywise": " ⊙ ", "apart": "·",
    "correlated": " ⋆ ", "convolved": " ∗ ", "less": "−", "dots": "…", "change": "Δ", "direct": "⁺", "sum": "Σ ",
}  # fmt: skip


class RunNotation(Notation[Runs]):
    """Formulas as runs on one line."""

    def number(self, text: str):
        mantissa, _, power = text.partition("e")
        if power and mantissa[-1:].isdigit():
            return (Run(f"{mantissa}×10".replace("-", "−")), Run(power.lstrip("+").replace("-", "−"), "sup"))
        return (Run(text.replace("-", "−")),)

    def join(self, parts: list[Runs]):
        return tuple(run for part in parts for run in part)

    def sign(self, key: str):
        return (Run(_SIGNS.get(key, f" {key} ")),)

    def bracket(self, p: Runs, left: str = "(", right: str = ")"):
        return (Run(left), *p, Run(right))

    def fraction(self, p: Runs, q: Runs):
        return (*p, Run("/"), *q)

    def raised(self, base: Runs, exponent: Runs, simple: bool):
        return (*base, *(Run(run.text, "sup") for run in exponent))

    def root(self, p: Runs, simple: bool):
        return (Run("√"), *(p if simple else self.bracket(p)))

    def call(self, name: str, args: list[Runs]):
        inner = [run for k, arg in enumerate(args) for run in ((Run(", "), *arg) if k else arg)]
        return (Run(f"{name}("), *inner, Run(")"))

    def mark(self, mark: Mark):
        base = plain(mark.base)[0].text
        runs = [Run(base, "i" if len(base.strip("\u0302\u0307")) == 1 and base.isalpha() else "")]
        if mark.sub:
            runs.append(Run(plain(mark.sub)[0].text, "sub"))
        raised = (f"({mark.sup})" if mark.sup else "") + ("′" if mark.primed else "")
        return (*runs, Run(raised, "sup")) if mark.sup else (*runs, Run(raised)) if raised else tuple(runs)

    def partial(self, top: Runs, bottom: Runs):
        return (Run("∂"), *top, Run("/∂"), *bottom)

    def transposed(self, p: Runs):
        return (*p, Run("ᵀ", "sup"))

    def grid(self, rows: list[list[Runs]]):
        cells = [[run for k, cell in enumerate(row) for run in ((Run(" "), *cell) if k else cell)] for row in rows]
        return (Run("["), *(run for k, row in enumerate(cells) for run in ((Run("; "), *row) if k else row)), Run("]"))


class Numbers:
    """Labels about the names of a problem: marks, given numbers as their author wrote them, values of a solution."""

    def __init__(self, subject: Subject, names: Names, given: dict[str, Expr], solved: bool):
        self.notation = RunNotation(names)
        self.given = given
        self.shown = None
        if solved:
            from ..page.lines import Shown

            self.shown, self.values = Shown(subject.solution), subject.solution.values
            self.symbolic = subject.solution.symbolic
            self.steps = {step.name for step in subject.solution.steps}

    def name(self, name: str) -> Runs:
        """The printed mark of a name."""
        return self.notation.name(name)

    def unit(self, name: str) -> Runs:
        """A neuron's name with its number below: h₁."""
        head = name.rstrip("0123456789")
        return self.notation.name(name) if head and name not in self.notation.names.exact else plain(name, 30)

    def number(self, expr: Expr) -> Runs:
        """A given number as it was written."""
        return self.notation.write(expr)

    def is_given(self, name: str) -> Runs:
        """``w₁ = 0.15``, or the name alone where it has no number."""
        number = self.given.get(name)
        if isinstance(number, Symbol):  # of a problem in symbols
            return self.number(number)
        return self.name(name) if number is None else (*self.name(name), Run(" = "), *self.number(number))

    def value(self, name: str) -> Runs | None:
        """``net_h1 = 0.3775`` for a step of the solution; None where it has none, or none that is one number."""
        if self.shown is None or name not in self.steps or self.symbolic or not scalar(self.values.get(name)):
            return None
        return (*self.name(name), Run(" = "), *self.notation.write(self.shown[name]))


def scalar(value: object) -> bool:
    """Whether a value is one number."""
    return value is not None and not isinstance(value, (list, str)) and not hasattr(value, "shape")
