"""What layers with kernels have in common: how the kernels are written, given and counted."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...errors import listing
from ...formula.expr import ZERO, Add, Expr, Symbol, total_of
from ...formula.maps import Pair
from ...formula.marks import Mark, lettered
from ...names import Name, Role, entry
from ...reading.schema import Field, Whole
from ...reading.yamlfile import Faults
from ...solution import Block, Says, Step
from ...subjects.layers.layer import described
from ...subjects.layers.page import ImpossibleError, Page
from ...subjects.layers.sizes import Sides, times
from .entries import EntrySums
from .kernel_types import BiasType, Kernel, KernelsType, KernelType
from .map_layer import MapWindow
from .reading import Matrix, random_whole, stack
from .zeros import both

if TYPE_CHECKING:
    from .backward import BackwardPage
    from .sheet import Sheet


# The channels and kernels up to which each channel's share is a map of its own on the page.
SHARES = 4
# Longer sums of products are grouped by the rows of the kernel.
FLAT = 12
LEAST, MOST = -2, 2  # random weights


class KernelLayer(MapWindow):
    """A layer whose kernels are written with numbers, or random ones."""

    size = Field(Sides(1), "the side of random kernels, such as 5 or 3x5", default=())
    kernel = Field(KernelType(), "rows of numbers, one matrix a channel, or a name such as sobel x", default=None)
    kernels = Field(KernelsType(), "a list of kernels, or how many random ones (with size and seed)", default=None)
    bias = Field(BiasType(), "one number for all kernels, or one a kernel", default=())
    dilation = Field(Sides(1), "distance of neighbouring weights of the kernel", default=(1,))
    seed = Field(Whole(0, 10**9), f"where random weights from {LEAST} to {MOST} begin", default=None)

    role = Role.NET
    input_sum = "maps_input_sum"  # the sentence about the entries of the gradients by the maps that come in
    letter = "K"  # of its kernels, which are numbered over all layers that have some
    every: list[Kernel] = []
    zeros: Sequence[Pair] = ((0, 0), (0, 0))  # around the maps that come in

    def check(self, faults: Faults) -> None:
        where = self.beginning
        if ("kernel" in self.places) == ("kernels" in self.places):
            faults.add(where, "write kernel: for one kernel, or kernels: for a list of them", "")
            return
        random = isinstance(self.kernels, int)
        for key in ("size", "seed"):
            if random and key not in self.places:
                faults.add(where, f"random kernels need the key {key}:", "")
            if not random and key in self.places:
                text = "this key belongs to random kernels (kernels: 16); here they are written"
                faults.add(self.places[key], text, key)
        if not random and (self.has("kernel") or self.has("kernels")):
            self._written(faults)

    def _written(self, faults: Faults) -> None:
        """Takes kernels that are written, which are all of one size."""
        written = self.kernels if self.kernel is None else [self.kernel]
        assert isinstance(written, list), "a number of kernels is that of random ones"
        self.every = written
        sizes = [next(iter(kernel.values())).size for kernel in self.every]
        self.places["size"] = self.places.get("kernel") or self.places["kernels"]
        if len(set(sizes)) > 1:
            text = f"all kernels of a layer are of one size, here {listing(dict.fromkeys(map(times, sizes)))}"
            faults.add(self.places["size"], text, "")
        self.size = sizes[0]

    @property
    def count(self) -> int:
        """How many kernels, which is how many maps come out."""
        if self.every:
            return len(self.every)
        assert isinstance(self.kernels, int), "random kernels are counted"
        return self.kernels

    def describe(self) -> Says:
        kernels = Says("layer_kernels", n=self.count, size=self.kernel_size)
        if self.seed is not None:
            kernels = Says("layer_random", first=kernels, seed=self.seed)
        return described(kernels, super().describe(), None if self.bias else Says("cnn_no_bias"))

    # Sizes

    def fit(self, page: Page) -> None:
        channels = page.values[page.map.channels]
        for kernel in self.every:
            if len(kernel) != channels:
                has = "1 matrix" if len(kernel) == 1 else f"{len(kernel)} matrices"
                comes = "1 channel comes" if channels == 1 else f"{channels} channels come"
                text = f"a kernel has one matrix a channel: {comes} here and this kernel has {has}"
                raise ImpossibleError(self.places["size"], text, "")
        if len(self.bias) not in (0, 1, self.count):
            kernels = "1 kernel" if self.count == 1 else f"{self.count} kernels"
            raise ImpossibleError(self.places["bias"], f"{len(self.bias)} biases for {kernels}", "")

    def maps(self, page: Page) -> Name:
        return page.give(self.own("channels"), "C", self.count).name

    @property
    def taps(self) -> tuple[int, int]:
        """The kernel's rows and columns."""
        return both(self.size)

    @property
    def terms(self) -> int:
        """Products of one position."""
        return self.taps[0] * self.taps[1] * self.before.channels

    # Gradients

    def backward(self, page: BackwardPage) -> None:
        """Writes the gradients by the kernels, by the biases and by the maps that came in."""
        sheet, kernels = page.sheet, list(itertools.chain(*self.kernel_names))
        sums, wide = EntrySums(self, sheet), self.about_wide()
        longest = sheet.longest * min(len(self.sources), 2)
        block = Block(Says("maps_by_kernel"), [], self.about_kernels(), longest=longest)
        page.write(kernels, block, wide, lambda: sums.block(kernels, "maps_kernel_sum"))
        biases = self.learned[len(kernels) :]
        if biases:
            block = Block(Says("maps_by_bias"), [], longest=sheet.longest * 3)
            page.write(biases, block)
            block.steps[0].reason = Says("maps_bias_shared" if len(biases) < self.count else "maps_bias")
        longest = sheet.longest * (1 if self.sources == self.origins else 2)
        block = Block(Says("maps_by_input"), [], self.about_gradient(), longest=longest)
        page.write(self.origins, block, wide, lambda: sums.block(self.origins, self.input_sum))

    def about_kernels(self) -> Says:
        """What is said of the gradients by the kernels."""
        raise AssertionError(f"{type(self).__name__} is abstract")

    def about_wide(self) -> Says:
        """What is said of the gradients from above that are made wide."""
        raise AssertionError(f"{type(self).__name__} is abstract")

    def among(self, name: Name, row: int, column: int) -> Name:
        """An entry of a kernel or of a map that came in, as positions use it: of a map among its zeros."""
        if name not in self.origins:
            return entry(name, row, column)
        (above, _), (left, _) = self.zeros
        return entry(self.sources[self.origins.index(name)], row + above, column + left)

    # Numbers

    def written(self, sheet: Sheet) -> None:
        """Writes the kernels, what the maps need before, the first positions and all maps."""
        self.sheet = sheet
        self.labels = list(sheet.labels)
        self.origins = self.sources = list(sheet.maps)
        self._give()
        self.prepare()
        shares = 1 < len(self.sources) <= SHARES and self.count <= SHARES
        names = sheet.begin_maps(self, self.count)
        self._positions(names, shares)
        maps = [step for number, name in enumerate(names) for step in self._map(number, name, shares)]
        sheet.put(Block(Says("maps_all"), maps, longest=sheet.longest * (len(maps) // len(names))))

    def prepare(self) -> None:
        """Writes what is made of the maps that come in before the kernels meet them."""

    def laid(self) -> Says:
        """How kernel and map meet, in words."""
        raise AssertionError(f"{type(self).__name__} is abstract")

    def products_at(self, source: Name, kernel: Name, row: int, column: int) -> list[Expr]:
        """What one map and its kernel add to one position: products, row by row."""
        raise AssertionError(f"{type(self).__name__} is abstract")

    def share(self, source: Name, kernel: Name) -> Expr:
        """What one map and its kernel add to all positions."""
        raise AssertionError(f"{type(self).__name__} is abstract")

    def shown(self, share: Expr) -> Expr:
        """What one map and its kernel add to all positions, as the page writes it."""
        return share

    def _give(self) -> None:
        sheet = self.sheet
        if not self.every:
            self.every = self._random()
        layer = sheet.number(self)
        self.kernel_names = [self._give_kernel(layer, k, kernel) for k, kernel in enumerate(self.every, 1)]
        if sheet.rows == [["X"]] and self.count == 1:
            sheet.rows[0] += self.kernel_names[0]
        elif len(self.labels) > 1 and self.count <= SHARES:
            sheet.rows += self.kernel_names
        else:
            sheet.rows.append(list(itertools.chain(*self.kernel_names)))
        biases = self._give_biases(layer)
        self.biases: list[Expr] = [Symbol(name) for name in (biases * self.count)[: self.count]]
        self.learned = [*itertools.chain(*self.kernel_names), *biases]

    def _give_biases(self, layer: int) -> list[Name]:
        """Puts the biases on the sheet."""
        sheet, names = self.sheet, []
        for k, number in enumerate(self.bias, 1):
            sub = str(k) if len(self.bias) > 1 else ""
            name = Name(Role.PARAMETER, f"b{layer}", sub)
            sheet.give_number(name, sheet.numbered("b", self, sub), number)
            names.append(name)
        if names:
            sheet.rows.append(names)
        return names

    def _random(self) -> list[dict[str, Matrix]]:
        """The kernels that are drawn, channel by channel."""
        rows, columns = self.taps
        each = rows * columns * len(self.labels)
        assert self.seed is not None, "random kernels have a seed"
        made = random_whole(self.seed, each * self.count, LEAST, MOST)
        kernels = []
        for k in range(self.count):
            channels = stack(made[k * each : (k + 1) * each], 0, len(self.labels), rows, columns)
            kernels.append(dict(zip(self.labels, channels.values(), strict=True)))
        return kernels

    def _give_kernel(self, layer: int, k: int, kernel: dict[str, Matrix]) -> list[Name]:
        """Puts the k-th kernel on the sheet, a matrix a channel."""
        names = []
        for label, matrix in zip(self.labels, kernel.values(), strict=True):
            sub = [str(k)] if self.count > 1 else []
            if len(self.labels) > 1:
                sub.append(label)
            name = Name(Role.PARAMETER, f"K{layer}", "_".join(sub))
            self.sheet.give_map(name, self.sheet.numbered("K", self, ",".join(sub)), matrix)
            names.append(name)
        return names

    def _grouped(self, products: list[Expr], rest: list[Expr]) -> Expr:
        wide = self.taps[1]
        if len(products) + len(rest) <= FLAT or self.taps[0] == 1 or len(products) % (self.taps[0] * wide):
            return total_of([*products, *rest]) if products or rest else ZERO
        groups = [total_of(products[k : k + wide]) for k in range(0, len(products), wide)]
        return total_of([*groups, *rest])

    def position(self, number: int, row: int, column: int) -> Expr:
        """The formula of one position of one map, element by element."""
        kernels = self.kernel_names[number]
        products: list[Expr] = []
        for source, kernel in zip(self.sources, kernels, strict=True):
            products += self.products_at(source, kernel, row, column)
        return self._grouped(products, self.biases[number : number + 1])

    def _positions(self, names: list[Name], shares: bool) -> None:
        """The first positions; where each channel's ``shares`` stand on the page, by these."""
        steps: list[Step] = []
        for number, name in enumerate(names):
            parts = self._parts(number, name) if shares else []
            for place in self.sheet.positions(name, number == 0, self.terms):
                made = self._shared(number, parts, place) if shares else []
                terms = [Symbol(step.name) for step in made] + self.biases[number : number + 1]
                formula = Add(terms) if shares else self.position(number, *place)
                made.append(Step(entry(name, *place), formula))
                for step in made:
                    step.shows = "numbers" if steps else ""
                steps += made
        if steps:
            self.sheet.put(Block(Says("maps_first"), steps, self.laid()))

    def _shared(self, number: int, parts: list[Name], place: Pair) -> list[Step]:
        """What each channel adds to one position."""
        steps = []
        for part, source, kernel in zip(parts, self.sources, self.kernel_names[number], strict=True):
            formula = self._grouped(self.products_at(source, kernel, *place), [])
            steps.append(Step(entry(part, *place), formula))
        return steps

    def _parts(self, number: int, name: Name) -> list[Name]:
        """The names of the channels' shares of a map."""
        parts = [Name(self.role, name, label) for label in self.labels]
        base = lettered(self.sheet.marks[name])
        for part, label in zip(parts, self.labels, strict=True):
            self.sheet.mark(part, Mark(base.base, f"{base.sub},{label}" if base.sub else label))
            self.sheet.sizes[part] = self.after.shape
        return parts

    def _map(self, number: int, name: Name, shares: bool) -> list[Step]:
        pairs = zip(self.sources, self.kernel_names[number], strict=True)
        calls = [self.share(source, kernel) for source, kernel in pairs]
        bias = self.biases[number : number + 1]
        self.sheet.formulas[name] = total_of([*calls, *bias])
        calls = list(map(self.shown, calls))
        if not shares:
            return [Step(name, total_of([*calls, *bias]), None, "names")]
        parts = self._parts(number, name)
        steps = [Step(part, call, None, "names") for part, call in zip(parts, calls, strict=True)]
        total = Add([*[Symbol(part) for part in parts], *bias])
        return [*steps, Step(name, total, Says("maps_sum"), "names")]
