"""Names for nodes that nobody named: c, d, e, … or v1, v2, …"""

from __future__ import annotations

from itertools import count, filterfalse, islice

# More nodes than this have numbers, as a trace of automatic differentiation has them.
MOST_LETTERS = 12
_LETTERS = "cdefghkmnpqrstuvwyzab"
_STEMS = "vuwnst"


def chosen_names(how_many: int, wanted: list[str], taken: set[str]) -> list[str]:
    """Names for ``how_many`` nodes in their order, none of them in ``taken``.

    ``wanted`` comes first; one name for several nodes is a letter that is numbered: v1, v2, …
    """
    if len(wanted) == 1 and how_many > 1:
        return _numbered(wanted[0], how_many, taken)
    names = wanted[:how_many]
    return names + _free_names(how_many - len(names), taken | set(names))


def _free_names(how_many: int, taken: set[str]) -> list[str]:
    """Single letters, or where those are too few one that is numbered."""
    stems = {name.rstrip("0123456789").rstrip("_") for name in taken}
    letters = [letter for letter in _LETTERS if letter not in stems]
    if how_many <= min(MOST_LETTERS, len(letters)):
        return letters[:how_many]
    stem = next((letter for letter in _STEMS if letter not in stems), "node")
    return _numbered(stem, how_many, taken)


def _numbered(stem: str, how_many: int, taken: set[str]) -> list[str]:
    numbered = (f"{stem}{k}" for k in count(1))
    free = filterfalse(taken.__contains__, numbered)
    return list(islice(free, how_many))
