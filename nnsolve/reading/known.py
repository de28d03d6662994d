"""Values that a file writes by a name of a table, or in another way: an activation or a formula, a loss."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from .schema import Schema, Text, Type
from .yamlfile import Faults, Node


class Made(Type[Node]):
    """A part of the file that the kind reads itself. Its schema is made when it is asked for, of the tables as then."""

    def __init__(self, make: Callable[[], Schema]):
        self.make = make

    def read(self, node: Node, faults: Faults) -> Node:
        return node

    def schema(self) -> Schema:
        return self.make()


class KnownText(Text):
    """A text that is mostly one of several names."""

    def __init__(self, names: Callable[[], Iterable[str]]):
        self.names = names

    def schema(self) -> Schema:
        return either(self.names(), {"type": "string"})


def either(names: Iterable[str], *others: Schema) -> Schema:
    """The schema of a value that is mostly one of these names, which an editor then offers."""
    return {"anyOf": [{"enum": list(names)}, *others]}


def one_or_several(item: Schema) -> Schema:
    """The schema of one value, or of a list of such."""
    return {"anyOf": [item, {"type": "array", "items": item}]}


def offered(schema: object) -> Iterator[str]:
    """The names that a schema lists for a single value."""
    if not isinstance(schema, dict):
        return
    yield from map(str, schema.get("enum", ()))
    for part in schema.get("anyOf", ()):
        yield from offered(part)
