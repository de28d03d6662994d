"""The values of printed formulas: exact fractions; e^x, ln and their kin to 45 digits. Knows nothing of the program."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from fractions import Fraction
from itertools import count

from .formulas import SUPERSCRIPTS, Digits, Objection, number

DIGITS = Context(prec=45, Emax=999999, Emin=-999999)
HALF = Fraction(1, 2)


def real(function, *numbers: Fraction) -> Fraction:
    """A function of decimals, computed to 45 digits."""
    with localcontext(DIGITS) as context:
        return Fraction(function(context, *(Decimal(n.numerator) / Decimal(n.denominator) for n in numbers)))


def exp(x: Fraction) -> Fraction:
    """e^x."""
    return real(lambda c, d: d.exp(c), x) if x else Fraction(1)


def ln(x: Fraction) -> Fraction:
    """The natural logarithm."""
    if x <= 0:
        raise Objection(f"ln of {float(x)}")
    return real(lambda c, d: d.ln(c), x)


def sqrt(x: Fraction) -> Fraction:
    """The square root, exact where there is an exact one."""
    root = real(lambda c, d: d.sqrt(c), x)
    near = root.limit_denominator(10**12)
    return near if near * near == x else root


def tanh(x: Fraction) -> Fraction:
    """The hyperbolic tangent."""
    power = exp(2 * x)
    return (power - 1) / (power + 1)


def erf(x: Fraction) -> Fraction:
    """The error function: its power series, or 1 where nothing is missing in 45 digits."""
    if abs(x) > 10:
        return Fraction(1 if x > 0 else -1)
    with localcontext(Context(prec=110)):
        z = Decimal(x.numerator) / Decimal(x.denominator)
        term = total = z
        n = 0
        while abs(term) > Decimal("1e-60"):
            n += 1
            term = -term * z * z / n
            total += term / (2 * n + 1)
        return Fraction(total * 2 / Decimal(str(PI)).sqrt())


PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494459")
λ, α = Fraction("1.0507009873554805"), Fraction("1.6732632423543772")


def huber(t, o, d):
    """Huber's term."""
    gap = abs(t - o)
    return gap * gap / 2 if gap <= d else d * (gap - d / 2)


CALLED = {
    "max": max,
    "min": min,
    "|": abs,
    "√": sqrt,
    "ln": ln,
    "tanh": tanh,
    "erf": erf,
    "sign": lambda x: Fraction((x > 0) - (x < 0)),
    "ReLU′": lambda x, at=Fraction(0): Fraction(1) if x > 0 else Fraction(0) if x < 0 else at,
    "leaky ReLU": lambda x, a: x if x > 0 else a * x,
    "leaky ReLU′": lambda x, a: Fraction(1) if x > 0 else a,
    "PReLU′": lambda x, a: Fraction(1) if x > 0 else a,
    "PReLU": lambda x, a: x if x > 0 else a * x,
    "ELU": lambda x, a: x if x > 0 else a * (exp(x) - 1),
    "ELU′": lambda x, a: Fraction(1) if x > 0 else a * exp(x),
    "SELU": lambda x: λ * x if x > 0 else λ * α * (exp(x) - 1),
    "SELU′": lambda x: λ if x > 0 else λ * α * exp(x),
    "hard σ′": lambda x, a: a if -HALF < a * x < HALF else Fraction(0),
    "Huber": huber,
    "hinge′": lambda t, o: -t if t * o < 1 else Fraction(0),
    "I": lambda *held: Fraction(all(held)),
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
    "≥": lambda a, b: a >= b,
    "≤": lambda a, b: a <= b,
}


def value(tree, known: dict[str, Fraction] | None = None) -> Fraction:
    """The value of a tree; ``known`` holds the values of names."""
    kind = tree[0]
    if kind == "number":
        return number(tree[1])
    if kind == "exact":
        return tree[1]
    if kind == "name":
        return named(tree[1], known or {})
    if kind == "neg":
        return -value(tree[1], known)
    if kind == "call":
        if tree[1] not in CALLED:
            raise Objection(f"no function {tree[1]!r} is known")
        return Fraction(CALLED[tree[1]](*(value(arg, known) for arg in tree[2:])))
    if kind == "^":
        return power(tree[1], value(tree[2], known), known)
    left = value(tree[1], known)
    if kind == "×" and not left:
        return left  # a term that is not there: 0 · ln(0)
    right = value(tree[2], known)
    if kind == "/" and not right:
        if not left:
            return left  # nor is 0/0
        raise Objection("a division by zero is printed")
    return {"+": left + right, "−": left - right, "×": left * right}[kind] if kind != "/" else left / right


def named(name: str, known: dict[str, Fraction]) -> Fraction:
    """The value of a name that was printed before, of π, or of e."""
    if name in known:
        return known[name]
    if name == "π":
        return Fraction(PI)
    raise Objection(f"no number was printed for {name!r}")


def power(base, exponent: Fraction, known) -> Fraction:
    """base^exponent; the letter e alone is Euler's number."""
    if base == ("name", "e") and "e" not in (known or {}):
        return exp(exponent)
    below = value(base, known)
    if exponent.denominator == 1:
        return below**exponent.numerator
    return exp(exponent * ln(below)) if below else below


def calculated(exact: Fraction, tree) -> Fraction:
    """What a calculator shows where e^x, ln and their kin are involved: 15 digits, 0.9999999999999999 being 1."""
    return Digits(figures=15).round(exact) if exact and irrational(tree) else exact


def irrational(tree) -> bool:
    """Whether a power or a function stands in a tree."""
    return tree[0] in ("^", "call") or any(irrational(part) for part in tree[1:] if isinstance(part, tuple))


def near(printed: Fraction, tree, known, last: Fraction, digits: Digits) -> bool:
    """Whether a result can come from numbers that are off by what rounding took: half a unit, or one if cut."""
    step = Fraction(1) if digits.truncate else HALF
    try:
        middle = value(tree, known)
        total = last
        for index in range(len(list(numbers_of(tree)))):
            total += 2 * abs(value(shifted(tree, index, step, count()), known) - middle)
    except Objection:
        return True  # a printed 0 below a fraction line, or the logarithm of one: it can be any number
    return abs(middle - printed) <= total


def numbers_of(tree):
    """The numbers of a tree from left to right, without exponents: a square is a square."""
    if tree[0] == "number":
        yield tree[1]
    for part in tree[1:2] if squared(tree) else tree[1:]:
        if isinstance(part, tuple):
            yield from numbers_of(part)


def squared(tree) -> bool:
    """Whether a tree is a power such as x²; e^2.5 is not one."""
    return tree[0] == "^" and tree[2][0] == "number" and tree[1] != ("name", "e")


def shifted(tree, index: int, step: Fraction, numbers):
    """The tree with the number at ``index`` larger by ``step`` units of its last digit."""
    if tree[0] == "number":
        if next(numbers) != index or tree[1] == "½":
            return tree
        mantissa, _, power = tree[1].partition("×10")
        places = len(mantissa.partition(".")[2]) - int(power.translate(SUPERSCRIPTS) or "0")
        return ("exact", number(tree[1]) + step * Fraction(10) ** -places)
    if squared(tree):
        return ("^", shifted(tree[1], index, step, numbers), tree[2])
    return tuple(shifted(part, index, step, numbers) if isinstance(part, tuple) else part for part in tree)
