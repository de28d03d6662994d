"""Graphs drawn at random, and their values and gradients by PyTorch, from a translation written apart from nnsolve."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import numpy
import pytest

from nnsolve.formula import array_functions as arrays
from nnsolve.formula.activations import ACTIVATIONS, softmax_unit
from nnsolve.formula.arrays import Array, Entry, Hadamard, MatMul, Total, Transpose
from nnsolve.formula.expr import Add, Call, Div, Expr, Mul, Neg, Num, Pow, Sub, Symbol
from nnsolve.formula.functions import FUNCTIONS, Function
from nnsolve.formula.losses import in_networks
from nnsolve.names import Name, Role, entry

torch = pytest.importorskip("torch")

Tensor = torch.Tensor
Size = tuple[int, ...]


# The translation: what PyTorch computes for each function and each kind of node


def _greatest(*args: Tensor) -> Tensor:
    return torch.stack(torch.broadcast_tensors(*args)).amax(0)


def _least(*args: Tensor) -> Tensor:
    return torch.stack(torch.broadcast_tensors(*args)).amin(0)


def _ramp(x: Tensor, alpha: Tensor) -> Tensor:
    return torch.where(x > 0, x, alpha * x)


def _huber(t: Tensor, o: Tensor, delta: Tensor) -> Tensor:
    gap = (t - o).abs()
    return torch.where(gap <= delta, gap**2 / 2, delta * (gap - delta / 2))


IN_TORCH: dict[str, Callable[..., Tensor]] = {
    **{name: getattr(torch, name) for name in FUNCTIONS if hasattr(torch, name)},
    "ln": torch.log,
    "max": _greatest,
    "min": _least,
    "identity": lambda x: x,
    "step": lambda x: (x >= 0).double(),
    "bipolar step": lambda x: (x >= 0).double() * 2 - 1,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "relu at 0": lambda x, at0: torch.relu(x),
    "leaky relu": _ramp,
    "prelu": _ramp,
    "elu": lambda x, alpha: torch.where(x > 0, x, alpha * torch.expm1(x)),
    "selu": torch.nn.functional.selu,
    "softplus": lambda x: torch.nn.functional.softplus(x, threshold=700),
    "gelu": torch.nn.functional.gelu,
    "gelu tanh": lambda x: torch.nn.functional.gelu(x, approximate="tanh"),
    "silu": torch.nn.functional.silu,
    "hard sigmoid": lambda x, slope: (slope * x + 0.5).clamp(0, 1),
    "half squared error": lambda t, o: (t - o) ** 2 / 2,
    "squared error": lambda t, o: (t - o) ** 2,
    "mean squared error": lambda t, o: (t - o) ** 2,
    "half mean squared error": lambda t, o: (t - o) ** 2,
    "absolute error": lambda t, o: (t - o).abs(),
    "mean absolute error": lambda t, o: (t - o).abs(),
    "huber": _huber,
    "mean huber": _huber,
    "binary cross-entropy": lambda t, o: -(t * o.log() + (1 - t) * (1 - o).log()),
    "mean binary cross-entropy": lambda t, o: -(t * o.log() + (1 - t) * (1 - o).log()),
    "categorical cross-entropy": lambda t, o: -t * o.log(),
    "sparse categorical cross-entropy": lambda o: -o.log(),
    "hinge": lambda t, o: (1 - t * o).clamp(min=0),
    "mean hinge": lambda t, o: (1 - t * o).clamp(min=0),
    "kl divergence": lambda t, o: t * (t.log() - o.log()),
}
BY_FUNCTION: dict[Function, Callable[..., Tensor]] = {
    **{function: IN_TORCH[name] for name, function in FUNCTIONS.items()},
    **{activation.function: IN_TORCH[name] for name, activation in ACTIVATIONS.items()},
    **{loss.term: IN_TORCH[name] for name, loss in in_networks().items()},
    arrays.filled: lambda number, like: number.expand(like.shape),
    arrays.row_sums: lambda x: x.sum(1, keepdim=True),
    arrays.column_sums: lambda x: x.sum(0, keepdim=True),
    arrays.softmax_column: lambda x: torch.softmax(x, 0),
    arrays.softmax_by_columns: lambda x: torch.softmax(x, 0),
    arrays.softmax_row: lambda x: torch.softmax(x, 1),
    arrays.softmax_by_rows: lambda x: torch.softmax(x, 1),
    arrays.stacked: lambda *xs: torch.cat(xs, 0),
    arrays.beside: lambda *xs: torch.cat(xs, 1),
}


def _product(factors: Sequence[Tensor]) -> Tensor:
    product = factors[0]
    for factor in factors[1:]:
        product = product * factor
    return product


NODES: dict[type[Expr], Callable[..., Tensor]] = {
    Add: lambda *terms: sum(terms[1:], start=terms[0]),
    Sub: lambda a, b: a - b,
    Mul: lambda *factors: _product(factors),
    Div: lambda a, b: a / b,
    Pow: lambda a, b: a**b,
    Neg: lambda a: -a,
    Hadamard: lambda a, b: a * b,
    MatMul: lambda a, b: a @ b,
    Transpose: lambda a: a.T,
    Total: lambda a: a.sum(),
}


class InTorch:
    """The values of formulas as PyTorch computes them; ``made`` says it of functions that a graph made for itself."""

    def __init__(self):
        self.values: dict[str, Tensor] = {}
        self.made = dict(BY_FUNCTION)

    def of(self, formula: Expr) -> Tensor:
        """The value of a formula."""
        if isinstance(formula, Num):
            return torch.tensor(float(formula.value), dtype=torch.float64)
        if isinstance(formula, Symbol):
            return self.values[formula.name]
        if isinstance(formula, Entry):
            return self.values[formula.array][formula.row, formula.column]
        parts = [self.of(part) for part in formula.parts()]
        if isinstance(formula, Array):
            return torch.stack(parts).reshape(len(formula.rows), -1)
        if isinstance(formula, Call):
            return self.made[formula.function](*parts)
        return NODES[type(formula)](*parts)


# What is drawn

# Where the argument of a function is kept: inside its domain, and where neither it nor its slope is huge.
POSITIVE, INNER, SMALL, WIDE = (0.3, 4.0), (-0.9, 0.9), (-2.5, 2.5), (-5.0, 5.0)
DOMAINS = {
    **dict.fromkeys(("ln", "sqrt", "log2", "log10"), POSITIVE),
    **dict.fromkeys(("asin", "acos", "tan"), INNER),
    **dict.fromkeys(("exp", "sinh", "cosh"), SMALL),
}
PROBABILITY, SIGN = (0.1, 0.9), (-1.0, 1.0)
TARGETS = {"any": ("0", "1.5", "-0.7"), "probability": ("0.25", "0.6", "0.9"), "sign": ("1", "-1")}
PARAMETERS_OF_FUNCTIONS = ("0.1", "0.25", "0.5")
NEAREST, LARGEST = 1e-3, 40.0  # to a kink, of a value


def _matrix(value: Tensor) -> Size:
    """Rows and columns; a number has none."""
    return tuple(value.shape) or (0, 0)


class Unfit(Exception):
    """What was drawn is too large, or too near a kink."""


class Graph:
    """A drawn graph: what is given, steps to a number L, and by what it is differentiated."""

    def __init__(self, seed: int):
        self._begin(seed)
        self.dims = [self.random.randint(1, 4) for _ in range(2)] + [2]
        self.parameters = [self._parameter(k) for k in range(self.random.randint(2, 6))]
        if self.random.random() < 0.3:
            self.pieces = self._given("X", self.a_size(2), Role.INPUT)
            del self.left[self.pieces]  # used by its entries alone
        self.data = [self._given(f"t_{k}", self.a_size(), Role.TARGET) for k in range(2)]
        for name in self.data:
            del self.left[name]
        for k in range(self.random.randint(4, 14)):
            self._step(Name(Role.OUT, "s", str(k)))
        self._end()

    def _begin(self, seed: int):
        self.random = random.Random(seed)
        self.numbers = numpy.random.default_rng(seed)
        self.torch = InTorch()
        self.steps: list[tuple[Name, Expr]] = []
        self.given: dict[Name, float | numpy.ndarray] = {}
        self.left: dict[Name, int] = {}  # how often a parameter may still be used
        self.unused: set[Name] = set()
        self.pieces: Name | None = None

    # Names and sizes

    def _parameter(self, k: int) -> Name:
        return self._given(f"w{k}", self.a_size(), Role.PARAMETER)

    def _given(self, word: str, size: Size, role: Role) -> Name:
        name = Name(role, word)
        value = numpy.round(self.numbers.uniform(-1.5, 1.5, size), 3)
        self.given[name] = value if size else float(value)
        self.torch.values[name] = torch.tensor(value, dtype=torch.float64, requires_grad=role is not Role.TARGET)
        self.left[name] = self.random.randint(1, 3)
        self.unused.add(name)
        return name

    def dim(self) -> int:
        """A number of rows or columns."""
        return self.random.choice(self.dims)

    def a_size(self, least: int = 0) -> Size:
        """A size; from ``least`` 1 no number, from 2 no column."""
        kind = self.random.randint(least, 4)
        return [(), (self.dim(), 1), (1, self.dim()), (self.dim(), self.dim()), (self.dim(), self.dim())][kind]

    def size(self, formula: Expr) -> Size:
        """The size of what is drawn."""
        return tuple(self.torch.of(formula).shape)

    # Formulas of a size

    def formula(self, size: Size, depth: int) -> Expr:
        """A formula whose value has this size."""
        if depth <= 0 or self.random.random() < 0.15:
            return self.leaf(size)
        kinds = _ENTRYWISE + (_OF_ARRAYS if size else _OF_NUMBERS)
        return self.random.choice(kinds)(self, size, depth - 1)

    def leaf(self, size: Size) -> Expr:
        """A name of this size, or the next best thing."""
        fits = [name for name in [*self.left, *dict(self.steps)] if self.torch.values[name].shape == size]
        fresh = [name for name in fits if self.left.get(name, 0) > 0 or name in dict(self.steps)]
        if fresh and self.random.random() < 0.9:
            return self.use(self.random.choice(fresh))
        if not size:
            return self.number()
        others = [name for name in self.left if self.left[name] > 0]
        turned = [name for name in others if self.torch.values[name].shape == size[::-1]]
        if turned:
            return Transpose(self.use(self.random.choice(turned)))
        rows, columns = size
        larger = [name for name in others if numpy.all(numpy.greater_equal(_matrix(self.torch.values[name]), size))]
        if larger and self.random.random() < 0.7:
            return self.part(self.use(self.random.choice(larger)), size)
        return Array([[self.number() for _ in range(columns)] for _ in range(rows)])

    def part(self, formula: Expr, size: Size) -> Expr:
        """A part of this size of a larger formula."""
        first = [self.random.randint(0, wide - own) for wide, own in zip(self.size(formula), size, strict=True)]
        ranges = [(begin, begin + own) for begin, own in zip(first, size, strict=True)]
        function = arrays.part(*ranges)
        self.torch.made[function] = lambda x: x[slice(*ranges[0]), slice(*ranges[1])]
        return function(formula)

    def use(self, name: Name) -> Expr:
        """A name as a formula, counted."""
        if name in self.left:
            self.left[name] -= 1
        self.unused.discard(name)
        return Symbol(name)

    def number(self) -> Expr:
        """A formula of a number without parts: an entry, a parameter or its sum, a constant."""
        if self.pieces and self.random.random() < 0.5:
            return self.entry(self.pieces)
        matrices = [name for name in [*self.left, *dict(self.steps)] if self.torch.values[name].ndim]
        if matrices and self.random.random() < 0.25:
            return self.entry(self.random.choice(matrices))
        fits = [name for name, uses in self.left.items() if uses > 0]
        if fits and self.random.random() < 0.4:
            symbol = self.use(self.random.choice(fits))
            return Total(symbol) if self.size(symbol) else symbol
        return Num(self.random.choice(["0.5", "2", "-1.25", "0.3"]))

    def entry(self, array: Name) -> Entry:
        """An entry of a matrix, which may be used as a whole too."""
        rows, columns = self.torch.values[array].shape
        self.unused.discard(array)
        return Entry(array, self.random.randrange(rows), self.random.randrange(columns), rows == 1)

    def repeatable(self, size: Size, depth: int) -> Expr:
        """A formula that is broadcast to this size: of it, of one row or column, or of a number."""
        if not size:
            return self.formula(size, depth)
        sizes = [size, size, (1, size[1]), (size[0], 1), ()]
        return self.formula(self.random.choice(sizes), depth)

    def several(self, count: int, size: Size, depth: int) -> list[Expr]:
        """Formulas whose sum, entry by entry, has this size."""
        found = [self.repeatable(size, depth) for _ in range(count)]
        if size and tuple(torch.broadcast_shapes(*map(self.size, found))) != size:
            found[self.random.randrange(count)] = self.formula(size, depth)
        return found

    def within(self, formula: Expr, domain: tuple[float, float]) -> Expr:
        """The formula, where its values leave the domain squeezed into it."""
        low, high = domain
        value = self.torch.of(formula)
        if value.min() >= low and value.max() <= high:
            return formula
        squeezed = ACTIVATIONS["sigmoid"].function(formula)
        return Num(repr(low)) + Num(repr(high - low)) * squeezed

    # Steps

    def _step(self, name: Name):
        for _ in range(30):
            before = dict(self.left), set(self.unused), dict(self.torch.made)
            try:
                if self.random.random() < 0.08:
                    self._softmax_units(name)
                else:
                    self.add(name, self.formula(self.a_size(), self.random.randint(1, 3)))
                return
            except Unfit:
                self.left, self.unused, self.torch.made = before

    def _softmax_units(self, name: Name):
        """Net inputs and a softmax over them, unit by unit."""
        count = self.random.randint(2, 3)
        nets = [Name(Role.NET, "net", f"{name.by}{k}") for k in range(count)]
        outs = [Name(Role.OUT, "p", f"{name.by}{k}") for k in range(count)]
        formulas = [self.within(self.formula((), 1), WIDE) for _ in nets]
        for formula in formulas:
            self.check(formula)
        for net, formula in zip(nets, formulas, strict=True):
            self.add(net, formula)
        for k, out in enumerate(outs):
            function = softmax_unit(k, [Symbol(each) for each in outs])
            self.torch.made[function] = lambda *xs, k=k: torch.stack(xs).softmax(0)[k]
            self.add(out, function(*map(self.use, nets)))

    def add(self, name: Name, formula: Expr):
        """A step; raises Unfit where its value is too large or it stands at a kink."""
        value = self.check(formula)
        self.steps.append((name, formula))
        self.torch.values[name] = value
        self.unused.add(name)

    def check(self, formula: Expr) -> Tensor:
        """The value of a formula that may be used."""
        value = self.torch.of(formula)
        if not bool(torch.isfinite(value).all()) or bool(value.abs().max() > LARGEST):
            raise Unfit
        stack = [formula]
        while stack:
            node = stack.pop()
            stack.extend(node.parts())
            if isinstance(node, Call) and node.function.border:
                args = [self.torch.of(arg).detach().numpy() for arg in node.args]
                if numpy.vectorize(node.function.border)(*args).min() < NEAREST:
                    raise Unfit
        return value

    def _end(self):
        """L: a sum over what was not used yet, but for a step now and then that leads nowhere."""
        terms: list[Expr] = []
        for name in [*self.given, *dict(self.steps)]:
            idle = name in dict(self.steps) and self.random.random() < 0.1
            if name in self.unused and name not in self.data and name != self.pieces and not idle:
                terms.append(self._term(name))
        self.random.shuffle(terms)
        last = dict(self.steps)
        terms = terms or [self._term(self.random.choice(list(last)))]
        self.add(Name(Role.LOSS, "L"), terms[0] if len(terms) == 1 else Add(terms))
        if not self.torch.values["L"].requires_grad:
            raise Unfit

    def _term(self, name: Name) -> Expr:
        symbol = Symbol(name)
        if not self.size(symbol):
            return self.random.choice([symbol, Num("0.5") * symbol, Neg(symbol), Pow(symbol, Num("2"))])
        count = Num(str(self.torch.values[name].numel()))
        total = Total(self.random.choice([symbol, Pow(symbol, Num("2")), FUNCTIONS["sin"](symbol)]))
        return self.random.choice([total, total / count, Div(total, Num("2") * count)])

    # Outcomes

    @property
    def sizes(self) -> dict[Name, Size]:
        """Rows and columns of what is given."""
        return {name: getattr(value, "shape", ()) for name, value in self.given.items()}

    def gradients(self) -> dict[Name, numpy.ndarray]:
        """PyTorch's gradients of L by the parameters, and by the entries of what is used by entries."""
        names = [*self.parameters, *([self.pieces] if self.pieces else [])]
        leaves = [self.torch.values[name] for name in names]
        found = torch.autograd.grad(self.torch.values["L"], leaves, allow_unused=True)
        zeros = map(torch.zeros_like, leaves)
        by_name = {
            name: (zero if given is None else given).numpy()
            for name, given, zero in zip(names, found, zeros, strict=True)
        }
        whole = by_name.pop(self.pieces) if self.pieces else numpy.zeros((0, 0))
        line = len(whole) == 1
        for row, column in numpy.ndindex(*whole.shape):
            place = (column,) if line else (row, column)
            by_name[entry(self.pieces, *place)] = whole[row, column]
        return by_name


class Smooth(Graph):
    """One drawn formula of numbers x, y, z, made of functions that have a second derivative by the tables."""

    def __init__(self, seed: int):
        self._begin(seed)
        self.parameters = [self._given(word, (), Role.PARAMETER) for word in "xyz"]
        self.left = dict.fromkeys(self.parameters, 6)
        self.tree = self.formula((), 3)
        if not self.check(self.tree).requires_grad:
            raise Unfit

    def formula(self, size: Size, depth: int) -> Expr:
        """A formula of numbers."""
        if depth <= 0 or self.random.random() < 0.1:
            return self.leaf(size)
        return self.random.choice([*_ENTRYWISE[:6], _smooth, _smooth])(self, size, depth - 1)

    def second(self) -> dict[tuple[Name, Name], float]:
        """PyTorch's second derivatives, by both names."""
        leaves = [self.torch.values[name] for name in self.parameters]
        found: dict[tuple[Name, Name], float] = {}
        first = torch.autograd.grad(self.torch.of(self.tree), leaves, create_graph=True, materialize_grads=True)
        for name, slope in zip(self.parameters, first, strict=True):
            if not slope.requires_grad:
                found |= {(name, other): 0.0 for other in self.parameters}
                continue
            row = torch.autograd.grad(slope, leaves, retain_graph=True, materialize_grads=True)
            found |= {(name, other): float(value) for other, value in zip(self.parameters, row, strict=True)}
        return found


def drawn(seed: int, kind: type[Graph] = Graph) -> Graph:
    """The graph of a seed; where L is too large, or reached by no parameter, the next is drawn."""
    while True:
        try:
            return kind(seed)
        except Unfit:
            seed += 1_000_003


# The kinds of formulas: each draws one of a size, with parts of a depth

Drawer = Callable[[Graph, Size, int], Expr]


def _sum(graph: Graph, size: Size, depth: int) -> Expr:
    return Add(graph.several(graph.random.randint(2, 3), size, depth))


def _difference(graph: Graph, size: Size, depth: int) -> Expr:
    return Sub(*graph.several(2, size, depth))


def _products(graph: Graph, size: Size, depth: int) -> Expr:
    return Mul(graph.several(graph.random.randint(2, 3), size, depth))


def _negative(graph: Graph, size: Size, depth: int) -> Expr:
    return Neg(graph.formula(size, depth))


def _quotient(graph: Graph, size: Size, depth: int) -> Expr:
    above, below = graph.several(2, size, depth)
    return Div(above, graph.within(below, POSITIVE))


def _power(graph: Graph, size: Size, depth: int) -> Expr:
    kind = graph.random.choice(["whole", "broken", "formula"])
    if kind == "whole":
        return Pow(graph.formula(size, depth), Num(graph.random.choice(["2", "3", "1"])))
    if kind == "broken":
        return Pow(graph.within(graph.formula(size, depth), POSITIVE), Num(graph.random.choice(["0.5", "-1", "-1.5"])))
    base, exponent = graph.formula(size, depth), graph.repeatable(size, depth)
    return Pow(graph.within(base, POSITIVE), graph.within(exponent, SIGN))


def _function(graph: Graph, size: Size, depth: int) -> Expr:
    name = graph.random.choice(list(FUNCTIONS))
    if name in ("max", "min"):
        return FUNCTIONS[name](*graph.several(graph.random.randint(2, 3), size, depth))
    return FUNCTIONS[name](graph.within(graph.formula(size, depth), DOMAINS.get(name, WIDE)))


SMOOTH: dict[str, Function] = {
    **{name: function for name, function in FUNCTIONS.items() if name not in ("max", "min")},
    **{name: ACTIVATIONS[name].function for name in ("identity", "sigmoid", "softplus", "gelu", "gelu tanh", "silu")},
}


def _smooth(graph: Graph, size: Size, depth: int) -> Expr:
    name = graph.random.choice(list(SMOOTH))
    return SMOOTH[name](graph.within(graph.formula(size, depth), DOMAINS.get(name, WIDE)))


def _activation(graph: Graph, size: Size, depth: int) -> Expr:
    name = graph.random.choice([name for name, activation in ACTIVATIONS.items() if not activation.flat])
    activation = ACTIVATIONS[name]
    if activation.learned:
        net, slope = graph.several(2, size, depth)
        return activation.function(net, graph.within(slope, PROBABILITY))
    parameters = [Num(graph.random.choice(PARAMETERS_OF_FUNCTIONS)) for _ in activation.parameters]
    return activation.function(graph.within(graph.formula(size, depth), WIDE), *parameters)


def _loss(graph: Graph, size: Size, depth: int) -> Expr:
    loss = graph.random.choice(list(in_networks().values()))
    domain = PROBABILITY if loss.outputs == "probability" else WIDE
    output = graph.within(graph.formula(size, depth), domain)
    if loss.targets == "class":
        return loss.term(output)
    target: Expr = Num(graph.random.choice(TARGETS[loss.targets]))
    fits = [name for name in graph.data if graph.torch.values[name].shape in ((), size)]
    if fits and loss.targets != "sign":
        target = graph.within(Symbol(graph.random.choice(fits)), PROBABILITY)
    return loss.term(target, output, *[Num("0.8") for _ in loss.parameters])


def _total(graph: Graph, size: Size, depth: int) -> Expr:
    return Total(graph.formula(graph.a_size(1), depth))


def _mean(graph: Graph, size: Size, depth: int) -> Expr:
    inner = graph.formula(graph.a_size(1), depth)
    rows, columns = graph.size(inner)
    return Total(inner) / Num(str(rows * columns))


def _entry(graph: Graph, size: Size, depth: int) -> Expr:
    return graph.number()


def _hadamard(graph: Graph, size: Size, depth: int) -> Expr:
    return Hadamard(*graph.several(2, size, depth))


def _matrices(graph: Graph, size: Size, depth: int) -> Expr:
    inner = graph.dim()
    return MatMul(graph.formula((size[0], inner), depth), graph.formula((inner, size[1]), depth))


def _twice(graph: Graph, size: Size, depth: int) -> Expr:
    """One name twice in one formula: W·a + W·b, W ⊙ W, A·A, WᵀW."""
    rows, columns = size
    inner = graph.dim()
    if rows == columns and graph.random.random() < 0.6:
        square, other = graph.leaf(size), graph.leaf((inner, rows))
        return graph.random.choice([MatMul(square, square), MatMul(Transpose(other), other)])
    if graph.random.random() < 0.3:
        same = graph.leaf(size)
        return Hadamard(same, same)
    weights = graph.leaf((rows, inner))
    sums = [MatMul(weights, graph.formula((inner, columns), depth)) for _ in range(2)]
    return graph.random.choice([Add, lambda terms: Sub(*terms)])(sums)


def _turned(graph: Graph, size: Size, depth: int) -> Expr:
    return Transpose(graph.formula(size[::-1], depth))


def _softmax(graph: Graph, size: Size, depth: int) -> Expr:
    functions = [arrays.softmax_by_rows, arrays.softmax_by_columns]
    if size[0] == 1:
        functions.append(arrays.softmax_row)
    if size[1] == 1:
        functions.append(arrays.softmax_column)
    return graph.random.choice(functions)(graph.formula(size, depth))


def _normalised(graph: Graph, size: Size, depth: int) -> Expr:
    axis, epsilon = graph.random.choice([0, 1]), graph.random.choice([1e-5, 0.1, 0.01])

    def in_torch(x: Tensor) -> Tensor:
        centred = x - x.mean(axis, keepdim=True)
        return centred / ((centred**2).mean(axis, keepdim=True) + epsilon).sqrt()

    inner = graph.formula(size, depth)
    spread = graph.torch.of(inner).var(axis, correction=0)
    if spread.min() < 1e-3:  # equal numbers: their differences are rounding, which a small ε would magnify
        inner = graph.leaf(size)
        if graph.torch.of(inner).var(axis, correction=0).min() < 1e-3:
            return inner
    function = arrays.normalised_by(axis, epsilon)
    graph.torch.made[function] = in_torch
    return function(inner)


def _part(graph: Graph, size: Size, depth: int) -> Expr:
    rows, columns = size
    larger = rows + graph.random.randint(0, 2), columns + graph.random.randint(0, 2)
    return graph.part(graph.formula(larger, depth), size)


def _joined(graph: Graph, size: Size, depth: int) -> Expr:
    axis = graph.random.choice([0, 1])
    if size[axis] == 1:
        return graph.formula(size, depth)
    first = graph.random.randint(1, size[axis] - 1)
    sizes = [list(size), list(size)]
    sizes[0][axis], sizes[1][axis] = first, size[axis] - first
    parts = [graph.formula(tuple(each), depth) for each in sizes]
    return [arrays.stacked, arrays.beside][axis](*parts)


def _rows(graph: Graph, size: Size, depth: int) -> Expr:
    count = graph.random.randint(1, 4)
    chosen = [graph.random.randrange(count) for _ in range(size[0])]
    function = arrays.rows_of(chosen)
    graph.torch.made[function] = lambda x: x[chosen]
    return function(graph.formula((count, size[1]), depth))


def _sums(graph: Graph, size: Size, depth: int) -> Expr:
    rows, columns = size
    if columns == 1:
        return arrays.row_sums(graph.formula((rows, graph.dim()), depth))
    if rows == 1:
        return arrays.column_sums(graph.formula((graph.dim(), columns), depth))
    return _hadamard(graph, size, depth)


def _filled(graph: Graph, size: Size, depth: int) -> Expr:
    return arrays.filled(graph.repeatable(size, depth), graph.formula(size, 0))


def _written(graph: Graph, size: Size, depth: int) -> Expr:
    rows, columns = size
    return Array([[graph.formula((), min(depth, 1)) for _ in range(columns)] for _ in range(rows)])


_ENTRYWISE: list[Drawer] = [_sum, _difference, _products, _negative, _quotient, _power, _function, _activation, _loss]
_OF_NUMBERS: list[Drawer] = [_total, _mean, _entry, _total]
_OF_ARRAYS: list[Drawer] = [
    *(_hadamard, _matrices, _matrices, _twice, _twice, _turned, _softmax, _normalised),
    *(_part, _joined, _rows, _sums, _filled, _written),
]
