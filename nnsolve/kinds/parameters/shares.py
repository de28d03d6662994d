"""What stands below the counts of a Transformer: the table of parts with their shares, the check, and the notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...names import Name
from ...solution import Column, Ref, Says, Solution, Table, names_of
from ...words import spoken
from . import parts
from .named import other_words

if TYPE_CHECKING:
    from ...working import Working
    from .sizes import Transformer

# The rows of the table, with the keys of what stands there; sums stand below what they add up.
_ROWS = {
    parts.WORDS: "parameters_part_words",
    parts.POSITIONS: "parameters_part_positions",
    parts.SEGMENTS: "parameters_part_segments",
    parts.EMBEDDING_NORM: "parameters_part_norm",
    parts.EMBEDDINGS: "parameters_part_embeddings",
    parts.ATTENTION: "parameters_part_attention",
    parts.FEED_FORWARD: "parameters_part_feed_forward",
    parts.NORMS: "parameters_part_norms",
    parts.ENCODER: "parameters_part_layers",
    parts.STACKS: "parameters_part_layers",
    parts.POOLER: "parameters_part_pooler",
    parts.FINAL_NORM: "parameters_part_final_norm",
    parts.OUTPUT: "parameters_part_output",
    parts.CLASSIFIER: "parameters_part_classifier",
    parts.PARAMETERS: "parameters_total_row",
}


# What books call the counts.
_CALLED = {
    "MHA": parts.MHA,
    "FFN": parts.FFN,
    "feed-forward": parts.FEED_FORWARD,
    "encoder layer": parts.LAYER,
    "one layer": parts.LAYER,
    "encoder": parts.ENCODER,
    "decoder layer": parts.DECODER_LAYER,
    "decoder": parts.DECODER,
    "d_k": parts.HEAD,
    "layer norms": parts.NORMS,
    "W_Q": parts.QUERY,
}


def synonyms(page: Working) -> dict[str, Name]:
    """What books call the counts that there are."""
    there = set(names_of(page.steps))
    return {text: name for text, name in _CALLED.items() if name in there} | other_words(["parameters"])


def table(solution: Solution) -> Table | None:
    """A row for every part, with its share of all; None where only a part was asked for."""
    kept = set(names_of(solution.steps))
    if parts.PARAMETERS not in kept:
        return None
    total, rows = solution.values[parts.PARAMETERS], []
    shown = kept - {parts.ENCODER} if parts.STACKS in kept else kept
    for name, key in _ROWS.items():
        if name in shown:
            share = f"{100 * solution.values[name] / total:.1f}"
            rows.append([spoken(Says(key), str), Ref(name), share])
    columns = [
        Column("part", "parameters_column_part"),
        Column("parameters", "cnn_column_parameters"),
        Column("percent", "parameters_column_percent"),
    ]
    return Table(columns, rows, title=Says("parameters_table_parts"))


def checked(solution: Solution) -> Says | None:
    """What the layers hold, kind by kind, is what they are one by one."""
    values = solution.values
    kinds = [values[name] for name in (parts.ATTENTION, parts.FEED_FORWARD, parts.NORMS) if name in values]
    layers = sum(values[name] for name in (parts.ENCODER, parts.DECODER) if name in values)
    if sum(kinds) != layers:
        return None
    return Says("parameters_checked_parts", sum=" + ".join(map(str, kinds)), total=str(layers))


_TIED = {True: "parameters_note_tied", False: "parameters_note_untied", None: "parameters_note_no_output"}


def notes(plan: Transformer) -> list[Says]:
    """The conventions of the counts."""
    found = [Says("parameters_note_dense" if plan.biases else "parameters_note_no_biases")]
    if plan.heads:
        found.append(Says("parameters_note_heads", n=plan.heads))
    if not plan.d_ff:
        found.append(Says("parameters_note_no_feed_forward"))
    if plan.vocabulary:
        found.append(Says(_TIED[plan.tied]))
    if plan.vocabulary and plan.decoder_layers:
        found.append(Says("parameters_note_shared_words"))
    if not plan.positions:
        found.append(Says("parameters_note_positions"))
    return found
