"""What a run of gradient descent does: it converges, diverges, oscillates, or runs away from a saddle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import inf

from ...names import Name
from ...runs.iterations import Trace
from ...solution import Row, Says
from .function import Objective
from .names import said
from .stationary import Stationary, stationary_near

# A gradient counts as zero where none of its components is larger; named on the page.
ZERO_GRADIENT = 1e-6
_RECENT = 6
# From so many rounds on their moves are compared with each other.
_ENOUGH = 20
# Of moves that lead across and back: what is said of the rate beside the largest second derivative.
_RATES = {
    "swings_in": "gd_rate_in",
    "swings": "gd_rate_edge",
    "swings_out": "gd_rate_out",
    "broken_swing": "gd_rate_out",
}
_TOO_LARGE = ("swings_out", "broken_swing")

Point = tuple[float, ...]


# What is said of each outcome.
_OUTCOMES = {
    "saddle": "gd_saddle",
    "grows": "gd_grows",
    "swings_out": "gd_swings_out",
    "swings": "gd_swings",
    "swings_in": "gd_swings_in",
    "wanders": "gd_wanders",
    "going": "gd_going",
    "broken": "gd_broken",
    "broken_swing": "gd_broken_swing",
    "unmoved": "gd_unmoved",
}


_NATURES = {"minimum": "gd_at_minimum", "maximum": "gd_at_maximum", "saddle": "gd_at_saddle", "flat": "gd_at_flat"}


class Slopes:
    """How steep the points of a run are, as it is heeded while it runs.

    ``flattest`` is the point with the smallest gradient, ``size`` the largest component of the last one, ``steep`` the
    last round after which that was above ``tolerance``, −1 where it never was.
    """

    def __init__(self, objective: Objective, watched: list[Name], tolerance: float):
        self.tolerance, self.count = tolerance, 0
        self._variables = [watched.index(name) for name in objective.variables]
        self._slopes = [watched.index(objective.slope_name(name)) for name in objective.variables]
        self.steep, self.size = -1, inf
        self.flattest: Point = ()
        self._least = inf

    def heed(self, rows: list[Row]):
        """More points of the run."""
        for row in rows:
            size = float(max([abs(row[k]) for k in self._slopes]))
            if size > self.tolerance:
                self.steep = self.count
            if size < self._least:
                self._least, self.flattest = size, self.point(row)
            self.count += 1
            self.size = size

    def point(self, row: Row) -> Point:
        """The coordinates in a row."""
        return tuple([float(row[k]) for k in self._variables])

    def points(self, found: Trace, first: int, last: int | None = None) -> Iterator[Point]:
        """The points after ``first`` rounds and on, up to before ``last``."""
        return map(self.point, found.rows(max(0, first), last))


class Verdict:
    """The outcome, the sentences that state it, and the stationary point it is about, if one was found."""

    __slots__ = ("outcome", "says", "stationary")

    def __init__(self, outcome: str, says: list[Says], stationary: Stationary | None):
        self.outcome, self.says, self.stationary = outcome, says, stationary


def judge(objective: Objective, found: Trace, slopes: Slopes, rate: float) -> Verdict:
    """The verdict on a run of ``objective`` whose ``slopes`` were heeded; ``rate``: the last learning rate."""
    stationary = stationary_near(objective, dict(zip(objective.variables, slopes.flattest, strict=True)))
    if slopes.size <= slopes.tolerance:
        return Verdict("converged", _converged(slopes, stationary), stationary)
    outcome = _outcome(found, slopes, stationary)
    count = found.broken or found.count
    size, limit = said(slopes.size, 3), said(slopes.tolerance)
    says = [Says(_OUTCOMES[outcome], count=count, size=size, limit=limit)]
    if outcome in _RATES and stationary and stationary.nature == "minimum":
        says += _rate_says(outcome, stationary.eigenvalues[0], rate)
    return Verdict(outcome, says, stationary)


def _converged(slopes: Slopes, stationary: Stationary | None) -> list[Says]:
    """Since when the gradient counts as zero, and what the point is."""
    first = slopes.steep + 1
    key = "gd_converged" if first else "gd_converged_at_once"
    says = [Says(key, count=first, limit=said(slopes.tolerance))]
    if stationary:
        says.append(Says(_NATURES[stationary.nature]))
    return says


def _rate_says(outcome: str, largest: float, rate: float) -> list[Says]:
    """What the ``largest`` second derivative says of the rate; nothing where it does not explain what was seen."""
    too_large = rate * largest > 2 * (1 + 1e-9)
    if too_large != (outcome in _TOO_LARGE):
        return []
    return [Says(_RATES[outcome], largest=said(largest), bound=said(2 / largest))]


def _outcome(found: Trace, slopes: Slopes, stationary: Stationary | None) -> str:
    """The word for what the last moves show."""
    moves = list(_moves(slopes.points(found, found.count - _RECENT)))
    if found.broken and len(moves) < 2:
        return "broken"
    if not moves:
        return "unmoved"
    if stationary and _leaves(stationary, found, slopes):
        return "saddle"
    if _turns(moves):
        return _swing(moves, found.broken)
    if found.broken:
        return "broken"
    if _grow(moves):
        return "grows"
    return "wanders" if _wanders(found, slopes) else "going"


def _length(move: Point) -> float:
    """How far a move goes along the variable that moves most."""
    return max(map(abs, move))


def _grow(moves: list[Point]) -> bool:
    """Whether each move is longer than the one before."""
    lengths = map(_length, moves)
    return len(moves) > 2 and all(b > a for a, b in pairwise(lengths))


def _moves(points: Iterable[Point]) -> Iterator[Point]:
    """From each point to the next."""
    return (_minus(b, a) for a, b in pairwise(points))


def _turns(moves: list[Point]) -> bool:
    """Whether every move goes against the one before, along the variable that moves most at the end."""
    sizes = list(map(abs, moves[-1]))
    lead = sizes.index(max(sizes))
    along = [move[lead] for move in moves]
    return len(along) > 1 and all(a * b < 0 for a, b in pairwise(along))


def _swing(moves: list[Point], broken: int) -> str:
    """The word for moves that turn: from their lengths, whether they become longer or shorter."""
    if broken:
        return "broken_swing"
    before, last = map(_length, moves[-2:])
    change = last / before if before else 1.0
    if abs(change - 1) <= 1e-9:
        return "swings"
    return "swings_out" if change > 1 else "swings_in"


def _leaves(stationary: Stationary, found: Trace, slopes: Slopes) -> bool:
    """Whether a run moves away from a saddle along the directions in which the function falls."""
    if stationary.nature != "saddle":
        return False
    *_, before, last = slopes.points(found, found.count - 1)
    if not all(abs(value) < 1e150 for value in last):
        return True
    middle = (found.count + 1) // 2
    (start,) = slopes.points(found, 0, 1)
    (near,) = slopes.points(found, middle, middle + 1)
    far = _along(stationary, last)
    if far <= _along(stationary, near) * (1 + 1e-9):
        return False
    return far > max(_along(stationary, start), _along(stationary, before))


def _along(saddle: Stationary, point: Point) -> float:
    """How far a point is from a saddle along the directions in which the function falls."""
    away, total = _minus(point, tuple(saddle.point.values())), 0.0
    for vector, value in zip(saddle.vectors, saddle.eigenvalues, strict=True):
        if value < 0:
            total += _product(away, vector) ** 2
    return total**0.5


def _wanders(found: Trace, slopes: Slopes) -> bool:
    """Whether the moves of the last quarter still turn, and are about as long as those of the quarter before."""
    if found.count < _ENOUGH:
        return False
    half = found.count // 2
    quarter = half + half // 2
    longest, turned = _stretch(slopes.points(found, quarter))
    if not turned:
        return False
    before, _ = _stretch(slopes.points(found, half, quarter + 1))
    return longest >= before / 2


def _stretch(points: Iterable[Point]) -> tuple[float, bool]:
    """The longest move along a variable between these points, and whether one goes back along a variable."""
    longest, turned = 0.0, False
    before: Point = ()
    for move in _moves(points):
        longest = max(longest, *map(abs, move))
        turned = turned or _goes_back(before, move)
        before = move
    return longest, turned


def _goes_back(a: Point, b: Point) -> bool:
    """Whether a move goes against the one before, if there is one, along a variable."""
    return any(x * y < 0 for x, y in zip(a, b, strict=False))


def _product(a: Point | list[float], b: Point | list[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


def _minus(a: Point, b: Point) -> Point:
    return tuple([x - y for x, y in zip(a, b, strict=True)])
