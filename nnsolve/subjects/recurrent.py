"""A recurrent network as data: its layers, each in one or two directions, their gates, and what they begin with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..formula.array_functions import beside, stacked
from ..formula.arrays import Array, Hadamard, MatMul
from ..formula.expr import Expr, Mul, Num
from ..names import At, Name, Role
from ..reading.grids import Given, Grid

GRU_BEFORE = "before"  # the reset gate before the product with the weights


class Form:
    """How the values of a problem are written: as numbers, as columns (W·x) or as rows (x·W)."""

    __slots__ = ("name",)

    def __init__(self, name: str):
        self.name = name

    @property
    def numbers(self) -> bool:
        """Whether every value is a single number."""
        return self.name == "numbers"

    @property
    def rows(self) -> bool:
        """Whether vectors are rows, which stand in front of their matrix."""
        return self.name == "rows"

    def product(self, weights: Expr, vector: Expr) -> Expr:
        """What weights make of a vector."""
        if self.numbers:
            return Mul((weights, vector))
        return MatMul(vector, weights) if self.rows else MatMul(weights, vector)

    def by(self, left: Expr, right: Expr) -> Expr:
        """A product unit by unit."""
        return Mul((left, right)) if self.numbers else Hadamard(left, right)

    def joined(self, *parts: Expr) -> Expr:
        """Several vectors as one."""
        return (beside if self.rows else stacked)(*parts)

    def vector(self, numbers: list[Expr]) -> Expr:
        """A given vector."""
        if self.numbers:
            return numbers[0]
        return Array([numbers]) if self.rows else Array([[number] for number in numbers])

    def vector_of(self, number: int) -> Expr:
        """A vector of one number that is no given one."""
        return self.vector([Num(str(number))])

    def matrix(self, grid: Grid) -> Expr:
        """Given weights, as their author wrote them."""
        return grid[0][0] if self.numbers else Array(grid)

    def place(self, unit: int) -> tuple[int, int]:
        """Where the value of a unit, from 0, stands in a vector."""
        return (0, unit) if self.rows else (unit, 0)


# A vector that every step sees, such as what an encoder has made of a sentence.
CONTEXT = Name(Role.INPUT, "context")


class Gate:
    """What makes one net input: weights of the input and of the state before, or ``joint`` ones of both in one vector.

    ``context`` weighs a context. ``bias`` is added once; ``second`` is a bias that the state's product has of its own;
    ``peephole`` weighs the cell.
    """

    __slots__ = ("bias", "context", "h", "joint", "peephole", "second", "x")

    def __init__(
        self,
        x: Given | None = None,
        h: Given | None = None,
        joint: Given | None = None,
        bias: Given | None = None,
        second: Given | None = None,
        peephole: Given | None = None,
        context: Given | None = None,
    ):
        self.x, self.h, self.joint, self.context = x, h, joint, context
        self.bias, self.second, self.peephole = bias, second, peephole

    @property
    def biases(self) -> list[Given | None]:
        """What is added to the products."""
        return [self.bias, self.second]

    def parameters(self) -> Iterator[Given]:
        """All numbers that may be learned, in the order in which they are printed."""
        yield from filter(None, (self.joint, self.x, self.h, self.context, self.peephole, self.bias, self.second))


class Direction:
    """One layer read in one direction: ``way`` is fw or bw where there are two, ``index`` ^2 of several layers.

    ``back`` says how many numbers go back to the next step: those of the state, or of the output (Jordan).
    ``from_context`` names what begins with the context.
    """

    __slots__ = ("back", "cell", "columns", "from_context", "gates", "index", "start", "units", "way", "width")

    def __init__(self, cell: str, way: str, index: str, width: int, units: int, back: int = 0):
        self.cell, self.way, self.index = cell, way, index
        self.width, self.units, self.back = width, units, back or units
        self.gates: dict[str, Gate] = {}
        self.start: dict[str, list[Expr]] = {}
        self.columns: list[str] = []
        self.from_context: set[str] = set()

    def value(self, word: str, time: int) -> Name:
        """A value of this layer and direction: h@2, h_bw^1@2; of the word yhat the output of the step."""
        return Name(_ROLES.get(word, Role.GATE), word, self.way, At(time=time), self.index)

    def net(self, gate: str, time: int) -> Name:
        """The net input of a gate; of a simple cell there is one."""
        return Name(Role.NET, "net", "_".join(filter(None, (gate, self.way))), At(time=time), self.index)


class Layer(NamedTuple):
    """A layer: its directions, and how two of them are put together."""

    directions: list[Direction]
    join: str = "concatenate"

    @property
    def units(self) -> int:
        """How many values it gives to the next one."""
        several = self.join == "concatenate"
        return sum(each.units for each in self.directions) if several else self.directions[0].units


# What is no gate, by its word; parts of sums begin with a letter of their own: p_f, q_f, s_f.
_ROLES = {
    **dict.fromkeys(("h", "yhat"), Role.OUT),
    "c": Role.CELL,
    **dict.fromkeys(("kept", "added", "rh", "v", "v_r"), Role.TERM),
    **{f"{word}{gate}": Role.TERM for word in "pqs" for gate in ("", "_f", "_i", "_c", "_o", "_z", "_r", "_h")},
}


class Output(NamedTuple):
    """What is made of the state: weights, bias, and the name of the activation with its function."""

    weights: Given | None
    bias: Given | None
    units: int
