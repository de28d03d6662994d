"""Functions over whole feature maps: kernels slid over them, zeros around them, flattening.

Every map is a matrix. They take arrays of doubles and arrays of exact decimals alike; NumPy is imported when one is
first computed. Source of the definitions: Goodfellow, Bengio, Courville, Deep Learning, section 9.1; V. Dumoulin and
F. Visin, "A guide to convolution arithmetic for deep learning" (2016).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from .functions import Function

if TYPE_CHECKING:
    import numpy


Pair = tuple[int, int]


def sliding(stride: Pair, dilation: Pair, flip: bool, most: Pair | None = None) -> Function:
    """A kernel slid over a map without padding: S[r,c] = Σ X[r·stride + i·dilation, …]·K[i,j].

    With ``flip`` it is the convolution of mathematics: the kernel is turned by half a turn first. Of more rows and
    columns than ``most`` the last are left out.
    """

    def value(image: numpy.ndarray, kernel: numpy.ndarray):
        kernel = kernel[::-1, ::-1] if flip else kernel
        rows, columns = (
            (size - (taps - 1) * apart - 1) // step + 1
            for size, taps, apart, step in zip(image.shape, kernel.shape, dilation, stride, strict=True)
        )
        rows, columns = (min(rows, most[0]), min(columns, most[1])) if most else (rows, columns)
        total = None
        for i in range(kernel.shape[0]):
            for j in range(kernel.shape[1]):
                down, right = i * dilation[0], j * dilation[1]
                part = image[
                    down : down + (rows - 1) * stride[0] + 1 : stride[0],
                    right : right + (columns - 1) * stride[1] + 1 : stride[1],
                ]
                total = part * kernel[i, j] if total is None else total + part * kernel[i, j]
        return total

    name, sign = ("conv", "convolved") if flip else ("corr", "correlated")
    code = f"slide({{0}}, {{1}}{'[::-1, ::-1]' if flip else ''}, {stride}, {dilation}, {most})"
    return Function(name, value, (None, None), exact=True, whole=True, infix=sign, code=code)


def kernel_gradient(stride: Pair, dilation: Pair, taps: Pair) -> Function:
    """The map under a kernel slid over by the upstream map: G[i,j] = Σ X[r·stride + i·dilation, …]·δ[r,c]."""
    return sliding(dilation, stride, False, taps)


turn = Function("turn", lambda kernel: kernel[::-1, ::-1], exact=True, whole=True, code="{0}[::-1, ::-1]")


def padding(rows: Pair, columns: Pair) -> Function:
    """Zeros around a map: (above, below), (left, right)."""

    def value(image: numpy.ndarray):
        return padded(image, rows, columns, 0)

    return Function("pad", value, (None,), exact=True, whole=True, code=f"np.pad({{0}}, ({rows}, {columns}))")


def padded(image: numpy.ndarray, rows: Pair, columns: Pair, fill: float | Decimal) -> numpy.ndarray:
    import numpy

    height, width = image.shape
    shape = height + sum(rows), width + sum(columns)
    wide = numpy.full(shape, fill, dtype=image.dtype)
    wide[rows[0] : rows[0] + height, columns[0] : columns[0] + width] = image
    return wide


def cropping(rows: Pair, columns: Pair) -> Function:
    """A map without what was padded: (above, below), (left, right)."""

    def value(image: numpy.ndarray):
        height, width = image.shape
        return image[rows[0] : height - rows[1], columns[0] : width - columns[1]]

    return Function("crop", value, exact=True, whole=True, code=f"crop({{0}}, {rows}, {columns})")


def spreading(stride: Pair, around: tuple[Pair, Pair]) -> Function:
    """A map with stride − 1 zeros between its rows and columns and zeros around: (above, below), (left, right)."""

    def value(image: numpy.ndarray):
        import numpy

        rows, columns = ((size - 1) * step + 1 for size, step in zip(image.shape, stride, strict=True))
        (above, below), (left, right) = around
        wide = numpy.zeros((rows + above + below, columns + left + right), dtype=image.dtype)
        wide[above : above + rows : stride[0], left : left + columns : stride[1]] = image
        return wide

    code = f"spread({{0}}, {stride}, {around[0]}, {around[1]})"
    return Function("spread" if max(stride) > 1 else "pad", value, exact=True, whole=True, code=code)


def _rows_of(images: tuple[numpy.ndarray, ...], last: bool) -> numpy.ndarray:
    import numpy

    return (numpy.stack(images, axis=-1) if last else numpy.stack(images)).reshape(1, -1)


flatten_channels_first = Function(
    "flatten", lambda *maps: _rows_of(maps, False), exact=True, whole=True, code="flatten(False, {args})"
)
flatten_channels_last = Function(
    "flatten", lambda *maps: _rows_of(maps, True), exact=True, whole=True, code="flatten(True, {args})"
)


def unflattening(number: int, count: int, size: Pair, last: bool) -> Function:
    """One map out of a row of ``count`` of them, as flatten put it there."""

    def value(row: numpy.ndarray):
        if last:
            return row.reshape(*size, count)[:, :, number]
        return row.reshape(count, *size)[number]

    code = f"unflatten({{0}}, {number}, {count}, {size}, {last})"
    return Function("unflatten", value, exact=True, whole=True, code=code)
