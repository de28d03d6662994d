"""One step of one direction of a layer, as a cell writes it: net inputs, gates, values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.array_functions import of_entries
from ...formula.expr import ZERO, Call, Expr, Symbol, total_of
from ...formula.functions import Function
from ...formula.marks import Mark
from ...solution import Says
from ...subjects.recurrent import CONTEXT, Direction, Gate

if TYPE_CHECKING:
    from .forward import Forward

# How a candidate is called: c̃ of an LSTM, h̃ of a GRU.
CANDIDATES = {"lstm": "ctilde", "gru": "htilde"}


class Pass:
    """One step of one direction of a layer, while it is written.

    ``x`` is what it sees, ``h`` the state before, ``held`` what else the cell remembers (its c).
    """

    def __init__(self, forward: Forward, direction: Direction, time: int, x: Expr | None, held: dict[str, Expr]):
        self.forward, self.direction, self.time = forward, direction, time
        self.problem, self.form = forward.problem, forward.form
        self.x, self.held, self.h = x, held, held["h"]

    def begin(self, title: Says) -> None:
        """A block of its own where there is much to write: between matrices."""
        if not self.form.numbers and not self.forward.between(self.time):
            self.forward.page.block(title)

    def write(self, word: str, formula: Expr, reason: Says | None = None) -> Symbol:
        """A step of this pass."""
        name = self.direction.value(word, self.time)
        self.forward.within[name] = self.direction
        return self.forward.step(name, formula, reason, self.mark(word))

    def aside(self, word: str, formula: Expr, reason: Says) -> Symbol:
        """A step that is a part of the next one: in derivatives its formula stands in its place."""
        found = self.write(word, formula, reason)
        self.forward.parts[found.name] = self.forward.formulas.pop(found.name)
        return found

    def mark(self, word: str) -> Mark:
        """How a value of this pass is printed."""
        return self.forward.mark(self.direction, word, self.time)

    def entries(self, function: Function, argument: Expr, *args: Expr) -> Call:
        """A function of every unit."""
        return Call(of_entries(function), argument, *args)

    def gate(
        self, gate: str, h: Expr, function: Function, cell: Expr | None = None, reset: Expr | None = None
    ) -> Symbol:
        """A gate or a candidate: its net input and the function of it, or its value where that is given."""
        word = CANDIDATES[self.direction.cell] if function.name == "tanh" else gate
        values = self.problem.net.gates.get(gate)
        if values is not None:
            return self.forward.give(self.direction.value(word, self.time), values[self.time - 1], self.mark(word))
        net = self.net(gate, h, cell, reset)
        return self.write(word, self.entries(function, net))

    def net(self, gate: str, h: Expr, cell: Expr | None = None, reset: Expr | None = None) -> Symbol:
        """The net input of a gate: what the weights make of input and state, and the biases."""
        name = self.direction.net(gate, self.time)
        self.forward.within[name] = self.direction
        terms = self._terms(self.direction.gates[gate], gate, h, cell, reset)
        return self.forward.step(name, total_of(terms), None, self.forward.net_mark(self.direction, gate, self.time))

    def sum(self, gate: str, h: Expr) -> Expr:
        """What a net input adds up, where it has no name of its own."""
        return total_of(self._terms(self.direction.gates[gate], gate, h, None, None))

    def _terms(self, own: Gate, gate: str, h: Expr, cell: Expr | None, reset: Expr | None) -> list[Expr]:
        """What a net input adds up, in order: products, the peephole, the biases."""
        terms = self._products(own, gate, h, reset)
        if own.peephole is not None and cell is not None:
            terms.append(self.form.by(Symbol(own.peephole.name), cell))
        biases = own.biases if reset is None else [own.bias]
        return terms + [Symbol(bias.name) for bias in biases if bias]

    def _products(self, own: Gate, gate: str, h: Expr, reset: Expr | None) -> list[Expr]:
        """What the weights make of what the gate sees."""
        terms: list[Expr] = []
        if own.joint is not None:
            terms.append(self.form.product(Symbol(own.joint.name), self._both(gate, h)))
        if own.x is not None and self.x is not None:
            terms.append(self._apart("p", gate, self.form.product(Symbol(own.x.name), self.x), "recurrent_from_input"))
        if own.h is not None and h is not ZERO:
            terms.append(self._of_state(own, gate, h, reset))
        if own.context is not None:
            product = self.form.product(Symbol(own.context.name), Symbol(CONTEXT))
            terms.append(self._apart("s", gate, product, "recurrent_from_context"))
        return terms

    def _of_state(self, own: Gate, gate: str, h: Expr, reset: Expr | None) -> Expr:
        """What the weights make of the state; behind it the reset gate, where it stands there."""
        assert own.h is not None, "the state has weights"
        product = self.form.product(Symbol(own.h.name), h)
        if reset is None:
            back = "recurrent_from_output_before" if self.problem.net.feeds_back else "recurrent_from_state"
            return self._apart("q", gate, product, back)
        whole = product + Symbol(own.second.name) if own.second is not None else product
        return self.form.by(reset, self._apart("q", gate, whole, "recurrent_from_state"))

    def _apart(self, word: str, gate: str, product: Expr, key: str) -> Expr:
        """A product of matrices as a step of its own; between numbers it stays where it is."""
        if self.form.numbers:
            return product
        word = f"{word}_{gate}" if gate else word
        return self.aside(word, product, Says(key))

    def _both(self, gate: str, h: Expr) -> Symbol:
        """What a matrix of several columns multiplies: inputs, state and 1 in their order, as one vector."""
        word = "v" if h is self.h else "v_r"
        name = self.direction.value(word, self.time)
        if name in self.forward.formulas:
            return Symbol(name)
        parts = {"x": self.x, "h": h, "context": Symbol(CONTEXT), "1": self.form.vector_of(1)}
        seen = list(filter(None, map(parts.get, self.direction.columns)))
        return self.write(word, self.form.joined(*seen), Says("recurrent_both"))
