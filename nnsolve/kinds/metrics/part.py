"""What the parts of a page about predictions hand over: sections, given numbers, and how names are printed."""

from __future__ import annotations

from ...names import Name
from ...part import Part as Common


class Part(Common):
    """``answers`` are the measures that are reported; ``rows`` the given numbers by row; ``undefined`` those of 0/0."""

    def __init__(self):
        super().__init__()
        self.undefined: list[Name] = []
