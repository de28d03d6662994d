"""The formula tree: what a person writes on paper, kept as it was written.

Nodes are immutable by habit, never simplified and never reordered: ``w*x + b`` stays that sum. Python's operators
build them. A tree is evaluated against a ``{name: number}`` dictionary in a number system (see :mod:`.numbers`), so
the same formula serves doubles, exact decimals and arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

if TYPE_CHECKING:
    from decimal import Decimal
    from fractions import Fraction

    from ..names import Name
    from .functions import Function
    from .numbers import System


class Operand(Protocol):
    """What formulas are computed with; all but products and signs is up to the number system."""

    def __mul__(self, other: Self, /) -> Self: ...
    def __neg__(self) -> Self: ...


V = TypeVar("V", bound=Operand)
Known = TypeVar("Known", covariant=True)


class Values(Protocol[Known]):
    """The values of names, which are only looked up."""

    def __getitem__(self, name: Name, /) -> Known: ...


class Expr:
    """A formula. Subclasses are final and differ in what they hold and how they evaluate."""

    __slots__ = ()

    array: Name | None = None  # the matrix that this is an entry of, by its name; see :class:`.arrays.Entry`

    def evaluate(self, values: Values[V], system: System[V]) -> V:
        """The value of this formula, given ``values`` by name, in a number ``system``."""
        raise AssertionError(f"{type(self).__name__} is abstract")

    def parts(self) -> tuple[Expr, ...]:
        """The formulas directly below this one, in the order they are written."""
        return ()

    def rebuilt(self, parts: tuple[Expr, ...]) -> Expr:
        """The same node over other parts."""
        return self

    def __add__(self, other: Expr | Name | float) -> Expr:
        return Add((self.terms if isinstance(self, Add) else (self,)) + (as_expr(other),))

    def __radd__(self, other: float) -> Expr:
        return as_expr(other) + self

    def __sub__(self, other: Expr | Name | float) -> Expr:
        return Sub(self, as_expr(other))

    def __rsub__(self, other: float) -> Expr:
        return Sub(as_expr(other), self)

    def __mul__(self, other: Expr | Name | float) -> Expr:
        return Mul((self.factors if isinstance(self, Mul) else (self,)) + (as_expr(other),))

    def __rmul__(self, other: float) -> Expr:
        return as_expr(other) * self

    def __truediv__(self, other: Expr | Name | float) -> Expr:
        return Div(self, as_expr(other))

    def __rtruediv__(self, other: float) -> Expr:
        return Div(as_expr(other), self)

    def __pow__(self, other: Expr | Name | float) -> Expr:
        return Pow(self, as_expr(other))

    def __neg__(self) -> Expr:
        return Neg(self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, self.parts()))})"


class Num(Expr):
    """A number as its author wrote it: ``text`` is printed, ``value`` is its double."""

    __slots__ = ("text", "value")

    def __init__(self, text: str, value: float | Decimal | Fraction | None = None):
        self.text = text
        self.value: float | Decimal | Fraction = _read(text) if value is None else value

    def evaluate(self, values: Values[V], system: System[V]) -> V:
        return system.number(self)

    def __repr__(self) -> str:
        return self.text


def _read(text: str) -> float:
    """The double of plain digits; a whole number stays one."""
    return int(text) if text.lstrip("-").isdigit() else float(text)


class Symbol(Expr):
    """A name whose value stands in the dictionary of values."""

    __slots__ = ("name",)

    def __init__(self, name: Name):
        self.name = name

    def evaluate(self, values: Values[V], system: System[V]) -> V:
        return values[self.name]

    def __repr__(self) -> str:
        return self.name


class Add(Expr):
    """A sum of any length."""

    __slots__ = ("terms",)

    def __init__(self, terms: Iterable[Expr]):
        self.terms = tuple(terms)

    def parts(self) -> tuple[Expr, ...]:
        return self.terms

    def rebuilt(self, parts: tuple[Expr, ...]) -> Add:
        return Add(parts)

    def evaluate(self, values: Values[V], system: System[V]) -> V:
        return system.total([term.evaluate(values, system) for term in self.terms])


class Mul(Expr):
    """A product of any length; of arrays, entry by entry."""

    __slots__ = ("factors",)

    def __init__(self, factors: Iterable[Expr]):
        self.factors = tuple(factors)

    def parts(self) -> tuple[Expr, ...]:
        return self.factors

    def rebuilt(self, parts: tuple[Expr, ...]) -> Mul:
        return Mul(parts)

    def evaluate(self, values: Values[V], system: System[V]) -> V:
        factors = iter(self.factors)
        product = next(factors).evaluate(values, system)
        for factor in factors:
            product = product * factor.evaluate(values, system)
        return product


class Binary(Expr):
    """Two formulas, left and right of one operator."""

    __slots__ = ("left", "right")

    def __init__(self, left: Expr, right: Expr):
        self.left, self.right = left, right

    def parts(self) -> tuple[Expr, ...]:
        return (self.left, self.right)

    def rebuilt(self, parts: tuple[Expr, ...]) -> Self:
        return type(self)(*parts)


class Sub(Binary):
    """A difference."""

    __slots__ = ()

    def evaluate(self, values: Values[V], system: System[V]) -> V:
        return system.minus(self.left.evaluate(values, system), self.right.evaluate(values, system))


class Div(Binary):
    """A quotient."""

    __slots__ = ()

    def evaluate(self, values: Values[V], system: System[V]) -> V:
        return system.divide(self.left.evaluate(values, system), self.right.evaluate(values, system))


class Pow(Binary):
    """A power."""

    __slots__ = ()

    def evaluate(self, values: Values[V], system: System[V]) -> V:
        return system.power(self.left.evaluate(values, system), self.right.evaluate(values, system))


class Unary(Expr):
    """An operator over one formula."""

    __slots__ = ("inner",)

    def __init__(self, inner: Expr):
        self.inner = inner

    def parts(self) -> tuple[Expr, ...]:
        return (self.inner,)

    def rebuilt(self, parts: tuple[Expr, ...]) -> Self:
        return type(self)(*parts)


class Neg(Unary):
    """A change of sign."""

    __slots__ = ()

    def evaluate(self, values: Values[V], system: System[V]) -> V:
        return -self.inner.evaluate(values, system)


class Call(Expr):
    """A function of the tables in :mod:`.functions`, :mod:`.activations` or :mod:`.losses` over its arguments."""

    __slots__ = ("function", "args")

    def __init__(self, function: Function, *args: Expr):
        self.function, self.args = function, args

    def parts(self) -> tuple[Expr, ...]:
        return self.args

    def rebuilt(self, parts: tuple[Expr, ...]) -> Call:
        return Call(self.function, *parts)

    def evaluate(self, values: Values[V], system: System[V]) -> V:
        return system.call(self.function, [arg.evaluate(values, system) for arg in self.args])

    def __repr__(self) -> str:
        return f"{self.function.name}({', '.join(map(repr, self.args))})"


class Chosen(Expr):
    """One of two formulas: ``then`` where the value of ``test`` is not 0, else ``otherwise``; only one is evaluated."""

    __slots__ = ("otherwise", "test", "then")

    def __init__(self, test: Expr, then: Expr, otherwise: Expr):
        self.test, self.then, self.otherwise = test, then, otherwise

    def parts(self) -> tuple[Expr, ...]:
        return (self.test, self.then, self.otherwise)

    def rebuilt(self, parts: tuple[Expr, ...]) -> Chosen:
        return Chosen(*parts)

    def evaluate(self, values: Values[V], system: System[V]) -> V:
        return self.taken(values, system).evaluate(values, system)

    def taken(self, values: Values[V], system: System[V]) -> Expr:
        """The formula of the two that counts."""
        return self.then if self.test.evaluate(values, system) else self.otherwise


class Blank(Expr):
    """A place that is left empty for a reader to fill in. It has no value."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "____"


class Relation(Binary):
    """An equation or inequality between two formulas; it is stated, and has no value of its own."""

    __slots__ = ("sign",)

    def __init__(self, left: Expr, sign: str, right: Expr):
        super().__init__(left, right)
        self.sign = sign

    def rebuilt(self, parts: tuple[Expr, ...]) -> Relation:
        return Relation(parts[0], self.sign, parts[1])


BLANK = Blank()
ZERO = Num("0")
ONE = Num("1")
TWO = Num("2")
HALF = Num("½", 0.5)


def whole(number: int) -> Num:
    """A whole number of the page."""
    return Num(str(number), number)


def as_expr(value: Expr | Name | float) -> Expr:
    """``value`` as a formula: formulas stay, names become symbols, numbers become literals."""
    if isinstance(value, Expr):
        return value
    if isinstance(value, str):
        return Symbol(value)
    return Num(repr(value), value)


def total_of(terms: Sequence[Expr]) -> Expr:
    """The sum of ``terms``; a single term stands alone."""
    return terms[0] if len(terms) == 1 else Add(terms)


def sum_of(names: Iterable[Name]) -> Expr:
    """The sum of what these names stand for; a single one stands alone."""
    return total_of([Symbol(name) for name in names])


def dot_of(left: Iterable[Name], right: Iterable[Name]) -> Expr:
    """Σ a·b over two lists of names of one length."""
    return total_of([Symbol(a) * Symbol(b) for a, b in zip(left, right, strict=True)])


def product_of(factors: Iterable[Expr]) -> Expr:
    """The product of ``factors``; a single factor stands alone, none is 1."""
    found = tuple(factors)
    if not found:
        return ONE
    return found[0] if len(found) == 1 else Mul(found)


def only_named(formula: Expr, values: Values[V], system: System[V]) -> bool:
    """Whether a formula is nothing but another name, whose number it is: nothing is rounded there."""
    if isinstance(formula, Chosen):
        formula = formula.taken(values, system)
    return isinstance(formula, Symbol)


def symbols(formula: Expr) -> Iterator[Name]:
    """The names a formula uses, in the order they are written, with repetitions."""
    stack = [formula]
    while stack:
        node = stack.pop()
        if isinstance(node, Symbol):
            yield node.name
        elif node.array is not None:
            yield node.array
        else:
            stack.extend(reversed(node.parts()))


def nodes(formula: Expr) -> Iterator[Expr]:
    """A formula and all its parts, in the order they are written."""
    stack = [formula]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.parts()))


def calls(formula: Expr) -> Iterator[Call]:
    """The functions in a formula, with their arguments."""
    return (node for node in nodes(formula) if isinstance(node, Call))


def size(formula: Expr) -> int:
    """How many nodes a formula has."""
    return sum(1 for _ in nodes(formula))


def replaced(formula: Expr, by_name: Mapping[Name, Expr] | Mapping[str, Expr]) -> Expr:
    """``formula`` with every symbol of ``by_name`` exchanged for the formula given there."""
    if isinstance(formula, Symbol):
        return by_name.get(formula.name, formula)
    parts = formula.parts()
    return formula.rebuilt(tuple(replaced(part, by_name) for part in parts)) if parts else formula


def named(formula: Expr, name_of: Callable[[Expr], Name | None], found: dict[Name, Expr]) -> Expr:
    """``formula`` with the symbol of every part that has a name of its own in place of it.

    ``name_of(part)`` gives the name, or None; ``found`` collects the parts by name.
    """
    name = name_of(formula)
    if name is not None:
        found.setdefault(name, formula)
        return Symbol(name)
    parts = formula.parts()
    return formula.rebuilt(tuple(named(part, name_of, found) for part in parts)) if parts else formula
