"""What a Transformer costs: the products of one layer for a text, what is kept of it, and what LoRA learns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.expr import TWO, Expr, Mul, Num, Symbol, sum_of, total_of, whole
from ...formula.marks import Mark
from ...names import Name, Role, size
from ...solution import Says
from .parts import symbol

if TYPE_CHECKING:
    from ...working import Working
    from .sizes import Transformer

TOKENS, BYTES, RANK = (Name(Role.COUNT, what) for what in ("tokens", "bytes", "rank"))
PROJECTIONS, SCORES, SUMS, INSIDE, LAYER = (
    size("macs", what) for what in ("projections", "scores", "sums", "feed_forward", "layer")
)
CROSSING, KEPT, KEPT_BYTES, LORA = (Name(Role.COUNT, what) for what in ("crossing", "kv_cache", "kv_bytes", "lora"))
_MARKS = {
    TOKENS: Mark("n"),
    BYTES: Mark("bytes"),
    RANK: Mark("r"),
    PROJECTIONS: Mark("MAC", "proj"),
    SCORES: Mark("MAC", "scores"),
    SUMS: Mark("MAC", "sums"),
    INSIDE: Mark("MAC", "FFN"),
    LAYER: Mark("MAC"),
    CROSSING: Mark("n", "0"),
    KEPT: Mark("KV"),
    KEPT_BYTES: Mark("KV", "bytes"),
    LORA: Mark("LoRA"),
}


def _stacked(plan: Transformer) -> Symbol:
    """How many layers have keys and values of what was written before: those of the decoder where there is one."""
    return symbol("decoder_layers" if plan.decoder_layers else "layers")


def write_costs(page: Working, plan: Transformer) -> None:
    """Multiply-adds of one layer with self-attention, where the n² terms pass the projections, and the kept keys."""
    page.marks |= _MARKS
    assert plan.tokens is not None, "costs are those of so many tokens"
    given = {TOKENS: whole(plan.tokens)}
    if plan.bytes:
        given[BYTES] = whole(plan.bytes)
    page.row(given)
    tokens, width = Symbol(TOKENS), symbol("d_model")
    page.section(Says("parameters_costs"))
    page.block()
    page.answer(PROJECTIONS, Mul((Num("4"), tokens, width, width)), Says("parameters_macs_projections"))
    page.answer(SCORES, Mul((tokens, tokens, width)), Says("parameters_macs_scores"))
    page.answer(SUMS, Mul((tokens, tokens, width)), Says("parameters_macs_sums"))
    parts = [PROJECTIONS, SCORES, SUMS]
    if plan.d_ff:
        page.answer(INSIDE, Mul((TWO, tokens, width, symbol("d_ff"))), Says("parameters_macs_feed_forward"))
        parts.append(INSIDE)
    page.answer(LAYER, sum_of(parts))
    page.answer(CROSSING, TWO * width, Says("parameters_crossing"))
    page.section(Says("parameters_kept"))
    page.block()
    page.answer(KEPT, Mul((TWO, _stacked(plan), tokens, width)), Says("parameters_kv"))
    if plan.bytes:
        page.answer(KEPT_BYTES, Symbol(BYTES) * Symbol(KEPT))


def write_lora(page: Working, plan: Transformer) -> None:
    """Two thin matrices of d·r each beside every matrix that is adapted."""
    assert plan.lora is not None
    page.marks |= _MARKS
    page.row({RANK: whole(plan.lora.rank)})
    attentions: list[Expr] = [symbol("layers")] if plan.layers else []
    if plan.decoder_layers:
        attentions.append(TWO * symbol("decoder_layers"))
    page.section(Says("parameters_lora"))
    page.block()
    product = Mul((total_of(attentions), whole(plan.lora.matrices), TWO, symbol("d_model"), Symbol(RANK)))
    page.answer(LORA, product, Says("parameters_lora_pairs", n=plan.lora.matrices))
