"""Sentences about points that a trained unit classifies."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # classify
    "classify_so": "{region}, so {letter}",
    "classify_points": "The points",
    "classify_point": "The point {point}",
    "classify_positive": "P where {name} ≥ 0, else N.",
    "classify_negative": "P where {name} > 0, else N.",
    "classify_all_right": "Every point is classified as it should be.",
    "classify_some_wrong": "Not classified as it should be: {points}.",
    "classify_largest": "the number of the largest sum",
    "classify_largest_wins": "The class of a point is the number of its largest sum, the first of equal ones.",
    "classify_column_class": "class",
    "classify_subtitle": "{n} {n:input|inputs}",
    "classify_subtitle_several": "{n} {n:input|inputs}, {outputs} outputs",
}
