"""A number stands for what rounds or is cut to its last digit; too few digits are no right answer."""

from __future__ import annotations

from fractions import Fraction

import numpy
import pytest

import nnsolve
from nnsolve.marking.answers import read_answers
from nnsolve.marking.arithmetic import computed, formula_of_numbers
from nnsolve.marking.check import check
from nnsolve.marking.key import Key
from nnsolve.marking.marks import Scheme
from nnsolve.marking.precision import Needed
from nnsolve.marking.shown import Shown
from nnsolve.marking.written import read_value

# 22 of 25 are right: accuracy 0.88.
ACCURACY = "metrics-screening"
# One step of RMSProp from v = 0 with the gradient 0.1 and β = 0.999: v = 0.001 × 0.01 = 0.00001.
SMALL = (
    "kind: optimizer\nfunction: w^2\nstart: {w: 0.05}\nlearning_rate: 0.001\niterations: 1\npreset: keras\n"
    "optimizer: {rmsprop: {rho: 0.999, epsilon: 1e-6, epsilon_place: inside}}\n"
)
SOFTMAX = "kind: softmax\nlogits: [2.0, 1.0, 0.1]\n"


def key_of(problem: str, **overrides: str) -> Key:
    """The key of a problem of the library, or of a text."""
    if "\n" in problem:
        return Key(nnsolve.loads(problem, "p.yaml", overrides=overrides)[0])
    return Key(nnsolve.load(problem, overrides=overrides)[0])


def lines(key: Key, text: str):
    """The marked lines of a working."""
    answers = read_answers(text, "w.txt", key.known)
    key = key.learned([answer.called for answer in answers if answer.name is None])
    return check(key, read_answers(text, "w.txt", key.known)).lines


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("0.593", 0.5925, 0.594),
        ("-0.593", -0.594, -0.5925),
        ("67 %", 0.665, 0.68),
        ("6.17e4", 61650, 61800),
        ("8.77·10^-4", 8.765e-4, 8.78e-4),
        ("3", 3, 3),
        ("148", 147.5, 149),
    ],
)
def test_the_interval_of_the_last_digit(text, low, high):
    """What rounds to the number or is cut to it, by hand; whole numbers of fewer than three figures are exact."""
    number = read_value(text)
    assert (number.low, number.high) == (pytest.approx(low, rel=1e-8), pytest.approx(high, rel=1e-8))


@pytest.mark.parametrize(
    ("text", "value", "low", "high"),
    [
        ("3/8", 0.375, 0.375, 0.375),
        ("2/3", 2 / 3, 2 / 3, 2 / 3),
        ("0.4 - 0.5*0.08217", 0.358915, 0.35891, 0.3589175),  # 0.4 and 0.5 are given
        ("-(0.2608)", -0.2608, -0.2609, -0.26075),
        ("2*0.37", 0.74, 0.73, 0.76),
        ("8.771·10^{-4}", 8.771e-4, 8.7705e-4, 8.772e-4),
        ("148/2", 74, 74, 74),
        ("2*0.3", 0.6, 0.5, 0.8),
        ("1/0.3", 1 / 0.3, 2.5, 4),
        ("0.3 + 0.2", 0.5, 0.4, 0.7),
        ("0.3(2 + 1)", 0.9, 0.75, 1.2),
        ("(1 + 1)(2 + 1)", 6, 6, 6),
        ("(1 + 2) 3", 9, 9, 9),
        ("[1 + 2]×{2}", 6, 6, 6),
        ("√2", 2**0.5, 2**0.5, 2**0.5),
        ("√0.3", 0.3**0.5, 0.5, 0.4**0.5),
        ("2·√(2 + 2)", 4, 4, 4),
        ("1e308", 1e308, 1e308, 1e308),
        ("2*pi", 6.283185307179586, 6.283185307179586, 6.283185307179586),
    ],
)
def test_a_formula_is_as_exact_as_its_numbers(text, value, low, high):
    """Given and whole numbers are exact, every other decimal stands for its interval (by hand)."""
    number = formula_of_numbers(text, {0.4, 0.5})
    assert number.value == pytest.approx(value, rel=1e-12)
    assert (number.low, number.high) == (pytest.approx(low, rel=1e-8), pytest.approx(high, rel=1e-8))


@pytest.mark.parametrize("text", ["1e308*10", "1.7*1e308", "1/0", "x + 1", "2 +", "", "e", "1+" * 200 + "1"])
def test_what_is_no_formula_of_numbers(text):
    """A formula with names or without a finite value is none."""
    assert formula_of_numbers(text) is None


@pytest.mark.parametrize(
    ("text", "slack", "shown"),
    [("2*0.3", 0.2, "0.6"), ("-(0.3)", 0.1, "−0.3"), ("1 - 0.3", 0.1, "0.7"), ("2/3", 0, "0.666667")],
)
def test_how_far_the_digits_leave_a_result_open(text, slack, shown):
    """The farther end of the interval counts: 0.3 stands for 0.25 to 0.4."""
    found = computed(text)
    assert found.slack == pytest.approx(slack, abs=1e-8)
    assert found.shown == shown


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (ACCURACY, "accuracy = 1"),
        ("two-two-two", "w5' = 3/8"),
        ("two-two-two", "w5' = 0.34"),
        ("two-two-two", "w5' = 0.4"),  # the old value
        ("two-two-two", "w5' = 0.40"),
        ("two-two-two", "E = 0.32"),
        ("two-two-two", "out_h1 = 1"),
        ("two-two-two", "dE/dw1 = 0.001"),
        ("two-two-two", "dE/dw1 = 0.0"),
        ("two-two-two", "dE/dw1 = 0"),
        ("two-two-two", "change_w1 = 0.001"),
        ("two-two-two", "change_w1 = 0.0002"),  # −0.000219: the sign
        (SMALL, "v_1 = 0.0001"),
        (SOFTMAX, "p1 = 2/3"),  # 0.659001
        ("three-two-one", "w46' = -0.3"),
        ("two-two-two", "net_h1 = 0.3774"),  # one unit below an exact value
        ("metrics-screening", "accuracy = 0.879"),
        ("metrics-screening", "error_rate = 0.121"),  # no rounding on the way moves 0.12
        ("simple-regression", "b0 = 2.18"),
    ],
)
def test_what_no_digits_make_right(problem, text):
    """A number that neither rounding nor cutting gives is wrong, however few digits it has."""
    (line,) = lines(key_of(problem), text)
    assert line.verdict in ("wrong", "slip")


@pytest.mark.parametrize(
    ("text", "figures"),
    [("out_h1 = 0.6", 1), ("out_h1 = 0.59", 2), ("out_h1 = 59 %", 2), ("E = 0.3", 1), ("dE/dw5 = 0.08", 1)],
)
def test_too_few_figures(text, figures):
    """Right to fewer than three figures, and no tick."""
    (line,) = lines(key_of("two-two-two"), text)
    assert line.verdict == "coarse"
    assert line.says[0].args["n"] == figures


@pytest.mark.parametrize(
    "text",
    [
        "out_o1 = 0.7511",  # σ(1.105), the net input cut
        "out_h1 = 0.593",
        "dE/dw1 = 0.0004",  # four decimals with a figure
        "w5' = 0.4-0.5*0.08217",
        "w5' = 0.4 - 0.041",
        "dE/dw2 = 8.771·10^{-4}",
        "net_h1 = 0.15*0.05+0.2*0.1+0.35",
    ],
)
def test_enough_digits(text):
    """Three figures, or four decimals with a figure, or a formula that is as exact, are right (by hand)."""
    assert {line.verdict for line in lines(key_of("two-two-two"), text)} == {"right"}


def test_three_decimals_everywhere():
    """0.5 × 0.023 = 0.0115 is 0.012, for who writes three decimals at every line: not wrong, though short."""
    found = lines(key_of("two-two-two"), "E = 0.298\nout_o1 = 0.751\nchange_w7 = 0.012")
    assert [line.verdict for line in found] == ["right", "right", "coarse"]


def test_all_digits_of_a_short_value():
    """Where the value itself has fewer digits, all of them are enough: 0.1 and −1.5."""
    key = key_of("kind: forward\ninputs: [1]\nlayers: [{activation: identity, weights: [[0.1], [-1.5]]}]\n")
    found = lines(key, "\n".join(f"{name} = {key.values[name]:g}" for name in key.asked))
    assert {line.verdict for line in found} == {"right"}


@pytest.mark.parametrize(
    ("digits", "written", "verdict"),
    [
        ("{figures: 2}", "0.59", "right"),
        ("{figures: 2}", "0.6", "coarse"),
        ("{decimals: 4}", "0.593", "coarse"),
        ("{decimals: 4}", "0.5933", "right"),
    ],
)
def test_the_problem_says_otherwise(digits, written, verdict):
    """``digits:`` asks for fewer digits, or for more (0.593270 in full)."""
    (line,) = lines(key_of("two-two-two", digits=digits), f"out_h1 = {written}")
    assert line.verdict == verdict


@pytest.mark.parametrize(
    ("overrides", "written", "verdict"),
    [
        ({"rounding": "{decimals: 2}"}, "0.59", "right"),
        ({"rounding": "{decimals: 2}"}, "0.6", "coarse"),
        ({"rounding": "{decimals: 0}"}, "1", "right"),
        ({}, "1", "wrong"),
    ],
)
def test_the_digits_of_the_page_are_enough(overrides, written, verdict):
    """The digits of the problem's own rounding are enough: 0.593270 is 0.59, and 1 where no decimals are printed."""
    (line,) = lines(key_of("two-two-two", **overrides), f"out_h1 = {written}")
    assert line.verdict == verdict


@pytest.mark.parametrize(
    ("overrides", "verdict"),
    [({"rounding": "{decimals: 2}"}, "right"), ({"digits": "{decimals: 3}"}, "right"), ({}, "wrong")],
)
def test_a_zero_is_one_at_the_digits_needed(overrides, verdict):
    """∂E/∂w₁ = 0.000438568 is 0.000 where decimals say so, and nowhere else."""
    (line,) = lines(key_of("two-two-two", **overrides), "dE/dw1 = 0.000")
    assert line.verdict == verdict


def test_a_zero_of_doubles_is_zero():
    """0.1 + 0.2 − 0.3 is 0, whatever doubles make of it."""
    key = key_of("kind: graph\nexpression: a + b - c\nvalues: {a: 0.1, b: 0.2, c: 0.3}\n")
    (line,) = lines(key, f"{key.asked[0] if key.asked else 'f'} = 0")
    assert line.verdict == "right"


def test_a_line_left_out_counts_as_rounded_to_the_fewest_figures_shown():
    """Who shows six figures has rounded no line to three: σ(1.105) is 0.751178, off for one and not for the other."""
    six = lines(key_of("two-two-two"), "net_h1 = 0.377500\nout_h1 = 0.593270\nout_o1 = 0.751178")
    assert six[-1].verdict in ("wrong", "slip")
    three = lines(key_of("two-two-two"), "dE/dw1 = 0.000439\nout_o1 = 0.752")  # σ(1.11)
    assert three[-1].verdict == "right"


def test_a_line_left_out_counts_as_rounded_to_the_students_decimals():
    """Who writes four decimals everywhere has rounded net_o₁ to 1.1059, not to 1.105."""
    four = lines(key_of("two-two-two"), "out_h1 = 0.5933\nout_o1 = 0.7512")
    assert four[-1].verdict in ("wrong", "slip")


@pytest.mark.parametrize(
    ("overrides", "marks"),
    [({}, Fraction(1)), ({"precision_penalty": "0"}, Fraction(2)), ({"precision_penalty": "1/2"}, Fraction(3, 2))],
)
def test_too_few_digits_cost_half(overrides, marks):
    """Half of the result's marks, unless ``precision_penalty`` says what is taken off."""
    key = key_of("two-two-two", marks="{out_h1: 2}", **overrides)
    answers = read_answers("out_h1 = 0.59", "w.txt", key.known)
    assert sum(award.earned for award in Scheme(key).awards(check(key, answers))) == marks


@pytest.mark.parametrize("digits", ["{figures: 0}", "{decimals: 4, figures: 3}", "{}", "4", "{places: 3}"])
def test_digits_that_say_nothing_are_refused(digits):
    """``digits:`` takes figures or decimals."""
    with pytest.raises(nnsolve.ProblemError):
        nnsolve.loads(f"kind: softmax\nlogits: [1, 2]\ndigits: {digits}\n", "p.yaml")


def test_digits_of_a_question_and_of_a_paper():
    """A paper says it for all its questions, a question for itself."""
    text = (
        "kind: paper\ntitle: Two\ndigits: {figures: 2}\nquestions:\n"
        "  - {problem: two-two-two}\n  - {problem: two-two-two, digits: {figures: 5}}\n"
    )
    (paper,) = nnsolve.loads(text, "p.yaml")
    found = [lines(Key(question.problem), "out_h1 = 0.593")[0].verdict for question in paper.listed]
    assert found == ["right", "coarse"]


def test_slack_hides_no_other_number():
    """Sums that cancel let rounding move a prediction by its own size; twice the value is wrong all the same."""
    key = key_of("plane-ten-points")
    (line,) = lines(key, f"predicted_10 = {2 * key.values['predicted_10']:.3f}")
    assert line.verdict in ("wrong", "slip")


def needed(keys: str) -> Needed:
    """The digits that a problem with these keys needs."""
    return Needed(nnsolve.loads(SOFTMAX + keys, "p.yaml")[0])


TOLD, OWN = "digits: {%s}\n", "rounding: {%s}\n"


@pytest.mark.parametrize(
    ("keys", "text", "right", "carried", "enough"),
    [
        ("", "0.593", 0.593269, 0.593269, True),
        ("", "0.59", 0.593269, 0.593269, False),
        ("", "12.5", 12.534, 12.534, True),
        ("", "0.0004", 0.000438, 0.000438, True),
        ("", "0.004", 0.00412, 0.00412, False),
        ("", "0.0000", 0.00001, 0.00001, False),
        ("", "12", 12.4, 12.4, True),  # exact
        ("", "0.3", 0.1 + 0.2, 0.31, True),  # all its digits
        ("", "0.3", 0.3000001, 0.31, False),
        ("", "0.6", 0.593269, 0.6, True),  # as the page carries it
        ("", "0.6", 0.593269, 0.61, False),
        (TOLD % "figures: 2", "0.59", 0.593269, 0.593269, True),
        (TOLD % "figures: 2", "0.6", 0.593269, 0.593269, False),
        (TOLD % "decimals: 3", "0.593", 0.593269, 0.593269, True),
        (TOLD % "decimals: 3", "0.59", 0.593269, 0.593269, False),
        (TOLD % "figures: 5" + OWN % "decimals: 2", "0.59", 0.593269, 0.593269, False),
        (OWN % "decimals: 2", "0.59", 0.593269, 0.593269, True),
        (OWN % "decimals: 2", "0.6", 0.593269, 0.593269, False),
        (OWN % "figures: 2", "0.59", 0.593269, 0.593269, True),
        (OWN % "figures: 5", "0.593", 0.593269, 0.593269, True),
    ],
)
def test_digits_that_are_enough(keys, text, right, carried, enough):
    """What the problem says counts, else its own page's digits or three figures or four decimals with a figure."""
    assert needed(keys).enough(read_value(text), right, carried) is enough


@pytest.mark.parametrize(
    ("keys", "value", "noise", "zero"),
    [
        ("", 0.0, 0.0, True),
        ("", 0.0004, 0.0, False),
        ("", 1e-17, 1e-16, True),
        ("", -1e-17, 1e-16, True),
        ("", 1e-15, 1e-16, False),
        (TOLD % "decimals: 3", 0.0004, 0.0, True),
        (TOLD % "decimals: 3", 0.0006, 0.0, False),
        (OWN % "decimals: 3", -0.0004, 0.0, True),
        (TOLD % "figures: 3", 0.0004, 0.0, False),
        (TOLD % "decimals: 4" + OWN % "decimals: 2", 0.0004, 0.0, False),
    ],
)
def test_what_counts_as_zero(keys, value, noise, zero):
    """A value is 0 where its rounding is, or where it is no more than the noise of doubles."""
    assert needed(keys).is_zero(value, noise) is zero
    assert needed(keys).agrees(read_value("0.000"), value, noise=noise) is zero
    assert noise or needed(keys).is_zero(value) is needed(keys).agrees(read_value("0.000"), value) is zero


@pytest.mark.parametrize(
    ("keys", "text", "value", "agrees"),
    [
        ("", "4", 3.7, False),
        (OWN % "decimals: 0", "4", 3.7, True),
        (TOLD % "decimals: 0", "4", 3.7, True),
        (TOLD % "figures: 2", "15", 14.7, True),
        (TOLD % "figures: 3", "15", 14.7, False),
        (OWN % "decimals: 1", "4", 3.7, False),
        ("", "0.59", 0.593269, True),
        ("", "0.58", 0.593269, False),
    ],
)
def test_whole_numbers_stand_for_others_where_no_more_is_asked(keys, text, value, agrees):
    """4 is 3.7 where the problem asks for no decimals, or for so few figures."""
    assert needed(keys).agrees(read_value(text), value) is agrees


@pytest.mark.parametrize(
    ("keys", "one", "other", "differ"),
    [
        ("", 0.5931, 0.5933, False),  # 0.593 at three figures
        ("", 0.5941, 0.5933, True),
        ("", 593.6, 593.4, True),  # 594 and 593
        ("", 0.00014, 0.00012, False),  # 0.0001 at four decimals
        ("", 0.0003, 0.00012, True),
        ("", 0.000013, 0.000012, True),  # below four decimals figures count
        ("", 0.004, 0.0, False),
        ("", 0.02, 0.0, True),
        (TOLD % "decimals: 2", 0.591, 0.594, False),
        (TOLD % "decimals: 2", 0.591, 0.596, True),
        (TOLD % "figures: 1", 0.56, 0.64, False),
        (TOLD % "figures: 2", 0.56, 0.64, True),
        (OWN % "decimals: 1", 0.61, 0.5933, False),
        (OWN % "decimals: 5", 0.5931, 0.5933, False),
    ],
)
def test_values_that_differ(keys, one, other, differ):
    """Two values differ where their roundings at the digits needed do."""
    assert needed(keys).differ(one, other) is differ


@pytest.mark.parametrize(
    ("keys", "texts", "key", "args"),
    [
        ("", ["0.59", "0.6"], "mark_figures", {"n": 1}),
        ("", ["0.59", "0.0041"], "mark_figures", {"n": 2}),
        (TOLD % "decimals: 4", ["0.59"], "mark_precision", None),
        (OWN % "decimals: 4", ["0.59"], "mark_figures", {"n": 2}),
        (OWN % "decimals: 4", ["0.00"], "mark_precision", None),
        ("", ["0.00"], "mark_rounds_to_zero", {}),
    ],
)
def test_what_is_said_of_too_few_digits(keys, texts, key, args):
    """The fewest figures are named; where the problem asks for its own digits, those are."""
    says = needed(keys).says([read_value(text) for text in texts])
    assert says.key == key
    assert args is None or says.args == args


@pytest.mark.parametrize(
    ("texts", "figures", "decimals"),
    [
        ([], 3, None),
        (["3"], 3, None),
        (["0.59332"], 5, None),
        (["0.5933", "0.75"], 3, None),  # never fewer than three figures; decimals differ by two
        (["0.5933", "0.751"], 3, 3),
        (["0.5933", "0.7511"], 4, 4),
        (["12.5933", "0.7511"], 4, 4),
        (["12.59", "0.123"], 3, 3),  # never fewer than three decimals
        (["0.15", "0.59332"], 5, None),  # 0.15 is given
        (["3", "0.59332"], 5, None),
        (["0.12345678901234567"], 15, None),  # doubles have no more
    ],
)
def test_digits_that_are_shown(texts, figures, decimals):
    """The fewest figures of rounded numbers count, and the fewest decimals where those hardly differ."""
    shown = Shown([read_value(text) for text in texts], known=[0.15])
    assert (shown.figures, shown.decimals) == (figures, decimals)


@pytest.mark.parametrize(
    ("texts", "value", "place"),
    [
        (["0.5933"], 0.0123, 1e-5),
        (["0.5933"], 123.4, 0.1),
        (["0.5933"], -0.99, 1e-4),
        (["0.5933"], 1.0, 1e-3),
        (["0.5933"], 0, 0),
        (["0.5933"], numpy.array([[0.01], [-25.0]]), 0.01),
        (["0.5933", "0.7511"], 0.0123, 1e-4),
        (["0.5933", "0.7511"], 123.4, 1e-4),
    ],
)
def test_the_last_place_shown(texts, value, place):
    """Four figures of 0.0123 end at the fifth decimal, four decimals at the fourth; of an array its largest counts."""
    assert Shown([read_value(text) for text in texts], known=[]).last_place(value) == pytest.approx(place, rel=1e-12)
