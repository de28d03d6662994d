"""Values that a key may be given, made from its type alone: from its JSON Schema, its record, its example."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import yaml

from nnsolve.reading.schema import Field, Later, Nested, Record, Type
from nnsolve.subjects.layers.layers import LayerList
from nnsolve.subjects.optimisers.table import OPTIMISERS

NUMBERS = ("0.4375", "0.3125", "2", "0.8125")
EACH = 2  # values of one part of a value


def others(field: Field, written: object) -> Iterator[tuple[str, object]]:
    """Values of a key that are neither its default nor the one ``written``, and which key of theirs is changed, if any.

    A mapping is given each of its optional keys in turn.
    """
    record = record_of(field.type)
    if record is not None:
        yield from with_one_more(record, written if isinstance(written, dict) else needed(record))
        return
    found = islice(allowed(field.type.schema()), 8)
    example = [yaml.load(field.example, yaml.CBaseLoader)] if field.example and "\n" not in field.example else []
    yield from (("", value) for value in (*example, *found) if is_other(value, written, field.default))


def record_of(type_: Type) -> type[Record] | None:
    """The record whose keys a value has."""
    if isinstance(type_, Later):
        return record_of(type_.type)
    return type_.record if isinstance(type_, Nested) else None


def needed(record: type[Record]) -> dict[str, object]:
    """The keys without which there is no such record."""
    return {key: next(allowed(field.type.schema())) for key, field in record.fields().items() if field.required}


def with_one_more(record: type[Record], base: dict) -> Iterator[tuple[str, dict]]:
    """The mapping with another value for one of its optional keys, and that key."""
    for key, field in record.fields().items():
        if not field.required:
            yield from ((key, base | {key: value}) for _, value in islice(others(field, base.get(key)), EACH))


def is_other(value: object, *values: object) -> bool:
    """Whether a value is none of these, however they are spelled."""
    return spelled(value) not in map(spelled, values)


def spelled(value: object) -> str:
    """One value in one spelling: ['1'], 1 and '1' are the same for a key that takes a list; so are True and 'true'."""
    if isinstance(value, dict):
        return str({key: spelled(each) for key, each in sorted(value.items())})
    if isinstance(value, list | tuple):
        return ", ".join(map(spelled, value))
    return str(value).lower()


def more_layers(type_: Type, layers: object) -> Iterator[tuple[str, list]]:
    """The layers of a chain with one key more in the first layer of every sort, and that key."""
    if not isinstance(type_, LayerList) or not isinstance(layers, list):
        return
    seen: set[str] = set()
    for index, layer in enumerate(layers):
        word, value = next(iter(layer.items())) if isinstance(layer, dict) else (layer, "")
        record = type_.table().get(word)
        if record is None or word in seen:
            continue
        seen.add(word)
        short = {record.short: value} if value else {}
        for key, changed in with_one_more(record, value if isinstance(value, dict) else short):
            yield key, [*layers[:index], {word: changed}, *layers[index + 1 :]]


def more_options(chosen: object, preset: str) -> Iterator[tuple[str, dict]]:
    """An optimiser with one option more, or with another value than the preset's for it, and that option."""
    name, options = next(iter(chosen.items())) if isinstance(chosen, dict) else (chosen, {})
    if not isinstance(name, str) or name not in OPTIMISERS:
        return
    options = options or {}
    entry = OPTIMISERS[name]
    for key, option in entry.options.items():
        for value in option.words or NUMBERS[:EACH]:
            if is_other(value, options.get(key), entry.presets.get(preset, {}).get(key)):
                yield key, {name: options | {key: value}}


def allowed(schema: dict) -> Iterator[object]:
    """Some values that a JSON Schema allows."""
    yield from schema.get("enum", ())
    for part in schema.get("anyOf", ()):
        yield from allowed(part)
    types = schema.get("type", ())
    for name in [types] if isinstance(types, str) else types:
        yield from _MAKERS[name](schema)
    if not schema:
        yield from NUMBERS


def _integers(schema: dict) -> Iterator[int]:
    least, most = schema.get("minimum", 0), schema.get("maximum", 10**9)
    yield from dict.fromkeys(min(most, least + k) for k in range(3))


def _numbers(schema: dict) -> Iterator[str]:
    for text in NUMBERS:
        number = float(text)
        low = schema.get("minimum", number) <= number and schema.get("exclusiveMinimum", number - 1) < number
        if low and number <= schema.get("maximum", number) and number < schema.get("exclusiveMaximum", number + 1):
            yield text


def _lists(schema: dict) -> Iterator[list]:
    items = list(islice(allowed(schema.get("items", {})), EACH))
    for count in range(max(1, schema.get("minItems", 1)), 4):
        yield [items[k % len(items)] for k in range(count)]


def _mappings(schema: dict) -> Iterator[dict]:
    parts = schema.get("properties", {})
    base = {key: next(allowed(parts[key])) for key in schema.get("required", ())}
    if base:
        yield base
    for key in parts.keys() - base.keys():
        yield from (base | {key: value} for value in islice(allowed(parts[key]), EACH))
    more = schema.get("additionalProperties")
    if isinstance(more, dict) and not parts:
        yield {"q": next(allowed(more))}


_MAKERS = {
    "boolean": lambda schema: iter((True, False)),
    "integer": _integers,
    "number": _numbers,
    "string": lambda schema: iter(("q",)),
    "array": _lists,
    "object": _mappings,
    "null": lambda schema: iter(()),
}
