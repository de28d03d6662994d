"""The vocabulary in which kinds declare their problem files.

A kind's ``Problem`` is a :class:`Record` whose class attributes are fields. From this one declaration come the reader
with its located messages, the JSON Schema, the starter file and the options of the command.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Generic, TypeVar, cast, overload

from ..errors import listing, meant, nearest
from ..formula.expr import Expr
from ..formula.parse import number_text, whole_text
from .beside import Conditions, With, conditions, dependencies
from .literals import Range, bracketed_number, constant, free_name, read_number
from .together import Together, together, together_where
from .yamlfile import Faults, Node, complete, complete_values, listed

if TYPE_CHECKING:
    from typing import TypedDict, Unpack

    class More(TypedDict, total=False):
        """What a field may have besides its type, its description and its default."""

        example: str
        option: bool
        starter: bool
        needs: Conditions
        excludes: Conditions


LONGEST_TEXT = 4000

T = TypeVar("T")
U = TypeVar("U")
T_co = TypeVar("T_co", covariant=True)
R = TypeVar("R", bound="Record")
Schema = dict[str, object]  # a JSON Schema


class Type(Generic[T_co]):
    """How one value of a file is read. ``read`` notes faults and returns None where there is no value.

    ``choices`` are the words that may stand there, each a convention of its own.
    """

    choices: tuple[str, ...] = ()

    def read(self, node: Node, faults: Faults) -> T_co | None:
        """The value, or None where a fault was noted."""
        raise AssertionError(f"{type(self).__name__} is abstract")

    def schema(self) -> Schema:
        """The JSON Schema of the value."""
        return {}


class Text(Type[str]):
    """A line or paragraph of plain text."""

    def read(self, node: Node, faults: Faults) -> str | None:
        if node.text is None:
            return faults.add(node, f"expected a text, not {node.shown}", "")
        if len(node.text) > LONGEST_TEXT:
            return faults.add(node, f"a text may have at most {LONGEST_TEXT} characters")
        return node.text

    def schema(self) -> Schema:
        return {"type": ["string", "number"]}


class Number(Type[Expr]):
    """A number as its author wrote it: 0.20, 1/3, sqrt(2), 1e-3. Read as a formula without names.

    The bounds are those of :class:`.literals.Range`.
    """

    def __init__(self, above: float | None = None, **bounds: float):
        self.range = Range(above, **bounds)

    def read(self, node: Node, faults: Faults) -> Expr | None:
        value = self.number(node, faults)
        if value is not None and self.range.schema and constant(value) not in self.range:
            return faults.add(node, f"expected {self.range.words}")
        return value

    def number(self, node: Node, faults: Faults) -> Expr | None:
        """The number whatever its size; notes a fault for anything else."""
        return read_number(node, faults)

    def schema(self) -> Schema:
        return {"type": ["number", "string"], **self.range.schema}


class Whole(Type[int]):
    """A whole number between two bounds."""

    def __init__(self, least: int = 0, most: int = 10**6):
        self.least, self.most = least, most

    def read(self, node: Node, faults: Faults) -> int | None:
        number = whole_text(node.word)
        if number is not None and self.least <= number <= self.most:
            return number
        shown = "" if node.text is not None else f", not {node.shown}"
        return faults.add(node, f"expected a whole number from {self.least} to {self.most}{shown}")

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class Flag(Type[bool]):
    """true or false."""

    words = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}

    def read(self, node: Node, faults: Faults) -> bool | None:
        value = self.words.get(node.word.lower())
        return faults.add(node, "expected true or false") if value is None else value

    def schema(self) -> Schema:
        return {"type": "boolean"}


class Choice(Type[str]):
    """One of several words."""

    def __init__(self, *words: str):
        self.words = self.choices = words

    def read(self, node: Node, faults: Faults) -> str | None:
        if node.text in self.words:
            return node.text
        return faults.add(node, f"expected one of: {listing(self.words)}.{nearest(node.word, self.words)}")

    def schema(self) -> Schema:
        return {"enum": list(self.words)}


class ListOf(Type[list[T]]):
    """A list; a single value stands for a list of one, and ``a, b`` in one text for two."""

    def __init__(self, item: Type[T], most: int = 100_000, least: int = 0):
        self.item, self.most, self.least = item, most, least

    def read(self, node: Node, faults: Faults) -> list[T] | None:
        items = node.items
        if items is None:
            if node.text is None:
                return faults.add(node, f"expected a list, not {node.shown}", "")
            items = listed(node, faults) if node.text else []
        if len(items) > self.most:
            return faults.add(node, f"a list of at most {self.most} values was expected", "")
        if len(items) < self.least:
            return faults.add(node, "the list is empty; write what belongs there, or leave the key out", "")
        return complete([self.item.read(item, faults) for item in items])

    def schema(self) -> Schema:
        return {"anyOf": [{"type": "array", "items": self.item.schema()}, self.item.schema()]}


class MapOf(Type[dict[str, T]]):
    """A mapping from names to values of one type."""

    def __init__(self, item: Type[T]):
        self.item = item

    def read(self, node: Node, faults: Faults) -> dict[str, T] | None:
        if node.entries is None:
            return faults.add(node, f"expected a mapping name: value, not {node.shown}", "")
        return complete_values({key: self.item.read(value, faults) for key, value in node.entries.items()})

    def schema(self) -> Schema:
        return {"type": "object", "additionalProperties": self.item.schema()}


class Raw(Type[Node]):
    """A part of the file that the kind reads itself, because its meaning depends on other parts."""

    def __init__(self, schema: Mapping[str, object]):
        self._schema: Schema = dict(schema)

    def read(self, node: Node, faults: Faults) -> Node:
        return node

    def schema(self) -> Schema:
        return self._schema


REQUIRED = object()


class Field(Generic[T]):
    """A key of a problem file: its type, what it is for, and an example for the starter file.

    As an attribute of a record it is the value that was read, or its default. ``option`` makes it an option of the
    kind's command. ``starter`` False leaves it out of the starter file. ``needs`` and ``excludes`` are conditions
    on other keys, see :class:`.beside.With`.
    """

    @overload
    def __init__(
        self,
        type_: Type[T],
        doc: str,
        **more: Unpack[More],
    ): ...

    @overload
    def __init__(
        self: Field[U | None],
        type_: Type[U],
        doc: str,
        default: None,
        **more: Unpack[More],
    ): ...

    @overload
    def __init__(
        self,
        type_: Type[T],
        doc: str,
        default: T,
        **more: Unpack[More],
    ): ...

    def __init__(
        self,
        type_: Type[object],
        doc: str,
        default: object = REQUIRED,
        example: str = "",
        option: bool = False,
        starter: bool = True,
        needs: Conditions = (),
        excludes: Conditions = (),
    ):
        self.type: Type[object] = type_
        self.doc, self.default = doc, default
        self.example, self.option, self.starter = example, option, starter
        self.needs, self.excludes = conditions(needs), conditions(excludes)
        self.name = ""

    @property
    def required(self) -> bool:
        """Whether there is nothing that it is by itself."""
        return self.default is REQUIRED

    def beside(self, record: Record) -> list[str]:
        """What is wrong with the key beside the others of a record; beside what it excludes it needs nothing."""
        clashes = list(filter(None, (each.clashing(self.name, record) for each in self.excludes)))
        return clashes or list(filter(None, (each.missing(self.name, record) for each in self.needs)))

    def __set_name__(self, owner: type[Record], name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type[Record]) -> Field[T]: ...

    @overload
    def __get__(self, instance: Record, owner: type[Record]) -> T: ...

    def __get__(self, instance: Record | None, owner: type[Record]) -> Field[T] | T:
        return self if instance is None else cast("T", self.default)


class Record:
    """A mapping of a file with known keys, and with parts that several of them make together.

    Subclasses list both; ``check`` notes the faults that are left, and sets nothing.
    """

    def __init__(self) -> None:
        self.places: dict[str, Node] = {}
        self.beginning = Node()  # where the mapping begins, for what is missing in it

    @classmethod
    @cache
    def fields(cls) -> Mapping[str, Field[object]]:
        """The fields by key, the base's first. Gathered once."""
        found: dict[str, Field[object]] = {}
        for base in reversed(cls.__mro__):
            found.update({name: field for name, field in vars(base).items() if isinstance(field, Field)})
        return found

    @classmethod
    @cache
    def parts(cls) -> list[Together[object]]:
        """What several fields make together, the base's first. Gathered once."""
        found: dict[str, Together[object]] = {}
        for base in reversed(cls.__mro__):
            found.update({name: part for name, part in vars(base).items() if isinstance(part, Together)})
        return list(found.values())

    @classmethod
    def read(cls: type[R], node: Node, faults: Faults) -> R:
        """An instance from a mapping node. All faults are noted; the instance is usable only if there were none."""
        record = cls()
        record.beginning = Node(node.line, node.column)
        if node.entries is None:
            faults.add(node, f"expected a mapping key: value, not {node.shown}", "")
            return record
        record._take(node, faults)
        record._check_missing(node, faults)
        record._check_beside(faults)
        for part in cls.parts():
            part.take(record, faults)
        record.check(faults)
        return record

    def _take(self, node: Node, faults: Faults) -> None:
        """Reads the keys that are written; notes those that are not known."""
        fields = type(self).fields()
        for where, key, value in node.pairs:
            if key not in fields:
                hint = meant(key, fields) or f" Known keys: {listing(fields, 40)}."
                faults.add(where, f"this key is not known.{hint}", key)
                continue
            if value.empty and not fields[key].required:
                continue
            self.places[key] = value
            read = fields[key].type.read(value, faults)
            if read is not None:
                setattr(self, key, read)

    def _check_missing(self, node: Node, faults: Faults) -> None:
        """Notes keys that have no value by themselves and are not written."""
        for name, field in type(self).fields().items():
            if field.required and name not in node.mapped:
                faults.add(self.beginning, f"the key {name}: is missing ({field.doc}){_to_write(field)}", "")

    def _check_beside(self, faults: Faults) -> None:
        """Notes what keys need and exclude, of those that were chosen."""
        for key, field in type(self).fields().items():
            if self.chosen(key):
                for message in field.beside(self):
                    faults.add(self.places[key], message, "")

    def check(self, faults: Faults) -> None:
        """Notes the faults that only several fields together show."""

    def has(self, *names: str) -> bool:
        """Whether all these keys were written, and these parts made of keys, and read without a fault."""
        return all(name in vars(self) for name in names)

    def chosen(self, key: str) -> bool:
        """Whether a key was written and read, and not with the value that it has by itself."""
        return key in self.places and getattr(self, key) not in (type(self).fields()[key].default, None)

    def idle(self, faults: Faults, keys: Iterable[str], why: str) -> None:
        """Notes those of ``keys`` that were chosen, though nothing here needs them."""
        for key in filter(self.chosen, keys):
            faults.add(self.places[key], f"{key}: {why}", "")

    @classmethod
    def properties(cls) -> Schema:
        """The JSON Schema of every key."""
        return {name: field.type.schema() | {"description": field.doc} for name, field in cls.fields().items()}

    @classmethod
    def schema(cls) -> Schema:
        """The JSON Schema of the mapping."""
        return {
            "type": "object",
            "properties": cls.properties(),
            "required": [name for name, field in cls.fields().items() if field.required],
            "additionalProperties": False,
        } | dependencies(cls.fields())


class Nested(Type[R]):
    """A mapping that is itself a record."""

    def __init__(self, record: type[R]):
        self.record = record

    def read(self, node: Node, faults: Faults) -> R | None:
        return self.record.read(node, faults)

    def schema(self) -> Schema:
        return self.record.schema()


class Later(Type[T]):
    """A type, or a record, whose module is imported when a file first writes such a value.

    What few problems use costs the others no start-up: ``Later("nnsolve.subjects.optimisers.read", "OptimiserType")``.
    """

    def __init__(self, module: str, name: str):
        self.module, self.name = module, name

    @property
    def type(self) -> Type[T]:
        """The type itself."""
        found = getattr(importlib.import_module(self.module), self.name)
        return cast("Type[T]", Nested(found) if issubclass(found, Record) else found())

    def read(self, node: Node, faults: Faults) -> T | None:
        return self.type.read(node, faults)

    def schema(self) -> Schema:
        return self.type.schema()


__all__ = [
    "REQUIRED",
    "Choice",
    "Field",
    "Flag",
    "Later",
    "ListOf",
    "MapOf",
    "Nested",
    "Number",
    "Raw",
    "Record",
    "Text",
    "Together",
    "Type",
    "Whole",
    "With",
    "bracketed_number",
    "constant",
    "free_name",
    "number_text",
    "read_number",
    "together",
    "together_where",
]


def _to_write(field: Field[object]) -> str:
    """The words of a choice, where what is said of it does not name them all."""
    words = field.type.choices
    return "" if all(word in field.doc for word in words) else f"; one of: {listing(words)}"
