"""What goes wrong in a sum: a term left out, doubled or with the wrong sign, a product written as a sum."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..formula.arrays import MatMul
from ..formula.expr import Add, Div, Expr, Mul, Neg, Num, Sub, Symbol
from ..names import Role, derivative
from .changes import Place, Rule, joined, signed_terms
from .roles import is_bias, is_count, is_size, out_of, part, renewed


def is_path(term: Expr) -> bool:
    """Whether a term is a product of derivatives along one path."""
    return isinstance(term, Mul) and any(isinstance(part, Symbol) and derivative(part.name) for part in term.factors)


def _through(term: Mul) -> str:
    """The name through which a path leads."""
    names = [part.name for part in term.factors if isinstance(part, Symbol)]
    both = list(filter(None, map(derivative, names)))
    return both[-1][0] if len(both) > 1 else both[0][1]


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
    counted = isinstance(term.itself, Symbol) or (isinstance(term.itself, Num) and term.itself.value == 1)
    return is_count(term.place.name) and counted and term.k > 0 and isinstance(term.terms[0], Mul)


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
    for sort, holds in _SORTS.items():
        if holds(term):
            return sort
    return "term_left_out"


def left_out(sort: str) -> Rule:
    """The rule that leaves out the terms of one sort."""

    def rule(node, place):
        terms = signed_terms(node)
        plain = [term for term, _ in terms]
        for k, term in enumerate(plain):
            if _sort(_Term(node, plain, k, place)) == sort:
                args = {"through": [_through(term)]} if sort == "path_left_out" else {"what": term}
                yield joined(terms[:k] + terms[k + 1 :]), args

    return rule


def term_doubled(node, place):
    """a + b + b for a + b."""
    for k, (term, minus) in enumerate(signed_terms(node)):
        if k or not isinstance(node, Sub):
            yield (Sub(node, term) if minus else node + term), {"what": term}


def term_sign(node, place):
    """a − b for a + b, and the reverse."""
    if _is_update(node, place):
        return
    terms = signed_terms(node)
    for k, (term, minus) in enumerate(terms):
        if k or not isinstance(node, Sub):
            yield joined([*terms[:k], (term, not minus), *terms[k + 1 :]]), {"what": term}


def difference_swapped(node, place):
    """b − a for a − b."""
    if not isinstance(node.left, Num) and not isinstance(node.right, Num) and not _is_update(node, place):
        yield Sub(node.right, node.left), {"right": node, "wrong": Sub(node.right, node.left)}


def multiplied(node, place):
    """a·b for a + b, and for a − b."""
    if isinstance(node, Sub):
        yield Mul((node.left, node.right)), {"right": node, "wrong": Mul((node.left, node.right))}
        return
    for k in range(len(node.terms) - 1):
        one, other = node.terms[k : k + 2]
        product = Mul((*(one.factors if isinstance(one, Mul) else (one,)), other))
        terms = (*node.terms[:k], product, *node.terms[k + 2 :])
        yield (terms[0] if len(terms) == 1 else Add(terms)), {"right": Add((one, other)), "wrong": product}


def inputs_exchanged(node, place):
    """w₁·x₂ + w₂·x₁ for w₁·x₁ + w₂·x₂: two factors of the same part exchanged between two terms."""
    products = [(k, t) for k, t in enumerate(node.terms) if isinstance(t, Mul) and len(t.factors) == 2][:8]
    for index, (i, one) in enumerate(products):
        for k, other in products[index + 1 :]:
            (a, b), (c, d) = one.factors, other.factors
            if not (isinstance(b, Symbol) and isinstance(d, Symbol) and part(b.name) == part(d.name)):
                continue
            terms = list(node.terms)
            terms[i], terms[k] = Mul((a, d)), Mul((c, b))
            yield Add(terms), {"one": b, "other": d}


def _is_update(node: Expr, place: Place) -> bool:
    """Whether a sum moves a number to its next value: w + Δw, x − α·g."""
    if node is not place.root or len(node.parts()) != 2 or not isinstance(node.parts()[0], Symbol):
        return False
    before, change = (renewed(term.name) if isinstance(term, Symbol) else "" for term in node.parts())
    return before == renewed(place.name) != change


def step_up(node, place):
    """w + η·g for w − η·g: the step goes against what is wanted."""
    if _is_update(node, place):
        before, change = node.parts()
        yield (Sub(before, change) if isinstance(node, Add) else Add((before, change))), {"what": before}
    elif place.name.role is Role.CHANGE and isinstance(node, Neg):
        yield node.inner, {"what": Symbol(place.name.of)}


def mean_for_sum(node, place):
    """(a + b)/2 for a + b."""
    if node is place.root and len(node.terms) > 1 and not out_of(place.name) and not _is_update(node, place):
        yield Div(node, Num(str(len(node.terms)))), {"n": len(node.terms)}
