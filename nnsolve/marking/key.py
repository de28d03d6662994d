"""What answers are compared with: every step of a problem, its value, and how it reacts to rounding."""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from ..errors import NnsolveError
from ..formula.arrays import Array, Entry
from ..formula.expr import Chosen, Expr, Symbol, symbols
from ..formula.numbers import DOUBLES, exactly, is_array, quietly
from ..formula.partials import differentiated
from ..names import Name, Role, read
from ..reading.load import solve
from ..resolver import Resolver
from ..solution import FULL, Solution, Statement, Step, Unfolded, evaluate
from .precision import Needed

if TYPE_CHECKING:
    from ..evaluation import Givable
    from ..formula.numbers import Value
    from ..reading.problem import CommonProblem
    from .slips import Surroundings

# What a double may be off after one step, and after the steps before it, in units of its size.
NOISE = 4 * 2.0**-52
# Of one working so many names that the page does not print are asked of the problem; the answers to so many are kept.
MOST_ASKED, MOST_KEPT = 50, 1000

# The names by every spelling of them, and what finds one in a formula.
Spelt = tuple[dict[str, Name], re.Pattern[str]]


class Key:
    """The whole solution of one problem, made for marking.

    ``solution`` holds every step, ``asked`` the names that the problem asks for (all that it reports, where it asks
    for nothing). ``values``: full precision; ``carried``: with the problem's own rounding at every line. Results of
    long runs have values and no step. A key does not change: :meth:`learned` gives another that knows more names, so
    that no student is told anything because of another. Raises ProblemError where the problem cannot be solved.
    """

    def __init__(self, problem: CommonProblem):
        self.problem = problem
        whole = copy.copy(problem)
        whole.asked = None
        self.solution: Solution = solve(whole)
        asked = solve(problem) if problem.asked else self.solution
        self.asked = asked.asked or list(asked.answers)
        self.steps: dict[Name, Step] = {}
        self.values: dict[Name, Value] = {}
        self.carried: dict[Name, Value] = {}
        self.numbers: dict[Name, Value] = {}  # the given ones
        self.entries: dict[Name, Entry] = {}  # of matrices, which a student may write one by one
        self.given: dict[Name, Givable] = {}
        self.free: list[Name] = []  # in a problem in symbols, the names that stand for any number
        self._used: dict[Name, tuple[Name, ...]] = {}
        self.unfolded: set[Name] = set()  # what of runs no page shows, and is found by its whole spelling alone
        self.beyond: set[Name] = set()  # what stands behind the end of a run, for who goes on there
        self.branches: dict[Name, Chosen] = {}  # of runs, the formulas that choose by a student's own numbers
        self._add(self.solution)
        if problem.asked:
            self._add(asked)
        self.needed = Needed(problem)
        self.aliases: dict[str, Name] = {}  # what a name means where the problem is asked for it
        self._answers: dict[str, Solution | None] = {}  # what the problem says of a name; it says the same to all
        self._forget()
        self._slopes: dict[Name, dict[Name, Expr]] = {}
        if problem.asked and asked.held:  # who is asked for an entry need not write the matrix
            self.asked = list(dict.fromkeys(map(self.known.asked, problem.asked)))

    def _forget(self):
        """Begins anew with what depends on which names are known."""
        self._known: Resolver | None = None
        self._around: Surroundings | None = None
        self.spelt: tuple[dict[str, Name], re.Pattern[str]] | None = (
            None  # how its names are spelt in formulas, once a formula with names is read
        )
        self._leads: dict[frozenset, list[Step]] = {}
        self._noise: dict[Name, float] = {}
        self._literals: frozenset[float] | None = None

    def _add(self, solution: Solution):
        """Takes in the steps of a solution, each after those it needs, and values anew."""
        steps = {step.name: step for step in solution.steps if type(step) is not Statement}
        self.unfolded -= steps.keys()
        if self.values and steps.keys() <= self.steps.keys() and not solution.held:
            return
        self.steps = self.steps | {name: step for name, step in steps.items() if name not in self.steps}
        self.given = {**solution.given, **self.given}
        self._hold(solution)
        said = [*solution.asked, *solution.reported]
        self._unfold(solution.unfold([*said, *self.steps]) or solution.unfold(list(self.steps)))
        self._evaluate(solution)

    def _evaluate(self, solution: Solution):
        """The values of all numbers and steps, but for those beyond the end of a run, which the right numbers lack."""
        self.numbers = _floats(evaluate([], FULL, self.given))
        if solution.symbolic:
            used: set[Name] = set().union(*map(self.used, self.steps.values()))
            self.free = sorted(used - self.steps.keys() - self.given.keys())
            return
        every = [step for step in self.steps.values() if step.name not in self.beyond]
        results = _floats(self.solution.results)
        self.values = _floats(evaluate(every, FULL, self.numbers)) | results
        self.carried = _floats(evaluate(every, solution.rounding, self.given)) | results

    def _spelt(self, text: str) -> Name | None:
        """The result of a run that no page shows, by its spelling."""
        name = read(text)
        return name if name in self.unfolded else None

    def _unfold(self, found: Unfolded | None):
        """Takes in a run as steps that follow from each other, with the formulas that choose between branches."""
        if found is None:
            return
        self.unfolded |= found.given.keys() - self.given.keys()
        steps = {step.name: step for step in found.steps}
        self.unfolded |= steps.keys() - self.steps.keys() - self.given.keys()
        given = {**found.given, **self.given}
        # What a page takes out of its table follows from what was before.
        self.given = {name: number for name, number in given.items() if name not in steps}
        self.steps = steps | {name: step for name, step in self.steps.items() if name not in steps}
        values = evaluate(found.steps, FULL, found.given)
        with exactly():
            for name, step in steps.items():
                if isinstance(step.formula, Chosen):
                    self.branches[name] = step.formula
                    self.steps[name] = Step(name, step.formula.taken(values, DOUBLES))

    def _go_beyond(self, names: Collection[Name]):
        """Takes in what ``names`` say of a run that ends early: who has not come to its end goes on."""
        further = self.solution.beyond(names)
        if further is None:
            return
        self._unfold(self.solution.unfold(names))
        self._evaluate(self.solution)
        made = {step.name: step.formula for step in further.steps if isinstance(step.formula, Chosen)}
        self.branches |= made
        ends = {name: self.steps.pop(name) for name in made if name in self.steps}
        behind = {name: Step(name, formula.then) for name, formula in made.items() if name not in ends}
        self.steps = self.steps | behind | ends
        self.beyond = self.beyond | behind.keys()
        self.given = {**further.given, **self.given}
        self.unfolded |= behind.keys() | further.given.keys()
        self.numbers = self.numbers | _floats(evaluate([], FULL, further.given))

    def followed(self, step: Step) -> Expr:
        """The formula by which a step follows from a student's numbers: of a branch the one that chooses."""
        return self.branches.get(step.name, step.formula)

    def _hold(self, solution: Solution):
        """Takes in the entries of matrices behind these, new ones and the given ones that they replace."""
        held = {step.name: step.formula for step in solution.steps if isinstance(step.formula, Entry)}
        for name, ref in solution.held.items():
            if ref.entry and ref.name in self.steps:
                held[name] = Entry(ref.name, *ref.entry)
        if not held:
            return
        self.entries = self.entries | held
        behind: dict[Name, dict[Name, Step]] = {}
        for name, entry in self.entries.items():
            behind.setdefault(entry.array, {})[name] = Step(name, entry)
            self._give_old(name, entry)
        steps, self.steps = self.steps, {}
        for name, step in steps.items():
            self.steps |= {name: step, **behind.get(name, {})}

    def _give_old(self, name: Name, entry: Entry):
        """Of an entry of a new matrix the old one is given, as the given matrix has it."""
        matrix = self.given.get(entry.array.of_name) if name.role is Role.NEW else None
        if isinstance(matrix, Array):
            self.given.setdefault(name.of_name, matrix.rows[entry.row][entry.column])

    @property
    def known(self) -> Resolver:
        """The names that answers may use."""
        if self._known is None:
            names, synonyms = self.solution.names, {**self.solution.synonyms, **self.aliases}
            results = [*(name for name in self.steps if name not in self.unfolded), *self.solution.results]
            given = [name for name in self.given if name not in self.unfolded]
            self._known = Resolver(results, [*given, *self.free], names, synonyms, self._spelt)
        return self._known

    @property
    def around(self) -> Surroundings:
        """What the search for slips may look at; changes of a formula that one student needed serve the next."""
        if self._around is None:
            from .slips import Surroundings

            names = [*self.numbers, *self.steps]
            formulas = {name: step.formula for name, step in self.steps.items()}
            self._around = Surroundings(self.values, names, formulas, self.solution.names)
        return self._around

    def learned(self, called: Iterable[str]) -> Key:
        """This key with names that the page does not print and that may still be results: the problem is asked."""
        unknown = [name for name in dict.fromkeys(called) if self.known.find(name) is None]
        found: dict[str, Solution] = {}
        for name in unknown[:MOST_ASKED]:
            solution = self._asked_for(name)
            if solution is not None:
                found[name] = solution
        strange = [read(name) for name in unknown]
        if not found and self.solution.beyond(strange) is None:
            return self
        other = copy.copy(self)
        other.steps, other.aliases = dict(self.steps), dict(self.aliases)
        other.unfolded = set(self.unfolded)
        other.branches, other._used = dict(self.branches), {}
        for name, solution in found.items():
            other._add(solution)
            if not solution.held:  # else the asked one is the matrix, and the entry has its own name
                other.aliases[name] = solution.asked[0]
        other._go_beyond(strange)
        other._forget()
        return other

    def _asked_for(self, text: str) -> Solution | None:
        """The solution where ``text`` alone is asked for; None where it means nothing."""
        if text not in self._answers:
            asking = copy.copy(self.problem)
            asking.asked = [text]
            try:
                found = solve(asking)
            except NnsolveError:
                found = None
            if len(self._answers) >= MOST_KEPT:
                return found
            self._answers[text] = found
        return self._answers[text]

    def worth(self, name: Name) -> Value | None:
        """The value of a step, a result or a given number; None where it has none."""
        value = self.values.get(name)
        return self.numbers.get(name) if value is None else value

    @property
    def literals(self) -> frozenset[float]:
        """The given numbers, which stand for themselves wherever a student puts them in."""
        if self._literals is None:
            numbers = [value for value in self.numbers.values() if isinstance(value, (int, float))]
            self._literals = frozenset(map(float, numbers))
        return self._literals

    @property
    def solution_steps(self) -> list[Name]:
        """The names of the steps that the whole solution prints."""
        return [step.name for step in self.solution.steps if type(step) is not Statement]

    def meant(self, called: str) -> Name | None:
        """The result of this key that ``called`` means where the problem is asked for it; None where there is none."""
        found = self._asked_for(called)
        if found is None or found.asked[0] not in self.values:
            return None
        return found.asked[0]

    def asked_name(self, text: str) -> Name:
        """The result that ``text`` means where it is asked for: w5 is its new value. Raises ProblemError."""
        asking = copy.copy(self.problem)
        asking.asked = [text]
        found = solve(asking)
        if not set(found.asked) <= self.values.keys():
            self._add(found)
        return self.known.asked(text) if found.held else found.asked[0]

    def implied_by(self, right: Iterable[Name]) -> set[Name]:
        """The steps that lead to right results: whoever has those has gone through them."""
        found: set[Name] = set()
        for name in set(right) & self.steps.keys():
            for step in self.leading_to(frozenset((name,))):
                found.update(self.used(step))
        return found

    def leading_to(self, names: frozenset[Name]) -> list[Step]:
        """The steps that ``names`` need, in order."""
        if names not in self._leads:
            wanted = set(names)
            for step in reversed(self.steps.values()):
                if step.name in wanted:
                    wanted.update(self.used(step))
            self._leads[names] = [step for step in self.steps.values() if step.name in wanted]
        return self._leads[names]

    def used(self, step: Step) -> tuple[Name, ...]:
        """The names in a step's formula, each once."""
        if step.name not in self._used:
            self._used[step.name] = tuple(dict.fromkeys(symbols(self.followed(step))))
        return self._used[step.name]

    def slopes(self, step: Step, values: Mapping[Name, Value]) -> Iterator[tuple[Name, float]]:
        """How strongly a step's value changes at ``values`` with each name in its formula that there is a rule for."""
        if step.name not in self._slopes:
            self._slopes[step.name], _ = differentiated(step.formula, Symbol(step.name))
        for name, formula in self._slopes[step.name].items():
            yield name, _size(formula, values)

    def noise(self, name: Name) -> float:
        """How far the arithmetic of doubles may have moved a value: what is no larger than that is 0."""
        if name not in self._noise:
            for step in self.leading_to(frozenset((name,))):
                self._noise[step.name] = self._noise_of(step)
        return self._noise.get(name, 0.0)

    def _noise_of(self, step: Step) -> float:
        """The noise of one step and, to first order, of the steps before it."""
        moved = 0.0
        for used, slope in self.slopes(step, self.values):
            moved += slope * (self._noise.get(used, 0.0) + NOISE * self._height(used))
        return moved + NOISE * self._height(step.name)

    def _height(self, name: Name) -> float:
        """The size of a value, of an array that of its largest entry."""
        return _height(self.values.get(name, 0.0))


def _height(value: Value) -> float:
    if is_array(value):
        return float(abs(value).max())
    return abs(float(value)) if isinstance(value, (int, float)) else 0.0


def _size(formula: Expr, values: Mapping[Name, Value]) -> float:
    """The size of what a formula gives; 0 where it gives nothing finite."""
    try:
        with exactly(), quietly():
            value = formula.evaluate(values, DOUBLES)
        if is_array(value):
            return _height(value)
        return abs(float(value)) if math.isfinite(value) else 0.0
    except (ArithmeticError, ValueError, TypeError, KeyError):
        return 0.0


def _floats(values: Mapping[Name, Value]) -> dict[Name, Value]:
    """Numbers as doubles; whole numbers, lists, arrays and words as they are."""
    found: dict[Name, Value] = {}
    for name, value in values.items():
        if isinstance(value, (int, str, list)):
            found[name] = value
        elif is_array(value):
            found[name] = value.astype(float)
        else:
            found[name] = float(value)
    return found
