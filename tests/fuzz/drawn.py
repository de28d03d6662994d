"""Problems of every kind, drawn from the types of their fields.

Most start from a problem of the library with other numbers, so that many of them can be solved; then keys are added,
exchanged or left out.
"""

from __future__ import annotations

import random
import re
from functools import cache

import nnsolve
from nnsolve.reading.load import kind_module
from nnsolve.reading.problem import CommonProblem

from .. import support
from .broken import SCALARS

Value = str | int | bool | list | dict
NUMBERS = ["0", "1", "-1", "0.5", "-0.25", "1/3", "2.5e-4", "sqrt(2)", "1e-12", "100", "-7.5", "0.20", "1e6", "1e150"]
TEXTS = ["x", "y", "a", "b", "x^2 + y^2", "2*x - 3", "1", "sigmoid", "hinge", "squared error", "adam", "yes", "ham"]
NAMES = ["x", "y", "a", "b", "w1", "c"]
# Written out whole, a number of a problem that may be exchanged for another of its form.
NUMBER = re.compile(r"-?\d{1,4}(\.\d+)?")
# What every kind understands, in values that fit any; `asked` is drawn where the names are known.
COMMON = {
    "detail": ["full", "brief"],
    "notation": ["net/out", "in/out", "z/a", "O_ij", {"net": "v", "E": "J", "w1": "u"}],
    "rounding": [
        *({"decimals": digits} for digits in (0, 1, 4, 15)),
        *({"decimals": digits, "carry": True} for digits in (1, 2, 4)),
        *({"figures": digits, "truncate": True} for digits in (1, 3, 6)),
        *({"figures": digits, "carry": True, "truncate": True} for digits in (2, 5)),
    ],
    "marks": ["6", "2.5", "1/3"],
    "digits": [{"figures": 3}, {"decimals": 2}],
    "follow_through": ["full", "half", "none"],
    "precision_penalty": ["0.5", "0"],
}
# Of the file alone: printed as they are written, or never.
LABELS = ("title", "source", "note", "published")


@cache
def trees_of(kind: str) -> list[dict]:
    """The problems of a kind in the library, without titles and sources."""
    return [without_labels(tree) for tree in support.trees_of(kind)]


def own_problem(kind: str, pick: random.Random) -> dict:
    """A problem of a kind: one of the library with other numbers and up to three keys changed by their types."""
    trees = trees_of(kind)
    tree = dict(renumbered(pick.choice(trees), pick))
    fields = kind_module(kind).Problem.fields()
    own = [name for name in fields if name not in CommonProblem.fields()]
    for _ in range(pick.choice([0, 0, 1, 1, 2, 3])):
        key = pick.choice(own)
        others = [other[key] for other in trees if key in other]
        if others and pick.random() < 0.3:
            tree[key] = pick.choice(others)
        elif not fields[key].required and pick.random() < 0.2:
            tree.pop(key, None)
        else:
            tree[key] = value_of(fields[key].type.schema(), pick)
    return tree | common_keys(pick)


def without_labels(tree: dict) -> dict:
    """A problem without its title and source."""
    return {key: value for key, value in tree.items() if key not in LABELS}


def common_keys(pick: random.Random) -> dict:
    """None or some of the keys that every kind understands."""
    return {key: pick.choice(values) for key, values in COMMON.items() if pick.random() < 0.15}


def renumbered(tree: Value, pick: random.Random) -> Value:
    """The same tree with some of its numbers exchanged for others that look alike."""
    if isinstance(tree, dict):
        return {key: renumbered(value, pick) for key, value in tree.items()}
    if isinstance(tree, list):
        return [renumbered(value, pick) for value in tree]
    text = str(tree)
    if not NUMBER.fullmatch(text) or pick.random() < 0.6:
        return tree
    sign = "-" if text.startswith("-") != (pick.random() < 0.05) else ""
    whole, _, decimals = text.removeprefix("-").partition(".")
    if decimals:
        most = 0.99 if whole == "0" else 2 * int(whole)
        return f"{sign}{pick.uniform(0, most):.{len(decimals)}f}"
    if whole in ("0", "1") and pick.random() < 0.8:  # may well be a class, or yes and no
        return text
    return f"{sign}{max(1, int(whole) + pick.choice([-2, -1, -1, 1, 1, 2]))}"


def value_of(schema: dict, pick: random.Random) -> Value:
    """A value that a JSON Schema allows; now and then one that it does not."""
    if pick.random() < 0.03:
        return pick.choice(SCALARS)
    if "anyOf" in schema:
        return value_of(pick.choice(schema["anyOf"]), pick)
    if "enum" in schema:
        return pick.choice(schema["enum"])
    types = schema.get("type", ["number", "array", "object"])
    if isinstance(types, str):
        types = [types]
    elif "number" in types or "integer" in types:  # what may be written as a text is mostly none
        types = [*[name for name in types if name != "string"] * 9, *types]
    return DRAWN[pick.choice(types)](schema, pick)


def _whole(schema: dict, pick: random.Random) -> int:
    least, most = schema.get("minimum", -3), schema.get("maximum", 9)
    if pick.random() < 0.05:
        return pick.choice([least, most, least - 1, most + 1])
    return min(most, least + pick.choice([0, 1, 1, 2, 2, 3, 5, 8]))


def _number(schema: dict, pick: random.Random) -> str:
    least = schema.get("minimum", schema.get("exclusiveMinimum"))
    if pick.random() < 0.3:
        return pick.choice(NUMBERS)
    if least is None:
        return f"{pick.uniform(-2, 2):.{pick.randint(0, 3)}f}"
    most = min(schema.get("maximum", schema.get("exclusiveMaximum", 3)), least + 3)
    return f"{pick.uniform(least, most):.3f}"


def _text(schema: dict, pick: random.Random) -> str:
    return pick.choice(TEXTS) if pick.random() < 0.7 else _number({}, pick)


def _flag(schema: dict, pick: random.Random) -> bool:
    return pick.random() < 0.7


def _nothing(schema: dict, pick: random.Random) -> str:
    return "none"


def _list(schema: dict, pick: random.Random) -> list:
    count = max(schema.get("minItems", 0), pick.choice([1, 2, 2, 3, 3, 4]))
    return [value_of(schema.get("items", {"type": "number"}), pick) for _ in range(count)]


def _mapping(schema: dict, pick: random.Random) -> dict:
    known, needed = schema.get("properties", {}), schema.get("required", ())
    found = {name: value_of(part, pick) for name, part in known.items() if name in needed or pick.random() < 0.4}
    other = schema.get("additionalProperties", {"type": "number"} if not known else False)
    if other is not False:
        names = pick.sample(NAMES, pick.randint(1, 3))
        found |= {name: value_of(other if isinstance(other, dict) else {}, pick) for name in names}
    return found


DRAWN = {
    "integer": _whole,
    "number": _number,
    "string": _text,
    "boolean": _flag,
    "null": _nothing,
    "array": _list,
    "object": _mapping,
}


def paper(pick: random.Random) -> dict:
    """A paper of questions of any kind, some of the library with keys replaced, some written out."""
    kinds = [kind for kind in nnsolve.kinds() if kind != "paper"]
    questions: list[dict] = []
    for _ in range(pick.randint(1, 3)):
        kind = pick.choice(kinds)
        if pick.random() < 0.3:
            questions.append({"problem": pick.choice(nnsolve.library())} | common_keys(pick))
        else:
            questions.append(own_problem(kind, pick))
    if pick.random() < 0.6:
        questions = [question | {"marks": pick.choice(COMMON["marks"])} for question in questions]
    tree = {"kind": "paper", "title": "A paper", "questions": questions}
    return tree | {key: pick.choice(TEXTS) for key in ("instructions", "course", "date") if pick.random() < 0.2}
