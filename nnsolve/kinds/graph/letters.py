"""Names for nodes that nobody named: c, d, e, … or v1, v2, …"""

from __future__ import annotations

from itertools import count

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
    rest = how_many - len(names)
    taken = taken | set(names)
    stems = {name.rstrip("0123456789").rstrip("_") for name in taken}
    letters = [letter for letter in _LETTERS if letter not in taken | stems]
    if rest <= min(MOST_LETTERS, len(letters)):
        return names + letters[:rest]
    stem = next((letter for letter in _STEMS if letter not in stems), "node")
    return names + _numbered(stem, rest, taken)


def _numbered(stem: str, how_many: int, taken: set[str]) -> list[str]:
    numbered = (f"{stem}{k}" for k in count(1))
    free = (name for name in numbered if name not in taken)
    return [next(free) for _ in range(how_many)]
