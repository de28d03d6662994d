"""Panels drawn with matplotlib: the same data give the same bytes."""

from __future__ import annotations

import io
import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from .. import Picture
from ..png import MissingError
from ..svg import clean, escape, quoted
from .panels import Map, Panel

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from .panels import Grid

# Colours that people who see few colours tell apart (Okabe and Ito, Color universal design, 2008).
COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f"]
STYLES: dict[str, dict[str, Any]] = {
    "": {},
    "dashed": {"linestyle": "--"},
    "dots": {"linestyle": "", "marker": "o", "zorder": 3},
    "rings": {"linestyle": "", "marker": "s", "fillstyle": "none", "markeredgewidth": 1.6, "zorder": 3},
    "path": {"marker": "o", "markersize": 3.5},
}
SETTINGS = {
    "svg.fonttype": "none",
    "text.parse_math": False,  # a name with $ in it is a name
    "font.family": ["DejaVu Sans"],
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#d9dee3",
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
}
WIDE, WIDE_MAPS = 3, 5  # panels in a row
MOST_CELLS = 12  # columns of a map in which numbers are written
PANEL, MAP = (4.2, 3.5), (2.2, 2.4)  # width and height of a panel in inches
# A legend, in inches: a row, a letter, what stands before a label, and the room of the axis' own texts in points.
LEGEND_ROW, LETTER, SAMPLE, AXIS_TEXTS = 0.17, 0.07, 0.55, 38


def figure(panels: list[Panel], title: str, prefix: str = "") -> Picture:
    """The panels as one picture."""
    pyplot, used = _matplotlib()
    with used.rc_context(SETTINGS | {"svg.hashsalt": f"nnsolve{prefix}"}):
        shown = _drawn(pyplot, panels)
        out = io.StringIO()
        shown.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    alt = clean(" ".join(panel.said for panel in panels))
    wide, high = (96 * shown.get_size_inches()).tolist()
    return Picture(_accessible(out.getvalue(), clean(title) or alt[:60], alt, prefix), alt, wide, high)


def pixels(panels: list[Panel], scale: float = 2) -> bytes:
    """The panels as PNG, ``scale`` pixels to a CSS pixel."""
    pyplot, used = _matplotlib()
    with used.rc_context(SETTINGS):
        out = io.BytesIO()
        _drawn(pyplot, panels).savefig(out, format="png", dpi=96 * scale, metadata={"Software": None})
    return out.getvalue()


def _matplotlib() -> tuple[type[Figure], Any]:
    """matplotlib's figure class and itself, without any window."""
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError:
        message = "plots need matplotlib, which is not installed; install it with: pip install 'nnsolve[plot]'"
        raise MissingError(message) from None
    return Figure, matplotlib


def _drawn(pyplot: type[Figure], panels: list[Panel]) -> Figure:
    """A figure with every panel, or every map of one, on axes of its own."""
    shown: list[Panel | Map] = []
    for panel in panels:
        shown += panel.maps or [panel]
    only_maps = all(panel.maps for panel in panels)
    wide, high, most, least = (*MAP, WIDE_MAPS, 3.2) if only_maps else (*PANEL, WIDE, 5.2)
    columns = min(len(shown), most)
    rows = -(-len(shown) // columns)
    high += LEGEND_ROW * max(map(_legend_rows, panels))
    found = pyplot(figsize=(max(wide * columns, least), high * rows), layout="constrained")
    axes = list(found.subplots(rows, columns, squeeze=False).flat)
    for own, each in zip(axes, shown, strict=False):
        if isinstance(each, Map):
            _map(own, each)
        else:
            _lines(own, each)
    for left in axes[len(shown) :]:
        left.set_visible(False)
    return found


def _lines(axes: Axes, panel: Panel):
    axes.set_title(clean(panel.title), fontsize=11)
    axes.set_xlabel(clean(panel.x))
    axes.set_ylabel(clean(panel.y))
    if panel.grid:
        _contours(axes, panel.grid)
    for k, line in enumerate(panel.lines):
        colour = COLOURS[k % len(COLOURS)]
        axes.plot(line.xs, line.ys, color=colour, label=clean(line.label), **STYLES[line.style])
    if panel.whole:
        _count_along(axes, panel)
    if panel.square:
        axes.set_aspect("equal", adjustable="datalim")
    if _legend_rows(panel):
        _legend(axes, _legend_columns(panel))


def _count_along(axes: Axes, panel: Panel):
    """Whole numbers alone at the axis that counts, and at the other where all its values are."""
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    ys = chain(*(line.ys for line in panel.lines))
    if all(float(y).is_integer() for y in ys):
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))


def _legend_columns(panel: Panel) -> int:
    """How many labels of a panel fit beside each other below it."""
    widest = max(len(line.label) for line in panel.lines) * LETTER + SAMPLE
    return max(int(PANEL[0] / widest), 1)


def _legend_rows(panel: Panel) -> int:
    """The rows of the legend of a panel; a single line needs none."""
    return -(-len(panel.lines) // _legend_columns(panel)) if len(panel.lines) > 1 else 0


def _legend(axes: Axes, columns: int):
    """The legend below the axis and its texts, where it covers no data."""
    from matplotlib.transforms import ScaledTranslation

    below = axes.transAxes + ScaledTranslation(0, -AXIS_TEXTS / 72, axes.figure.dpi_scale_trans)
    axes.legend(
        fontsize=8,
        ncols=columns,
        frameon=False,
        loc="upper center",
        bbox_to_anchor=(0.5, 0),
        bbox_transform=below,
        borderaxespad=0,
    )


def _contours(axes: Axes, grid: Grid):
    """Contours at levels that crowd where the function is low, as its valley is what one looks for."""
    import numpy

    values = numpy.array(grid.values, dtype=float)  # None, where there is no value, becomes nan
    if not numpy.isfinite(values).any() or numpy.nanmax(values) == numpy.nanmin(values):
        return
    low, high = numpy.nanmin(values), numpy.nanmax(values)
    levels = [float(low + (high - low) * (k / 14) ** 2) for k in range(1, 15)]
    axes.grid(False)
    axes.contour(grid.xs, grid.ys, values, levels=levels, colors="#9aa4ae", linewidths=0.8, linestyles="solid")


def _map(axes: Axes, each: Map):
    """A matrix as squares, light where its numbers are great, with the numbers on them."""
    axes.set_title(clean(each.label), fontsize=11)
    axes.grid(False)
    axes.pcolormesh(each.values, cmap="Greys", alpha=0.35, edgecolors="#8c959f", linewidth=0.6)
    axes.invert_yaxis()
    axes.set_aspect("equal")
    axes.set_axis_off()
    columns = len(each.texts[0])
    if max(columns, len(each.texts)) > MOST_CELLS:
        return
    longest = max(map(len, chain(*each.texts)))
    size = max(min(12, 150 / max(columns * longest, 1)), 5)
    for i, row in enumerate(each.texts):
        for j, text in enumerate(row):
            axes.text(j + 0.5, i + 0.5, text, ha="center", va="center", fontsize=size)


def _accessible(svg: str, title: str, alt: str, prefix: str) -> str:
    """One <svg> element with role, title and description; ids with their prefix."""
    svg = svg[svg.index("<svg") :].rstrip()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'( id="|href="#|url\(#)', rf"\g<1>{clean(prefix)}", svg)
    ids = f"{clean(prefix)}plot-title", f"{clean(prefix)}plot-desc"
    begin = svg.index(">") + 1
    head = svg[: begin - 1] + f' role="img" aria-labelledby={quoted(" ".join(ids))}>'
    texts = f"<title id={quoted(ids[0])}>{escape(title)}</title><desc id={quoted(ids[1])}>{escape(alt)}</desc>"
    return head + texts + svg[begin:]
