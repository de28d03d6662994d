"""Workings of runs: whoever errs in one visit is followed into the next ones, through branches and over epochs."""

from __future__ import annotations

import pytest

import nnsolve
from nnsolve.marking.check import check
from nnsolve.marking.key import Key
from nnsolve.marking.verdicts import FOLLOWED, RIGHT, UNKNOWN, WRONG
from nnsolve.marking.working import read_working

PERCEPTRON = """
kind: perceptron
points: [[1, 1, 1], [1, 0, 0], [0, 1, 0], [0, 0, 0]]
rule: delta
learning_rate: 0.5
weights: [0.2, 0.3]
bias: -0.4
epochs: 10
"""
# z = 0.2·1 − 0.4 = −0.2, so visit 2 is right; who writes 0.2 has an error there, and updates: w₁ = 0.2 − 0.5 = −0.3,
# b = −0.4 − 0.5 = −0.9; then z = 0.3 − 0.9 = −0.6.
LEARNED_TOO_MUCH = """
1.1.net = 0.1
1.2.net = 0.2
1.2.out = 1
1.2.error = -1
1.2.change_w1 = -0.5
1.2.w1 = -0.3
1.2.b = -0.9
1.3.net = -0.6
1.3.out = 0
1.3.w2 = 0.3
1.4.net = -0.9
"""
GRADIENT = """
kind: linear-sgd
points: [[1, 1], [2, 1], [-1, -1]]
loss: hinge
weights: [0.1]
bias: 0
learning_rate: 0.1
epochs: 3
batch: 1
"""


def verdicts(problem: str, working: str) -> list[str]:
    """The verdict of every line of a working."""
    (one,) = nnsolve.loads(problem)
    key = Key(one)
    lines = [line.partition("=")[0].strip() for line in working.strip().splitlines()]
    key = key.learned([name for name in lines if key.known.find(name) is None])
    return [line.verdict for line in check(key, read_working(working.strip(), key.known)).lines]


def test_the_other_branch_is_followed():
    """Who finds an error where there is none, and updates by the rule, has one wrong line."""
    found = verdicts(PERCEPTRON, LEARNED_TOO_MUCH)
    assert found[1] == WRONG
    assert set(found[2:]) <= {FOLLOWED, RIGHT}
    assert found[5] == found[6] == FOLLOWED


def test_nothing_changes_is_followed_too():
    """Who finds no error where there is one keeps the weights."""
    problem = PERCEPTRON.replace("weights: [0.2, 0.3]", "weights: [0.2, 0.6]")
    # 1.3: z = 0.6 − 0.4 = 0.2 → 1, wrong; who writes −0.2 keeps w₂ = 0.6, and b, so that z = −0.4 in visit 4.
    found = verdicts(problem, "1.3.net = -0.2\n1.3.out = 0\n1.3.w2 = 0.6\n1.3.b = -0.4\n1.4.net = -0.4")
    assert found == [WRONG, FOLLOWED, FOLLOWED, FOLLOWED, FOLLOWED]


def test_a_change_of_nothing_is_right():
    """In a visit without an error the change is 0, and may be written."""
    assert verdicts(PERCEPTRON, "1.1.change_w1 = 0\n1.1.w1 = 0.2") == [RIGHT, RIGHT]


def test_the_wrong_branch_does_not_follow():
    """Who has an error and leaves the weights as they were is not followed."""
    found = verdicts(PERCEPTRON, "1.2.net = 0.2\n1.2.out = 1\n1.2.w1 = 0.25")
    assert found[2] not in (RIGHT, FOLLOWED)


def test_an_error_goes_on_into_later_epochs():
    """The subgradient of hinge: a wrong first update is followed to the weights at the end."""
    # By hand, all margins below 1: w grows by 0.1·y·x and b by 0.1·y in each visit.
    right = "1.1.w1 = 0.2\n1.1.b = 0.1\n1.2.w1 = 0.4\n1.3.w1 = 0.5\n1.3.b = 0.1\n2.1.w1 = 0.6"
    assert set(verdicts(GRADIENT, right)) == {RIGHT}
    # Who writes 0.3 for 0.2: then f = 0.7 at x = 2 is below 1, w = 0.5; f = 0.3 at −1 (−0.3·−1…): w = 0.6, then 0.7.
    wrong = right.replace("= 0.2\n", "= 0.3\n").replace("0.4\n", "0.5\n").replace("1.3.w1 = 0.5", "1.3.w1 = 0.6")
    found = verdicts(GRADIENT, wrong.replace("2.1.w1 = 0.6", "2.1.w1 = 0.7"))
    assert found == [WRONG, RIGHT, FOLLOWED, FOLLOWED, RIGHT, FOLLOWED]


def learns(weights: list[float], bias: float, wrong: str, by: float) -> dict[str, str]:
    """All lines of a student of AND by the delta rule, one value wrong ``by`` so much, until an epoch has no error."""
    lines: dict[str, str] = {}

    def write(name: str, value: float) -> float:
        value += by * (name == wrong)
        lines[name] = f"{value:.6g}"
        return value

    w1, w2, b = *weights, bias
    for epoch in range(1, 11):
        errors = 0
        for place, (x1, x2, t) in enumerate([(1, 1, 1), (1, 0, 0), (0, 1, 0), (0, 0, 0)], 1):
            at = f"{epoch}.{place}."
            net = write(f"{at}net", w1 * x1 + w2 * x2 + b)
            error = write(f"{at}error", t - write(f"{at}out", int(net > -1e-9)))
            errors += abs(error)
            if error:
                w1, w2 = write(f"{at}w1", w1 + 0.5 * error * x1), write(f"{at}w2", w2 + 0.5 * error * x2)
                b = write(f"{at}b", b + 0.5 * error)
        if not errors:
            return lines | {"new_w1": f"{w1:.6g}", "new_w2": f"{w2:.6g}", "new_b": f"{b:.6g}"}
    return lines


@pytest.mark.parametrize(
    ("weights", "bias", "epochs", "wrong", "by"),
    [
        ([0.2, 0.3], -0.4, 1, "1.2.net", 0.4),
        ([0.2, 0.3], -0.4, 1, "1.4.net", 0.9),
        ([0.1, -0.3], 0.15, 8, "1.2.w1", -1),
        ([0.1, -0.3], 0.15, 8, "8.2.net", 5),
    ],
)
def test_who_has_an_error_in_the_last_epoch_goes_on(weights, bias, epochs, wrong, by):
    """Epochs that the right run does not have follow from a student's own errors, and so does what is left."""
    problem = PERCEPTRON.replace("[0.2, 0.3]", str(weights)).replace("-0.4", str(bias))
    assert f"{epochs + 1}.1.net" not in learns(weights, bias, "", 0)
    lines = learns(weights, bias, wrong, by)
    assert f"{epochs + 1}.1.net" in lines
    found = dict(zip(lines, verdicts(problem, "\n".join(f"{name} = {lines[name]}" for name in lines)), strict=True))
    assert found.pop(wrong) == WRONG
    assert set(found.values()) == {RIGHT, FOLLOWED}
    behind = {verdict for name, verdict in found.items() if name.startswith(f"{epochs + 1}.")}
    assert behind == {FOLLOWED}


def test_who_has_no_error_has_no_further_epoch():
    """Behind an epoch without an error, and beyond the limit of epochs, there is nothing to be marked."""
    found = verdicts(PERCEPTRON, "1.2.net = -0.2\n2.1.net = 0.1\n2.1.w1 = 0.2\n11.1.net = 0.1\n2.1.1.net = 0.1")
    assert found == [RIGHT, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN]


def test_a_wrong_line_of_a_further_epoch():
    """A wrong line there is wrong, and the next ones follow from it."""
    lines = learns([0.2, 0.3], -0.4, "1.2.net", 0.4)
    found = verdicts(PERCEPTRON, "\n".join(f"{name} = {lines[name]}" for name in lines if name < "2.1.w"))
    assert set(found[-3:]) == {FOLLOWED}
    # w = (−0.3, 0.3) before: by an error of 3 both grow by 0.5 · 3.
    other = "\n".join(f"{name} = {lines[name]}" for name in lines if name < "2.1.error")
    assert verdicts(PERCEPTRON, f"{other}\n2.1.error = 3\n2.1.w1 = 1.2\n2.1.w2 = 0.8")[-3:] == [WRONG, FOLLOWED, WRONG]


@pytest.mark.parametrize("name", ["2.2.E", "3.1.net_11", "3.4.dE/db21", "3.2.w11^2"])
def test_visits_that_the_page_does_not_print_are_marked(name):
    """Every visit of a training is marked: its value is right, and twice of it is not."""
    (problem,) = nnsolve.load("epochs")
    problem.asked = [name]
    (value,) = nnsolve.solve(problem).answers.values()
    problem.asked = None
    key = Key(problem).learned([name])
    for number, is_right in ((value, True), (2 * value, False)):
        (line,) = check(key, read_working(f"{name} = {number:.6g}", key.known)).lines
        assert (line.verdict == RIGHT) is is_right
