"""The kinds and the library by topic, read from the files alone: no kind is imported."""

from __future__ import annotations

from functools import cache

from .load import kind_file, kinds, library, read_text
from .yamlfile import Faults, Node, read_documents

# The order in which topics are listed; every kind's file names one of them in its line TOPIC = "…".
TOPICS = (
    "Linear units",
    "Networks by hand",
    "Activations and losses",
    "Sequences",
    "Graphs and gradients",
    "Optimisers and descent",
    "Training",
    "Convolutional networks",
    "Generative models",
    "Data and metrics",
    "Papers",
)


@cache
def _source(kind: str) -> list[str]:
    with open(kind_file(kind), encoding="utf-8") as file:
        return file.read().splitlines()


def summary(kind: str) -> str:
    """What a kind solves: the first line of its docstring."""
    return _source(kind)[0].strip('"').rstrip(".")


def declared(kind: str, name: str) -> object:
    """What the file of a kind declares in a line of its own, ``TOPIC = "…"``; None where it does not."""
    import ast

    begin = f"{name} = "
    found = (line.removeprefix(begin) for line in _source(kind) if line.startswith(begin))
    return ast.literal_eval(next(found, "None"))


def topic(kind: str) -> str:
    """The topic of a kind."""
    return str(declared(kind, "TOPIC"))


def kinds_by_topic() -> dict[str, list[str]]:
    """Topic → its kinds, in the order in which they are listed."""
    found: dict[str, list[str]] = {name: [] for name in TOPICS}
    for kind in kinds():
        found[topic(kind)].append(kind)
    return found


class Entry:
    """A problem of the library: its name, kind and title."""

    __slots__ = ("kind", "name", "title")

    def __init__(self, name: str, kind: str, title: str):
        self.name, self.kind, self.title = name, kind, title


def entries() -> list[Entry]:
    """The problems of the library by name."""
    found = []
    for name in library():
        keys = read_documents(read_text(name)[0], Faults(name))[0].mapped
        found.append(Entry(name, keys["kind"].shown, keys.get("title", Node()).word))
    return found


def table_of_kinds() -> str:
    """The kinds as a Markdown table, for the README."""
    rows = [
        f"| {name} | `{kind}` | {summary(kind)} |" for name, members in kinds_by_topic().items() for kind in members
    ]
    return "\n".join(["| topic | kind | what it solves |", "| --- | --- | --- |", *rows]) + "\n"
