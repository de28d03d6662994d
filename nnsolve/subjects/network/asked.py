"""What ``asked:`` means in a network: parameters by bare name, any step by its name, the usual synonyms."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...errors import AskedError, listing, nearest, quote
from ...names import Name, Role, change, d, new
from .model import ERROR, Network

_SYNONYM_STEMS = {"z": "net", "in": "net", "net": "net", "a": "out", "out": "out", "O": "out", "y": "out"}


class Asked:
    """One thing that is asked for: the canonical name of its step and what leads there.

    ``role``: 'forward', 'new', 'change', 'gradient', 'local'; ``of``: the names it is about.
    """

    __slots__ = ("name", "role", "of")

    def __init__(self, name: Name, role: str, of: tuple[Name, ...]):
        self.name, self.role, self.of = name, role, of


def understand(
    written: str, network: Network, forward: Mapping[str, Name], targets: bool = True, target: Name = ERROR
) -> Asked:
    """What one entry of ``asked:`` means; raises AskedError with the nearest names where it means nothing.

    ``forward``: the names of the forward pass by their spelling; ``target`` is what gradients are of: the error E, or
    the cost C = E + R.
    """
    text = written.strip().replace("∂", "d").replace("′", "'").replace("δ", "delta").replace("Δ", "change_")
    text = re.sub(r"^(delta|change)_*(?=[^\W_])", r"\1_", text).replace(" ", "")
    found = _forward(text, network, forward) or (_backward(text, network, forward, target) if targets else None)
    if found is None:
        choices = [*network.parameters, *forward]
        if targets:
            choices += [d(target, name) for name in list(network.parameters)[:500]]
        hint = nearest(written, choices[:5000]) or f" Results: {listing(choices)}."
        raise AskedError(f"{quote(written)} is not a result of this problem.{hint}")
    return found


def _forward(text: str, network: Network, forward: Mapping[str, Name]) -> Asked | None:
    name = forward.get(text) or _of_unit(text, network) or _term(text, forward)
    return Asked(name, "forward", (name,)) if name else None


def _of_unit(text: str, network: Network) -> Name | None:
    """The activation of a neuron by its bare name, or what a synonym in front of it says: z_h1, a_h1."""
    units = {unit.name: unit for unit in network.units}
    if text in units:
        return units[text].out
    stem, _, rest = text.partition("_")
    if rest not in units or stem not in _SYNONYM_STEMS:
        return None
    return units[rest].net if _SYNONYM_STEMS[stem] == "net" else units[rest].out


def _term(text: str, forward: Mapping[str, Name]) -> Name | None:
    """The loss of one output as courses write it: E1 for that of o1."""
    return forward.get(f"E_o{text[1:]}") if re.fullmatch(r"E\w+", text) else None


def _backward(text: str, network: Network, forward: Mapping[str, Name], target: Name) -> Asked | None:
    bare = text.removeprefix("new_").removesuffix("_new").removesuffix("'")
    if bare in network.parameters:
        name = network.known[bare]
        return Asked(new(name), "new", (name,))
    front, _, item = text.partition("_")
    if front == "change" and item in network.parameters:
        name = network.known[item]
        return Asked(change(name), "change", (name,))
    if front == "delta":
        net = forward.get(f"net_{item}")
        return Asked(Name(Role.ERROR_TERM, net), "gradient", (net,)) if net else None
    if front == "again" and item in forward:
        name = Name(Role.AGAIN, forward[item])
        return Asked(name, "again", (name,))
    if front == "chain" and item.startswith("net_") and item in forward:
        return Asked(Name(Role.CHAIN, forward[item]), "gradient", (forward[item],))
    if text.startswith("d") and "/d" in text:
        return _derivative(text, network, forward, target)
    return None


def _derivative(text: str, network: Network, forward: Mapping[str, Name], target: Name) -> Asked | None:
    """What dtop/dbottom means: a gradient of the target, or a local derivative."""
    upper, lower = text[1:].split("/d", 1)
    top, bottom = forward.get(upper), network.known.get(lower) or forward.get(lower)
    if bottom is None:
        return None
    given = bottom in network.inputs
    if upper == ERROR != target and not given:
        reason = f"gradients are of the cost {target} = E + R here; ask for {d(target, bottom)}."
        raise AskedError(f"{quote(text)} is not a result of this problem: {reason}")
    if upper == target and not given and bottom != target:
        name = Name(Role.ERROR_TERM, bottom) if bottom.role is Role.NET else d(target, bottom)
        return Asked(name, "gradient", (bottom,))
    return Asked(d(top, bottom), "local", (top, bottom)) if top else None
