"""What part of this kind is called by itself, and the problem of the library that shows it."""

from __future__ import annotations

STARTERS: dict[str, str] = {
    "layer-norm": "layer-norm-backward",
    "layer-normalization": "layer-norm-backward",
    "layer-normalisation": "layer-norm-backward",
}
