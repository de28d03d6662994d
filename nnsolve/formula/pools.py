"""Functions of pooling over whole feature maps, each with its pull-back: a window's gradient goes to its places.

Source: Goodfellow, Bengio, Courville, Deep Learning, section 9.3; PyTorch for the first of equal maxima.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from .expr import Expr
from .functions import FLAT, ITSELF, Function, Pull, lead_of_entries
from .maps import Pair, padded
from .numbers import to_decimal

if TYPE_CHECKING:
    import numpy

    from .numbers import Numeric


class Windows:
    """The windows of a pooling layer over a map: where each begins, and which places of the map it holds.

    ``size``, ``stride``, ``dilation`` and ``front`` (padding before) for rows and columns; ``counts`` windows down
    and across; ``shape`` of the map.
    """

    def __init__(self, shape: Pair, counts: Pair, size: Pair, stride: Pair, dilation: Pair, front: Pair):
        self.shape, self.counts = shape, counts
        self.size, self.stride, self.dilation, self.front = size, stride, dilation, front

    @property
    def code(self) -> str:
        """How windows lie, as arguments of code: size, stride, dilation and padding in front."""
        return f"{self.size}, {self.stride}, {self.dilation}, {self.front}"

    def along(self, side: int, number: int) -> list[int]:
        """The rows (or columns) of the map that the window of that number holds."""
        first = number * self.stride[side] - self.front[side]
        places = range(first, first + self.size[side] * self.dilation[side], self.dilation[side])
        return [place for place in places if 0 <= place < self.shape[side]]

    def places(self, row: int, column: int) -> list[Pair]:
        """The places of the map in one window, row by row."""
        return [(r, c) for r in self.along(0, row) for c in self.along(1, column)]

    def divisor(self, row: int, column: int, back: Pair | None) -> int:
        """By what an average divides: the places of the window in the map, and in padding of ``back`` behind."""
        return self._spread(0, row, back) * self._spread(1, column, back)

    def divisors(self, back: Pair | None, exact: bool) -> numpy.ndarray:
        """The divisors of all windows; as decimals where ``exact``."""
        import numpy

        counts = numpy.outer(self._spreads(0, back), self._spreads(1, back))
        return numpy.frompyfunc(to_decimal, 1, 1)(counts.astype(object)) if exact else counts

    def _spreads(self, side: int, back: Pair | None) -> list[int]:
        return [self._spread(side, number, back) for number in range(self.counts[side])]

    def _spread(self, side: int, number: int, back: Pair | None) -> int:
        if back is None:  # zeros of padding are not counted
            return len(self.along(side, number))
        first = number * self.stride[side] - self.front[side]
        end = self.shape[side] + back[side]
        return min(first + self.size[side], end) - first

    def pieces(self, image: numpy.ndarray, fill: float | Decimal) -> Iterator[numpy.ndarray]:
        """For each place of the window, the numbers that stand there in all windows."""
        return self._pieces(padded(image, *self._around(), fill))

    def laid_back(self, shares: list[numpy.ndarray]) -> numpy.ndarray:
        """The map in which every place has the sum of its shares, which stand in the order of :meth:`pieces`."""
        import numpy

        whole = padded(numpy.zeros(self.shape, dtype=shares[0].dtype), *self._around(), 0)
        for piece, share in zip(self._pieces(whole), shares, strict=True):
            piece += share
        above, left = self.front
        return whole[above : above + self.shape[0], left : left + self.shape[1]]

    def _around(self) -> tuple[Pair, Pair]:
        back = [
            max((count - 1) * step + (taps - 1) * apart + 1 - before - size, 0)
            for count, step, taps, apart, before, size in zip(
                self.counts, self.stride, self.size, self.dilation, self.front, self.shape, strict=True
            )
        ]
        return (self.front[0], back[0]), (self.front[1], back[1])

    def _pieces(self, around: numpy.ndarray) -> Iterator[numpy.ndarray]:
        for i in range(self.size[0]):
            for j in range(self.size[1]):
                down, right = i * self.dilation[0], j * self.dilation[1]
                yield around[
                    down : down + (self.counts[0] - 1) * self.stride[0] + 1 : self.stride[0],
                    right : right + (self.counts[1] - 1) * self.stride[1] + 1 : self.stride[1],
                ]


def _greatest(image: numpy.ndarray, windows: Windows) -> numpy.ndarray:
    import numpy

    nothing = to_decimal("-Infinity") if image.dtype == object else -numpy.inf
    return functools.reduce(numpy.maximum, windows.pieces(image, nothing)).copy()


def max_pooling(windows: Windows) -> Function:
    """The greatest number of each window; padding is never the greatest."""
    code = f"max_pool({{0}}, {windows.counts}, {windows.code})"
    pulls = _to_places(max_unpooling(windows))
    return Function("maxpool", lambda image: _greatest(image, windows), exact=True, whole=True, code=code, pulls=pulls)


def average_pooling(windows: Windows, back: Pair | None) -> Function:
    """The mean of each window; ``back`` is the padding behind where zeros of padding are counted, else None."""

    def value(image: numpy.ndarray) -> Numeric:
        return sum(windows.pieces(image, 0)) / windows.divisors(back, image.dtype == object)

    code = f"average_pool({{0}}, {windows.counts}, {back}, {windows.code})"
    pulls = _to_places(average_unpooling(windows, back))
    return Function("avgpool", value, exact=True, whole=True, code=code, pulls=pulls, sums=ITSELF)


def _mean(image: numpy.ndarray) -> Numeric:
    count = to_decimal(image.size) if image.dtype == object else image.size
    mean: Numeric = image.sum() / count
    return mean


def max_unpooling(windows: Windows) -> Function:
    """The upstream numbers at the places of the maxima; of equal numbers the first, row by row, takes all."""

    def value(image: numpy.ndarray, upstream: numpy.ndarray) -> Numeric:
        import numpy

        doubles = image.astype(float)
        best = _greatest(doubles, windows)
        free = numpy.ones(best.shape, dtype=bool)
        shares = []
        for piece in windows.pieces(doubles, -numpy.inf):
            won = free & (piece == best)
            free &= ~won
            shares.append(upstream * won)
        return windows.laid_back(shares)

    def border(image: numpy.ndarray, upstream: numpy.ndarray) -> Numeric:
        """In each window, how far its greatest number is ahead of the next."""
        import numpy

        best: numpy.ndarray = numpy.full(windows.counts, -numpy.inf)
        second = best
        for piece in windows.pieces(image, -numpy.inf):
            second = numpy.maximum(second, numpy.minimum(best, piece))
            best = numpy.maximum(best, piece)
        gaps: numpy.ndarray = best - second
        return gaps

    code = f"max_unpool({{args}}, {windows.code})"
    return Function("unpool", value, (FLAT,), exact=True, whole=True, code=code, border=border)


def average_unpooling(windows: Windows, back: Pair | None) -> Function:
    """The upstream numbers shared equally by the places of their windows; ``back`` as in :func:`average_pooling`."""

    def value(image: numpy.ndarray, upstream: numpy.ndarray) -> Numeric:
        share = upstream / windows.divisors(back, image.dtype == object)
        return windows.laid_back([share] * (windows.size[0] * windows.size[1]))

    pulls = (None, lambda args, out, above, size: average_pooling(windows, back)(above))
    return Function("unpool", value, (FLAT,), exact=True, whole=True, pulls=pulls)


def _equal_shares(image: numpy.ndarray, upstream: numpy.ndarray) -> numpy.ndarray:
    import numpy

    return numpy.full(image.shape, upstream / image.size, dtype=image.dtype)


def _winner_takes(image: numpy.ndarray, upstream: numpy.ndarray) -> numpy.ndarray:
    import numpy

    result = numpy.zeros(image.shape, dtype=image.dtype)
    result[numpy.unravel_index(image.astype(float).argmax(), image.shape)] = upstream
    return result


def _lead(image: numpy.ndarray, upstream: numpy.ndarray) -> Numeric:
    return lead_of_entries(image)


def _to_places(back: Function) -> tuple[Pull]:
    """The pull of a function of a whole map: ``back`` gives what it has received to the places of the map."""
    return (lambda args, out, above, size: back(args[0], above),)


def _averaged(args: tuple[Expr, ...], out: Expr, above: Expr, size: object) -> Expr:
    return whole_mean(above)


_mean_back = Function("share", _equal_shares, (FLAT,), exact=True, whole=True, pulls=(None, _averaged))
_max_back = Function("unpool", _winner_takes, (FLAT,), exact=True, whole=True, border=_lead)
whole_mean = Function(
    "mean", _mean, exact=True, whole=True, code="np.mean({0})", pulls=_to_places(_mean_back), sums=ITSELF
)
whole_max = Function(
    "max", lambda image: image.max(), exact=True, whole=True, code="np.max({0})", pulls=_to_places(_max_back)
)
