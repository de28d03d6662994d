"""What an exam would print of a problem of attention."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...formula.activations import ACTIVATIONS
from ...formula.expr import Expr
from ...reading.literals import written
from ...solution import Says
from .names import D_K

if TYPE_CHECKING:
    from .problem import Problem

_POSITIONS = {"interleaved": "attention_statement_interleaved", "halves": "attention_statement_halves"}
_NORMS = {
    "post": "attention_statement_post",
    "pre": "attention_statement_pre",
    "none": "attention_statement_no_norm",
}
_SCORES = {"dot": "attention_is_dot", "general": "attention_is_general", "additive": "attention_is_additive"}


def statement(problem: Problem) -> Iterator[Says]:
    """Where queries, keys and values come from, the conventions, and what is to be found."""
    model = problem.model
    if "A" in model.tokens:
        yield Says("attention_statement_weights")
    elif "memory" in model.tokens:
        yield Says("attention_statement_crossed")
    elif "inputs" in model.tokens:
        yield Says("attention_statement_self")
    else:
        yield Says("attention_statement_given")
    if len(model.heads) > 1:
        yield Says("attention_statement_heads", n=len(model.heads))
    yield from conventions(problem)
    yield from _around(problem)
    if not problem.asked:
        yield Says(_wanted(problem))


def conventions(problem: Problem) -> Iterator[Says]:
    """What books do differently, as the problem chooses it."""
    model = problem.model
    if "A" in model.tokens:
        return
    yield Says(_SCORES[model.score.how])
    if problem.scale == "sqrt(d_k)":
        yield Says("attention_scale_root", name=D_K, n=model.d_k)
    elif isinstance(problem.scale, Expr):
        yield Says("attention_scale_number", text=written(problem.scale))
    else:
        yield Says("attention_scale_none")
    if model.seen is not None:
        yield from _mask(problem)
    yield Says("attention_layout_rows" if model.form.rows else "attention_layout_columns")


def _around(problem: Problem) -> Iterator[Says]:
    """What stands before and behind attention."""
    if problem.positions is not None:
        yield Says(_POSITIONS[problem.positions.encoding], n=problem.positions.first)
    if problem.block is not None:
        yield Says(_NORMS[problem.block.norm])
        if problem.block.feed_forward is not None:
            yield Says(
                "attention_statement_feed_forward",
                text=ACTIVATIONS[problem.block.feed_forward.activation].function.name,
            )


def noted(problem: Problem) -> Iterator[Says]:
    """What the rule does not show: which key is seen, and what stands in place of a score that is not."""
    if problem.model.seen is not None:
        yield from _mask(problem)


def _mask(problem: Problem) -> Iterator[Says]:
    if problem.mask is not None and problem.mask.word == "causal":
        yield Says("attention_mask_causal")
    elif problem.mask is not None and problem.mask.word != "none":
        yield Says("attention_mask_rows")
    if problem.padding:
        yield Says("attention_mask_padding", text=", ".join(map(str, problem.padding)))
    hidden = problem.hidden_score
    if isinstance(hidden, Expr):
        key = {"after": "attention_hidden_after", "before": "attention_hidden_before"}[problem.masked]
        yield Says(key, text=written(hidden))


def _wanted(problem: Problem) -> str:
    if problem.gradients or problem.above is not None:
        return "attention_find_gradients"
    return "attention_find_entropy" if problem.entropy is not None else "attention_find"
