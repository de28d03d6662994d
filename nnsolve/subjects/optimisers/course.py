"""The course of one optimiser: its rounds as steps for the page, and all of them in the loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.expr import Expr, size, symbols
from ...formula.marks import Mark
from ...formula.marks import written as spelt
from ...formula.rounding import Rounding
from ...names import Name, Role
from ...reading.schema import number_text
from ...solution import Block, Given, Ref, Says, Section, Step, Table, evaluate
from ..descent.names import mark_of
from ..descent.rate import RATE
from ..descent.rounds import Round, Trace, jump, trace
from .update import SHARED, Settings, Update

if TYPE_CHECKING:
    from .gradients import FromFunction, FromList


# What an update may write besides its states.
WRITTEN = ("g", "gλ", "ahead", "c", "Δ")
# What all parameters share; no parameter and no function can have these names.
SHARED_NAMES = ("P", "μ", "μnext", "rate")
_GRADIENTS = ("g", "gλ")


class Course:
    """One optimiser on one source of gradients."""

    def __init__(self, settings: Settings, source: FromFunction | FromList, start: dict[Name, Expr]):
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

    def anew(self) -> Course:
        """The same course before any of its rounds is written."""
        return Course(self.settings, self.source, self.start)

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
            value = self.settings.numbers.get(initial) or number_text(initial)
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
            Update(self.settings, names, lambda state, v=v: self.stem(v, state), v, names.number == 1, shared)
            for v in self.variables
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

    def run(self, count: int, rounding: Rounding) -> Trace:
        """All rounds by the same steps."""
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
        return trace(look, moves, values, stems, count, rounding, given)

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

    @property
    def title(self) -> str:
        """What the optimiser is called among others."""
        number = self.settings.run.removeprefix(self.entry.name)
        return f"{self.entry.title} {number}".strip() if number.isdigit() else self.entry.title

    def reached(self, number: int, found: Trace) -> dict[Name, Name]:
        """What has a value after a round: its name without the number, and its name there, which gets its mark."""
        names = self.names(number + 1)
        self.mark(self.names(max(number, 1)))
        return {names.fixed(stem): names.old(stem) for stem, value in found.at(number).items() if value is not None}

    def told_apart(self, names: list[Name]) -> dict[str, Name]:
        """The names of this optimiser by how they are printed beside those of others: x₁₀(Adam)."""
        own = [name for name in names if name.at.run == self.settings.run]
        return {f"{spelt(self.marks[name])}({self.title})": name for name in own}

    @property
    def cost(self) -> int:
        """The nodes of formulas that one round walks through."""
        return sum(map(size, (step.formula for step in (*self.move(2), *self.value(Round(1, loop=True))))))

    def columns(self, several: bool, watched: list[Name]) -> list[Name]:
        """What the table shows: of one optimiser of one parameter all that it keeps."""
        if several or len(self.variables) > 1:
            return self.reported
        kept = [stem for stem in (self.stem(self.variables[0], "g"), *self.states) if stem in watched]
        return [*[stem for stem in kept if stem not in SHARED_NAMES], *self.reported]

    def head(self, stem: Name) -> Mark:
        """What a value is printed as where it stands for all rounds."""
        return mark_of(self.letter(stem), None, stem.by)

    def heading(self, stem: Name, several: bool) -> Says:
        """The title of a column."""
        name = self.names(1).fixed(stem)
        if several:
            return Says("opt_column", title=self.title, name=name)
        return Says("name", name=name)

    def conventions(self, several: bool) -> list[Says]:
        """The sentence that names the conventions in which books differ."""
        said = Says(
            "opt_preset_but" if self.settings.own else "opt_preset",
            title=self.title,
            preset=Says(f"opt_preset_{self.settings.preset}"),
        )
        for option in self.entry.says:
            said = Says("opt_and", first=said, more=Says(f"opt_{option}_{self.settings.words[option]}"))
        return [said]

    def numbers(self) -> Table:
        """The options and the beginning of the states, beside each other."""
        names = [*self.constants(), *map(self.names(1).old, self.states)]
        return Table([Says("name", name=name) for name in names], [[Ref(name) for name in names]])

    def section(self, number: int, found: Trace, follows: bool, title: str) -> Section:
        """One round in full; where the one before is not written, its results are given."""
        names = self.names(number)
        parts = self.round(names)
        self.mark(names)
        blocks = [Block(None, part) for part in (*parts, self.value(names)) if part]
        if len(self.variables) == 1 or all(len(part) == 1 for part in parts[1:]):
            blocks = [Block(None, [step for block in blocks for step in block.steps])]
        if not follows:
            before = found.at(number - 1)
            kept = [*self.variables, *self.states]
            self.given |= {names.old(stem): before[stem] for stem in kept}
            blocks.insert(0, jump([names.old(stem) for stem in kept]))
        return Section(Says("opt_round", title=title, count=number), blocks)
