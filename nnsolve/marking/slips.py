"""Which single slip turns the right formulas into the number a student wrote."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator

from ..formula.expr import ONE, Num, Symbol, replaced, symbols
from ..formula.numbers import exactly, is_array, quietly
from ..solution import Says, Statement, Step
from .chance import Chance
from .changes import Change, Surroundings, changed
from .digits import FARTHER, Number, digit_slips, edits
from .entries import BY_NODE, COSTS, WHOLES
from .gap import FAULTS, Gap, is_real

# A slip one step deeper in the gap counts as this much less likely, and those this much less likely than the first
# are not mentioned.
DEEPER, WORTH_SAYING, MOST_NAMED = 0.25, 1.2, 5
# What a slip loses in likelihood for every factor of ten by which its number is off the last digit written.
OFF = 0.5
# A slip must come so much nearer to what was written than what is right; where one gives exactly what was written,
# others must do so to half a unit.
NEARER, EXACTLY = 0.2, 0.01
# Of two slips that do the same to a step, one that is this much less likely is not mentioned.
UNLIKELIER = 0.15
# Formulas whose changes are kept; lines looked at for a copied number; numbers of one formula that may be misread, and
# how deep in the gap. A number of fewer figures than these agrees with too many others.
MOST_KEPT, MOST_LINES, MOST_READ, MISREAD_DEPTH, FEWEST_FIGURES = 2000, 400, 12, 2, 4
# So many numbers one slip of the pen makes of each digit.
EDITS = 12


class Found:
    """A slip that reproduces the number: the entry of the table, the step whose formula was changed, the sentence.

    ``expected`` is what the right formulas give from the student's numbers, ``value`` what the changed one gives;
    ``rank`` orders the likeliest first; ``slip_rank`` is the part of it that does not depend on the number.
    """

    __slots__ = ("expected", "rank", "says", "slip", "slip_rank", "step", "value")

    def __init__(self, slip: str, step: str, says: Says, expected, value, rank: float, slip_rank: float):
        self.slip_rank = slip_rank
        self.slip, self.step, self.says = slip, step, says
        self.expected, self.value, self.rank = expected, value, rank

    def __repr__(self):
        return f"{self.slip} in {self.step} ({self.value})"


def changes(step: Step, around: Surroundings) -> Iterator[Change]:
    """Every single change of the formula of a step that the table of slips knows."""
    kept = around.made.get(step.name)
    if kept is None or kept[0] is not step.formula:
        if len(around.made) >= MOST_KEPT:
            around.made.clear()
        kept = around.made[step.name] = (step.formula, changed(step, around, BY_NODE, WHOLES))
    yield from kept[1]


def search(
    gap: list[Step],
    x: float,
    close: Callable[[float], bool],
    around: Surroundings,
    written: str = "",
    budget: int = 20_000,
    before: Collection[str] = (),
) -> list[Found]:
    """The single slips that make ``x`` out of the steps of ``gap``, the likeliest first; [] where ``x`` is right.

    ``gap`` are the steps since the last answered ones, in order; its last step is the one that was answered with
    ``x``: a number, a list of sizes, or the rows of a matrix. ``close`` says whether a value agrees with what was
    written, which stands in ``written``. At most ``budget`` formulas are evaluated. A slip that gives the number no
    better than chance would is not named, but for those of ``before``, which the student has made already. Never raises
    for what the changed formulas do.
    """
    gap = [step for step in gap if type(step) is not Statement]
    if not gap:
        return []
    with exactly(), quietly():
        return _Search(gap, x, close, around, written, budget, before).run()


class _Search:
    """One search: the gap evaluated with one formula changed after another."""

    def __init__(self, steps, x, close, around, written, budget, before):
        self.gap, self.x, self.close, self.around = Gap(steps, around.values, budget), x, close, around
        self.steps, self.scalar = steps, is_real(x)
        self.number = Number(written, x) if self.scalar else None
        self.expected = self.gap.expected
        self.found: list[Found] = []
        self.before, self.chance = before, None
        if self.scalar:
            whole = self.number.unit == 1 and is_real(self.expected) and self.expected == int(self.expected)
            self.chance = Chance(x, self.number.unit, whole)

    def run(self) -> list[Found]:
        if self._agrees(self.expected):
            return []
        last, depth = len(self.steps) - 1, 0
        for k in range(last, -1, -1):
            # What only names another number (∂net/∂w = out) is no step of its own on paper.
            depth += k < last and not isinstance(self.steps[k].formula, Symbol)
            self._change(k, depth)
            if self.gap.budget <= 0:
                break
        if self.scalar and is_real(self.expected):
            self._on_paper()
            self._copied()
            for k in range(last, max(last - 1 - MISREAD_DEPTH, -1), -1):
                self._misread(k, last - k)
        return self._likeliest()

    def _change(self, k: int, depth: int):
        """Every single change of the formula of the k-th step."""
        later = {step.name for step in self.steps[k:]}
        for change in changes(self.steps[k], self.around):
            value = self.gap.given(k, change.formula)
            if value is None:
                continue
            self._try(value, COSTS[change.slip] + DEEPER * depth)
            if self._shows(value) and later.isdisjoint(symbols(change.formula)):
                self._note(change, value, depth)

    # Comparing

    def _agrees(self, value) -> bool:
        if value is None or is_real(value) != self.scalar:
            return False
        try:
            return bool(self.close(value))
        except FAULTS:
            return False

    def _shows(self, value) -> bool:
        """Whether a value is what was written, and clearly more so than the right one."""
        if not self._agrees(value):
            return False
        if not self.scalar or not is_real(self.expected):
            return True
        return abs(value - self.x) <= NEARER * abs(self.expected - self.x)

    def _off(self, value) -> float:
        """How far a number is from what was written, in units of the last digit."""
        return abs(value - self.x) / self.number.unit if self.scalar else 0.0

    def _try(self, value, rank: float):
        """Notes a number that a slip would have given, whether or not it is the one written."""
        if self.chance is not None and is_real(value):
            self.chance.tried(value, rank)

    # Candidates besides changed formulas

    def _on_paper(self):
        """A slip of the pen in the number itself."""
        if not self.x:
            return

        def agrees(slip: str, value: float) -> bool:
            self._try(value, COSTS[slip])
            return self._shows(value)

        for slip, value, args in digit_slips(self.number, self.expected, self.x, agrees):
            self._note(Change(slip, self.steps[-1].name, ONE, args), value, 0)

    def _copied(self):
        """The value of another line."""
        if self.number.figures < FEWEST_FIGURES or self.x in (0, 1):
            return
        names, name = self.around.names, self.steps[-1].name
        here = names.index(name) if name in names else len(names)
        near = range(max(here - MOST_LINES, 0), min(here + MOST_LINES, len(names)))
        for k in sorted(near, key=lambda k: abs(k - here)):
            value = self.around.values.get(names[k])
            if names[k] == name or not is_real(value):
                continue
            self._try(float(value), COSTS["copied"])
            if self._shows(float(value)):
                self._note(Change("copied", name, ONE, {"other": [names[k]]}), float(value), 0)
                return

    def _misread(self, k: int, depth: int):
        """A number put in with a slip of the pen: 0.3411 for 0.7411."""
        step, inner = self.steps[k], {each.name for each in self.steps}
        if self.number.figures < FEWEST_FIGURES or abs(self.x - self.expected) < FARTHER * self.number.unit:
            return
        for name in list(dict.fromkeys(symbols(step.formula)))[:MOST_READ]:
            value = self.around.values.get(name)
            if name in inner or not is_real(value) or not value:
                continue
            wanted = self._wanted(k, name, float(value))
            if wanted is not None:
                self._misread_one(k, depth, name, float(value), wanted)

    def _misread_one(self, k: int, depth: int, name: str, value: float, wanted: float):
        """The value of one name put in with a slip of the pen; ``wanted`` is about what must have been put in."""
        text = _plain(abs(value))
        self.chance.many(EDITS * len(text), COSTS["number_misread"] + DEEPER * depth)
        for _, wrong in edits(text, len(text)):
            tried = math.copysign(float(wrong), value)
            if abs(tried - wanted) > 0.02 * abs(wanted) + 1e-12:
                continue
            got = self._put_in(k, name, tried)
            if got is not None and self._shows(got):
                args = {"name": name, "wrong": wrong, "right": text}
                self._note(Change("number_misread", self.steps[k].name, ONE, args), got, depth)

    def _put_in(self, k: int, name: str, value: float):
        """The number of the last step with ``value`` for a name in the k-th."""
        return self.gap.given(k, replaced(self.steps[k].formula, {name: Num(repr(value), value)}))

    def _wanted(self, k: int, name: str, value: float) -> float | None:
        """The number that in place of ``name`` would give what was written, by secants; None where none is found."""
        before, there, guess = value, self.expected, value * 1.01
        for _ in range(4):
            got = self._put_in(k, name, guess)
            if not is_real(got) or got == there:
                break
            before, there, guess = guess, got, guess + (self.x - got) * (guess - before) / (got - there)
            if not math.isfinite(guess):
                return None
        return guess if there != self.expected else None

    # The result

    def _note(self, change: Change, value, depth: int):
        likely = COSTS[change.slip] + DEEPER * depth
        rank = likely + (OFF * math.log10(1 + self._off(value)) if self.scalar else 0.0)
        self.found.append(Found(change.slip, change.name, change, self.expected, value, rank, likely))

    def _says_much(self, each: Found) -> bool:
        mirrored = is_real(self.expected) and _alike(each.value, -self.expected)
        return self.chance.allows(each.slip_rank, self._off(each.value), mirrored)

    def _likeliest(self) -> list[Found]:
        """The likeliest, each once: of those that do the same to the same step, or are the same slip, the first."""
        kept: list[Found] = []
        for each in sorted(self._worth_saying(), key=lambda each: (each.rank, self._off(each.value))):
            if kept and each.rank > kept[0].rank + WORTH_SAYING:
                break
            if not any(_says_it_better(other, each) for other in kept):
                kept.append(each)
        kept = kept[:MOST_NAMED]
        for each in kept:
            each.says = each.says.says
        return _once(kept)

    def _worth_saying(self) -> list[Found]:
        """What was found, without what is only near where something is exact, and without what chance would give."""
        found = self.found
        if any(self._off(each.value) < EXACTLY for each in found):
            found = [each for each in found if self._off(each.value) <= 0.5]
        if self.chance is None:
            return found
        return [each for each in found if each.slip in self.before or self._says_much(each)]


def _says_it_better(one: Found, other: Found) -> bool:
    """Whether one slip is clearly likelier than another that gives the same, and is of its sort or its step."""
    if one.rank >= other.rank - UNLIKELIER or not _alike(one.value, other.value):
        return False
    return one.slip == other.slip or one.step == other.step


def _once(found: list[Found]) -> list[Found]:
    """Without sentences that were said before."""
    by_text: dict[str, Found] = {}
    for each in found:
        by_text.setdefault(_text(each.says), each)
    return list(by_text.values())


def _text(says) -> str:
    if isinstance(says, Says):
        return f"{says.key}({', '.join(f'{key}={_text(value)}' for key, value in says.args.items())})"
    return str(says)


def _alike(one, other) -> bool:
    if is_array(one) or is_array(other):
        return one.shape == other.shape and bool((one == other).all())
    if isinstance(one, list) or isinstance(other, list):
        return one == other
    return abs(one - other) <= 1e-9 * max(abs(one), abs(other))


def _plain(value: float) -> str:
    """A number as digits with a point, up to eight figures."""
    text = f"{value:.8g}"
    return text if "e" not in text else f"{value:.12f}".rstrip("0").rstrip(".")


__all__ = ["Change", "Found", "Surroundings", "changes", "search"]
