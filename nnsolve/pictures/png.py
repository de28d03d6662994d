"""A picture in pixels, by way of typst, which typesets SVG without anything installed beside it."""

from __future__ import annotations

from ..errors import OutputError
from . import Picture

PAGE = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")\n'
MOST_PIXELS = 40_000_000


class MissingError(OutputError):
    """A package is needed that is not installed."""


def pixels(picture: Picture, scale: float = 2) -> bytes:
    """The PNG of a picture, ``scale`` pixels to a CSS pixel; less where it would be very large."""
    try:
        import typst
    except ImportError:
        message = "PNG pictures need the package typst; install it with: pip install typst (or write -o net.svg)"
        raise MissingError(message) from None
    scale = min(scale, (MOST_PIXELS / (picture.width * picture.height)) ** 0.5)
    # A CSS pixel is ¾ pt, and at 72 pixels an inch a point is one pixel.
    fonts = {"ignore_system_fonts": True}  # the same picture on every machine
    return typst.compile(PAGE, format="png", ppi=96 * scale, sys_inputs={"svg": picture.svg}, **fonts)
