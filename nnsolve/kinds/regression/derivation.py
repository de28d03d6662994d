"""The gradient of a regression derived on one sample: the chain rule, what cancels in it, and the sum in words."""

from __future__ import annotations

from ...formula.derive import Backward
from ...formula.expr import Expr, Symbol
from ...formula.marks import Mark, Partial
from ...names import Name, Role, d
from ...solution import Block, Says, Section, Step
from .called import START, sample_loss, standing
from .models import Model

CANCELLED = Name(Role.RESULT, "cancelled")


# How the losses of all rows are put together: of a linear model or of an entropy, by the name of the loss.
_ALL = {
    (True, "mean"): "regression_all_linear_mean",
    (True, "half mean"): "regression_all_linear_half_mean",
    (True, "sum"): "regression_all_linear_sum",
    (True, "half sum"): "regression_all_linear_half_sum",
    (False, "mean"): "regression_all_entropy_mean",
    (False, "sum"): "regression_all_entropy_sum",
}


def derivation(model: Model) -> Section:
    """∂ℓ/∂b for one row by the chain rule, with what cancels; then the sum over the rows in words."""
    formula, inner, short, reason = model.sample(START)
    forward = model.forward(START)
    blocks: list[Block] = []
    if formula is not None:
        own = Step(sample_loss(1, START), formula, Says("regression_sample_loss"))
        forward.append(own)
        blocks.append(Block(None, [own], Says("regression_sample")))
    top = _chain(forward, inner, blocks)
    if short is not None:
        model.marks[CANCELLED] = Partial(Mark("ℓ", "1"), model.marks[inner])
        blocks.append(Block(None, [Step(CANCELLED, short, reason)], Says("regression_cancelled")))
        top = CANCELLED
    blocks.append(Block(None, _slopes(model, top)))
    key = _ALL[bool(model.sign), model.loss]
    blocks.append(Block(None, [], Says(key)))
    return Section(Says("regression_derivation"), blocks)


def _chain(forward: list[Step], inner: Name, blocks: list[Block]) -> Name:
    """Writes the derivative of the sample's loss by its ``inner`` value into more ``blocks``; returns its name."""

    def begin(name: Name, chains: list):
        intro = None if blocks else Says("regression_sample")
        blocks.append(Block(None, [], intro))

    def write(name: Name, formula: Expr, role: str, of: tuple[str, ...]):
        blocks[-1].steps.append(Step(name, formula))
        if role in ("chain", "paths"):
            blocks[-1].goal = name

    steps = [(step.name, step.formula) for step in forward]
    return Backward(steps, sample_loss(1, START), write, begin).gradient(inner)


def _slopes(model: Model, top: Name) -> list[Step]:
    """By each coefficient: the derivative by the inner value, times the column."""
    found = []
    for column in model.columns:
        name = model.coefficient(column, model.outputs[0])
        end = d(sample_loss(1, START), standing(name, START))
        model.marks[end] = Partial(Mark("ℓ", "1"), model.mark(name))
        if column:
            found.append(Step(end, Symbol(top) * model.data.x(column, 1)))
        else:
            found.append(Step(end, Symbol(top), Says("regression_slope_one")))
    return found
