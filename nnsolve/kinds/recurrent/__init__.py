"""Recurrent networks step by step: simple cells, LSTM and GRU, their outputs and losses, back through time."""

from __future__ import annotations

from ...names import d
from ...reading.problem import rounding_note
from ...subjects.network.model import ERROR
from ...working import Working
from .backward import BackThroughTime
from .entries import Entries
from .factors import Factors
from .forward import Forward
from .letters import Closed
from .loss import Losses
from .page import Over, synonyms
from .problem import Problem
from .returns import chosen, told_words
from .sees import WORDS
from .statement import rule, statement

TOPIC = "Sequences"
PICTURE = "unrolled"


def solve(problem: Problem) -> Working:
    """The forward pass, the outputs and losses, the gradients and new values."""
    page = Working(problem)
    page.symbolic = problem.net.symbolic
    forward = Forward(page, problem)
    forward.write()
    page.answers = [symbol.name for symbol in forward.outputs.values()][-1:]
    if problem.net.feed == WORDS:
        page.answers += [chosen(time) for time in range(2, problem.net.steps + 2)]
    if problem.loss is not None:
        _learn(forward)
    elif problem.net.symbolic:
        _derivatives(forward)
    page.synonyms = synonyms(forward)
    if problem.net.symbolic:
        Entries(forward).offer()
        page.note(*rule(problem))
    else:
        _close(forward)
    page.statement += statement(problem)
    return page


def _learn(forward: Forward) -> None:
    """The losses and their sum, and back through time where the activation has a slope."""
    page, problem = forward.page, forward.problem
    losses = Losses(forward)
    losses.write()
    page.answers.append(ERROR)
    if problem.net.activation.unit.slopes:
        back = BackThroughTime(forward, ERROR, losses.short())
        back.write(problem.gradients or problem.learning_rate is not None)


def _close(forward: Forward) -> None:
    """What a page in numbers has behind its steps: what is left of a gradient, the table over time, what is said."""
    page, problem = forward.page, forward.problem
    if problem.net.chained:
        factors = Factors(forward)
        factors.write(problem.factors)
        page.note(factors.verdict)
    page.note(lambda solution: told_words(forward, solution))
    page.table(lambda solution: Over(forward, solution).table())
    Entries(forward).offer()
    page.note(*rule(problem))
    page.note(rounding_note(page.rounding))


def _derivatives(forward: Forward) -> None:
    """Of a network in letters without a loss: the derivatives of its last output, and all of it in closed form."""
    page = forward.page
    output = forward.outputs[forward.net.steps].name
    back = BackThroughTime(forward, output, {})
    back.write(True)
    page.answers += [d(output, name) for name in back.parameters]
    steps = page.steps
    closed = Closed(forward, output, back.parameters)
    closed.write()
    page.check(lambda solution: closed.checked(steps, page.given, page.letters), always=True)


__all__ = ["Problem", "solve"]
