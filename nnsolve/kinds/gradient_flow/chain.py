"""A chain of single units: its forward pass, the factor of each layer, and their product from the output back."""

from __future__ import annotations

from ...differences import check_gradients
from ...formula.expr import ZERO, Call, Expr, Num, Pow, Symbol, product_of
from ...formula.functions import absolute
from ...formula.partials import partials
from ...names import Name, Role, d
from ...reading.activation import Choice
from ...solution import Block, Column, Ref, Says, Solution, Step, Table, cells, evaluate
from ...working import Working

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
        self.units, self.count = units, len(units)
        self.known_net, self.biased = nets is not None, biases is not None
        self.numbers = ((weight, weights), (bias, biases or []), (net, nets or []))
        self.slopes = [slope(k) for k in range(1, self.count + 1)]
        self.target = out(self.count)
        self.gradient = d(self.target, INPUT)
        self.forward: list[Step] = []

    def write(self, page: Working) -> None:
        """The layers forward, their factors, and the product of these."""
        for numbered, numbers in self.numbers:
            page.row({numbered(k): number for k, number in enumerate(numbers, 1)})
        self._write_forward(page)
        self._write_factors(page)
        self._write_product(page)
        if not self.known_net:
            self._write_weights(page)
            page.check(lambda solution: self.check(page))
        page.table(self.table, always=True)

    def _write_forward(self, page: Working) -> None:
        page.section(Says("flow_outputs" if self.known_net else "page_forward_pass"))
        for k, choice in enumerate(self.units, 1):
            block = page.block(Says("page_layer", n=k))
            if not self.known_net:
                total = Symbol(weight(k)) * Symbol(out(k - 1))
                page.step(net(k), total + Symbol(bias(k)) if self.biased else total)
            reason = Says(choice.unit.says) if choice.unit.says else None
            page.step(out(k), Call(choice.unit, Symbol(net(k)), *choice.args), reason)
            self.forward += block.steps

    def _write_factors(self, page: Working) -> None:
        """The slope of each activation by the chain rule's table, times the weight before it."""
        formulas = {step.name: step.formula for step in self.forward}
        page.section(Says("flow_factors"))
        for k, choice in enumerate(self.units, 1):
            formula = partials(formulas[out(k)], Symbol(out(k))).get(net(k), ZERO)
            key = choice.unit.slope_says
            page.block(Says("page_layer", n=k))
            page.step(slope(k), formula, Says(key) if key else _convention(formula))
            page.step(factor(k), Symbol(weight(k)) * Symbol(slope(k)), Says("flow_factor"))

    def _write_product(self, page: Working) -> None:
        """From the output back: what is left of the gradient at each layer, then the whole product."""
        page.section(Says("flow_product", layers=counted(self.count)), Block())
        left = factor(self.count)
        for k in range(self.count - 1, 1, -1):
            name = d(self.target, out(k - 1))
            page.step(name, Symbol(left) * Symbol(factor(k)), Says("flow_left", k=k))
            left = name
        if self.count > 1:
            factors = map(factor, range(self.count, 0, -1))
            page.step(self.gradient, product_of(map(Symbol, factors)), Says("flow_all"))
        write_mean(page, self.gradient, self.count)

    def _write_weights(self, page: Working) -> None:
        """∂out/∂w for every weight: the factors behind it, its own slope, and what goes in."""
        page.section(Says("flow_weights"), Block(intro=Says("flow_weights_intro")))
        for k in range(self.count, 0, -1):
            parts = [slope(k), out(k - 1)]
            if k < self.count:
                parts.insert(0, d(self.target, out(k)))
            page.step(d(self.target, weight(k)), product_of(map(Symbol, parts)))

    def check(self, page: Working) -> Says | None:
        """Central differences against the gradients at full precision."""
        parameters = [INPUT, *(weight(k) for k in range(1, self.count + 1))]
        gradients = {name: d(self.target, name) for name in parameters}
        values = evaluate(page.steps, given=page.given)
        return check_gradients(self.forward, page.given, self.target, gradients, values)

    def table(self, solution: Solution) -> Table:
        """Layer by layer: net input, output, slope, factor, and what of the gradient is left in front of it."""
        rows: list[list] = []
        for k in range(1, self.count + 1):
            names = [net(k), out(k), slope(k), factor(k), d(self.target, out(k - 1))]
            rows.append([k, Ref(weight(k)), *cells(names, solution.values)])
        columns = [
            Column("layer", "page_column_layer"),
            Column("weight", "flow_column_weight"),
            Column("net", "flow_column_net"),
            Column("out", "flow_column_out"),
            Column("slope", "flow_column_slope"),
            Column("flow_factor", "flow_column_factor"),
            Column("column_flow_left", "flow_column_left", n=self.count),
        ]
        return Table(columns, rows, title=Says("page_table_layers"))


def write_mean(page: Working, product: Name, count: int) -> None:
    """|product|^(1/n): what each of n layers multiplies by on the average."""
    page.answers.append(product)
    size = absolute(Symbol(product))
    if count == 1:
        page.step(FACTOR, size, Says("flow_size"))
    else:
        page.step(FACTOR, Pow(size, Num(f"1/{count}", 1 / count)), Says("flow_mean"))


def _convention(slope: Expr) -> Says | None:
    """The sentence of a slope that is given piece by piece, such as ReLU′ at 0."""
    return Says(slope.function.note) if isinstance(slope, Call) and slope.function.note else None


def counted(count: int) -> Says:
    """``1 layer``, ``4 layers``."""
    return Says("flow_layers", n=count)
