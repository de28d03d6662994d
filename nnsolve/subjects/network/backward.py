"""The backward pass of a network: the chain rule's steps put into sections, blocks and words."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...formula.chains import Local
from ...formula.derive import Backward
from ...formula.expr import Expr, Symbol
from ...formula.functions import slope_note
from ...names import Name, Role, d
from ...solution import Block, Says, Section, Step
from .model import ERROR, Network, Unit

if TYPE_CHECKING:
    from .loss import ReadLoss


_SHORT_PATHS = 6
# An error term below a softmax holds a sum over the layer above for each of its outputs; so many products w·δ are
# written in one formula, some four rows, before the sums get names.
_LONGEST_TERM = 25


class Writer:
    """Receives the steps of :class:`Backward` and lays them out: a section for each parameter, blocks inside."""

    def __init__(self, network: Network, forward: list[Step], loss: ReadLoss, method: str, target: Name = ERROR):
        self.network, self.method = network, method
        self.told = False  # what δ means is said once
        self.sections: list[Section] = []
        self.reasons = {step.name: step.reason for step in forward}
        self.units: dict[Name, Unit] = {}
        for unit in network.units:
            self.units[unit.net] = self.units[unit.out] = unit
        self.loss, self.terms = loss, sum(loss.counts(unit) for unit in network.outputs) + (target != ERROR)
        self.backward = Backward(
            [(step.name, step.formula) for step in forward],
            target,
            self.write,
            self.begin,
            alias={unit.net: unit.delta for unit in network.units} | self._shared_outputs(target),
            collapse=loss.collapse(network),
            inline=method == "delta",
        )

    def _shared_outputs(self, target: Name) -> dict[Name, Name]:
        """The gradients by outputs of softmax layers that are written on their own, as every error term holds all."""
        found: dict[Name, Name] = {}
        layers = self.network.layers if self.method == "delta" else []
        for layer, above in itertools.pairwise(layers):
            if len(layer) * len(above) > _LONGEST_TERM:
                found |= {unit.out: d(target, unit.out) for unit in layer if unit.activation == "softmax"}
        return found

    def section(self, title: Says):
        """Opens a section; the steps that follow go into it."""
        self.sections.append(Section(title))

    def add(self, steps: list[Step], title: Says | None = None):
        """Adds a block of steps to the open section."""
        self.sections[-1].blocks.append(Block(title, steps))

    def begin(self, name: Name, chains: list):
        """Opens the block that leads to one gradient, with a sentence about its paths."""
        self.sections[-1].blocks.append(Block(None, [], self._intro(name, chains)))

    def _intro(self, name: Name, chains: list) -> Says | None:
        if self.method == "delta" or not chains:
            return None
        if len(chains) > 1:
            users = [chain[-1].upper for chain in chains]
            return Says("network_feeds", name=name, targets=shown(users), n=len(users))
        (chain,) = chains
        path = [local.lower for local in chain[:-1] if isinstance(local, Local)]
        if isinstance(chain[0], Symbol):
            path.insert(0, chain[1].upper)
        return Says("network_reaches", name=name, path=list(reversed(path))) if path else None

    def write(self, name: Name, formula: Expr, role: str, of: tuple[Name, ...]):
        """Adds one step to the open block."""
        block = self.sections[-1].blocks[-1]
        block.steps.append(Step(name, formula, self._reason(formula, role, of)))
        if role in ("chain", "paths") and self.method != "delta":
            block.goal = name

    def _reason(self, formula: Expr, role: str, of: tuple[Name, ...]) -> Says | None:
        if role == "collapse":
            return Says("network_collapse", loss=self.loss.name, activation=self.loss.entry.collapses)
        if role == "local":
            return self._local_reason(formula, *of)
        named = of[0].role is Role.NET and self.method == "delta" and not self.told
        self.told |= named
        return Says("network_error_term", target=self.backward.target) if named else None

    def _local_reason(self, formula: Expr, upper: Name, lower: Name) -> Says | None:
        """Why a local derivative is what it is."""
        if upper in self.network.parameters or lower in self.backward.updated:
            return None
        note = slope_note(formula)
        if note:
            return Says(note)
        if upper == self.backward.target:
            return Says("network_no_other_term", target=self.backward.target, name=lower) if self.terms > 1 else None
        if upper.role is Role.PENALTY:
            return Says("training_slope_of_R")
        unit = self.units.get(upper)
        if unit is None:  # what dropout leaves of an activation, a term of the loss
            return None
        return self._slope_of_sum(unit, lower) if upper == unit.net else _slope_of_activation(unit, lower)

    def _slope_of_sum(self, unit: Unit, lower: Name) -> Says | None:
        """Why a net input has this derivative by a weight, an input or the bias."""
        updated = self.backward.updated
        if updated and any(name in updated for name in (lower, *_weights_from(unit, lower))):
            return Says("network_updated_before")
        if lower in self.network.biases:
            return Says("network_slope_bias")
        return Says("network_slope_sum", name=lower) if len(unit.edges) > 1 else None


def shown(names: list[Name]) -> Sequence[str]:
    """Names as a sentence lists them: of many the first two and the last."""
    return names if len(names) <= _SHORT_PATHS else [*names[:2], "…", names[-1]]


def _slope_of_activation(unit: Unit, lower: Name) -> Says | None:
    """The sentence of an activation function about its derivative."""
    if unit.activation == "softmax":
        return Says("network_slope_softmax_own" if lower == unit.net else "network_slope_softmax_other")
    return Says(unit.function.slope_says) if unit.function.slope_says else None


def _weights_from(unit: Unit, source: Name) -> list[Name]:
    return [weight for weight, symbol in unit.edges if symbol == source]
