"""The derivation of a curve as a block of the page, and its lines compared with each other in numbers."""

from __future__ import annotations

import math

from ...formula.expr import ZERO, Expr, Num, Symbol
from ...formula.functions import FUNCTIONS
from ...formula.marks import AnyMark, Applied, Mark, Partial
from ...formula.numbers import DOUBLES, finite
from ...formula.partials import partials
from ...names import Name
from ...solution import Block, Says, Statement, Step
from .curve import Curve, X
from .derivations import DERIVATIONS, IDENTITIES, MINUS_SIGMA, SIGMA, F

VARIABLE = Mark("x")


class Lines:
    """The statements of one curve: what is printed in front of each, and the formulas themselves."""

    def __init__(self, curve: Curve):
        self.curve = curve
        self.heads: dict[Name, AnyMark | str] = {}
        sigma = Mark("σ")
        self.marks = {SIGMA.name: Applied(sigma, VARIABLE), MINUS_SIGMA.name: Applied(sigma, VARIABLE, True)}
        self.slopes: list[Expr] = []  # formulas of f′(x) that must all agree
        self.count = 0

    def state(self, head: str | Mark | Partial, formula: Expr, reason: Says | None) -> Step:
        """A line of the derivation; a line that goes on with the one before has no head."""
        self.count += 1
        name = self.curve.line(self.count)
        self.heads[name] = head
        return Statement(name, own(self.curve, formula), reason)

    def chain(self, head: str | Mark | Partial, lines: list[tuple[Expr, str]]) -> list[Step]:
        """A head and the lines that are equal to it."""
        return [
            self.state(head if k == 0 else "", formula, Says(f"curve_by_{key}") if key else None)
            for k, (formula, key) in enumerate(lines)
        ]

    def derivation(self) -> list[Block]:
        """f(x) and f′(x), line by line; piece by piece where the function is."""
        curve = self.curve
        self.marks[curve.here] = curve.applied(VARIABLE)
        if curve.pieces:
            return self._by_pieces()
        found = DERIVATIONS.get(curve.name)
        if found is None:
            formula = curve.formula(X)
            raw, short = partials(formula, formula).get(X.name, ZERO), curve.differentiated(X)
            value: list[tuple[Expr, str]] = [(formula, "")]
            same = repr(raw) == repr(short)
            slope = [(short, "written")] if same or _kinked(raw) else [(raw, "rules"), (short, "written")]
        else:
            value, slope = found.value, found.slope
        self.slopes = [formula for formula, _ in slope]
        steps = self.chain(curve.applied(VARIABLE), value) + self.chain(curve.applied(VARIABLE, True), slope)
        return [Block(None, steps)]

    def _by_pieces(self) -> list[Block]:
        curve, blocks = self.curve, []
        for piece in curve.pieces:
            formula = piece.formula(X, *curve.args)
            slope = partials(formula, formula).get(X.name, ZERO)
            steps = [
                self.state(curve.applied(VARIABLE), formula, piece.says(X.name)),
                self.state(curve.applied(VARIABLE, True), slope, None),
            ]
            blocks.append(Block(None, steps))
        blocks.append(Block(None, [], self.kink()))
        if curve.learned:
            below = partials(curve.pieces[1].formula(X, *curve.args), F).get(curve.learned, ZERO)
            head = Partial(Mark(curve.letter, curve.copy), Mark(curve.learned))
            above = self.state(head, ZERO, Says("curve_above", name=X.name))
            steps = [above, self.state("", below, curve.pieces[1].says(X.name))]
            blocks.append(Block(None, steps, Says("curve_learned", text=curve.learned)))
        return blocks

    def kink(self) -> Says:
        """What is taken as the slope where two pieces meet."""
        curve = self.curve
        if curve.name in ("step", "bipolar step"):
            return Says("curve_jump")
        if curve.name == "hard sigmoid":
            return Says("curve_kinks", edge=_text(1 / (2 * curve.numbers()[0])))
        if curve.name == "relu at 0":
            return Says("curve_kink_told", at=repr(curve.args[0]).replace("-", "−"))
        if curve.smooth:
            return Says("curve_smooth_kink")
        return Says("curve_kink_zero" if curve.name == "relu" else "curve_kink_below")

    def identity(self) -> Block | None:
        """The identity of this activation, line by line."""
        found = IDENTITIES.get(self.curve.name)
        if found is None:
            return None
        self.marks[self.curve.here] = self.curve.applied(VARIABLE)
        head, lines = found
        return Block(Says(f"curve_identity_{self.curve.name}"), self.chain(head, lines))

    def agreement(self, points: list[float]) -> Says | None:
        """How far the lines of f′(x) are apart at the points where doubles can hold them."""
        if len(self.slopes) < 2:
            return None
        worst, count = 0.0, 0
        for at in points:
            try:
                known = {"x": at, F.name: self.curve.number_at(at), SIGMA.name: _sigma(at)}
                numbers = [float(formula.evaluate(known, DOUBLES)) for formula in self.slopes]
            except (ArithmeticError, ValueError):
                continue
            if not all(finite(number) for number in numbers):
                continue
            count += 1
            # 1 − σ(x) loses digits where σ is nearly 1, so small slopes are compared on the scale of 1.
            worst = max(worst, (max(numbers) - min(numbers)) / max(1.0, *map(abs, numbers)))
        if not count:
            return None
        return Says("curve_lines_agree", count=len(self.slopes), text=self.curve.mark("x", "′"), worst=f"{worst:.0e}")


def own(curve: Curve, formula: Expr) -> Expr:
    """A formula with the curve's own name for f(x)."""
    if isinstance(formula, Symbol):
        return Symbol(curve.here) if formula.name == F.name else formula
    parts = formula.parts()
    return formula.rebuilt(tuple(own(curve, part) for part in parts)) if parts else formula


def _sigma(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x > -700 else 0.0


def _kinked(formula: Expr) -> bool:
    """Whether a formula holds the choice of a maximum, which has no name on paper."""
    from ...formula.expr import Call

    if isinstance(formula, Call) and formula.function.name not in FUNCTIONS:
        return True
    return any(_kinked(part) for part in formula.parts())


def _text(number: float) -> str:
    return repr(Num(f"{number:g}")).replace("-", "−")
