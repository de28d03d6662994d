"""The forward steps of one loss: the term of each sample, their sum or mean, and the loss itself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, product

from ...formula.expr import HALF, ONE, TWO, ZERO, Expr, Mul, Sub, Symbol, product_of, total_of, whole
from ...formula.functions import sqrt
from ...formula.losses.logs import Logs
from ...names import Name, Role
from ...reading.schema import constant
from ...solution import Says, Step
from .data import Grid
from .read import Chosen

_ROLES = {"t": Role.TARGET, "z": Role.NET, "o": Role.OUT}


_OVER = {"sum": "loss_over_sum", "mean": "loss_over_mean"}


class Data:
    """Targets and predictions under names: t1 or t1_2, o1 or o1_2, and z for logits."""

    def __init__(self, targets: Grid, predictions: Grid, right: list[int] | None, logits: bool):
        self.targets, self.predictions, self.right, self.logits = targets, predictions, right, logits
        self.count, self.width = predictions.count, predictions.width
        self._names = {"t": self._named("t", targets.width)} | {c: self._named(c, self.width) for c in "oz"}

    def _named(self, letter: str, width: int) -> list[list[Name]]:
        """The names under a letter, by sample and output; a label is the target of all outputs."""
        if width == 1:
            return [[Name(_ROLES[letter], f"{letter}{i}")] * self.width for i in self.samples()]
        return [self._row_of(f"{letter}{i}", _ROLES[letter]) for i in self.samples()]

    def _row_of(self, stem: str, role: Role) -> list[Name]:
        """The names of one sample, by output."""
        return [Name(role, stem, str(j)) for j in self.outputs()]

    def samples(self) -> range:
        """The numbers of the samples."""
        return range(1, self.count + 1)

    def outputs(self) -> range:
        """The numbers of the outputs of a sample."""
        return range(1, self.width + 1)

    def name(self, letter: str, i: int, j: int = 1) -> Name:
        """The name of a target (t), a prediction (o) or a logit (z)."""
        return self._names[letter][i - 1][j - 1]

    def called(self) -> dict[str, Name]:
        """Predictions by what books call them besides: p1, ŷ1_2."""
        found: dict[str, Name] = {}
        for i, names in enumerate(self._names["o"], 1):
            for j, name in enumerate(names, 1):
                below = f"{i}_{j}" if self.width > 1 else str(i)
                found |= {f"p{below}": name, f"ŷ{below}": name}
        return found

    def row(self, letter: str, i: int) -> list[Expr]:
        """All outputs of a sample."""
        return [Symbol(self.name(letter, i, j)) for j in self.outputs()]

    @property
    def entered(self) -> str:
        """The letter of what is given for predictions."""
        return "z" if self.logits else "o"

    def places(self) -> Iterator[tuple[int, int]]:
        """The outputs of all samples: sample and output."""
        return product(self.samples(), self.outputs())

    def given(self, letter: str) -> dict[Name, Expr]:
        """The given numbers under a letter."""
        grid = self.targets if letter == "t" else self.predictions
        found: dict[Name, Expr] = {}
        for i, row in enumerate(grid.rows, 1):
            found |= {self.name(letter, i, j): number for j, number in enumerate(row, 1)}
        return found

    def one_hot(self, i: int, j: int) -> Expr:
        """The target of an output, also where targets are labels."""
        if not self.right:
            return Symbol(self.name("t", i, j))
        return ONE if self.right[i - 1] == j - 1 else ZERO

    def sums_to_one(self) -> bool:
        """Whether the targets of every sample sum to exactly 1."""
        if self.right:
            return True
        totals = [sum(map(constant, row)) for row in self.targets.rows]
        return all(abs(total - 1) < 1e-12 for total in totals)


class Terms:
    """The steps of one loss. ``samples`` holds those of each sample, ``ending`` those behind them."""

    def __init__(self, loss: Chosen, data: Data, logs: Logs, over_outputs: str | None):
        self.loss, self.data, self.logs, self.over = loss, data, logs, over_outputs or "sum"
        self.name, self.put = Name(Role.LOSS, loss.stem), loss.put
        self.sum, self.mean = (Name(Role.RESULT, loss.stem, put) for put in ("sum", "mean"))
        self.single = data.count == 1 and self.put in ("mean", "sum")
        self._numbered = [Name(Role.TERM, loss.stem, str(i)) for i in data.samples()]
        self.samples = [self._sample(i) for i in data.samples()]
        self.ending = [] if self.single else self._ending()

    def numbered(self, i: int) -> Name:
        """The name of the term of sample ``i`` among others."""
        return self._numbered[i - 1]

    def term(self, i: int) -> Name:
        """The name of the term of sample ``i``; of a single one that of the loss."""
        return self.name if self.single else self.numbered(i)

    def element(self, i: int, j: int) -> Name:
        """The name of the term of one output of a sample."""
        return Name(Role.TERM, self.numbered(i), str(j))

    def put_together(self) -> dict[str, Name]:
        """The sum and the mean of the terms, as far as they are results, by these words."""
        if self.single:
            return dict.fromkeys(("sum", "mean"), self.name)
        written = {step.name for step in self.ending}
        found = {name.by: name for name in (self.sum, self.mean) if name in written}
        if self.put in ("sum", "mean"):
            found[self.put] = self.name
        return found

    def steps(self) -> list[Step]:
        """All steps in order."""
        return [*chain.from_iterable(self.samples), *self.ending]

    def _formula(self, i: int, j: int) -> Expr:
        """The term of one output."""
        loss, data = self.loss, self.data
        target: Expr | bool = Symbol(data.name("t", i, j))
        o = Symbol(data.name("o", i, j))
        term = loss.entry.term
        if term is not None and term.branch is not None:  # the piece that counts here
            return term.branch(*self._numbers(i, j))(target, o, *loss.parameters)
        if loss.entry.targets == "0 or 1":  # only the half counts that belongs to the target
            target = constant(data.targets.rows[i - 1][j - 1]) == 1
        more = {"way": loss.way} if loss.way else {}
        return loss.entry.written(target, o, *loss.parameters, logs=self.logs, **more)

    def _sample(self, i: int) -> list[Step]:
        """The steps that lead to the term of sample ``i``."""
        data = self.data
        if self.loss.entry.rows:
            return [self._of_row(i)]
        if data.width == 1:
            return [Step(self.term(i), self._formula(i, 1), self._reason(i, 1))]
        steps = [Step(self.element(i, j), self._formula(i, j), self._reason(i, j)) for j in data.outputs()]
        return [*steps, self._over_outputs(i, [Symbol(step.name) for step in steps])]

    def _of_row(self, i: int) -> Step:
        """The term of a loss that takes all outputs of a sample together."""
        data, entry = self.data, self.loss.entry
        right = data.right if entry.targets == "class" else None
        targets = right[i - 1] if right else data.row("t", i)
        if not entry.worst:
            return Step(self.term(i), entry.written(targets, data.row("o", i), logs=self.logs))
        worst = self._worst(i)
        formula = entry.written(targets, data.row("o", i), logs=self.logs, worst=worst)
        return Step(self.term(i), formula, Says("loss_worst", name=data.name("o", i, worst + 1)))

    def _over_outputs(self, i: int, elements: list[Symbol]) -> Step:
        """The term of sample ``i``, put together from those of its outputs."""
        if self.put == "product":
            return Step(self.term(i), product_of(elements))
        total = total_of(elements)
        formula = total / whole(self.data.width) if self.over == "mean" else total
        return Step(self.term(i), formula, Says(_OVER[self.over], count=self.data.width))

    def _worst(self, i: int) -> int:
        """The wrong class with the highest score, counted from 0; the first of several."""
        assert self.data.right is not None, "a wrong class is one beside the right"
        row, right = self.data.predictions.rows[i - 1], self.data.right[i - 1]
        scores = list(map(constant, row))
        wrong = [j for j in range(len(row)) if j != right]
        return max(wrong, key=scores.__getitem__)

    def _numbers(self, i: int, j: int) -> list:
        """Target, prediction and the loss's own numbers, to sixty digits: they decide which piece counts."""
        from ...formula.precise import PRECISELY

        data = self.data
        numbers = (data.targets.rows[i - 1][j - 1], data.predictions.rows[i - 1][j - 1], *self.loss.parameters)
        return [number.evaluate({}, PRECISELY) for number in numbers]

    def _reason(self, i: int, j: int) -> Says | None:
        """Which piece of the loss counts."""
        piece_says = self.loss.entry.piece_says
        return Says(piece_says(*self._numbers(i, j))) if piece_says else None

    def _ending(self) -> list[Step]:
        """How the terms are put together."""
        n, terms = self.data.count, [Symbol(self.term(i)) for i in self.data.samples()]
        if self.put == "product":
            return [Step(self.name, product_of(terms), Says("loss_product"))]
        if n == 1:
            return [self._of_one(terms[0])]
        said, total = Says("loss_sum", count=n), total_of(terms)
        if self.put == "sum":
            return [Step(self.name, total, said), self._mean(self.mean, self.name)]
        return [Step(self.sum, total, said), *_MEANS[self.put](self)]

    def _of_one(self, term: Expr) -> Step:
        """The loss of a single sample whose mean has a root or a half."""
        if self.put == "root mean":
            return Step(self.name, sqrt(term), Says("loss_root_one"))
        return Step(self.name, Mul((HALF, term)))

    def _mean(self, name: Name, summed: Name) -> Step:
        """A sum over the number of samples."""
        n = self.data.count
        return Step(name, Symbol(summed) / whole(n), Says("loss_mean", count=n))

    def plain_mean(self) -> list[Step]:
        """The mean of the terms behind their sum."""
        return [self._mean(self.name, self.sum)]

    def half_mean(self) -> list[Step]:
        """Half their mean."""
        n = self.data.count
        return [Step(self.name, Symbol(self.sum) / Mul((TWO, whole(n))), Says("loss_half_mean", count=n))]

    def root_mean(self) -> list[Step]:
        """Their mean and its root."""
        return [self._mean(self.mean, self.sum), Step(self.name, sqrt(Symbol(self.mean)), Says("loss_root"))]

    def short(self) -> dict[Name, Expr]:
        """∂loss/∂logit in its short form, prediction − target over what the mean divides by; empty where none fits."""
        data, entry = self.data, self.loss.entry
        fits = data.logits and self.logs.name == "ln" and entry.short
        if not fits or (entry.rows and not data.sums_to_one()):
            return {}
        return {data.name("z", i, j): self._gap(i, j) for i, j in data.places()}

    def _gap(self, i: int, j: int) -> Expr:
        """Prediction − target over what the means divide by."""
        gap = Sub(Symbol(self.data.name("o", i, j)), self.data.one_hot(i, j))
        divisor = self._divisor()
        return gap / whole(divisor) if divisor > 1 else gap

    def _divisor(self) -> int:
        """By what the means over samples and outputs divide a term."""
        samples = self.data.count if self.put == "mean" else 1
        each_output = self.over == "mean" and not self.loss.entry.rows
        return samples * self.data.width if each_output else samples


_MEANS = {"mean": Terms.plain_mean, "half mean": Terms.half_mean, "root mean": Terms.root_mean}
