"""Every error a user can meet: each knows its message, its place and its exit code."""

from __future__ import annotations

from typing import NamedTuple


class NnsolveError(Exception):
    """Base of all errors that are shown to the user as one message, never as a traceback."""

    exit_code = 2


class EvaluationError(NnsolveError):
    """A step has no number: a division by zero, a logarithm of zero, an overflow."""


class AskedError(NnsolveError):
    """A name was asked for that the solution does not hold."""


class OutputError(NnsolveError):
    """The output could not be written."""


class Fault(NamedTuple):
    """One mistake in a problem file: where it stands, what is wrong and what to write instead.

    ``line`` and ``column`` count from 1; 0 means the fault belongs to the file as a whole, or to a command-line
    ``option``. ``text`` is the offending text.
    """

    line: int
    column: int
    text: str
    message: str
    option: str = ""


class ProblemError(NnsolveError):
    """One or several faults of a problem file, in the order of its lines."""

    def __init__(self, file: str, faults: list[Fault]):
        self.file = file
        self.faults = sorted(faults, key=lambda fault: (fault.line, fault.column))
        super().__init__("\n".join(self._line(fault) for fault in self.faults))

    @property
    def line(self) -> int:
        """Line of the first fault, from 1."""
        return self.faults[0].line

    @property
    def column(self) -> int:
        """Column of the first fault, from 1."""
        return self.faults[0].column

    def _line(self, fault: Fault) -> str:
        place = f"{self.file}:{fault.line}:{fault.column}: " if fault.line else f"{fault.option or self.file}: "
        offending = f"{quote(fault.text)}: " if fault.text else ""
        return place + offending + fault.message


def quote(text: object, limit: int = 40) -> str:
    """``text`` in quotation marks, shortened to ``limit`` characters, control characters made visible."""
    shown = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in str(text)[: limit + 1])
    return f"‘{shown if len(shown) <= limit else shown[: limit - 1] + '…'}’"


def nearest(word: str, known: list[str] | tuple[str, ...]) -> str:
    """A sentence that offers the known word nearest to ``word``, or '' where none is near."""
    import difflib  # only where something is misspelt

    matches = difflib.get_close_matches(word.lower(), {k.lower(): k for k in known}, 1, 0.6)
    if not matches:
        return ""
    return f" Did you mean {quote({k.lower(): k for k in known}[matches[0]])}?"


def listing(words, limit: int = 12) -> str:
    """``a, b, c`` for a message; cut after ``limit`` words."""
    words = [str(word) for word in words]
    return ", ".join(words[:limit]) + (", …" if len(words) > limit else "")
