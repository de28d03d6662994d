"""Plain working, line by line: name = formula = value, with words before it, statements beside it, lines that go on."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..names import Name
from ..resolver import Resolver
from .answers import Answer
from .prose import LEADING, claims, leaves, remark

LONGEST_LINE, SHOWN = 2_000, 40
TOO_LONG = f"(a line of more than {LONGEST_LINE} characters)"
# Words that a name may have at most.
MOST_WORDS = 6

_EQUALS = re.compile(r"[=≈≃≅≐]|:=")
_SEVERAL = re.compile(  # a comma in brackets, cos(a, b) = 1, parts nothing
    r"[;,]\s+(?=(?:[^\s=;,()\[\]]|\([^()]{0,40}\)|\[[^\[\]]{0,40}\]){1,30}\s*[=≈])"
)
# A name that the page does not print may still be one, also with the numbers of a visit in front: 57.3.net
_NAME = re.compile(r"(?:\d{1,7}\.){0,3}[^\W\d][^\s,;!?\\]{0,39}")
# Part of a matrix in words: row 2 of A, A row 2.
_LINE = r"(?:row|column) \d{1,3}"
_LINE_OF = re.compile(rf"{_LINE} of (?:the )?[^\W\d]\S{{0,39}}|[^\W\d][^\s,]{{0,39}},? {_LINE}", re.I)
# A value and then the next statement: 0.3589 and w1' = …
_NEXT = re.compile(
    r"^(?P<value>.*?\d[\d.eE%)\]]*)"
    r"(?P<between>\s*[,;&→⇒]+\s*|\s+(?:and|so|then|hence|thus|therefore)\s+|\s+(?=[^\W\d]))"
    r"(?P<next>\S.*)$"
)

# What goes on with a formula: a sign between two terms, and then a number, a bracket, a root or a name.
_SIGNED = re.compile(r"\s*[-+−·⋅*∗×⊙⋆/]\s*(?=[-−]?(?:\.?\d|[(\[√Σ])|[^\W\d])")
# A word or a name in it, but no function.
_WORD = re.compile(r"[^\W\d_][^\W_]+(?![\w(])")


def read_working(text: str, known: Resolver) -> list[Answer]:
    """The answers of a working, and its other lines as answers without a name."""
    reader = _Reader(known)
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            reader.line(number, line)
    return reader.found


class _Parts(NamedTuple):
    """A statement cut at its equals signs, or where it has none at a colon; ``equated``: whether it has either."""

    left: str
    right: list[str]
    by_colon: bool
    equated: bool


def _cut(text: str) -> _Parts:
    by_colon = ":" in text and not _EQUALS.search(text)
    left, *right = text.split(":", 1) if by_colon else _EQUALS.split(text)
    given = [part.strip() for part in right if part.strip()]
    return _Parts(LEADING.sub("", left).strip(), given, by_colon, bool(right))


class _Reader:
    """The lines read so far."""

    def __init__(self, known: Resolver):
        self.known = known
        self.found: list[Answer] = []

    def line(self, number: int, line: str):
        """Reads a line: one statement, or several beside each other."""
        if len(line) > LONGEST_LINE:
            self._too_long(number, line)
            return
        statements = _SEVERAL.split(line)
        if any(self.known.find(statement.strip()) is not None for statement in statements[:-1]):
            self._unread(number, line)  # w5', w6' = 0.36: whose value it is cannot be said
            return
        for statement in statements:
            self.statement(number, statement)

    def statement(self, number: int, text: str):
        """Reads ``name = formula = value``; what has no name continues the line before, or is prose."""
        parts = _cut(text)
        right = parts.right
        if right and not parts.left and self.found and self.found[-1].called:
            self._goes_on(text, right)
            return
        if self._is_term(number, text, parts):
            self._adds(text)
            return
        called, name = self._claimed(parts)
        if not called:
            self.found.append(Answer(number, text, claims=claims(text, self.known)))
        elif not self._several(number, text, right, called, name):
            answer = Answer(number, text, called, name)
            self.found.append(answer.take(right[-1], right[:-1]) if right else answer.take(""))

    def _claimed(self, parts: _Parts) -> tuple[str, Name | None]:
        """The name that a statement gives a value, as ``_name_in``; none of a heading or a remark behind a colon."""
        heading = parts.by_colon and not parts.right and len(parts.left.split()) > 1  # ‘Gradient of w5:’
        if heading or not parts.equated:
            return "", None
        called, name = self._name_in(parts.left)
        if name is None and parts.by_colon and remark(parts.left, parts.right):
            return "", None
        return called, name

    def _too_long(self, number: int, line: str):
        called, name = self._name_in(LEADING.sub("", line[:SHOWN].partition("=")[0]).strip())
        answer = Answer(number, line[:SHOWN] + "…", called or line[: SHOWN // 2] + "…", name)
        self.found.append(answer.take(TOO_LONG))

    def _unread(self, number: int, text: str):
        self.found.append(Answer(number, text, claims=True))

    def _goes_on(self, text: str, right: list[str]):
        """= 0.3775 under the formula of the line before."""
        before = self.found[-1]
        before.text += "\n" + text
        formulas = [before.written] if before.written else []
        before.take(right[-1], [*formulas, *right[:-1]])

    def _is_term(self, number: int, text: str, parts: _Parts) -> bool:
        """Whether a line goes on with the formula of the one above it; a name behind a sign begins a line of a list."""
        sign = _SIGNED.match(text)
        if sign is None or parts.by_colon or not self.found:
            return False
        before = self.found[-1]
        under = number == before.line + before.text.count("\n") + 1
        if not (under and before.called and before.written):
            return False
        term = _EQUALS.split(text[sign.end() :])[0].strip()
        if parts.equated and self.known.meanings(term):
            return False
        return all(self.known.meanings(word) for word in _WORD.findall(term))

    def _adds(self, text: str) -> None:
        """+ 0.3 · 0.5 under the formula of the line before."""
        before = self.found[-1]
        term, *right = _EQUALS.split(text)
        before.text += "\n" + text
        formula = f"{before.written} {term.strip()}"
        if len(formula) > LONGEST_LINE:
            formula = TOO_LONG
        values = [part.strip() for part in right if part.strip()]
        whole = [formula, *values]
        before.take(whole[-1], whole[:-1])

    def _several(self, number: int, text: str, right: list[str], called: str, name: Name | None) -> bool:
        """Reads a value and the next statement behind it, where there are two: w5' = 0.3589 and w1' = 0.1498."""
        for place, part in enumerate(right[:-1]):
            following = _NEXT.match(part)
            if following is None:
                continue
            named = self._name_in(following["next"])[1] is not None
            joined = bool(following["between"].strip())
            if not joined and not named:  # 2 x 0.0411 is one formula
                continue
            if not joined or not named:  # a product without a sign, or a next statement: that cannot be said
                self._unread(number, text)
                return True
            self.found.append(Answer(number, text, called, name).take(following["value"], right[:place]))
            self.statement(number, " = ".join([following["next"], *right[place + 1 :]]))
            return True
        return False

    def _name_in(self, left: str) -> tuple[str, Name | None]:
        """The name at the end of what stands before the equals sign, as written and as a step; ('', None) for prose.

        Before the name stand words, none of which makes another value of it: ‘gradient of w5’ is not w5.
        """
        if _LINE_OF.fullmatch(left):
            return left, self.known.find(left)
        words = left.split()
        for k in range(max(0, len(words) - MOST_WORDS), len(words)):
            called = " ".join(words[k:])
            meanings = self.known.meanings(called)
            if meanings and not all(leaves(words[:k], name) for name in meanings):
                return "", None
            if meanings:
                return called, meanings[0] if len(meanings) == 1 else None
        if _NAME.fullmatch(left):
            return left, None
        return "", None
