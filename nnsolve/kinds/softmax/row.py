"""One row of logits: the names of its results, and the steps of its softmax and cross-entropy."""

from __future__ import annotations

from collections.abc import Sequence

from ...formula.activations import softmax_unit
from ...formula.expr import ZERO, Add, Div, Expr, Mul, Neg, Num, Sub, Symbol, product_of, sum_of, total_of
from ...formula.functions import exp, ln, maximum
from ...formula.marks import AnyMark, Mark, Partial
from ...formula.partials import partials
from ...names import Name, Role, d
from ...reading.schema import constant
from ...solution import Column, Says, Table, refs
from ...working import Working
from .read import Target

TEMPERATURE = Name(Role.OPTION, "T")
TOTAL = Name(Role.LOSS, "L")
_ROLES = {"z": Role.NET, "u": Role.NET, "p": Role.OUT, "y": Role.TARGET, "L": Role.LOSS}
# Below this exponent e^x is no longer a full double, so a logarithm of the probability would lose digits.
_SMALLEST = -700


class Row:
    """One row of logits ``z`` over ``classes``.

    Its ``number`` stands in every name where there are several rows: p_2_cat; it is '' for the only one. ``scaled``
    says that logits are divided by a ``temperature`` T where that is not 1, ``shifted`` that the largest one is
    subtracted before the exponential.
    """

    def __init__(
        self,
        logits: list[Expr],
        classes: list[str],
        number: str,
        temperature: float,
        shifted: bool,
        target: Target | None = None,
    ):
        self.logits, self.classes, self.number = logits, classes, number
        self.temperature, self.scaled, self.shifted = temperature, temperature != 1, shifted
        self.target = target

    # Names

    def name(self, stem: str, k: int | None = None) -> Name:
        """z_1 or z_cat; m; of several rows z_2_1, m_2."""
        items = [self.number, "" if k is None else self.classes[k]]
        return Name(_ROLES.get(stem, Role.RESULT), stem, "_".join(filter(None, items)))

    @property
    def right(self) -> Target:
        """The target of a row that has one."""
        assert self.target is not None
        return self.target

    def all(self, stem: str) -> list[Name]:
        """The names of one stem for every class."""
        return [self.name(stem, k) for k in range(len(self.classes))]

    def slope(self, top: Name, k: int) -> Name:
        """∂top/∂z of a class."""
        return d(top, self.name("z", k))

    def slopes(self, top: Name) -> list[Name]:
        """∂top/∂z of every class."""
        return [self.slope(top, k) for k in range(len(self.classes))]

    @property
    def given(self) -> dict[Name, Expr]:
        """The logits, and the target where it is no single class."""
        found = dict(zip(self.all("z"), self.logits, strict=True))
        if self.target and self.target.index is None:
            found |= zip(self.all("y"), self.target.numbers, strict=True)
        return found

    def marks(self) -> dict[Name, AnyMark]:
        """How the names are printed: z₁, p_cat; the row stands above where there are several: z₁⁽²⁾."""
        found: dict[Name, AnyMark] = {}
        for stem, letter in _LETTERS.items():
            found |= {self.name(stem, k): Mark(letter, name, self.number) for k, name in enumerate(self.classes)}
        for stem, letter in _SINGLE.items():
            found[self.name(stem)] = Mark(letter, sup=self.number)
        for k in range(len(self.classes)):
            bottom = found[self.name("z", k)]
            found[self.slope(TOTAL, k)] = Partial(Mark("L"), bottom)
            found[self.slope(self.name("L"), k)] = Partial(found[self.name("L")], bottom)
            found |= {self.slope(p, k): Partial(found[p], bottom) for p in self.all("p")}
        return found

    @property
    def exponents(self) -> list[Name]:
        """The names of what stands in the exponents, but for the shift: logits, or logits over the temperature."""
        return self.all("u") if self.scaled else self.all("z")

    @property
    def sizes(self) -> list[float]:
        """The logits over the temperature, as doubles."""
        return [constant(logit) / self.temperature for logit in self.logits]

    # Steps

    def softmax(self, page: Working) -> None:
        """The largest logit, the exponentials, their sum, the probabilities, and the sum of these."""
        if self.scaled:
            page.block(intro=Says("softmax_scaled"))
            for u, z in zip(self.all("u"), self.all("z"), strict=True):
                page.step(u, Div(Symbol(z), Symbol(TEMPERATURE)))
        if self.shifted:
            page.block()
            page.step(self.name("m"), maximum(*map(Symbol, self.exponents)), Says("softmax_largest"))
        powers, shares = self.all("e"), self.all("p")
        page.block()
        for power, exponent in zip(powers, self.exponents, strict=True):
            page.step(power, exp(self._shifted(Symbol(exponent))))
        total = page.step(self.name("S"), sum_of(powers))
        page.block()
        for share, power in zip(shares, powers, strict=True):
            page.step(share, Div(Symbol(power), total))
        page.step(self.name("sum"), sum_of(shares), Says("softmax_sum"))

    def _shifted(self, exponent: Expr) -> Expr:
        return Sub(exponent, Symbol(self.name("m"))) if self.shifted else exponent

    def logarithms(self, page: Working) -> None:
        """ln Σ e^z, and the logarithm of every probability."""
        page.block(intro=Says("softmax_log_intro"))
        level = page.step(self.name("lse"), self._level(), Says("softmax_lse"))
        for name, exponent in zip(self.all("logp"), self.exponents, strict=True):
            page.step(name, Sub(Symbol(exponent), level))

    def loss(self, page: Working) -> None:
        """The cross-entropy between the target and the probabilities."""
        target = self.right
        if target.index is not None:
            reason = Says("softmax_loss_class", text=self.classes[target.index])
            page.step(self.name("L"), _negative(self._surprise(target.index)), reason)
            return
        counted = [k for k, number in enumerate(target.numbers) if constant(number)]
        terms = [Mul((Symbol(self.name("y", k)), self._surprise(k))) for k in counted]
        page.step(self.name("L"), Neg(total_of(terms)), Says("softmax_loss"))

    def _surprise(self, k: int) -> Expr:
        """ln p of a class; by the logits where p itself is too small for a double."""
        if self.sizes[k] - max(self.sizes) > _SMALLEST:
            return ln(Symbol(self.name("p", k)))
        return Sub(Symbol(self.exponents[k]), self._level())

    def _level(self) -> Expr:
        """ln Σ e^z."""
        level = ln(Symbol(self.name("S")))
        return Add((Symbol(self.name("m")), level)) if self.shifted else level

    def gradient(self, page: Working, loss: Name, share: int) -> None:
        """∂loss/∂z = p − y, over T where there is a temperature, over ``share`` where the loss is a mean of rows."""
        below: list[Expr] = [Symbol(TEMPERATURE)] if self.scaled else []
        if share > 1:
            below.append(Num(str(share)))
        page.block(intro=Says("softmax_gradient_scaled" if self.scaled else "softmax_gradient_intro"))
        for slope, p, wanted in zip(self.slopes(loss), self.all("p"), self._wanted(), strict=True):
            error = Sub(Symbol(p), wanted)
            page.step(slope, Div(error, product_of(below)) if below else error)

    def _wanted(self) -> Sequence[Expr]:
        """The target of every class: 0 and 1 as numbers, probabilities by their names."""
        return self.right.numbers if self.right.index is not None else list(map(Symbol, self.all("y")))

    def jacobian(self, page: Working) -> None:
        """∂p_i/∂z_j for all pairs, by the slopes of the softmax unit; the matrix as a table below."""
        block = page.block(intro=Says("softmax_jacobian_intro"))
        rows: list[list] = []
        for i, share in enumerate(self.all("p")):
            self._jacobian_row(page, i)
            rows.append([Says("page_name", name=share), *refs(self.slopes(share))])
        titles = [Says("softmax_by", name=z) for z in self.all("z")]
        block.table = Table([Column("softmax_class", "softmax_column_class"), *titles], rows)

    def _jacobian_row(self, page: Working, i: int) -> None:
        """The derivatives of one probability by all logits; in the first row the two rules are told."""
        shares = list(map(Symbol, self.all("p")))
        slopes = partials(softmax_unit(i, shares)(*self._inner()), shares[i])
        for j, z in enumerate(self.all("z")):
            reason = _REASONS.get((i, j))
            page.step(self.slope(shares[i].name, j), slopes.get(z, ZERO), reason)

    def _inner(self) -> list[Expr]:
        logits = map(Symbol, self.all("z"))
        return [Div(z, Symbol(TEMPERATURE)) if self.scaled else z for z in logits]


def _negative(formula: Expr) -> Expr:
    """−formula; −(z − lse) is written lse − z."""
    return Sub(formula.right, formula.left) if isinstance(formula, Sub) else Neg(formula)


# In the first row and its first two columns.
_REASONS = {(0, 0): Says("network_slope_softmax_own"), (0, 1): Says("network_slope_softmax_other")}
_LETTERS = {"z": "z", "u": "u", "e": "e", "p": "p", "y": "y", "logp": "ln p"}
_SINGLE = {"m": "m", "S": "S", "sum": "Σ p", "lse": "lse", "L": "L"}
