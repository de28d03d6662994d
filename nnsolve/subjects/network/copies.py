"""The same steps for another sample or another round: every name moved there, earlier names exchanged."""

from __future__ import annotations

from collections.abc import Callable, Container

from ...formula.expr import Expr, Symbol, replaced
from ...formula.marks import AnyMark, Change, Mark, Names, Partial
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
    copies = []
    for section in sections:
        blocks = [_block(block, at, exchange, brief) for block in section.blocks]
        copies.append(Section(title(section.title), blocks))
    return copies


def _block(block: Block, at: At, exchange: dict[Name, Expr], brief: bool) -> Block:
    steps = []
    for step in block.steps:
        reason = None if brief else step.reason
        steps.append(Step(step.name.moved(at), replaced(step.formula, exchange), reason))
        exchange[step.name] = Symbol(steps[-1].name)
    intro = None if brief else block.intro
    return Block(block.title, steps, intro, block.goal.moved(at) if block.goal else None, block.table)


def sample_title(number: int) -> Callable[[Says], Says]:
    """A title that names the sample."""
    return lambda title: Says("training_of_sample", n=number, title=title)


def sample_number(epoch: int, sample: int) -> str:
    """The number of a sample as a page prints it, with that of its epoch behind the first."""
    return str(sample) if epoch == 1 else f"{epoch},{sample}"


def visit_title(epoch: int, number: int) -> Callable[[Says], Says]:
    """A title that names the sample, and an epoch behind the first."""
    of_sample = sample_title(number)
    if epoch == 1:
        return of_sample
    return lambda title: Says("training_of_epoch", n=epoch, title=of_sample(title))


def sample_mark(names: Names, bare: Name, number: int | str, parameters: Container[str]) -> AnyMark:
    """How the copy of the step ``bare`` for a sample is printed: with the sample's number above.

    A parameter in a derivative belongs to no sample.
    """
    mark = names.mark(bare)
    if isinstance(mark, Partial):
        below = mark.bottom if bare.by in parameters else numbered(mark.bottom, number)
        return Partial(numbered(mark.top, number), below)
    return numbered(mark, number)


def numbered(mark: AnyMark, number: int | str) -> AnyMark:
    """A mark with a number above; of a derivative above its top, of a change above what changes."""
    if isinstance(mark, Partial):
        return Partial(numbered(mark.top, number), mark.bottom)
    if isinstance(mark, Change):
        return Change(numbered(mark.inner, number))
    if not isinstance(mark, Mark):
        return mark
    return Mark(mark.base, mark.sub, f"{mark.sup},{number}" if mark.sup else str(number), mark.primed)
