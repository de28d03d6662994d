"""The gradients by μ and by what the encoder gives for the spread, along two paths: through z, and through KL."""

from __future__ import annotations

from ...differences import check_gradients
from ...formula.derive import Backward
from ...formula.expr import Add, Expr, Mul, Neg, Sub, Symbol, total_of
from ...names import Name, d
from ...solution import Says, Solution, Step, evaluate
from ...working import Working
from .code import Code
from .forward import Forward
from .names import BETA, KL, Dimension, E, L

# Of more dimensions the first and the last are written out.
LONGEST = 6


class Gradients:
    """What is derived of a page; ``found`` leads from what the encoder gives to the step of its gradient."""

    def __init__(self, page: Working, code: Code, forward: Forward):
        self.page, self.code, self.forward = page, code, forward
        self.before: list[Step] = list(page.steps)
        self.formulas = [(step.name, step.formula) for step in self.before]
        self.through_z = bool(forward.stations) and forward.problem.loss is not None
        self.found: dict[Name, Name] = {}

    def write(self, shown: bool) -> None:
        """∂E/∂z, the slopes of z and of KL, and their sums; not ``shown`` only where they are asked for."""
        title = "vae_section_both" if self.through_z else "vae_section_gradients"
        self.page.section(Says(title), shown=shown)
        if self.through_z:
            self._write_errors()
        for word in ("mu", self.code.spread.word):
            self._write_slopes(word)
            if self.through_z:
                self._write_sums(word)
        if shown:
            self.page.check(self._checked)

    def _write(self, name: Name, formula: Expr, role: str, of: tuple[Name, ...]) -> None:
        """A step that the chain rule gives."""
        reason = Says("vae_collapse") if role == "collapse" else None
        self.page.step(name, subtracted(formula), reason)

    def _write_errors(self) -> None:
        """∂E/∂z, from x̂ back through the decoder."""
        self.page.block(Says("vae_back_to_z"))
        stations = self.forward.stations
        chain = Backward(self.formulas, E, self._write, inline=True, stations=stations, collapse=self.forward.short)
        chain.stations.sort(key=stations.index)
        chain.write_stations()
        for dimension in self.code.dimensions:
            chain.gradient(dimension.name("z"))

    def _write_slopes(self, word: str) -> None:
        """∂z and ∂KL by one of what the encoder gives, for every dimension."""
        drawn = self.forward.problem.epsilon is not None
        for upper in ("z", "KL") if drawn else ("KL",):
            self.page.block(Says(_SLOPES[upper]), longest=LONGEST)
            for dimension in self.code.dimensions:
                self._derive(dimension, upper, word)

    def _derive(self, dimension: Dimension, upper: str, word: str) -> None:
        lower = dimension.name(word)
        chain = Backward(self.formulas, dimension.name(upper), self._write, inline=True, closed=True)
        gradient = chain.gradient(lower)
        if upper == "KL" and not self.through_z:
            self.found[lower] = gradient
            self.page.answers.append(gradient)
        if upper == "KL" and dimension.item:
            self.page.synonyms |= {d(KL, lower): gradient}

    def _write_sums(self, word: str) -> None:
        """∂L by one of what the encoder gives: along both paths."""
        self.page.block(Says("vae_both_paths"), longest=LONGEST)
        for dimension in self.code.dimensions:
            lower = dimension.name(word)
            z, divergence = dimension.name("z"), dimension.name("KL")
            through_z = Mul((Symbol(d(E, z)), Symbol(d(z, lower))))
            through_kl = Mul((Symbol(BETA), Symbol(d(divergence, lower))))
            self.found[lower] = d(L, lower)
            self.page.answer(d(L, lower), total_of([through_z, through_kl]))

    def _checked(self, solution: Solution) -> Says | None:
        """All gradients against central differences."""
        steps = {step.name: step for step in self.page.steps}
        values = evaluate(list(steps.values()), given=self.page.given)
        target = L if self.through_z else KL
        return check_gradients(self.before, self.page.given, target, self.found, values)


def subtracted(formula: Expr) -> Expr:
    """A sum of two as a difference, where the second has a minus: ½·σ² − ½."""
    if not isinstance(formula, Add) or len(formula.terms) != 2:
        return formula
    first, second = formula.terms
    return Sub(first, second.inner) if isinstance(second, Neg) else formula


_SLOPES = {"z": "vae_slope_of_z", "KL": "vae_slope_of_kl"}
