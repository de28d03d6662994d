"""Pictures in a real browser: no text meets another or a line with the fonts of this machine; the style is read."""

from __future__ import annotations

import html
import json
import shutil
import subprocess
from itertools import combinations

import pytest

import nnsolve
from nnsolve.pictures import picture
from nnsolve.pictures.svg import COLOURS

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SHOWN = [
    ("two-two-two", {"values": True, "gradients": True, "asked": ["w1"]}),
    ("forward-3-3-3-3", {}),
    ("memoisation", {"values": True}),
    ("graph-e", {"values": True, "gradients": True}),
    ("three-layer-softmax", {"values": True, "gradients": True}),
    ("autodiff-trace", {"gradients": True}),
    ("vgg-16", {}),
    ("lenet", {"values": True}),
    ("and-gate", {}),
]
SCRIPT = """
const found = [...document.querySelectorAll('div')].map(div => [...div.querySelectorAll('text')].map(text => {
  const box = text.getBoundingClientRect(), turned = !!text.closest('[transform]');
  return {text: text.textContent, turned, left: box.left, right: box.right, top: box.top, bottom: box.bottom};
}));
// The texts through which a line runs, where it is looked at in each pixel of its length.
const cut = [...document.querySelectorAll('div')].map(div => {
  const lines = [...div.querySelectorAll('path')];
  return [...div.querySelectorAll('text')].filter(text => {
    const box = text.getBBox(), back = text.getScreenCTM().inverse();
    return lines.some(line => {
      const turn = back.multiply(line.getScreenCTM()), whole = line.getTotalLength();
      for (let at = 0; at <= whole; at += 1) {
        const point = line.getPointAtLength(at).matrixTransform(turn);
        const x = point.x - box.x, y = point.y - box.y;
        if (x > 0 && x < box.width && y > 0 && y < box.height) return true;
      }
      return false;
    });
  }).map(text => text.textContent);
});
const fill = choice => getComputedStyle(document.querySelector(choice)).fill;
const inks = [fill('text.nnp-f-ink'), fill('svg > rect')];
document.getElementById('out').textContent = JSON.stringify({found, cut, inks});
"""


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """What a browser makes of the pictures on one page, as it was measured there."""
    if BROWSER is None:
        pytest.skip("no Chromium is installed")
    drawn = [picture(nnsolve.load(name)[0], prefix=f"q{k}-", **shown) for k, (name, shown) in enumerate(SHOWN)]
    body = "".join(f"<div>{one.svg}</div>" for one in drawn)
    file = tmp_path_factory.mktemp("page") / "page.html"
    page = f"<!doctype html><meta charset=utf-8><body>{body}<pre id=out></pre><script>{SCRIPT}</script>"
    file.write_text(page, encoding="utf-8")
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", file.as_uri()]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120)
    return json.loads(html.unescape(result.stdout.partition('<pre id="out">')[2].partition("</pre>")[0]))


@pytest.mark.parametrize("number", range(len(SHOWN)), ids=[name for name, _ in SHOWN])
def test_no_two_texts_meet(measured, number):
    """Upright texts of a picture keep apart as the browser sets them, with the fonts of this machine."""
    texts = [text for text in measured["found"][number] if not text["turned"]]
    assert texts
    for one, two in combinations(texts, 2):
        apart = one["right"] <= two["left"] + 1 or two["right"] <= one["left"] + 1
        slack = 0.25 * (one["bottom"] - one["top"])  # the line's own leading, above and below the letters
        above = one["bottom"] <= two["top"] + slack or two["bottom"] <= one["top"] + slack
        assert apart or above, (one["text"], two["text"])


@pytest.mark.parametrize("number", range(len(SHOWN)), ids=[name for name, _ in SHOWN])
def test_no_line_runs_through_a_text(measured, number):
    """As the browser sets it, each text, also one that is turned along its line, stands beside all lines."""
    assert measured["cut"][number] == []


def test_the_style_sheet_is_read(measured):
    """A browser takes the colours from the variables: dark ink on light paper on a light page."""
    ink, paper = (tuple(int(COLOURS[name][0][k : k + 2], 16) for k in (1, 3, 5)) for name in ("ink", "paper"))
    assert measured["inks"] == [f"rgb{ink}", f"rgb{paper}"]
