"""How parameters are updated from their gradients: the plain step, or an optimiser of the table."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...formula.expr import ONE, Expr, Num, Symbol, symbols
from ...formula.marks import Mark, Names, lettered
from ...formula.parse import plain_number
from ...names import NOW, At, Name, Role, change, gradient, new
from ...solution import Says, Step
from .model import RATE
from .update import clipped, step_down

if TYPE_CHECKING:
    from .learning import LearningProblem, Settled


# The decay of the plain step, and beside the λ of a regularisation.
_DECAY, _DECAY_BESIDE = Name(Role.OPTION, "λ"), Name(Role.OPTION, "λ_d")
COUNTER = Name(Role.COUNT, "#")  # the number of the update in the loop; no parameter can have this name


class Descent:
    """The updates of a problem: clipping, then the plain rule or the optimiser, for the parameters ``learned``.

    ``place`` says where what the updates make stands, by their numbers from 1; without it there is a single update.
    """

    def __init__(self, problem: LearningProblem, learned: list[Name], place: Callable[[int], At] | None = None):
        self.problem, self.learned = problem, learned
        self.single, self.place = place is None, place or _numbered
        self.network = problem.net
        self.settings = problem.settled
        self.states: dict[Name, Expr] = {}
        self.decays: dict[Name, Expr] = {}  # the decay that the plain step takes, beside the λ of a regularisation
        if problem.weight_decay is not None:
            letter = _DECAY if problem.regularization is None else _DECAY_BESIDE
            self.decays = {letter: problem.weight_decay}
        self.decay = next(map(Symbol, self.decays), None)
        self.marks: dict[Name, Mark] = {_DECAY_BESIDE: Mark("λ", "d")}
        self.shared: dict[int, dict] = {}
        self.differs = False
        self.used: set[Name] = set()  # options and states that the updates of the optimiser use
        if self.settings is not None:
            self._look_through(self.settings)

    def _look_through(self, settings: Settled):
        """Writes a first update and a later one, to see what they use and whether they differ."""
        settings.rate = _Eta()
        first = self._optimised(settings, self._names(None, True), {})
        later = self._optimised(settings, self._names(None, False), {})
        self.differs = list(map(repr, first)) != list(map(repr, later))
        for step in (*first, *later):
            self.used.update(symbols(step.formula))
        self.states = {stem: value for stem, value in self._initial(settings).items() if stem in self.used}

    # What the page gives

    def numbers(self) -> dict[Name, Expr]:
        """The options of the optimiser by their letters."""
        if self.settings is None:
            return dict(self.decays)
        numbers = self.settings.numbers.items()
        found = {self.settings.letter(option): value for option, value in numbers}
        return {name: value for name, value in found.items() if name in self.used}

    def stem(self, parameter: Name, state: str) -> Name:
        """The name of a state of a parameter without its round; of ``g``, its gradient."""
        if state.startswith("all "):
            return Name(Role.STATE, state.removeprefix("all "))
        return gradient(parameter) if state == "g" else Name(Role.STATE, state, parameter)

    def _initial(self, settings: Settled) -> dict[Name, Expr]:
        found: dict[Name, Expr] = {}
        for state, initial in settings.entry.states.items():
            value = settings.numbers.get(initial) or plain_number(initial)
            for name in self.learned[:1] if state.startswith("all ") else self.learned:
                found[self.stem(name, state)] = value
        return found

    # Steps

    def loop(self, first: bool) -> tuple[list[Step], dict[Name, Name]]:
        """The steps of an update with bare names, from the gradients ``g_w``, and what takes the place of what."""
        used = {name: gradient(name) for name in self.learned}
        steps, used = clipped(used, self.problem.clip)
        if self.settings is None:
            for name in self.learned:
                steps = [*steps, *step_down(Symbol(name), used[name], change(name), new(name), self.decay)]
            return steps, {name: new(name) for name in self.learned}
        names = self._names(None, first)
        names.gradients = used
        steps = [*steps, *self._optimised(self.settings, names, {}), Step(_renewed(COUNTER), Symbol(COUNTER) + ONE)]
        return steps, {name: _renewed(name) for name in (*self.learned, *self.states, COUNTER)}

    def _names(self, number: int | None, first: bool = False) -> _Update:
        return _Update(self, number, first)

    def _optimised(self, settings: Settled, names: _Update, shared: dict, only: Name | None = None) -> list[Step]:
        steps: list[Step] = []
        for parameter in [only] if only else self.learned:
            update = self.problem.hand(
                settings, names, lambda state, p=parameter: self.stem(p, state), parameter, names.first, shared
            )
            settings.entry.write(update)
            steps += update.steps
        return steps

    def written(self, number: int, current: dict[Name, Name], used: dict[Name, Name], marks: Names) -> list[list[Step]]:
        """The steps of update ``number`` for the page, a list a parameter; ``current`` learns the new names.

        ``current``: parameter or state → the name of its value now; ``used``: parameter → the step of its gradient.
        """
        parts, shared = [], self.shared.setdefault(number, {})
        if self.settings is not None:
            names = self._names(number, number == 1)
            names.gradients, names.current = used, dict(current)
        for name, slope in used.items():
            if self.settings is None:
                old, current[name] = Symbol(current[name]), self.new_name(number, name)
                parts.append(step_down(old, slope, change(name, self._at(number)), current[name], self.decay))
            else:
                parts.append(self._optimised(self.settings, names, shared, name))
        if self.settings is not None:
            made = {step.name for part in parts for step in part}
            renewed = {name: self.new_name(number, name) for name in (*used, *self.states)}
            current |= {name: now for name, now in renewed.items() if now in made}
            self.mark(number, made, marks)
        return parts

    def _at(self, number: int) -> At:
        """Where what update ``number`` makes of the parameters stands; nowhere else where there is only one."""
        return NOW if self.single else self.place(number)

    def new_name(self, number: int, stem: Name) -> Name:
        """The name after update ``number``; where there is only one, new_w5 for w5."""
        if stem.role is Role.PARAMETER:
            return new(stem, self._at(number))
        return stem.moved(self.place(number))

    def mark(self, number: int, made: set[Name], names: Names):
        """Notes how states and what update ``number`` has ``made`` are printed: m of w₅ with w₅ below and 2 above."""
        stems = [name.bare for name in made if name.role is not Role.NEW]
        for stem in dict.fromkeys([*stems, *self.states]):
            if stem in self.states:
                self.marks.setdefault(stem, self.state_mark(stem, 0, names))
            self.marks[stem.moved(self.place(number))] = self.state_mark(stem, number, names)

    def state_mark(self, stem: Name, number: int, names: Names) -> Mark:
        """How what an optimiser keeps is printed after so many updates."""
        assert self.settings is not None, "the plain step keeps nothing"
        letter = self.settings.entry.marks.get(stem.of, str(stem.of))
        letter = self.settings.entry.letters.get(self.settings.preset, {}).get(letter, letter)
        below = lettered(names.mark(stem.by)) if stem.by else None
        return Mark(letter, below.base + below.sub + below.sup if below else "", str(number))

    def says(self) -> list[Says]:
        """The sentences that name the optimiser and its conventions."""
        if self.settings is None:
            return []
        return [self.settings.said("opt_preset", self.settings.entry.title)]


def _numbered(number: int) -> At:
    """By its number alone."""
    return At((number,))


def _renewed(stem: Name) -> Name:
    """What an update makes of a value in the loop."""
    return Name(Role.RESULT, f"{stem}′")


class _Eta:
    """The learning rate of the problem in the place of an optimiser's own."""

    changes = False

    @staticmethod
    def symbol(names: _Update) -> Symbol:
        return Symbol(RATE)


class _Update:
    """The names of one update for an optimiser: numbered on the page, bare in the loop (``number`` None)."""

    prefix = ""

    def __init__(self, descent: Descent, number: int | None, first: bool):
        self.descent, self.number, self.first = descent, number, first
        self.gradients: dict[Name, Name] = {}
        self.current: dict[Name, Name] = {}

    def old(self, stem: Name) -> Name:
        """What the update before has left."""
        return self.current.get(stem, stem)

    def new(self, stem: Name) -> Name:
        """What this update makes; of a gradient, the step that holds it."""
        if stem.role is Role.GRADIENT:
            return self.gradients.get(stem.by_name, stem)
        return _renewed(stem) if self.number is None else self.descent.new_name(self.number, stem)

    @property
    def count(self) -> Expr:
        """The number of the update, from 1."""
        return Symbol(COUNTER) if self.number is None else Num(str(self.number))
