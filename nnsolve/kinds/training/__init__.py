"""Early stopping, batches and updates, grids, learning-rate schedules, dropout, data splits."""

from __future__ import annotations

from ...formula.marks import Names
from ...reading.problem import CommonProblem, rounding_note
from ...reading.schema import Field, ListOf, MapOf, Nested, Text, Whole
from ...reading.yamlfile import Faults
from ...resolver import Resolver
from ...solution import Solution, Statement, needed
from .batches import Batches, batches_part
from .dropout import Dropout, dropout_part
from .grid import MOST_NAMES, grid_part
from .part import Part
from .schedules import LearningRates, schedule_part
from .split import Split, split_part
from .stopping import EarlyStopping, stopping_part

TOPIC = "Training"

PARTS = ("early_stopping", "batches", "grid", "schedule", "dropout", "split")


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
    folds = Field(Whole(2, 10**6), "folds of the cross-validation in which each configuration is trained", default=None)
    schedule = Field(
        Nested(LearningRates), "a learning-rate schedule and the times at which it is wanted", default=None
    )
    dropout = Field(Nested(Dropout), "the number of units that may be dropped", default=None)
    split = Field(Nested(Split), "the samples, and the shares of training, validation and test", default=None)

    def check(self, faults: Faults):
        """At least one part, and a grid that has values."""
        if not any(name in self.places for name in PARTS):
            faults.add(
                self.beginning,
                f"nothing to compute: write one or more of {', '.join(f'{name}:' for name in PARTS)}",
                "",
            )
        if self.has("grid"):
            place = self.places["grid"]
            if not 1 <= len(self.grid) <= MOST_NAMES:
                faults.add(place, f"expected 1 to {MOST_NAMES} hyper-parameters; here are {len(self.grid)}", "")
            for name, values in self.grid.items():
                if values is not None and not values:
                    faults.add(place.mapped[name], "expected at least one value", name)
                if len(name) > 40 or not name.isprintable():
                    faults.add(place.keys[name], "expected a name of at most 40 characters", name)
        if "folds" in self.places and "grid" not in self.places:
            faults.add(self.places["folds"], "folds: needs grid:, whose configurations are trained once a fold", "")


def solve(problem: Problem) -> Solution:
    """The parts in the order of the file's keys, each a section or more."""
    whole = _joined(_parts(problem))
    names = Names(exact=whole.marks | (problem.notation.exact if problem.notation else {}))
    steps = [step for section in whole.possible for step in section.steps]
    results = [step.name for step in steps if type(step) is not Statement]
    resolver = Resolver(results, whole.given, names, whole.synonyms)
    asked = list(dict.fromkeys(map(resolver.asked, problem.asked or ())))
    if any(name in problem.places for name in ("schedule", "dropout", "early_stopping")):
        whole.notes.append(rounding_note(problem.precision))
    return Solution(
        kind="training",
        title=problem.title,
        source=problem.source,
        given=whole.given,
        given_rows=whole.rows,
        sections=needed(whole.possible, asked) if asked else whole.sections,
        names=names,
        rounding=problem.precision,
        asked=asked,
        answers=whole.answers,
        notes=whole.notes,
        layout="compact",
        detail=problem.detail,
        statement=whole.statement if problem.asked else [*whole.statement, *whole.wanted],
        synonyms=whole.synonyms,
    )


def _joined(parts: list[Part]) -> Part:
    """All parts as one; raises ClashError where two mean two things by one name."""
    whole = Part()
    for part in parts:
        whole.given |= part.given
        whole.rows += part.rows
        whole.sections += part.sections
        whole.possible += part.possible or part.sections
        whole.marks |= part.marks
        whole.answers += part.answers
        whole.synonyms |= part.synonyms
        whole.notes += part.notes
        whole.statement += part.statement
        whole.wanted += part.wanted
    return whole


def _parts(problem: Problem) -> list[Part]:
    """The parts that were written, each solved by itself."""
    makers = {
        "early_stopping": stopping_part,
        "batches": batches_part,
        "grid": lambda grid: grid_part(grid, problem.folds),
        "schedule": lambda plan: schedule_part(plan, problem.precision),
        "dropout": dropout_part,
        "split": split_part,
    }
    return [make(getattr(problem, name)) for name, make in makers.items() if getattr(problem, name) is not None]
