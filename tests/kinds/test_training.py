"""Around training: counts by hand, and Keras, PyTorch and scikit-learn as oracles of what they compute too."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnsolve.formula.rounding import Rounding

from ..support import check_ends, check_fault

HEAD = "kind: training\n"

STOPS = [
    # keys of early_stopping, best epoch, last epoch, epoch of the returned model
    ("errors: [5, 4, 3, 4, 5, 6, 1], patience: 3", 3, 6, 3),
    ("errors: [5, 4, 3, 4, 5, 6, 1], patience: 4", 7, 7, 7),
    ("errors: [5, 4, 3, 4, 5], patience: 3", 3, 5, 3),
    ("errors: [5, 4, 3, 4, 5], patience: 3, returns: last", 3, 5, 5),
    ("errors: [5, 4, 3, 4, 5, 6, 1], patience: 3, returns: last", 3, 6, 6),
    ("errors: [5, 4, 3, 4, 5, 6, 1], patience: 3, first_epoch: 0", 2, 5, 2),
    ("errors: [1, 1, 1], patience: 1", 1, 2, 1),
    ("errors: [0.5], patience: 9", 1, 1, 1),
    ("errors: [0.3, 0.2, 0.1, 0], patience: 1, min_delta: 0.1", 1, 2, 1),  # better by exactly 0.1 is not enough
    ("errors: [0.3, 0.19, 0.1], patience: 1, min_delta: 0.1", 2, 3, 2),
    ("errors: [70, 80, 79, 78], patience: 2, better: higher", 2, 4, 2),
    ("errors: [70, 80, 79, 81, 82], patience: 2, better: higher, min_delta: 1", 2, 4, 2),
]


@pytest.mark.parametrize(("keys", "best", "last", "returned"), STOPS)
def test_early_stopping(solved, keys, best, last, returned):
    """Stop p epochs after the last that was better; return its model, k − p."""
    values = solved(f"{HEAD}early_stopping: {{{keys}}}\n").values
    assert (values["best_epoch"], values["stopped_at"], values["returned"]) == (best, last, returned)


def test_keras_early_stopping(solved, monkeypatch):
    """Keras's callback, driven over random errors, stops at the same epoch and restores the same one."""
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    keras = pytest.importorskip("keras")
    draw = random.Random(1)
    for _ in range(60):
        errors = [draw.randrange(1, 30) / 10 for _ in range(draw.randint(1, 12))]
        patience, delta = draw.randint(1, 4), draw.choice([0, 0.25])
        stopper = keras.callbacks.EarlyStopping("loss", delta, patience, mode="min", restore_best_weights=True)

        class Model:
            stop_training = False

            def get_weights(self):
                return []

        stopper.set_model(Model())
        stopper.on_train_begin()
        for epoch, error in enumerate(errors):
            stopper.on_epoch_end(epoch, {"loss": error})
            if stopper.model.stop_training:
                break
        keys = f"errors: {errors}, patience: {patience}, min_delta: {delta}, first_epoch: 0"
        values = solved(f"{HEAD}early_stopping: {{{keys}}}\n").values
        assert (values["stopped_at"], values["returned"]) == (epoch, stopper.best_epoch), keys


def test_the_trace(solved):
    """The table holds every epoch up to the stop, with the best so far and the epochs waited."""
    table = solved(HEAD + "early_stopping: {errors: [5, 4, 6, 3, 7, 8, 1], patience: 2}\n").sections[1].blocks[0].table
    assert [(row[0], float(row[2]), row[3]) for row in table.rows] == [
        (1, 5, 0), (2, 4, 0), (3, 4, 1), (4, 3, 0), (5, 3, 1), (6, 3, 2)
    ]  # fmt: skip


COUNTS = [
    ("batches: {samples: 5000000, batch_size: 1000}", {"updates": 5000}),
    ("batches: {samples: 4, batch_size: [per-sample, 2, batch]}", {"updates_1": 4, "updates_2": 2, "updates_4": 1}),
    ("batches: {samples: 100, batch_size: 32, drop_last: false}", {"updates": 4, "last_batch": 4}),
    ("batches: {samples: 100, batch_size: 32, drop_last: true}", {"updates": 3, "left_out": 4}),
    (
        "batches: {samples: 60000, batch_size: 128, drop_last: false, epochs: 12}",
        {"updates": 469, "total_updates": 5628},
    ),
    ("batches: {samples: 7, batch_size: 7, epochs: 3}", {"updates": 1, "total_updates": 3}),
    ("grid: {a: [1], b: [1, 2], c: [4, 8, 16, 32, 64, 128, 256]}", {"configurations": 14}),
    ("grid: {a: [1, 2, 3], b: [x, y]}\nfolds: 5", {"configurations": 6, "trainings": 30}),
    ("dropout: {units: 3}", {"networks": 8}),
    ("dropout: {units: [4, 3], keep: 0.5}", {"units": 7, "networks": 128, "kept": 3.5}),
    ("dropout: {units: 100}", {"networks": 2**100}),
    ("dropout: {units: 1000}", {"networks": 2.0**1000}),
    (
        "split: {samples: 1000, train: 0.7, validation: 0.15, test: 0.15}",
        {"train": 700, "validation": 150, "test": 150},
    ),
    ("split: {samples: 100, train: 0.71, test: 0.29}", {"train": 71, "test": 29}),  # 0.29 · 100 is 28.999… in doubles
    ("split: {samples: 100, test: 0.07}", {"train": 93, "test": 7}),
    ("split: {samples: 11, train: 3/4, rounding: floor}", {"train": 9, "test": 2}),
    ("split: {samples: 11, test: 0.25, rounding: ceil}", {"train": 8, "test": 3}),
    ("split: {samples: 10, test: 0.25, rounding: nearest}", {"train": 7, "test": 3}),
    ("split: {samples: 10, train: 0.5, test: 0.3}", {"train": 5, "validation": 2, "test": 3}),
]


@pytest.mark.parametrize(("keys", "expected"), COUNTS)
def test_counts(solved, keys, expected):
    """Batches, grids, thinned networks and splits are what a hand counts."""
    values = solved(HEAD + keys + "\n").values
    assert {name: values[name] for name in expected} == expected


@pytest.mark.parametrize("drop", [True, False])
@pytest.mark.parametrize(("samples", "size"), [(10, 3), (9, 3), (2, 3), (100, 7)])
def test_torch_loader(solved, samples, size, drop):
    """PyTorch's DataLoader has as many batches."""
    data = pytest.importorskip("torch.utils.data")
    if size > samples:
        return
    loader = data.DataLoader(list(range(samples)), batch_size=size, drop_last=drop)
    keys = f"batches: {{samples: {samples}, batch_size: {size}, drop_last: {str(drop).lower()}}}\n"
    assert solved(HEAD + keys).values["updates"] == len(loader)


@pytest.mark.parametrize("samples", [10, 101, 150, 1001])
@pytest.mark.parametrize("share", [0.1, 0.2, 0.25, 0.33])
def test_sklearn_split(solved, samples, share):
    """scikit-learn's train_test_split, once and twice, gives the same sizes."""
    selection = pytest.importorskip("sklearn.model_selection")
    train, test = selection.train_test_split(list(range(samples)), test_size=share)
    values = solved(f"{HEAD}split: {{samples: {samples}, test: {share}, rounding: sklearn}}\n").values
    assert (values["train"], values["test"]) == (len(train), len(test))
    if (len(train) * Fraction(1, 5) / (1 - Fraction(str(share)))).denominator == 1:
        return  # in doubles a whole number may come out a little larger, and scikit-learn then takes one more
    train, validation = selection.train_test_split(train, test_size=0.2 / (1 - share))
    keys = f"split: {{samples: {samples}, validation: 0.2, test: {share}, rounding: sklearn}}\n"
    values = solved(HEAD + keys).values
    assert (values["train"], values["validation"]) == (len(train), len(validation))


def test_sklearn_grid(solved):
    """scikit-learn's ParameterGrid lists the same configurations in the same order (its names are sorted)."""
    selection = pytest.importorskip("sklearn.model_selection")
    grid = {"a": ["1", "2"], "b": ["x", "y", "z"], "c": ["0.1"]}
    table = solved(f"{HEAD}grid: {grid}\n").sections[0].blocks[1].table
    assert [dict(zip("abc", row[1:], strict=True)) for row in table.rows] == list(selection.ParameterGrid(grid))


RATES = [
    # keys of schedule, t → η by the formula
    ("name: constant, rate: 0.1", lambda t: 0.1),
    ("name: step, rate: 0.1, gamma: 0.5, every: 3", lambda t: 0.1 * 0.5 ** (t // 3)),
    ("name: exponential, rate: 0.1, gamma: 0.9", lambda t: 0.1 * 0.9**t),
    ("name: exponential-e, rate: 0.1, decay: 0.2", lambda t: 0.1 * math.exp(-0.2 * t)),
    ("name: inverse-time, rate: 0.2, decay: 1", lambda t: 0.2 / (1 + t)),
    ("name: cosine, rate: 0.1, end: 0.01, total: 20", lambda t: 0.01 + 0.045 * (1 + math.cos(math.pi * t / 20))),
    ("name: polynomial, rate: 0.1, end: 0.01, total: 20, power: 2", lambda t: 0.09 * (1 - t / 20) ** 2 + 0.01),
    ("name: warm-up, rate: 0.1, warmup: 4", lambda t: 0.1 * min(1, t / 4)),
    ("name: inverse-square-root, rate: 0.2, decay: 3", lambda t: 3 / math.sqrt(t) * 0.2),
    ("name: noam, width: 512, warmup: 4000", lambda t: 512**-0.5 * min(t**-0.5, t * 4000**-1.5)),
]


@pytest.mark.parametrize(("keys", "rate"), RATES)
def test_schedules(solved, keys, rate):
    """Every rate of the table and every step is the formula's."""
    first = 1 if "noam" in keys or "square" in keys else 0
    solution = solved(f"{HEAD}schedule: {{{keys}, epochs: 20}}\n")
    rows = solution.sections[0].blocks[1].table.rows
    assert [row[0] for row in rows] == list(range(first, 20 + first))
    for t, cell in rows:
        found = cell.of(solution.values) if hasattr(cell, "of") else cell
        assert found == pytest.approx(rate(t), rel=1e-13, abs=1e-17)


@pytest.mark.parametrize(
    ("keys", "make"),
    [
        ("name: step, rate: 0.1, gamma: 0.5, every: 3", lambda s, o: s.StepLR(o, 3, 0.5)),
        ("name: exponential, rate: 0.1, gamma: 0.9", lambda s, o: s.ExponentialLR(o, 0.9)),
        ("name: cosine, rate: 0.1, end: 0.01, total: 12", lambda s, o: s.CosineAnnealingLR(o, 12, 0.01)),
        ("name: polynomial, rate: 0.1, end: 0, total: 12, power: 2", lambda s, o: s.PolynomialLR(o, 12, 2)),
    ],
)
def test_torch_schedules(solved, keys, make):
    """PyTorch's schedulers of the same name give the same rates."""
    torch = pytest.importorskip("torch")
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1)
    scheduler, rates = make(torch.optim.lr_scheduler, optimizer), []
    for _ in range(8):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    values = solved(f"{HEAD}schedule: {{{keys}, epochs: 8}}\n").values
    assert [values[f"rate@{t}"] for t in range(8)] == pytest.approx(rates, rel=1e-9, abs=1e-12)


def test_parts_together_and_asked(solved, trouble):
    """Several parts stand on one page; asked results bring their own part only."""
    keys = "batches: {samples: 10, batch_size: 5}\ndropout: {units: 3}\n"
    assert solved(HEAD + keys).answers == {"updates": 2, "networks": 8}
    solution = solved(HEAD + keys + "asked: [thinned]\n")
    assert solution.answers == {"networks": 8}
    assert len(solution.sections) == 1
    assert "updates" in str(trouble(HEAD + keys + "asked: [update]\n"))


@pytest.mark.parametrize("called", ["rate@30", "rate_30", "η(30)", "eta(30)"])
def test_a_rate_far_out_can_be_asked_for(solved, called):
    """A time beyond the lines that are written is a step where it is asked for, as it is spelt now or was before."""
    keys = f"schedule: {{name: exponential, rate: 1, gamma: 0.5, epochs: 40}}\nasked: [{called}]\n"
    assert solved(HEAD + keys).answers == {"rate@30": 0.5**30}


def test_epochs_of_early_stopping_can_be_asked_for(solved):
    """The best error and the epochs waited are asked for by epoch, as they are spelt now or were before."""
    keys = "early_stopping: {errors: [5, 4, 6, 7], patience: 2}\nasked: [best_2, best@3, wait_3, wait@1]\n"
    assert solved(HEAD + keys).answers == {"best@2": 4, "best@3": 4, "wait@3": 1, "wait@1": 0}
    far = "early_stopping: {errors: [5, 4, 3, 4, 5, 2], patience: 3}\nasked: [wait_5, best₆, waited₆]\n"
    assert solved(HEAD + far).answers == {"wait@5": 2, "best@6": 2, "wait@6": 0}


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("batches: {samples: 10, batch_size: [5, 2]}\nasked: [updates]", "may mean updates_5, updates_2 here"),
        ("dropout: {units: 3}\nasked: [thined]", "Did you mean ‘networks’?"),
        ("schedule: {name: exponential, rate: 1, gamma: 0.5, at: [7]}\nasked: [rate_77]", "Did you mean ‘rate@7’?"),
        ("schedule: {name: exponential, rate: 1, gamma: 0.5, at: [7]}\nasked: [η₀]", "it is given"),
    ],
)
def test_what_cannot_be_asked_for(trouble, keys, message):
    """Choices and hints are names as they are spelt now, never other words for them."""
    assert message in str(trouble(HEAD + keys))


def test_carried_rounding(solved):
    """Counts stay whole where rounded numbers are carried."""
    keys = "split: {samples: 1001, test: 0.15, rounding: ceil}\nrounding: {figures: 2, carry: true}\n"
    values = solved(HEAD + keys).values
    assert (values["test"], values["train"]) == (151, 850)
    assert Rounding(2, carry=True).round(values["test"]) == 151


BAD = [
    ("title: x", 1, 1, "nothing to compute"),
    ("early_stopping: {errors: [1], patience: 0}", 2, 41, "from 1"),
    ("early_stopping: {errors: [1]}", 2, 17, "the key patience: is missing"),
    ("early_stopping: {errors: [], patience: 1}", 2, 26, "at least one number"),
    ("early_stopping: {errors: [a], patience: 1}", 2, 27, "expected a number"),
    ("early_stopping: {errors: [1], patience: 1, min_delta: -1}", 2, 55, "from 0"),
    ("early_stopping: {errors: [1], patience: 1, returns: none}", 2, 53, "best, last"),
    ("early_stopping: [1, 2]", 2, 17, "expected a mapping"),
    ("batches: {samples: 10, batch_size: 3}", 2, 36, "leave 1 over"),
    ("batches: {samples: 10, batch_size: 11}", 2, 36, "larger than the data set"),
    ("batches: {samples: 10, batch_size: 0}", 2, 36, "from 1"),
    ("batches: {samples: 10, batch_size: few}", 2, 36, "per-sample (1) or batch"),
    ("batches: {samples: 0, batch_size: 1}", 2, 20, "from 1"),
    ("grid: {}", 2, 7, "expected 1 to 20"),
    ("grid: {a: []}", 2, 11, "at least one value"),
    ("grid: {a: {b: 1}}", 2, 11, "expected a list"),
    ("folds: 5\ndropout: {units: 2}", 2, 8, "needs grid"),
    ("schedule: {name: stpe, rate: 1, epochs: 2}", 2, 18, "Did you mean ‘step’?"),
    ("schedule: {name: step, rate: 1, gamma: 0.1, epochs: 2}", 2, 18, "the key every: is missing"),
    ("schedule: {name: constant, rate: 1, gamma: 0.1, epochs: 2}", 2, 44, "gamma: needs name: step or exponential"),
    ("schedule: {name: constant, rate: 1}", 2, 18, "at which times"),
    ("schedule: {name: constant, rate: 1, at: [1], epochs: 2}", 2, 54, "epochs: cannot stand beside at:"),
    ("schedule: {name: cosine, rate: 1, end: 0, total: 5, at: [6]}", 2, 57, "lies behind"),
    ("schedule: {name: noam, width: 4, warmup: 2, at: [0]}", 2, 49, "begins at t = 1"),
    ("schedule: {name: step, rate: 1, gamma: 0.1, every: 0, epochs: 2}", 2, 52, "greater than 0"),
    ("dropout: {units: 1001}", 2, 18, "to 1000"),
    ("dropout: {units: [600, 600]}", 2, 18, "in all"),
    ("dropout: {units: 3, keep: 2}", 2, 27, "from 0 to 1"),
    ("split: {samples: 10}", 2, 8, "needs shares"),
    ("split: {samples: 10, test: 1.5}", 2, 28, "between 0 and 1"),
    ("split: {samples: 10, train: 0.5, validation: 0.2, test: 0.2}", 2, 29, "add up to 0.9"),
    ("split: {samples: 10, validation: 0.5, test: 0.5}", 2, 34, "nothing is left for training"),
    ("split: {samples: 11, test: 0.5}", 2, 28, "5.5 is no whole number"),
    ("split: {samples: 11, test: 0.5, rounding: up}", 2, 43, "floor, ceil, nearest, sklearn"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), BAD)
def test_bad_input(trouble, text, line, column, message):
    """Each fault is told with its line, its column and the way out."""
    check_fault(trouble(HEAD + text + "\n"), line, column, message)


_NUMBERS = st.sampled_from(
    ["0", "1", "-2", "7", "0.5", "1e308", "1e-320", "x", "[1, 2]", "[]", "{}", "true", "1000000", ""]
)
_INNER = {
    "early_stopping": ["errors", "patience", "min_delta", "returns", "better", "first_epoch"],
    "batches": ["samples", "batch_size", "epochs", "drop_last"],
    "schedule": ["name", "rate", "gamma", "every", "decay", "end", "total", "power", "warmup", "width", "at", "epochs"],
    "dropout": ["units", "keep"],
    "split": ["samples", "train", "validation", "test", "rounding"],
    "grid": ["a", "b"],
}
_WORDS = _NUMBERS | st.sampled_from(
    ["best", "last", "lower", "per-sample", "batch", "sklearn", "floor", "step", "cosine"]
)
_PART = st.sampled_from(sorted(_INNER)).flatmap(
    lambda part: st.dictionaries(st.sampled_from([*_INNER[part], "zz"]), _WORDS, max_size=7).map(
        lambda keys: f"{part}: {{{', '.join(f'{key}: {value}' for key, value in keys.items())}}}\n"
    )
)


@settings(max_examples=400, deadline=None)
@given(st.lists(_PART, min_size=1, max_size=2))
def test_any_keys(parts):
    """Whatever stands in the file, there is a solution or an explained error."""
    check_ends(HEAD + "".join(parts))


def test_the_peak_of_the_warm_up_is_exact(solved):
    """Where t = W both terms of noam are the same power, t·t^−1.5 = t^−0.5: nothing is left to doubt."""
    found = solved("kind: training\nschedule: {name: noam, width: 512, warmup: 4000, at: [1, 4000, 100000]}\n")
    expected = {"rate@1": 1.74693e-7, "rate@4000": 6.98771e-4, "rate@100000": 1.39754e-4}
    assert found.answers == pytest.approx(expected, rel=1e-5)
    assert not found.unsure
    assert [note for note in found.remarks if note.key == "page_note_unsure"] == []
