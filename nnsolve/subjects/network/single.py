"""One sample worked through: forward pass, error, the gradient of every parameter, and its new value."""

from __future__ import annotations

from ...differences import check_gradients
from ...errors import AskedError, quote
from ...formula.expr import Symbol
from ...names import Name, Role, d, new
from ...reading.problem import rounding_note
from ...solution import Ref, Says, Solution, Step, Table, evaluate, needed
from .asked import Asked, understand
from .backward import Writer
from .descent import Descent
from .forward import again_section, forward_section, loss_section
from .learning import LearningProblem
from .memoisation import MARKS, NAMES, memoisation_section
from .model import ERROR
from .penalty import with_penalty
from .update import changes_table, clip_marks, clipped

MOST_GRADIENTS = 20_000


class Single:
    """The solution of a backprop problem with one sample; ``again`` repeats the forward pass at the end."""

    def __init__(self, problem: LearningProblem, again: bool = False):
        self.problem, self.network, self.loss, self.again = problem, problem.net, problem.error, again
        self.forward = [forward_section(self.network), with_penalty(loss_section(self.network, self.loss), problem)]
        self.steps = [step for section in self.forward for step in section.steps]
        learned = [name for name in self.network.parameters if name not in problem.freeze]
        self.descent = Descent(problem, learned, single=True)
        self.current: dict[Name, Name] = {name: name for name in (*learned, *self.descent.states)}
        self.marks: dict[Name, object] = {}
        self.given = problem.given() | self.descent.numbers() | self.descent.states
        self.learns = problem.learning_rate is not None
        self.target = problem.target
        self.writer = Writer(self.network, self.steps, self.loss, problem.method, self.target)
        self.gradients: dict[Name, Name] = {}
        self.renewed: dict[Name, Name] = {}

    def solution(self) -> Solution:
        asked = self.asked()
        backward = [item for item in asked if item.role != "forward"]
        sections, problem = self.forward, self.problem
        if asked and not backward:
            sections = needed(sections, [item.name for item in asked])
        else:
            self.write(backward)
            sections = sections + self.writer.sections
            if problem.memoisation and self.gradients:
                sections.append(memoisation_section(self.writer.backward, list(self.gradients)))
            if self.wants_again(asked):
                sections.append(again_section(self.forward, self.renewed))
        return Solution(
            kind="backprop",
            title=problem.title,
            subtitle=self.loss.shown,
            source=problem.source,
            given=self.given,
            given_rows=[row for row in self.given_rows() if row],
            sections=sections,
            names=self.names(),
            rounding=problem.precision,
            asked=[item.name for item in asked],
            answers=[
                *dict.fromkeys((ERROR, self.target)),
                *(self.renewed.values() or self.gradients.values()),
                *([Name(Role.AGAIN, self.target)] if self.again else []),
            ],
            table=self.table(),
            notes=self.notes(),
            check=self.check(),
            detail=problem.detail,
        )

    def given_rows(self) -> list[list[Name]]:
        """The rows of the problem, then the numbers of an optimiser and what it begins with."""
        return [*self.problem.given_rows(), [*self.descent.numbers()], [*self.descent.states]]

    def names(self):
        names = self.problem.names()
        names.error_terms = self.problem.method == "delta"
        if self.problem.memoisation:
            names.exact |= MARKS
        names.exact |= self.marks | self.descent.marks
        return names

    def wants_again(self, asked: list[Asked]) -> bool:
        return bool(self.again and self.renewed) or any(item.role == "again" for item in asked)

    def asked(self) -> list[Asked]:
        """What is asked for; an empty list means everything."""
        names = {step.name: step.name for step in self.steps}
        counts = {name: Asked(name, "count", (name,)) for name in NAMES} if self.problem.memoisation else {}
        asked = [
            counts.get(text) or understand(text, self.network, names, target=self.target)
            for text in self.problem.asked or ()
        ]
        for item in asked:
            if item.role in ("new", "change", "again") and not self.learns:
                instead = f"the gradient {d(self.target, item.of[0])}"
                if item.role == "again":
                    instead = item.name.of
                raise AskedError(
                    f"{quote(item.of[0])} asks for a new value and there is no learning_rate:. "
                    f"Add one, or ask for {instead}."
                )
            if item.role == "change" and self.descent.settings is not None:
                raise AskedError(
                    f"{quote(item.name)} is not written by {self.descent.settings.entry.title}; ask for {item.of[0]}."
                )
            if item.name.role is Role.CHAIN and not self.shortened(item.of[0]):
                raise AskedError(
                    f"{quote(item.name)} is not a step of this problem: only one form of this derivative is written. "
                    f"Ask for {Name(Role.ERROR_TERM, item.of[0])}."
                )
            if item.role in ("new", "change") and item.of[0] in self.problem.freeze:
                raise AskedError(f"{quote(item.of[0])} is frozen (freeze:), so it has no new value.")
        return asked

    def shortened(self, name: Name) -> bool:
        """Whether the gradient by a net input is written by its whole chain and then in a short form."""
        return self.problem.method == "chain" and name in self.writer.backward.collapse

    def write(self, asked: list[Asked]):
        """Writes the backward pass: everything, or what the asked results need."""
        sequential = self.problem.update == "sequential" and self.learns
        wanted = set(self.ordered(self.needed_parameters(asked, sequential)))
        for layer in reversed(range(len(self.network.layers))):
            for name in self.network.parameters_of(layer):
                if name in wanted:
                    self.parameter(name)
            if sequential:
                self.renew(layer)
        if self.learns and self.together and self.gradients:
            self.writer.section(Says("updates"))
            self.update(dict(self.gradients))
        for item in asked:
            if item.role in ("gradient", "local"):
                self.single(item)

    def needed_parameters(self, asked: list[Asked], sequential: bool) -> list[Name]:
        """The parameters whose gradients are written: all, or those that lead to what is asked."""
        every = list(self.network.parameters)
        if not asked or any(item.role in ("again", "count") for item in asked):
            if len(every) > MOST_GRADIENTS:
                raise AskedError(
                    f"this network has {len(every)} weights and biases, more than a page can hold. "
                    f"Name the ones you want, such as asked: [{every[0]}]."
                )
            return every
        updates = {item.of[0] for item in asked if item.role in ("new", "change")}
        if updates and (self.again or self.together):
            return every
        if sequential:  # the layers behind are renewed before
            first = min(self.layer_of(item.of[-1]) for item in asked)
            for layer in range(first + 1, len(self.network.layers)):
                updates.update(self.network.parameters_of(layer))
        return [name for name in every if name in updates]

    def layer_of(self, name: Name) -> int:
        """The layer of a parameter or of a unit's net input or output; the inputs stand before layer 0."""
        for index, layer in enumerate(self.network.layers):
            if name in self.network.parameters_of(index) or any(name in (unit.net, unit.out) for unit in layer):
                return index
        return -1

    def ordered(self, names: list[Name]) -> list[Name]:
        """Parameters that are written: frozen ones only where nothing but gradients is wanted."""
        return [name for name in names if not (self.learns and name in self.problem.freeze)]

    def parameter(self, name: Name):
        """The gradient of one parameter and its update."""
        if name in self.gradients:
            return
        shared = self.network.shared.get(name, 1) > 1
        self.writer.section(Says("backward_shared" if shared else "backward", name=name))
        self.gradients[name] = self.writer.backward.gradient(name)
        if self.learns and not self.together:
            self.update({name: self.gradients[name]})

    @property
    def together(self) -> bool:
        """Whether no parameter can be updated before all gradients are known: their length is bounded."""
        return self.problem.clip is not None and self.problem.clip.norm is not None

    def update(self, gradients: dict[Name, Name]):
        """Clips gradients and writes the new values of their parameters into the open section."""
        names = self.problem.names()
        steps, used = clipped(gradients, self.problem.clip)
        if steps:
            self.marks |= clip_marks(used, names)
            self.writer.add(steps)
        for part in self.descent.written(1, self.current, used, names):
            self.writer.add(part)
        self.renewed |= {name: new(name) for name in gradients}

    def renew(self, layer: int):
        """From here on the backward pass sees the new weights of this layer."""
        for name in self.network.parameters_of(layer):
            if name in self.renewed and name not in self.network.biases and name not in self.network.learned:
                self.writer.backward.updated[name] = Symbol(self.renewed[name])

    def single(self, item: Asked):
        """A gradient or local derivative that was asked for by its own name."""
        self.writer.section(Says("backward", name=item.name))
        if item.role == "gradient":
            name = self.writer.backward.gradient(item.of[0])
            if item.of[0] in self.network.parameters:
                self.gradients[item.of[0]] = name
        elif self.writer.backward.local(*item.of) is None:
            top, bottom = item.of
            raise AskedError(f"{quote(item.name)} is not a step of this problem: {top} has no {bottom} in its formula.")
        if not self.writer.sections[-1].blocks:
            self.writer.sections.pop()

    def table(self) -> Table | None:
        if not self.gradients:
            return None
        rows = []
        for name, gradient in self.gradients.items():
            row = [Says("name", name=name), Ref(name), Ref(gradient)]
            rows.append([*row, Ref(self.renewed[name])] if name in self.renewed else row)
        return changes_table(rows, bool(self.renewed))

    def notes(self) -> list[Says]:
        notes = [*self.problem.conventions(), rounding_note(self.problem.precision)]
        if self.renewed:
            notes = [Says(f"note_{self.problem.update}"), *self.descent.says(), *notes]
            if self.problem.freeze:
                notes.append(Says("note_frozen", names=list(self.problem.freeze)))
        return notes

    def check(self) -> Says | None:
        """Central differences against the gradients at full precision."""
        gradients = self.gradients
        if self.problem.update == "sequential" and self.renewed:
            last = set(self.network.parameters_of(len(self.network.layers) - 1))
            gradients = {name: step for name, step in gradients.items() if name in last}
        steps: list[Step] = [step for section in self.writer.sections for step in section.steps]
        values = evaluate(self.steps + steps, given=self.given)
        return check_gradients(self.steps, self.given, self.target, gradients, values)
