"""The check under every solution: gradients against central differences of the very same steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from .errors import EvaluationError
from .formula.expr import symbols
from .formula.numbers import DOUBLES
from .names import Name
from .solution import Says, Step, evaluate

if TYPE_CHECKING:
    from typing import TypeAlias

    import numpy

    # How far a number, or every entry of an array, is moved.
    Along: TypeAlias = float | numpy.ndarray

# Work is bounded: about this many symbols may be evaluated again before single checks become a sample.
BUDGET = 3_000_000
AGREE = 1e-6


class Differences:
    """Numerical derivatives of one step of a list by given numbers."""

    def __init__(self, steps: list[Step], given: Mapping, target: Name):
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
        self._downstream: dict[tuple, tuple[list[int], int]] = {}

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

    def _target_at(self, changed: dict[Name, float], order: list[int]) -> float:
        """The target with some given numbers changed; all values are put back afterwards."""
        kept = {name: self.values[name] for name in changed}
        self.values.update(changed)
        try:
            for index in order:
                step = self.steps[index]
                kept[step.name] = self.values[step.name]
                self.values[step.name] = step.formula.evaluate(self.values, DOUBLES)
            return float(self.values[self.target])
        finally:
            self.values.update(kept)

    def slope(self, direction: Mapping[Name, Along], order: list[int], step: float) -> tuple[float, bool]:
        """The derivative along ``direction``, and whether the error is smooth there.

        Central differences at h, h/2 and h/4, extrapolated (Richardson): the error falls with h⁶. One-sided
        differences whose disagreement does not fall with h tell a kink.
        """
        here = float(self.values[self.target])
        results = []
        for h in (step, step / 2, step / 4):
            above = self._target_at({n: self.values[n] + h * d for n, d in direction.items()}, order)
            below = self._target_at({n: self.values[n] - h * d for n, d in direction.items()}, order)
            results.append(((above - below) / (2 * h), (above - 2 * here + below) / h))
        first, second, third = (result[0] for result in results)
        once = (4 * second - first) / 3, (4 * third - second) / 3
        smooth = abs(results[2][1]) <= 0.7 * abs(results[0][1]) + 1e-7 * (1 + abs(here))
        return (16 * once[1] - once[0]) / 15, smooth

    def gap(
        self, direction: Mapping[Name, Along], order: list[int], gradient: float, size: float
    ) -> tuple[float, bool]:
        """Relative difference between ``gradient`` and the derivative along ``direction``; whether it is smooth there.

        A kink of the error near by asks for a smaller step, so smaller ones are tried before they are said to differ.
        Raises OverflowError where no step gives a difference within the range of doubles.
        """
        best, smooth = float("inf"), True
        for step in (2e-3, 1e-4, 1e-5):
            slope, smooth = self.slope(direction, order, step)
            best = min(best, _gap(slope, gradient, size))
            if best <= AGREE:
                break
        if best == float("inf"):
            raise OverflowError("the differences are too large for doubles")
        return best, smooth


def check_gradients(
    steps: list[Step], given: Mapping, target: Name, gradients: dict[Name, Name], values: dict, largest: float = 0.0
) -> Says | None:
    """What the last line of a solution says: how well the gradients agree with central differences.

    ``steps``: the forward pass that ends in ``target``; ``gradients``: given name → step of its gradient;
    ``values``: the values of those steps at full precision; ``largest``: the largest number that the steps compute
    with, where that may be far above the target, whose differences then carry its noise.
    """
    if not gradients:
        return None
    differences = Differences(steps, given, target)
    # Gradients far below the error itself drown in the noise of its differences, as those far below the largest do.
    sizes = [abs(values[step]) for step in gradients.values()]
    size = max(0.01 * abs(differences.values[target]), 0.01 * largest, *sizes)
    chosen = _sample(differences, list(gradients))
    worst, kinks, wrong = 0.0, [], []
    for name in chosen:
        order, _ = differences.downstream(name)
        try:
            gap, smooth = differences.gap({name: 1.0}, order, values[gradients[name]], size)
        except (ArithmeticError, ValueError, EvaluationError):
            kinks.append(name)
            continue
        if gap > AGREE and not smooth:
            kinks.append(name)
        elif gap > AGREE:
            wrong.append((gap, name))
        else:
            worst = max(worst, gap)
    if wrong:
        names = [name for _, name in sorted(wrong, reverse=True)[:5]]
        return Says("differs", names=names, worst=_shown(max(wrong)[0]))
    if len(chosen) < len(gradients):
        try:
            together = _shown(_together(differences, gradients, values))
        except (ArithmeticError, ValueError):  # beside the given numbers the error has no value
            return Says("checked", n=len(chosen) - len(kinks), worst=_shown(worst))
        return Says("checked_some", n=len(chosen), all=len(gradients), worst=_shown(worst), together=together)
    if kinks:
        return Says("checked_kink", names=kinks[:5], n=len(chosen) - len(kinks), worst=_shown(worst))
    return Says("checked" if len(chosen) > 1 else "checked_one", n=len(chosen), worst=_shown(worst))


def together(said: list[Says | None]) -> Says | None:
    """One sentence for the checks of several targets: the first that disagrees or has a kink, else their number."""
    known = [each for each in said if each]
    odd = [each for each in known if each.key not in ("checked", "checked_one")]
    odd.sort(key=lambda each: each.key != "differs")
    if odd or len(known) < 2:
        return next(iter(odd or known), None)
    worst = max((each.args["worst"] for each in known), key=float)
    return Says("checked", n=sum(each.args["n"] for each in known), worst=worst)


def _gap(slope: float, gradient: float, size: float) -> float:
    """Relative difference; differences far below the largest gradient are noise of the doubles."""
    return abs(slope - gradient) / max(abs(slope), abs(gradient), 1e-4 * size, 1e-12)


def _sample(differences: Differences, names: list[Name]) -> list[Name]:
    """As many names as the budget of work allows, evenly spread."""
    cost = sum(differences.downstream(name)[1] * 6 for name in names[:: max(1, len(names) // 50)])
    each = cost / max(1, len(names[:: max(1, len(names) // 50)]))
    count = int(min(len(names), max(10, BUDGET / max(each, 1))))
    return [names[k * len(names) // count] for k in range(count)]


def _together(differences: Differences, gradients: dict[Name, Name], values: dict) -> float:
    """All gradients at once: the derivative along one direction against the sum of the gradients' shares."""
    direction = {name: (1.0 if k % 3 else -1.0) / len(gradients) ** 0.5 for k, name in enumerate(gradients)}
    order = sorted({index for name in gradients for index in differences.downstream(name)[0]})
    expected = sum(direction[name] * values[step] for name, step in gradients.items())
    return differences.gap(direction, order, expected, abs(expected))[0]


def _shown(difference: float) -> str:
    """A relative difference in one figure; 0 as 0."""
    return f"{difference:.0e}" if difference else "0"
