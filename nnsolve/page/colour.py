"""The style marks of a page as colours of a terminal."""

from __future__ import annotations

import re

from rich.text import Text

from .boxes import OFF, STYLES

COLOURS = {"given": "cyan", "asked": "bold green", "dim": "dim", "heading": "bold"}
_RUN = re.compile(f"([{''.join(STYLES.values())}])([^{OFF}]*){OFF}")


def coloured(page: str) -> Text:
    """The page as rich text; nothing in it is read as markup."""
    text, end = Text(no_wrap=True, overflow="ignore"), 0
    names = {mark: name for name, mark in STYLES.items()}
    for run in _RUN.finditer(page):
        text.append(page[end : run.start()])
        inner = "".join(c for c in run[2] if c not in names)
        text.append(inner, COLOURS[names[run[1]]])
        end = run.end()
    text.append(page[end:].replace(OFF, ""))
    return text
