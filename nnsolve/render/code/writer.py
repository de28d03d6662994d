"""Formulas as Python. No text of a problem file gets into it: names become identifiers, numbers the repr of theirs."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from ...formula.arrays import Array, Entry, Hadamard, MatMul, Numbers, Shape, Total, Transpose
from ...formula.exact import to_fraction
from ...formula.expr import Add, Call, Div, Expr, Mul, Neg, Num, Pow, Sub, Symbol
from ...formula.numbers import is_array
from ...names import Name, Role, read
from ...page.glyphs import plain_ascii
from .helpers import TAKEN

if TYPE_CHECKING:
    import numpy as np

LONGEST_NAME = 40
# Python nests a sum as deep as it is long; longer ones are added up by sum().
LONGEST_SUM = 50
_TAKEN = {*TAKEN, *keyword.kwlist, *keyword.softkwlist, *dir(builtins)}
_NO_NAME = re.compile(r"[^A-Za-z0-9_]+")

SUM, PRODUCT, POWER, ATOM = range(4)


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
        return f"{known.at.before}{_in_words(known.of)}{known.index}{known.at.behind}"
    if known.role not in _QUOTIENTS:
        return name
    above, below = _QUOTIENTS[known.role]
    return f"{known.at.before}{above}{_in_words(known.of)}{below}{_in_words(known.by)}{known.at.behind}"


class NoCode(Exception):
    """A formula that holds a function without code."""


class CodeWriter:
    """Writes the steps of one solution; ``exact`` writes numbers as fractions."""

    def __init__(self, values: Mapping, exact: bool):
        self.values, self.exact = values, exact
        self.names: dict[str, str] = {}
        self.used: set[str] = set()

    def name(self, name: str) -> str:
        """A name as an identifier of its own, of letters, digits and underscores alone."""
        if name not in self.names:
            stem = _NO_NAME.sub("_", plain_ascii(_in_words(name))).strip("_")[:LONGEST_NAME]
            stem = f"v{stem}" if not stem[:1].isalpha() else stem
            found, again = f"{stem}_" if stem in _TAKEN else stem, 1
            while found in self.used:
                again += 1
                found = f"{stem}_{again}"
            self.used.add(found)
            self.names[name] = found
        return self.names[name]

    def number(self, value: float | Decimal | Fraction) -> str:
        """A number as a literal."""
        if isinstance(value, int):
            return repr(int(value))
        if self.exact and isinstance(value, Fraction):
            return (
                f"Fraction({value.numerator}, {value.denominator})" if value.denominator != 1 else repr(value.numerator)
            )
        return repr(float(value))

    def value(self, value: float | Decimal | Fraction | list | np.ndarray) -> str:
        """A number, list of sizes or array as a literal."""
        if is_array(value):
            return f"np.array({self._rows(value.tolist())})"
        if isinstance(value, list):
            return self._rows(value)
        return self.number(value)

    def _rows(self, value: float | Decimal | Fraction | list) -> str:
        if isinstance(value, list):
            return f"[{', '.join(map(self._rows, value))}]"
        return self.number(value)

    def write(self, formula: Expr) -> str:
        """A formula as an expression; raises NoCode where a function in it has no code."""
        return self._walk(formula)[0]

    def _part(self, formula: Expr, least: int) -> str:
        text, binds = self._walk(formula)
        return text if binds >= least else f"({text})"

    def _walk(self, node: Expr) -> tuple[str, int]:
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is None:
            raise NoCode(type(node).__name__)
        return method(node)

    def _num(self, node: Num):
        value = node.value
        if self.exact and not isinstance(value, int):
            try:
                value = to_fraction(node)
            except ValueError:  # π and e, which no fraction is
                value = node.value
        text = self.number(value)
        return text, PRODUCT - 1 if text.startswith("-") else ATOM

    def _symbol(self, node: Symbol):
        return self.name(node.name), ATOM

    def _entry(self, node: Entry):
        return f"{self.name(node.array)}[{node.row:d}, {node.column:d}]", ATOM

    def _add(self, node: Add):
        if len(node.terms) > LONGEST_SUM:
            return f"sum([{', '.join(map(self.write, node.terms))}])", ATOM
        first, *others = node.terms
        return " + ".join([self._part(first, SUM), *[self._part(term, PRODUCT) for term in others]]), SUM

    def _sub(self, node: Sub):
        return f"{self._part(node.left, SUM)} - {self._part(node.right, PRODUCT)}", SUM

    def _mul(self, node: Mul):
        if len(node.factors) > LONGEST_SUM:
            return f"math.prod([{', '.join(map(self.write, node.factors))}])", ATOM
        first, *others = node.factors
        return " * ".join([self._part(first, PRODUCT), *[self._part(factor, POWER) for factor in others]]), PRODUCT

    def _hadamard(self, node: Hadamard):
        return f"{self._part(node.left, PRODUCT)} * {self._part(node.right, POWER)}", PRODUCT

    def _matmul(self, node: MatMul):
        return f"{self._part(node.left, PRODUCT)} @ {self._part(node.right, POWER)}", PRODUCT

    def _div(self, node: Div):
        left, right = self._part(node.left, PRODUCT), self._part(node.right, POWER)
        if self.exact and re.fullmatch(r"-?\d+", left.strip("()")) and re.fullmatch(r"-?\d+", right.strip("()")):
            left = f"Fraction({left})"  # 1/2 of whole numbers would be a double
        return f"{left} / {right}", PRODUCT

    def _pow(self, node: Pow):
        return f"{self._part(node.left, ATOM)} ** {self._part(node.right, ATOM)}", POWER

    def _neg(self, node: Neg):
        return f"-{self._part(node.inner, POWER)}", SUM

    def _transpose(self, node: Transpose):
        return f"{self._part(node.inner, ATOM)}.T", ATOM

    def _total(self, node: Total):
        return f"{self._part(node.inner, ATOM)}.sum()", ATOM

    def _array(self, node: Array):
        rows = ", ".join(f"[{', '.join(map(self.write, row))}]" for row in node.rows)
        return f"np.array([{rows}])", ATOM

    def _numbers(self, node: Numbers):
        return self.value(node.value), ATOM

    def _shape(self, node: Shape):
        return f"[{', '.join(map(self.write, node.sizes))}]", ATOM

    def _call(self, node: Call):
        function = node.function
        if function.code:
            args = [self._part(arg, ATOM) for arg in node.args]
            bare = [self.write(arg) for arg in node.args]
            alone = function.code.endswith(")") and function.code.startswith(("abs", *TAKEN))
            text = function.code.format(*(bare if alone else args), args=", ".join(bare))
            return text, ATOM if alone or text.isidentifier() else SUM
        if function.definition:
            return self._walk(function.definition(*node.args))
        if function.branch:
            return self._walk(self._piece(node, function.branch))
        raise NoCode(function.name)

    def _piece(self, node: Call, branch: Callable[..., Callable[..., Expr]]) -> Expr:
        """The piece of a function that counts where the solution stands, as its ``branch`` tells."""
        from ...formula.numbers import DOUBLES

        numbers = [arg.evaluate(self.values, DOUBLES) for arg in node.args]
        if any(map(is_array, numbers)):
            raise NoCode(node.function.name)
        return branch(*numbers)(*node.args)
