"""A new slip is one entry: with it alone a student's number is explained by it."""

from __future__ import annotations

import pytest

from nnsolve.marking import entries

from .new import imported, said, spoken
from .slips import COMMON, changes_by

SOURCE = '''
"""The learning rate taken three times as large: 1.5 for 0.5."""

from nnsolve.formula.expr import Mul, Num, Symbol
from nnsolve.marking.entries import Slip
from nnsolve.names import Role


def tripled(node, place):
    """3·η·g for η·g."""
    for factor in node.factors:
        if isinstance(factor, Symbol) and factor.name.role is Role.RATE:
            yield Mul((Num("3"), *node.factors)), {"what": factor}


ENTRY = Slip("slip_rate_tripled", "slipname_rate_tripled", 0.8, tripled, Mul)
WORDS = {
    "slip_rate_tripled": "The learning rate {what} is taken three times in {where}.",
    "slipname_rate_tripled": "learning rate three times",
}
'''


@pytest.fixture
def tripled(tmp_path):
    """The entry, in its table as long as the test runs."""
    module = imported(tmp_path, "tripled", SOURCE)
    entries.add(module.ENTRY)
    with spoken(module):
        yield module.ENTRY
    entries.take_out(module.ENTRY)
    assert "rate_tripled" not in entries.COSTS


@pytest.mark.parametrize("holds", COMMON, ids=lambda check: check.__name__)
def test_what_holds_for_every_slip(tripled, holds):
    """The common tests take it as any other entry."""
    holds(tripled)


def test_its_changes(tripled):
    """The rule finds the learning rate of an update."""
    assert any(change.name == "change_w5" or change.name == "new_w5" for change, _ in changes_by(tripled))


PROBLEM = """kind: backprop
inputs: [1]
layers: [{activation: identity, weights: [[0.5]]}]
targets: [0.123]
loss: half squared error
learning_rate: 0.7
"""


def test_a_number_is_explained(tripled, tmp_path):
    """A new weight by three times the rate is a slip, and the student reads its sentence."""
    wrong = 0.5 - 3 * 0.7 * (0.5 - 0.123)
    (tmp_path / "mine.yaml").write_text(PROBLEM, "utf-8")
    (tmp_path / "answers.txt").write_text(f"new_w1 = {wrong:.5f}\n", "utf-8")
    page = said("check", str(tmp_path / "mine.yaml"), str(tmp_path / "answers.txt"), code=1)
    assert "The learning rate η is taken three times in" in page
