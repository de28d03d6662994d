"""Descents that reach the minimum exactly, tolerances that are met exactly, averages of gradients that cancel to 0."""

from __future__ import annotations

import itertools
from fractions import Fraction

from .arithmetic import HALF, add, divided, minus, root, sign, times
from .case import Case, Draw, Number, Value, problem

SMALL = Fraction(1, 10**6)  # what counts as no gradient, unless the problem says it


def number(value: Fraction) -> str:
    """A decimal as it stands in a formula."""
    return str(int(value)) if value.denominator == 1 else str(float(value))


def shifted(name: str, by: Fraction) -> str:
    """``x - 0.3``, or ``x`` alone."""
    if by == 0:
        return name
    return f"{name} {'-' if by > 0 else '+'} {number(abs(by))}"


def parabola(draw: Draw) -> Case:
    """f = a(x − c)²: rates of 1/f″ reach c at once, those of 2/f″ swing for ever; limits are met exactly."""
    a, c, start = draw.choice([HALF, Fraction(1), Fraction(2)]), draw.decimal(), draw.decimal()
    rate = draw.choice([1, 1, 2, HALF, HALF, Fraction(1, 5)]) / (2 * a)
    steps = draw.choice([1, 2, 3, 4, 5, 12, 25])
    xs = [start]
    for _ in range(steps):
        xs.append(xs[-1] - rate * 2 * a * (xs[-1] - c))
    sizes = [abs(2 * a * (x - c)) for x in xs]
    heights = [a * (x - c) ** 2 for x in xs]
    measures = {
        "gradient": sizes[1:],
        "change": [abs(after - before) for before, after in itertools.pairwise(xs)],
        "value": [abs(after - before) for before, after in itertools.pairwise(heights)],
    }
    keys: dict[str, object] = {}
    says, last, decided = [], steps, [*sizes]
    by = draw.choice([*measures, "", ""])
    limit = draw.choice(measures[by]) if by else 0
    if by and limit > 0 and sizes[0] > limit and 10**6 % limit.denominator == 0:
        keys["stop"] = {by: limit}
        last = 1 + next(k for k, measure in enumerate(measures[by]) if measure <= limit)
        says.append(f"Stopped after {last} iteration{'s' if last > 1 else ''}, as the problem says")
        decided += [measure - limit for measure in measures[by]]
    else:
        says += told_of(sizes, rate * 2 * a)
    expected: dict[str, Value] = {"H_xx": 2 * a}
    where_written: dict[str, Value] = {"x_*": c}
    for k in range(last + 1):
        found: dict[str, Value] = {f"x@{k}": xs[k], f"f@{k}": heights[k]}
        where_written |= {f"df@{k}/dx@{k}": 2 * a * (xs[k] - c)} | found
    expected |= {f"x@{last}": xs[last]}
    factor = "" if a == 1 else f"{number(a)}*"
    function = f"f(x) = {factor}({shifted('x', c)})^2"
    written = problem(
        "gradient-descent", function=function, start={"x": start}, learning_rate=rate, iterations=steps, **keys
    )
    return Case(written, expected, where_written, says=says, decided=decided)


def told_of(sizes: list[Fraction], share: Fraction) -> list[str]:
    """What is said of a descent by the size of its gradients, each step of which goes ``share`` of the way to c."""
    if sizes[0] == 0:
        return ["The start is a stationary point"]
    if share == 1:
        return ["Converged: from iteration 1 on no component of the gradient is larger than"]
    if share == 2:
        return ["It oscillates"] if len(sizes) > 3 else []
    return ["Not yet converged"] if sizes[-1] > SMALL else []


def edge(draw: Draw) -> Case:
    """f = |x − c|, whose steps of exactly the rate lead onto the edge, where they end."""
    c, rate, count = draw.tenths(), draw.choice([Fraction(1, 10), Fraction(1, 5), HALF]), draw.randint(1, 25)
    x = c + draw.choice([-1, 1]) * rate * draw.choice([count, count, 1, Fraction(1, 2)])
    start = x
    decided: list[Number] = []
    where_written: dict[str, Value] = {}
    for k in range(count + 1):
        slope = sign(x - c)
        decided.append(x - c)
        where_written |= {f"x@{k}": x, f"f@{k}": abs(x - c), f"df@{k}/dx@{k}": slope}
        x -= rate * slope if k < count else 0
    written = problem(
        "gradient-descent",
        function=f"f(x) = abs({shifted('x', c)})",
        start={"x": start},
        learning_rate=rate,
        iterations=count,
    )
    return Case(written, {f"x@{count}": x}, where_written, decided=decided)


def valley(draw: Draw) -> Case:
    """f = x² + x·y + y²: starts on y = −2x or x = −2y, where one component of the gradient is exactly 0."""
    x = draw.decimal()
    y = draw.choice([-2 * x, -x / 2, -x, draw.decimal()])
    rate, count = draw.choice([Fraction(1, 10), HALF, Fraction(1)]), draw.randint(1, 4)
    start = {"x": x, "y": y}
    decided: list[Number] = []
    where_written: dict[str, Value] = {}
    for k in range(count + 1):
        slopes = (2 * x + y, x + 2 * y)
        decided += slopes
        where_written |= {f"x@{k}": x, f"y@{k}": y, f"f@{k}": x * x + x * y + y * y}
        where_written |= {f"df@{k}/dx@{k}": slopes[0], f"df@{k}/dy@{k}": slopes[1]}
        if k < count:
            x, y = x - rate * slopes[0], y - rate * slopes[1]
    written = problem(
        "gradient-descent", function="f(x, y) = x^2 + x*y + y^2", start=start, learning_rate=rate, iterations=count
    )
    expected: dict[str, Value] = {f"x@{count}": x, f"y@{count}": y, "H_xx": 2, "H_xy": 1, "λ1": 3, "λ2": 1}
    return Case(written, expected, where_written, decided=decided)


def cancelling(draw: Draw, share: Fraction) -> list[Fraction]:
    """Gradients of which the second is often ``share`` of the first the other way, so that their average is 0."""
    first = draw.choice([-1, 1]) * draw.positive()
    second = share * first if draw.chance(0.6) else draw.tenths()
    return [first, second, *draw.row(draw.randint(0, 1))]


def saddle(draw: Draw) -> Case:
    """f = x² − y² with a list of rates: on the axis y = 0 it stays, and 1/f″ leads into the saddle exactly."""
    x, y = draw.decimal(), draw.choice([Fraction(0), draw.tenths()])
    rates = [draw.choice([HALF, Fraction(1, 10), Fraction(1)]) for _ in range(draw.randint(1, 3))]
    start = {"x": x, "y": y}
    decided: list[Number] = []
    where_written: dict[str, Value] = {}
    for k, rate in enumerate([*rates, Fraction(0)]):
        decided += [2 * x, -2 * y]
        where_written |= {f"x@{k}": x, f"y@{k}": y, f"f@{k}": x * x - y * y}
        where_written |= {f"df@{k}/dx@{k}": 2 * x, f"df@{k}/dy@{k}": -2 * y}
        x, y = x - rate * 2 * x, y + rate * 2 * y
    count = len(rates)
    function = "f(x, y) = x^2 - y^2"
    written = problem("gradient-descent", function=function, start=start, learning_rate=rates, iterations=count)
    return Case(written, {f"x@{count}": x, f"y@{count}": y}, where_written, decided=decided)


def listed(
    draw: Draw, optimizer: object, preset: str, gradients: list[Fraction], rate: Fraction
) -> tuple[dict, Fraction]:
    """A problem of gradients that are given, and the parameter it starts from."""
    start = draw.tenths()
    keys = {"optimizer": optimizer, "preset": preset, "learning_rate": rate, "start": {"x": start}}
    return problem("optimizer", gradients=[{"x": g} for g in gradients], iterations=len(gradients), **keys), start


def momentum(draw: Draw) -> Case:
    """v = μv + αg as the paper has it, b = μb + g as PyTorch: 0 where a gradient is −μ times the one before."""
    mu, rate = draw.choice([HALF, Fraction(9, 10), Fraction(1, 5)]), draw.choice([Fraction(1, 10), HALF])
    preset = draw.choice(["paper", "pytorch", "keras"])
    gradients = cancelling(draw, -mu)
    written, x = listed(draw, {"momentum": {"momentum": mu}}, preset, gradients, rate)
    where_written: dict[str, Value] = {}
    buffer = Fraction(0)
    decided: list[Number] = []
    for k, g in enumerate(gradients, 1):
        buffer = mu * buffer + g
        x -= rate * buffer
        decided.append(buffer)
        where_written |= {f"b@{k}": buffer, f"v@{k}": rate * buffer * (-1 if preset == "keras" else 1)}
        where_written[f"x@{k}"] = x
    return Case(written, {f"x@{len(gradients)}": x}, where_written, decided=decided)


def lion(draw: Draw) -> Case:
    """x − α·sign(c): no step where the average c is exactly 0."""
    first, second = draw.choice([(HALF, HALF), (Fraction(9, 10), Fraction(99, 100)), (HALF, Fraction(4, 5))])
    rate = draw.choice([Fraction(1, 10), HALF])
    gradients = cancelling(draw, -first * (1 - second) / (1 - first))
    written, x = listed(draw, {"lion": {"beta1": first, "beta2": second}}, "paper", gradients, rate)
    average = Fraction(0)
    where_written: dict[str, Value] = {}
    decided: list[Number] = []
    for k, g in enumerate(gradients, 1):
        c = first * average + (1 - first) * g
        average = second * average + (1 - second) * g
        x -= rate * sign(c)
        decided.append(c)
        where_written |= {f"c@{k}": c, f"m@{k}": average, f"x@{k}": x}
    return Case(written, {f"x@{len(gradients)}": x}, where_written, decided=decided)


def adam(draw: Draw) -> Case:
    """Adam and AMSGrad, whose average of the gradients becomes exactly 0."""
    name = draw.choice(["adam", "amsgrad"])
    first, second = draw.choice([(HALF, HALF), (Fraction(9, 10), Fraction(999, 1000)), (HALF, Fraction(4, 5))])
    rate, epsilon = draw.choice([Fraction(1, 10), HALF]), Fraction(1, 10**8)
    gradients = cancelling(draw, -first)
    written, start = listed(draw, {name: {"beta1": first, "beta2": second}}, "pytorch", gradients, rate)
    x: Number = start
    m = v = greatest = Fraction(0)
    where_written: dict[str, Value] = {}
    decided: list[Number] = []
    for k, g in enumerate(gradients, 1):
        m, v = first * m + (1 - first) * g, second * v + (1 - second) * g * g
        greatest = max(greatest, v)
        m_hat = m / (1 - first**k)
        v_hat = (greatest if name == "amsgrad" else v) / (1 - second**k)
        x = minus(x, divided(times(rate, m_hat), add(root(v_hat), epsilon)))
        decided.append(m)
        where_written |= {f"m@{k}": m, f"v@{k}": v, f"mhat@{k}": m_hat, f"vhat@{k}": v_hat, f"x@{k}": x}
    return Case(written, {f"x@{len(gradients)}": x}, where_written, decided=decided)


def adamax(draw: Draw) -> Case:
    """u = max(β₂·u, |g|), whose arguments are often equal; an average m of exactly 0 moves nothing."""
    first, second = draw.choice([(HALF, HALF), (Fraction(9, 10), Fraction(999, 1000)), (HALF, Fraction(4, 5))])
    rate = draw.choice([Fraction(1, 10), HALF])
    g = draw.choice([-1, 1]) * draw.positive()
    gradients = [g, draw.choice([second * g, -second * g, -first * g]), *draw.row(draw.randint(0, 1))]
    written, x = listed(draw, {"adamax": {"beta1": first, "beta2": second}}, "paper", gradients, rate)
    m = u = Fraction(0)
    where_written: dict[str, Value] = {}
    decided: list[Number] = []
    for k, g in enumerate(gradients, 1):
        m = first * m + (1 - first) * g
        decided += [m, second * u - abs(g)]
        u = max(second * u, abs(g))
        x -= rate / (1 - first**k) * m / u
        where_written |= {f"m@{k}": m, f"u@{k}": u, f"x@{k}": x}
    return Case(written, {f"x@{len(gradients)}": x}, where_written, decided=decided)


def rmsprop(draw: Draw) -> Case:
    """RMSProp, where nothing moves at a gradient of 0, and roots come out even with ρ = 0.75."""
    rho, rate = draw.choice([Fraction(3, 4), Fraction(9, 10)]), draw.choice([Fraction(1, 10), HALF])
    gradients = [draw.choice([-1, 1]) * draw.positive(), draw.choice([Fraction(0), draw.tenths()])]
    written, start = listed(draw, {"rmsprop": {"rho": rho}}, "pytorch", gradients, rate)
    x: Number = start
    v, epsilon = Fraction(0), Fraction(1, 10**8)
    where_written: dict[str, Value] = {}
    for k, g in enumerate(gradients, 1):
        v = rho * v + (1 - rho) * g * g
        x = minus(x, divided(times(rate, g), add(root(v), epsilon)))
        where_written |= {f"v@{k}": v, f"x@{k}": x}
    return Case(written, {f"x@{len(gradients)}": x}, where_written, decided=gradients)


def adagrad(draw: Draw) -> Case:
    """AdaGrad with gradients (0.3, 0.4): roots that come out even; a gradient of 0 moves nothing."""
    scale, rate = draw.positive(9), draw.choice([Fraction(1, 10), HALF])
    epsilon = draw.choice([Fraction(1, 10), Fraction(1, 5)])
    gradients = [part * scale for part in draw.choice([(3, 4), (0, 3), (3, 0, -4), (-4, 3), (0, 0)])]
    written, start = listed(draw, {"adagrad": {"epsilon": epsilon}}, "paper", gradients, rate)
    x: Number = start
    v = Fraction(0)
    where_written: dict[str, Value] = {}
    for k, g in enumerate(gradients, 1):
        v += g * g
        x = minus(x, divided(times(rate, g), add(root(v), epsilon)))
        where_written |= {f"v@{k}": v, f"x@{k}": x}
    return Case(written, {f"x@{len(gradients)}": x}, where_written, decided=gradients)


def optimised(draw: Draw) -> Case:
    """Plain descent, momentum and Nesterov on (x − c)² from data or a formula, to the minimum exactly."""
    c, start = draw.decimal(), draw.tenths()
    rate = draw.choice([HALF, HALF, Fraction(1, 5), Fraction(1)])
    name = draw.choice(["gd", "momentum", "nesterov"])
    mu = Fraction(0) if name == "gd" else draw.choice([HALF, Fraction(1, 5)])
    count = draw.choice([1, 2, 3, 10])
    x, v = start, Fraction(0)
    where_written: dict[str, Value] = {"f@0": (x - c) ** 2}
    decided: list[Number] = []
    for k in range(1, count + 1):
        at = x - mu * v if name == "nesterov" else x
        g = 2 * (at - c)
        v = mu * v + rate * g
        x -= v
        decided.append(g)
        where_written |= {f"g@{k}": g, f"x@{k}": x, f"f@{k}": (x - c) ** 2}
    optimizer = name if name == "gd" else {name: {"momentum": mu}}
    keys = {"optimizer": optimizer, "preset": "paper", "learning_rate": rate, "iterations": count}
    written = problem("optimizer", function=f"f(x) = ({shifted('x', c)})^2", start={"x": start}, **keys)
    return Case(written, {f"x@{count}": x}, where_written, decided=decided)


def fitted(draw: Draw) -> Case:
    """Stochastic descent on (w·x − y)² over samples that a weight fits exactly: there it stays."""
    w, xs = draw.tenths(), [draw.choice([-1, 1]) * draw.choice([1, 2]) for _ in range(2)]
    ys = [w * x for x in xs] if draw.chance(0.7) else draw.row(2)
    start = w if draw.chance(0.5) else draw.tenths()
    rate, count, by_one = draw.choice([HALF, Fraction(1, 10)]), draw.randint(1, 3), draw.chance(0.5)
    weight = start
    where_written: dict[str, Value] = {}
    decided: list[Number] = []
    for k in range(1, count + 1):
        batch = [(k - 1) % 2] if by_one else [0, 1]
        g = Fraction(sum(2 * xs[j] * (weight * xs[j] - ys[j]) for j in batch), len(batch))
        weight -= rate * g
        decided.append(g)
        where_written |= {f"g@{k}": g, f"w@{k}": weight}
        where_written[f"f@{k}"] = Fraction(sum((weight * x - y) ** 2 for x, y in zip(xs, ys, strict=True)), 2)
    written = problem(
        "optimizer",
        optimizer="gd",
        preset="paper",
        function="f(w) = (w*x - y)^2",
        data=[{"x": x, "y": y} for x, y in zip(xs, ys, strict=True)],
        start={"w": start},
        learning_rate=rate,
        iterations=count,
        batch_size=1 if by_one else 2,
    )
    return Case(written, {f"w@{count}": weight}, where_written, decided=decided)


GENERATORS = {
    "gradient-descent": [parabola, parabola, parabola, edge, valley, saddle],
    "optimizer": [momentum, lion, adam, adamax, adagrad, rmsprop, optimised, optimised, fitted],
}
