"""The other conventions that a problem might have been set with: loss, update, rounding, what is frozen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..formula.expr import Add, Expr, Neg, Sub, Symbol
from ..formula.losses import LOSSES
from ..reading.schema import Choice, Flag, Record
from ..render.text_notation import FlatNotation
from ..solution import Says
from ..words.marking import WORDS

# Fields that change the page or the way and not the values, or that make another problem of it.
PAGE = "detail notation style method kind naming symbolic again memoisation follow_through letter by exact merge"
OTHERS = (
    "derivation gradient jacobian identities matrix distance log form mode gate strict model schedule early_stopping"
)
_SKIPPED = {*PAGE.split(), *OTHERS.split()}
_SUMS = {"sum": "Σ", "mean": "1/n·Σ", "half mean": "1/(2n)·Σ"}


class Convention:
    """Another choice: the sentence part that names it, and the keys of the problem that it replaces."""

    __slots__ = ("overrides", "says")

    def __init__(self, says: Says, overrides: dict[str, str]):
        self.says, self.overrides = says, overrides


def alternatives(problem, decimals: int | None = None) -> Iterator[Convention]:
    """The single other choices that a problem leaves open; ``decimals``: those that most answers are written to."""
    if getattr(problem, "error", None) is not None:
        for name, loss in LOSSES.items():
            if name != problem.error.name and not loss.parameters:
                yield Convention(_loss(name), {"loss": name})
    yield from _frozen(problem)
    yield from _of_optimiser(problem)
    for key, field in type(problem).fields().items():
        if key not in _SKIPPED and key != "rounding":
            yield from _of_field(key, field, getattr(problem, key, None), "")
    if decimals is not None:
        for key, cut in (("convention_rounded", "false"), ("convention_cut", "true")):
            rounding = f"{{decimals: {decimals}, carry: true, truncate: {cut}}}"
            yield Convention(Says(key + "_one" * (decimals == 1), n=decimals), {"rounding": rounding})


def _said(key: str, value: str, written: str) -> Says:
    """The name of one choice; where the table of words has none, as it stands in the file."""
    known = f"convention_{key}_{re.sub(r'[^a-z0-9]+', '_', value.lower())}"
    return Says(known) if known in WORDS else Says("convention_key", text=f"{written}: {value}")


def _frozen(problem) -> Iterator[Convention]:
    if not hasattr(problem, "freeze"):
        return
    biases = list(problem.net.biases) if problem.net else []
    if problem.freeze:
        yield Convention(Says("convention_freeze_nothing"), {"freeze": "[]"})
    if biases and set(problem.freeze) != set(biases):
        yield Convention(Says("convention_freeze_biases"), {"freeze": "[" + ", ".join(biases) + "]"})


def _loss(name: str) -> Says:
    """A loss by its formula, E = Σ(t − o)², and its name."""
    loss = LOSSES[name]
    try:
        term: Expr = loss.term.definition(Symbol("t"), Symbol("o"))
    except TypeError:  # of one argument, or of several branches
        return Says("convention_loss_named", name_=name)
    notation = FlatNotation(_plain_names())
    text = notation.write(term).replace("1/2·", "½")
    text = f"({text})" if isinstance(term, (Add, Sub, Neg)) else text
    return Says("convention_loss", text=f"E = {_SUMS[loss.mean]}{text}", name_=name)


def _plain_names():
    from ..formula.marks import Names

    return Names()


def _of_field(key: str, field, value, above: str) -> Iterator[Convention]:
    """The other words of a choice, and the other of yes and no, also one level down."""
    type_, path = field.type, f"{above}.{key}" if above else key
    shown = path.replace(".", ": ")
    if isinstance(type_, Choice) and isinstance(value, str):
        for word in type_.words:
            if word != value:
                yield Convention(_said(key, word, shown), {path: word})
    elif isinstance(type_, Flag) and isinstance(value, bool):
        word = "false" if value else "true"
        yield Convention(_said(key, word, shown), {path: word})
    elif isinstance(value, Record) and not above:
        for inner, part in type(value).fields().items():
            yield from _of_field(inner, part, getattr(value, inner, None), key)


def _of_optimiser(problem) -> Iterator[Convention]:
    """The presets are fields; here are the words among the options of a single optimiser."""
    chosen = getattr(problem, "optimizer", None)
    if not chosen or len(chosen) != 1:
        return
    entry, words, numbers = chosen[0].entry, chosen[0].words, chosen[0].numbers
    written = {name: repr(number) for name, number in numbers.items()} | words
    for name, option in entry.options.items():
        for word in getattr(option, "words", None) or ():
            if words.get(name) != word:
                inner = ", ".join(f"{key}: {value}" for key, value in {**written, name: word}.items())
                yield Convention(_said(name, word, name), {"optimizer": f"{{{entry.name}: {{{inner}}}}}"})
