"""The counts of each layer: its parameters, and what a problem asks for besides.

A column is a function (layer, page) → table cell that writes the layer's steps; ``TOTALLED`` columns are summed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...formula.expr import Expr, Mul, Num
from ...names import Name, Role
from ...solution import Ref, Says

if TYPE_CHECKING:
    from .layer import Layer
    from .page import Page


FLOAT_BYTES = Num("4")


def _counted(
    what: str, letter: str, formula_of: Callable[[Layer, Page], tuple[Expr, Says] | None]
) -> tuple[Name, Callable[[Layer, Page], Ref | int]]:
    """The name of a total, and a column whose cell is one step ``<layer>.<what>``."""

    def column(layer: Layer, page: Page) -> Ref | int:
        found = formula_of(layer, page)
        if found is None:
            return 0
        return Ref(page.step(layer.own(what), letter, *found).name)

    return Name(Role.COUNT, what), column


def _bytes(layer: Layer, page: Page) -> tuple[Expr, Says] | None:
    if layer.stem == "flatten":  # another view of the same numbers
        return None
    return Mul((FLOAT_BYTES, *page.map.sizes)), Says("cnn_bytes")


def _field(layer: Layer, page: Page) -> Ref | str:
    found = layer.sees(page)
    return Ref(found) if isinstance(found, Name) else found or ""


# By the word in the file: what is counted, as the name of its total where it has one, and the column.
COLUMNS = {
    "parameters": _counted("parameters", "parameters", lambda layer, page: layer.parameters(page)),
    "macs": _counted("macs", "MACs", lambda layer, page: layer.products(page)),
    "memory": _counted("memory", "bytes", _bytes),
    "receptive-field": ("receptive_field", _field),
}
TOTALLED = {word: name for word, (name, _) in COLUMNS.items() if isinstance(name, Name)}
ON_REQUEST = tuple(word for word in COLUMNS if word != "parameters")
