"""A key that a problem file has is used or refused, whatever the kind: what changes nothing is named here, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import yaml

import nnsolve
from nnsolve.errors import NnsolveError, ProblemError
from nnsolve.reading.load import kind_module
from nnsolve.solution import Solution

from .allowed import more_layers, more_options, others
from .support import text_of

# Keys that are about the file, about marking, or asked for by the reader.
ABOUT = {
    *("kind", "source", "note", "marks", "published", "title", "asked"),
    *("follow_through", "digits", "precision_penalty"),
}
# Keys that may be written and change nothing in some problem, and why that is no fault.
WITHOUT_EFFECT = {
    ("*", "notation"): "a style by its name is a wish for every page of a paper",
    ("*", "rounding.decimals"): "so are digits, where numbers are short or whole",
    ("*", "rounding.figures"): "so are digits, where numbers are short or whole",
    ("*", "rounding.carry"): "and so what is carried",
    ("*", "rounding.truncate"): "and how it is cut",
    ("cnn-shapes", "layers.stride"): "kernels go on by one, where nothing is written",
    ("convolution", "layers.stride"): "kernels go on by one, where nothing is written",
    ("convolution", "layers.order"): "one map has one order",
    ("training", "batches.drop_last"): "all samples fill batches",
    ("optimizer", "learning_rate"): "one rate stands for all optimisers, of which Adadelta's paper has none",
    ("optimizer", "optimizer.rate"): "inside the sum or behind it is the same number",
    ("activation", "derivation"): "a single activation has it by itself",
    ("activation", "identities"): "as has it its identities; false where there are none",
    ("activation", "shown"): "there are no more points than that",
    ("backprop", "freeze"): "a list of none",
    ("attention", "entropy.rows"): "all rows, where there is one",
    ("attention", "form"): "plain, where no score is large",
    ("attention", "heads"): "one, which is meant where nothing is written",
    ("cnn-shapes", "strict"): "nothing is to be told where flatten is written",
    ("forward", "naming"): "the entries of matrices have no names",
    ("graph", "grouping"): "formulas of one operation are nodes either way",
    ("initialization", "fan: in"): "that of He's rule, which is meant where nothing is written",
    ("initialization", "fan: average"): "as is that of Glorot's",
    ("initialization", "rule: kaiming"): "He's rule by his first name",
    ("initialization", "rule: xavier"): "Glorot's by his",
    ("language", "detail"): "tables and short lines have no reason to leave out",
    ("linear-sgd", "reduction"): "the sum over one point is its mean",
    ("loss", "reduction"): "the sum over one sample is its mean, and so is what the name of a loss says",
    ("loss", "shown"): "there are no more samples than that",
    ("loss", "detail"): "there is no reason to leave out",
    ("metrics", "zero_division"): "nothing is divided by 0",
    ("normalize", "batch_size"): "all rows, which is meant where nothing is written",
    ("optimizer", "first"): "the last step is written out in any case",
    ("optimizer", "iterations"): "one for each gradient, which is meant where nothing is written",
    ("parameters", "bias"): "one for each layer, where it is one for all",
    ("perceptron", "show"): "what cannot be separated is proved so in any case",
    ("perceptron", "epochs"): "it stops before",
    ("perceptron", "inputs"): "two, which is meant where nothing is written",
    ("regression", "method"): "the method that is meant where none is written",
    ("regression", "by"): "the way that is meant where none is written",
    ("regression", "shown"): "there are no more iterations than that",
    ("softmax", "reduction"): "the sum over one row is its mean",
}


def solved(keys: dict) -> Solution | None:
    """The solution of a problem; None where it is refused with a place."""
    try:
        (problem,) = nnsolve.loads("\n".join(f"{key}: {json.dumps(value)}" for key, value in keys.items()))
        return nnsolve.solve(problem)
    except ProblemError as error:
        assert all(fault.line > 0 for fault in error.faults), str(error)
        return None


def page(solution: Solution) -> str:
    """The whole page of a solution, with all details."""
    return nnsolve.render(solution, "text", full=True)


def changed(keys: dict) -> Iterator[tuple[str, str, object]]:
    """Every optional key, which part of it is changed, and its value: not its default, nor what the problem says."""
    for key, field in kind_module(keys["kind"]).Problem.fields().items():
        written = keys.get(key)
        if key in ABOUT:
            continue
        found = list(more_layers(field.type, written))
        if not field.required:
            found += others(field, written)
        if key == "optimizer":
            found += more_options(written, keys.get("preset", "paper"))
        yield from ((key, f"{key}.{part}" if part else key, value) for part, value in found)


@pytest.mark.parametrize("name", nnsolve.library())
def test_every_key_is_used_or_refused(name: str):
    """Each optional key, of the problem and of its parts, changes the page of a library problem, or is refused."""
    tree = yaml.load(text_of(name), yaml.CBaseLoader)
    keys = {key: value for key, value in tree.items() if key not in ("asked", "published", "marks")}
    before = page(solved(keys))
    passed_over = []
    excused = {key for kind, key in WITHOUT_EFFECT if kind in ("*", tree["kind"])}
    for key, part, value in changed(keys):
        known = part in excused or f"{part}: {value}" in excused
        after = None if known else solved(keys | {key: value})
        if after is not None and page(after) == before:
            passed_over.append((part, value))
    assert passed_over == []


@pytest.mark.parametrize("kind", ["cnn-shapes", "graph", "optimizer", "metrics", "backprop", "perceptron"])
def test_letters_for_nothing_are_refused(kind: str):
    """A notation whose names are none of the page is a mistyped one, told where it stands."""
    from nnsolve.reading.starter import starter

    with pytest.raises(NnsolveError, match="nothing on this page has such a name") as caught:
        nnsolve.solve(nnsolve.loads(starter(kind) + "notation: {nett: z}\n")[0])
    assert caught.value.faults[0].line > 1
