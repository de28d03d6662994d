"""Functions of the backward pass over whole maps: where the gradient of each layer goes.

Source: V. Dumoulin and F. Visin, "A guide to convolution arithmetic for deep learning" (2016), chapter 4, for the
spread map; PyTorch for the first of equal maxima.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...formula.functions import Function, lead
from ...names import Name, Role, d
from .functions import Pair, Windows, sliding

if TYPE_CHECKING:
    import numpy


ERROR, TARGETS = Name(Role.LOSS, "E"), Name(Role.TARGET, "t")


def gradient(name: Name) -> Name:
    """The name of the gradient of the error by a map, a kernel, a bias or one of their numbers."""
    return d(ERROR, name)


turn = Function("turn", lambda kernel: kernel[::-1, ::-1], exact=True, whole=True, code="{0}[::-1, ::-1]")


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


def cropping(rows: Pair, columns: Pair) -> Function:
    """A map without what was padded: (above, below), (left, right)."""

    def value(image: numpy.ndarray):
        height, width = image.shape
        return image[rows[0] : height - rows[1], columns[0] : width - columns[1]]

    return Function("crop", value, exact=True, whole=True, code=f"crop({{0}}, {rows}, {columns})")


def kernel_gradient(stride: Pair, dilation: Pair, taps: Pair) -> Function:
    """The map under a kernel slid over by the upstream map: G[i,j] = Σ X[r·stride + i·dilation, …]·δ[r,c]."""
    return sliding(dilation, stride, False, taps)


def max_unpooling(windows: Windows) -> Function:
    """The upstream numbers at the places of the maxima; of equal numbers the first, row by row, takes all."""

    def value(image: numpy.ndarray, upstream: numpy.ndarray):
        import numpy

        nothing = -numpy.inf
        best = None
        doubles = image.astype(float)
        for piece in windows.pieces(doubles, nothing):
            best = piece.copy() if best is None else numpy.maximum(best, piece)
        free = numpy.ones(best.shape, dtype=bool)
        shares = []
        for piece in windows.pieces(doubles, nothing):
            won = free & (piece == best)
            free &= ~won
            shares.append(upstream * won)
        return _laid_back(windows, image, shares)

    def border(image: numpy.ndarray, upstream: numpy.ndarray):
        """In each window, how far its greatest number is ahead of the next."""
        import numpy

        best = numpy.full(windows.counts, -numpy.inf)
        second = best
        for piece in windows.pieces(image, -numpy.inf):
            second = numpy.maximum(second, numpy.minimum(best, piece))
            best = numpy.maximum(best, piece)
        return best - second

    code = f"max_unpool({{args}}, {windows.code})"
    return Function("unpool", value, exact=True, whole=True, code=code, border=border)


def average_unpooling(windows: Windows, divisors: Callable[[bool], numpy.ndarray]) -> Function:
    """The upstream numbers shared equally by the places of their windows; ``divisors()`` by window."""

    def value(image: numpy.ndarray, upstream: numpy.ndarray):
        share = upstream / divisors(image.dtype == object)
        return _laid_back(windows, image, [share] * (windows.size[0] * windows.size[1]))

    return Function("unpool", value, exact=True, whole=True)


def _laid_back(windows: Windows, image: numpy.ndarray, shares: list[numpy.ndarray]) -> numpy.ndarray:
    """The sum of what each place of a map gets from the windows it stands in."""
    import numpy

    result = numpy.zeros(image.shape, dtype=shares[0].dtype)
    padded, pieces = windows.blank(result)
    for piece, share in zip(pieces, shares, strict=True):
        piece += share
    front = windows.front
    return padded[front[0] : front[0] + image.shape[0], front[1] : front[1] + image.shape[1]]


def unflattening(number: int, count: int, size: Pair, last: bool) -> Function:
    """One map out of a row of ``count`` of them, as flatten put it there."""

    def value(row: numpy.ndarray):
        if last:
            return row.reshape(*size, count)[:, :, number]
        return row.reshape(count, *size)[number]

    code = f"unflatten({{0}}, {number}, {count}, {size}, {last})"
    return Function("unflatten", value, exact=True, whole=True, code=code)


def _equal_shares(image: numpy.ndarray, upstream: numpy.ndarray) -> numpy.ndarray:
    import numpy

    return numpy.full(image.shape, upstream / image.size, dtype=image.dtype)


def _winner_takes(image: numpy.ndarray, upstream: numpy.ndarray) -> numpy.ndarray:
    import numpy

    result = numpy.zeros(image.shape, dtype=image.dtype)
    result[numpy.unravel_index(image.astype(float).argmax(), image.shape)] = upstream
    return result


def _lead(image: numpy.ndarray, upstream: numpy.ndarray):
    return lead(*image.ravel().tolist()) if image.size > 1 else 1.0


mean_back = Function("share", _equal_shares, exact=True, whole=True)
max_back = Function("unpool", _winner_takes, exact=True, whole=True, border=_lead)
