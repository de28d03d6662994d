"""Matrices and stacks of them in a problem file: rows of numbers, rows of digits, one matrix a channel, random ones."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

from ...errors import nearest
from ...formula.arrays import Array
from ...formula.expr import Num, whole
from ...reading.schema import Schema, Type, Whole, constant, read_number
from ...reading.yamlfile import Faults, Node, complete, complete_values
from ...subjects.layers.sizes import parts, times

if TYPE_CHECKING:
    import numpy


LARGEST_INPUT = 4_000_000
LONGEST_SIDE = 100_000
MOST_CHANNELS = 512
LABEL = re.compile(r"[^\W_]{1,12}")


class Matrix:
    """A matrix as it was written (``rows`` of numbers) or made (``value``, a NumPy array of whole numbers)."""

    __slots__ = ("rows", "size", "value")

    def __init__(self, rows: list[list[Num]] | None = None, value: numpy.ndarray | None = None):
        self.rows, self.value = rows, value
        self.size: tuple[int, int] = self.made.shape if rows is None else (len(rows), len(rows[0]))

    @property
    def made(self) -> numpy.ndarray:
        """The array of a matrix that was made."""
        assert self.value is not None
        return self.value

    @property
    def formula(self) -> Array:
        """The matrix as a formula without names."""
        if self.rows is not None:
            return Array(self.rows)
        return Array([list(map(whole, row)) for row in self.made.tolist()])

    @property
    def array(self) -> numpy.ndarray:
        """The matrix as doubles."""
        import numpy

        if self.rows is None:
            return self.made.astype(float)
        return numpy.array([_values(row) for row in self.rows], dtype=float)


def _values(row: list[Num]) -> list[float]:
    return [float(number.value) for number in row]


def read_matrix(node: Node, faults: Faults) -> Matrix | None:
    """A matrix: rows of numbers, each a list, a text ``1 0 -1``, or digits 0 and 1 in one word (``11100``)."""
    items = node.items
    if items is None and node.text is not None and "\n" in node.text.strip():
        items = [Node(node.line + k + 1, node.column, text=row) for k, row in enumerate(node.text.strip().split("\n"))]
    if not items:
        return faults.add(node, "expected a matrix: rows of numbers, such as [[1, 0], [0, 1]]", _quoted(node))
    rows = complete([_row(item, faults) for item in items])
    if rows is None:
        return None
    for item, row in zip(items, rows, strict=True):
        if len(row) != len(rows[0]):
            text = f"this row has {_numbers(len(row))} and the first has {len(rows[0])}; all rows are equally long"
            return faults.add(item, text, _quoted(item))
    return Matrix(rows)


def _row(node: Node, faults: Faults) -> list[Num] | None:
    items = node.items
    if items is None and node.text is not None:
        text = node.text.strip()
        words = list(text) if re.fullmatch("[01]{2,}", text) else re.split(r"[\s,;]+", text)
        if len(words) == 1 and re.fullmatch(r"[-+−]?[\d./]+", text):  # 123 may mean one number, or three
            text = "expected a row of numbers: [1, 2, 3], or 1 2 3; 0 and 1 alone can stand in one word, such as 101"
            return faults.add(node, text)
        items = [Node(node.line, node.column, text=word) for word in words]
    if not items:
        return faults.add(node, "expected a row of numbers, such as [1, 0, 1] or 101", _quoted(node))
    return complete([read_plain(item, faults) for item in items])


def read_plain(node: Node, faults: Faults) -> Num | None:
    """A number that stays printed as it was written: 0.20, 1/9."""
    number = read_number(node, faults)
    if number is None or isinstance(number, Num):
        return number
    return Num("".join(node.word.split()), constant(number))


def read_channels(node: Node, faults: Faults) -> dict[str, Matrix] | None:
    """One matrix, or one a channel: a list of matrices or a mapping R: [...], G: [...]; by label ('' for one)."""
    if node.entries is not None:
        return _labelled(node, faults)
    if not node.items or not all(map(_is_matrix, node.items)):
        matrix = read_matrix(node, faults)
        return None if matrix is None else {"": matrix}
    found = {str(k): read_matrix(item, faults) for k, item in enumerate(node.items, 1)}
    return _alike(found, node.items, faults)


def _is_matrix(node: Node) -> bool:
    """Whether a node is a list of lists."""
    return bool(node.items) and all(row.items for row in node.listed)


def _labelled(node: Node, faults: Faults) -> dict[str, Matrix] | None:
    found = {}
    for label, value in node.mapped.items():
        if not LABEL.fullmatch(label):
            faults.add(node.keys[label], "a channel's name has at most 12 letters and digits, such as R", label)
        found[label] = read_matrix(value, faults)
    if not found:
        return faults.add(node, "expected one matrix a channel, such as {R: [[1, 0]], G: [[0, 1]], B: [[1, 1]]}", "")
    return _alike(found, list(node.mapped.values()), faults)


def _alike(read: dict[str, Matrix | None], nodes: list[Node], faults: Faults) -> dict[str, Matrix] | None:
    found = complete_values(read)
    if found is None:
        return None
    if len(found) > MOST_CHANNELS:
        return faults.add(nodes[0], f"at most {MOST_CHANNELS} channels are computed, here are {len(found)}", "")
    first = next(iter(found.values())).size
    for (label, matrix), node in zip(found.items(), nodes, strict=True):
        if matrix.size != first:
            text = f"channel {label} is {times(matrix.size)} and the first is {times(first)}; all are of one size"
            return faults.add(node, text, "")
    return {"": next(iter(found.values()))} if list(found) == ["1"] else found


def read_made(node: Node, faults: Faults) -> dict[str, Matrix] | None:
    """The channels of an input that is made from its size."""
    known = ("size", "seed", "fill")
    for where, key, _ in node.pairs:
        if key not in known:
            return faults.add(where, f"this key is not known.{nearest(key, known) or ' Known: size, seed, fill'}", key)
    size = _made_size(node.mapped["size"], faults)
    if size is None:
        return None
    if ("seed" in node.mapped) == ("fill" in node.mapped):
        return faults.add(node, "write seed: for random digits 0 to 9, or fill: for one number at all places", "")
    height, width, channels = size
    if "fill" in node.mapped:
        number = Whole(-1000, 1000).read(node.mapped["fill"], faults)
        made = None
    else:
        number = Whole(0, 10**9).read(node.mapped["seed"], faults)
        made = None if number is None else random_whole(number, height * width * channels, 0, 9)
    return None if number is None else stack(made, number, channels, height, width)


def _made_size(node: Node, faults: Faults) -> tuple[int, int, int] | None:
    """Height, width and channels as they are written."""
    sizes = complete([Whole(1, LONGEST_SIDE).read(part, faults) for part in parts(node)])
    if sizes is None:
        return None
    if not 2 <= len(sizes) <= 3:
        return faults.add(node, "expected height × width × channels, such as 28x28x1")
    height, width, channels = (*sizes, 1)[:3]
    if channels > MOST_CHANNELS or height * width * channels > LARGEST_INPUT:
        text = f"at most {MOST_CHANNELS} channels and {LARGEST_INPUT:,} numbers are computed".replace(",", " ")
        return faults.add(node, text)
    return height, width, channels


def random_whole(seed: int, count: int, least: int, most: int) -> list[int]:
    """Random whole numbers that are the same on every machine (Mersenne Twister, one double each)."""
    draw, span = random.Random(seed).random, most - least + 1  # noqa: S311 (no secret, but a picture that comes again)
    return [int(draw() * span) + least for _ in range(count)]


def stack(made: list[int] | None, fill: int, channels: int, height: int, width: int) -> dict[str, Matrix]:
    """Channels by label from numbers in a row, or from one number."""
    import numpy

    shape = (channels, height, width)
    values = numpy.full(shape, fill, dtype=int) if made is None else numpy.array(made, dtype=int).reshape(shape)
    return {label: Matrix(None, values[k]) for k, label in enumerate(numbered(channels))}


def numbered(channels: int) -> list[str]:
    """The labels of so many channels that have no names: 1, 2, …; '' for the only one."""
    return [""] if channels == 1 else [str(k) for k in range(1, channels + 1)]


class InputType(Type[dict[str, Matrix]]):
    """The input: a matrix, one matrix a channel, or {size: 28x28x1, seed: 1} / {size: 5x5, fill: 1}."""

    def read(self, node: Node, faults: Faults) -> dict[str, Matrix] | None:
        return read_made(node, faults) if node.entries and "size" in node.entries else read_channels(node, faults)

    def schema(self) -> Schema:
        made = {
            "type": "object",
            "properties": {
                "size": {"type": ["string", "array"]},
                "seed": {"type": "integer"},
                "fill": {"type": "integer"},
            },
        }
        return {"anyOf": [*CHANNELS, made]}


_ROW: Schema = {"anyOf": [{"type": "array"}, {"type": ["string", "integer"]}]}
_MATRICES: list[Schema] = [{"type": "array", "items": _ROW}, {"type": "string"}]
MATRIX: Schema = {"anyOf": _MATRICES}
CHANNELS: list[Schema] = [*_MATRICES, {"type": "object", "additionalProperties": MATRIX}]


def _numbers(count: int) -> str:
    return "1 number" if count == 1 else f"{count} numbers"


def _quoted(node: Node) -> str:
    return node.text if node.text is not None else ""
