"""Workings of iterations: whoever errs in one is followed through all later ones, printed on the page or not.

The students are plain loops: each value goes through ``write``, which notes it and gives back what the student goes on
with.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

import nnsolve
from nnsolve.marking.check import check
from nnsolve.marking.continued import continuation
from nnsolve.marking.feedback import Feedback
from nnsolve.marking.key import Key
from nnsolve.marking.verdicts import FOLLOWED, RIGHT, SLIP, WRONG
from nnsolve.marking.working import read_working

Write = Callable[[str, float], float]
Student = Callable[[Write], None]

DESCENT = """
kind: gradient-descent
function: f(x, y) = x^2 + 3*x*y + 4*y^2
start: {x: 3, y: -2}
learning_rate: {schedule: exponential, start: 0.1, factor: 0.9}
iterations: 12
"""
ADAM = """
kind: optimizer
optimizer: [gd, adam: {beta1: 0.9, beta2: 0.99, epsilon: 1e-8, bias_correction: true}]
preset: notes
function: x^4 + x
start: {x: 2}
learning_rate: 0.1
iterations: 9
first: 1
"""
LINE = """
kind: regression
method: gradient descent
loss: mean
learning_rate: 0.05
iterations: 8
shown: 1
data: {x: [1, 2, 4], y: [2, 3, 7]}
start: {m: 0.5, c: 0}
"""
BUMPS = """
kind: regression
model: logistic
loss: mean
learning_rate: 0.5
iterations: 7
shown: 0
data: {x: [-1, 2, 3], y: [0, 0, 1]}
"""


def descends(write: Write):
    """Gradient descent with a rate that becomes smaller."""
    x, y = 3.0, -2.0
    for t in range(1, 13):
        dx = write(f"df@{t - 1}/dx@{t - 1}", 2 * x + 3 * y)
        dy = write(f"df@{t - 1}/dy@{t - 1}", 3 * x + 8 * y)
        rate = write(f"α@{t}", 0.1 * 0.9 ** (t - 1))
        x, y = write(f"x@{t}", x - rate * dx), write(f"y@{t}", y - rate * dy)
        write(f"f@{t}", x * x + 3 * x * y + 4 * y * y)


def adapts(write: Write):
    """Adam beside plain gradient descent."""
    x, m, v = 2.0, 0.0, 0.0
    for t in range(1, 10):
        g = write(f"adam.g@{t}", 4 * x**3 + 1)
        m = write(f"adam.m@{t}", 0.9 * m + 0.1 * g)
        v = write(f"adam.v@{t}", 0.99 * v + 0.01 * g * g)
        x = write(f"adam.x@{t}", x - 0.1 * moved(m, v, t, write))
        write(f"adam.f@{t}", x**4 + x)


def moved(m: float, v: float, t: int, write: Write) -> float:
    """The corrected averages, one by the root of the other."""
    upper, lower = write(f"adam.mhat@{t}", m / (1 - 0.9**t)), write(f"adam.vhat@{t}", v / (1 - 0.99**t))
    return upper / math.sqrt(lower + 1e-8)


def fits(write: Write):
    """A line through three points; the state that the last iteration leaves has lines as well."""
    xs, ys = [1, 2, 4], [2, 3, 7]
    m, c = 0.5, 0.0
    for t in range(9):
        errors = [write(f"error_{k + 1}@{t}", y - (m * x + c)) for k, (x, y) in enumerate(zip(xs, ys, strict=True))]
        write(f"L@{t}", sum(error**2 for error in errors) / 3)
        by_c = write(f"dL@{t}/db0@{t}", -2 / 3 * sum(errors))
        by_m = write(f"dL@{t}/db1@{t}", -2 / 3 * sum(error * x for error, x in zip(errors, xs, strict=True)))
        if t < 8:
            c, m = write(f"b0@{t + 1}", c - 0.05 * by_c), write(f"b1@{t + 1}", m - 0.05 * by_m)


def classifies(write: Write):
    """A logistic regression."""
    xs, ys = [-1, 2, 3], [0, 0, 1]
    w, b = 0.0, 0.0
    for t in range(7):
        scores = [write(f"score_{k + 1}@{t}", b + w * x) for k, x in enumerate(xs)]
        errors = [1 / (1 + math.exp(-score)) - y for score, y in zip(scores, ys, strict=True)]
        by_b = write(f"dL@{t}/db0@{t}", sum(errors) / 3)
        by_w = write(f"dL@{t}/db1@{t}", sum(error * x for error, x in zip(errors, xs, strict=True)) / 3)
        b, w = write(f"b0@{t + 1}", b - 0.5 * by_b), write(f"b1@{t + 1}", w - 0.5 * by_w)


def written(student: Student, wrong: dict[str, Callable[[float], float]]) -> dict[str, str]:
    """All lines of a student with six digits; some values are ``wrong``, and the student goes on from these."""
    lines: dict[str, str] = {}

    def write(name: str, value: float) -> float:
        value = wrong.get(name, float)(value)
        lines[name] = f"{value:#.6g}"
        return value

    student(write)
    return lines


def verdicts(problem: str, lines: dict[str, str]) -> dict[str, str]:
    """The verdict of every line."""
    (one,) = nnsolve.loads(problem)
    key = Key(one)
    answers = read_working("\n".join(f"{name} = {value}" for name, value in lines.items()), key.known)
    return {line.answer.called: line.verdict for line in check(key, answers).lines}


def other_sign(value: float) -> float:
    """A slip in the sign."""
    return -value


def beside(value: float) -> float:
    """A number that is off."""
    return 1.25 * value + 0.5


STUDENTS = [
    (DESCENT, descends, "df@1/dx@1", other_sign),
    (DESCENT, descends, "x@2", beside),
    (DESCENT, descends, "df@6/dy@6", beside),
    (DESCENT, descends, "α@5", beside),
    (ADAM, adapts, "adam.g@2", other_sign),
    (ADAM, adapts, "adam.vhat@4", beside),
    (ADAM, adapts, "adam.x@1", beside),
    (LINE, fits, "dL@1/db1@1", other_sign),
    (LINE, fits, "b0@2", beside),
    (LINE, fits, "error_2@4", other_sign),
    (BUMPS, classifies, "dL@1/db0@1", other_sign),
    (BUMPS, classifies, "b1@3", beside),
]


@pytest.mark.parametrize("problem, student", {(problem, student): 0 for problem, student, _, _ in STUDENTS})
def test_every_value_of_every_iteration_is_right(problem, student):
    """Who makes no error is right in every line, whether or not the page prints the iteration."""
    assert set(verdicts(problem, written(student, {})).values()) == {RIGHT}


@pytest.mark.parametrize("problem, student, name, slip", STUDENTS)
def test_one_slip_costs_one_line(problem, student, name, slip):
    """Who errs once and goes on by the rule has one wrong line; what is still right is right."""
    right, lines = written(student, {}), written(student, {name: slip})
    found = verdicts(problem, lines)
    assert found.pop(name) in (SLIP, WRONG)
    for each, verdict in found.items():
        assert verdict == (RIGHT if lines[each] == right[each] else FOLLOWED), each


@pytest.mark.parametrize("problem, student, name, slip", STUDENTS)
def test_a_second_slip_is_no_less_wrong(problem, student, name, slip):
    """Behind a slip a line that does not follow is wrong, and the numbers of the table are right."""
    right, lines = written(student, {}), written(student, {name: slip})
    behind = list(lines)[list(lines).index(name) + 1 :]
    off, last = behind[len(behind) // 2], list(lines)[-1]
    found = verdicts(problem, {**lines, off: f"{beside(float(lines[off])):#.6g}", last: right[last]})
    assert found[off] in (SLIP, WRONG)
    assert found[last] == RIGHT


def test_the_rest_goes_on_from_own_numbers():
    """check --continue begins the last iteration with what a student's own numbers lead to, not with the table's."""
    (problem,) = nnsolve.load("descent-parabola")
    key = Key(problem)
    rest = continuation(Feedback(check(key, read_working("x@5 = 0.79", key.known))))
    x = 0.79
    for _ in range(5):
        x -= 0.2 * 2 * x
    assert rest.answers["x@10"] == pytest.approx(x)
    assert rest.answers["f@10"] == pytest.approx(x * x)
