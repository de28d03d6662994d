"""Data and lists of gradients as a problem file writes them."""

from __future__ import annotations

from ...errors import counted, listing
from ...formula.expr import Expr
from ...names import Name, Role
from ...reading.schema import Type, read_number
from ...reading.yamlfile import Faults, Node, complete, complete_values
from ..descent.function import VARIABLE

MOST_SAMPLES = 200
MOST_GRADIENTS = 1000
MOST_COLUMNS = 10


class DataType(Type):
    """A list of samples, each a mapping from columns to numbers; all have the same columns."""

    def read(self, node: Node, faults: Faults):
        rows = node.items
        if not rows or any(row.entries is None for row in rows):
            return faults.add(node, "expected a list of samples, each {x: 1, y: 2}", "")
        if len(rows) > MOST_SAMPLES:
            return faults.add(node, f"at most {MOST_SAMPLES} samples were expected; here are {len(rows)}", "")
        columns = _columns(rows, faults)
        if columns is None:
            return None
        return complete(_numbers(row, columns, faults) for row in rows)

    def schema(self):
        number = {"type": ["number", "string"]}
        return {"type": "array", "minItems": 1, "items": {"type": "object", "additionalProperties": number}}


def _columns(rows: list[Node], faults: Faults) -> list[Name] | None:
    """The columns of the first sample, which all others have too."""
    columns = [Name(Role.INPUT, column) for column in rows[0].mapped]
    if not 0 < len(columns) <= MOST_COLUMNS or not all(map(VARIABLE.fullmatch, columns)):
        return faults.add(rows[0], f"expected 1 to {MOST_COLUMNS} columns with letters for names", "")
    odd = [row for row in rows if set(row.mapped) != set(columns)]
    for row in odd:
        faults.add(row, f"expected the columns of the first sample: {listing(columns)}", "")
    return None if odd else columns


def _numbers(row: Node, columns: list[Name], faults: Faults) -> dict[Name, Expr] | None:
    """The numbers of a sample by their columns."""
    return complete_values({name: read_number(row.mapped[name], faults) for name in columns})


class Listed:
    """Gradients as they were written: rows of nodes, to be matched with the parameters."""

    def __init__(self, node: Node, rows: list[Node]):
        self.node, self.rows = node, rows

    def of(self, variables: list[Name], faults: Faults) -> list[dict[Name, Expr]] | None:
        """A gradient for every parameter in every row; notes rows that do not fit."""
        return complete(self._row(row, variables, faults) for row in self.rows)

    @staticmethod
    def _row(row: Node, variables: list[Name], faults: Faults) -> dict[Name, Expr] | None:
        nodes: list[Node] = [row]
        if row.items is not None:
            nodes = row.items
        elif row.entries is not None:
            if set(row.entries) != set(variables):
                return faults.add(row, f"expected a gradient for each of {listing(variables)}", "")
            nodes = [row.entries[name] for name in variables]
        if len(nodes) != len(variables):
            return faults.add(
                row, f"expected {counted(len(variables), 'gradients')} here, for {listing(variables)}", ""
            )
        values = complete(read_number(node, faults) for node in nodes)
        return None if values is None else dict(zip(variables, values, strict=True))


class GradientsType(Type[Listed]):
    """A list with a gradient a step: a number, a list in the order of the parameters, or a mapping by their names."""

    def read(self, node: Node, faults: Faults) -> Listed | None:
        if not node.items:
            return faults.add(node, "expected a list of gradients, one a step: [0.1, -0.2]")
        if len(node.items) > MOST_GRADIENTS:
            return faults.add(node, f"at most {MOST_GRADIENTS} gradients were expected", "")
        return Listed(node, node.items)

    def schema(self):
        number = {"type": ["number", "string"]}
        row = {
            "anyOf": [number, {"type": "array", "items": number}, {"type": "object", "additionalProperties": number}]
        }
        return {"type": "array", "items": row, "minItems": 1}
