"""Recurrent networks in letters: what stands in place of numbers, derivatives of the last output, closed forms.

The chain h_t = w·(u_t + h_(t−1)) with one weight for input and state, as examinations on tied weights have it, gives
h_3 = w·u_3 + w²·u_2 + w³·u_1 by hand: the tests have it from SymPy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ...errors import EvaluationError
from ...formula.expr import ZERO, Expr, Num, Symbol, replaced, size
from ...formula.numbers import DOUBLES
from ...names import Name, Role, d
from ...solution import Says, Step, evaluate
from ...subjects.descent.function import slope

if TYPE_CHECKING:
    from ...reading.yamlfile import Faults, Node
    from .forward import Forward
    from .model import Net
    from .problem import Problem

# Steps of a page in letters: its closed forms have a term for every way through them.
MOST_STEPS = 12
# Formulas with more parts than this are not written as one.
_LARGEST = 400
# Two ways to one derivative agree but for the rounding of doubles.
_AGREE = 1e-6


def letters_of(net: Net) -> Iterator[Name]:
    """All letters of a network: of inputs, weights, starts, output, targets, context."""
    rows = [*net.inputs, net.context]
    for direction in net.directions:
        rows += direction.start.values()
        for gate in direction.gates.values():
            for given in gate.parameters():
                rows += given.grid
    if net.output is not None:
        for each in filter(None, (net.output.weights, net.output.bias)):
            rows += each.grid
    if net.targets is not None:
        rows += net.targets.steps.values()
    for row in rows:
        yield from (number.name for number in row if isinstance(number, Symbol))


def check_letters(problem: Problem, net: Net, faults: Faults) -> None:
    """Notes letters beside numbers, and what a page in letters does not have."""
    letters = list(letters_of(net))
    if not net.symbolic:
        for letter in letters[:1]:
            text = "expected a number; with symbolic: true letters stand in place of numbers, and the page has formulas"
            faults.add(_place(problem, letter), text, letter)
        return
    place = problem.places["symbolic"]
    first, *others = net.directions
    if not net.form.numbers or others or first.cell != "rnn":
        faults.add(place, "letters stand in place of numbers in one layer of a simple cell with one unit and input", "")
    elif net.steps > MOST_STEPS:
        faults.add(place, f"a page in letters has at most {MOST_STEPS} steps; here {net.steps}", "")
    elif problem.loss is None and not net.activation.unit.slopes:
        faults.add(problem.places["activation"], f"{net.activation.name} has no slope; use tanh, sigmoid or identity")
    else:
        _check_letters(problem, net, faults)


def _check_letters(problem: Problem, net: Net, faults: Faults) -> None:
    """Notes a letter that means both an input and a weight."""
    parameters = {given.name for gate in net.directions[0].gates.values() for given in gate.parameters()}
    for number in (row[0] for row in (*net.inputs, *net.directions[0].start.values())):
        if isinstance(number, Symbol) and number.name in parameters:
            faults.add(_place(problem, number.name), "this letter is that of a weight; write another one", number.name)
            return


def _place(problem: Problem, letter: str) -> Node:
    """Where a letter stands in the file."""
    for node in problem.places.values():
        found = _within(node, letter)
        if found is not None:
            return found
    return problem.beginning


def _within(node: Node, letter: str) -> Node | None:
    """The part of a node with this text."""
    if node.word.strip() == letter:
        return node
    parts = [*(node.items or []), *(node.entries or {}).values()]
    return next(filter(None, (_within(part, letter) for part in parts)), None)


def closed_name(name: Name) -> Name:
    """The name of the line that states a result over the letters alone."""
    return Name(Role.RESULT, "closed", name)


class Closed:
    """The last output over the letters alone, with its derivatives by the parameters, as far as they are sums."""

    def __init__(self, forward: Forward, output: Name, parameters: list[Name]):
        self.forward, self.page, self.output = forward, forward.page, output
        self.parameters = parameters
        self.slopes: dict[Name, Expr] = {}

    def write(self) -> None:
        """The output expanded, then each derivative of it; nothing where an activation is between."""
        from ...formula.symbolic import expanded

        whole = self._whole()
        formula = expanded(whole) if whole is not None else None
        if formula is None:
            return
        self.page.section(Says("recurrent_closed"))
        self.page.block()
        self._state(self.output, formula)
        for name in self.parameters:
            found = slope(formula, name)
            self.slopes[name] = expanded(found) or found
            self._state(d(self.output, name), self.slopes[name])

    def _state(self, name: Name, formula: Expr) -> None:
        """A line with the letters alone, printed as the result that it gives; who asks for a derivative gets both."""
        own = closed_name(name)
        self.page.marks[own] = self.page.names.mark(name)
        if not self.page.problem.asked:
            self.page.state(own, formula)
        elif name != self.output:
            self.page.step(own, formula)
            self.page.groups[name] = [name, own]

    def _whole(self) -> Expr | None:
        """The output with all steps put in; None where it is too long, or no sum of products."""
        problem = self.forward.problem
        made_by = problem.output.activation if problem.output is not None else "identity"
        if problem.net.activation.name != "identity" or made_by != "identity":
            return None
        found: dict[Name, Expr] = {}
        for name, formula in self.forward.formulas.items():
            found[name] = replaced(formula, found)
            if size(found[name]) > _LARGEST:
                return None
            if name == self.output:
                return found[name]
        return None

    def checked(self, steps: list[Step], given: Mapping[Name, Expr], letters: list[Name]) -> Says | None:
        """The closed forms against the chain rule of ``steps``, with numbers put in; None where there is none."""
        point = {name: Num(f"{0.4 + 0.3 * k:.1f}") for k, name in enumerate(letters)}
        try:
            worst = max(self._gaps(steps, {**given, **point}), default=None)
        except (ArithmeticError, ValueError, EvaluationError):
            return None
        if worst is None:
            return None
        text = ", ".join(f"{name} = {number.text}" for name, number in point.items())
        shown = f"{worst:.0e}" if worst else "0"
        return Says("graph_closed_checked" if worst < _AGREE else "graph_closed_differs", text=text, worst=shown)

    def _gaps(self, steps: list[Step], given: Mapping[Name, Expr]) -> Iterator[float]:
        """How far each closed form is from the chain rule, relative to its size."""
        chained = evaluate(steps, given=given)
        inputs = {name: number.evaluate({}, DOUBLES) for name, number in given.items()}
        for name, formula in self.slopes.items():
            one, other = float(chained[d(self.output, name)]), float(formula.evaluate(inputs, DOUBLES))
            yield abs(one - other) / max(abs(one), abs(other), 1e-9)


def begins_empty(numbers: list[Expr]) -> bool:
    """Whether a page in letters leaves out what a state begins with: the number 0."""
    return all(isinstance(number, Num) and number.value == ZERO.value for number in numbers)
