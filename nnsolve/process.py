"""The program as a process: Ctrl-C while it starts, standard streams that are closed, faults that nobody foresaw."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

INTERRUPTED, FAULT = 130, 70
MOST_SHOWN = 300
# New objects between two collections.
MOST_UNCOLLECTED = 50_000


def is_program() -> bool:
    """Whether this process is ``nnsolve`` or ``python -m nnsolve``, and not a program that imports us."""
    called = sys.argv[0] if sys.argv else ""
    if called == "-m":  # what is run is being imported
        return "nnsolve" in sys.orig_argv
    return os.path.splitext(os.path.basename(called))[0] == "nnsolve"


def end_at_interrupts():
    """Lets Ctrl-C end the process at once and quietly: where nothing is written yet, nothing is to be put in order."""
    if signal.getsignal(signal.SIGINT) in (signal.default_int_handler, _raise):
        signal.signal(signal.SIGINT, _end)


def collect_seldom():
    """Lets the garbage collector look through all objects seldom: a page makes many that stay until it is printed."""
    gc.set_threshold(MOST_UNCOLLECTED, 20, 20)


def raise_at_interrupts():
    """Lets Ctrl-C raise KeyboardInterrupt, so that no file stays half written."""
    if signal.getsignal(signal.SIGINT) in (signal.default_int_handler, _end):
        signal.signal(signal.SIGINT, _raise)


def _end(number: int, frame: FrameType | None):
    os._exit(INTERRUPTED)


def _raise(number: int, frame: FrameType | None):
    if frame is not None and frame.f_code.co_filename.startswith("<frozen importlib"):
        os._exit(INTERRUPTED)  # the import system drops what is raised in some places, and would go on
    raise KeyboardInterrupt


def reserve_streams():
    """Puts something in the place of standard streams that are closed, so that no file takes their numbers.

    Standard output fails where something is written to it; what is said on standard error is lost. Standard input
    stays None.
    """
    for number, name, flags in ((0, "stdin", os.O_RDONLY), (1, "stdout", os.O_RDONLY), (2, "stderr", os.O_WRONLY)):
        if getattr(sys, name) is not None:
            continue
        handle = os.open(os.devnull, flags)
        if handle != number:
            os.dup2(handle, number)
            os.close(handle)
        if number:
            setattr(sys, name, open(number, "w", encoding="utf-8", closefd=False))  # noqa: SIM115 (until the end)


def open_at_once(path: str, flags: int) -> int:
    """Opens a file for ``open(…, opener=open_at_once)``: a pipe does not wait until its other end is opened as well.

    A pipe that nobody reads from cannot be opened for writing (ENXIO).
    """
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def wait_from_now(file: io.IOBase):
    """Lets a file that was opened at once wait for what is written or read at the other end."""
    if hasattr(os, "O_NONBLOCK"):
        os.set_blocking(file.fileno(), True)


def report_of(error: BaseException, version: str) -> str:
    """The line about a fault of the program, as its authors need it: version, exception and command."""
    import platform
    import shlex

    from .errors import printable

    program = f"nnsolve {version}, Python {platform.python_version()}, {sys.platform}"
    told = f"{type(error).__name__}: {_shortened(printable(error))} ({_place(error)})"
    command = _shortened(printable(shlex.join(["nnsolve", *sys.argv[1:]])))
    return (
        "this is a fault of nnsolve, please report it with the problem file and this line: "
        f"{program}; {told}; {command}"
    )


def wants_traceback() -> bool:
    """Whether the traceback of a fault is shown as well."""
    return os.environ.get("NNSOLVE_DEBUG") == "1"


def _place(error: BaseException) -> str:
    """The last line of our own that a fault went through, such as solution.py:216."""
    found, package = "", os.path.dirname(__file__)
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.startswith(package):
            found = f"{os.path.relpath(file, package)}:{trace.tb_lineno}"
        trace = trace.tb_next
    return found or "outside"


def _shortened(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"
