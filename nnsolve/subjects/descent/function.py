"""A function of several variables as a problem file writes it, its gradient and its second derivatives in symbols."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from itertools import combinations_with_replacement
from typing import NamedTuple

from ...errors import quote
from ...formula.expr import ZERO, Call, Expr, Num, Pow, Symbol, calls, nodes, replaced, size, symbols
from ...formula.functions import CONSTANTS, FUNCTIONS, SPELLINGS, taken_for_constant
from ...formula.numbers import DOUBLES, finite
from ...formula.parse import ParseError, parse
from ...formula.partials import partials
from ...names import Name, Role, d
from ...reading.schema import Schema, Type, read_number
from ...reading.yamlfile import Faults, Node, complete_values
from .decimals import has_decimals, in_decimals

MOST_VARIABLES = 12
NAMELESS = Name(Role.PARAMETER, "")  # the one variable of a start that is a number alone
# Beyond this many nodes a formula is differentiated without looking for its shortest form.
LARGEST_SIMPLIFIED = 90
# Beyond this many nodes the shortest form is looked for only where there are no functions and no odd powers.
LARGEST_SHORTENED = 12
LARGEST_HESSIAN = 4
# So near to a kink a point that was found by doubles counts as on it.
NEAR_KINK = 1e-12

_WHOLE_POWERS = [str(power) for power in range(9)]

VARIABLE = re.compile(r"[^\W\d]\w{0,15}")
_LEFT_SIDE = re.compile(r"\s*([^\W\d]\w{0,5})\s*(?:\([^()=]*\))?\s*=")


def is_rational(formula: Expr) -> bool:
    """Whether a formula is made of sums, products, quotients and small whole powers alone."""
    return all(map(_is_rational, nodes(formula)))


def _is_rational(node: Expr) -> bool:
    if isinstance(node, Pow):
        return isinstance(node.right, Num) and node.right.text in _WHOLE_POWERS
    return not isinstance(node, Call)


def over(formula: Expr, names: Iterable[Name]) -> Expr:
    """``formula`` with the names as they are, where it holds no more than their spelling."""
    return replaced(formula, {name: Symbol(name) for name in names})


def slope(formula: Expr, name: Name) -> Expr:
    """∂formula/∂name: in SymPy's shorter form where that is found quickly, else by the chain rule as it stands."""
    if size(formula) <= LARGEST_SIMPLIFIED:
        from ...formula.symbolic import derivative

        found = derivative(formula, name, shorten=size(formula) <= LARGEST_SHORTENED or is_rational(formula))
        if found is not None:
            found = over(found, symbols(formula))
            return in_decimals(found) if has_decimals(formula) else found
    return partials(formula, formula).get(name, ZERO)


class Objective:
    """A function ``name`` of ``variables``, with ``extra`` names that the data give (columns of a table)."""

    def __init__(self, name: Name, formula: Expr, variables: list[Name], extra: tuple[Name, ...] = ()):
        self.name, self.formula, self.variables, self.extra = name, formula, variables, extra

    def slope_name(self, variable: Name) -> Name:
        """The name of the derivative by a variable."""
        return d(self.name, variable)

    @cached_property
    def gradient(self) -> dict[Name, Expr]:
        """The partial derivative by each variable."""
        return {name: slope(self.formula, name) for name in self.variables}

    @cached_property
    def signs(self) -> list[Call]:
        """The signs in the gradient, whose value at 0 is a convention."""
        found = [call for part in self.gradient.values() for call in calls(part)]
        return [call for call in found if call.function.name == "sign"]

    @property
    def kinked(self) -> bool:
        """Whether the gradient is written with signs."""
        return bool(self.signs)

    def at_kink(self, point: dict[Name, float]) -> bool:
        """Whether a sign turns at a point, so that there is no second derivative."""
        inner = [number_at(call.args[0], point) for call in self.signs]
        return any(number is not None and abs(number) < NEAR_KINK for number in inner)

    def formulas(self) -> Iterator[Expr]:
        """The function, then its partial derivatives, which are found only where they are wanted."""
        yield self.formula
        yield from self.gradient.values()

    @cached_property
    def hessian(self) -> dict[tuple[Name, Name], Expr] | None:
        """The second derivatives by the chain rule, each pair once; None of more variables than a page is worth."""
        names = self.variables
        if len(names) > LARGEST_HESSIAN:
            return None
        if max(map(size, self.gradient.values()), default=0) > 2 * LARGEST_SIMPLIFIED:
            return None
        second = {name: partials(part, part) for name, part in self.gradient.items()}
        pairs = combinations_with_replacement(names, 2)
        return {(a, b): second[a].get(b, ZERO) for a, b in pairs}

    def printed_hessian(self, point: dict[Name, float]) -> dict[tuple[Name, Name], Expr]:
        """The second derivatives as a page prints them: each in its shorter form, if that has a value at ``point``."""
        printed = dict(self.hessian or {})
        for a, b in printed:
            short = slope(self.gradient[a], b)
            if number_at(short, point) is not None:
                printed[a, b] = short
        return printed

    @property
    def cost(self) -> int:
        """The number of nodes that one evaluation of the function and its gradient walks through."""
        return size(self.formula) + sum(map(size, self.gradient.values()))

    def at(self, formula: Expr, named: Callable[[Name], Name]) -> Expr:
        """``formula`` with every variable exchanged for the name that ``named`` gives it."""
        return replaced(formula, {name: Symbol(named(name)) for name in self.variables})


def number_at(formula: Expr, point: dict[Name, float]) -> float | None:
    """The double of a formula at a point, or None where it has none."""
    try:
        value = float(formula.evaluate(point, DOUBLES))
    except (ArithmeticError, ValueError):
        return None
    return value if finite(value) else None


class Start(Type[dict[Name, Expr]]):
    """The point where the steps begin: a number for each variable, or one number where there is one variable."""

    def read(self, node: Node, faults: Faults) -> dict[Name, Expr] | None:
        if node.entries is None and node.items is None:
            value = read_number(node, faults)
            return None if value is None else {NAMELESS: value}
        if not node.entries:
            return faults.add(node, "expected a number for each variable: {x: 2, y: 3}", "")
        if len(node.entries) > MOST_VARIABLES:
            return faults.add(
                node, f"at most {MOST_VARIABLES} variables were expected; here are {len(node.entries)}", ""
            )
        found = {Name(Role.PARAMETER, name): read_number(value, faults) for name, value in node.entries.items()}
        for name, key in node.keys.items():
            if not VARIABLE.fullmatch(name):
                found[Name(Role.PARAMETER, name)] = None
                faults.add(key, "expected the name of a variable: a letter, then letters and digits")
        return complete_values(found)

    def schema(self) -> Schema:
        number: Schema = {"type": ["number", "string"]}
        return {"anyOf": [{"type": "object", "additionalProperties": number, "minProperties": 1}, number]}


def unknown_names(text: str) -> list[str]:
    """The names in a formula that are neither functions nor constants, in their order."""
    names = re.findall(r"(?<![\w.])[^\W\d]\w*", text)
    known = {*FUNCTIONS, *SPELLINGS, *CONSTANTS}
    return [name for name in dict.fromkeys(names) if name not in known]


def split_name(text: str, letter: str = "f") -> tuple[str, int]:
    """The letter of ``J(w) = …`` and where its formula begins; ``letter`` where nothing stands on the left."""
    match = _LEFT_SIDE.match(text)
    return (match[1], match.end()) if match else (letter, 0)


def read_objective(
    node: Node, start: dict, faults: Faults, extra: Collection[Name] = (), reserved: Collection[str] = ()
) -> Objective | None:
    """The function written at ``node`` over the variables of ``start``; faults are noted at their place.

    ``start`` of one nameless number takes the one name of the formula and is changed to hold it. ``reserved`` names
    cannot be variables, since the page uses them.
    """
    name, begin = split_name(node.shown)
    body = node.shown[begin:]
    if NAMELESS in start and not _name_start(node, start, body, extra, faults):
        return None
    taken = _taken(name, list(start), extra, reserved)
    if taken:
        return faults.add(node, taken.message, taken.name)
    variables = list(start)
    try:
        formula = over(parse(body, (*variables, *extra)), (*variables, *extra))
    except ParseError as error:
        place = Node(node.line, node.column + begin + error.offset + node.quoted)
        return faults.add(place, str(error), node.text)
    objective = Objective(Name(Role.LOSS, name), formula, variables, tuple(extra))
    mistaken = taken_for_constant([name, *variables, *extra], objective.formulas())
    if mistaken:
        text = "is a constant in this function or its gradient, as in e^x; choose another letter"
        return faults.add(node, f"{quote(mistaken)} {text}", mistaken)
    return objective


def _name_start(node: Node, start: dict[Name, Expr], body: str, extra: Collection[Name], faults: Faults) -> bool:
    """Gives the one number of a start the one name of the formula; notes a formula that has none, or several."""
    unknown = [each for each in unknown_names(body) if each not in extra]
    if len(unknown) != 1:
        shown = ", ".join(f"{each}: …" for each in unknown[:6]) or "x: …"
        faults.add(node, f"write start: with a number for each variable: {{{shown}}}", "")
        return False
    start[Name(Role.PARAMETER, unknown[0])] = start.pop(NAMELESS)
    return True


class _Taken(NamedTuple):
    """A name that means something else, and what is to be said of it."""

    name: str
    message: str


def _taken(function: str, variables: list[Name], extra: Collection[Name], reserved: Collection[str]) -> _Taken | None:
    """The first name of a function and its variables that the page or the formulas need for something else."""
    elsewhere = "stands for something else on this page"
    if function in reserved:
        return _Taken(function, f"{quote(function)} {elsewhere}; give the function another letter")
    for variable in variables:
        advice = "give the variable another letter"
        if variable in FUNCTIONS or variable in SPELLINGS:
            return _Taken(variable, f"{quote(variable)} names a function; {advice}")
        if variable in reserved or variable == function or variable in extra:
            return _Taken(variable, f"{quote(variable)} {elsewhere}; {advice}")
    return None
