"""What goes wrong in powers, roots and functions: ² or √ left out, e^x for e^−x, log₁₀ for ln, degrees."""

from __future__ import annotations

from ..formula.expr import ONE, TWO, Add, Call, Div, Mul, Neg, Num, Pow, Sub, Symbol
from ..formula.functions import FUNCTIONS, PI
from .changes import Rule
from .roles import is_slope, net_of

ROOT = FUNCTIONS["sqrt"]
_ANGLES = {"sin", "cos", "tan"}


def _square(node) -> bool:
    return isinstance(node.right, Num) and node.right.value == 2


def square_left_out(node, place):
    """a for a²."""
    if _square(node):
        yield node.left, {"what": node}


def squared_twice(node, place):
    """a⁴ for a²."""
    if _square(node):
        yield Pow(node.left, Num("4")), {"what": node}


def doubled_for_squared(node, place):
    """2a for a²."""
    if _square(node):
        yield Mul((TWO, node.left)), {"what": node}


def square_of_terms(node, place):
    """a² − b² for (a − b)²."""
    if _square(node) and isinstance(node.left, (Add, Sub)):
        terms = tuple(Pow(term, TWO) for term in node.left.parts())
        yield (Add(terms) if isinstance(node.left, Add) else Sub(*terms)), {"what": node}


def power_is_product(node, place):
    """a·n for aⁿ."""
    if not _square(node):
        yield Mul((node.left, node.right)), {"what": node}


def sign_dropped(node, place):
    """a for −a, inside a formula."""
    if node is not place.root:
        yield node.inner, {"what": node}


def calls(names: tuple[str, ...], change) -> Rule:
    """The rule for functions of these names: what ``change`` makes of the call."""

    def rule(node, place):
        if node.function.name in names:
            new = change(node)
            if new is not None:
                yield new, {"what": node}

    return rule


root_left_out = calls(("sqrt",), lambda node: node.args[0])
root_twice = calls(("sqrt",), lambda node: Call(ROOT, node))
log10_for_ln = calls(("ln",), lambda node: Call(FUNCTIONS["log10"], *node.args))
log2_for_ln = calls(("ln",), lambda node: Call(FUNCTIONS["log2"], *node.args))
ceil_for_floor = calls(("floor",), lambda node: Call(FUNCTIONS["ceil"], *node.args))
floor_for_ceil = calls(("ceil",), lambda node: Call(FUNCTIONS["floor"], *node.args))
not_rounded = calls(("floor", "ceil"), lambda node: node.args[0])
minimum_for_maximum = calls(("max",), lambda node: Call(FUNCTIONS["min"], *node.args))
mean_for_maximum = calls(
    ("max",), lambda node: Div(Add(node.args), Num(str(len(node.args)))) if len(node.args) > 1 else None
)
degrees = calls(tuple(_ANGLES), lambda node: Call(node.function, Div(Mul((node.args[0], PI)), Num("180"))))


def exponent_sign(node, place):
    """e^x for e^−x, and the reverse."""
    if node.function.name == "exp":
        inner = node.args[0]
        new = Call(node.function, inner.inner if isinstance(inner, Neg) else Neg(inner))
        yield new, {"right": node, "wrong": new}


def epsilon_outside(node, place):
    """√v + ε for √(v + ε)."""
    inner = node.args[0] if node.function.name == "sqrt" else None
    if isinstance(inner, Add) and isinstance(inner.terms[-1], Symbol) and inner.terms[-1].name == "ε":
        yield Add((Call(ROOT, Add(inner.terms[:-1]) if len(inner.terms) > 2 else inner.terms[0]), inner.terms[-1])), {}


def epsilon_inside(node, place):
    """√(v + ε) for √v + ε."""
    last = node.terms[-1]
    root = node.terms[0]
    if isinstance(last, Symbol) and last.name == "ε" and isinstance(root, Call) and root.function is ROOT:
        yield Call(ROOT, root.args[0] + last), {}


def activation_left_out(node, place):
    """net for f(net): the number goes on unchanged."""
    if isinstance(node, Call) and net_of(place.name) and isinstance(node.args[0], Symbol):
        own = net_of(place.name)
        arg = next((arg for arg in node.args if isinstance(arg, Symbol) and arg.name == own), node.args[0])
        yield arg, {"what": arg}


def slope_is_one(node, place):
    """1 for out·(1 − out): the derivative of the activation does not count."""
    if is_slope(place.name) and not isinstance(node, Num):
        yield ONE, {"what": Symbol(place.name)}
