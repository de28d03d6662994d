"""Golden pages guard the look alone. After a wanted change write them anew with ``--overwrite-golden``."""

from __future__ import annotations

import pathlib
import re

import pytest

import nnsolve
from nnsolve.render import format_of

GOLDEN = pathlib.Path(__file__).parent.parent / "golden"

# Style, script and its hash are the same on every page of HTML.
ASSETS = re.compile(r"(?s)(?<=<style>).*?(?=</style>)|(?<=<script>).*?(?=</script>)|(?<=sha256-)[^']*")
# File, problem of the library, keys put in its place, options of the page.
PAGES = [
    ("two-two-two.txt", "two-two-two", {}, {"full": True}),
    ("two-two-two.md", "two-two-two", {"asked": "w5,w1"}, {}),
    ("two-two-two.json", "two-two-two", {"asked": "w5,w1"}, {}),
    ("two-two-two-asked.txt", "two-two-two", {"asked": "w5,w1"}, {"width": 80}),
    ("two-two-two-matrix.txt", "two-two-two", {"style": "matrix"}, {"width": 80}),
    ("three-two-one-carried.txt", "three-two-one", {"rounding": "{decimals: 4, carry: true}"}, {"width": 60}),
    ("softmax-delta.txt", "relu-softmax", {"method": "delta"}, {"width": 80}),
    ("three-layer-softmax-ascii.txt", "three-layer-softmax", {"asked": "E"}, {"ascii": True, "width": 72}),
    ("lenet.txt", "lenet", {}, {"width": 80}),
    ("two-two-two.tex", "two-two-two", {"asked": "w5"}, {}),
    ("lenet.tex", "lenet", {}, {"fragment": True}),
    ("two-two-two.typ", "two-two-two", {"asked": "w5"}, {"paper": "letter"}),
    ("lenet.typ", "lenet", {}, {}),
    ("bert-base-count.txt", "bert-base-count", {}, {"width": 80}),
    ("attention-causal.txt", "attention-causal", {}, {"width": 80}),
    ("bleu-two-references.txt", "bleu-two-references", {}, {"width": 80}),
    ("beam-two-words.txt", "beam-two-words", {}, {"width": 80}),
    ("adam-first-step.html", "adam-first-step", {}, {}),
]


@pytest.mark.parametrize(("file", "name", "keys", "options"), PAGES, ids=[page[0] for page in PAGES])
def test_golden_page(file, name, keys, options, request):
    """The page is the one that was looked at and found good."""
    (problem,) = nnsolve.load(name, overrides=keys)
    page = nnsolve.render(nnsolve.solve(problem), format_of(file), **options)
    page = ASSETS.sub("", page)
    golden = GOLDEN / file
    if request.config.getoption("--overwrite-golden"):
        golden.write_text(page, encoding="utf-8")
    assert page == golden.read_text(encoding="utf-8"), f"{golden.name} looks different; see the top of this file"


def test_every_golden_file_is_used():
    """No page is left over."""
    assert {path.name for path in GOLDEN.iterdir()} == {page[0] for page in PAGES}
