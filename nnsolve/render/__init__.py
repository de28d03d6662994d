"""Formats: one file a format, each with ``render(solution, **options) -> str``."""

from __future__ import annotations

import importlib
import os
from functools import cache


@cache
def formats() -> list[str]:
    """The names of the formats, from the files of this folder."""
    files = os.listdir(os.path.dirname(__file__))
    return sorted(file[:-3] for file in files if file.endswith(".py") and not file.endswith(("__.py", "notation.py")))


def renderer(format: str):
    """The ``render`` function of a format; raises OutputError for an unknown one."""
    if format not in formats():
        from ..errors import OutputError, listing, nearest, quote

        known = formats()
        raise OutputError(f"{quote(format)} is not a format; known: {listing(known)}.{nearest(format, known)}")
    return importlib.import_module(f"nnsolve.render.{format}").render
