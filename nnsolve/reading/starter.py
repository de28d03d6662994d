"""Starter files and JSON Schemas, both made from the fields that a kind declares."""

from __future__ import annotations

import importlib
import os
import textwrap

from .known import offered
from .load import kind_file, kind_module, kinds, read_text
from .schema import Field, Schema


def starter(kind: str) -> str:
    """A commented YAML file of a kind that solves as it stands."""
    lines = [f"kind: {kind}"]
    later = []
    for name, field in kind_module(kind).Problem.fields().items():
        if not field.starter:
            continue
        if field.example:
            lines += _names_of(field)
            comment = f"  # {field.doc}"
            if "\n" in field.example:
                lines += [f"{name}:{comment}", *field.example.strip("\n").splitlines()]
            else:
                lines.append(f"{name}: {field.example}{comment}")
        else:
            later += [*textwrap.wrap(f"{field.doc}", 100, initial_indent="# ", subsequent_indent="# "), f"# {name}:"]
    if later:
        lines += ["", "# More keys, if you need them:", *later]
    return "\n".join(lines) + "\n"


def named_starters() -> dict[str, str]:
    """Starter files by the names of what is part of a kind: lstm, word2vec, layernorm, as :func:`plain` spells them.

    A kind whose folder has ``starters.py`` lists them there: each a text, or the name of the problem of the library
    that shows it.
    """
    found: dict[str, str] = {}
    for kind in kinds():
        folder = os.path.dirname(kind_file(kind))
        if not os.path.exists(os.path.join(folder, "starters.py")):
            continue
        module = importlib.import_module(f"nnsolve.kinds.{os.path.basename(folder)}.starters")
        for name, text in module.STARTERS.items():
            found[plain(name)] = f"kind: {kind}\ntitle: My problem\n{text}" if "\n" in text else read_text(text)[0]
    return found


def plain(name: str) -> str:
    """A name without capital letters and lines: Layer-Norm, layer norm and layernorm are one."""
    return "".join(filter(str.isalnum, name)).lower()


def _names_of(field: Field[object]) -> list[str]:
    """Comments with the names that a table has for a value which may be something else, such as a formula."""
    schema = field.type.schema()
    names = [] if "enum" in schema else list(offered(schema))
    if not names:
        return []
    text = f"{field.name}: {', '.join(names)}"
    return textwrap.wrap(text, 100, initial_indent="# ", subsequent_indent="#   ", break_on_hyphens=False)


def _schema(kind: str) -> Schema:
    """The JSON Schema of problem files of one kind."""
    module = kind_module(kind)
    record = module.Problem
    schema = record.schema()
    properties, required = schema["properties"], schema["required"]
    assert isinstance(properties, dict) and isinstance(required, list), "a record's schema has both"
    return schema | {
        "title": kind,
        "description": module.__doc__.splitlines()[0],
        "properties": properties | {"kind": {"const": kind, "description": "the kind of problem"}},
        "required": ["kind", *required],
    }


def json_schema(kinds: list[str]) -> Schema:
    """The JSON Schema (draft 2020-12) of problem files of these kinds."""
    schemas = list(map(_schema, kinds))
    head: Schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return head | schemas[0] if len(schemas) == 1 else head | {"anyOf": schemas}
