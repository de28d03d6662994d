"""A network from a problem file, in whichever of its spellings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...reading.yamlfile import Faults
from .model import Network

if TYPE_CHECKING:
    from .flat import Flat
    from .problem import NetworkProblem
    from .rows import Rows


NAMINGS = ("running", "ij", "layered")


def read_network(problem: NetworkProblem, faults: Faults) -> Network | None:
    """The network of a problem whose fields have been read; None where it has no layers that could be read.

    Faults are noted; the network is for use only if there were none.
    """
    places = problem.places
    flat, layered = "network" in places, "layers" in places
    if flat == layered:
        first = places.get("layers") or places.get("network")
        return faults.add(
            first or problem.beginning, "write the network either as layers: or as network: with weights:", ""
        )
    reader = _reader(problem, faults)
    reader.read()
    return reader.network if reader.network.layers else None


def _reader(problem: NetworkProblem, faults: Faults) -> Flat | Rows:
    """The reader of a spelling, of which a problem needs one."""
    if "network" in problem.places:
        from .flat import Flat

        return Flat(problem, faults)
    from .rows import Rows

    return Rows(problem, faults)
