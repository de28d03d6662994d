"""What goes wrong in a sum: a term left out, doubled or with the wrong sign, a product written as a sum."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise
from typing import NamedTuple

from ..formula.arrays import MatMul
from ..formula.expr import Add, Div, Expr, Mul, Neg, Num, Sub, Symbol, total_of
from ..names import Name, Role, derivative
from ..solution import Filling
from .changes import Candidates, Place, Rule, first_sort, joined, signed_terms
from .roles import is_bias, is_count, is_size, name_of, number_of, out_of, part, renewed

# Of so many products of two factors the inputs may be exchanged.
MOST_PRODUCTS = 8


def _derivatives(term: Expr) -> list[tuple[Name, Name]]:
    """What the factors of a term differentiate, and by what; of those that are derivatives."""
    return list(filter(None, map(derivative, map(name_of, term.parts()))))


def is_path(term: Expr) -> bool:
    """Whether a term is a product of derivatives along one path."""
    return isinstance(term, Mul) and bool(_derivatives(term))


def _through(path: Expr) -> Name:
    """The name through which a path leads."""
    first, *further = _derivatives(path)
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
    counted = term.itself.terms if isinstance(term.itself, Add) else (term.itself,)
    return all(isinstance(each, Symbol) for each in counted) or number_of(term.itself) == 1


def _is_one_of_size(term: _Term) -> bool:
    return is_size(term.place.name) and isinstance(term.itself, Num)


def _is_padding(term: _Term) -> bool:
    if not is_size(term.place.name) or not isinstance(term.itself, Mul):
        return False
    return isinstance(term.itself.factors[0], Num)


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
    "epsilon_left_out": lambda term: name_of(term.itself) == "ε",
    "bias_left_out": _is_bias,
    "term_left_out": lambda term: True,
}


def left_out(sort: str) -> Rule:
    """The rule that leaves out the terms of one sort."""

    def rule(node: Add | Sub, place: Place) -> Candidates:
        terms = signed_terms(node)
        plain = [term for term, _ in terms]
        for k, term in enumerate(plain):
            if first_sort(_SORTS, _Term(node, plain, k, place)) == sort:
                yield joined(terms[:k] + terms[k + 1 :]), _said(sort, term)

    return rule


def _said(sort: str, term: Expr) -> dict[str, Filling]:
    """What is said of a term that was left out: of a path where it leads, else the term."""
    if sort == "path_left_out":
        return {"through": [_through(term)]}
    return {"what": term}


def _changeable(node: Add | Sub) -> range:
    """The places of the terms that may get another sign: of a difference the second alone."""
    return range(isinstance(node, Sub), len(node.parts()))


def term_doubled(node: Add | Sub, place: Place) -> Candidates:
    """a + b + b for a + b."""
    terms = signed_terms(node)
    for k in _changeable(node):
        yield joined([*terms, terms[k]]), {"what": terms[k][0]}


def term_sign(node: Add | Sub, place: Place) -> Candidates:
    """a − b for a + b, and the reverse."""
    if _is_update(node, place):
        return
    terms = signed_terms(node)
    for k in _changeable(node):
        term, minus = terms[k]
        yield joined([*terms[:k], (term, not minus), *terms[k + 1 :]]), {"what": term}


def difference_swapped(node: Sub, place: Place) -> Candidates:
    """b − a for a − b."""
    if isinstance(node.left, Num) or isinstance(node.right, Num) or _is_update(node, place):
        return
    wrong = Sub(node.right, node.left)
    yield wrong, {"right": node, "wrong": wrong}


def multiplied(node: Add | Sub, place: Place) -> Candidates:
    """a·b for a + b, and for a − b."""
    terms = node.parts()
    for k, (one, other) in enumerate(pairwise(terms)):
        product = one * other
        changed = total_of([*terms[:k], product, *terms[k + 2 :]])
        yield changed, {"right": node.rebuilt((one, other)), "wrong": product}


def inputs_exchanged(node: Add, place: Place) -> Candidates:
    """w₁·x₂ + w₂·x₁ for w₁·x₁ + w₂·x₂: two factors of the same part exchanged between two terms."""
    products = [(k, term) for k, term in enumerate(node.terms) if isinstance(term, Mul) and len(term.factors) == 2]
    for (i, one), (k, other) in combinations(products[:MOST_PRODUCTS], 2):
        (a, b), (c, d) = one.factors, other.factors
        if isinstance(b, Symbol) and part(b.name) == part(name_of(d)):
            terms = list(node.terms)
            terms[i], terms[k] = Mul((a, d)), Mul((c, b))
            yield Add(terms), {"one": b, "other": d}


def _is_update(node: Expr, place: Place) -> bool:
    """Whether a sum moves a number to its next value: w + Δw, x − α·g."""
    parts = node.parts()
    if node is not place.root or len(parts) != 2:
        return False
    before, change = map(renewed, map(name_of, parts))
    return before == renewed(place.name) != change


def step_up(node: Add | Sub | Neg, place: Place) -> Candidates:
    """w + η·g for w − η·g: the step goes against what is wanted."""
    if isinstance(node, Neg):
        if place.name.role is Role.CHANGE:
            yield node.inner, {"what": Symbol(place.name.of_name)}
    elif _is_update(node, place):
        before, (change, minus) = signed_terms(node)
        yield joined([before, (change, not minus)]), {"what": before[0]}


def mean_for_sum(node: Add, place: Place) -> Candidates:
    """(a + b)/2 for a + b."""
    count = len(node.terms)
    if node is not place.root or out_of(place.name) or _is_update(node, place):
        return
    yield Div(node, Num(str(count))), {"n": count}
