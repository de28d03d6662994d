"""Fits without a residual, samples that are all equal or have an entry at the mean, columns of tied numbers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from .arithmetic import HALF, add, divided, dot, exp, log, mean, minus, root, times
from .case import Case, Draw, Number, Value, problem


def fit(x: Sequence[Fraction], y: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """The constant and the slope of the line of least squares."""
    off = [part - mean(x) for part in x]
    slope = dot(off, y) / dot(off, off)
    return mean(y) - slope * mean(x), slope


def quality(y: Sequence[Fraction], predicted: Sequence[Number]) -> dict[str, Value]:
    """Residuals and their squares, R² and RMSE."""
    residuals = [minus(t, p) for t, p in zip(y, predicted, strict=True)]
    off = [t - mean(y) for t in y]
    squares, total = dot(residuals, residuals), dot(off, off)
    found: dict[str, Value] = {"SS_res": squares, "SS_tot": total, "mean_y": mean(y)}
    found["RMSE"] = root(divided(squares, len(y)))
    for k, (p, e) in enumerate(zip(predicted, residuals, strict=True), 1):
        found |= {f"predicted_{k}": p, f"residual_{k}": e}
    return found | ({"R2": minus(1, divided(squares, total))} if total else {})


def points(draw: Draw) -> tuple[list[Fraction], list[Fraction]]:
    """Points that mostly lie on a line, or all at one height."""
    count = draw.randint(3, 5)
    x = [Fraction(value, 10) for value in draw.sample(range(-20, 21), count)]
    slope = Fraction(0) if draw.chance(0.2) else draw.tenths()
    y = [draw.tenths() + slope * part for part in x[:1]]
    y = [y[0] + slope * (part - x[0]) for part in x]
    if draw.chance(0.3):
        y[draw.randrange(count)] += draw.tenths()
    return x, y


def line(draw: Draw) -> Case:
    """A line in closed form; the residuals of points on it are exactly 0."""
    x, y = points(draw)
    constant, slope = fit(x, y)
    new = draw.tenths()
    expected: dict[str, Value] = {"b0": constant, "b1": slope, "prediction_1": constant + slope * new}
    expected |= quality(y, [constant + slope * part for part in x])
    by = draw.choice(["sums", "elimination", "inverse"])
    written = problem("regression", data={"x": x, "y": y}, by=by, predict={"x": [new]})
    return Case(written, expected, decided=[e for name, e in expected.items() if name.startswith("residual")])


def plane(draw: Draw) -> Case:
    """Two variables, all points on a plane, one of whose coefficients often is 0."""
    while True:
        x, z = draw.row(4), draw.row(4)
        off_x, off_z = [part - mean(x) for part in x], [part - mean(z) for part in z]
        if dot(off_x, off_x) * dot(off_z, off_z) != dot(off_x, off_z) ** 2:
            break
    coefficients = [draw.tenths(), draw.choice([Fraction(0), draw.tenths()]), draw.tenths()]
    y = [dot(coefficients, (1, a, b)) for a, b in zip(x, z, strict=True)]
    expected: dict[str, Value] = {f"b{k}": value for k, value in enumerate(coefficients)} | quality(y, y)
    by = draw.choice(["elimination", "inverse"])
    written = problem("regression", data={"x": x, "z": z, "y": y}, target="y", by=by)
    return Case(written, expected, decided=[Fraction(0)] * 4)


# What stands before the sum of the squared errors, by the number of rows.
FACTORS = {
    "mean": lambda n: Fraction(1, n),
    "half mean": lambda n: Fraction(1, 2 * n),
    "sum": lambda n: Fraction(1),
    "half sum": lambda n: HALF,
}


def walked(draw: Draw) -> Case:
    """Gradient descent that starts at the exact fit, where nothing moves, or elsewhere."""
    x, y = points(draw)
    best = fit(x, y)
    at_best = all(1000 % value.denominator == 0 for value in best) and draw.chance(0.6)
    constant, slope = best if at_best else (draw.tenths(), draw.tenths())
    loss, rate, count = (
        draw.choice(list(FACTORS)),
        draw.choice([Fraction(1, 10), Fraction(1, 100)]),
        draw.choice([1, 2, 3, 8]),
    )
    start = {"b0": constant, "b1": slope}
    factor = FACTORS[loss](len(x))
    where_written: dict[str, Value] = {}
    decided: list[Number] = []
    for k in range(count):
        errors = [constant + slope * part - t for part, t in zip(x, y, strict=True)]
        gradient = 2 * factor * add(*errors), 2 * factor * dot(errors, x)
        decided += [*errors, *gradient]
        where_written |= {f"L@{k}": factor * dot(errors, errors)}
        where_written |= {f"dL@{k}/db0@{k}": gradient[0], f"dL@{k}/db1@{k}": gradient[1]}
        where_written |= {f"error_{j}@{k}": -e for j, e in enumerate(errors, 1)}
        constant, slope = constant - rate * gradient[0], slope - rate * gradient[1]
    expected: dict[str, Value] = {"b0": constant, "b1": slope}
    expected |= quality(y, [constant + slope * part for part in x])
    keys = {"method": "gradient descent", "loss": loss, "learning_rate": rate, "iterations": count, "start": start}
    return Case(problem("regression", data={"x": x, "y": y}, **keys), expected, where_written, decided=decided)


def logistic(draw: Draw) -> Case:
    """Scores of exactly 0 are class 1 (p ≥ ½); gradients of a symmetric start cancel."""
    x = [draw.tenths(9) for _ in range(draw.randint(2, 4))]
    x += [-part for part in x] if draw.chance(0.5) else []
    y = [draw.choice([0, 1]) for _ in x]
    y[:2] = [0, 1]
    rate = draw.choice([Fraction(1, 10), HALF])
    slope = draw.choice([Fraction(0), draw.tenths()])
    constant = -slope * draw.choice(x)
    start = {"b0": constant, "b1": slope}
    scores = [constant + slope * part for part in x]
    outs = [divided(1, add(1, exp(-z))) for z in scores]
    errors = [minus(p, t) for p, t in zip(outs, y, strict=True)]
    losses = [times(-1, log(p if t else minus(1, p))) for p, t in zip(outs, y, strict=True)]
    gradient = mean(errors), divided(dot(errors, x), len(x))
    where_written: dict[str, Value] = {"L@0": mean(losses), "dL@0/db0@0": gradient[0], "dL@0/db1@0": gradient[1]}
    where_written |= {f"score_{k}@0": z for k, z in enumerate(scores, 1)}
    where_written |= {f"predicted_{k}@0": p for k, p in enumerate(outs, 1)}
    new = minus(constant, times(rate, gradient[0])), minus(slope, times(rate, gradient[1]))
    scores = [add(new[0], times(new[1], part)) for part in x]
    right = sum(1 for z, t in zip(scores, y, strict=True) if (z >= 0) == bool(t))
    expected: dict[str, Value] = {"b0": new[0], "b1": new[1], "accuracy": Fraction(right, len(y))}
    expected |= {f"score_{k}": z for k, z in enumerate(scores, 1)}
    written = problem(
        "regression",
        model="logistic",
        data={"x": x, "y": y},
        loss="mean",
        learning_rate=rate,
        iterations=1,
        start=start,
    )
    return Case(written, expected, where_written, decided=[*where_written.values(), *scores])


def balanced(draw: Draw, weights: Sequence[Fraction]) -> list[Fraction]:
    """Numbers x with Σw + x₂·Σw·x = 0: one step from zeros leads to a line that is exactly 0 at x₂."""
    while True:
        x = draw.row(len(weights))
        x[1] = draw.choice([-1, 1]) * draw.choice([HALF, Fraction(1), Fraction(2), Fraction(2, 5)])
        rest = dot(weights[1:], x[1:])
        x[0] = (-add(*weights) / x[1] - rest) / weights[0]
        if 1000 % x[0].denominator == 0:
            return x


def undecided(draw: Draw) -> Case:
    """Logistic regression whose step leads to a score of exactly 0 at a row, and at a new one: class 1."""
    y = [1, *(draw.choice([0, 1]) for _ in range(draw.randint(1, 4))), 0]
    errors = [HALF - t for t in y]
    x = balanced(draw, errors)
    rate = draw.choice([Fraction(1, 10), HALF, Fraction(3, 10)])
    gradient = mean(errors), dot(errors, x) / len(x)
    constant, slope = -rate * gradient[0], -rate * gradient[1]
    scores = [constant + slope * part for part in x]
    right = sum(1 for z, t in zip(scores, y, strict=True) if (z >= 0) == bool(t))
    expected: dict[str, Value] = {"b0": constant, "b1": slope, "accuracy": Fraction(right, len(y))}
    expected |= {f"score_{k}": z for k, z in enumerate(scores, 1)}
    where_written: dict[str, Value] = {"dL@0/db0@0": gradient[0], "dL@0/db1@0": gradient[1]}
    keys = {"model": "logistic", "loss": "mean", "learning_rate": rate, "iterations": 1}
    written = problem("regression", data={"x": x, "y": y}, predict={"x": [x[1]]}, **keys)
    return Case(written, expected, where_written, decided=scores)


def softmax_classes(draw: Draw) -> Case:
    """A step that leads to equal scores of two classes at a row: the first of them is predicted."""
    names = "abc"
    y = ["a", "b", "c", *(draw.choice("abc") for _ in range(draw.randint(0, 2)))]
    first, second = draw.choice(["ab", "ac"])
    x = balanced(draw, [Fraction((label == first) - (label == second)) for label in y])
    rate = draw.choice([Fraction(1, 10), HALF, Fraction(3, 10)])
    expected: dict[str, Value] = {}
    where_written: dict[str, Value] = {}
    lines = []
    for name in names:
        errors = [Fraction(1, 3) - (name == label) for label in y]
        gradient = mean(errors), dot(errors, x) / len(x)
        lines.append((-rate * gradient[0], -rate * gradient[1]))
        expected |= {f"b0_{name}": lines[-1][0], f"b1_{name}": lines[-1][1]}
        where_written |= {f"dL@0/db0_{name}@0": gradient[0], f"dL@0/db1_{name}@0": gradient[1]}
        where_written |= {f"predicted_{k}_{name}@0": Fraction(1, 3) for k in range(1, len(x) + 1)}
    right = 0
    decided: list[Number] = []
    for k, (part, label) in enumerate(zip(x, y, strict=True), 1):
        scores = [constant + slope * part for constant, slope in lines]
        right += names[scores.index(max(scores))] == label
        decided.append(sorted(scores)[-1] - sorted(scores)[-2])
        expected |= {f"score_{k}_{name}": score for name, score in zip(names, scores, strict=True)}
    expected["accuracy"] = Fraction(right, len(x))
    keys = {"model": "softmax", "loss": "mean", "learning_rate": rate, "iterations": 1}
    return Case(problem("regression", data={"x": x, "y": y}, **keys), expected, where_written, decided=decided)


def column(draw: Draw) -> list[Fraction]:
    """Numbers of which one is exactly the mean, or all are equal, or some."""
    count, kind = draw.randint(2, 4), draw.random()
    if kind < 0.2:
        return [draw.decimal()] * count
    numbers = draw.row(count)
    if kind < 0.7 and 100 % mean(numbers).denominator == 0:
        return [*numbers, mean(numbers)]
    return numbers


def standardize(draw: Draw) -> Case:
    """z-scores: 0 for what is at the mean; refused where all values are equal."""
    numbers, variance = column(draw), draw.choice(["population", "sample"])
    off = [x - mean(numbers) for x in numbers]
    square = dot(off, off) / (len(off) - (variance == "sample"))
    new = draw.choice([draw.tenths(), numbers[0]])
    data = {"x": numbers}
    written = problem("normalize", method="standardize", variance=variance, data=data, new={"x": [new]})
    if not square:
        return Case(written, {}, decided=off, refused="all values of x are equal")
    sigma = root(square)
    expected: dict[str, Value] = {"mean": mean(numbers), "variance": square, "sigma": sigma}
    expected |= {f"z_x[{k}]": divided(d, sigma) for k, d in enumerate(off, 1)}
    expected["z_new_x[1]"] = divided(new - mean(numbers), sigma)
    return Case(written, expected, decided=off)


def min_max(draw: Draw) -> Case:
    """Ends that come out as exactly 0 and 1, or as the ends of another range."""
    numbers = column(draw)
    low, high = draw.choice([(0, 1), (-1, 1), (Fraction(1, 10), Fraction(9, 10))])
    least, greatest = min(numbers), max(numbers)
    new = draw.choice([least, draw.tenths()])
    written = problem("normalize", method="min-max", data={"x": numbers}, range=[low, high], new={"x": [new]})
    if least == greatest:
        return Case(written, {}, decided=[Fraction(0)], refused="all values of x are equal")
    names = [f"x[{k}]" for k in range(1, len(numbers) + 1)] + ["new_x[1]"]
    expected: dict[str, Value] = {"min": least, "max": greatest}
    for name, x in zip(names, [*numbers, new], strict=True):
        expected[f"scaled_{name}"] = low + (high - low) * (x - least) / (greatest - least)
    return Case(written, expected, decided=[x - least for x in numbers] + [x - greatest for x in numbers])


def normed(numbers: Sequence[Fraction], epsilon: Fraction) -> tuple[Fraction, Number, list[Number]]:
    """Variance, root and the normalised numbers."""
    off = [x - mean(numbers) for x in numbers]
    variance = dot(off, off) / len(off)
    deviation = root(variance + epsilon)
    return variance, deviation, [divided(d, deviation) for d in off]


def columns(draw: Draw) -> Case:
    """Several columns, each by its own mean and deviation."""
    expected: dict[str, Value] = {}
    decided: list[Number] = []
    data = {}
    for name in "xy":
        numbers = [draw.tenths(), draw.tenths()]
        numbers.append(mean(numbers) if numbers[0] != numbers[1] else numbers[0] + Fraction(1, 10))
        variance, deviation, hats = normed(numbers, Fraction(0))
        expected |= {f"mean_{name}": mean(numbers), f"variance_{name}": variance, f"sigma_{name}": deviation}
        expected |= {f"z_{name}[{k}]": hat for k, hat in enumerate(hats, 1)}
        decided += hats
        data[name] = numbers
    written = problem("normalize", method="standardize", variance="population", data=data)
    return Case(written, expected, decided=decided)


def sent_back(hats: Sequence[Number], above: Sequence[Number], deviation: Number) -> list[Number]:
    """∂L/∂x: (n·g − Σg − x̂·Σg·x̂)/(n·√…)."""
    count = len(hats)
    total, weighted = add(*above), dot(above, hats)
    return [
        divided(add(times(count, g), times(-1, total), times(-1, hat, weighted)), times(count, deviation))
        for g, hat in zip(above, hats, strict=True)
    ]


def drawn_upstream(draw: Draw, hats: Sequence[Number]) -> list[Fraction]:
    """Gradients from above that are all equal, which lets nothing through, or any."""
    return [draw.tenths()] * len(hats) if draw.chance(0.4) else draw.row(len(hats))


def batch_norm(draw: Draw) -> Case:
    """Equal numbers have the variance 0, equal gradients send back 0."""
    numbers, epsilon = column(draw), draw.choice([Fraction(1, 100), Fraction(1, 4), Fraction(0)])
    gamma, beta = draw.tenths() or Fraction(1), draw.tenths()
    variance, deviation, hats = normed(numbers, epsilon or Fraction(1))
    written: dict[str, object] = {"method": "batch norm", "data": {"x": numbers}, "epsilon": epsilon}
    if not epsilon:
        if not variance:
            return batch_norm(draw)  # 0 under the root: nothing to divide by
        variance, deviation, hats = normed(numbers, epsilon)
    above = drawn_upstream(draw, hats)
    written |= {"gamma": gamma, "beta": beta, "upstream": {"x": above}}
    expected: dict[str, Value] = {"mean": mean(numbers), "variance": variance, "root": deviation}
    expected |= {"dL/dgamma": dot(above, hats), "dL/dbeta": add(*above)}
    back = sent_back(hats, [times(gamma, g) for g in above], deviation)
    for k, (hat, g) in enumerate(zip(hats, back, strict=True), 1):
        expected |= {f"hat_x[{k}]": hat, f"y_x[{k}]": add(times(gamma, hat), beta), f"dL/dx[{k}]": g}
    where_written: dict[str, Value] = {f"closed_x[{k}]": g for k, g in enumerate(back, 1)}
    decided = [*hats, *back, variance]
    return Case(problem("normalize", **written), expected, where_written, decided=decided)


def layer_norm(draw: Draw) -> Case:
    """The same along the rows."""
    rows = [column(draw)]
    rows += [draw.row(len(rows[0])) for _ in range(draw.randint(0, 1))]
    epsilon = draw.choice([Fraction(1, 100), Fraction(1, 4)])
    names = "abcde"[: len(rows[0])]
    expected: dict[str, Value] = {}
    where_written: dict[str, Value] = {}
    aboves, decided = [], []
    for k, row in enumerate(rows, 1):
        at = f"@{k}" if len(rows) > 1 else ""
        variance, deviation, hats = normed(row, epsilon)
        aboves.append(drawn_upstream(draw, hats))
        back = sent_back(hats, aboves[-1], deviation)
        expected |= {f"mean{at}": mean(row), f"variance{at}": variance, f"root{at}": deviation}
        for name, hat, g in zip(names, hats, back, strict=True):
            expected |= {f"hat_{name}[{k}]": hat, f"y_{name}[{k}]": hat, f"dL/d{name}[{k}]": g}
            where_written[f"closed_{name}[{k}]"] = g
        decided += [*hats, *back, variance]
    written = problem(
        "normalize",
        method="layer norm",
        epsilon=epsilon,
        data={name: [row[j] for row in rows] for j, name in enumerate(names)},
        upstream={name: [above[j] for above in aboves] for j, name in enumerate(names)},
    )
    return Case(written, expected, where_written, decided=decided)


GENERATORS = {
    "regression": [line, line, plane, walked, walked, logistic, undecided, softmax_classes],
    "normalize": [standardize, standardize, columns, min_max, batch_norm, layer_norm],
}
