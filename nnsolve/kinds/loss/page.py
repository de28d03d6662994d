"""The page of a problem of losses: probabilities of logits, the terms of each loss, its derivatives, one table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from ...formula.marks import Mark
from ...names import Name
from ...solution import Block, Column, Ref, Says, Section, Step, Table, evaluate
from ...working import Working
from .gradients import Gradients
from .losses import Losses
from .terms import Data, Terms

_SMALL = 5  # so few samples are all written out


def write(page: Working, losses: Losses):
    """The samples that are written out on the whole page, and all of them where they are asked for."""
    data = losses.data
    for letter in ("t", data.entered):
        page.row(data.given(letter))
    page.marks |= _marks(page, losses)
    for gradients in losses.gradients.values():
        page.marks |= {chain: gradients.partial(chain, page.names.mark) for chain in gradients.chains}
    page.brief(_once(_sections(losses, _shown(losses), False)))
    page.add(_once(_sections(losses, data.samples(), True)), shown=False)
    values = evaluate(page.steps, page.rounding, page.given)
    page.results = {step.name: values[step.name] for step in page.steps}
    page.answers += _answers(losses)
    page.synonyms = _synonyms(losses)
    if data.count * data.width > 1:
        page.table(_table(losses))


# Names


def _marks(page: Working, losses: Losses) -> dict[Name, Mark]:
    """How everything is printed: y and ŷ for targets and predictions, L for the terms of a loss."""
    data, stems = losses.data, page.names.stems
    marks: dict[Name, Mark] = {}
    letters = {"t": stems.get("t", "y"), "o": stems.get("out", "ŷ"), "z": stems.get("net", "z")}
    for i, j in data.places():
        for letter, shown in letters.items():
            marks[data.name(letter, i, j)] = Mark(shown, _sub(i, j, data, letter))
    for terms in losses.terms:
        marks |= _marks_of_terms(terms, data)
    return marks


def _marks_of_terms(terms: Terms, data: Data) -> dict[Name, Mark]:
    """How a loss, its sum, its mean and its terms are printed."""
    marks = {terms.name: Mark(terms.loss.label), terms.sum: Mark("ΣL")}
    marks[terms.mean] = Mark("MSE" if terms.put == "root mean" else "mean L")
    if not terms.single:
        marks |= {terms.term(i): Mark("L", str(i)) for i in data.samples()}
    if data.width > 1:
        marks |= {terms.element(i, j): Mark("L", _sub(i, j, data, "o")) for i, j in data.places()}
    return marks


def _sub(i: int, j: int, data: Data, letter: str) -> str:
    """The digits below a letter."""
    wide = data.targets.width if letter == "t" else data.width
    if wide == 1:
        return str(i)
    return f"{i}{j}" if data.count < 10 and wide < 10 else f"{i},{j}"


def _synonyms(losses: Losses) -> dict[str, Name]:
    """What losses, their terms and predictions are called besides."""
    data, found = losses.data, losses.data.called()
    chosen = [terms.loss.name for terms in losses.terms]
    for terms in losses.terms:
        found[terms.loss.shown] = terms.name
        if chosen.count(terms.loss.name) == 1:
            found[terms.loss.name] = terms.name
        if terms.single:
            found[terms.numbered(1)] = terms.name
    if len(losses.terms) == 1:
        (only,) = losses.terms
        found |= {f"L{i}": only.term(i) for i in data.samples()} | only.put_together()
    return found


def _answers(losses: Losses) -> Iterator[Name]:
    """The losses, their terms and their gradients."""
    yield from (terms.name for terms in losses.terms)
    for terms in losses.terms:
        if not terms.single:
            yield from map(terms.term, losses.data.samples())
        if terms.name in losses.gradients:
            yield from losses.gradients[terms.name].names.values()


# Sections


def _shown(losses: Losses) -> range:
    """The samples that are written out."""
    samples, shown = losses.data.samples(), losses.problem.shown
    return samples if len(samples) <= _SMALL and shown >= 3 else samples[:shown]


def _sections(losses: Losses, shown: range, every: bool) -> Iterator[Section]:
    """The sections with the samples of ``shown``, and with ``every`` derivative of these."""
    if losses.before:
        yield Section(Says("loss_probabilities"), [Block(None, losses.before[i]) for i in shown])
    for terms in losses.terms:
        yield Section(Says("loss_of", text=terms.loss.shown), _blocks(losses.data, terms, shown))
        gradients = losses.gradients.get(terms.name)
        if gradients:
            blocks = _slopes(losses, gradients, shown, every)
            yield Section(Says("loss_derivative", text=terms.loss.shown), blocks)


def _blocks(data: Data, terms: Terms, shown: range) -> list[Block]:
    """The terms of the samples that are written out, and how they are put together."""
    written = terms.samples[: len(shown)]
    several = any(len(steps) > 1 for steps in written)
    blocks = _together(written, several)
    rest = Says("loss_rest") if 0 < len(shown) < data.count else None
    if rest or several:
        blocks.append(Block(None, list(terms.ending), rest))
    else:
        blocks[-1].steps += terms.ending
    return [block for block in blocks if block.steps]


def _together(written: Sequence[Sequence[Step]], several: bool) -> list[Block]:
    """The samples as blocks; those of one line each stand together."""
    if several:
        return [Block(None, list(steps)) for steps in written]
    return [Block(None, list(chain.from_iterable(written)))]


def _slopes(losses: Losses, gradients: Gradients, shown: range, every: bool) -> list[Block]:
    """The derivatives of the samples that are written out; of chains, or beside other losses, of the first one."""
    if not shown:
        return []
    plain = gradients.plain
    if not every and (len(losses.terms) > 1 or not plain):
        shown = shown[:1]
    blocks = list(chain.from_iterable(gradients.blocks[i] for i in shown))
    if plain:  # one line each: they stand together
        blocks = _together([block.steps for block in blocks], several=False)
    if len(shown) < losses.data.count:
        blocks.append(Block(None, [], Says("loss_other_slopes")))
    return blocks


def _once(sections: Iterable[Section]) -> list[Section]:
    """Sections in which no step is written a second time: σ′ of a logit serves all losses."""
    seen: set[str] = set()
    found = []
    for section in sections:
        blocks = list(_new(section.blocks, seen))
        if blocks:
            found.append(Section(section.title, blocks))
    return found


def _new(blocks: Iterable[Block], seen: set[str]) -> Iterator[Block]:
    """Blocks without the steps that were seen, and those that are a sentence alone."""
    for block in blocks:
        steps = [step for step in block.steps if step.name not in seen]
        seen.update(step.name for step in steps)
        if steps or (block.intro and not block.steps):
            yield Block(block.title, steps, block.intro, block.goal, block.table)


# The end


def _table(losses: Losses) -> Table:
    """A row a sample (or an output of one): target, prediction, and the term and derivative of every loss."""
    data = losses.data
    columns: list = [Column("loss_sample", "loss_column_sample")]
    if data.width > 1:
        columns.append(Column("loss_output", "loss_column_output"))
    columns += [Column("loss_target", "loss_column_target"), Column("loss_prediction", "loss_column_prediction")]
    for terms in losses.terms:
        columns.append(Says("loss_column_term", name=terms.name))
        if terms.name in losses.gradients:
            columns.append(Says("loss_column_slope", name=terms.name, what=data.entered.replace("o", "ŷ")))
    rows = [_row(losses, i, j) for i, j in data.places()]
    return Table(columns, rows, title=Says("page_table_terms"))


def _row(losses: Losses, i: int, j: int) -> list:
    """The j-th output of the i-th sample; what belongs to the whole sample stands in its first row."""
    data, first = losses.data, j == 1
    row: list = [i if first else ""]
    if data.width > 1:
        row.append(j)
    own = first or data.targets.width > 1
    row.append(Ref(data.name("t", i, j)) if own else "")
    row.append(Ref(data.name("o", i, j)))
    for terms in losses.terms:
        row.append(_term(terms, i, j))
        if terms.name in losses.gradients:
            row.append(Ref(losses.gradients[terms.name].names[data.name(data.entered, i, j)]))
    return row


def _term(terms: Terms, i: int, j: int) -> Ref | str:
    """The term of an output; that of a whole sample stands in its first row."""
    if terms.data.width > 1 and not terms.loss.entry.rows:
        return Ref(terms.element(i, j))
    return Ref(terms.term(i)) if j == 1 else ""
