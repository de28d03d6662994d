"""A linear unit: its weights, its bias in one of the forms that books write, and its weighted sum."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from ...errors import counted, listing
from ...formula.expr import ONE, Expr, Mul, Neg, Num, Sub, Symbol, total_of
from ...formula.marks import NAME
from ...names import Name, Role, change, new
from ...reading.beside import Conditions
from ...reading.schema import Field, Flag, Raw, Record, Schema, With
from ...reading.yamlfile import Faults, Node, complete_values
from .points import Exact, exact_number

BIAS, THRESHOLD, ZERO_WEIGHT = (Name(Role.PARAMETER, word) for word in ("b", "θ", "w0"))
ZERO_INPUT = Name(Role.INPUT, "x0")
NET = Name(Role.NET, "net")
TAKEN = {BIAS, THRESHOLD, ZERO_WEIGHT, ZERO_INPUT, "η", "net", "out", "error", "t", "y", "epochs", "updates", "margin"}
SAME_NUMBER = "another form of the same number"
WEIGHTS_SCHEMA: Schema = {
    "anyOf": [
        {"type": ["number", "string"]},
        {"type": "array", "items": {"type": ["number", "string"]}},
        {"type": "object", "additionalProperties": {"type": ["number", "string"]}},
    ]
}


def weights_field(doc: str, example: str, needs: Conditions = ()) -> Field[Node | None]:
    """The key ``weights:``: a list, a mapping, or one number for all."""
    return Field(Raw(WEIGHTS_SCHEMA), doc, default=None, example=example, needs=needs)


class ConstantKeys(Record):
    """The keys for what is added to w·x besides: a bias, a threshold, or the weight of a constant input."""

    bias = Field(Exact(), "the bias b that is added: z = w·x + b", default=None, example="0", needs="rule")
    threshold = Field(
        Exact(),
        "a threshold θ instead, that is subtracted: z = w·x − θ",
        default=None,
        excludes=With("bias", SAME_NUMBER),
    )
    w0 = Field(
        Exact(),
        "a weight w0 of the constant input x0 instead",
        default=None,
        excludes=With("bias or threshold", SAME_NUMBER),
    )
    x0 = Field(
        Exact(),
        "the constant input of w0: 1 unless told, or −1",
        default=Num("1"),
        starter=False,
        needs=With("w0", "its weight"),
    )
    learn_threshold = Field(
        Flag(),
        "with threshold: whether θ is learned too; it stays fixed unless told",
        default=False,
        needs="threshold",
    )


class Neuron:
    """Weights by name in the order of the inputs, and the constant term, None where there is none."""

    def __init__(
        self, weights: dict[Name, Expr], constant: Name | None = None, value: Expr | None = None, x0: Expr = ONE
    ):
        self.weights, self.constant, self.value, self.x0 = weights, constant, value, x0
        self.inputs = [Name(Role.INPUT, f"x{k}") for k in range(1, len(weights) + 1)]

    @property
    def constant_value(self) -> Expr:
        """The number of the constant term of a unit that has one."""
        assert self.value is not None
        return self.value

    @property
    def given(self) -> dict[Name, Expr]:
        """All numbers of the unit by name."""
        found = dict(self.weights)
        if self.constant:
            found[self.constant] = self.constant_value
        if self.constant == ZERO_WEIGHT:
            found[ZERO_INPUT] = self.x0
        return found

    @property
    def parameters(self) -> list[Name]:
        """The weights and the constant term, w0 first."""
        if self.constant is None:
            return list(self.weights)
        if self.constant == ZERO_WEIGHT:
            return [ZERO_WEIGHT, *self.weights]
        return [*self.weights, self.constant]

    def net(self) -> Expr:
        """The weighted sum over the names of weights and inputs."""
        terms: list[Expr] = [Mul((Symbol(w), Symbol(x))) for w, x in zip(self.weights, self.inputs, strict=True)]
        if self.constant == ZERO_WEIGHT:
            terms.insert(0, Mul((Symbol(ZERO_WEIGHT), Symbol(ZERO_INPUT))))
        if self.constant == BIAS:
            terms.append(Symbol(BIAS))
        total = total_of(terms)
        return Sub(total, Symbol(THRESHOLD)) if self.constant == THRESHOLD else total

    def factor(self, parameter: Name) -> Expr:
        """What a parameter is multiplied by in the sum: its input, 1 for b, −1 for θ, x0 for w0."""
        constants = {BIAS: ONE, THRESHOLD: Neg(ONE), ZERO_WEIGHT: Symbol(ZERO_INPUT)}
        if parameter in constants:
            return constants[parameter]
        place = list(self.weights).index(parameter)
        return Symbol(self.inputs[place])

    def row(self, inputs: list, one: int = 1) -> dict[Name, Fraction | int]:
        """The numbers that the parameters are multiplied by for a point, as exact numbers."""
        from ...formula.exact import exact_value

        found: dict[Name, Fraction | int] = {w: exact_value(x) for w, x in zip(self.weights, inputs, strict=True)}
        if self.constant:
            ones: dict[Name, Fraction | int] = {BIAS: one, THRESHOLD: -one, ZERO_WEIGHT: exact_value(self.x0)}
            found[self.constant] = ones[self.constant]
        return found


def read_weights(node: Node, count: int, faults: Faults, own: Iterable[Name] = ()) -> dict[Name, Expr] | None:
    """Weights by name: a mapping, a list in the order of the inputs, or one number for all of them.

    ``own`` are names of the kind that a weight cannot have, besides those of every linear unit.
    """
    if node.entries is not None and not _are_names(node, count, own, faults):
        return None
    pairs = _named(node, count)
    if len(pairs) != count:
        names = listing([f"x{k}" for k in range(1, count + 1)])
        return faults.add(node, f"{counted(len(pairs), 'weights')} for {counted(count, 'inputs')} ({names})", "")
    return complete_values({Name(Role.PARAMETER, name): exact_number(item, faults) for name, item in pairs.items()})


def _named(node: Node, count: int) -> dict[str, Node]:
    """The nodes of the weights by name: w1, w2, … where these are not written."""
    if node.entries is not None:
        return node.entries
    items = node.items if node.items is not None else [node] * count
    return {f"w{k}": item for k, item in enumerate(items, 1)}


def _are_names(node: Node, count: int, own: Iterable[Name], faults: Faults) -> bool:
    """Whether all keys of a mapping can name weights; else the first that cannot is noted."""
    taken = {*TAKEN, *own, *(f"x{k}" for k in range(1, count + 1))}
    for key in node.mapped:
        taken |= {new(key), change(key)}
    for where, key, _ in node.pairs:
        if not NAME.fullmatch(key) or key in taken:
            faults.add(where, "expected the name of a weight, such as w1, that means nothing else here", key)
            return False
    return True


def read_neuron(
    problem: ConstantKeys, weights: dict[Name, Expr], faults: Faults, default: Expr | None = None
) -> Neuron | None:
    """The unit of a problem with :class:`ConstantKeys`; faults are noted at their places."""
    written = [key for key in ("bias", "threshold", "w0") if key in problem.places]
    if not written:
        return Neuron(weights, BIAS, default) if default is not None else Neuron(weights)
    if not problem.has(written[0]):
        return None
    name = {"bias": BIAS, "threshold": THRESHOLD, "w0": ZERO_WEIGHT}[written[0]]
    return Neuron(weights, name, getattr(problem, written[0]), problem.x0)
