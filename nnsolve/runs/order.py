"""The same steps again and again: in which order the visits of an epoch stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import random

_APART = 1_000_003  # keeps the draws of one seed in one round apart from those of the next seed in another


def drawn(seed: int, number: int) -> random.Random:
    """The source of what a seed draws in round ``number``, the same at every run."""
    import random  # where something is drawn

    return random.Random(seed * _APART + number)  # noqa: S311


class Order(NamedTuple):
    """The order in which ``samples`` samples are visited: one after another, as ``listed`` (from 0), or drawn anew.

    With a ``seed`` each epoch draws an order of its own; an update follows every ``batch`` visits, the last may be
    smaller.
    """

    samples: int
    listed: Sequence[int] | None = None
    seed: int | None = None
    batch: int = 1

    def visits(self, epoch: int) -> list[int]:
        """The samples of an epoch (from 1), by their numbers from 0, in the order of visiting."""
        order = list(range(self.samples)) if self.listed is None else list(self.listed)
        if self.seed is not None:
            drawn(self.seed, epoch).shuffle(order)
        return order

    def batches(self, epoch: int) -> list[list[int]]:
        """The samples of every update of an epoch."""
        order = self.visits(epoch)
        return [order[k : k + self.batch] for k in range(0, len(order), self.batch)]
