"""What a trace of gradient descent does: it converges, diverges, oscillates, or runs away from a saddle."""

from __future__ import annotations

from itertools import pairwise

from ...runs.rounds import Trace
from ...solution import Says
from .function import Objective
from .names import said
from .stationary import Stationary, stationary_near

# A gradient counts as zero where none of its components is larger; named on the page.
ZERO_GRADIENT = 1e-6
_RECENT = 6


class Verdict:
    """The outcome, the sentences that state it, and the stationary point it is about, if one was found."""

    __slots__ = ("outcome", "says", "stationary")

    def __init__(self, outcome: str, says: list[Says], stationary: Stationary | None):
        self.outcome, self.says, self.stationary = outcome, says, stationary


def judge(objective: Objective, found: Trace, rate: float, tolerance: float) -> Verdict:
    """The verdict on a trace of ``objective`` whose columns hold the variables and the gradient.

    ``rate``: the last learning rate. ``tolerance``: below it every component of the gradient counts as zero.
    """
    points = list(zip(*[map(float, found.column(name)) for name in objective.variables], strict=True))
    slopes = [map(float, found.column(objective.slope_name(name))) for name in objective.variables]
    sizes = [max(map(abs, row)) for row in zip(*slopes, strict=True)]
    least = min(range(len(sizes)), key=sizes.__getitem__)
    stationary = stationary_near(objective, dict(zip(objective.variables, points[least], strict=True)))
    last, limit = found.count, said(tolerance)
    if sizes[-1] <= tolerance:
        first = next(k for k in range(last, -1, -1) if k == 0 or sizes[k - 1] > tolerance)
        says = [Says("gd_converged_at_once" if first == 0 else "gd_converged", count=first, limit=limit)]
        says += [Says(f"gd_at_{stationary.nature}")] if stationary else []
        return Verdict("converged", says, stationary)
    moves = [_minus(b, a) for a, b in pairwise(points)]
    outcome = _outcome(moves[-_RECENT:], points, found, stationary)
    says = [Says(f"gd_{outcome}", count=found.broken or last, size=said(sizes[-1], 3), limit=limit)]
    if (
        outcome in ("swings_out", "broken_swing", "swings", "swings_in")
        and stationary
        and stationary.nature == "minimum"
    ):
        largest = stationary.eigenvalues[0]
        bound = said(2 / largest)
        key = {"swings_in": "gd_rate_in", "swings": "gd_rate_edge"}.get(outcome, "gd_rate_out")
        if (rate * largest > 2 * (1 + 1e-9)) == (outcome in ("swings_out", "broken_swing")):
            says.append(Says(key, largest=said(largest), bound=bound))
    return Verdict(outcome, says, stationary)


def _outcome(
    moves: list[tuple[float, ...]], points: list[tuple[float, ...]], found: Trace, stationary: Stationary | None
) -> str:
    """The word for what the last moves show."""
    if found.broken and len(moves) < 2:
        return "broken"
    if not moves:
        return "unmoved"
    if stationary and stationary.nature == "saddle" and _leaves(stationary, points):
        return "saddle"
    turns = _turns(moves)
    if found.broken:
        return "broken_swing" if turns else "broken"
    lengths = [max(map(abs, move)) for move in moves]
    if turns:
        return _swing(lengths)
    if len(lengths) > 2 and all(b > a for a, b in pairwise(lengths)):
        return "grows"
    return "wanders" if _wanders(points, found) else "going"


def _turns(moves: list[tuple[float, ...]]) -> bool:
    """Whether every move goes against the one before, along the variable that moves most at the end."""
    lead = max(range(len(moves[-1])), key=lambda k: abs(moves[-1][k]))
    return len(moves) > 1 and all(a[lead] * b[lead] < 0 for a, b in pairwise(moves))


def _swing(lengths: list[float]) -> str:
    """The word for moves that turn: from their lengths, whether they become longer or shorter."""
    change = lengths[-1] / lengths[-2] if lengths[-2] else 1.0
    if abs(change - 1) <= 1e-9:
        return "swings"
    return "swings_out" if change > 1 else "swings_in"


def _leaves(stationary: Stationary, points: list[tuple[float, ...]]) -> bool:
    """Whether the trace moves away from a saddle along the directions in which the function falls."""
    centre = tuple(stationary.point.values())
    falling = [v for v, value in zip(stationary.vectors, stationary.eigenvalues, strict=True) if value < 0]

    def distance(point: tuple[float, ...]) -> float:
        return sum(sum(a * b for a, b in zip(_minus(point, centre), v, strict=True)) ** 2 for v in falling) ** 0.5

    if len(points) < 2 or not all(abs(value) < 1e150 for value in points[-1]):
        return len(points) > 1
    near, far = distance(points[len(points) // 2]), distance(points[-1])
    return far > near * (1 + 1e-9) and far > distance(points[0]) and distance(points[-1]) > distance(points[-2])


def _wanders(points: list[tuple[float, ...]], found: Trace) -> bool:
    """Whether the moves of the last quarter still turn, and are about as long as those of the quarter before."""
    if found.count < 20:
        return False
    moves = [_minus(b, a) for a, b in pairwise(points)]
    half = len(moves) // 2
    quarter = half + half // 2
    before, last = (max(max(map(abs, move)) for move in part) for part in (moves[half:quarter], moves[quarter:]))
    turns = any(x * y < 0 for a, b in pairwise(moves[quarter:]) for x, y in zip(a, b, strict=True))
    return turns and last >= before / 2


def _minus(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(x - y for x, y in zip(a, b, strict=True))
