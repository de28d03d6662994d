"""Sentences about papers, keys and worksheets."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "sheet_own_text": "{text}",
    "sheet_own_texts": "{first}{second}",
    "sheet_time": "Time: {text}",
    # keys and worksheets
    "sheet_key_head": "Answer key",
    "sheet_head": "Name: ______________________________",
    "sheet_find": "To find: {names}.",
    "sheet_answers": "Your answers",
    "sheet_working": "Working",
    "sheet_column_result": "result",
    "sheet_column_value": "your answer",
    "sheet_column_name": "name in an answer file",
    "sheet_marking": "Marking",
    "sheet_column_worth": "marks",
    "sheet_column_earned": "earned",
    "sheet_column_remark": "remark",
    "sheet_sum": "sum",
    # notebooks
    "sheet_notebook_given": "The given numbers, and what compares results with the page:",
    "sheet_notebook_printed": "Where no short NumPy code stands for a step, its value is taken from the page.",
    "sheet_notebook_symbols": "This solution is in symbols; there are no numbers to recompute.",
    "sheet_notebook_large": "The arrays of this problem are too large for a notebook cell; nothing is recomputed here.",
}
