"""What an exam would print: the layers, the rule, and what is to be found."""

from __future__ import annotations

from ...reading.literals import written
from ...solution import Says
from .plan import Plan

_FANS = {
    "in": "initialization_statement_fan_in",
    "out": "initialization_statement_fan_out",
    "average": "initialization_statement_fan_average",
}


def statement(plan: Plan) -> list[Says]:
    """The layers, how their weights are drawn, and what is to be found where nothing is asked."""
    layers = [Says("initialization_text", text=layer.called) for layer in plan.layers]
    if plan.alike:
        layers = [Says("initialization_every", n=len(plan.layers), text=plan.layers[0].called)]
    said = [Says("initialization_statement_layers", n=len(plan.layers), layers=layers)]
    if plan.told is not None:
        said.append(Says("initialization_statement_activation", name=plan.told.name))
    said += _drawn(plan)
    return said if plan.asked else [*said, *_wanted(plan)]


def _drawn(plan: Plan) -> list[Says]:
    """The rule, its fan and its gain; or the deviation."""
    if plan.rule is None:
        assert plan.std is not None, "without a rule there is a deviation"
        return [Says("initialization_statement_std", number=written(plan.std))]
    said = [Says("initialization_statement_rule", rule=Says(plan.rule.title)), Says(_FANS[plan.fan])]
    if plan.pytorch:
        said.append(Says("initialization_statement_gain_pytorch"))
    if plan.gives_gain:
        said.append(Says("initialization_statement_gain"))
    return said


def _wanted(plan: Plan) -> list[Says]:
    """What is to be found."""
    said = [Says("initialization_statement_find")]
    if plan.truncated:
        said.append(Says("initialization_statement_find_cut"))
    if plan.shows_flow:
        said.append(Says("initialization_statement_find_flow"))
    if plan.compare:
        said.append(Says("initialization_statement_compare", numbers=[written(std) for std in plan.compare]))
    if plan.shows_flow and plan.backward:
        said.append(Says("initialization_statement_find_back"))
    return said
