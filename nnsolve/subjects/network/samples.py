"""Several samples for one network: their inputs and targets, and the batches in which they are visited."""

from __future__ import annotations

from ...errors import counted, listing
from ...formula.expr import Expr
from ...names import Name
from ...reading.schema import read_number
from ...reading.yamlfile import Faults, Node, complete_values
from .model import Network
from .targets import read_targets

MOST_SAMPLES = 10_000
KEYS = ("inputs", "targets")


class Sample:
    """Inputs by symbol and targets by output unit; ``targets`` is empty where only the forward pass is wanted.

    ``written`` is the node of the file that holds the targets.
    """

    __slots__ = ("inputs", "targets", "written")

    def __init__(self, inputs: dict[Name, Expr], targets: dict[str, Expr], written: Node | None):
        self.inputs, self.targets, self.written = inputs, targets, written


def read_samples(node: Node, network: Network, faults: Faults, targets_needed: bool) -> list[Sample]:
    """The samples of ``samples:``, a list of {inputs: …, targets: …}; faults are noted at their places."""
    if not node.items:
        faults.add(node, "expected a list of samples, each {inputs: [0, 1], targets: [1]}", node.text)
        return []
    if len(node.items) > MOST_SAMPLES:
        faults.add(node, f"at most {MOST_SAMPLES} samples are read; here are {len(node.items)}", "")
        return []
    targets_needed |= any(item.entries is not None and "targets" in item.entries for item in node.items)
    samples = [_sample(item, network, faults, targets_needed) for item in node.items]
    return [sample for sample in samples if sample]


def _sample(node: Node, network: Network, faults: Faults, targets_needed: bool) -> Sample | None:
    if node.entries is None:
        return faults.add(node, f"expected a sample {{inputs: [0, 1], targets: [1]}}, not {node.shown}", "")
    faults.unknown(node, KEYS, f"a sample has the keys {listing(KEYS)}")
    for key in ("inputs", *(("targets",) if targets_needed else ())):
        if key not in node.entries:
            return faults.add(node, f"the key {key}: of this sample is missing", "")
    inputs = _inputs(node.entries["inputs"], list(network.inputs), faults)
    targets = read_targets(node.entries.get("targets"), network.outputs, faults)
    if inputs is None or (targets is None and "targets" in node.entries):
        return None
    return Sample(inputs, targets or {}, node.entries.get("targets"))


def _inputs(node: Node, names: list[Name], faults: Faults) -> dict[Name, Expr] | None:
    """Input values by symbol: a mapping, a list in order, or one number for one input."""
    if node.entries is not None:
        pairs = _by_name(node, names, faults)
        missing = [name for name in names if name not in pairs]
        if missing:
            return faults.add(node, f"no value for {listing(missing)}", "")
    else:
        items = node.items if node.items is not None else [node]
        if len(items) != len(names):
            text = f"{counted(len(items), 'values')} for {counted(len(names), 'inputs')} ({listing(names)})"
            return faults.add(node, text, "")
        pairs = dict(zip(names, items, strict=True))
    values = {name: read_number(pairs[name], faults) for name in names}
    return complete_values(values)


def _by_name(node: Node, names: list[Name], faults: Faults) -> dict[Name, Node]:
    """The entries of a mapping by input; a number alone stands for the input that it ends in."""
    numbered = {name[1:]: name for name in reversed(names) if name[1:].isdecimal()}
    known = numbered | {name: name for name in names}
    pairs: dict[Name, Node] = {}
    for where, key, value in node.pairs:
        name = known.get(key)
        if name is None:
            faults.add(where, f"no such input; there are {listing(names)}", key)
        elif name in pairs:
            faults.add(where, f"input {name} has two values", key)
        else:
            pairs[name] = value
    return pairs


def first_inputs(node: Node) -> Node | None:
    """The inputs of the first sample, from which the number of inputs is known before they are read."""
    first = node.items[0] if node.items else None
    return first.entries.get("inputs") if first is not None and first.entries is not None else None
