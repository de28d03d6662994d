"""Whether a line over large matrices is true in its printed digits: in doubles, for all entries at once.

Entry by entry in exact decimals, as :mod:`.lines` does it, would take minutes for a picture. A result that lies on
the border between two last digits may be judged either way here.
"""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING

from ..formula.expr import Expr, symbols
from ..formula.numbers import DOUBLES
from ..formula.rounding import Rounding

if TYPE_CHECKING:
    import numpy as np

# Doubles have powers of ten up to this.
_MOST_PLACES = 300


def recomputes(formula: Expr, result: object, values: dict, given: Container[str], rounding: Rounding) -> bool:
    """Whether ``formula`` over the printed digits of ``values`` gives the printed digits of ``result``.

    Names in ``given`` are printed as they were written, and so exactly.
    """
    import numpy

    used = {name: numpy.asarray(values[name], dtype=float) for name in symbols(formula)}
    used |= {name: _printed(value, rounding) for name, value in used.items() if name not in given}
    again = numpy.asarray(formula.evaluate(used, DOUBLES), dtype=float)
    size = max(float(numpy.abs(value).max()) for value in used.values())
    again = numpy.where(numpy.abs(again) < 1e-13 * size, 0.0, again)  # what cancels leaves the noise of doubles
    return bool(numpy.allclose(_printed(again, rounding), _printed(result, rounding), rtol=1e-12, atol=1e-300))


def _printed(value: object, rounding: Rounding) -> np.ndarray:
    """All entries with the digits that are printed, as doubles."""
    import numpy

    array = numpy.asarray(value, dtype=float)
    cut = numpy.trunc if rounding.truncate else numpy.round
    if rounding.decimals is not None:
        places = numpy.full(array.shape, float(rounding.decimals))
    else:
        sizes = numpy.log10(numpy.abs(array), where=array != 0, out=numpy.zeros_like(array))
        places = numpy.clip((rounding.figures or 15) - 1 - numpy.floor(sizes), -_MOST_PLACES, _MOST_PLACES)
    scale = 10.0 ** numpy.abs(places)
    with numpy.errstate(over="ignore"):  # of each entry one of both ways is taken, the other may be too large
        shifted = numpy.round(numpy.where(places >= 0, array * scale, array / scale), 6)
        return numpy.where(places >= 0, cut(shifted) / scale, cut(shifted) * scale)
