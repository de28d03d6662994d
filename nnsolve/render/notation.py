"""The walk over a formula that prints it, and every bracket there is.

A notation given numbers prints them where it would print names; nothing is copied or simplified on the way. Formats
subclass :class:`Notation` and say only how a piece looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Generic, TypeVar

from ..formula.arrays import Array, Entry, Hadamard, MatMul, Numbers, Shape, Total, Transpose
from ..formula.expr import Add, Blank, Call, Div, Expr, Mul, Neg, Num, Pow, Relation, Sub, Symbol
from ..formula.functions import FUNCTIONS
from ..formula.marks import Applied, Change, Direct, Mark, Names, Partial, Place

if TYPE_CHECKING:
    from ..formula.marks import AnyMark
    from ..page.document import Row, Written

# For every kind of node, the method that prints it.
_WALKS = {
    node: f"_{node.__name__.lower()}"
    for node in (
        *(Add, Array, Blank, Call, Div, Entry, Hadamard, MatMul, Mul, Neg),
        *(Num, Numbers, Pow, Relation, Shape, Sub, Symbol, Total, Transpose),
    )
}

# Of a matrix with more entries the middle is left out also where a page is written in full; so is that of all large
# ones after as many entries altogether.
MOST_WRITTEN = 10_000
MOST_ALTOGETHER = 100_000
SHORT = 12

SUM, SIGNED, QUOTIENT, PRODUCT, POWER, ATOM = range(6)


P = TypeVar("P")  # a piece of a format: text, LaTeX, a box


class Notation(Generic[P]):
    """How formulas look in one format. ``p`` and ``q`` below are pieces of that format (text, LaTeX, boxes).

    ``compact`` puts · between numbers too; ``longest`` is the number of terms of a sum that is written out.
    """

    stacked = False

    def __init__(self, names: Names, compact: bool = False, longest: int | None = 12):
        self.names, self.compact, self.longest = names, compact, longest
        self.budget = MOST_ALTOGETHER
        self.dotted = False  # · between numbers, also where fractions are stacked
        self.labels: Mapping[str, P] = {}
        self.elided = False
        self._written: dict[str, P] = {}
        self._marks: dict[str, AnyMark] = {}

    # What a format must say.

    def number(self, text: str):
        """A number as printed digits; a minus in front, a power of ten behind (``1.2e-9``)."""
        raise AssertionError("abstract")

    def join(self, parts: list[P]):
        """Pieces side by side. A ``str`` among the pieces is one of the signs of :meth:`sign`."""
        raise AssertionError("abstract")

    def sign(self, key: str):
        """A sign by its key: plus, minus, times, dot, slash, entrywise, apart, sum, less (of a number), change, dots,
        direct.

        A relation is its own key: =, <, >, ≤, ≥.
        """
        raise AssertionError("abstract")

    def bracket(self, p: P, left: str = "(", right: str = ")"):
        raise AssertionError("abstract")

    def fraction(self, p: P, q: P):
        raise AssertionError("abstract")

    def raised(self, base: P, exponent: P, simple: bool):
        """base^exponent; ``simple`` where the exponent is a name or a number."""
        raise AssertionError("abstract")

    def root(self, p: P, simple: bool):
        raise AssertionError("abstract")

    def call(self, name: str, args: list[P]):
        raise AssertionError("abstract")

    def mark(self, mark: Mark):
        raise AssertionError("abstract")

    def partial(self, top: P, bottom: P):
        raise AssertionError("abstract")

    def transposed(self, p: P):
        raise AssertionError("abstract")

    def grid(self, rows: list[list[P]]):
        """A matrix of pieces."""
        raise AssertionError("abstract")

    def blank(self):
        """An empty place, as wide as a number, over a line."""
        raise AssertionError("abstract")

    def label(self, number: int) -> P:
        """What stands for a factor of a product: ① for the first."""
        raise AssertionError("abstract")

    # The walk.

    def write(self, formula: Expr, numbers: Mapping[str, Expr] | None = None):
        """``formula`` as a piece; with ``numbers`` (name → formula) numbers are put in."""
        return self._walk(formula, numbers, True)[0]

    def name(self, name: str | Expr):
        """The printed mark of a canonical name; a formula that stands in a sentence like a name is written out."""
        if isinstance(name, Expr):
            return self.write(name)
        if name not in self._written:
            self._written[name] = self.of_mark(self._mark(name))
        return self._written[name]

    def shown(self, content: Expr | Mark) -> P:
        """A formula, or a mark that stands alone."""
        return self.of_mark(content) if isinstance(content, Mark) else self.write(content)

    def sides(self, row: Row) -> list[Written[P]]:
        """The sides of a line; the factors of a product by their numbers."""
        self.labels = {name: self.label(number) for name, number in row.factors.items()}
        sides = row.sides(self.write)
        self.labels = {}
        return sides

    def _mark(self, name: str) -> AnyMark:
        """The mark of a name, made once."""
        if name not in self._marks:
            self._marks[name] = self.names.mark(name)
        return self._marks[name]

    def head(self, name: str):
        """The printed mark of a name where it stands alone before an equals sign."""
        head = self.names.heads.get(name)
        if head is None:
            return self.name(name)
        return self.of_mark(Mark(head) if isinstance(head, str) else head)

    def of_mark(self, mark: AnyMark):
        """A mark as a piece."""
        if isinstance(mark, Direct):
            return self.partial(self.join([self.sign("direct"), self.of_mark(mark.top)]), self.of_mark(mark.bottom))
        if isinstance(mark, Partial):
            return self.partial(self.of_mark(mark.top), self.of_mark(mark.bottom))
        if isinstance(mark, Place):
            return self.join([self.of_mark(mark.inner), self.mark(Mark(mark.index))])
        if isinstance(mark, Change):
            return self.join([self.sign("change"), self.of_mark(mark.inner)])
        if isinstance(mark, Applied):
            inner = [self.sign("less")] * mark.less + [self.of_mark(mark.argument)]
            return self.join([self.of_mark(mark.function), self.bracket(self.join(inner))])
        return self.mark(mark)

    def _walk(self, node: Expr, numbers: Mapping[str, Expr] | None, leading: bool):
        """A node as (piece, precedence). ``leading`` is False behind an operator, where a minus needs brackets."""
        return getattr(self, _WALKS[type(node)])(node, numbers, leading)

    def _part(self, node: Expr, numbers: Mapping[str, Expr] | None, least: int, leading: bool = False):
        """A node as an operand: in brackets where it binds less than ``least``."""
        summed = isinstance(node, (Add, Sub)) and least > SUM
        piece, precedence = self._walk(node, numbers, leading or summed)  # a bracket begins anew: (−0.3 − 0.5)²
        return self.bracket(piece) if precedence < least else piece

    def _num(self, node: Num, numbers: Mapping[str, Expr] | None, leading: bool):
        piece = self.number(node.text)
        if node.text.startswith("-"):
            return (piece, SIGNED) if leading else (self.bracket(piece), ATOM)
        if "/" in node.text:  # an exact fraction such as 1/3
            return piece, QUOTIENT
        return piece, PRODUCT if "e" in node.text and len(node.text) > 1 else ATOM

    def _blank(self, node: Blank, numbers: Mapping[str, Expr] | None, leading: bool):
        return self.blank(), ATOM

    def _symbol(self, node: Symbol, numbers: Mapping[str, Expr] | None, leading: bool):
        if node.name in self.labels and numbers is None:
            return self.labels[node.name], ATOM
        if numbers is None:
            return self.name(node.name), ATOM
        return self._walk(numbers[node.name], None, leading)

    def _array(self, node: Array, numbers: Mapping[str, Expr] | None, leading: bool):
        rows = [[self.write(entry, numbers) for entry in row] for row in self._shortened(node.rows)]
        return self.grid(rows), ATOM

    def _numbers(self, node, numbers: Mapping[str, Expr] | None, leading: bool):
        longest, size = self.longest, len(node.rows) * len(node.rows[0])
        if longest is None and size > min(MOST_WRITTEN, self.budget):
            self.longest = SHORT
        elif longest is None:
            self.budget -= size
        rows = [[self.write(entry) for entry in row] for row in self._shortened(node.rows)]
        self.longest = longest
        return self.grid(rows), ATOM

    def _entry(self, node: Entry, numbers: Mapping[str, Expr] | None, leading: bool):
        if numbers is None:
            return self.name(node.name), ATOM
        matrix = numbers[node.array]
        assert isinstance(matrix, (Array, Numbers))  # as every number of a matrix's name is
        return self._walk(matrix.rows[node.row][node.column], None, leading)

    def _shortened(self, rows: list[list[Expr]]) -> list[list[Expr]]:
        """A large matrix without its middle."""
        dots = Num("…", 0)
        if self.longest is not None and len(rows) > self.longest:
            rows, self.elided = [*rows[:3], [dots] * len(rows[0]), rows[-1]], True
        if self.longest is not None and len(rows[0]) > self.longest:
            rows, self.elided = [[*row[:3], dots, row[-1]] for row in rows], True
        return rows

    def _shape(self, node: Shape, numbers: Mapping[str, Expr] | None, leading: bool):
        return self._joined([self._part(size, numbers, PRODUCT) for size in node.sizes], "times"), PRODUCT

    def _joined(self, pieces: list[P], sign: str):
        parts = [pieces[0]]
        for piece in pieces[1:]:
            parts += [self.sign(sign), piece]
        return self.join(parts)

    def _add(self, node: Add, numbers: Mapping[str, Expr] | None, leading: bool):
        terms = list(node.terms)
        short = self.longest is not None and len(terms) > self.longest
        if short:
            self.elided = True
            head, tail = terms[:2], terms[-1:]
        else:
            head, tail = terms, []
        grouped = isinstance(head[0], Add) and isinstance(terms[1], Add)  # sums side by side stand in brackets
        pieces = [self._part(head[0], numbers, SIGNED if grouped else SUM, leading)]
        pieces += [self._part(term, numbers, SIGNED) for term in head[1:]]
        if short:
            pieces.append(self.sign("dots"))
            pieces += [self._part(term, numbers, SIGNED) for term in tail]
        return self._joined(pieces, "plus"), SUM

    def _sub(self, node: Sub, numbers: Mapping[str, Expr] | None, leading: bool):
        left = self._part(node.left, numbers, SUM, leading)
        return self.join([left, self.sign("minus"), self._part(node.right, numbers, SIGNED)]), SUM

    def _relation(self, node: Relation, numbers: Mapping[str, Expr] | None, leading: bool):
        parts = [self.write(node.left, numbers), self.sign(node.sign), self.write(node.right, numbers)]
        return self.join(parts), SUM

    def _neg(self, node: Neg, numbers: Mapping[str, Expr] | None, leading: bool):
        piece = self.join([self.sign("less"), self._part(node.inner, numbers, QUOTIENT)])
        return (piece, SIGNED) if leading else (self.bracket(piece), ATOM)

    def _mul(self, node: Mul, numbers: Mapping[str, Expr] | None, leading: bool):
        times = self._times(node, numbers)
        parts = [self._part(node.factors[0], numbers, SIGNED if leading else QUOTIENT, leading)]
        for index, factor in enumerate(node.factors[1:]):
            coefficient = index == 0 and type(node.factors[0]) is Num and "/" not in node.factors[0].text
            if not (coefficient and (_opens(factor) or self._letter(factor, numbers))):
                parts.append(self.sign(times))
            parts.append(self._part(factor, numbers, PRODUCT))
        return self.join(parts), PRODUCT

    def _letter(self, factor: Expr, numbers: Mapping[str, Expr] | None) -> bool:
        """Whether a factor is printed as one letter, so that a coefficient stands before it without a sign: 2P."""
        if numbers is not None or not isinstance(factor, Symbol):
            return False
        mark = self._mark(factor.name)
        return isinstance(mark, Mark) and len(mark.base) == 1

    def _times(self, node: Mul, numbers: Mapping[str, Expr] | None) -> str:
        """Which sign stands between factors: × between numbers and between derivatives, · between names."""
        if numbers is not None:
            return "dot" if self.compact or self.dotted else "times"
        derivatives = all(isinstance(factor, Symbol) and self._derivative(factor) for factor in node.factors)
        return "times" if derivatives else "dot"

    def _derivative(self, factor: Symbol) -> bool:
        return factor.name in self.labels or isinstance(self._mark(factor.name), Partial)

    def _hadamard(self, node: Hadamard, numbers: Mapping[str, Expr] | None, leading: bool):
        left = self._part(node.left, numbers, QUOTIENT, leading)
        return self.join([left, self.sign("entrywise"), self._part(node.right, numbers, PRODUCT)]), PRODUCT

    def _matmul(self, node: MatMul, numbers: Mapping[str, Expr] | None, leading: bool):
        left = self._part(node.left, numbers, QUOTIENT, leading)
        return self.join([left, self.sign("apart"), self._part(node.right, numbers, PRODUCT)]), PRODUCT

    def _transpose(self, node: Transpose, numbers: Mapping[str, Expr] | None, leading: bool):
        inner = self._part(node.inner, numbers, ATOM)
        if numbers is None and isinstance(node.inner, Symbol) and self._derivative(node.inner):
            inner = self.bracket(inner)
        return self.transposed(inner), ATOM

    def _total(self, node: Total, numbers: Mapping[str, Expr] | None, leading: bool):
        return self.join([self.sign("sum"), self.bracket(self.write(node.inner, numbers))]), PRODUCT

    def _div(self, node: Div, numbers: Mapping[str, Expr] | None, leading: bool):
        if self.stacked:
            return self.fraction(self.write(node.left, numbers), self.write(node.right, numbers)), POWER
        left = self._part(node.left, numbers, QUOTIENT, leading)
        return self.join([left, self.sign("slash"), self._part(node.right, numbers, POWER)]), QUOTIENT

    def _pow(self, node: Pow, numbers: Mapping[str, Expr] | None, leading: bool):
        base = self._part(node.left, numbers, ATOM)
        if numbers is None and isinstance(node.left, Symbol) and self._derivative(node.left):
            base = self.bracket(base)
        return self._power(base, node.right, numbers), POWER

    def _power(self, base: P, exponent: Expr, numbers: Mapping[str, Expr] | None):
        piece, precedence = self._walk(exponent, numbers, True)
        return self.raised(base, piece, precedence == ATOM or _is_signed_number(exponent, numbers))

    def _call(self, node: Call, numbers: Mapping[str, Expr] | None, leading: bool):
        name = node.function.name
        if name == "exp":
            return self._power(self.mark(Mark("e")), node.args[0], numbers), POWER
        if name == "sqrt":
            piece, precedence = self._walk(node.args[0], numbers, True)
            return self.root(piece, precedence == ATOM), ATOM
        if name in _BARS:
            return self.bracket(self.write(node.args[0], numbers), *_BARS[name]), ATOM
        if node.function.infix:
            left = self._part(node.args[0], numbers, QUOTIENT, leading)
            right = self._part(node.args[1], numbers, PRODUCT)
            return self.join([left, self.sign(node.function.infix), right]), PRODUCT
        if node.function.definition:
            return self._walk(node.function.definition(*node.args), numbers, leading)
        if not name and numbers is not None:  # a bracket that is part of a name, as in (Σx)²: 41², but (−41)²
            return self._part(node.args[0], numbers, ATOM), ATOM
        if name[:4] in _CHOICES:  # of the greatest: I(z ≥ w), and of several I(a > z, a ≥ w)
            sides = _chosen(int(name[4:]) - 1, node.args, *_CHOICES[name[:4]])
            return self.call("I", [self.write(side, numbers) for side in sides]), ATOM
        return self.call(name, [self.write(arg, numbers) for arg in node.args]), ATOM


def _opens(node: Expr) -> bool:
    """Whether a factor begins with a bracket, so that a coefficient stands before it without a sign: ½(t − o)²."""
    return isinstance(node, (Add, Sub)) or (isinstance(node, Pow) and isinstance(node.left, (Add, Sub)))


# Which argument was chosen: the function that chose, and how the argument stands to those before and after it.
_CHOICES = {"max′": ("max", ">", "≥"), "min′": ("min", "<", "≤")}


def _chosen(place: int, args: tuple, chooser: str, before: str, after: str) -> list[Expr]:
    """What must hold for the argument at ``place`` to be the first of the greatest (or least)."""
    sides = ((before, args[:place]), (after, args[place + 1 :]))
    return [
        Relation(args[place], sign, others[0] if len(others) == 1 else FUNCTIONS[chooser](*others))
        for sign, others in sides
        if others
    ]


_BARS = {"abs": ("|", "|"), "floor": ("⌊", "⌋"), "ceil": ("⌈", "⌉")}


def _is_signed_number(node: Expr, numbers: Mapping[str, Expr] | None) -> bool:
    """Whether an exponent is a plain number, perhaps with one minus: e^−0.3775."""
    if isinstance(node, Neg):
        inner = numbers[node.inner.name] if numbers is not None and isinstance(node.inner, Symbol) else node.inner
        return isinstance(inner, Num) and not inner.text.startswith("-") and "e" not in inner.text
    if isinstance(node, Symbol) and numbers is not None:
        node = numbers[node.name]
    return isinstance(node, Num) and "e" not in node.text and "/" not in node.text
