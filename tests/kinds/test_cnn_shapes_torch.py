"""Shapes, counts and receptive fields of random layers against PyTorch, which computes shapes on its meta device."""

from __future__ import annotations

from random import Random

import pytest

import nnsolve

torch = pytest.importorskip("torch")
nn = torch.nn

CONV = {1: nn.Conv1d, 2: nn.Conv2d, 3: nn.Conv3d}
MAX = {1: nn.MaxPool1d, 2: nn.MaxPool2d, 3: nn.MaxPool3d}
AVG = {1: nn.AvgPool1d, 2: nn.AvgPool2d, 3: nn.AvgPool3d}
NAMES = {1: ("length",), 2: ("height", "width"), 3: ("depth", "height", "width")}


def a_side(rng, dims, low, high):
    """One number for all sides, or one a side."""
    return (
        tuple(rng.randint(low, high) for _ in range(dims)) if rng.random() < 0.4 else (rng.randint(low, high),) * dims
    )


def written(numbers):
    """Numbers as a problem file writes them."""
    return str(numbers[0] if len(set(numbers)) == 1 else list(numbers))


def solved(sides, channels, layer):
    """Shape and parameters that nnsolve gives, None for a layer that cannot be; channels first, as PyTorch has them."""
    shape = ", ".join(f"{name}: {side}" for name, side in zip(NAMES[len(sides)], sides, strict=True))
    text = f"kind: cnn-shapes\ninput: {{{shape}, channels: {channels}}}\nlayers:\n  - {layer}\n"
    try:
        found = nnsolve.solve(nnsolve.loads(text)[0]).values
    except nnsolve.ProblemError:
        return None
    stem = "conv1" if "conv" in layer else "pool1"
    *own, last = found[f"{stem}.shape"]
    return (last, *own), found[f"{stem}.parameters"]


def torches(make, sides, channels, pad=None):
    """Shape and parameters that PyTorch gives, None where it refuses the layer."""
    try:
        layer = make().to("meta")
        image = torch.empty(1, channels, *sides, device="meta")
        shape = tuple(layer(image if pad is None else nn.functional.pad(image, pad)).shape[1:])
    except (RuntimeError, ValueError):
        return None
    if min(shape) < 1:
        return None
    return shape, sum(parameter.numel() for parameter in layer.parameters())


@pytest.mark.parametrize("dims", [1, 2, 3])
def test_convolutions(dims):
    """Convolutions with any stride, padding, dilation, groups and bias; 200 for each number of sides."""
    rng, possible = Random(dims), 0
    for _ in range(200):
        groups = rng.choice([1, 1, 2, 3])
        channels, kernels = groups * rng.randint(1, 4), groups * rng.randint(1, 4)
        sides, size = a_side(rng, dims, 1, 16), a_side(rng, dims, 1, 6)
        stride, padding, dilation = a_side(rng, dims, 1, 4), a_side(rng, dims, 0, 4), a_side(rng, dims, 1, 3)
        bias = rng.random() < 0.7
        layer = (
            f"conv: {{kernels: {kernels}, size: {written(size)}, stride: {written(stride)}, "
            f"padding: {written(padding)}, dilation: {written(dilation)}, groups: {groups}, bias: {str(bias).lower()}}}"
        )
        options = (stride, padding, dilation, groups, bias)
        expected = torches(lambda n=channels, k=kernels, f=size, o=options: CONV[dims](n, k, f, *o), sides, channels)
        assert solved(sides, channels, layer) == expected, layer
        possible += expected is not None
    assert possible > 100


@pytest.mark.filterwarnings("ignore:Using padding")
@pytest.mark.parametrize("dims", [1, 2, 3])
def test_same(dims):
    """PyTorch's padding='same' is same-tf at stride 1, odd and even windows alike; 60 for each number of sides."""
    rng = Random(10 + dims)
    for _ in range(60):
        sides, size, dilation = a_side(rng, dims, 1, 12), a_side(rng, dims, 1, 6), a_side(rng, dims, 1, 3)
        layer = f"conv: {{kernels: 3, size: {written(size)}, dilation: {written(dilation)}, padding: same-tf}}"
        expected = torches(lambda f=size, d=dilation: CONV[dims](2, 3, f, 1, "same", d), sides, 2)
        assert solved(sides, 2, layer) == expected, layer


@pytest.mark.parametrize("dims", [1, 2, 3])
def test_unequal_padding(dims):
    """Zeros that differ before and behind a side; 60 for each number of sides."""
    rng = Random(20 + dims)
    for _ in range(60):
        sides, size, stride = a_side(rng, dims, 1, 12), a_side(rng, dims, 1, 6), a_side(rng, dims, 1, 3)
        pairs = [[rng.randint(0, 4), rng.randint(0, 4)] for _ in range(dims)]
        layer = f"conv: {{kernels: 3, size: {written(size)}, stride: {written(stride)}, padding: {pairs}}}"
        flat = [zeros for pair in reversed(pairs) for zeros in pair]
        expected = torches(lambda f=size, s=stride: CONV[dims](2, 3, f, s), sides, 2, flat)
        assert solved(sides, 2, layer) == expected, layer


@pytest.mark.parametrize("dims", [1, 2, 3])
@pytest.mark.parametrize("kind", ["max", "avg"])
def test_pooling(kind, dims):
    """Pooling with floor and ceiling, with and without a stride of its own; 160 for each sort and number of sides."""
    rng, possible = Random(f"{kind}{dims}"), 0
    for _ in range(160):
        sides, size = a_side(rng, dims, 1, 16), a_side(rng, dims, 1, 5)
        stride = a_side(rng, dims, 1, 6) if rng.random() < 0.8 else None
        padding = a_side(rng, dims, 0, 2)
        dilation = a_side(rng, dims, 1, 2) if kind == "max" else None
        ceiling = rng.random() < 0.6
        more = f", stride: {written(stride)}" if stride else ""
        more += f", dilation: {written(dilation)}" if dilation else ""
        more += f", ceil_mode: {str(ceiling).lower()}"
        layer = f"{kind}-pool: {{size: {written(size)}, padding: {written(padding)}{more}}}"
        pool = {"max": MAX, "avg": AVG}[kind][dims]
        options = (stride, padding, *([dilation] if dilation else []))
        expected = torches(lambda p=pool, f=size, o=options, c=ceiling: p(f, *o, ceil_mode=c), sides, 2)
        if pool is nn.AvgPool3d and any(f > n for f, n in zip(size, sides, strict=True)):
            continue  # this one alone refuses a window larger than the input without its padding
        assert solved(sides, 2, layer) == expected, layer
        possible += expected is not None
    assert possible > 60


@pytest.mark.parametrize("seed", range(25))
def test_receptive_field(seed):
    """The receptive field is the footprint of one output's gradient in the input."""
    rng = Random(seed)
    layers, modules = [], []
    for _ in range(rng.randint(1, 4)):
        size, stride = rng.randint(1, 4), rng.randint(1, 3)
        if rng.random() < 0.6:
            dilation = rng.randint(1, 3)
            layers.append(f"conv: {{kernels: 1, size: {size}, stride: {stride}, dilation: {dilation}}}")
            module = nn.Conv1d(1, 1, size, stride, dilation=dilation, dtype=torch.double)
            nn.init.ones_(module.weight)
        else:
            layers.append(f"avg-pool: {{size: {size}, stride: {stride}}}")
            module = nn.AvgPool1d(size, stride)
        modules.append(module)
    text = "kind: cnn-shapes\ninput: {length: 400}\ncolumns: [receptive-field]\nlayers:\n"
    found = nnsolve.solve(nnsolve.loads(text + "".join(f"  - {layer}\n" for layer in layers))[0])
    signal = torch.zeros(1, 1, 400, dtype=torch.double, requires_grad=True)
    output = nn.Sequential(*modules)(signal)
    output[0, 0, output.shape[-1] // 2].backward()
    touched = signal.grad[0, 0].nonzero().flatten().tolist()
    last = found.sections[0].blocks[-1].steps[-1].name
    assert found.values[last] == [touched[-1] - touched[0] + 1]


@pytest.mark.parametrize(
    ("layer", "make"),
    [
        ("batch-norm", lambda: nn.BatchNorm2d(7)),
        ("layer-norm: map", lambda: nn.LayerNorm([7, 6, 5])),
        ("prelu", nn.PReLU),
        ("prelu: channels", lambda: nn.PReLU(7)),
        ("dense: 9", lambda: nn.Linear(210, 9)),
        ("dense: {units: 9, bias: false}", lambda: nn.Linear(210, 9, bias=False)),
        ("depthwise-conv: {size: 3, multiplier: 2}", lambda: nn.Conv2d(7, 14, 3, groups=7)),
    ],
)
def test_parameters(layer, make):
    """Layers with parameters are counted as PyTorch counts them."""
    found = nnsolve.solve(nnsolve.loads(f"kind: cnn-shapes\ninput: 6x5x7\nlayers:\n  - {layer}\n")[0])
    assert found.values["parameters"] == sum(parameter.numel() for parameter in make().parameters())
