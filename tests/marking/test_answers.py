"""Answers read from working, YAML and tables."""

from __future__ import annotations

import pytest

import nnsolve
from nnsolve.errors import AnswerError
from nnsolve.formula.marks import Mark
from nnsolve.marking.answers import read_answers
from nnsolve.marking.key import Key
from nnsolve.render.text_notation import TextNotation


@pytest.fixture(scope="module")
def known():
    return Key(nnsolve.load("two-two-two")[0]).known


@pytest.mark.parametrize(
    ("line", "name", "written"),
    [
        ("in_h1 = 0.15*0.05 + 0.2*0.1 + 0.35 = 0.3775", "net_h1", "0.3775"),
        ("net_h₁ = 0.3775", "net_h1", "0.3775"),
        ("dE/dw5 = .0821", "dE/dw5", ".0821"),
        ("∂E/∂w₅ = 0.0821", "dE/dw5", "0.0821"),
        ("w5' = 0.359", "new_w5", "0.359"),
        ("w₅′ ≈ 0.359", "new_w5", "0.359"),
        ("w5_new: 0.359", "new_w5", "0.359"),
        ("z_h1 = 0.3775", "net_h1", "0.3775"),
        ("a_h1 = 0.5933", "out_h1", "0.5933"),
        ("h1 = 0.5933", "out_h1", "0.5933"),
        ("3) So the net input net_h1 = 0.3775", "net_h1", "0.3775"),
        ("- E_total = 0.298", "E", "0.298"),
        ("Δw5 = -0.041", "change_w5", "-0.041"),
        ("∂out_o1/∂net_o1 = 0.1868", "dout_o1/dnet_o1", "0.1868"),
    ],
)
def test_names_in_working(known, line, name, written):
    """Canonical names, printed symbols and usual synonyms mean their step."""
    (answer,) = read_answers(line, "working.txt", known)
    assert (answer.name, answer.written) == (name, written)


OWN_NUMBER = (
    "kind: gradient-descent\nfunction: x^2 + x1^2\nstart: {x: 1, x1: 2}\n"
    "learning_rate: 0.1\niterations: 14\nfirst: 14\n"
)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("x@3 = 0.512", "x@3"),
        ("x_3 = 0.512", "x@3"),
        ("x₃ = 0.512", "x@3"),
        ("x_13 = 0.05", "x@13"),
        ("x1@3 = 1.024", "x1@3"),
        ("x1_3 = 1.024", "x1@3"),
        ("f_0 = 5", "f@0"),
        ("df@3/dx@3 = 1.024", "df@3/dx@3"),
        ("df/dx_3 = 1.024", "df@3/dx@3"),
        ("df/dx@3 = 1.024", "df@3/dx@3"),
        ("∂f/∂x₃ = 1.024", "df@3/dx@3"),
        ("df/dx1_3 = 2.048", "df@3/dx1@3"),
    ],
)
def test_names_with_an_iteration(line, name):
    """The number of an iteration stands behind @ or _ or below, beside a variable with a number of its own as well."""
    known = Key(nnsolve.loads(OWN_NUMBER)[0]).known
    (answer,) = read_answers(line, "working.txt", known)
    assert answer.name == name


@pytest.mark.parametrize("problem", nnsolve.library())
def test_names_as_pages_print_them(problem: str):
    """Every name of a solution is understood as its page prints it, w₁₁⁽¹⁾ of a layer as well."""
    for each in nnsolve.load(problem):
        if getattr(each, "listed", None):  # the questions of a paper are problems of their own
            continue
        key = Key(each)
        names = key.solution.names
        notation = TextNotation(names, key.solution.layout == "compact", None, False, False)
        for name in [each for each in (*key.steps, *key.given) if each not in key.unfolded]:
            text = notation.name(name)
            found = key.known.meanings(text)
            assert found, name
            heads = {other: names.heads.get(other) or names.mark(other) for other in found}
            prints = {notation.of_mark(Mark(head) if isinstance(head, str) else head) for head in heads.values()}
            assert text in prints | {notation.name(other) for other in found}


def test_several_answers_on_a_line(known):
    """Answers may stand side by side."""
    answers = read_answers("net_h1 = 0.3775, net_h2 = 0.3925", "working.txt", known)
    assert [(answer.name, answer.written) for answer in answers] == [("net_h1", "0.3775"), ("net_h2", "0.3925")]


def test_working_over_several_lines(known):
    """A line that begins with = goes on with the answer above it."""
    text = "net_h1 = w1*i1 + w2*i2 + b1\n  = 0.15*0.05 + 0.2*0.1 + 0.35\n  = 0.3775\n"
    (answer,) = read_answers(text, "working.txt", known)
    assert answer.written == "0.3775"
    assert answer.formulas[-1] == "0.15*0.05 + 0.2*0.1 + 0.35"


def test_prose_is_kept_and_names_nothing(known):
    """Lines of prose are kept as they are; an unknown name is kept apart from them."""
    prose, unknown = read_answers("Now the hidden layer, by the sigmoid:\nfoo = 3\n", "working.txt", known)
    assert prose.called == ""
    assert (unknown.called, unknown.name) == ("foo", None)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("a.yaml", "student: x\nanswers:\n  net_h1: 0.3775\n  w5: .359\n"),
        ("a.yaml", "net_h1: 0.3775\nw5: .359\n"),
        ("a.csv", "name,value\nnet_h1,0.3775\nw5,.359\n"),
        ("a.csv", "net_h1, 0.3775\nw5, .359\n"),
    ],
)
def test_mappings_and_tables(known, file, text):
    """YAML and CSV give the same answers, values as written."""
    assert [(a.name, a.written) for a in read_answers(text, file, known)] == [("net_h1", "0.3775"), ("w5", ".359")]


@pytest.mark.parametrize(
    ("file", "text", "part"),
    [
        ("a.yaml", "answers: [1, 2]\n", "name: value"),
        ("a.yaml", "just words\n", "name: value"),
        ("a.csv", "net_h1\n", "a name and a value"),
        ("a.txt", "x = 1\n" * 1_000_000, "at most"),
        ("a.yaml", "".join(f"x{k}: 1\n" for k in range(30_000)), "at most"),
    ],
    ids=["list", "scalar", "one-cell", "million-lines", "many-keys"],
)
def test_what_is_no_answer_file(known, file, text, part):
    """A file that holds no answers, or too many, is refused with its name and what was expected."""
    with pytest.raises(AnswerError) as caught:
        read_answers(text, file, known)
    assert str(caught.value).startswith(file)
    assert part in str(caught.value)
