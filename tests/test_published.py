"""Every problem of the library: its title and source, the values that the source prints, its pages, its own check."""

from __future__ import annotations

import pytest

import nnsolve
from nnsolve.reading.catalogue import kinds_by_topic

from .support import check_pages, check_published, library_of

NETWORKS = library_of("backprop")
# Sets of questions, which have no results of their own.
PAPERS = set(library_of("paper"))
# Kinds whose sources print whole numbers, or decimals with all their digits.
EXACT = set(library_of("cnn-shapes", "convolution"))
# Kinds all of whose problems have published values, and kinds that check themselves on every page.
ALL_PUBLISHED = {
    *("cnn-shapes", "convolution", "gradient-descent", "gradient-flow"),
    *("metrics", "optimizer", "parameters", "regression", "softmax", "training"),
}
CHECKED = {"activation", "loss"}
# The rows of the course notes and the examples of other sources that the library was made for.
SHIPPED = {
    "backprop": {"one-one-one", "two-two-two", "three-two-one", "three-two-one-squared", "four-two-one"},
    "classify": {"classify-nd", "multi-output", "two-class-border", "upright-border"},
    "cnn-shapes": {"conv-28", "lenet", "same-padding", "conv-params"},
    "convolution": {
        *("slide-kernel", "colour-conv", "pad-stride-pool", "edge-kernels"),
        *("cross-correlation-3x3", "max-pooling", "transposed-2x2"),
    },
    "gradient-descent": {"saddle"},
    "graph": {"graph-e", "graph-sin"},
    "linear-sgd": {"hinge-sgd", "separate-by-table", "hinge-four-points", "svm-six-points"},
    "optimizer": {"optimisers"},
    "perceptron": {
        *("and-gate", "threshold-1d", "delta-rule", "or-gate", "nand-gate", "nor-gate", "xor-gate"),
        *("or-constant-input", "and-dead-zone", "perceptron-plus-minus"),
    },
}
KINDS = [kind for kinds in kinds_by_topic().values() for kind in kinds]


@pytest.mark.parametrize("name", nnsolve.library())
def test_published_values(name):
    """Each published value lies within half a unit of its last printed digit, or within one where digits are cut."""
    check_published(name, exact=name in EXACT)


@pytest.mark.parametrize("name", NETWORKS)
def test_published_values_by_delta(name):
    """The other way to write backpropagation down gives the same values."""
    check_published(name, method="delta")


@pytest.mark.parametrize("name", nnsolve.library())
def test_library(name):
    """Every problem has a title and a source, solves as it stands, and passes its own check where it has one."""
    for problem in nnsolve.load(name):
        assert problem.title
        assert problem.source or name in PAPERS
        solution = nnsolve.solve(problem)
        assert solution.answers or name in PAPERS
        assert problem.published or problem.command not in ALL_PUBLISHED
        assert solution.check or problem.command not in CHECKED
        # what differs, or could not be checked at all, is said by another sentence
        assert solution.check is None or "checked" in solution.check.key.split("_"), solution.check


@pytest.mark.parametrize("width", [60, 80, 110])
@pytest.mark.parametrize("name", nnsolve.library())
def test_pages(name, width):
    """Every problem is printed in every format, whatever the width of the page."""
    for problem in nnsolve.load(name):
        check_pages(nnsolve.solve(problem), width)


@pytest.mark.parametrize("kind", KINDS)
def test_published_examples_of_every_kind(kind):
    """Every kind has problems with published values, two of them from sources other than the course notes."""
    problems = [nnsolve.load(name)[0] for name in library_of(kind)]
    assert SHIPPED.get(kind, set()) <= {*library_of(kind)}
    sources = [problem.source for problem in problems if problem.source and "nnsolve" not in problem.source]
    assert len(sources) >= 2
    if kind != "paper":
        assert any(problem.published for problem in problems)
        assert sum("course notes" not in source for source in sources) >= 2


def test_the_library_is_published():
    """Nearly all networks come with published values, and ten chains of layers do."""
    published = [name for name in library_of("backprop", "forward") if nnsolve.load(name)[0].published]
    assert len(published) >= 16
    assert len(library_of("cnn-shapes")) >= 10
