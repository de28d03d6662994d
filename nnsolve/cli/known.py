"""What is known of one activation or loss: ``nnsolve advise softplus``."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..formula.activations import Activation
from ..formula.activations.entry import Facts, Sentence, X
from ..formula.expr import Expr, Symbol
from ..formula.losses import Loss
from ..names import Name, Role
from ..words import WORDS


def of_activation(entry: Activation) -> Iterator[tuple[str, str]]:
    """Its formula or pieces, its range and greatest slope, what takes it to PyTorch: each with a heading."""
    letters = [Symbol(Name(Role.OPTION, letter)) for letter in entry.parameters]
    if entry.function.definition is not None:
        yield "Formula", _written(entry.function.definition, letters)
    else:
        for piece in entry.pieces:
            yield "Formula", f"{_written(piece.formula, letters)}, where {WORDS[piece.says].format(name='x')}"
    facts = entry.facts() if not entry.parameters else None
    if facts is not None:
        yield from _of_range(facts)
    if entry.torch:
        yield "In PyTorch", entry.torch.format(*entry.parameters)
    if entry.spellings:
        yield "Other names", ", ".join(entry.spellings)


def _written(formula: Callable[..., Expr], letters: list[Symbol]) -> str:
    return _printed(formula(X, *letters))


def _printed(formula: Expr) -> str:
    from ..formula.marks import Names
    from ..render.text_notation import FlatNotation

    return FlatNotation(Names()).write(formula)


def _of_range(facts: Facts) -> Iterator[tuple[str, str]]:
    outputs = f"{facts.ends[0]}{facts.low}, {facts.high}{facts.ends[1]}"
    yield "Outputs", f"{outputs}. {WORDS[facts.centred]}"
    if facts.steepest:
        yield "Greatest slope", f"{facts.steepest}, {_where(facts.at)}"


def _where(place: Sentence | None) -> str:
    """Where the greatest slope is reached."""
    return WORDS[place.key].format(text=place.text) if place else "which it only comes near"


def activation_file(entry: Activation) -> str:
    """A problem file about it."""
    name = entry.name
    if entry.example:
        name += f"({entry.example.partition(' or ')[0]})"
    return "\n".join(["kind: activation", f"activation: {name}", "at: [-2, 0, 2]"])


# How terms become the loss.
_PUT = {
    "sum": "the sum of all terms",
    "mean": "the mean of all terms",
    "half mean": "half the mean of all terms",
    "root mean": "the root of the mean of all terms",
    "product": "the product of all terms",
    "": "the sum of all terms in a network; over data their mean, or what reduction: says",
}


def of_loss(entry: Loss) -> Iterator[tuple[str, str]]:
    """Its term, how terms are put together, what it takes, where it can stand: each with a heading."""
    if entry.term is not None and entry.term.definition is not None:
        yield "Term", _term(entry.term.definition, entry)
    yield "Loss", _PUT[entry.put]
    if entry.parameters:
        yield "In brackets", entry.example or " or ".join(entry.ways)
    if entry.logits:
        yield "Output activation", entry.logits
    yield "In networks", "yes" if entry.term is not None else "no; kind loss computes it of targets and predictions"
    if entry.spellings:
        yield "Other names", ", ".join(entry.spellings)


def _term(definition: Callable[..., Expr], entry: Loss) -> str:
    """The term of a target t and an output o; of a label the output alone."""
    target, output = Symbol(Name(Role.TARGET, "t")), Symbol(Name(Role.OUT, "o"))
    letters = [Symbol(Name(Role.OPTION, letter)) for letter in entry.parameters]
    given = [output] if entry.targets == "class" else [target, output, *letters]
    return _printed(definition(*given))
