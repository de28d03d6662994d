"""How much work a training may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...reading.yamlfile import Faults

if TYPE_CHECKING:
    from .learning import LearningProblem

MOST_VISITS = 3_000_000
MOST_CARRIED = 3_000
MOST_SECONDS = 5
MOST_GRADIENTS = 10_000  # that are written out
MOST_NORMALISED = 2_000  # where every sample of a batch feeds every other


def check_work(problem: LearningProblem, faults: Faults):
    """Notes a training, read without faults so far, that would take much longer than a few seconds."""
    where = problem.places.get("epochs") or problem.places["samples"]
    count, visits = len(problem.data), problem.epochs * len(problem.data)
    if problem.precision.carry and visits > MOST_CARRIED:
        text = f"with rounding carried, epochs × samples may be at most {MOST_CARRIED} visits; here are {visits}"
        faults.add(where, text)
    elif visits > MOST_VISITS:
        text = f"epochs × samples may be at most {MOST_VISITS:,} visits; here are {visits:,}".replace(",", " ")
        faults.add(where, text)
    elif visits * _seconds(problem) > MOST_SECONDS:
        most = int(MOST_SECONDS / _seconds(problem) / count)
        faults.add(where, f"a network and samples of this size are trained for at most {most} epochs")
    written = problem.batch_size * len(problem.net.parameters)
    most = MOST_NORMALISED if problem.net.norms else MOST_GRADIENTS
    if written > most:
        text = f"an update of {problem.batch_size} samples writes out {written} gradients, and at most {most}"
        faults.add(problem.places.get("batch") or where, f"{text} are written; use a smaller batch:", problem.batch)


def _seconds(problem: LearningProblem) -> float:
    """About how long one visit of a sample takes."""
    size = len(problem.net.parameters)
    if problem.precision.carry:
        return (150 + 20 * size) * 1e-6
    batched = problem.batch_size > 1 or problem.shuffle is not None
    update = 1.0 * size / problem.batch_size if problem.settled else 0
    return (2 + 0.25 * size + (4 if batched else 0) + update) * 1e-6
