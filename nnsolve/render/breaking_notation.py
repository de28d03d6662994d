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
    return [(sign, "".join(tokens)) for sign, tokens in _apart("", _tokens(piece), breaks, long)]


def _tokens(piece: str) -> list[str]:
    return [token for part in piece.parts for token in _tokens(part)] if isinstance(piece, Joined) else [piece]


def _apart(
    sign: str, tokens: list[str], breaks: tuple[tuple[str, ...], ...], long: Callable[[str], bool]
) -> list[tuple[str, list[str]]]:
    if not breaks or not long("".join(tokens)):
        return [(sign, tokens)]
    found: list[tuple[str, list[str]]] = [(sign, [])]
    for token in tokens:
        if token in breaks[0]:
            found.append((token, []))
        else:
            found[-1][1].append(token)
    return [part for own, parts in found for part in _apart(own, parts, breaks[1:], long)]
