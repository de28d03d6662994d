"""The table of functions over whole arrays, each with its pull-back.

Rows and columns of the matrices here are whatever the problem makes of them: samples, tokens, units. NumPy is imported
when one is first computed. Sources of the pull-backs: Goodfellow, Bengio, Courville, Deep Learning, section 6.5.6, for
sums and products; Ba, Kiros and Hinton, Layer normalization, 2016, and Ioffe and Szegedy, Batch normalization, 2015,
for the normalisations. Their tests compare with an autograd framework.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from .arrays import Array, Entry, Hadamard, MatMul, Total, Transpose
from .expr import Call, Div, Expr, Mul, Num, Sub, Symbol
from .functions import FLAT, ITSELF, Function, Pull, lead_of_entries
from .numbers import Numeric

if TYPE_CHECKING:
    import numpy

Size = tuple[int, ...]
DOWN, ACROSS = 0, 1  # the axis of a sum: over the rows of each column, over the columns of each row


def _whole(
    name: str,
    value: Callable[..., Numeric],
    code: str = "",
    exact: bool = True,
    pulls: tuple[Pull, ...] | Callable[..., Expr] = (),
) -> Function:
    return Function(name, value, exact=exact, whole=True, code=code, pulls=pulls)


# Repeating, and the sums that undo it


def _filled(number: float | numpy.ndarray, like: numpy.ndarray) -> Numeric:
    import numpy

    return numpy.broadcast_to(number, like.shape).copy()


def summed(formula: Expr, wide: Size, own: Size) -> Expr:
    """What something of size ``own`` receives that was repeated to size ``wide``: the sum over its repetitions."""
    if not own:
        return Total(formula)
    if own[0] != wide[0]:
        formula = column_sums(formula)
    return row_sums(formula) if own[1] != wide[1] else formula


def _pull_filled(args: tuple[Expr, ...], out: Expr, above: Expr, size: Callable[[Expr], Size]) -> Expr:
    return summed(above, size(args[1]), size(args[0]))


def _zeros(args: tuple[Expr, ...], out: Expr, above: Expr, size: Callable[[Expr], Size]) -> Expr:
    return filled(Num("0"), args[1])


def _repeated(args: tuple[Expr, ...], out: Expr, above: Expr, size: Callable[[Expr], Size]) -> Expr:
    return filled(above, args[0])


def _sums(name: str, axis: int) -> Function:
    code = f"({{0}}).sum(axis={axis}, keepdims=True)"
    value = lambda array: array.sum(axis=axis, keepdims=True)  # noqa: E731
    return Function(name, value, exact=True, whole=True, code=code, pulls=(_repeated,), sums=ITSELF)


filled = _whole(
    "filled", _filled, "np.broadcast_to({0}, ({1}).shape)", pulls=(_pull_filled, _zeros)
)  # the first argument in the size of the second
column_sums = _sums("column sums", DOWN)
row_sums = _sums("row sums", ACROSS)
SUMS = {DOWN: column_sums, ACROSS: row_sums}


def _inner_value(left: numpy.ndarray, right: numpy.ndarray) -> Numeric:
    total: Numeric = (left * right).sum()
    return total


def _inner_back(i: int, args: tuple[Expr, ...], out: Expr, above: Expr, size: Callable[[Expr], Size]) -> Expr:
    return Mul((above, args[1 - i]))


# a·b of two vectors of one size: the sum of the products of their entries
inner = Function(
    "inner",
    _inner_value,
    exact=True,
    whole=True,
    infix="dot",
    code="({0} * {1}).sum()",
    pulls=_inner_back,
    sums=ITSELF,
)


# Functions of numbers, taken of every entry

# How they are written there.
_LETTERS = {"sigmoid": "σ"}


def of_entries(function: Function) -> Function:
    """A function of numbers, taken of every entry of an array."""
    name = _LETTERS.get(function.name, function.name)
    column = Function(name, function.value, function.slopes, exact=function.exact, code=function.code, entry=function)
    column.border, column.sums = function.border, function.sums
    return column


# Softmax

# Of a matrix of scores, row by row, which of them count.
Seen = Sequence[Sequence[bool]]


def _softmax(axis: int, seen: Seen | None = None) -> Callable[..., Numeric]:
    def value(array: numpy.ndarray) -> Numeric:
        import numpy

        if seen is not None:
            array = numpy.where(numpy.array(seen), array, array.min())
        powers: numpy.ndarray = numpy.exp(array - array.max(axis=axis, keepdims=True))
        if seen is not None:
            powers = powers * numpy.array(seen, dtype=int)
        shares: numpy.ndarray = powers / powers.sum(axis=axis, keepdims=True)
        return shares

    return value


# Of a vector the sum of products is a product of matrices.
_OF_VECTORS: dict[int, Callable[[Expr, Expr], Expr]] = {
    DOWN: lambda out, above: MatMul(Transpose(out), above),
    ACROSS: lambda out, above: MatMul(above, Transpose(out)),
}


def _softmax_of(axis: int, code: str = "", seen: Seen | None = None) -> Function:
    """Softmax along an axis, over what is ``seen``; the rest gets 0.

    Its pull-back is p ⊙ (g − Σ p·g), the sum over what adds up to 1: (diag p − p·pᵀ)·g.
    """

    def pull(args: tuple[Expr, ...], out: Expr, above: Expr, size: Callable[[Expr], Size]) -> Expr:
        vector = size(args[0])[1 - axis] == 1
        along = _OF_VECTORS[axis](out, above) if vector else SUMS[axis](Hadamard(out, above))
        return Hadamard(out, Sub(above, along))

    return Function("softmax", _softmax(axis, seen), whole=True, says="network_is_softmax", code=code, pulls=(pull,))


softmax_column = _softmax_of(DOWN, "softmax_of({0})")
softmax_row = _softmax_of(ACROSS, "softmax_of({0})")
softmax_by_columns = _softmax_of(DOWN, "softmax_by({0}, 0)")
softmax_by_rows = _softmax_of(ACROSS, "softmax_by({0}, 1)")


def _zeros_and_ones(seen: Seen) -> list[list[int]]:
    """1 for what is seen, 0 for what is not."""
    return [list(map(int, row)) for row in seen]


def _whole_number(number: int) -> Num:
    return Num(str(number))


def softmax_seen(axis: int, seen: Seen) -> Function:
    """Softmax along an axis over the scores that are seen, as if all others were −∞."""
    mask = _zeros_and_ones(seen)
    return _softmax_of(axis, f"softmax_by(np.where({mask}, {{0}}, -np.inf), {axis})", seen)


def masked(seen: Seen, number: float) -> Function:
    """A matrix of scores with a number in place of those that are not seen."""
    put_in = int(number) if number == int(number) else number

    def value(array: numpy.ndarray) -> Numeric:
        import numpy

        return numpy.where(numpy.array(seen), array, put_in)

    def pull(args: tuple[Expr, ...], out: Expr, above: Expr, size: Callable[[Expr], Size]) -> Expr:
        return Hadamard(above, Array([list(map(_whole_number, row)) for row in mask]))

    mask = _zeros_and_ones(seen)
    return _whole("mask", value, f"np.where({mask}, {{0}}, {number!r})", exact=False, pulls=(pull,))


# Normalisation to mean 0 and variance 1


def normalised_by(axis: int, epsilon: float = 0.0) -> Function:
    """(x − μ)/√(σ² + ε) with mean and variance over each column (batch norm: DOWN) or each row (layer norm: ACROSS).

    Its pull-back is (g − mean g − x̂ ⊙ mean(g ⊙ x̂))/√(σ² + ε), the means over the same numbers.
    """

    def root(array: numpy.ndarray) -> numpy.ndarray:
        import numpy

        roots: numpy.ndarray = numpy.sqrt(array.var(axis=axis, keepdims=True) + epsilon)
        return roots

    def value(array: numpy.ndarray) -> Numeric:
        normal: numpy.ndarray = (array - array.mean(axis=axis, keepdims=True)) / root(array)
        return normal

    roots = _whole("root", root, exact=False)

    def pull(args: tuple[Expr, ...], out: Expr, above: Expr, size: Callable[[Expr], Size]) -> Expr:
        count = Num(str(size(args[0])[axis]))
        mean, along = (Div(SUMS[axis](each), count) for each in (above, Hadamard(above, out)))
        return Div(Sub(Sub(above, mean), Hadamard(out, along)), roots(args[0]))

    return _whole("norm", value, exact=False, pulls=(pull,))


# Parts and joins


def _printed(rows: tuple[int, int], columns: tuple[int, int]) -> str:
    """Rows and columns from 1 to the last, [1:3, 2]: the colon of Golub and Van Loan, Matrix Computations."""
    found = []
    for first, end in (rows, columns):
        found.append(str(end) if end == first + 1 else f"{first + 1}:{end}")
    return f"[{', '.join(found)}]"


def part(rows: tuple[int, int], columns: tuple[int, int]) -> Function:
    """The rows and columns of a matrix from the first to before the last of each."""
    name = f"[{rows[0]}:{rows[1]}, {columns[0]}:{columns[1]}]"

    def pull(args: tuple[Expr, ...], out: Expr, above: Expr, size: Callable[[Expr], Size]) -> Expr:
        return _placed(rows[0], columns[0])(above, args[0])

    def value(array: numpy.ndarray) -> Numeric:
        if array.shape[0] < rows[1] or array.shape[1] < columns[1]:
            raise ValueError(f"a matrix of {array.shape[0]} × {array.shape[1]} has no part {name}")
        return array[rows[0] : rows[1], columns[0] : columns[1]]

    return _whole(f"part {_printed(rows, columns)}", value, f"({{0}}){name}", pulls=(pull,))


def _placed(row: int, column: int) -> Function:
    """A matrix among zeros, in the size of the second argument, beginning at a place."""

    def value(array: numpy.ndarray, like: numpy.ndarray) -> Numeric:
        import numpy

        result = numpy.zeros(like.shape, dtype=array.dtype)
        result[row : row + array.shape[0], column : column + array.shape[1]] = array
        return result

    def pull(args: tuple[Expr, ...], out: Expr, above: Expr, size: Callable[[Expr], Size]) -> Expr:
        height, width = size(args[0])
        return part((row, row + height), (column, column + width))(above)

    return _whole("placed", value, pulls=(pull, _zeros))


def _joined(axis: int) -> Function:
    def value(*arrays: numpy.ndarray) -> Numeric:
        import numpy

        return numpy.concatenate(arrays, axis=axis)

    def pull(i: int, args: tuple[Expr, ...], out: Expr, above: Expr, size: Callable[[Expr], Size]) -> Expr:
        sizes = [size(arg) for arg in args]
        first = sum(each[axis] for each in sizes[:i])
        ranges = [(0, each) for each in sizes[i]]
        ranges[axis] = first, first + sizes[i][axis]
        return part(*ranges)(above)

    return _whole("joined", value, f"np.concatenate([{{args}}], axis={axis})", pulls=pull)


stacked = _joined(DOWN)  # one below the other
beside = _joined(ACROSS)  # one beside the other


def _one_for_largest(array: numpy.ndarray) -> Numeric:
    import numpy

    found = numpy.zeros(array.shape, dtype=int)
    found[numpy.unravel_index(array.argmax(), array.shape)] = 1
    return found


# 1 in the place of the largest entry, of equal ones the first, and 0 elsewhere: the word that a decoder chooses.
largest_as_one = Function(
    "onehot argmax",
    _one_for_largest,
    (FLAT,),
    exact=True,
    whole=True,
    code="np.eye(np.size({0}), dtype=int)[np.argmax({0})].reshape(np.shape({0}))",
    border=lead_of_entries,
)


def rows_of(indices: Sequence[int]) -> Function:
    """The rows of a matrix with these numbers from 0, in this order: the embeddings of tokens."""
    chosen = list(indices)

    def pull(args: tuple[Expr, ...], out: Expr, above: Expr, size: Callable[[Expr], Size]) -> Expr:
        return _given_back(above, args[0])

    def back(array: numpy.ndarray, like: numpy.ndarray) -> Numeric:
        import numpy

        result = numpy.zeros(like.shape, dtype=array.dtype)
        numpy.add.at(result, chosen, array)
        return result

    def value(array: numpy.ndarray) -> Numeric:
        if not all(0 <= index < len(array) for index in chosen):
            raise ValueError(f"a matrix of {len(array)} rows, numbered from 0, has not all of the rows {chosen}")
        return array[chosen]

    _given_back = _whole("given back", back)
    return _whole("rows", value, f"({{0}})[{chosen}]", pulls=(pull,))


def at_place(number: Expr, entry: Entry) -> Expr:
    """What a matrix receives that one of its entries received: a number among zeros."""
    return _placed(entry.row, entry.column)(Array([[number]]), Symbol(entry.array))


def entry_of(array: Expr, row: int, column: int, line: bool = False) -> Expr:
    """One number of an array: of a name its entry; a number stands for all entries."""
    if isinstance(array, Symbol):
        return Entry(array.name, row, column, line)
    return Call(_whole("entry", lambda whole: whole[row, column], f"({{0}})[{row}, {column}]"), array)
