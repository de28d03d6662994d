"""What a name is printed as: a letter with its indices, a derivative, an entry, a change, a function of something."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ...formula.marks import Applied, Change, Direct, Mark, Partial, Place
from .binding import P

if TYPE_CHECKING:
    from ...formula.marks import AnyMark
    from ..notation import Notation


def marked(notation: Notation[P], mark: AnyMark) -> P:
    """A mark as a piece."""
    write = _WRITERS.get(type(mark))
    if write is not None:
        return write(notation, mark)
    assert isinstance(mark, Mark)  # as all others are
    return notation.mark(mark)


def _direct(notation: Notation[P], mark: Direct) -> P:
    top = notation.join([notation.sign("direct"), marked(notation, mark.top)])
    return notation.partial(top, marked(notation, mark.bottom))


def _partial(notation: Notation[P], mark: Partial) -> P:
    return notation.partial(marked(notation, mark.top), marked(notation, mark.bottom))


def _place(notation: Notation[P], mark: Place) -> P:
    return notation.join([marked(notation, mark.inner), notation.mark(Mark(mark.index))])


def _change(notation: Notation[P], mark: Change) -> P:
    return notation.join([notation.sign("change"), marked(notation, mark.inner)])


def _applied(notation: Notation[P], mark: Applied) -> P:
    inner = [marked(notation, mark.argument)]
    if mark.less:
        inner.insert(0, notation.sign("less"))
    return notation.join([marked(notation, mark.function), notation.bracket(notation.join(inner))])


_WRITERS: dict[type, Callable[..., Any]] = {
    Direct: _direct,
    Partial: _partial,
    Place: _place,
    Change: _change,
    Applied: _applied,
}
