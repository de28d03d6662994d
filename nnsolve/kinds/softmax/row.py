"""One row of logits: the names of its results, and the steps of its softmax and cross-entropy."""

from __future__ import annotations

from ...formula.activations import softmax_unit
from ...formula.expr import ZERO, Add, Div, Expr, Mul, Neg, Num, Sub, Symbol, product_of, total_of
from ...formula.functions import exp, ln, maximum
from ...formula.marks import AnyMark, Mark, Partial
from ...formula.partials import partials
from ...names import Name, Role, d
from ...reading.schema import constant
from ...solution import Block, Ref, Says, Step, Table
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

    def __init__(self, logits: list[Expr], classes: list[str], number: str, temperature: float, shifted: bool):
        self.logits, self.classes, self.number = logits, classes, number
        self.temperature, self.scaled, self.shifted = temperature, temperature != 1, shifted
        self.target: Target | None = None

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

    # Steps

    def softmax(self) -> list[Block]:
        """The largest logit, the exponentials, their sum, the probabilities, and the sum of these."""
        scaled = [
            Step(u, Div(Symbol(z), Symbol(TEMPERATURE))) for u, z in zip(self.all("u"), self.all("z"), strict=True)
        ]
        names = self.all("u") if self.scaled else self.all("z")
        largest = Step(self.name("m"), maximum(*map(Symbol, names)), Says("softmax_largest"))
        powers, shares = [], []
        for k, name in enumerate(names):
            exponent = Sub(Symbol(name), Symbol(largest.name)) if self.shifted else Symbol(name)
            powers.append(Step(self.name("e", k), exp(exponent)))
            shares.append(Step(self.name("p", k), Div(Symbol(self.name("e", k)), Symbol(self.name("S")))))
        total = Step(self.name("S"), total_of([Symbol(step.name) for step in powers]))
        check = Step(self.name("sum"), total_of([Symbol(step.name) for step in shares]), Says("softmax_sum"))
        blocks = [Block(None, scaled, Says("softmax_scaled"))] if self.scaled else []
        if self.shifted:
            blocks.append(Block(None, [largest]))
        return [*blocks, Block(None, [*powers, total]), Block(None, [*shares, check])]

    def logarithms(self) -> Block:
        """ln Σ e^z, and the logarithm of every probability."""
        steps = [Step(self.name("lse"), self._level(), Says("softmax_lse"))]
        for k, name in enumerate(self.all("u") if self.scaled else self.all("z")):
            steps.append(Step(self.name("logp", k), Sub(Symbol(name), Symbol(steps[0].name))))
        return Block(None, steps, Says("softmax_log_intro"))

    def loss(self) -> Block:
        """The cross-entropy between the target and the probabilities."""
        target = self.right
        if target.index is not None:
            formula = self._surprise(target.index)
            reason = Says("softmax_loss_class", text=self.classes[target.index])
            # −(z − lse) is written lse − z
            whole = Sub(formula.right, formula.left) if isinstance(formula, Sub) else Neg(formula)
            return Block(None, [Step(self.name("L"), whole, reason)])
        counted = [k for k, number in enumerate(target.numbers) if constant(number)]
        terms = [Mul((Symbol(self.name("y", k)), self._surprise(k))) for k in counted]
        return Block(None, [Step(self.name("L"), Neg(total_of(terms)), Says("softmax_loss"))])

    def _surprise(self, k: int) -> Expr:
        """ln p of a class; by the logits where p itself is too small for a double."""
        logits = [constant(logit) for logit in self.logits]
        if logits[k] - max(logits) > _SMALLEST * self.temperature:
            return ln(Symbol(self.name("p", k)))
        return Sub(Symbol(self.name("u" if self.scaled else "z", k)), self._level())

    def _level(self) -> Expr:
        """ln Σ e^z."""
        level = ln(Symbol(self.name("S")))
        return Add((Symbol(self.name("m")), level)) if self.shifted else level

    def gradient(self, loss: Name, share: int = 1) -> Block:
        """∂loss/∂z = p − y, over T where there is a temperature, over ``share`` where the loss is a mean of rows."""
        below = [*([Symbol(TEMPERATURE)] if self.scaled else []), *([Num(str(share))] if share > 1 else [])]
        steps = []
        for k, number in enumerate(self.right.numbers):
            known = number if self.right.index is not None else Symbol(self.name("y", k))
            formula: Expr = Sub(Symbol(self.name("p", k)), known)
            steps.append(Step(self.slope(loss, k), Div(formula, product_of(below)) if below else formula))
        return Block(None, steps, Says("softmax_gradient_scaled" if self.scaled else "softmax_gradient_intro"))

    def jacobian(self) -> Block:
        """∂p_i/∂z_j for all pairs, by the slopes of the softmax unit; the matrix as a table below."""
        shares = [Symbol(name) for name in self.all("p")]
        inner = [Div(Symbol(z), Symbol(TEMPERATURE)) if self.scaled else Symbol(z) for z in self.all("z")]
        steps, rows = [], []
        for i, share in enumerate(shares):
            slopes = partials(softmax_unit(i, shares)(*inner), share)
            names = [self.slope(share.name, j) for j in range(len(shares))]
            for j, name in enumerate(names):
                formula = slopes.get(self.name("z", j), ZERO)
                steps.append(Step(name, formula, _REASONS[i == j] if i == 0 and j < 2 else None))
            rows.append([Says("name", name=share.name), *map(Ref, names)])
        titles = [Says("softmax_by", name=z) for z in self.all("z")]
        return Block(None, steps, Says("softmax_jacobian_intro"), table=Table(["softmax_class", *titles], rows))


_REASONS = {True: Says("slope_softmax_own"), False: Says("slope_softmax_other")}
_LETTERS = {"z": "z", "u": "u", "e": "e", "p": "p", "y": "y", "logp": "ln p"}
_SINGLE = {"m": "m", "S": "S", "sum": "Σ p", "lse": "lse", "L": "L"}
