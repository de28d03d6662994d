"""The check under every solution: gradients against central differences of the very same steps."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from .formula.expr import symbols
from .formula.numbers import DOUBLES, Doubles
from .names import Name
from .solution import Says, Step, evaluate

if TYPE_CHECKING:
    from .evaluation import Givable
    from .formula.functions import Function
    from .formula.numbers import Numeric

# Work is bounded: about this many symbols may be evaluated again before single checks become a sample.
BUDGET = 3_000_000
AGREE = 1e-6
# A kink near by asks for a smaller step.
STEPS = (2e-3, 1e-4, 1e-5, 1e-7)
# A gradient is wrong where the differences leave less than this part of its distance from them open.
DOUBT = 0.01
# At a kink the slopes from both sides differ by more than this, also where their mean is the gradient: |x| at 0.
ALIKE = 0.1
# Sixteen roundings of a double: a few in the forward pass, as the extrapolation magnifies them.
ROUNDING = 2.0**-48


class Rough(Doubles):
    """Doubles whose sums are off by up to the part ``by`` of their terms, and functions by that of their arguments.

    The errors are of either sign, so that they do not cancel, and the same in every computation of the same steps.
    """

    def __init__(self, by: float):
        self.by, self.count = by, 0

    def error(self) -> float:
        """The relative error of the next operation."""
        self.count += 1
        return self.by * math.sin(self.count)

    def total(self, terms: Sequence[Numeric]) -> Numeric:
        """A sum of one or more numbers or arrays."""
        return super().total(terms) + self.off(super().total([abs(term) for term in terms]))

    def minus(self, a: Numeric, b: Numeric) -> Numeric:
        """A difference."""
        return super().minus(a, b) + self.off(super().total([abs(a), abs(b)]))

    def matrix_product(self, a: Numeric, b: Numeric) -> Numeric:
        """A product of matrices."""
        return super().matrix_product(a, b) + self.off(super().matrix_product(abs(a), abs(b)))

    def sum_of(self, array: Numeric) -> Numeric:
        """The sum of all entries of an array."""
        return super().sum_of(array) + self.off(super().sum_of(abs(array)))

    def off(self, size: Numeric) -> Numeric:
        """By how much the next operation is off, whose terms have this ``size`` together."""
        return size * self.error()

    def call(self, function: Function, args: Sequence[Numeric]) -> Numeric:
        """The value of a function; whole numbers among its arguments may count something and stay."""
        return super().call(function, [arg if isinstance(arg, int) else arg * (1 + self.error()) for arg in args])


class Differences:
    """Numerical derivatives of one step of a list by given numbers."""

    def __init__(self, steps: list[Step], given: Mapping[Name, Givable], target: Name):
        self.target = target
        self.values = evaluate(steps, given=given)
        self.steps = steps
        self.users: dict[Name, list[int]] = {}
        self.sizes = []
        for index, step in enumerate(steps):
            used = set(symbols(step.formula))
            self.sizes.append(len(used))
            for name in used:
                self.users.setdefault(name, []).append(index)
        self._downstream: dict[tuple[int, ...], tuple[list[int], int]] = {}

    def downstream(self, name: Name) -> tuple[list[int], int]:
        """The steps that change with ``name``, in order, and how many symbols they hold."""
        direct = tuple(self.users.get(name, ()))
        if direct not in self._downstream:
            found = set(direct)
            for index in range(direct[0] if direct else 0, len(self.steps)):
                if index in found:
                    found.update(self.users.get(self.steps[index].name, ()))
            order = sorted(found)
            self._downstream[direct] = order, sum(self.sizes[index] for index in order)
        return self._downstream[direct]

    def _target_at(self, direction: Mapping[Name, Numeric], distance: float, order: list[int], rough: float) -> float:
        """The target with some given numbers moved along a direction; all values are put back afterwards."""
        system = Rough(rough) if rough else DOUBLES
        kept = {name: self.values[name] for name in direction}
        try:
            for name, d in direction.items():
                self.values[name] = system.total([self.values[name], d * distance])
            for index in order:
                step = self.steps[index]
                kept[step.name] = self.values[step.name]
                self.values[step.name] = step.formula.evaluate(self.values, system)
            return float(self.values[self.target])
        finally:
            self.values.update(kept)

    def _slopes(
        self, direction: Mapping[Name, Numeric], order: list[int], step: float, up: float = 0.0, down: float = 0.0
    ) -> tuple[float, ...]:
        """The derivative along ``direction``: by central differences, the same without the first, right, and left.

        Each is extrapolated from differences over h, h/2 and h/4 (Richardson), so that the error of central ones falls
        with h⁶, that of those to one side with h³. ``up`` and ``down``: how roughly the target is computed
        on either side, see :class:`Rough`.
        """
        here = float(self.values[self.target])
        found = []
        for h in (step, step / 2, step / 4):
            above = self._target_at(direction, h, order, up)
            below = self._target_at(direction, -h, order, down)
            found.append(((above - below) / (2 * h), (above - here) / h, (here - below) / h))
        central, right, left = zip(*found, strict=True)
        return *_extrapolated(4, *central), _extrapolated(2, *right)[0], _extrapolated(2, *left)[0]

    def _noise(
        self, direction: Mapping[Name, Numeric], order: list[int], step: float, slopes: tuple[float, ...]
    ) -> float:
        """The rounding error of these ``slopes``: how far they move where every sum is rounded roughly."""
        rough = [self._slopes(direction, order, step, ROUNDING, down) for down in (ROUNDING, -ROUNDING)]
        return max(abs(a - b) for moved in rough for a, b in zip(moved, slopes, strict=True))

    def gap(
        self, direction: Mapping[Name, Numeric], order: list[int], gradient: float, size: float
    ) -> tuple[float, bool]:
        """Relative difference between ``gradient`` and the derivative along ``direction``; whether it is smooth there.

        What rounding explains is no difference. Only where the differences have settled, and are the same to both
        sides, do they tell that a gradient is wrong; where they are so at no step, a kink is there or too near.
        Raises OverflowError where no step gives a difference within the range of doubles.
        """
        looks = []
        for step in STEPS:
            slopes = self._slopes(direction, order, step)
            central, _, right, left = slopes
            gap = _gap(central, gradient, size)
            if gap <= AGREE and _gap(right, left, size) <= ALIKE:
                return gap, True
            looks.append((slopes, step))
        best = float("inf")
        for slopes, step in looks:
            noise = self._noise(direction, order, step, slopes)
            if not all(map(math.isfinite, (*slopes, noise))):
                continue
            central, before, right, left = slopes
            # Where a slope has a kink, as that of max(0, x)² at 0, only the differences to one side tend to it fast.
            sides = max(_gap(right, gradient, size, noise), _gap(left, gradient, size, noise))
            gap = min(_gap(central, gradient, size, noise), sides)
            apart = _gap(right, left, size, noise)
            agrees = gap <= AGREE and apart <= ALIKE
            settled = max(apart, _gap(central, before, size, noise)) <= DOUBT * gap
            if agrees or settled:
                return gap, True
            best = min(best, max(gap, apart))
        if best == float("inf"):
            raise OverflowError("the differences are too large for doubles")
        return best, False


def _extrapolated(fall: int, first: float, second: float, third: float) -> tuple[float, float]:
    """What slopes over h, h/2 and h/4 tend to (Richardson), and the same without the first.

    ``fall``: by what the error is divided where h is halved, 2 to one side, 4 for central differences.
    """
    before = (fall * second - first) / (fall - 1)
    once = (fall * third - second) / (fall - 1)
    return (fall**2 * once - before) / (fall**2 - 1), once


def check_gradients(
    steps: list[Step],
    given: Mapping[Name, Givable],
    target: Name,
    gradients: dict[Name, Name],
    values: Mapping[Name, Numeric],
) -> Says | None:
    """What the last line of a solution says: how well the gradients agree with central differences.

    ``steps``: the forward pass that ends in ``target``; ``gradients``: given name → step of its gradient;
    ``values``: the values of those steps at full precision.
    """
    if not gradients:
        return None
    differences = Differences(steps, given, target)
    chosen = _sample(differences, list(gradients))
    gaps, kinks = _compared(differences, chosen, gradients, values)
    worst, smooth = max(gaps.values(), default=0.0), len(chosen) - len(kinks)
    if worst > AGREE:
        wrong = sorted(((gap, name) for name, gap in gaps.items() if gap > AGREE), reverse=True)
        return Says("page_differs", names=[name for _, name in wrong[:5]], worst=_shown(worst))
    if len(chosen) < len(gradients):
        try:
            together = _shown(_together(differences, gradients, values))
        except (ArithmeticError, ValueError):  # beside the given numbers the error has no value
            return Says("page_checked", n=smooth, worst=_shown(worst))
        return Says("page_checked_some", n=len(chosen), all=len(gradients), worst=_shown(worst), together=together)
    if kinks:
        return Says("page_checked_kink", names=kinks[:5], n=smooth, worst=_shown(worst))
    return Says("page_checked", n=len(chosen), worst=_shown(worst))


def _compared(
    differences: Differences, chosen: list[Name], gradients: dict[Name, Name], values: Mapping[Name, Numeric]
) -> tuple[dict[Name, float], list[Name]]:
    """How far each gradient is from its differences, and the names at whose numbers there is a kink or no value."""
    size = max(abs(float(values[step])) for step in gradients.values())
    gaps: dict[Name, float] = {}
    kinks = []
    for name in chosen:
        order, _ = differences.downstream(name)
        try:
            gap, smooth = differences.gap({name: 1.0}, order, float(values[gradients[name]]), size)
        except (ArithmeticError, ValueError):
            smooth = False
        if smooth:
            gaps[name] = gap
        else:
            kinks.append(name)
    return gaps, kinks


def together(said: list[Says | None]) -> Says | None:
    """One sentence for the checks of several targets: the first that disagrees or has a kink, else their number."""
    known = sorted(filter(None, said), key=lambda each: _ORDER.get(each.key, 1))
    if len(known) > 1 and known[0].key == "page_checked":
        return Says("page_checked", n=checked_count(known), worst=largest_gap(known))
    return next(iter(known), None)


# Which of several sentences is told: what disagrees, then kinks and samples, then what agrees.
_ORDER = {"page_differs": 0, "page_checked": 2}


def checked_count(said: Iterable[Says]) -> int:
    """How many gradients were compared, as the sentences of some checks say."""
    total = 0
    for each in said:
        count = each.args["n"]
        assert isinstance(count, int), "what is compared is counted"
        total += count
    return total


def largest_gap(said: Iterable[Says]) -> str:
    """The largest difference that the sentences of some checks tell of."""
    return max((str(each.args["worst"]) for each in said), key=float)


def _gap(slope: float, gradient: float, size: float, noise: float = 0.0) -> float:
    """Relative difference but for noise; those far below the largest gradient are compared with that."""
    return max(abs(slope - gradient) - noise, 0.0) / max(abs(slope), abs(gradient), 1e-4 * size, 1e-12)


def _sample(differences: Differences, names: list[Name]) -> list[Name]:
    """As many names as the budget of work allows, evenly spread."""
    cost = sum(differences.downstream(name)[1] * 6 for name in names[:: max(1, len(names) // 50)])
    each = cost / max(1, len(names[:: max(1, len(names) // 50)]))
    count = int(min(len(names), max(10, BUDGET / max(each, 1))))
    return [names[k * len(names) // count] for k in range(count)]


def _together(differences: Differences, gradients: dict[Name, Name], values: Mapping[Name, Numeric]) -> float:
    """All gradients at once: the derivative along one direction against the sum of the gradients' shares."""
    direction = {name: (1.0 if k % 3 else -1.0) / len(gradients) ** 0.5 for k, name in enumerate(gradients)}
    changed: set[int] = set()
    for name in gradients:
        changed.update(differences.downstream(name)[0])
    expected = sum(direction[name] * values[step] for name, step in gradients.items())
    return differences.gap(direction, sorted(changed), expected, abs(expected))[0]


def _shown(difference: float) -> str:
    """A relative difference in one figure; 0 as 0."""
    return f"{difference:.0e}" if difference else "0"
