"""What the code of a notebook calls: names of Python's and NumPy's mathematics, and short functions written out.

The ``code`` of a :class:`nnsolve.formula.functions.Function` uses these names alone.
"""

from __future__ import annotations

import re

# The same names come from ``math`` where all values are numbers, and from NumPy where some are arrays.
MATHEMATICS = (
    *("exp", "log", "log2", "log10", "sqrt", "floor", "ceil"),
    *("sin", "cos", "tan", "sinh", "cosh", "tanh", "asin", "acos", "atan"),
)
_ARC = {"asin": "arcsin as asin", "acos": "arccos as acos", "atan": "arctan as atan"}

# Functions of numbers, some of which take a function as well; over arrays they are applied entry by entry.
NUMBERS = {
    "sign": "def sign(x):\n    return (x > 0) - (x < 0)",
    "erf": "def erf(x):\n    return math.erf(x)",
    "sigmoid": "def sigmoid(x):\n    return 1 / (1 + math.exp(-x)) if x >= 0 else 1 - 1 / (1 + math.exp(max(x, -700)))",
    "softplus": "def softplus(x):\n    return max(x, 0) + math.log1p(math.exp(-abs(x)))",
    "relu_slope": "def relu_slope(x, at_0=0):\n    return 1 if x > 0 else 0 if x < 0 else at_0",
    "leaky_slope": "def leaky_slope(x, alpha):\n    return 1 if x > 0 else alpha",
    "over": "def over(weight, x):\n    return weight / x if weight else weight  # a term with weight 0 is not there",
    "weighted": "def weighted(weight, log, x):\n    return weight * log(x) if weight else 0  # 0 ln 0 counts as 0",
    "step": "def step(z, low, at_0):\n    return 1 if z > 0 or (z == 0 and at_0) else low",
    "three_valued": "def three_valued(z, zone):\n    return 1 if z > zone else -1 if z < -zone else 0",
    "hinge_slope": "def hinge_slope(y, f, edge, at_edge):\n"
    "    return -y if edge - y * f > 0 or (edge == y * f and at_edge) else 0",
    "nearest": "def nearest(x):\n    return math.floor(x + 0.5)",
    "whole_floor": "def whole_floor(x):\n    return math.floor(round(x, 9))",
    "whole_ceil": "def whole_ceil(x):\n    return math.ceil(round(x, 9))",
}
# Functions that take what they are given as it is.
OTHERS = {
    "is_first": "def is_first(pick, place, *xs):\n    return int(xs.index(pick(xs)) == place)",
    "largest": "def largest(*sums):\n    return 1 + sums.index(max(sums))",
    "softmax": "def softmax(*nets):\n    powers = [exp(net - max(nets)) for net in nets]\n"
    "    return [power / sum(powers) for power in powers]",
    "softmax_of": "def softmax_of(x):\n    powers = np.exp(x - x.max())\n    return powers / powers.sum()",
    "softmax_by": "def softmax_by(x, axis):\n    powers = np.exp(x - x.max(axis=axis, keepdims=True))\n"
    "    return powers / powers.sum(axis=axis, keepdims=True)",
    "slide": "def slide(x, kernel, stride, dilation, most):\n"
    "    size = [(n - (k - 1) * d - 1) // s + 1 for n, k, d, s in zip(x.shape, kernel.shape, dilation, stride)]\n"
    "    rows, columns = size if most is None else map(min, size, most)\n"
    "    return np.array([\n"
    "        [\n"
    "            sum(\n"
    "                x[r * stride[0] + i * dilation[0], c * stride[1] + j * dilation[1]] * kernel[i, j]\n"
    "                for i in range(kernel.shape[0])\n"
    "                for j in range(kernel.shape[1])\n"
    "            )\n"
    "            for c in range(columns)\n"
    "        ]\n"
    "        for r in range(rows)\n"
    "    ])",
    "places": "def places(n, number, size, stride, dilation, front):\n"
    "    first = number * stride - front\n"
    "    return [p for p in range(first, first + size * dilation, dilation) if 0 <= p < n]",
    "window": "def window(x, row, column, size, stride, dilation, front):\n"
    "    found = [places(*each) for each in zip(x.shape, (row, column), size, stride, dilation, front)]\n"
    "    return np.ix_(*found)",
    "max_pool": "def max_pool(x, counts, *how):\n"
    "    return np.array([[x[window(x, r, c, *how)].max() for c in range(counts[1])] for r in range(counts[0])])",
    "divisor": "def divisor(x, row, column, back, size, stride, dilation, front):\n"
    "    if back is None:  # zeros of padding are not counted\n"
    "        return x[window(x, row, column, size, stride, dilation, front)].size\n"
    "    first = [k * s - f for k, s, f in zip((row, column), stride, front)]\n"
    "    return math.prod(min(a + k, n + b) - a for a, k, n, b in zip(first, size, x.shape, back))",
    "average_pool": "def average_pool(x, counts, back, *how):\n"
    "    return np.array([\n"
    "        [x[window(x, r, c, *how)].sum() / divisor(x, r, c, back, *how) for c in range(counts[1])]\n"
    "        for r in range(counts[0])\n"
    "    ])",
    "max_unpool": "def max_unpool(x, upstream, *how):\n"
    "    result = np.zeros(x.shape)\n"
    "    for r, c in np.ndindex(upstream.shape):\n"
    "        rows, columns = window(x, r, c, *how)\n"
    "        part = x[rows, columns]\n"
    "        i, j = np.unravel_index(part.argmax(), part.shape)\n"
    "        result[rows[i, 0], columns[0, j]] += upstream[r, c]\n"
    "    return result",
    "spread": "def spread(x, stride, rows, columns):\n"
    "    wide = np.zeros([(n - 1) * s + 1 for n, s in zip(x.shape, stride)])\n"
    "    wide[:: stride[0], :: stride[1]] = x\n"
    "    return np.pad(wide, (rows, columns))",
    "crop": "def crop(x, rows, columns):\n"
    "    return x[rows[0] : x.shape[0] - rows[1], columns[0] : x.shape[1] - columns[1]]",
    "flatten": "def flatten(last, *maps):\n    return np.stack(maps, axis=-1 if last else 0).reshape(1, -1)",
    "unflatten": "def unflatten(row, number, count, size, last):\n"
    "    return row.reshape(*size, count)[:, :, number] if last else row.reshape(count, *size)[number]",
}
_NEEDS = {"max_pool": ["places", "window"], "average_pool": ["places", "window", "divisor"]}
_NEEDS |= {"max_unpool": ["places", "window"]}
_WORD = re.compile(r"[A-Za-z_]\w*")

TAKEN = {*MATHEMATICS, *NUMBERS, *OTHERS, "np", "math", "Fraction", "maximum", "minimum", "entrywise", "pick"}


def prelude(source: str, arrays: bool) -> str:
    """Imports and functions for ``source``, those it calls alone."""
    used = set(_WORD.findall(source))
    for name in list(used):
        used.update(_NEEDS.get(name, ()))
    used |= set(_WORD.findall("\n".join(_called(NUMBERS | OTHERS, used))))
    entrywise = arrays and bool(used & NUMBERS.keys())
    imports = _imports(used, arrays, entrywise)
    parts = ["\n".join(imports)] if imports else []
    parts += [_greatest(name, arrays) for name in ("maximum", "minimum") if name in used]
    if entrywise:
        parts.append("def entrywise(function):\n    return np.vectorize(function, otypes=[float])")
    mark = "@entrywise\n" if arrays else ""
    parts += [mark + body for body in _called(NUMBERS, used)]
    parts += _called(OTHERS, used)
    return "\n\n".join(parts)


def _called(bodies: dict[str, str], used: set[str]) -> list[str]:
    """The functions whose names are used."""
    return [body for name, body in bodies.items() if name in used]


def _imports(used: set[str], arrays: bool, entrywise: bool) -> list[str]:
    """The lines that import what is ``used``; mathematics comes from NumPy where there are arrays."""
    lines = []
    if "math" in used or entrywise:
        lines.append("import math")
    if "Fraction" in used:
        lines.append("from fractions import Fraction")
    if arrays:
        lines.append("import numpy as np")
    named = [name for name in MATHEMATICS if name in used]
    if named:
        lines.append(_from_numpy(named) if arrays else f"from math import {', '.join(named)}")
    return lines


def _from_numpy(named: list[str]) -> str:
    """The line that imports functions from NumPy, some of which have another name there."""
    return f"from numpy import {', '.join(_ARC.get(name, name) for name in named)}"


def _greatest(name: str, arrays: bool) -> str:
    """The greatest (maximum) or least (minimum) of several numbers, or entry by entry of several arrays."""
    if not arrays:
        return f"{name} = {name[:3]}"
    return (
        f"def {name}(*xs):\n    found = xs[0]\n    for x in xs[1:]:\n        found = np.{name}(found, x)\n"
        "    return found"
    )
