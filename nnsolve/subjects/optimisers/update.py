"""One update of one parameter: the hand in which an optimiser writes its steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...formula.expr import ONE, Expr, Mul, Num, Pow, Sub, Symbol
from ...names import At, Name, Role
from ...runs.rounds import Round
from ...solution import Says, Step
from .entry import PRESET_SAYS, Optimiser

if TYPE_CHECKING:
    from ..descent.rate import Rate


# States that all parameters share have this in front of their stem.
SHARED = "all "


# What is averaged, by the name of the average.
_AVERAGES = {"m": "opt_average_m", "v": "opt_average_v", "gbar": "opt_average_gbar", "d": "opt_average_d"}


# How the decay of weights is told.
_DECAYS = {"coupled": "opt_coupled", "decoupled": "opt_decoupled", "unscaled": "opt_unscaled"}


class Settings:
    """An optimiser with every option decided: ``numbers`` as formulas, ``words`` as text, and its learning rate.

    ``run`` is what its names begin with where there are several.
    """

    def __init__(
        self, entry: Optimiser, numbers: dict[str, Expr], words: dict[str, str], rate: Rate, run: str, preset: str
    ):
        self.entry, self.numbers, self.words = entry, numbers, words
        self.rate, self.run, self.preset = rate, run, preset
        self.own = any(words[key] != text for key, text in entry.presets[preset].items() if key in words)

    def said(self, key: str, title: str) -> Says:
        """The preset, as the sentence ``key`` tells it, and the conventions in which books differ."""
        found = Says(key, title=title, preset=Says(PRESET_SAYS[self.preset]))
        for option in self.entry.says:
            convention = self.entry.options[option].says[self.words[option]]
            found = Says("opt_and", first=found, more=Says(convention))
        return found

    def letter(self, option: str) -> Name:
        """The letter of a number, which is its name on the page."""
        return Name(Role.OPTION, self.entry.options[option].letter, at=At(run=self.run))

    def is_zero(self, option: str) -> bool:
        """Whether an option was written as 0, so that its term is left out."""
        from ...reading.schema import constant

        return option not in self.numbers or constant(self.numbers[option]) == 0


class Update:
    """The steps of one round for one parameter, in the order of writing.

    ``stem(state)`` names a state of this parameter; ``first`` says that it is round 1, where some libraries begin
    differently. ``shared`` collects what is written once for all parameters.
    """

    def __init__(
        self,
        settings: Settings,
        names: Round,
        stem: Callable[[str], Name],
        parameter: Name,
        first: bool,
        shared: dict[str, Symbol],
    ):
        self.settings, self.names, self.stem, self.parameter = settings, names, stem, parameter
        self.first, self.shared = first, shared
        self.steps: list[Step] = []

    # What the formulas are made of

    @property
    def theta(self) -> Symbol:
        """The parameter before the update."""
        return Symbol(self.names.old(self.parameter))

    @property
    def alpha(self) -> Symbol:
        """The learning rate of this round."""
        return self.settings.rate.symbol(self.names)

    @property
    def g(self) -> Symbol:
        """The gradient, with coupled weight decay where the problem has it."""
        plain = Symbol(self.names.new(self.stem("g")))
        if self._decays("coupled"):
            name = self.names.new(self.stem("gλ"))
            if all(step.name != name for step in self.steps):
                decayed = plain + Mul((self.number("weight_decay"), self.theta))
                self.steps.append(Step(name, decayed, Says("opt_coupled")))
            return Symbol(name)
        return plain

    @property
    def t(self) -> Expr:
        """The number of the round."""
        return self.names.count

    @property
    def done(self) -> Expr:
        """The number of rounds before this one."""
        t = self.t
        return Num(str(int(t.text) - 1)) if isinstance(t, Num) else Sub(t, ONE)

    def number(self, option: str) -> Symbol:
        """An option that is a number, as the symbol of its letter."""
        return Symbol(self.settings.letter(option))

    def word(self, option: str) -> str:
        """An option that is a word."""
        return self.settings.words[option]

    def absent(self, option: str) -> bool:
        """Whether a number is 0, so that what it multiplies is not written."""
        return self.settings.is_zero(option)

    def old(self, state: str) -> Symbol:
        """A state as the round before has left it."""
        return Symbol(self.names.old(self.stem(state)))

    def old_shared(self, state: str) -> Symbol:
        """A shared state as the round before has left it."""
        return Symbol(self.names.old(self.stem(SHARED + state)))

    # What is written

    def write(self, state: str, formula: Expr, reason: Says | None = None) -> Symbol:
        """A step of this parameter; returns its symbol."""
        name = self.names.new(self.stem(state))
        self.steps.append(Step(name, formula, reason))
        return Symbol(name)

    def once(self, state: str, formula: Expr, reason: Says | None = None) -> Symbol:
        """A step that all parameters share, written with the first of them."""
        if state not in self.shared:
            self.shared[state] = self.write(SHARED + state, formula, reason)
        return self.shared[state]

    def average(self, state: str, beta: Expr, what: Expr, reason: Says | None = None) -> Symbol:
        """β·old + (1 − β)·what."""
        formula = Mul((beta, self.old(state))) + Mul((Sub(ONE, beta), what))
        return self.write(state, formula, reason or Says(_AVERAGES[state]))

    def unbiased(self, state: str, of: Expr, beta: Expr) -> Symbol:
        """of/(1 − βᵗ): an average that began with 0, corrected for it."""
        return self.write(state, of / Sub(ONE, Pow(beta, self.t)), Says("opt_unbiased"))

    def move(self, change: Expr, plus: bool = False):
        """The new value: the old one less ``change`` (or more by it), and less the decoupled weight decay."""
        result: Expr = self.theta
        if self._decays("decoupled"):
            result = Sub(result, Mul((self.alpha, self.number("weight_decay"), self.theta)))
        elif self._decays("unscaled"):
            result = Sub(result, Mul((self.number("weight_decay"), self.theta)))
        reason = (
            Says(_DECAYS[self.word("decay")]) if result is not self.theta and not isinstance(result, Symbol) else None
        )
        self.steps.append(
            Step(self.names.new(self.parameter), result + change if plus else Sub(result, change), reason)
        )

    def _decays(self, way: str) -> bool:
        return self.word("decay") == way and not self.absent("weight_decay")
