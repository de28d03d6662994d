"""How the time of a full solution grows with the number of weights."""

from __future__ import annotations

import time

import nnsolve

from .networks import problem


def lines():
    """Yields the time per weight of ever larger networks, solved and printed whole, against the smallest."""
    first = None
    for width in (10, 20, 40, 60, 80):
        (loaded,) = nnsolve.loads(problem([width, width, 10]))
        start = time.perf_counter()
        nnsolve.render(nnsolve.solve(loaded), "text")
        seconds, weights = time.perf_counter() - start, width * width + width * 10 + width + 10
        each = seconds / weights
        first = first or each
        yield (
            f"{f'every gradient of {width}-{width}-10 ({weights} weights), per weight':<72} {each * 1e6:8.1f} µs"
            f" / {first * 1e6:8.1f} µs = {each / first:5.2f}   goal about 1 (linear)"
        )
