"""What goes wrong in powers, roots and functions: ² or √ left out, e^x for e^−x, log₁₀ for ln, degrees."""

from __future__ import annotations

from collections.abc import Callable

from ..formula.expr import ONE, TWO, Add, Call, Div, Expr, Mul, Neg, Num, Pow, Sub, Symbol, total_of
from ..formula.functions import FUNCTIONS, PI
from ..names import Name, Role
from .changes import Candidates, Place, Rule, instead, telling
from .roles import is_slope, name_of, net_of, number_of

ROOT, EXP = FUNCTIONS["sqrt"], FUNCTIONS["exp"]
_ANGLES = ("sin", "cos", "tan")
_HALF_TURN = Num("180")  # degrees


def _square(node: Pow) -> bool:
    return number_of(node.right) == 2


def squares(change: Callable[[Pow], Expr | None]) -> Rule:
    """The rule for squares: what ``change`` makes of one, None where it makes nothing."""
    return telling(lambda node: change(node) if _square(node) else None)


def _square_each(node: Pow) -> Expr | None:
    """a² − b² for (a − b)²."""
    if not isinstance(node.left, (Add, Sub)):
        return None
    return node.left.rebuilt(tuple(Pow(term, TWO) for term in node.left.parts()))


square_left_out = squares(lambda node: node.left)  # a for a²
squared_twice = squares(lambda node: Pow(node.left, Num("4")))  # a⁴
doubled_for_squared = squares(lambda node: Mul((TWO, node.left)))  # 2a
square_of_terms = squares(_square_each)


def power_is_product(node: Pow, place: Place) -> Candidates:
    """a·n for aⁿ."""
    if not _square(node):
        yield Mul((node.left, node.right)), {"what": node}


def sign_dropped(node: Neg, place: Place) -> Candidates:
    """a for −a, inside a formula."""
    if node is not place.root:
        yield node.inner, {"what": node}


def calls(names: tuple[str, ...], change: Callable[[Call], Expr | None]) -> Rule:
    """The rule for functions of these names: what ``change`` makes of the call, None where it makes nothing."""
    return telling(lambda node: change(node) if node.function.name in names else None)


def called(before: str, after: str) -> Rule:
    """The rule that calls one function in place of another."""
    return calls((before,), lambda node: Call(FUNCTIONS[after], *node.args))


def _argument(node: Call) -> Expr:
    return node.args[0]


def _mean(node: Call) -> Expr | None:
    """The mean of several arguments."""
    count = len(node.args)
    return Div(Add(node.args), Num(str(count))) if count > 1 else None


def _first_of_two(node: Call) -> Expr | None:
    """The number that is bounded by another, without its bound."""
    return node.args[0] if len(node.args) == 2 else None


def limits_left_out(node: Add, place: Place) -> Candidates:
    """A sum of bounded numbers, all of them without their bounds: n-grams that are counted but not clipped."""
    formulas = place.around.formulas
    free = [_unbounded(formulas.get(name_of(term))) or term for term in node.terms]
    if free != list(node.terms):
        yield Add(free), {"what": node}


def _unbounded(formula: Expr | None) -> Expr | None:
    """The first of the two numbers of which a formula takes the smaller; None of another formula."""
    if isinstance(formula, Call) and formula.function.name == "min":
        return _first_of_two(formula)
    return None


def arithmetic_mean(node: Expr, place: Place) -> Candidates:
    """(a + b)/2 for √(a·b), (a + b + c)/3 for the third root of a·b·c."""
    factors = _under_root(node)
    if len(factors) > 1:
        wrong = Div(Add(factors), Num(str(len(factors))))
        yield wrong, {"right": node, "wrong": wrong}


def _under_root(node: Expr) -> tuple[Expr, ...]:
    """The n factors of which a formula is the n-th root; none where it is another one."""
    if isinstance(node, Call) and node.function is ROOT:
        return _factors(node.args[0], TWO)
    if isinstance(node, Pow) and isinstance(node.right, Div) and number_of(node.right.left) == 1:
        return _factors(node.left, node.right.right)
    return ()


def _factors(inner: Expr, degree: Expr) -> tuple[Expr, ...]:
    """The factors of a product, if they are as many as the root has degrees."""
    fits = isinstance(inner, Mul) and len(inner.factors) == number_of(degree)
    return inner.parts() if fits else ()


def other_base(formula: Expr, place: Place) -> Candidates:
    """2^H for e^H, e^H for 2^H or 10^H: a perplexity to another base than that of its cross-entropy."""
    if isinstance(formula, Call) and formula.function is EXP and _is_loss(formula.args[0]):
        wrong: Expr = Pow(TWO, formula.args[0])
    elif isinstance(formula, Pow) and isinstance(formula.left, Num) and _is_loss(formula.right):
        wrong = Call(EXP, formula.right)
    else:
        return
    yield wrong, {"wrong": wrong, "right": formula}


def _is_loss(formula: Expr) -> bool:
    """Whether a formula is the name of a loss, or a mean of terms."""
    name = name_of(formula.left if isinstance(formula, Div) else formula)
    return name is not None and name.role in (Role.LOSS, Role.TERM)


def runs_of_reference(formula: Expr, place: Place) -> Candidates:
    """The runs of the reference, r − n + 1, in place of those of the candidate: BLEU's precision as a recall."""
    total = name_of(formula.right) if isinstance(formula, Div) else None
    length = Name(Role.COUNT, "r")
    if total is None or total.of != "total" or not total.by.isdecimal() or not place.around.knows(length):
        return
    fewer = int(total.by) - 1
    runs: Expr = Sub(Symbol(length), Num(str(fewer))) if fewer else Symbol(length)
    assert isinstance(formula, Div), "it has a divisor"
    yield Div(formula.left, runs), {"wrong": runs, "right": formula.right}


def _in_degrees(node: Call) -> Expr:
    """The function of an angle in degrees."""
    return Call(node.function, Div(Mul((node.args[0], PI)), _HALF_TURN))


root_left_out = calls(("sqrt",), _argument)
root_twice = calls(("sqrt",), lambda node: Call(ROOT, node))
log10_for_ln = called("ln", "log10")
log2_for_ln = called("ln", "log2")
ceil_for_floor = called("floor", "ceil")
floor_for_ceil = called("ceil", "floor")
not_rounded = calls(("floor", "ceil"), _argument)
limit_left_out = calls(("min",), _first_of_two)
minimum_for_maximum = called("max", "min")
mean_for_maximum = calls(("max",), _mean)
degrees = calls(_ANGLES, _in_degrees)


def _other_sign(node: Call) -> Expr | None:
    """e^x for e^−x, and the reverse."""
    if node.function.name != "exp":
        return None
    exponent = node.args[0]
    other = exponent.inner if isinstance(exponent, Neg) else Neg(exponent)
    return Call(node.function, other)


exponent_sign = instead(_other_sign)


def epsilon_outside(node: Call, place: Place) -> Candidates:
    """√v + ε for √(v + ε)."""
    inner = node.args[0] if node.function.name == "sqrt" else None
    if isinstance(inner, Add) and name_of(inner.terms[-1]) == "ε":
        *terms, epsilon = inner.terms
        yield Add((Call(ROOT, total_of(terms)), epsilon)), {}


def epsilon_inside(node: Add, place: Place) -> Candidates:
    """√(v + ε) for √v + ε."""
    root, last = node.terms[0], node.terms[-1]
    if name_of(last) == "ε" and isinstance(root, Call) and root.function is ROOT:
        yield Call(ROOT, root.args[0] + last), {}


def activation_left_out(node: Expr, place: Place) -> Candidates:
    """net for f(net): the number goes on unchanged."""
    own = net_of(place.name)
    if own is None or not isinstance(node, Call):
        return
    names = list(map(name_of, node.args))
    if names[0]:
        net = Symbol(own if own in names else names[0])
        yield net, {"what": net}


def slope_is_one(node: Expr, place: Place) -> Candidates:
    """1 for out·(1 − out): the derivative of the activation does not count."""
    if is_slope(place.name) and not isinstance(node, Num):
        yield ONE, {"what": Symbol(place.name)}
