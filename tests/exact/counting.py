"""What is counted: scores at the threshold, tied scores, equal errors, shares that are whole numbers, sizes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from fractions import Fraction

from .arithmetic import HALF, divided, root
from .case import Case, Draw, Number, Value, problem


def share(part: int, whole: int) -> Fraction:
    """A quotient of counts; 0 where there is nothing."""
    return Fraction(part, whole) if whole else Fraction(0)


def of_table(tp: int, fn: int, fp: int, tn: int) -> dict[str, Value]:
    """The measures of a confusion table of two classes; 0/0 counts as 0."""
    n, precision, recall, specificity = tp + fn + fp + tn, share(tp, tp + fp), share(tp, tp + fn), share(tn, tn + fp)
    by_chance = Fraction((tp + fn) * (tp + fp) + (fp + tn) * (fn + tn), n * n)
    accuracy = Fraction(tp + tn, n)
    margins = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    found: dict[str, Value] = {"TP": tp, "FN": fn, "FP": fp, "TN": tn, "accuracy": accuracy}
    found |= {"error_rate": 1 - accuracy, "precision": precision, "recall": recall, "specificity": specificity}
    total = precision + recall
    found |= {"F1": 2 * precision * recall / total if total else Fraction(0)}
    found |= {"balanced_accuracy": (recall + specificity) / 2, "p_e": by_chance}
    if margins:
        found["MCC"] = divided(tp * tn - fp * fn, root(Fraction(margins)))
    if by_chance != 1:
        found["kappa"] = (accuracy - by_chance) / (1 - by_chance)
    return found


def curve(actual: Sequence[int], scores: Sequence[Fraction]) -> dict[str, Value]:
    """The ROC curve, threshold by threshold, and the area under it."""
    positives, negatives = sum(actual), len(actual) - sum(actual)
    found: dict[str, Value] = {}
    for k, threshold in enumerate(sorted(set(scores), reverse=True), 1):
        above = [t for t, score in zip(actual, scores, strict=True) if score >= threshold]
        found |= {f"TP_{k}": sum(above), f"FP_{k}": len(above) - sum(above)}
        found |= {f"TPR_{k}": Fraction(sum(above), positives), f"FPR_{k}": Fraction(len(above) - sum(above), negatives)}
    yes = [score for t, score in zip(actual, scores, strict=True) if t]
    no = [score for t, score in zip(actual, scores, strict=True) if not t]
    right = sum(1 for a in yes for b in no if a > b)
    tied = sum(1 for a in yes for b in no if a == b)
    return found | {"AUC": (right + HALF * tied) / (positives * negatives), "right_pairs": right, "tied_pairs": tied}


def metrics(draw: Draw) -> Case:
    """Scores, many of them equal to each other and to the threshold; or classes alone."""
    actual = [0, 1, *(draw.choice([0, 1]) for _ in range(draw.randint(1, 5)))]
    few = [*draw.row(2), draw.hundredths(100)]
    scores = [draw.choice(few) for _ in actual]
    threshold = draw.choice(few)
    predicted = [int(score >= threshold) for score in scores]
    pairs = list(zip(actual, predicted, strict=True))
    table = [pairs.count(pair) for pair in ((1, 1), (1, 0), (0, 1), (0, 0))]
    expected = of_table(*table)
    if draw.chance(0.3):
        return Case(problem("metrics", actual=actual, predicted=predicted, zero_division=0), expected)
    expected |= curve(actual, scores)
    written = problem("metrics", actual=actual, scores=scores, threshold=threshold, zero_division=0)
    return Case(written, expected, decided=[score - threshold for score in scores])


def classes(draw: Draw) -> Case:
    """Three classes, some never predicted."""
    names = "abc"
    actual = [*names, *(draw.choice(names) for _ in range(draw.randint(0, 4)))]
    predicted = [draw.choice(names[: draw.randint(1, 3)]) for _ in actual]
    pairs = list(zip(actual, predicted, strict=True))
    expected: dict[str, Value] = {f"{a}→{b}": pairs.count((a, b)) for a in names for b in names}
    recalls = []
    for name in names:
        tp, fn = pairs.count((name, name)), actual.count(name) - pairs.count((name, name))
        fp = predicted.count(name) - tp
        found = of_table(tp, fn, fp, len(pairs) - tp - fn - fp)
        recalls.append(found["recall"])
        expected |= {f"{key}_{name}": found[key] for key in ("TP", "FP", "FN", "TN", "precision", "recall", "F1")}
    right = sum(1 for a, b in pairs if a == b)
    by_chance = Fraction(sum(actual.count(name) * predicted.count(name) for name in names), len(pairs) ** 2)
    accuracy = Fraction(right, len(pairs))
    expected |= {"accuracy": accuracy, "recall_macro": sum(recalls) / 3, "balanced_accuracy": sum(recalls) / 3}
    expected |= {"F1_micro": accuracy, "p_e": by_chance}
    if by_chance != 1:
        expected["kappa"] = (accuracy - by_chance) / (1 - by_chance)
    return Case(problem("metrics", actual=actual, predicted=predicted, zero_division=0), expected)


def early_stopping(draw: Draw) -> Case:
    """Equal errors are not better, nor are those that are lower by exactly min_delta."""
    least = draw.choice([Fraction(0), Fraction(0), Fraction(1, 10), Fraction(5, 100)])
    patience = draw.randint(1, 3)
    errors = [draw.positive(12)]
    for _ in range(draw.randint(3, 8)):
        lower = errors[-1] - draw.choice([1, 1, -1]) * draw.choice(
            [least, least, Fraction(0), Fraction(1, 10), Fraction(-1, 10)]
        )
        errors.append(lower if lower > 0 else draw.positive(12))
    higher = draw.chance(0.3)  # an accuracy, that is better where it is higher
    best, waited, best_epoch, stopped = errors[0], 0, 1, None
    where_written: dict[str, Value] = {}
    decided: list[Number] = []
    for epoch, error in enumerate(errors, 1):
        if epoch > 1:
            gain = error - best if higher else best - error
            decided.append(gain - least)
            better = gain > least
            best, best_epoch = (error, epoch) if better else (best, best_epoch)
            waited = 0 if better else waited + 1
        where_written |= {f"best@{epoch}": best, f"wait@{epoch}": waited}
        if waited == patience:
            stopped = epoch
            break
    expected: dict[str, Value] = {"best_epoch": best_epoch}
    if stopped:
        expected |= {"stopped_at": stopped, "returned": best_epoch, "returned_error": best}
    keys = {"errors": errors, "patience": patience} | ({"min_delta": least} if least else {})
    keys |= {"better": "higher"} if higher else {}
    return Case(problem("training", early_stopping=keys), expected, where_written, decided=decided)


ROUNDED = {"floor": math.floor, "ceil": math.ceil, "nearest": lambda size: math.floor(size + HALF)}


def split(draw: Draw) -> Case:
    """Shares of samples that are whole numbers on paper: 0.29 of 100 are 29."""
    samples = draw.choice([10, 20, 50, 100, 100, 200, 300, 1000])
    test, validation = Fraction(draw.randint(1, 45), 100), Fraction(draw.randint(1, 45), 100)
    sizes = [samples * test, samples * validation]
    rounding = draw.choice(list(ROUNDED))
    found = [ROUNDED[rounding](size) for size in sizes]
    expected: dict[str, Value] = {"test": found[0], "validation": found[1], "train": samples - sum(found)}
    keys = {"samples": samples, "train": 1 - test - validation, "validation": validation, "test": test}
    written = problem("training", split=keys | {"rounding": rounding})
    return Case(written, expected, decided=[2 * size - round(2 * size) for size in sizes])


def schedule(draw: Draw) -> Case:
    """Rates that fall at exactly the time they are asked for."""
    rate, gamma, every = draw.positive(9), draw.choice([HALF, Fraction(1, 10), Fraction(9, 10)]), draw.randint(1, 5)
    at = sorted({0, every, 2 * every, every + 1, draw.randint(1, 9)})
    name = draw.choice(["step", "inverse-time", "exponential", "polynomial"])
    end, total = rate / 10, 2 * every
    values = {
        "step": lambda t: rate * gamma ** (t // every),
        "inverse-time": lambda t: rate / (1 + gamma * t),
        "exponential": lambda t: rate * gamma**t,
        "polynomial": lambda t: end + (rate - end) * (1 - Fraction(min(t, total), total)),
    }
    keys = {
        "step": {"gamma": gamma, "every": every},
        "inverse-time": {"decay": gamma},
        "exponential": {"gamma": gamma},
        "polynomial": {"power": 1, "end": end, "total": total},
    }
    at = [t for t in at if name != "polynomial" or t <= total]
    expected: dict[str, Value] = {f"rate@{t}": values[name](t) for t in at}
    written = problem("training", schedule={"name": name, "rate": rate, "at": at} | keys[name])
    return Case(written, expected, decided=[Fraction(t % every) for t in at])


# The cosine of a share of half a turn, where it is a fraction.
COSINES = {0: Fraction(1), 4: HALF, 6: Fraction(0), 8: -HALF, 12: Fraction(-1)}


def cosine(draw: Draw) -> Case:
    """Rates along half a wave, at thirds and halves of it; and along a ramp."""
    rate, end, unit = draw.positive(9), draw.choice([Fraction(0), Fraction(1, 100)]), draw.randint(1, 5)
    if draw.chance(0.3):
        at = [0, unit, 10 * unit, 10 * unit + 1]
        expected: dict[str, Value] = {f"rate@{t}": rate * min(Fraction(t, 10 * unit), Fraction(1)) for t in at}
        keys = {"name": "warm-up", "rate": rate, "warmup": 10 * unit, "at": at}
        return Case(problem("training", schedule=keys), expected, decided=[Fraction(0), Fraction(0)])
    expected = {f"rate@{k * unit}": end + (rate - end) * (1 + wave) / 2 for k, wave in COSINES.items()}
    keys = {"name": "cosine", "rate": rate, "end": end, "total": 12 * unit, "at": [k * unit for k in COSINES]}
    return Case(problem("training", schedule=keys), expected, decided=list(COSINES.values()))


def batches(draw: Draw) -> Case:
    """Samples that fill their batches exactly, or leave a rest."""
    size, count, epochs = draw.randint(1, 64), draw.randint(1, 40), draw.randint(1, 9)
    samples = size * count if draw.chance(0.5) else draw.randint(size, 64 * 40)
    drop = draw.chance(0.5)
    updates = samples // size if drop else -(-samples // size)
    keys = {"samples": samples, "batch_size": size, "epochs": epochs}
    keys |= {"drop_last": drop} if samples % size else {}
    expected: dict[str, Value] = {"updates": updates, "total_updates": updates * epochs}
    return Case(problem("training", batches=keys), expected, decided=[Fraction(samples % size)])


def parameters(draw: Draw) -> Case:
    """Weights and biases of a multilayer perceptron."""
    layers = [draw.randint(1, 30) for _ in range(draw.randint(2, 5))]
    bias = draw.choice(["neuron", "layer", "none"])
    each = {"neuron": lambda n: n, "layer": lambda n: 1, "none": lambda n: 0}[bias]
    expected: dict[str, Value] = {}
    for k, (before, here) in enumerate(itertools.pairwise(layers), 1):
        expected |= {f"layer{k}.weights": before * here, f"layer{k}.parameters": before * here + each(here)}
    weights = sum(a * b for a, b in itertools.pairwise(layers))
    biases = sum(each(n) for n in layers[1:])
    expected |= {"weights": weights, "parameters": weights + biases}
    return Case(problem("parameters", layers=layers, bias=bias), expected)


def shapes(draw: Draw) -> Case:
    """Widths (n + 2P − F)/S + 1 that are whole before they are rounded, and others."""
    width, channels = draw.randint(6, 32), draw.randint(1, 3)
    size, stride, padding, kernels = draw.randint(1, 5), draw.randint(1, 3), draw.randint(0, 2), draw.randint(1, 8)
    pool = draw.randint(1, 2)
    after = (width + 2 * padding - size) // stride + 1
    if after < pool:
        return shapes(draw)
    pooled = (after - pool) // pool + 1
    units = draw.randint(1, 10)
    of_conv, of_dense = kernels * (size * size * channels + 1), units * (pooled * pooled * kernels + 1)
    expected: dict[str, Value] = {"conv1.shape": [after, after, kernels], "conv1.parameters": of_conv}
    expected |= {
        "pool1.shape": [pooled, pooled, kernels],
        "dense1.parameters": of_dense,
        "parameters": of_conv + of_dense,
    }
    conv = {"kernels": kernels, "size": size, "stride": stride, "padding": padding}
    layers = [{"conv": conv}, "relu", {"max-pool": {"size": pool, "stride": pool}}, "flatten", {"dense": units}]
    written = problem("cnn-shapes", input=f"{width}x{width}x{channels}", layers=layers)
    return Case(written, expected, decided=[Fraction((width + 2 * padding - size) % stride), Fraction(after % pool)])


GENERATORS = {
    "metrics": [metrics, metrics, classes],
    "training": [early_stopping, early_stopping, split, schedule, cosine, batches],
    "parameters": [parameters],
    "cnn-shapes": [shapes],
}
