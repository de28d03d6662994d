"""What all layers of a chain have in common."""

from __future__ import annotations

from functools import reduce

from ...formula.expr import Expr
from ...names import Name, size
from ...reading.schema import Field, Record, Text
from ...reading.yamlfile import Node
from ...solution import Says
from .page import ImpossibleError, Page


def described(*parts: Says | None) -> Says:
    """The parts of a description, one after another: 6 kernels of 5 × 5, stride 1, no padding."""
    return reduce(lambda first, more: Says("layer_and", first=first, more=more), filter(None, parts))


class Layer(Record):
    """One layer as the file writes it. Subclasses are final but for :class:`.window.Window`.

    ``stem`` and ``ordinal`` number layers of a sort (conv1, conv2), ``short`` is the key that a single value stands
    for, ``what`` names the sort in messages, ``sentence`` is the key of its description. ``elsewhere`` is what other
    programs call it. A picture gives it its ``fill`` as colour; of one that is ``plain`` it says no more than name and
    shape.
    """

    name = Field(Text(), "the name that is printed for this layer, such as C1", default="")

    stem = short = what = sentence = ""
    elsewhere: tuple[str, ...] = ()
    fill, plain = "node", False
    word = ""
    ordinal = 0
    node = Node()

    @property
    def id(self) -> str:
        """The word by which names of its numbers begin: conv1."""
        return f"{self.stem}{self.ordinal}"

    def own(self, what: str, part: str = "") -> Name:
        """The name of one of its numbers, conv1.width; with a ``part`` of one of several alike, conv1.P_top."""
        return size(self.id, f"{what}_{part}" if part else what)

    def stand(self, word: str, node: Node) -> None:
        """Tells the layer by which word, and where, it stands in the file."""
        self.word, self.node = word, node

    @property
    def title(self) -> str:
        """The name that is printed."""
        return self.name or self.id

    def describe(self) -> Says:
        """The layer in plain words, for its heading."""
        return Says(self.sentence)

    def cells(self) -> list:
        """The table's cells that describe the layer: kernel, number, stride, padding."""
        return ["", "", "", ""]

    def write(self, page: Page) -> None:
        """Writes the steps that lead to ``<id>.shape``; raises ImpossibleError."""
        raise AssertionError(f"{type(self).__name__} is abstract")

    def parameters(self, page: Page) -> tuple[Expr, Says] | None:
        """The formula of the number of parameters and its reason; None where there is nothing to say."""

    def products(self, page: Page) -> tuple[Expr, Says] | None:
        """The formula of the number of multiply–accumulates and its reason; None where there are none."""

    def sees(self, page: Page) -> Name | str | None:
        """Writes the receptive field and returns its step's name; 'all' for the whole input, None for no kernel."""

    def need_map(self, page: Page) -> None:
        """Raises ImpossibleError where the layer before gives a row of numbers."""
        if not page.map.sides:
            before = "flattened or dense" if page.blocks else "flat"
            text = f"a {self.what} layer needs a map with sides; what comes here is {before}, {page.shown()} numbers"
            raise ImpossibleError(self.node, text, self.word)
