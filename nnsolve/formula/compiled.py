"""Steps that run many times: one list of steps becomes one Python function over doubles.

The source is generated from our own trees only: every name becomes v0, v1, …, every literal the repr of its double,
every function an entry of the tables. No text of a problem file gets into it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..names import Name
from .activations import ACTIVATIONS, sigmoid
from .deciding import NEAR, Undecided, short
from .expr import Add, Call, Chosen, Div, Expr, Mul, Neg, Num, Pow, Sub, Symbol, symbols
from .functions import Function
from .losses.distances import half_squared, squared
from .numbers import DOUBLES, Numeric, from_zero

# A sum this long is added up in several statements, since Python's own compiler nests a sum as deep as it is long.
_LONGEST_SUM = 60

# ReLU of {0}; near its border it asks whether the terms {1} of {0} are exact.
_RELU = "({0} if {0}>=near else 0 if {0}<=-near else settled({1}) or (0 if {0}<0 else {0}))"

# What gives the value of a function, or the distance to its border.
Value = Callable[..., Numeric]

# The functions a training runs most, written out: the same arithmetic in the same order as their ``value``.
_INLINE: dict[Value, str] = {
    sigmoid.value: "(1/(1+exp(-{0})) if {0}>=0 else (p:=exp({0}))/(1+p) if {0}>-745 else 0.0)",
    ACTIVATIONS["identity"].function.value: "{0}",
    ACTIVATIONS["relu"].function.value: _RELU,
    squared.value: "((p:={0}-{1})*p)",
    half_squared.value: "((p:={0}-{1})*p/2)",
}

Steps = Sequence[tuple[str, Expr]]
# Steps as one Python function.
Compiled = Callable[..., tuple[float, ...]]


def compiled(steps: Steps, inputs: Sequence[str], outputs: Sequence[str], near: float = NEAR) -> Compiled:
    """A function of ``inputs`` (numbers, in order) that returns the tuple of ``outputs`` after running ``steps``.

    Sums and products are taken in the order of the formulas, so the results are those of the formulas in doubles to
    the last bit. Steps that no output needs are left out. Raises what the
    arithmetic raises, and Undecided where a function is nearer to its border than ``near`` and rounding may have
    brought it there.
    """

    def body(writer: _Writer) -> str:
        arguments = [writer.variable(name) for name in inputs]
        lines = writer.statements(steps, outputs)
        results = "".join(f"{writer.texts[name]}, " for name in outputs)
        return "\n ".join([f"def run({', '.join(arguments)}):", *lines, f"return ({results})"])

    return _function(body, near)


def compiled_loop(
    steps: Steps,
    kept: Mapping[Name, Name],
    inputs: Sequence[str],
    counted: str,
    shown: Sequence[str],
    near: float = NEAR,
) -> Compiled:
    """A function that runs ``steps`` for every row of inputs, one after another, and all rows again and again.

    ``kept`` maps a name to the step that takes its place for the next row. The function is called with the tuple of
    kept values, the rows, the numbers of the first and the last round, and a list. To the list it adds for each round
    its number, the mean of ``counted`` over the rows, and the values of the ``shown`` names among the kept; it returns
    the tuple of kept values. Raises as :func:`compiled` does.
    """

    def body(writer: _Writer) -> str:
        held, row = [writer.variable(name) for name in kept], [writer.variable(name) for name in inputs]
        show = ", ".join(writer.texts[name] for name in shown)
        lines = writer.statements(steps, [*kept.values(), counted])
        now = "".join(f"{name}, " for name in held)
        renewed = "".join(f"{writer.texts[name]}, " for name in kept.values())
        inner = [*lines, f"total += {writer.texts[counted]}", *([f"{now}= {renewed}"] if kept else [])]
        head = ["def run(held, rows, first, last, out):", *([f"{now}= held"] if kept else []), "count = len(rows)"]
        head += ["for number in range(first, last + 1):", " total = 0.0", f" for {', '.join(row)}, in rows:"]
        tail = [f" out.append([number, total/count, {show}])", f"return ({now})"]
        return "\n ".join([*head, *[f"  {line}" for line in inner], *tail])

    return _function(body, near)


def settled(*terms: float) -> None:
    """Raises Undecided unless a sum of ``terms`` is exact, so that a number at a border stands there indeed.

    Sums of multiples of 2⁻²⁰ are: doubles hold them without rounding.
    """
    if not all(map(short, terms)):
        raise Undecided


def _function(body: Callable[[_Writer], str], near: float) -> Compiled:
    """Writes the source twice: the first time to see which products begin alike."""
    first = _Writer({})
    body(first)
    writer = _Writer({begin: count for begin, count in first.begun.items() if count > 1})
    source = body(writer)
    namespace: dict[str, Any] = {name: function.value for function, name in writer.functions.items()}
    namespace |= {name: border for border, name in writer.borders.items()}
    namespace |= {"power": DOUBLES.power, "exp": math.exp, "near": near, "settled": settled}
    # Only text written above is compiled here; see the head of this file.
    exec(compile(source + "\n", "<steps>", "exec"), namespace)  # noqa: S102
    run: Compiled = namespace["run"]
    return run


class _Writer:
    """Writes formulas as Python. ``shared`` are beginnings of products (tuples of factors) that occur repeatedly."""

    def __init__(self, shared: Mapping[tuple[str, ...], int]):
        self.texts: dict[str, str] = {}
        self.formulas: dict[str, Expr] = {}
        self.functions: dict[Function, str] = {}
        self.borders: dict[Value, str] = {}
        self.lines: list[str] = []
        self.count = self.temporaries = 0
        self.shared = shared
        self.begun: dict[tuple[str, ...], int] = {}
        self.products: dict[tuple[str, ...], str] = {}

    def variable(self, name: str) -> str:
        """A new variable for a name."""
        self.count += 1
        self.texts[name] = f"v{self.count}"
        return self.texts[name]

    def statements(self, steps: Steps, outputs: Sequence[str]) -> list[str]:
        """One statement a step; steps that only name another step or a number need none."""
        wanted, kept = set(outputs), []
        for name, formula in reversed(steps):
            if name in wanted:
                wanted.update(symbols(formula))
                kept.append((name, formula))
        self.formulas = dict(kept)
        for name, formula in reversed(kept):
            if isinstance(formula, Chosen):
                self._choose(name, formula)
                continue
            text = self.write(formula)
            if isinstance(formula, (Symbol, Num)):
                self.texts[name] = text
            else:
                self.lines.append(f"{self.variable(name)} = {text}")
        return self.lines

    def write(self, node: Expr) -> str:
        """A formula as a Python expression; long sums and repeated products go through statements of their own."""
        write = _WRITES.get(type(node))
        if write is None:
            raise TypeError(f"{type(node).__name__} is not compiled")
        return write(self, node)

    def _symbol(self, node: Symbol) -> str:
        return self.texts[node.name]

    def _number(self, node: Num) -> str:
        return repr(node.value) if node.value >= 0 else f"({node.value!r})"

    def _negative(self, node: Neg) -> str:
        return f"(-{self.write(node.inner)})"

    def _difference(self, node: Sub) -> str:
        return f"({self.write(node.left)}-{self.write(node.right)})"

    def _quotient(self, node: Div) -> str:
        return f"({self.write(node.left)}/{self.write(node.right)})"

    def _choose(self, name: str, node: Chosen) -> None:
        """The statements of both branches below their test; what one of them shares the other does not know."""
        test, outer, products = self.write(node.test), self.lines, self.products
        variable = self.variable(name)
        branches: list[str] = []
        for head, formula in ((f"if {test} != 0:", node.then), ("else:", node.otherwise)):
            self.lines, self.products = [], dict(products)
            text = self.write(formula)
            branches += [head, *[f" {line}" for line in self.lines], f" {variable} = {text}"]
        self.lines, self.products = [*outer, *branches], products

    def _temporary(self, text: str) -> str:
        self.temporaries += 1
        self.lines.append(f"s{self.temporaries} = {text}")
        return f"s{self.temporaries}"

    def _sum(self, node: Add) -> str:
        terms = list(map(self.write, node.terms))
        while len(terms) > _LONGEST_SUM:
            terms = [self._temporary("+".join(terms[:_LONGEST_SUM])), *terms[_LONGEST_SUM:]]
        return "(" + "+".join(terms) + ")"

    def _product(self, node: Mul) -> str:
        """Factors of 1 change nothing; a beginning that other products have as well is multiplied out once."""
        factors = tuple(factor for factor in map(self.write, node.factors) if factor != "1")
        if len(factors) < 2:
            return factors[0] if factors else "1"
        for length in range(2, len(factors) + 1):
            begin = factors[:length]
            self.begun[begin] = self.begun.get(begin, 0) + 1
        for length in range(len(factors), 1, -1):
            begin = factors[:length]
            if begin in self.shared:
                if begin not in self.products:
                    self.products[begin] = self._temporary("*".join(begin))
                rest = factors[length:]
                return f"({'*'.join((self.products[begin], *rest))})" if rest else self.products[begin]
        return "(" + "*".join(factors) + ")"

    def _power(self, node: Pow) -> str:
        if isinstance(node.right, Num) and float(node.right.value).is_integer():
            return f"({self.write(node.left)}**({float(node.right.value)!r}))"
        return f"power({self.write(node.left)},{self.write(node.right)})"

    def _call(self, node: Call) -> str:
        args = [self.write(arg) for arg in node.args]
        inline = _INLINE.get(node.function.value)
        if inline:
            simple = [arg if arg.isalnum() else self._temporary(arg) for arg in args]
            return inline.format(*simple, *([self._terms(node)] if node.function.border else []))
        name = self.functions.setdefault(node.function, f"f{len(self.functions)}")
        if node.function.border is None:
            return f"{name}({','.join(args)})"
        listed = ",".join(arg if arg.isalnum() else self._temporary(arg) for arg in args)
        value, gap = f"{name}({listed})", self._gap(node.function.border, listed)
        return f"({value} if {gap}>=near else settled({self._terms(node)}) or {value})"

    def _gap(self, border: Value, listed: str) -> str:
        """The distance of arguments from the border of their function."""
        if border is from_zero:
            return f"abs({listed.partition(',')[0]})"
        return f"{self.borders.setdefault(border, f'g{len(self.borders)}')}({listed})"

    def _terms(self, call: Call) -> str:
        """The terms of the sums that a function decides by; they are computed only near its border."""
        found: list[str] = []
        stack: list[Expr] = list(reversed(call.args))
        while stack:
            node = stack.pop()
            formula = self.formulas.get(node.name) if type(node) is Symbol else None
            if formula is not None and type(formula) in (Add, Sub, Symbol):
                stack.append(formula)
            elif type(node) in (Add, Sub, Neg):
                stack.extend(reversed(node.parts()))
            else:
                found.append(self._plain(node))
        return ",".join(found)

    def _plain(self, node: Expr) -> str:
        """A term written out without anything shared; for what is no product, a number that is not exact."""
        if type(node) is Mul:
            return "*".join(map(self._plain, node.factors))
        if type(node) is Symbol:
            return self.texts[node.name]
        return f"({node.value!r})" if type(node) is Num else "0.1"


# How each kind of node is written.
_WRITES: dict[type[Expr], Callable[[_Writer, Any], str]] = {
    Symbol: _Writer._symbol,
    Num: _Writer._number,
    Add: _Writer._sum,
    Mul: _Writer._product,
    Sub: _Writer._difference,
    Div: _Writer._quotient,
    Neg: _Writer._negative,
    Pow: _Writer._power,
    Call: _Writer._call,
}
