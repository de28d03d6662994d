"""The same steps for another sample or another round: every name moved there, earlier names exchanged."""

from __future__ import annotations

from collections.abc import Callable, Container

from ...formula.expr import Expr, Symbol, replaced
from ...formula.marks import Change, Mark, Names, Partial, Place
from ...names import At, Name
from ...solution import Block, Says, Section, Step


def copied(
    sections: list[Section], at: At, exchange: dict[Name, Expr], title: Callable[[Says], Says], brief: bool = False
) -> list[Section]:
    """Copies of ``sections`` whose steps stand ``at`` another place of the runs.

    ``exchange`` says what stands for names from outside (inputs, parameters) and learns the new names on the way.
    ``title(says)`` makes the title of a copy from that of its original. A ``brief`` copy says nothing about its steps,
    since another one has said it.
    """
    return [
        Section(title(section.title), [_block(b, at, exchange, brief) for b in section.blocks]) for section in sections
    ]


def _block(block: Block, at: At, exchange: dict[Name, Expr], brief: bool) -> Block:
    steps = []
    for step in block.steps:
        reason = None if brief else step.reason
        steps.append(Step(step.name.moved(at), replaced(step.formula, exchange), reason))
        exchange[step.name] = Symbol(steps[-1].name)
    intro = None if brief else block.intro
    return Block(block.title, steps, intro, block.goal.moved(at) if block.goal else None, block.table)


def sample_title(number: int):
    """A title that names the sample."""
    return lambda title: Says("training_of_sample", n=number, title=title)


def sample_mark(names: Names, bare: Name, number: int, parameters: Container[str]) -> Mark | Partial | Change:
    """How the copy of the step ``bare`` for a sample is printed: with the sample's number above.

    A parameter in a derivative belongs to no sample.
    """
    mark = names.mark(bare)
    if isinstance(mark, Partial):
        below = mark.bottom if bare.by in parameters else _numbered(mark.bottom, number)
        return Partial(_numbered(mark.top, number), below)
    return _numbered(mark, number)


def _numbered(mark: Mark | Partial | Place | Change, number: int):
    if not isinstance(mark, Mark):
        return mark
    return Mark(mark.base, mark.sub, f"{mark.sup},{number}" if mark.sup else str(number), mark.primed)
