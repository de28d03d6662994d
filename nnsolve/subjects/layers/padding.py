"""How many zeros stand around a map: as written, (F − 1)/2, or TensorFlow's rule.

Each rule is a function (window, page, side, input side) → (terms that add up to all zeros along the side, how many of
them stand in front). It may write steps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.expr import ONE, TWO, ZERO, Expr, Symbol
from ...formula.functions import ceil, floor, maximum
from ...solution import Says
from .page import ImpossibleError, Page
from .sizes import LETTERS

if TYPE_CHECKING:
    from .window import Side, Window


ENDS = {
    "length": ("start", "end"),
    "height": ("top", "bottom"),
    "width": ("left", "right"),
    "depth": ("front", "back"),
}


_PUT = ("cnn_same_tf_even", "cnn_same_tf_odd")  # how the zeros are shared out, by their number modulo 2


def written(window: Window, page: Page, side: Side, before: Symbol) -> tuple[list[Expr], int]:
    """The numbers of the file: 2P, or P before plus P after where they differ."""
    pairs = window.each("padding", window.padding.pairs)
    front, back = pairs[side.index]
    half = page.value(side.F) // 2
    if window.is_pool and max(front, back) > half:
        text = f"a pool's padding may be at most half its window, here {half}; frameworks refuse more"
        raise ImpossibleError(window.places["padding"], text)
    if not window.padded:
        return [], 0
    if front != back:
        ends = zip(ENDS[side.axis], (front, back), strict=True)
        return [page.give(window.own("P", end), "P", zeros, end) for end, zeros in ends], front
    if len(set(pairs)) == 1:  # one P for all sides
        return [TWO * page.give(window.own("P"), "P", front)], front
    return [TWO * page.give(window.own("P", side.axis), "P", front, LETTERS[side.axis])], front


def same(window: Window, page: Page, side: Side, before: Symbol) -> tuple[list[Expr], int]:
    """(F − 1)/2 on each side, D·(F − 1)/2 where dilated; raises where that is not whole."""
    spread = page.value_of(side.reach)
    front = spread // 2
    if spread % 2:
        text = (
            f"same puts (F − 1)/2 zeros on each side, which is not whole for a window that spans {spread + 1}; write "
            f"same-tf (TensorFlow's rule), or the zeros before and after each side, such as [[{front}, {front + 1}]]"
        )
        raise ImpossibleError(window.places["padding"], text)
    name = window.own("padding", side.label)
    zeros = page.step(name, "P", floor(side.reach / TWO), Says("cnn_same"), side.sub)
    return [TWO * zeros], front


def same_tf(window: Window, page: Page, side: Side, before: Symbol) -> tuple[list[Expr], int]:
    """As many zeros as make the output ⌈W/S⌉; an odd one stands at the end.

    Source: TensorFlow, tf.nn, "Notes on padding".
    """
    count = window.own("windows", side.label)
    windows = page.step(count, "o", ceil(before / side.S), Says("cnn_same_tf"), side.sub)
    missing = (windows - ONE) * side.S + side.covers - before
    total = page.value_of(maximum(missing, ZERO))
    key = _PUT[total % 2] if total else "cnn_same_tf_all"
    reason = Says(key, before=total // 2, after=total - total // 2)
    zeros = page.step(window.own("padding", side.label), "P", maximum(missing, ZERO), reason, side.sub)
    return [zeros], total // 2


RULES = {"": written, "same": same, "same-tf": same_tf}
