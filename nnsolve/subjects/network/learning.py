"""The keys of a network that learns: how it is derived, and how its parameters are updated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from ...formula.expr import Expr
from ...formula.parse import whole_text
from ...given import Given
from ...names import Name
from ...reading.schema import Choice, Field, Flag, Later, ListOf, Number, Text, Whole, With, together
from ...reading.yamlfile import Faults
from ...solution import Says, Step
from .loss import ReadLoss
from .model import COST, ERROR, RATE
from .problem import BY_NEURON, NO_SYMBOLS, ONE_PASS, NetworkProblem

UPDATES = With("learning_rate", "without which nothing is updated")
SEVERAL = With("samples", "a list of {inputs: …, targets: …}")


class Entry(Protocol):
    """An optimiser of the table: its states with what each begins with, and what writes its update."""

    title: str
    states: dict[str, str]
    says: tuple[str, ...]
    marks: dict[str, str]
    letters: dict[str, Mapping[str, str]]
    write: Callable


class Settled(Protocol):
    """An optimiser with every option decided, as the updates of a network need it."""

    numbers: dict[str, Expr]
    words: dict[str, str]
    preset: str
    rate: Any  # the rate of the network takes the place of its own

    @property
    def entry(self) -> Entry:
        """Its entry of the table."""

    def letter(self, option: str) -> Name:
        """The letter of a number on the page."""

    def said(self, key: str, title: str) -> Says:
        """The preset, as the sentence ``key`` tells it."""


class Hand(Protocol):
    """What an optimiser writes the steps of one update with."""

    steps: list[Step]


class LearningProblem(NetworkProblem):
    """A network with targets and a loss, whose gradients and new parameters are wanted."""

    learning_rate = Field(Number(above=0), "the learning rate η", default=None, example="0.5", option=True)
    freeze = Field(
        ListOf(Text()),
        "parameters that are not updated, such as [b1, b2]",
        default=(),
        starter=False,
        needs=UPDATES,
        excludes=NO_SYMBOLS,
    )
    method = Field(
        Choice("chain", "delta"), "the chain rule factor by factor, or error terms δ", default="chain", option=True
    )
    update = Field(
        Choice("simultaneous", "sequential"),
        "every gradient from the old weights, or later layers first",
        default="simultaneous",
        option=True,
        needs=UPDATES,
        excludes=ONE_PASS,
    )
    style = Field(
        Choice("scalar", "matrix"),
        "neuron by neuron, or in matrices with their sizes",
        default="scalar",
        option=True,
        excludes=ONE_PASS,
    )
    batch = Field(
        Text(),
        "with samples: 1 (an update a sample), a number (mini-batches) or all",
        default="",
        option=True,
        starter=False,
        needs=SEVERAL,
    )
    epochs = Field(
        Whole(1, 1_000_000),
        "with samples: how often all are visited",
        default=1,
        option=True,
        starter=False,
        needs=(SEVERAL, UPDATES),
    )
    reduction = Field(
        Choice("mean", "sum"),
        "with samples: mean or sum of a batch's gradients",
        default="mean",
        starter=False,
        needs=SEVERAL,
    )
    shuffle = Field(
        Whole(0, 10**9),
        "with samples: visit them in random order, with this seed",
        default=None,
        starter=False,
        needs=SEVERAL,
    )
    clip = Field(
        Later("nnsolve.subjects.network.update", "Clip"),
        "bound the gradients: {value: 1} each, or {norm: 1} together",
        default=None,
        starter=False,
        needs=UPDATES,
        excludes=BY_NEURON,
    )
    weight_decay = Field(
        Number(least=0),
        "decoupled weight decay λ in every update",
        default=None,
        starter=False,
        needs=UPDATES,
        excludes=(*BY_NEURON, With("optimizer", "which takes it among its options")),
    )
    regularization = Field(
        Later("nnsolve.subjects.network.penalty", "Regularization"),
        "λΣ|w| or λΣw² added to the error: {l1: 0.01, l2: 0.1, half: true}",
        default=None,
        starter=False,
        excludes=BY_NEURON,
    )
    memoisation = Field(
        Flag(),
        "count the multiplications with and without keeping derivatives",
        default=False,
        option=True,
        starter=False,
        excludes=BY_NEURON,
    )

    @together("criterion", "net")
    def error(self, faults: Faults) -> ReadLoss | None:
        """The loss of the targets, without which nothing is learned."""
        return self.compared(faults)

    @together("net")
    def frozen(self, faults: Faults) -> list[str]:
        """The names of what does not learn, as the network has them."""
        return list(map(self._named, self.freeze))

    def _named(self, text: str) -> str:
        """The input or parameter of this spelling, or of this with Greek letters; the text itself where none is."""
        known = self.net.known
        if text in known:
            return known[text]
        from .batch_norm import spelled

        return known.get(spelled(text)) or text

    @property
    def settled(self) -> Settled | None:
        """The optimiser with every option decided, where there is one."""
        raise AssertionError(f"{type(self).__name__} has no optimiser")

    @property
    def hand(self) -> Callable[..., Hand]:
        """What writes the steps of an optimiser."""
        raise AssertionError(f"{type(self).__name__} has no optimiser")

    @property
    def target(self) -> Name:
        """What gradients are of: the error, or the cost with its regularisation."""
        return ERROR if self.regularization is None else COST

    @property
    def batch_size(self) -> int:
        """How many samples stand behind one update."""
        return whole_text(self.batch) or len(self.data)

    @property
    def rate(self) -> dict[Name, Expr]:
        """The learning rate by its letter, where there is one."""
        return {} if self.learning_rate is None else {RATE: self.learning_rate}

    def given(self) -> Given:
        """The network's numbers and the learning rate."""
        given = super().given() | self.rate
        return given | self.regularization.numbers if self.regularization else given

    def given_rows(self) -> list[list[Name]]:
        """As for every network; the learning rate joins the targets."""
        rows = super().given_rows()
        if self.learning_rate is not None:
            rows[1 if len(rows) > 1 and not self.error.label else 0].append(RATE)
        if self.regularization is not None:
            rows.append(list(self.regularization.numbers))
        return rows
