"""The ending of a file that is written to: it says the format, or is refused."""

from __future__ import annotations

import os
from collections.abc import Mapping

from .errors import OutputError, listing, printable, quote


def format_by_ending(file: str | None, endings: Mapping[str, str], plain: str, otherwise: str = "") -> str:
    """The format that a file's ending says; ``plain`` where there is no file, or none with an ending.

    Raises OutputError for an ending that is not among ``endings``; ``otherwise`` says what else could be done.
    """
    ending = os.path.splitext(file or "")[1].lower()
    if ending in ("", "."):
        return plain
    if ending not in endings:
        known = listing(endings)
        raise OutputError(f"{printable(file)}: no format has the ending {quote(ending)}; known: {known}.{otherwise}")
    return endings[ending]
