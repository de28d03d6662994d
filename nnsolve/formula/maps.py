"""Functions over whole feature maps, each with its pull-back: kernels slid over them, zeros around them, flattening.

Every map is a matrix. They take arrays of doubles and arrays of exact decimals alike; NumPy is imported when one is
first computed. Source of the definitions: Goodfellow, Bengio, Courville, Deep Learning, section 9.1; V. Dumoulin and
F. Visin, "A guide to convolution arithmetic for deep learning" (2016), whose chapter 4 has the pull-backs. Their tests
compare with an autograd framework.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from .array_functions import filled
from .expr import ZERO, Call, Expr
from .functions import ITSELF, Function

if TYPE_CHECKING:
    from typing import TypeGuard

    import numpy

    from .numbers import Numeric


Pair = tuple[int, int]
Around = tuple[Pair, Pair]  # in front and behind, of the rows and of the columns
Args = tuple[Expr, ...]
SizeOf = Callable[[Expr], tuple[int, ...]]

ONE_STEP = (1, 1)


# Kernels


def sliding(stride: Pair, dilation: Pair, flip: bool, most: tuple[int, ...] | None = None) -> Function:
    """A kernel slid over a map without padding: S[r,c] = Σ X[r·stride + i·dilation, …]·K[i,j].

    With ``flip`` it is the convolution of mathematics: the kernel is turned by half a turn first. Of more rows and
    columns than ``most`` the last are left out.
    """

    def shape(image: Pair, kernel: Pair) -> Pair:
        rows, columns = map(_positions, image, kernel, stride, dilation)
        return (min(rows, most[0]), min(columns, most[1])) if most else (rows, columns)

    def value(image: numpy.ndarray, kernel: numpy.ndarray) -> Numeric:
        turned = kernel[::-1, ::-1] if flip else kernel
        return _slid(image, turned, stride, dilation, shape(image.shape, kernel.shape))

    def by_image(args: Args, out: Expr, above: Expr, size: SizeOf) -> Expr:
        """The kernel turned by half a turn, slid over what comes from above with zeros between and around."""
        image, kernel = args
        rows, columns = map(_wide, size(image), size(above), size(kernel), stride, dilation)
        wide = spreading(stride, (rows, columns))(above)
        return sliding(ONE_STEP, dilation, False)(wide, kernel if flip else turn(kernel))

    def by_kernel(args: Args, out: Expr, above: Expr, size: SizeOf) -> Expr:
        image, kernel = args
        return _kernel_gradient(stride, dilation, flip, size(kernel))(image, above)

    name, sign = ("conv", "convolved") if flip else ("corr", "correlated")
    code = f"slide({{0}}, {{1}}{'[::-1, ::-1]' if flip else ''}, {stride}, {dilation}, {most})"
    pulls = (by_image, by_kernel)
    return Function(name, value, exact=True, whole=True, infix=sign, code=code, pulls=pulls, shape=shape, sums=ITSELF)


def _positions(places: int, taps: int, step: int, apart: int) -> int:
    """Of a kernel along one side of a map."""
    return (places - (taps - 1) * apart - 1) // step + 1


def _wide(places: int, count: int, taps: int, step: int, apart: int) -> Pair:
    """The zeros in front and behind along one side, so that the kernel reaches every number of the map."""
    return (taps - 1) * apart, places - (count - 1) * step - 1


def _slid(image: numpy.ndarray, kernel: numpy.ndarray, stride: Pair, dilation: Pair, counts: Pair) -> numpy.ndarray:
    import numpy

    total = numpy.zeros(counts, dtype=image.dtype)
    for i, j in itertools.product(*map(range, kernel.shape)):
        down, right = i * dilation[0], j * dilation[1]
        part = image[
            down : down + (counts[0] - 1) * stride[0] + 1 : stride[0],
            right : right + (counts[1] - 1) * stride[1] + 1 : stride[1],
        ]
        total = total + part * kernel[i, j]
    return total


def _kernel_gradient(stride: Pair, dilation: Pair, flip: bool, taps: tuple[int, ...]) -> Callable[[Expr, Expr], Expr]:
    """The map under a kernel slid over by what comes from above: G[i,j] = Σ X[r·stride + i·dilation, …]·δ[r,c]."""
    slide = sliding(dilation, stride, False, taps)
    return lambda image, above: turn(slide(image, above)) if flip else slide(image, above)


def transposed_sliding(stride: Pair, dilation: Pair, flip: bool, taps: Pair, cut: Around) -> Function:
    """A transposed convolution: every number of a map lays down the whole kernel, what overlaps adds up.

    ``taps`` are the kernel's rows and columns; ``cut`` is cut off in front and behind, a negative number behind adds
    zeros there. It is the pull-back of a convolution, so its own pull-back is that convolution.
    """
    rows, columns = map(_reach, taps, dilation, cut)
    spread = spreading(stride, (rows, columns))
    outside = tuple((front, max(behind, 0)) for front, behind in cut)
    cuts = any(map(any, outside))

    def definition(image: Expr, kernel: Expr) -> Expr:
        whole = sliding(ONE_STEP, dilation, False)(spread(image), kernel if flip else turn(kernel))
        return cropping(*outside)(whole) if cuts else whole

    def value(image: numpy.ndarray, kernel: numpy.ndarray) -> Numeric:
        whole = sliding(ONE_STEP, dilation, not flip).value(spread.value(image), kernel)
        return cropping(*outside).value(whole)

    def shape(image: Pair, kernel: Pair) -> Pair:
        rows, columns = map(_laid, image, taps, stride, dilation, cut)
        return rows, columns

    def put_back(above: Expr) -> Expr:
        return padding(*outside)(above) if cuts else above

    def by_image(args: Args, out: Expr, above: Expr, size: SizeOf) -> Expr:
        return sliding(stride, dilation, flip, size(args[0]))(put_back(above), args[1])

    def by_kernel(args: Args, out: Expr, above: Expr, size: SizeOf) -> Expr:
        return _kernel_gradient(stride, dilation, flip, taps)(put_back(above), args[0])

    pulls = (by_image, by_kernel)
    return Function(
        "transposed", value, definition=definition, exact=True, whole=True, pulls=pulls, shape=shape, sums=ITSELF
    )


def _reach(taps: int, apart: int, cut: Pair) -> Pair:
    """The zeros in front and behind along one side, which a kernel reaches into; what a negative cut adds is behind."""
    far = (taps - 1) * apart
    return far, far + max(-cut[1], 0)


def _laid(places: int, taps: int, step: int, apart: int, cut: Pair) -> int:
    """Numbers along one side of what a transposed convolution lays down."""
    return (places - 1) * step + (taps - 1) * apart + 1 - sum(cut)


def _turned_back(args: Args, out: Expr, above: Expr, size: SizeOf) -> Expr:
    return turn(above)


turn = Function(
    "turn",
    lambda kernel: kernel[::-1, ::-1],
    exact=True,
    whole=True,
    code="{0}[::-1, ::-1]",
    pulls=(_turned_back,),
)  # by half a turn


# Zeros


def spreading(stride: Pair, around: Around) -> Function:
    """A map with stride − 1 zeros between its rows and columns and zeros around: (above, below), (left, right)."""

    def value(image: numpy.ndarray) -> Numeric:
        return padded(image, *around, 0, stride)

    def pull(args: Args, out: Expr, above: Expr, size: SizeOf) -> Expr:
        return _gathering(stride, around)(above)

    spreads = max(stride) > 1
    name, how = ("spread", f"{stride}, {around[0]}, {around[1]}") if spreads else ("pad", f"({around[0]}, {around[1]})")
    code = f"{'spread' if spreads else 'np.pad'}({{0}}, {how})"
    return Function(name, value, exact=True, whole=True, code=code, pulls=(pull,))


def padding(rows: Pair, columns: Pair) -> Function:
    """Zeros around a map: (above, below), (left, right)."""
    return spreading(ONE_STEP, (rows, columns))


def widens(formula: Expr) -> TypeGuard[Call]:
    """Whether a formula is a map with zeros between or around."""
    return isinstance(formula, Call) and formula.function.name in ("spread", "pad")


def padded(
    image: numpy.ndarray, rows: Pair, columns: Pair, fill: float | Decimal, stride: Pair = ONE_STEP
) -> numpy.ndarray:
    """A map between and around whose numbers stands ``fill``."""
    import numpy

    height, width = ((size - 1) * step + 1 for size, step in zip(image.shape, stride, strict=True))
    wide = numpy.full((height + sum(rows), width + sum(columns)), fill, dtype=image.dtype)
    wide[rows[0] : rows[0] + height : stride[0], columns[0] : columns[0] + width : stride[1]] = image
    return wide


def _gathering(stride: Pair, around: Around) -> Function:
    """What :func:`spreading` began with: every stride-th row and column within what is around."""
    (above, below), (left, right) = around

    def value(image: numpy.ndarray) -> Numeric:
        height, width = image.shape
        return image[above : height - below : stride[0], left : width - right : stride[1]]

    def pull(args: Args, out: Expr, received: Expr, size: SizeOf) -> Expr:
        rows, columns = map(_left_out, size(args[0]), size(received), stride, around)
        return spreading(stride, (rows, columns))(received)

    gathers = max(stride) > 1
    code = f"crop({{0}}, {around[0]}, {around[1]})" + (f"[::{stride[0]}, ::{stride[1]}]" if gathers else "")
    return Function("gather" if gathers else "crop", value, exact=True, whole=True, code=code, pulls=(pull,))


def _left_out(places: int, count: int, step: int, zeros: Pair) -> Pair:
    """What stands in front of the numbers that were gathered along one side, and behind them."""
    return zeros[0], places - zeros[0] - (count - 1) * step - 1


def cropping(rows: Pair, columns: Pair) -> Function:
    """A map without what was padded: (above, below), (left, right)."""
    return _gathering(ONE_STEP, (rows, columns))


# Rows


def _flattening(last: bool) -> Function:
    def value(*maps: numpy.ndarray) -> Numeric:
        import numpy

        return (numpy.stack(maps, axis=-1) if last else numpy.stack(maps)).reshape(1, -1)

    def pull(i: int, args: Args, out: Expr, above: Expr, size: SizeOf) -> Expr:
        return unflattening(i, len(args), size(args[i]), last)(above)

    return Function("flatten", value, exact=True, whole=True, code=f"flatten({last}, {{args}})", pulls=pull)


flatten_channels_first, flatten_channels_last = _flattening(False), _flattening(True)


def unflattening(number: int, count: int, size: tuple[int, ...], last: bool) -> Function:
    """One map out of a row of ``count`` of them, as flatten put it there."""

    def value(row: numpy.ndarray) -> Numeric:
        maps = row.reshape(*size, count).transpose(2, 0, 1) if last else row.reshape(count, *size)
        chosen: numpy.ndarray = maps[number]
        return chosen

    def pull(args: Args, out: Expr, above: Expr, size: SizeOf) -> Expr:
        maps: list[Expr] = [filled(ZERO, above)] * count
        maps[number] = above
        return (flatten_channels_last if last else flatten_channels_first)(*maps)

    code = f"unflatten({{0}}, {number}, {count}, {size}, {last})"
    return Function("unflatten", value, exact=True, whole=True, code=code, pulls=(pull,))
