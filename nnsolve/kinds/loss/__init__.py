"""Losses of targets and predictions: the term of each sample, sum and mean, and the derivatives."""

from __future__ import annotations

from ...errors import counted, here
from ...formula.losses import over_data
from ...reading.known import Made, either, one_or_several
from ...reading.problem import CommonProblem, rounding_note
from ...reading.schema import Choice, Field, Flag, Raw, Schema, Whole, together
from ...reading.yamlfile import Faults
from ...solution import Says
from ...words import spoken
from ...working import Working
from .check import checked
from .conventions import conventions
from .data import Grid, as_rows, read_grid
from .losses import Losses
from .page import write
from .read import Chosen, check_loss, read_losses
from .statement import statement
from .terms import Data

TOPIC = "Activations and losses"

MOST_TERMS = 3000
MOST_PATHS = 5000

_NUMBERS = {"type": ["array", "number", "string"]}


def _losses_schema() -> Schema:
    return one_or_several(either(over_data(), {"type": "string"}))


class Problem(CommonProblem):
    """Targets, predictions, and the losses that compare them."""

    numbers_in = ("predictions",)

    targets = Field(
        Raw(_NUMBERS), "one target a sample, a row of them, or the label of the class", example="[1, 0, 1, 0]"
    )
    predictions = Field(Raw(_NUMBERS), "one prediction a sample, or a row of them", example="[0.9, 0.2, 0.6, 0.1]")
    loss = Field(Made(_losses_schema), "a loss, or a list of losses", example="binary cross-entropy", option=True)
    reduction = Field(
        Choice("mean", "sum"),
        "mean or sum over the samples, where the name of the loss does not say it; mean unless told",
        default=None,
        option=True,
    )
    over_outputs = Field(
        Choice("mean", "sum"),
        "mean or sum over the outputs of a sample, where targets are rows and the loss counts each output",
        default=None,
        option=True,
    )
    predictions_are = Field(
        Choice("probabilities", "logits"),
        "for cross-entropies: probabilities, or logits that sigmoid or softmax still has to turn into them",
        default="probabilities",
        option=True,
    )
    labels_from = Field(
        Whole(0, 1), "the number of the first class, 0 or 1, where targets are labels", default=None, option=True
    )
    logarithm = Field(
        Choice("ln", "log2", "log10"), "the logarithm of cross-entropies: ln, log2 or log10", default="ln", option=True
    )
    gradient = Field(Flag(), "the derivative by each prediction", default=True, option=True)
    shown = Field(Whole(0, 50), "samples that are written out; the others stand in the table", default=3, option=True)

    @together("loss")
    def losses(self, faults: Faults) -> list[Chosen] | None:
        """The losses, each with how its terms are put together."""
        return read_losses(self.places["loss"], self.reduction or "mean", faults)

    @together()
    def data(self, faults: Faults) -> Data | None:
        """Targets and predictions, as the losses compare them."""
        targets, predictions = self._grid("targets", faults), self._grid("predictions", faults)
        if targets is None or predictions is None or faults.found:
            return None
        if any(loss.entry.rows for loss in self.losses):
            targets, predictions = as_rows(targets, predictions)
        if not self._fits(targets, predictions, faults):
            return None
        return Data(targets, predictions, self._labels(targets, predictions, faults), self.logits)

    def check(self, faults: Faults) -> None:
        """Looks at what says how terms are put together, and at what none of the losses needs."""
        if not self.has("data"):
            return
        for loss in self.losses:
            self._check_reduction(loss, faults)
        self._check_idle(faults)

    def _labels(self, targets: Grid, predictions: Grid, faults: Faults) -> list[int] | None:
        """The right classes where targets are labels; looks at each loss beside the data."""
        right: list[int] | None = None
        for loss in self.losses:
            found = check_loss(loss, targets, predictions, self.logits, self.labels_from, faults)
            right = found or right
        return right

    def _grid(self, key: str, faults: Faults) -> Grid | None:
        """The numbers of a key, where it was written."""
        return read_grid(self.places[key], faults) if key in self.places else None

    def _fits(self, targets: Grid, predictions: Grid, faults: Faults) -> bool:
        """Whether targets and predictions are equally many, and no more than a page holds."""
        if targets.count != predictions.count:
            wanted = counted(predictions.count, "targets")
            text = f"expected {wanted}, as there are predictions; {here(targets.count)}"
            faults.add(self.places["targets"], text, "")
            return False
        if targets.count * predictions.width * len(self.losses) > MOST_TERMS:
            most = MOST_TERMS // (targets.count * predictions.width)
            faults.add(self.places["loss"], f"of so many predictions at most {most} losses are computed on a page", "")
            return False
        if not self.logits:
            return True
        return self._one_function(faults) and self._few_paths(predictions, faults)

    def _few_paths(self, predictions: Grid, faults: Faults) -> bool:
        """Whether softmax mixes no more logits than a page holds."""
        softmax = any(loss.entry.logits == "softmax" for loss in self.losses)
        if not softmax or predictions.count * predictions.width**2 <= MOST_PATHS:
            return True
        most = max(1, MOST_PATHS // predictions.width**2)
        text = f"softmax of {predictions.width} logits is computed for at most {most} samples on a page"
        faults.add(self.places["predictions"], text, "")
        return False

    def _check_idle(self, faults: Faults):
        """Notes what none of the losses, and nothing in the data, needs."""
        if self.data.width == 1 or all(loss.entry.rows for loss in self.losses):
            self.idle(faults, ["over_outputs"], "is for rows of outputs that a loss counts one by one; here are none")
        if self.data.right is None:
            self.idle(faults, ["labels_from"], "is for targets that are labels; here are none")
        self._check_reductions(faults)
        logarithms = any(loss.entry.logs for loss in self.losses)
        if self.logarithm != "ln" and not logarithms:
            text = "there is no logarithm in this loss that could be exchanged"
            faults.add(self.places["logarithm"], text, "logarithm")

    def _check_reductions(self, faults: Faults):
        """Notes a reduction that none of several losses goes by, as each says its own by its name."""
        if len(self.losses) < 2 or not all(loss.named for loss in self.losses):
            return
        if any(loss.put != self.reduction for loss in self.losses):
            text = "does not fit: each of these losses says by its name how to put terms together"
            self.idle(faults, ["reduction"], text)

    def _one_function(self, faults: Faults) -> bool:
        """Whether all losses turn logits into probabilities alike: each ŷ on the page is one number."""
        squashed = [loss for loss in self.losses if loss.entry.logits]
        for loss in squashed:
            own, first = loss.entry, squashed[0].entry
            if own.logits != first.logits:
                text = (
                    f"{own.name} takes {own.logits} of the logits and {first.name} takes {first.logits}, "
                    "so their predictions are not the same; write them in two problems, with --- between them"
                )
                faults.add(loss.node, text)
                return False
        return True

    def _check_reduction(self, loss: Chosen, faults: Faults):
        """How terms are put together, and that the problem says it once."""
        if loss.named and len(self.losses) == 1 and self.reduction not in (None, loss.put):
            text = f"{loss.name} says by its name how its terms are put together; leave reduction: out"
            faults.add(self.places["reduction"], text)
        self._check_outputs(loss, faults)

    def _check_outputs(self, loss: Chosen, faults: Faults) -> None:
        """Notes where nothing says how the outputs of a sample are put together."""
        told = self.over_outputs is not None or loss.put == "product"
        if not told and not loss.entry.rows and self.data.width > 1:
            text = "targets are rows: write over_outputs: mean (as PyTorch and Keras do) or over_outputs: sum"
            faults.add(loss.node, text)

    @property
    def logits(self) -> bool:
        """Whether predictions are logits."""
        return self.predictions_are == "logits"


def solve(problem: Problem) -> Working:
    """Terms, sum, mean and derivatives of every loss."""
    page, losses = Working(problem), Losses(problem)
    chosen = problem.losses
    page.subtitle = chosen[0].shown if len(chosen) == 1 else spoken(Says("loss_subtitle", n=len(chosen)), str)
    write(page, losses)
    page.check(lambda solution: checked(losses, page.given))
    page.note(*conventions(problem, losses.terms, losses.rigid), rounding_note(page.rounding))
    page.statement += statement(problem, bool(losses.gradients))
    return page
