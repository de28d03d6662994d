"""A scene of shapes and labels, and the SVG that is made of it: one element, self-contained, no scripts.

Colours stand in the attributes, for readers without style sheets; browsers take them from CSS variables, so that a
page can set its own (``--nnp-ink``) and a dark page gets light ink.
"""

from __future__ import annotations

import html
from collections.abc import Iterable

from ..page.glyphs import one_line
from . import Picture
from .boxes import Box, box_of
from .text import SMALL, Run, Runs

# name → light, dark. Ink, hot and slope keep a contrast of at least 4.5 on paper.
COLOURS = {
    "ink": ("#1f2328", "#e6edf3"),
    "line": ("#8c959f", "#7d8590"),
    "paper": ("#ffffff", "#0d1117"),
    "hot": ("#b93a00", "#ffa657"),
    "slope": ("#0550ae", "#79c0ff"),
    "soft": ("#57606a", "#9ea7b3"),
    "node": ("#f3f5f7", "#21262d"),
    "input": ("#ddf4ff", "#12304d"),
    "output": ("#dafbe1", "#10381d"),
    "warm": ("#fff1d6", "#43300d"),
    "violet": ("#f3e8ff", "#33205a"),
}
FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'DejaVu Sans', Arial, sans-serif"
MARGIN = 16
HALO = 3  # half of it shows around a letter
_SHIFTS = {"sub": 0.22, "sup": -0.36}  # how far below the line such letters stand, in the size of those on it


def _variables(which: int) -> str:
    """The colours of light pages, 0, or of dark ones, 1."""
    told = [f"--nnp_{name}:{pair[which]};" for name, pair in COLOURS.items()]
    return f".nnp{{{''.join(told)}}}"


def _style() -> str:
    rules = ""
    for name in COLOURS:
        colour = f"var(--nnp-{name},var(--nnp_{name}))"
        rules += f".nnp .nnp-f-{name}{{fill:{colour}}}.nnp .nnp-s-{name}{{stroke:{colour}}}"
    # Readers that know no variables skip the whole of it and keep the attributes.
    dark = f"@media screen and (prefers-color-scheme:dark){{{_variables(1)}}}"
    return f"@supports (fill:var(--a)){{{_variables(0)}{dark}{rules}}}"


STYLE = _style()


class Scene:
    """Shapes in the order in which they are painted; ``labels`` are the boxes of all texts."""

    def __init__(self, prefix: str = ""):
        self.prefix = prefix
        self.parts: list[str] = []
        self.labels: list[Box] = []
        self.extent = Box(1e9, 1e9, -1e9, -1e9)
        self.open = 0

    def reach(self, left: float, top: float, right: float, bottom: float):
        """Makes the picture large enough to hold a part."""
        self.extent.left, self.extent.top = min(self.extent.left, left), min(self.extent.top, top)
        self.extent.right, self.extent.bottom = max(self.extent.right, right), max(self.extent.bottom, bottom)

    def group(self, steps: Iterable[str] = (), name: str = "", turned: tuple[float, float, float] | None = None):
        """Begins a group that stands for steps; ``name`` is shown by browsers when it is pointed at.

        ``turned`` by an angle in degrees around a point (angle, x, y).
        """
        names = f" data-steps={quoted(' '.join(map(clean, steps)))}" if steps else ""
        turn = f' transform="rotate({" ".join(map(number, turned))})"' if turned else ""
        title = f"<title>{escape(clean(name))}</title>" if name else ""
        self.parts.append(f"<g{names}{turn}>{title}")

    def end(self):
        """Ends the group."""
        self.parts.append("</g>")

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        stroke: str = "line",
        wide: float = 1.2,
        arrow: bool = False,
        dashed: bool = False,
    ):
        """A straight line, perhaps with an arrow's head."""
        self.path([(x1, y1), (x2, y2)], stroke, wide, arrow, dashed)

    def path(
        self,
        points: list[tuple[float, float]],
        stroke: str = "line",
        wide: float = 1.2,
        arrow: bool = False,
        dashed: bool = False,
    ):
        """A line through points, straight from each to the next."""
        for x, y in points:
            self.reach(x, y, x, y)
        at = [f"{number(x)} {number(y)}" for x, y in points]
        shape = f"M{at[0]}L{' '.join(at[1:])}"
        dash = ' stroke-dasharray="5 4"' if dashed else ""
        self.parts.append(f'<path d="{shape}" {_paint("none", stroke)} stroke-width="{number(wide)}"{dash}/>')
        if arrow:
            self._head(points[-2], points[-1], stroke, wide)

    def _head(self, before: tuple[float, float], tip: tuple[float, float], colour: str, wide: float):
        dx, dy = tip[0] - before[0], tip[1] - before[1]
        length = (dx * dx + dy * dy) ** 0.5 or 1
        dx, dy, size = dx / length, dy / length, 6 + wide * 1.5
        base = (tip[0] - dx * size, tip[1] - dy * size)
        wing = size * 0.4
        corners = [tip, (base[0] - dy * wing, base[1] + dx * wing), (base[0] + dy * wing, base[1] - dx * wing)]
        self.polygon(corners, colour, "")

    def polygon(self, corners: list[tuple[float, float]], fill: str, stroke: str = "line", wide: float = 1.2):
        """A filled shape."""
        for x, y in corners:
            self.reach(x, y, x, y)
        points = " ".join(f"{number(x)},{number(y)}" for x, y in corners)
        edge = f' stroke-width="{number(wide)}" stroke-linejoin="round"' if stroke else ""
        self.parts.append(f'<polygon points="{points}" {_paint(fill, stroke)}{edge}/>')

    def pill(
        self,
        x: float,
        y: float,
        wide: float,
        high: float,
        fill: str,
        stroke: str,
        thick: float,
    ):
        """A rectangle around (x, y) with round ends; a circle where it is as wide as high."""
        left, top = x - wide / 2, y - high / 2
        self.reach(left, top, left + wide, top + high)
        self.parts.append(
            f'<rect x="{number(left)}" y="{number(top)}" width="{number(wide)}" height="{number(high)}" '
            f'rx="{number(min(wide, high) / 2)}" {_paint(fill, stroke)} stroke-width="{number(thick)}"/>'
        )

    def text(
        self,
        lines: list[Runs],
        x: float,
        y: float,
        size: float = 14,
        fill: str = "ink",
        anchor: str = "middle",
        bold: bool = False,
        noted: bool = True,
        halo: bool = False,
    ):
        """Lines of text around (x, y); ``noted`` among the labels; a ``halo`` keeps letters apart from lines below."""
        box = box_of(lines, x, y, size, anchor, bold=bold)
        if noted:
            self.labels.append(box)
            self.reach(box.left, box.top, box.right, box.bottom)
        extra = ' font-weight="600"' if bold else ""
        if halo:
            extra += f' stroke-width="{number(HALO)}" stroke-linejoin="round" paint-order="stroke"'
        colours = _paint(fill, "paper" if halo else "")
        for k, line in enumerate(lines):
            base = box.top + (k + 0.93) * size * 1.25 - size * 0.18
            self.parts.append(
                f'<text x="{number(x)}" y="{number(base)}" font-size="{number(size)}" text-anchor="{anchor}" '
                f"{colours}{extra}>{_spans(line, size)}</text>"
            )

    def dots(self, x: float, y: float, apart: float = 9):
        """Three dots under each other, for what is left out."""
        for k in (-1, 0, 1):
            self.reach(x - 3, y - apart - 3, x + 3, y + apart + 3)
            self.parts.append(f'<circle cx="{number(x)}" cy="{number(y + k * apart)}" r="2.4" {_paint("soft")}/>')

    def picture(self, title: str, alt: str) -> Picture:
        """The scene as a picture."""
        left, top = self.extent.left - MARGIN, self.extent.top - MARGIN
        wide, high = self.extent.right + MARGIN - left, self.extent.bottom + MARGIN - top
        prefix = clean(self.prefix).replace(" ", "-")
        size = f'width="{number(wide)}" height="{number(high)}"'
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="nnp" role="img" '
            f"aria-labelledby={quoted(f'{prefix}nnp-title {prefix}nnp-desc')} "
            f'viewBox="{number(left)} {number(top)} {number(wide)} {number(high)}" {size} font-family="{FONTS}">'
            f"<title id={quoted(f'{prefix}nnp-title')}>{escape(clean(title))}</title>"
            f"<desc id={quoted(f'{prefix}nnp-desc')}>{escape(clean(alt))}</desc><style>{STYLE}</style>"
            f'<rect x="{number(left)}" y="{number(top)}" {size} {_paint("paper")}/>{"".join(self.parts)}</svg>'
        )
        return Picture(svg, clean(alt), round(wide, 2), round(high, 2))


def clean(text: str) -> str:
    """Text that XML can hold: on one line, no control characters, no marks of direction."""
    return one_line(str(text)).encode("utf-8", "replace").decode()


def escape(text: str) -> str:
    """Text between tags."""
    return html.escape(text, quote=False)


def quoted(text: str) -> str:
    """Text as an attribute's value, in quotation marks."""
    return f'"{html.escape(text)}"'


def number(value: float) -> str:
    """A coordinate in at most two decimals."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def _paint(fill: str, stroke: str = "") -> str:
    """The attributes of colour: plain ones, and the classes that the style sheet knows."""
    names, colours = [], f'fill="{fill}"'
    if fill != "none":
        names, colours = [f"nnp-f-{fill}"], f'fill="{COLOURS[fill][0]}"'
    if stroke:
        names.append(f"nnp-s-{stroke}")
        colours += f' stroke="{COLOURS[stroke][0]}"'
    return f'{colours} class="{" ".join(names)}"'


def _spans(runs: Runs, size: float) -> str:
    """Runs as tspans; what follows a subscript goes back to the line."""
    text, low = "", 0.0
    for run in runs:
        shift = size * _SHIFTS.get(run.style, 0.0)
        moved = f' dy="{number(shift - low)}"' if shift != low else ""
        low = shift
        style = moved + _run_style(run, size)
        text += f"<tspan{style}>{escape(run.text)}</tspan>" if style else escape(run.text)
    return text


def _run_style(run: Run, size: float) -> str:
    """What a run says of its letters, where they are not those of its line."""
    if run.style in _SHIFTS:
        return f' font-size="{number(size * SMALL)}"'
    return ' font-style="italic"' if run.style == "i" else ""


__all__ = ["COLOURS", "Box", "Run", "Scene", "box_of", "clean", "escape", "number", "quoted"]
