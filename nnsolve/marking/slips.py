"""Which single slip turns the right formulas into the number a student wrote."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ..formula.expr import Symbol, symbols
from ..formula.numbers import exactly, quietly
from ..names import Name
from ..solution import Says, Step
from .changes import Change, Surroundings, changed
from .entries import BY_NODE, COSTS, WHOLES
from .gap import FAULTS, Gap, is_real
from .numeral import Numeral, alike
from .on_paper import OnPaper

if TYPE_CHECKING:
    from ..formula.numbers import Value

# A slip one step deeper in the gap counts as this much less likely, and those this much less likely than the first
# are not mentioned.
DEEPER, WORTH_SAYING, MOST_NAMED = 0.25, 1.2, 5
# What a slip loses in likelihood for every factor of ten by which its number is off the last digit written.
OFF = 0.5
# Where one slip gives exactly what was written, others must do so to half a unit.
EXACTLY, HALF = 0.01, 0.5
# Of two slips that do the same to a step, one that is this much less likely is not mentioned.
UNLIKELIER = 0.15
# Formulas whose changes are kept.
MOST_KEPT = 2000


class Found:
    """A slip that reproduces the number: the entry of the table, the step whose formula was changed, the sentence.

    ``expected`` is what the right formulas give from the student's numbers, ``value`` what the changed one gives;
    ``rank`` orders the likeliest first; ``slip_rank`` is the part of it that does not depend on the number.
    """

    __slots__ = ("expected", "rank", "says", "slip", "slip_rank", "step", "value")

    def __init__(
        self,
        slip: str,
        step: Name,
        says: Says,
        expected: Value | None,
        value: Value | None,
        rank: float,
        slip_rank: float,
    ):
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
    x: float | list,
    close: Callable[..., bool],
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
    with exactly(), quietly():
        numbers = Gap(gap, around.values, budget)
        numeral = Numeral(written, x, numbers.expected) if is_real(x) else None
        return Search(numbers, numeral, close, around, before).run()


class _Candidate(NamedTuple):
    """A change that gives the number, and what it gives; the ranks as those of ``Found``."""

    change: Change
    value: Value
    off: float  # units of the last digit
    rank: float
    slip_rank: float


# What was found, with its rank.
R = TypeVar("R", Found, _Candidate)


class Search:
    """One search: the gap evaluated with one formula changed after another.

    ``numeral`` is what was written, None where that is no single number.
    """

    def __init__(
        self,
        gap: Gap,
        numeral: Numeral | None,
        close: Callable[..., bool],
        around: Surroundings,
        before: Collection[str],
    ):
        self.gap, self.steps, self.numeral = gap, gap.steps, numeral
        self.close, self.around, self.before = close, around, before
        self.found: list[_Candidate] = []

    def run(self) -> list[Found]:
        """The slips found, the likeliest first."""
        expected = self.gap.expected
        if self._agrees(expected):
            return []
        self._change_formulas()
        if self.numeral is not None and is_real(expected):
            OnPaper(self, self.numeral, expected).look()
        return self._named()

    def _change_formulas(self):
        """Every single change of every step, the last step first."""
        last, depth = len(self.steps) - 1, 0
        for k in range(last, -1, -1):
            # What only names another number (∂net/∂w = out) is no step of its own on paper.
            if k < last and not isinstance(self.steps[k].formula, Symbol):
                depth += 1
            self._change(k, depth)
            if self.gap.budget <= 0:
                return

    def _change(self, k: int, depth: int):
        """Every single change of the formula of the k-th step."""
        later = {step.name for step in self.steps[k:]}
        for change in changes(self.steps[k], self.around):
            value = self.gap.given(k, change.formula)
            if value is None:
                continue
            self.tried(value, self.rank(change.slip, depth))
            if self.shows(value) and later.isdisjoint(symbols(change.formula)):
                self.note(change, value, depth)

    def rank(self, slip: str, depth: int) -> float:
        """How unlikely a slip is so deep in the gap."""
        return COSTS[slip] + DEEPER * depth

    def tried(self, value: Value, rank: float):
        """Notes a number that a slip would have given, whether or not it is the one written."""
        if self.numeral is not None and is_real(value):
            self.numeral.chance.tried(value, rank)

    def shows(self, value: Value) -> bool:
        """Whether a value is what was written, and clearly more so than the right one."""
        if not self._agrees(value):
            return False
        return self.numeral is None or self.numeral.nearer(value)

    def _agrees(self, value: Value | None) -> bool:
        single = self.numeral is not None
        if value is None or is_real(value) != single:
            return False
        try:
            return bool(self.close(value))
        except FAULTS:
            return False

    def note(self, change: Change, value: Value, depth: int):
        """Keeps a change that gives what was written."""
        off = 0.0 if self.numeral is None else self.numeral.off(value)
        likely = self.rank(change.slip, depth)
        self.found.append(_Candidate(change, value, off, likely + OFF * math.log10(1 + off), likely))

    # The result

    def _named(self) -> list[Found]:
        """The likeliest, each sentence once."""
        by_text: dict[str, Found] = {}
        found = sorted(self._worth_saying(), key=lambda each: (each.rank, each.off))
        for each in likeliest(found, _says_it_better):
            says = each.change.says
            named = Found(
                each.change.slip,
                each.change.name,
                says,
                self.gap.expected,
                each.value,
                each.rank,
                each.slip_rank,
            )
            by_text.setdefault(_text(says), named)
        return list(by_text.values())

    def _worth_saying(self) -> list[_Candidate]:
        """What was found, without what is only near where something is exact, and without what chance would give."""
        found = self.found
        if any(each.off < EXACTLY for each in found):
            found = [each for each in found if each.off <= HALF]
        return list(filter(self._says_much, found))

    def _says_much(self, each: _Candidate) -> bool:
        """Whether a slip was made before, or says more than chance would."""
        if self.numeral is None or each.change.slip in self.before:
            return True
        return self.numeral.says_much(each.value, each.slip_rank)


def likeliest(found: Sequence[R], says_it_better: Callable[[R, R], bool]) -> list[R]:
    """The likeliest of what was found, in its order: nothing of which a likelier one says it better."""
    kept: list[R] = []
    for each in found:
        if each.rank > found[0].rank + WORTH_SAYING:
            break
        if not any(says_it_better(other, each) for other in kept):
            kept.append(each)
    return kept[:MOST_NAMED]


def _says_it_better(one: _Candidate, other: _Candidate) -> bool:
    """Whether one slip is clearly likelier than another that gives the same, and is of its sort or its step."""
    if one.rank >= other.rank - UNLIKELIER or not alike(one.value, other.value):
        return False
    return one.change.slip == other.change.slip or one.change.name == other.change.name


def _text(says: object) -> str:
    """A sentence by its key and what fills it."""
    if not isinstance(says, Says):
        return str(says)
    filled = [f"{key}={_text(value)}" for key, value in says.args.items()]
    return f"{says.key}({', '.join(filled)})"


__all__ = ["Change", "Found", "Surroundings", "changes", "search"]
