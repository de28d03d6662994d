"""A network without numbers: every gradient in symbols, factor by factor, and its closed form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...called import called
from ...formula.derive import Backward, inlined
from ...formula.expr import ONE, Expr, Mul, Neg, Sub, Symbol, size, symbols
from ...names import Name, Role, d
from ...reading.yamlfile import Faults
from ...solution import Block, Says, Section, Solution, Step, needed
from .asked import resolved
from .backward import Writer
from .forward import forward_section, loss_section
from .model import ERROR

if TYPE_CHECKING:
    from ...formula.marks import Names
    from .learning import LearningProblem
    from .loss import ReadLoss
    from .model import Network, Unit


# Numbers, names and signs in the closed forms of one page: some ten seconds' work.
LARGEST = 2_500_000
_CLOSED = "closed"


def symbolic_solution(problem: LearningProblem) -> Solution:
    """Forward pass, loss and all gradients as formulas only."""
    network, loss = problem.net, problem.error
    forward = [forward_section(network), loss_section(network, loss)]
    sections = [*forward, *_backward(problem, [step for section in forward for step in section.steps])]
    names = problem.names()
    names.error_terms = problem.method == "delta"
    names.exact |= {_closed(name): names.mark(d(ERROR, name)) for name in network.parameters}
    for unit in network.outputs:
        names.exact |= dict.fromkeys(_cancelled(unit), names.mark(d(ERROR, unit.net)))
    synonyms = _synonyms(network)
    asked = _asked(problem, sections, names, synonyms)
    if asked:
        sections = needed(sections, [*asked, *(d(ERROR, name.by) for name in asked if name.of == _CLOSED)])
    free = [name for name, value in problem.given().items() if isinstance(value, Symbol)]
    return Solution(
        kind="backprop",
        title=problem.title,
        subtitle=loss.shown,
        source=problem.source,
        given={name: value for name, value in problem.given().items() if name not in free},
        given_rows=[[name for name in row if name not in free] for row in problem.given_rows()],
        sections=sections,
        names=names,
        asked=asked,
        answers=[_closed(name) for name in network.parameters],
        detail=problem.detail,
        synonyms=synonyms,
        symbolic=True,
    )


def _backward(problem: LearningProblem, steps: list[Step]) -> list[Section]:
    """The gradient of every parameter, factor by factor, then its closed form."""
    network, loss = problem.net, problem.error
    writer = Writer(network, steps, loss, problem.method)
    closed = ClosedForms(steps, _textbook(loss.collapse(network)))
    for layer in reversed(range(len(network.layers))):
        for name in network.parameters_of(layer):
            writer.section(Says("backward", name=name))
            writer.backward.gradient(name)
            _show_cancellation(writer.sections[-1], loss, network)
            form = closed.of(name)
            writer.sections[-1].blocks.append(Block(None, [Step(_closed(name), form, Says("everything_in"))]))
    return writer.sections


def _asked(problem: LearningProblem, sections: list[Section], names: Names, synonyms: dict[str, Name]) -> list[Name]:
    """What is asked for: steps, and where a gradient has a closed form, that."""
    results = [step.name for section in sections for step in section.steps if step.name not in synonyms]
    given = [name for name in problem.given() if name not in synonyms]
    return resolved(problem.asked or (), results, given, names, synonyms)


def _show_cancellation(section: Section, loss: ReadLoss, network: Network):
    """Where sigmoid meets binary cross-entropy: the factors put in, multiplied out, and what is left of them."""
    if loss.name != "binary cross-entropy":
        return
    for block in section.blocks:
        for unit in network.outputs:
            at = next((k for k, step in enumerate(block.steps) if step.name == unit.delta), None)
            if at is None:
                continue
            t, out = Symbol(loss.target_names[unit.name]), Symbol(unit.out)
            slope, (factors, product) = loss.entry.term.slope(1, (t, out), out), _cancelled(unit)
            block.steps[at:at] = [
                Step(factors, Mul((slope, out, ONE - out)), Says("everything_in")),
                Step(product, Sub(Mul((ONE - t, out)), Mul((t, ONE - out))), Says("cancels")),
            ]


def _closed(name: Name) -> Name:
    """The gradient of a parameter with everything put in."""
    return Name(Role.RESULT, _CLOSED, name)


def _cancelled(unit: Unit) -> tuple[Name, Name]:
    """Two forms of ∂E/∂net before its short one: the factors put in, and multiplied out."""
    return Name(Role.RESULT, "put_in", unit.name), Name(Role.RESULT, "multiplied", unit.name)


def _textbook(collapse: dict[str, Expr]) -> dict[str, Expr]:
    """−(y − ŷ) where the numbers' page writes ŷ − y: in symbols the notes keep the target first."""
    return {net: Neg(Sub(form.right, form.left)) if isinstance(form, Sub) else form for net, form in collapse.items()}


def check_size(problem: LearningProblem, faults: Faults):
    """Notes a network whose closed forms no page can hold; they grow with the number of paths, layer by layer."""
    network, loss = problem.net, problem.error
    sections = [forward_section(network), loss_section(network, loss)]
    steps = [step for section in sections for step in section.steps]
    written = ClosedForms(steps, _textbook(loss.collapse(network))).size(list(network.parameters))
    if written > LARGEST:
        text = (
            "with everything put in, the gradients of this network hold "
            f"{_counted(written)} numbers, names and signs, and at most {_counted(LARGEST)} are written; "
            "take fewer layers or neurons, or leave symbolic: out for numbers"
        )
        faults.add(problem.places["symbolic"], text, "")


def _counted(number: int) -> str:
    return f"{number:,}".replace(",", " ") if number < 10**12 else f"more than 10^{len(str(number)) - 1}"


class ClosedForms:
    """Gradients with every local derivative put in: −2(y − ŷ)·w₁₁²·x₁."""

    def __init__(self, steps: list[Step], collapse: dict[str, Expr]):
        self.found: dict[str, Expr] = {}
        self.steps = [(step.name, step.formula) for step in steps]
        self.collapse = collapse

    def of(self, name: Name) -> Expr:
        """The closed form of ∂E/∂name."""
        return _expanded(self._made(self._backward(), name), self.found)

    def size(self, names: list[Name]) -> int:
        """How many numbers, names and signs the closed forms of ∂E/∂name hold together, without writing them.

        The form of a name holds, for each of its users, the local derivative and the form of the user.
        """
        backward = self._backward()
        sizes = {ERROR: 0} | {name: size(form) for name, form in self.collapse.items()}
        for name in [*reversed([name for name, _ in self.steps]), *names]:
            if name not in sizes:
                sizes[name] = sum(size(backward.slope(user, name)) + sizes[user] for user in backward.paths(name))
        return sum(sizes[name] for name in names)

    def _backward(self) -> Backward:
        return Backward(self.steps, ERROR, self._take, collapse=self.collapse, inline=True, closed=True)

    def _made(self, backward: Backward, name: Name) -> Expr:
        return self.found[backward.gradient(name)]

    def _take(self, name: Name, formula: Expr, role: str, of: tuple[Name, ...]):
        self.found[name] = formula


def _expanded(formula: Expr, found: dict[str, Expr]) -> Expr:
    """``formula`` with gradients that have a name of their own put in."""
    if isinstance(formula, Neg):
        inner = _expanded(formula.inner, found)
        return inner.inner if isinstance(inner, Neg) else Neg(inner)
    if isinstance(formula, Mul):
        return inlined([_expanded(factor, found) for factor in formula.factors], closed=True)
    if isinstance(formula, Symbol) and formula.name in found:
        return _expanded(found[formula.name], found)
    if not any(name in found for name in symbols(formula)):
        return formula
    return formula.rebuilt(tuple(_expanded(part, found) for part in formula.parts()))


def _synonyms(network: Network) -> dict[str, Name]:
    """A parameter's bare name asks for its gradient, and a gradient for its closed form."""
    words: dict[str, Name] = {}
    for name in network.parameters:
        slope = d(ERROR, name)
        words |= dict.fromkeys((name, slope, *called(slope)), _closed(name))
    return words
