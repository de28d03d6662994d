"""Where a page goes: a terminal, a pipe, or a file that is there whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sys

import click

from .errors import OutputError

COLUMNS_PIPED = 80
COLUMNS_MOST = 110


def terminal():
    """The terminal, or None where output is piped. rich's console takes long to import and is needed only here."""
    if not (sys.stdout.isatty() or os.environ.get("FORCE_COLOR")):
        return None
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    return console if console.is_terminal else None


def columns_piped() -> int:
    """How wide a page is that goes to a pipe: what COLUMNS says, if anything."""
    columns = os.environ.get("COLUMNS", "")
    told = columns.isascii() and columns.isdecimal() and len(columns) < 5
    return min(int(columns), COLUMNS_MOST) if told else COLUMNS_PIPED


def knows_unicode(output) -> bool:
    """Whether the output can show Unicode; files always can."""
    return bool(output) or (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") in ("utf8", "utf16")


def write(page: str | bytes, output: str | None, force: bool = False):
    """Writes to standard output, or to a file that is there whole or not at all; see :func:`replaceable`."""
    if output is None:
        if isinstance(page, bytes) and sys.stdout.isatty():
            raise OutputError("this is no text for a terminal; write it to a file with -o")
        click.echo(page, nl=False)
        return
    replaceable(output, force)
    try:
        _replace(os.path.realpath(output), page if isinstance(page, bytes) else page.encode())  # a link stays one
    except OSError as error:
        raise OutputError(f"{output}: cannot be written: {error.strerror}") from None


def replaceable(output: str | None, force: bool):
    """Raises OutputError where ``output`` is a file already, unless ``force`` or an answer at the terminal allows it.

    A folder counts where it holds files.
    """
    if force or output is None or not _taken(output):
        return
    if sys.stdin.isatty() and sys.stderr.isatty():
        if click.confirm(f"{output} is there already. Replace it?", err=True):
            return
        raise OutputError(f"{output} was left as it is")
    raise OutputError(f"{output} is there already; -f (--force) replaces it")


def _taken(output: str) -> bool:
    return os.path.isfile(output) or (os.path.isdir(output) and bool(os.listdir(output)))


def _replace(path: str, page: bytes):
    """Puts ``page`` into a file by way of a temporary one beside it; devices and pipes are written to as they are."""
    import stat
    import tempfile

    mode = os.stat(path).st_mode if os.path.exists(path) else None
    if mode is not None and not stat.S_ISREG(mode):
        with open(path, "wb") as file:
            file.write(page)
        return
    if mode is not None and not os.access(path, os.W_OK):
        raise PermissionError(13, "permission denied")
    if mode is None:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
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

    def spelt(error):
        from .page.glyphs import plain_ascii

        return plain_ascii(error.object[error.start : error.end]), error.end

    codecs.register_error("spelt-out", spelt)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="spelt-out")


def say(message: str):
    """A message on standard error, if that can be written."""
    with contextlib.suppress(OSError):
        click.echo(message, err=True)
