"""The losses of a problem: the probabilities of logits, the terms of each loss, its gradients."""

from __future__ import annotations

from itertools import chain, starmap
from operator import eq
from typing import TYPE_CHECKING

from ...formula.activations import sigmoid, softmax_unit
from ...formula.losses.logs import Logs
from ...names import Name
from ...solution import Says, Step
from .data import pairs
from .gradients import Gradients
from .terms import Terms

if TYPE_CHECKING:
    from . import Problem


_TAKEN = {"sigmoid": "network_is_sigmoid", "softmax": "network_is_softmax", "huber": "network_is_huber"}


class Losses:
    """What is computed of targets and predictions. ``rigid`` are losses that have no derivative here.

    ``before`` are, by sample, the predictions that sigmoid or softmax makes of logits.
    """

    def __init__(self, problem: Problem):
        self.problem, self.data = problem, problem.data
        self.before = self._probabilities()
        logs = Logs(problem.logarithm)
        self.terms = [Terms(loss, self.data, logs, problem.over_outputs) for loss in problem.losses]
        self.rigid: list[str] = []
        self.gradients: dict[Name, Gradients] = {}
        if problem.gradient:
            self._derive()

    def _derive(self) -> None:
        """The derivatives of each loss that has any."""
        for terms in self.terms:
            if terms.put == "root mean" and self._all_equal():
                self.rigid.append(terms.loss.shown)
            else:
                self.gradients[terms.name] = Gradients(terms, self.data, self.probabilities)

    def _all_equal(self) -> bool:
        """Whether every prediction is its target, so that the root of the mean has no derivative."""
        return all(starmap(eq, pairs(self.data.targets, self.data.predictions)))

    def _probabilities(self) -> dict[int, list[Step]]:
        """The predictions that sigmoid or softmax makes of logits, by sample; empty where they are given."""
        if not self.data.logits:
            return {}
        way = self.problem.losses[0].entry.logits
        found = {i: self._squashed(i, way) for i in self.data.samples()}
        found[1][0].reason = Says(_TAKEN[way])
        return found

    def _squashed(self, i: int, way: str) -> list[Step]:
        """The predictions of sample ``i``, made of its logits."""
        outs, nets = self.data.row("o", i), self.data.row("z", i)
        if way == "softmax":
            calls = [softmax_unit(j, outs)(*nets) for j in range(self.data.width)]
        else:
            calls = list(map(sigmoid, nets))
        return [Step(self.data.name("o", i, j), call) for j, call in enumerate(calls, 1)]

    @property
    def probabilities(self) -> list[Step]:
        """The predictions that are made of logits, of all samples."""
        return list(chain.from_iterable(self.before.values()))
