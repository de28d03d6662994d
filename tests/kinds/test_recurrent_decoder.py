"""Decoders: contexts, teacher forcing, free running, padding, ties, and what is refused."""

from __future__ import annotations

import math

import numpy
import pytest

from ..support import Texts, page

TEXTS = Texts("recurrent")
faults, solved, values = TEXTS.faults, TEXTS.solved, TEXTS.values

HEAD = "cell: rnn\nactivation: identity\nwords: [a, b]\nfirst: a\n"
NET = "weights: {x: [[1, 2]], h: [[0.5]]}\noutput: {weights: [[1], [-1]]}\n"


def test_a_context_is_seen_in_every_step():
    """h_t = tanh(0.5·x_t + 0.8·h_(t−1) − 2·c) with c = 0.3, h₀ = c, by plain arithmetic."""
    text = "cell: rnn\ninputs: [1, -1]\ncontext: 0.3\nstart: {h: context}\nweights: {x: 0.5, h: 0.8, context: -2}"
    first = math.tanh(0.5 + 0.8 * 0.3 - 0.6)
    found = values(text)
    assert [found[f"h@{t}"] for t in (0, 1, 2)] == pytest.approx([0.3, first, math.tanh(-0.5 + 0.8 * first - 0.6)])
    assert found["context"] == 0.3


def test_a_context_in_one_matrix_with_the_rest():
    """Columns [context, x, h, 1] of one row are the four weights, each by itself."""
    text = (
        "cell: rnn\ninputs: [1]\ncontext: 0.3\nstart: {h: 0.1}\ncolumns: [context, x, h, 1]\nweights: [-2, 0.5, 0.8, 1]"
    )
    assert values(text)["h@1"] == pytest.approx(math.tanh(-0.6 + 0.5 + 0.08 + 1))


def test_a_cell_that_begins_with_the_context():
    """The c of an LSTM may begin with it too; f = 1, i = 0 keep it."""
    gates = "gates: {f: [[1, 1]], i: [[0, 0]], c: [[1, 1]], o: [[1, 1]]}"
    found = values(f"cell: lstm\ncontext: [0.5, -1]\nstart: {{c: context}}\n{gates}")
    assert found["h@1"].ravel() == pytest.approx([math.tanh(0.5), math.tanh(-1)])


def test_teacher_forcing_sees_targets():
    """Steps see a, then the targets b and b: h = 1, 2.5, 3.25. Free running chooses a each time: 1, 1.5, 1.75."""
    forced = values(f"{HEAD}{NET}feed: targets\ntargets: [b, b, a]\nloss: half squared error")
    assert [forced[f"h@{t}"].item() for t in (1, 2, 3)] == [1, 2.5, 3.25]
    free = values(f"{HEAD}{NET}feed: words\nsteps: 3")
    assert [free[f"h@{t}"].item() for t in (1, 2, 3)] == [1, 1.5, 1.75]
    assert free["x@3"].ravel().tolist() == [1, 0]


def test_outputs_as_they_are():
    """The output (h, −h) goes in: h₂ = 1·1 + 2·(−1) + 0.5·1 = −0.5."""
    assert values(f"{HEAD}{NET}feed: outputs\nsteps: 2")["h@2"].item() == -0.5
    numbers = values("cell: rnn\nactivation: identity\nfirst: 2\nsteps: 3\nfeed: outputs\nweights: {x: 0.5, h: 1}")
    assert [numbers[f"h@{t}"] for t in (1, 2, 3)] == [1, 1.5, 2.25]


def test_of_equal_outputs_the_first_word_is_chosen():
    """0.1 + 0.2 beside 0.3: equal on paper, not in doubles; the first word is chosen, as the page says."""
    text = "cell: rnn\nactivation: identity\nwords: [a, b]\nfirst: a\nfeed: words\nsteps: 2\n"
    found = solved(f"{text}weights: {{x: [[0.1, 0], [0.2, 0]]}}\noutput: {{weights: [[1.5, 0.75], [1, 1]]}}")
    assert found.values["x@2"].ravel().tolist() == [1, 0]
    assert "Chosen step by step: a, a." in page(found)
    turned = solved(f"{text}weights: {{x: [[0.1, 0], [0.2, 0]]}}\noutput: {{weights: [[1, 1], [1.5, 0.75]]}}")
    assert turned.values["x@2"].ravel().tolist() == [1, 0]
    assert "Chosen step by step: a, a." in page(turned)
    assert "of equal ones the first" in page(turned)


def test_padding_has_no_loss():
    """The mean is over the tokens that there are: step 3 is padding."""
    text = f"{HEAD}{NET}feed: targets\nloss: half squared error\nloss_over: mean\ntargets: [b, a, none]"
    found = values(text)
    one, two = found["h@1"].item(), found["h@2"].item()
    losses = [(one**2 + (-one - 1) ** 2) / 2, ((two - 1) ** 2 + two**2) / 2]
    assert found["E"] == pytest.approx(numpy.mean(losses))


@pytest.mark.parametrize("feed", ["targets", "outputs", "words"])
def test_the_page_names_what_is_fed(feed):
    """Each way is a convention that the page names."""
    more = "targets: [b, a]\nloss: half squared error" if feed == "targets" else "steps: 2"
    told = {"targets": "teacher forcing", "outputs": "as it is", "words": "greedy and free running"}[feed]
    assert told in page(solved(f"{HEAD}{NET}feed: {feed}\n{more}"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{HEAD}{NET}feed: words", "nothing says how many steps there are; write steps:"),
        (f"{HEAD}{NET}feed: targets\nsteps: 2", "teacher forcing feeds targets, and there are none"),
        (
            f"{HEAD}{NET}feed: targets\nsteps: 3\ntargets: {{3: a}}\nloss: half squared error",
            "sees the target of step 1",
        ),
        (f"{HEAD}{NET}feed: words\nsteps: 1", "one step alone is fed nothing"),
        (f"{HEAD.replace('first: a', 'first: c')}{NET}feed: words\nsteps: 2", "expected one of the words: a, b"),
        (f"{HEAD.replace('first: a', '')}{NET}feed: words\nsteps: 2", "needs first"),
        (f"{HEAD}{NET}feed: words\nsteps: 2\ninputs: [a, b]", "cannot stand beside inputs"),
        (f"{HEAD}{NET}feed: words\nsteps: 201", "expected a whole number from 1 to 200"),
        ("cell: rnn\nfirst: [1, 2]\nsteps: 2\nfeed: words\nweights: {x: [[1, 2]]}", "there are no words"),
        (
            "cell: rnn\nfirst: [1, 2]\nsteps: 2\nfeed: outputs\nweights: {x: [[1, 2]]}",
            "2 numbers, and there are 1 output",
        ),
        ("cell: rnn\nfirst: 1\nsteps: 2\nfeed: outputs\nlayers: [{weights: {x: 1}}, {weights: {x: 1}}]", "one layer"),
        ("cell: rnn\ninputs: [1]\ncontext: 1\nweights: {x: 1}", "nothing sees it"),
        ("cell: rnn\ninputs: [1]\nweights: {x: 1, context: 2}", "there is no context"),
        ("cell: rnn\ninputs: [1]\nstart: {h: context}\nweights: {x: 1}", "there is no context"),
        (
            "cell: rnn\ninputs: [1]\ncontext: [1, 2]\nstart: {h: context}\nweights: {x: 1, h: 1}",
            "the start of h must have 1 number, one a unit; here: 2",
        ),
        (
            "cell: rnn\ninputs: [1]\ncontext: [1, 2]\nweights: {x: 1, h: 1, context: 3}",
            "from context must have 2 columns",
        ),
        ("cell: rnn\ninputs: [1]\ncontext: [[1, 2], [3, 4]]\nweights: {x: 1, context: 3}", "expected a vector"),
        ("cell: rnn\ninputs: [1]\nfirst: 2\nweights: {x: 1}", "first: needs feed"),
        ("cell: rnn\ninputs: [1]\ncolumns: [x, h, context]\nweights: [1, 2, 3]", "there is no context"),
    ],
)
def test_wrong_files(text, told):
    """What does not go together is refused with what to write."""
    assert told in faults(text)


def run(held: dict[int, tuple[float, float]] | None = None, w: float = 0.5) -> float:
    """Half the squared errors of three steps fed their outputs, h_t = tanh(0.8·x_t + w·h_(t−1)), y_t = 1.5·h_t.

    ``held`` are a state and an output that go on in place of those of a step.
    """
    h, x, error = 0.0, 0.7, 0.0
    for t, wanted in enumerate((1, 0, 0.5), 1):
        h = math.tanh(0.8 * x + w * h)
        error += (wanted - 1.5 * h) ** 2 / 2
        h, x = (held or {}).get(t, (h, 1.5 * h))
    return error


@pytest.mark.parametrize("segments", [None, 1, 2])
def test_gradients_go_back_through_outputs_that_are_fed(segments):
    """By differences of the plain loop; a cut holds the state and the output that goes in."""
    text = "cell: rnn\nfirst: 0.7\nfeed: outputs\nweights: {x: 0.8, h: {w: 0.5}}\noutput: {weights: 1.5}\n"
    text += "targets: [1, 0, 0.5]\nloss: half squared error\ngradients: true\n"
    found = values(text + (f"segments: {segments}" if segments else ""))
    held = {}
    if segments:
        held = {t: (found[f"h@{t}"], found[f"yhat@{t}"]) for t in range(segments, 3, segments)}
    slope = (run(held, 0.5 + 1e-6) - run(held, 0.5 - 1e-6)) / 2e-6
    assert found["dE/dw"] == pytest.approx(slope, rel=1e-8)


def test_rows_choose_words_as_columns_do():
    """The chosen word is a row where vectors are rows."""
    text = f"{HEAD}feed: words\nsteps: 3\nvectors: rows\nweights: {{x: [[1], [2]], h: [[0.5]]}}\n"
    text += "output: {weights: [[1, -1]]}"
    found = values(text)
    assert found["x@2"].tolist() == [[1, 0]]
    assert found["h@3"].item() == 1.75
