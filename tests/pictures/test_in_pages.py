"""Pictures and plots in the pages of formats that show them."""

from __future__ import annotations

import json

import pytest

import nnsolve
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


def test_notebook_holds_the_picture():
    """The network stands in a cell of its own as an attachment, with its words."""
    cells = json.loads(page("two-two-two", "notebook", False))["cells"]
    (cell,) = [cell for cell in cells if "attachments" in cell]
    assert "attachment:picture-1.svg" in "".join(cell["source"])
    assert cell["attachments"]["picture-1.svg"]["image/svg+xml"].startswith("<svg")
