"""One sample worked through: forward pass, error, the gradient of every parameter, and its new value."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from ...differences import check_gradients
from ...errors import AskedError, quote
from ...formula.expr import Symbol
from ...names import Name, Role, d, new
from ...solution import Ref, Says, Step, Table, evaluate, steps_of
from ...working import Working
from .backward import Writer
from .descent import Descent
from .forward import again_section, forward_section, loss_section
from .learning import LearningProblem
from .memoisation import MARKS, NAMES, memoisation_section
from .model import ERROR
from .page import give, opened
from .penalty import with_penalty
from .update import UPDATES, changes_table, clip_marks, clipped

if TYPE_CHECKING:
    from .asked import Passes

MOST_GRADIENTS = 20_000
_DERIVATIVES = (Role.PARTIAL, Role.ERROR_TERM, Role.CHAIN)


def _below(name: Name) -> Name:
    """What a derivative is by; of another step, what it is of."""
    return name.by_name if name.role is Role.PARTIAL else name.of_name


def _refuse_many(parameters: list[Name]):
    """Raises AskedError where there are too many parameters for a page with the gradients of all."""
    if len(parameters) > MOST_GRADIENTS:
        raise AskedError(
            f"this network has {len(parameters)} weights and biases, more than a page can hold. "
            f"Name the ones you want, such as asked: [{parameters[0]}]."
        )


def _is_of_all(name: Name) -> bool:
    """Whether a name is what comes from the gradients of all parameters."""
    return name.role in (Role.AGAIN, Role.COUNT)


class Single:
    """The solution of a backprop problem with one sample; ``again`` repeats the forward pass at the end."""

    def __init__(self, problem: LearningProblem, again: bool = False):
        self.problem, self.network, self.loss, self.again = problem, problem.net, problem.error, again
        self.page = opened(problem)
        self.page.error_terms = problem.method == "delta"
        self.page.marks |= MARKS if problem.memoisation else {}
        self.names = self.page.names
        self.forward = [forward_section(self.network), with_penalty(loss_section(self.network, self.loss), problem)]
        self.steps = steps_of(self.forward)
        learned = [name for name in self.network.parameters if name not in problem.frozen]
        self.descent = Descent(problem, learned)
        self.current: dict[Name, Name] = {name: name for name in (*learned, *self.descent.states)}
        self.learns = problem.learning_rate is not None
        self.target = problem.target
        self.writer = Writer(self.network, self.steps, self.loss, problem.method, self.target)
        self.gradients: dict[Name, Name] = {}
        self.renewed: dict[Name, Name] = {}

    def solution(self) -> Working:
        page = self.page
        give(page, self.problem)
        page.row(self.descent.numbers())
        page.row(self.descent.states)
        page.add(self.forward)
        self.descent.mark(1, set(), self.names)  # what an optimiser begins with, whether or not updates are written
        page.marks |= self.descent.marks
        page.answers = list(dict.fromkeys((ERROR, self.target)))
        page.offer(self.write, self.makes(), lambda text: self.passes.derivative(text), shown=True)
        self.tell()
        page.table(lambda solution: self.table(), always=True)
        page.check(lambda solution: self.check(), always=True)
        return page

    @cached_property
    def passes(self) -> Passes:
        """What may be asked for of the network."""
        from .asked import Passes  # only where something is asked for

        return Passes(self.network, self.steps, self.target, self.problem.asked or [], self.names)

    def makes(self) -> Iterator[Name]:
        """What :meth:`write` can write behind the forward pass, as far as it may be asked for."""
        passes = self.passes
        self.page.untold = self.network.known.keys() - set(passes.given)
        yield from passes.backward()
        yield from self.updates(passes.parameters)
        if self.problem.memoisation:
            yield from NAMES

    def updates(self, parameters: list[Name]) -> list[Name]:
        """The steps that update these parameters; the page learns how they are printed."""
        learned = [name for name in parameters if name not in self.problem.frozen] if self.learns else []
        if not learned:
            return []
        descent = Descent(self.problem, learned)
        current = {name: name for name in (*learned, *descent.states)}
        steps, used = clipped({name: d(self.target, name) for name in learned}, self.problem.clip)
        parts = descent.written(1, current, used, self.names)
        self.page.marks |= descent.marks | (clip_marks(used, self.names) if steps else {})
        return [step.name for part in (steps, *parts) for step in part]

    def _refuse(self, wanted: list[Name]):
        """Raises AskedError for a name of what is no step of this problem."""
        if not wanted:
            return
        from .refused import why_not

        for name in wanted:
            if reason := why_not(name, self):
                raise AskedError(reason)

    def write(self, wanted: list[Name]):
        """Writes the backward pass, the updates and the forward pass after them: no more than is wanted, if any is."""
        page = self.page
        self._refuse(wanted)
        self.write_gradients(wanted)
        page.add(self.writer.sections)
        if self.problem.memoisation and self.gradients:
            page.add([memoisation_section(self.writer.backward, list(self.gradients))])
        page.answers += self.renewed.values() or self.gradients.values()
        if (self.again and self.renewed) or any(name.role is Role.AGAIN for name in wanted):
            page.add([again_section(self.forward, self.renewed)])
        if self.again:
            page.answers.append(Name(Role.AGAIN, self.target))
        page.marks |= self.descent.marks
        page.whole.update(page.sections)

    def tell(self):
        """Writes what is said of updates, where there are any, and of conventions."""
        problem = self.problem
        updates = [Says(UPDATES[problem.update]), *self.descent.says()]
        frozen = [Says("page_note_frozen", names=list(problem.frozen))] if problem.frozen else []
        self.page.note(lambda solution: updates if self.renewed else [])
        self.page.note(*problem.conventions())
        self.page.note(lambda solution: frozen if self.renewed else [])

    def shortened(self, name: Name) -> bool:
        """Whether the gradient by a net input is written by its whole chain and then in a short form."""
        return self.problem.method == "chain" and name in self.writer.backward.collapse

    def write_gradients(self, asked: list[Name]):
        """Writes gradients and updates: everything, or what the asked results need."""
        sequential = self.problem.update == "sequential" and self.learns
        wanted = set(self.ordered(self.needed_parameters(asked, sequential)))
        for layer in reversed(range(len(self.network.layers))):
            self._gradients_in(layer, wanted)
            if sequential:
                self.renew(layer)
        if self.learns and self.together and self.gradients:
            self.writer.section(Says("page_updates"))
            self.update(dict(self.gradients))
        for name in asked:
            if name.role in _DERIVATIVES:
                self.single(name)

    def _gradients_in(self, layer: int, wanted: set[Name]):
        """The gradients of the ``wanted`` parameters of a layer."""
        for name in self.network.parameters_of(layer):
            if name in wanted:
                self.parameter(name)

    def needed_parameters(self, asked: list[Name], sequential: bool) -> list[Name]:
        """The parameters whose gradients are written: all, or those that lead to what is asked."""
        every = list(self.network.parameters)
        if not asked or any(map(_is_of_all, asked)):
            _refuse_many(every)
            return every
        updates = self._updated_for(asked)
        if None in updates:
            return every
        if updates and self._joined:
            return every
        if sequential:
            updates.update(self._renewed_before(asked))
        return [name for name in every if name in updates]

    def _updated_for(self, asked: list[Name]) -> set[Name | None]:
        """The parameters of whose updates something is asked for; None among them for what is of all."""
        return {self.parameter_of(name) for name in asked if name.role not in _DERIVATIVES}

    def _renewed_before(self, asked: list[Name]) -> list[Name]:
        """The parameters of the layers behind what is asked for, which are renewed before it."""
        first = min(self.layer_of(_below(name)) for name in asked)
        found: list[Name] = []
        for layer in range(first + 1, len(self.network.layers)):
            found += self.network.parameters_of(layer)
        return found

    def parameter_of(self, name: Name) -> Name | None:
        """The parameter in whose update a step stands; None for what is of all of them."""
        part = name.of if name.role in (Role.NEW, Role.CHANGE) else name.by
        return self.network.known[part] if part in self.network.parameters else None

    def layer_of(self, name: Name) -> int:
        """The layer of a parameter or of a unit's net input or output; the inputs stand before layer 0."""
        for index, layer in enumerate(self.network.layers):
            if name in self.network.parameters_of(index) or any(name in (unit.net, unit.out) for unit in layer):
                return index
        return -1

    def ordered(self, names: list[Name]) -> list[Name]:
        """Parameters that are written: frozen ones only where nothing but gradients is wanted."""
        return [name for name in names if not (self.learns and name in self.problem.frozen)]

    def parameter(self, name: Name):
        """The gradient of one parameter and its update."""
        if name in self.gradients:
            return
        shared = self.network.shared.get(name, 1) > 1
        self.writer.section(Says("page_backward_shared" if shared else "page_backward", name=name))
        self.gradients[name] = self.writer.backward.gradient(name)
        if self.learns and not self.together:
            self.update({name: self.gradients[name]})

    @property
    def _joined(self) -> bool:
        """Whether what stands behind one update needs those of all parameters."""
        return self.again or self.together

    @property
    def together(self) -> bool:
        """Whether no parameter can be updated before all gradients are known: their length is bounded."""
        return self.problem.clip is not None and self.problem.clip.norm is not None

    def update(self, gradients: dict[Name, Name]):
        """Clips gradients and writes the new values of their parameters into the open section."""
        steps, used = clipped(gradients, self.problem.clip)
        if steps:
            self.page.marks |= clip_marks(used, self.names)
            self.writer.add(steps)
        for part in self.descent.written(1, self.current, used, self.names):
            self.writer.add(part)
        self.renewed |= {name: new(name) for name in gradients}

    def renew(self, layer: int):
        """From here on the backward pass sees the new weights of this layer."""
        for name in self.network.parameters_of(layer):
            if name in self.renewed and name not in self.network.biases and name not in self.network.learned:
                self.writer.backward.updated[name] = Symbol(self.renewed[name])

    def single(self, name: Name):
        """A gradient or local derivative that was asked for by its own name."""
        self.writer.section(Says("page_backward", name=name))
        top, bottom = name.of_name, _below(name)
        if name.role is not Role.PARTIAL or (top == self.target and bottom not in self.network.inputs):
            slope = self.writer.backward.gradient(bottom)
            if bottom in self.network.parameters:
                self.gradients[bottom] = slope
        elif self.writer.backward.local(top, bottom) is None:
            raise AskedError(f"{quote(name)} is not a step of this problem: {top} has no {bottom} in its formula.")
        if not self.writer.sections[-1].blocks:
            self.writer.sections.pop()

    def table(self) -> Table | None:
        if not self.gradients:
            return None
        rows = []
        for name, gradient in self.gradients.items():
            row = [Says("page_name", name=name), Ref(name), Ref(gradient)]
            rows.append([*row, Ref(self.renewed[name])] if name in self.renewed else row)
        return changes_table(rows, bool(self.renewed))

    def check(self) -> Says | None:
        """Central differences against the gradients at full precision."""
        gradients = self.gradients
        if self.problem.update == "sequential" and self.renewed:
            last = set(self.network.parameters_of(len(self.network.layers) - 1))
            gradients = {name: step for name, step in gradients.items() if name in last}
        steps: list[Step] = steps_of(self.writer.sections)
        values = evaluate(self.steps + steps, given=self.page.given)
        return check_gradients(self.steps, self.page.given, self.target, gradients, values)
