"""Formulas as Python. No text of a problem file gets into it: names become identifiers, numbers the repr of theirs."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ...formula.arrays import Array, Entry, Hadamard, Line, MatMul, Numbers, Shape, Total, Transpose
from ...formula.exact import to_fraction
from ...formula.expr import Add, Call, Div, Expr, Mul, Neg, Num, Pow, Sub, Symbol
from ...formula.numbers import is_array
from ...names import Name, Role, read
from ...page.glyphs import plain_ascii
from .helpers import TAKEN

if TYPE_CHECKING:
    from ...formula.numbers import Numeric

LONGEST_NAME = 40
# Python nests a sum as deep as it is long; longer ones are added up by sum().
LONGEST_SUM = 50
_TAKEN = {*TAKEN, *keyword.kwlist, *keyword.softkwlist, *dir(builtins)}
_NO_NAME = re.compile(r"[^A-Za-z0-9_]+")

SUM, PRODUCT, POWER, ATOM = range(4)
Bound = tuple[str, int]  # code, and how firmly it binds


# What stands in code for ∂ above and for /∂ below.
_QUOTIENTS = {
    Role.PARTIAL: ("d", "_d"),
    Role.SHARE: ("d", "_d"),
    Role.DIRECT: ("d+", "_d"),
    Role.TANGENT: ("dot_", "_dot_"),
}


def _in_words(name: str) -> str:
    """A name with an underscore in place of the bar of a derivative: dE_dw5."""
    known = name if type(name) is Name else read(name)
    if known.role is Role.ENTRY:
        return f"{known.at.before}{_in_words(known.of)}{known.indices}{known.at.behind}"
    if known.role not in _QUOTIENTS:
        return name
    above, below = _QUOTIENTS[known.role]
    return f"{known.at.before}{above}{_in_words(known.of)}{below}{_in_words(known.by)}{known.at.behind}"


class NoCode(Exception):
    """A formula that holds a function without code."""


class _Operator(NamedTuple):
    """A sign between operands: how firmly the first and the others must bind, how firmly the whole does.

    ``of_many`` is the function that does the same to a list.
    """

    sign: str
    first: int
    others: int
    whole: int
    of_many: str = ""


_OPERATORS = {
    Add: _Operator("+", SUM, PRODUCT, SUM, "sum"),
    Sub: _Operator("-", SUM, PRODUCT, SUM),
    Mul: _Operator("*", PRODUCT, POWER, PRODUCT, "math.prod"),
    Hadamard: _Operator("*", PRODUCT, POWER, PRODUCT),
    MatMul: _Operator("@", PRODUCT, POWER, PRODUCT),
    Pow: _Operator("**", ATOM, ATOM, POWER),
}


class CodeWriter:
    """Writes the steps of one solution; ``exact`` writes numbers as fractions."""

    def __init__(self, values: Mapping, exact: bool):
        self.values, self.exact = values, exact
        self.names: dict[str, str] = {}
        self.used: set[str] = set()

    def name(self, name: str) -> str:
        """A name as an identifier of its own, of letters, digits and underscores alone."""
        if name not in self.names:
            self.names[name] = self._identifier(name)
        return self.names[name]

    def _identifier(self, name: str) -> str:
        """A new identifier for a name."""
        stem = _NO_NAME.sub("_", plain_ascii(_in_words(name))).strip("_")[:LONGEST_NAME]
        if not stem[:1].isalpha():
            stem = f"v{stem}"
        found, again = f"{stem}_" if stem in _TAKEN else stem, 1
        while found in self.used:
            again += 1
            found = f"{stem}_{again}"
        self.used.add(found)
        return found

    def number(self, value: Numeric) -> str:
        """A number as a literal."""
        if isinstance(value, int):
            return repr(int(value))
        if not self.exact or not isinstance(value, Fraction):
            return repr(float(value))
        if value.denominator == 1:
            return repr(value.numerator)
        return f"Fraction({value.numerator}, {value.denominator})"

    def value(self, value: Numeric | list) -> str:
        """A number, list of sizes or array as a literal."""
        if is_array(value):
            return f"np.array({self._rows(value.tolist())})"
        if isinstance(value, list):
            return self._rows(value)
        return self.number(value)

    def _rows(self, value: Numeric | list) -> str:
        if isinstance(value, list):
            return f"[{', '.join(map(self._rows, value))}]"
        return self.number(value)

    def write(self, formula: Expr) -> str:
        """A formula as an expression; raises NoCode where a function in it has no code."""
        return self._walk(formula)[0]

    def _part(self, formula: Expr, least: int) -> str:
        text, binds = self._walk(formula)
        return text if binds >= least else f"({text})"

    def _walk(self, node: Expr) -> Bound:
        """A formula, and how firmly it binds."""
        operator = _OPERATORS.get(type(node))
        if operator is not None:
            return self._operated(operator, node.parts())
        write = _WRITERS.get(type(node))
        if write is None:
            raise NoCode(type(node).__name__)
        return write(self, node)

    def _operated(self, operator: _Operator, operands: Sequence[Expr]) -> Bound:
        """Operands with the sign between them, or many of them as a list that a function takes."""
        if len(operands) > LONGEST_SUM:
            return f"{operator.of_many}({self._list(operands)})", ATOM
        first, *others = operands
        parts = [self._part(first, operator.first)]
        for other in others:
            parts.append(self._part(other, operator.others))
        return f" {operator.sign} ".join(parts), operator.whole

    def _list(self, formulas: Iterable[Expr]) -> str:
        return f"[{', '.join(map(self.write, formulas))}]"

    def _num(self, node: Num) -> Bound:
        value: float | Decimal | Fraction = node.value
        if self.exact and not isinstance(value, int):
            with suppress(ValueError):  # π and e, which no fraction is
                value = to_fraction(node)
        text = self.number(value)
        return text, SUM if text.startswith("-") else ATOM

    def _symbol(self, node: Symbol) -> Bound:
        return self.name(node.name), ATOM

    def _entry(self, node: Entry) -> Bound:
        return f"{self.name(node.array)}[{node.row:d}, {node.column:d}]", ATOM

    def _line(self, node: Line) -> Bound:
        one = f"{node.number}:{node.number + 1}"
        return f"{self.name(node.array)}[{':, ' if node.column else ''}{one}]", ATOM

    def _div(self, node: Div) -> Bound:
        left, right = self._part(node.left, PRODUCT), self._part(node.right, POWER)
        if self.exact and _is_whole(left) and _is_whole(right):
            left = f"Fraction({left})"  # 1/2 of whole numbers would be a double
        return f"{left} / {right}", PRODUCT

    def _neg(self, node: Neg) -> Bound:
        return f"-{self._part(node.inner, POWER)}", SUM

    def _transpose(self, node: Transpose) -> Bound:
        return f"{self._part(node.inner, ATOM)}.T", ATOM

    def _total(self, node: Total) -> Bound:
        return f"{self._part(node.inner, ATOM)}.sum()", ATOM

    def _array(self, node: Array) -> Bound:
        return f"np.array([{', '.join(map(self._list, node.rows))}])", ATOM

    def _numbers(self, node: Numbers) -> Bound:
        return self.value(node.value), ATOM

    def _shape(self, node: Shape) -> Bound:
        return self._list(node.sizes), ATOM

    def _call(self, node: Call) -> Bound:
        function = node.function
        if function.code:
            return self._coded(function.code, node.args)
        one = function.entry or function  # of every entry of an array it is that of a number
        if one.definition:
            return self._walk(one.definition(*node.args))
        if function.branch:
            return self._walk(self._piece(node, function.branch))
        raise NoCode(function.name)

    def _coded(self, code: str, args: Sequence[Expr]) -> Bound:
        """The code of a function with its arguments in it; these need no brackets inside those of a call."""
        bare = list(map(self.write, args))
        alone = code.endswith(")") and code.startswith(("abs", *TAKEN))
        shown = bare if alone else [self._part(arg, ATOM) for arg in args]
        text = code.format(*shown, args=", ".join(bare))
        return text, ATOM if alone or text.isidentifier() else SUM

    def _piece(self, node: Call, branch: Callable[..., Callable[..., Expr]]) -> Expr:
        """The piece of a function that counts where the solution stands, as its ``branch`` tells."""
        from ...formula.numbers import DOUBLES

        numbers = [arg.evaluate(self.values, DOUBLES) for arg in node.args]
        if any(map(is_array, numbers)):
            raise NoCode(node.function.name)
        return branch(*numbers)(*node.args)


def _is_whole(code: str) -> bool:
    """Whether code is a whole number, perhaps in brackets."""
    return re.fullmatch(r"-?\d+", code.strip("()")) is not None


_WRITERS: dict[type[Expr], Callable[..., Bound]] = {
    Array: CodeWriter._array,
    Call: CodeWriter._call,
    Div: CodeWriter._div,
    Entry: CodeWriter._entry,
    Line: CodeWriter._line,
    Neg: CodeWriter._neg,
    Num: CodeWriter._num,
    Numbers: CodeWriter._numbers,
    Shape: CodeWriter._shape,
    Symbol: CodeWriter._symbol,
    Total: CodeWriter._total,
    Transpose: CodeWriter._transpose,
}
