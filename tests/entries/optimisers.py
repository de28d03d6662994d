"""What holds for every optimiser, as functions of its entry."""

from __future__ import annotations

import re

import nnsolve
from nnsolve.page.boxes import width as columns
from nnsolve.subjects.optimisers.entry import Optimiser

# Numbers that a preset may leave open.
OPEN = {"momentum": "0.9", "epsilon": "1e-6", "rho": "0.9", "beta1": "0.9", "beta2": "0.99", "weight_decay": "0.01"}
FUNCTIONS = (("(w - 3)^2", "1"), ("m^2 + 2*v^2", "{m: 1, v: -1}"), ("x1^2 + x2^4", "{x1: 1, x2: 2}"))


def written(entry: Optimiser, preset: str, function: str = "(w - 3)^2", start: str = "1") -> str:
    """A problem with the optimiser under a preset."""
    texts = entry.presets[preset]
    wanted = [key for key, option in entry.options.items() if option.letter and not texts.get(key) and key in OPEN]
    options = ", ".join(f"{key}: {OPEN[key]}" for key in wanted)
    return (
        f"kind: optimizer\noptimizer: {{{entry.name}: {{{options}}}}}\npreset: {preset}\nfunction: {function}\n"
        f"start: {start}\nlearning_rate: 0.1\niterations: 3\n"
    )


def says_its_conventions(entry: Optimiser) -> None:
    """The docstring of an update names its sources, and every option is told."""
    assert entry.write.__doc__
    assert entry.name == "gd" or re.search(r"\d{4}", entry.write.__doc__)
    assert all(option.doc for option in entry.options.values())


def every_preset_prints_a_page(entry: Optimiser) -> None:
    """Under each preset it solves, checks itself and fits the page, whatever its numbers of parameters."""
    assert entry.presets
    for preset in entry.presets:
        for function, start in FUNCTIONS:
            (problem,) = nnsolve.loads(written(entry, preset, function, start))
            solution = nnsolve.solve(problem)
            assert solution.check.key == "page_checked"
            for width in (60, 80):
                page = nnsolve.render(solution, "text", width=width)
                assert all(columns(line) <= width for line in page.splitlines())
            for format_ in ("markdown", "json"):
                assert nnsolve.render(solution, format_)


def updates_a_network(entry: Optimiser) -> None:
    """The weights of a network are renewed by it, in full and over epochs."""
    network = "layers: [{activation: tanh, weights: [[0.4, -0.3]]}]\nloss: half squared error\nlearning_rate: 0.1\n"
    preset = "pytorch" if "pytorch" in entry.presets else next(iter(entry.presets))
    options = re.search(r"optimizer: (.*)", written(entry, preset))[0]
    for more in (
        "inputs: [0.5, -1]\ntargets: [0.2]\n",
        "samples: [{inputs: [0.5, -1], targets: [0.2]}]\nbatch: all\nepochs: 3\n",
    ):
        (problem,) = nnsolve.loads(f"kind: backprop\n{network}{more}{options}\npreset: {preset}\n")
        solution = nnsolve.solve(problem)
        assert solution.check.key.startswith("page_checked")
        assert abs(solution.answers["new_w1"] - 0.4) > 1e-9


COMMON = (says_its_conventions, every_preset_prints_a_page, updates_a_network)
