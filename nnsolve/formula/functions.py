"""The table of elementary functions: how each is computed and what its textbook derivative is.

A new function is one entry. A test proves every derivative against SymPy and central differences.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from .expr import ONE, TWO, ZERO, Call, Expr, Neg, Num, Pow, calls
from .marks import Names, written
from .numbers import from_zero, is_array, of_one_shape

if TYPE_CHECKING:
    import numpy as np

    from .numbers import Numeric


# The derivative by an argument: (args, out) → formula.
Slope = Callable[[tuple[Expr, ...], Expr], Expr | None]
# What an argument of a function of arrays receives: (args, out, above, size) → formula.
Pull = Callable[[tuple[Expr, ...], Expr, Expr, Callable[[Expr], tuple[int, ...]]], Expr]


def _zero(args: tuple[Expr, ...], out: Expr) -> Expr:
    return ZERO


# The slope of a function that is constant piece by piece.
FLAT = _zero


# The value of a function over arrays is itself a sum, of products of their entries.
ITSELF = "itself"


class Function:
    """A function of one or several numbers.

    ``value(*numbers)`` computes it; it raises ValueError or ZeroDivisionError outside its domain.
    ``slopes[i](args, out)`` is the formula of its derivative by the i-th argument, where ``out`` stands for the
    function's own value (σ′ = out·(1 − out)). FLAT in place of a slope says that the derivative is 0 wherever there is
    one (sign, floor); None, or nothing, that there is no rule: asking for the derivative is an error.
    ``definition(*args)`` writes it by simpler functions, the way it is printed; None prints ``name(args)``.
    ``whole`` says that ``value`` takes whole arrays at once (softmax over a column) instead of their entries.
    ``exact`` says that ``value`` works on Decimals as it works on doubles (on arrays of them, where it is ``whole``).
    ``branch(*numbers)`` gives, for a function defined piece by piece, the writer of the piece that counts there.
    ``note`` is the key of a sentence about a convention or the pieces of the function.
    ``infix`` is the key of a sign that is printed between its two arguments instead of ``name(args)``.
    ``border(*numbers)`` says, of a function that changes its formula from place to place, how far the nearest such
    place is (0 at it); arrays are taken entry by entry.
    ``pulls[i](args, out, above, size)`` is the formula of what its i-th argument receives where the result has received
    ``above``, for functions of whole arrays; ``size(formula)`` tells rows and columns of a formula. A pull for all
    arguments may stand alone, and takes ``i`` in front.
    ``shape(*sizes)`` gives rows and columns of the value of a function of whole arrays from those of its arguments;
    where there is none they are found by trying it.
    ``says`` is the key of what a page says beside a value, ``slope_says`` beside its derivative.
    ``entry`` is the function of numbers that this one takes of every entry of an array, under another name.
    ``sums(*numbers)`` gives the sums and differences that ``value`` takes itself, each with the size of its largest
    term, so that it is seen where they cancel; ITSELF that the value of a function over arrays is one sum of products
    of their entries.
    ``code`` writes it in Python, with {0}, {1}, … or {args} for its arguments and the functions of
    :mod:`nnsolve.render.code.helpers`; where it is '' the definition stands for it.
    """

    __slots__ = (
        *("border", "branch", "code", "definition", "entry", "exact", "infix"),
        *("name", "note", "pulls", "says", "shape", "slope_says", "slopes", "sums", "value", "whole"),
    )

    def __init__(
        self,
        name: str,
        value: Callable[..., Numeric],
        slopes: tuple[Slope | None, ...] = (),
        definition: Callable[..., Expr] | None = None,
        exact: bool = False,
        note: str = "",
        whole: bool = False,
        branch: Callable[..., Callable[..., Expr]] | None = None,
        infix: str = "",
        code: str = "",
        border: Callable[..., Numeric] | None = None,
        pulls: tuple[Pull | None, ...] | Callable[..., Expr] = (),
        shape: Callable[..., tuple[int, int]] | None = None,
        sums: Callable[..., Iterable[tuple[Numeric, Numeric]]] | str | None = None,
        entry: Function | None = None,
        says: str = "",
        slope_says: str = "",
    ):
        self.border, self.pulls, self.shape, self.sums, self.entry = border, pulls, shape, sums, entry
        self.branch, self.infix, self.code = branch, infix, code
        self.whole = whole
        self.name, self.value, self.slopes = name, value, slopes
        self.definition, self.exact, self.note = definition, exact, note
        self.says, self.slope_says = says, slope_says

    def slope(self, index: int, args: tuple[Expr, ...], out: Expr) -> Expr | None:
        """The derivative by argument ``index`` as a formula, or None where it is zero or has no rule."""
        slope = self.slopes[index] if index < len(self.slopes) else None
        return slope(args, out) if slope and slope is not FLAT else None

    def flat(self, index: int) -> bool:
        """Whether the derivative by argument ``index`` is zero wherever there is one."""
        return index < len(self.slopes) and self.slopes[index] is FLAT

    def pull(self, index: int) -> Pull | None:
        """What argument ``index`` receives from above, as a formula to be made; None where there is no such rule."""
        if callable(self.pulls):
            return partial(self.pulls, index)
        return self.pulls[index] if index < len(self.pulls) else None

    def __call__(self, *args: Expr) -> Call:
        return Call(self, *args)


def logarithm(x: float) -> float:
    """ln x, with a sentence where x is not positive."""
    if x <= 0:
        raise ValueError(f"ln needs a positive number and was given {x:g}")
    return math.log(x)


def _exp(x: float) -> float:
    if x > 709:
        raise OverflowError(f"e^{x:g} is larger than any double")
    return math.exp(x)


def _sqrt(x: float) -> float:
    if x < 0:
        raise ValueError(f"a square root needs a number from 0 up and was given {x:g}")
    return math.sqrt(x)


def _arc(function: Callable[[float], float], name: str) -> Callable[[float], float]:
    def value(x: float) -> float:
        if not -1 <= x <= 1:
            raise ValueError(f"{name} needs a number from −1 to 1 and was given {x:g}")
        return function(x)

    return value


def _round_to_zero(function: Callable[[float], float]) -> Callable[[float], float]:
    def value(x: float) -> float:
        """0 at the nearest double to a multiple of π/2, where the function of that double is 6e-17, not 0."""
        found = function(x)
        return 0.0 if abs(found) < abs(x) * sys.float_info.epsilon else found

    return value


def _tan(x: float) -> float:
    if abs(math.cos(x)) < abs(x) * sys.float_info.epsilon:
        raise ValueError("tan has no value at an odd multiple of π/2")
    return math.tan(x)


def from_ends(x: Numeric) -> Numeric:
    """How far a number is from −1 and 1, between which an arc sine has a value."""
    return abs(abs(x) - 1)


def from_whole(x: float | np.ndarray) -> Numeric:
    """How far a number is from the nearest whole number."""
    nearest: Numeric = x.round() if is_array(x) else round(x)
    return abs(nearest - x)


def lead(*numbers: Numeric) -> Numeric:
    """How far the greatest of several numbers is ahead of the next."""
    return lag(*(-number for number in numbers))


def lead_of_entries(array: np.ndarray) -> Numeric:
    """How far the greatest entry of an array is ahead of the next."""
    return lead(*array.ravel().tolist()) if array.size > 1 else 1.0


def lag(*numbers: Numeric) -> Numeric:
    """How far the least of several numbers is behind the next."""
    if len(numbers) == 2:
        return abs(numbers[0] - numbers[1])
    first, second, *_ = _ordered(numbers)
    return second - first


def _ordered(numbers: tuple[Numeric, ...]) -> Iterable[Numeric]:
    """Several numbers from the least on; of arrays among them, entry by entry."""
    if not any(map(is_array, numbers)):
        return sorted(numbers)
    import numpy

    ordered: np.ndarray = numpy.sort(of_one_shape(numbers), axis=0)
    return ordered


def difference(a: Numeric, b: Numeric, *parameters: Numeric) -> list[tuple[Numeric, Numeric]]:
    """The one sum of a function that subtracts its second number from the first."""
    return [(a - b, abs(a))]


def sign_of(x: Numeric) -> int:
    """−1, 0 or 1."""
    return int(x > 0) - int(x < 0)  # entries of an array say it in NumPy's booleans, which have no difference


def table(*entries: Function) -> dict[str, Function]:
    """Functions by name."""
    return {entry.name: entry for entry in entries}


exp = Function("exp", _exp, (lambda a, out: out,), code="exp({0})")
ln = Function("ln", logarithm, (lambda a, out: ONE / a[0],), code="log({0})")
sqrt = Function("sqrt", _sqrt, (lambda a, out: ONE / (TWO * out),), code="sqrt({0})")
sign = Function("sign", sign_of, (FLAT,), exact=True, border=from_zero, code="sign({0})")
absolute = Function("abs", abs, (lambda a, out: sign(a[0]),), exact=True, border=from_zero, code="abs({0})")
floor = Function("floor", math.floor, (FLAT,), exact=True, border=from_whole, code="floor({0})")
ceil = Function("ceil", math.ceil, (FLAT,), exact=True, border=from_whole, code="ceil({0})")
erf = Function("erf", math.erf, (lambda a, out: TWO / sqrt(PI) * exp(Neg(Pow(a[0], TWO))),), code="erf({0})")
tanh = Function("tanh", math.tanh, (lambda a, out: ONE - Pow(out, TWO),), code="tanh({0})")


def greatest(count: int) -> Function:
    """The greatest of ``count`` numbers; which of them it is decides the derivative."""
    return Function("max", max, _picking("max", max, count, lead), exact=True, code="maximum({args})", border=lead)


def _least(count: int) -> Function:
    return Function("min", min, _picking("min", min, count, lag), exact=True, code="minimum({args})", border=lag)


def _picking(name: str, pick: Callable[..., Numeric], count: int, border: Callable[..., Numeric]) -> tuple[Slope, ...]:
    """The slopes of a function that picks one of several numbers: whether it picks this one."""
    return tuple(_slope_of(_is_first(name, pick, place, count, border)) for place in range(count))


def _slope_of(is_first: Function) -> Slope:
    return lambda args, out: is_first(*args)


def _is_first(
    name: str, pick: Callable[..., Numeric], place: int, count: int, border: Callable[..., Numeric]
) -> Function:
    """1 where the number at a place is the one that is picked, else 0; of equal numbers the first counts."""

    def value(*numbers: Numeric) -> int:
        return int(numbers.index(pick(numbers)) == place)

    return Function(
        f"{name}′{place + 1}",
        value,
        (FLAT,) * count,
        exact=True,
        note="network_first_of_equals",
        code=f"is_first({name}, {place}, {{args}})",
        border=border,
    )


MOST_COMPARED = 8
maximum, minimum = greatest(MOST_COMPARED), _least(MOST_COMPARED)

PI: Num = Num("π", math.pi)
EULER = Num("e", math.e)

sin = Function("sin", _round_to_zero(math.sin), (lambda a, out: cos(a[0]),), code="sin({0})")
cos: Function = Function("cos", _round_to_zero(math.cos), (lambda a, out: Neg(sin(a[0])),), code="cos({0})")

FUNCTIONS: dict[str, Function] = table(
    exp,
    ln,
    sqrt,
    sign,
    absolute,
    floor,
    ceil,
    erf,
    tanh,
    maximum,
    minimum,
    sin,
    cos,
    Function("tan", _tan, (lambda a, out: ONE + Pow(out, TWO),), code="tan({0})"),
    Function("sinh", math.sinh, (lambda a, out: FUNCTIONS["cosh"](a[0]),), code="sinh({0})"),
    Function("cosh", math.cosh, (lambda a, out: FUNCTIONS["sinh"](a[0]),), code="cosh({0})"),
    Function(
        "asin",
        _arc(math.asin, "asin"),
        (lambda a, out: ONE / sqrt(ONE - Pow(a[0], TWO)),),
        code="asin({0})",
        border=from_ends,
    ),
    Function(
        "acos",
        _arc(math.acos, "acos"),
        (lambda a, out: Neg(ONE / sqrt(ONE - Pow(a[0], TWO))),),
        code="acos({0})",
        border=from_ends,
    ),
    Function("atan", math.atan, (lambda a, out: ONE / (ONE + Pow(a[0], TWO)),), code="atan({0})"),
    Function(
        "log10",
        lambda x: logarithm(x) and math.log10(x),
        (lambda a, out: ONE / (a[0] * ln(Num("10"))),),
        code="log10({0})",
    ),
    Function(
        "log2", lambda x: logarithm(x) and math.log2(x), (lambda a, out: ONE / (a[0] * ln(TWO)),), code="log2({0})"
    ),
)

# Other spellings a user may type.
SPELLINGS = {"log": "ln", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "Abs": "abs", "sgn": "sign"}

CONSTANTS = {"pi": PI, "π": PI, "e": EULER}


def slope_note(formula: Expr) -> str:
    """The key of the convention that the first function of a derivative names, such as ReLU′ at 0; '' where none."""
    notes = (call.function.note for call in calls(formula))
    return next((note for note in notes if note.endswith(("_slope", "_slope_at", "_equals"))), "")


def constants_in(formulas: Iterable[Expr]) -> set[str]:
    """The letters of the constants that stand where formulas are printed: π, and e, also that of e^x."""
    letters = set()
    stack = list(formulas)
    while stack:
        node = stack.pop()
        if node in (PI, EULER):
            letters.add(node.text)
        if isinstance(node, Call):
            if node.function is exp:
                letters.add(EULER.text)
            elif node.function.definition:
                stack.append(node.function.definition(*node.args))
        stack.extend(node.parts())
    return letters


def taken_for_constant(names: Iterable[str], formulas: Iterable[Expr]) -> str:
    """The first of ``names`` that is printed as a constant of these formulas is; '' where none is."""
    constants = {constant.text for constant in CONSTANTS.values()}
    printed = {name: written(_NAMES.plain(name)) for name in names}
    alike = [name for name in names if printed[name] in constants]
    letters = constants_in(formulas) if alike else set()
    return next((name for name in alike if printed[name] in letters), "")


_NAMES = Names()
