"""Kernels by name, as they stand when they are slid without being turned (cross-correlation).

Source: R. Gonzalez and R. Woods, Digital Image Processing, chapter 3 (smoothing, sharpening) and chapter 10 (edges).
Signs are those of OpenCV's ``Sobel`` and ``Scharr``: x answers to what grows from left to right, y from top to bottom.
"""

from __future__ import annotations

import re


def _over(divisor: int, *rows: str) -> tuple[str, ...]:
    """Rows whose numbers are all divided."""
    return tuple(re.sub(r"\d+", rf"\g<0>/{divisor}", row) for row in rows)


KERNELS: dict[str, tuple[str, ...]] = {
    "identity": ("0 0 0", "0 1 0", "0 0 0"),
    "sobel x": ("-1 0 1", "-2 0 2", "-1 0 1"),
    "sobel y": ("-1 -2 -1", "0 0 0", "1 2 1"),
    "prewitt x": ("-1 0 1", "-1 0 1", "-1 0 1"),
    "prewitt y": ("-1 -1 -1", "0 0 0", "1 1 1"),
    "scharr x": ("-3 0 3", "-10 0 10", "-3 0 3"),
    "scharr y": ("-3 -10 -3", "0 0 0", "3 10 3"),
    "laplacian": ("0 1 0", "1 -4 1", "0 1 0"),
    "laplacian 8": ("1 1 1", "1 -8 1", "1 1 1"),
    "edge": ("-1 -1 -1", "-1 8 -1", "-1 -1 -1"),
    "sharpen": ("0 -1 0", "-1 5 -1", "0 -1 0"),
    "blur": _over(9, "1 1 1", "1 1 1", "1 1 1"),
    "gaussian": _over(16, "1 2 1", "2 4 2", "1 2 1"),
    "gaussian 5": _over(256, "1 4 6 4 1", "4 16 24 16 4", "6 24 36 24 6", "4 16 24 16 4", "1 4 6 4 1"),
    "emboss": ("-2 -1 0", "-1 1 1", "0 1 2"),
}

# Other names of the same kernels.
SPELLINGS = {
    "sobel horizontal": "sobel y",
    "sobel vertical": "sobel x",
    "prewitt horizontal": "prewitt y",
    "prewitt vertical": "prewitt x",
    "box blur": "blur",
    "mean": "blur",
    "outline": "edge",
    "edge detection": "edge",
    "gaussian blur": "gaussian",
}


def known_kernel(text: str) -> str:
    """The name of the table that ``text`` means, whatever its case, hyphens and underscores; '' where none."""
    plain = " ".join(text.lower().replace("_", " ").replace("-", " ").split())
    plain = SPELLINGS.get(plain, plain)
    return plain if plain in KERNELS else ""
