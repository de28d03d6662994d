"""Losses and softmax: predictions that are right, δ or a margin away, equal logits, gradients that cancel."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction

import mpmath

from .arithmetic import HALF, add, divided, exp, log, mean, minus, real, root, sign, softmax, times
from .case import Case, Draw, Number, Value, problem
from .pieces import HINGE, huber, squared

Term = Callable[[Number, Number], Number]


def squared_hinge(t: Number, o: Number) -> Number:
    """max(0, 1 − t·o)²."""
    return HINGE.term(t, o) ** 2


def percentage(t: Number, o: Number) -> Number:
    """100·|t − o|/|t|."""
    return 100 * abs(t - o) / abs(t)


# The name of a loss, how its values are called, the term of a sample, its slope, and how far a border is away.
REAL: list[tuple[str, str, Term, Term, Fraction]] = [
    ("mean squared error", "MSE", squared, lambda t, o: 2 * (o - t), Fraction(0)),
    ("mean absolute error", "MAE", lambda t, o: abs(t - o), lambda t, o: sign(o - t), Fraction(0)),
    ("huber(0.5)", "Huber", huber(HALF).term, huber(HALF).slope, HALF),
    ("huber(0.3)", "Huber", huber(Fraction(3, 10)).term, huber(Fraction(3, 10)).slope, Fraction(3, 10)),
    ("mean absolute percentage error", "MAPE", percentage, lambda t, o: 100 * sign(o - t) / abs(t), Fraction(0)),
    ("mean bias error(o - t)", "MBE", lambda t, o: o - t, lambda t, o: 1, Fraction(0)),
    (
        "log-cosh",
        "log_cosh",
        lambda t, o: log(mpmath.cosh(real(o - t))) if o != t else Fraction(0),
        lambda t, o: mpmath.tanh(real(o - t)) if o != t else Fraction(0),
        Fraction(0),
    ),
]
SIGNED: list[tuple[str, str, Term, Term, Fraction]] = [
    ("hinge", "hinge", HINGE.term, HINGE.slope, Fraction(1)),
    ("squared hinge", "hinge2", squared_hinge, lambda t, o: -2 * t * HINGE.term(t, o), Fraction(1)),
    (
        "perceptron",
        "perceptron",
        lambda t, o: max(Fraction(0), -t * o),
        lambda t, o: -t if t * o < 0 else 0,
        Fraction(0),
    ),
]


def samples(draw: Draw) -> Case:
    """A loss of single predictions that often are right, or exactly on the border of the loss."""
    signed = draw.chance(0.4)
    name, called, term, slope, border = draw.choice(SIGNED if signed else REAL)
    targets, predictions = [], []
    for _ in range(draw.randint(1, 4)):
        t = Fraction(draw.choice([-1, 1])) if signed else draw.choice([-1, 1]) * draw.positive()
        on = t * border if signed else t + draw.choice([-1, 1]) * border
        targets.append(t)
        predictions.append(on if draw.chance(0.6) else draw.decimal())
    pairs = list(zip(targets, predictions, strict=True))
    terms = [term(t, o) for t, o in pairs]
    share = Fraction(1, len(pairs))
    expected: dict[str, Value] = {called: mean(terms)}
    expected |= {f"d{called}/do{k}": times(share, slope(t, o)) for k, (t, o) in enumerate(pairs, 1)}
    where_written: dict[str, Value] = {f"{called}_sum": add(*terms)}
    where_written |= {f"{called}_{k}": value for k, value in enumerate(terms, 1)}
    written = problem("loss", targets=targets, predictions=predictions, loss=name, gradient=True)
    decided = [t * o - border if signed else abs(o - t) - border for t, o in pairs]
    return Case(written, expected, where_written, decided=decided)


# Losses of probabilities and counts, whose slope is exactly 0 where the prediction is the target.
LIKELY: list[tuple[str, str, Term, Term]] = [
    (
        "binary cross-entropy",
        "BCE",
        lambda t, o: times(-1, add(times(t, log(o)), times(1 - t, log(1 - o)))),
        lambda t, o: (o - t) / (o * (1 - o)),
    ),
    ("poisson", "Poisson", lambda t, o: minus(o, times(t, log(o))), lambda t, o: 1 - t / o),
    (
        "mean squared logarithmic error",
        "MSLE",
        lambda t, o: times(log((1 + t) / (1 + o)), log((1 + t) / (1 + o))),
        lambda t, o: divided(times(-2, log((1 + t) / (1 + o))), 1 + o),
    ),
]


def likely(draw: Draw) -> Case:
    """Predictions that are the target: logarithms of 1, differences of 0."""
    name, called, term, slope = draw.choice(LIKELY)
    pairs = []
    for _ in range(draw.randint(1, 3)):
        o = draw.positive(9)
        t = o if draw.chance(0.6) else draw.positive(9)
        pairs.append((Fraction(math.ceil(t)), Fraction(math.ceil(t))) if called == "Poisson" else (t, o))
    terms = [term(t, o) for t, o in pairs]
    expected: dict[str, Value] = {called: mean(terms)}
    for k, (t, o) in enumerate(pairs, 1):
        expected[f"d{called}/do{k}"] = divided(slope(t, o), len(pairs))
    where_written: dict[str, Value] = {f"{called}_{k}": value for k, value in enumerate(terms, 1)}
    targets, predictions = zip(*pairs, strict=True)
    written = problem("loss", targets=targets, predictions=predictions, loss=name, gradient=True)
    return Case(written, expected, where_written, decided=[o - t for t, o in pairs])


def divergence(draw: Draw) -> Case:
    """Σ t·ln(t/o) of rows that are often the same distribution: exactly 0."""
    rows = []
    for _ in range(draw.randint(1, 2)):
        first, second = Fraction(draw.randint(1, 9), 10), Fraction(draw.randint(1, 9), 10)
        rows.append((first, first if draw.chance(0.6) else second))
    targets, outs = [], []
    terms: list[Number] = []
    expected: dict[str, Value] = {}
    for k, (t, o) in enumerate(rows, 1):
        targets.append([t, 1 - t])
        outs.append([o, 1 - o])
        terms.append(add(times(t, log(t / o)), times(1 - t, log((1 - t) / (1 - o)))))
        expected |= {f"dKL/do{k}_1": -t / o / len(rows), f"dKL/do{k}_2": -(1 - t) / (1 - o) / len(rows)}
    expected["KL"] = mean(terms)
    written = problem("loss", targets=targets, predictions=outs, loss="kl divergence", gradient=True)
    where_written: dict[str, Value] = {f"KL_{k}": term for k, term in enumerate(terms, 1)}
    return Case(written, expected, where_written, decided=[t - o for t, o in rows])


def root_mean(draw: Draw) -> Case:
    """√ of the mean squared error; where all is right it is 0 and has no slope."""
    targets = draw.row(draw.randint(1, 3))
    off = draw.choice([Fraction(0), draw.tenths(), Fraction(3, 10)])
    predictions = [t + draw.choice([-1, 1]) * off for t in targets]
    value = root(mean([squared(t, o) for t, o in zip(targets, predictions, strict=True)]))
    expected: dict[str, Value] = {"RMSE": value}
    if value:
        for k, (t, o) in enumerate(zip(targets, predictions, strict=True), 1):
            expected[f"dRMSE/do{k}"] = divided(o - t, times(len(targets), value))
    written = problem("loss", targets=targets, predictions=predictions, loss="root mean squared error", gradient=True)
    return Case(written, expected, decided=[value])


def margins(draw: Draw) -> Case:
    """Rows of scores of which some are a margin of exactly 1 behind the right class, or equal."""
    name, called = draw.choice([("weston-watkins hinge", "WW"), ("multi-margin", "MM"), ("crammer-singer hinge", "CS")])
    count, size = draw.randint(1, 2), draw.randint(2, 3)
    rows, labels, decided = [], [], []
    for _ in range(count):
        right = draw.randrange(size)
        row = draw.row(size)
        for k in range(size):
            if k != right and draw.chance(0.6):
                row[k] = row[right] - draw.choice([Fraction(1), Fraction(1), Fraction(0), HALF])
        rows.append(row)
        labels.append(right + 1)
    expected: dict[str, Value] = {}
    where_written: dict[str, Value] = {}
    terms = []
    for k, (row, label) in enumerate(zip(rows, labels, strict=True), 1):
        term, slopes, distances = margin_row(called, row, label - 1)
        decided += distances
        terms.append(term)
        where_written[f"{called}_{k}"] = term
        expected |= {f"d{called}/do{k}_{j}": slope / count for j, slope in enumerate(slopes, 1)}
    expected[called] = mean(terms)
    keys = {"targets": labels, "predictions": rows, "labels_from": 1, "gradient": True}
    return Case(problem("loss", loss=name, **keys), expected, where_written, decided=decided)


def margin_row(called: str, row: Sequence[Fraction], right: int) -> tuple[Fraction, list[Fraction], list[Fraction]]:
    """The loss of a row, its slopes, and how far each of its decisions is from the border."""
    others = [k for k in range(len(row)) if k != right]
    behind = {k: 1 + row[k] - row[right] for k in others}
    if called == "CS":  # the worst of them alone, the first of equal ones
        worst = max(others, key=lambda k: behind[k])
        others = [worst]
    share = Fraction(1, len(row)) if called == "MM" else Fraction(1)
    slopes = [Fraction(0)] * len(row)
    for k in others:
        if behind[k] > 0:
            slopes[k] += share
            slopes[right] -= share
    return share * sum(max(Fraction(0), behind[k]) for k in others), slopes, list(behind.values())


def logits(draw: Draw) -> Case:
    """Cross-entropy of logits that are equal: probabilities of exactly a half or a third."""
    targets, zs = [], []
    for _ in range(draw.randint(1, 3)):
        targets.append(draw.choice([0, 1]))
        zs.append(Fraction(0) if draw.chance(0.5) else draw.decimal())
    outs = [divided(1, add(1, exp(-z))) for z in zs]
    terms = [times(-1, log(o if t else minus(1, o))) for t, o in zip(targets, outs, strict=True)]
    expected: dict[str, Value] = {"BCE": mean(terms)}
    for k, (t, o) in enumerate(zip(targets, outs, strict=True), 1):
        expected |= {f"o{k}": o, f"dBCE/dz{k}": divided(minus(o, t), len(zs))}
    written = problem(
        "loss", targets=targets, predictions=zs, loss="binary cross-entropy", predictions_are="logits", gradient=True
    )
    return Case(written, expected, decided=zs)


def softmax_row(draw: Draw) -> Case:
    """Equal logits, and a target that is the distribution itself: a gradient of exactly 0 that sums to 0."""
    count = draw.choice([2, 2, 4, 3])
    first = draw.decimal()
    zs = [first if draw.chance(0.7) else draw.tenths() for _ in range(count)]
    temperature = draw.choice([Fraction(1), Fraction(2), HALF])
    ps = softmax([z / temperature for z in zs])
    equal = all(isinstance(p, Fraction) and 100 % p.denominator == 0 for p in ps)
    right = draw.randrange(count)
    target = ps if equal and draw.chance(0.7) else [Fraction(int(k == right)) for k in range(count)]
    expected: dict[str, Value] = {"sum": Fraction(1)}
    for k, p in enumerate(ps, 1):
        expected |= {f"p_{k}": p, f"dL/dz_{k}": divided(minus(p, target[k - 1]), temperature)}
        for j, other in enumerate(ps, 1):
            slope = minus(times(p, int(j == k)), times(p, other))
            expected[f"dp_{k}/dz_{j}"] = divided(slope, temperature)
    expected["L"] = times(-1, add(*(times(t, log(p)) for t, p in zip(target, ps, strict=True) if t)))
    where_written: dict[str, Value] = {"m": max(zs) / temperature} | {f"logp_{k}": log(p) for k, p in enumerate(ps, 1)}
    keys = {"temperature": temperature} if temperature != 1 else {}
    written = problem("softmax", logits=zs, target=target, gradient=True, jacobian=True, log=True, **keys)
    return Case(written, expected, where_written, decided=[z - first for z in zs[1:]])


GENERATORS = {
    "loss": [samples, samples, samples, likely, divergence, root_mean, margins, logits],
    "softmax": [softmax_row],
}
