"""Attention number by number: scores, softmax, weighted sums, masks, heads, gradients, Transformer blocks."""

from __future__ import annotations

from ...names import Name
from ...reading.problem import rounding_note
from ...solution import Says
from ...working import Working
from .backward import Gradients
from .entries import Entries, synonyms
from .forward import Forward
from .page import table, write_rule
from .problem import Problem
from .statement import noted, statement

TOPIC = "Sequences"
PLOTS = ("weights",)


def solve(problem: Problem) -> Working:
    """Queries, keys and values, scores, weights and outputs, then what else the problem wants."""
    page = Working(problem)
    forward = Forward(page, problem)
    if problem.model.layers and "A" not in problem.model.tokens:
        write_rule(forward)
    forward.write()
    page.answers = forward.results()
    if problem.entropy is not None:
        page.answers += _entropy(forward)
    if problem.differentiates:
        Gradients(forward).write()
    tokens = table(forward)
    if tokens is not None:
        page.table(tokens)
    entries = Entries(forward)
    entries.offer()
    page.synonyms = synonyms(forward, entries)
    page.note(*noted(problem), rounding_note(page.rounding))
    page.statement += statement(problem)
    return page


def _entropy(forward: Forward) -> list[Name]:
    """The entropy of rows of weights."""
    wanted = forward.problem.entropy
    assert wanted is not None, "an entropy is wanted"
    forward.page.section(Says("attention_entropy"))
    forward.page.block(None, Says("attention_entropy_bits" if wanted.logarithm == "log2" else "attention_entropy_nats"))
    queries = [number - 1 for number in wanted.rows or range(1, forward.model.queries + 1)]
    return [rows.entropy(query, wanted.logarithm) for rows in forward.rows for query in queries]


__all__ = ["Problem", "solve"]
