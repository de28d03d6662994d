"""Recurrent networks: published cases, conventions that books differ on, cuts, what may be asked, and wrong files.

Expected values are those of published sources where they are right (named in each table), else arithmetic of the test's
own: plain loops in Python, sums written out by hand.
"""

from __future__ import annotations

import math

import numpy
import pytest

import nnsolve
from nnsolve.errors import ProblemError

from ..support import Texts

TEXTS = Texts("recurrent")
faults, solved, values = TEXTS.faults, TEXTS.solved, TEXTS.values


def sigmoid(x: float) -> float:
    """The logistic function."""
    return 1 / (1 + math.exp(-x))


# Simple cells

SIMPLE = "cell: rnn\ninputs: {x}\nstart: {{h: {h0}}}\nweights: {{W_xh: {wx}, W_hh: {wh}}}\nbias: {b}\n"


@pytest.mark.parametrize(
    ("wx", "wh", "b", "h0", "x", "states"),
    [
        # Exercises that circulate in lecture notes; where they print a tanh misread, the right value stands here.
        (0.8, 0.5, 0, 0, [1, 0.5, -0.5], [0.664036770268, 0.624298623923, -0.087625380537]),
        (1, 0.5, 0.1, 0.2, [0.5, 0.5], [0.604367777117, 0.717359580916]),
        (0.5, 0.8, 0, 0, [1, 2], [0.462117157260, 0.878622374684]),
        (1, 0.5, 0, 0, [1, 1, 1], [0.761594155956, 0.881129628344, 0.893811369391]),
        (1, 0.5, 0, 0, [-1, 0.5, 1], [-0.761594155956, 0.118641514549, 0.785403752128]),
        (0.8, 0.5, 0.1, 0, [0.5, -0.2], [0.462117157260, 0.169409427805]),
        (1, 0.5, 0, 0, [0.8, -0.3, 0.5], [0.664036770268, 0.032007448115, 0.474609792769]),
    ],
)
def test_states_of_one_unit(wx, wh, b, h0, x, states):
    """The states of published exercises, h_t = tanh(W_xh·x_t + W_hh·h_(t−1) + b)."""
    found = values(SIMPLE.format(wx=wx, wh=wh, b=b, h0=h0, x=x))
    assert [found[f"h@{t}"] for t in range(1, len(x) + 1)] == pytest.approx(states, rel=1e-10)


def test_logistic_unit_with_a_linear_output():
    """A quiz of a course on neural networks (Hinton): W_xh 0.5, W_hh −1, W_hy −0.7, bias −1, x 9, 4, −2."""
    text = "cell: rnn\nactivation: sigmoid\ninputs: [9, 4, -2]\nweights: {x: 0.5, h: -1}\nbias: -1\n"
    found = values(f"{text}output: {{weights: -0.7}}\nfirst_input: 0")
    assert found["net@1"] == 3.5
    first = sigmoid(3.5)
    second = sigmoid(2 - first - 1)
    assert (found["h@1"], found["h@2"], found["yhat@2"]) == pytest.approx((first, second, -0.7 * second))
    assert found["x@0"] == 9


def test_two_units_with_full_recurrence():
    """All weights 0.12: each unit sees both inputs and both states, net 0.12·(0.5 + 0.6 + 0.1 + 0.2) + 0.12."""
    every = "[[0.12, 0.12], [0.12, 0.12]]"
    text = f"cell: rnn\ninputs: [[0.5, 0.6]]\nstart: {{h: [0.1, 0.2]}}\nweights: {{x: {every}, h: {every}}}\n"
    found = values(f"{text}bias: [0.12, 0.12]")
    assert found["net@1"].ravel() == pytest.approx([0.288, 0.288])
    assert found["h@1"].ravel() == pytest.approx([0.28029297593793356] * 2)


def test_both_directions_added():
    """One step read both ways and added: tanh of two sums each, right to all digits (in print a tanh is misread)."""
    text = (
        "cell: rnn\ninputs: [[1, 2]]\nweights: {x: [[1, 0], [0, 1]]}\nbias: [0.1, -0.1]\njoin: add\n"
        "backward: {weights: {x: [[0, 1], [1, 0]]}, bias: [-0.2, 0.2]}"
    )
    found = values(text)
    assert found["h@1"].ravel() == pytest.approx([math.tanh(1.1) + math.tanh(1.8), math.tanh(1.9) + math.tanh(1.2)])


def test_vectors_as_rows_are_the_same_transposed():
    """x·W with W transposed gives what W·x gives."""
    column = values("cell: rnn\ninputs: [[1, 2]]\nweights: {x: [[0.1, 0.2], [0.3, 0.4]], h: [[0.5, 0.6], [0.7, 0.8]]}")
    rows = "weights: {x: [[0.1, 0.3], [0.2, 0.4]], h: [[0.5, 0.7], [0.6, 0.8]]}"
    row = values(f"cell: rnn\nvectors: rows\ninputs: [[1, 2]]\n{rows}")
    assert row["h@1"].shape == (1, 2)
    assert numpy.array_equal(row["h@1"], column["h@1"].T)


# LSTM


def test_an_lstm_with_one_matrix_a_gate():
    """[h, x] together, scalars: a worked example in lecture notes; its f, i, c̃, c, o, h by plain arithmetic."""
    text = (
        "cell: lstm\ncolumns: [h, x]\ninputs: [1, 0]\nbias: {f: 0.5, i: -0.2, c: 0.1, o: 0}\n"
        "weights: {f: [0.1, 0.9], i: [0.3, 0.7], c: [0.2, 0.8], o: [0.4, 0.6]}"
    )
    found = values(text)
    h = c = 0.0
    for t, x in ((1, 1), (2, 0)):
        f, i, o = sigmoid(0.1 * h + 0.9 * x + 0.5), sigmoid(0.3 * h + 0.7 * x - 0.2), sigmoid(0.4 * h + 0.6 * x)
        candidate = math.tanh(0.2 * h + 0.8 * x + 0.1)
        c = f * c + i * candidate
        h = o * math.tanh(c)
        names = ("f", "i", "o", "ctilde", "c", "h")
        assert [found[f"{name}@{t}"] for name in names] == pytest.approx([f, i, o, candidate, c, h], rel=1e-13)


def test_given_gates_need_no_weights():
    """c = f·c′ + i·c̃ with all gates given: 0.5·0.7 + 0.4·0.8 = 0.67."""
    found = values("cell: lstm\nstart: {c: 0.7}\ngates: {f: 0.5, i: 0.4, c: 0.8, o: 1}")
    assert found["c@1"] == pytest.approx(0.67)
    assert found["h@1"] == pytest.approx(math.tanh(0.67))


def test_peepholes_look_at_the_cell():
    """f and i see the cell before, o the new one (Gers, Schraudolph and Schmidhuber)."""
    gates = ", ".join(f"{gate}: {{x: 0.5, h: 0.1}}" for gate in "fico")
    text = f"cell: lstm\ninputs: [1]\nstart: {{h: 0.2, c: 0.4}}\nweights: {{{gates}}}\npeepholes: {{f: 1, i: -1, o: 2}}"
    found = values(text)
    net = 0.5 + 0.02
    c = sigmoid(net + 0.4) * 0.4 + sigmoid(net - 0.4) * math.tanh(net)
    assert found["c@1"] == pytest.approx(c)
    assert found["h@1"] == pytest.approx(sigmoid(net + 2 * c) * math.tanh(c))


# GRU


@pytest.mark.parametrize(
    ("z", "old", "new", "blended"), [(0.25, 0.8, -0.4, 0.50), (0.1, 0.8, -0.3, 0.69), (0.3, 0.4, 0.9, 0.55)]
)
def test_blends_of_a_gru(z, old, new, blended):
    """h = (1 − z)·old + z·new, as three published exercises have it."""
    found = values(f"cell: gru\nz_weighs: new\nstart: {{h: {old}}}\ngates: {{z: {z}, h: {new}}}")
    assert found["h@1"] == pytest.approx(blended)


def test_three_behaviours_of_a_gru():
    """Notes on Cho et al. 2014: W·x = 0.5, U = 1, h = 0.9, z = 0.2 weighs the old state; r = 1 and r = 0."""
    text = "cell: gru\nz_weighs: old\ninputs: [0.5]\nstart: {{h: 0.9}}\nweights: {{h: {{x: 1, h: 1}}}}\n"
    text += "gates: {{z: {z}, r: {r}}}"
    with_all = values(text.format(z=0.2, r=1))
    assert (with_all["htilde@1"], with_all["h@1"]) == pytest.approx((0.8853516482022624, 0.8882813185618099))
    assert values(text.format(z=0.2, r=0))["h@1"] == pytest.approx(0.5496937258080078)
    assert values(text.format(z=1, r=1))["h@1"] == pytest.approx(0.9)


TWO = (
    "cell: gru\nz_weighs: {z}\nreset: {reset}\ninputs: [[1, 0.5]]\nstart: {{h: [0.2, -0.1]}}\nweights:\n"
    "  z: {{x: [[0.3, 0.2], [0.1, 0.5]], h: [[0.1, 0.4], [0.3, 0.2]]}}\n"
    "  r: {{x: [[0.2, 0.4], [0.4, 0.1]], h: [[0.3, 0.1], [0.2, 0.3]]}}\n"
    "  h: {{x: [[0.5, 0.1], [0.2, 0.3]], h: [[0.2, 0.3], [0.4, 0.1]]}}\n"
)


@pytest.mark.parametrize("z", ["new", "old"])
@pytest.mark.parametrize("reset", ["before", "after"])
def test_four_conventions_of_a_gru(z, reset):
    """Both blends, and the reset gate before and behind the product, by NumPy."""
    x, h = numpy.array([1, 0.5]), numpy.array([0.2, -0.1])
    squash = lambda v: 1 / (1 + numpy.exp(-v))  # noqa: E731
    gate = squash(numpy.array([[0.3, 0.2], [0.1, 0.5]]) @ x + numpy.array([[0.1, 0.4], [0.3, 0.2]]) @ h)
    r = squash(numpy.array([[0.2, 0.4], [0.4, 0.1]]) @ x + numpy.array([[0.3, 0.1], [0.2, 0.3]]) @ h)
    weights = numpy.array([[0.2, 0.3], [0.4, 0.1]])
    seen = weights @ (r * h) if reset == "before" else r * (weights @ h)
    candidate = numpy.tanh(numpy.array([[0.5, 0.1], [0.2, 0.3]]) @ x + seen)
    wanted = (1 - gate) * h + gate * candidate if z == "new" else gate * h + (1 - gate) * candidate
    solution = solved(TWO.format(z=z, reset=reset))
    assert solution.values["h@1"].ravel() == pytest.approx(wanted, rel=1e-13)
    told = {note.key for note in solution.notes}
    assert {f"recurrent_z_{z}", f"recurrent_reset_{reset}"} <= told


def test_what_z_weighs_is_never_assumed():
    """Books differ on it: without the key the file is refused, with both ways."""
    told = faults("cell: gru\nstart: {h: 1}\ngates: {z: 0.5, h: 0}")
    assert "z_weighs: new" in told
    assert "z_weighs: old" in told


# Back through time

BACK = (
    "cell: rnn\ninputs: [1, 0, -1]\nweights: {x: {w_x: 1}, h: {w_h: 0.5}}\ntargets: {3: 0}\nloss: half squared error\n"
)


def test_a_published_walk_through():
    """Its states and δ₃ stand; δ₂, δ₁ and the gradient are those of the right chain (in print a slope stands twice)."""
    found = values(BACK + "gradients: true")
    assert found["E"] == pytest.approx(0.2272348480521477)
    deltas = [found[f"delta@{t}"] for t in (3, 2, 1)]
    assert deltas == pytest.approx([-0.3677658045240326, -0.15959947600711138, -0.03351384242901508])
    assert found["dE/dw_h"] == pytest.approx(-0.2551959319605769)
    assert found["dE/dw_x"] == pytest.approx(deltas[2] * 1 + deltas[1] * 0 + deltas[0] * -1)


def test_factors_of_a_gradient():
    """∂h_t/∂h_(t−1) = W_hh·(1 − h_t²) and their product: lecture notes, with the tanh of 0.8808 read rightly."""
    text = "cell: rnn\ninputs: [1, 0.5, -0.2]\nweights: {{x: 1, h: {w}}}\nfactors: true"
    found = values(text.format(w=0.5))
    wanted = {"dh@2/dh@1": 0.25020386824912366, "dh@3/dh@2": 0.4884149980768851, "dh@3/dh@1": 0.12220332182972495}
    assert {name: found[name] for name in wanted} == pytest.approx(wanted)
    assert values(text.format(w=0.9))["dh@2/dh@1"] == pytest.approx(0.28124786895098236)
    large = solved(text.format(w=2))
    assert large.values["dh@3/dh@2"] == pytest.approx(0.23578944652652467)
    assert "recurrent_vanishes" in {note.key for note in large.notes}


def test_factors_along_a_cell_are_the_forget_gates():
    """∂c_3/∂c_1 along the cell is f_3·f_2."""
    found = values(
        "cell: lstm\nstart: {c: 1}\ngates: {f: [0.9, 0.5, 0.8], i: [0, 0, 0], c: [0, 0, 0], o: [1, 1, 1]}\nfactors: yes"
    )
    assert found["dc@3/dc@1"] == pytest.approx(0.4)


def plain_gradients(cut) -> tuple[float, float]:
    """∂E/∂w_h and ∂E/∂w_x of two squared errors by a loop back; ``cut`` says behind which steps nothing goes back."""
    x, targets = (1.0, 0.5, -1.0, 0.3), {2: 0.2, 4: -0.5}
    h = [0.0]
    for t in range(4):
        h.append(math.tanh(0.8 * x[t] + 0.6 * h[-1]))
    by_h = by_x = later = 0.0
    for t in (4, 3, 2, 1):
        slope = 1 - h[t] ** 2
        delta = (later + (h[t] - targets[t] if t in targets else 0.0)) * slope
        by_h, by_x = by_h + delta * h[t - 1], by_x + delta * x[t - 1]
        later = 0.0 if t - 1 in cut else 0.6 * delta
    return by_h, by_x


@pytest.mark.parametrize(
    ("key", "cut"), [("", ()), ("segments: 2", (2,)), ("segments: 1", (1, 2, 3)), ("segments: 3", (3,))]
)
def test_segments_stop_gradients(key, cut):
    """No gradient passes from one part of so many steps to the one before it."""
    text = "cell: rnn\ninputs: [1, 0.5, -1, 0.3]\nweights: {x: 0.8, h: 0.6}\ntargets: {2: 0.2, 4: -0.5}\n"
    found = values(f"{text}loss: half squared error\ngradients: yes\n{key}")
    assert (found["dE/dw_h"], found["dE/dw_x"]) == pytest.approx(plain_gradients(cut), rel=1e-12)


@pytest.mark.parametrize("count", [1, 2])
def test_truncation_counts_back_from_the_loss(count):
    """Of the shares of w_h the last ones are left, as many as gradients go back."""
    whole = values(BACK + "gradients: true")
    shares = [whole[f"dE/dw_h@{t}"] for t in (3, 2, 1)]
    found = values(BACK + f"gradients: true\ntruncate: {count}")
    assert found["dE/dw_h"] == pytest.approx(math.fsum(shares[:count]))


def test_the_mean_over_the_steps_divides_all_gradients():
    """loss_over: mean gives E and every gradient of the sum over the number of steps with a target."""
    text = "cell: rnn\ninputs: [1, -1]\nweights: {x: 0.5, h: 0.4}\ntargets: [0.3, 0.1]\n"
    text += "loss: squared error\ngradients: yes\n"
    total, mean = values(text), values(f"{text}loss_over: mean")
    for name in ("E", "dE/dw_x", "dE/dw_h"):
        assert mean[name] == pytest.approx(total[name] / 2)


def test_targets_that_are_no_distribution_have_no_short_form():
    """Softmax of a unit state by weights 1 and 0, wanted (0.5, 0.9): ∂E/∂net is ŷ·1.4 − y, not ŷ − y."""
    text = "cell: rnn\nactivation: identity\ninputs: [1]\nweights: {x: 1}\ntargets: [[0.5, 0.9]]\ngradients: true\n"
    output = "output: {weights: [1, 0], activation: softmax}\nloss: categorical cross-entropy"
    y = 1 / (1 + math.exp(-1))
    assert values(f"{text}{output}")["delta_y@1"].ravel() == pytest.approx([1.4 * y - 0.5, 1.4 * (1 - y) - 0.9])


def test_clipping_by_the_length_of_all_gradients():
    """All gradients together have the length of the bound afterwards (Pascanu, Mikolov and Bengio)."""
    found = values(BACK + "learning_rate: 1\nclip: {norm: 0.1}")
    moved = [found["new_w_h"] - 0.5, found["new_w_x"] - 1]
    assert math.hypot(*moved) == pytest.approx(0.1)


def test_masked_steps_have_no_loss():
    """A step whose target is none adds nothing, and the mean is taken over the others."""
    text = "cell: rnn\ninputs: [1, 2, 3]\nweights: {x: 0.1, h: 0.2}\nloss: squared error\nloss_over: mean\ntargets: "
    found = values(f"{text}[0, none, 1]")
    h1 = math.tanh(0.1)
    h2 = math.tanh(0.2 + 0.2 * h1)
    h3 = math.tanh(0.3 + 0.2 * h2)
    assert found["E"] == pytest.approx((h1**2 + (1 - h3) ** 2) / 2)


# What may be asked


@pytest.mark.parametrize(
    ("text", "name"),
    [("h2", "h@2"), ("h_2", "h@2"), ("h@2", "h@2"), ("a2", "h@2"), ("w_h", "new_w_h"), ("delta_2", "delta@2")],
)
def test_names_of_books(text, name):
    """A state, an error term and a new value are found by what books call them."""
    problem = nnsolve.loads(f"kind: recurrent\n{BACK}learning_rate: 0.1\nasked: ['{text}']")[0]
    assert list(nnsolve.solve(problem).answers) == [name]


def test_single_entries_are_counted_from_one():
    """h@1[2] is the second unit; what there is not is told."""
    text = "cell: rnn\ninputs: [[1, 2]]\nweights: {x: [[0.1, 0.2], [0.3, 0.4]], h: [[0, 0], [0, 0]]}\nasked: ["
    assert solved(f"{text}'h@1[2]']").answers == pytest.approx({"h@1[2]": math.tanh(1.1)})
    with pytest.raises(ProblemError, match="not a result"):
        solved(f"{text}'h@1[3]']")


# Wrong files


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("cell: rnn\ninputs: [1]", "the key weights: is missing"),
        ("cell: rnn\nweights: {x: 1, h: 1}", "the key inputs: is missing"),
        ("cell: rnn\ninputs: [1]\nweights: {U: 1, W: 1}", "write x: {U: …} or h: {U: …}"),
        ("cell: rnn\ninputs: [1]\nweights: {x: 1, y: 1}", "expected x (from the input)"),
        ("cell: rnn\ninputs: [1]\nweights: {x: 1, W_hy: 1}", "under output:"),
        (
            "cell: rnn\ninputs: [[1, 2]]\nweights: {x: [[1], [2]], h: [[1, 0], [0, 1]]}",
            "weights of the cell from x must have 2 columns (inputs); here are 2 × 1",
        ),
        (
            "cell: rnn\ninputs: [[1, 2, 3]]\nweights: {x: [[1, 2], [3, 4], [5, 6]], h: [[1, 0], [0, 1]]}",
            "transpose would fit",
        ),
        (
            "cell: rnn\ninputs: [1]\nweights: {x: 1, h: 1}\nbias: [1, 2]",
            "the bias of the cell must have 1 number, one a unit",
        ),
        ("cell: rnn\ninputs: [1]\nweights: {x: 1, h: 1}\nstart: {c: 1}", "expected h"),
        ("cell: rnn\ninputs: [1]\nweights: {x: 1, h: 1}\ngates: {f: 1}", "a simple cell has no gates"),
        ("cell: rnn\ninputs: [1]\nweights: {x: 1, h: 1}\nz_weighs: new", "cell: gru"),
        ("cell: lstm\ninputs: [1]\nweights: {f: {x: 1, h: 1}}", "i, c, o are missing"),
        ("cell: lstm\ninputs: [1]\nweights: 3", "expected the weights of each gate: {f: …"),
        ("cell: rnn\ninputs: [1]\nweights: [1, 2]", "expected {x: …, h: …}"),
        ("cell: lstm\ninputs: [1]\nweights: {f: {x: 1, h: 1}, q: {x: 1, h: 1}}", "expected a gate"),
        ("cell: gru\nz_weighs: new\nstart: {h: 1}\ngates: {z: 1.25, h: 0}", "z is a gate, a sigmoid"),
        ("cell: gru\nz_weighs: new\nstart: {h: 1}\ngates: {z: 0.25, update: 0.5, h: 0}", "z stands twice"),
        ("cell: lstm\ninputs: [1]\ncolumns: [x]\nweights: {f: 1, i: 1, c: 1, o: 1}", "expected x and h"),
        ("cell: rnn\ninputs: [1]\nweights: {x: 1, h: 1}\ntargets: [1, 2]\nloss: squared error", "one a step"),
        ("cell: rnn\ninputs: [1]\nweights: {x: 1, h: 1}\ntargets: {2: 1}\nloss: squared error", "from 1 to 1"),
        ("cell: rnn\ninputs: [1]\nweights: {x: 1, h: 1}\ntargets: [1]", "needs loss"),
        ("cell: rnn\ninputs: [1]\nweights: {x: 1, h: 1}\ntargets: [1]\nloss: binary cross-entropy", "between 0 and 1"),
        ("cell: rnn\ninputs: [a]\nweights: {x: 1, h: 1}", "expected a number"),
        ("cell: rnn\nwords: [a, b]\ninputs: [a, c]\nweights: {x: [[1, 2]], h: 1}", "expected one of the words"),
        ("cell: rnn\ninputs: []\nweights: {x: 1, h: 1}", "the list is empty"),
        ("cell: rnn\ninputs: [[1, 2], [3]]\nweights: {x: [[1, 2]], h: 1}", "row 2 has 1 number"),
    ],
)
def test_wrong_files_are_told_with_what_to_write(text, told):
    """Every mistake is told at its place with what was expected."""
    assert told in faults(text)
