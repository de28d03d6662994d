"""Functions over feature maps and of pooling, and their pull-backs, against an autograd framework (PyTorch)."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

import numpy
import pytest

from nnsolve.errors import NoRuleError
from nnsolve.formula.array_functions import softmax_by_rows, softmax_row
from nnsolve.formula.array_partials import received
from nnsolve.formula.arrays import Hadamard, Total
from nnsolve.formula.derive import Backward
from nnsolve.formula.expr import Expr, Num, Symbol, named
from nnsolve.formula.functions import Function
from nnsolve.formula.maps import (
    cropping,
    flatten_channels_first,
    flatten_channels_last,
    padding,
    sliding,
    spreading,
    transposed_sliding,
    turn,
    unflattening,
    widens,
)
from nnsolve.formula.numbers import DOUBLES
from nnsolve.formula.pools import Windows, average_pooling, max_pooling, whole_max, whole_mean
from nnsolve.names import Name, Role

SEEDS = range(12)
CLOSE = {"rtol": 1e-9, "atol": 1e-9}
Sides = tuple[int, int]


class Case(NamedTuple):
    """A function over random arrays, and the same in PyTorch; ``again`` where it can be differentiated twice."""

    function: Function
    arrays: list[numpy.ndarray]
    same: Callable
    again: bool = True


def sides(draw: random.Random, least: int, most: int) -> Sides:
    return draw.randint(least, most), draw.randint(least, most)


def array(draw: random.Random, size: Sides) -> numpy.ndarray:
    return numpy.array([[draw.uniform(-3, 3) for _ in range(size[1])] for _ in range(size[0])])


def reaching(draw: random.Random, taps: Sides, dilation: Sides) -> Sides:
    """A size that a kernel reaches into."""
    rows, columns = ((count - 1) * apart + draw.randint(1, 5) for count, apart in zip(taps, dilation, strict=True))
    return rows, columns


def convolution(draw: random.Random) -> Case:
    taps, stride, dilation, flip = sides(draw, 1, 3), sides(draw, 1, 3), sides(draw, 1, 3), draw.random() < 0.5
    arrays = [array(draw, reaching(draw, taps, dilation)), array(draw, taps)]

    def same(torch, image, kernel):
        kernel = kernel.flip((0, 1)) if flip else kernel
        return torch.nn.functional.conv2d(image[None, None], kernel[None, None], None, stride, 0, dilation)[0, 0]

    return Case(sliding(stride, dilation, flip), arrays, same)


def convolution_in_part(draw: random.Random) -> Case:
    """Of which the last rows and columns are left out."""
    stride, most = sides(draw, 1, 2), sides(draw, 1, 4)
    arrays = [array(draw, (6, 5)), array(draw, sides(draw, 1, 3))]

    def same(torch, image, kernel):
        slid = torch.nn.functional.conv2d(image[None, None], kernel[None, None], None, stride)
        return slid[0, 0, : most[0], : most[1]]

    return Case(sliding(stride, (1, 1), False, most), arrays, same)


def transposed(draw: random.Random) -> Case:
    taps, stride, dilation, flip = sides(draw, 1, 3), sides(draw, 1, 3), sides(draw, 1, 3), draw.random() < 0.5
    more = draw.randint(0, min(map(max, zip(stride, dilation, strict=True))) - 1)
    front = [draw.randint(0, (count - 1) * apart // 2) for count, apart in zip(taps, dilation, strict=True)]
    cut = tuple((zeros, zeros - more) for zeros in front)
    arrays = [array(draw, sides(draw, 2, 4)), array(draw, taps)]

    def same(torch, image, kernel):
        kernel = kernel.flip((0, 1)) if flip else kernel
        lay = torch.nn.functional.conv_transpose2d
        return lay(image[None, None], kernel[None, None], None, stride, front, more, dilation=dilation)[0, 0]

    return Case(transposed_sliding(stride, dilation, flip, taps, cut), arrays, same)


def turned(draw: random.Random) -> Case:
    return Case(turn, [array(draw, sides(draw, 1, 4))], lambda torch, image: image.flip((0, 1)))


def zeros_around(draw: random.Random) -> Case:
    rows, columns = sides(draw, 0, 2), sides(draw, 0, 2)

    def same(torch, image):
        return torch.nn.functional.pad(image, (*columns, *rows))

    return Case(padding(rows, columns), [array(draw, sides(draw, 1, 4))], same)


def zeros_between(draw: random.Random) -> Case:
    stride, around = sides(draw, 1, 3), (sides(draw, 0, 2), sides(draw, 0, 2))

    def same(torch, image):
        height, width = ((count - 1) * step + 1 for count, step in zip(image.shape, stride, strict=True))
        wide = torch.zeros(height, width, dtype=torch.float64)
        wide[:: stride[0], :: stride[1]] = image
        return torch.nn.functional.pad(wide, (*around[1], *around[0]))

    return Case(spreading(stride, around), [array(draw, sides(draw, 1, 4))], same)


def cropped(draw: random.Random) -> Case:
    rows, columns = sides(draw, 0, 2), sides(draw, 0, 2)

    def same(torch, image):
        return image[rows[0] : image.shape[0] - rows[1], columns[0] : image.shape[1] - columns[1]]

    return Case(cropping(rows, columns), [array(draw, sides(draw, 5, 7))], same)


def flattened(draw: random.Random) -> Case:
    last, size = draw.random() < 0.5, sides(draw, 1, 3)
    arrays = [array(draw, size) for _ in range(draw.randint(1, 3))]

    def same(torch, *maps):
        return torch.stack(maps, dim=-1 if last else 0).flatten()[None]

    return Case(flatten_channels_last if last else flatten_channels_first, arrays, same)


def unflattened(draw: random.Random) -> Case:
    last, size, count = draw.random() < 0.5, sides(draw, 1, 3), draw.randint(1, 3)
    number = draw.randrange(count)

    def same(torch, row):
        return row.reshape(*size, count)[..., number] if last else row.reshape(count, *size)[number]

    return Case(unflattening(number, count, size, last), [array(draw, (1, count * size[0] * size[1]))], same)


def _pooled(draw: random.Random, dilated: bool) -> tuple[Windows, Sides, numpy.ndarray, tuple]:
    taps, stride = sides(draw, 1, 3), sides(draw, 1, 3)
    dilation = sides(draw, 1, 2) if dilated else (1, 1)
    front = tuple(draw.randint(0, count // 2) for count in taps)
    size = reaching(draw, taps, dilation)
    counts = tuple(
        (places + 2 * zeros - (count - 1) * apart - 1) // step + 1
        for places, zeros, count, apart, step in zip(size, front, taps, dilation, stride, strict=True)
    )
    windows = Windows(size, counts, taps, stride, dilation, front)
    return windows, front, array(draw, size), (taps, stride, front)


def greatest(draw: random.Random) -> Case:
    windows, _, image, how = _pooled(draw, True)

    def same(torch, image):
        return torch.nn.functional.max_pool2d(image[None, None], *how, windows.dilation)[0, 0]

    return Case(max_pooling(windows), [image], same, again=False)


def mean_with_padding(draw: random.Random) -> Case:
    windows, back, image, how = _pooled(draw, False)

    def same(torch, image):
        return torch.nn.functional.avg_pool2d(image[None, None], *how, count_include_pad=True)[0, 0]

    return Case(average_pooling(windows, back), [image], same)


def mean_without_padding(draw: random.Random) -> Case:
    windows, _, image, how = _pooled(draw, False)

    def same(torch, image):
        return torch.nn.functional.avg_pool2d(image[None, None], *how, count_include_pad=False)[0, 0]

    return Case(average_pooling(windows, None), [image], same)


def mean_of_all(draw: random.Random) -> Case:
    return Case(whole_mean, [array(draw, sides(draw, 1, 4))], lambda torch, image: image.mean())


def greatest_of_all(draw: random.Random) -> Case:
    return Case(whole_max, [array(draw, sides(draw, 1, 4))], lambda torch, image: image.max(), again=False)


def softmax_of_a_row(draw: random.Random) -> Case:
    return Case(softmax_row, [array(draw, (1, draw.randint(1, 5)))], lambda torch, row: row.softmax(1))


def softmax_of_rows(draw: random.Random) -> Case:
    return Case(softmax_by_rows, [array(draw, sides(draw, 1, 4))], lambda torch, rows: rows.softmax(1))


CASES = [
    *(convolution, convolution_in_part, transposed, turned, zeros_around, zeros_between, cropped),
    *(flattened, unflattened, greatest, mean_with_padding, mean_without_padding, mean_of_all, greatest_of_all),
    *(softmax_of_a_row, softmax_of_rows),
]


def pulled(call: Expr, values: dict) -> dict[Name, Expr]:
    """What each name receives where the value ``out`` has received ``above``."""
    sizes = {name: value.shape for name, value in values.items()}
    return received(call, Symbol("out"), Symbol("above"), sizes)


def close(found: object, expected):
    numpy.testing.assert_allclose(numpy.asarray(found, dtype=float), expected.detach().numpy(), **CLOSE)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
@pytest.mark.parametrize("seed", SEEDS)
def test_pull_backs(case: Callable, seed: int):
    """The value, and what every argument receives from a random gradient above, are those of PyTorch."""
    torch = pytest.importorskip("torch")
    draw = random.Random(f"{case.__name__} {seed}")
    function, arrays, same, _ = case(draw)
    names = [f"x{k}" for k in range(len(arrays))]
    tensors = [torch.tensor(each, requires_grad=True) for each in arrays]
    expected = same(torch, *tensors)
    call, values = function(*map(Symbol, names)), dict(zip(names, arrays, strict=True))
    values["out"] = numpy.asarray(call.evaluate(values, DOUBLES))
    close(values["out"], expected)
    values["above"] = array(draw, expected.shape) if expected.shape else numpy.asarray(draw.uniform(-3, 3))
    expected.backward(torch.tensor(values["above"]))
    formulas = pulled(call, values)
    assert list(formulas) == names
    for name, tensor in zip(names, tensors, strict=True):
        found = formulas[name].evaluate(values, DOUBLES)
        assert found.shape == tensor.shape
        close(found, tensor.grad)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
@pytest.mark.parametrize("seed", SEEDS[:4])
def test_pull_backs_of_pull_backs(case: Callable, seed: int):
    """What an argument receives is differentiated again as PyTorch does it, or refused."""
    torch = pytest.importorskip("torch")
    draw = random.Random(f"again {case.__name__} {seed}")
    function, arrays, same, again = case(draw)
    tensors = [torch.tensor(each, requires_grad=True) for each in arrays]
    expected = same(torch, *tensors)
    above = torch.tensor(numpy.asarray(array(draw, expected.shape or (1, 1))).reshape(expected.shape))
    above.requires_grad_()
    slope = torch.autograd.grad(expected, tensors[0], above, create_graph=True)[0]
    second = torch.tensor(array(draw, slope.shape))
    known = dict(zip([f"x{k}" for k in range(len(arrays))], arrays, strict=True))
    call = function(*map(Symbol, known))
    known |= {"out": expected.detach().numpy(), "above": above.detach().numpy()}
    formula = pulled(call, known)["x0"]
    known |= {"slope": slope.detach().numpy(), "second": second.numpy()}
    sizes = {name: value.shape for name, value in known.items()}
    if not again:
        with pytest.raises(NoRuleError, match="unpool"):
            received(formula, Symbol("slope"), Symbol("second"), sizes)
        return
    found = received(formula, Symbol("slope"), Symbol("second"), sizes)["above"].evaluate(known, DOUBLES)
    close(found, torch.autograd.grad(slope, above, second)[0])


TIES = [
    # image, upstream, size, stride, what the image receives
    ([[2, 2], [2, 2]], [[5]], (2, 2), (1, 1), [[5, 0], [0, 0]]),
    ([[1, 3], [3, 0]], [[5]], (2, 2), (1, 1), [[0, 5], [0, 0]]),
    ([[1, 1, 1]], [[5, 7]], (1, 2), (1, 1), [[5, 7, 0]]),
    ([[0, 4, 4, 0]], [[5, 7, 11]], (1, 2), (1, 1), [[0, 12, 11, 0]]),
]


@pytest.mark.parametrize(("image", "upstream", "size", "stride", "expected"), TIES)
def test_the_first_of_equal_maxima_takes_all(image, upstream, size, stride, expected):
    """Of equal numbers of a window the first, row by row, receives its gradient (by hand; PyTorch does the same)."""
    values = {"x": numpy.array(image, dtype=float), "above": numpy.array(upstream, dtype=float)}
    values["out"] = numpy.zeros(values["above"].shape)
    windows = Windows(values["x"].shape, values["above"].shape, size, stride, (1, 1), (0, 0))
    formula = pulled(max_pooling(windows)(Symbol("x")), values)["x"]
    assert formula.evaluate(values, DOUBLES).tolist() == expected


def test_the_first_of_equal_numbers_of_a_map_takes_all():
    """So it is where the window is the whole map."""
    values = {"x": numpy.array([[1.0, 4.0], [4.0, 4.0]]), "above": numpy.asarray(3.0), "out": numpy.asarray(4.0)}
    formula = pulled(whole_max(Symbol("x")), values)["x"]
    assert formula.evaluate(values, DOUBLES).tolist() == [[0, 3], [0, 0]]


def test_a_transposed_convolution_by_simpler_functions():
    """It is defined as a convolution of the wide map, and has that value (PyTorch has it in the table above)."""
    function = transposed_sliding((2, 1), (1, 2), False, (2, 2), ((1, 0), (0, -1)))
    values = {"x": numpy.arange(6.0).reshape(2, 3), "k": numpy.array([[1.0, -2.0], [0.5, 3.0]])}
    simpler = function.definition(Symbol("x"), Symbol("k"))
    assert repr(simpler) == "crop(corr(spread(x), turn(k)))"
    found = simpler.evaluate(values, DOUBLES)
    assert numpy.array_equal(found, function(Symbol("x"), Symbol("k")).evaluate(values, DOUBLES))


def test_parts_with_names_of_their_own():
    """A part that has a name stands by its symbol, the same part once, and is given back by its name."""
    x, wide = Symbol("x"), Name(Role.OUT, "wide")
    spread, slide = spreading((2, 2), ((1, 1), (1, 1))), sliding((1, 1), (1, 1), False)
    found: dict[Name, Expr] = {}
    formula = slide(spread(x), Symbol("k")) + slide(spread(x), Symbol("l")) + Num("1")
    shown = named(formula, lambda part: wide if widens(part) else None, found)
    assert repr(shown) == "Add(corr(wide, k), corr(wide, l), 1)"
    assert {name: repr(part) for name, part in found.items()} == {wide: "spread(x)"}


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_a_branch_around_a_convolution(seed: int):
    """A map that goes through a kernel and around it receives both shares: E = Σ b ⊙ b with b = K ⋆ pad(x) + x."""
    torch = pytest.importorskip("torch")
    draw = random.Random(seed)
    given = {"x": array(draw, (4, 5)), "k": array(draw, (3, 3))}
    around = padding((1, 1), (1, 1))(Symbol("x"))
    steps = [
        ("p", around),
        ("a", sliding((1, 1), (1, 1), False)(Symbol("p"), Symbol("k"))),
        ("b", Symbol("a") + Symbol("x")),
        ("E", Total(Hadamard(Symbol("b"), Symbol("b")))),
    ]
    written: list[tuple[Name, Expr]] = []
    sizes = {name: value.shape for name, value in given.items()}
    backward = Backward(steps, "E", lambda name, formula, *_: written.append((name, formula)), sizes=sizes)
    names = {name: backward.gradient(name) for name in given}
    values = dict(given)
    for name, formula in [*steps, *written]:
        values[name] = formula.evaluate(values, DOUBLES)
    x, k = (torch.tensor(value, requires_grad=True) for value in given.values())
    out = torch.nn.functional.conv2d(x[None, None], k[None, None], padding=1)[0, 0] + x
    (out * out).sum().backward()
    close(values[names["x"]], x.grad)
    close(values[names["k"]], k.grad)
