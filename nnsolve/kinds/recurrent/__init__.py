"""Recurrent networks step by step: simple cells, LSTM and GRU, their outputs and losses, back through time."""

from __future__ import annotations

from ...reading.problem import rounding_note
from ...subjects.network.model import ERROR
from ...working import Working
from .backward import BackThroughTime
from .entries import Entries
from .factors import Factors
from .forward import Forward
from .loss import Losses
from .page import Over, synonyms
from .problem import Problem
from .returns import told_words
from .statement import rule, statement

TOPIC = "Sequences"
PICTURE = "unrolled"


def solve(problem: Problem) -> Working:
    """The forward pass, the outputs and losses, the gradients and new values."""
    page = Working(problem)
    forward = Forward(page, problem)
    forward.write()
    page.answers = [symbol.name for symbol in forward.outputs.values()][-1:]
    if problem.loss is not None:
        losses = Losses(forward)
        losses.write()
        page.answers.append(ERROR)
        if problem.net.activation.unit.slopes:
            BackThroughTime(forward, losses).write(problem.gradients or problem.learning_rate is not None)
    if problem.net.chained:
        factors = Factors(forward)
        factors.write(problem.factors)
        page.note(factors.verdict)
    page.note(lambda solution: told_words(forward, solution))
    page.table(lambda solution: Over(forward, solution).table())
    page.synonyms = synonyms(forward)
    Entries(forward).offer()
    page.note(*rule(problem), rounding_note(page.rounding))
    page.statement += statement(problem)
    return page


__all__ = ["Problem", "solve"]
