"""Every visit, update and epoch of a training may be asked for, whether or not the page writes it."""

from __future__ import annotations

import math

import pytest

import nnsolve
from nnsolve.formula.expr import symbols
from nnsolve.names import read

NETWORK = """
kind: backprop
layers:
  - {activation: sigmoid, weights: {h1: {w1: 0.2, w2: -0.4}, h2: {w3: 0.7, w4: 0.1}}, bias: {b1: 0.1, b2: 0}}
  - {activation: sigmoid, weights: {o1: {w5: 0.6, w6: -0.2}}, bias: {b3: 0.05}}
samples:
  - {inputs: {x1: 0, x2: 0}, targets: 0}
  - {inputs: {x1: 0, x2: 1}, targets: 1}
  - {inputs: {x1: 1, x2: 0}, targets: 1}
  - {inputs: {x1: 1, x2: 1}, targets: 0}
loss: half squared error
learning_rate: 0.5
"""
DATA = [((0, 0), 0), ((0, 1), 1), ((1, 0), 1), ((1, 1), 0)]
START = {"w1": 0.2, "w2": -0.4, "w3": 0.7, "w4": 0.1, "b1": 0.1, "b2": 0.0, "w5": 0.6, "w6": -0.2, "b3": 0.05}


def sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def visit(w: dict[str, float], x: tuple[float, float], t: float) -> dict[str, float]:
    """Forward and backward pass of the 2-2-1 network above, written out by hand."""
    net_h1, net_h2 = w["w1"] * x[0] + w["w2"] * x[1] + w["b1"], w["w3"] * x[0] + w["w4"] * x[1] + w["b2"]
    out_h1, out_h2 = sigmoid(net_h1), sigmoid(net_h2)
    net_o1 = w["w5"] * out_h1 + w["w6"] * out_h2 + w["b3"]
    out_o1 = sigmoid(net_o1)
    delta = -(t - out_o1) * out_o1 * (1 - out_o1)
    d1, d2 = delta * w["w5"] * out_h1 * (1 - out_h1), delta * w["w6"] * out_h2 * (1 - out_h2)
    slopes = {"w1": d1 * x[0], "w2": d1 * x[1], "b1": d1, "w3": d2 * x[0], "w4": d2 * x[1], "b2": d2}
    slopes |= {"w5": delta * out_h1, "w6": delta * out_h2, "b3": delta}
    values = {"net_h1": net_h1, "net_h2": net_h2, "out_h1": out_h1, "out_o1": out_o1, "E": (t - out_o1) ** 2 / 2}
    return values | {f"dE/d{name}": slope for name, slope in slopes.items()}


def by_hand(batch: int, epochs: int) -> dict[str, float]:
    """All values of all visits, and the parameters after each update and each epoch, in a plain loop."""
    w, found = dict(START), {}
    for epoch in range(1, epochs + 1):
        losses, slopes = [], []
        for place, (x, t) in enumerate(DATA, 1):
            values = visit(w, x, t)
            losses.append(values["E"])
            slopes.append(values)
            found |= {f"{epoch}.{place}.{name}": value for name, value in values.items()}
            if place % batch and place < len(DATA):
                continue
            for name in w:
                slope = sum(each[f"dE/d{name}"] for each in slopes) / len(slopes)
                w[name] -= 0.5 * slope
                found[f"{epoch}.{place}.{name}"] = w[name]
                if len(slopes) > 1:
                    found[f"{epoch}.{place}.g_{name}"] = slope
            slopes = []
        found |= {f"{epoch}.average_E": sum(losses) / len(losses)}
    return found


def answers_of(batch: object, epochs: int, asked: list[str]) -> list[float]:
    """The answers of a training, in the order of asking."""
    text = f"{NETWORK}batch: {batch}\nepochs: {epochs}\nasked: [{', '.join(asked)}]\n"
    (problem,) = nnsolve.loads(text)
    solution = nnsolve.solve(problem)
    nnsolve.render(solution)
    return list(solution.answers.values())


@pytest.mark.parametrize("batch", [1, 2, 3, 4])
@pytest.mark.parametrize("epochs", [1, 6])
def test_every_visit_may_be_asked_for(batch, epochs):
    """What a visit gives, and what its update leaves, is that of a plain loop, in every epoch."""
    hand = by_hand(batch, epochs)
    for epoch in {1, epochs // 2 + 1, epochs}:
        asked = [name for name in hand if name.startswith(f"{epoch}.") and name.count(".") == 2]
        assert answers_of(batch, epochs, asked) == pytest.approx([hand[name] for name in asked], rel=1e-12)


@pytest.mark.parametrize("batch", [1, 4])
def test_what_an_epoch_leaves_may_be_asked_for(batch):
    """The parameters and the average loss of an epoch have its number in front."""
    hand = by_hand(batch, 7)
    asked = ["6.average_E", "6.w5", "7.b3", "2.average_E"]
    expected = [hand["6.average_E"], hand["6.4.w5"], hand["7.4.b3"], hand["2.average_E"]]
    assert answers_of(batch, 7, asked) == pytest.approx(expected, rel=1e-12)


def test_a_parameter_at_the_end_stands_with_the_update_that_gives_it():
    """Who asks for w5 sees its last line, whose result is the answer."""
    (problem,) = nnsolve.loads(f"{NETWORK}batch: 1\nepochs: 5\nasked: [w5]\n")
    solution = nnsolve.solve(problem)
    last = [step for step in solution.steps if step.name == "5.4.w5"]
    assert len(last) == 1
    assert solution.values["5.4.w5"] == pytest.approx(solution.answers["new_w5"], rel=1e-14)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("1.2.net_h1", "2.net_h1"),
        ("3.2.net_h₁", "3.2.net_h1"),
        ("3.2.∂E/∂w₅", "3.2.dE/dw5"),
        ("1.2.w5", "1.w5"),
        ("1.4.w5", "2.w5"),
        ("3.4.w5", "3.4.w5"),
        ("2.g_w5", "2.g_w5"),
        ("3.w5", "3.w5"),
    ],
)
def test_what_is_meant(asked, expected):
    """A visit of the first epoch is called by its place alone or with its epoch; an update by the visit it follows."""
    (problem,) = nnsolve.loads(f"{NETWORK}batch: 2\nepochs: 3\nasked: [{asked}]\n")
    assert list(nnsolve.solve(problem).answers) == [expected]


@pytest.mark.parametrize("asked", ["4.1.net_h1", "1.5.net_h1", "0.1.net_h1", "2.1.w5", "4.w5", "1.1.1.E", "2.3.x1"])
def test_what_is_not_there(asked):
    """There is no visit beyond the last, no update within a batch, and a given number is no result."""
    (problem,) = nnsolve.loads(f"{NETWORK}batch: 2\nepochs: 3\nasked: [{asked}]\n")
    with pytest.raises(nnsolve.ProblemError):
        nnsolve.solve(problem)


@pytest.mark.parametrize(
    "optimizer", ["", "optimizer: adam\n", "optimizer: {momentum: {momentum: 0.9}}\n", "clip: {norm: 0.02}\n"]
)
@pytest.mark.parametrize("batch", [1, 3])
@pytest.mark.parametrize("shuffle", ["", "shuffle: 3\n"])
def test_the_last_visit_of_an_epoch_leaves_the_row_of_the_table(optimizer, batch, shuffle):
    """Whatever the update, what the page of a later visit computes is what the compiled run gave."""
    (whole,) = nnsolve.loads(f"{NETWORK}batch: {batch}\nepochs: 4\n{optimizer}{shuffle}")
    rows = nnsolve.solve(whole).sections[-1].blocks[0].table.rows
    (problem,) = nnsolve.loads(
        f"{NETWORK}batch: {batch}\nepochs: 4\n{optimizer}{shuffle}asked: [3.4.w1, 3.4.b3, 4.4.w6]\n"
    )
    w1, b3, w6 = nnsolve.solve(problem).answers.values()
    assert [w1, b3, w6] == pytest.approx([rows[2][2], rows[2][-1], rows[3][9]], rel=1e-12)


@pytest.mark.parametrize("problem", ["epochs", "batch-norm-hidden"])
def test_every_visit_of_the_library(problem):
    """Of every training of the library each name of the first visit may be asked for in every other."""
    (whole,) = nnsolve.load(problem)
    solution = nnsolve.solve(whole)
    first = [step.name.bare for step in solution.steps if step.name.at.rounds == (1,) and step.name.of != "batch"]
    visits = [(epoch, place) for epoch in range(2, whole.epochs + 1) for place in range(1, len(whole.data) + 1)]
    for epoch, place in visits:
        names = [name for name in first if read(name).role not in ("gradient", "new", "change")]
        own = [name for name in names if f"2.{name}" in {step.name for step in solution.steps}]
        whole.asked = [f"{epoch}.{place}.{name}" for name in own]
        assert all(map(math.isfinite, nnsolve.solve(whole).answers.values()))


def test_carried_digits_are_those_of_the_run():
    """With rounding carried a later visit begins with the rounded numbers that the run has left."""
    head = f"{NETWORK}batch: 1\nepochs: 3\nrounding: {{decimals: 4, carry: true}}\n"
    (whole,) = nnsolve.loads(head)
    rows = nnsolve.solve(whole).sections[-1].blocks[0].table.rows
    (problem,) = nnsolve.loads(head + "asked: [3.4.w5, 2.4.w5]\n")
    assert [float(value) for value in nnsolve.solve(problem).answers.values()] == [float(rows[2][8]), float(rows[1][8])]


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        ("2.1.net_h1", "net_h₁⁽²,¹⁾"),
        ("2.3.mean_h1", "μ_h₁⁽²,³⁾"),
        ("2.3.g_w1", "∂Ē⁽²,³⁾/∂w₁"),
        ("2.3.batch_E", "Ē⁽²,³⁾"),
    ],
)
def test_what_a_later_batch_shares_may_be_asked_for(asked, printed):
    """Of a batch that is normalised together the visits and what they share stand in every epoch."""
    (problem,) = nnsolve.load("batch-norm-hidden")
    problem.asked = [asked]
    page = " ".join(nnsolve.render(nnsolve.solve(problem)).split())
    assert f"Answer {printed} = " in page
    assert "before" not in page


def test_a_later_batch_begins_with_what_the_epoch_before_has_left():
    """The error of the second batch is the average loss of the second epoch, where there is one batch."""
    (problem,) = nnsolve.load("batch-norm-hidden")
    problem.asked = ["2.3.batch_E", "2.average_E", "2.3.w1", "2.w1"]
    batch, average, behind_visit, behind_epoch = nnsolve.solve(problem).answers.values()
    assert (batch, behind_visit) == pytest.approx((average, behind_epoch), rel=1e-12)


@pytest.mark.parametrize("asked", ["3.1.net_h1", "3.2.net_h1", "3.4.out_o1", "3.3.dE/dw1"])
@pytest.mark.parametrize("batch", [1, 2, 4])
def test_the_page_says_what_a_later_visit_begins_with(asked, batch):
    """Every number that the lines of a later visit use stands on the page, as given or in the table above them."""
    (problem,) = nnsolve.loads(f"{NETWORK}batch: {batch}\nepochs: 4\nasked: [{asked}]\n")
    solution = nnsolve.solve(problem)
    blocks = [block for section in solution.sections for block in section.blocks]
    shown = {
        cell.name
        for block in blocks
        if block.table
        for row in block.table.rows
        for cell in row
        if hasattr(cell, "name")
    }
    begun = {name for step in solution.steps for name in symbols(step.formula) if name.of == "before"}
    assert begun
    assert begun <= shown
