"""The course of one optimiser: its rounds as steps for the page, and all of them in the loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.expr import Expr, size, symbols
from ...formula.marks import Mark
from ...formula.rounding import Rounding
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


class Course:
    """One optimiser on one source of gradients; ``several`` puts its label before all its names."""

    def __init__(self, settings: Settings, source: FromFunction | FromList, start: dict[str, Expr], several: bool):
        self.settings, self.source, self.entry = settings, source, settings.entry
        self.prefix = f"{settings.label}." if several else ""
        self.variables, self.start = source.variables, start
        kept = {*self.entry.states, *self.entry.marks, *WRITTEN, RATE}
        self.single = len(self.variables) == 1 and not kept & {self.variables[0], source.name}
        self.origin: dict[str, tuple[str, str]] = {name: (name, "") for name in self.variables}
        self.marks: dict[str, Mark] = dict(source.marks)
        self.written = [step.name[:-1] for step in self.move(2)]
        used = {name for step in self.move(2) for name in symbols(step.formula)}
        self.states = {stem: initial for stem, initial in self._states().items() if stem in used}
        self.given = self._given(used)
        self.mark(Round(1, self.prefix))

    def anew(self) -> Course:
        """The same course before any of its rounds is written."""
        return Course(self.settings, self.source, self.start, bool(self.prefix))

    def stem(self, variable: str, state: str) -> str:
        """The name of a state of a variable without its number."""
        shared = state.startswith(SHARED)
        plain = state.removeprefix(SHARED)
        stem = plain if shared or self.single else f"{plain}_{variable}"
        self.origin.setdefault(stem, (plain, "" if shared or self.single else variable))
        return stem

    def _states(self) -> dict[str, Expr]:
        found = {}
        for state, initial in self.entry.states.items():
            value = self.settings.numbers.get(initial) or number_text(initial)
            for variable in self.variables[:1] if state.startswith(SHARED) else self.variables:
                found[self.stem(variable, state)] = value
        return found

    def _given(self, used: set[str]) -> dict[str, Expr]:
        given = Given({self.prefix + name + "_0": value for name, value in self.start.items()})
        given |= self.settings.rate.given(self.prefix)
        for option, value in self.settings.numbers.items():
            name = self.prefix + self.settings.letter(option)
            if name in used:
                given[name] = value
        return given | {f"{self.prefix}{stem}_0": value for stem, value in self.states.items()}

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
        return [step for part in self.round(Round(number, self.prefix, loop=True)) for step in part]

    def value(self, names: Round, new: bool = True) -> list[Step]:
        """The function after a round, or at its beginning."""
        name = names.new if new else names.old
        formula = self.source.value(name)
        return [] if formula is None else [Step(name(self.source.name), formula)]

    def run(self, count: int, rounding: Rounding) -> Trace:
        """All rounds by the same steps."""
        given = self.given | self.source.given
        values = evaluate([], rounding, given)
        for stem in (*self.variables, *self.states):
            values[stem] = values[f"{self.prefix}{stem}_0"]
        listed = len(self.settings.rate.listed)
        period = self.source.different
        kept: dict[tuple, list[Step]] = {}

        def moves(number: int) -> list[Step]:
            key = (number == 1, (number - 1) % period, min(number, listed))
            if key not in kept:
                kept[key] = self.move(number)
            return kept[key]

        look = self.value(Round(1, self.prefix, loop=True), new=False)
        stems = list(dict.fromkeys([*self.variables, *self.states, *self.written, *[step.name for step in look]]))
        return trace(look, moves, values, stems, count, rounding)

    # The page

    def mark(self, names: Round):
        """Marks for what stands in one round."""
        number = names.number
        letters = self.entry.letters.get(self.settings.preset, {})
        for stem, (state, variable) in self.origin.items():
            letter = self.entry.marks.get(state, state)
            letter = letters.get(letter, letter)
            for name, k in ((names.old(stem), number - 1), (names.new(stem), number)):
                self.marks[name] = mark_of(letter, k + (state == "μnext"), variable)
        for name, k in ((names.old(self.source.name), number - 1), (names.new(self.source.name), number)):
            self.marks[name] = mark_of(self.source.name, k)
        self.marks[names.new(RATE)] = mark_of(letters.get(RATE, RATE), number)

    def constants(self) -> dict[str, Mark]:
        """Marks for the numbers that do not change."""
        letters = self.entry.letters.get(self.settings.preset, {})
        numbers = [name.removeprefix(self.prefix) for name in self.given if not name[-1].isdigit() or "_" not in name]
        return {self.prefix + name: mark_of(letters.get(name, name), None) for name in numbers}

    @property
    def title(self) -> str:
        """What the optimiser is called among others."""
        number = self.settings.label.removeprefix(self.entry.name)
        return f"{self.entry.title} {number}".strip() if number.isdigit() else self.entry.title

    @property
    def begun(self) -> set[str]:
        """What has a value before the first round."""
        return {*self.variables, *self.states, self.source.name}

    @property
    def cost(self) -> int:
        """The nodes of formulas that one round walks through."""
        return sum(map(size, (step.formula for step in (*self.move(2), *self.value(Round(1, loop=True))))))

    def columns(self, several: bool, watched: list[str]) -> list[str]:
        """What the table shows: of one optimiser of one parameter all that it keeps."""
        function = [self.source.name] if self.source.name else []
        if several or len(self.variables) > 1:
            return [*self.variables, *function]
        kept = [stem for stem in ("g", *self.states) if stem in watched and stem not in SHARED_NAMES]
        return [*kept, *self.variables, *function]

    def heading(self, stem: str, several: bool) -> Says:
        """The title of a column."""
        name = self.prefix + stem
        if several:
            return Says("opt_column", title=self.title, name=name)
        if name not in self.marks:
            state, variable = self.origin.get(stem, (stem, ""))
            letters = self.entry.letters.get(self.settings.preset, {})
            letter = self.entry.marks.get(state, state)
            self.marks[name] = mark_of(letters.get(letter, letter), None, variable)
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
        names = [*self.constants(), *[f"{self.prefix}{stem}_0" for stem in self.states]]
        return Table([Says("name", name=name) for name in names], [[Ref(name) for name in names]])

    def section(self, number: int, found: Trace, follows: bool, title: str) -> Section:
        """One round in full; where the one before is not written, its results are given."""
        names = Round(number, self.prefix)
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
