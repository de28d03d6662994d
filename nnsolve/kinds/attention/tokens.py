"""A token of a matrix where it is asked for or answered: Q[2], q_2, α_2 for a row of weights, row 2 of A."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...formula.arrays import Array
from ...names import Name, Role, entry_at
from .model import entry
from .names import line_mark

if TYPE_CHECKING:
    from ...resolver import Resolver
    from .entries import Sides
    from .forward import Forward

_LETTERS = {"q": "Q", "k": "K", "v": "V", "s": "S", "z": "Z", "a": "A", "alpha": "A", "α": "A", "o": "O", "c": "O"}
_CALLED = re.compile(r"(?P<letter>alpha|[qkvszaαoc])_?(?P<number>\d{1,3})")
_PLACE = re.compile(r"(?P<matrix>.{1,100})\[ ?(?P<number>\d{1,3}) ?\]")
# Of one query these letters with one number are an entry: what belongs to it and a key.
_OF_PAIRS = ("s", "z", "a", "alpha", "α")
# In words, by whether a token is a row.
_OF = r"{} (?P<number>\d{{1,3}}) of (?:the )?(?P<matrix>.{{1,100}})"
_BEHIND = r"(?P<matrix>.{{1,100}}?),? {} (?P<number>\d{{1,3}})"
_IN_WORDS = {
    True: [re.compile(text.format("row"), re.I) for text in (_OF, _BEHIND)],
    False: [re.compile(text.format("column"), re.I) for text in (_OF, _BEHIND)],
}
# What stands for a query or a key in every matrix of it.
_OF_TOKENS = (Role.NET, Role.GATE, Role.OUT)


class Tokens:
    """The tokens of matrices that are steps, by their numbers from 1; of the only query there is one name already."""

    def __init__(self, forward: Forward, sizes: Sides):
        self.forward, self.sizes = forward, sizes
        self.found: dict[Name, Array] = {}

    def find(self, text: str, matrices: Resolver) -> Name | None:
        """The name of the token that a text means; None where it means none."""
        text, form = text.strip(), self.forward.model.form
        for pattern in (_PLACE, *_IN_WORDS[form.rows]):
            place = pattern.fullmatch(text)
            if place is not None:
                return self._token(matrices.find(place["matrix"]), int(place["number"]))
        called = _CALLED.fullmatch(text)
        if called is None or len(self.forward.heads) != 1:
            return None
        if self.forward.heads[0].one and called["letter"] in _OF_PAIRS:
            return None
        return self._token(self.forward.heads[0].matrix(_LETTERS[called["letter"]]), int(called["number"]))

    def _token(self, matrix: Name | None, number: int) -> Name | None:
        """The token of a matrix; None where it has none of this number."""
        if matrix is None or matrix not in self.sizes or matrix.role not in _OF_TOKENS:
            return None
        form = self.forward.model.form
        count, features = self.sizes[matrix] if form.rows else reversed(self.sizes[matrix])
        name = entry_at(matrix, f"[{number}]")
        if not 1 <= number <= count or name in {step.name for step in self.forward.page.steps}:
            return None
        self.found[name] = form.vector([entry(matrix, *form.place(number - 1, k)) for k in range(features)])
        self.forward.page.marks.setdefault(name, line_mark(matrix, number - 1))
        return name
