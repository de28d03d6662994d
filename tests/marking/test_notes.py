"""The slips that the course notes print, put in as a student's answers: each is found at its line, nothing else is.

Run with ``-s`` for the table. A slip that one change of a formula makes is named. What the notes change in two places,
or print to so few digits that any slip would do, is wrong without a name; what only a rounding made is right.
"""

from __future__ import annotations

import os

import pytest

from nnsolve.marking.exam import Exam
from nnsolve.reading.load import read_file
from nnsolve.reading.yamlfile import Faults, read_documents

FOLDER = os.path.join(os.path.dirname(__file__), "..", "..", "problems", "answers")
FILES = sorted(name[:-5] for name in os.listdir(FOLDER) if name.endswith(".yaml"))

STANDING = ("right", "coarse", "follow-through")
# Of the slips: the verdict and the entry of the table of slips that names them, or why they have no name.
EXPECTED = {
    "activations": {"didentity_1/dx1": ("wrong", "a 0 shows nothing")},
    "adadelta-notes": {"w_1": ("wrong", "two changes: the root taken twice, a term left out")},
    "adam-notes": {
        "m_1": ("slip", "term_sign"),
        "v_1": ("slip", "term_sign"),
        "w_1": ("wrong", "a root of a negative number, and a factor twice"),
    },
    "bce-bracket": {"BCE_2": ("slip", "minus_not_through"), "BCE": ("trivial", "0 from the line before")},
    "bce-table": {"BCE": ("slip", "whole_sign")},
    "classification-2-2-1": {"E": ("slip", "minus_not_through")},
    "four-two-one": {
        "new_w57": ("right", "rounded on the way"),
        "new_w67": ("right", "rounded on the way"),
        "new_w07": ("right", "rounded on the way"),
    },
    "hinge-sgd": {"1.1.w1": ("slip", "step_up"), "1.1.w2": ("slip", "step_up"), "1.1.b": ("slip", "step_up")},
    "normalise": {f"z_x[{k}]": ("slip", "root_left_out") for k in (1, 2, 7, 8)},
    "one-one-one": {
        "net_2": ("right", "cut twice"),
        "out_2": ("right", "cut on the way"),
        "dE/dθ1": ("slip", "point_slipped"),
        "dE/dθ2": ("right", "cut on the way"),
    },
    "regression-2-2-1": {"dE/dw12^1": ("slip", "other_symbol")},
    "saddle": {
        "x_2": ("wrong", "three figures allow many unlikely slips"),
        "y_2": ("slip", "other_symbol"),
        "x_3": ("wrong", "two changes"),
        "y_3": ("slip", "two changes; one gives the same number"),
    },
    "simple-regression-descent": {"dL/db1@0": ("slip", "n_left_out"), "dL/db0@0": ("slip", "n_left_out")},
    "softmax-temperature": {f"p_{name}": ("wrong", "follows from nothing") for name in ("cat", "dog", "bird")},
    "three-two-one-squared": {
        "dout_6/dnet_6": ("slip", "minus_for_times"),
        "dE/dw46": ("follow-through", ""),
        "change_w46": ("follow-through", ""),
        "new_w46": ("follow-through", ""),
    },
    "two-two-two": {
        "out_o1": ("right", "cut on the way"),
        "net_o2": ("wrong", "a sum added up wrongly"),
        "out_o2": ("wrong", "two units of the last digit off"),
        "E": ("follow-through", ""),
        "dE/dout_o1": ("right", "cut on the way"),
        "dE/dw1": ("slip", "path_left_out"),
        "change_w1": ("follow-through", ""),
        "new_w1": ("follow-through", ""),
    },
    "vanishing": {"new_w": ("slip", "rate_left_out")},
    "xor-mlp": {"4.out_y": ("wrong", "a 1 shows nothing")},
}


def marked(name):
    """The lines of an answer file by name, and the names that the file calls slips."""
    text, file = read_file(os.path.join(FOLDER, f"{name}.yaml"))
    (document, *_) = read_documents(text, Faults(file))
    exam = Exam(document.entries["problem"].text)
    (checked,) = exam.check(exam.read(text, file))
    return {line.answer.called: line for line in checked.lines}, list(document.entries["slips"].entries)


@pytest.mark.parametrize("name", FILES)
def test_the_slips_of_the_notes(name):
    """Every slip has the verdict of the table above; every other line stands."""
    lines, slips = marked(name)
    assert set(slips) == set(EXPECTED[name])
    for called, line in lines.items():
        verdict, told = EXPECTED[name].get(called, (None, ""))
        found = [each.slip for each in line.slips]
        if verdict is None:
            assert line.verdict in STANDING, (called, line.verdict)
            continue
        print(f"{name:<26} {called:<18} {line.answer.written[:14]:<14} {line.verdict:<15} {', '.join(found) or told}")
        assert line.verdict == verdict, (called, line.verdict, found)
        if verdict == "slip" and told.isidentifier():
            assert told in found
