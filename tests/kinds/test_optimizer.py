"""Optimisers: the papers' algorithms as independent code, conventions by name, data and lists, bad input, bounds."""

from __future__ import annotations

import math
import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnsolve
from nnsolve.render.text import render
from nnsolve.subjects.optimisers.entry import PRESETS
from nnsolve.subjects.optimisers.table import OPTIMISERS

from ..entries.optimisers import COMMON
from ..support import bounded, check_ends, check_fault

STEPS = 10
EPS = 1e-3


def text(
    optimizer="adam", preset="paper", more="", function="(w - 3)^2", start="1", rate="learning_rate: 0.1", steps="3"
):
    """A problem file with a function of one parameter."""
    lines = [
        "kind: optimizer",
        f"optimizer: {optimizer}",
        f"preset: {preset}",
        f"function: {function}",
        f"start: {start}",
        rate,
        f"iterations: {steps}",
        more,
    ]
    return "\n".join(line for line in lines if line) + "\n"


def listed(optimizer, gradients, preset="paper", rate="0.1", start="1"):
    """A problem file with a list of gradients."""
    return (
        f"kind: optimizer\noptimizer: {optimizer}\npreset: {preset}\ngradients: {gradients}\nstart: {start}\n"
        f"learning_rate: {rate}\n"
    )


# The algorithms as the papers and notes print them, each a loop of its own over the gradients of one parameter.


def heavy_ball(gs, w, a):
    v = 0.0
    for g in gs:
        v = 0.9 * v + a * g
        w -= v
    return w


def average(gs, w, a, corrected=False):
    v = 0.0
    for t, g in enumerate(gs, 1):
        v = 0.9 * v + 0.1 * g
        w -= a * (v / (1 - 0.9**t) if corrected else v)
    return w


def adagrad(gs, w, a, inside=False):
    s = 0.0
    for g in gs:
        s += g * g
        w -= a * g / (math.sqrt(s + EPS) if inside else math.sqrt(s) + EPS)
    return w


def rmsprop(gs, w, a, below=lambda s: math.sqrt(s)):
    s = 0.0
    for g in gs:
        s = 0.9 * s + 0.1 * g * g
        w -= a * g / below(s)
    return w


def adadelta(gs, w, a):
    s = d = 0.0
    for g in gs:
        s = 0.9 * s + 0.1 * g * g
        step = -math.sqrt(d + EPS) / math.sqrt(s + EPS) * g
        d = 0.9 * d + 0.1 * step * step
        w += step
    return w


def adam(gs, w, a, corrected=True, inside=False, decay=0.0, scaled=1.0, hat=False, b1=0.9, b2=0.999):
    m = v = 0.0
    for t, g in enumerate(gs, 1):
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g * g
        mhat, vhat = (m / (1 - b1**t), v / (1 - b2**t)) if corrected and not hat else (m, v)
        rate = a * math.sqrt(1 - b2**t) / (1 - b1**t) if hat else a
        w -= rate * mhat / (math.sqrt(vhat + EPS) if inside else math.sqrt(vhat) + EPS) + scaled * decay * w
    return w


def amsgrad(gs, w, a, b2=0.5):
    m = v = vmax = 0.0
    for g in gs:
        m = 0.9 * m + 0.1 * g
        v = b2 * v + (1 - b2) * g * g
        vmax = max(vmax, v)
        w -= a * m / math.sqrt(vmax)
    return w


def adamax(gs, w, a, b2=0.6):
    m = u = 0.0
    for t, g in enumerate(gs, 1):
        m = 0.9 * m + 0.1 * g
        u = max(b2 * u, abs(g))
        w -= a / (1 - 0.9**t) * m / u
    return w


def nadam_paper(gs, w, a, mu=0.99, nu=0.999):
    m = n = 0.0
    mus = [mu * (1 - 0.5 * 0.96 ** (t / 250)) for t in range(1, len(gs) + 2)]
    for t, g in enumerate(gs, 1):
        now, following = mus[t - 1], mus[t]
        m = now * m + (1 - now) * g
        n = nu * n + (1 - nu) * g * g
        mhat = following * m / (1 - math.prod(mus[: t + 1])) + (1 - now) * g / (1 - math.prod(mus[:t]))
        nhat = nu * n / (1 - nu**t)
        w -= a * mhat / (math.sqrt(nhat) + EPS)
    return w


def nadam_constant(gs, w, a, same=False):
    m = n = 0.0
    for t, g in enumerate(gs, 1):
        m = 0.9 * m + 0.1 * g
        n = 0.999 * n + 0.001 * g * g
        mhat = 0.9 * m / (1 - 0.9 ** (t if same else t + 1)) + 0.1 * g / (1 - 0.9**t)
        w -= a * mhat / (math.sqrt(n / (1 - 0.999**t)) + EPS)
    return w


def lion(gs, w, a, decay=0.0):
    m = 0.0
    for g in gs:
        c = 0.9 * m + 0.1 * g
        w -= a * ((c > 0) - (c < 0) + decay * w)
        m = 0.99 * m + 0.01 * g
    return w


REFERENCES = [
    ("gd", "paper", lambda gs, w, a: w - a * sum(gs)),
    ("{momentum: {momentum: 0.9}}", "paper", heavy_ball),
    ("{momentum: {momentum: 0.9}}", "notes", heavy_ball),
    ("{momentum: {momentum: 0.9, form: average}}", "paper", average),
    (
        "{momentum: {momentum: 0.9, form: average, bias_correction: on}}",
        "paper",
        lambda *x: average(*x, corrected=True),
    ),
    ("{adagrad: {epsilon: 0.001}}", "paper", adagrad),
    ("{adagrad: {epsilon: 0.001}}", "notes", lambda *x: adagrad(*x, inside=True)),
    ("rmsprop", "paper", rmsprop),
    ("{rmsprop: {rho: 0.9, epsilon: 0.001}}", "notes", lambda *x: rmsprop(*x, below=lambda s: math.sqrt(s) + EPS)),
    ("{rmsprop: {epsilon: 0.001}}", "keras", lambda *x: rmsprop(*x, below=lambda s: math.sqrt(s + EPS))),
    ("{adadelta: {rho: 0.9, epsilon: 0.001}}", "paper", adadelta),
    ("{adadelta: {rho: 0.9, epsilon: 0.001}}", "notes", adadelta),
    ("{adam: {epsilon: 0.001}}", "paper", adam),
    ("{adam: {epsilon: 0.001}}", "keras", lambda *x: adam(*x, hat=True)),
    ("{adam: {epsilon: 0.001, epsilon_place: inside}}", "paper", lambda *x: adam(*x, inside=True)),
    ("{adam: {epsilon: 0.001, bias_correction: off}}", "pytorch", lambda *x: adam(*x, corrected=False)),
    (
        "{adam: {beta1: 0.9, beta2: 0.999, epsilon: 0.001}}",
        "notes",
        lambda *x: adam(*x, corrected=False, inside=True),
    ),
    ("{adamw: {epsilon: 0.001, weight_decay: 0.05}}", "paper", lambda *x: adam(*x, decay=0.05)),
    ("{adamw: {epsilon: 0.001, weight_decay: 0.05}}", "pytorch", lambda *x: adam(*x, decay=0.05, scaled=0.1)),
    ("{amsgrad: {beta2: 0.5}}", "paper", amsgrad),
    ("{adamax: {beta2: 0.6}}", "paper", adamax),
    ("{nadam: {epsilon: 0.001}}", "paper", nadam_paper),
    ("{nadam: {epsilon: 0.001, beta1: 0.9, form: constant}}", "paper", nadam_constant),
    ("{nadam: {epsilon: 0.001, beta1: 0.9, form: overview}}", "paper", lambda *x: nadam_constant(*x, same=True)),
    ("lion", "paper", lion),
    ("{lion: {weight_decay: 0.2}}", "paper", lambda *x: lion(*x, decay=0.2)),
]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("written", "preset", "reference"), REFERENCES, ids=[f"{row[1]} {row[0]}" for row in REFERENCES]
)
def test_papers(solved, written, preset, reference, seed):
    """Ten given gradients lead where the algorithm of the paper, written down here, leads."""
    draw = random.Random(seed)
    gradients = [round(draw.uniform(-3, 3), 3) for _ in range(STEPS)]
    start = round(draw.uniform(-2, 2), 3)
    solution = solved(listed(written, gradients, preset, start=str(start)))
    assert solution.answers[f"w@{STEPS}"] == pytest.approx(reference(gradients, start, 0.1), rel=1e-12, abs=1e-13)


def test_the_look_ahead_takes_its_gradient_ahead(solved):
    """v ← μv − α∇f(w + μv), w ← w + v; the reformulated form visits the points w + μv."""
    ahead = solved(text("{nesterov: {momentum: 0.9, form: look-ahead}}", steps="10")).table.rows
    shifted = solved(text("{nesterov: {momentum: 0.9, form: reformulated}}", steps="10")).table.rows
    w, v = 1.0, 0.0
    for row, other in zip(ahead[1:], shifted[1:], strict=True):
        v = 0.9 * v - 0.1 * 2 * (w + 0.9 * v - 3)
        w += v
        assert row[-2] == pytest.approx(w, rel=1e-13)
        assert other[-2] == pytest.approx(w + 0.9 * v, rel=1e-12)


@pytest.mark.parametrize("name", OPTIMISERS)
@pytest.mark.parametrize("holds", COMMON, ids=lambda check: check.__name__)
def test_every_entry(name, holds):
    """What holds for every optimiser holds for each of the table."""
    holds(OPTIMISERS[name])


def test_what_a_preset_leaves_open_is_asked_for():
    """The notes give no numbers for RMSProp, and the program does not invent them."""
    with pytest.raises(
        nnsolve.ProblemError, match="leaves open what RMSProp needs; these are to be written: rho, epsilon"
    ):
        nnsolve.loads(text("rmsprop", "notes"))


def test_several_side_by_side(solved):
    """Each optimiser runs by itself; the table sets them beside each other, and the lowest is named."""
    names = ["gd", "adam", "lion"]
    together = solved(text("[gd, adam, lion]", steps="6"))
    for name in names:
        alone = solved(text(name, steps="6"))
        assert together.answers[f"{name}.w@6"] == alone.answers["w@6"]
    assert len(together.table.rows[0]) == 7
    lowest = next(note for note in together.notes if note.key == "opt_lowest")
    assert lowest.args["title"] == "Gradient descent"


def test_the_same_optimiser_twice(solved):
    """Two settings of one optimiser get labels of their own."""
    answers = solved(text("[adam: {beta1: 0.5}, adam]", steps="2")).answers
    assert list(answers) == ["adam.w@2", "adam.f@2", "adam2.w@2", "adam2.f@2"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("adam.w_2", "adam.w@2"),
        ("adam.w@2", "adam.w@2"),
        ("adam2.m_1", "adam2.m@1"),
        ("adam.mhat_1", "adam.mhat@1"),
        ("adam2.w", "adam2.w@3"),
        ("adam.w'", "adam.w@1"),
        ("adam2.loss", "adam2.f@3"),
        ("w₂(Adam 2)", "adam2.w@2"),
        (r"w_{2}(\\mathrm{Adam})", "adam.w@2"),
    ],
)
def test_asked_names_of_several(solved, written, name):
    """Of several optimisers each result has the name of its own in front, or that of the optimiser behind."""
    assert list(solved(text("[adam, adam]", more=f'asked: ["{written}"]')).answers) == [name]


@pytest.mark.parametrize(
    ("written", "meanings"),
    [
        ("w", "adam.w@3, adam2.w@3"),
        ("w@2", "adam.w@2, adam2.w@2"),
        ("w₂", "adam.w@2, adam2.w@2"),
        ("mhat_1", "adam.mhat@1, adam2.mhat@1"),
        ("f", "adam.f@3, adam2.f@3"),
    ],
)
def test_what_several_optimisers_have(trouble, written, meanings):
    """A name without its optimiser is refused with those of all."""
    problem = text("[adam, adam]", more=f'asked: ["{written}"]')
    assert f"may mean {meanings} here" in str(trouble(problem))


def test_what_one_optimiser_alone_has(solved):
    """A state that only one of several keeps needs no name in front."""
    assert list(solved(text("[adam, gd]", more="asked: [mhat_1]")).answers) == ["adam.mhat@1"]


@pytest.mark.parametrize(("written", "name"), [("s", "v@3"), ("s₂", "v@2"), ("ν", "m@3"), ("nu2", "m@2"), ("m", "m@3")])
def test_letters_of_a_preset_are_understood(solved, written, name):
    """The notes write ν and s for the m and v of Adam, and both are understood."""
    adam = "{adam: {beta1: 0.9, beta2: 0.999, epsilon: 1e-8}}"
    assert list(solved(text(adam, "notes", f'asked: ["{written}"]')).answers) == [name]


def test_letters_of_a_preset_are_those_of_states(solved):
    """The notes write s for Adam's v; a parameter that is called v keeps its name."""
    adam = "{adam: {beta1: 0.9, beta2: 0.999, epsilon: 1e-8}}"
    page = render(solved(text(adam, "notes", function="m^2 + v^2", start="{m: 1, v: 2}", steps="1")))
    assert "Given    m₀ = 1   v₀ = 2" in page
    assert "s_v₁ = " in page


def test_batches_follow_each_other(solved):
    """The gradient of a step is the mean over its batch; the batches come in the order of the data, then again."""
    data = [(1, 2), (2, 3), (3, 5), (4, 1), (5, 2)]
    rows = ", ".join(f"{{x: {x}, y: {y}}}" for x, y in data)
    for size, count in ((1, 5), (2, 3), (5, 1)):
        more = f"data: [{rows}]\nbatch_size: {size}"
        problem = text(
            "gd", function="(y - w*x - b)^2", start="{w: 0, b: 0}", rate="learning_rate: 0.01", steps="7", more=more
        )
        solution = solved(problem)
        w = b = 0.0
        batches = [data[k : k + size] for k in range(0, 5, size)]
        assert len(batches) == count
        for step in range(7):
            batch = batches[step % count]
            dw = sum(-2 * x * (y - w * x - b) for x, y in batch) / len(batch)
            db = sum(-2 * (y - w * x - b) for x, y in batch) / len(batch)
            w, b = w - 0.01 * dw, b - 0.01 * db
        loss = sum((y - w * x - b) ** 2 for x, y in data) / 5
        assert list(solution.answers.values()) == pytest.approx([w, b, loss], rel=1e-12)


def test_gradients_of_several_parameters(solved):
    """A list may give the gradients in the order of the parameters, or by name."""
    by_order = solved(listed("adam", "[[1, 2], [3, -4]]", start="{a: 0, b: 0}")).answers
    by_name = solved(listed("adam", "[{a: 1, b: 2}, {b: -4, a: 3}]", start="{a: 0, b: 0}")).answers
    assert by_order == by_name


def test_a_schedule_of_the_rate(solved):
    """A schedule gives every step a rate of its own."""
    solution = solved(listed("gd", "[1, 1, 1]", rate="{schedule: inverse time, start: 0.4, decay: 1}"))
    assert solution.answers["w@3"] == pytest.approx(1 - 0.4 - 0.2 - 0.4 / 3)


ASKED = [
    ("w@2", "w@2"), ("w_2", "w@2"), ("w", "w@3"), ("m_1", "m@1"), ("m̂_2", "mhat@2"), ("g_3", "g@3"),
    ("f_0", "f@0"), ("v_0", "v@0"), ("w'", "w@1"), ("w₃", "w@3"), (r"\\hat{m}_{2}", "mhat@2"), ("hat(m)_2", "mhat@2"),
    ("m̂", "mhat@3"), ("mhat_2", "mhat@2"), ("loss", "f@3"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "name"), ASKED)
def test_asked_names(solved, written, name):
    """Parameters, states and gradients may be asked for at any step."""
    assert list(solved(text(more=f'asked: ["{written}"]')).answers) == [name]


def test_rounding_is_carried(solved):
    """With carried rounding each step computes with the rounded numbers of the one before."""
    solution = solved(text("{momentum: {momentum: 0.7}}", "notes", "rounding: {decimals: 2, carry: true}", steps="8"))
    cent = Decimal("0.01")
    w, v = Decimal(1), Decimal(0)
    for row in solution.table.rows[1:]:
        g = (2 * w - 6).quantize(cent, "ROUND_HALF_UP")
        v = (Decimal("0.7") * v + Decimal("0.1") * g).quantize(cent, "ROUND_HALF_UP")
        w = (w - v).quantize(cent, "ROUND_HALF_UP")
        assert row[1:4] == [g, v, w]


def test_many_steps_are_quick(solved):
    """Ten thousand steps of Adam on two parameters take few calls each."""
    with bounded():
        solution = solved(text("adam", function="x^2 + 10*y^2", start="{x: 1, y: 1}", steps="10000"))
    assert len(render(solution).splitlines()) < 250


LETTERS = ["m", "v", "g", "c", "y", "ahead", "b", "d", "u", "theta", "w_1", "e"]


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("name", ["adam", "nesterov: {momentum: 0.9, form: look-ahead}", "adadelta", "nadam"])
def test_any_letter_for_the_parameter(solved, letter, name):
    """A parameter may be called as a state of the optimiser is called; the values are the same."""
    usual = solved(text(f"{{{name if ':' in name else name + ': {}'}}}", "keras")).answers
    solution = solved(
        text(f"{{{name if ':' in name else name + ': {}'}}}", "keras", "", f"({letter} - 3)^2", f"{{{letter}: 1}}")
    )
    assert list(solution.answers.values()) == list(usual.values())


BAD = [
    (text("adm"), 2, 12, "Did you mean ‘adam’?"),
    (text("[]"), 2, 12, "1 to 12 optimisers"),
    (text("[adam, adagrd]"), 2, 19, "Did you mean ‘adagrad’?"),
    (text("{adam: {beta3: 1}}"), 2, 20, "Did you mean ‘beta"),
    (text("{adam: {beta1: 1}}"), 2, 27, "from 0 up and below 1"),
    (text("{adam: {beta1: -0.1}}"), 2, 27, "from 0 up and below 1"),
    (text("{adam: {beta1: x}}"), 2, 27, "not a number"),
    (text("{adam: {epsilon: -1}}"), 2, 29, "from 0 up"),
    (text("{adam: {epsilon_place: outsied}}"), 2, 35, "Did you mean ‘outside’?"),
    (text("{adam: {learning_rate: 0}}"), 2, 35, "greater than 0"),
    (text("{adam: 3}"), 2, 19, "expected options of adam"),
    (text("momentum"), 2, 12, "to be written: momentum"),
    (text("lion", "pytorch"), 2, 12, "the presets for it: paper, keras"),
    (text("adamw", "notes"), 2, 12, "notes has no AdamW"),
    (text(preset="torch"), 3, 9, "Did you mean ‘pytorch’?"),
    (text(function="(w - 3"), 4, 11, "opened here and not closed"),
    (text(function="w + u"), 4, 11, "with a number for each variable"),
    (text(function="β1^2", start="{β1: 1}"), 4, 11, "give the variable another letter"),
    (text(function="x + m_x", start="{x: 1, m_x: 2}"), 5, 8, "choose another letter"),
    (text(rate="learning_rate: -1"), 6, 16, "greater than 0"),
    (text("gd", "paper", rate=""), 2, 12, "to be written: learning_rate"),
    (text(steps="0"), 7, 13, "from 1 to"),
    (text(steps="200000", function="sin(w)^2 + cos(w)^3 + exp(w) + tanh(w)"), 7, 13, "steps of this problem"),
    (text(more="batch_size: 2"), 8, 13, "batch_size: needs data:"),
    (text(more="data: [{x: 1}]", function="w*x"), 8, 7, "data: needs batch_size:"),
    (text(more="data: [{x: 1}]\nbatch_size: 2", function="w*x"), 9, 13, "at most 1 was expected"),
    (text(more="data: [{x: 1}, {y: 2}]\nbatch_size: 1", function="w*x"), 8, 16, "columns of the first sample"),
    (text(more="data: [1]\nbatch_size: 1", function="w*x"), 8, 7, "a list of samples"),
    (text(more="gradients: [1]"), 8, 12, "gradients: cannot stand beside function:"),
    (listed("adam", "[]"), 4, 12, "a list of gradients"),
    (listed("adam", "[1, x]"), 4, 16, "not a number"),
    (listed("adam", "[[1, 2]]"), 4, 13, "expected 1 gradient here"),
    (listed("adam", "[{v: 1}]"), 4, 13, "a gradient for each of w"),
    (listed("adam", "[1]") + "iterations: 3\n", 7, 13, "holds 1 gradient only"),
    ("kind: optimizer\noptimizer: adam\nfunction: x^2\nstart: 1\niterations: 2\n", 1, 1, "preset: is missing"),
]


@pytest.mark.parametrize(("problem", "line", "column", "message"), BAD, ids=[row[3] + str(row[1:3]) for row in BAD])
def test_bad_input(trouble, problem, line, column, message):
    """Every mistake is named at its place."""
    check_fault(trouble(problem), line, column, message)


LATER = [
    (text("rmsprop", start="3"), "divides by zero"),
    (text(function="ln(w)", start="-1"), "ln needs a positive number"),
    (text(more="asked: [m_9]"), "‘m_9’ is not a result"),
    (text(more="asked: [g_0]"), "‘g_0’ is not a result"),
    (text(more="asked: [β1]"), "it is given"),
    (text(more="asked: [mm_1]"), "is not a result"),
]


@pytest.mark.parametrize(("problem", "message"), LATER, ids=[row[1] for row in LATER])
def test_what_cannot_be_solved(trouble, problem, message):
    """A first step without a value, and results that there are not, end in a sentence."""
    assert message in str(trouble(problem))


def test_a_step_without_a_value_ends_the_course(solved):
    """What can be computed is shown, and the page says where it ends."""
    solution = solved(text("gd", function="w^4", start="5", steps="20", rate="learning_rate: 1"))
    assert any(note.key == "opt_broken" for note in solution.notes)
    assert "inf" not in render(solution)


OPTIONS = [
    "adam", "gd", "momentum", "nesterov", "[adam, adam]", "{adam: {epsilon: 0}}", "{rmsprop: {rho: 0, centered: true}}",
    "{adamw: {weight_decay: 1e300}}", "{adagrad: {epsilon_place: none}}", "{nadam: {beta1: 0, momentum_decay: 1e9}}",
    "{adamax: {beta2: 0}}", "{lion: {weight_decay: 1}}", "{momentum: {momentum: 0.99, dampening: -5}}", "~",
    "{adam: ~}",
]  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(OPTIONS),
    st.sampled_from(PRESETS),
    st.sampled_from(["w^2", "1/w", "exp(w)", "w^w", "ln(w)*0", "5", "J(w) = abs(w)", "w*x", "sqrt(w)", "P(m) = m"]),
    st.sampled_from(["0", "1", "-1e300", "1e-300", "{w: 3, m: 2}", "[]"]),
    st.sampled_from(["1", "40", "-3"]),
    st.sampled_from(["", "data: [{x: 1}, {x: 2}]\nbatch_size: 1", "gradients: [1e308, 1e308]", "stop: 3", "first: 0"]),
)
def test_any_problem_ends_in_a_page_or_a_sentence(optimizer, preset, function, start, steps, more):
    """Whatever stands in the fields ends in a page without inf and nan, or in an explained error."""
    check_ends(text(optimizer, preset, more, function, start, "learning_rate: 0.5", steps))
