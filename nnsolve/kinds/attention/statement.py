"""What an exam would print of a problem of attention."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...formula.activations import ACTIVATIONS
from ...formula.expr import Expr
from ...reading.literals import written
from ...solution import Says
from .block_keys import RMS
from .feed_forward import GATED
from .names import D_K

if TYPE_CHECKING:
    from .block_keys import FeedForward
    from .problem import Problem

_POSITIONS = {"interleaved": "attention_statement_interleaved", "halves": "attention_statement_halves"}
_ALONE = {"interleaved": "attention_statement_positions", "halves": "attention_statement_positions_halves"}
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
    elif not model.layers:
        yield from _alone(problem)
    elif "memory" in model.tokens:
        yield Says("attention_statement_crossed")
    elif "inputs" in model.tokens:
        yield Says("attention_statement_self")
    else:
        yield Says("attention_statement_given")
    if len(model.layers) > 1:
        yield Says("attention_statement_layers", n=len(model.layers))
    if model.layers and len(model.first.heads) > 1:
        yield Says("attention_statement_heads", n=len(model.first.heads))
    yield from conventions(problem)
    yield from _around(problem)
    yield from _words(problem)
    if not problem.asked:
        yield Says(_wanted(problem))


def conventions(problem: Problem) -> Iterator[Says]:
    """What books do differently, as the problem chooses it."""
    model = problem.model
    if "A" in model.tokens or not model.layers:
        return
    yield Says(_SCORES[model.score.how])
    if problem.scale == "sqrt(d_k)":
        yield Says("attention_scale_root", name=D_K, n=model.first.d_k)
    elif isinstance(problem.scale, Expr):
        yield Says("attention_scale_number", text=written(problem.scale))
    else:
        yield Says("attention_scale_none")
    if model.seen is not None:
        yield from _mask(problem)
    yield Says("attention_layout_rows" if model.form.rows else "attention_layout_columns")


def _around(problem: Problem) -> Iterator[Says]:
    """What stands before and behind attention."""
    if problem.positions is not None and problem.model.layers:
        yield Says(_POSITIONS[problem.positions.encoding], n=problem.positions.first)
    block = problem.model.layers[0].block if problem.model.layers else None
    if block is None:
        return
    yield Says(_NORMS[block.place])
    if block.norm_type == RMS:
        yield Says("attention_statement_rms")
    if block.layers is not None:
        yield _layers(block.layers)


def _alone(problem: Problem) -> Iterator[Says]:
    """Positions or feed-forward layers without attention."""
    if problem.positions is not None:
        listed = ", ".join(map(str, problem.model.positions))
        yield Says(_ALONE[problem.positions.encoding], n=problem.model.width, text=listed)
    if problem.model.feed_forward is not None:
        yield Says("attention_statement_each_token")
        yield _layers(problem.model.feed_forward)


def _words(problem: Problem) -> Iterator[Says]:
    """What makes probabilities of words, and which of them count."""
    head = problem.model.head
    if head is None:
        return
    yield Says("attention_statement_tied" if head.tied else "attention_statement_logits")
    if head.words:
        yield Says("attention_statement_words", text=", ".join(head.words))
    for token in head.counted:
        word = head.right[token]
        assert word is not None and problem.lm_head is not None, "a token that counts has a right word"
        text = head.words[word] if head.words else str(word + problem.lm_head.numbered_from)
        yield Says("attention_statement_right", n=token + 1, text=text)
    if len(head.counted) > 1:
        yield Says("attention_statement_mean" if head.mean else "attention_statement_sum")


def _layers(layers: FeedForward) -> Says:
    """What feed-forward layers there are."""
    if layers.up is not None:
        return Says("attention_statement_gated", text=GATED[layers.activation])
    return Says("attention_statement_feed_forward", text=ACTIVATIONS[layers.activation].function.name)


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
    head = problem.model.head
    if head is not None and not problem.shows_gradients:
        return "attention_find_loss" if head.right else "attention_find_words"
    if problem.shows_gradients:
        return "attention_find_gradients" if head is None else "attention_find_loss_gradients"
    if problem.entropy is not None:
        return "attention_find_entropy"
    if problem.model.layers:
        return "attention_find"
    return "attention_find_positions" if problem.model.feed_forward is None else "attention_find_output"
