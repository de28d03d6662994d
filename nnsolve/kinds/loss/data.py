"""Targets and predictions as a problem file writes them: a list of numbers, or rows of them."""

from __future__ import annotations

from ...formula.expr import Expr
from ...reading.schema import Number, constant
from ...reading.yamlfile import Faults, Node, complete, listed

MOST_VALUES = 1000
MOST_OUTPUTS = 50


class Grid:
    """Numbers in rows with the places where they stand. ``flat`` says that they were one list."""

    def __init__(self, rows: list[list[Expr]], nodes: list[list[Node]], flat: bool):
        self.rows, self.nodes, self.flat = rows, nodes, flat

    def as_row(self) -> Grid:
        """One list read as the numbers of one sample."""
        row = [number for rows in self.rows for number in rows]
        return Grid([row], [[node for nodes in self.nodes for node in nodes]], False)

    @property
    def width(self) -> int:
        """The numbers of a row."""
        return len(self.rows[0])

    @property
    def count(self) -> int:
        """The samples."""
        return len(self.rows)


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
    nodes = [[item] if item.items is None else item.items for item in items]
    if sum(map(len, nodes)) > MOST_VALUES:
        return faults.add(node, f"at most {MOST_VALUES} numbers are computed on a page", "")
    found = complete(_numbers(row, faults) for row in nodes)
    if found is None:
        return None
    flat = all(item.items is None for item in items)
    if not flat and not _even(items, faults):
        return None
    return Grid(found, nodes, flat)


def _numbers(row: list[Node], faults: Faults) -> list[Expr] | None:
    """The numbers of a row."""
    return complete(Number().read(entry, faults) for entry in row)


def _even(items: list[Node], faults: Faults) -> bool:
    """Whether all items are rows, as long as the first, and none too long; else that is noted at the first fault."""
    wide = len(items[0].items if items[0].items is not None else items[:1])
    for item in items:
        if item.items is None or len(item.items) != wide:
            wanted = f"expected a row of {wide} numbers, as the first one has"
            faults.add(item, wanted if wide else "expected a row of numbers", "")
            return False
    if not wide:
        faults.add(items[0], "expected at least one number in a row", "")
    elif wide > MOST_OUTPUTS:
        faults.add(items[0], f"at most {MOST_OUTPUTS} numbers in a row are computed on a page", "")
    return 0 < wide <= MOST_OUTPUTS


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


def check_domain(grid: Grid, domain: str, what: str, loss: str, more: str, faults: Faults):
    """Notes the numbers outside of a domain, a few of them."""
    holds, wanted = DOMAINS[domain]
    told = 0
    for numbers, nodes in zip(grid.rows, grid.nodes, strict=True):
        for number, node in zip(numbers, nodes, strict=True):
            if not holds(constant(number)):
                told += 1
                if told <= 3:
                    faults.add(node, f"for {loss} a {what} must be {wanted}{more}")


def labels(grid: Grid, first: int, classes: int, faults: Faults) -> list[int] | None:
    """The right class of each sample, counted from 0, of labels that begin with ``first``."""
    found = []
    for row, nodes in zip(grid.rows, grid.nodes, strict=True):
        value = constant(row[0])
        if len(row) > 1 or value != int(value) or not first <= value < first + classes:
            text = f"expected a class, a whole number from {first} to {first + classes - 1}"
            return faults.add(nodes[0], text + (", and one for each sample" if len(row) > 1 else ""))
        found.append(int(value) - first)
    return found
