"""A network without numbers: every gradient in symbols, factor by factor, and its closed form."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from ...called import called
from ...formula.chains import inlined
from ...formula.derive import Backward
from ...formula.expr import ONE, Expr, Mul, Neg, Sub, Symbol, size, symbols
from ...given import gathered
from ...names import Name, Role, d
from ...reading.yamlfile import Faults
from ...solution import Says, Section, Step
from ...working import Working
from .backward import Writer, shown
from .forward import forward_section, loss_section
from .model import ERROR
from .page import give, opened

if TYPE_CHECKING:
    from ...formula.marks import AnyMark, Names
    from .learning import LearningProblem
    from .loss import ReadLoss
    from .model import Network, Unit


# An error term that holds more numbers, names and signs than this (some four rows of a page) is not put in again for
# every weight below it, but written once under its name. Those below hold it and are longer still: from a layer on
# all have names, and what is written grows with the edges of the network, not with its paths.
LONGEST = 100
# What one page holds: weights and biases, pairs of neurons of which a softmax layer has derivatives, and numbers,
# names and signs in closed forms; each some ten seconds' work.
MOST_GRADIENTS, MOST_PAIRS, LARGEST = 20_000, 50_000, 2_500_000
_CLOSED = "closed"


def symbolic_solution(problem: LearningProblem) -> Working:
    """Forward pass, loss and all gradients as formulas only."""
    network, loss, page = problem.net, problem.error, opened(problem)
    give(page, problem)
    page.add([forward_section(network), loss_section(network, loss)])
    closed = closed_forms(problem, page.steps)
    page.add(_backward(problem, page.steps, closed))
    # A name without a number is not among the given numbers of the page, and must not be that of a step either.
    gathered((problem.given(), {step.name: step.formula for step in page.steps}))
    page.error_terms = problem.method == "delta"
    names = page.names
    page.marks |= {_closed(name): names.mark(d(ERROR, name)) for name in network.parameters}
    for unit in network.outputs:
        page.marks |= dict.fromkeys(_cancelled(unit), names.mark(d(ERROR, unit.net)))
    page.marks |= _piece_marks(closed.named, names)
    page.synonyms = _synonyms(network, closed.named)
    page.untold = page.synonyms.keys()  # a parameter asks for its gradient, and that for its closed form
    page.letters = [name for name in problem.given() if name not in page.synonyms]
    page.along = _factors(network, page.steps)
    if loss.entry.distribution and loss.collapse(network):
        page.note(Says("network_collapse_of_one"))
    page.answers = [_closed(name) for name in network.parameters]
    return page


def _factors(network: Network, steps: list[Step]) -> dict[Name, Name]:
    """The gradients factor by factor that stand before closed forms."""
    deltas = {unit.net: unit.delta for unit in network.units}
    closed = [step.name for step in steps if step.name.of == _CLOSED]
    return {name: deltas.get(name.by_name, d(ERROR, name.by_name)) for name in closed}


def _backward(problem: LearningProblem, steps: list[Step], closed: ClosedForms) -> list[Section]:
    """The gradient of every parameter, factor by factor, then its closed form, after the pieces that it needs."""
    network, loss = problem.net, problem.error
    writer = Writer(network, steps, loss, problem.method)
    for layer in reversed(range(len(network.layers))):
        for name in network.parameters_of(layer):
            writer.section(Says("page_backward", name=name))
            writer.backward.gradient(name)
            _show_cancellation(writer.sections[-1], loss, network)
            form, pieces = closed.of(name)
            for piece in pieces:
                writer.add([piece])
            held = closed.pieces_in(form)
            reason = (
                Says("training_everything_but_pieces", names=shown(held)) if held else Says("training_everything_in")
            )
            writer.add([Step(_closed(name), form, reason)])
    return writer.sections


def closed_forms(problem: LearningProblem, steps: list[Step]) -> ClosedForms:
    """The closed forms of a problem, given the steps of its forward pass and loss."""
    return ClosedForms(steps, _textbook(problem.error.collapse(problem.net)), _pieces(problem))


def _pieces(problem: LearningProblem) -> dict[Name, Name]:
    """What several closed forms hold, the gradient by a net input and by each output of a softmax, and its name.

    Error terms are steps of their own where the page is written with them; else their closed forms get names.
    """
    pieces: dict[Name, Name] = {}
    for unit in problem.net.units:
        pieces[unit.net] = unit.delta if problem.method == "delta" else _closed(unit.net)
        if unit.activation == "softmax":
            pieces[unit.out] = _closed(unit.out)
    return pieces


def _piece_marks(named: dict[Name, Name], names: Names) -> dict[Name, AnyMark]:
    """How pieces are printed: δ for a neuron, the gradient itself for an output of a softmax."""
    errors = copy(names)
    errors.error_terms = True
    found: dict[Name, AnyMark] = {}
    for step, name in named.items():
        if name.role is not Role.ERROR_TERM:
            net = step.role is Role.NET
            found[name] = errors.mark(Name(Role.ERROR_TERM, step)) if net else names.mark(d(ERROR, step))
    return found


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
            slope, (factors, product) = loss.function.slope(1, (t, out), out), _cancelled(unit)
            assert slope is not None, "a cross-entropy has a slope"
            block.steps[at:at] = [
                Step(factors, Mul((slope, out, ONE - out)), Says("training_everything_in")),
                Step(product, Sub(Mul((ONE - t, out)), Mul((t, ONE - out))), Says("training_cancels")),
            ]


def _closed(name: Name) -> Name:
    """The gradient by a parameter or a step with everything put in."""
    return Name(Role.RESULT, _CLOSED, name)


def _cancelled(unit: Unit) -> tuple[Name, Name]:
    """Two forms of ∂E/∂net before its short one: the factors put in, and multiplied out."""
    return Name(Role.RESULT, "put_in", unit.name), Name(Role.RESULT, "multiplied", unit.name)


def _textbook(collapse: dict[Name, Expr]) -> dict[Name, Expr]:
    """−(y − ŷ) where the numbers' page writes ŷ − y: in symbols the notes keep the target first."""
    return {net: Neg(Sub(form.right, form.left)) if isinstance(form, Sub) else form for net, form in collapse.items()}


def check_size(problem: LearningProblem, faults: Faults):
    """Notes a network whose gradients no page can hold."""
    for what, most, count in _BOUNDS:
        written = count(problem)
        if written > most:
            text = (
                f"without numbers at most {_counted(most)} {what} are written, and this network has "
                f"{_counted(written)}; take fewer layers or neurons, or leave symbolic: out for numbers"
            )
            faults.add(problem.places["symbolic"], text, "")
            return


def _pairs(problem: LearningProblem) -> int:
    return sum(len(unit.args) for unit in problem.net.units if unit.activation == "softmax")


def _written(problem: LearningProblem) -> int:
    network = problem.net
    steps = [*forward_section(network).steps, *loss_section(network, problem.error).steps]
    return closed_forms(problem, steps).size(list(network.parameters))


# What is counted, how much of it is written, and how it is counted; what is counted soonest comes first.
_BOUNDS = (
    ("weights and biases", MOST_GRADIENTS, lambda problem: len(problem.net.parameters)),
    ("pairs of softmax neurons", MOST_PAIRS, _pairs),
    ("numbers, names and signs in closed forms", LARGEST, _written),
)


def _counted(number: int) -> str:
    return f"{number:,}".replace(",", " ")


class ClosedForms:
    """Gradients with every local derivative put in: −2(y − ŷ)·w₁₁²·x₁.

    ``collapse``: short forms of a gradient. ``pieces``: the steps whose gradient several closed forms hold, and its
    name; those longer than LONGEST are ``named``, and closed forms hold their names.
    """

    def __init__(self, steps: list[Step], collapse: dict[Name, Expr], pieces: dict[Name, Name]):
        self.steps = {step.name: step.formula for step in steps}
        self.collapse = collapse
        self.found: dict[Name, Expr] = {}
        self._new: list[tuple[Name, Name]] = []
        self.backward = Backward(
            list(self.steps.items()), ERROR, self._take, collapse=collapse, inline=True, closed=True
        )
        whole = self._sizes({})
        self.named = {step: name for step, name in pieces.items() if whole.get(step, 0) > LONGEST}
        self.backward.alias = self.named
        self._names = set(self.named.values())

    def of(self, name: Name) -> tuple[Expr, list[Step]]:
        """The closed form of ∂E/∂name, and the pieces in it that have not been written, those above first."""
        form = self._put_in(self.found[self.backward.gradient(name)])
        new, self._new = self._new, []
        pieces = [
            Step(piece, self._put_in(self.found[piece]), Says("training_piece", name=d(ERROR, step)))
            for step, piece in new
            if piece.role is not Role.ERROR_TERM  # a page with error terms has written it
        ]
        return form, pieces

    def pieces_in(self, form: Expr) -> list[Name]:
        """The pieces that a closed form holds by their names."""
        return [name for name in dict.fromkeys(symbols(form)) if name in self._names]

    def size(self, parameters: list[Name]) -> int:
        """How many numbers, names and signs all closed forms hold together, without writing them."""
        sizes = self._sizes(dict.fromkeys(self.named, 1))
        return sum(sum(self._parts(name, sizes)) for name in (*self.named, *parameters))

    def _sizes(self, known: dict[Name, int]) -> dict[Name, int]:
        """How many numbers, names and signs the gradient by each step holds.

        The form of a name holds, for each of its users, the local derivative and the form of the user.
        """
        sizes = {ERROR: 0} | {name: size(form) for name, form in self.collapse.items()} | known
        for name in reversed(self.steps):
            if name not in sizes:
                sizes[name] = sum(self._parts(name, sizes))
        return sizes

    def _parts(self, name: Name, sizes: dict[Name, int]) -> list[int]:
        return [size(self.backward.slope(user, name)) + sizes[user] for user in self.backward.paths(name)]

    def _put_in(self, formula: Expr) -> Expr:
        return _expanded(formula, self.found, self._names)

    def _take(self, name: Name, formula: Expr, role: str, of: tuple[Name, ...]):
        self.found[name] = formula
        if name in self._names:
            self._new.append((of[0], name))


def _expanded(formula: Expr, found: dict[Name, Expr], kept: set[Name]) -> Expr:
    """``formula`` with gradients that have a name of their own put in, but for those ``kept``."""
    if isinstance(formula, Neg):
        inner = _expanded(formula.inner, found, kept)
        return inner.inner if isinstance(inner, Neg) else Neg(inner)
    if isinstance(formula, Mul):
        return inlined([_expanded(factor, found, kept) for factor in formula.factors], closed=True)
    if not _speaks_of(formula, found, kept):
        return formula
    if isinstance(formula, Symbol):
        return _expanded(found[formula.name], found, kept)
    return formula.rebuilt(tuple(_expanded(part, found, kept) for part in formula.parts()))


def _speaks_of(formula: Expr, found: dict[Name, Expr], kept: set[Name]) -> bool:
    """Whether a formula has gradients with a name of their own that are put in."""
    return any(name in found and name not in kept for name in symbols(formula))


def _synonyms(network: Network, named: dict[Name, Name]) -> dict[str, Name]:
    """A parameter's bare name asks for its gradient, and a gradient for its closed form."""
    words: dict[str, Name] = {}
    terms = {unit.net: unit.delta for unit in network.units}
    for step, name in named.items():
        if name.role is not Role.ERROR_TERM:
            for slope in (d(ERROR, step), terms.get(step, d(ERROR, step))):
                words |= dict.fromkeys((slope, *called(slope)), name)
    for name in network.parameters:
        slope = d(ERROR, name)
        words |= dict.fromkeys((name, slope, *called(slope)), _closed(name))
    return words
