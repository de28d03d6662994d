"""Training on several samples: updates, batches, epochs, clipping and weight decay, against loops that know only data."""

# ruff: noqa: E501 (one case a line)

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from math import exp

import pytest

import nnsolve
from nnsolve.subjects.network.training import Training

from ..support import bounded
from .or_gate import GATE, SAMPLES

LINE = """\
kind: backprop
samples: [{inputs: 1, targets: 1}, {inputs: 2, targets: 2}]
layers: [{activation: identity, weights: {o1: {w: 0.2}}}]
loss: half squared error
learning_rate: 0.1
"""
NEURON = """\
kind: backprop
samples: [{inputs: 1, targets: 1}, {inputs: 0.5, targets: 0}, {inputs: -0.3, targets: 1}]
layers: [{activation: sigmoid, weights: {o1: {w: 0.3}}, bias: {b: 0.1}}]
loss: half squared error
learning_rate: 0.5
"""


def table_of(solution) -> list[list]:
    """The rows of the table of epochs."""
    return solution.sections[-1].blocks[-1].table.rows


def updates_of(solution) -> int:
    """How many updates are written out."""
    return sum(section.title.key == "training_update_number" for section in solution.sections)


# ---- one weight by hand: o = w·x, samples (1, 1) and (2, 2), w = 0.2, η = 0.1 ----

BY_HAND = [
    # o 0.2, g −0.8, w 0.28; o 0.56, g −2.88, w 0.568; errors 0.32 and 1.0368
    ("batch: 1", 0.568, 0.6784),
    # g −0.8 and 2·(0.4 − 2) = −3.2, mean −2; errors 0.32 and 1.28
    ("batch: all", 0.4, 0.8),
    ("batch: 2", 0.4, 0.8),
    ("batch: all\nreduction: sum", 0.6, 0.8),
    # cut to −0.5: w 0.25; o 0.5, g −3, cut: w 0.3; errors 0.32 and 1.125
    ("batch: 1\nclip: {value: 0.5}", 0.3, 0.7225),
    ("batch: 1\nclip: {norm: 0.5}", 0.3, 0.7225),
    ("batch: all\nclip: {norm: 4}", 0.4, 0.8),
    # Δw = 0.2 − 0.1·0.5·0.2
    ("batch: all\nweight_decay: 0.5", 0.39, 0.8),
    # decay is not clipped: Δw = 0.1·0.5 − 0.1·0.5·0.2
    ("batch: all\nweight_decay: 0.5\nclip: {value: 0.5}", 0.24, 0.8),
    # second epoch from 0.4: g −0.6 and 2·(0.8 − 2) = −2.4, mean −1.5; errors 0.18 and 0.72
    ("batch: all\nepochs: 2", 0.55, 0.45),
]


@pytest.mark.parametrize(("way", "weight", "average"), BY_HAND)
def test_one_weight_by_hand(solved, way, weight, average):
    """A straight line through two points, worked on paper for every way of updating."""
    values = solved(f"{LINE}{way}\n").values
    assert values["new_w"] == pytest.approx(weight, rel=1e-12)
    assert values["average_E"] == pytest.approx(average, rel=1e-12)


def carried(batch: int, places: int, epochs: int) -> tuple[list[Decimal], list[Decimal]]:
    """NEURON as a person trains it who rounds every line: the average loss of each epoch, and (w, b) at the end."""

    def cut(value) -> Decimal:
        return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)

    data = [tuple(map(Decimal, pair)) for pair in (("1", "1"), ("0.5", "0"), ("-0.3", "1"))]
    w, b, rate, averages = Decimal("0.3"), Decimal("0.1"), Decimal("0.5"), []
    for _ in range(epochs):
        losses = []
        for start in range(0, len(data), batch):
            by_w, by_b = [], []
            for x, t in data[start : start + batch]:
                net = cut(w * x + b)
                out = cut(repr(1 / (1 + exp(-float(net)))))
                losses.append(cut((t - out) ** 2 / 2))
                slope = cut(out * (1 - out))
                by_w.append(cut(-(t - out) * slope * x))
                by_b.append(cut(-(t - out) * slope))
            over = len(by_w)
            g_w, g_b = (cut(sum(parts) / over) if over > 1 else parts[0] for parts in (by_w, by_b))
            w, b = cut(w + cut(-rate * g_w)), cut(b + cut(-rate * g_b))
        averages.append(sum(losses) / len(losses))
    return averages, [w, b]


@pytest.mark.parametrize("places", [3, 4, 5])
@pytest.mark.parametrize("batch", [1, 2, 3])
def test_carried_rounding(solved, batch, places):
    """With carried rounding, training is that of a person who rounds every line, also the mean of a batch."""
    solution = solved(f"{NEURON}batch: {batch}\nepochs: 3\nrounding: {{decimals: {places}, carry: true}}\n")
    averages, (w, b) = carried(batch, places, 3)
    assert (solution.values["new_w"], solution.values["new_b"]) == (w, b)
    for row, average in zip(table_of(solution), averages, strict=True):
        assert abs(Decimal(str(row[1])) - average) <= Decimal(1).scaleb(-places) / 2


# ---- batches, shuffling, what is written ----


@pytest.mark.parametrize(
    ("batch", "updates", "sentence"),
    [
        ("1", 4, "after every sample: 4 updates"),
        ("2", 2, "after every 2 samples: 2 updates"),
        ("3", 2, "after every 3 samples: 2 updates"),
        ("4", 1, "once an epoch, from all 4 samples"),
        ("all", 1, "once an epoch, from all 4 samples"),
    ],
)
def test_updates_of_an_epoch(solved, batch, updates, sentence):
    """Four samples make 4 updates an epoch one by one, 2 in pairs, 1 all together; the page says so."""
    solution = solved(GATE.replace("batch: 2", f"batch: {batch}"))
    assert updates_of(solution) == updates
    assert sentence in nnsolve.render(solution, width=200)


def test_samples_of_a_batch_keep_their_numbers(solved):
    """The gradients that are added up carry the number of their sample, also in the second update."""
    page = nnsolve.render(solved(GATE), width=200)
    first, second = page[page.index("━━ Update 1 ") :].split("━━ Update 2 ")
    assert "∂E⁽¹⁾/∂w₅ + ∂E⁽²⁾/∂w₅" in first
    assert "∂E⁽³⁾/∂w₅ + ∂E⁽⁴⁾/∂w₅" in second


def visited(solution) -> list[int]:
    """The samples in the order in which the page visits them."""
    titles = [section.title.args for section in solution.sections if section.title.key == "training_of_sample"]
    return [args["n"] for args in titles if args["title"].key == "page_forward_pass"]


def test_shuffling(solved):
    """A seed always gives the same order, which holds every sample once; other seeds and epochs give others."""
    orders = [tuple(visited(solved(f"{GATE}shuffle: {seed}\n"))) for seed in range(12)]
    assert all(sorted(order) == [1, 2, 3, 4] for order in orders)
    assert len(set(orders)) > 3
    assert orders == [tuple(visited(solved(f"{GATE}shuffle: {seed}\n"))) for seed in range(12)]
    training = Training(nnsolve.loads(f"{GATE}shuffle: 3\n")[0])
    epochs = [training.batches(epoch) for epoch in range(1, 20)]
    assert all(
        sorted(index for batch in batches for index in batch) == [0, 1, 2, 3] and [len(b) for b in batches] == [2, 2]
        for batches in epochs
    )
    assert len({str(batches) for batches in epochs}) > 5
    assert visited(solved(GATE)) == [1, 2, 3, 4]


def test_shuffling_is_named_on_the_page(solved):
    """The page says that the order is random and names the seed."""
    assert "seed 3" in nnsolve.render(solved(f"{GATE}shuffle: 3\n"), width=200)


def test_weight_decay_is_given(solved):
    """λ stands among the given numbers, and in the formula of every update."""
    page = nnsolve.render(solved(f"{GATE}weight_decay: 0.01\n"), width=200)
    assert "λ = 0.01" in page
    assert "Δw₅ = −η·∂Ē/∂w₅ − η·λ·w₅" in page


def test_many_samples(solved):
    """Of many samples only the first update is written out; the table holds every epoch, its middle left out."""
    rows = "".join(f"  - {{inputs: [{k % 7}, {k % 5}], targets: {k % 2}}}\n" for k in range(200))
    text = GATE.replace(SAMPLES, f"samples:\n{rows}").replace("{w1", "{w1").replace("epochs: 3", "epochs: 100")
    solution = solved(text)
    page = nnsolve.render(solution)
    assert updates_of(solution) == 1
    assert len(table_of(solution)) == 100
    assert page.count("\n") < 600
    assert "100 updates an epoch" in " ".join(page.split())


def test_a_thousand_epochs_are_fast(solved):
    """1,000 epochs of four samples take few calls each."""
    with bounded():
        solution = solved(GATE.replace("epochs: 3", "epochs: 1000"))
        nnsolve.render(solution)
    assert len(table_of(solution)) == 1000


def test_without_a_learning_rate(solved):
    """Without a learning rate nothing is updated: the gradients of every sample are written at the given parameters."""
    text = re.sub(r"learning_rate.*\nbatch.*\nepochs.*\n", "", GATE)
    values = solved(text).values
    rated = solved(GATE.replace("batch: 2\nepochs: 3", "batch: all")).values
    for visit in range(1, 5):
        assert values[f"{visit}.dE/dw1"] == rated[f"{visit}.dE/dw1"]


def test_everything_frozen(solved):
    """Where every parameter is frozen, the loss stays as it is, or freeze: is refused at its place."""
    try:
        solution = solved(f"{GATE}freeze: [w1, w2, w3, w4, w5, w6, b1, b2]\n")
    except nnsolve.ProblemError as found:
        assert (found.line, found.column) == (22, 9)
    else:
        assert len({row[1] for row in table_of(solution)}) == 1
        assert nnsolve.render(solution)


@pytest.mark.parametrize("asked", ["average_E", "w5", "new_w5", "w5′", "1.net_h1", "4.dE/dw1", "2.w5", "3.out_o1"])
def test_asked(solved, asked):
    """A parameter's name asks for its value at the end, a step's for the step; the page answers in every format."""
    solution, whole = solved(f'{GATE}asked: ["{asked}"]\n'), solved(GATE)
    ((name, value),) = solution.answers.items()
    assert value == whole.values[name]
    assert name == {"w5": "new_w5", "w5′": "new_w5"}.get(asked, asked)
    for format in ("text", "markdown", "json"):
        nnsolve.render(solution, format)
    assert len(solution.steps) <= len(whole.steps)


def test_the_page_names_the_average(solved):
    """The table's columns, the average and the check are explained under it."""
    page = " ".join(nnsolve.render(solved(GATE)).split())
    assert "The average loss of an epoch is the mean of E over its samples, each as it was when visited." in page
    assert "Checked: 8 gradients against central differences" in page
