"""What can be asked of a network: the names of its passes and updates, as far as a text may speak of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...formula.expr import symbols
from ...formula.marks import Names
from ...mentioned import MOST_LISTED, mentioned
from ...names import Name, Role, change, d, new, read
from ...reading.yamlfile import complete
from ...solution import Step
from .model import ERROR, Network


class Passes:
    """What can be asked of the forward pass of one sample, the gradients of ``target``, and the updates.

    ``forward``: the names of the forward steps, ``given``: those of inputs and parameters, ``parameters`` among them;
    of a large network those alone that the ``texts`` may speak of.
    """

    def __init__(self, network: Network, steps: Sequence[Step], target: Name, texts: Sequence[str], printed: Names):
        self.network, self.steps, self.target = network, steps, target
        self.every: dict[str, Name] = {step.name: step.name for step in steps}
        names = self._spoken_of(texts, printed)
        self.forward = [name for name in names if name in self.every]
        self.given = [name for name in names if name in network.known]
        self.parameters = [name for name in self.given if name in network.parameters]

    def _spoken_of(self, texts: Sequence[str], printed: Names) -> list[Name]:
        """Those that the texts spell, or else all; of many those that the texts may speak of."""
        spelt = complete([self._spelt(text) for text in texts])
        if spelt is not None:
            return spelt
        names = [*self.network.known.values(), *self.every.values()]
        if len(names) > MOST_LISTED or self._edges_of_all() > 2 * MOST_LISTED:
            return mentioned(names, texts, printed)
        return names

    def _spelt(self, text: str) -> Name | None:
        """The input, parameter or step of this spelling."""
        return self.network.known.get(text) or self.every.get(text)

    def _edges_of_all(self) -> int:
        return sum(1 for step in self.steps for _ in symbols(step.formula))

    def backward(self) -> Iterator[Name]:
        """Gradients, local derivatives, changes, new values, and the forward pass with these."""
        for name in (*self.parameters, *self.forward):
            if name != self.target:
                yield gradient_of(self.target, name)
            if ERROR not in (self.target, name):
                yield d(ERROR, name)
            if name.role is Role.NET:
                yield Name(Role.CHAIN, name)
        for name in self.parameters:
            yield new(name)
            yield change(name)
        for name in self.forward:
            yield Name(Role.AGAIN, name)
        yield from self._edges()

    def _edges(self) -> Iterator[Name]:
        """∂upper/∂lower of every name in the formula of a step."""
        known, forward = {*self.forward, *self.given}, {*self.forward}
        for step in self.steps:
            if step.name in forward:
                for lower in dict.fromkeys(symbols(step.formula)):
                    if lower in known:
                        yield d(step.name, lower)

    def derivative(self, text: str) -> Name | None:
        """∂upper/∂lower by its spelling, whether or not lower stands in the formula of upper."""
        name = read(text)
        if name.role is not Role.PARTIAL:
            return None
        upper, lower = self.every.get(name.of), self._spelt(name.by)
        if upper is None or lower is None or lower == self.target:
            return None
        return gradient_of(upper, lower) if upper == self.target else d(upper, lower)


def gradient_of(target: Name, name: Name) -> Name:
    """∂target/∂name; by a net input it is the error term."""
    return Name(Role.ERROR_TERM, name) if name.role is Role.NET else d(target, name)
