"""The same steps for another sample or another round: every name under a prefix, earlier names exchanged."""

from __future__ import annotations

from ..formula.expr import Expr, Symbol, replaced
from ..solution import Block, Says, Section, Step


def copied(sections: list[Section], prefix: str, exchange: dict[str, Expr], title) -> list[Section]:
    """Copies of ``sections`` whose steps are called ``prefix + name``.

    ``exchange`` says what stands for names from outside (inputs, parameters) and learns the new names on the way.
    ``title(says)`` makes the title of a copy from that of its original.
    """
    return [
        Section(title(section.title), [_block(b, prefix, exchange) for b in section.blocks]) for section in sections
    ]


def _block(block: Block, prefix: str, exchange: dict[str, Expr]) -> Block:
    steps = []
    for step in block.steps:
        steps.append(Step(prefix + step.name, replaced(step.formula, exchange), step.reason))
        exchange[step.name] = Symbol(steps[-1].name)
    return Block(block.title, steps, block.intro, prefix + block.goal if block.goal else "", block.table)


def sample_title(number: int):
    """A title that names the sample."""
    return lambda title: Says("of_sample", n=number, title=title)
