"""Early stopping, batches and updates, grids, learning-rate schedules, dropout, data splits."""

from __future__ import annotations

from collections.abc import Callable

from ...reading.problem import CommonProblem, rounding_note
from ...reading.schema import Field, ListOf, MapOf, Nested, Text, Whole
from ...reading.yamlfile import Faults, Node
from ...solution import Says
from ...working import Working
from .batches import Batches, write_batches
from .dropout import Dropout, write_dropout
from .grid import MOST_NAMES, write_grid
from .schedules import LearningRates, write_schedule
from .split import Split, write_split
from .stopping import EarlyStopping, write_stopping

TOPIC = "Training"

LONGEST_NAME = 40  # of a hyper-parameter

# What writes each part, and tells what an exam would ask for.
WRITERS: dict[str, Callable[..., Says]] = {
    "early_stopping": write_stopping,
    "batches": write_batches,
    "grid": lambda page, grid: write_grid(page, grid, page.problem.folds),
    "schedule": write_schedule,
    "dropout": write_dropout,
    "split": write_split,
}
# The parts with numbers that are no counts.
ROUNDED = {"schedule", "dropout", "early_stopping"}


class Problem(CommonProblem):
    """One or several of the parts; each stands by itself."""

    numbers_in = ("schedule", "early_stopping", "batches", "split", "dropout", "grid")

    early_stopping = Field(
        Nested(EarlyStopping),
        "the validation error of each epoch, and the patience",
        default=None,
        example="{errors: [0.9, 0.7, 0.6, 0.62, 0.61, 0.65], patience: 3}",
    )
    batches = Field(
        Nested(Batches),
        "the data set and the size of a batch; how many updates are that?",
        default=None,
        example="{samples: 1000, batch_size: 100, epochs: 5}",
    )
    grid = Field(MapOf(ListOf(Text(), 1000)), "hyper-parameters, each with the list of its values", default=None)
    folds = Field(
        Whole(2, 10**6),
        "folds of the cross-validation in which each configuration is trained",
        default=None,
        needs="grid",
    )
    schedule = Field(
        Nested(LearningRates), "a learning-rate schedule and the times at which it is wanted", default=None
    )
    dropout = Field(Nested(Dropout), "the number of units that may be dropped", default=None)
    split = Field(Nested(Split), "the samples, and the shares of training, validation and test", default=None)

    def check(self, faults: Faults):
        """At least one part, and a grid that has values."""
        if not WRITERS.keys() & self.places.keys():
            faults.add(
                self.beginning,
                f"nothing to compute: write one or more of {', '.join(f'{name}:' for name in WRITERS)}",
                "",
            )
        if self.grid is not None:
            check_grid(self.grid, self.places["grid"], faults)


def check_grid(grid: dict[str, list[str]], place: Node, faults: Faults) -> None:
    """Notes hyper-parameters without values, names that are none, and too many."""
    if not 1 <= len(grid) <= MOST_NAMES:
        faults.add(place, f"expected 1 to {MOST_NAMES} hyper-parameters; here are {len(grid)}", "")
    for name, values in grid.items():
        if not values:
            faults.add(place.mapped[name], "expected at least one value", name)
        if len(name) > LONGEST_NAME or not name.isprintable():
            faults.add(place.keys[name], f"expected a name of at most {LONGEST_NAME} characters", name)


def solve(problem: Problem) -> Working:
    """The parts in their order, each a section or more."""
    page, wanted = Working(problem), []
    page.layout = "compact"
    for name, write in WRITERS.items():
        plan = getattr(problem, name)
        if plan is not None:
            wanted.append(write(page, plan))
    if ROUNDED & problem.places.keys():
        page.note(rounding_note(problem.precision))
    if not problem.asked:
        page.statement += wanted
    return page
