"""What goes wrong in a sum: a term left out, doubled or with the wrong sign, a product written as a sum."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import NamedTuple, TypeGuard

from ..formula.arrays import MatMul
from ..formula.expr import Add, Div, Expr, Mul, Neg, Num, Sub, Symbol
from ..names import Name, Role, derivative
from ..solution import Filling
from .changes import Candidates, Place, Rule, joined, signed_terms
from .roles import is_bias, is_count, is_size, out_of, part, renewed

# Of so many products of two factors the inputs may be exchanged.
MOST_PRODUCTS = 8


def is_path(term: Expr) -> TypeGuard[Mul]:
    """Whether a term is a product of derivatives along one path."""
    return isinstance(term, Mul) and any(map(_differentiated, term.factors))


def _differentiated(factor: Expr) -> tuple[Name, Name] | None:
    """What a factor differentiates, and by what; None where it is no derivative."""
    return derivative(factor.name) if isinstance(factor, Symbol) else None


def _through(path: Mul) -> Name:
    """The name through which a path leads."""
    first, *further = filter(None, map(_differentiated, path.factors))
    return further[-1][0] if further else first[1]


class _Term(NamedTuple):
    """The k-th term of a sum or difference, all its terms without their signs, and where it stands."""

    node: Expr
    terms: list[Expr]
    k: int
    place: Place

    @property
    def itself(self) -> Expr:
        """The term."""
        return self.terms[self.k]


def _is_one_of_several_paths(term: _Term) -> bool:
    if not isinstance(term.node, Add) or not is_path(term.itself):
        return False
    return sum(map(is_path, term.terms)) > 1


def _counts_biases(term: _Term) -> bool:
    """Whether a count of parameters has weights before this term, and the term counts something."""
    if not is_count(term.place.name) or term.k == 0 or not isinstance(term.terms[0], Mul):
        return False
    return isinstance(term.itself, Symbol) or (isinstance(term.itself, Num) and term.itself.value == 1)


def _is_one_of_size(term: _Term) -> bool:
    return is_size(term.place.name) and isinstance(term.itself, Num)


def _is_padding(term: _Term) -> bool:
    if not is_size(term.place.name) or not isinstance(term.itself, Mul):
        return False
    return isinstance(term.itself.factors[0], Num)


def _is_epsilon(term: _Term) -> bool:
    return isinstance(term.itself, Symbol) and term.itself.name == "ε"


def _is_bias(term: _Term) -> bool:
    """Whether the term is a name of its own beside products: a bias, or any in a net input."""
    if not isinstance(term.itself, Symbol) or not any(isinstance(other, (Mul, Add, MatMul)) for other in term.terms):
        return False
    return is_bias(term.itself.name) or bool(out_of(term.place.name))


# Which slip it is to leave out a term: the first that holds.
_SORTS: dict[str, Callable[[_Term], bool]] = {
    "path_left_out": _is_one_of_several_paths,
    "biases_left_out": _counts_biases,
    "one_left_out": _is_one_of_size,
    "padding_left_out": _is_padding,
    "epsilon_left_out": _is_epsilon,
    "bias_left_out": _is_bias,
}


def _sort(term: _Term) -> str:
    """Which slip it is to leave out a term of a sum or difference."""
    sorts = (sort for sort, holds in _SORTS.items() if holds(term))
    return next(sorts, "term_left_out")


def left_out(sort: str) -> Rule:
    """The rule that leaves out the terms of one sort."""

    def rule(node: Add | Sub, place: Place) -> Candidates:
        terms = signed_terms(node)
        plain = [term for term, _ in terms]
        for k, term in enumerate(plain):
            if _sort(_Term(node, plain, k, place)) == sort:
                yield joined(terms[:k] + terms[k + 1 :]), _said(sort, term)

    return rule


def _said(sort: str, term: Expr) -> dict[str, Filling]:
    """What is said of a term that was left out: of a path where it leads, else the term."""
    if sort == "path_left_out" and is_path(term):
        return {"through": [_through(term)]}
    return {"what": term}


def _changeable(node: Add | Sub) -> Iterator[tuple[int, Expr, bool]]:
    """The terms that may get another sign, by their place: of a difference the second alone."""
    for k, (term, minus) in enumerate(signed_terms(node)):
        if k or not isinstance(node, Sub):
            yield k, term, minus


def term_doubled(node: Add | Sub, place: Place) -> Candidates:
    """a + b + b for a + b."""
    for _, term, minus in _changeable(node):
        doubled = Sub(node, term) if minus else node + term
        yield doubled, {"what": term}


def term_sign(node: Add | Sub, place: Place) -> Candidates:
    """a − b for a + b, and the reverse."""
    if _is_update(node, place):
        return
    terms = signed_terms(node)
    for k, term, minus in _changeable(node):
        yield joined([*terms[:k], (term, not minus), *terms[k + 1 :]]), {"what": term}


def difference_swapped(node: Sub, place: Place) -> Candidates:
    """b − a for a − b."""
    if isinstance(node.left, Num) or isinstance(node.right, Num) or _is_update(node, place):
        return
    wrong = Sub(node.right, node.left)
    yield wrong, {"right": node, "wrong": wrong}


def multiplied(node: Add | Sub, place: Place) -> Candidates:
    """a·b for a + b, and for a − b."""
    if isinstance(node, Sub):
        wrong = Mul((node.left, node.right))
        yield wrong, {"right": node, "wrong": wrong}
        return
    for k in range(len(node.terms) - 1):
        one, other = node.terms[k : k + 2]
        factors = one.factors if isinstance(one, Mul) else (one,)
        product = Mul((*factors, other))
        terms = (*node.terms[:k], product, *node.terms[k + 2 :])
        changed = Add(terms) if len(terms) > 1 else product
        yield changed, {"right": Add((one, other)), "wrong": product}


def inputs_exchanged(node: Add, place: Place) -> Candidates:
    """w₁·x₂ + w₂·x₁ for w₁·x₁ + w₂·x₂: two factors of the same part exchanged between two terms."""
    products = [(k, term) for k, term in enumerate(node.terms) if isinstance(term, Mul) and len(term.factors) == 2]
    for (i, one), (k, other) in combinations(products[:MOST_PRODUCTS], 2):
        (a, b), (c, d) = one.factors, other.factors
        if isinstance(b, Symbol) and isinstance(d, Symbol) and part(b.name) == part(d.name):
            terms = list(node.terms)
            terms[i], terms[k] = Mul((a, d)), Mul((c, b))
            yield Add(terms), {"one": b, "other": d}


def _is_update(node: Expr, place: Place) -> bool:
    """Whether a sum moves a number to its next value: w + Δw, x − α·g."""
    parts = node.parts()
    if node is not place.root or len(parts) != 2:
        return False
    before, change = map(_renews, parts)
    return before == renewed(place.name) != change


def _renews(term: Expr) -> str:
    """What a name is the value of, wherever it stands in the runs; '' of other terms."""
    return renewed(term.name) if isinstance(term, Symbol) else ""


def step_up(node: Add | Sub | Neg, place: Place) -> Candidates:
    """w + η·g for w − η·g: the step goes against what is wanted."""
    if isinstance(node, Neg):
        if place.name.role is Role.CHANGE:
            yield node.inner, {"what": Symbol(place.name.of_name)}
    elif _is_update(node, place):
        before, change = node.parts()
        other = Sub(before, change) if isinstance(node, Add) else Add((before, change))
        yield other, {"what": before}


def mean_for_sum(node: Add, place: Place) -> Candidates:
    """(a + b)/2 for a + b."""
    count = len(node.terms)
    if node is not place.root or count < 2 or out_of(place.name) or _is_update(node, place):
        return
    yield Div(node, Num(str(count))), {"n": count}
