"""What answers are compared with: every step of a problem, its value, and how it reacts to rounding."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterable, Mapping

from ..errors import NnsolveError
from ..formula.derive import differentiated
from ..formula.expr import Symbol, symbols
from ..formula.numbers import DOUBLES, exactly, is_array, quietly
from ..load import solve
from ..solution import FULL, Solution, Statement, Step, evaluate
from .naming import Known

# Values below this size are nothing but the noise of doubles.
TINY = 1e-300


class Key:
    """The whole solution of one problem, made for marking.

    ``solution`` holds every step, ``asked`` the names that the problem asks for (all that it reports, where it asks
    for nothing). ``values``: full precision; ``carried``: with the problem's own rounding at every line. Results of
    long runs have values and no step. Raises ProblemError where the problem cannot be solved.
    """

    def __init__(self, problem):
        self.problem = problem
        whole = copy.copy(problem)
        whole.asked = None
        self.solution: Solution = solve(whole)
        asked = solve(problem) if problem.asked else self.solution
        self.asked = asked.asked or list(asked.answers)
        self.steps: dict[str, Step] = {}
        self.free: list[str] = []  # in a problem in symbols, the names that stand for any number
        self._add(self.solution)
        self._add(asked)
        self._tried: set[str] = set()
        self.aliases: dict[str, str] = {}  # what a name means where the problem is asked for it
        self._known: Known | None = None
        self._around = None
        self.spelt = None  # how its names are spelt in formulas, once a formula with names is read
        self._leads: dict[frozenset, list[Step]] = {}
        self._used: dict[str, tuple[str, ...]] = {}
        self._slopes: dict[str, list[tuple[str, float]]] = {}

    def _add(self, solution: Solution):
        """Takes in the steps of a solution, each after those it needs, and values anew."""
        for step in solution.steps:
            if type(step) is not Statement:
                self.steps.setdefault(step.name, step)
        self.given = {**solution.given, **getattr(self, "given", {})}
        if solution.symbolic:
            self.values, self.carried, self.numbers = {}, {}, _floats(evaluate([], FULL, self.given))
            used = {name for step in self.steps.values() for name in symbols(step.formula)}
            self.free = sorted(used - self.steps.keys() - self.given.keys())
            return
        steps = list(self.steps.values())
        self.numbers = _floats(evaluate([], FULL, self.given))
        self.values = _floats(evaluate(steps, FULL, self.numbers)) | _floats(self.solution.results)
        self.carried = _floats(evaluate(steps, solution.rounding, self.given)) | _floats(self.solution.results)

    @property
    def known(self) -> Known:
        """The names that answers may use."""
        if self._known is None:
            self._known = Known(
                [*self.steps, *self.solution.results, *self.given, *self.free], self.solution.names, self.aliases
            )
        return self._known

    @property
    def around(self):
        """What the search for slips may look at; changes of a formula that one student needed serve the next."""
        if self._around is None:
            from .slips import Surroundings

            names = [*self.numbers, *self.steps]
            formulas = {name: step.formula for name, step in self.steps.items()}
            self._around = Surroundings(self.values, names, formulas, self.solution.names)
        return self._around

    def learn(self, called: Iterable[str]):
        """Names that the page does not print may still be results of the problem: they are asked of it one by one."""
        fresh = [name for name in dict.fromkeys(called) if name not in self._tried and self.known.find(name) is None]
        for name in fresh[:50]:
            self._tried.add(name)
            asking = copy.copy(self.problem)
            asking.asked = [name]
            try:
                found = solve(asking)
            except NnsolveError:
                continue
            self._add(found)
            self.aliases[name] = found.asked[0]
            self._known = self._around = self.spelt = None
            self._leads.clear()

    @property
    def solution_steps(self) -> list[str]:
        """The names of the steps that the whole solution prints."""
        return [step.name for step in self.solution.steps if type(step) is not Statement]

    def meant(self, called: str) -> str | None:
        """The result that ``called`` means where the problem is asked for it; None where it means none."""
        if called not in self.aliases and called not in self._tried:
            self._tried.add(called)
            try:
                self.aliases[called] = self.asked_name(called)
            except NnsolveError:
                return None
        return self.aliases.get(called)

    def asked_name(self, text: str) -> str:
        """The result that ``text`` means where it is asked for: w5 is its new value. Raises ProblemError."""
        asking = copy.copy(self.problem)
        asking.asked = [text]
        found = solve(asking)
        if not set(found.asked) <= self.values.keys():
            self._add(found)
        return found.asked[0]

    def leading_to(self, names: frozenset[str]) -> list[Step]:
        """The steps that ``names`` need, in order."""
        if names not in self._leads:
            wanted = set(names)
            for step in reversed(self.steps.values()):
                if step.name in wanted:
                    wanted.update(symbols(step.formula))
            self._leads[names] = [step for step in self.steps.values() if step.name in wanted]
        return self._leads[names]

    def used(self, step: Step) -> tuple[str, ...]:
        """The names in a step's formula, each once."""
        if step.name not in self._used:
            self._used[step.name] = tuple(dict.fromkeys(symbols(step.formula)))
        return self._used[step.name]

    def slopes(self, step: Step) -> list[tuple[str, float]]:
        """How strongly a step's value changes with each name in its formula that there is a rule for."""
        if step.name not in self._slopes:
            slopes, _ = differentiated(step.formula, Symbol(step.name))
            self._slopes[step.name] = [(name, _size(formula, self.values)) for name, formula in slopes.items()]
        return self._slopes[step.name]


def _size(formula, values: Mapping) -> float:
    try:
        with exactly(), quietly():
            value = formula.evaluate(values, DOUBLES)
        if is_array(value):
            return float(abs(value).max())
        return abs(float(value)) if math.isfinite(value) else 0.0
    except (ArithmeticError, ValueError, TypeError, KeyError):
        return 0.0


def _floats(values: Mapping) -> dict:
    """Numbers as doubles; whole numbers, lists, arrays and words as they are."""
    found = {}
    for name, value in values.items():
        if isinstance(value, (int, str, list)):
            found[name] = value
        elif is_array(value):
            found[name] = value.astype(float)
        else:
            found[name] = float(value)
    return found
