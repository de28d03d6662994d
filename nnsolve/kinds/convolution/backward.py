"""The backward pass of a pipeline: the gradient of each layer's input, kernels and biases from that of its output."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...formula.arrays import Entry, Hadamard, MatMul, Transpose
from ...formula.expr import ZERO, Call, Expr, Sub, Symbol
from ...formula.maps import unflattening
from ...formula.matrices import entrywise
from ...formula.pools import average_unpooling, max_back, max_unpooling, mean_back
from ...solution import Block, Says, Step
from .backward_conv import conv_back, transposed_back
from .conv import Conv
from .pools import AvgPool, MaxOfMaps, MaxPool, MeanOfMaps
from .rows import Activation, Dense, Flatten
from .sheet import TARGETS, gradient
from .transposed import TransposedConv

if TYPE_CHECKING:
    from ...names import Name
    from .map_layer import MapLayer
    from .sheet import Sheet


def backward(sheet: Sheet, last: list[Name]):
    """Writes the gradients from the last layer to the first; ``last`` names those of the last layer's output."""
    upstream = last
    for layer in reversed(sheet.layers):
        if not upstream:
            upstream = _short(layer, sheet)
            continue
        sheet.begin(Says("maps_backward", layer=layer.title))
        upstream = next(back for kind, back in _BACK.items() if isinstance(layer, kind))(layer, sheet, upstream)


def _short(layer: MapLayer, sheet: Sheet) -> list[Name]:
    """The gradient before the last activation where it and the loss fit each other: output − target."""
    own, (output,) = gradient(layer.sources[0]), sheet.outputs[layer.id]
    sheet.sizes[own] = sheet.sizes[output]
    sheet.begin(Says("maps_backward", layer=layer.title))
    sheet.block(Block(None, [Step(own, Sub(Symbol(output), Symbol(TARGETS)), sheet.short, "names")]))
    return [own]


def _each(
    layer: MapLayer,
    sheet: Sheet,
    upstream: list[Name],
    formula_of: Callable[[Name, list[Name], int], Expr],
    intro: Says | None,
) -> list[Name]:
    """One gradient a map, each by the formula of (source, upstream, number)."""
    names = [gradient(source) for source in layer.sources]
    steps = []
    for number, (source, own) in enumerate(zip(layer.sources, names, strict=True)):
        sheet.sizes[own] = sheet.sizes[source]
        steps.append(Step(own, formula_of(source, upstream, number), None, "names"))
    sheet.block(Block(None, steps, intro, longest=sheet.longest))
    return names


def _max_pool(layer: MaxPool, sheet: Sheet, upstream: list[Name]) -> list[Name]:
    function = max_unpooling(layer.windows)
    return _each(
        layer, sheet, upstream, lambda x, up, k: Call(function, Symbol(x), Symbol(up[k])), Says("maps_unpool_max")
    )


def _avg_pool(layer: AvgPool, sheet: Sheet, upstream: list[Name]) -> list[Name]:
    back = layer.back if layer.count_padding else None
    function = average_unpooling(layer.windows, lambda exact: layer.windows.divisors(back, exact))
    return _each(
        layer, sheet, upstream, lambda x, up, k: Call(function, Symbol(x), Symbol(up[k])), Says("maps_unpool_avg")
    )


def _whole(layer: MapLayer, sheet: Sheet, upstream: list[Name]) -> list[Name]:
    largest = isinstance(layer, MaxOfMaps)
    function = max_back if largest else mean_back
    key = "maps_unpool_max" if largest else "maps_unpool_avg"
    return _each(
        layer, sheet, upstream, lambda x, up, k: Call(function, Symbol(x), Entry(up[0], 0, k, True)), Says(key)
    )


def _flatten(layer: Flatten, sheet: Sheet, upstream: list[Name]) -> list[Name]:
    count, last = len(layer.sources), layer.order == "channels last"
    return _each(
        layer,
        sheet,
        upstream,
        lambda x, up, k: Call(unflattening(k, count, layer.size, last), Symbol(up[0])),
        Says("maps_unflatten"),
    )


def _dense(layer: Dense, sheet: Sheet, upstream: list[Name]) -> list[Name]:
    above, source = Symbol(upstream[0]), layer.sources[0]
    steps = [Step(gradient(layer.learned[0]), MatMul(Transpose(above), Symbol(source)), Says("maps_dense"), "names")]
    if len(layer.learned) > 1:
        steps.append(Step(gradient(layer.learned[1]), above))
    sheet.block(Block(None, steps))
    for step in steps:
        sheet.learned(step.name)
        sheet.sizes[step.name] = sheet.sizes[step.name.by]
    weights = Symbol(layer.learned[0])
    return _each(layer, sheet, upstream, lambda x, up, k: MatMul(Symbol(up[0]), weights), None)


def _activation(layer: Activation, sheet: Sheet, upstream: list[Name]) -> list[Name]:
    outputs = sheet.outputs[layer.id]
    if layer.activation == "softmax":

        def jacobian(x: Name, up: list[Name], k: int) -> Expr:
            out, above = Symbol(outputs[0]), Symbol(up[0])
            return Hadamard(out, Sub(above, MatMul(above, Transpose(out))))

        return _each(layer, sheet, upstream, jacobian, Says("maps_softmax"))

    def slope(x: Name, up: list[Name], k: int) -> Expr:
        found = layer.function.slope(0, (Symbol(x), *layer.args), Symbol(outputs[k]))
        return Hadamard(Symbol(up[k]), entrywise(found)) if found is not None else Hadamard(Symbol(up[k]), ZERO)

    found = layer.function.slope(0, (Symbol(outputs[0]), *layer.args), Symbol(outputs[0]))
    note = getattr(getattr(found, "function", None), "note", "")
    intro = Says("maps_slope_noted", note=Says(note)) if note in _NOTED else Says("maps_slope")
    return _each(layer, sheet, upstream, slope, intro)


_NOTED = ("relu_slope", "relu_slope_at")

_BACK: dict[type[MapLayer], Callable[..., list[Name]]] = {
    Conv: conv_back,
    TransposedConv: transposed_back,
    MaxPool: _max_pool,
    AvgPool: _avg_pool,
    MeanOfMaps: _whole,
    MaxOfMaps: _whole,
    Flatten: _flatten,
    Dense: _dense,
    Activation: _activation,
}
