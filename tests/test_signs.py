"""Outside sentences stands nothing on a page but names, symbols and the words of the problem file."""

from __future__ import annotations

import pytest

import nnsolve

from .signs import SIGN, names_of, own_words, printed, seen, signed, speak_in_signs, unsigned

# Functions as they are printed.
FUNCTIONS = "ln log max min sin cos tan exp erf sign id tanh sigmoid softmax ReLU LReLU PReLU argmax step sqrt "
FUNCTIONS += "maxpool avgpool unpool pad spread turn onehot"
# Names of values as they are printed, and of methods and losses that are called so everywhere.
SYMBOLS = "out run net norm shape waited forward reverse MCC RMSE SS res tot residual mean closed valid df dx db dp dz "
SYMBOLS += "dKL dmu dlogvar dropout error rate precision recall specificity balanced accuracy batch "
SYMBOLS += "lp MHA FFN LN emb encoder decoder feedforward CLS SEP PAD conv Var"
METHODS = "Gradient descent Momentum AdaGrad RMSProp AdaDelta Adam Weston Watkins Crammer Singer target less prediction"
ALLOWED = set(f"{FUNCTIONS} {SYMBOLS} {METHODS}".split())


@pytest.mark.parametrize("name", nnsolve.library())
def test_nothing_is_said_outside_the_words(name, monkeypatch):
    """Every page of a problem, in every format: what is no sentence is a name, a symbol or the file's own."""
    speak_in_signs(monkeypatch)
    allowed = ALLOWED | own_words(name)
    for problem in nnsolve.load(name):
        allowed |= names_of(nnsolve.solve(problem))
    said = [(format, sorted(unsigned(seen(format, text)) - allowed)) for format, text in printed(name)]
    assert [(format, found) for format, found in said if found] == []


def test_sentences_are_signed():
    """Words are signed where they stand and where a gap chooses them; gaps stay as they are."""
    assert signed("In {n} {n:sample|samples}: {text}.") == (
        f"{SIGN}In {{n}} {{n:{SIGN}sample|{SIGN}samples}}: {{text}}."
    )
