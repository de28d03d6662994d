"""Targets and predictions as a problem file writes them: a list of numbers, or rows of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from ...formula.expr import Expr
from ...reading.schema import Number, constant
from ...reading.yamlfile import Faults, Node, complete, listed

MOST_VALUES = 1000
MOST_OUTPUTS = 50
MOST_TOLD = 3  # so many numbers outside of a domain are told


class Grid:
    """Numbers in rows with the places where they stand. ``flat`` says that they were one list."""

    def __init__(self, rows: list[list[Expr]], nodes: list[list[Node]], flat: bool):
        self.rows, self.nodes, self.flat = rows, nodes, flat

    def as_row(self) -> Grid:
        """One list read as the numbers of one sample."""
        return Grid([list(chain.from_iterable(self.rows))], [list(chain.from_iterable(self.nodes))], False)

    def entries(self) -> Iterator[tuple[Expr, Node]]:
        """Every number with its place."""
        return zip(chain.from_iterable(self.rows), chain.from_iterable(self.nodes), strict=True)

    @property
    def width(self) -> int:
        """The numbers of a row."""
        return len(self.rows[0])

    @property
    def count(self) -> int:
        """The samples."""
        return len(self.rows)


def pairs(targets: Grid, predictions: Grid) -> Iterator[tuple[float, float]]:
    """Targets and predictions that belong together, as doubles; a label stands beside the first prediction alone."""
    for own, guessed in zip(targets.rows, predictions.rows, strict=True):
        yield from zip(map(constant, own), map(constant, guessed), strict=False)


def read_grid(node: Node, faults: Faults) -> Grid | None:
    """A number, a list (one number a sample) or a list of rows; faults are noted at their places."""
    if node.items is None and node.text is None:
        return faults.add(node, f"expected a list of numbers, or rows of them, not {node.shown}", "")
    items = listed(node, faults) if node.items is None else node.items
    if not items:
        return faults.add(node, "expected at least one number", "")
    return _grid(items, node, faults)


def _grid(items: list[Node], node: Node, faults: Faults) -> Grid | None:
    """The grid of what a list holds: numbers, or rows of them."""
    nodes = list(map(_row_nodes, items))
    if sum(map(len, nodes)) > MOST_VALUES:
        return faults.add(node, f"at most {MOST_VALUES} numbers are computed on a page", "")
    found = complete(_numbers(row, faults) for row in nodes)
    if found is None:
        return None
    flat = all(item.items is None for item in items)
    if not flat and not _even(items, faults):
        return None
    return Grid(found, nodes, flat)


def _row_nodes(item: Node) -> list[Node]:
    """The places of the numbers of a row; a number by itself is one."""
    return [item] if item.items is None else item.items


def _numbers(row: list[Node], faults: Faults) -> list[Expr] | None:
    """The numbers of a row."""
    return complete(Number().read(entry, faults) for entry in row)


def _even(items: list[Node], faults: Faults) -> bool:
    """Whether all items are rows, as long as the first, and none too long; else that is noted at the first fault."""
    wide = len(_row_nodes(items[0]))
    for item in items:
        if item.items is None or len(item.items) != wide:
            faults.add(item, _wanted_row(wide), "")
            return False
    if not wide:
        faults.add(items[0], "expected at least one number in a row", "")
    elif wide > MOST_OUTPUTS:
        faults.add(items[0], f"at most {MOST_OUTPUTS} numbers in a row are computed on a page", "")
    return 0 < wide <= MOST_OUTPUTS


def _wanted_row(wide: int) -> str:
    if not wide:
        return "expected a row of numbers"
    return f"expected a row of {wide} numbers, as the first one has"


# What targets and predictions may be: the test of a double, and how a number outside is told.
DOMAINS = {
    "any": (lambda x: True, ""),
    "probability": (lambda x: 0 <= x <= 1, "a number from 0 to 1"),
    "inside": (lambda x: 0 < x < 1, "a number between 0 and 1, not 0 or 1 themselves"),
    "0 or 1": (lambda x: x in (0, 1), "0 or 1"),
    "sign": (lambda x: x in (-1, 1), "−1 or 1"),
    "not 0": (lambda x: x != 0, "a number other than 0, since it stands in the denominator"),
    "above −1": (lambda x: x > -1, "a number greater than −1, since ln(1 + …) is taken of it"),
    "from 0": (lambda x: x >= 0, "a count, 0 or more"),
    "positive": (lambda x: x > 0, "a number greater than 0, since its logarithm is taken"),
}


def as_rows(targets: Grid, predictions: Grid) -> tuple[Grid, Grid]:
    """One list of classes as one sample, as a loss needs it that takes all classes together."""
    if predictions.flat:
        predictions = predictions.as_row()
    if targets.flat and predictions.count == 1:
        targets = targets.as_row()
    return targets, predictions


def check_domain(grid: Grid, domain: str, what: str, loss: str, more: str, faults: Faults):
    """Notes the numbers outside of a domain, a few of them."""
    holds, wanted = DOMAINS[domain]
    outside = [node for number, node in grid.entries() if not holds(constant(number))]
    for node in outside[:MOST_TOLD]:
        faults.add(node, f"for {loss} a {what} must be {wanted}{more}")


def labels(grid: Grid, first: int, classes: int, faults: Faults) -> list[int] | None:
    """The right class of each sample, counted from 0, of labels that begin with ``first``."""
    found = []
    for row, nodes in zip(grid.rows, grid.nodes, strict=True):
        value = constant(row[0])
        wanted = f"expected a class, a whole number from {first} to {first + classes - 1}"
        if len(row) > 1:
            return faults.add(nodes[0], f"{wanted}, and one for each sample")
        if value not in range(first, first + classes):
            return faults.add(nodes[0], wanted)
        found.append(int(value) - first)
    return found
