"""The counts of a Transformer: how they are named, and how they are printed."""

from __future__ import annotations

from ...formula.expr import Symbol
from ...formula.marks import Mark
from ...names import Name, Role, size

# The given sizes by their key: how they are spelt and printed.
GIVEN = {
    "vocabulary": (Name(Role.COUNT, "V"), Mark("V")),
    "positions": (Name(Role.COUNT, "P"), Mark("P")),
    "segments": (Name(Role.COUNT, "S"), Mark("S")),
    "d_model": (Name(Role.COUNT, "d_model"), Mark("d")),
    "d_ff": (Name(Role.COUNT, "d_ff"), Mark("d", "ff")),
    "heads": (Name(Role.COUNT, "heads"), Mark("h")),
    "layers": (Name(Role.COUNT, "L"), Mark("L")),
    "decoder_layers": (Name(Role.COUNT, "L_dec"), Mark("L", "dec")),
    "classes": (Name(Role.COUNT, "K"), Mark("K")),
    "unfrozen_layers": (Name(Role.COUNT, "L", "trained"), Mark("L", "trained")),
}
WORDS, POSITIONS, SEGMENTS, EMBEDDING_NORM, EMBEDDINGS = (
    Name(Role.COUNT, what) for what in ("words", "positions", "segments", "embedding_norm", "embeddings")
)
ENCODER, DECODER, POOLER, FINAL_NORM, OUTPUT, PARAMETERS = (
    Name(Role.COUNT, what) for what in ("layers", "decoder_layers", "pooler", "final_norm", "output", "parameters")
)
ATTENTION, FEED_FORWARD, NORMS, STACKS = (
    Name(Role.COUNT, what) for what in ("attention", "feed_forward", "norms", "stacks")
)
CLASSIFIER = size("head", "parameters")
MHA, DENSE1, DENSE2, FFN, LN, LAYER = (
    size("layer", what) for what in ("attention", "dense1", "dense2", "feed_forward", "norms", "parameters")
)
DECODER_LN, DECODER_LAYER = (size("decoder", what) for what in ("norms", "parameters"))
HEAD, HEAD_QUERY, QUERY = size("head", "size"), size("head", "query"), size("layer", "query")

# How counts are printed, in front of their lines and where they are used.
MARKS = {
    EMBEDDING_NORM: Mark("norm", "emb"),
    FINAL_NORM: Mark("norm", "final"),
    MHA: Mark("MHA"),
    DENSE1: Mark("dense1"),
    DENSE2: Mark("dense2"),
    FFN: Mark("FFN"),
    LN: Mark("LN"),
    LAYER: Mark("layer"),
    DECODER_LN: Mark("LN", "dec"),
    DECODER_LAYER: Mark("layer", "dec"),
    DECODER: Mark("decoder"),
    FEED_FORWARD: Mark("feedforward"),
    HEAD: Mark("d", "k"),
    HEAD_QUERY: Mark("W", "Q1"),
    QUERY: Mark("W", "Q"),
    CLASSIFIER: Mark("classifier"),
}


def symbol(key: str) -> Symbol:
    """A given size by its key."""
    return Symbol(GIVEN[key][0])
