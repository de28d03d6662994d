"""The commands draw and plot: files, standard output, what is missing, what is told."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

from nnsolve.cli import main
from nnsolve.errors import NnsolveError


def run(*args: str):
    """A command in this process; errors of ours are its exception."""
    return CliRunner().invoke(main, list(args))


def test_draw_prints_svg_or_writes_it(tmp_path):
    """Without -o the picture goes to standard output; a file has a declaration besides."""
    printed = run("draw", "two-two-two", "--values").stdout
    assert printed.startswith("<svg")
    file = tmp_path / "net.svg"
    assert run("draw", "two-two-two", "--values", "-o", str(file)).exit_code == 0
    assert file.read_text(encoding="utf-8") == '<?xml version="1.0" encoding="UTF-8"?>\n' + printed


@pytest.mark.parametrize(
    ("options", "values", "gradients"),
    [((), False, False), (("--values",), True, False), (("--gradients",), False, True)],
)
def test_draw_shows_what_its_options_ask_for(options, values, gradients):
    """--values prints out_o1 = 0.751365, --gradients ∂E/∂w5 = 0.0821670 (Mazur's numbers), neither prints the other."""
    printed = run("draw", "two-two-two", *options).stdout
    assert ("0.751365" in printed) == values
    assert ("0.0821670" in printed) == gradients


def test_an_existing_file_is_kept_unless_forced(tmp_path):
    """-f replaces it."""
    file = tmp_path / "net.svg"
    file.write_text("mine")
    assert isinstance(run("draw", "graph-e", "-o", str(file)).exception, NnsolveError)
    assert file.read_text() == "mine"
    assert run("draw", "graph-e", "-o", str(file), "-f").exit_code == 0
    assert "<svg" in file.read_text(encoding="utf-8")


def test_png(tmp_path):
    """A PNG has as many pixels as the scale says."""
    pytest.importorskip("typst")
    file = tmp_path / "net.png"
    assert run("draw", "two-two-two", "-o", str(file), "--scale", "1").exit_code == 0
    data = file.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    svg = run("draw", "two-two-two").stdout
    wide = float(svg.partition(' width="')[2].partition('"')[0])
    assert abs(int.from_bytes(data[16:20], "big") - wide) <= 2


def test_a_paper_gives_numbered_files(tmp_path):
    """One picture for each question that has one."""
    assert run("draw", "sample-paper", "-o", str(tmp_path / "net.svg")).exit_code == 0
    files = sorted(file.name for file in tmp_path.iterdir())
    assert files[0] == "net-1.svg"
    assert len(files) > 1


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("draw", "softmax-three"), "nothing to draw"),
        (("draw", "saddle"), "Try ‘nnsolve plot saddle’"),
        (("plot", "two-two-two"), "nothing to plot"),
        (("plot", "lenet"), "Try ‘nnsolve draw lenet’"),
        (("plot", "slide-kernel"), "no plot for a terminal"),
        (("draw", "two-two-two", "--asked", "w55"), "no part of this picture"),
        (("draw", "nonsense"), "no such file"),
    ],
)
def test_what_cannot_be_drawn_is_told(args, message):
    """One message and the way out."""
    result = run(*args)
    assert isinstance(result.exception, NnsolveError)
    assert message in str(result.exception)


def test_other_endings_are_told():
    """Only .svg and .png are written."""
    result = run("draw", "two-two-two", "-o", "net.gif")
    assert result.exit_code == 2
    assert ".svg or .png" in result.output


@pytest.mark.parametrize(
    ("args", "package", "message"),
    [
        (["plot", "epochs", "-o", "plot.svg"], "matplotlib", "pip install 'nnsolve[plot]'"),
        (["draw", "two-two-two", "-o", "net.png"], "typst", "pip install"),
    ],
)
def test_a_missing_package_is_told(tmp_path, args, package, message):
    """How to install it; nothing is written, and there is no traceback."""
    missing = f"import sys\nsys.modules[{package!r}] = None\n"
    code = f"{missing}import nnsolve.cli as cli\nsys.argv = ['nnsolve', *{args!r}]\ncli.run()"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, encoding="utf-8"
    )
    assert result.returncode == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert not list(tmp_path.iterdir())


def test_draw_loads_no_library_of_figures():
    """A picture is drawn without matplotlib, NumPy, SymPy or typst."""
    code = (
        "import sys, nnsolve.cli as cli\nsys.argv = ['nnsolve', 'draw', 'two-two-two', '--values']\n"
        "try: cli.run()\nfinally: print(*sys.modules, file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8")
    assert "<svg" in result.stdout
    assert not {"matplotlib", "numpy", "sympy", "typst"} & {name.partition(".")[0] for name in result.stderr.split()}
