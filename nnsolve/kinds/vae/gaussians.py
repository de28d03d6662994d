"""Two Gaussians with independent dimensions: KL in both directions, and the Wasserstein distance W₂.

KL(p‖q) is ln(σ_q/σ_p) + (σ_p² + (μ_p − μ_q)²)/(2σ_q²) − ½ in every dimension (Murphy, Probabilistic machine learning:
advanced topics, 5.1.2.3); W₂² is the sum of (μ_p − μ_q)² + (σ_p − σ_q)² (Peyré and Cuturi, Computational optimal
transport, remark 2.31).
"""

from __future__ import annotations

from ...errors import counted, here
from ...formula.expr import HALF, TWO, Add, Div, Expr, Mul, Pow, Sub, Symbol, sum_of, total_of
from ...formula.functions import ln, sqrt
from ...formula.marks import Mark
from ...names import Name, Role
from ...reading.schema import Choice, Field, ListOf, Nested, Number, Record
from ...reading.yamlfile import Faults
from ...solution import Says
from ...working import Working

MOST_DIMENSIONS, LARGEST = 8, 1e6
_POSITIVE = ListOf(Number(above=0, most=LARGEST), MOST_DIMENSIONS, least=1)
WASSERSTEIN = Name(Role.RESULT, "W2")
DIRECTIONS = (("p", "q"), ("q", "p"))


class Gaussian(Record):
    """A Gaussian: its mean, and its variance or its standard deviation by that name."""

    mean = Field(ListOf(Number(least=-LARGEST, most=LARGEST), MOST_DIMENSIONS, least=1), "the mean, a number or a list")
    variance = Field(_POSITIVE, "the variance σ², one a dimension", default=None, excludes="sigma")
    sigma = Field(_POSITIVE, "the standard deviation σ, one a dimension", default=None)

    def check(self, faults: Faults) -> None:
        """One of variance and deviation, of as many dimensions as the mean."""
        if {"variance", "sigma"}.isdisjoint(self.places):
            text = "write variance: or sigma: (the second number of N(a, b) is the one or the other, by the book)"
            faults.add(self.beginning, text, "")
            return
        if not self.has("mean") or faults.found:
            return
        for key in ("variance", "sigma"):
            numbers = getattr(self, key)
            if numbers is not None and len(numbers) != len(self.mean):
                text = f"expected {counted(len(self.mean), 'numbers')}, as in mean; {here(len(numbers))}"
                faults.add(self.places[key], text, "")


class Gaussians(Record):
    """``gaussians:`` p and q, and what is computed of them."""

    p = Field(Nested(Gaussian), "a Gaussian: {mean: 3, variance: 2}, or sigma: in place of variance:")
    q = Field(Nested(Gaussian), "the other one")
    find = Field(
        ListOf(Choice("kl", "reverse", "w2"), least=1),
        "KL(p‖q), KL(q‖p), W₂; all of them unless told",
        default=["kl", "reverse", "w2"],
    )

    def check(self, faults: Faults) -> None:
        """As many dimensions of both."""
        if faults.found or not self.has("p", "q"):
            return
        if len(self.p.mean) != len(self.q.mean):
            text = f"expected {counted(len(self.p.mean), 'dimensions')}, as p has; {here(len(self.q.mean))}"
            faults.add(self.places["q"], text, "")


def divergence(one: str, other: str, item: str = "") -> Name:
    """KL of one Gaussian to another, of a dimension or of all."""
    return Name(Role.RESULT, f"KL_{one}{other}", item)


class GaussiansPage:
    """The lines of two Gaussians."""

    def __init__(self, page: Working, task: Gaussians, unit: str):
        self.page, self.task, self.unit = page, task, unit
        count = len(task.p.mean)
        self.items = [str(number) for number in range(1, count + 1)] if count > 1 else [""]

    def write(self) -> None:
        """What is given, what is missing of variance and deviation, and the distances."""
        self._give("p", self.task.p)
        self._give("q", self.task.q)
        self.page.section(Says("vae_section_spread"))
        for label, gaussian in (("p", self.task.p), ("q", self.task.q)):
            self.page.block()
            self._write_spread(label, gaussian)
        if "kl" in self.task.find:
            self._write_divergence("p", "q")
        if "reverse" in self.task.find:
            self._write_divergence("q", "p")
        if "w2" in self.task.find:
            self._write_distance()
        if {"kl", "reverse"} <= set(self.task.find):
            self.page.note(Says("vae_note_asymmetric"))

    def _name(self, word: str, label: str, item: str) -> Name:
        """A value of a Gaussian: mu_p, sigma_q1."""
        return Name(_ROLES.get(word, Role.RESULT), word, f"{label}{item}")

    def _symbol(self, word: str, label: str, item: str) -> Symbol:
        return Symbol(self._name(word, label, item))

    def _give(self, label: str, gaussian: Gaussian) -> None:
        """The numbers of a Gaussian, side by side."""
        word = "sigma" if gaussian.variance is None else "var"
        row: dict[Name, Expr] = {}
        spread = gaussian.variance or gaussian.sigma or []
        for item, mean, width in zip(self.items, gaussian.mean, spread, strict=True):
            row[self._name("mu", label, item)] = mean
            row[self._name(word, label, item)] = width
            for each, mark in (("mu", "μ"), ("var", "σ²"), ("sigma", "σ")):
                self.page.marks[self._name(each, label, item)] = Mark(mark, f"{label}{item}")
                self.page.synonyms[f"{_CALLED[each]}_{label}{item}"] = self._name(each, label, item)
        self.page.row(row)

    def _write_spread(self, label: str, gaussian: Gaussian) -> None:
        """The deviation of a variance, or the variance of a deviation."""
        for item in self.items:
            if gaussian.variance is None:
                square = Pow(self._symbol("sigma", label, item), TWO)
                self.page.step(self._name("var", label, item), square, shows="numbers")
            else:
                self.page.step(self._name("sigma", label, item), sqrt(self._symbol("var", label, item)))

    def _write_divergence(self, one: str, other: str) -> None:
        """KL in one direction: of every dimension, then their sum."""
        page, whole = self.page, divergence(one, other)
        page.section(Says("vae_section_direction", one=one, other=other))
        page.block()
        mark = f"KL({one}‖{other})"
        for item in self.items:
            name = divergence(one, other, item)
            page.marks[name] = Mark(mark, item)
            page.step(name, self._divergence(one, other, item))
        page.marks[whole] = Mark(mark)
        if len(self.items) > 1:
            page.step(whole, sum_of([divergence(one, other, item) for item in self.items]), Says("vae_sum"))
        page.answers.append(whole)
        page.synonyms |= {f"KL({one}||{other})": whole, f"D_KL({one}||{other})": whole, f"KL({one},{other})": whole}
        if self.unit == "bits":
            bits = Name(Role.RESULT, f"KL_{one}{other}", "bits")
            page.marks[bits] = Mark(mark, "bits")
            page.answer(bits, Div(Symbol(whole), ln(TWO)), Says("vae_bits"))

    def _divergence(self, one: str, other: str, item: str) -> Expr:
        """ln(σ_q/σ_p) + (σ_p² + (μ_p − μ_q)²)/(2σ_q²) − ½"""
        ratio = Div(self._symbol("sigma", other, item), self._symbol("sigma", one, item))
        gap = Sub(self._symbol("mu", one, item), self._symbol("mu", other, item))
        spread = Add((self._symbol("var", one, item), Pow(gap, TWO)))
        return Sub(Add((ln(ratio), Div(spread, Mul((TWO, self._symbol("var", other, item)))))), HALF)

    def _write_distance(self) -> None:
        """W₂, from the gaps of means and of deviations."""
        page = self.page
        page.section(Says("vae_section_wasserstein"))
        page.block()
        squares: list[Expr] = []
        for item in self.items:
            for word in ("mu", "sigma"):
                squares.append(Pow(Sub(self._symbol(word, "p", item), self._symbol(word, "q", item)), TWO))
        page.marks[WASSERSTEIN] = Mark("W", "2")
        page.answer(WASSERSTEIN, sqrt(total_of(squares)), Says("vae_wasserstein"))


_ROLES = {"mu": Role.INPUT}
_CALLED = {"mu": "mean", "var": "variance", "sigma": "std"}
