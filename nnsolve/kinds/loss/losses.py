"""The losses of a problem: the probabilities of logits, the terms of each loss, its gradients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.activations import sigmoid, softmax_unit
from ...formula.losses.logs import Logs
from ...names import Name
from ...reading.schema import constant
from ...solution import Says, Step
from .gradients import Gradients
from .terms import Data, Terms

if TYPE_CHECKING:
    from . import Problem


_TAKEN = {"sigmoid": "network_is_sigmoid", "softmax": "network_is_softmax", "huber": "network_is_huber"}


class Losses:
    """What is computed of targets and predictions. ``rigid`` are losses that have no derivative here.

    ``before`` are, by sample, the predictions that sigmoid or softmax makes of logits.
    """

    def __init__(self, problem: Problem):
        self.problem = problem
        self.data = Data(problem.t, problem.o, problem.right, problem.logits)
        self.before = self._probabilities()
        logs = Logs(problem.logarithm)
        self.terms = [Terms(loss, self.data, logs, problem.over_outputs) for loss in problem.losses]
        self.rigid: list[str] = []
        self.gradients: dict[Name, Gradients] = {}
        for terms in self.terms if problem.gradient else ():
            if terms.put == "root mean" and self._all_equal():
                self.rigid.append(terms.loss.shown)
            else:
                self.gradients[terms.name] = Gradients(terms, self.data, self.probabilities)

    def _all_equal(self) -> bool:
        """Whether every prediction is its target, so that the root of the mean has no derivative."""
        pairs = zip(self.problem.t.rows, self.problem.o.rows, strict=True)
        return all(constant(t) == constant(o) for ts, os in pairs for t, o in zip(ts, os, strict=True))

    def _probabilities(self) -> dict[int, list[Step]]:
        if not self.data.logits:
            return {}
        found, way = {}, self.problem.losses[0].entry.logits
        for i in self.data.samples():
            if way == "softmax":
                outs, nets = self.data.row("o", i), self.data.row("z", i)
                calls = [softmax_unit(j, outs)(*nets) for j in range(self.data.width)]
            else:
                calls = [sigmoid(z) for z in self.data.row("z", i)]
            found[i] = [Step(self.data.name("o", i, j), call) for j, call in enumerate(calls, 1)]
        found[1][0].reason = Says(_TAKEN[way])
        return found

    @property
    def probabilities(self) -> list[Step]:
        """The predictions that are made of logits, of all samples."""
        return [step for steps in self.before.values() for step in steps]
