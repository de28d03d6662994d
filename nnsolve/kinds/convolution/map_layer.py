"""What every layer that is computed with numbers has in common: what comes in, what goes out, and how it is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...names import Name, Role
from ...solution import Block, Says
from ...subjects.layers.layer import Layer
from ...subjects.layers.page import Page
from ...subjects.layers.window import Window

if TYPE_CHECKING:
    from .backward import BackwardPage
    from .sheet import Sheet


class Places:
    """A map's size in numbers: ``sides`` rows and columns, () for a row; ``channels`` maps, or the row's length."""

    __slots__ = ("channels", "sides")

    def __init__(self, page: Page):
        *sides, self.channels = map(page.value, page.map.sizes)
        self.sides: tuple[int, ...] = tuple(sides)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of one map; a row is one line of its length."""
        return (self.sides[0], self.sides[1]) if self.sides else (1, self.channels)

    @property
    def places(self) -> int:
        """Positions of one map."""
        return self.sides[0] * self.sides[1] if self.sides else 1


class MapLayer(Layer):
    """A layer over maps of numbers: ``before`` and ``after`` are known once the pipeline was walked.

    ``sources`` names the maps that come in, ``letter`` is that of its parameters, ``role`` what its maps are.
    ``learned`` names its parameters once it is written; ``gives_back`` is the sentence about its gradients.
    """

    before: Places
    after: Places
    sources: list[Name]
    letter = gives_back = ""
    role = Role.OUT
    learned: Sequence[Name] = ()

    def work(self, before: Places, after: Places) -> tuple[int, int]:
        """What the layer takes, in multiplications, and passes over a map."""
        raise AssertionError(f"{type(self).__name__} is abstract")

    def written(self, sheet: Sheet) -> None:
        """Writes the layer with its numbers."""
        raise AssertionError(f"{type(self).__name__} is abstract")

    def backward(self, page: BackwardPage) -> None:
        """Writes the gradients by what the layer learns and by what came in."""
        page.write(self.sources, Block(None, [], self.about_gradient(), longest=page.sheet.longest))

    def about_gradient(self) -> Says | None:
        """What is said of the gradients by the maps that came in."""
        return Says(self.gives_back) if self.gives_back else None


class MapWindow(MapLayer, Window):
    """A window that slides over maps of numbers."""
