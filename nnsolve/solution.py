"""A solution: an ordered list of steps in blocks and sections, with what a page says besides."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, overload

from .evaluation import evaluate, valued
from .formula.expr import Expr, as_expr, symbols
from .formula.marks import Names
from .formula.numbers import unsigned
from .formula.rounding import FULL, Rounding
from .given import clash
from .names import Name
from .steps import Column, Filling, Says, Statement, Step, names_of

if TYPE_CHECKING:
    from .evaluation import Givable
    from .formula.numbers import Value
    from .resolver import Resolver


# A row of a table: Ref, Says, number, formula, text or Mark; and the values of steps: numbers, arrays, sizes, formulas.
Row = list[Any]
Values = dict[Name, Any]


class Block:
    """Steps that belong together under a heading: a neuron, a layer, the chain that leads to one gradient.

    Where ``goal`` names a step, its formula is stated before the others, as the chain rule is. ``intro`` is a sentence
    above the steps, ``table`` a table below them. Of more steps than ``longest`` the first and the last are shown
    unless the page is written in full. ``room`` counts the rows that are left empty below, to write in.
    """

    __slots__ = ("goal", "intro", "longest", "room", "steps", "table", "title")

    def __init__(
        self,
        title: Says | None = None,
        steps: list[Step] | None = None,
        intro: Says | None = None,
        goal: Name | None = None,
        table: Table | None = None,
        longest: int | None = None,
        room: int = 0,
    ):
        self.title, self.steps, self.intro = title, steps if steps is not None else [], intro
        self.goal, self.table, self.longest, self.room = goal, table, longest, room

    def shown(self, full: bool) -> list[Step | None]:
        """The steps that are printed; None stands for those left out."""
        if full or self.longest is None or len(self.steps) <= self.longest:
            return list(self.steps)
        return [*self.steps[: self.longest - 1], None, self.steps[-1]]


class Section:
    """A part of the page with a rule above it."""

    __slots__ = ("title", "blocks")

    def __init__(self, title: Says, blocks: list[Block] | None = None):
        self.title, self.blocks = title, blocks if blocks is not None else []

    @property
    def steps(self) -> list[Step]:
        """The steps of all blocks in the order of writing."""
        return [step for block in self.blocks for step in block.steps]


def steps_of(sections: Iterable[Section]) -> list[Step]:
    """The steps of all sections in the order of writing."""
    return [step for section in sections for step in section.steps]


class Ref:
    """A table cell that holds the value of a step or of a given name, or one entry (row, column) of a matrix."""

    __slots__ = ("entry", "name")

    def __init__(self, name: Name, entry: tuple[int, int] | None = None):
        self.name, self.entry = name, entry

    def of(self, values: Values) -> Any:
        """The value of the cell, given those of all names."""
        value = values[self.name]
        return value if self.entry is None else value[self.entry]


def refs(names: Iterable[Name]) -> list[Ref]:
    """Cells that hold the values of these names."""
    return [Ref(name) for name in names]


def cells(names: Iterable[Name], there: Container[Name]) -> list[Ref | str]:
    """Cells that hold the values of these names; empty for those that are not ``there``."""
    return [Ref(name) if name in there else "" for name in names]


def named(names: Iterable[Name]) -> list[Says]:
    """Columns under these names."""
    return [Says("page_name", name=name) for name in names]


class Rows(Sequence[Row]):
    """The rows of a long run: they are made whenever they are wanted, and not kept.

    ``made(first, last)`` gives the rows from number ``first`` on, up to before ``last``; the few ``samples`` hold what
    the cells may be: where all are numbers, of each column the one that is nearest to 0.
    """

    __slots__ = ("length", "made", "samples")

    def __init__(self, length: int, made: Callable[[int, int], Iterator[Row]], samples: list[Row]):
        self.length, self.made, self.samples = length, made, samples

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[Row]:
        return self.made(0, self.length)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, int):
            number = range(self.length)[index]
            return next(self.made(number, number + 1))
        numbers = range(self.length)[index]
        if not numbers:
            return []
        if numbers.step < 0:
            return self[numbers[-1] : numbers[0] + 1 : -numbers.step][::-1]
        return list(islice(self.made(numbers[0], numbers[-1] + 1), 0, None, numbers.step))


def cut(rows: Sequence[Row], columns: int) -> Sequence[Row]:
    """The first columns of all rows."""
    if not isinstance(rows, Rows):
        return [row[:columns] for row in rows]
    made, samples = rows.made, [row[:columns] for row in rows.samples]
    return Rows(len(rows), lambda first, last: (row[:columns] for row in made(first, last)), samples)


class Table:
    """A table: what stands above the columns, and rows of cells (Ref, Says, number, formula, text or Mark).

    Of more than ``longest`` rows the first and the last are shown unless the page is written in full. ``title`` stands
    above the table at the end of a solution, in every format; a table in a block has the block's.
    """

    __slots__ = ("columns", "longest", "note", "rows", "title")

    def __init__(
        self,
        columns: Sequence[Says],
        rows: Sequence[Row],
        note: Says | None = None,
        longest: int = 60,
        title: Says | None = None,
    ):
        self.columns, self.rows, self.note, self.longest, self.title = columns, rows, note, longest, title

    @classmethod
    def of(cls, columns: Mapping[Says, Iterable[object]], longest: int = 60, title: Says | None = None) -> Table:
        """A table by its columns, all of one length."""
        rows = map(list, zip(*columns.values(), strict=True))
        return cls(list(columns), list(rows), longest=longest, title=title)

    def titles(self) -> list[Says]:
        """What stands above the columns."""
        return list(self.columns)

    def keys(self) -> list[str]:
        """The names of the columns for programs."""
        return [_called(column) for column in self.columns]

    @property
    def samples(self) -> Sequence[Row]:
        """Rows that tell what all rows may hold: all of them, but for those of a long run."""
        return self.rows.samples if isinstance(self.rows, Rows) else self.rows

    @property
    def names(self) -> set[Name]:
        """The steps and given numbers whose values stand in the cells."""
        return {cell.name for row in self.samples for cell in row if isinstance(cell, Ref)}

    def shown(self, full: bool) -> Sequence[Row]:
        """The rows that are printed; a row of one … stands for those left out."""
        if full or len(self.rows) <= self.longest:
            return self.rows
        return [*self.rows[: self.longest - 2], ["…"], self.rows[-1]]


def _called(column: Says) -> str:
    """The name of a column for programs: its own, else the name that stands above it."""
    if isinstance(column, Column):
        return column.name
    named = column.args.get("name")
    return named if isinstance(named, str) else column.key


class Unfolded:
    """All passes of a run up to some results, as steps without anything taken out of a table, and what they are given.

    Where a pass has branches the formulas choose (:class:`.formula.expr.Chosen`).
    """

    __slots__ = ("given", "steps")

    def __init__(self, steps: list[Step], given: Mapping[Name, Expr]):
        self.steps, self.given = steps, given


class Part:
    """A question of a paper: its heading, its solution, and the marks that the paper gives it, if it says so."""

    __slots__ = ("marks", "solution", "title")

    def __init__(self, title: Says, solution: Solution, marks: Expr | None = None):
        self.title, self.solution, self.marks = title, solution, marks


def not_unfolded(names: Collection[Name]) -> Unfolded | None:
    """There is nothing that runs."""
    return None


class Solution:
    """A worked solution.

    ``given``: the numbers the problem gives, as formulas without names, and the values of what the page does not write
    out but begins with. ``asked``: names of steps the problem asks for, in its order; empty where it asks for
    everything. ``answers``: what to report in that case. ``layout`` is 'worked' (stacked fractions, × between numbers),
    'dotted' (· between them) or 'compact' (one line a formula).
    ``check`` says what was checked.
    ``synonyms`` are a kind's own words for its names; ``held`` are names of single entries of matrices.
    ``results`` holds values by name that the same steps gave when they were run again and again (epochs).
    ``symbolic`` says that there are no numbers: only formulas are printed. A paper
    has ``parts``, each a solution of its own, and ``lines`` of text under its title. ``statement`` is what an exam
    would print: sentences, and tables of data between them; the given numbers and what is asked follow them.
    """

    def __init__(
        self,
        kind: str,
        title: str = "",
        subtitle: str = "",
        given: Mapping[Name, Givable] | None = None,
        given_rows: Iterable[list[Name]] = (),
        sections: Iterable[Section] = (),
        names: Names | None = None,
        rounding: Rounding = FULL,
        asked: Iterable[Name] = (),
        answers: Iterable[Name] = (),
        table: Table | None = None,
        notes: Iterable[Says] = (),
        check: Says | None = None,
        layout: str = "worked",
        detail: str = "full",
        source: str = "",
        results: Mapping[Name, Value] | None = None,
        symbolic: bool = False,
        parts: Iterable[Part] = (),
        lines: Iterable[str] = (),
        statement: Iterable[Says | Table] = (),
        synonyms: Mapping[str, Name] | None = None,
        held: Mapping[Name, Ref] | None = None,
    ):
        self.kind, self.title, self.source = kind, title, source
        self.subtitle = "" if _repeats(title, subtitle) else subtitle
        self.given: dict[Name, Givable] = dict(given or {})
        self.given_rows = list(filter(None, given_rows))
        self.sections = list(sections)
        self.names = names or Names()
        self.rounding = rounding
        self.asked = list(asked)
        self.reported = list(answers)
        self.table, self.notes, self.check = table, list(notes), check
        self.layout, self.detail = layout, detail
        self.results = dict(results or {})
        self.symbolic = symbolic
        self.parts, self.lines = list(parts), list(lines)
        self._check_names()
        self.statement = list(statement)
        self.synonyms = dict(synonyms or {})
        self.held = dict(held or {})
        self.blank = False  # whether results are left blank, to be filled in
        self.plots = False  # whether pages with pictures show plots as well
        self.problem: Any = None  # the problem, where nnsolve.solve has solved one: pictures are drawn from it
        self.unfold: Callable[[Collection[Name]], Unfolded | None] = not_unfolded  # a run up to these results
        self.beyond: Callable[[Collection[Name]], Unfolded | None] = not_unfolded  # and what others would go on with
        self.unsure: list[Name] = []  # steps with a difference that is taken for 0 and cannot be proved to be
        self._values: Values | None = None
        self._resolver: Resolver | None = None

    def _check_names(self) -> None:
        """Raises ClashError where a step has the name of another step or of a given number."""
        taken = set(self.given)
        for step in self.steps:
            if type(step) is Statement:
                continue
            if step.name in taken:
                raise clash(step.name)
            taken.add(step.name)

    @property
    def steps(self) -> list[Step]:
        """All steps in the order of writing, which is the order of evaluation."""
        return steps_of(self.sections)

    @property
    def values(self) -> Values:
        """The value of every given name and every step under the solution's own rounding."""
        if self.symbolic:
            return {}
        if self._values is None:
            found = evaluate(self.steps, self.rounding, self.given, self.names, self.unsure)
            self._values = found | {name: unsigned(value) for name, value in self.results.items()}
        return self._values

    @property
    def remarks(self) -> list[Says]:
        """The notes, and what computing and rounding the values adds to them."""
        said = list(self.notes)
        if any(map(self.rounding.vanishes, self._printed())):
            said.append(Says("page_note_small"))
        if self.unsure:
            said.append(Says("page_note_unsure", names=few(self.unsure)))
        return said

    def _printed(self) -> Iterator[object]:
        """The values of steps and the numbers in tables, if they are not rounded themselves."""
        if self.rounding.carry:
            return
        for step in self.steps:
            yield self.values.get(step.name)
        tables = [block.table for section in self.sections for block in section.blocks]
        for table in filter(None, [self.table, *tables]):
            for row in table.samples:
                yield from row

    @property
    def resolver(self) -> Resolver:
        """What texts mean among the names of this solution."""
        if self._resolver is None:
            from .resolver import Resolver

            results = [step.name for step in self.steps if type(step) is not Statement]
            self._resolver = Resolver([*results, *self.results], self.given, self.names, self.synonyms)
        return self._resolver

    @property
    def answers(self) -> Values:
        """What the problem asked for, by canonical name; all results where it asked for nothing."""
        names = self.asked or self.reported or names_of(self.steps)
        return {name: self.values.get(name) if self.symbolic else self.values[name] for name in names}


def _repeats(title: str, subtitle: str) -> bool:
    """Whether a subtitle stands in the title already, as words of its own."""
    return bool(re.search(rf"(?<!\w){re.escape(subtitle)}(?!\w)", title, re.IGNORECASE))


# Names in a sentence under the page.
MOST_NAMED = 6


def few(names: Iterable[str]) -> list[str]:
    """Names without repetitions, to be listed in a sentence; … stands for those after the first."""
    listed: list[str] = list(dict.fromkeys(names))
    return listed if len(listed) <= MOST_NAMED else [*listed[: MOST_NAMED - 1], "…"]


def needed(sections: list[Section], names: Iterable[Name], whole: Collection[Section] = ()) -> list[Section]:
    """The sections with only the steps that lead to ``names``; a block's table goes with the steps that it shows.

    Of a table that is a row of given numbers those that are used stay. Sections that are ``whole`` stay as they are.
    """
    wanted: set[Name] = set(names)
    made = set(names_of(steps_of(sections)))
    kept: list[Section] = []
    for section in reversed(sections):
        if section in whole:
            kept.append(section)
            _want(section.steps, wanted)
            continue
        blocks = [_needed(block, wanted, made) for block in reversed(section.blocks)]
        there = [block for block in blocks if block is not None]
        if there:
            kept.append(Section(section.title, there[::-1]))
    left_out = made - wanted
    for section in kept:
        for block in section.blocks:
            if block.table and block.table.names & left_out:
                block.table = None
    return kept[::-1]


def _want(steps: Iterable[Step], wanted: set[Name]) -> None:
    """These steps are wanted, and what they use."""
    for step in steps:
        wanted.add(step.name)
        wanted.update(symbols(step.formula))


def _needed(block: Block, wanted: set[Name], made: Collection[Name]) -> Block | None:
    """What is ``wanted`` of a block; what that uses is wanted as well. None where nothing is."""
    steps = []
    for step in reversed(block.steps):
        if step.name in wanted:
            wanted.update(symbols(step.formula))
            steps.append(step)
    if steps:
        first = steps[-1]
        if first.shows == "numbers":  # the step above it that has the formula may be left out
            steps[-1] = Step(first.name, first.formula, first.reason)
        return Block(block.title, steps[::-1], block.intro, block.goal, block.table, block.longest)
    table = _row_of_given(block.table, wanted, made)
    return Block(block.title, [], block.intro, table=table) if table else None


def _row_of_given(table: Table | None, wanted: Collection[Name], made: Collection[Name]) -> Table | None:
    """What is wanted of a table that is one row of numbers that no step has made."""
    if table is None or len(table.rows) != 1:
        return None
    columns, cells = [], []
    for column, cell in zip(table.columns, table.rows[0], strict=False):
        if isinstance(cell, Ref) and cell.name in wanted and cell.name not in made:
            columns.append(column)
            cells.append(cell)
    return Table(columns, [cells], table.note) if cells else None


__all__ = [
    "FULL",
    "Block",
    "Column",
    "Filling",
    "Ref",
    "Rounding",
    "Rows",
    "Says",
    "Section",
    "Solution",
    "Statement",
    "Step",
    "Table",
    "Unfolded",
    "as_expr",
    "cells",
    "cut",
    "evaluate",
    "names_of",
    "refs",
    "valued",
]
