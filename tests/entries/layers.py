"""What holds for every layer, as functions of its word and its class."""

from __future__ import annotations

import jsonschema

import nnsolve
from nnsolve.kinds.convolution.map_layer import MapLayer
from nnsolve.kinds.convolution.table import layers as on_numbers
from nnsolve.pictures import picture
from nnsolve.subjects.layers.layer import Layer
from nnsolve.subjects.layers.layers import elsewhere
from nnsolve.subjects.layers.layers import layers as on_shapes

# Keys that a layer asks for, where its word alone does not do.
NEEDED = (
    "",
    ": 2",
    ": 0.5",
    ": relu",
    ": {kernels: 2, size: 2}",
    ": {kernel: [[1, 0.5], [0, -1]]}",
    ": {size: 2}",
    ": {neurons: 2, seed: 1}",
)


def solved(kind: str, layer: str) -> nnsolve.Solution | None:
    """A small network with the layer between others; None where it is refused."""
    rows = "[[1, 2, 3, 0], [0, 1, 2, 4], [2, 2, 1, 0], [3, 0, 1, 2]]"
    if kind == "cnn-shapes":
        text = f"input: 8x8x2\ncolumns: [macs, memory]\nlayers:\n- conv: {{kernels: 2, size: 3}}\n- {layer}\n"
    else:
        text = f"input: {rows}\nlayers:\n- conv: {{kernel: [[1, 0.5], [0, -1]]}}\n- {layer}\n"
        if layer.startswith("softmax") or layer.endswith("softmax"):
            text = text.replace(f"- {layer}", f"- flatten\n- {layer}")
        text += "gradient: 1\n" if not layer.startswith(("step", "bipolar")) else ""
    try:
        return nnsolve.solve(nnsolve.loads(f"kind: {kind}\n{text}")[0])
    except nnsolve.NnsolveError:
        return None


def explains_itself(word: str, kind: type[Layer]) -> None:
    """A layer says what it is and what its keys are for; the key that a single value stands for is one of them."""
    assert kind.__doc__
    assert all(field.doc for field in kind.fields().values())
    assert not kind.short or kind.short in kind.fields()
    jsonschema.Draft202012Validator.check_schema(kind.schema())


def is_solved(word: str, kind: type[Layer]) -> None:
    """With few keys it stands between others, is drawn, and prints a page; gradients through it check themselves."""
    place = "convolution" if issubclass(kind, MapLayer) else "cnn-shapes"
    found = next(filter(None, (solved(place, word + keys) for keys in NEEDED)), None)
    assert found is not None, f"{word} needs other keys: add them in this test"
    assert nnsolve.render(found, "text", width=70)
    assert picture(found, values=True)
    if place == "convolution" and found.check is not None:
        assert "checked" in found.check.key


def is_known_elsewhere_by_other_words(word: str, kind: type[Layer]) -> None:
    """What other programs call it is no word of a table, and leads to it."""
    table = on_numbers() if issubclass(kind, MapLayer) else on_shapes()
    for other in kind.elsewhere:
        assert other not in table
        assert elsewhere(table)[other] == word


COMMON = (explains_itself, is_solved, is_known_elsewhere_by_other_words)
