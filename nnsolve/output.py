"""Where a page goes: a terminal, a pipe, or a file that is there whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import sys
from typing import TYPE_CHECKING

import click

from .errors import OutputError, printable
from .process import open_at_once, wait_from_now

if TYPE_CHECKING:
    from rich.console import Console

STANDARD = (None, "-")
COLUMNS_PIPED = 80
COLUMNS_MOST = 110
# The narrowest page: where COLUMNS or a terminal is narrower, it runs over.
COLUMNS_LEAST = 20


def terminal():
    """The terminal, or None where output is piped. rich's console takes long to import and is needed only here."""
    if not (sys.stdout.isatty() or os.environ.get("FORCE_COLOR")):
        return None
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    return console if console.is_terminal else None


def columns_piped() -> int:
    """How wide a page is that goes to a pipe: what COLUMNS says, if anything."""
    told = re.fullmatch("[0-9]{1,4}", os.environ.get("COLUMNS", ""))
    return _bounded(int(told[0])) if told else COLUMNS_PIPED


def columns_of(console: Console | None) -> int:
    """How wide a page is on a terminal, or where there is none."""
    return _bounded(console.width) if console else columns_piped()


def _bounded(columns: int) -> int:
    return min(max(columns, COLUMNS_LEAST), COLUMNS_MOST)


def knows_unicode(output: str | None) -> bool:
    """Whether the output can show Unicode; files always can."""
    encoding = str(getattr(sys.stdout, "encoding", ""))
    return bool(output) or encoding.lower().replace("-", "") in ("utf8", "utf16")


def write(page: str | bytes, output: str | None, force: bool = False):
    """Writes to standard output (None or -), or to a file, whole or not at all; see :func:`replaceable`."""
    if output in STANDARD:
        if isinstance(page, bytes) and sys.stdout.isatty():
            raise OutputError("this is no text for a terminal; write it to a file with -o")
        click.echo(page, nl=False)
        return
    replaceable(output, force)
    data = page if isinstance(page, bytes) else page.encode()
    try:
        _put(output, data)
    except OSError as error:
        reason = "nobody reads from this pipe" if error.errno == errno.ENXIO else error.strerror
        raise OutputError(f"{printable(output)}: cannot be written: {reason}") from None


def replaceable(output: str | None, force: bool):
    """Raises OutputError where ``output`` is a file already, unless ``force`` or an answer at the terminal allows it.

    A folder counts where it holds files.
    """
    if force or output in STANDARD or not _taken(output):
        return
    shown = printable(output)
    if _someone_answers():
        if click.confirm(f"{shown} is there already. Replace it?", err=True):
            return
        raise OutputError(f"{shown} was left as it is")
    raise OutputError(f"{shown} is there already; -f (--force) replaces it")


def _someone_answers() -> bool:
    """Whether a question reaches a person; a stream that is closed is None."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def _taken(output: str) -> bool:
    return os.path.isfile(output) or (os.path.isdir(output) and bool(os.listdir(output)))


def _put(output: str, page: bytes):
    """Puts ``page`` into a file; devices and pipes, which a shell calls /dev/fd/63, are written to as they are."""
    mode = os.stat(output).st_mode if os.path.exists(output) else None
    if mode is None or stat.S_ISREG(mode):
        _replace(os.path.realpath(output), mode, page)  # a link stays one
        return
    with open(output, "wb", opener=open_at_once) as file:
        wait_from_now(file)
        file.write(page)


def _replace(path: str, mode: int | None, page: bytes):
    """Puts ``page`` into a file, new where it has no ``mode`` yet, by way of a temporary one beside it."""
    import tempfile

    if mode is None:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    elif not os.access(path, os.W_OK):
        raise PermissionError(13, "permission denied")
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".nnsolve-")
    try:
        with open(handle, "wb") as file:
            file.write(page)
        os.chmod(temporary, stat.S_IMODE(mode))
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def spell_out():
    """Lets the streams spell out the letters that they do not know: ‘δ’ as delta, on a terminal that has only ASCII."""
    import codecs

    def spelt(error: UnicodeError):
        from .page.glyphs import plain_ascii

        if not isinstance(error, UnicodeEncodeError):
            raise error
        return plain_ascii(error.object[error.start : error.end]), error.end

    codecs.register_error("spelt-out", spelt)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="spelt-out")


def say(message: str):
    """A message on standard error, if that can be written; nothing in it does anything to a terminal."""
    with contextlib.suppress(OSError):
        click.echo("\n".join(map(printable, message.split("\n"))), err=True)
