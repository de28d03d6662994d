"""Backpropagation through a feed-forward network: forward pass, error, every gradient, every new value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import counted, listing, nearest
from ..formula.parse import whole_text
from ..reading.schema import Field, Flag, Later, With, together_where
from ..reading.yamlfile import Faults
from ..subjects.network.learning import UPDATES, LearningProblem
from ..subjects.network.problem import BY_NEURON, ONE_PASS
from ..working import Working

if TYPE_CHECKING:
    from ..subjects.optimisers.update import Settings, Update

TOPIC = "Networks by hand"
PICTURE = "network"
PLOTS = ("course",)
COURSE = ("epoch", "average_loss", "plot_epochs", "plot_loss")


class Problem(LearningProblem):
    """A network with inputs, targets, a loss, and usually a learning rate."""

    optimizer = Field(
        Later("nnsolve.subjects.optimisers.read", "OptimiserType"),
        "an optimiser for the updates: adam, or {adam: {beta1: 0.9}}",
        default=None,
        starter=False,
        needs=UPDATES,
        excludes=(*BY_NEURON, With("update: sequential", "whose gradients are not all of the same weights")),
    )
    preset = Field(
        Later("nnsolve.subjects.optimisers.entry", "Preset"),
        "with optimizer: the conventions of paper, pytorch, keras or notes",
        default="paper",
        starter=False,
        needs="optimizer",
    )
    again = Field(
        Flag(),
        "repeat the forward pass with the new values",
        default=False,
        option=True,
        needs=UPDATES,
        excludes=ONE_PASS,
    )

    @property
    def hand(self) -> type[Update]:
        """What writes the steps of an optimiser."""
        from ..subjects.optimisers.update import Update

        return Update

    def check(self, faults: Faults):
        """Besides the network: a loss and targets are needed, and units that can learn."""
        super().check(faults)
        for key in ("loss", "targets") if self.samples is None else ("loss",):
            if key not in self.places:
                example = "half squared error" if key == "loss" else "{o1: 1}"
                faults.add(self.beginning, f"the key {key}: is missing; backprop needs it, such as {key}: {example}")
        if not self.has("net"):
            return
        self._check_slopes(faults)
        self._check_frozen(faults)
        self._check_additions(faults)
        self._check_batches(faults)
        if self.symbolic and not faults.found:
            from ..subjects.network.symbols import check_size

            check_size(self, faults)

    def _check_slopes(self, faults: Faults):
        """Notes the first neuron whose activation has no slope."""
        for unit in self.net.units:
            if unit.function and not unit.function.slopes:
                text = (
                    f"{unit.activation} has no gradient (its slope is 0 or not defined), so neuron {unit.name} cannot"
                )
                advice = "learn by backprop; use sigmoid or tanh, or kind: forward"
                faults.add(unit.written, f"{text} {advice}", unit.activation)
                return

    def _check_frozen(self, faults: Faults):
        """Notes names that are none of a weight or bias."""
        for name in self.frozen:
            if name not in self.net.parameters:
                hint = nearest(name, tuple(self.net.parameters)) or f" Known: {listing(self.net.parameters)}."
                faults.add(self.places["freeze"], f"no such weight or bias.{hint}", name)

    def _check_additions(self, faults: Faults):
        """Notes what is added to the plain network and does not fit the rest of the problem."""
        if self.update == "sequential" and self.clip is not None and self.clip.norm is not None:
            text = "clip: {norm: …} needs all gradients before the first update, unlike update: sequential"
            faults.add(self.places["clip"], f"{text}; write clip: {{value: …}} or update: simultaneous", "")
        if self.style == "matrix":
            self.check_matrix(faults)
        if self.memoisation and self.net.norms and "memoisation" in self.places:
            text = "memoisation: counts the paths of one sample, and batch_norm joins those of a batch"
            faults.add(self.places["memoisation"], text, "")
        if self.again and set(self.frozen) >= set(self.net.parameters):
            faults.add(self.places["again"], "again: needs a parameter that is updated, and freeze: names all", "")
        self._check_letters(faults)

    def _check_letters(self, faults: Faults):
        """Notes names of the network that a decay or regularisation needs for itself."""
        own = {*self.net.parameters, *self.net.inputs}
        if self.weight_decay is not None and "λ" in own:
            text = "weight_decay: is printed as λ, and an input or weight has this name"
            faults.add(self.places["weight_decay"], text, "")
        if self.regularization is None:
            return
        from ..subjects.network.penalty import NAMES

        for name in NAMES:
            if name in own:
                text = f"with regularization: the name {name} is kept for results, and an input or weight has it"
                faults.add(self.places["regularization"], text, "")

    @together_where("optimizer", of=["optimizer", "net"])
    def settings(self, faults: Faults) -> Settings | None:
        """The optimiser with every option decided."""
        if not self.optimizer or self.learning_rate is None:
            return None
        from ..subjects.descent.rate import Rate
        from ..subjects.optimisers.read import settle

        place = self.places["optimizer"]
        if len(self.optimizer) > 1:
            return faults.add(place, "one optimiser was expected here; several are compared by kind: optimizer", "")
        rate = Rate("constant", {"start": self.learning_rate})
        settled = settle(self.optimizer, self.preset, rate, faults)
        if "learning_rate" in self.optimizer[0].numbers:
            faults.add(place, "the rate is the problem's own learning_rate:; leave it out of the optimizer:", "")
        if not settled:
            return None
        self._check_optimiser(settled[0], faults)
        return settled[0]

    @property
    def settled(self) -> Settings | None:
        """The optimiser of the updates."""
        return self.settings

    def _check_optimiser(self, settled: Settings, faults: Faults):
        """Notes what the optimiser writes and a network cannot have."""
        place, entry = self.places["optimizer"], settled.entry
        letters = {option.letter for option in entry.options.values() if option.letter}
        taken = sorted(letters & self._printed())
        if taken:
            text = f"the optimiser writes {listing(taken)} for a number of its own; rename what has it"
            faults.add(place, text, "")
        if entry.look and settled.words.get("form") == "look-ahead":
            faults.add(place, "look-ahead takes its gradient at another point; write form: reformulated", "")

    def _printed(self) -> set[str]:
        """The letters that the network prints."""
        printed: set[str] = {*self.net.parameters, *self.net.inputs}
        if self.regularization:
            printed.update(self.regularization.numbers)
        for norm in self.net.norms.values():
            printed.update(name.replace("_", "") for name in norm.parameters)  # β₁
        return printed

    def _check_batches(self, faults: Faults) -> None:
        """Notes keys about batches that do not fit the samples."""
        if self.data and self.net.norms:
            self._check_normalised(faults)
        if self.samples is None:
            return
        if self.learning_rate is None and not self.net.norms:
            why = "puts the gradients of several samples together for an update, and needs learning_rate:"
            self.idle(faults, ("batch", "reduction"), why)
        if self.learning_rate is not None:
            self._check_training(faults)
        elif "batch" in self.places:
            self._is_batch(faults)

    def _check_training(self, faults: Faults) -> None:
        """Notes batches that are none of these samples, and more work than is done."""
        if self._is_batch(faults) and self.data and not faults.found:
            from ..subjects.network.work import check_work

            check_work(self, faults)

    def _is_batch(self, faults: Faults) -> bool:
        """Whether batch: is the size of a batch of these samples; else that is noted."""
        count = len(self.data or [])
        if self.batch == "all" or 1 <= (whole_text(self.batch) or 0) <= max(count, 1):
            return True
        where = self.places.get("batch") or self.beginning
        text = "1 (an update after every sample), all (one an epoch), or the size of a mini-batch"
        faults.add(where, f"write batch: with {text}; the problem has {counted(count, 'samples')}", self.batch)
        return False

    def _check_normalised(self, faults: Faults):
        """Notes batches of one sample, whose variance is 0."""
        count = len(self.data)
        size = int(self.batch) if self.batch.isdecimal() and len(self.batch) < 9 else count
        if count < 2:
            return  # noted already
        if size == 1:
            which = "every batch would have 1"
        elif 1 < size < count and count % size == 1:
            which = f"of {count} samples in batches of {size} the last has 1"
        else:
            return
        where = self.places.get("batch") or self.beginning
        text = f"with batch_norm: a batch needs two samples or more, and {which} (its variance is 0)"
        faults.add(where, f"{text}; write batch: all or another size", self.batch)


def solve(problem: Problem) -> Working:
    """Forward pass, error, backward pass and update, written by the chain rule or with error terms."""
    if problem.symbolic:
        from ..subjects.network.symbols import symbolic_solution

        return symbolic_solution(problem)
    if problem.data:
        if problem.net.norms:
            from ..subjects.network.batch_training import BatchTraining

            return BatchTraining(problem).solution()
        from ..subjects.network.training import Training

        return Training(problem).solution()
    if problem.style == "matrix":
        from ..subjects.network.matrix import matrix_solution

        return matrix_solution(problem)
    from ..subjects.network.single import Single

    return Single(problem, problem.again).solution()
