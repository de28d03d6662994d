"""A chain of single units: its forward pass, the factor of each layer, and their product from the output back."""

from __future__ import annotations

from ...formula.expr import ZERO, Call, Expr, Num, Pow, Symbol, product_of
from ...formula.functions import absolute
from ...formula.partials import partials
from ...names import Name, Role, d
from ...reading.activation import Choice
from ...solution import Block, Given, Ref, Says, Section, Step, Table
from ...words import WORDS

INPUT = Name(Role.INPUT, "x")
FACTOR = Name(Role.RESULT, "factor")


def weight(k: int) -> Name:
    """The weight of layer ``k``."""
    return Name(Role.PARAMETER, f"w{k}")


def bias(k: int) -> Name:
    """The bias of layer ``k``."""
    return Name(Role.PARAMETER, f"b{k}")


def net(k: int) -> Name:
    """The net input of layer ``k``."""
    return Name(Role.NET, "net", str(k))


def out(k: int) -> Name:
    """What goes out of layer ``k``: the input of the chain for 0."""
    return Name(Role.OUT, "out", str(k)) if k else INPUT


def slope(k: int) -> Name:
    """The derivative of the activation of layer ``k``."""
    return d(out(k), net(k))


def factor(k: int) -> Name:
    """What layer ``k`` multiplies a gradient by."""
    return d(out(k), out(k - 1))


class Chain:
    """Layers 1 … n of one unit each. ``nets`` says that the net inputs are given, so that nothing leads to them."""

    def __init__(self, weights: list[Expr], units: list[Choice], biases: list[Expr] | None, nets: list[Expr] | None):
        self.units, self.count, self.known_net = units, len(units), nets is not None
        self.given, self.rows = Given(), []
        for numbered, numbers in ((weight, weights), (bias, biases or []), (net, nets or [])):
            row = {numbered(k): number for k, number in enumerate(numbers, 1)}
            self.given |= row
            self.rows.append(list(row))
        self.biased = biases is not None
        self.forward: list[Step] = []
        self.target = out(self.count)
        self.gradient = d(self.target, INPUT)
        self.sections = [self._forward(), self._factors(), self._product()]
        if not self.known_net:
            self.sections.append(self._weights())

    def _forward(self) -> Section:
        blocks = []
        for k, unit in enumerate(self.units, 1):
            steps = []
            if not self.known_net:
                total = Symbol(weight(k)) * Symbol(out(k - 1))
                steps.append(Step(net(k), total + Symbol(bias(k)) if self.biased else total))
            key = f"is_{unit.function.note}"
            reason = Says(key) if WORDS.get(key) else None
            steps.append(Step(out(k), Call(unit.function, Symbol(net(k)), *unit.args), reason))
            blocks.append(Block(Says("layer", n=k), steps))
            self.forward += steps
        return Section(Says("flow_outputs" if self.known_net else "forward_pass"), blocks)

    def _factors(self) -> Section:
        """The slope of each activation by the chain rule's table, times the weight before it."""
        formulas = {step.name: step.formula for step in self.forward}
        blocks = []
        for k, unit in enumerate(self.units, 1):
            formula = partials(formulas[out(k)], Symbol(out(k))).get(net(k), ZERO)
            key = f"slope_{unit.function.note}"
            steps = [
                Step(slope(k), formula, Says(key) if key in WORDS else _convention(formula)),
                Step(factor(k), Symbol(weight(k)) * Symbol(slope(k)), Says("flow_factor")),
            ]
            blocks.append(Block(Says("layer", n=k), steps))
        return Section(Says("flow_factors"), blocks)

    def _product(self) -> Section:
        """From the output back: what is left of the gradient at each layer, then the whole product."""
        steps, left = [], factor(self.count)
        for k in range(self.count - 1, 1, -1):
            name = d(self.target, out(k - 1))
            steps.append(Step(name, Symbol(left) * Symbol(factor(k)), Says("flow_left", k=k)))
            left = name
        if self.count > 1:
            factors = [Symbol(factor(k)) for k in range(self.count, 0, -1)]
            steps.append(Step(self.gradient, product_of(factors), Says("flow_all")))
        key = "flow_mean" if self.count > 1 else "flow_size"
        steps.append(Step(FACTOR, geometric_mean(self.gradient, self.count), Says(key)))
        return Section(Says("flow_product", layers=counted(self.count)), [Block(None, steps)])

    def _weights(self) -> Section:
        """∂out/∂w for every weight: the factors behind it, its own slope, and what goes in."""
        steps = []
        for k in range(self.count, 0, -1):
            parts = [Symbol(d(self.target, out(k)))] if k < self.count else []
            parts += [Symbol(slope(k)), Symbol(out(k - 1))]
            steps.append(Step(d(self.target, weight(k)), product_of(parts)))
        return Section(Says("flow_weights"), [Block(None, steps, Says("flow_weights_intro"))])

    def gradients(self) -> dict[Name, Name]:
        """Given name → step of its gradient, for the check by differences."""
        if self.known_net:
            return {}
        parameters = [INPUT, *(weight(k) for k in range(1, self.count + 1))]
        return {name: d(self.target, name) for name in parameters}

    def table(self, kept: set[Name]) -> Table:
        """Layer by layer: net input, output, slope, factor, and what of the gradient is left in front of it."""
        rows = []
        for k in range(1, self.count + 1):
            names = [net(k), out(k), slope(k), factor(k), d(self.target, out(k - 1))]
            cells = [Ref(name) if name in kept or name in self.given else "" for name in names]
            rows.append([k, Ref(weight(k)), *cells])
        columns = ["layer", "weight", "net", "out", "slope", "flow_factor", Says("column_flow_left", n=self.count)]
        return Table(columns, rows, title=Says("table_layers"))


def _convention(slope: Expr) -> Says | None:
    """The sentence of a slope that is given piece by piece, such as ReLU′ at 0."""
    return Says(slope.function.note) if isinstance(slope, Call) and slope.function.note in WORDS else None


def counted(count: int) -> Says:
    """``1 layer``, ``4 layers``."""
    return Says("flow_layers", n=count)


def geometric_mean(product: Name, count: int) -> Expr:
    """|product|^(1/n): what each of n layers multiplies by on the average."""
    size = absolute(Symbol(product))
    return size if count == 1 else Pow(size, Num(f"1/{count}", 1 / count))
