"""What goes wrong in a GAN: ln D for ln(1 − D), the real batch for G, q above the line of D*, D of another moment.

Names say what they are: D_r1 and D_f1 are what D says of a real and of a generated sample, D_g1 where G learns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..formula.expr import ONE, Add, Call, Div, Expr, Sub, Symbol, replaced, symbols, total_of, whole
from ..formula.functions import FUNCTIONS
from ..names import Name, Role, new
from .changes import Candidates, Place, places, size
from .roles import name_of, number_of

_LN = FUNCTIONS["ln"]
_D_LOSS, _G_LOSS = Name(Role.LOSS, "D_loss"), Name(Role.LOSS, "G_loss")
_OF_D = (Name(Role.PARAMETER, "a"), Name(Role.PARAMETER, "c"))
_OF_G = ("w", "b")
# Formulas that are written out grow no further than this.
MOST_NODES = 3000


def _says(formula: Expr) -> bool:
    """Whether a formula is what D says of a sample."""
    name = name_of(formula)
    return name is not None and name.role is Role.OUT and name.of == "D"


def _other_logarithm(node: Expr) -> Expr | None:
    """ln D for ln(1 − D), ln(1 − D) for ln D; None of other nodes."""
    if not isinstance(node, Call) or node.function is not _LN:
        return None
    inner = node.args[0]
    if isinstance(inner, Sub) and number_of(inner.left) == 1 and _says(inner.right):
        return Call(_LN, inner.right)
    return Call(_LN, Sub(ONE, inner)) if _says(inner) else None


def _exchanged(formula: Expr) -> tuple[Expr, Expr, Expr] | None:
    """A formula with its first logarithm exchanged, the wrong one and the right one; None where it has none."""
    for node, put in places(formula):
        wrong = _other_logarithm(node)
        if wrong is not None:
            return put(wrong), wrong, node
    return None


def other_logarithm(formula: Expr, place: Place) -> Candidates:
    """The other logarithm in a term, or in all terms of real or of generated samples that a loss adds up."""
    if place.name.role is Role.TERM:
        found = _exchanged(formula)
        if found is not None:
            yield found[0], {"wrong": found[1], "right": found[2]}
        return
    if place.name.role is not Role.LOSS and place.name.of != "mean":
        return
    summed = _means_written_out(formula, place)
    groups: dict[str, dict[Name, tuple[Expr, Expr, Expr]]] = {}
    for name in symbols(summed):
        own = place.around.formulas.get(name) if name.role is Role.TERM else None
        found = _exchanged(own) if own is not None else None
        if found is not None:
            groups.setdefault(name.by[:1], {})[name] = found
    for group in groups.values():
        _, wrong, right = next(iter(group.values()))
        changed = {name: each for name, (each, _, _) in group.items()}
        yield replaced(summed, changed), {"wrong": wrong, "right": right}


def _means_written_out(formula: Expr, place: Place) -> Expr:
    """A formula with its two means written out."""
    means = {}
    for name in symbols(formula):
        if name.of == "mean" and name in place.around.formulas:
            means[name] = place.around.formulas[name]
    return replaced(formula, means) if means else formula


def real_for_generated(formula: Expr, place: Place) -> Candidates:
    """The mean over the real samples of what G's loss takes of those it made."""
    if place.name.role is not Role.LOSS or place.name.of != _G_LOSS or not isinstance(formula, Div | Symbol):
        return
    for name in symbols(formula):
        own = place.around.formulas.get(name)
        if name.role is Role.TERM and own is not None:
            yield from _over_real(own, place)
            return


def _over_real(term: Expr, place: Place) -> Candidates:
    """The mean of a term over what D says of the real samples."""
    said = [name for name in symbols(term) if name.of == "D"]
    others = list(filter(_of_real, place.around.names))
    if len(said) == 1 and others:
        of_real = [replaced(term, {said[0]: Symbol(other)}) for other in others]
        yield Div(total_of(of_real), whole(len(of_real))), {}


def _of_real(name: Name) -> bool:
    """Whether a name is what D says of a real sample."""
    return name.role is Role.OUT and name.of == "D" and name.by[:1] == "r"


def other_share(node: Div, place: Place) -> Candidates:
    """q/(p + q) for p/(p + q)."""
    if place.name.of != "Dstar" or not isinstance(node.right, Add):
        return
    for part in node.right.terms:
        if name_of(part) != name_of(node.left):
            yield Div(part, node.right), {"wrong": part, "right": node.left}


# D of another moment


def _written_out(formula: Expr, place: Place) -> Expr | None:
    """A formula down to what is given and to renewed parameters; None where it grows too large."""
    while True:
        inner = {}
        for name in symbols(formula):
            own = place.around.formulas.get(name)
            if own is not None and name.role is not Role.NEW:
                inner[name] = own
        if not inner:
            return formula
        formula = replaced(formula, inner)
        if size(formula) > MOST_NODES:
            return None


def _is_of_g(name: Name) -> bool:
    """Whether a step belongs to what G learns from, or is what becomes of it."""
    if name.role in (Role.NEW, Role.CHANGE):
        return name.of in _OF_G
    if name.role is Role.PARTIAL:
        return name.of == _G_LOSS
    return name == _G_LOSS or name.by[:1] == "g" or name.of in ("minimax", "nonsat")


def _at_another_moment(changed: Callable[[], Iterator[tuple[Name, Name]]]) -> Callable[..., Candidates]:
    """The rule that puts the parameters of D at another moment in place of those that belong."""

    def rule(formula: Expr, place: Place) -> Candidates:
        if not place.around.knows(_G_LOSS) or not _is_of_g(place.name):
            return
        out = _written_out(formula, place)
        if out is None:
            return
        used = set(symbols(out))
        others = {right: Symbol(wrong) for right, wrong in changed() if right in used and place.around.knows(wrong)}
        if others:
            yield replaced(out, others), {}

    return rule


def _olds() -> Iterator[tuple[Name, Name]]:
    for name in _OF_D:
        yield new(name), name


def _news() -> Iterator[tuple[Name, Name]]:
    for name in _OF_D:
        yield name, new(name)


d_before_update = _at_another_moment(_olds)
d_after_update = _at_another_moment(_news)
