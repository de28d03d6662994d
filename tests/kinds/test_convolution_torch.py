"""Convolutions, pooling and their gradients against PyTorch, in double precision over random cases."""

from __future__ import annotations

import random

import pytest

import nnsolve

torch = pytest.importorskip("torch")
numpy = pytest.importorskip("numpy")
functional = torch.nn.functional

CLOSE = {"rtol": 1e-12, "atol": 1e-12}


def solved(text: str):
    (problem,) = nnsolve.loads("kind: convolution\n" + text)
    return nnsolve.solve(problem)


def maps(solution, layer: str) -> torch.Tensor:
    """The maps of a layer as channels × rows × columns."""
    names = (
        [layer]
        if layer in solution.values
        else [
            name
            for name in solution.values
            if name.startswith(f"{layer}_") and name.rpartition("_")[2].isdigit() and name.count("_") == 1
        ]
    )
    return torch.tensor(numpy.array([numpy.asarray(solution.values[name], dtype=float) for name in names]))


def numbers(draw: random.Random, *shape: int):
    """Nested lists of random decimals."""
    if not shape:
        return round(draw.uniform(-3, 3), 3)
    return [numbers(draw, *shape[1:]) for _ in range(shape[0])]


def case(seed: int) -> dict:
    """A random convolution that fits its input."""
    draw = random.Random(seed)
    kernel, dilation = [draw.randint(1, 3), draw.randint(1, 3)], [draw.randint(1, 2), draw.randint(1, 2)]
    pads = [draw.randint(0, 2), draw.randint(0, 2)]
    sizes = [draw.randint((k - 1) * d + 1, 8) for k, d in zip(kernel, dilation, strict=True)]
    channels, kernels = draw.randint(1, 5), draw.randint(1, 3)
    return {
        "input": numbers(draw, channels, *sizes),
        "kernels": numbers(draw, kernels, channels, *kernel),
        "bias": numbers(draw, kernels),
        "stride": [draw.randint(1, 3), draw.randint(1, 3)],
        "padding": pads,
        "dilation": dilation,
    }


def test_layers_of_all_sorts_in_one_pipeline():
    """Convolutions, transposed ones, dense layers and rows that are flattened again, each with numbers of its own."""
    layers = """
  - conv: {kernel: [[0.5, -1], [2, 1]], bias: 0.25}
  - transposed-conv: {kernel: [[1, 0.5]], stride: 2, bias: -0.5}
  - conv: {kernel: [[-0.75]], bias: 2}
  - transposed-conv: {kernel: [[0.3], [0.2]], bias: 4}
  - flatten
  - flatten
  - dense: {weights: [[1, 2, 3, 4, 5, 6, 7, 8], [0, 1, 0, 1, 0, 1, 0, 1]], bias: [0.1, 0.2]}
  - flatten: {order: channels last}
  - dense: {weights: [[1, -2]], bias: 3}
"""
    data = [[1, 2, 3], [0, -1, 2]]
    solution = solved(f"input: {data}\ngradient: 1\nlearning_rate: 0.1\nlayers:{layers}")
    real = {"dtype": torch.float64, "requires_grad": True}
    kernels = [torch.tensor(k, **real) for k in ([[0.5, -1], [2, 1]], [[1, 0.5]], [[-0.75]], [[0.3], [0.2]])]
    biases = [torch.tensor([b], **real) for b in (0.25, -0.5, 2, 4)]
    rows = [[1, 2, 3, 4, 5, 6, 7, 8], [0, 1] * 4], [[1, -2]]
    weights = [torch.tensor(w, **real) for w in rows]
    shifts = [torch.tensor(b, **real) for b in ([0.1, 0.2], [3])]
    x = torch.tensor(data, dtype=torch.float64)[None, None]
    operations = [functional.conv2d, functional.conv_transpose2d] * 2
    for k, (operation, stride) in enumerate(zip(operations, (1, 2, 1, 1), strict=True)):
        x = operation(x, kernels[k][None, None], biases[k], stride=stride)
    x = x.flatten()
    for matrix, shift in zip(weights, shifts, strict=True):
        x = functional.linear(x, matrix, shift)
    x.backward()
    numpy.testing.assert_allclose(solution.values["dense2"], [x.detach().numpy()], rtol=1e-12)
    for stem, tensors in {"K": kernels, "b": biases, "W": weights, "b_dense": shifts}.items():
        for k, tensor in enumerate(tensors, 1):
            found = numpy.ravel(numpy.asarray(solution.values[f"new_{stem}{k}"], dtype=float))
            expected = numpy.ravel((tensor - 0.1 * tensor.grad).detach().numpy())
            numpy.testing.assert_allclose(found, expected, rtol=1e-12)
    assert solution.check.key == "maps_checked"


@pytest.mark.parametrize("flip", [False, True])
@pytest.mark.parametrize("seed", range(25))
def test_convolution(seed: int, flip: bool):
    """Random sizes, channels, strides, paddings and dilations; a convolution turns its kernels first."""
    c = case(seed)
    word = "convolution" if flip else "cross-correlation"
    layer = {key: c[key] for key in ("kernels", "bias", "stride", "padding", "dilation")}
    solution = solved(f"input: {c['input']}\noperation: {word}\nwritten: 5\nlayers: [conv: {layer}]")
    weights = torch.tensor(c["kernels"], dtype=torch.float64)
    expected = functional.conv2d(
        torch.tensor(c["input"], dtype=torch.float64)[None],
        torch.flip(weights, (2, 3)) if flip else weights,
        torch.tensor(c["bias"], dtype=torch.float64),
        c["stride"],
        c["padding"],
        c["dilation"],
    )[0]
    torch.testing.assert_close(maps(solution, "conv1"), expected, **CLOSE)
    first = "conv1_1" if len(c["kernels"]) > 1 else "conv1"
    written = [name for name in solution.values if name.startswith(f"{first}[")]
    assert len(written) == min(5, expected[0].numel())
    for name in written:
        row, column = map(int, name[:-1].rpartition("[")[2].split(","))
        assert solution.values[name] == pytest.approx(float(expected[0, row, column]), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("ceil", [False, True])
@pytest.mark.parametrize("seed", range(25))
def test_pooling(seed: int, ceil: bool):
    """Random windows, strides and paddings, rounded down and up; zeros of padding counted and not."""
    draw = random.Random(seed)
    size = [draw.randint(1, 4), draw.randint(1, 4)]
    pads = [draw.randint(0, s // 2) for s in size]
    stride = [draw.randint(1, 4), draw.randint(1, 4)]
    data = numbers(draw, draw.randint(1, 3), draw.randint(size[0], 8), draw.randint(size[1], 8))
    image = torch.tensor(data, dtype=torch.float64)[None]
    common = f"size: {size}, stride: {stride}, padding: {pads}, ceil_mode: {str(ceil).lower()}"
    solution = solved(f"input: {data}\nlayers: [max-pool: {{{common}}}]")
    expected = functional.max_pool2d(image, size, stride, pads, ceil_mode=ceil)[0]
    torch.testing.assert_close(maps(solution, "pool1"), expected, **CLOSE)
    for counted in (True, False):
        more = f"count_padding: {str(counted).lower()}"
        solution = solved(f"input: {data}\nlayers: [avg-pool: {{{common}, {more}}}]")
        expected = functional.avg_pool2d(image, size, stride, pads, ceil_mode=ceil, count_include_pad=counted)[0]
        torch.testing.assert_close(maps(solution, "pool1"), expected, **CLOSE)
        first = [name for name in solution.values if "[" in name]
        for name in first:
            row, column = map(int, name[:-1].rpartition("[")[2].split(","))
            assert solution.values[name] == pytest.approx(float(expected[0, row, column]), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("flip", [False, True])
@pytest.mark.parametrize("seed", range(25))
def test_gradients_of_a_convolution(seed: int, flip: bool):
    """Kernels, biases and input under a random upstream gradient, as autograd has them; so do the written sums."""
    c = case(seed)
    word = "convolution" if flip else "cross-correlation"
    layer = {key: c[key] for key in ("kernels", "bias", "stride", "padding", "dilation")}
    image = torch.tensor(c["input"], dtype=torch.float64, requires_grad=True)
    weights = torch.tensor(c["kernels"], dtype=torch.float64, requires_grad=True)
    bias = torch.tensor(c["bias"], dtype=torch.float64, requires_grad=True)
    turned = torch.flip(weights, (2, 3)) if flip else weights
    out = functional.conv2d(image[None], turned, bias, c["stride"], c["padding"], c["dilation"])[0]
    above = numbers(random.Random(seed + 99), *out.shape)
    out.backward(torch.tensor(above, dtype=torch.float64))
    text = f"input: {c['input']}\noperation: {word}\nlayers: [conv: {layer}]\ngradient: {above}"
    solution = solved(text)
    values = solution.values
    kernels, channels = weights.shape[:2]
    for k in range(kernels):
        for channel in range(channels):
            sub = [str(k + 1)] * (kernels > 1) + [str(channel + 1)] * (channels > 1)
            own = "_".join(["dE/dK1", *sub])
            close(values[own], weights.grad[k, channel])
            compare_entries(values, own)
        close(values["dE/db1" + (f"_{k + 1}" if kernels > 1 else "")], bias.grad[k])
    for channel in range(channels):
        own = f"dE/dX_{channel + 1}" if channels > 1 else "dE/dX"
        close(values[own], image.grad[channel])
        compare_entries(values, own)
    assert solution.check.key.startswith("maps_checked")


def close(found, expected: torch.Tensor):
    torch.testing.assert_close(torch.tensor(numpy.array(found, dtype=float).copy()), expected.detach(), **CLOSE)


def compare_entries(values: dict, name: str):
    """What is written out for single entries is what stands in the map."""
    for entry in [entry for entry in values if entry.startswith(f"{name}[")]:
        row, column = map(int, entry[:-1].rpartition("[")[2].split(","))
        assert values[entry] == pytest.approx(values[name][row, column], rel=1e-12, abs=1e-12)


PIPES = [
    # layers before flatten, the same in PyTorch
    ("max-pool: {size: 2, stride: 1}", lambda x: functional.max_pool2d(x, 2, 1)),
    ("max-pool: {size: 3, stride: 2, padding: 1}", lambda x: functional.max_pool2d(x, 3, 2, 1)),
    ("max-pool: {size: 2, stride: 1, dilation: 2}", lambda x: functional.max_pool2d(x, 2, 1, 0, 2)),
    ("avg-pool: {size: 2, stride: 2}", lambda x: functional.avg_pool2d(x, 2)),
    (
        "avg-pool: {size: 3, stride: 2, padding: 1, count_padding: false}",
        lambda x: functional.avg_pool2d(x, 3, 2, 1, count_include_pad=False),
    ),
    ("avg-pool: {size: 2, stride: 2, ceil_mode: true}", lambda x: functional.avg_pool2d(x, 2, 2, ceil_mode=True)),
    ("global-avg-pool", lambda x: x.mean((2, 3))),
    ("global-max-pool", lambda x: x.amax((2, 3))),
    ("sigmoid", torch.sigmoid),
    ("tanh", torch.tanh),
    ("leaky-relu: 0.1", lambda x: functional.leaky_relu(x, 0.1)),
    ("gelu", functional.gelu),
    ("activation: elu(0.5)", lambda x: functional.elu(x, 0.5)),
]


@pytest.mark.parametrize(("layer", "same"), PIPES, ids=lambda value: value if isinstance(value, str) else "")
@pytest.mark.parametrize("end", ["squared", "cross-entropy"])
def test_gradients_of_a_pipeline(layer: str, same, end: str):
    """conv, relu, a layer, flatten, dense and a loss: values and gradients of all that learns."""
    draw = random.Random(layer)
    data, kernels = numbers(draw, 2, 6, 5), numbers(draw, 2, 2, 2, 2)
    image, first = (torch.tensor(each, dtype=torch.float64, requires_grad=True) for each in (data, kernels))
    inner = same(functional.relu(functional.conv2d(image[None], first)))
    row = inner.reshape(1, -1)
    weights = numbers(draw, 3, row.shape[1])
    second = torch.tensor(weights, dtype=torch.float64, requires_grad=True)
    z = row @ second.T / 1
    if end == "squared":
        loss, more = ((z - torch.tensor([[1.0, 0.5, 0.0]])) ** 2).mean(), "loss: mean squared error"
        tail = ""
    else:
        z = z * 0.125
        weights = (second.detach() * 0.125).tolist()
        loss = functional.cross_entropy(z, torch.tensor([[0.25, 0.5, 0.25]], dtype=torch.float64))
        more, tail = "loss: categorical cross-entropy", ", softmax"
    loss.backward()
    targets = "[1, 0.5, 0]" if end == "squared" else "[0.25, 0.5, 0.25]"
    text = f"input: {data}\ntargets: {targets}\n{more}\nlearning_rate: 0.1\n"
    values = solved(
        f"{text}layers: [conv: {{kernels: {kernels}}}, relu, {layer}, dense: {{weights: {weights}}}{tail}]"
    ).values
    close(values["E"], loss)
    scale = 1 if end == "squared" else 0.125
    close(values["dE/dW1"] * scale, second.grad)
    for k in range(2):
        for channel in range(2):
            close(values[f"dE/dK1_{k + 1}_{channel + 1}"], first.grad[k, channel])
            close(values[f"new_K1_{k + 1}_{channel + 1}"], (first - 0.1 * first.grad)[k, channel])
    close(values["dE/dX_2"], image.grad[1])


@pytest.mark.parametrize("seed", range(40))
def test_transposed(seed: int):
    """Random transposed convolutions forward and back, with stride, padding, output padding and dilation."""
    draw = random.Random(seed)
    kernel, dilation = [draw.randint(1, 3), draw.randint(1, 3)], [draw.randint(1, 2), draw.randint(1, 2)]
    stride = [draw.randint(1, 3), draw.randint(1, 3)]
    padding = [draw.randint(0, (k - 1) * d // 2) for k, d in zip(kernel, dilation, strict=True)]
    more = draw.randint(0, min(max(pair) for pair in zip(stride, dilation, strict=True)) - 1)
    channels, kernels = draw.randint(1, 5), draw.randint(1, 3)
    data = numbers(draw, channels, draw.randint(2, 4), draw.randint(2, 4))
    weights = numbers(draw, kernels, channels, *kernel)
    image, first = (torch.tensor(each, dtype=torch.float64, requires_grad=True) for each in (data, weights))
    out = functional.conv_transpose2d(
        image[None], first.transpose(0, 1), None, stride, padding, more, dilation=dilation
    )[0]
    if not out.numel():
        return
    above = numbers(draw, *out.shape)
    out.backward(torch.tensor(above, dtype=torch.float64))
    keys = {"kernels": weights, "stride": stride, "padding": padding, "dilation": dilation, "output_padding": more}
    solution = solved(f"input: {data}\nlayers: [transposed-conv: {keys}]\ngradient: {above}\nwritten: 8")
    values = solution.values
    torch.testing.assert_close(maps(solution, "transposed1"), out.detach(), **CLOSE)
    compare_entries(values, "transposed1_1" if kernels > 1 else "transposed1")
    for k in range(kernels):
        for channel in range(channels):
            sub = [str(k + 1)] * (kernels > 1) + [str(channel + 1)] * (channels > 1)
            own = "_".join(["dE/dK1", *sub])
            close(values[own], first.grad[k, channel])
            compare_entries(values, own)
    for channel in range(channels):
        own = f"dE/dX_{channel + 1}" if channels > 1 else "dE/dX"
        close(values[own], image.grad[channel])
        compare_entries(values, own)
    assert any(name.startswith("dE/dK1") and "[" in name for name in values)
    assert solution.check.key.startswith("maps_checked")
