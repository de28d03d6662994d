"""What a shell offers behind the commands when Tab is pressed: problems of the library and files, kinds, formats."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from ..reading.load import compatible, kinds

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem

    from ..reading.catalogue import Entry


# What completes a word of the command line.
Complete = Callable[["click.Context", "click.Parameter", str], list[str]]


def problems(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The problems of the library that the command reads, and problem files; any file where none begins like this."""
    from click.shell_completion import CompletionItem

    found = []
    for entry in _library(ctx.info_name):
        if entry.name.startswith(incomplete):
            found.append(CompletionItem(entry.name, help=entry.title))
    for file in _beginning(sorted(os.listdir()), incomplete):
        if file.endswith((".yaml", ".yml")):
            found.append(CompletionItem(file))
    return found or [CompletionItem(incomplete, type="file")]


def _library(command: str | None) -> list[Entry]:
    """The problems of the library that a command reads: all, or for a kind those that it may be."""
    from ..reading.catalogue import entries

    if command not in kinds():
        return entries()
    return [entry for entry in entries() if compatible(entry.kind, command)]


def _beginning(words: Iterable[str], incomplete: str) -> list[str]:
    return [word for word in words if word.startswith(incomplete)]


def words_of(words: Sequence[str]) -> Complete:
    """What completes an option whose value is mostly one of these words."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
        return _beginning(words, incomplete)

    return complete


def kinds_of(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The kinds that begin like this."""
    return _beginning(kinds(), incomplete)


def starters_of(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The kinds that begin like this; where none does, the parts of kinds with a starter file of their own."""
    from ..reading.starter import named_starters

    return kinds_of(ctx, param, incomplete) or _beginning(named_starters(), incomplete)


def tasks(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """What there is advice for."""
    from .advice import subjects

    return _beginning(subjects(), incomplete)


def formats_of(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The formats that begin like this."""
    from ..render import formats

    return _beginning(formats(), incomplete)
