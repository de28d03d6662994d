"""Pictures and plots in the pages of formats that show them."""

from __future__ import annotations

import base64
import json
import struct

import pytest

import nnsolve
from nnsolve.errors import OutputError
from nnsolve.pictures import illustrations
from nnsolve.render import rendered


def page(name: str, format_: str, plots: bool) -> str:
    """A library problem in a format."""
    return rendered([nnsolve.solve(each) for each in nnsolve.load(name)], format_, plots=plots)


@pytest.mark.parametrize(("name", "pictures"), [("two-two-two", 1), ("saddle", 0), ("and-gate", 1), ("epochs", 1)])
def test_html_shows_plots_where_they_are_wanted(name, pictures):
    """A page shows the picture of its problem, and the plot as well with --plots."""
    pytest.importorskip("matplotlib")
    assert page(name, "html", False).count("<figure") == pictures
    assert page(name, "html", True).count("<figure") == pictures + (name != "two-two-two")


def book(name: str, plots: bool = False) -> dict:
    """The notebook of a library problem as data, found valid."""
    text = page(name, "notebook", plots)
    nbformat = pytest.importorskip("nbformat")
    nbformat.validate(nbformat.reads(text, as_version=4))
    return json.loads(text)


def attached(found: dict) -> list[tuple[int, int, int]]:
    """The width, height and bytes of each attachment of a notebook; each is a PNG to which its own cell points."""
    sizes = []
    for cell in found["cells"]:
        for name, kinds in cell.get("attachments", {}).items():
            assert list(kinds) == ["image/png"]
            data = base64.b64decode(kinds["image/png"], validate=True)
            assert data[:8] == b"\x89PNG\r\n\x1a\n"
            assert f"](attachment:{name})" in "".join(cell["source"])
            sizes.append((*struct.unpack(">II", data[16:24]), len(data)))
    return sizes


@pytest.mark.parametrize(
    ("name", "plots", "count"),
    [("two-two-two", False, 1), ("three-layer-softmax", False, 1), ("lenet", False, 1), ("and-gate", True, 2)],
)
def test_notebooks_hold_pictures_that_jupyter_shows(name, plots, count):
    """Each picture is a PNG in base64, in its own size, or sharper where the column of a notebook narrows it."""
    if plots:
        pytest.importorskip("matplotlib")
    sizes = attached(book(name, plots))
    drawn = illustrations(shown(name, plots))
    assert len(sizes) == len(drawn) == count
    for (wide, high, length), picture in zip(sizes, drawn, strict=True):
        assert abs(wide / high - picture.width / picture.height) < 0.02 * wide / high
        assert wide == pytest.approx(picture.width, abs=2) or 1790 < wide < 1900
        assert length < 300_000


def shown(name: str, plots: bool):
    """The solution of a library problem, with its plots or without."""
    (problem,) = nnsolve.load(name)
    solution = nnsolve.solve(problem)
    solution.plots = plots
    return solution


def test_a_paper_holds_the_picture_of_each_question():
    """Names of attachments hold within their own cell."""
    sizes = attached(book("sample-paper"))
    assert len(sizes) > 1


def test_a_picture_without_a_font_stands_in_the_text(monkeypatch):
    """Where no font here has its letters the notebook has the SVG itself, for the fonts of its reader."""

    def missing(picture, scale):
        raise OutputError("no font here has the letters of Cherokee")

    monkeypatch.setattr("nnsolve.pictures.png.pixels", missing)
    found = book("two-two-two")
    assert attached(found) == []
    (source,) = ["".join(cell["source"]) for cell in found["cells"] if "](data:" in "".join(cell["source"])]
    kind, _, data = source.rpartition("](data:")[2].removesuffix(")").partition(";base64,")
    assert kind == "image/svg+xml"
    assert base64.b64decode(data, validate=True).startswith(b"<svg ")
