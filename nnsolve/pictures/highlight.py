"""What is highlighted in a network: the asked weights, and the paths of their chain rule to the error."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..errors import AskedError, listing, nearest, quote
from ..subjects.network.model import Network

if TYPE_CHECKING:
    from ..subjects.network.model import Unit

_ROLES = re.compile(r"(?:new_|change_|again_|delta_|net_|out_|d\w+/d(?:net_|out_)?)")


class Highlight:
    """``links``: (weight, unit) pairs, ``nodes``: names of units and inputs, ``understood``: the asked names found."""

    def __init__(self, net: Network, asked: Iterable[str]):
        self.net = net
        self.links: set[tuple[str, str]] = set()
        self.nodes: set[str] = set()
        self.understood: list[str] = []
        for name in asked:
            if self._mark(str(name)):
                self.understood.append(str(name))

    def _mark(self, name: str) -> bool:
        """Highlights what one asked name is about; whether it is about a part of the network."""
        text = name.strip().replace("∂", "d").replace("′", "'").removesuffix("'").removesuffix("_new")
        bare = text
        while (shorter := _ROLES.sub("", bare, count=1)) != bare and not self._known(bare):
            bare = shorter
        if bare in self.net.parameters:
            self._parameter(bare)
            return True
        units = [unit for unit in self.net.units if unit.name == bare]
        if text.startswith(("d", "delta")) and not text.startswith(("dout", "dnet")):
            self._onward(units)
        else:
            self.nodes.update(unit.name for unit in units)
        return bool(units)

    def _parameter(self, name: str):
        """Highlights the links of a parameter, and the paths from the units that use it."""
        users = [unit for unit in self.net.units if name in (unit.bias, unit.learned)]
        for unit in self.net.units:
            for weight, source in unit.edges:
                if weight == name:
                    self.links.add((weight, unit.name))
                    self.nodes.add(source if source in self.net.inputs else "")
                    users.append(unit)
        self._onward(users)

    def _known(self, name: str) -> bool:
        return name in self.net.parameters or any(unit.name == name for unit in self.net.units)

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


def check_known(asked: Iterable[str], understood: list[str], known: Iterable[str]):
    """Raises AskedError for a name that no part of the picture has."""
    for name in map(str, asked):
        if name not in understood:
            hint = nearest(name, tuple(known)) or f" Known: {listing(known)}."
            raise AskedError(f"{quote(name)} is no part of this picture.{hint}")
