"""Tables as text: columns side by side, in several parts where they are wider than the page."""

from __future__ import annotations

from itertools import zip_longest

from .boxes import padded, paragraph, width

GAP = 3
MARGIN = 2


def table_rows(titles: list[str], rows: list[list[str]], wordy: list[bool], columns: int) -> list[str]:
    """The rows of a table of at most ``columns`` columns of text; every part begins with the first column.

    A title of several lines stands on the line of the last. Columns of words stand left, numbers right. A cell that is
    wider than the page beside the first column is wrapped at blanks.
    """
    header = _header(titles)
    complete = [row + [""] * (len(titles) - len(row)) for row in rows]
    cells = [*header, *_folded(complete, columns, titles[0].split("\n"))]
    wide = [max(map(width, column)) for column in zip(*cells, strict=True)]
    set_cells = [_set(row, wide, wordy) for row in cells]
    lines: list[str] = []
    for part in beside_each_other(wide, columns):
        lines.append("")
        for index, row in enumerate(set_cells):
            texts = [row[k] for k in part]
            line = (" " * MARGIN + (" " * GAP).join(texts)).rstrip()
            if line or index >= len(header):  # a part whose titles have one line needs no room for two
                lines.append(line)
    return lines


def _set(row: list[str], wide: list[int], wordy: list[bool]) -> list[str]:
    """The cells of a row, each as wide as its column."""
    texts = []
    for cell, columns, words in zip(row, wide, wordy, strict=True):
        texts.append(padded(cell, columns, "left" if words else "right"))
    return texts


def _header(titles: list[str]) -> list[list[str]]:
    """The rows of the titles, those of fewer lines at the bottom."""
    parts = [title.split("\n") for title in titles]
    high = max(map(len, parts))
    columns = [[""] * (high - len(part)) + part for part in parts]
    return list(map(list, zip(*columns, strict=True)))


def _folded(rows: list[list[str]], columns: int, title: list[str]) -> list[list[str]]:
    """The rows with cells that are too wide spread over several of them."""
    heads = [row[0] for row in rows]
    first = min(max(map(width, [*title, *heads])), columns // 2)
    room = columns - MARGIN - GAP - first
    folded: list[list[str]] = []
    for row in rows:
        rooms = [first] + [room] * (len(row) - 1)
        if all(map(_fits, row, rooms)):
            folded.append(row)
        else:
            wrapped = map(paragraph, row, rooms)
            folded += map(list, zip_longest(*wrapped, fillvalue=""))
    return folded


def _fits(cell: str, room: int) -> bool:
    return width(cell) <= room


def beside_each_other(wide: list[int], columns: int) -> list[list[int]]:
    """Which columns stand beside each other; each part begins with the first."""
    begins = MARGIN + wide[0] + GAP  # where the column behind the first begins
    parts, used = [[0]], begins
    for k in range(1, len(wide)):
        if used + wide[k] > columns and len(parts[-1]) > 1:
            parts.append([0])
            used = begins
        parts[-1].append(k)
        used += wide[k] + GAP
    return parts
