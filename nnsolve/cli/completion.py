"""What a shell offers behind the commands when Tab is pressed: problems of the library and files, kinds, formats."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ..reading.load import compatible, kinds

if TYPE_CHECKING:
    import click


def problems(ctx: click.Context, param: click.Parameter, incomplete: str) -> list:
    """The problems of the library that the command reads, and problem files; any file where none begins like this."""
    from click.shell_completion import CompletionItem

    from ..reading.catalogue import entries

    known = [each for each in entries() if each.name.startswith(incomplete)]
    if ctx.info_name in kinds():
        known = [each for each in known if compatible(each.kind, ctx.info_name)]
    files = [file for file in sorted(os.listdir()) if file.startswith(incomplete) and file.endswith((".yaml", ".yml"))]
    found = [CompletionItem(each.name, help=each.title) for each in known] + [CompletionItem(file) for file in files]
    return found or [CompletionItem(incomplete, type="file")]


def kinds_of(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The kinds that begin like this."""
    return [kind for kind in kinds() if kind.startswith(incomplete)]


def words_of(words: Sequence[str]) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """What completes an option whose value is mostly one of these words."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
        return [word for word in words if word.startswith(incomplete)]

    return complete


def tasks(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """What there is advice for."""
    from .advice import subjects

    return [name for name in subjects() if name.startswith(incomplete)]


def formats_of(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The formats that begin like this."""
    from ..render import formats

    return [name for name in formats() if name.startswith(incomplete)]
