"""Functions over whole feature maps: kernels slid over them, zeros around them, pooling, flattening.

Every map is a matrix. They take arrays of doubles and arrays of exact decimals alike; NumPy is imported when one is
first computed. Source of the definitions: Goodfellow, Bengio, Courville, Deep Learning, section 9.1; V. Dumoulin and
F. Visin, "A guide to convolution arithmetic for deep learning" (2016).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from ...formula.functions import Function
from ...formula.numbers import to_decimal

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
    return Function(
        name,
        value,
        (None, None),
        exact=True,
        whole=True,
        infix=sign,
        code=code,
        sums=lambda *maps: _sized(value, *maps),
    )


def _sized(value: Callable[..., numpy.ndarray], *maps: numpy.ndarray):
    """The sums that a function over maps takes, and the size of their terms: the same sums without signs."""
    return [(value(*maps), value(*map(abs, maps)))]


def padding(rows: Pair, columns: Pair) -> Function:
    """Zeros around a map: (above, below), (left, right)."""

    def value(image: numpy.ndarray):
        return _padded(image, rows, columns, 0)

    return Function("pad", value, (None,), exact=True, whole=True, code=f"np.pad({{0}}, ({rows}, {columns}))")


def _padded(image: numpy.ndarray, rows: Pair, columns: Pair, fill: float | Decimal) -> numpy.ndarray:
    import numpy

    height, width = image.shape
    shape = height + sum(rows), width + sum(columns)
    padded = numpy.full(shape, fill, dtype=image.dtype)
    padded[rows[0] : rows[0] + height, columns[0] : columns[0] + width] = image
    return padded


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

        rows, columns = ([self._spread(side, k, back) for k in range(self.counts[side])] for side in (0, 1))
        counts = numpy.outer(rows, columns)
        return numpy.frompyfunc(to_decimal, 1, 1)(counts.astype(object)) if exact else counts

    def _spread(self, side: int, number: int, back: Pair | None) -> int:
        if back is None:  # zeros of padding are not counted
            return len(self.along(side, number))
        first = number * self.stride[side] - self.front[side]
        end = self.shape[side] + back[side]
        return min(first + self.size[side], end) - first

    def pieces(self, image: numpy.ndarray, fill: float | Decimal) -> Iterator[numpy.ndarray]:
        """For each place of the window, the numbers that stand there in all windows."""
        return self._pieces(_padded(image, *self._around(), fill))

    def blank(self, image: numpy.ndarray) -> tuple[numpy.ndarray, Iterator[numpy.ndarray]]:
        """The map with its padding and views of it as :meth:`pieces` gives them, to be written to."""
        padded = _padded(image, *self._around(), 0)
        return padded, self._pieces(padded)

    def _around(self) -> tuple[Pair, Pair]:
        back = [
            max((count - 1) * step + (taps - 1) * apart + 1 - before - size, 0)
            for count, step, taps, apart, before, size in zip(
                self.counts, self.stride, self.size, self.dilation, self.front, self.shape, strict=True
            )
        ]
        return (self.front[0], back[0]), (self.front[1], back[1])

    def _pieces(self, padded: numpy.ndarray) -> Iterator[numpy.ndarray]:
        for i in range(self.size[0]):
            for j in range(self.size[1]):
                down, right = i * self.dilation[0], j * self.dilation[1]
                yield padded[
                    down : down + (self.counts[0] - 1) * self.stride[0] + 1 : self.stride[0],
                    right : right + (self.counts[1] - 1) * self.stride[1] + 1 : self.stride[1],
                ]


def max_pooling(windows: Windows) -> Function:
    """The greatest number of each window; padding is never the greatest."""

    def value(image: numpy.ndarray):
        import numpy

        nothing = to_decimal("-Infinity") if image.dtype == object else -numpy.inf
        best = None
        for piece in windows.pieces(image, nothing):
            best = piece.copy() if best is None else numpy.maximum(best, piece)
        return best

    code = f"max_pool({{0}}, {windows.counts}, {windows.code})"
    return Function("maxpool", value, (None,), exact=True, whole=True, code=code)


def average_pooling(windows: Windows, back: Pair | None) -> Function:
    """The mean of each window; ``back`` is the padding behind where zeros of padding are counted, else None."""

    def value(image: numpy.ndarray):
        return sum(windows.pieces(image, 0)) / windows.divisors(back, image.dtype == object)

    code = f"average_pool({{0}}, {windows.counts}, {back}, {windows.code})"
    return Function(
        "avgpool", value, (None,), exact=True, whole=True, code=code, sums=lambda image: _sized(value, image)
    )


def _mean(image: numpy.ndarray) -> float | Decimal:
    size = image.size
    return image.sum() / (to_decimal(size) if image.dtype == object else size)


def _rows_of(images: tuple[numpy.ndarray, ...], last: bool) -> numpy.ndarray:
    import numpy

    return (numpy.stack(images, axis=-1) if last else numpy.stack(images)).reshape(1, -1)


def _softmax(row: numpy.ndarray) -> numpy.ndarray:
    import numpy

    powers = numpy.exp(row - row.max())
    return powers / powers.sum()


whole_mean = Function(
    "mean", _mean, (None,), exact=True, whole=True, code="np.mean({0})", sums=lambda image: _sized(_mean, image)
)
whole_max = Function("max", lambda image: image.max(), (None,), exact=True, whole=True, code="np.max({0})")
flatten_channels_first = Function(
    "flatten", lambda *maps: _rows_of(maps, False), exact=True, whole=True, code="flatten(False, {args})"
)
flatten_channels_last = Function(
    "flatten", lambda *maps: _rows_of(maps, True), exact=True, whole=True, code="flatten(True, {args})"
)
softmax_row = Function("softmax", _softmax, (None,), whole=True, note="softmax", code="softmax_of({0})")
