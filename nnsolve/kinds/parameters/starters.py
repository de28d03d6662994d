"""What part of this kind is called by itself, and the problem of the library that shows it."""

from __future__ import annotations

STARTERS: dict[str, str] = {
    "transfer-learning": "transfer-resnet-50",
    "fine-tuning": "transfer-resnet-50",
}
