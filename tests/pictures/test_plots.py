"""Plots: the data come from the solution's tables, charts stand in the terminal, figures are alike every time."""

from __future__ import annotations

import math
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import pytest

import nnsolve
from nnsolve.pictures.plots import panels, plot, plotted_by
from nnsolve.pictures.plots.chart import chart, charted
from nnsolve.pictures.plots.panels import POINTS

from ..support import library_of

PROBLEMS = sorted(name for kind in filter(plotted_by, nnsolve.kinds()) for name in library_of(kind))


@pytest.mark.parametrize("name", PROBLEMS)
def test_what_is_plotted_of_the_library(name):
    """Lines have as many x as y, all finite; every panel is told in words; a chart is as wide as asked."""
    shown = panels(nnsolve.load(name)[0])
    for panel in shown:
        assert panel.said
        assert panel.lines or panel.maps
        for line in panel.lines:
            assert len(line.xs) == len(line.ys) > 0
            assert all(abs(value) < float("inf") for value in (*line.xs, *line.ys))
    for panel in charted(shown):
        for ascii_only in (False, True):
            page = chart(panel, 60, ascii_only)
            assert page.isascii() or not ascii_only
            drawn = page.splitlines()[1:16]
            assert max(map(len, drawn)) <= 60


def lines_of(name: str, number: int = -1) -> dict:
    """The lines of a panel of a problem by their labels."""
    return {line.label: line for line in panels(nnsolve.load(name)[0])[number].lines}


def test_the_loss_over_epochs():
    """The losses are those of the table: 17.2 before the first step, as Σ(y − 0)²/5 is by hand."""
    (line,) = lines_of("simple-regression-descent").values()
    assert line.ys[0] == pytest.approx((4 + 16 + 25 + 16 + 25) / 5)
    assert len(line.xs) == 101


def test_the_errors_of_a_perceptron():
    """AND is learned after one error."""
    (line,) = lines_of("and-gate").values()
    assert (line.xs, line.ys) == ([1, 2], [1, 0])


def test_the_border_of_a_perceptron():
    """After the last epoch AND's border is 2x₁ + 2x₂ = 2.5."""
    border = lines_of("and-gate", 0)["epoch 1"]
    for x, y in zip(border.xs, border.ys, strict=True):
        assert 2 * x + 2 * y == pytest.approx(2.5)


def test_the_path_of_descent():
    """x ← x − 0.2·2x from 10: each point is 0.6 times the one before."""
    path = lines_of("descent-parabola", 0)["path"]
    for before, after in zip(path.xs, path.xs[1:], strict=False):
        assert after == pytest.approx(0.6 * before)
    assert path.ys == pytest.approx([x * x for x in path.xs])


def test_contours_are_those_of_the_function():
    """Of x² − y² at every place of the grid."""
    (panel, _) = panels(nnsolve.load("saddle")[0])
    grid = panel.grid
    for i, y in enumerate(grid.ys):
        for j, x in enumerate(grid.xs):
            assert grid.values[i][j] == pytest.approx(x * x - y * y, abs=1e-9)


def test_an_activation_and_its_derivative():
    """σ(0) = ½ and σ′(0) = ¼."""
    lines = lines_of("sigmoid-derivative", 0)
    for label, at_zero in (("σ(x)", 0.5), ("σ′(x)", 0.25)):
        line = lines[label]
        assert line.ys[line.xs.index(0.0)] == pytest.approx(at_zero)


SLOPES = [
    # activation, point, its slope there by hand
    ("selu", -1.0, 1.0507009873554805 * 1.6732632423543772 * math.exp(-1)),
    ("prelu(out=0.25)", -2.0, 0.25),
    ("prelu(new_x=0.25)", -2.0, 0.25),
]


@pytest.mark.parametrize(("activation", "at", "slope"), SLOPES)
def test_activations_with_parameters(solved, activation, at, slope):
    """A curve takes its own parameters, whatever they are called."""
    solution = solved(f"kind: activation\nactivation: {activation}\nat: [{at}]\n")
    line = next(line for line in panels(solution)[0].lines if "′" in line.label)
    assert line.ys[line.xs.index(at)] == pytest.approx(slope)


def test_maps_of_a_convolution():
    """Input, kernel and map, with the numbers of the page."""
    (panel,) = panels(nnsolve.load("slide-kernel")[0])
    assert [each.label for each in panel.maps] == ["X", "K", "conv1"]
    assert panel.maps[-1].texts == [["4", "3", "4"], ["2", "4", "3"], ["2", "3", "4"]]


def test_maps_of_a_layer_of_two_words():
    """max(x, 0.5·x) by hand; the layer leaky_relu1 is drawn as every other, and biases are not."""
    (problem,) = nnsolve.loads("""
        kind: convolution
        input: [[1, -2], [0, 4]]
        layers: [leaky-relu: 0.5, flatten, dense: {weights: [[1, 0, 0, 1]], bias: 3}]
    """)
    (panel,) = panels(problem)
    assert [each.label for each in panel.maps] == ["X", "W", "leaky_relu1", "flatten1", "dense1"]
    assert panel.maps[2].texts == [["1", "−1"], ["0", "4"]]


def test_the_roc_curve():
    """It goes from (0, 0) to (1, 1)."""
    line = next(iter(lines_of("metrics-roc", 0).values()))
    assert (line.xs[0], line.ys[0], line.xs[-1], line.ys[-1]) == (0, 0, 1, 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["activations", "epochs", "and-gate", "saddle", "optimisers", "slide-kernel", "metrics-roc", "line-exact"]
)
def test_figures(name):
    """Well-formed SVG with role, title and alt text, the same bytes every time, no date and no address outside."""
    pytest.importorskip("matplotlib")
    drawn = plot(nnsolve.load(name)[0], prefix="q1-")
    root = ElementTree.fromstring(drawn.svg)
    assert root.get("role") == "img"
    assert root[0].text
    assert root[1].text == drawn.alt
    assert plot(nnsolve.load(name)[0], prefix="q1-").svg == drawn.svg
    assert "metadata" not in drawn.svg
    assert drawn.svg.count(' id="') == drawn.svg.count(' id="q1-')
    for href in {part.split('"')[0] for part in drawn.svg.split('href="')[1:]}:
        assert href.startswith("#q1-")


@pytest.mark.parametrize(
    "name",
    [
        *("nand-gate", "and-gate", "svm-six-points", "activations", "optimisers", "descent-parabola", "metrics-roc"),
        *("line-exact", "logistic-exam", "separate-by-table"),
    ],
)
def test_a_legend_covers_nothing(name):
    """It stands on the picture, below its axes and their texts, and on no other legend or axes."""
    pytest.importorskip("matplotlib")
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from nnsolve.pictures.plots.figure import _drawn

    found = _drawn(Figure, panels(nnsolve.load(name)[0]))
    canvas = FigureCanvasAgg(found)
    canvas.draw()
    axes = [each for each in found.axes if each.get_visible()]
    legends = [each.get_legend().get_window_extent() for each in axes if each.get_legend()]
    scales = [scale.get_tightbbox(canvas.get_renderer()) for each in axes for scale in (each.xaxis, each.yaxis)]
    taken = [*scales, *(part.get_window_extent() for each in axes for part in (each, each.title))]
    assert legends
    for k, legend in enumerate(legends):
        assert not [box for box in (*taken, *legends[:k], *legends[k + 1 :]) if legend.overlaps(box)]
        assert found.bbox.x0 <= legend.x0 and legend.x1 <= found.bbox.x1
        assert found.bbox.y0 <= legend.y0 and legend.y1 <= found.bbox.y1


def test_points_stand_on_the_lines_of_a_chart():
    """The four points of the problem are seen on the curve in the terminal, and every point of a figure on top."""
    (panel,) = charted(panels(nnsolve.load("sigmoid-derivative")[0]))
    count = len(panel.lines[2].xs)
    assert chart(panel, 80, False).partition("└")[0].count("×") == count
    from nnsolve.pictures.plots.figure import STYLES

    assert all(STYLES[style]["zorder"] > 2 for style in POINTS)  # 2 is matplotlib's for lines


def test_what_people_write_is_text_in_a_figure():
    """Neither markup nor mathematics of matplotlib is made of names."""
    pytest.importorskip("matplotlib")
    shown = panels(nnsolve.load("epochs")[0])
    shown[0].title, shown[0].x = "$\\frac$ <script>", "a\x00$b"
    from nnsolve.pictures.plots.figure import figure

    drawn = figure(shown, "<script>$\\frac$</script>")
    assert "<script" not in drawn.svg
    assert ElementTree.fromstring(drawn.svg)[0].text == "<script>$\\frac$</script>"


def test_charts_need_no_library():
    """A chart in the terminal loads neither matplotlib nor NumPy."""
    code = (
        "import sys, nnsolve.cli as cli\nsys.argv = ['nnsolve', 'plot', 'epochs']\n"
        "try: cli.run()\nfinally: print(*sys.modules, file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8")
    assert "average loss over epochs" in result.stdout
    assert not {"matplotlib", "numpy", "sympy", "typst"} & {name.partition(".")[0] for name in result.stderr.split()}
