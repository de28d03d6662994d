"""The keys of what keeps a critic from growing too steep: clipped weights, or a penalty on its gradients."""

from __future__ import annotations

from ...errors import counted, here
from ...reading.schema import Field, ListOf, Number, Record
from ...reading.yamlfile import Faults

MOST, MOST_ENTRIES, LARGEST = 30, 12, 1e6
_NUMBER = Number(least=-LARGEST, most=LARGEST)


class ClipKeys(Record):
    """``clip:`` the bound, and the weights that are clipped."""

    bound = Field(Number(above=0, most=LARGEST), "c: weights stay between −c and c, 0.01 in the paper")
    weights = Field(ListOf(_NUMBER, MOST, least=1), "the weights after an update")


class PenaltyKeys(Record):
    """``gradient_penalty:`` its weight, and the gradients of D between real and generated samples, or their norms."""

    weight = Field(Number(above=0, most=LARGEST), "λ, 10 in the paper")
    gradients = Field(
        ListOf(ListOf(_NUMBER, MOST_ENTRIES, least=1), MOST, least=1),
        "the gradient of D by its input at each point between a real and a generated sample",
        default=None,
        excludes="norms",
    )
    norms = Field(
        ListOf(Number(least=0, most=LARGEST), MOST, least=1), "their norms, where those are given", default=None
    )

    def check(self, faults: Faults) -> None:
        """Gradients of one length, or norms."""
        if not {"gradients", "norms"} & self.places.keys():
            faults.add(self.beginning, "write gradients: [[0.6, 0.8], …], one a point, or their norms: [1, …]", "")
        gradients = self.gradients or []
        for place, gradient in enumerate(gradients):
            if len(gradient) != len(gradients[0]):
                text = (
                    f"expected {counted(len(gradients[0]), 'numbers')}, as in the first gradient; {here(len(gradient))}"
                )
                faults.add(self.places["gradients"].at(place), text, "")
