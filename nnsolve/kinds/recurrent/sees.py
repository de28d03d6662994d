"""What the steps of a recurrent network see: given rows or words, or what later steps are fed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...errors import counted as how_many
from ...formula.expr import Expr
from ...reading.yamlfile import Faults, Node, complete, listed
from .grids import MOST_STEPS, read_lettered
from .targets import Targets, read_word

if TYPE_CHECKING:
    from .problem import Problem

# What later steps may be fed, as ``feed:`` says it.
TARGETS, OUTPUTS, WORDS = "targets", "outputs", "words"
Rows = list[list[Expr]]


class Seen(NamedTuple):
    """The rows that are given, one a step, and how many steps there are; where later ones are fed only the first row.

    Without rows and steps the values of all gates are given.
    """

    rows: Rows
    steps: int

    @property
    def width(self) -> int:
        """How many numbers a step sees."""
        return len(self.rows[0]) if self.rows else 0


class SeenReader:
    """Reads what the steps of one problem see."""

    def __init__(self, problem: Problem, faults: Faults):
        self.problem, self.faults = problem, faults

    def read(self) -> Seen | None:
        """The rows that are given; None where a fault was noted."""
        if self.problem.feed != "inputs":
            return self._fed()
        rows = self._inputs()
        return None if rows is None else Seen(rows, len(rows))

    def _inputs(self) -> Rows | None:
        """One row of numbers a step; none where the values of all gates are given."""
        problem, faults = self.problem, self.faults
        node = problem.inputs
        if node is None:
            if problem.gates is None:
                return faults.add(problem.beginning, "the key inputs: is missing, such as inputs: [0.5, 0.7]", "")
            return []
        if problem.words:
            return self._words(node)
        leaf = read_lettered(node, faults, MOST_STEPS)
        if leaf is None:
            return None
        return [[number] for number in leaf.grid[0]] if leaf.flat else leaf.grid

    def _words(self, node: Node) -> Rows | None:
        items = node.items if node.items is not None else listed(node, self.faults)
        return complete(read_word(item, self.problem.words or [], self.faults) for item in items)

    # What is fed

    def _fed(self) -> Seen | None:
        """The row of the first step, and how many steps follow."""
        problem = self.problem
        assert problem.first is not None, "what is fed has a beginning"
        if problem.feed == WORDS and not problem.words:
            return self.faults.add(problem.places["feed"], "there are no words: from which one could be chosen", "")
        steps = self._steps()
        row = self._first(problem.first)
        if row is None or steps is None:
            return None
        if steps == 1:
            return self.faults.add(problem.places["feed"], "one step alone is fed nothing; write inputs: instead", "")
        return Seen([row], steps)

    def _first(self, node: Node) -> list[Expr] | None:
        """What step 1 sees: a word, a number, or one number an output."""
        if self.problem.words:
            return read_word(node, self.problem.words, self.faults)
        leaf = read_lettered(node, self.faults)
        return None if leaf is None else [number for row in leaf.grid for number in row]

    def _steps(self) -> int | None:
        """How many steps there are, by ``steps:`` or by the list of targets."""
        problem = self.problem
        node = problem.targets
        if node is not None and node.entries is None:
            problem.idle(self.faults, ("steps",), "the list of targets tells how many steps there are")
        elif problem.steps is not None:
            return problem.steps
        if node is None or node.entries is not None:
            return self.faults.add(problem.places["feed"], "nothing says how many steps there are; write steps:", "")
        return len(node.items if node.items is not None else listed(node, self.faults))

    def forced(self, seen: Seen, targets: Targets | None) -> Rows:
        """What the steps see where each sees the target of the one before: teacher forcing."""
        place = self.problem.places["feed"]
        if targets is None:
            self.faults.add(place, "teacher forcing feeds targets, and there are none; write targets: and loss:", "")
            return seen.rows
        rows = [*seen.rows]
        for time in range(1, seen.steps):
            if time not in targets.steps:
                text = f"step {time + 1} sees the target of step {time}, which has none; write inputs: instead"
                self.faults.add(place, text, "")
                return rows
            rows.append(targets.steps[time])
        return rows

    def check_width(self, width: int, outputs: int) -> None:
        """Notes outputs that are not as many as the numbers that a step sees."""
        if self.problem.feed != "inputs" and width != outputs:
            wide = how_many(width, "numbers")
            text = f"what comes out goes in: step 1 sees {wide}, and there are {how_many(outputs, 'outputs')}"
            self.faults.add(self.problem.first, text, "")
