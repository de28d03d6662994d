"""A recurrent network unrolled over time: inputs below, states from left to right, outputs and losses above."""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING

from ..formula.expr import Expr, Symbol
from ..names import At, Name, Role
from ..solution import Says
from ..words import spoken
from . import Options
from .context import paint_context
from .nodes import elided
from .numbers import Numbers
from .subject import Subject
from .svg import Scene
from .text import Run, Runs, plain, width

if TYPE_CHECKING:
    from ..subjects.recurrent import Direction

TITLE = "picture_unrolled"
MOST_TIMES = 7
_HIGH, _APART, _GAP, _LEAST = 36, 92, 54, 56
_SORTS = {"x": "input", "h": "node", "yhat": "output", "E": "warm"}


def compose(subject: Subject, options: Options) -> tuple[Scene, str]:
    """The painted scene and its text in words."""
    drawing = Drawing(subject, options)
    step = options.step or (1 if drawing.net.one_cell else None)
    if step is not None:
        from . import cell

        return cell.compose(subject, options, step, drawing.label, drawing.numbers.name)
    drawing.paint()
    return drawing.scene, drawing.alt()


class _Row:
    """What stands side by side: the value of every step under one word; of states their layer and direction."""

    __slots__ = ("direction", "names", "word")

    def __init__(self, word: str, names: dict[int, Name], direction: Direction | None = None):
        self.word, self.names, self.direction = word, names, direction

    @property
    def back(self) -> bool:
        """Whether it is read from the end."""
        return self.direction is not None and self.direction.way == "bw"


class Drawing:
    """The boxes of the steps and the arrows between them."""

    def __init__(self, subject: Subject, options: Options):
        self.problem = subject.problem
        self.net = self.problem.net
        self.scene = Scene(options.prefix)
        self.subject, self.options = subject, options
        given: dict[str, Expr] = {}
        for name, number in subject.solution.given.items():
            if isinstance(number, Expr):
                given[name] = number
        self.numbers = Numbers(subject, subject.solution.names, given, options.values)
        self.rows = self._rows()
        self.times: list[int | None] = elided(range(1, self.net.steps + 1), MOST_TIMES)
        self.wide = max(
            [_LEAST, *[width(self.label(name), 15) + 22 for row in self.rows for name in row.names.values()]]
        )

    def _rows(self) -> list[_Row]:
        """From the inputs up to the losses."""
        times = range(1, self.net.steps + 1)
        shift = self.problem.first_input - 1
        rows = []
        if self.net.inputs:
            seen = times if self.net.feed != "outputs" else times[:1]
            rows.append(_Row("x", {time: self._input(time, shift) for time in seen}))
        for layer in self.net.layers:
            rows += [self._states(direction, times) for direction in layer.directions]
        if self.net.output:
            rows.append(_Row("yhat", {time: Name(Role.OUT, "yhat", at=At(time=time)) for time in times}))
        return [*rows, *self._losses()]

    def _input(self, time: int, shift: int) -> Name:
        """What a step sees: its number, or the letter in place of one."""
        first = self.net.inputs[time - 1][0] if time <= len(self.net.inputs) else None
        return first.name if isinstance(first, Symbol) else Name(Role.INPUT, "x", at=At(time=time + shift))

    def _states(self, direction: Direction, times: range) -> _Row:
        return _Row("h", {time: direction.value("h", time) for time in times}, direction)

    def _losses(self) -> list[_Row]:
        targets = self.net.targets
        if targets is None:
            return []
        one = len(targets.steps) == 1
        names = {
            time: Name(Role.LOSS, "E") if one else Name(Role.TERM, "E", at=At(time=time)) for time in targets.steps
        }
        return [_Row("E", names)]

    def label(self, name: Name) -> Runs:
        """The mark of a value, with its number where numbers are wanted and it is one."""
        given = self.numbers.given.get(name)
        if self.options.values and given is not None and not hasattr(given, "rows"):
            return (*self.numbers.name(name), Run(" = "), *self.numbers.number(given))
        return (self.numbers.value(name) if self.options.values else None) or self.numbers.name(name)

    def place(self, row: int, column: int) -> tuple[float, float]:
        """The middle of a box."""
        return column * (self.wide + _GAP), -row * _APART

    def paint(self) -> None:
        """All boxes and arrows."""
        for column, time in enumerate(self.times):
            for number, row in enumerate(self.rows):
                x, y = self.place(number, column)
                if time is None:
                    self.scene.text([plain("…")], x, y, 20, "soft")
                elif time in row.names:
                    self._box(row, row.names[time], x, y)
        for number, row in enumerate(self.rows):
            if row.word == "h" and not self.net.feeds_back:
                self._along(number, row)
        self._outputs_down()
        if self.net.context:
            paint_context(self)
        for lower, upper in self._upwards():
            self._up(lower, upper)

    def _box(self, row: _Row, name: Name, x: float, y: float) -> None:
        self.scene.group([name], str(name))
        self.scene.pill(x, y, self.wide, _HIGH, _SORTS[row.word], "line", 1.4)
        self.scene.text([self.label(name)], x, y, 15)
        self.scene.end()

    def _along(self, number: int, row: _Row) -> None:
        """The arrows from each state to the next one."""
        for column in range(len(self.times) - 1):
            (x1, y), (x2, _) = self.place(number, column), self.place(number, column + 1)
            left, right = x1 + self.wide / 2 + 2, x2 - self.wide / 2 - 2
            start, end = (right, left) if row.back else (left, right)
            self.scene.line(start, y, end, y, arrow=True)
            weight = self._weight(number, number)
            if weight:
                self.scene.text([weight], (left + right) / 2, y - 11, 13, "soft", halo=True)

    def _outputs_down(self) -> None:
        """The arrows from each output down to what the next step sees or remembers of it."""
        words = [row.word for row in self.rows]
        upper = words.index("yhat") if "yhat" in words else words.index("h")
        state = words.index("h")
        if self.net.feeds_back:
            self._down(upper, state, self._weight(state, state))
        if self.net.feed == "words":
            self._down(upper, words.index("x"), None)
        elif self.net.feed == "outputs" and upper > state:
            self._down(upper, state, None)

    def _down(self, upper: int, lower: int, weight: Runs | None) -> None:
        """An arrow from one row to a lower one of the next step, everywhere."""
        for column in range(len(self.times) - 1):
            (x1, y1), (x2, y2) = self.place(upper, column), self.place(lower, column + 1)
            left, right = x1 + self.wide / 2 + 2, x2 - self.wide / 2 - 2
            self.scene.line(left, y1, right, y2, arrow=True)
            if weight:
                self.scene.text([weight], (left + right) / 2, (y1 + y2) / 2, 13, "soft", halo=True)

    def _upwards(self) -> list[tuple[int, int]]:
        """Which rows lead to which: inputs to the first layer, each layer to the next, the last one to the output."""
        groups: list[list[int]] = [[0]] if self.net.inputs else []
        place = len(groups)
        for layer in self.net.layers:
            groups.append(list(range(place, place + len(layer.directions))))
            place += len(layer.directions)
        groups += [[number] for number in range(place, len(self.rows))]
        pairs: list[tuple[int, int]] = []
        for below, above in pairwise(groups):
            pairs += product(below, above)
        return pairs

    def _up(self, lower: int, upper: int) -> None:
        """The arrows from one row to a higher one; past a row between them they go a little aside."""
        side = 1 if self.rows[lower].word == "x" else -1
        passes = upper - lower > 1
        for column, time in enumerate(self.times):
            if time is None or time not in self.rows[upper].names or time not in self.rows[lower].names:
                continue
            (x, y1), (_, y2) = self.place(lower, column), self.place(upper, column)
            start, end = (x, y1 - _HIGH / 2 - 2), (x, y2 + _HIGH / 2 + 2)
            if passes:
                near, beside = x + side * self.wide / 4, x + side * (self.wide / 2 + 10)
                corners = [(beside, start[1] - 16), (beside, end[1] + 16)]
                self.scene.path([(near, start[1]), *corners, (near, end[1])], arrow=True)
            else:
                self.scene.line(*start, *end, arrow=True)
            weight = self._weight(lower, upper)
            if weight and not passes:
                self.scene.text([weight], x + 8, (start[1] + end[1]) / 2, 13, "soft", anchor="start", halo=True)

    def _weight(self, lower: int, upper: int) -> Runs | None:
        """The weight along an arrow, where there is one: from the input, from the state before, to the output."""
        direction = self.rows[upper].direction
        if direction is not None and direction.cell == "rnn":
            gate = direction.gates[""]
            given = gate.h if lower == upper else gate.x
            return self.numbers.name(given.name) if given else None
        output = self.net.output
        if self.rows[upper].word == "yhat" and output is not None and output.weights is not None:
            return self.numbers.name(output.weights.name)
        return None

    def alt(self) -> str:
        """The picture in words."""
        net = self.net
        told = Says("picture_unrolled_said", n=net.steps, layers=Says("picture_unrolled_layers", n=len(net.layers)))
        return spoken(told, str)
