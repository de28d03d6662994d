"""An activation as a problem file writes it: a name, a name with numbers in brackets, or a formula in x."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from ..errors import EvaluationError, listing, nearest
from ..formula.activations import ACTIVATIONS, Activation, listed
from ..formula.expr import Expr, Symbol, calls, replaced
from ..formula.functions import Function
from ..formula.parse import ParseError, parse
from ..names import Name, Role
from .known import either
from .literals import Range
from .schema import Schema, bracketed_number, constant
from .yamlfile import Node

if TYPE_CHECKING:
    from ..formula.expr import Call
    from ..formula.numbers import Numeric
    from .yamlfile import Faults

# What takes the slope that an activation learns: its name, its number at the start, and where they are written.
Learn = Callable[[Name, Expr, Node], None]


def named(text: str) -> tuple[str, str | None]:
    """A name and what stands in brackets behind it: ``leaky relu(0.01)`` → ('leaky relu', '0.01')."""
    text = text.strip()
    name, bracket, rest = text.partition("(")
    return (name.strip(), rest[:-1]) if bracket and rest.endswith(")") else (text, None)


def activation_names() -> list[str]:
    """The activations that a file may name."""
    return [*listed(), "softmax"]


def activation_schema() -> Schema:
    """A name of the table, perhaps with numbers in brackets, or a formula."""
    return either(activation_names(), {"type": "string"})


class Choice:
    """An activation that was read and can be given to units; of softmax, which is none of a single unit, the name."""

    __slots__ = ("name", "function", "args", "learned")

    def __init__(self, name: str, function: Function | None, args: tuple[Expr, ...] = (), learned: Name | None = None):
        self.name, self.function, self.args, self.learned = name, function, args, learned

    @property
    def unit(self) -> Function:
        """The function of a single unit."""
        assert self.function is not None, "softmax is of a whole layer"
        return self.function


def canonical(name: str, table: Iterable[str], spellings: Mapping[str, str]) -> str:
    """The name in the table that ``name`` means, whatever its case, hyphens and underscores; '' where none."""
    plain = " ".join(name.lower().replace("_", " ").replace("-", " ").split())
    for known in (*table, *spellings):
        if plain == known.replace("-", " ").replace("_", " "):
            return spellings.get(known, known)
    return ""


def read_activation(node: Node, faults: Faults, learn: Learn | None = None) -> Choice | None:
    """The activation written at ``node``; faults are noted at its place.

    ``learn`` is told the slope that a PReLU learns: its name, its number at the start, and where they are written.
    """
    if node.text is None:
        return faults.add(node, "expected an activation, such as sigmoid, leaky relu(0.01) or a formula in x")
    word, numbers = named(node.text)
    name = canonical(word, (*ACTIVATIONS, "softmax"), ACTIVATIONS.spellings)
    if numbers and re.search(r"\bx\b(?! *=)", numbers):  # tanh(x) names the activation, tanh(2*x) is a formula
        name, numbers = (name, None) if numbers.strip() == "x" else ("", numbers)
    if name == "softmax":
        return Choice("softmax", None)
    if name == "relu" and numbers:
        name = "relu at 0"
    if name:
        return _from_table(ACTIVATIONS[name], numbers, node, faults, learn)
    if re.search(r"\bx\b", node.text):
        return _written(node, faults)
    known = activation_names()
    hint = nearest(word, tuple(known))
    return faults.add(node, f"no such activation; known: {listing(known, 40)}, or a formula in x.{hint}")


# What the number in the brackets must be, where pieces and facts hold for such numbers alone.
_POSITIVE = Range(above=0)


def _from_table(
    entry: Activation, written: str | None, node: Node, faults: Faults, learn: Learn | None
) -> Choice | None:
    """An activation of the table with its numbers; PReLU's has a name, since it is learned."""
    given = [part.strip() for part in written.split(",")] if written and written.strip() else []
    if len(given) != len(entry.parameters):
        return faults.add(node, _how_to_write(entry))
    args: list[Expr] = []
    for text in given:
        label, _, value = text.rpartition("=")
        number = _number(entry, value, node, faults)
        if number is None:
            return None
        if entry.learned:
            return _learning(entry, label.strip(), number, node, faults, learn)
        if label:
            return faults.add(node, f"write the number alone: {entry.name}({value.strip()})")
        args.append(number)
    return Choice(entry.name, entry.function, tuple(args))


def _how_to_write(entry: Activation) -> str:
    """How an activation is written, where it has too many or too few numbers behind it."""
    if not entry.parameters:
        return f"{entry.name} takes no numbers"
    more = f", for example {entry.name}({entry.example})" if entry.example else ""
    wanted = ", ".join(entry.parameters)
    return f"write {entry.name}({wanted}){more}; the number is a convention that books differ on"


def _number(entry: Activation, text: str, node: Node, faults: Faults) -> Expr | None:
    """One number in the brackets, within the range of its activation."""
    try:
        number = bracketed_number(text)
    except ParseError as error:
        return faults.add(node, f"expected a number in the brackets: {error}")
    if entry.positive and constant(number) not in _POSITIVE:
        return faults.add(node, f"expected {_POSITIVE.words} in the brackets of {entry.name}")
    return number


def _learning(
    entry: Activation, label: str, number: Expr, node: Node, faults: Faults, learn: Learn | None
) -> Choice | None:
    """PReLU, whose slope is a parameter."""
    if learn is None:
        return faults.add(node, "PReLU learns its slope, and nothing is learned here; write leaky relu(0.25)")
    if not label:
        return faults.add(node, "PReLU learns its slope: name it, such as prelu(a=0.25)")
    slope = Name(Role.PARAMETER, label)
    learn(slope, number, node)
    return Choice(entry.name, entry.function, (Symbol(slope),), slope)


def _written(node: Node, faults: Faults) -> Choice | None:
    """An activation that the user writes as a formula in x."""
    try:
        formula = parse(node.shown, ("x",))
    except ParseError as error:
        return faults.add(node, f"expected an activation or a formula in x: {error}")
    return Choice("f", user_function(formula, ("x",), "f"))


def _from_border(call: Call, values: Mapping[str, float]) -> Numeric:
    """How far a call is from the border of its function."""
    from ..formula.numbers import DOUBLES

    border = call.function.border
    assert border is not None, "only functions with a border are asked"
    return border(*[arg.evaluate(values, DOUBLES) for arg in call.args])


def user_function(formula: Expr, names: tuple[str, ...], name: str) -> Function:
    """A function from a formula over ``names``; SymPy differentiates it when a slope is first asked for."""
    from ..formula.numbers import DOUBLES, least

    def value(*numbers: float) -> Numeric:
        return formula.evaluate(dict(zip(names, map(float, numbers), strict=True)), DOUBLES)

    def slope(variable: str) -> Callable[[tuple[Expr, ...], Expr], Expr]:
        found: list[Expr | None] = []

        def write(args: tuple[Expr, ...], out: Expr) -> Expr:
            if not found:
                from ..formula.symbolic import derivative

                found.append(derivative(formula, variable))
            if found[0] is None:
                raise EvaluationError(
                    "the derivative of this formula cannot be written with the functions of the table"
                )
            return replaced(found[0], dict(zip(names, args, strict=True)))

        return write

    bordered = [call for call in calls(formula) if call.function.border]

    def border(*numbers: float) -> Numeric:
        """The distance to the nearest border of the functions in the formula."""
        values = dict(zip(names, numbers, strict=True))
        return least([_from_border(call, values) for call in bordered])

    return Function(
        name,
        value,
        tuple(slope(variable) for variable in names),
        border=border if bordered else None,
        definition=lambda *args: replaced(formula, dict(zip(names, args, strict=True))),
        says="network_is_written",
        slope_says="network_slope_written",
    )
