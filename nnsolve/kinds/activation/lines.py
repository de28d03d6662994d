"""The derivation of a curve as a block of the page, and its lines compared with each other in numbers."""

from __future__ import annotations

from ...formula.activations import sigmoid
from ...formula.activations.entry import MINUS_SIGMA, OWN_VALUE, SIGMA, Derivation, X
from ...formula.activations.entry import Lines as Equal
from ...formula.expr import ZERO, Expr, Symbol, calls, replaced
from ...formula.functions import FUNCTIONS
from ...formula.marks import AnyMark, Applied, Mark, Partial
from ...formula.numbers import DOUBLES, finite
from ...formula.partials import partials
from ...names import Name
from ...solution import Block, Says, Statement, Step
from .curve import Curve

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

    def chain(self, head: str | Mark | Partial, lines: Equal) -> list[Step]:
        """A head and the lines that are equal to it."""
        found: list[Step] = []
        for formula, key in lines:
            found.append(self.state("" if found else head, formula, Says(key) if key else None))
        return found

    def derivation(self) -> list[Block]:
        """f(x) and f′(x), line by line; piece by piece where the function is."""
        curve = self.curve
        self.marks[curve.here] = curve.applied(VARIABLE)
        if curve.pieces:
            return self._by_pieces()
        derive = curve.entry.derivation or self._by_rules
        found = derive()
        self.slopes = [formula for formula, _ in found.slope]
        value = self.chain(curve.applied(VARIABLE), found.value)
        return [Block(None, value + self.chain(curve.applied(VARIABLE, True), found.slope))]

    def _by_rules(self) -> Derivation:
        """The derivative of a formula by the rules, and in SymPy's shorter form where that is another."""
        formula = self.curve.formula(X)
        raw, short = partials(formula, formula).get(X.name, ZERO), self.curve.differentiated(X)
        slope = [(short, "curve_by_written")]
        if repr(raw) != repr(short) and not _kinked(raw):
            slope.insert(0, (raw, "curve_by_rules"))
        return Derivation([(formula, "")], slope)

    def _by_pieces(self) -> list[Block]:
        curve, blocks = self.curve, []
        for piece in curve.pieces:
            formula = piece.formula(X, *curve.args)
            slope = partials(formula, formula).get(X.name, ZERO)
            steps = [
                self.state(curve.applied(VARIABLE), formula, Says(piece.says, name=X.name)),
                self.state(curve.applied(VARIABLE, True), slope, None),
            ]
            blocks.append(Block(None, steps))
        blocks.append(Block(None, [], self.kink()))
        if curve.learned:
            last = curve.pieces[1]
            below = partials(last.formula(X, *curve.args), OWN_VALUE).get(curve.learned, ZERO)
            head = Partial(Mark(curve.letter, curve.copy), Mark(curve.learned))
            above = self.state(head, ZERO, Says("curve_above", name=X.name))
            steps = [above, self.state("", below, Says(last.says, name=X.name))]
            blocks.append(Block(None, steps, Says("curve_learned", text=curve.learned)))
        return blocks

    def kink(self) -> Says:
        """What is taken as the slope where two pieces meet."""
        corner = self.curve.entry.corner
        if corner is None or self.curve.smooth:
            return Says("curve_smooth_kink")
        if corner.text is None:
            return Says(corner.says)
        return Says(corner.says, **{corner.gap: corner.text(*self.curve.args)})

    def identity(self) -> Block | None:
        """The identity of this activation, line by line."""
        found = self.curve.identity
        if found is None:
            return None
        self.marks[self.curve.here] = self.curve.applied(VARIABLE)
        return Block(Says(found.says), self.chain(found.head, found.lines))

    def agreement(self, points: list[float]) -> Says | None:
        """How far the lines of f′(x) are apart at the points where doubles can hold them."""
        if len(self.slopes) < 2:
            return None
        gaps = [gap for gap in map(self._gap, points) if gap is not None]
        if not gaps:
            return None
        worst = f"{max(gaps):.0e}"
        return Says("curve_lines_agree", count=len(self.slopes), text=self.curve.mark("x", "′"), worst=worst)

    def _gap(self, at: float) -> float | None:
        """How far the lines of f′(x) are apart at a point; None where doubles cannot hold them."""
        try:
            known = {"x": at, OWN_VALUE.name: self.curve.number_at(at), SIGMA.name: sigmoid.value(at)}
            numbers = [float(formula.evaluate(known, DOUBLES)) for formula in self.slopes]
        except (ArithmeticError, ValueError):
            return None
        if not all(map(finite, numbers)):
            return None
        # 1 − σ(x) loses digits where σ is nearly 1, so small slopes are compared on the scale of 1.
        return (max(numbers) - min(numbers)) / max(1.0, *map(abs, numbers))


def own(curve: Curve, formula: Expr) -> Expr:
    """A formula with the curve's own name for f(x)."""
    return replaced(formula, {OWN_VALUE.name: Symbol(curve.here)})


def _kinked(formula: Expr) -> bool:
    """Whether a formula holds the choice of a maximum, which has no name on paper."""
    return any(call.function.name not in FUNCTIONS for call in calls(formula))
