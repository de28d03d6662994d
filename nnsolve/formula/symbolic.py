"""The bridge to SymPy: calculus on formulas that users write. Imported, like SymPy itself, at first use only."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable

import sympy

from ..names import named
from .expr import Add, Call, Div, Expr, Mul, Neg, Num, Pow, Sub, Symbol, product_of, replaced, symbols
from .functions import EULER, FUNCTIONS, PI
from .numbers import DOUBLES

_TO_SYMPY = {
    "abs": sympy.Abs,
    "ceil": sympy.ceiling,
    "log10": lambda x: sympy.log(x, 10),
    "log2": lambda x: sympy.log(x, 2),
    "ln": sympy.log,
    "max": sympy.Max,
    "min": sympy.Min,
}
_OPERATIONS: dict[type[Expr], Callable[..., sympy.Expr]] = {
    Add: sympy.Add,
    Mul: sympy.Mul,
    Sub: operator.sub,
    Div: operator.truediv,
    Neg: operator.neg,
}
# Beyond these, exact digits, expansions and common factors take longer than a page is worth.
LARGEST_POWER = 20
MOST_OPERATIONS = 60

_FROM_SYMPY = {"Abs": "abs", "log": "ln", "ceiling": "ceil", "Max": "max", "Min": "min"}


def to_sympy(formula: Expr) -> sympy.Expr:
    """A formula as a SymPy expression over real symbols; numbers become exact rationals."""
    kind = type(formula)
    if kind in _LEAVES:
        return _LEAVES[kind](formula)
    parts = [to_sympy(part) for part in formula.parts()]
    if kind in _OPERATIONS:
        return _OPERATIONS[kind](*parts)
    if isinstance(formula, Pow):
        return _raised(formula, *parts)
    if isinstance(formula, Call):
        return _called(formula, parts)
    raise TypeError(f"no symbolic form of {kind.__name__}")


def _literal(number: Num) -> sympy.Expr:
    if number in (PI, EULER):
        return sympy.pi if number is PI else sympy.E
    return sympy.Rational(number.text) if number.text != "½" else sympy.Rational(1, 2)


_LEAVES: dict[type[Expr], Callable[..., sympy.Expr]] = {
    Num: _literal,
    Symbol: lambda symbol: sympy.Symbol(symbol.name, real=True),
}


def _raised(formula: Pow, base: sympy.Expr, exponent: sympy.Expr) -> sympy.Expr:
    known = next(symbols(formula), None) is None
    if known and exponent.is_real and abs(exponent) > LARGEST_POWER:  # its exact digits could fill the memory
        return sympy.Rational(repr(formula.evaluate({}, DOUBLES)))
    return base**exponent


def _called(call: Call, parts: list[sympy.Expr]) -> sympy.Expr:
    if call.function.entry is not None:  # of one number the function of numbers itself
        return _called(Call(call.function.entry, *call.args), parts)
    name = call.function.name
    if name in FUNCTIONS:
        return (_TO_SYMPY.get(name) or getattr(sympy, name))(*parts)
    if call.function.definition:
        return to_sympy(call.function.definition(*call.args))
    raise ValueError(f"SymPy has no {name}")


def from_sympy(expression: sympy.Expr) -> Expr | None:
    """A SymPy expression as a formula of ours; None where it holds something we have no name for."""
    for constant, number in _CONSTANTS:
        if expression is constant:
            return number
    for holds, read in _READ:
        if getattr(expression, holds):
            return read(expression)
    return None


def _symbol(expression: sympy.Symbol) -> Expr:
    return Symbol(named(expression.name))


def _rational(expression: sympy.Rational) -> Expr:
    whole = Num(str(abs(expression.p)))
    quotient = whole if expression.q == 1 else Div(whole, Num(str(expression.q)))
    return Neg(quotient) if expression.p < 0 else quotient


def _power(expression: sympy.Pow) -> Expr | None:
    if expression.exp == sympy.Rational(1, 2):
        return _call("sqrt", [expression.base])
    if expression.exp.is_Rational and expression.exp < 0:
        below = from_sympy(1 / expression)
        return below and Div(Num("1"), below)
    base, power = from_sympy(expression.base), from_sympy(expression.exp)
    return base and power and Pow(base, power)


def _function(expression: sympy.Function) -> Expr | None:
    name = type(expression).__name__
    return _call(_FROM_SYMPY.get(name, name), expression.args)


def _call(name: str, args: Iterable[sympy.Basic]) -> Expr | None:
    parts = _parts(args)
    return Call(FUNCTIONS[name], *parts) if name in FUNCTIONS and parts is not None else None


def _parts(expressions: Iterable[sympy.Basic]) -> list[Expr] | None:
    """All expressions as formulas of ours; None where one is none."""
    parts: list[Expr] = []
    for expression in expressions:
        part = from_sympy(expression)
        if part is None:
            return None
        parts.append(part)
    return parts


def _sum(expression: sympy.Expr) -> Expr | None:
    result = None
    for term in sorted(expression.as_ordered_terms(), key=lambda t: t.could_extract_minus_sign()):
        negative = term.could_extract_minus_sign()
        part = from_sympy(-term if negative else term)
        if part is None:
            return None
        if result is None:
            result = Neg(part) if negative else part
        else:
            result = result - part if negative else result + part
    return result


def _product(expression: sympy.Expr) -> Expr | None:
    if expression.could_extract_minus_sign():
        inner = from_sympy(-expression)
        return inner and Neg(inner)
    above, below = sympy.fraction(expression)
    if below != 1:
        top, bottom = from_sympy(above), from_sympy(below)
        return top and bottom and Div(top, bottom)
    parts = _parts(expression.as_ordered_factors())
    return None if parts is None else product_of(parts)


_CONSTANTS = ((sympy.pi, PI), (sympy.E, EULER))
# How a SymPy expression is read, by what it says of itself; the first that holds counts.
_READ: tuple[tuple[str, Callable[..., Expr | None]], ...] = (
    ("is_Symbol", _symbol),
    ("is_Rational", _rational),
    ("is_Add", _sum),
    ("is_Mul", _product),
    ("is_Pow", _power),
    ("is_Function", _function),
)


def derivative(formula: Expr, name: str, shorten: bool = True) -> Expr | None:
    """∂formula/∂name as SymPy finds it, in its shorter form; None where there is none we can write.

    ``shorten`` False takes it as differentiation leaves it, which is quick for any formula.

    At a kink SymPy's sign(0) = 0 decides, as it does in :data:`.functions.FUNCTIONS`.
    """
    try:
        found = _derivative(formula, sympy.Symbol(name, real=True), shorten)
    except (ArithmeticError, ValueError):  # a number in it is larger than any double, or SymPy lacks a function
        return None
    # SymPy knows names by their spelling alone.
    return found and replaced(found, {used: Symbol(used) for used in symbols(formula)})


def expanded(formula: Expr) -> Expr | None:
    """A formula with all products of sums multiplied out; None where SymPy finds none that we can write."""
    try:
        found = from_sympy(sympy.expand(to_sympy(formula)))
    except (ArithmeticError, ValueError):
        return None
    return found and replaced(found, {used: Symbol(used) for used in symbols(formula)})


def _derivative(formula: Expr, variable: sympy.Symbol, shorten: bool) -> Expr | None:
    raw = _without_steps(to_sympy(formula)).diff(variable)
    if raw.has(sympy.DiracDelta):  # the jumps of sign, which has slope 0 beside them
        raw = raw.replace(sympy.DiracDelta, lambda *args: sympy.Integer(0))
        if raw == 0:
            return None
    if raw.has(sympy.Derivative, sympy.Subs):
        return None
    candidates = [raw]
    if shorten and raw.count_ops() < MOST_OPERATIONS and not any(_large(power) for power in raw.atoms(sympy.Pow)):
        candidates += [sympy.together(raw), sympy.factor(raw), sympy.simplify(raw)]
    for candidate in sorted(candidates, key=sympy.count_ops):
        found = from_sympy(candidate)
        if found is not None:
            return found
    return None


def _large(power: sympy.Pow) -> bool:
    exponent = power.exp
    return bool(exponent.is_Rational) and max(abs(int(exponent.p)), int(exponent.q)) > LARGEST_POWER


def _without_steps(expression: sympy.Expr) -> sympy.Expr:
    """Max and Min by absolute values, whose derivative has a name: max(a, b) = (a + b + |a − b|)/2."""
    return expression.replace(sympy.Max, _folded(1)).replace(sympy.Min, _folded(-1))


def _folded(sign: int) -> Callable[..., sympy.Expr]:
    def write(*args: sympy.Expr) -> sympy.Expr:
        result = args[0]
        for arg in args[1:]:
            result = (result + arg + sign * sympy.Abs(result - arg)) / 2
        return result

    return write
