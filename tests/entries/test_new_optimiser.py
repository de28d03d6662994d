"""A new optimiser is one entry: with it alone functions, lists of gradients, networks and commands know it."""

from __future__ import annotations

import random

import pytest

import nnsolve
from nnsolve.subjects.optimisers.table import OPTIMISERS

from .new import completed, imported, in_table, listed_in_schema, said, schema_of, solved, trouble
from .optimisers import COMMON

# Zhuang and others, AdaBelief Optimizer (2020), without its correction.
SOURCE = '''
"""AdaBelief: Adam with the average square of how far the gradient is from its average."""

from nnsolve.formula.expr import TWO, Mul, Pow, Sub
from nnsolve.formula.functions import sqrt
from nnsolve.solution import Says
from nnsolve.subjects.optimisers.entry import Optimiser, Option, coefficient


def write_adabelief(u):
    """m ← β₁·m + (1 − β₁)·g, s ← β₂·s + (1 − β₂)·(g − m)², θ ← θ − α·m/(√s + ε).

    Zhuang et al., AdaBelief Optimizer, 2020, algorithm 2, without bias correction.
    """
    m = u.average("m", u.number("beta1"), u.g, Says("opt_average_m"))
    s = u.average("s", u.number("beta2"), Pow(Sub(u.g, m), TWO), Says("opt_belief"))
    u.move(Mul((u.alpha / (sqrt(s) + u.number("epsilon")), m)))


ENTRY = Optimiser(
    "adabelief",
    "AdaBelief",
    write_adabelief,
    {
        "beta1": coefficient("β1", "how much of the average gradient is kept"),
        "beta2": coefficient("β2", "how much of the average deviation is kept"),
        "epsilon": Option("the small number against division by zero", "ε"),
    },
    {"m": "0", "s": "0"},
    {"paper": {"learning_rate": "0.001", "beta1": "0.9", "beta2": "0.999", "epsilon": "1e-8"}},
    spellings=("ada belief",),
)
WORDS = {"opt_belief": "how far gradients are from their average, squared"}
'''


@pytest.fixture
def adabelief(tmp_path):
    """The entry, in its table as long as the test runs."""
    module = imported(tmp_path, "adabelief", SOURCE)
    with in_table(OPTIMISERS, module):
        yield module.ENTRY
    assert "adabelief" not in OPTIMISERS


@pytest.mark.parametrize("holds", COMMON, ids=lambda check: check.__name__)
def test_what_holds_for_every_optimiser(adabelief, holds):
    """The common tests take it as any other entry."""
    holds(adabelief)


@pytest.mark.parametrize("word", ["adabelief", "AdaBelief", "ada-belief"])
def test_gradients(adabelief, word):
    """Ten given gradients lead where the algorithm, written down here, leads; the page says its sentence."""
    draw = random.Random(3)
    gradients = [round(draw.uniform(-3, 3), 3) for _ in range(10)]
    page = solved(
        f"kind: optimizer\noptimizer: {word}\npreset: paper\ngradients: {gradients}\nstart: 1\nlearning_rate: 0.1\n"
    )
    w, m, s = 1.0, 0.0, 0.0
    for g in gradients:
        m = 0.9 * m + 0.1 * g
        s = 0.999 * s + 0.001 * (g - m) ** 2
        w -= 0.1 * m / (s**0.5 + 1e-8)
    assert page.answers["w@10"] == pytest.approx(w, rel=1e-12)
    assert "how far gradients are from their average" in " ".join(nnsolve.render(page, "text").split())


def test_beside_others(adabelief):
    """It is compared with others, and its own numbers count."""
    options = "[adam, {adabelief: {beta1: 0.5}}]"
    text = f"kind: optimizer\noptimizer: {options}\npreset: paper\nfunction: (w - 3)^2\nstart: 1\n"
    page = solved(f"{text}iterations: 2\nlearning_rate: 0.1\n")
    assert page.values["adabelief.m@1"] == pytest.approx(0.5 * -4)
    assert "AdaBelief" in nnsolve.render(page, "text")


def test_messages_and_commands(adabelief):
    """It is listed where something else was written, in schemas and helps, and offered by the shell."""
    assert "adabelief" in trouble("kind: optimizer\noptimizer: adabelieve\npreset: paper\ngradients: [1]\nstart: 1\n")
    assert "adabelief" in said("optimizer", "--help")
    assert "adabelief" in said("new", "optimizer")
    for kind in ("optimizer", "backprop"):
        assert listed_in_schema(schema_of(kind), "adabelief"), kind
    assert "adabelief" in completed("optimizer", "adam-first-step", "--optimizer", incomplete="adab")
