"""Backpropagation through a feed-forward network: forward pass, error, every gradient, every new value."""

from __future__ import annotations

from ..differences import check_gradients
from ..errors import AskedError, listing, nearest, quote
from ..formula.expr import Expr
from ..network.asked import Asked, understand
from ..network.backward import Writer, update_steps
from ..network.forward import again_section, forward_section, loss_section
from ..network.memoisation import MARKS, NAMES, memoisation_section
from ..network.penalty import NAMES as PENALTY_NAMES
from ..network.penalty import Regularization, with_penalty
from ..network.problem import NetworkProblem
from ..network.update import Clip
from ..objective.rate import Rate
from ..optimisers.entry import PRESETS
from ..optimisers.read import OptimiserType, settle
from ..problem import rounding_note
from ..schema import Choice, Field, Flag, ListOf, Nested, Number, Text, Whole
from ..solution import Ref, Says, Solution, Step, Table, evaluate, needed

MOST_GRADIENTS = 20_000


class Problem(NetworkProblem):
    """A network with inputs, targets, a loss, and usually a learning rate."""

    learning_rate = Field(Number(), "the learning rate η", default=None, example="0.5", option=True)
    freeze = Field(ListOf(Text()), "parameters that are not updated, such as [b1, b2]", default=(), starter=False)
    method = Field(
        Choice("chain", "delta"), "the chain rule factor by factor, or error terms δ", default="chain", option=True
    )
    update = Field(
        Choice("simultaneous", "sequential"),
        "every gradient from the old weights, or later layers first",
        default="simultaneous",
        option=True,
    )
    style = Field(
        Choice("scalar", "matrix"), "neuron by neuron, or in matrices with their sizes", default="scalar", option=True
    )
    batch = Field(
        Text(), "with samples: 1 (an update a sample), a number (mini-batches) or all", default="", option=True, starter=False
    )
    epochs = Field(Whole(1, 1_000_000), "with samples: how often all are visited", default=1, option=True, starter=False)
    reduction = Field(
        Choice("mean", "sum"), "with samples: mean or sum of a batch's gradients", default="mean", starter=False
    )
    shuffle = Field(Whole(0, 10**9), "with samples: visit them in random order, with this seed", default=None, starter=False)
    clip = Field(Nested(Clip), "bound the gradients: {value: 1} each, or {norm: 1} together", default=None, starter=False)
    weight_decay = Field(Number(), "decoupled weight decay λ in every update", default=None, starter=False)
    regularization = Field(
        Nested(Regularization), "λΣ|w| or λΣw² added to the error: {l1: 0.01, l2: 0.1, half: true}", default=None, starter=False
    )
    memoisation = Field(
        Flag(), "count the multiplications with and without keeping derivatives", default=False, option=True, starter=False
    )
    optimizer = Field(
        OptimiserType(), "an optimiser for the updates: adam, or {adam: {beta1: 0.9}}", default=None, starter=False
    )
    preset = Field(
        Choice(*PRESETS), "with optimizer: the conventions of paper, pytorch, keras or notes", default="paper", starter=False
    )
    again = Field(Flag(), "repeat the forward pass with the new values", default=False, option=True)

    def check(self, faults):
        """Besides the network: a loss and targets are needed, and units that can learn."""
        super().check(faults)
        for key in ("loss", "targets") if self.samples is None else ("loss",):
            if key not in self.places:
                example = "half squared error" if key == "loss" else "{o1: 1}"
                faults.add(self.beginning, f"the key {key}: is missing; backprop needs it, such as {key}: {example}")
        if self.net is None:
            return
        for unit in self.net.units:
            if unit.function and not unit.function.slopes:
                text = f"{unit.activation} has no gradient (its slope is 0 or not defined), so neuron {unit.name} cannot"
                faults.add(unit.written, f"{text} learn by backprop; use sigmoid or tanh, or kind: forward", unit.activation)
                break
        for name in self.freeze:
            if name not in self.net.parameters:
                hint = nearest(name, tuple(self.net.parameters)) or f" Known: {listing(self.net.parameters)}."
                faults.add(self.places["freeze"], f"no such weight or bias.{hint}", name)

        self._check_additions(faults)
        self._settle(faults)
        self._check_batches(faults)

    def _check_additions(self, faults):
        """Notes what is added to the plain network and does not fit the rest of the problem."""
        for key in ("regularization", "memoisation", "optimizer"):
            place = self.places.get(key)
            if getattr(self, key) and place is not None and (self.symbolic or self.style == "matrix"):
                other = "symbolic: true" if self.symbolic else "style: matrix"
                faults.add(place, f"{key}: cannot be combined with {other}; it is written neuron by neuron, in numbers", "")
        if self.regularization is not None:
            for name in PENALTY_NAMES:
                if name in self.net.parameters or name in self.net.inputs:
                    text = f"with regularization: the name {name} is kept for results, and an input or weight has it"
                    faults.add(self.places["regularization"], text, "")

    def _settle(self, faults):
        """Decides every option of the optimiser, and notes what cannot go with it."""
        if "preset" in self.places and "optimizer" not in self.places:
            faults.add(self.places["preset"], "preset: goes with optimizer:, which is missing", "preset")
        if not self.optimizer:
            return
        place = self.places["optimizer"]
        if len(self.optimizer) > 1:
            faults.add(place, "one optimiser was expected here; several are compared by kind: optimizer", "")
            return
        if self.learning_rate is None:
            faults.add(place, "an optimiser needs learning_rate:", "")
            return
        rate = Rate("constant", {"start": self.learning_rate})
        settled = settle(self.optimizer, self.preset, rate, faults)
        for key in ("learning_rate", "weight_decay"):
            if key in self.optimizer[0].numbers and key in self.places:
                faults.add(self.places[key], f"{key}: stands in the optimizer: as well; write it once", "")
        if "learning_rate" in self.optimizer[0].numbers:
            faults.add(place, "the rate is the problem's own learning_rate:; leave it out of the optimizer:", "")
        if self.weight_decay is not None:
            faults.add(self.places["weight_decay"], "with optimizer:, write weight_decay: among its options", "")
        if self.update == "sequential":
            faults.add(place, "an optimiser goes with update: simultaneous", "")
        if settled:
            letters = {option.letter for option in settled[0].entry.options.values() if option.letter}
            taken = letters & {*self.net.parameters, *self.net.inputs, *(self.regularization.numbers if self.regularization else ())}
            if taken:
                faults.add(place, f"the optimiser writes {listing(sorted(taken))} for a number of its own; rename what has it", "")
            if settled[0].entry.look and settled[0].words.get("form") == "look-ahead":
                faults.add(place, "look-ahead takes its gradient at another point; write form: reformulated", "")
            self.settled = settled[0]

    settled = None

    @property
    def target(self) -> str:
        """What gradients are of: the error, or the cost with its regularisation."""
        return "E" if self.regularization is None else "C"

    def _check_batches(self, faults):
        """Notes keys about batches that do not fit the samples."""
        for key in ("batch", "epochs", "reduction", "shuffle"):
            if key in self.places and self.samples is None:
                faults.add(self.places[key], f"{key}: needs samples:, a list of {{inputs: …, targets: …}}", key)
        if self.samples is None or self.learning_rate is None:
            return
        count = len(self.data or [])
        number = int(self.batch) if self.batch.isdecimal() and len(self.batch) < 9 else 0
        if self.batch != "all" and not 1 <= number <= max(count, 1):
            where = self.places.get("batch") or self.beginning
            text = "1 (an update after every sample), all (one an epoch), or the size of a mini-batch"
            faults.add(where, f"write batch: with {text}; there are {count} samples", self.batch)

    @property
    def batch_size(self) -> int:
        """How many samples stand behind one update."""
        return int(self.batch) if self.batch.isdecimal() else len(self.data)

    def given(self) -> dict[str, Expr]:
        """The network's numbers and the learning rate."""
        rate = {"η": self.learning_rate} if self.learning_rate is not None else {}
        return super().given() | rate | (self.regularization.numbers if self.regularization else {})

    def given_rows(self) -> list[list[str]]:
        """As for every network; the learning rate joins the targets."""
        rows = super().given_rows()
        if self.learning_rate is not None:
            rows[1 if len(rows) > 1 and not self.error.label else 0].append("η")
        if self.regularization is not None:
            rows.append(list(self.regularization.numbers))
        return rows


def solve(problem: Problem) -> Solution:
    """Forward pass, error, backward pass and update, written by the chain rule or with error terms."""
    if problem.symbolic:
        from ..network.symbols import symbolic_solution

        return symbolic_solution(problem)
    if problem.data:
        from ..network.training import Training

        return Training(problem).solution()
    if problem.style == "matrix":
        from ..network.matrix import matrix_solution

        return matrix_solution(problem)
    return _Solver(problem).solution()


class _Solver:
    def __init__(self, problem: Problem):
        self.problem, self.network, self.loss = problem, problem.net, problem.error
        self.forward = [forward_section(self.network), with_penalty(loss_section(self.network, self.loss), problem)]
        self.steps = [step for section in self.forward for step in section.steps]
        self.given = problem.given()
        self.learns = problem.learning_rate is not None
        self.target = problem.target
        self.writer = Writer(self.network, self.steps, self.loss, problem.method, self.target)
        self.gradients: dict[str, str] = {}
        self.renewed: dict[str, str] = {}

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
            given_rows=problem.given_rows(),
            sections=sections,
            names=self.names(),
            rounding=problem.digits,
            asked=[item.name for item in asked],
            answers=[
                *dict.fromkeys(("E", self.target)),
                *(self.renewed.values() or self.gradients.values()),
                *([f"again_{self.target}"] if problem.again else []),
            ],
            table=self.table(),
            notes=self.notes(),
            check=self.check(),
            detail=problem.detail,
        )

    def names(self):
        names = self.problem.names()
        names.error_terms = self.problem.method == "delta"
        if self.problem.memoisation:
            names.exact |= MARKS
        return names

    def wants_again(self, asked: list[Asked]) -> bool:
        return bool(self.problem.again and self.renewed) or any(item.role == "again" for item in asked)

    def asked(self) -> list[Asked]:
        """What is asked for; an empty list means everything."""
        names = {step.name: None for step in self.steps}
        counted = NAMES if self.problem.memoisation else ()
        asked = [
            Asked(text, "count", (text,)) if text in counted else understand(text, self.network, names, target=self.target)
            for text in self.problem.asked or ()
        ]
        for item in asked:
            if item.role in ("new", "change", "again") and not self.learns:
                raise AskedError(
                    f"{quote(item.of[0])} asks for a new value and there is no learning_rate:. "
                    f"Add one, or ask for the gradient d{self.target}/d{item.of[0]}."
                )
            if item.role in ("new", "change") and item.of[0] in self.problem.freeze:
                raise AskedError(f"{quote(item.of[0])} is frozen (freeze:), so it has no new value.")
        return asked

    def write(self, asked: list[Asked]):
        """Writes the backward pass: everything, or what the asked results need."""
        everything = not asked or any(item.role in ("again", "count") for item in asked)
        updates = {item.of[0] for item in asked if item.role in ("new", "change")}
        parameters = [name for name in self.network.parameters if everything or name in updates]
        if everything and len(parameters) > MOST_GRADIENTS:
            raise AskedError(
                f"this network has {len(parameters)} weights and biases, more than a page can hold. "
                f"Name the ones you want, such as asked: [{parameters[0]}]."
            )
        sequential = self.problem.update == "sequential" and self.learns
        if updates and self.problem.again:
            parameters = list(self.network.parameters)
        elif sequential and not everything:
            first = min(self.layer_of(item.of[-1]) for item in asked)
            later = {name for k in range(first + 1, len(self.network.layers)) for name in self.network.parameters_of(k)}
            parameters = [name for name in self.network.parameters if name in later or name in updates]
        order = self.ordered(parameters)
        wanted = set(order)
        for layer in reversed(range(len(self.network.layers))):
            names = [name for name in self.network.parameters_of(layer) if name in wanted]
            for name in names:
                self.parameter(name)
            if sequential:
                self.renew(layer)
        for item in asked:
            if item.role in ("gradient", "local"):
                self.single(item)

    def layer_of(self, name: str) -> int:
        """The layer of a parameter or of a unit's net input or output; the inputs stand before layer 0."""
        for index, layer in enumerate(self.network.layers):
            if name in self.network.parameters_of(index) or any(name in (unit.net, unit.out) for unit in layer):
                return index
        return -1

    def ordered(self, names: list[str]) -> list[str]:
        """Parameters that are written: frozen ones only where nothing but gradients is wanted."""
        return [name for name in names if not (self.learns and name in self.problem.freeze)]

    def parameter(self, name: str):
        """The gradient of one parameter and its update."""
        if name in self.gradients:
            return
        shared = self.network.shared.get(name, 1) > 1
        self.writer.section(Says("backward_shared" if shared else "backward", name=name))
        self.gradients[name] = self.writer.backward.gradient(name)
        if self.learns:
            steps = update_steps(name, self.gradients[name])
            self.writer.add(steps)
            self.renewed[name] = steps[-1].name

    def renew(self, layer: int):
        """From here on the backward pass sees the new weights of this layer."""
        from ..formula.expr import Symbol

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
            rows.append(row + [Ref(self.renewed[name])] if name in self.renewed else row)
        return Table(["name", "old", "gradient"] + (["new"] if self.renewed else []), rows)

    def notes(self) -> list[Says]:
        notes = [rounding_note(self.problem.digits)]
        if self.renewed:
            notes.insert(0, Says(f"note_{self.problem.update}"))
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
