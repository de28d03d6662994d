"""The course of one optimiser: its rounds as steps for the page, and all of them in the loop."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...formula.expr import Expr, size, symbols
from ...formula.marks import Mark
from ...formula.marks import written as spelt
from ...formula.parse import plain_number
from ...formula.rounding import Rounding
from ...names import Name, Role
from ...runs.rounds import Round, Trace, jump, numbered, trace, usual_words
from ...solution import Block, Given, Ref, Says, Step, Table, evaluate
from ..descent.names import mark_of
from ..descent.rate import RATE
from .update import SHARED, Settings, Update

if TYPE_CHECKING:
    from ...working import Working
    from .gradients import FromFunction, FromList


# What an update may write besides its states.
WRITTEN = ("g", "gλ", "ahead", "c", "Δ")
# What all parameters share; no parameter and no function can have these names.
SHARED_NAMES = ("P", "μ", "μnext", "rate")
_GRADIENTS = ("g", "gλ")


class Course:
    """One optimiser on one source of gradients; ``several`` where it stands beside others. Its ``trace`` is of all
    rounds, once they were run.
    """

    trace: Trace

    def __init__(
        self, settings: Settings, source: FromFunction | FromList, start: dict[Name, Expr], several: bool = False
    ):
        self.several = several
        self.settings, self.source, self.entry = settings, source, settings.entry
        self.variables, self.start = source.variables, start
        self.reported = [*self.variables, source.name] if source.name else [*self.variables]
        kept = {*self.entry.states, *self.entry.marks, *WRITTEN, RATE}
        self.single = len(self.variables) == 1 and not kept & {*self.reported}
        self.stems: dict[Name, None] = dict.fromkeys((RATE, *self.reported))
        self.marks: dict[Name, Mark] = dict(source.marks)
        self.written, used = self._written()
        self.states = {stem: initial for stem, initial in self._states().items() if stem in used}
        self.given = self._given(used)
        self.mark(self.names(1))

    def anew(self, several: bool) -> Course:
        """The same course before any of its rounds is written."""
        return Course(self.settings, self.source, self.start, several)

    def names(self, number: int) -> Round:
        """The names of a round on the page."""
        return Round(number, self.settings.run)

    def stem(self, variable: Name, state: str) -> Name:
        """The name of a state of a variable without its number."""
        shared = state.startswith(SHARED)
        word = state.removeprefix(SHARED)
        role = Role.GRADIENT if word in _GRADIENTS else Role.STATE
        stem = Name(role, word, "" if shared or self.single else variable)
        self.stems.setdefault(stem)
        return stem

    def _written(self) -> tuple[list[Name], set[Name]]:
        """What a round after the first writes, and the names in its formulas."""
        steps, loop = self.move(2), Round(2, self.settings.run, loop=True)
        made = {loop.new(stem): stem for stem in self.stems}
        return [made[step.name] for step in steps], {name for step in steps for name in symbols(step.formula)}

    def _states(self) -> dict[Name, Expr]:
        found: dict[Name, Expr] = {}
        for state, initial in self.entry.states.items():
            value = self.settings.numbers.get(initial) or plain_number(initial)
            for variable in self.variables[:1] if state.startswith(SHARED) else self.variables:
                found[self.stem(variable, state)] = value
        return found

    def _given(self, used: set[Name]) -> Given:
        first = self.names(1)
        given = Given({first.old(name): value for name, value in self.start.items()})
        given |= self.settings.rate.given(first)
        for option, value in self.settings.numbers.items():
            name = self.settings.letter(option)
            if name in used:
                given[name] = value
        return given | {first.old(stem): value for stem, value in self.states.items()}

    # Steps

    def round(self, names: Round) -> list[list[Step]]:
        """The steps of a round: its rate, the points and gradients, then for each variable its update."""
        shared: dict = {}
        updates = [
            Update(self.settings, names, partial(self.stem, v), v, names.number == 1, shared) for v in self.variables
        ]
        looks = [self.entry.look(update) for update in updates] if self.entry.look else []
        points = {v: look.name for v, look in zip(self.variables, looks, strict=False) if look is not None}
        first = self.settings.rate.steps(names, names.number - 1) + [
            step for update in updates for step in update.steps
        ]
        for update in updates:
            update.steps = []
        first += self.source.steps(names, self.stem, lambda v: points.get(v) or names.old(v))
        for update in updates:
            self.entry.write(update)
        return [first, *[update.steps for update in updates]]

    def move(self, number: int) -> list[Step]:
        """The steps of a round with bare names, for the loop."""
        return [step for part in self.round(Round(number, self.settings.run, loop=True)) for step in part]

    def value(self, names: Round, new: bool = True) -> list[Step]:
        """The function after a round, or at its beginning."""
        name = names.new if new else names.old
        formula = self.source.value(name)
        return [] if formula is None else [Step(name(self.source.name), formula)]

    def run(self, count: int, rounding: Rounding):
        """All rounds by the same steps. Raises EvaluationError where the first one has no value."""
        given = dict(self.given | self.source.given)
        values = evaluate([], rounding, given)
        for stem in (*self.variables, *self.states):
            values[stem] = values[self.names(1).old(stem)]
            given[stem] = given[self.names(1).old(stem)]
        listed = len(self.settings.rate.listed)
        period = self.source.different
        kept: dict[tuple, list[Step]] = {}

        def moves(number: int) -> list[Step]:
            key = (number == 1, (number - 1) % period, min(number, listed))
            if key not in kept:
                kept[key] = self.move(number)
            return kept[key]

        look = self.value(Round(1, self.settings.run, loop=True), new=False)
        stems = list(dict.fromkeys([*self.variables, *self.states, *self.written, *[step.name for step in look]]))
        self.trace = trace(look, moves, values, stems, count, rounding, given)
        if self.trace.count < 1:
            first = self.names(1)
            steps = [step for part in self.round(first) for step in part]
            evaluate([*self.value(first, new=False), *steps, *self.value(first)], rounding, given)

    # The page

    def letter(self, name: Name) -> str:
        """What a number of the optimiser is printed with under its preset; what the user names keeps its word."""
        if name.role in (Role.PARAMETER, Role.LOSS):
            return name.of
        letter = self.entry.marks.get(name.of, name.of)
        return self.entry.letters.get(self.settings.preset, {}).get(letter, letter)

    def mark(self, names: Round):
        """Marks for what stands in one round."""
        for stem in self.stems:
            for name, number in ((names.old(stem), names.number - 1), (names.new(stem), names.number)):
                self.marks[name] = mark_of(self.letter(stem), number + (stem.of == "μnext"), stem.by)

    def constants(self) -> dict[Name, Mark]:
        """Marks for the numbers that do not change."""
        numbers = [name for name in self.given if name.role in (Role.RATE, Role.OPTION)]
        return {name: mark_of(self.letter(name), None) for name in numbers}

    def every_mark(self) -> dict[Name, Mark]:
        """Marks for all that has one so far, and for what stands for all rounds."""
        return self.constants() | self.marks | {self.names(1).fixed(stem): self.head(stem) for stem in self.stems}

    @property
    def title(self) -> str:
        """What the optimiser is called among others."""
        number = self.settings.run.removeprefix(self.entry.name)
        return f"{self.entry.title} {number}".strip() if number.isdigit() else self.entry.title

    def reached(self, number: int) -> dict[str, Name]:
        """What has a value after a round: its name without the number, and its name there, which gets its mark."""
        names, values = self.names(number + 1), self.trace.at(number)
        self.mark(self.names(max(number, 1)))
        return {names.fixed(stem): names.old(stem) for stem, value in values.items() if value is not None}

    def words(self) -> dict[str, Name]:
        """What its last values are called besides, and the first that it makes."""
        made = {self.names(1).fixed(stem) for stem in self.written}
        firsts = self.reached(min(1, self.trace.count))
        renewed = {stem: name for stem, name in firsts.items() if stem in made}
        return usual_words(self.reached(self.trace.count), renewed)

    def last(self) -> list[Name]:
        """The parameters after all rounds, and the function there."""
        return [numbered(self.names(1).fixed(stem), self.trace.count) for stem in self.reported]

    def told_apart(self, names: list[Name]) -> dict[str, Name]:
        """The names of this optimiser by how they are printed beside those of others: x₁₀(Adam)."""
        own = [name for name in names if name.at.run == self.settings.run]
        return {f"{spelt(self.marks[name])}({self.title})": name for name in own}

    @property
    def cost(self) -> int:
        """The nodes of formulas that one round walks through."""
        return sum(map(size, (step.formula for step in (*self.move(2), *self.value(Round(1, loop=True))))))

    def columns(self) -> list[Name]:
        """What the table shows: of one optimiser of one parameter all that it keeps."""
        if self.several or len(self.variables) > 1:
            return self.reported
        kept = [stem for stem in (self.stem(self.variables[0], "g"), *self.states) if stem in self.trace.watched]
        return [*[stem for stem in kept if stem not in SHARED_NAMES], *self.reported]

    def head(self, stem: Name) -> Mark:
        """What a value is printed as where it stands for all rounds."""
        return mark_of(self.letter(stem), None, stem.by)

    def heading(self, stem: Name) -> Says:
        """The title of a column."""
        name = self.names(1).fixed(stem)
        if self.several:
            return Says("opt_column", title=self.title, name=name)
        return Says("name", name=name)

    def says(self) -> list[Says]:
        """The sentences that name the conventions in which books differ, and the round that has no value."""
        said = Says(
            "opt_preset_but" if self.settings.own else "opt_preset",
            title=self.title,
            preset=Says(f"opt_preset_{self.settings.preset}"),
        )
        for option in self.entry.says:
            said = Says("opt_and", first=said, more=Says(f"opt_{option}_{self.settings.words[option]}"))
        broken = self.trace.broken
        return [said, Says("opt_broken", title=self.title, count=broken)] if broken else [said]

    def numbers(self) -> Table:
        """The options and the beginning of the states, beside each other."""
        names = [*self.constants(), *map(self.names(1).old, self.states)]
        return Table([Says("name", name=name) for name in names], [[Ref(name) for name in names]])

    def write(self, page: Working, first: int, asked: list[int | None]):
        """The start, the ``first`` rounds, those that are ``asked`` for and the last one in full."""
        start, last = self.value(self.names(1), new=False), self.trace.count
        if start or self.several:
            title = Says("opt_start" if self.several else "gd_start", title=self.title)
            page.section(title, Block(None, start, table=self.numbers() if self.several else None))
        written = {0, *range(1, min(first, last) + 1), last, *asked} - {None}
        for number in sorted(written - {0}):
            self.write_round(page, number, number - 1 in written)

    def write_round(self, page: Working, number: int, follows: bool):
        """One round in full; where the one before is not written, its results are given."""
        names = self.names(number)
        parts = self.round(names)
        self.mark(names)
        blocks = [Block(None, part) for part in (*parts, self.value(names)) if part]
        if len(self.variables) == 1 or all(len(part) == 1 for part in parts[1:]):
            blocks = [Block(None, [step for block in blocks for step in block.steps])]
        if not follows:
            before = self.trace.at(number - 1)
            kept = [*self.variables, *self.states]
            self.given |= {names.old(stem): before[stem] for stem in kept}
            blocks.insert(0, jump([names.old(stem) for stem in kept]))
        page.section(Says("opt_round", title=self.title, count=number), *blocks)
