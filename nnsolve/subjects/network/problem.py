"""The keys of a problem about a feed-forward network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.marks import Names
from ...given import Given
from ...names import Name, Role
from ...reading.activation import activation_schema
from ...reading.known import KnownText, Made
from ...reading.problem import CommonProblem, rounding_note
from ...reading.schema import Choice, Field, Flag, Raw, Schema, With, together, together_where
from ...reading.yamlfile import Faults
from ...solution import Says
from .loss import ReadLoss, check_fit, check_targets, loss_names, read_loss
from .model import ERROR, Network
from .read import NAMINGS, read_network
from .samples import Sample, read_samples
from .targets import read_label, read_targets

if TYPE_CHECKING:
    from .batch_norm import BatchNorm
    from .dropout import Dropout

_NUMBER = {"type": ["number", "string", "null"]}
_ROW = {"anyOf": [{"type": "object", "additionalProperties": _NUMBER}, {"type": "array", "items": _NUMBER}]}
_ROWS = {"anyOf": [{"type": "object", "additionalProperties": _ROW}, {"type": "array", "items": _ROW}]}


def _activations_schema() -> Schema:
    """One activation for all neurons, or one by the name of each."""
    one = activation_schema()
    return {"anyOf": [one, {"type": "object", "additionalProperties": one}]}


def _layers_schema() -> Schema:
    from .batch_norm import BatchNorm
    from .dropout import Dropout

    layer: Schema = {
        "type": "object",
        "properties": {
            "activation": _activations_schema(),
            "weights": _ROWS,
            "bias": {"anyOf": [_ROW, _NUMBER]},
            "batch_norm": BatchNorm.schema(),
            "dropout": Dropout.schema(),
        },
        "required": ["weights"],
        "additionalProperties": False,
    }
    return {"type": "array", "items": layer}


_SAMPLE = {
    "type": "object",
    "properties": {"inputs": {"anyOf": [_ROW, _NUMBER]}, "targets": {"anyOf": [_ROW, _NUMBER]}},
    "required": ["inputs"],
    "additionalProperties": False,
}

IN_LAYERS = With("layers", "in which they stand in each layer")
# What goes with one pass in numbers, and with numbers alone.
NO_SAMPLES = With("samples", "of which every one is written neuron by neuron")
NO_SYMBOLS = With("symbolic: true", "which writes the formulas of the network and of its gradients")
ONE_PASS = (NO_SAMPLES, NO_SYMBOLS)
# What is written neuron by neuron, in numbers.
BY_NEURON = (
    With("symbolic: true", "where nothing has a number"),
    With("style: matrix", "where nothing is written neuron by neuron"),
)

_LAYERS_EXAMPLE = """
  - activation: sigmoid
    weights:                     # one row a neuron, in the order of the layer before
      h1: {w1: 0.15, w2: 0.20}
      h2: {w3: 0.25, w4: 0.30}
    bias: {b1: 0.35}             # one number: shared by the layer; or one a neuron
  - activation: sigmoid
    weights:
      o1: {w5: 0.40, w6: 0.45}
    bias: {b2: 0.60}"""


class NetworkProblem(CommonProblem):
    """A feed-forward network with its inputs, and perhaps targets and a loss."""

    numbers_in = ("inputs", "samples")

    inputs = Field(Raw(_ROW), "the input values by name, or a list", default=None, example="{i1: 0.05, i2: 0.10}")
    samples = Field(
        Raw({"type": "array", "items": _SAMPLE}),
        "several samples {inputs: [0, 1], targets: [1]} instead of inputs: and targets:",
        default=None,
        starter=False,
    )
    layers = Field(
        Made(_layers_schema),
        "the layers, each with activation, weights (rows by neuron, or a matrix) and bias",
        default=None,
        example=_LAYERS_EXAMPLE,
    )
    network = Field(
        Raw({"type": "array", "items": {"type": "array"}}),
        "numbered units in layers, [[1, 2], [3, 4], [5]], instead of layers:",
        default=None,
        starter=False,
    )
    weights = Field(
        Raw(_ROW),
        "with network: the weights by name, {w13: 0.2, …}",
        default=None,
        starter=False,
        excludes=IN_LAYERS,
    )
    biases = Field(
        Raw(_ROW), "with network: the biases by name, {θ3: -0.4, …}", default=None, starter=False, excludes=IN_LAYERS
    )
    activation = Field(
        Made(_activations_schema),
        "the activation of every neuron that has none of its own",
        default=None,
        starter=False,
    )
    naming = Field(
        Choice(*NAMINGS),
        "names for weights given as plain matrices: w1 w2 …, w14, or w11^1",
        default="running",
        starter=False,
        excludes=With("network", "where weights and biases have names"),
    )
    targets = Field(
        Raw({"anyOf": [_ROW, _NUMBER]}),
        "the wanted outputs by neuron, or {class: o2}",
        default=None,
        example="{o1: 0.01}",
        excludes=With("samples", "of which each has its own"),
    )
    loss = Field(
        KnownText(loss_names),
        "the loss, by its full name, or a formula in t and o",
        default=None,
        example="half squared error",
    )

    symbolic = Field(
        Flag(),
        "names may stand instead of numbers: everything is derived in symbols",
        default=False,
        starter=False,
        excludes=With("samples", "which are numbers"),
    )

    @together_where("loss", of=["loss"])
    def criterion(self, faults: Faults) -> ReadLoss | None:
        """The loss by itself."""
        return read_loss(self.places["loss"], faults)

    @together()
    def net(self, faults: Faults) -> Network | None:
        """The network, with the samples that it visits."""
        network = read_network(self, faults)
        if network is None:
            return None
        if self.samples is not None:
            network.visit(self._samples(network, faults))
        several = len({repr(norm.epsilon) for norm in network.norms.values()}) > 1
        for index, norm in network.norms.items():
            norm.letter = _free_option(network, f"ε{index + 1}" if several else "ε")
        return network

    @together_where("loss", of=["criterion", "net"])
    def error(self, faults: Faults) -> ReadLoss | None:
        """The loss of the targets."""
        return self.compared(faults)

    @property
    def data(self) -> list[Sample]:
        """The samples, where there are several."""
        return self.net.samples

    @property
    def target(self) -> Name:
        """What gradients are of."""
        return ERROR

    def check(self, faults: Faults):
        """Looks at what batch normalisation needs."""
        if self.has("net"):
            self._check_norms(faults)

    def compared(self, faults: Faults) -> ReadLoss | None:
        """The loss with the targets that it compares with."""
        loss = self.criterion
        if loss is None:
            return None
        if self.samples is None and "targets" not in self.places:
            return faults.add(self.places["loss"], "a loss needs targets:, the wanted outputs", "")
        check_fit(loss, self.net, self.places["loss"], faults)
        return self._of_targets(loss, faults) if self.samples is None else self._of_samples(loss, faults)

    def _of_targets(self, loss: ReadLoss, faults: Faults) -> ReadLoss | None:
        """The loss of ``targets:``."""
        node = self.places["targets"]
        if loss.entry.targets == "class":
            label = read_label(node, self.net.outputs, faults)
            return None if label is None else loss.of(self.net, {}, label=label)
        targets = read_targets(node, self.net.outputs, faults, self.net.taken if self.symbolic else None)
        if targets is None:
            return None
        check_targets(loss, targets, node, faults)
        return loss.of(self.net, targets)

    def _of_samples(self, loss: ReadLoss, faults: Faults) -> ReadLoss:
        """The loss of several samples; the targets of the first one stand wherever one sample is meant."""
        for sample in self.data:
            check_targets(loss, sample.targets, sample.written or self.places["samples"], faults)
        every = [sample.targets for sample in self.data]
        return loss.of(self.net, every[0] if every else {}, every)

    def check_matrix(self, faults: Faults) -> None:
        """Notes a ``style: matrix`` that this network cannot have."""
        why = self.net.not_in_matrices
        if why:
            faults.add(self.places["style"], f"{why}; use style: scalar", "")

    def _check_norms(self, faults: Faults):
        """Notes what batch normalisation cannot do: it needs several samples with numbers."""
        text = self._not_normalised()
        norms = list(self.net.norms.values())
        for norm in norms[:1] if self.symbolic or self.samples is None else norms:
            if text:
                faults.add(norm.written, text)

    def _not_normalised(self) -> str:
        """Why this problem can have no batch normalisation; '' where it can."""
        if self.symbolic:
            return "it cannot be combined with symbolic: true; it is written in numbers"
        if self.samples is None or (self.data and len(self.data) < 2):
            return "it takes mean and variance over a batch, so it needs samples: with two or more"
        return ""

    def _samples(self, network: Network, faults: Faults) -> list[Sample]:
        """The samples of a network."""
        loss = self.criterion if self.has("criterion") else None
        if loss and loss.entry.targets == "class":
            text = "with samples:, write the targets as 0 and 1 and the loss as categorical cross-entropy"
            faults.add(self.places["loss"], text)
        return read_samples(self.places["samples"], network, faults, targets_needed=loss is not None)

    def _parts(self) -> list[BatchNorm | Dropout]:
        """The normalisations and the dropouts, which have names and sentences of their own."""
        return [*self.net.norms.values(), *self.net.dropouts.values()]

    def names(self) -> Names:
        """How names are printed: the problem's notation, and t₁ and E₁ for the first output."""
        notation = self.notation
        names = Names(dict(notation.stems), dict(notation.exact)) if notation else Names()
        names.target = self.target
        if notation and notation.numbered:
            names.places = {u.name: f"{u.layer + 1}{u.place + 1}" for u in self.net.units}
        for part in self._parts():
            names.exact = part.marks(names.places) | names.exact
        if self.error:
            for unit in self.net.outputs:
                word = self.error.target_names[unit.name].of
                if word.startswith("t") and word[1:].isdecimal():
                    names.exact.setdefault(unit.term, f"{names.stems.get('E', 'E')}{word[1:]}")
        return names

    def given(self) -> Given:
        """Every number of the problem by name, as formulas without names."""
        given = Given(self.net.inputs)
        if self.error:
            given |= {self.error.target_names[unit]: value for unit, value in self.error.targets.items()}
        return given | self.net.masks(1) | self.net.parameters

    def conventions(self) -> list[Says]:
        """What the page says of normalisation and dropout, of terms of a cross-entropy with weight 0, of rounding."""
        notes = [note for part in self._parts() for note in part.says()]
        notes = list({(note.key, repr(note.args)): note for note in notes}.values())
        if self.symbolic:
            return notes
        if self.error and self.error.entry.outputs == "probability":
            notes.append(Says("page_note_weight_0"))
        return [*notes, rounding_note(self.precision)]

    def given_rows(self) -> list[list[Name]]:
        """The given names in the rows in which they are listed on the page."""
        targets = list(self.error.target_names.values()) if self.error and not self.error.label else []
        rows = [list(self.net.inputs), targets]
        rows += [self.net.parameters_of(k) for k in range(len(self.net.layers))]
        rows += [list(dropout.masks(1)) for dropout in self.net.dropouts.values()]
        seen: set[Name] = set()
        unique: list[list[Name]] = []
        for row in rows:
            unique.append([name for name in dict.fromkeys(row) if name not in seen])
            seen.update(row)
        return [row for row in unique if row]


def _free_option(network: Network, letter: str) -> Name:
    """An option of this letter, with strokes where the letter is taken."""
    while letter in network.taken:
        letter += "′"
    return Name(Role.OPTION, letter)
