"""The page of a Transformer: embeddings, one layer part by part, all layers, and what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.expr import TWO, Add, Expr, Mul, Num, Symbol, product_of, sum_of, total_of, whole
from ...formula.marks import Mark
from ...names import Name
from ...solution import Says
from . import parts
from .costs import write_costs, write_lora
from .shares import checked, notes, synonyms, table
from .sizes import Transformer
from .transfer import dense, write_trained

if TYPE_CHECKING:
    from ...working import Working

FOUR = Num("4")

# What has a row of d numbers each: its key, its count, and the sentence.
_EMBEDDED = {
    "vocabulary": (parts.WORDS, "parameters_row_vocabulary"),
    "positions": (parts.POSITIONS, "parameters_row_positions"),
    "segments": (parts.SEGMENTS, "parameters_row_segments"),
}


def write(page: Working, plan: Transformer) -> None:
    """All counts in their order, and the table."""
    page.marks |= parts.MARKS
    given = {}
    for key, (name, mark) in parts.GIVEN.items():
        number = getattr(plan, key)
        if number:
            given[name] = whole(number)
            page.marks[name] = mark
    page.row(given)
    if plan.embedded:
        _write_embeddings(page, plan)
    _write_layer(page, plan)
    if plan.decoder_layers:
        _write_decoder_layer(page, plan)
    _write_total(page, plan)
    _write_kinds(page, plan)
    if plan.unfrozen_layers is not None:
        _write_trained(page, plan)
    if plan.lora:
        write_lora(page, plan)
    if plan.tokens:
        write_costs(page, plan)
    page.synonyms |= synonyms(page)
    page.table(lambda solution: table(solution), always=True)
    page.check(checked)
    page.note(*notes(plan))


def _write_embeddings(page: Working, plan: Transformer) -> None:
    """One row of d numbers for every word, position and segment."""
    page.section(Says("parameters_embeddings"))
    page.block()
    width, found = parts.symbol("d_model"), []
    for key, (name, said) in _EMBEDDED.items():
        if getattr(plan, key):
            page.answer(name, parts.symbol(key) * width, Says(said))
            found.append(name)
    if plan.embedding_norm:
        page.answer(parts.EMBEDDING_NORM, TWO * width, Says("parameters_gamma_beta"))
        found.append(parts.EMBEDDING_NORM)
    page.answer(parts.EMBEDDINGS, sum_of(found))


def _dense(plan: Transformer, before: Expr, behind: Expr) -> Expr:
    """The parameters of a dense layer."""
    weights = Mul((before, behind))
    return Add((weights, behind)) if plan.biases else weights


def _times(count: Expr, formula: Expr) -> Expr:
    """A number of times what is counted, in one product."""
    factors = formula.factors if isinstance(formula, Mul) else (formula,)
    return Mul((count, *factors))


def _write_layer(page: Working, plan: Transformer) -> None:
    """Attention, the feed-forward block and the layer norms of one layer."""
    page.section(Says("parameters_one_layer"))
    page.block()
    width = parts.symbol("d_model")
    page.answer(parts.MHA, _times(FOUR, _dense(plan, width, width)), Says("parameters_four_matrices"))
    if plan.heads:
        page.step(parts.HEAD, width / parts.symbol("heads"), Says("parameters_head_size"))
        page.step(parts.HEAD_QUERY, width * Symbol(parts.HEAD), Says("parameters_one_head"))
        page.step(parts.QUERY, parts.symbol("heads") * Symbol(parts.HEAD_QUERY), Says("parameters_all_heads"))
    if plan.d_ff:
        _write_feed_forward(page, plan)
    if plan.layers:
        page.answer(parts.LN, Mul((TWO, TWO, width)), Says("parameters_two_norms"))
        page.answer(parts.LAYER, sum_of([parts.MHA, *_feed_forward(plan), parts.LN]))


def _write_feed_forward(page: Working, plan: Transformer) -> None:
    width, inner = parts.symbol("d_model"), parts.symbol("d_ff")
    page.answer(parts.DENSE1, _dense(plan, width, inner), Says("parameters_dense_up"))
    page.answer(parts.DENSE2, _dense(plan, inner, width), Says("parameters_dense_down"))
    weights = Mul((TWO, width, inner))
    block = Add((weights, Add((inner, width)))) if plan.biases else weights
    page.answer(parts.FFN, block, Says("parameters_both_dense"))


def _feed_forward(plan: Transformer) -> list[Name]:
    """The feed-forward block of a layer, where there is one."""
    return [parts.FFN] if plan.d_ff else []


def _write_decoder_layer(page: Working, plan: Transformer) -> None:
    """The second attention and the third layer norm of a layer in the decoder."""
    page.block(Says("parameters_decoder_layer"))
    page.answer(parts.DECODER_LN, Mul((Num("3"), TWO, parts.symbol("d_model"))), Says("parameters_three_norms"))
    others = [Symbol(name) for name in (*_feed_forward(plan), parts.DECODER_LN)]
    page.answer(parts.DECODER_LAYER, Add((TWO * Symbol(parts.MHA), *others)), Says("parameters_cross_attention"))


def _stacks(plan: Transformer) -> list[tuple[Symbol, Name, Name]]:
    """The stacks that there are: how many layers, one of them, all of them."""
    stacks = [("layers", parts.LAYER, parts.ENCODER), ("decoder_layers", parts.DECODER_LAYER, parts.DECODER)]
    return [(parts.symbol(key), one, all_) for key, one, all_ in stacks if getattr(plan, key)]


def _write_total(page: Working, plan: Transformer) -> None:
    """All layers, what stands behind them, and the sum."""
    page.section(Says("parameters_total"))
    page.block()
    page.marks[parts.ENCODER] = Mark("encoder" if plan.decoder_layers else "layers")
    found, width = [parts.EMBEDDINGS] if plan.embedded else [], parts.symbol("d_model")
    for count, one, all_ in _stacks(plan):
        page.answer(all_, count * Symbol(one))
        found.append(all_)
    if plan.final_norm:
        page.answer(parts.FINAL_NORM, TWO * width, Says("parameters_gamma_beta"))
        found.append(parts.FINAL_NORM)
    if plan.pooler:
        page.answer(parts.POOLER, _dense(plan, width, width), Says("parameters_pooler"))
        found.append(parts.POOLER)
    if plan.tied is False:
        page.answer(parts.OUTPUT, width * parts.symbol("vocabulary"), Says("parameters_own_output"))
        found.append(parts.OUTPUT)
    if plan.classes:
        page.answer(
            parts.CLASSIFIER, dense(parts.GIVEN["d_model"][0], parts.GIVEN["classes"][0]), Says("parameters_new_head")
        )
        found.append(parts.CLASSIFIER)
    page.answer(parts.PARAMETERS, sum_of(found))


def _write_kinds(page: Working, plan: Transformer) -> None:
    """What all layers hold, kind by kind."""
    page.section(Says("parameters_kinds"))
    page.block()
    layers: list[Expr] = []
    attention: list[Expr] = []
    norms: list[Expr] = []
    if plan.layers:
        layers.append(parts.symbol("layers"))
        attention.append(parts.symbol("layers"))
        norms.append(parts.symbol("layers") * Symbol(parts.LN))
    if plan.decoder_layers:
        layers.append(parts.symbol("decoder_layers"))
        attention.append(TWO * parts.symbol("decoder_layers"))
        norms.append(parts.symbol("decoder_layers") * Symbol(parts.DECODER_LN))
    page.answer(parts.ATTENTION, _of(attention, parts.MHA))
    if plan.d_ff:
        page.answer(parts.FEED_FORWARD, _of(layers, parts.FFN))
    page.answer(parts.NORMS, total_of(norms))
    if plan.decoder_layers:
        page.answer(parts.STACKS, sum_of([parts.ATTENTION, *([parts.FEED_FORWARD] if plan.d_ff else []), parts.NORMS]))


def _write_trained(page: Working, plan: Transformer) -> None:
    """The last layers and the new head are trained."""
    trained: list[Expr] = []
    if plan.unfrozen_layers:
        trained.append(parts.symbol("unfrozen_layers") * Symbol(parts.LAYER))
    if plan.classes:
        trained.append(Symbol(parts.CLASSIFIER))
    write_trained(page, trained)


def _of(counts: list[Expr], name: Name) -> Expr:
    """So many times a count: L·parts.MHA, (L + 2·L_dec)·parts.MHA."""
    return product_of([total_of(counts), Symbol(name)])
