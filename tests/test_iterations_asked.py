"""Every value of every iteration of the library can be asked for, evaluated and marked: beside loops written here.

Each loop is written by hand in plain doubles, with the gradient worked out by hand, and knows the values of iteration k
by their names: those that its lines write, and the point that it leads to.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import pytest

import nnsolve
from nnsolve.formula.expr import symbols
from nnsolve.marking.answers import read_answers
from nnsolve.marking.check import check
from nnsolve.marking.key import Key
from nnsolve.solution import Statement

from .support import library_of

Values = dict[str, float]
KINDS = ("gradient-descent", "optimizer", "regression")


# Gradient descent: function, its slopes, start, rate, iterations.


def bowl(x1, x2):
    return -8 * x1 - 16 * x2 + x1**2 + 4 * x2**2


def valley(x, y):
    return 0.1 * x**2 + 2 * y**2


DESCENTS = {
    "descent-parabola": ("f", lambda x: x**2, {"x": lambda x: 2 * x}, [10.0], 0.2, 10),
    "descent-too-fast": ("f", lambda x: x**2, {"x": lambda x: 2 * x}, [10.0], 1.1, 10),
    "descent-until-still": ("J", lambda t: (t - 2.5) ** 2 - 1, {"θ": lambda t: 2 * (t - 2.5)}, [0.0], 0.1, 84),
    "descent-two-variables": (
        "f",
        bowl,
        {"x1": lambda a, b: 2 * a - 8, "x2": lambda a, b: 8 * b - 16},
        [5.0, 10.0],
        0.1,
        15,
    ),
    "saddle": (
        "f",
        lambda x, y: x**2 - y**2,
        {"x": lambda x, y: 2 * x, "y": lambda x, y: -2 * y},
        [2.0, 3.0],
        0.1,
        100,
    ),
}


def descents(name: str) -> Iterator[Values]:
    """The slopes where an iteration begins, the point that it leads to, the function there."""
    letter, function, slopes, point, rate, count = DESCENTS[name]
    for k in range(1, count + 1):
        found = [slope(*point) for slope in slopes.values()]
        point = [x - rate * slope for x, slope in zip(point, found, strict=True)]
        values = {f"d{letter}@{k - 1}/d{x}@{k - 1}": slope for x, slope in zip(slopes, found, strict=True)}
        yield (
            values | {f"{x}@{k}": at for x, at in zip(slopes, point, strict=True)} | {f"{letter}@{k}": function(*point)}
        )


# Optimisers: what one step of one parameter writes, from its gradient g, its memory and the number of the step.


def plain(g, memory, t):
    return {"": -0.1 * g}


def heavy_ball(g, memory, t):
    v = 0.9 * memory.get("v", 0) + 0.1 * g
    return {"v": v, "": -v}


def downhill(g, memory, t):
    v = 0.9 * memory.get("v", 0) - 0.2 * g
    return {"v": v, "": v}


def adagrad(g, memory, t):
    v = memory.get("v", 0) + g * g
    return {"v": v, "": -0.1 * g / math.sqrt(v + 1e-8)}


def rmsprop(g, memory, t):
    v = 0.9 * memory.get("v", 0) + 0.1 * g * g
    return {"v": v, "": -0.1 * g / (math.sqrt(v) + 1e-8)}


def rmsprop_inside(g, memory, t):
    v = 0.9 * memory.get("v", 0) + 0.1 * g * g
    return {"v": v, "": -0.4 * g / math.sqrt(v + 1e-6)}


def adadelta(g, memory, t):
    v = 0.9 * memory.get("v", 0) + 0.1 * g * g
    step = -math.sqrt(memory.get("d", 0) + 1e-6) / math.sqrt(v + 1e-6) * g
    return {"v": v, "Δ": step, "d": 0.9 * memory.get("d", 0) + 0.1 * step * step, "": step}


def adam_of_the_notes(g, memory, t):
    m, v = 0.9 * memory.get("m", 0) + 0.1 * g, 0.999 * memory.get("v", 0) + 0.001 * g * g
    return {"m": m, "v": v, "": -0.1 * m / math.sqrt(v + 1e-8)}


def adam_without_epsilon(g, memory, t):
    m, v = 0.9 * memory.get("m", 0) + 0.1 * g, 0.999 * memory.get("v", 0) + 0.001 * g * g
    mhat, vhat = m / (1 - 0.9**t), v / (1 - 0.999**t)
    return {"m": m, "v": v, "mhat": mhat, "vhat": vhat, "": -0.1 * mhat / math.sqrt(vhat)}


TOGETHER = {
    "gd": plain,
    "momentum": heavy_ball,
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adadelta": adadelta,
    "adam": adam_of_the_notes,
}
VALLEY = ("f", valley, {"x": lambda x, y: 0.2 * x, "y": lambda x, y: 4 * y}, [-5.0, -2.0], 10)
NOTES = ("L", lambda w: (w - 3) ** 2, {"w": lambda w: 2 * (w - 3)}, [1.0], 2)
# Steps by the run that stands in front of names, then the function, its slopes, the start and the number of steps.
OPTIMISERS: dict[str, tuple[dict[str, Callable], tuple]] = {
    "adam-first-step": ({"": adam_without_epsilon}, ("", None, {"w": lambda w: 4}, [0.0], 1)),
    "adam-notes": ({"": adam_of_the_notes}, NOTES),
    "adadelta-notes": ({"": adadelta}, NOTES),
    "momentum-parabola": ({"": downhill}, ("f", lambda x: (x - 4) ** 2, {"x": lambda x: 2 * (x - 4)}, [10.0], 4)),
    "rmsprop-ellipse": (
        {"": rmsprop_inside},
        ("f", valley, {"x1": lambda x, y: 0.2 * x, "x2": lambda x, y: 4 * y}, [-5.0, -2.0], 20),
    ),
    "optimisers": ({f"{run}.": step for run, step in TOGETHER.items()}, VALLEY),
}


def optimisers(name: str) -> Iterator[Values]:
    """The values of one step of all optimisers of a problem."""
    steps, told = OPTIMISERS[name]
    runs = [_optimiser(run, step, *told) for run, step in steps.items()]
    for values in zip(*runs, strict=True):
        together: Values = {}
        for each in values:
            together |= each
        yield together


def _optimiser(run, step, letter, function, slopes, point, count) -> Iterator[Values]:
    point, memories = list(point), [{} for _ in point]
    for k in range(1, count + 1):
        gradient, values = [slope(*point) for slope in slopes.values()], {}
        for i, x in enumerate(slopes):
            behind = f"_{x}@{k}" if len(slopes) > 1 else f"@{k}"
            values[f"{run}g{behind}"] = gradient[i]
            memories[i] = step(gradient[i], memories[i], k)
            values |= {f"{run}{word}{behind}": value for word, value in memories[i].items() if word}
            point[i] += memories[i][""]
            values[f"{run}{x}@{k}"] = point[i]
        yield values | ({f"{run}{letter}@{k}": function(*point)} if function else {})


# Regressions: rows and classes, the rate, the start of the coefficients and the number of iterations.


def _sigmoid(z):
    return 1 / (1 + math.exp(-z))


def line(name: str) -> Iterator[Values]:
    """The mean of squared errors of a line through five points."""
    rows, (b0, b1) = list(zip([1, 2, 3, 4, 5], [2, 4, 5, 4, 5], strict=True)), (0.0, 0.0)
    for k in range(100):
        values, errors = {}, []
        for i, (x, y) in enumerate(rows, 1):
            values[f"predicted_{i}@{k}"] = b0 + b1 * x
            errors.append(y - b0 - b1 * x)
            values[f"error_{i}@{k}"] = errors[-1]
        values[f"L@{k}"] = sum(e * e for e in errors) / 5
        slopes = -2 / 5 * sum(errors), -2 / 5 * sum(e * x for e, (x, _) in zip(errors, rows, strict=True))
        b0, b1 = b0 - 0.01 * slopes[0], b1 - 0.01 * slopes[1]
        yield values | _coefficients(k, {"b0": (slopes[0], b0), "b1": (slopes[1], b1)})


LOGISTIC = {
    "logistic-exam": ([(50, 0), (60, 0), (70, 1), (80, 1)], (0.0, 0.0), 0.3),
    "logistic-one-sample": ([(0.5, 1)], (0.1, 0.2), 0.1),
}


def logistic(name: str) -> Iterator[Values]:
    """The mean cross-entropy of a logistic unit, one iteration."""
    rows, (b0, b1), rate = LOGISTIC[name]
    values, errors = {}, []
    for i, (x, y) in enumerate(rows, 1):
        p = _sigmoid(b0 + b1 * x)
        errors.append(p - y)
        values |= {f"score_{i}@0": b0 + b1 * x, f"predicted_{i}@0": p, f"error_{i}@0": p - y}
        values[f"loss_{i}@0"] = -math.log(p if y else 1 - p)
    count = len(rows)
    values["L@0"] = sum(values[f"loss_{i}@0"] for i in range(1, count + 1)) / count
    slopes = sum(errors) / count, sum(e * x for e, (x, _) in zip(errors, rows, strict=True)) / count
    yield values | _coefficients(
        0, {"b0": (slopes[0], b0 - rate * slopes[0]), "b1": (slopes[1], b1 - rate * slopes[1])}
    )


def softmax(name: str) -> Iterator[Values]:
    """The mean cross-entropy of three classes, one of each on a line."""
    rows = [(1, "a"), (2, "b"), (3, "c")]
    b = {f"b{column}_{c}": 0.0 for c in "abc" for column in (0, 1)}
    for k in range(10):
        values, slopes = {}, dict.fromkeys(b, 0.0)
        for i, (x, right) in enumerate(rows, 1):
            scores = {c: b[f"b0_{c}"] + b[f"b1_{c}"] * x for c in "abc"}
            whole = sum(map(math.exp, scores.values()))
            for c, score in scores.items():
                p = math.exp(score) / whole
                off = p - (c == right)
                values |= {f"score_{i}_{c}@{k}": score, f"predicted_{i}_{c}@{k}": p, f"error_{i}_{c}@{k}": off}
                slopes[f"b0_{c}"] += off / 3
                slopes[f"b1_{c}"] += off * x / 3
            values[f"loss_{i}@{k}"] = -math.log(values[f"predicted_{i}_{right}@{k}"])
        values[f"L@{k}"] = sum(values[f"loss_{i}@{k}"] for i in (1, 2, 3)) / 3
        b = {name: value - 0.5 * slopes[name] for name, value in b.items()}
        yield values | _coefficients(k, {name: (slopes[name], b[name]) for name in b})


def _coefficients(k: int, found: dict[str, tuple[float, float]]) -> Values:
    """The slope by each coefficient where an iteration begins, and the new coefficient."""
    values: Values = {}
    for name, (slope, value) in found.items():
        values |= {f"dL@{k}/d{name}@{k}": slope, f"{name}@{k + 1}": value}
    return values


LOOPS = {
    **dict.fromkeys(DESCENTS, descents),
    **dict.fromkeys(OPTIMISERS, optimisers),
    **dict.fromkeys(LOGISTIC, logistic),
    "simple-regression-descent": line,
    "softmax-three-points": softmax,
}


def problem_of(name: str, asked: list[str] | None = None):
    """A problem of the library, asked for these values."""
    (problem,) = nnsolve.load(name)
    problem.asked = asked
    return problem


def test_the_loops_are_those_of_the_library():
    """Every problem that iterates has a loop here."""
    iterates = [name for name in library_of(*KINDS) if getattr(problem_of(name), "descends", True)]
    assert sorted(iterates) == sorted(LOOPS)


@pytest.mark.parametrize("name", LOOPS)
def test_every_value_of_an_iteration_is_asked_for(name):
    """The first, the second, the middle and the last iteration: each of their values is the one of the loop."""
    iterations = list(LOOPS[name](name))
    last = len(iterations)
    for k in sorted({1, 2, (last + 1) // 2, last}):
        if k > last:
            continue
        expected = iterations[k - 1]
        answers = nnsolve.solve(problem_of(name, list(expected))).answers
        assert [str(each) for each in answers] == list(expected)
        assert list(map(float, answers.values())) == pytest.approx(list(expected.values()), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("name", LOOPS)
def test_the_loops_know_all_that_a_page_writes(name):
    """No line of a written iteration is without a value of the loop beside it."""
    known: set[str] = set()
    for values in LOOPS[name](name):
        known |= values.keys()
    for step in nnsolve.solve(problem_of(name)).steps:
        of_a_row = step.name.startswith(("dloss", "dpredicted", "loss_1@0"))  # the derivation on one row
        at_an_end = step.name.endswith("@0") or step.name.startswith("d")
        assert "@" not in step.name or step.name in known or of_a_row or at_an_end, step.name


@pytest.mark.parametrize("name", LOOPS)
def test_values_of_an_iteration_are_marked(name):
    """In a middle iteration, which no page need write, the value is right and another one is wrong."""
    iterations = list(LOOPS[name](name))
    key = Key(problem_of(name))
    for asked, value in iterations[len(iterations) // 2].items():
        for given, verdicts in ((value, {"right"}), (value + 0.3 * (1 + abs(value)), {"wrong", "slip"})):
            learned = key.learned([asked])
            checked = check(learned, read_answers(f"{asked} = {given:.9g}", "answers.txt", learned.known))
            assert {line.verdict for line in checked.lines} <= verdicts, (asked, given)


@pytest.mark.parametrize("name", LOOPS)
def test_a_page_shows_every_number_it_uses(name):
    """A page, whole or asked for a later iteration, has each number that its lines use: given, in a line or a table."""
    iterations = list(LOOPS[name](name))
    for asked in (None, *([value] for value in iterations[len(iterations) // 2])):
        solution = nnsolve.solve(problem_of(name, asked))
        shown = {step.name for step in solution.steps}.union(*solution.given_rows)
        for block in (block for section in solution.sections for block in section.blocks):
            shown |= block.table.names if block.table else set()
        for step in solution.steps:
            if not isinstance(step, Statement):
                used = {_of_all(each) for each in symbols(step.formula)}
                assert used <= set(map(_of_all, shown)), (asked, step.name)


def _of_all(name: str) -> str:
    """The start of all optimisers is one and the same: x@0 of gd.x@0."""
    return name.partition(".")[2] or name if name.endswith("@0") else name
