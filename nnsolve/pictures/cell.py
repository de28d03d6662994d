"""One cell of a recurrent network in one step: its gates, what they multiply, what is added, and the new state.

The layout of an LSTM is that of C. Olah, Understanding LSTM networks, 2015: the cell runs along the top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..names import Name
from ..solution import Says
from ..subjects.recurrent import GRU_BEFORE
from ..words import spoken
from . import Options
from .subject import Subject
from .svg import Scene
from .text import Runs, plain, width
from .wiring import GATES, HIGH, LABELS, PRODUCTS, ROUND, SIDE, SMALL, TOP, Wiring

if TYPE_CHECKING:
    from collections.abc import Callable


_SAID = {"rnn": "picture_cell_rnn", "lstm": "picture_cell_lstm", "gru": "picture_cell_gru"}


def compose(
    subject: Subject, options: Options, step: int, label: Callable[[Name], Runs], mark: Callable[[Name], Runs]
) -> tuple[Scene, str]:
    """The painted cell of a step and its text in words.

    ``mark`` is how a name is printed, ``label`` the same with its number where that is wanted.
    """
    drawing = _Cell(subject, options, step, label, mark)
    {"rnn": drawing.simple, "lstm": drawing.lstm, "gru": drawing.gru}[drawing.direction.cell]()
    said = Says("picture_cell_said", cell=Says(_SAID[drawing.direction.cell]), n=step)
    return drawing.scene, spoken(said, str)


class _Cell(Wiring):
    """The three cells."""

    def simple(self) -> None:
        """h = f(net): a sum and an activation."""
        self.side = SIDE / 2  # to fit the sign of a sum
        self.lines({"": 1})
        at = self.x(1), GATES
        for source in self.seen_by(""):
            self.into(source, at[0], ROUND)
        self.sign("+", at)
        self.wire((at[0] + ROUND / 2, GATES), (self.x(2) - 38, GATES))
        self.told(self.direction.net("", self.step), (self.x(1.5) - 10, GATES - 14), "middle")
        self.scene.pill(self.x(2), GATES, 72, HIGH, "warm", "line", 1.4)
        self.scene.text([plain(self.net.activation.name, 10)], self.x(2), GATES, SMALL)
        h = self.name("h")
        self.wire((self.x(2) + 37, GATES), (self.x(3) - self.wide(h) / 2 - 2, GATES))
        self.pill(h, (self.x(3), GATES))

    def lstm(self) -> None:
        """The cell along the top, the gates below it, the state behind."""
        middle, end = self.x(2.5), self.x(5)
        self.lines({"f": 1, "i": 2, "c": 3, "o": 4})
        before = self.name("c", True)
        self.pill(before, (0, TOP), "violet")
        self.along(TOP, self.wide(before) / 2, self.x(1))
        _, high = self.gate("f", "f", 1, "σ")
        self.up(self.x(1), high, TOP)
        self.told(self.name("f"), (self.x(1) + 8, PRODUCTS), gate="f")
        self.sign("⊙", (self.x(1), TOP))
        self.along(TOP, self.x(1) + ROUND / 2, middle)
        self.told(self.name("kept"), ((self.x(1) + middle) / 2, TOP - 14), "middle")
        _, high = self.gate("i", "i", 2, "σ")
        self.wire((self.x(2), high), (self.x(2), PRODUCTS), (middle - ROUND / 2 - 2, PRODUCTS))
        self.told(self.name("i"), (self.x(2) - 8, LABELS), "end", "i")
        _, high = self.gate("ctilde", "c", 3, "tanh")
        self.wire((self.x(3), high), (self.x(3), PRODUCTS), (middle + ROUND / 2 + 2, PRODUCTS))
        self.told(self.name("ctilde"), (self.x(3) + 8, LABELS), gate="c")
        self.sign("⊙", (middle, PRODUCTS))
        self.up(middle, PRODUCTS - ROUND / 2, TOP)
        self.told(self.name("added"), (middle + 8, (PRODUCTS + TOP) / 2))
        self.sign("+", (middle, TOP))
        self._shown(middle, end)

    def _shown(self, middle: float, end: float) -> None:
        """The new cell of an LSTM, and how much of it is shown."""
        cell, h = self.name("c"), self.name("h")
        last = end + max(self.wide(cell), self.wide(h)) / 2 + 50
        self.wire((middle + ROUND / 2, TOP), (last - self.wide(cell) / 2 - 2, TOP))
        self.pill(cell, (last, TOP), "violet")
        self.wire((end, TOP), (end, PRODUCTS - HIGH / 2 - 2))
        self.scene.pill(end, PRODUCTS, 64, HIGH, "warm", "line", 1.4)
        self.scene.text([plain("tanh")], end, PRODUCTS, 15)
        self.wire((end, PRODUCTS + HIGH / 2), (end, GATES - ROUND / 2 - 2))
        self.gate("o", "o", 4, "σ")
        start = self.x(4) + (self.wide(self.name("o")) / 2 if "o" in self.net.gates else 32)
        self.along(GATES, start, end)
        self.told(self.name("o"), ((start + end - ROUND / 2) / 2, GATES - 12), "middle", "o")
        self.sign("⊙", (end, GATES))
        self.wire((end + ROUND / 2, GATES), (last - self.wide(h) / 2 - 2, GATES))
        self.pill(h, (last, GATES))

    def gru(self) -> None:
        """The state along the top, blended with the candidate as the update gate says."""
        given = "h" in self.net.gates
        self.lines({"z": 2, "h": 3} if given else {"r": 1, "z": 2, "h": 3})
        if not self.sees_state:
            self.pill(self.state, (0, 0))
        self.wire((0, -HIGH / 2), (0, TOP), (self.x(2) - ROUND / 2 - 2, TOP))
        _, high = self.gate("z", "z", 2, "σ")
        self.told(self.name("z"), (self.x(2) + 8, LABELS), gate="z")
        self._rest(high)
        self.sign("⊙", (self.x(2), TOP))
        self.along(TOP, self.x(2) + ROUND / 2, self.x(3))
        self.told(self.name("kept"), (self.x(2.5), TOP - 14), "middle")
        _, high = self.gate("htilde", "h", 3, "tanh")
        self.up(self.x(3), high, PRODUCTS)
        self.told(self.name("htilde"), (self.x(3) + 8, LABELS), gate="h")
        self.sign("⊙", (self.x(3), PRODUCTS))
        self.up(self.x(3), PRODUCTS - ROUND / 2, TOP)
        self.told(self.name("added"), (self.x(3) + 8, (PRODUCTS + TOP) / 2))
        self.sign("+", (self.x(3), TOP))
        h = self.name("h")
        last = self.x(3) + self.wide(h) / 2 + 80
        self.wire((self.x(3) + ROUND / 2, TOP), (last - self.wide(h) / 2 - 2, TOP))
        self.pill(h, (last, TOP))
        if not given:
            self._reset()

    def _rest(self, high: float) -> None:
        """The lines of z to both products; through 1 − on the way to what 1 − z weighs."""
        column, between, half = self.x(2), self.x(2.5), ROUND / 2
        if self.problem.z_weighs == "old":
            self.up(column, high, TOP)
            self.wire((column, PRODUCTS), (between - self.wide_sign("1 −") / 2, PRODUCTS), arrow=False)
            self.sign("1 −", (between, PRODUCTS))
            self.along(PRODUCTS, between + self.wide_sign("1 −") / 2, self.x(3))
            return
        at = (PRODUCTS + TOP) / 2
        self.wire((column, high), (column, at + half), arrow=False)
        self.sign("1 −", (column, at))
        self.up(column, at - half, TOP)
        self.along(PRODUCTS, column, self.x(3))

    def _reset(self) -> None:
        """What the candidate sees of the state: the reset gate before or behind the product with the weights."""
        _, high = self.gate("r", "r", 1, "σ")
        self.up(self.x(1), high, PRODUCTS)
        self.told(self.name("r"), (self.x(1) - 8, LABELS), "end", "r")
        weights, start = self.direction.gates["h"].h, 0.0
        if self.problem.reset != GRU_BEFORE and weights is not None:
            mark = self.mark(weights.name)
            wide = width(mark, SMALL) + 20
            start = self.x(0.5) + wide / 2
            self.wire((0, PRODUCTS), (start - wide, PRODUCTS), arrow=False)
            self.scene.pill(self.x(0.5), PRODUCTS, wide, ROUND, "warm", "line", 1.4)
            self.scene.text([mark], self.x(0.5), PRODUCTS, SMALL)
        self.along(PRODUCTS, start, self.x(1))
        self.sign("⊙", (self.x(1), PRODUCTS))
        aside, below, end = self.x(1.5), GATES + 46, self.x(3) - SIDE
        corners = [(aside, PRODUCTS), (aside, below), (end, below), (end, GATES + HIGH / 2 + 2)]
        self.wire((self.x(1) + ROUND / 2, PRODUCTS), *corners)
