"""The course of one optimiser: its rounds as steps for the page, and all of them in the loop."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from ...formula.expr import Expr, Symbol, size, symbols
from ...formula.marks import Mark
from ...formula.marks import written as spelt
from ...formula.parse import plain_number
from ...formula.rounding import Rounding
from ...given import Given
from ...names import Name, Role
from ...runs.body import Body
from ...runs.iterations import Iteration, Trace, trace, unsettled
from ...runs.rounds import Round, Spoken, jump, usual_words
from ...solution import Block, Says, Step, Table, evaluate, named, refs
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
        body = self.move(2)
        used: set[Name] = set()
        for step in body.steps:
            used.update(symbols(step.formula))
        return list(body.carried), used

    def _states(self) -> dict[Name, Expr]:
        found: dict[Name, Expr] = {}
        for state, initial in self.entry.states.items():
            value = self.settings.numbers.get(initial) or plain_number(initial)
            count = 1 if state.startswith(SHARED) else len(self.variables)
            for variable in self.variables[:count]:
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
        for stem, value in self.states.items():
            given[first.old(stem)] = value
        return given

    # Steps

    def round(self, names: Round) -> list[list[Step]]:
        """The steps of a round: its rate, the points and gradients, then for each variable its update."""
        shared: dict[str, Symbol] = {}
        first, points = self.settings.rate.steps(names, names.number - 1), {}
        updates: list[Update] = []
        for name in self.variables:
            update = Update(self.settings, names, partial(self.stem, name), name, names.number == 1, shared)
            points[name] = self._look(update)
            first += update.steps
            update.steps = []
            updates.append(update)
        first += self.source.steps(names, self.stem, points.__getitem__)
        for update in updates:
            self.entry.write(update)
        return [first, *[update.steps for update in updates]]

    def _look(self, update: Update) -> Name:
        """Where the gradient by a variable is taken: at the variable, unless the optimiser looks elsewhere."""
        found = self.entry.look(update) if self.entry.look else None
        return found.name if found is not None else update.theta.name

    def steps(self, names: Round) -> list[Step]:
        """All steps of a round, one after the other."""
        found: list[Step] = []
        for part in self.round(names):
            found += part
        return found

    def lines(self, number: int) -> list[Step]:
        """What a round computes, and the function where it leads; of number 0 the function at the start."""
        if number > self.trace.count:
            return []
        moved = self.steps(self.names(number)) if number else []
        return [*moved, *self.value(self.names(number + 1), new=False)]

    def move(self, number: int) -> Body:
        """A round with bare names, for the loop."""
        loop = Round(number, self.settings.run, loop=True)
        steps = self.steps(loop)
        made = {loop.new(stem): stem for stem in self.stems}
        return Body(steps, {made[step.name]: step.name for step in steps})

    def value(self, names: Round, new: bool = True) -> list[Step]:
        """The function after a round, or at its beginning."""
        name = names.new if new else names.old
        formula = self.source.value(name)
        if formula is None or self.source.name is None:
            return []
        return [Step(name(self.source.name), formula)]

    def run(self, count: int, rounding: Rounding):
        """All rounds by the same steps. Raises EvaluationError where the first one has no value."""
        given = dict(self.given | self.source.given)
        values = evaluate([], rounding, given)
        for stem in (*self.variables, *self.states):
            start = self.names(1).old(stem)
            values[stem], given[stem] = values[start], given[start]
        listed = len(self.settings.rate.listed)
        period = self.source.different
        kept: dict[tuple, Body] = {}

        def move(number: int) -> Body:
            key = (number == 1, (number - 1) % period, min(number, listed))
            if key not in kept:
                kept[key] = self.move(number)
            return kept[key]

        look = Body(self.value(Round(1, self.settings.run, loop=True), new=False), {})
        watched = dict.fromkeys([*self.variables, *self.states, *self.written, *[step.name for step in look.steps]])
        self.trace = trace(Iteration(look, move), values, list(watched), count, rounding, given)
        if self.trace.count < 1:
            first = self.names(1)
            evaluate([*self.value(first, new=False), *self.steps(first), *self.value(first)], rounding, given)

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
            letter, number = self.letter(stem), names.number
            if stem.of == "μnext":
                number += 1
            self.marks[names.old(stem)] = mark_of(letter, number - 1, stem.by)
            self.marks[names.new(stem)] = mark_of(letter, number, stem.by)

    def constants(self) -> dict[Name, Mark]:
        """Marks for the numbers that do not change."""
        numbers = [name for name in self.given if name.role in (Role.RATE, Role.OPTION)]
        return {name: mark_of(self.letter(name), None) for name in numbers}

    def every_mark(self) -> dict[Name, Mark]:
        """Marks for all that has one so far, and for what stands for all rounds."""
        fixed = {self.names(1).fixed(stem): self.head(stem) for stem in self.stems}
        return self.constants() | self.marks | fixed

    @property
    def title(self) -> str:
        """What the optimiser is called among others."""
        number = self.settings.run.removeprefix(self.entry.name)
        return f"{self.entry.title} {number}".strip() if number.isdigit() else self.entry.title

    def reached(self, number: int) -> dict[Name, Name]:
        """What has a value after a round: its name without the number, and its name there, which gets its mark."""
        names = self.names(number + 1)
        self.mark(self.names(max(number, 1)))
        return {names.fixed(stem): names.old(stem) for stem in self.trace.named(number)}

    def offers(self, texts: Iterable[str]) -> Spoken:
        """Its values that the texts may ask for."""
        return Spoken(texts, self.trace.count, self.reached)

    def final(self, stem: Name) -> float:
        """A value after all rounds."""
        return float(self.trace.at(self.trace.count)[stem])

    def words(self) -> dict[str, Name]:
        """What its last values are called besides, and the first that it makes."""
        firsts = self.reached(min(1, self.trace.count))
        renewed = {}
        for stem in map(self.names(1).fixed, self.written):
            if stem in firsts:
                renewed[stem] = firsts[stem]
        return usual_words(self.reached(self.trace.count), renewed)

    def last(self) -> list[Name]:
        """The parameters after all rounds, and the function there."""
        end = self.names(self.trace.count + 1)
        return list(map(end.old, self.reported))

    def told_apart(self, names: list[Name]) -> dict[str, Name]:
        """The names of this optimiser by how they are printed beside those of others: x₁₀(Adam)."""
        told = {}
        for name in names:
            if name.at.run == self.settings.run:
                printed = spelt(self.marks[name])
                told[f"{printed}({self.title})"] = name
        return told

    @property
    def cost(self) -> int:
        """The nodes of formulas that one round walks through."""
        steps = [*self.move(2).steps, *self.value(Round(1, loop=True))]
        return sum(size(step.formula) for step in steps)

    def columns(self) -> list[Name]:
        """What the table shows: of one optimiser of one parameter all that it keeps."""
        if self.several or len(self.variables) > 1:
            return self.reported
        kept = []
        for stem in (self.stem(self.variables[0], "g"), *self.states):
            if stem in self.trace.watched and stem not in SHARED_NAMES:
                kept.append(stem)
        return [*kept, *self.reported]

    def head(self, stem: Name) -> Mark:
        """What a value is printed as where it stands for all rounds."""
        return mark_of(self.letter(stem), None, stem.by)

    def heading(self, stem: Name) -> Says:
        """The title of a column."""
        name = self.names(1).fixed(stem)
        if self.several:
            return Says("opt_column", title=self.title, name=name)
        return Says("page_name", name=name)

    def says(self) -> list[Says]:
        """The sentences that name the conventions in which books differ, and the round that has no value."""
        key = "opt_preset_but" if self.settings.own else "opt_preset"
        found = [self.settings.said(key, self.title), *unsettled(self.trace)]
        if self.trace.broken:
            found.append(Says("opt_broken", title=self.title, count=self.trace.broken))
        return found

    def numbers(self) -> Table:
        """The options and the beginning of the states, beside each other."""
        names = [*self.constants(), *map(self.names(1).old, self.states)]
        return Table(named(names), [refs(names)])

    def write(self, page: Working, first: int, asked: Iterable[int]):
        """The start, the ``first`` rounds, those that are ``asked`` for and the last one in full."""
        start, last = self.value(self.names(1), new=False), self.trace.count
        if self.several and (self.constants() or self.states):
            page.section(Says("opt_start", title=self.title), Block(None, start, table=self.numbers()))
        elif start:
            page.section(Says("gd_start", title=self.title), Block(None, start))
        written = {0, *range(1, min(first, last) + 1), last, *asked}
        for number in sorted(written - {0}):
            self.write_round(page, number, number - 1 in written)

    def write_round(self, page: Working, number: int, follows: bool):
        """One round in full; where the one before is not written, its results are given."""
        names = self.names(number)
        parts = self.round(names)
        self.mark(names)
        blocks = [Block(None, part) for part in (*parts, self.value(names)) if part]
        if self._is_short(parts):
            steps = [*self.steps(names), *self.value(names)]
            blocks = [Block(None, steps)]
        if not follows:
            before = self.trace.at(number - 1)
            kept = [*self.variables, *self.states]
            self.given |= {names.old(stem): before[stem] for stem in kept}
            blocks.insert(0, jump([names.old(stem) for stem in kept]))
        page.section(Says("opt_round", title=self.title, count=number), *blocks)

    def _is_short(self, parts: list[list[Step]]) -> bool:
        """Whether a round stands in one block: of one variable, or of one line for each."""
        return len(self.variables) == 1 or all(len(part) == 1 for part in parts[1:])
