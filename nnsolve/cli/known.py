"""What is known of one activation: ``nnsolve advise softplus``."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..formula.activations import Activation
from ..formula.activations.entry import Facts, Sentence, X
from ..formula.expr import Expr, Symbol
from ..names import Name, Role
from ..words import WORDS


def of_activation(entry: Activation) -> Iterator[tuple[str, str]]:
    """Its formula or pieces, its range and greatest slope, what takes it to PyTorch: each with a heading."""
    letters = [Symbol(Name(Role.OPTION, letter)) for letter in entry.parameters]
    if entry.function.definition is not None:
        yield "Formula", _written(entry.function.definition, letters)
    for piece in entry.pieces if entry.function.definition is None else ():
        yield "Formula", f"{_written(piece.formula, letters)}, where {WORDS[piece.says].format(name='x')}"
    facts = entry.facts() if not entry.parameters else None
    if facts is not None:
        yield from _of_range(facts)
    if entry.torch:
        yield "In PyTorch", entry.torch.format(*entry.parameters)
    if entry.spellings:
        yield "Other names", ", ".join(entry.spellings)


def _written(formula: Callable[..., Expr], letters: list[Symbol]) -> str:
    from ..formula.marks import Names
    from ..render.text_notation import FlatNotation

    return FlatNotation(Names()).write(formula(X, *letters))


def _of_range(facts: Facts) -> Iterator[tuple[str, str]]:
    outputs = f"{facts.ends[0]}{facts.low}, {facts.high}{facts.ends[1]}"
    yield "Outputs", f"{outputs}. {WORDS[facts.centred]}"
    if facts.steepest:
        yield "Greatest slope", f"{facts.steepest}, {_where(facts.at)}"


def _where(place: Sentence | None) -> str:
    """Where the greatest slope is reached."""
    return WORDS[place.key].format(text=place.text) if place else "which it only comes near"


def snippet(entry: Activation) -> str:
    """A problem file about it."""
    name = entry.name
    if entry.example:
        name += f"({entry.example.partition(' or ')[0]})"
    return "\n".join(["kind: activation", f"activation: {name}", "at: [-2, 0, 2]"])
