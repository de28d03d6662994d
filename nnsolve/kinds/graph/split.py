"""From a formula to its elementary operations: one node each, in the order in which a person computes them."""

from __future__ import annotations

from ...formula.expr import Add, Call, Expr, Mul, Num, Symbol, symbols
from ...names import Name, Role


def holds_names(formula: Expr) -> bool:
    """Whether a formula depends on anything."""
    return next(symbols(formula), None) is not None


def _key(formula: Expr) -> str:
    """The same text for the same formula, and for no other."""
    if isinstance(formula, Symbol):
        return f"${formula.name}"
    if isinstance(formula, Num):
        return formula.text
    name = formula.function.name if isinstance(formula, Call) else type(formula).__name__
    return f"{name}({','.join(map(_key, formula.parts()))})"


class Splitter:
    """Collects nodes: name → formula of one operation over inputs, nodes and numbers.

    With ``merge`` a part that stands several times is one node; ``shared`` counts how often it was used again. Nodes
    that nobody named are called #1, #2, … until names are given to them; ``nameless`` lists them.
    """

    def __init__(self, merge: bool):
        self.merge = merge
        self.nodes: dict[Name, Expr] = {}
        self.shared: dict[Name, int] = {}
        self.nameless: list[Name] = []
        self._known: dict[str, Name] = {}

    def add(self, name: Name, formula: Expr) -> None:
        """Adds a node with a name of its own, and the nodes it needs before it."""
        self.keep(name, self.operation(formula))

    def keep(self, name: Name, formula: Expr) -> None:
        """Adds a node as it is written."""
        self.nodes[name] = formula
        self._known.setdefault(_key(formula), name)

    def last(self, formula: Expr) -> Name:
        """Adds the nodes of a formula; returns the name of the last one."""
        return self._placed(self.operation(formula))

    def operation(self, formula: Expr) -> Expr:
        """The last operation of a formula over names; what stands below it becomes nodes."""
        if isinstance(formula, Symbol):
            return formula
        if isinstance(formula, (Add, Mul)):  # of several terms the first two are taken first
            terms = list(formula.parts())
            left = self.part(terms[0])
            for term in terms[1:-1]:
                both = type(formula)((left, self.part(term)))
                left = Symbol(self._placed(both)) if holds_names(both) else both
            return type(formula)((left, self.part(terms[-1])))
        return formula.rebuilt(tuple(self.part(part) for part in formula.parts()))

    def part(self, formula: Expr) -> Expr:
        """An operand: a name, or a number with whatever is written around it."""
        if isinstance(formula, Symbol) or not holds_names(formula):
            return formula
        return Symbol(self._placed(self.operation(formula)))

    def _placed(self, formula: Expr) -> Name:
        key = _key(formula)
        if self.merge and key in self._known:
            name = self._known[key]
            self.shared[name] = self.shared.get(name, 0) + 1
            return name
        name = Name(Role.OUT, f"#{len(self.nameless) + 1}")
        self.nameless.append(name)
        self.nodes[name] = formula
        self._known[key] = name
        return name
