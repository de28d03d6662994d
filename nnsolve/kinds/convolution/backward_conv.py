"""The backward pass of layers with kernels: gradients of kernels, biases and of the maps that came in.

Source: V. Dumoulin and F. Visin, "A guide to convolution arithmetic for deep learning" (2016), chapter 4; Goodfellow,
Bengio, Courville, Deep Learning, section 9.5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.arrays import Entry, Total
from ...formula.expr import Call, Expr, Symbol, product_of, total_of
from ...formula.maps import cropping, kernel_gradient, padding, sliding, spreading, turn
from ...formula.partials import partials
from ...names import Name, Role
from ...solution import Block, Says, Step
from .conv import Conv
from .sheet import gradient
from .transposed import TransposedConv
from .zeros import both, widened, zeros_around

if TYPE_CHECKING:
    from .sheet import Sheet


# Entries of gradients are written as sums over positions where the layer has no more products than this.
MOST_PRODUCTS = 40_000


def transposed_back(layer: TransposedConv, sheet: Sheet, upstream: list[Name]) -> list[Name]:
    """A transposed convolution's backward pass is a convolution: its roles are exchanged."""
    stride, apart = both(layer.steps_by), both(layer.dilation)
    padded = _padded(layer, sheet, upstream)
    function, maps = kernel_gradient(stride, apart, layer.taps), []
    for names, above in zip(layer.kernel_names, padded, strict=True):
        for name, source in zip(names, layer.origins, strict=True):
            call = Call(function, Symbol(above), Symbol(source))
            maps.append(Step(gradient(name), Call(turn, call) if sheet.flip else call, None, "names"))
            sheet.sizes[maps[-1].name] = layer.taps
    sheet.block(Block(Says("maps_by_kernel"), maps, Says("maps_kernel_transposed"), longest=sheet.longest))
    for step in maps:
        sheet.learned(step.name)
    if layer.biases:
        _biases(layer, sheet, upstream)
    slide, maps = sliding(stride, apart, sheet.flip, layer.before.shape), []
    for channel, source in enumerate(layer.origins):
        pairs = zip(padded, layer.kernel_names, strict=True)
        shares = [Call(slide, Symbol(above), Symbol(names[channel])) for above, names in pairs]
        own = gradient(source)
        maps.append(Step(own, total_of(shares), None, "names"))
        sheet.sizes[own] = layer.before.shape
    sheet.block(Block(Says("maps_by_input"), maps, Says("maps_input_transposed"), longest=sheet.longest))
    return [step.name for step in maps]


def _padded(layer: TransposedConv, sheet: Sheet, upstream: list[Name]) -> list[Name]:
    """The upstream maps with what was cut off put back as zeros."""
    zeros = [(front, max(back, 0)) for front, back in layer.cut]
    if not any(map(any, zeros)):
        return upstream
    steps = []
    for above, name in zip(upstream, sheet.outputs[layer.id], strict=True):
        steps.append(Step(sheet.wide(name), Call(padding(*zeros), Symbol(above)), None, "names"))
        sheet.sizes[steps[-1].name] = widened(sheet.sizes[name], zeros)
    sheet.block(Block(Says("maps_upstream"), steps, Says("maps_put_back"), longest=sheet.longest))
    return [step.name for step in steps]


def conv_back(layer: Conv, sheet: Sheet, upstream: list[Name]) -> list[Name]:
    written = _Sums(layer, sheet, upstream)
    _kernels(layer, sheet, upstream, written)
    if layer.biases:
        _biases(layer, sheet, upstream)
    return _inputs(layer, sheet, upstream, written)


class _Sums:
    """Entries of gradients as sums over positions: derived from the formulas of the positions themselves."""

    def __init__(self, layer: Conv, sheet: Sheet, upstream: list[Name]):
        self.terms: dict[Name, list[Expr]] = {}
        rows, columns = layer.after.sides
        products = rows * columns * layer.taps[0] * layer.taps[1] * len(layer.sources) * layer.count
        if products > MOST_PRODUCTS:
            return
        for number, above in enumerate(upstream):
            for row in range(rows):
                for column in range(columns):
                    formula = layer.position(number, row, column)
                    for name, slope in partials(formula, formula).items():
                        if name.role is Role.ENTRY:
                            term = product_of([Entry(above, row, column), slope])
                            self.terms.setdefault(name, []).append(term)

    def steps(self, places: list[tuple[Entry, Name]]) -> list[Step]:
        """The gradients by entries, each with the name that it has in the formulas."""
        steps: list[Step] = []
        for entry, name in places:
            if name in self.terms:
                again = "numbers" if steps else ""
                steps.append(Step(gradient(entry.name), total_of(self.terms[name]), None, again))
        return steps


def _kernels(layer: Conv, sheet: Sheet, upstream: list[Name], written: _Sums):
    function = kernel_gradient(both(layer.steps_by), both(layer.dilation), layer.taps)
    places, maps = [], []
    for number, (names, above) in enumerate(zip(layer.kernel_names, upstream, strict=True)):
        for channel, (name, source) in enumerate(zip(names, layer.sources, strict=True)):
            own = gradient(name)
            sheet.sizes[own] = layer.taps
            entries = [Entry(name, *place) for place in sheet.positions(own, number == channel == 0)]
            places += [(entry, entry.name) for entry in entries]
            call = Call(function, Symbol(source), Symbol(above))
            maps.append(Step(own, Call(turn, call) if sheet.flip else call, None, "names"))
    steps = written.steps(places)
    if steps:
        sheet.block(Block(Says("maps_gradient_first"), steps, Says("maps_kernel_sum")))
    key = "maps_kernel_flip" if sheet.flip else "maps_kernel"
    spread = max(both(layer.steps_by)) > 1
    longest = sheet.longest * min(len(layer.sources), 2)
    sheet.block(Block(Says("maps_by_kernel"), maps, Says(f"{key}_spread" if spread else key), longest=longest))
    for step in maps:
        sheet.learned(step.name)


def _biases(layer: Conv, sheet: Sheet, upstream: list[Name]):
    names = list(dict.fromkeys(bias.name for bias in layer.biases))
    steps = []
    for name in names:
        above = [above for above, bias in zip(upstream, layer.biases, strict=True) if bias.name == name]
        formula = total_of([Total(Symbol(each)) for each in above])
        reason = Says("maps_bias_shared") if len(above) > 1 else Says("maps_bias")
        steps.append(Step(gradient(name), formula, None if steps else reason, "names"))
    sheet.block(Block(Says("maps_by_bias"), steps, longest=sheet.longest * 3))
    for step in steps:
        sheet.learned(step.name)


def _inputs(layer: Conv, sheet: Sheet, upstream: list[Name], written: _Sums) -> list[Name]:
    """The gradients of the maps that came in: the upstream maps, spread and padded, under the turned kernels."""
    zeros, stride, apart = zeros_around(layer, layer.before.shape), both(layer.steps_by), both(layer.dilation)
    around = []
    sides = zip(layer.before.shape, zeros, layer.after.sides, stride, layer.taps, apart, strict=True)
    for size, pair, count, step, taps, space in sides:
        reach = (taps - 1) * space
        around.append((reach, size + sum(pair) - (count - 1) * step - 1))
    wide, steps = [], []
    for above, name in zip(upstream, sheet.outputs[layer.id], strict=True):
        wide.append(sheet.wide(name))
        steps.append(Step(wide[-1], Call(spreading(stride, tuple(around)), Symbol(above)), None, "names"))
        sheet.sizes[wide[-1]] = widened(sheet.sizes[name], around, stride)
    key = "maps_wide_stride" if max(stride) > 1 else "maps_wide"
    sheet.block(Block(Says("maps_upstream"), steps, Says(key), longest=sheet.longest))
    slide = sliding((1, 1), apart, False)
    padded = any(map(any, zeros))
    places, maps = [], []
    for channel, source in enumerate(layer.origins):
        own = gradient(source)
        sheet.sizes[own] = layer.before.shape
        for row, column in sheet.positions(own, channel == 0):
            inside = Entry(layer.sources[channel], row + zeros[0][0], column + zeros[1][0])
            places.append((Entry(source, row, column), inside.name))
        shares = [
            Call(slide, Symbol(each), Symbol(names[channel]) if sheet.flip else Call(turn, Symbol(names[channel])))
            for each, names in zip(wide, layer.kernel_names, strict=True)
        ]
        if padded:
            whole = gradient(layer.sources[channel])
            sheet.sizes[whole] = sheet.sizes[whole.by]
            maps.append(Step(whole, total_of(shares), None, "names"))
            maps.append(Step(own, Call(cropping(*zeros), Symbol(whole)), Says("maps_crop"), "names"))
        else:
            maps.append(Step(own, total_of(shares), None, "names"))
    steps = written.steps(places)
    if steps:
        sheet.block(Block(Says("maps_gradient_first"), steps, Says("maps_input_sum")))
    key = "maps_input_flip" if sheet.flip else "maps_input"
    longest = sheet.longest * (len(maps) // len(layer.sources))
    sheet.block(Block(Says("maps_by_input"), maps, Says(key), longest=longest))
    return [gradient(source) for source in layer.origins]
