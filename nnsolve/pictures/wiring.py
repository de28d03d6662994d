"""What a picture of a recurrent cell is made of: what comes in, the gates, operations, lines and labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..names import At, Name, Role
from ..subjects.recurrent import CONTEXT
from . import Options
from .subject import Subject
from .svg import Scene
from .text import Run, Runs, plain, width

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..subjects.recurrent import Direction, Gate

HIGH, ROUND, SMALL, SIDE = 34.0, 28.0, 14, 16.0
# From below: what is seen, one line a source; the functions of the gates; products; the line along the top.
BUS, GATES, PRODUCTS, TOP = 46.0, -74.0, -164.0, -254.0
LABELS = -116.0
_LEAST = 124.0
# The values of a step that have a label; of each cell it has some.
_WORDS = ("f", "i", "ctilde", "o", "z", "r", "htilde", "h", "c", "kept", "added")
Point = tuple[float, float]


class Wiring:
    """The shapes of one cell; columns are ``apart`` from one another, so that every label has room."""

    def __init__(
        self, subject: Subject, options: Options, step: int, label: Callable[[Name], Runs], mark: Callable[[Name], Runs]
    ):
        self.problem, self.net = subject.problem, subject.problem.net
        self.direction: Direction = self.net.layers[0].directions[0]
        self.step, self.label, self.mark = step, label, mark
        self.scene = Scene(options.prefix)
        self.before = step + (1 if self.direction.way == "bw" else -1)
        names = [self.direction.net("", step), *map(self.name, _WORDS)]
        self.apart = max([_LEAST, *[width(label(name), SMALL) + 60 for name in names]])
        self.sources, self.side, self.sees_state = self._sources(), SIDE, False

    # What there is

    def name(self, word: str, before: bool = False) -> Name:
        """A value of this step, or of the one before."""
        return self.direction.value(word, self.before if before else self.step)

    @property
    def state(self) -> Name:
        """What goes back to this step."""
        return self.name("yhat" if self.net.feeds_back else "h", True)

    def _sources(self) -> dict[str, Name]:
        """What the gates see, from above: the state before, the input, the context."""
        found = {"h": self.state}
        if self.net.inputs:
            found["x"] = Name(Role.INPUT, "x", at=At(time=self.step + self.problem.first_input - 1))
        if self.net.context:
            found["context"] = CONTEXT
        return found

    def _seen(self, gate: Gate) -> list[str]:
        """What a gate sees, from left to right."""
        if gate.joint is not None:
            joint = set(self.direction.columns)
            return [source for source in self.sources if source in joint]
        return [source for source in self.sources if getattr(gate, source) is not None]

    def seen_by(self, word: str) -> list[str]:
        """What a gate sees by lines from below; the candidate of a GRU sees the state behind the reset gate."""
        seen = self._seen(self.direction.gates[word])
        return [source for source in seen if source != "h"] if word == "h" else seen

    def beside(self, source: str, x: float) -> float:
        """Where the line of a source goes up to something in the middle of ``x``."""
        return x + (list(self.sources).index(source) - 1) * self.side

    def x(self, column: float) -> float:
        """The middle of a column."""
        return column * self.apart

    # Shapes

    def pill(self, name: Name, at: Point, fill: str = "node") -> None:
        """A value that comes in or goes out."""
        text = self.label(name)
        self.scene.group([name], str(name))
        self.scene.pill(*at, self.wide(name), HIGH, fill, "line", 1.4)
        self.scene.text([text], *at, 15)
        self.scene.end()

    def wide(self, name: Name) -> float:
        """How wide the pill of a value is."""
        return max(52.0, width(self.label(name), 15) + 22)

    def sign(self, sign: str, at: Point) -> None:
        """An operation: ⊙, +, 1 −."""
        self.scene.pill(*at, self.wide_sign(sign), ROUND, "paper", "line", 1.4)
        self.scene.text([plain(sign)], *at, 15)

    def wide_sign(self, sign: str) -> float:
        """How wide an operation is."""
        return max(ROUND, width(plain(sign), 15) + 14)

    def wire(self, *points: Point, arrow: bool = True) -> None:
        """A line from place to place."""
        self.scene.path(list(points), arrow=arrow)

    def told(self, name: Name, at: Point, anchor: str = "start", gate: str = "none") -> None:
        """The name of a value beside its line; of a given gate it stands in its place already."""
        if gate in self.net.gates:
            return
        self.scene.group([name], str(name))
        self.scene.text([self.label(name)], *at, SMALL, anchor=anchor)
        self.scene.end()

    def gate(self, word: str, gate: str, column: float, function: str) -> Point:
        """A gate with what it sees; a given one is its value. Returns the place above it."""
        at = self.x(column), GATES
        if gate in self.net.gates:
            self.pill(self.name(word), at, "input")
            return at[0], at[1] - HIGH / 2
        self.scene.pill(*at, 64, HIGH, "warm", "line", 1.4)
        self.scene.text([(Run(function),)], *at, 15)
        own = self.direction.gates[gate]
        for source in self.seen_by(gate):
            self.into(source, at[0], HIGH)
        if own.peephole is not None:
            told = (Run("+ "), *self.mark(own.peephole.name), Run(" ⊙ "), *self.mark(self.name("c", gate != "o")))
            self.scene.text([told], at[0] + 36, GATES + 22, 12, "soft", anchor="start")
        return at[0], at[1] - HIGH / 2

    def into(self, source: str, x: float, high: float) -> None:
        """The arrow from the line of a source up to a gate, or another shape so high."""
        beside = self.beside(source, x)
        self.wire((beside, self.line(source)), (beside, GATES + high / 2 + 2))

    def line(self, source: str) -> float:
        """How high the line of a source runs."""
        return list(self.sources).index(source) * BUS

    def lines(self, gates: dict[str, float]) -> None:
        """What comes in from the left, with its line as far as one of the ``gates`` in their columns sees it."""
        last: dict[str, float] = {}
        for gate, column in gates.items():
            if gate not in self.net.gates:
                last |= dict.fromkeys(self.seen_by(gate), self.x(column))
        self.sees_state = "h" in last
        for source, name in self.sources.items():
            if source in last:
                end = self.beside(source, last[source])
                self.wire((self.wide(name) / 2, self.line(source)), (end, self.line(source)), arrow=False)
                self.pill(name, (0, self.line(source)), "node" if source == "h" else "input")

    def up(self, x: float, start: float, end: float) -> None:
        """An arrow from one height up to an operation."""
        self.wire((x, start), (x, end + ROUND / 2 + 2))

    def along(self, y: float, start: float, end: float) -> None:
        """An arrow to the right up to an operation."""
        self.wire((start, y), (end - ROUND / 2 - 2, y))
