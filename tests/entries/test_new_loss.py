"""A new loss is one entry: with it alone networks, data, formats and commands know it."""

from __future__ import annotations

import math

import pytest

import nnsolve
from nnsolve.formula.losses import LOSSES
from nnsolve.marking.alternatives import alternatives

from .losses import COMMON
from .new import completed, difference, imported, in_table, listed_in_schema, said, schema_of, solved, trouble

# ln(1 + (t − o)²): Barron, A General and Adaptive Robust Loss Function (2019), with α = 0, c = 1/√2.
SOURCE = '''
"""The Cauchy loss."""

import math

from nnsolve.formula.expr import ONE, TWO, Mul, Neg, Pow
from nnsolve.formula.functions import Function, ln
from nnsolve.formula.losses.entry import Loss

ENTRY = Loss(
    "cauchy",
    Function(
        "Cauchy",
        lambda t, o: math.log1p((t - o) ** 2),
        (None, lambda a, out: Neg(Mul((TWO, a[0] - a[1])) / (ONE + Pow(a[0] - a[1], TWO)))),
        lambda t, o: ln(ONE + Pow(t - o, TWO)),
    ),
    spellings=("lorentzian",),
    people=("Cauchy",),
    stem="Cauchy",
    says="loss_cauchy",
)
WORDS = {"loss_cauchy": "A single outlier adds little."}
'''


def value(t: float, o: float) -> float:
    """The term, by Python."""
    return math.log(1 + (t - o) ** 2)


def slope(t: float, o: float) -> float:
    """Its derivative by the output, by hand."""
    return -2 * (t - o) / (1 + (t - o) ** 2)


@pytest.fixture
def cauchy(tmp_path):
    """The entry, in its table as long as the test runs."""
    module = imported(tmp_path, "cauchy", SOURCE)
    with in_table(LOSSES, module):
        yield module.ENTRY
    assert "cauchy" not in LOSSES


@pytest.mark.parametrize("holds", COMMON, ids=lambda check: check.__name__)
def test_what_holds_for_every_loss(cauchy, holds):
    """The common tests take it as any other entry."""
    holds(cauchy)


@pytest.mark.parametrize(("word", "divisor"), [("cauchy", 2), ("sum of cauchy", 1), ("mean lorentzian", 2)])
def test_over_data(cauchy, word, divisor):
    """Terms, their sum or mean, and the gradients; the convention stands under the page."""
    page = solved(f"kind: loss\ntargets: [1, 3]\npredictions: [0.5, 7]\nloss: {word}\n")
    terms, slopes = [value(1, 0.5), value(3, 7)], [slope(1, 0.5), slope(3, 7)]
    assert page.values["Cauchy"] == pytest.approx(sum(terms) / divisor, rel=1e-14)
    for k in (1, 2):
        assert page.values[f"dCauchy/do{k}"] == pytest.approx(slopes[k - 1] / divisor, rel=1e-14)
    text = nnsolve.render(page, "text")
    assert "A single outlier adds little." in text
    assert "Cauchy" in text


NETWORK = """kind: backprop
inputs: [0.5, -1]
layers:
  - {activation: tanh, weights: [[0.4, -0.3], [0.7, 0.2]], bias: [0.1, 0.2]}
  - {activation: identity, weights: [[0.6, -0.8], [0.3, 0.5]]}
targets: [0.3, -1]
loss: cauchy
learning_rate: 0.5
"""


@pytest.mark.parametrize("more", ["", "method: delta\n", "style: matrix\n"])
def test_backprop(cauchy, more):
    """A network learns by it: new weights are those of central differences."""
    page = solved(NETWORK + more)
    assert page.check.key.startswith("page_checked")
    if "matrix" not in more:
        for k in range(1, 9):
            found = difference(NETWORK + more, f"w{k}", "E")
            assert page.values[f"new_w{k}"] == pytest.approx(page.values[f"w{k}"] - 0.5 * found, abs=1e-9)


def test_layers_of_numbers(cauchy):
    """A convolutional network learns by it too."""
    text = "kind: convolution\ninput: [[1, 2], [3, 0]]\nlayers:\n- conv: {kernel: [[0.5, -1]]}\n- flatten\n"
    page = solved(f"{text}- dense: {{weights: [[1, 0.25]]}}\ntargets: [1]\nloss: cauchy\n")
    assert page.check.key == "maps_checked"


def test_marking(cauchy):
    """It is one of the losses that a problem may have been set with."""
    (problem,) = nnsolve.loads(NETWORK.replace("loss: cauchy", "loss: squared error"))
    assert {"loss": "cauchy"} in [other.overrides for other in alternatives(problem)]


def test_messages_and_commands(cauchy):
    """It is listed where something else was written, in schemas, helps and advice, and offered by the shell."""
    for text in ("kind: loss\ntargets: [1]\npredictions: [0]\nloss: caucy\n", NETWORK.replace("cauchy", "caucy")):
        assert "cauchy" in trouble(text)
    assert "cauchy" in said("loss", "--help")
    for kind in ("loss", "backprop", "forward", "convolution"):
        assert listed_in_schema(schema_of(kind), "cauchy"), kind
    assert "Cauchy Term ln(1 + (t − o)²)" in said("advise", "lorentzian")
    assert "cauchy" in completed("advise", incomplete="cau")
    assert "cauchy" in completed("loss", "losses", "--loss", incomplete="cau")
