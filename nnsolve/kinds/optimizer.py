"""Optimisers step by step, from plain gradient descent to Adam and Lion; several side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import counted
from ..names import Name, Role
from ..reading.problem import CommonProblem
from ..reading.schema import Field, Text, Together, Whole, With, together
from ..reading.yamlfile import Faults
from ..runs.iterations import BUDGET, BUDGET_CARRIED
from ..subjects.descent.function import NAMELESS, Start, read_objective
from ..subjects.descent.rate import RESERVED, RateType
from ..subjects.optimisers.course import SHARED_NAMES, WRITTEN, Course
from ..subjects.optimisers.entry import Preset
from ..subjects.optimisers.gradients import FromData, FromFunction, FromList
from ..subjects.optimisers.page import optimiser_solution
from ..subjects.optimisers.read import OptimiserType, settle
from ..subjects.optimisers.samples import DataType, GradientsType, Listed
from ..working import Working

if TYPE_CHECKING:
    from ..subjects.optimisers.update import Settings


TOPIC = "Optimisers and descent"
PLOTS = ("descent", "course")
COURSE = ("opt_step", "", "plot_step", "")

LISTED = With("gradients", "which are listed and not computed")


class Problem(CommonProblem):
    """One or several optimisers, and a function, a function of data, or a list of gradients."""

    numbers_in = ("start", "data")

    optimizer = Field(
        OptimiserType(),
        "its name, its name with options (adam: {beta1: 0.9}), or a list to compare",
        example="adam",
        option=True,
    )
    preset = Field(
        Preset(),
        "whose conventions: those of the paper, of pytorch, of keras, or of the course notes",
        example="paper",
        option=True,
    )
    function = Field(
        Text(),
        "the function, such as x^2 + 10*y^2 or J(w) = (w - 3)^2",
        default=None,
        example='"f(x, y) = x^2 + 10*y^2"',
    )
    gradients = Field(
        GradientsType(),
        "a list of gradients instead of a function, one a step",
        default=None,
        starter=False,
        excludes="function",
    )
    data = Field(
        DataType(),
        "samples: their columns stand in the function as well; the loss is the mean",
        default=None,
        needs=With("batch_size", "1 for SGD, or all the samples"),
        excludes=LISTED,
    )
    batch_size = Field(
        Whole(1, 10_000),
        "samples in a step: 1 for SGD, more for mini-batches",
        default=None,
        option=True,
        needs="data",
        excludes=LISTED,
    )
    start = Field(Start(), "a number for each parameter", example="{x: 1, y: 1}", option=True)
    learning_rate = Field(
        RateType(),
        "a number, a list, or {schedule: step decay, start: 0.1, factor: 0.5, every: 10}; the preset's unless told",
        default=None,
        example="0.1",
        option=True,
    )
    iterations = Field(
        Whole(1, 200_000),
        "how many steps; of a list of gradients, one for each",
        default=None,
        example="10",
        option=True,
    )
    first = Field(
        Whole(0, 30), "steps written out from the start; the others stand in the table", default=2, option=True
    )

    @together("optimizer", "preset")
    def settled(self, faults: Faults) -> list[Settings] | None:
        """The optimisers with every option decided."""
        unread = "learning_rate" in self.places and self.learning_rate is None
        if unread:
            return None
        return settle(self.optimizer, self.preset, self.learning_rate, faults) or None

    def _source(self, faults: Faults) -> FromFunction | FromList | None:
        """Where the gradients come from."""
        if not self._readable():
            return None
        if self.gradients is not None:
            return self._from_list(self.gradients, faults)
        settled = self.settled if self.has("settled") else []
        reserved = {option.letter for each in settled for option in each.entry.options.values()}
        return self._from_function(reserved | {*RESERVED, *SHARED_NAMES}, faults)

    gradient_source = Together[FromFunction | FromList](_source, of=["start"])

    @together("settled", "start")
    def courses(self, faults: Faults) -> list[Course] | None:
        """Each optimiser on its way from the start."""
        if not self._readable():
            return None
        self._clashes(self.settled, faults)
        if faults.found:
            return None
        return [Course(each, self.gradient_source, self.start) for each in self.settled]

    def check(self, faults: Faults) -> None:
        """Looks for a function or gradients, and bounds the work."""
        if not self._sourced:
            faults.add(self.places.get("optimizer"), "write one of function: and gradients:", "")
        elif self.has("courses"):
            self._bound(faults)

    @property
    def _sourced(self) -> bool:
        """Whether it is written where the gradients come from."""
        return "function" in self.places or "gradients" in self.places

    def _readable(self) -> bool:
        """Whether all that is written of function, data and gradients was read, and there is one to go by."""
        keys = [key for key in ("function", "data", "gradients") if key in self.places]
        return self._sourced and self.has(*keys)

    def _from_function(self, reserved: set[str], faults: Faults) -> FromFunction | None:
        """The function, and its samples where there are some."""
        node, samples, size = self.places["function"], self.data or [], self.batch_size or 0
        columns = tuple(samples[0]) if samples else ()
        objective = read_objective(node, self.start, faults, columns, reserved)
        if "iterations" not in self.places:
            faults.add(node, "iterations: is missing: how many steps are wanted", "")
        if samples and size > len(samples):
            faults.add(self.places["batch_size"], f"at most {len(samples)} was expected, the number of samples")
        if objective is None or faults.found:
            return None
        return FromData(objective, samples, size) if samples else FromFunction(objective)

    def _from_list(self, gradients: Listed, faults: Faults) -> FromList | None:
        """The gradients that are listed; a start without a name is that of w."""
        if NAMELESS in self.start:
            self.start[Name(Role.PARAMETER, "w")] = self.start.pop(NAMELESS)
        listed = gradients.of(list(self.start), faults)
        count = len(gradients.rows)
        if self.iterations and self.iterations > count:
            faults.add(self.places["iterations"], f"the list holds {counted(count, 'gradients')} only")
        return FromList(list(self.start), listed) if listed else None

    def _clashes(self, settled: list[Settings], faults: Faults) -> None:
        """Notes parameters that are called as the page calls something else, such as m_x beside x."""
        for each in settled:
            kept = {*WRITTEN, *each.entry.states, *each.entry.marks}
            taken = {Name(Role.STATE, state, name) for state in kept for name in self.start}
            for name in taken & {*self.start}:
                faults.add(
                    self.places["start"], "this name stands for something else here; choose another letter", name
                )

    @property
    def count(self) -> int:
        """The number of rounds."""
        listed = len(self.gradients.rows) if self.gradients is not None else 0
        return self.iterations or listed

    def _bound(self, faults: Faults) -> None:
        """Notes more work than is done for a page."""
        budget = BUDGET_CARRIED if self.precision.carry else BUDGET
        cost = sum(course.cost for course in self.courses)
        most = max(1, budget // cost)
        if cost > budget // 20:
            faults.add(
                self.places.get("data") or self.places["start"], "these samples are too many for a worked page", ""
            )
        elif self.count > most:
            place = self.places.get("iterations") or self.places["gradients"]
            faults.add(place, f"at most {most} steps of this problem were expected", str(self.count))


def solve(problem: Problem) -> Working:
    """The first rounds of every optimiser in full, the last one, and a table of all."""
    return optimiser_solution(problem)
