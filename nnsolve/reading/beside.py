"""What a key needs beside it and what it excludes: declared with the key, and told with one wording."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .schema import Field, Record, Schema

# Examples that are longer than this would hide the sentence they stand in.
LONGEST_EXAMPLE = 40


class Term:
    """A key that is written, whatever its value, or one that has one of some ``values``, written or by itself."""

    __slots__ = ("key", "values")

    def __init__(self, key: str, values: tuple[str, ...]):
        self.key, self.values = key, values

    def holds(self, record: Record, unread: bool) -> bool:
        """Whether it is so in a record; ``unread`` where a value counts that is written and could not be read."""
        if not self.values:
            return self.key in record.places
        if self.key in record.places and not record.has(self.key):
            return unread
        return spelled(getattr(record, self.key)) in self.values

    @property
    def words(self) -> str:
        """``gate:``, or ``outputs: sum or largest``."""
        return f"{self.key}: {' or '.join(self.values)}".strip()

    def written(self, record: Record) -> str:
        """How it is brought about, ``gate: AND``; '' of a key without a short example."""
        if self.values:
            return f"{self.key}: {self.values[0]}"
        example = type(record).fields()[self.key].example
        short = 0 < len(example) <= LONGEST_EXAMPLE and "\n" not in example
        return f"{self.key}: {example}" if short else ""

    def schema(self, fields: Mapping[str, Field[object]]) -> Schema:
        """The JSON Schema of mappings in which it is so."""
        if not self.values:
            return {"required": [self.key]}
        default = fields[self.key].default
        allowed = [value == "true" if isinstance(default, bool) else value for value in self.values]
        by_itself = spelled(default) in self.values
        return {"properties": {self.key: {"enum": allowed}}, "required": [] if by_itself else [self.key]}


class With:
    """A condition on the other keys of a record, and ``why`` it is one.

    ``gate`` stands for a key that is written, ``outputs: sum, largest`` for one that has one of these values;
    `` or `` joins several of which one is enough.
    """

    def __init__(self, text: str, why: str = ""):
        self.terms = [_term(part) for part in text.split(" or ")]
        self.why = f", {why}" if why else ""

    def missing(self, key: str, record: Record) -> str:
        """The fault of a ``key`` that needs this, where it is not so; '' where it is, or cannot be told."""
        if any(term.holds(record, unread=True) for term in self.terms):
            return ""
        wanted = " or ".join(term.words for term in self.terms)
        way = " or ".join(filter(None, (term.written(record) for term in self.terms)))
        return f"{key}: needs {wanted}{self.why}; write {way or 'it as well'}, or leave {key}: out"

    def clashing(self, key: str, record: Record) -> str:
        """The fault of a ``key`` that excludes this, where it is so; '' where it is not, or cannot be told."""
        for term in self.terms:
            if term.holds(record, unread=False):
                return f"{key}: cannot stand beside {term.words}{self.why}; leave one of them out"
        return ""

    def schema(self, fields: Mapping[str, Field[object]]) -> Schema:
        """The JSON Schema of mappings in which it is so."""
        terms = [term.schema(fields) for term in self.terms]
        return terms[0] if len(terms) == 1 else {"anyOf": terms}


Conditions = str | With | tuple[str | With, ...]


def conditions(given: Conditions) -> list[With]:
    """Conditions as a field declares them: one or several, each as a text where it needs no reason."""
    listed = given if isinstance(given, tuple) else (given,)
    return [With(each) if isinstance(each, str) else each for each in listed]


def dependencies(fields: Mapping[str, Field[object]]) -> Schema:
    """What keys need and exclude, as a JSON Schema says it; of keys that have no value by themselves.

    (The others may be written with that value wherever they like, which a schema cannot say in brief.)
    """
    found: dict[str, object] = {}
    for name, field in fields.items():
        wanted: list[object] = [each.schema(fields) for each in field.needs]
        wanted += [{"not": each.schema(fields)} for each in field.excludes]
        if wanted and field.default is None:
            found[name] = wanted[0] if len(wanted) == 1 else {"allOf": wanted}
    return {"dependentSchemas": found} if found else {}


def _term(text: str) -> Term:
    key, _, values = text.partition(":")
    return Term(key.strip(), tuple(map(str.strip, values.split(","))) if values else ())


def spelled(value: object) -> str:
    """A value as a file writes it: a flag in small letters."""
    return str(value).lower() if isinstance(value, bool) else str(value)
