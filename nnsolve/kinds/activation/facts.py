"""Range, centre, steepest slope and saturation of the activations, as their entries tell them."""

from __future__ import annotations

from ...formula.activations.entry import Facts, Sentence
from ...formula.expr import Symbol
from ...names import Name, Role
from ...solution import Block, Says, Step
from .curve import Curve

THRESHOLD = Name(Role.OPTION, "τ")


def sentences(curve: Curve) -> list[Says]:
    """Range, centre and steepest slope in words; nothing of a written function."""
    facts = curve.entry.facts(*curve.parameters)
    if facts is None:
        return []
    text = f"{facts.ends[0]}{facts.low}, {facts.high}{facts.ends[1]}"
    key = "curve_two_values" if facts.ends == "{}" else "curve_range"
    found = [Says(key, text=text), Says(facts.centred)]
    if facts.steepest:
        found.append(_steepest(facts))
    return found


def _steepest(facts: Facts) -> Says:
    """The greatest slope and where it is reached, if it is."""
    if facts.at is None:
        return Says("curve_steepest_near", text=facts.steepest)
    return Says("curve_steepest", text=facts.steepest, at=_said(facts.at))


def _said(sentence: Sentence) -> Says:
    return Says(sentence.key, text=sentence.text) if sentence.text else Says(sentence.key)


def saturation(curve: Curve, threshold: float) -> Block:
    """Where the slope is below the threshold: a step where there is a closed form, else a sentence."""
    found = curve.entry.saturation
    if found is None:
        return Block(None, [], Says("curve_by_points"))
    numbers = curve.numbers()
    if callable(found.says):
        return Block(None, [], Says(found.says(threshold, *numbers)))
    if found.edge is None or found.most is None:
        return Block(None, [], Says(found.says))
    if not 0 < threshold < found.most(*numbers):
        return Block(None, [], Says("curve_always_below"))
    border = found.edge(Symbol(THRESHOLD), *curve.args)
    return Block(None, [Step(curve.edge, border)], Says(found.says, text=curve.mark("x", "′")))
