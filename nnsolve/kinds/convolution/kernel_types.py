"""How kernels and biases are read: rows of numbers, one matrix a channel, a name, or how many random ones."""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import listing, nearest
from ...formula.expr import Num
from ...reading.schema import Schema, Type, Whole
from ...reading.yamlfile import Faults, Node, complete
from .kernels import KERNELS, known_kernel
from .reading import CHANNELS, Matrix, read_channels, read_plain

MOST_KERNELS = 512

Kernel = dict[str, Matrix]


def read_kernel(node: Node, faults: Faults) -> Kernel | None:
    """One kernel: a matrix, one matrix a channel, or a name of the table."""
    text = node.word
    if node.items is None and node.entries is None and any(map(str.isalpha, text)):
        name = known_kernel(text)
        if not name:
            hint = nearest(text, tuple(KERNELS)) or f" Known: {listing(KERNELS, 20)}."
            return faults.add(node, f"no kernel of this name; write one of the table or its rows of numbers.{hint}")
        rows = [Node(node.line, node.column, text=row) for row in KERNELS[name]]
        return read_channels(Node(node.line, node.column, items=rows), faults)
    return read_channels(node, faults)


class KernelType(Type[Kernel]):
    """One kernel."""

    def read(self, node: Node, faults: Faults) -> Kernel | None:
        return read_kernel(node, faults)

    def schema(self) -> Schema:
        return {"anyOf": CHANNELS}


class KernelsType(Type[list[Kernel] | int]):
    """A list of kernels, or how many random ones."""

    def read(self, node: Node, faults: Faults) -> list[Kernel] | int | None:
        if node.items is None:
            return Whole(1, MOST_KERNELS).read(node, faults)
        if not 1 <= len(node.items) <= MOST_KERNELS:
            return faults.add(node, f"expected 1 to {MOST_KERNELS} kernels, here are {len(node.items)}", "")
        return complete([read_kernel(item, faults) for item in node.items])

    def schema(self) -> Schema:
        return {"anyOf": [{"type": "integer"}, {"type": "array", "items": KernelType().schema()}]}


class BiasType(Type[Sequence[Num]]):
    """One number for all kernels, or a list with one a kernel."""

    def read(self, node: Node, faults: Faults) -> Sequence[Num] | None:
        items = [node] if node.items is None else node.items
        return complete([read_plain(item, faults) for item in items]) or None

    def schema(self) -> Schema:
        number = {"type": ["number", "string"]}
        return {"anyOf": [number, {"type": "array", "items": number}]}
