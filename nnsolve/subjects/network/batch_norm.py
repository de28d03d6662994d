"""Batch normalisation in a hidden layer: where it stands, its γ and β by neuron, and the ε of its root."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...errors import counted, listing
from ...formula.expr import ONE, ZERO, Expr, Symbol
from ...formula.marks import Mark
from ...names import NOW, At, Name, Role
from ...reading.schema import Choice, Field, Number, Raw, Record, constant, read_number
from ...reading.yamlfile import Faults, Node
from ...solution import Says, Step
from ..batch_statistics import normalised, scaled, statistics
from .model import Unit

if TYPE_CHECKING:
    from .reader import Reader


_NUMBER = {"type": ["number", "string"]}
_BY_NEURON = {
    "anyOf": [_NUMBER, {"type": "object", "additionalProperties": _NUMBER}, {"type": "array", "items": _NUMBER}]
}
STEMS = {"mean": "μ", "var": "σ²", "std": "s", "hat": "x\u0302", "norm": "norm"}
SHARED = ("mean", "var", "std")  # what a batch has once; a sample has the others
_GREEK = {"gamma": "γ", "beta": "β"}


def step_name(stem: str, unit: Unit, at: At = NOW) -> Name:
    """The name of a step of the normalisation of ``unit``: mean_h1, 2.hat_h1."""
    return Name(Role.RESULT, stem, unit.name, at)


def parameter_name(letter: str, unit: Unit) -> Name:
    """The name of γ or β of ``unit``."""
    return Name(Role.PARAMETER, letter, unit.name)


class BatchNorm(Record):
    """``batch_norm:`` of a layer: y = γ·(x − μ)/√(σ² + ε) + β with mean and variance over the batch.

    The variance is Σ(x − μ)²/m over the m samples of the batch, as every framework takes it in training. ε is 1e-5 in
    PyTorch and 1e-3 in Keras, so it is named.
    """

    gamma = Field(Raw(_BY_NEURON), "γ by neuron: {h1: 1, h2: 0.5}, a list, or one number for each; 1 if absent", None)
    beta = Field(Raw(_BY_NEURON), "β by neuron, as γ; 0 if absent", None)
    epsilon = Field(
        Number(least=0),
        "ε, which is added to the variance under the root: 1e-5 as in PyTorch, 0.001 as in Keras, or 0; books differ",
    )
    place = Field(
        Choice("before activation", "after activation"),
        "whether net inputs or activations are normalised",
        "before activation",
    )

    units: list[Unit] = []
    written: Node
    letter = Name(Role.OPTION, "ε")

    def give(self, units: list[Unit], reader: Reader):
        """Puts the normalisation into the units of a layer; γ and β become parameters of the reader's network."""
        self.units = units
        for unit in units:
            unit.normed = self.place.partition(" ")[0]
        for key, letter, absent in (("gamma", "γ", ONE), ("beta", "β", ZERO)):
            numbers = self._numbers(key, reader.faults)
            for unit in units:
                node, value = numbers.get(unit.name, (self.beginning, absent))
                reader.learn(parameter_name(letter, unit), value, node, letter)

    def _numbers(self, key: str, faults: Faults) -> dict[str, tuple[Node, Expr]]:
        """Unit → the node and the number of γ or β; faults are noted."""
        node = self.places.get(key)
        if node is None:
            return {}
        names = [unit.name for unit in self.units]
        if node.entries is not None:
            pairs = self._by_neuron(key, node, names, faults)
        elif node.items is not None:
            if len(node.items) != len(names):
                text = f"{counted(len(node.items), 'numbers')} for {counted(len(names), 'neurons')}; write one each"
                faults.add(node, text, "")
            pairs = dict(zip(names, node.items, strict=False))
        else:
            pairs = dict.fromkeys(names, node)
        read = {id(value): read_number(value, faults) or ONE for value in pairs.values()}
        return {name: (value, read[id(value)]) for name, value in pairs.items() if name in names}

    def _by_neuron(self, key: str, node: Node, names: list[str], faults: Faults) -> dict[str, Node]:
        """The entries of a mapping by neuron: gamma_h1, γ_h1, or h1."""
        pairs = {}
        for where, name, value in node.pairs:
            bare = name.removeprefix(f"{_GREEK[key]}_").removeprefix(f"{key}_")
            if bare not in names:
                faults.add(where, f"no such neuron here; there are {listing(names)}", name)
            pairs[bare] = value
        missing = [name for name in names if name not in pairs]
        if missing:
            faults.add(node, f"no number for {listing(missing)}", "")
        return pairs

    @property
    def parameters(self) -> list[Name]:
        """γ of every neuron, then β."""
        return [parameter_name(letter, unit) for letter in "γβ" for unit in self.units]

    def kept_names(self) -> list[Name]:
        """The names of its steps, which nothing else may have."""
        return [step_name(stem, unit) for stem in STEMS for unit in self.units]

    def shared_names(self, batch: At) -> dict[str, Name]:
        """What a batch has once, by its name without the batch."""
        return {step_name(stem, unit): step_name(stem, unit, batch) for unit in self.units for stem in SHARED}

    def given(self) -> dict[Name, Expr]:
        """ε by its name; nothing where it is 0."""
        return {self.letter: self.epsilon} if constant(self.epsilon) else {}

    # Steps

    @property
    def before(self) -> bool:
        """Whether net inputs are normalised, not activations."""
        return self.place == "before activation"

    def source(self, unit: Unit) -> Name:
        """What is normalised: the net input or the activation of ``unit``."""
        return unit.net if self.before else unit.out

    def shared(self, unit: Unit, batch: At, visits: Iterable[At]) -> list[Step]:
        """Mean, variance and root over the ``visits`` of a batch."""
        values = [self.source(unit).moved(visit) for visit in visits]
        mean, variance, root = (step_name(stem, unit, batch) for stem in SHARED)
        return statistics(values, mean, variance, root, Symbol(self.letter) if self.given() else None)

    def own(self, unit: Unit, batch: At, visit: At, current: dict[Name, Expr]) -> list[Step]:
        """What the normalisation makes of one sample; ``current`` says what stands for γ and β now."""
        gamma, beta = (parameter_name(letter, unit) for letter in "γβ")
        mean, _, root = (step_name(stem, unit, batch) for stem in SHARED)
        hat = step_name("hat", unit, visit)
        return [
            normalised(self.source(unit).moved(visit), mean, Symbol(root), hat),
            scaled(hat, unit.normal.moved(visit), current.get(gamma, Symbol(gamma)), current.get(beta, Symbol(beta))),
        ]

    # Words

    def marks(self, places: dict[str, str]) -> dict[Name, Mark]:
        """How its steps and parameters are printed."""
        letters = STEMS | {"γ": "γ", "β": "β"}
        names = (*self.kept_names(), *self.parameters)
        return {name: Mark(letters[name.of], places.get(name.by, name.by)) for name in names}

    def says(self) -> list[Says]:
        """Which variance is meant, and what is not trained."""
        return [Says("batch_norm_note", value=self.epsilon), Says("batch_norm_note_running")]


def spelled(name: str) -> str:
    """gamma_h1 as γ_h1, beta_h1 as β_h1."""
    for word, letter in _GREEK.items():
        if name.startswith(f"{word}_"):
            return letter + name.removeprefix(word)
    return name
