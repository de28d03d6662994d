"""What may be asked for beside the steps: single entries counted from 1, and what books call the results."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from ...formula.arrays import Entry
from ...formula.sizes import known_sizes
from ...names import DERIVATIVES, Name, Role, d
from ...resolver import Resolver
from ...solution import Ref, Says, Statement
from ...subjects.network.model import ERROR
from .forward import Forward
from .model import entry
from .names import D_K, EPSILON, POSITIONS, SCALE, Head, feature_mark
from .tokens import Tokens

if TYPE_CHECKING:
    from ...formula.marks import AnyMark

# Of so many entries every one has a name; of more those that are asked for.
MOST_NAMED = 1000
_PLACE = re.compile(r"(.{1,100})\[ ?(\d{1,3}) ?, ?(\d{1,3}) ?\]")
_CALLED = {"A": ("a", "alpha", "w"), "S": ("s", "score"), "Z": ("z",), "O": ("o", "c"), "e": ("e",)}
_WHOLE = {"A": ("weights", "attention", "alpha"), "S": ("scores",), "O": ("output", "outputs", "context", "out")}
Sides = Mapping[Name, tuple[int, ...]]


class Entries:
    """The single entries of matrices under their names counted from 1: S[3,2], dE/dW_Q[1,2].

    Each is written where it is asked for, if it is no step. ``found`` are those of a small problem; of a large one they
    are found by their spelling.
    """

    def __init__(self, forward: Forward):
        self.forward, self.page = forward, forward.page
        self.sizes = _sizes(forward)
        self.tokens = Tokens(forward, self.sizes)
        self.found: dict[Name, Entry] = {}
        self.taken = {step.name for step in self.page.steps} | set(self.page.given)
        if sum(height * width for height, width in self.sizes.values()) <= MOST_NAMED:
            self._find_all()

    def _find_all(self) -> None:
        for matrix, (height, width) in self.sizes.items():
            for place in range(height * width):
                one = entry(matrix, *divmod(place, width))
                if one.name not in self.taken:
                    self.found[one.name] = one
                    self.page.marks.setdefault(one.name, self._mark(one))

    def _mark(self, one: Entry) -> AnyMark:
        """How an entry is printed: a gradient by an entry as the derivative that it is."""
        if one.array.role in DERIVATIVES:
            return self.page.names.mark(one.name)
        return feature_mark(one.array, one.row, one.column)

    def offer(self) -> None:
        """Offers all of them; where nothing is asked for they are told to whoever marks."""
        if self.page.problem.asked:
            self.page.offer(self._write, self.found, self._find)
        else:
            self.page.holders = {name: Ref(one.array, (one.row, one.column)) for name, one in self.found.items()}

    def _find(self, text: str) -> Name | None:
        """The name of a token, or of an entry of a large matrix; None where there is none."""
        place = _PLACE.fullmatch(text.strip())
        if place is None:
            return self.tokens.find(text, self._matrices)
        matrix = self._matrices.find(place[1])
        if matrix is None or matrix not in self.sizes:
            return None
        row, column = int(place[2]) - 1, int(place[3]) - 1
        height, width = self.sizes[matrix]
        if not (0 <= row < height and 0 <= column < width):
            return None
        one = entry(matrix, row, column)
        if one.name in self.taken:
            return None
        self.found[one.name] = one
        self.page.marks.setdefault(one.name, self._mark(one))
        return one.name

    @cached_property
    def _matrices(self) -> Resolver:
        """What stands in front of the brackets."""
        return Resolver(self.sizes, self.page.given, self.page.names)

    def _write(self, asked: list[Name]) -> None:
        """The entries that are asked for, behind all matrices."""
        self.page.section(Says("attention_entries"))
        self.page.block()
        for name in asked:
            self.page.step(name, self.found.get(name) or self.tokens.found[name])


def _sizes(forward: Forward) -> Sides:
    """Rows and columns of every matrix that is a step."""
    steps = [(step.name, step.formula) for step in forward.page.steps if type(step) is not Statement]
    known = known_sizes(steps, forward.sizes | dict.fromkeys((D_K, SCALE, EPSILON), ()))
    matrices = [name for name, _ in steps if known[name] and name.role is not Role.ENTRY]
    return {name: known[name].sides for name in matrices if name != POSITIONS}


def synonyms(forward: Forward, entries: Entries) -> dict[str, Name]:
    """What books call the results: alpha for the weights, context for the output; a2 and A[2] of one query."""
    page = forward.page
    names = {step.name: None for step in page.steps} | dict.fromkeys(entries.found)
    found: dict[str, Name] = {}
    for head in forward.heads:
        found |= _whole(head)
        found |= _of_one(forward, head) if head.one else {}
    for name in names:
        plain = _without_brackets(name)
        found.setdefault(plain, name)
        if plain.startswith("A"):
            found.setdefault(f"alpha{plain.removeprefix('A')}", name)
    for name in forward.sizes:
        found[f"grad_{name}"] = d(ERROR, name)
    if forward.head is not None:
        found |= forward.head.synonyms
    return {text: name for text, name in found.items() if text and name in names}


def _whole(head: Head) -> dict[str, Name]:
    """What books call the matrices of a head."""
    found: dict[str, Name] = {}
    for letter, words in _WHOLE.items():
        for word in words:
            found[f"{word}{head.number}{head.index}"] = head.matrix(letter)
    return found


def _without_brackets(name: Name) -> str:
    """A32 for A[3,2], A12_3 for A[12,3]; '' for what is no entry of a matrix of the forward pass."""
    matrix = name.of
    if name.role is not Role.ENTRY or not isinstance(matrix, Name) or matrix.role in DERIVATIVES:
        return ""
    numbers = name.indices.strip("[]")
    between = "" if len(numbers) < 4 else "_"
    return f"{matrix.of}{numbers.replace(',', between)}{matrix.by and '_'}{matrix.by}{matrix.indices}"


def _of_one(forward: Forward, head: Head) -> dict[str, Name]:
    """What belongs to the only query, by the key or the number in its output alone."""
    found: dict[str, Name] = {}
    for letter, words in _CALLED.items():
        count = forward.layers[-1].layer.output if letter == "O" else forward.model.keys
        for number in range(count):
            name = head.entry(letter, 0, number)
            spelt = [f"{word}{number + 1}{head.number}{head.index}" for word in (*words, letter)]
            found |= dict.fromkeys([f"{letter}{head.index}[{number + 1}]", *spelt], name)
    return found
