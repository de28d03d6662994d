"""What may be asked for of a training: every visit, every update and every epoch, whether or not the page writes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ...errors import AskedError, quote
from ...names import At, Name, Role, new, read
from ...resolver import LONGEST, Resolver
from ...spelling import key_of

if TYPE_CHECKING:
    from .training import Training


class AskedVisits:
    """The names of all epochs of a training, with their ``rows``; ``shown`` are steps that give results of epochs."""

    def __init__(self, training: Training, rows: Sequence[list]):
        self.training, self.problem, self.rows = training, training.problem, rows
        self.written = {step.name for step in training.page.steps} | training.page.given.keys()
        self.results = [training.average, *map(new, training.learned)] if rows else []
        self.shown: dict[Name, Name] = {}

    # What a text means

    def offered(self, text: str) -> Name | None:
        """What a text with the numbers of a visit, an update or an epoch in front means there."""
        there = self._names_at(read(key_of(text[:LONGEST])).at.rounds)
        name = Resolver(there, printed=self.training.names).find(text) if there else None
        return None if name is None else there[name]

    def _names_at(self, rounds: tuple[int, ...]) -> dict[Name, Name]:
        """What may be asked for with these numbers in front: as it is called, and its name.

        One number is that of a visit or an update of the first epoch where there is such a one, else of an epoch.
        """
        if len(rounds) == 1:
            return self._behind(rounds[0]) | self._in_first(rounds[0])
        return self._in_visit(*rounds) if len(rounds) == 2 else {}

    def _in_first(self, number: int) -> dict[Name, Name]:
        """What stands in a visit of the first epoch and in an update, each by its own number."""
        training, at = self.training, At((number,))
        found: dict[Name, Name] = {}
        if 1 <= number <= len(self.problem.data):
            found |= _moved(training.of_visit, at, at)
        if 1 <= number <= training.updates:
            found |= _moved(self._of_update(1, number), at, at)
        return found

    def _behind(self, epoch: int) -> dict[Name, Name]:
        """What an epoch leaves."""
        return _moved(self.results, At((epoch,)), At((epoch,))) if 1 <= epoch <= len(self.rows) else {}

    def _in_visit(self, epoch: int, place: int) -> dict[Name, Name]:
        """What stands in a visit of an epoch, and in the update that follows it."""
        training, batch = self.training, self.problem.batch_size
        if not 1 <= epoch <= self.problem.epochs or not 1 <= place <= len(self.problem.data):
            return {}
        called, number = At((epoch, place)), self._number_of(place)
        found = _moved(training.of_visit, called, training.visit_at(epoch, place))
        if place % batch == 0 or place == len(self.problem.data):
            follows = training.update_at(training.counted(epoch, number))
            found |= _moved(self._of_update(epoch, number), called, follows)
        return found

    def _of_update(self, epoch: int, number: int) -> list[Name]:
        """What an update gives, by bare names: what the first does, without a mean where it is of one sample."""
        alone = len(self.training.batches(epoch)[number - 1]) == 1
        return [name for name in self.training.of_update if not (alone and name.role is Role.GRADIENT)]

    def _number_of(self, place: int) -> int:
        """The update that a visit is of; both are counted from 1 in their epoch."""
        return (place - 1) // self.problem.batch_size + 1

    def is_result(self, name: Name) -> bool:
        """Whether a name is what an epoch leaves, and no step of an update."""
        return name.bare in self.results and len(name.at.rounds) < 2 and name not in self.written

    def last_of(self, names: Iterable[Name]) -> tuple[int, int]:
        """The last update that ``names`` speak of; what epochs leave stands behind the last of theirs."""
        last = (1, 1)
        for name in names:
            if self.is_result(name):
                epoch = name.at.rounds[0] if name.at.rounds else self.problem.epochs
                last = max(last, (epoch, self.training.updates))
            elif name.at.rounds:
                last = max(last, self._place_of(name))
        return last

    # What is to be written

    def unwritten(self, asked: Iterable[Name]) -> list[tuple[int, int]]:
        """The updates (epoch and number) that the page lacks; results of epochs are given their numbers."""
        wanted: set[tuple[int, int]] = set()
        for name in asked:
            if self.is_result(name):
                wanted |= self._result(name)
            elif name not in self.written:
                wanted.add(self._place_of(name))
        return sorted(wanted)

    def _result(self, name: Name) -> set[tuple[int, int]]:
        """The last update of the epoch that leaves a result, where it is not written; the loss of an epoch has none."""
        training = self.training
        epoch = name.at.rounds[0] if name.at.rounds else self.problem.epochs
        row = dict(zip(self.results, self.rows[epoch - 1][1:], strict=True))
        training.page.results[name] = row[name.bare]
        if name.role is not Role.NEW:
            return set()
        self.shown[name] = self.last_step(name)
        return set() if self.shown[name] in self.written else {(epoch, training.updates)}

    def last_step(self, name: Name) -> Name:
        """The step that gives what an epoch leaves, the last one where it has no number."""
        training = self.training
        epoch = name.at.rounds[0] if name.at.rounds else self.problem.epochs
        return name.moved(training.update_at(training.counted(epoch, training.updates)))

    def _place_of(self, name: Name) -> tuple[int, int]:
        """The epoch and the number of the update in which a name stands."""
        if len(name.at.rounds) == 2:
            epoch, place = name.at.rounds
            return epoch, self._number_of(place)
        (number,) = name.at.rounds
        return 1, number if name.bare in self.training.of_update else self._number_of(number)

    def check(self, asked: Iterable[Name]):
        """Raises AskedError for what is not there: some updates are written otherwise than the first."""
        there = {step.name for step in self.training.page.steps} | self.training.page.results.keys()
        for name in asked:
            if name not in there:
                raise AskedError(f"{quote(name)} is no step of its update")


def _moved(names: Iterable[Name], called: At, at: At) -> dict[Name, Name]:
    """Names at a place of the runs, by how they are called."""
    return {name.moved(called): name.moved(at) for name in names}
