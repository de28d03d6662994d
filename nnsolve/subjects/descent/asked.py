"""What ``asked:`` means of values numbered by rounds: ``x@3``, ``x_3``, ``x3``, ``df/dx_2``; ``x`` is the last one."""

from __future__ import annotations

import re

from ...errors import AskedError, listing, nearest, quote
from ...names import Name
from .rounds import numbered

_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


class Indexed:
    """The stems that have a value after each of ``last`` rounds; ``first`` gives the least number of some stems."""

    def __init__(self, stems: list[Name], last: int, first: dict[Name, int] | None = None):
        self.stems, self.last, self.first = {stem: stem for stem in stems}, last, first or {}

    def understand(self, written: str) -> tuple[Name, int]:
        """The stem and the number that ``written`` means; raises AskedError with the nearest names."""
        text = written.strip().replace("∂", "d").replace("′", "'").translate(_DIGITS).replace(" ", "")
        if text in self.stems:
            return self.stems[text], self.last
        for prefix, suffix in (("new_", ""), ("", "'"), ("", "_new")):
            bare = text.removeprefix(prefix).removesuffix(suffix)
            if bare != text and bare in self.stems:
                return self.stems[bare], min(1, self.last)
        match = re.fullmatch(r"(.+?)[@_]?\^?\(?([0-9]{1,7})\)?", text)
        # both parts of a derivative are numbered, or only the second: df@2/dx@2, df/dx_2
        stem = match and self.stems.get(match[1].replace(f"@{match[2]}/d", "/d"))
        if match and stem:
            number, least = int(match[2]), self.first.get(stem, 0)
            if least <= number <= self.last:
                return stem, number
            raise AskedError(f"{quote(written)}: {stem} has the numbers {least} to {self.last} here.")
        choices = [numbered(stem, self.last) for stem in self.stems.values()]
        hint = nearest(written, [*self.stems, *choices]) or f" Results: {listing(choices)}."
        raise AskedError(f"{quote(written)} is not a result of this problem.{hint}")
