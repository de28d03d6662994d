"""What goes wrong in a sum: a term left out, doubled or with the wrong sign, a product written as a sum."""

from __future__ import annotations

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


def _sort(node: Expr, k: int, place: Place) -> str:
    """Which slip it is to leave out the k-th term of a sum or difference."""
    terms = signed_terms(node)
    term = terms[k][0]
    if isinstance(node, Add) and is_path(term) and sum(is_path(other) for other, _ in terms) > 1:
        return "path_left_out"
    counted = isinstance(term, Symbol) or (isinstance(term, Num) and term.value == 1)
    if is_count(place.name) and counted and k and isinstance(terms[0][0], Mul):
        return "biases_left_out"
    if is_size(place.name) and isinstance(term, Num):
        return "one_left_out"
    if is_size(place.name) and isinstance(term, Mul) and isinstance(term.factors[0], Num):
        return "padding_left_out"
    if isinstance(term, Symbol):
        if term.name == "ε":
            return "epsilon_left_out"
        beside = any(isinstance(other, (Mul, Add, MatMul)) for other, _ in terms)
        if beside and (is_bias(term.name) or out_of(place.name)):
            return "bias_left_out"
    return "term_left_out"


def left_out(sort: str) -> Rule:
    """The rule that leaves out the terms of one sort."""

    def rule(node, place):
        terms = signed_terms(node)
        for k, (term, _) in enumerate(terms):
            if _sort(node, k, place) == sort:
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
