"""Maps with places of exactly 0 before ReLU, windows with several greatest numbers, and back through them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from .arithmetic import HALF, add, dot, minus, softmax
from .case import Case, Draw, Number, Value, problem

Map = list[list[Fraction]]
Place = tuple[int, int]


def zeros(height: int, width: int) -> Map:
    """A map of zeros."""
    return [[Fraction(0)] * width for _ in range(height)]


def places(values: Sequence[Sequence]) -> Iterator[Place]:
    """Every place, row by row."""
    return ((i, j) for i in range(len(values)) for j in range(len(values[0])))


def padded(image: Map, padding: int) -> Map:
    """The image within a border of zeros."""
    wide = zeros(len(image) + 2 * padding, len(image[0]) + 2 * padding)
    for i, j in places(image):
        wide[i + padding][j + padding] = image[i][j]
    return wide


def trimmed(image: Map, padding: int) -> Map:
    """The image without its border."""
    return [row[padding : len(row) - padding] for row in image[padding : len(image) - padding]]


class Window:
    """What slides over a map: its size, its steps and where it comes to lie."""

    def __init__(self, image: Map, size: int, stride: int):
        self.size, self.stride = size, stride
        self.height = (len(image) - size) // stride + 1
        self.width = (len(image[0]) - size) // stride + 1

    def at(self, place: Place) -> list[Place]:
        """The places of the map under the window."""
        i, j = place
        return [(i * self.stride + a, j * self.stride + b) for a in range(self.size) for b in range(self.size)]

    def laid(self) -> Iterator[Place]:
        """Every place where the window comes to lie."""
        return ((i, j) for i in range(self.height) for j in range(self.width))


class Convolution:
    """A kernel that slides over an image, and its numbers forward and back."""

    def __init__(self, image: Map, kernel: Map, bias: Fraction, stride: int, padding: int, turned: bool):
        self.image, self.padding, self.bias = padded(image, padding), padding, bias
        self.turned = turned
        self.kernel = [row[::-1] for row in kernel[::-1]] if turned else kernel
        self.window = Window(self.image, len(kernel), stride)

    def forward(self) -> Map:
        """The map."""
        weights = [w for row in self.kernel for w in row]
        found = zeros(self.window.height, self.window.width)
        for i, j in self.window.laid():
            found[i][j] = dot(weights, [self.image[a][b] for a, b in self.window.at((i, j))]) + self.bias
        return found

    def back(self, above: Map) -> tuple[Map, Fraction, Map]:
        """The derivatives by the kernel, the bias and the image."""
        size = len(self.kernel)
        by_kernel, by_image = zeros(size, size), zeros(len(self.image), len(self.image[0]))
        for i, j in self.window.laid():
            for k, (a, b) in enumerate(self.window.at((i, j))):
                by_kernel[k // size][k % size] += above[i][j] * self.image[a][b]
                by_image[a][b] += above[i][j] * self.kernel[k // size][k % size]
        if self.turned:
            by_kernel = [row[::-1] for row in by_kernel[::-1]]
        return by_kernel, add(*(g for row in above for g in row)), trimmed(by_image, self.padding)


def relu(image: Map) -> Map:
    """Nothing below 0."""
    return [[max(Fraction(0), x) for x in row] for row in image]


def through_relu(image: Map, above: Map) -> Map:
    """The gradient where the number is above 0."""
    found = zeros(len(image), len(image[0]))
    for i, j in places(image):
        if image[i][j] > 0:
            found[i][j] = above[i][j]
    return found


def pooled(image: Map, window: Window, kind: str) -> Map:
    """The greatest number or the mean under each window."""
    found = zeros(window.height, window.width)
    for i, j in window.laid():
        numbers = [image[a][b] for a, b in window.at((i, j))]
        found[i][j] = max(numbers) if kind == "max-pool" else add(*numbers) / len(numbers)
    return found


def through_pool(image: Map, window: Window, kind: str, above: Map) -> Map:
    """The gradient to the first of the greatest numbers, or to all alike."""
    found = zeros(len(image), len(image[0]))
    for i, j in window.laid():
        under = window.at((i, j))
        if kind == "max-pool":
            greatest = max(image[a][b] for a, b in under)
            under = [next(place for place in under if image[place[0]][place[1]] == greatest)]
        for a, b in under:
            found[a][b] += above[i][j] / len(under)
    return found


class Everywhere(Window):
    """A window as large as the map."""

    def __init__(self, image: Map):
        super().__init__(image, 1, 1)
        self.under, self.height, self.width = list(places(image)), 1, 1

    def at(self, place: Place) -> list[Place]:
        """Every place of the map."""
        return self.under


def ties(image: Map, window: Window) -> list[Fraction]:
    """How far the second greatest number of each window is from the greatest."""
    found = []
    for place in window.laid():
        first, *others = sorted((image[a][b] for a, b in window.at(place)), reverse=True)
        found += [first - others[0]] if others else []
    return found


def drawn_image(draw: Draw) -> Map:
    """An image of few different numbers."""
    few = [Fraction(0), *draw.row(3), Fraction(1, 10)]
    height, width = draw.randint(3, 5), draw.randint(3, 4)
    return [[draw.choice(few) for _ in range(width)] for _ in range(height)]


def drawn_kernel(draw: Draw, size: int) -> Map:
    """A kernel of small numbers."""
    kernel = zeros(size, size)
    for i, j in places(kernel):
        kernel[i][j] = draw.choice([Fraction(-1), Fraction(0), Fraction(1), HALF, draw.tenths(9)])
    return kernel


def learned(old: Map, rate: Fraction, slopes: Map) -> Map:
    """Every number against its slope."""
    new = zeros(len(old), len(old[0]))
    for i, j in places(old):
        new[i][j] = old[i][j] - rate * slopes[i][j]
    return new


def flat(image: Map) -> list[Fraction]:
    """The numbers of a map in a row."""
    return [x for row in image for x in row]


def drawn_layer(draw: Draw) -> tuple[Map, Convolution, dict]:
    """An image, a convolution whose bias makes one of its places exactly 0, and both as keys of a problem."""
    image, kernel = drawn_image(draw), drawn_kernel(draw, 2)
    stride, padding, turned = draw.choice([1, 1, 2]), draw.choice([0, 0, 1]), draw.chance(0.4)
    conv = Convolution(image, kernel, Fraction(0), stride, padding, turned)
    conv.bias = -draw.choice(flat(conv.forward())) if draw.chance(0.7) else draw.tenths()
    written = {"kernel": kernel, "bias": conv.bias, "stride": stride, "padding": padding}
    keys = {"input": image, "operation": "convolution" if turned else "cross-correlation"}
    return image, conv, keys | {"conv": written}


def maps(draw: Draw) -> Case:
    """Convolution, ReLU and pooling, and a gradient of whole numbers back through all of it."""
    _, conv, keys = drawn_layer(draw)
    first = conv.forward()
    second = relu(first)
    kind = draw.choice(["max-pool", "max-pool", "avg-pool"])
    size = min(draw.choice([1, 2, 2]), len(second), len(second[0]))
    window = Window(second, size, draw.choice([1, size]))
    layer: dict | str = {kind: {"size": size, "stride": window.stride}}
    if draw.chance(0.3):
        window, layer = Everywhere(second), f"global-{kind}"
    third = pooled(second, window, kind)
    above = [[Fraction(draw.randint(-2, 2)) for _ in row] for row in third]
    by_relu = through_pool(second, window, kind, above)
    by_conv = through_relu(first, by_relu)
    by_kernel, by_bias, by_image = conv.back(by_conv)
    expected: dict[str, Value] = {"conv1": first, "relu1": second, "pool1": third}
    expected |= {"dE/drelu1": by_relu, "dE/dconv1": by_conv, "dE/dK1": by_kernel, "dE/db1": by_bias, "dE/dX": by_image}
    where_written: dict[str, Value] = {f"conv1[{i},{j}]": first[i][j] for i, j in places(first)}
    where_written |= {f"pool1[{i},{j}]": third[i][j] for i, j in places(third)} | {"pool1[0]": third[0][0]}
    layers = [{"conv": keys.pop("conv")}, "relu", layer]
    gradient = above[0] if isinstance(window, Everywhere) else above
    decided = flat(first) + (ties(second, window) if kind == "max-pool" else [])
    return Case(
        problem("convolution", layers=layers, gradient=gradient, **keys), expected, where_written, decided=decided
    )


def classified(draw: Draw) -> Case:
    """Convolution, ReLU and a dense layer, whose output often is the target exactly; one step of learning."""
    _, conv, keys = drawn_layer(draw)
    first = conv.forward()
    signals = flat(relu(first))
    units, rate = draw.randint(1, 2), draw.choice([Fraction(1, 10), HALF])
    weights = [[Fraction(draw.randint(-2, 2), 2) for _ in signals] for _ in range(units)]
    bias = draw.row(units)
    outs = [dot(row, signals) + b for row, b in zip(weights, bias, strict=True)]
    targets = [out if draw.chance(0.5) else draw.tenths() for out in outs]
    slopes = [out - t for out, t in zip(outs, targets, strict=True)]
    back = [dot(column, slopes) for column in zip(*weights, strict=True)]
    width = len(first[0])
    by_relu = [back[k : k + width] for k in range(0, len(back), width)]
    by_kernel, by_bias, _ = conv.back(through_relu(first, by_relu))
    expected: dict[str, Value] = {"conv1": first, "dense1": [outs], "E": HALF * dot(slopes, slopes)}
    by_weights = [[g * x for x in signals] for g in slopes]
    expected |= {"dE/ddense1": [slopes], "dE/dW1": by_weights, "dE/dflatten1": [back]}
    expected |= {"dE/dK1": by_kernel, "dE/db1": by_bias}
    expected["new_W1"] = learned(weights, rate, by_weights)
    expected["new_K1"] = learned(keys["conv"]["kernel"], rate, by_kernel)
    expected["new_b1"] = conv.bias - rate * by_bias
    layers = [{"conv": keys.pop("conv")}, "relu", "flatten", {"dense": {"weights": weights, "bias": bias}}]
    written = problem(
        "convolution", layers=layers, targets=targets, loss="half squared error", learning_rate=rate, **keys
    )
    return Case(written, expected, decided=[*flat(first), *slopes])


def added(one: Map, other: Map) -> Map:
    """The sum of two maps, place by place."""
    total = zeros(len(one), len(one[0]))
    for i, j in places(one):
        total[i][j] = one[i][j] + other[i][j]
    return total


def channels(draw: Draw) -> Case:
    """Two channels that cancel each other under one kernel each, through ReLU and back."""
    image, conv, keys = drawn_layer(draw)
    other = zeros(len(image), len(image[0]))
    for i, j in places(image):
        other[i][j] = draw.choice([-1, -1, 1]) * image[i][j]
    kernel = keys["conv"].pop("kernel")
    second = Convolution(other, kernel, Fraction(0), conv.window.stride, conv.padding, conv.turned)
    total = added(conv.forward(), second.forward())
    above = [[Fraction(draw.randint(-2, 2)) for _ in row] for row in total]
    by_conv = through_relu(total, above)
    expected: dict[str, Value] = {"conv1": total, "relu1": relu(total), "dE/dconv1": by_conv}
    for name, part in (("R", conv), ("G", second)):
        by_kernel, by_bias, by_image = part.back(by_conv)
        expected |= {f"dE/dK1_{name}": by_kernel, f"dE/dX_{name}": by_image, "dE/db1": by_bias}
    layers = [{"conv": keys.pop("conv") | {"kernel": {"R": kernel, "G": kernel}}}, "relu"]
    keys["input"] = {"R": image, "G": other}
    return Case(problem("convolution", layers=layers, gradient=above, **keys), expected, decided=flat(total))


def several(draw: Draw) -> Case:
    """Two kernels, whose maps are counted apart, forward alone; softmax of equal sums behind a dense layer."""
    if draw.chance(0.5):
        return _equal_sums(draw)
    image, conv, keys = drawn_layer(draw)
    other_kernel = drawn_kernel(draw, 2)
    other = Convolution(image, other_kernel, draw.tenths(), conv.window.stride, conv.padding, conv.turned)
    found = [conv.forward(), other.forward()]
    expected: dict[str, Value] = {}
    for k, image_of in enumerate(found, 1):
        expected |= {f"conv1_{k}": image_of, f"relu1_{k}": relu(image_of)}
    written = keys.pop("conv")
    both = {"kernels": [written.pop("kernel"), other_kernel], "bias": [conv.bias, other.bias]}
    layers = [{"conv": written | both}, "relu"]
    return Case(problem("convolution", layers=layers, **keys), expected, decided=flat(found[0]) + flat(found[1]))


def _equal_sums(draw: Draw) -> Case:
    image = drawn_image(draw)
    signals = flat(image)
    weights = [[draw.tenths(9) for _ in signals] for _ in range(2)]
    sums = [dot(row, signals) for row in weights]
    bias = [sums[1] - sums[0] if draw.chance(0.7) else draw.tenths(), Fraction(0)]
    sums = [add(*pair) for pair in zip(sums, bias, strict=True)]
    outs: list[Number] = softmax(sums)
    expected: dict[str, Value] = {"flatten1": [signals], "dense1": [sums], "softmax1": [outs]}
    layers = ["flatten", {"dense": {"weights": weights, "bias": bias}}, "softmax"]
    return Case(problem("convolution", input=image, layers=layers), expected, decided=[minus(*sums)])


GENERATORS = {"convolution": [maps, maps, maps, classified, classified, channels, several]}
