"""What is left of a gradient: products and bounds against hand arithmetic and PyTorch's autograd."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnsolve

from ..support import check_ends, check_fault

HEAD = "kind: gradient-flow\n"

VALUES = [
    # keys, name, value by hand
    ("derivatives: [0.1, 0.1, 0.1, 0.1]", "product", 1e-4),
    ("derivatives: [0.1, 0.1, 0.1, 0.1]", "factor", 0.1),
    ("derivatives: [3, -2]", "product", -6),
    ("derivatives: [1/4]", "product", 0.25),
    ("derivatives: [0.5, 0, 2]", "factor", 0),
    ("activation: sigmoid\nlayers: 4", "bound", 0.25**4),
    ("activation: sigmoid\nlayers: 1", "bound", 0.25),
    ("activation: tanh\nlayers: 100", "bound", 1),
    ("activation: [sigmoid, relu, sigmoid]\nlayers: 3", "bound", 0.0625),
    ("activation: sigmoid\nweights: [4, 4]\nnet: [0, 0]", "dout_2/dx", 1),
    ("activation: identity\nweights: [2, 3]\ninput: 5", "dout_2/dx", 6),
    ("activation: identity\nweights: [2, 3]\ninput: 5\nbiases: [1, 1]", "out_2", 34),
    ("activation: relu\nweights: [2, -3]\ninput: 5", "dout_2/dx", 0),
    ("activation: leaky relu(0.1)\nweights: [2, -3]\ninput: 5", "dout_2/dx", -0.6),
    ("update: {weight: 1, learning_rate: 0.01, gradient: 0.0001}", "new_w", 0.999999),
    ("derivatives: [0.1, 0.1]\nupdate: {weight: 2, learning_rate: 0.5}", "new_w", 1.995),
]


@pytest.mark.parametrize(("keys", "name", "value"), VALUES)
def test_values(solved, keys, name, value):
    """Products, bounds and updates are those of a hand."""
    assert solved(HEAD + keys).values[name] == pytest.approx(value, rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("word", ["sigmoid", "tanh", "relu", "softplus", "silu", "gelu", "elu(1)"])
@pytest.mark.parametrize("count", [1, 2, 7])
def test_autograd(solved, word, count):
    """The derivative through a chain, and that of every weight, are PyTorch's."""
    torch = pytest.importorskip("torch")
    function = {"elu(1)": torch.nn.functional.elu}.get(word) or getattr(torch, word, None)
    function = function or getattr(torch.nn.functional, word)
    numbers = torch.linspace(-1.3, 1.7, count, dtype=torch.float64).requires_grad_()
    x = torch.tensor(0.7, dtype=torch.float64, requires_grad=True)
    out = x
    for k in range(count):
        out = function(numbers[k] * out + 0.1 * k)
    out.backward()
    weights, biases = numbers.tolist(), [0.1 * k for k in range(count)]
    solution = solved(f"{HEAD}activation: {word}\nweights: {weights}\nbiases: {biases}\ninput: 0.7\n")
    values = solution.values
    assert values[f"dout_{count}/dx"] == pytest.approx(x.grad.item(), rel=1e-12, abs=1e-15)
    expected = numbers.grad.tolist()
    for k in range(1, count + 1):
        assert values[f"dout_{count}/dw{k}"] == pytest.approx(expected[k - 1], rel=1e-12, abs=1e-15)
    assert solution.check.key.startswith("page_checked")


WORDS = [
    ("derivatives: [0.5, 0.5]", "flow_vanishes"),
    ("derivatives: [0.5, 4]", "flow_explodes"),
    ("derivatives: [0.5, 2]", "flow_keeps"),
    ("derivatives: [-1, 1]", "flow_keeps"),
    ("derivatives: [0, 4]", "flow_dead"),
    ("derivatives: [1e-200, 1e-200]", "flow_dead"),
]


@pytest.mark.parametrize(("keys", "key"), WORDS)
def test_verdict(solved, keys, key):
    """The page says whether the gradient vanishes, explodes or keeps its size."""
    assert solved(HEAD + keys).notes[0].key == key


def test_an_update_too_small_to_be_seen(solved):
    """Where the printed digits do not change, the page says so."""
    solution = solved(HEAD + "update: {weight: 1, learning_rate: 0.01, gradient: 1e-9}\n")
    assert "flow_unmoved" in [note.key for note in solution.notes]
    assert solution.values["new_w"] < 1


def test_notation_and_asked(solved, trouble):
    """z/a is printed, asked results bring only what they need, and a misspelt one its nearest name."""
    keys = "activation: sigmoid\nweights: [1, 2]\ninput: 0.5\nnotation: z/a\nasked: [gradient]\n"
    page = nnsolve.render(solved(HEAD + keys), "text", width=80)
    assert "∂a₂/∂x" in page
    assert "dw" not in page
    assert "‘out_1’" in str(trouble(HEAD + keys.replace("gradient", "outt1")))


CHAIN = "activation: sigmoid\nweights: [1, 2]\ninput: 0.5\nupdate: {weight: 1, learning_rate: 0.1}\n"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("w", "new_w"), ("new w", "new_w"), ("w(new)", "new_w"), ("w′", "new_w"), ("w^{new}", "new_w"),
        ("Δw", "change_w"), ("dw1", "dout_2/dw1"), ("gradient of w_1", "dout_2/dw1"), ("∂a₂/∂w₁", "dout_2/dw1"),
        ("gradient", "dout_2/dx"), ("product", "dout_2/dx"), ("O_1", "out_1"), ("z1", "net_1"),
        (r"\frac{\partial out_{2}}{\partial net_{2}}", "dout_2/dnet_2"),
        ("frac(∂ out_(2), ∂ net_(2))", "dout_2/dnet_2"),
    ],
)  # fmt: skip
def test_asked_names(solved, written, name):
    """A weight that is updated is its new value; symbols are read as pages and books write them."""
    assert list(solved(f'{HEAD}{CHAIN}asked: ["{written}"]'.replace("\\", "\\\\")).answers) == [name]


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (CHAIN + "asked: [w1]", "‘w1’ is not a result of this problem: it is given."),
        (CHAIN + "asked: [dw]", "‘dw’ is not a result"),  # to some the change, to others the gradient
        ("derivatives: [1, 2]\nasked: [d1]", "it is given"),
        ("derivatives: [1, 2]\nasked: [produkt]", "Did you mean ‘product’?"),
    ],
)
def test_what_cannot_be_asked_for(trouble, keys, message):
    """What is only given, and what may be either of two things, is refused."""
    assert message in str(trouble(HEAD + keys))


BAD = [
    ("title: x", 1, 1, "nothing to compute"),
    ("activation: sigmoid", 1, 1, "how many layers"),
    ("activation: sigmod\nlayers: 3", 2, 13, "Did you mean ‘sigmoid’?"),
    ("activation: softmax\nlayers: 3", 2, 13, "mixes the units"),
    ("activation: prelu(a=0.1)\nlayers: 3", 2, 13, "leaky relu"),
    ("activation: step\nlayers: 3", 2, 13, "it is flat"),
    ("activation: [sigmoid, tanh]\nlayers: 3", 2, 13, "expected 3 activations"),
    ("activation: leaky relu\nlayers: 3", 2, 13, "leaky relu(α)"),
    ("layers: 3", 1, 1, "the key activation: is missing"),
    ("activation: sigmoid\nlayers: 0", 3, 9, "from 1"),
    ("activation: sigmoid\nlayers: 101", 3, 9, "to 100"),
    ("weights: [1, 2]\nactivation: tanh", 1, 1, "the key input: is missing"),
    ("weights: [1, 2]\ninput: 1", 1, 1, "the key activation: is missing"),
    ("weights: [1, 2]\nactivation: tanh\nnet: [1]", 4, 6, "expected 2 numbers"),
    ("weights: [1, 2]\nactivation: tanh\ninput: 1\nbiases: [1]", 5, 9, "expected 2 numbers"),
    ("weights: [1, 2]\nactivation: tanh\ninput: 1\nnet: [1, 2]", 4, 8, "cannot stand beside"),
    ("weights: []\nactivation: tanh\ninput: 1", 2, 10, "at least one number"),
    ("weights: [1, a]\nactivation: tanh\ninput: 1", 2, 14, "expected a number"),
    ("derivatives: [0.1]\nweights: [1]", 3, 10, "cannot stand beside"),
    ("derivatives: []", 2, 14, "at least one number"),
    ("update: {weight: 1, learning_rate: 0.1}", 2, 9, "the key gradient: is missing"),
    ("update: {weight: 1}", 2, 9, "the key learning_rate: is missing"),
    ("input: 3\nactivation: tanh\nlayers: 2", 2, 8, "needs weights"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), BAD)
def test_bad_input(trouble, text, line, column, message):
    """Each fault is told with its line, its column and the way out."""
    check_fault(trouble(HEAD + text + "\n"), line, column, message)


def test_too_large(trouble):
    """A product that no double holds is explained."""
    assert "too large" in str(trouble(HEAD + "derivatives: [1e300, 1e300]\n"))


_VALUES = st.sampled_from(
    [
        "0",
        "1",
        "-2",
        "1e308",
        "1e-320",
        "0.5",
        "x",
        "[1, 2]",
        "[0.5]",
        "[]",
        "[1e308, 10]",
        "sigmoid",
        "[tanh, relu]",
        "''",
        "{weight: 1, learning_rate: 2}",
        "{weight: 1e308, learning_rate: 1e308, gradient: -9}",
        "1/0",
        "x*x",
        "exp(x)",
    ]
)
_KEYS = st.sampled_from(
    ["activation", "weights", "biases", "input", "net", "derivatives", "layers", "update", "asked", "rounding", "zz"]
)


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(_KEYS, _VALUES, max_size=5))
def test_any_keys(keys):
    """Whatever stands in the file, there is a solution or an explained error."""
    check_ends(HEAD + "".join(f"{key}: {value}\n" for key, value in keys.items()))
