"""Which step a student means: canonical names, printed symbols and the usual synonyms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..errors import listing, nearest
from ..formula.marks import Change, Mark, Names, Partial, Place
from ..names import Name, Role
from .written import plain

# What books call a neuron's net input and its activation.
_STEMS = {
    "net": ("net", "in", "z", "a_in", "s", "sum", "u"),
    "out": ("out", "a", "o", "y", "O", "act", "h", ""),
    "delta": ("delta", "δ", "err"),
    "E": ("E", "L", "error", "loss"),
}
MOST_KEPT = 10_000
_DIGITS = re.compile(r"@?\d+")
_LAYER = re.compile(r"\^?\((\d+)\)")


def key(text: str) -> str:
    """What of a name counts when names are compared: no blanks, no underscores, one sign for derivative and prime."""
    text = plain(text).strip()
    text = text.replace("∂", "d").replace("δ", "delta").replace("Δ", "change").replace("’", "'").replace("′", "'")
    text = re.sub(r"[\s_{}$\\*]", "", text).replace("^new", "'").replace("(new)", "'")
    return _LAYER.sub(r"^\1", text)


class Known:
    """The names of a solution, by every way in which a student may write them."""

    def __init__(self, names: Iterable[str], printed: Names, aliases: Mapping[str, str]):
        self.names = list(names)
        self._outright = {name: name for name in self.names}
        for name in self.names:
            self._outright.setdefault(_former(name), name)
        self._found: dict[str, str] = {}
        self._asked: dict[str, str | None] = {}  # a class asks for the same names again and again
        for name in self.names:  # what a name is called outright goes before what it may be called
            self._found.setdefault(key(name), name)
        for alias, name in aliases.items():
            self._found.setdefault(key(alias), name)
        for name in self.names:
            self._found.setdefault(key(_text(printed.mark(name))), name)
        for name in self.names:
            for other in _synonyms(name):
                self._found.setdefault(key(other), name)
        self._lower: dict[str, str | None] = {}
        for text, name in self._found.items():
            lower = text.lower()
            self._lower[lower] = name if self._lower.get(lower, name) == name else None

    def find(self, text: str) -> str | None:
        """The canonical name that ``text`` means; None where it means none."""
        if text in self._outright:
            return self._outright[text]
        if text not in self._asked:
            wanted = key(text)
            found = self._found.get(wanted) or self._lower.get(wanted.lower())
            if len(self._asked) >= MOST_KEPT:
                return found
            self._asked[text] = found
        return self._asked[text]

    def nearest(self, text: str) -> str:
        """A sentence with the nearest name, or those that differ in their number only: w1, …, w8 for w9; or ''."""
        stem = _DIGITS.sub("", key(text))
        alike = [name for name in self.names if _DIGITS.sub("", key(name)) == stem]
        return f" Known: {listing(alike, 8)}." if stem and alike else nearest(text, self.names)


def _text(mark: Mark | Partial | Place | Change) -> str:
    if isinstance(mark, Partial):
        return f"d{_text(mark.top)}/d{_text(mark.bottom)}"
    if isinstance(mark, Change):
        return f"change{_text(mark.inner)}"
    if isinstance(mark, Place):
        return f"{_text(mark.inner)}{mark.index}"
    above = f"^{mark.sup}" if mark.sup else ""
    return f"{mark.base}{mark.sub}{above}" + ("'" if mark.primed else "")


def spellings(name: str, printed: Names) -> list[str]:
    """Every way in which a student may write a name, the most certain first."""
    return [name, _text(printed.mark(name)), *_synonyms(name)]


def _former(name: str) -> str:
    """How a value of an iteration was spelt before: x_3 for x@3."""
    if type(name) is not Name or name.at.time is None:
        return name
    return f"{name.removesuffix(name.at.behind)}_{name.at.time}"


def _synonyms(name: str) -> list[str]:
    former = _former(name)
    if former != name:
        return [former, *_synonyms(former)]
    head, _, rest = name.partition("_")
    if rest and head in _STEMS:
        return [f"{stem}_{rest}" for stem in _STEMS[head]]
    if rest and head == "new":
        return [f"{rest}'", f"{rest}new", f"{rest}+", f"{rest}^+", f"updated {rest}"]
    if rest and head == "change":
        return [f"delta {rest}", f"Δ{rest}"]  # dw is the change to some, the gradient to others
    if name.startswith("d") and "/d" in name:
        top, bottom = name[1:].split("/d", 1)
        pairs = [(a, b) for a in (top, *_synonyms(top)) for b in (bottom, *_synonyms(bottom))]
        return [f"d{a}/d{b}" for a, b in pairs] + [f"grad {bottom}"] * (top in ("E", "C"))
    if type(name) is Name and name.role is Role.COUNT and name.by:  # TP_1 at a threshold was once spelt TP@1
        return [f"{name.of}@{name.by}"]
    if name == "E":
        return ["Etotal", "E_tot", "L", "loss", "error", "cost", "J"]
    return [name.replace(".", " ")] if "." in name else []
