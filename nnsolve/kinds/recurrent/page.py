"""The table over time of a recurrent network, and what books call its values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...names import DERIVATIVES, At, Name, Role, d
from ...solution import Column, Ref, Says, Solution, Table
from ...subjects.network.model import ERROR
from ...subjects.recurrent import Direction

if TYPE_CHECKING:
    from .forward import Forward

# Of more steps than these the table has a row a step, else a column.
MOST_COLUMNS = 6
# What the table shows of each cell, in the order of computation.
_ROWS = {
    "rnn": ("net", "h"),
    "lstm": ("f", "i", "ctilde", "kept", "added", "c", "o", "h"),
    "gru": ("z", "r", "htilde", "kept", "added", "h"),
}


class Line:
    """One line of the table: what stands in front, the cell of every step, and the sum of them where they add up."""

    __slots__ = ("cells", "title", "total")

    def __init__(self, title: Says, cells: list[Ref | str], total: Ref | str = ""):
        self.title, self.cells, self.total = title, cells, total


class Over:
    """The table of a solution over time; ``there`` are the names that have a value in it."""

    def __init__(self, forward: Forward, solution: Solution):
        self.forward = forward
        self.times = range(1, forward.net.steps + 1)
        self.there = {step.name for step in solution.steps} | solution.given.keys()

    def table(self) -> Table:
        """All values of all steps, time as columns; of many steps time as rows."""
        lines = [*self._cells(), *self._gradients(), *self._outputs()]
        heads: list[Says] = [Says("recurrent_time", n=time) for time in self.times]
        title, corner = Says("recurrent_table"), Column("value", "page_column_name")
        if len(heads) > MOST_COLUMNS:
            rows = []
            for k, head in enumerate(heads):
                rows.append([head, *[line.cells[k] for line in lines]])
            return Table([corner, *[line.title for line in lines]], rows, title=title)
        if any(line.total for line in lines):
            heads.append(Says("recurrent_total"))
            rows = [[line.title, *line.cells, line.total] for line in lines]
        else:
            rows = [[line.title, *line.cells] for line in lines]
        return Table([corner, *heads], rows, title=title)

    def _row(self, names: dict[int, Name], place: tuple[int, int] | None = None) -> list[Ref | str]:
        """The cells of a value by step; empty where it has none."""
        return [Ref(names[time], place) if names.get(time) in self.there else "" for time in self.times]

    def _cells(self) -> Iterator[Line]:
        """The values of every layer and direction."""
        for layer in self.forward.net.layers:
            for direction in layer.directions:
                for word in _ROWS[direction.cell]:
                    names = {time: _value(direction, word, time) for time in self.times}
                    yield from self._units(direction, word, direction.units, names)

    def _outputs(self) -> Iterator[Line]:
        """The output of every step, and its loss."""
        output = self.forward.net.output
        if output is not None:
            names = {time: Name(Role.OUT, "yhat", at=At(time=time)) for time in self.times}
            yield from self._units(None, "yhat", output.units, names)
        losses = {time: Name(Role.TERM, "E", at=At(time=time)) for time in self.times}
        if not self.there.isdisjoint(losses.values()):
            yield Line(Says("recurrent_row", text="E"), self._row(losses))

    def _units(self, direction: Direction | None, word: str, units: int, names: dict[int, Name]) -> Iterator[Line]:
        """A line for every unit of a vector, or for a number."""
        if self.there.isdisjoint(names.values()):
            return
        letter = self.forward.letter(direction, word)
        if self.forward.form.numbers:
            yield Line(Says("recurrent_row", text=letter), self._row(names))
            return
        for unit in range(units):
            title = Says("recurrent_row_unit", text=letter, n=unit + 1)
            yield Line(title, self._row(names, self.forward.form.place(unit)))

    def _gradients(self) -> Iterator[Line]:
        """Of a single unit: its error terms, and what each step gives to the gradients of its parameters."""
        first, *others = self.forward.net.directions
        if others or first.cell != "rnn" or not self.forward.form.numbers:
            return
        nets = {time: first.net("", time) for time in self.times}
        deltas = {time: Name(Role.ERROR_TERM, net, at=net.at) for time, net in nets.items()}
        if not self.there.isdisjoint(deltas.values()):
            yield Line(Says("recurrent_row", text="δ"), self._row(deltas))
        for given in first.gates[""].parameters():
            yield from self._shares(given.name)

    def _shares(self, parameter: Name) -> Iterator[Line]:
        """What each step gives to the gradient of a parameter, where the page has the gradient."""
        total = d(ERROR, parameter)
        if total in self.there:
            shares = {time: Name(Role.SHARE, ERROR, parameter, At(time=time)) for time in self.times}
            yield Line(Says("page_name", name=total), self._row(shares), Ref(total))


def _value(direction: Direction, word: str, time: int) -> Name:
    return direction.net("", time) if word == "net" else direction.value(word, time)


def synonyms(forward: Forward) -> dict[str, Name]:
    """What books call the values of a step: h2, h_2 and h^2 for h@2, a2 for the state."""
    found: dict[str, Name] = {}
    for step in forward.page.steps:
        name = step.name
        if name.at.time is None or name.role in DERIVATIVES or name.indices or name.by:
            continue
        for word in _words(forward, name):
            for text in _TIMED:
                found.setdefault(text.format(word, name.at.time), name)
            if forward.net.steps == 1 and len(word) > 1:  # one letter alone may be anything
                found.setdefault(word, name)
    return found


def _words(forward: Forward, name: Name) -> tuple[str, ...]:
    """What books call a value, whatever the step."""
    words = _CALLED.get(str(name.of), (str(name.of),))
    if name.of == "yhat" and forward.net.targets is None:  # y is no target then
        return (*words, "y")
    if name.role is Role.NET and forward.problem.cell == "rnn":  # z is a gate of others
        return (*words, "z")
    return words


_TIMED = ("{}{}", "{}_{}", "{}^{}", "{}<{}>")
_CALLED = {
    "h": ("h", "a", "s"),
    "ctilde": ("ctilde", "c~", "g"),
    "htilde": ("htilde", "h~", "n"),
    "yhat": ("yhat", "y^", "o"),
    "f": ("f", "Γf", "Γ_f"),
    "i": ("i", "Γu", "Γ_u", "Γi", "Γ_i"),
    "o": ("o", "Γo", "Γ_o"),
    "z": ("z", "Γu", "Γ_u"),
    "r": ("r", "Γr", "Γ_r"),
}
