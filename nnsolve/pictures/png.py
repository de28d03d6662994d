"""A picture in pixels, by way of typst, which typesets SVG without anything installed beside it."""

from __future__ import annotations

import re

from ..errors import OutputError
from ..page.fonts import compiler_for, scripts
from . import Picture

PAGE = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")\n'
_UNSEEN = re.compile(r"<title.*?</title>|<desc.*?</desc>", re.DOTALL)
MOST_PIXELS = 40_000_000


class MissingError(OutputError):
    """A package is needed that is not installed."""


def pixels(picture: Picture, scale: float = 2) -> bytes:
    """The PNG of a picture, ``scale`` pixels to a CSS pixel; less where it would be very large."""
    try:
        import typst  # noqa: F401
    except ImportError:
        message = "PNG pictures need the package typst; install it with: pip install typst (or write -o net.svg)"
        raise MissingError(message) from None
    scale = min(scale, (MOST_PIXELS / (picture.width * picture.height)) ** 0.5)
    # A CSS pixel is ¾ pt, and at 72 pixels an inch a point is one pixel.
    compiler, missing = compiler_for(_UNSEEN.sub("", picture.svg))
    if missing:
        raise OutputError(f"no font here has the letters of {scripts(missing)}; write the picture as SVG")
    drawn = compiler.compile(input=PAGE, format="png", ppi=96 * scale, sys_inputs={"svg": picture.svg})
    assert isinstance(drawn, bytes)  # one page, as the page is as large as the picture
    return drawn
