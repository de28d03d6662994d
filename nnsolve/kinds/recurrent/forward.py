"""The forward pass: layer by layer and step by step, in one direction or both, with outputs and losses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ...formula.arrays import Array
from ...formula.expr import ZERO, Expr, Symbol, replaced
from ...formula.marks import Mark, Names
from ...formula.sizes import known_sizes
from ...names import At, Name, Role
from ...solution import Says
from ...subjects.recurrent import CONTEXT, Direction, Form, Layer
from .cells import CELLS
from .grids import letter_of
from .letters import begins_empty
from .outputs import give_output, write_outputs
from .passes import Pass
from .returns import begin_with_context, called, go_on

if TYPE_CHECKING:
    from ...working import Working
    from .problem import Problem

# Of more steps than these the first two and the last are written out on an ordinary page.
MOST_SHOWN = 12


class Forward:
    """The forward pass of a problem.

    ``formulas`` are those of all steps, as they are differentiated: ``parts`` are put into the formulas that they are
    parts of. ``within`` tells of a step in which layer and direction it stands.
    """

    def __init__(self, page: Working[Problem], problem: Problem):
        self.page, self.problem, self.net = page, problem, problem.net
        self.form: Form = problem.net.form
        self.formulas: dict[Name, Expr] = {}
        self.parts: dict[Name, Expr] = {}
        self.within: dict[Name, Direction] = {}
        self.states: dict[int, Symbol] = {}
        self.outputs: dict[int, Symbol] = {}
        self._open: tuple[str, str] | None = None

    # What is written

    def step(self, name: Name, formula: Expr, reason: Says | None, mark: Mark) -> Symbol:
        """A step with its mark."""
        self.page.marks[name] = mark
        self.formulas[name] = replaced(formula, self.parts) if self.parts else formula
        return self.page.step(name, formula, reason)

    def give(self, name: Name, numbers: list[Expr], mark: Mark | None = None) -> Symbol:
        """A given vector."""
        self.page.row({name: self.form.vector(numbers)})
        if mark is not None:
            self.page.marks[name] = mark
        return Symbol(name)

    def letter_for(self, name: Name) -> Symbol:
        """A letter that stands in place of a number."""
        if name not in self.page.letters:
            self.page.letters.append(name)
            self.page.marks[name] = _PLAIN.plain(name)
        return Symbol(name)

    def mark(self, direction: Direction | None, word: str, time: int) -> Mark:
        """How a value of one step is printed: h₂ of a single unit, h⁽²⁾ of a vector, h₂⁽¹⁾ of a layer of several."""
        base, _, below = word.partition("_")
        base = _BASES.get(base, base)
        index = direction.index.removeprefix("^") if direction else ""
        way = direction.way if direction else ""
        below = ",".join(filter(None, (below, way)))
        if index:
            return Mark(base, f"{below}{',' * bool(below)}{time}", index)
        if self.form.numbers and not way:
            return Mark(base, f"{below}{',' * bool(below)}{time}")
        return Mark(base, below, str(time))

    def letter(self, direction: Direction | None, word: str) -> str:
        """What a value is called whatever its step: h, net_f, h of the backward direction."""
        base, _, below = word.partition("_")
        way = direction.way if direction else ""
        index = direction.index.removeprefix("^") if direction else ""
        rest = ",".join(filter(None, (below, way)))
        return f"{_BASES.get(base, base)}{'_' * bool(rest)}{rest}{f'({index})' * bool(index)}"

    def sizes(self) -> dict[Name, tuple[int, ...]]:
        """Rows and columns of what is given and of every step; () of a number."""
        steps = [(step.name, step.formula) for step in self.page.steps]
        return {name: size.sides for name, size in known_sizes(steps, given_sizes(self.page.given)).items()}

    def net_mark(self, direction: Direction, gate: str, time: int) -> Mark:
        """How the net input of a gate is printed: net₂, net_f2, net_f⁽²⁾."""
        return self.mark(direction, f"net_{gate}" if gate else "net", time)

    # The passes

    def write(self) -> None:
        """All layers, and the outputs."""
        seen = self._inputs()
        for number, layer in enumerate(self.net.layers, 1):
            seen = self._layer(layer, number, seen)
        self.states = seen
        if not self.outputs:
            self.outputs = write_outputs(self)

    def _inputs(self) -> dict[int, Symbol]:
        """What each step sees."""
        offset = self.problem.first_input - 1
        given = {}
        row = {}
        for time, numbers in enumerate(self.net.inputs, 1):
            name = Name(Role.INPUT, "x", at=At(time=time + offset))
            row[name] = self.form.vector(numbers)
            self.page.marks[name] = self.mark(None, "x", time + offset)
            given[time] = Symbol(name)
            if isinstance(numbers[0], Symbol):
                given[time] = self.letter_for(numbers[0].name)
                del row[name]
        if row:
            self.page.row(row)
        if self.net.context:
            self.page.row({CONTEXT: self.form.vector(self.net.context)})
            self.page.marks[CONTEXT] = Mark("c", "enc") if self.problem.cell == "lstm" else Mark("c")
        return given

    def _layer(self, layer: Layer, number: int, seen: dict[int, Symbol]) -> dict[int, Symbol]:
        """The states of a layer in every step."""
        for direction in layer.directions:
            self._parameters(direction)
        found = [self._direction(direction, number, seen) for direction in layer.directions]
        if len(found) == 1:
            return found[0]
        self.page.section(Says("recurrent_both_ways"))
        self.page.block()
        joined: dict[int, Symbol] = {}
        index = layer.directions[0].index
        for time in range(1, self.net.steps + 1):
            forth, back = (states[time] for states in found)
            formula = forth + back if layer.join == "add" else self.form.joined(forth, back)
            name = Name(Role.OUT, "h", at=At(time=time), indices=index)
            plain = Direction("rnn", "", index, 0, 0)
            key = "recurrent_added_up" if layer.join == "add" else "recurrent_side_by_side"
            joined[time] = self.step(name, formula, Says(key), self.mark(plain, "h", time))
        return joined

    def _parameters(self, direction: Direction) -> None:
        """The weights and biases of a direction among what is given."""
        for gate in direction.gates.values():
            row = {}
            for given in gate.parameters():
                if given.name in self.page.given or given.name in self.page.letters:
                    continue
                self.print_below(given.name)
                if letter_of(given.grid):
                    self.letter_for(given.name)
                    continue
                vector = given in (gate.bias, gate.second, gate.peephole)
                row[given.name] = self.form.vector(given.grid[0]) if vector else self.form.matrix(given.grid)
            if row:
                self.page.row(row)

    def between(self, time: int) -> bool:
        """Whether a step is one of those that an ordinary page leaves out."""
        return self.shortened and 2 < time < self.net.steps

    @property
    def shortened(self) -> bool:
        """Whether the steps between the first ones and the last are left out on an ordinary page."""
        return self.net.steps > MOST_SHOWN

    def _between(self, direction: Direction, number: int) -> None:
        """All steps between the first ones and the last stand in one block, of which the first and last line show."""
        place = direction.way, direction.index
        if self._open != place:
            self._open = place
            title = Says("recurrent_between")
            in_layer = Says("recurrent_in_layer", what=title, n=number) if direction.index else title
            self.page.section(in_layer)
            self.page.block(None, None, longest=2)

    def print_below(self, name: Name) -> None:
        """Prints the layer of a parameter above it, what stands behind a line and the direction below."""
        base, _, below = str(name.of).partition("_")
        if below or name.by or name.indices:
            self.page.marks[name] = Mark(base, ",".join(filter(None, (below, name.by))), name.indices.removeprefix("^"))

    def _direction(self, direction: Direction, number: int, seen: dict[int, Symbol]) -> dict[int, Symbol]:
        """The states of one direction in every step."""
        back = direction.way == "bw"
        times = range(1, self.net.steps + 1)
        if (self.net.feeds_back or self.net.fed) and self.net.output is not None:
            give_output(self, self.net.output)
        first = self.net.steps + 1 if back else 0
        held = self._start(direction, first)
        states: dict[int, Symbol] = {}
        for time in reversed(times) if back else times:
            self._title(direction, number, time)
            held |= begin_with_context(self, direction, first) if len(states) == 0 else {}
            at = Pass(self, direction, time, seen.get(time), held)
            states[time] = CELLS[direction.cell](at)
            held["h"] = go_on(self, time, states[time], seen)
        return states

    def _start(self, direction: Direction, first: int) -> dict[str, Expr]:
        """What goes back to the first step."""
        held: dict[str, Expr] = {}
        for word, numbers in direction.start.items():
            if word in direction.from_context:
                continue
            known, place = called(word)
            if self.net.symbolic and begins_empty(numbers):
                held[place] = ZERO
                continue
            if isinstance(numbers[0], Symbol):
                held[place] = self.letter_for(numbers[0].name)
                continue
            held[place] = self.give(direction.value(known, first), numbers, self.mark(direction, known, first))
        return held

    def _title(self, direction: Direction, number: int, time: int) -> None:
        """The heading of a step: a section of its own, of a simple cell of one unit a block; many are shortened."""
        if self.between(time):
            self._between(direction, number)
            return
        if self.form.numbers and direction.cell == "rnn" and not direction.index and not direction.way:
            if time == 1:
                self.page.section(Says("page_forward_pass"))
            self.page.block()
            return
        key = {"": "recurrent_step", "fw": "recurrent_step_forwards", "bw": "recurrent_step_backwards"}[direction.way]
        if direction.index:
            self.page.section(Says("recurrent_in_layer", what=Says(key, n=time), n=number))
        else:
            self.page.section(Says(key, n=time))
        self.page.block()


_PLAIN = Names()
_BASES = {"ctilde": "c̃", "htilde": "h̃", "yhat": "ŷ"}


def given_sizes(given: Mapping[Name, Expr]) -> dict[Name, tuple[int, ...]]:
    """Rows and columns of given matrices; () of numbers."""
    found: dict[Name, tuple[int, ...]] = {}
    for name, formula in given.items():
        found[name] = (len(formula.rows), len(formula.rows[0])) if isinstance(formula, Array) else ()
    return found
