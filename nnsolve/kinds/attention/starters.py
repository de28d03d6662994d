"""What part of this kind is called by itself, and the problem of the library that shows it."""

from __future__ import annotations

STARTERS: dict[str, str] = {
    "positional-encoding": "positional-encoding",
    "positions": "positional-encoding",
    "feed-forward": "feed-forward-tokens",
    "ffn": "feed-forward-tokens",
    "lm-head": "masked-words",
    "language-model-head": "masked-words",
    "masked-language-model": "masked-words",
    "swiglu": "swiglu",
    "geglu": "swiglu",
    "rms-norm": "encoder-two-layers",
    "encoder": "encoder-two-layers",
    "transformer": "attention-block",
    "multi-head": "attention-two-heads",
    "multi-head-attention": "attention-two-heads",
    "self-attention": "attention-causal",
    "cross-attention": "attention-context-vector",
}
