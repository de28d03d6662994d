"""Activation functions: values, slopes line by line, softmax's Jacobian, identities, range and saturation."""

from __future__ import annotations

from ...errors import listing
from ...formula.activations import ACTIVATIONS
from ...reading.activation import activation_schema
from ...reading.known import Made, one_or_several
from ...reading.problem import CommonProblem, rounding_note
from ...reading.schema import Field, Flag, ListOf, Number, Whole, constant, together
from ...reading.yamlfile import Faults
from ...working import Working
from .curve import point
from .jacobian import Softmax
from .page import DEFAULT_THRESHOLD, check, subtitle, synonyms, write_all, write_curves, write_softmax
from .read import Curves, read_curves
from .statement import statement

TOPIC = "Activations and losses"
PLOTS = ("activation",)

MOST_POINTS = 200
MOST_VECTOR = 12


class Problem(CommonProblem):
    """One or several activations and the points at which they are looked at."""

    numbers_in = ("at", "activation")

    activation = Field(
        Made(lambda: one_or_several(activation_schema())),
        "an activation, such as sigmoid, leaky relu(0.01) or a formula in x, or a list of them",
        example="sigmoid",
        option=True,
    )
    at = Field(ListOf(Number(), MOST_POINTS), "the points x; softmax takes them as one vector", example="[-2, 0, 3]")
    derivation = Field(
        Flag(), "the derivative line by line; for a single activation unless told", default=None, option=True
    )
    identities = Field(
        Flag(), "identities such as tanh x = 2σ(2x) − 1; for a single activation unless told", default=None, option=True
    )
    saturation = Field(
        Number(0), "the slope below which a unit counts as saturated; 0.01 unless told", default=None, option=True
    )
    shown = Field(Whole(0, 50), "points that are written out; the others stand in the table", default=4, option=True)

    @together("activation")
    def curves(self, faults: Faults) -> Curves | None:
        """The activations."""
        return read_curves(self.places["activation"], faults)

    def check(self, faults: Faults):
        """Bounds what softmax mixes, and looks for points."""
        if self.has("at") and not self.at:
            faults.add(self.places["at"], "expected at least one point, such as [-2, 0, 3]", "")
        if not self.has("curves"):
            return
        if self.curves.softmax and self.has("at"):
            self._check_vector(faults)
        self._check_idle(faults)

    def _check_idle(self, faults: Faults) -> None:
        """Notes what these activations have no use for."""
        if self.identities and not any(curve.identity for curve in self.curves.curves):
            known = [name for name, entry in ACTIVATIONS.items() if entry.identity]
            self.idle(faults, ["identities"], f"known here are those of {listing(known)}")
        if not self.curves.curves:
            why = "is for units of their own, and softmax takes all points together"
            self.idle(faults, ["saturation", "shown"], why)

    def _check_vector(self, faults: Faults):
        """Notes where softmax has too few points, or too many; none at all are a fault already."""
        if self.at and not 2 <= len(self.at) <= MOST_VECTOR:
            text = f"softmax needs a vector of 2 to {MOST_VECTOR} numbers"
            faults.add(self.places["at"], f"{text}; here {_are(len(self.at))}", "")

    @property
    def points(self) -> list[float]:
        """The points as doubles."""
        return [constant(number) for number in self.at]

    def wants(self, key: str) -> bool:
        """Whether a part of the page is asked for; for a single activation unless the problem says otherwise."""
        told = getattr(self, key)
        return self.single if told is None else told

    @property
    def single(self) -> bool:
        """Whether there is one activation alone."""
        return len(self.curves.curves) + self.curves.softmax == 1


def _are(count: int) -> str:
    return "is one" if count == 1 else f"are {count}"


def solve(problem: Problem) -> Working:
    """The derivation, values and slopes at the points, identities, range and saturation of every activation."""
    page, curves = Working(problem), problem.curves.curves
    threshold = problem.saturation or DEFAULT_THRESHOLD
    page.subtitle = subtitle(problem)
    page.row({point(k): number for k, number in enumerate(problem.at, 1)})
    steps = write_curves(page, problem, curves, threshold)
    softmax = Softmax(len(problem.at)) if problem.curves.softmax else None
    if softmax:
        steps += write_softmax(page, problem, softmax)
    write_all(page, steps)
    page.synonyms = synonyms(problem, softmax)
    page.check(lambda solution: check(page, steps, problem, softmax))
    page.note(rounding_note(page.rounding))
    page.statement += statement(problem, curves, softmax is not None, threshold)
    return page
