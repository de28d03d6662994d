"""Sentences about papers, keys and worksheets."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "own_text": "{text}",
    "own_texts": "{first}{second}",
    "paper_time": "Time: {text}",
    # keys and worksheets
    "key_head": "Answer key",
    "sheet_head": "Name: ______________________________",
    "sheet_find": "To find: {names}.",
    "sheet_answers": "Your answers",
    "sheet_working": "Working",
    "column_sheet_result": "result",
    "column_sheet_value": "your answer",
    "column_sheet_name": "name in an answer file",
    "sheet_marking": "Marking",
    "column_sheet_worth": "marks",
    "column_sheet_earned": "earned",
    "column_sheet_remark": "remark",
    "sheet_sum": "sum",
    # notebooks
    "notebook_given": "The given numbers, and what compares results with the page:",
    "notebook_printed": "Where no short NumPy code stands for a step, its value is taken from the page.",
    "notebook_symbols": "This solution is in symbols; there are no numbers to recompute.",
    "notebook_large": "The arrays of this problem are too large for a notebook cell; nothing is recomputed here.",
}
