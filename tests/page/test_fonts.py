"""Letters that not every font has: they are set properly, or it is said that they are not."""

from __future__ import annotations

import pytest

import nnsolve
from nnsolve.page import fonts
from nnsolve.render import pdf

from ..render.test_hostile import page_of


@pytest.fixture
def fresh(monkeypatch):
    """Fonts are looked for anew, and again afterwards."""
    kept = (fonts.compiler, fonts._fonts, fonts.lacking)
    for each in kept:
        each.cache_clear()
    yield monkeypatch
    for each in kept:
        each.cache_clear()


@pytest.mark.parametrize(
    ("letters", "names"),
    [
        ("中", "CJK"),
        ("中文한ไ", "CJK, Hangul, Thai"),
        ("🙂", "U+1F642"),
        ("ABΓДאבअ", "Latin, Greek, Cyrillic, Hebrew, Devanagari"),
        ("aαжאबअกਕகಕഅ", "Latin, Greek, Cyrillic, Hebrew, Devanagari, Thai, …"),
    ],
)
def test_scripts(letters, names):
    """What letters are called: their scripts, at most six, or their numbers."""
    assert fonts.scripts(list(letters)) == names


@pytest.mark.parametrize(
    ("text", "missing"), [("plain ∂ ✓ ✗ ⊙ é Ж א", ""), ("中文 x 中", "中文"), ("🙂", "🙂"), ("ไทย", "ไทย")]
)
def test_letters_that_the_package_lacks(text, missing):
    """What the fonts of the compiler itself do not have, each letter once."""
    assert {*fonts.lacking(frozenset(text.split()), False)} == {*missing}


def test_the_fonts_are_those_of_the_package():
    """Where those have all letters no other font is asked, so a page is the same everywhere."""
    compiler, missing = fonts.compiler_for('#"plain ∂ ✓ Ж"')
    assert compiler is fonts.compiler(False)
    assert missing == []


def test_boxes_are_told_of(monkeypatch):
    """A page with letters that no font has is written, and says so at its end."""
    sources = []

    class Kept:
        def compile(self, input, format):
            sources.append(input.decode())
            return b""

    monkeypatch.setattr(pdf, "compiler_for", lambda source: (Kept(), ["中", "文"]))
    page_of("pdf", "中文")
    assert sources[0].endswith('\n#notes([#"Some letters stand as boxes: no font here has those of CJK.";])\n')


def test_fonts_of_a_folder(fresh, tmp_path):
    """Folders in TYPST_FONT_PATHS are looked through; those that are not there do no harm."""
    fresh.setenv("TYPST_FONT_PATHS", f"{tmp_path}:{tmp_path / 'nowhere'}:")
    assert page_of("pdf", "中文").startswith(b"%PDF-")


def test_pictures(monkeypatch):
    """A picture with letters that no font has is no PNG; a title that is not drawn does no harm."""
    from nnsolve.pictures import Picture, png

    def picture(title, label):
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 50 20" width="50" height="20"><title>{title}</title>'
            f'<desc>x</desc><text x="5" y="15">{label}</text></svg>'
        )
        return Picture(svg, "x", 50, 20)

    monkeypatch.setattr(fonts, "lacking", lambda words, own: sorted("".join(words)))
    assert png.pixels(picture("中", "net")).startswith(b"\x89PNG")
    with pytest.raises(nnsolve.OutputError, match="SVG"):
        png.pixels(picture("x", "中"))
