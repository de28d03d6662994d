"""Linear units: sums exactly on the border, margins of exactly 1, equal sums of several outputs."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from .arithmetic import add, divided, dot, mean, root, sign
from .case import Case, Draw, Number, Value, problem

CLASSES = {"letters": ("N", "P"), "binary": (0, 1), "bipolar": (-1, 1)}


def drawn_points(draw: Draw, weights: Sequence[Fraction], bias: Fraction, level: Fraction) -> list[list[Fraction]]:
    """Points, many of which have the sum ``level`` exactly."""
    points = []
    for _ in range(draw.randint(2, 4)):
        point = draw.row(len(weights))
        if draw.chance(0.6):
            k = draw.randrange(len(weights))
            rest = add(*(w * x for j, (w, x) in enumerate(zip(weights, point, strict=True)) if j != k), bias)
            exact = (level - rest) / weights[k]
            if 1000 % exact.denominator == 0:
                point[k] = exact
        points.append(point)
    return points


def drawn_weights(draw: Draw, count: int) -> list[Fraction]:
    """Weights that divide decimals into decimals, signs as they come."""
    return [draw.choice([-1, 1]) * draw.choice([1, 2, 4, 5, 8]) * Fraction(1, 10) for _ in range(count)]


def classify(draw: Draw) -> Case:
    """One output: the class of a sum that is 0 is the one the problem says."""
    weights = drawn_weights(draw, draw.randint(1, 3))
    bias, sharp = draw.tenths(), draw.chance(0.5)
    outputs = draw.choice(list(CLASSES))
    points = drawn_points(draw, weights, bias, Fraction(0))
    sums = [dot(weights, point) + bias for point in points]
    keys = {"threshold": -bias} if draw.chance(0.4) else {"bias": bias}
    if draw.chance(0.3):
        keys["distance"] = True
    positive = [z > 0 or (z == 0 and not sharp) for z in sums]
    expected: dict[str, Value] = {f"{k}.net": z for k, z in enumerate(sums, 1)}
    where_written: dict[str, Value] = {}
    if outputs != "letters":
        where_written = {f"{k}.out": CLASSES[outputs][above] for k, above in enumerate(positive, 1)}
    length = root(dot(weights, weights))
    where_written |= {f"{k}.distance": divided(z, length) for k, z in enumerate(sums, 1)}
    says = []
    if outputs == "letters":  # the last column of the table of the points
        says = [f", so {'P' if above else 'N'}" for above in positive]
    wrong = draw.chance(0.3)
    targets = [[CLASSES[outputs][above != wrong]] for above in positive]
    if draw.chance(0.5):
        points = [point + target for point, target in zip(points, targets, strict=True)]
        says = ["Not classified as it should be" if wrong else "as it should be"]
    border = "negative" if sharp else "positive"
    written = problem("classify", weights=weights, points=points, outputs=outputs, on_border=border, **keys)
    return Case(written, expected, where_written, says=says, decided=sums)


def largest(draw: Draw) -> Case:
    """Several outputs: of equal sums the first counts."""
    count, size = draw.randint(2, 3), draw.randint(1, 2)
    point = draw.row(size)
    rows = [draw.row(size) for _ in range(count)]
    bias = [draw.tenths() for _ in rows]
    goal = dot(rows[0], point) + bias[0]
    for k in range(1, count):
        if draw.chance(0.7):
            bias[k] = goal - dot(rows[k], point)
    points = [point, draw.row(size)]
    expected: dict[str, Value] = {}
    decided: list[Number] = []
    for k, x in enumerate(points, 1):
        sums = [dot(row, x) + b for row, b in zip(rows, bias, strict=True)]
        expected |= {f"{k}.net_{j}": z for j, z in enumerate(sums, 1)}
        expected[f"{k}.class"] = 1 + sums.index(max(sums))
        first, second = sorted(sums)[-2:]
        decided.append(second - first)
    written = problem("classify", weights=rows, bias=bias, points=points, outputs="largest")
    return Case(written, expected, decided=decided)


def step(z: Number, outputs: str, sharp: bool, dead_zone: Fraction) -> int:
    """The output of a perceptron."""
    if outputs == "three-valued":
        return sign(z) if abs(z) > dead_zone else 0
    above = z > 0 or (z == 0 and not sharp)
    return CLASSES[outputs][above]


def separable(points: Sequence[Sequence[Fraction]], targets: Sequence[int]) -> bool:
    """Whether a line (in one dimension a place) lies between the points of both classes."""
    yes = [(*point, Fraction(0))[:2] for point, t in zip(points, targets, strict=True) if t > 0]
    no = [(*point, Fraction(0))[:2] for point, t in zip(points, targets, strict=True) if t <= 0]
    return not any(meet(a, b) for a in hull(yes) for b in hull(no))


def hull(points: Sequence[tuple]) -> list[Sequence[tuple]]:
    """The triangles, segments and points that the hull of few points is made of."""
    return [part for size in (1, 2, 3) for part in combinations(points, size)]


def side(a: tuple, b: tuple, c: tuple) -> int:
    """On which side of a → b the point c lies; 0 on the line."""
    return sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))


def within(point: tuple, shape: Sequence[tuple]) -> bool:
    """Whether a point lies in a triangle, on a segment or at a point."""
    corners = [shape[0], shape[1 % len(shape)], shape[2 % len(shape)]]
    if len(shape) < 3 or side(*corners) == 0:
        box = all(min(c[k] for c in shape) <= point[k] <= max(c[k] for c in shape) for k in (0, 1))
        return box and all(side(a, b, point) == 0 for a, b in combinations(shape, 2))
    turns = {side(corners[k], corners[(k + 1) % 3], point) for k in range(3)}
    return not {-1, 1} <= turns


def meet(a: Sequence[tuple], b: Sequence[tuple]) -> bool:
    """Whether two of the shapes have a point in common."""
    if any(within(point, b) for point in a) or any(within(point, a) for point in b):
        return True
    edges = [(p, q) for p in combinations(a, 2) for q in combinations(b, 2)]
    return any(side(*p, q[0]) * side(*p, q[1]) < 0 and side(*q, p[0]) * side(*q, p[1]) < 0 for p, q in edges)


def perceptron(draw: Draw) -> Case:
    """A perceptron learns, its sums often exactly on the border, until an epoch has no error."""
    outputs = draw.choice(["binary", "bipolar", "bipolar", "three-valued"])
    rule = draw.choice(["delta", "target"] if outputs != "binary" else ["delta", "add-subtract"])
    rate = draw.choice([Fraction(1, 10), Fraction(1, 2), Fraction(1)])
    weights, bias = drawn_weights(draw, draw.randint(1, 2)), draw.tenths(10)
    sharp, dead_zone = draw.chance(0.5), draw.choice([Fraction(1, 10), Fraction(1, 5)])
    points = drawn_points(draw, weights, bias, dead_zone if outputs == "three-valued" else Fraction(0))
    targets = [draw.choice([0, 1] if outputs == "binary" else [-1, 1]) for _ in points]
    most = draw.randint(1, 4)
    keys: dict[str, object] = {"rule": rule, "outputs": outputs, "epochs": most}
    if rule != "add-subtract":
        keys["learning_rate"] = rate
    if outputs == "three-valued":
        keys["dead_zone"] = dead_zone
    else:
        keys["on_border"] = "negative" if sharp else "positive"
    rows = [[*point, target] for point, target in zip(points, targets, strict=True)]
    written = problem("perceptron", points=rows, weights=weights, bias=bias, **keys)

    where_written: dict[str, Value] = {}
    decided: list[Number] = []
    updates = 0
    for epoch in range(1, most + 1):
        errors = 0
        for visit, (x, t) in enumerate(zip(points, targets, strict=True), 1):
            z = dot(weights, x) + bias
            y = step(z, outputs, sharp, dead_zone)
            decided.append(abs(z) - (dead_zone if outputs == "three-valued" else 0))
            where_written |= {f"{epoch}.{visit}.net": z, f"{epoch}.{visit}.out": y}
            if y != t:
                errors += 1
                factor = rate * {"delta": t - y, "target": t}.get(rule, 0) if rule != "add-subtract" else sign(t - y)
                weights = [w + factor * part for w, part in zip(weights, x, strict=True)]
                bias += factor
        updates += errors
        if not errors:
            break
    parted = separable(points, targets)
    denies = ["The points cannot be separated" if parted else "The points can be separated"]
    says = [f"Converged: epoch {epoch} has no error."] if not errors else ["Stopped at the limit"]
    expected: dict[str, Value] = {f"new_w{k}": w for k, w in enumerate(weights, 1)}
    expected |= {"new_b": bias, "epochs": epoch, "updates": updates}
    if outputs == "three-valued":  # the classes are a strip apart, so that other points can be separated
        denies = []
    return Case(written, expected, where_written, says=says, denies=denies, decided=decided)


def linear_sgd(draw: Draw) -> Case:
    """Sub-gradients at margins that are exactly 1 (hinge) or 0 (perceptron), at each convention of the kink."""
    loss = draw.choice(["hinge", "hinge", "perceptron"])
    margin = Fraction(1 if loss == "hinge" else 0)
    rate, kink = draw.choice([Fraction(1, 10), Fraction(1, 2)]), draw.choice(["zero", "slope"])
    weights, bias = drawn_weights(draw, draw.randint(1, 2)), draw.tenths(10)
    points = drawn_points(draw, weights, bias, margin * draw.choice([-1, 1]))
    targets = [draw.choice([-1, 1]) for _ in points]
    batch, count = draw.choice([1, "all"]), draw.randint(1, 3)
    keys: dict[str, object] = {"loss": loss, "learning_rate": rate, "at_kink": kink, "batch": batch, "epochs": count}
    reduction = draw.choice(["mean", "sum"])
    if batch == "all":
        keys["reduction"] = reduction
    strength = draw.choice([Fraction(0), Fraction(0), Fraction(1, 10)])
    if strength:  # λΣ|w|, whose slope is 0 at a weight of 0
        keys["penalty"] = {"norm": "L1", "strength": strength}
        weights[0] = draw.choice([Fraction(0), weights[0], rate * strength])
    rows = [[*point, target] for point, target in zip(points, targets, strict=True)]
    written = problem("linear-sgd", points=rows, weights=weights, bias=bias, **keys)

    where_written: dict[str, Value] = {}
    decided: list[Number] = []
    share = Fraction(1, len(points)) if (batch, reduction) == ("all", "mean") else Fraction(1)
    for epoch in range(1, count + 1):
        losses: list[Number] = []
        total = [Fraction(0)] * (len(weights) + 1)
        for visit, (x, y) in enumerate(zip(points, targets, strict=True), 1):
            f = dot(weights, x) + bias
            losses.append(max(Fraction(0), margin - y * f))
            inside = y * f < margin or (y * f == margin and kink == "slope")
            slope = -y if inside else 0
            decided.append(y * f - margin)
            where_written |= {f"{epoch}.{visit}.f": f, f"{epoch}.{visit}.L": losses[-1]}
            where_written[f"{epoch}.{visit}.dL/df"] = slope
            slopes = [slope * part for part in (*x, 1)]
            if batch == 1:
                slopes = penalised(weights, strength, slopes)
                weights, bias = stepped(weights, bias, rate, slopes)
            total = [a + b for a, b in zip(total, slopes, strict=True)]
        if batch == "all":
            total = penalised(weights, strength, [share * part for part in total])
            weights, bias = stepped(weights, bias, rate, total)
    expected: dict[str, Value] = {f"new_w{k}": w for k, w in enumerate(weights, 1)}
    expected |= {"new_b": bias, "average_L": mean(losses)}
    return Case(written, expected, where_written, decided=decided)


def penalised(weights: Sequence[Fraction], strength: Fraction, slopes: Sequence[Fraction]) -> list[Fraction]:
    """The slopes with those of λΣ|w|; the bias, the last of them, is not penalised."""
    return [g + strength * sign(w) for w, g in zip([*weights, Fraction(0)], slopes, strict=True)]


def stepped(weights: Sequence[Fraction], bias: Fraction, rate: Fraction, slopes: Sequence[Fraction]) -> tuple:
    """Weights and bias against their slopes."""
    return [w - rate * g for w, g in zip(weights, slopes, strict=False)], bias - rate * slopes[-1]


GENERATORS = {"classify": [classify, classify, largest], "perceptron": [perceptron], "linear-sgd": [linear_sgd]}
