"""What is highlighted in a network: the asked weights, and the paths of their chain rule to the error."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..errors import AskedError, listing, nearest, quote
from ..names import DERIVATIVES, Name, Role, read
from ..resolver import Resolver
from ..solution import steps_of
from ..subjects.network.asked import Passes
from ..subjects.network.forward import forward_section, loss_section

if TYPE_CHECKING:
    from ..formula.marks import Names
    from ..solution import Step
    from ..subjects.network.model import Unit
    from ..subjects.network.problem import NetworkProblem

# Roles of names that are about another name, and those of gradients, from which the chain rule leads on to the error.
_ABOUT = (Role.ERROR_TERM, Role.CHAIN, Role.NEW, Role.CHANGE, Role.AGAIN)
_ONWARD = (Role.ERROR_TERM, Role.CHAIN)


class Highlight:
    """``links``: (weight, unit) pairs, ``nodes``: names of units and inputs; ``understood``: the asked texts that are
    about parts of the network, ``names``: what they mean.

    ``told`` says that a text which may mean several things is an error.
    """

    def __init__(self, problem: NetworkProblem, asked: Iterable[str], printed: Names, told: bool):
        self.net = problem.net
        self.links: set[tuple[str, str]] = set()
        self.nodes: set[str] = set()
        self.understood: list[str] = []
        self.names: list[Name] = []
        self.units: dict[str, Unit] = {}
        texts = list(map(str, asked))
        if texts:
            self._ask(texts, _resolver(problem, texts, printed), told)

    def _ask(self, texts: list[str], resolver: Resolver, told: bool):
        """Highlights what texts mean."""
        for unit in self.net.units:
            self.units |= dict.fromkeys(_names_of(unit), unit)
        for text in texts:
            name = resolver.given(text) if told and resolver.meanings(text) else resolver.find(text)
            if name is not None and self._mark(name):
                self.understood.append(text)
                self.names.append(name)

    def _mark(self, name: Name) -> bool:
        """Highlights what one name is about; whether it is about a part of the network."""
        part = _part(name)
        if part in self.net.parameters:
            self._parameter(part)
        elif part in self.net.inputs:
            self.nodes.add(part)
        elif part not in self.units:
            return False
        elif _leads_on(name):
            self._onward([self.units[part]])
        else:
            self.nodes.add(self.units[part].name)
        return True

    def _parameter(self, name: str):
        """Highlights the links of a parameter, and the paths from the units that use it."""
        users = [unit for unit in self.net.units if name in (unit.bias, unit.learned)]
        for unit in self.net.units:
            sources = [source for weight, source in unit.edges if weight == name]
            if sources:
                self.links.add((name, unit.name))
                self.nodes.update(self.net.inputs.keys() & sources)
                users.append(unit)
        self._onward(users)

    def _onward(self, units: list[Unit]):
        """Highlights every path from ``units`` to the outputs."""
        reached = {unit.passes: unit for unit in units}
        self.nodes.update(unit.name for unit in units)
        for unit in self.net.units:  # layer by layer, so that sources come first
            for weight, source in unit.edges:
                if source in reached:
                    self.links.add((weight, unit.name))
                    self.nodes.add(unit.name)
                    reached[unit.passes] = unit


def _leads_on(name: Name) -> bool:
    """Whether a name is about a gradient, from which the chain rule leads on to the error."""
    if name.role is Role.PARTIAL:
        return name.of_name.role in (Role.LOSS, Role.TERM)
    return name.role in _ONWARD


def _part(name: Name) -> Name:
    """The parameter, input or value of a neuron that a name is about."""
    while name.role in DERIVATIVES or name.role in _ABOUT:
        name = name.by_name if name.role in DERIVATIVES else name.of_name
    return name.bare


def _names_of(unit: Unit) -> tuple[Name, ...]:
    return unit.net, unit.out, unit.normal, unit.dropped_out, unit.term


def _resolver(problem: NetworkProblem, texts: list[str], printed: Names) -> Resolver:
    """What texts mean in a picture; what has the number of a sample in front is about the same part of the network."""
    known = problem.net.known
    spelt = all(map(known.__contains__, texts))  # of a large network the steps would take their time
    passes = Passes(problem.net, [] if spelt else _steps(problem), problem.target, texts, printed)
    names: dict[str, Name] = {name: name for name in (*passes.given, *passes.forward, *passes.backward())}
    results = [name for name in names.values() if name not in known]

    def offered(text: str) -> Name | None:
        return names.get(read(text).bare if problem.data else text)

    return Resolver(results, passes.given, printed, offered=offered)


def _steps(problem: NetworkProblem) -> list[Step]:
    sections = [forward_section(problem.net)]
    if problem.error:
        sections.append(loss_section(problem.net, problem.error))
    return steps_of(sections)


def check_known(asked: Iterable[str], understood: list[str], known: Iterable[str]):
    """Raises AskedError for a name that no part of the picture has."""
    for name in map(str, asked):
        if name not in understood:
            hint = nearest(name, tuple(known)) or f" Known: {listing(known)}."
            raise AskedError(f"{quote(name)} is no part of this picture.{hint}")
