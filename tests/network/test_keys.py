"""A key that is written is used or refused: every pair of keys of a network, one beside the other."""

from __future__ import annotations

import json

import pytest

import nnsolve
from nnsolve.errors import NnsolveError
from nnsolve.solution import Solution

HIDDEN = {
    "activation": "sigmoid",
    "weights": {"h1": {"w1": "0.1", "w2": "0.2"}, "h2": {"w3": "0.3", "w4": "0.4"}},
    "bias": {"b1": "0.35"},
}
OUTPUT = {
    "activation": "sigmoid",
    "weights": {"o1": {"w5": "0.5", "w6": "0.6"}, "o2": {"w7": "0.7", "w8": "0.8"}},
    "bias": ["0.6", "0.7"],
}
FORWARD = {"inputs": {"i1": "0.05", "i2": "0.1"}, "layers": [HIDDEN, OUTPUT]}
ERROR = {"targets": {"o1": "0.1", "o2": "0.9"}, "loss": "half squared error"}
SAMPLES = [
    {"inputs": ["0", "1"], "targets": ["0.1", "0.9"]},
    {"inputs": ["1", "1"], "targets": ["1", "0"]},
    {"inputs": ["1", "0"], "targets": ["0.3", "0.2"]},
]
BASES = {
    "forward": {"kind": "forward"} | FORWARD,
    "single": {"kind": "backprop", "learning_rate": "0.5"} | FORWARD | ERROR,
    "samples": {
        "kind": "backprop",
        "learning_rate": "0.5",
        "layers": FORWARD["layers"],
        "samples": SAMPLES,
        "batch": "2",
        "loss": "half squared error",
    },
}
BESIDE = [
    ("style", "matrix"),
    ("symbolic", "true"),
    ("naming", "layered"),
    ("weights", {"w1": "9"}),
    ("biases", {"b1": "9"}),
    ("activation", "relu"),
    ("activation", "no such activation"),
    ("detail", "brief"),
    ("rounding", {"decimals": "2"}),
    ("notation", {"w1": "v"}),
    ("loss", "binary cross-entropy"),
    ("targets", {"o1": "0.4", "o2": "0.5"}),
    ("inputs", {"i1": "2", "i2": "3"}),
    ("layers", [HIDDEN | {"dropout": {"mask": ["1", "0"], "keep": "0.5"}}, OUTPUT]),
    ("layers", [HIDDEN | {"batch_norm": {"epsilon": "1e-5"}}, OUTPUT]),
    ("layers", [HIDDEN | {"activation": "prelu(a=0.2)"}, OUTPUT]),
    ("layers", [HIDDEN, OUTPUT | {"activation": "softmax"}]),
]
LEARNING = [
    ("asked", ["w1"]),
    ("method", "delta"),
    ("again", "true"),
    ("update", "sequential"),
    ("clip", {"value": "0.001"}),
    ("clip", {"norm": "0.001"}),
    ("weight_decay", "0.1"),
    ("regularization", {"l2": "0.1", "half": "true"}),
    ("memoisation", "true"),
    ("optimizer", "momentum"),
    ("optimizer", "adam"),
    ("preset", "pytorch"),
    ("freeze", ["w1"]),
    ("freeze", ["w5", "w6", "w7", "w8"]),
    ("batch", "1"),
    ("batch", "all"),
    ("epochs", "2"),
    ("reduction", "sum"),
    ("shuffle", "3"),
    ("learning_rate", "0.9"),
    ("learning_rate", None),
]
# A key without effect beside another, and why that is no fault.
WITHOUT_EFFECT = {
    ("style", "method"): "a page in matrices is written with error terms",
    ("symbolic", "rounding"): "a page without numbers has no digits to round",
    ("style", "naming"): "in a forward pass the entries of matrices have no names",
    ("style", "notation"): "nor are they printed",
    ("asked", "memoisation"): "the numbers of multiplications are not asked for",
    ("batch", "reduction"): "the sum over one sample is its mean",
}


def with_key(keys: dict, key: str, value) -> dict:
    """The keys of a problem with one exchanged, or left out where its value is None."""
    changed = keys | {key: value}
    return {name: value for name, value in changed.items() if value is not None}


def solved_or_refused(keys: dict) -> Solution | None:
    """The solution of a problem, or None where it is refused with a message."""
    try:
        (problem,) = nnsolve.loads(json.dumps(keys))
        return nnsolve.solve(problem)
    except NnsolveError:
        return None


def page(solution: Solution) -> str:
    """The whole page of a solution."""
    return nnsolve.render(solution, "text", full=True)


def same(one: Solution, other: Solution | None) -> bool:
    """Whether two problems came to the same values and the same page; one that is refused is not the same."""
    if other is None or str(one.values) != str(other.values):
        return False
    return page(one) == page(other)


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("first", [*BESIDE, *LEARNING], ids=str)
def test_every_key_is_used_or_refused(base: str, first: tuple):
    """Beside any other key, a key changes the page or the values, or is refused."""
    keys = BASES[base]
    others = [*BESIDE, ("asked", ["out_o1"])] if base == "forward" else BESIDE + LEARNING
    if first not in others:
        return
    keys = with_key(keys, *first)
    before = solved_or_refused(keys)
    if before is None:
        return
    assert not same(before, solved_or_refused(BASES[base]))
    for key, value in others:
        if key == first[0] or (first[0], key) in WITHOUT_EFFECT:
            continue
        after = solved_or_refused(with_key(keys, key, value))
        assert not same(before, after), f"{key}: {value} is passed over"


def parameters(solution) -> dict[str, list[float]]:
    """Gradient and new value of every parameter, read from the table of the page."""
    cells = {row[0].args["name"]: row[2:] for row in solution.table.rows}
    return {name: [float(ref.of(solution.values)) for ref in refs] for name, refs in cells.items()}


@pytest.mark.parametrize("method", ["chain", "delta"])
@pytest.mark.parametrize("first", [*BESIDE, *LEARNING], ids=str)
def test_matrices_give_what_neurons_give(first: tuple, method: str):
    """Whatever is accepted with style: matrix has the gradients and new values of the same network by neurons."""
    keys = with_key(BASES["single"], *first) | {"detail": "full"}
    by_matrices = solved_or_refused(keys | {"style": "matrix"})
    if by_matrices is None or first[0] in ("style", "asked", "symbolic"):
        return
    by_neurons = parameters(solved_or_refused(keys | {"style": "scalar", "method": method}))
    for name, numbers in by_neurons.items():
        assert parameters(by_matrices)[name] == pytest.approx(numbers, rel=1e-12), name


@pytest.mark.parametrize(
    ("changes", "key", "said"),
    [
        ({"style": "matrix", "clip": {"value": "1"}}, "clip", "cannot stand beside style: matrix"),
        ({"style": "matrix", "weight_decay": "0.1"}, "weight_decay", "cannot stand beside style: matrix"),
        ({"update": "sequential", "clip": {"norm": "1"}}, "clip", "needs all gradients before the first update"),
        ({"weights": {"w1": "9"}}, "weights", "cannot stand beside layers:"),
        ({"biases": {"b1": "9"}}, "biases", "cannot stand beside layers:"),
        ({"activation": "relu"}, "activation", "every layer has its own"),
        ({"naming": "ij", "layers": [HIDDEN, OUTPUT | {"bias": {"b2": "1"}}]}, "naming", "here all have names"),
        ({"learning_rate": None, "again": "true"}, "again", "needs learning_rate:"),
        ({"learning_rate": None, "freeze": ["w1"]}, "freeze", "needs learning_rate:"),
        ({"learning_rate": None, "update": "sequential"}, "update", "needs learning_rate:"),
    ],
)
def test_what_a_key_needs_is_told(trouble, changes: dict, key: str, said: str):
    """A key that could have no effect is refused where it stands, with what it needs."""
    keys = {name: value for name, value in (BASES["single"] | changes).items() if value is not None}
    text = "\n".join(f"{name}: {json.dumps(value)}" for name, value in keys.items())
    line = list(keys).index(key) + 1
    (fault,) = trouble(text).faults
    assert fault.line == line
    assert fault.message.startswith(f"{key}: ")
    assert said in fault.message


def test_an_activation_for_the_layers_without_one(solved):
    """A top-level activation is that of the layers that name none: relu of 2·1 + 1, and identity above it."""
    text = """kind: forward
inputs: [2]
activation: relu
layers:
  - {weights: [[1]], bias: 1}
  - {activation: identity, weights: [[-1]]}
"""
    values = solved(text).values
    assert (values["out_h1"], values["out_o1"]) == (3, -3)


def test_clipped_and_decayed(solved):
    """Δw = −η·g − η·λ·w with g the gradient cut to ±0.001; b2's gradient is δ, far above the bound."""
    text = json.dumps(BASES["single"] | {"clip": {"value": "0.001"}, "weight_decay": "0.1"})
    assert solved(text).values["new_b2"] == pytest.approx(0.6 - 0.5 * 0.001 - 0.5 * 0.1 * 0.6, rel=1e-15)


def test_numbers_of_a_problem_in_symbols_are_given(solved):
    """Numbers beside names are listed, though the formulas hold names alone; a second name for a number is refused."""
    text = """kind: backprop
symbolic: true
inputs: {x1: 2, x2: NAME}
targets: [y]
loss: squared error
layers: [{activation: identity, weights: [[w1, 0.5]]}]
"""
    page = nnsolve.render(solved(text.replace("NAME", "x2")), "text")
    assert "x₁ = 2" in page
    assert "w₂ = 0.5" in page
    with pytest.raises(NnsolveError, match="two names, x2 and a"):
        solved(text.replace("NAME", "a"))


def test_targets_of_a_forward_pass_need_a_loss(trouble):
    """Targets that no loss compares with are refused, not passed over."""
    text = "kind: forward\ninputs: [1]\ntargets: [2]\nlayers: [{activation: relu, weights: [[1]]}]\n"
    (fault,) = trouble(text).faults
    assert (fault.line, fault.message[:20]) == (3, "targets: need a loss")
