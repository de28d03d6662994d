"""Any text at all as answers: verdicts or one clear message, in bounded time, nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnsolve
from nnsolve.marking import feedback
from nnsolve.marking.exam import Exam
from nnsolve.page.boxes import width

from ..support import within

NAMES = ["net_h1", "out_o1", "dE/dw5", "w5'", "E", "w5", "conv1", "parameters", "∂E/∂w₅", "Δw5", "", "1", "x" * 50]
VALUES = [
    *("0.3775", "-1e308", "1e-400", "9" * 400, "nan", "inf", "1/0", "28x28x6", "[1, 2", "[[1],[2]]", "yes", "½", "-"),
    *("(" * 300, "e^e^e^e", "9^9^9^9", "0.1.2", "1,234,5", "٣", "\x00", "[bold]x[/bold]", "{}", "10x", "=", "1e5000"),
]
ANSWERS = st.one_of(
    st.text(max_size=300),
    st.lists(
        st.tuples(st.sampled_from(NAMES), st.one_of(st.sampled_from(VALUES), st.text(max_size=20))), max_size=12
    ).map(lambda pairs: "\n".join(f"{name} = {value}" for name, value in pairs)),
)


@pytest.fixture(scope="module", params=["two-two-two", "lenet", "sample-paper", "and-gate", "classification-2-2-1"])
def exam(request):
    return Exam(request.param)


@settings(max_examples=120, deadline=None)
@given(text=ANSWERS, ending=st.sampled_from((".txt", ".yaml", ".csv")))
def test_any_answers(exam, text, ending):
    """Every line comes out again with a verdict, in every format; what is no answer file is refused with its name."""
    with within(50):
        check_marked(exam, text, "answers" + ending)


def check_marked(exam: Exam, text: str, file: str):
    """Verdicts on every line of a text in every format, or one error that names the file."""
    try:
        checked = exam.check(exam.read(text, file))
    except nnsolve.NnsolveError as error:
        assert "answers" in str(error)
    else:
        for question, one in zip(exam.questions, checked, strict=True):
            page = feedback.Feedback(one, question.scheme)
            assert sum(award.earned for award in page.awards) <= question.scheme.total
            for format_ in set(feedback.FORMATS) - {"pdf", "typst"}:  # these have tests of their own
                shown = feedback.render(page, format_, 60)
                assert "\x1b" not in shown
                if format_ == "text":
                    assert [line for line in shown.splitlines() if width(line) > 60] == []


def test_a_number_that_has_no_digit_at_the_place_of_others():
    """Beside a 0 to 305 places a number of 306 digits is judged like any other."""
    check_marked(Exam("sample-paper"), "Q1 net_h1 = 0e305\nQ1 out_o1 = 1e306\n", "answers.txt")
    check_marked(Exam("sample-paper"), "dE/dw1 = 0E305\nout_o1 = 1E306\n", "answers.txt")
