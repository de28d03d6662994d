"""What ``asked:`` means where values are numbered by rounds: ``x_3``, ``x3``, ``df/dx_2``, or ``x`` at the end."""

from __future__ import annotations

import re

from ...errors import AskedError, listing, nearest, quote

_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


class Indexed:
    """The stems that have a value after each of ``last`` rounds; ``first`` gives the least number of some stems."""

    def __init__(self, stems: list[str], last: int, first: dict[str, int] | None = None):
        self.stems, self.last, self.first = stems, last, first or {}

    def understand(self, written: str) -> tuple[str, int]:
        """The stem and the number that ``written`` means; raises AskedError with the nearest names."""
        text = written.strip().replace("∂", "d").replace("′", "'").translate(_DIGITS).replace(" ", "")
        if text in self.stems:
            return text, self.last
        for prefix, suffix in (("new_", ""), ("", "'"), ("", "_new")):
            bare = text.removeprefix(prefix).removesuffix(suffix)
            if bare != text and bare in self.stems:
                return bare, min(1, self.last)
        match = re.fullmatch(r"(.+?)_?\^?\(?([0-9]{1,7})\)?", text)
        if match and match[1] in self.stems:
            number, least = int(match[2]), self.first.get(match[1], 0)
            if least <= number <= self.last:
                return match[1], number
            raise AskedError(f"{quote(written)}: {match[1]} has the numbers {least} to {self.last} here.")
        choices = [f"{stem}_{self.last}" for stem in self.stems]
        hint = nearest(written, [*self.stems, *choices]) or f" Results: {listing(choices)}."
        raise AskedError(f"{quote(written)} is not a result of this problem.{hint}")
