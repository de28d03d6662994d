"""Large networks in symbols: closed forms share their pieces, are right, and grow with the network, not its paths."""

from __future__ import annotations

import itertools
import random

import pytest

import nnsolve
from nnsolve.formula.expr import Num, size, symbols
from nnsolve.solution import evaluate

torch = pytest.importorskip("torch")

ACTIVATIONS = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "identity": lambda net: net,
    "softplus": torch.nn.functional.softplus,
    "softmax": lambda net: torch.softmax(net, 0),
}
LOSSES = {
    "half squared error": lambda out, y: ((y - out) ** 2).sum() / 2,
    "mean squared error": lambda out, y: ((y - out) ** 2).mean(),
    "binary cross-entropy": lambda out, y: -(y * out.log() + (1 - y) * (1 - out).log()).sum(),
}


def network(
    sizes: list[int], activations: list[str], loss: str = "half squared error", method: str = "chain", shared: int = 0
) -> str:
    """A network with a name for every number; the layer ``shared`` has one bias for all its neurons."""
    lines = ["kind: backprop", "symbolic: true", f"inputs: [{', '.join(f'x{k}' for k in range(sizes[0]))}]", "layers:"]
    for number, (before, here) in enumerate(itertools.pairwise(sizes), 1):
        rows = [f"n{number}_{j}: [{', '.join(f'w{number}_{j}_{i}' for i in range(before))}]" for j in range(here)]
        lines += [f"  - activation: {activations[number - 1]}", f"    weights: {{{', '.join(rows)}}}"]
        each = f"[{', '.join(f'b{number}_{j}' for j in range(here))}]"
        lines.append(f"    bias: {f'{{b{number}: b{number}}}' if number == shared else each}")
    lines += [f"targets: [{', '.join(f'y{k}' for k in range(sizes[-1]))}]", f"loss: {loss}", f"method: {method}"]
    return "\n".join(lines) + "\n"


def gradients(sizes, activations, loss, shared, numbers) -> dict[str, float]:
    """PyTorch's gradients of the same network by name."""
    leaves = {name: torch.tensor(number, dtype=torch.float64, requires_grad=True) for name, number in numbers.items()}
    values = [leaves[f"x{k}"] for k in range(sizes[0])]
    for number, here in enumerate(sizes[1:], 1):
        nets = []
        for j in range(here):
            bias = leaves[f"b{number}" if number == shared else f"b{number}_{j}"]
            nets.append(sum(leaves[f"w{number}_{j}_{i}"] * value for i, value in enumerate(values)) + bias)
        values = list(ACTIVATIONS[activations[number - 1]](torch.stack(nets)))
    LOSSES[loss](torch.stack(values), torch.stack([leaves[f"y{k}"] for k in range(sizes[-1])])).backward()
    return {name: leaf.grad.item() for name, leaf in leaves.items() if name[0] in "wb"}


def names_of(sizes, shared) -> list[str]:
    names = [f"x{k}" for k in range(sizes[0])] + [f"y{k}" for k in range(sizes[-1])]
    for number, (before, here) in enumerate(itertools.pairwise(sizes), 1):
        names += [f"w{number}_{j}_{i}" for j in range(here) for i in range(before)]
        names += [f"b{number}"] if number == shared else [f"b{number}_{j}" for j in range(here)]
    return names


def drawn(seed: int):
    """Sizes, activations, loss, method and the layer with a shared bias of a network that is no small one."""
    pick = random.Random(seed)
    hidden = [pick.randint(1, 5) for _ in range(pick.randint(2, 6))]
    loss = pick.choice(list(LOSSES))
    last = "sigmoid" if loss.startswith("binary") else pick.choice(["sigmoid", "identity", "softmax"])
    sizes = [pick.randint(1, 3), *hidden, pick.randint(2, 4)]
    activations = [pick.choice(list(ACTIVATIONS)) if width > 1 else "tanh" for width in hidden]
    return sizes, [*activations, last], loss, pick.choice(["chain", "delta"]), pick.randint(0, len(hidden))


def forms(solution) -> list:
    """The closed forms of a page, pieces among them."""
    return [step for step in solution.steps if step.name.startswith("closed_")]


WIDE = [
    ([2, 6, 6, 2], ["softmax", "sigmoid", "sigmoid"], "half squared error", "delta", 0),
    ([2, 6, 6, 3], ["softmax", "softmax", "softmax"], "mean squared error", "delta", 1),
    ([2, 12, 12, 3], ["softmax", "tanh", "identity"], "mean squared error", "chain", 2),
    ([12, 12, 12, 12, 12], ["sigmoid"] * 4, "half squared error", "chain", 0),
]


@pytest.mark.parametrize("drawing", [*map(drawn, range(30)), *WIDE])
def test_closed_forms_with_their_pieces_are_the_gradients(solved, drawing):
    """With numbers put in from top to bottom every closed form is PyTorch's gradient, and so is every product."""
    sizes, activations, loss, method, shared = drawing
    solution = solved(network(sizes, activations, loss, method, shared))
    pick = random.Random(len(solution.steps))
    numbers = {name: round(pick.uniform(-0.9, 0.9), 3) for name in names_of(sizes, shared)}
    numbers |= {f"y{k}": round(pick.uniform(0.1, 0.9), 3) for k in range(sizes[-1])}
    values = evaluate(solution.steps, given={name: Num(repr(number), number) for name, number in numbers.items()})
    expected = gradients(sizes, activations, loss, shared, numbers)
    for found in ("closed_{}", "dE/d{}"):
        assert {name: values[found.format(name)] for name in expected} == pytest.approx(expected, rel=1e-9, abs=1e-14)


def test_some_of_the_networks_share_pieces(solved):
    """The networks drawn above are of both kinds, by both methods."""
    seen = set()
    for seed in range(30):
        sizes, activations, loss, method, shared = drawn(seed)
        text = network(sizes, activations, loss, method, shared)
        pieces = [name for step in forms(solved(text)) for name in symbols(step.formula) if _is_piece(name)]
        seen.add((method, bool(pieces)))
    assert len(seen) == 4


def _is_piece(name: str) -> bool:
    return name.startswith(("closed_", "delta_"))


@pytest.mark.parametrize("method", ["chain", "delta"])
@pytest.mark.parametrize("sizes", [[12] * 4, [12] * 5, [4] * 20, [2] * 30, [30] * 3, [1, 60, 1], [60, 1, 60]])
def test_what_is_written_grows_with_the_weights(solved, method, sizes):
    """Closed forms hold at most some sixteen numbers, names and signs a weight, and the whole page thrice as many."""
    solution = solved(network(sizes, ["sigmoid"] * (len(sizes) - 1), method=method))
    edges = sum((before + 1) * here for before, here in itertools.pairwise(sizes))
    assert sum(size(step.formula) for step in forms(solution)) < 16 * edges
    assert sum(size(step.formula) for step in solution.steps) < 48 * edges


@pytest.mark.parametrize("method", ["chain", "delta"])
@pytest.mark.parametrize("width", [10, 20])
@pytest.mark.parametrize("softmax", [0, 1, 2])
def test_a_softmax_adds_its_pairs(solved, softmax, width, method):
    """A softmax layer of n neurons has n² derivatives; what is written grows with them and with the weights."""
    sizes, activations = [width] * 4, ["sigmoid"] * 3
    activations[softmax] = "softmax"
    solution = solved(network(sizes, activations, method=method))
    edges = 3 * (width + 1) * width + width**2
    assert sum(size(step.formula) for step in forms(solution)) < 40 * edges
    assert sum(size(step.formula) for step in solution.steps) < 60 * edges


@pytest.mark.parametrize("method", ["chain", "delta"])
@pytest.mark.parametrize("sizes", [[2, 2, 1], [2, 2, 2], [2, 2, 2, 2], [4, 3, 2, 1], [100, 10]])
def test_closed_forms_of_small_networks_hold_everything(solved, method, sizes):
    """Where everything put in takes a few rows, no piece has a name: names are of inputs, weights, outputs alone."""
    text = network(sizes, ["sigmoid"] * (len(sizes) - 1), method=method)
    for step in forms(solved(text)):
        assert not [name for name in symbols(step.formula) if _is_piece(name)]


BIG = network([2, 3, 3, 3], ["sigmoid"] * 3)


def test_a_piece_stands_on_the_page_once(solved):
    """The error term of a neuron is written in the section of its first weight, and used by its name in all of them."""
    page = nnsolve.render(solved(BIG), width=200)
    assert page.count("δ_n1_0 = (") == 1
    first = page.index("δ_n1_0 = (")
    assert "∂E/∂net_n1_0, from here on under this name" in page[first:]
    for form in ("w1_0_0 = δ_n1_0·x₀", "w1_0_1 = δ_n1_0·x₁", "b1_0 = δ_n1_0 "):
        assert page.index(f"∂E/∂{form}") > first
    assert page.count("everything put in, with δ_n1_0 as written above") == 3


def test_a_page_with_error_terms_has_its_pieces(solved):
    """By error terms δ stands on the page already, and is not written again."""
    page = nnsolve.render(solved(BIG.replace("method: chain", "method: delta")), width=200)
    assert page.count("δ_n1_0 = ") == 1
    assert "∂E/∂w1_0_0 = δ_n1_0·x₀" in page


def test_many_pieces_are_listed_shortly(solved):
    """A bias shared by a wide layer is the sum of its error terms; the sentence names the first and the last."""
    page = nnsolve.render(solved(network([1, 12, 12], ["sigmoid"] * 2, shared=1)), width=300)
    assert "with δ_n1_0, δ_n1_1, … and δ_n1_11 as written above" in page


@pytest.mark.parametrize("method", ["chain", "delta"])
@pytest.mark.parametrize("asked", ["w1_1_0", "dE/dw1_1_0", "b1_1"])
def test_asked_for_a_closed_form_brings_its_pieces(solved, asked, method):
    """The page of one gradient holds the pieces of its closed form and no others."""
    solution = solved(BIG.replace("method: chain", f"method: {method}\nasked: ['{asked}']"))
    (answer,) = solution.answers
    assert answer == f"closed_{asked.removeprefix('dE/d')}"
    known = {step.name for step in solution.steps}
    piece = "delta_n1_1" if method == "delta" else "closed_net_n1_1"
    assert piece in known
    assert not known & {"closed_net_n1_0", "closed_w1_0_0", "delta_n1_0"}
    page = nnsolve.render(solution, width=200)
    assert page.index("δ_n1_1 = ") < page.rindex("δ_n1_1")


@pytest.mark.parametrize("asked", ["delta_n1_1", "δ_n1_1", "dE/dnet_n1_1", "∂E/∂net_n1_1"])
@pytest.mark.parametrize(("method", "name"), [("chain", "closed_net_n1_1"), ("delta", "delta_n1_1")])
def test_asked_for_a_piece(solved, asked, method, name):
    """A gradient with a closed form of its own is asked for by what it is called, as those of weights are."""
    solution = solved(BIG.replace("method: chain", f"method: {method}\nasked: ['{asked}']"))
    assert list(solution.answers) == [name]


@pytest.mark.parametrize("method", ["chain", "delta"])
def test_outputs_of_a_softmax_are_pieces(solved, method):
    """Every error term of a softmax layer holds the gradients by all its outputs, which are written once."""
    text = network([2, 12, 12], ["softmax", "sigmoid"], method=method)
    page = nnsolve.render(solved(text), width=200)
    assert "∂E/∂out_n1_0, from here on under this name" in page
    (answer,) = solved(f"{text}asked: [dE/dout_n1_0]\n").answers
    assert answer == "closed_out_n1_0"


@pytest.mark.parametrize("format", ["text", "markdown", "html", "latex", "typst", "json", "notebook"])
def test_every_format_prints_pieces(solved, format):
    """Every format writes a page with pieces."""
    assert nnsolve.render(solved(BIG), format)


@pytest.mark.parametrize("width", [60, 80])
def test_pages_with_pieces_fit_their_width(solved, width):
    """Long sums are broken, in plain letters too."""
    for options in ({}, {"ascii": True}):
        page = nnsolve.render(solved(BIG), width=width, **options)
        assert max(map(len, page.splitlines())) <= width
