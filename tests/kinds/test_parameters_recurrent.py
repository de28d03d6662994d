"""Parameters of recurrent layers: published counts, PyTorch's and Keras's, and the slips that are common in them."""

from __future__ import annotations

import pytest

import nnsolve
from nnsolve.marking.answers import read_answers
from nnsolve.marking.check import check
from nnsolve.marking.key import Key
from nnsolve.render.text import statement

from ..support import check_fault

HEAD = "kind: parameters\n"


def of(**keys: object) -> str:
    """A problem with these keys of recurrent:."""
    inside = ", ".join(f"{key}: {value}" for key, value in keys.items())
    return f"{HEAD}recurrent: {{{inside}}}\n"


COUNTS = [
    # cell, biases, parameters of 128 inputs and 256 units: gates · (256·(128 + 256) + biases·256)
    ("rnn", 1, 98_560),
    ("rnn", 2, 98_816),
    ("lstm", 1, 394_240),
    ("lstm", 2, 395_264),
    ("gru", 1, 295_680),
    ("gru", 2, 296_448),
    ("gru", "none", 3 * 256 * 384),
]


@pytest.mark.parametrize(("cell", "biases", "count"), COUNTS)
def test_counts(solved, cell, biases, count):
    """Each cell has its number of gates, and each gate its biases."""
    found = solved(of(cell=cell, inputs=128, units=256, biases=biases)).values
    assert found["parameters"] == found["layer1.parameters"] == count


def test_large(solved):
    """An LSTM with 2^16 inputs and 2^8 units: 4·(2^8·(2^16 + 2^8) + 2^8)."""
    assert solved(of(cell="lstm", inputs=65_536, units=256, biases=1)).values["parameters"] == 67_372_032


TORCH = {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU"}


@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("cell", TORCH)
def test_torch(solved, cell, layers, bidirectional):
    """PyTorch counts the same, layer upon layer and in both directions."""
    torch = pytest.importorskip("torch")
    model = getattr(torch.nn, TORCH[cell])(5, 7, layers, bidirectional=bidirectional)
    behind = torch.nn.Linear(14 if bidirectional else 7, 3)
    count = sum(each.numel() for part in (model, behind) for each in part.parameters())
    keys = {"layers": layers, "bidirectional": str(bidirectional).lower(), "outputs": 3}
    found = solved(of(cell=cell, inputs=5, units=7, biases=2, **keys))
    assert found.values["parameters"] == count
    assert found.values["weights"] + found.values["biases"] == count


def test_keras_bidirectional_gru(solved):
    """((16 + 32)·32 + 2·32)·3·2 = 9600, as TensorFlow's GRU with reset_after counts."""
    keys = {"cell": "gru", "inputs": 16, "units": 32, "biases": 2, "bidirectional": "true"}
    assert solved(of(**keys)).values["parameters"] == 9600


def test_the_other_convention_is_told(solved):
    """The page says what the other number of biases gives, with the output layer as it is."""
    found = solved(of(cell="rnn", inputs=3, units=4, outputs=2, biases=1))
    assert [note.args["total"] for note in found.notes if "other" in note.key] == [46]
    assert "64" not in nnsolve.render(found, "text")


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("W_xh", "layer1.input_weights"),
        ("W_hh", "layer1.recurrent_weights"),
        ("W_hy", "output.weights"),
        ("layer1", "layer1.parameters"),
        ("output", "output.parameters"),
        ("layer 1 biases", "layer1.biases"),
        ("total", "parameters"),
        ("total weights", "weights"),
    ],
)
def test_asked(solved, asked, name):
    """Counts are asked for as books call them."""
    text = of(cell="lstm", inputs=3, units=4, outputs=2, biases=1) + f'asked: ["{asked}"]\n'
    assert list(solved(text).answers) == [name]


SLIPS = [
    # what was written, the number, the slip
    ("layer1.parameters", 3 * (4 * 7 + 4), "gates_miscounted"),
    ("W_x", 3 * 12, "gates_miscounted"),
    ("layer1.parameters", 4 * 4 * 7, "biases_left_out"),
    ("layer1.parameters", 4 * 4 * 7 + 4, "bracket_dropped"),
    ("layer1.parameters", 9 * 4 * (4 * 7 + 4), "idle_factor"),
]


@pytest.mark.parametrize(("name", "number", "slip"), SLIPS)
def test_slips(name, number, slip):
    """Three gates for four, biases forgotten or once for all gates, the number of steps multiplied in."""
    (problem,) = nnsolve.loads(of(cell="lstm", inputs=3, units=4, biases=1, steps=9))
    key = Key(problem)
    (line,) = check(key, read_answers(f"{name} = {number}", "answers.txt", key.known)).lines
    assert line.slips[0].slip == slip


BAD = [
    ("{cell: lstm, inputs: 3, units: 4}", 2, 12, "the key biases: is missing (1 (a gate and unit has one"),
    ("{cell: lst, inputs: 3, units: 4, biases: 1}", 2, 19, "Did you mean ‘lstm’?"),
    ("{cell: rnn, inputs: 0, units: 4, biases: 1}", 2, 32, "from 1"),
    ("{cell: rnn, inputs: 3, units: 4, biases: 3}", 2, 53, "expected one of: 1, 2, none"),
    (
        "{cell: rnn, inputs: 3, units: 4, biases: 1}\nlayers: [3, 1]",
        2,
        12,
        "cannot stand beside layers:, which are those of a perceptron",
    ),
    ("{cell: rnn, inputs: 3, units: 4, biases: 1}\nbias: none", 3, 7, "needs layers"),
    ("3", 2, 12, "expected a mapping"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), BAD)
def test_bad_input(trouble, text, line, column, message):
    """Each fault is told with its line, its column and the way out."""
    check_fault(trouble(f"{HEAD}recurrent: {text}\n"), line, column, message)


def test_statement(solved):
    """The statement says what the count depends on."""
    words = " ".join(statement(solved(of(cell="gru", inputs=3, units=4, biases=2, layers=2))).split())
    assert "has 2 layers (GRU) of 4 units; each input is a vector of 3 numbers." in words
    assert "Every unit has two biases for each pair of W_x and W_h" in words
