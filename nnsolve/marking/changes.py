"""One formula changed in one place: the walk over its nodes, and what a change says about itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from ..formula.expr import ZERO, Call, Expr, Neg, Sub
from ..names import Name
from ..solution import Filling, Says, Step
from .roles import part
from .said import SENTENCES
from .told import told

if TYPE_CHECKING:
    from ..formula.marks import Names
    from ..formula.numbers import Value

# Formulas with more nodes than this are changed only in their first ones.
MOST_NODES = 300
MOST_BUILT, FEWEST_BUILT = 60_000, 20
# No formula is counted further.
MOST_COUNTED = 5000

# Functions that are changed by their name, not by their definition.
_WHOLE = {"exp", "sqrt", "abs", "sign", "floor", "ceil", "max", "min", ""}


class Change:
    """One changed formula: ``slip`` is the entry of the table, ``formula`` what stands in place of the right one.

    ``args`` fills the sentence: formulas are told by their names.
    """

    __slots__ = ("args", "formula", "name", "slip")

    def __init__(self, slip: str, name: Name, formula: Expr, args: Mapping[str, Filling]):
        self.slip, self.name, self.formula, self.args = slip, name, formula, args

    @property
    def says(self) -> Says:
        """What the student reads."""
        filled = dict(self.args)
        for key, value in self.args.items():
            if isinstance(value, Expr):
                filled[key] = told(value)
        return Says(SENTENCES[self.slip], where=[self.name], **filled)


class Surroundings:
    """What a change may look at.

    ``values`` holds the student's own number of every name, by canonical name; ``names`` all names in order, those
    given first; ``formulas`` the right formula of every step; ``marks`` how names are printed. What is worked out
    from the formulas alone is kept: ``of`` gives the same surroundings with the numbers of another student.
    """

    __slots__ = ("_roles", "formulas", "made", "marks", "names", "values")

    def __init__(
        self,
        values: Mapping[Name, Value],
        names: list[Name],
        formulas: Mapping[Name, Expr],
        marks: Names | None = None,
    ):
        self.values, self.names, self.formulas, self.marks = values, names, formulas, marks
        self.made: dict[Name, tuple[Expr, list[Change]]] = {}
        self._roles: dict[tuple, list[Name]] = {}

    def of(self, values: Mapping[Name, Value]) -> Surroundings:
        """The same solution with other numbers."""
        other = Surroundings(values, self.names, self.formulas, self.marks)
        other.made, other._roles = self.made, self._roles
        return other

    @property
    def roles(self) -> dict[tuple, list[Name]]:
        """The names by the part they play."""
        if not self._roles:
            for name in self.names:
                self._roles.setdefault(part(name), []).append(name)
        return self._roles

    def knows(self, name: str) -> bool:
        """Whether a name stands for something here."""
        return name in self.formulas or name in self.values


class Place:
    """Where a rule is at work: the step whose formula is changed, that formula with its functions written out."""

    __slots__ = ("around", "name", "root", "step")

    def __init__(self, step: Step, around: Surroundings):
        self.step, self.name, self.around = step, step.name, around
        self.root = opened(step.formula)


# What may stand in place of a node, each with what fills the sentence.
Candidates = Iterator[tuple[Expr, Mapping[str, Filling]]]
# A rule makes them of a node of its kind and its place.
Rule = Callable[..., Candidates]
# A rule with its entry of the table.
Entered = tuple[str, Rule]


def telling(change: Callable[..., Expr | None]) -> Rule:
    """The rule that says which node it changes; ``change`` gives what stands there instead, None where nothing does."""

    def rule(node: Expr, place: Place) -> Candidates:
        new = change(node)
        if new is not None:
            yield new, {"what": node}

    return rule


def instead(change: Callable[..., Expr | None]) -> Rule:
    """The rule that says what is right and what is wrong; ``change`` as for ``telling``."""

    def rule(node: Expr, place: Place) -> Candidates:
        wrong = change(node)
        if wrong is not None:
            yield wrong, {"right": node, "wrong": wrong}

    return rule


# Puts a node in the place of another, and gives the whole formula.
Put = Callable[[Expr], Expr]


def opened(formula: Expr) -> Expr:
    """``formula`` with its functions written by their definitions: ½(t − o)² for the loss, 1/(1 + e^−x) for σ."""
    parts = tuple(opened(part) for part in formula.parts())
    if isinstance(formula, Call) and formula.function.definition and formula.function.name not in _WHOLE:
        return formula.function.definition(*parts)
    return formula.rebuilt(parts)


def places(node: Expr, put: Put = lambda new: new) -> Iterator[tuple[Expr, Put]]:
    """Every node of a formula with the function that puts another in its place."""
    yield node, put
    parts = node.parts()
    for k, inner in enumerate(parts):

        def put_inside(new: Expr, k: int = k) -> Expr:
            return put(node.rebuilt((*parts[:k], new, *parts[k + 1 :])))

        yield from places(inner, put_inside)


def size(formula: Expr) -> int:
    """The number of nodes of a formula, counted up to some thousands."""
    count, stack = 0, [formula]
    while stack and count < MOST_COUNTED:
        count += 1
        stack.extend(stack.pop().parts())
    return count


def changed(
    step: Step, around: Surroundings, by_node: Mapping[type, list[Entered]], whole: list[Entered]
) -> list[Change]:
    """The changes of one formula, by the rules for each kind of node and for the formula as a whole."""
    place = Place(step, around)
    most = max(MOST_BUILT // size(place.root), FEWEST_BUILT)
    return list(islice(_made(place, by_node, whole), most))


def _made(place: Place, by_node: Mapping[type, list[Entered]], whole: list[Entered]) -> Iterator[Change]:
    for slip, rule in whole:
        for formula, args in rule(place.step.formula, place):
            yield Change(slip, place.name, formula, args)
    for node, put in islice(places(place.root), MOST_NODES):
        for slip, rule in by_node.get(type(node), ()):
            for new, args in rule(node, place):
                yield Change(slip, place.name, put(new), args)


def first_sort(sorts: Mapping[str, Callable[..., bool]], *asked: object) -> str:
    """The first of some sorts that holds; the last of them always does."""
    return next(sort for sort, holds in sorts.items() if holds(*asked))


def signed_terms(node: Expr) -> list[tuple[Expr, bool]]:
    """The terms of a sum or difference, each with whether it is taken away."""
    if isinstance(node, Sub):
        return [(node.left, False), (node.right, True)]
    return [(term, False) for term in node.parts()]


def joined(terms: list[tuple[Expr, bool]]) -> Expr:
    """The sum of terms in their order, those taken away behind a minus."""
    if not terms:
        return ZERO
    (first, minus), *further = terms
    whole: Expr = Neg(first) if minus else first
    for term, minus in further:
        whole = Sub(whole, term) if minus else whole + term
    return whole
