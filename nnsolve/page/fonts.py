"""Fonts, and letters that no font here has."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from ..errors import OutputError

if TYPE_CHECKING:
    from typst import Compiler, Fonts

# Words with letters that not every font has.
_RARE = re.compile("[^\x00-\u04ff]+")
MOST_LETTERS = 500  # that are looked at one by one

_PROBE = b"""#set document(date: datetime(year: 2000, month: 1, day: 1))
#set text(font: ("New Computer Modern", "Libertinus Serif"))
#sys.inputs.words
"""


@cache
def compiler(own: bool) -> Compiler:
    """Typst's compiler with the fonts in its package, which are the same everywhere; with ``own`` also this machine's.

    It costs a tenth of a second to make and keeps what it has set. It sees an empty folder that does not exist any
    more: no file is read and no package loaded.
    """
    import tempfile

    try:
        import typst
    except ImportError:
        raise OutputError("PDF needs the package typst: pip install typst") from None
    with tempfile.TemporaryDirectory() as folder:
        return typst.Compiler(
            b"",
            font_paths=_fonts() if own else [],
            ignore_system_fonts=not own,
            root=folder,
            package_path=folder,
            package_cache_path=folder,
        )


@cache
def _fonts() -> Fonts:
    """The fonts of this machine and of the folders in TYPST_FONT_PATHS."""
    import os

    import typst

    listed = os.environ.get("TYPST_FONT_PATHS", "").split(os.pathsep)
    return typst.Fonts(include_system_fonts=True, font_paths=list(filter(os.path.isdir, listed)))


def compiler_for(source: str) -> tuple[Compiler, list[str]]:
    """The compiler for Typst source, and the letters in it that no font has."""
    words = frozenset(_RARE.findall(source))
    if not lacking(words, False):
        return compiler(False), []
    return compiler(True), lacking(words, True)


@lru_cache(maxsize=256)
def lacking(words: frozenset[str], own: bool) -> list[str]:
    """The letters in words that no font has; ``own`` as for :func:`compiler`."""
    if _sets(" ".join(sorted(words)), own):
        return []
    letters = sorted(filter(_is_shown, set().union(*words)))
    return [c for c in letters[:MOST_LETTERS] if not _sets(c, own)] or letters[:1]


def _is_shown(c: str) -> bool:
    """Whether a letter is no mark, control character or blank."""
    return not unicodedata.category(c).startswith(("M", "C", "Z"))


def _sets(text: str, own: bool) -> bool:
    """Whether fonts have all letters of a text. PDF/A allows none to be missing, so its checks tell."""
    try:
        compiler(own).compile(input=_PROBE, sys_inputs={"words": text}, format="pdf", pdf_standards=["a-2b"])
    except RuntimeError as error:
        return "could not be displayed" not in str(error)
    return True


def scripts(letters: list[str]) -> str:
    """What letters are called: their scripts, or their numbers where they are of none."""
    names = [_script(c) or f"U+{ord(c):04X}" for c in letters]
    found = list(dict.fromkeys(names))
    if len(found) > 6:
        found[6:] = ["…"]
    return ", ".join(found)


_NOTO = {"CJK": "Noto Serif CJK SC", "Hiragana": "Noto Serif CJK JP", "Katakana": "Noto Serif CJK JP"}
_NOTO |= {"Hangul": "Noto Serif CJK KR", "Arabic": "Noto Naskh Arabic", "Cyrillic": "Noto Serif", "Greek": "Noto Serif"}
_NOTO |= {"Latin": "Noto Serif"}


# Scripts whose letters take other shapes beside each other.
_SHAPED = "Arabic Bengali Devanagari Gujarati Gurmukhi Hebrew Kannada Khmer Malayalam Oriya Sinhala Tamil Telugu Thai"


def noto(letters: list[str]) -> tuple[str, str]:
    """A free font that has the letters, or the first of them that are of a script; that script, if fonts must know."""
    script = next(filter(None, map(_script, letters)), "")
    if not script:
        return "Noto Sans Symbols2", ""
    return _NOTO.get(script, f"Noto Serif {script}"), script if script in _SHAPED.split() else ""


def _script(letter: str) -> str:
    """The script of a letter; '' where it is of none."""
    name = unicodedata.name(letter, "").split()
    if not name or not letter.isalpha():
        return ""
    return name[0].title().replace("Cjk", "CJK")
