"""Pieces of formulas that remember where their row may be broken."""

from __future__ import annotations

from collections.abc import Callable


class Joined(str):
    """Pieces side by side: ``parts`` are pieces and the signs between them."""

    parts: list[str]


def joined(parts: list[str]) -> Joined:
    """Pieces as one."""
    whole = Joined("".join(parts))
    whole.parts = list(parts)
    return whole


def apart(piece: str, breaks: tuple[tuple[str, ...], ...], long: Callable[[str], bool]) -> list[tuple[str, str]]:
    """A piece in the parts between which its row may be broken: the sign before each, '' for the first, and the part.

    ``breaks`` are the signs at which it is taken apart, the loosest first; a part that is not ``long`` stays whole.
    """
    return _apart("", _tokens(piece), breaks, long)


def _tokens(piece: str) -> list[str]:
    """The pieces and signs of which a piece is joined, those of joined pieces in it too."""
    if not isinstance(piece, Joined):
        return [piece]
    tokens: list[str] = []
    for part in piece.parts:
        tokens += _tokens(part)
    return tokens


def _apart(
    sign: str, tokens: list[str], breaks: tuple[tuple[str, ...], ...], long: Callable[[str], bool]
) -> list[tuple[str, str]]:
    whole = "".join(tokens)
    if not breaks or not long(whole):
        return [(sign, whole)]
    found: list[tuple[str, str]] = []
    for own, part in _split(sign, tokens, breaks[0]):
        found += _apart(own, part, breaks[1:], long)
    return found


def _split(sign: str, tokens: list[str], signs: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    """What stands between some signs, each part behind its own; ``sign`` is that of the first."""
    parts: list[tuple[str, list[str]]] = [(sign, [])]
    for token in tokens:
        if token in signs:
            parts.append((token, []))
        else:
            parts[-1][1].append(token)
    return parts
