"""Counting multiplications: by hand on small networks, and by walking every path on random ones."""

from __future__ import annotations

import itertools
import random

import pytest

import nnsolve
from nnsolve.errors import ProblemError
from nnsolve.subjects.network.memoisation import memoisation_section

CHAIN = """
kind: backprop
inputs: {x: 2}
layers:
  - activation: sigmoid
    weights: {h: {w1: 0.5}}
  - activation: sigmoid
    weights: {o: {w2: 0.5}}
targets: [1]
loss: half squared error
memoisation: true
"""


def rows(text: str) -> dict[str, list]:
    """The rows of the table: parameter → paths, multiplications anew, multiplications kept."""
    solution = nnsolve.solve(nnsolve.loads(text)[0])
    (section,) = [section for section in solution.sections if section.title.key.startswith("training_memo_title")]
    return {row[0].args.get("name", "total"): row[1:] for row in section.blocks[0].table.rows}


def test_a_chain_by_hand():
    """w2: ∂E/∂out·∂out/∂net·h, two products; w1: out, net, w2, σ′, x, four products, of which two are left over."""
    assert rows(CHAIN) == {"w2": [1, 2, 2], "w1": [1, 4, 3], "total": [2, 6, 5]}


def test_a_hidden_unit_that_feeds_two():
    """The library's problem, counted by hand.

    Into net_o1 two factors lead: w5 and w6 take 2 products anew, b4 (whose own factor is 1) takes 1. Kept, ∂E/∂net_o1
    costs 1 and each weight 1 more. w3: two factors, then w5, σ′ and out_h1: 4 products anew; kept 1 for ∂E/∂out_h2, 1
    for ∂E/∂net_h2, 1 for w3. w1 has a path through h2 and one through h3, each of 7 factors: 2 · 6 = 12 anew; kept 2
    for ∂E/∂out_h1, 1 for ∂E/∂net_h1 and 1 for w1.
    """
    (problem,) = nnsolve.load("memoisation")
    solution = nnsolve.solve(problem)
    (section,) = [section for section in solution.sections if section.title.key == "training_memo_title"]
    table = {row[0].args.get("name", "total"): row[1:] for row in section.blocks[0].table.rows}
    assert table == {
        "w5": [1, 2, 2], "w6": [1, 2, 1], "b4": [1, 1, 0],
        "w3": [1, 4, 3], "w4": [1, 4, 3], "b2": [1, 3, 0], "b3": [1, 3, 0],
        "w1": [2, 12, 4], "w2": [2, 12, 1], "b1": [2, 10, 0],
        "total": [13, 53, 14],
    }  # fmt: skip
    again = {row[0].args["name"]: row[1] for row in section.blocks[1].table.rows}
    assert again == {"delta_o1": 5, "delta_h2": 3, "delta_h3": 3, "delta_h1": 3}
    assert (solution.values["multiplications_anew"], solution.values["multiplications_saved"]) == (53, 39)


def test_two_two_two_by_hand():
    """Output weights 2 products each, hidden weights two paths of 5 factors; kept 8 + 2·(2 + 1) and one a weight."""
    (problem,) = nnsolve.load("two-two-two", overrides={"memoisation": "true"})
    solution = nnsolve.solve(problem)
    # anew: w5…w8 2 each = 8, w1…w4 2·4 each = 32
    # kept: δ_o 1 each, w5…w8 1 each, ∂E/∂out_h 2 each, δ_h 1 each, w1…w4 1 each
    assert solution.values["multiplications_anew"] == 40
    assert solution.values["multiplications_kept"] == 2 + 4 + 4 + 2 + 4


def every_path(backward, name: str) -> list[list]:
    """All ways from the target down to ``name`` as lists of derivatives, one by one."""
    found = []
    for user in backward.paths(name):
        one = backward.slope(user, name)
        above = [[]] if backward.weight(user) is not None else every_path(backward, user)
        found += [[*way, one] for way in above]
    return found


@pytest.mark.parametrize("seed", range(12))
def test_counts_of_random_networks(seed):
    """Anew is what walking every path gives; kept never takes more, and is linear in the edges."""
    from nnsolve.subjects.network.single import Single

    rng = random.Random(seed)
    sizes = [rng.randint(1, 3) for _ in range(rng.randint(2, 4))]
    kinds = ["sigmoid", "identity", "tanh"]
    lines = ["kind: backprop", f"inputs: {[1] * sizes[0]}", "layers:"]
    for before, here in itertools.pairwise(sizes):
        lines += [f"  - activation: {rng.choice(kinds)}", f"    weights: {[[0.1] * before] * here}", "    bias: 0.2"]
    lines += [f"targets: {[1] * sizes[-1]}", f"loss: {rng.choice(['half squared error', 'mean squared error'])}"]
    if rng.random() < 0.5:
        lines.append("regularization: {l2: 0.1, half: true}")
    solver = Single(nnsolve.loads("\n".join(lines))[0])
    parameters = list(solver.network.parameters)
    backward = solver.writer.backward
    section = memoisation_section(backward, parameters)
    for row, name in zip(section.blocks[0].table.rows, parameters, strict=False):
        ways = every_path(backward, name)
        factors = [sum(repr(factor) != "1" for factor in way) for way in ways]
        assert row[1:3] == [len(ways), sum(max(count - 1, 0) for count in factors)]
    total = section.blocks[0].table.rows[-1]
    assert total[3] <= total[2]
    edges = sum(len(backward.paths(name)) for name in [*parameters, *backward.formulas])
    assert total[3] <= edges


def test_deep_networks_are_counted_without_walking_them():
    """3⁴⁰ paths are counted, not walked."""
    layers = "".join(
        "  - activation: tanh\n    weights: [[.1, .1, .1], [.1, .1, .1], [.1, .1, .1]]\n" for _ in range(40)
    )
    head = f"kind: backprop\ninputs: [1, 1, 1]\nlayers:\n{layers}targets: [1, 1, 1]\n"
    text = head + "loss: squared error\nmemoisation: true\n"
    solution = nnsolve.solve(nnsolve.loads(text + "asked: [multiplications_saved]\n")[0])
    assert solution.answers["multiplications_saved"] > 3**38


def test_with_samples_it_is_counted_for_one():
    """The counts do not depend on the sample."""
    text = CHAIN.replace("inputs: {x: 2}\n", "").replace("targets: [1]\n", "")
    text += "samples: [{inputs: [1], targets: [1]}, {inputs: [2], targets: [0]}]\nlearning_rate: 1\nbatch: all\n"
    assert rows(text)["total"] == [2, 6, 5]


def test_not_in_matrices():
    """In matrices no single factors are written, so the key is refused at its place."""
    with pytest.raises(ProblemError, match="memoisation: cannot stand beside style: matrix"):
        nnsolve.loads(CHAIN + "style: matrix\n")
