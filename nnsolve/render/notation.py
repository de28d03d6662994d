"""How formulas look in a format: what each format says of its pieces, and what all of them share.

A notation given numbers prints them where it would print names; nothing is copied or simplified on the way. Formats
subclass :class:`Notation` and say only how a piece looks; the walk over a formula is in :mod:`.formulas`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Generic

from ..formula.expr import Add, Expr, Sub, Symbol
from ..formula.marks import Mark, Names, Partial
from .formulas.binding import SUM, Bound, P, PutIn
from .formulas.marks import marked
from .formulas.nodes import WRITERS

if TYPE_CHECKING:
    from ..formula.marks import AnyMark
    from ..names import Name
    from ..page.parts import Row, Written

# Of all large matrices the middle is left out after as many entries altogether.
MOST_ALTOGETHER = 100_000


class Pieces(Generic[P]):
    """What a format must say. ``p`` and ``q`` are pieces of that format (text, LaTeX, boxes)."""

    stacked = False  # whether fractions are

    def number(self, text: str) -> P:
        """A number as printed digits; a minus in front, a power of ten behind (``1.2e-9``)."""
        raise AssertionError("abstract")

    def join(self, parts: list[P]) -> P:
        """Pieces side by side. A ``str`` among the pieces is one of the signs of :meth:`sign`."""
        raise AssertionError("abstract")

    def sign(self, key: str) -> P:
        """A sign by its key: plus, minus, times, dot, slash, entrywise, apart, sum, less (of a number), change, dots,
        direct.

        A relation is its own key: =, <, >, ≤, ≥.
        """
        raise AssertionError("abstract")

    def bracket(self, p: P, left: str = "(", right: str = ")") -> P:
        raise AssertionError("abstract")

    def fraction(self, p: P, q: P) -> P:
        raise AssertionError("abstract")

    def raised(self, base: P, exponent: P, simple: bool) -> P:
        """base^exponent; ``simple`` where the exponent is a name or a number."""
        raise AssertionError("abstract")

    def root(self, p: P, simple: bool) -> P:
        raise AssertionError("abstract")

    def call(self, name: str, args: list[P]) -> P:
        raise AssertionError("abstract")

    def mark(self, mark: Mark) -> P:
        raise AssertionError("abstract")

    def partial(self, top: P, bottom: P) -> P:
        raise AssertionError("abstract")

    def transposed(self, p: P) -> P:
        raise AssertionError("abstract")

    def grid(self, rows: list[list[P]]) -> P:
        """A matrix of pieces."""
        raise AssertionError("abstract")

    def blank(self) -> P:
        """An empty place, as wide as a number, over a line."""
        raise AssertionError("abstract")

    def label(self, number: int) -> P:
        """What stands for a factor of a product: ① for the first."""
        raise AssertionError("abstract")

    def traced(self, piece: P, name: str, number: bool) -> P:
        """A piece that stands for a step, its printed name or its ``number``, where a format tells which step it is."""
        return piece


class Notation(Pieces[P]):
    """How the formulas of one solution look in one format.

    ``compact`` puts · between numbers too; ``longest`` is the number of terms of a sum that is written out.
    """

    def __init__(self, names: Names, compact: bool = False, longest: int | None = 12):
        self.names, self.compact, self.longest = names, compact, longest
        self.budget = MOST_ALTOGETHER
        self.dotted = False  # · between numbers, also where fractions are stacked
        self.labels: Mapping[str, P] = {}
        self.elided = False
        self._written: dict[str, P] = {}
        self._marks: dict[str, AnyMark] = {}

    # What is printed

    def write(self, formula: Expr, numbers: PutIn = None) -> P:
        """``formula`` as a piece; with ``numbers`` (name → formula) numbers are put in."""
        return self.walk(formula, numbers, True)[0]

    def name(self, name: str | Expr) -> P:
        """The printed mark of a canonical name; a formula that stands in a sentence like a name is written out."""
        if isinstance(name, Expr):
            return self.write(name)
        if name not in self._written:
            self._written[name] = self.traced(self.of_mark(self.mark_of(name)), name, False)
        return self._written[name]

    def head(self, name: Name) -> P:
        """The printed mark of a name where it stands alone before an equals sign."""
        head = self.names.heads.get(name)
        if head is None:
            return self.name(name)
        mark = Mark(head) if isinstance(head, str) else head
        return self.traced(self.of_mark(mark), name, False)

    def of_mark(self, mark: AnyMark) -> P:
        """A mark as a piece."""
        return marked(self, mark)

    def shown(self, content: Expr | Mark) -> P:
        """A formula, or a mark that stands alone."""
        return self.of_mark(content) if isinstance(content, Mark) else self.write(content)

    def sides(self, row: Row) -> list[Written[P]]:
        """The sides of a line; the factors of a product by their numbers."""
        self.labels = {name: self.label(number) for name, number in row.factors.items()}
        sides = row.sides(self.write)
        self.labels = {}
        return sides

    # What the walk asks for

    def walk(self, node: Expr, numbers: PutIn, leading: bool) -> Bound[P]:
        """A node, and how firmly it binds. ``leading`` is False behind an operator, where a minus needs brackets."""
        return WRITERS[type(node)](self, node, numbers, leading)

    def part(self, node: Expr, numbers: PutIn, least: int, leading: bool = False) -> P:
        """A node as an operand: in brackets where it binds less than ``least``."""
        summed = isinstance(node, (Add, Sub)) and least > SUM
        piece, binds = self.walk(node, numbers, leading or summed)  # a bracket begins anew: (−0.3 − 0.5)²
        return self.bracket(piece) if binds < least else piece

    def joined(self, pieces: list[P], sign: str) -> P:
        """Pieces side by side with a sign between them."""
        parts = [pieces[0]]
        for piece in pieces[1:]:
            parts += [self.sign(sign), piece]
        return self.join(parts)

    def cells(self, rows: Sequence[Sequence[Expr]], numbers: PutIn) -> list[list[P]]:
        """The entries of a matrix as pieces."""
        found = []
        for row in rows:
            found.append([self.write(entry, numbers) for entry in row])
        return found

    def mark_of(self, name: str) -> AnyMark:
        """The mark of a name, made once."""
        if name not in self._marks:
            self._marks[name] = self.names.mark(name)
        return self._marks[name]

    def is_derivative(self, node: Expr) -> bool:
        """Whether a node is a name that is printed as a derivative, or as the number of one."""
        if not isinstance(node, Symbol):
            return False
        return node.name in self.labels or isinstance(self.mark_of(node.name), Partial)
