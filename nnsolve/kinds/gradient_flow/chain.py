"""A chain of single units: its forward pass, the factor of each layer, and their product from the output back."""

from __future__ import annotations

from ...formula.derive import partials
from ...formula.expr import ZERO, Call, Expr, Num, Pow, Symbol, product_of
from ...formula.functions import absolute
from ...reading.activation import Choice
from ...solution import Block, Given, Ref, Says, Section, Step, Table
from ...words import WORDS


class Chain:
    """Layers 1 … n of one unit each. ``net`` says that the net inputs are given, so that nothing leads to them."""

    def __init__(self, weights: list[Expr], units: list[Choice], biases: list[Expr] | None, net: list[Expr] | None):
        self.units, self.count, self.known_net = units, len(units), net is not None
        self.given = Given()
        numbered = {"w": weights, "b": biases or [], "net_": net or []}
        for stem, numbers in numbered.items():
            self.given |= {f"{stem}{k}": number for k, number in enumerate(numbers, 1)}
        self.biased = biases is not None
        self.forward: list[Step] = []
        self.target = f"out_{self.count}"
        self.gradient = f"d{self.target}/dx"
        self.sections = [self._forward(), self._factors(), self._product()]
        if not self.known_net:
            self.sections.append(self._weights())

    def before(self, k: int) -> str:
        """What goes into layer ``k``."""
        return f"out_{k - 1}" if k > 1 else "x"

    def factor(self, k: int) -> str:
        """The name of what layer ``k`` multiplies a gradient by."""
        return f"dout_{k}/d{self.before(k)}"

    def _forward(self) -> Section:
        blocks = []
        for k, unit in enumerate(self.units, 1):
            steps = []
            if not self.known_net:
                net = Symbol(f"w{k}") * Symbol(self.before(k))
                steps.append(Step(f"net_{k}", net + Symbol(f"b{k}") if self.biased else net))
            key = f"is_{unit.function.note}"
            reason = Says(key) if WORDS.get(key) else None
            steps.append(Step(f"out_{k}", Call(unit.function, Symbol(f"net_{k}"), *unit.args), reason))
            blocks.append(Block(Says("layer", n=k), steps))
            self.forward += steps
        return Section(Says("flow_outputs" if self.known_net else "forward_pass"), blocks)

    def _factors(self) -> Section:
        """The slope of each activation by the chain rule's table, times the weight before it."""
        formulas = {step.name: step.formula for step in self.forward}
        blocks = []
        for k, unit in enumerate(self.units, 1):
            out = f"out_{k}"
            slope = partials(formulas[out], Symbol(out)).get(f"net_{k}", ZERO)
            key = f"slope_{unit.function.note}"
            steps = [
                Step(f"d{out}/dnet_{k}", slope, Says(key) if key in WORDS else _convention(slope)),
                Step(self.factor(k), Symbol(f"w{k}") * Symbol(f"d{out}/dnet_{k}"), Says("flow_factor")),
            ]
            blocks.append(Block(Says("layer", n=k), steps))
        return Section(Says("flow_factors"), blocks)

    def _product(self) -> Section:
        """From the output back: what is left of the gradient at each layer, then the whole product."""
        steps, left = [], self.factor(self.count)
        for k in range(self.count - 1, 1, -1):
            name = f"d{self.target}/d{self.before(k)}"
            steps.append(Step(name, Symbol(left) * Symbol(self.factor(k)), Says("flow_left", k=k)))
            left = name
        if self.count > 1:
            factors = [Symbol(self.factor(k)) for k in range(self.count, 0, -1)]
            steps.append(Step(self.gradient, product_of(factors), Says("flow_all")))
        key = "flow_mean" if self.count > 1 else "flow_size"
        steps.append(Step("factor", geometric_mean(self.gradient, self.count), Says(key)))
        return Section(Says("flow_product", layers=counted(self.count)), [Block(None, steps)])

    def _weights(self) -> Section:
        """∂out/∂w for every weight: the factors behind it, its own slope, and what goes in."""
        steps = []
        for k in range(self.count, 0, -1):
            parts = [Symbol(f"d{self.target}/dout_{k}")] if k < self.count else []
            parts += [Symbol(f"dout_{k}/dnet_{k}"), Symbol(self.before(k))]
            steps.append(Step(f"d{self.target}/dw{k}", product_of(parts)))
        return Section(Says("flow_weights"), [Block(None, steps, Says("flow_weights_intro"))])

    def gradients(self) -> dict[str, str]:
        """Given name → step of its gradient, for the check by differences."""
        if self.known_net:
            return {}
        return {"x": self.gradient} | {f"w{k}": f"d{self.target}/dw{k}" for k in range(1, self.count + 1)}

    def table(self, kept: set[str]) -> Table:
        """Layer by layer: net input, output, slope, factor, and what of the gradient is left in front of it."""
        names = [("net", "net_{k}"), ("out", "out_{k}"), ("slope", "dout_{k}/dnet_{k}")]
        rows = []
        for k in range(1, self.count + 1):
            cells = [form.format(k=k) for _, form in names]
            cells += [self.factor(k), f"d{self.target}/d{self.before(k)}"]
            rows.append([k, Ref(f"w{k}"), *[Ref(n) if n in kept or n in self.given else "" for n in cells]])
        columns = ["layer", "weight", *[key for key, _ in names], "flow_factor", Says("column_flow_left", n=self.count)]
        return Table(columns, rows, title=Says("table_layers"))


def _convention(slope: Expr) -> Says | None:
    """The sentence of a slope that is given piece by piece, such as ReLU′ at 0."""
    return Says(slope.function.note) if isinstance(slope, Call) and slope.function.note in WORDS else None


def counted(count: int) -> Says:
    """``1 layer``, ``4 layers``."""
    return Says("flow_layers", n=count)


def geometric_mean(product: str, count: int) -> Expr:
    """|product|^(1/n): what each of n layers multiplies by on the average."""
    size = absolute(Symbol(product))
    return size if count == 1 else Pow(size, Num(f"1/{count}", 1 / count))
