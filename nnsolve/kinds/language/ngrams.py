"""n-grams of texts: which there are, and how often."""

from __future__ import annotations

from collections import Counter

Gram = tuple[str, ...]


def grams(words: list[str], n: int) -> Counter[Gram]:
    """The runs of ``n`` words and how often each is there, in the order in which they come."""
    return Counter(tuple(words[k : k + n]) for k in range(len(words) - n + 1))


def nearest_length(lengths: list[int], own: int) -> int:
    """The length of the reference that is closest to a candidate's; of two equally close the shorter one."""
    return min(lengths, key=lambda length: (abs(length - own), length))
