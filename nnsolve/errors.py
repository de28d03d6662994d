"""Every error a user can meet: each knows its message, its place and its exit code."""

from __future__ import annotations

import re
from collections.abc import Iterable

ALIKE = 0.6  # the share of letters that a misspelt word has in common with the word that is meant


class NnsolveError(Exception):
    """Base of all errors that are shown to the user as one message, never as a traceback."""

    exit_code = 2


class EvaluationError(NnsolveError):
    """A step has no number: a division by zero, a logarithm of zero, an overflow."""


class ClashError(NnsolveError):
    """A name that would stand for two things of one problem."""


class AskedError(NnsolveError):
    """A name was asked for that the solution does not hold."""


class AnswerError(NnsolveError):
    """A file of a student's answers that cannot be read."""


class NoRuleError(NnsolveError):
    """A derivative was asked for that no rule gives."""


class OutputError(NnsolveError):
    """The output could not be written."""


class Fault:
    """One mistake in a problem file: where it stands, what is wrong and what to write instead.

    ``line`` and ``column`` count from 1; 0 means the fault belongs to the file as a whole, or to a command-line
    ``option``. ``text`` is the offending text.
    """

    __slots__ = ("column", "line", "message", "option", "text")

    def __init__(self, line: int, column: int, text: str, message: str, option: str = ""):
        self.line, self.column, self.text, self.message, self.option = line, column, text, message, option

    def __repr__(self) -> str:
        told = (self.line, self.column, self.text, self.message, self.option)
        return f"Fault{told}"


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
        file = printable(self.file)
        place = f"{file}:{fault.line}:{fault.column}: " if fault.line else f"{fault.option or file}: "
        offending = f"{quote(fault.text)}: " if fault.text else ""
        return place + offending + fault.message


# Control characters, ends of lines, marks that turn the direction of a text, halves of letters, private letters.
# Compiled where a text is printed that might hold one, which few commands do.
_UNSEEN = r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ue000-\uf8ff]"


def printable(text: object) -> str:
    """``text`` on one line for a terminal: what would not be seen, or would do something there, is written out.

    A byte of a file name that is no UTF-8 is written as it is: \\xff.
    """
    return re.sub(_UNSEEN, lambda found: _written_out(found[0]), str(text))


def _written_out(letter: str) -> str:
    code = ord(letter)
    if 0xDC80 <= code <= 0xDCFF:  # how Python carries such a byte
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def quote(text: object, limit: int = 40) -> str:
    """``text`` in quotation marks, shortened to ``limit`` characters, control characters made visible."""
    shown = "".join(c if c.isprintable() else _written_out(c) for c in str(text)[: limit + 1])
    return f"‘{shown if len(shown) <= limit else shown[: limit - 1] + '…'}’"


def nearest(word: str, known: Iterable[str]) -> str:
    """A sentence that offers the known word nearest to ``word``, or '' where none is near."""
    found = closest(word, known)
    return f" Did you mean {quote(found)}?" if found else ""


def closest(word: str, known: Iterable[str]) -> str:
    """The known word nearest to ``word``, or '' where none is near."""
    import difflib  # only where something is misspelt

    # two words share at most all letters of the shorter one: a text of any length need not be gone through for that
    if len(word) > max(map(len, known), default=0) * (2 / ALIKE - 1):
        return ""
    lower = {k.lower(): k for k in known}
    matches = difflib.get_close_matches(word.lower(), lower, 1, ALIKE)
    return lower[matches[0]] if matches else ""


# What people write for a key of a problem file; of several keys the first that the problem has is meant.
_MEANT = {
    "learning_rate": "eta alpha lr rate step step_size stepsize η α learningrate",
    "targets": "t y target desired outputs output labels label expected",
    "inputs": "x input in features",
    "weights": "w weight θ theta",
    "biases": "b bias thresholds",
    "bias": "b",
    "loss": "cost error objective criterion e j l",
    "activation": "act activations activation_function transfer transfer_function",
    "iterations": "steps iters iter n_iter max_iter rounds epochs",
    "epochs": "epoch iterations n_epochs",
    "start": "x0 w0 init initial begin point",
    "function": "f fun objective formula",
    "optimizer": "algorithm opt solver optim",
    "batch": "batch_size minibatch",
    "batch_size": "batch minibatch",
    "rounding": "precision decimals figures round",
    "asked": "find ask question wanted wants",
    "published": "solution solutions answers results",
    "regularization": "l1 l2 lambda λ penalty",
    "input": "inputs x image size input_size shape",
    "layers": "network architecture",
    "data": "samples points x dataset",
    "samples": "data points dataset",
    "points": "samples data x",
}


def meant(key: str, known: Iterable[str]) -> str:
    """A sentence that offers the key that ``key`` stands for, be it misspelt or another word for it; '' if none."""
    plain = key.strip().lower().replace("-", "_").replace(" ", "_")
    for name, words in _MEANT.items():
        if name in known and plain in words.split():
            return f" Did you mean {quote(name)}?"
    return nearest(key, tuple(known))


_SINGULAR = {"biases": "bias", "classes": "class", "losses": "loss", "passes": "pass", "queries": "query"}


def singular(things: str) -> str:
    """One of ``things``: weight for weights, bias for biases."""
    return _SINGULAR.get(things) or things.removesuffix("s")


def counted(count: int | str, things: str) -> str:
    """``2 weights`` or ``1 weight`` for a message."""
    return f"{count} {singular(things) if count == 1 else things}"


def here(count: int) -> str:
    """``here are 2`` or ``here is 1`` at the end of a message."""
    return f"here {'is' if count == 1 else 'are'} {count}"


def listing(words: Iterable[object], limit: int = 12) -> str:
    """``a, b, c`` for a message; cut after ``limit`` words."""
    shown = [str(word) for word in words]
    return ", ".join(shown[:limit]) + (", …" if len(shown) > limit else "")
