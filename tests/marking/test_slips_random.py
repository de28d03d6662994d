"""One slip put into a random network or CNN by arithmetic of its own: is it found where it was made, and named?

Run with ``-s`` for the table by kind of slip. The student writes six figures on every line; in the second half only
activations, the error, gradients and new weights are written, so that slips lie some steps before the answer.
"""

from __future__ import annotations

import pytest

from nnsolve.formula.expr import symbols
from nnsolve.marking.written import read_number
from tests.marking.injected import PEN, RUNS, Count, Solved, Student
from tests.marking.networks_with_slips import NETWORK, Network


def written_seldom(name):
    """Whether a student who writes little writes this line."""
    return name.startswith(("out_", "new_", "E", "dE/dw"))


@pytest.mark.slow
def test_slips_in_random_networks():
    """Of single slips in random networks at least 97 % are found in their step and 90 % are named."""
    every, seldom = Count(), Count()
    for seed in range(RUNS):
        network = Network(seed)
        solved, lines = Solved(network.text), network.lines()
        honest = Student(network.given, lines)
        for inject in NETWORK:
            slip, name, wrong = inject(network)
            student = Student(network.given, lines, slip, name, wrong)
            if read_number(student.texts[name]).agrees(float(honest.texts[name]), 0):
                continue
            kind = f"{slip}: {inject.__name__}"
            aliases = (
                {name, *(each for each in symbols(solved.steps[name].formula))} if name in solved.steps else {name}
            )
            if name in solved.steps:
                every.add(kind, slip, aliases, solved.look(student.values, student.texts, name, {*lines} - {name}))
            seen = [each for each in lines if written_seldom(each)]
            after = next((each for each in seen if student.texts[each] != honest.texts[each]), None)
            unlike = (
                after
                and abs(student.values[after] - honest.values[after]) > 50 * read_number(student.texts[after]).unit
            )
            if after in solved.steps and unlike and after != name:
                seldom.add(kind, slip, aliases, solved.look(student.values, student.texts, after, set(seen) - {after}))
        for slip, pen in PEN.items():
            name = network.random.choice([each for each in lines if each in solved.steps])
            student = Student(network.given, lines, slip, name, lines[name], lambda t, p=pen, n=network: p(t, n.random))
            off = abs(student.values[name] - honest.values[name])
            if off > 20 * read_number(honest.texts[name]).unit:
                every.add(slip, slip, {name}, solved.look(student.values, student.texts, name, {*lines} - {name}))
    total = every.show("every line written")
    assert total[1] >= 0.97 * total[0] and total[3] >= 0.90 * total[0]
    total = seldom.show("lines left out before the answer")
    assert total[1] >= 0.80 * total[0] and total[3] >= 0.80 * total[0]
