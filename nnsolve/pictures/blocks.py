"""A convolutional network as a row of blocks: each layer's output as a body of its size, with its name and shape."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterable
from itertools import product, starmap
from typing import TYPE_CHECKING, Any, Protocol

from ..errors import ProblemError
from ..names import Name, Role, size
from ..page.glyphs import grouped
from ..solution import Says
from ..words import spoken
from . import Options
from .highlight import check_known
from .subject import Subject
from .svg import Scene
from .text import Run, Runs, plain, widest, width

if TYPE_CHECKING:
    from ..solution import Solution

TITLE = "picture_blocks_title"
SIZE = 13
LINE = SIZE * 1.25
ARROW = 28
ROW = 1120  # width after which a new row begins
MOST_BLOCKS = 40  # of more layers the first, a note of how many are left out, and the last


class Shown(Protocol):
    """What a picture asks of a layer: its colour, and whether no more than its name and shape is said of it."""

    fill: str
    plain: bool


class Block:
    """One layer's output: its title, the layer in words, its shape, its colour, and its steps.

    ``layer`` is what makes it, None for the input.
    """

    __slots__ = ("below", "fill", "hot", "layer", "lines", "name", "shape", "steps", "title")

    def __init__(self, name: str, title: str, text: str, shape: list[int], layer: Shown | None = None):
        self.name, self.title, self.shape, self.layer = name, title, shape, layer
        self.fill = layer.fill if layer else "input"
        self.lines = _lines(text)
        self.below: list[Runs] = []
        self.steps = [size(name, "shape"), size(name, "parameters"), name]
        self.hot = False

    @property
    def size(self) -> str:
        """The shape as text."""
        return " × ".join(map(str, self.shape))

    @property
    def body(self) -> tuple[float, float, float]:
        """Width, height and depth of what is drawn; they grow with the logarithm of the numbers."""
        if len(self.shape) == 1:
            return 16.0, 26 + 9 * math.log2(self.shape[0] + 1), 0.0
        tall = 12 + 12 * math.log2(self.shape[0] + 1)
        return 5 + 5 * math.log2(self.shape[-1] + 1), tall, 0.32 * tall * (len(self.shape) > 2)

    @property
    def texts(self) -> list[Runs]:
        """What stands above."""
        return [plain(self.title), *(plain(line, 30) for line in self.lines)]

    @property
    def wide(self) -> float:
        """How much room the block takes."""
        wide, _, deep = self.body
        shown = [*self.texts[1:], plain(self.size), *self.below]
        return max(wide + deep, width(self.texts[0], SIZE, True), widest(shown, SIZE))


def _lines(text: str) -> list[str]:
    """A layer in words, its parts on lines; that there is no padding need not be said."""
    lines: list[str] = []
    for part in filter(None, text.split(", ")):
        if part == "no padding":
            continue
        if lines and len(lines[-1]) + len(part) < 20:
            lines[-1] += f", {part}"
        else:
            lines.append(part)
    return lines


def compose(subject: Subject, options: Options) -> tuple[Scene, str]:
    """The picture of a chain of layers, and the same in words."""
    blocks = _chain(subject.problem) if subject.kind == "cnn-shapes" else _pipeline(subject.problem)
    if options.asked is not None:
        _highlight(blocks, _told(blocks, options.asked, subject))
    elif subject.problem.asked:
        _highlight(blocks, subject.solution.asked)
    if options.values:
        _count(blocks, subject.solution)
    left_out = len(blocks) - MOST_BLOCKS
    shown: list[Block | None] = list(blocks)
    if left_out > 0:
        shown = [*blocks[: MOST_BLOCKS - 1], None, blocks[-1]]
    return _painted(shown, left_out, options.prefix), _alt(shown, left_out)


def _chain(problem: Any) -> list[Block]:
    """The blocks of a chain of which only shapes are known."""
    chain = problem.chain
    values = chain.page.values
    found = [_input(list(values[size("input", "shape")]))]
    rows = iter([row.layer for row in chain.rows])
    drawn = {row.layer.id for row in chain.rows}
    for layer in chain.layers:
        if layer.id not in drawn:  # an activation or dropout
            found[-1].lines.append(spoken(layer.describe(), str))
            continue
        for made in rows:
            text = "" if made.plain else spoken(made.describe(), str)
            found.append(Block(made.id, made.title, text, list(values[made.own("shape")]), made))
            if made is layer:
                break
    return found


def _pipeline(problem: Any) -> list[Block]:
    """The blocks of a pipeline that is computed number by number."""
    pipeline = problem.pipeline
    found = [_input([*pipeline.size, len(pipeline.channels)])]
    for layer in pipeline.layers:
        shape = [*layer.after.sides, layer.after.channels]
        found.append(Block(layer.id, layer.title, _text_of(layer), shape, layer))
    return found


def _text_of(layer: Any) -> str:
    """A layer of a pipeline in words, without its entries; '' where these are its title alone."""
    said = layer.describe()
    if said.key == "layer_entries":
        said = Says("layer_text", text=said.args["text"])
    text = spoken(said, str)
    return "" if layer.plain or text == layer.stem else text


def _input(shape: list[int]) -> Block:
    return Block("input", "input", "", shape)


def _told(blocks: list[Block], texts: list[str], subject: Subject) -> list[str]:
    """The blocks and results that texts mean. Raises AskedError for what belongs to no block."""
    own: dict[str, str] = {}
    for block in blocks:
        own |= {block.title: block.name, block.name: block.name}
    found: list[str] = []
    for text in texts:
        names = [own[text]] if text in own else _results(text, subject)
        if not any(starmap(_is_about, product(names, blocks))):
            check_known([text], [], own)
        found += names
    return found


def _results(text: str, subject: Subject) -> list[Name]:
    """What the problem understands where ``text`` is asked for; nothing where it does not."""
    asking = copy.copy(subject.problem)
    asking.asked = [text]
    try:
        return Subject(asking).solution.asked
    except ProblemError:
        return []


def _highlight(blocks: list[Block], asked: Iterable[str]):
    """Marks the blocks whose results are asked for."""
    names = list(asked)
    for block in blocks:
        block.hot = any(_is_about(name, block) for name in names)


def _is_about(name: str, block: Block) -> bool:
    """Whether a name is that of a block, of one of its numbers or parameters, or of a gradient by these."""
    if name == block.name or name in getattr(block.layer, "learned", ()):
        return True
    if not isinstance(name, Name):
        return False
    if name.role is Role.INPUT and block.layer is None:
        return True
    return _is_about(name.of, block) or _is_about(name.by, block)


def _count(blocks: list[Block], solution: Solution):
    """The numbers of parameters, where the solution has steps for them."""
    for block in blocks:
        value = solution.values.get(size(block.name, "parameters"))
        if isinstance(value, int) and value:
            block.below.append(plain(spoken(Says("picture_parameters", n=grouped(value)), str)))


def _rows(blocks: list[Block | None]) -> list[list[Block | None]]:
    """The blocks in rows of about the same length."""
    rooms = [(block.wide if block else 90) + ARROW + 12 for block in blocks]
    longest = sum(rooms) / math.ceil(sum(rooms) / ROW) + max(rooms) / 2
    rows: list[list[Block | None]] = [[]]
    used = 0.0
    for block, room in zip(blocks, rooms, strict=True):
        if rows[-1] and used + room > longest:
            rows.append([])
            used = 0.0
        rows[-1].append(block)
        used += room
    return rows


def _painted(blocks: list[Block | None], left_out: int, prefix: str) -> Scene:
    paint, top = Scene(prefix), 0.0
    rows = _rows(blocks)
    for number, row in enumerate(rows):
        drawn = list(filter(None, row))
        above = max((len(block.texts) for block in drawn), default=1) * LINE
        middle = top + above + 18 + max(map(_high, drawn), default=40) / 2
        lowest, end = _painted_row(paint, row, middle, left_out, goes_on=number > 0)
        if number < len(rows) - 1:
            paint.line(end, middle, end + 30, middle, wide=1.4, dashed=True)
        top = lowest + 26
    return paint


def _high(block: Block) -> float:
    """The height of what is drawn of a block."""
    _, high, deep = block.body
    return high + deep


def _painted_row(
    paint: Scene, row: list[Block | None], middle: float, left_out: int, goes_on: bool
) -> tuple[float, float]:
    """The blocks of a row with arrows between them, also before the first of one that ``goes_on``; where it ends."""
    lowest, x = middle, 0.0
    for place, block in enumerate(row):
        if place or goes_on:
            paint.line(x, middle, x + ARROW, middle, wide=1.4, arrow=True)
        x += ARROW + 6
        if block is None:
            x += _note(paint, left_out, x, middle) + 6
        else:
            lowest = max(lowest, _block(paint, block, x + block.wide / 2, middle))
            x += block.wide + 6
    return lowest, x


def _note(paint: Scene, left_out: int, x: float, middle: float) -> float:
    """The note that blocks are left out, from x on; how wide it is."""
    note = plain(spoken(Says("picture_left_out", n=left_out), str))
    wide = width(note, SIZE)
    paint.text([note], x + wide / 2, middle, SIZE, "soft")
    return wide


def _block(paint: Scene, block: Block, x: float, middle: float) -> float:
    """One block around x; returns where it ends below."""
    wide, tall, deep = block.body
    left, top = x - (wide + deep) / 2, middle - (tall - deep) / 2
    bottom = top + tall
    paint.group(block.steps, block.title)
    _body(paint, block, left, top)
    head = top - deep * 0.6 - 8 - len(block.texts) * LINE
    title, *texts = block.texts
    paint.text([title], x, head + 0.5 * LINE, SIZE, "hot" if block.hot else "ink", bold=True)
    for k, runs in enumerate(texts, 1):
        paint.text([runs], x, head + (k + 0.5) * LINE, SIZE, "soft")
    paint.text([(Run(block.size),)], x, bottom + 14, SIZE, "ink")
    for k, runs in enumerate(block.below, 1):
        paint.text([runs], x, bottom + 14 + k * LINE, SIZE, "soft")
    paint.end()
    return bottom + 14 + (len(block.below) + 0.5) * LINE


def _body(paint: Scene, block: Block, left: float, top: float):
    """A block's faces; of one with a depth also the upper and the right one."""
    wide, tall, deep = block.body
    edge, thick = ("hot", 2.2) if block.hot else ("line", 1.2)
    fill, right, bottom, up = block.fill, left + wide, top + tall, deep * 0.6
    if deep:
        paint.polygon([(left, top), (left + deep, top - up), (right + deep, top - up), (right, top)], fill, edge, thick)
        side = [(right, top), (right + deep, top - up), (right + deep, bottom - up), (right, bottom)]
        paint.polygon(side, fill, edge, thick)
    paint.polygon([(left, top), (right, top), (right, bottom), (left, bottom)], fill, edge, thick)


def _alt(blocks: list[Block | None], left_out: int) -> str:
    parts = [spoken(_said(block) if block else Says("picture_left_out", n=left_out), str) for block in blocks]
    return spoken(Says("picture_blocks", text="; ".join(parts)), str)


def _said(block: Block) -> Says:
    """A block in words."""
    if block.layer is None:
        return Says("picture_block_input", shape=block.size)
    key = "picture_block" if block.lines else "picture_block_plain"
    return Says(key, text=block.title, what=", ".join(block.lines), shape=block.size)
