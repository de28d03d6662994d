"""From a step's canonical name to the mark that is printed: ``new_w5`` → w₅′, ``dE/dout_o1`` → ∂E/∂out_o₁.

A mark says what is printed, not how: every format writes marks in its own alphabet.
"""

from __future__ import annotations

import re

from ..names import NOW, Name, Role, named


class Mark:
    """A letter or word with a subscript, a superscript in brackets, and a prime."""

    __slots__ = ("base", "sub", "sup", "primed")

    def __init__(self, base: str, sub: str = "", sup: str = "", primed: bool = False):
        self.base, self.sub, self.sup, self.primed = _text(base), _text(sub), sup, primed

    @property
    def line(self) -> str:
        """The mark in plain text."""
        stem = self.sub.rstrip("0123456789")
        below = f"{'_' * bool(stem)}{stem}{self.sub[len(stem) :].translate(_LOW)}"
        return f"{self.base}{below}{f'({self.sup})' * bool(self.sup)}{'′' * self.primed}"


def _text(letters: str) -> str:
    """What a mark prints: text, and no name."""
    return letters if type(letters) is str else str(letters)


class Applied(Mark):
    """A function and, in brackets, what it is of: σ′(x₁), or with ``less`` σ(−x₁)."""

    __slots__ = ("argument", "function", "less")

    def __init__(self, function: Mark, argument: Mark, less: bool = False):
        primes = "′" if function.primed else ""
        inner = f"{'−' if less else ''}{argument.base}{argument.sub.translate(_LOW)}"
        super().__init__(f"{function.base}{function.sub.translate(_LOW)}{primes}({inner})")
        self.function, self.argument, self.less = function, argument, less


class Partial:
    """∂top/∂bottom."""

    __slots__ = ("top", "bottom")

    sign = "∂"

    def __init__(self, top: AnyMark, bottom: AnyMark):
        self.top, self.bottom = top, bottom

    @property
    def line(self) -> str:
        """The mark in plain text."""
        return f"{self.sign}{self.top.line}/∂{self.bottom.line}"


class Direct(Partial):
    """∂⁺top/∂bottom: what goes along the direct edge alone, beside other paths from bottom to top.

    The sign is that of the immediate partial derivative in Pascanu, Mikolov, Bengio, On the difficulty of training
    recurrent neural networks (2013).
    """

    __slots__ = ()

    sign = "∂⁺"


class Place:
    """An entry of what a mark names: conv1[0,1]."""

    __slots__ = ("index", "inner")

    def __init__(self, inner: AnyMark, index: str):
        self.inner, self.index = inner, index

    @property
    def line(self) -> str:
        """The mark in plain text."""
        return self.inner.line + self.index


class Change:
    """Δ in front of a mark."""

    __slots__ = ("inner",)

    def __init__(self, inner: AnyMark):
        self.inner = inner

    @property
    def line(self) -> str:
        """The mark in plain text."""
        return f"Δ{self.inner.line}"


# Whatever a step's name may be printed as.
AnyMark = Mark | Partial | Place | Change

_LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_PLAIN = re.compile(r"([^\W\d_]+)_?(\d*)(?:\^(\d+))?")
NAME = re.compile(r"[^\W\d]\w{0,39}(?:\^\d{1,3})?")
UNIT = re.compile(r"\w{1,30}")

# The stems of the notations in use: net input, activation, error term.
NOTATIONS = {
    "net/out": {"net": "net", "out": "out"},
    "in/out": {"net": "in", "out": "out"},
    "z/a": {"net": "z", "out": "a"},
    "O_ij": {"net": "z", "out": "O"},
}
ROLES = ("net", "out", "delta", "E", "η", "t", "b")


def written(mark: AnyMark) -> str:
    """A mark on one line of plain text, as messages print it: ∂E/∂w₅, w₅′, conv1[0,1]."""
    return mark.line


def lettered(mark: AnyMark | str) -> Mark:
    """A mark to which a prime or a number can be added: a letter stays, all else is one as it is written."""
    if isinstance(mark, str):
        return Mark(mark)
    return mark if isinstance(mark, Mark) else Mark(written(mark))


class Names:
    """How the names of one solution are printed.

    ``stems`` exchanges a role's letter (``{"net": "z", "E": "L"}``), ``exact`` the print of one name, ``places`` gives
    the subscript of a neuron where it is not its name (``{"h1": "11"}`` for O_ij). ``heads`` says what stands before
    the equals sign of a step where that differs from its print in formulas. ``error_terms`` prints ∂E/∂net as δ.
    ``target`` is what is differentiated: the error E, or the cost C.
    """

    __slots__ = ("error_terms", "exact", "heads", "places", "stems", "target")

    def __init__(
        self,
        stems: dict[str, str] | None = None,
        exact: dict[Name, AnyMark | str] | None = None,
        places: dict[str, str] | None = None,
        error_terms: bool = False,
        heads: dict[Name, AnyMark | str] | None = None,
    ):
        self.heads = heads or {}
        self.stems, self.exact, self.places = stems or {}, exact or {}, places or {}
        self.error_terms = error_terms
        self.target = "E"

    def mark(self, name: str) -> AnyMark:
        """The mark of a name; of a plain text, that of the name which its spelling says."""
        name = named(name)
        known = self.exact.get(name)
        if known is not None:
            return self.plain(known) if isinstance(known, str) else known
        if name.at != NOW:  # of one visit or update among many: 2.net_h1, 1.w5
            return self.mark(name.of if name.role is Role.NEW else name.bare)
        return _MARKS.get(name.role, Names._word)(self, name)

    def _word(self, name: Name) -> Mark:
        """The mark of a name with a word of its own."""
        if name.by and name.of in ("net", "out", "E", "t"):
            item = f"{name.by}{name.indices}"
            return Mark(self.stems.get(name.of, str(name.of)), self.places.get(item, item))
        return self.plain(name)

    def _partial(self, name: Name) -> Partial:
        return Partial(self.mark(name.of), self.mark(name.by))

    def _direct(self, name: Name) -> Partial:
        return Direct(self.mark(name.of), self.mark(name.by))

    def _chain(self, name: Name) -> Partial:
        return Partial(self.mark(self.target), self.mark(name.of))

    def _error_term(self, name: Name) -> Mark | Partial:
        unit = getattr(name.of, "by", "")
        if not unit:
            return self.plain(name)
        if self.error_terms:
            return Mark(self.stems.get("delta", "δ"), self.places.get(unit, str(unit)))
        return self._chain(name)

    def _primed(self, name: Name) -> Mark:
        mark = lettered(self.mark(name.of))
        return Mark(mark.base, mark.sub, mark.sup, True)

    def _change(self, name: Name) -> Change:
        return Change(self.mark(name.of))

    def _entry(self, name: Name) -> Place:
        return Place(self.mark(name.of), name.indices)

    def plain(self, name: str) -> Mark:
        """The mark of a name that stands for itself: letters, then digits below, then a layer above."""
        match = _PLAIN.fullmatch(name)
        if not match:
            return Mark(str(name))
        base, sub, sup = match.groups()
        return Mark(self.stems.get(base, "δ" if base == "delta" else base), sub, sup or "")


_MARKS = {
    Role.PARTIAL: Names._partial,
    Role.SHARE: Names._partial,
    Role.DIRECT: Names._direct,
    Role.CHAIN: Names._chain,
    Role.ERROR_TERM: Names._error_term,
    Role.NEW: Names._primed,
    Role.AGAIN: Names._primed,
    Role.CHANGE: Names._change,
    Role.ENTRY: Names._entry,
}
