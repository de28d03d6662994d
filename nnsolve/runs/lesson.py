"""What is learned from samples epoch after epoch, as data: the steps of a visit and of an update, and the numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ..formula.expr import Expr
from ..formula.rounding import Rounding
from ..names import Name
from ..steps import Step

if TYPE_CHECKING:
    from ..formula.numbers import Value


class Pace(NamedTuple):
    """The steps of one visit, or of a whole batch: what they are fed, the error that they give, and its gradients."""

    steps: Sequence[Step]
    fed: Sequence[Name]
    error: Name
    gradients: Sequence[Name]


class Update(NamedTuple):
    """The steps of one update, and what takes the place of what for the next one."""

    steps: Sequence[Step]
    renewed: Mapping[Name, Name]


class Lesson(Protocol):
    """What an engine needs to know to run all epochs.

    ``visit`` are the steps of one sample, or None where the samples of a batch feed each other: then ``whole(size)``
    are the steps of a batch of that size. ``gathered`` are the names by which an update uses the gradients, of a batch
    their mean where ``averaged``, else their sum. ``start`` begins with the parameters that are ``learned``, then what
    an optimiser keeps; ``constants`` never change. Each visit may be fed numbers of its own: ``drawn`` says whether
    these differ. Of some optimisers the first update ``differs`` from the others.
    """

    @property
    def epochs(self) -> int: ...
    @property
    def count(self) -> int: ...
    @property
    def batch_size(self) -> int: ...
    @property
    def averaged(self) -> bool: ...
    @property
    def rounding(self) -> Rounding: ...
    @property
    def learned(self) -> Sequence[Name]: ...
    @property
    def gathered(self) -> Sequence[Name]: ...
    @property
    def start(self) -> Sequence[Expr]: ...
    @property
    def constants(self) -> Mapping[Name, Expr]: ...
    @property
    def visit(self) -> Pace | None: ...
    @property
    def differs(self) -> bool: ...
    @property
    def ordered(self) -> bool: ...
    @property
    def drawn(self) -> bool: ...

    def whole(self, size: int) -> Pace:
        """The steps of a batch; the numbers of its samples are fed one after another."""

    def batches(self, epoch: int) -> list[list[int]]:
        """The samples of every update of an epoch (from 1)."""

    def fed(self, sample: int) -> Sequence[Expr]:
        """The numbers of a sample (from 0)."""

    def masks(self, visit: int) -> Sequence[Value]:
        """The numbers of a visit (from 1) alone."""

    def update(self, first: bool) -> Update:
        """The steps of the first update, or of all others."""

    def trouble(self, error: Exception) -> str:
        """What went wrong in a batch."""
