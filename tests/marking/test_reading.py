"""Lines are read, or said to be not understood: nothing that holds a number or a name is passed over or guessed at."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

import nnsolve
from nnsolve.cli import main
from nnsolve.marking import check as checking
from nnsolve.marking.answers import read_answers
from nnsolve.marking.check import check
from nnsolve.marking.feedback import Feedback
from nnsolve.marking.feedback_json import data
from nnsolve.marking.key import Key
from tests.support import text_of

PAPER = """\
kind: paper
questions:
  - {problem: two-two-two, asked: [E]}
  - {problem: lenet, asked: [parameters]}
"""


@pytest.fixture(scope="module")
def key():
    return Key(nnsolve.load("two-two-two")[0])


@pytest.fixture
def files(tmp_path):
    def write(name: str, text: str) -> str:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return str(path)

    return write


def found(key: Key, text: str) -> list[tuple[str | None, str, str]]:
    """(name, what was written, verdict) of every line."""
    lines = check(key, read_answers(text, "w.txt", key.known)).lines
    return [(line.answer.name, line.answer.written, line.verdict) for line in lines]


@pytest.mark.parametrize(
    "text",
    [
        "out_o1 = 0.7514 (expected 0.01)",
        "net input of h1 = 0.3775",
        "So the answer is 0.3589",
        "w5' is about 0.36",
        "w5' = 0.3589 w1' = 0.1498",
        "w5' = 0.3589, w1' is 0.1498",
        "net_h1 = w1*i1 - w2*i2 + b1",
        "w5 × η = 0.2",
        "we keep w5",
        "| net_h1 | 0.3775 |",
        "w5' = 0.3589 | w6' = 0.4087",
        "w5' = 0.3589 / w6' = 0.4087",
        "w5' = 0.3589 - w6' = 0.4087",
        r"w5' = 0.3589 \quad w6' = 0.4087",
        "w5', w6' = 0.3589",
        "w5' = w6' = 0.3589",
        "w5' = 0.9 = 0.358916",
        "out_o1 = 0.7514 vs t = 0.01",
        "target o1 = 0.01",
        "bias h1 = 0.35",
        "bias w5 = 0.40",
        "updated net_h1 = 0.3775",
        "mean E = 0.3",
        "w5' = 0x1",
    ],
)
def test_what_cannot_be_read_is_not_understood(key, text):
    """Never wrong, never passed over: the line is one that was not understood."""
    assert [verdict for _, _, verdict in found(key, text)] == ["unreadable"]


@pytest.mark.parametrize(
    "text",
    [
        "Hidden layer 1:",
        "Now the first step of layer 2",
        "Gradient of w5:",
        "3) Forward pass",
        "the error is then sent back",
        "Solution:",
        "2. Backward:",
        "Name: Anna",
        "=====",
        "net_h1 = w1*i1 + w2*i2 + b1",
    ],
)
def test_headings_and_right_formulas_claim_nothing_else(key, text):
    """Words, counted things and headings hold nothing to mark; a formula of names that is the right one is read."""
    assert [verdict for _, _, verdict in found(key, text)] == ["prose"]


@pytest.mark.parametrize(
    "text",
    ["w5' = 0.3589 and w1' = 0.1498", "w5' = 0.3589, so w1' = 0.1498", "w5' = 0.3589; w1' = 0.1498"],
)
def test_two_statements_of_a_line(key, text):
    """Two answers in one line are two answers."""
    assert found(key, text) == [("new_w5", "0.3589", "right"), ("new_w1", "0.1498", "right")]


@pytest.mark.parametrize(
    "text",
    [
        "net_h1 = 0.15 · 0.05\n  + 0.2 · 0.1\n  + 0.35",
        "net_h1 = 0.15 · 0.05\n  + 0.2 · 0.1 + 0.35 = 0.3775",
        "net_h1 = w1*i1\n  + w2*i2 + b1\n  = 0.3775",
    ],
)
def test_a_formula_over_several_lines(key, text):
    """A line that begins with a sign between terms goes on with the formula above it: its first part is no answer."""
    assert [(name, verdict) for name, _, verdict in found(key, text)] == [("net_h1", "right")]


@pytest.mark.parametrize("below", ["- net_h2 = 0.3925", "- then the second neuron", "-----", "* * *", "- so 0.3775 is"])
def test_lists_and_rules_below_a_value(key, below):
    """A hyphen in front of a name with its value, of words or of hyphens goes on with nothing."""
    assert found(key, f"net_h1 = 0.3775\n{below}")[0] == ("net_h1", "0.3775", "right")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("dE/dw5 = dE/dout_o1*dout_o1/dnet_o1*out_h1 = 0.7414*0.1868*0.5933 = 0.0822", "dE/dw5"),
        ("dnet_o1/dw5 = out_h1 = 0.5933", "dnet_o1/dw5"),
        ("w5' = w5 - 0.5*0.0822 = 0.3589", "new_w5"),
        ("dE/dw5 = 2 x 0.04108 = 0.0822", "dE/dw5"),
        ("So the net input net_h1 = 0.3775", "net_h1"),
        ("new w5 = 0.3589", "new_w5"),
        ("gradient of w5 = 0.0822", "dE/dw5"),
        ("change of w5 = -0.0411", "change_w5"),
        (r"\frac{\partial E}{\partial w_5} = 0.0822", "dE/dw5"),
        ("net_o1 = 1,106", "net_o1"),
        ("w5' = 0,359", "new_w5"),
        ("dE/dw2 = 8.771 × 10^{-4}", "dE/dw2"),
    ],
)
def test_what_students_write_is_read(key, text, name):
    """Chains of one value, words that change nothing, decimal commas and powers of ten are read and right."""
    assert [(each, verdict) for each, _, verdict in found(key, text)] == [(name, "right")]


@pytest.mark.parametrize(
    ("problem", "text", "name"),
    [
        ("early-stopping", "error_3 = 0.65", "error@3"),
        ("early-stopping", "error@3 = 0.65", "error@3"),
        ("early-stopping", "best_2 = 0.74", "best@2"),
        ("early-stopping", "wait3 = 0", "wait@3"),
        ("step-decay", "rate_30 = 0.005", "rate@30"),
        ("step-decay", "rate@30 = 0.005", "rate@30"),
    ],
)
def test_names_of_epochs_are_read_as_they_were_once_spelt(problem, text, name):
    """A value of an epoch is understood with @ and with the underscore that it had before."""
    key = Key(nnsolve.load(problem)[0])
    assert [(each, verdict) for each, _, verdict in found(key, text)] == [(name, "right")]


@pytest.mark.parametrize("text", ["", "Hello\n", "w5' =\n"])
def test_nothing_answered_is_not_all_right(files, text):
    """A file without an answer exits with 1."""
    assert CliRunner().invoke(main, ["check", "two-two-two", files("w.txt", text)]).exit_code == 1


@pytest.mark.parametrize(
    "heading",
    ["Question 2", "Q2:", "## Question 2", "**Problem 2**", "Task 2: one neuron", "Question 2: one-one-one", "### Q2"],
)
def test_headings_of_questions(files, heading):
    """What stands below the heading of a question answers it."""
    text = f"E = 0.298371\n{heading}\nparameters = 61706\n"
    done = CliRunner().invoke(main, ["check", files("p.yaml", PAPER), files("w.txt", text)])
    assert done.exit_code == 0, done.output


def test_a_line_that_names_its_question(files):
    """Q2 before a name says which question it answers."""
    text = "Q2 parameters = 61706\nQ1 E = 0.298371\n"
    done = CliRunner().invoke(main, ["check", files("p.yaml", PAPER), files("w.txt", text)])
    assert done.exit_code == 0, done.output


def test_pages_and_feedback_have_one_schema():
    """The number in the JSON of a page and of marked working is that of one contract."""
    (problem,) = nnsolve.load("step-decay")
    page = json.loads(nnsolve.render(nnsolve.solve(problem), "json"))
    assert page["schema"] == data(Feedback(check(Key(problem), [])))["schema"] == 2


def test_everything_is_right_only_where_every_line_was_read(files):
    """A line that was not understood is listed on the page and in JSON, keeps back the praise, and exits with 1."""
    problem = files("p.yaml", text_of("two-two-two") + "asked: [w5]\n")
    good, more = "w5' = 0.3589\n", "w5' = 0.3589\nSo the error was 0.298\n"
    done = CliRunner().invoke(main, ["check", problem, files("good.txt", good)])
    assert (done.exit_code, "Everything is right." in done.output) == (0, True)
    done = CliRunner().invoke(main, ["check", problem, files("more.txt", more)])
    assert (done.exit_code, "Everything is right." in done.output) == (1, False)
    assert "Not understood: line 2" in done.output
    done = CliRunner().invoke(main, ["check", problem, files("more.txt", more), "--format", "json"])
    data = json.loads(done.output)
    assert data["not_understood"] == [{"line": 2, "text": "So the error was 0.298"}]
    assert data["all_right"] is False


def test_everything_is_right_only_where_all_that_is_asked_is(files):
    """Right lines alone are not all: w₁ is asked for too."""
    problem = files("p.yaml", text_of("two-two-two") + "asked: [w5, w1]\n")
    done = CliRunner().invoke(main, ["check", problem, files("w.txt", "w5' = 0.3589\n")])
    assert "Everything is right." not in done.output
    done = CliRunner().invoke(main, ["check", problem, files("w.txt", "w5' = 0.3589\nw1' = 0.1498\n")])
    assert "Everything is right." in done.output


@pytest.mark.parametrize("format_", ["text", "markdown", "json", "html", "typst"])
def test_every_format_lists_what_was_not_understood(files, format_):
    """No format passes a line over."""
    path = files("w.txt", "net_h1 = 0.3775\nSo it must be 0.298 in all\n")
    done = CliRunner().invoke(main, ["check", "two-two-two", path, "--format", format_])
    assert done.exit_code == 1
    assert "So it must be 0.298 in all" in done.output.replace("\\u0020", " ")


def test_a_fault_of_ours_costs_one_line(key, monkeypatch):
    """Whatever happens in a line, it is said there, and the other lines are marked."""
    judge = checking._Walk._judge

    def failing(self, step, follows):
        if step.name == "net_h1":
            raise TypeError("no such thing")
        judge(self, step, follows)

    monkeypatch.setattr(checking._Walk, "_judge", failing)
    assert [verdict for _, _, verdict in found(key, "net_h1 = 0.3775\nnet_h2 = 0.3925")] == ["unreadable", "right"]


def test_no_student_changes_what_another_is_told(key):
    """A name that one student asks of the problem is known to that student alone."""
    before = key.known.nearest("dE/dout_h9"), list(key.steps)
    other = key.learned(["dE/di1", "dout_o1/dw1", "dE/dnet_o1"])
    assert (key.known.nearest("dE/dout_h9"), list(key.steps)) == before
    assert other.known.find("dE/dnet_o1") is not None


@pytest.mark.parametrize(
    ("name", "answer", "verdict"),
    [
        ("dL/dw11^2", "-(y - ŷ)*o11 + 10^(-12)", "slip"),
        ("dL/dw11^2", "-(y - ŷ)*o11*(1 + 10^(-20))", "wrong"),
        ("dL/dw11^2", "o11*ŷ - o11*y", "right"),
    ],
)
def test_formulas_are_equal_or_not_to_thirty_digits(name, answer, verdict):
    """Two formulas that agree in doubles and are not the same are told apart; no clock decides."""
    own = Key(nnsolve.load("classification-2-2-1")[0])
    answers = read_answers(f"{name} = {answer}", "w.txt", own.known)
    (line,) = check(own, answers).lines
    assert line.verdict in (("slip", "wrong") if verdict != "right" else ("right",))


@pytest.mark.parametrize("written", ["[1, 2]", "3x4"])
def test_several_numbers_for_one_are_not_understood(key, written):
    """A list or a size where one number belongs is no wrong number."""
    assert found(key, f"w5' = {written}") == [("new_w5", written, "unreadable")]


def test_a_paper_is_all_right_only_where_every_question_is(files):
    """One right question of two exits with 1."""
    done = CliRunner().invoke(main, ["check", files("p.yaml", PAPER), files("w.txt", "E = 0.298371\n")])
    assert done.exit_code == 1


@pytest.mark.parametrize(
    ("problem", "text", "verdict"),
    [
        ("logistic-exam", "p₁ = 0.5", "unknown"),  # at the start, as published; at the end it is another
        ("logistic-exam", "predicted_1@0 = 0.5", "right"),
        ("simple-regression-descent", "e₁ = 2", "unknown"),  # 2 − 0 at the start
        ("simple-regression-descent", "c = 0.08", "unknown"),  # 0 + 0.01 · 8 after iteration 1 of 100
        ("simple-regression-descent", "b0@1 = 0.08", "right"),
        ("simple-regression-descent", "c = 0.09", "wrong"),  # it is that nowhere
        ("saddle", "x = 1.6", "unknown"),  # 2 − 0.1 · 4 after iteration 1 of 100
        ("perceptron-loss-l2", "w1 = 0.134", "unknown"),  # after visit 2 of 4; no last value to any number of digits
    ],
)
def test_right_elsewhere_in_the_runs(problem, text, verdict):
    """What is right at another place than the bare name means is not called wrong, but asked for; it earns nothing."""
    key = Key(nnsolve.load(problem)[0])
    (line,) = check(key, read_answers(text, "w.txt", key.known)).lines
    assert line.verdict == verdict
    if verdict == "unknown":
        assert line.says[0].key == "mark_ambiguous"


def test_a_last_value_is_not_believed_ten_units_off():
    """The last w1 is 0.12766; 0.134 is five hundredths of it away, and is no rounding of it."""
    key = Key(nnsolve.load("perceptron-loss-l2")[0])
    (line,) = check(key, read_answers("new_w1 = 0.134", "w.txt", key.known)).lines
    assert line.verdict == "wrong"
