"""What ``asked:`` means in a network: parameters by bare name, any step by its name, the usual synonyms."""

from __future__ import annotations

import re
from collections.abc import Collection

from ...errors import AskedError, listing, nearest, quote
from .model import Network

_SYNONYM_STEMS = {"z": "net", "in": "net", "net": "net", "a": "out", "out": "out", "O": "out", "y": "out"}


class Asked:
    """One thing that is asked for: the canonical name of its step and what leads there.

    ``role``: 'forward', 'new', 'change', 'gradient', 'local'; ``of``: the names it is about.
    """

    __slots__ = ("name", "role", "of")

    def __init__(self, name: str, role: str, of: tuple[str, ...]):
        self.name, self.role, self.of = name, role, of


def understand(
    written: str, network: Network, forward: dict[str, object], targets: bool = True, target: str = "E"
) -> Asked:
    """What one entry of ``asked:`` means; raises AskedError with the nearest names where it means nothing.

    ``target`` is what gradients are of: the error E, or the cost C = E + R.
    """
    text = written.strip().replace("∂", "d").replace("′", "'").replace("δ", "delta").replace("Δ", "change_")
    text = re.sub(r"^(delta|change)_*(?=[^\W_])", r"\1_", text).replace(" ", "")
    found = _forward(text, network, forward) or (_backward(text, network, forward, target) if targets else None)
    if found is None:
        choices = [*network.parameters, *forward]
        if targets:
            choices += [f"d{target}/d{name}" for name in list(network.parameters)[:500]]
        hint = nearest(written, choices[:5000]) or f" Results: {listing(choices)}."
        raise AskedError(f"{quote(written)} is not a result of this problem.{hint}")
    return found


def _forward(text: str, network: Network, forward: Collection[str]) -> Asked | None:
    if text in forward:
        return Asked(text, "forward", (text,))
    units = {unit.name for unit in network.units}
    if text in units:
        return Asked(f"out_{text}", "forward", (f"out_{text}",))
    stem, _, rest = text.partition("_")
    if rest in units and stem in _SYNONYM_STEMS:
        name = f"{_SYNONYM_STEMS[stem]}_{rest}"
        return Asked(name, "forward", (name,))
    if re.fullmatch(r"E\w+", text) and "E_o" + text[1:] in forward:
        return Asked("E_o" + text[1:], "forward", ("E_o" + text[1:],))
    return None


def _backward(text: str, network: Network, forward: Collection[str], target: str) -> Asked | None:
    bare = text.removeprefix("new_").removesuffix("_new").removesuffix("'")
    if bare in network.parameters:
        return Asked(f"new_{bare}", "new", (bare,))
    if text.startswith("change_") and text[7:] in network.parameters:
        return Asked(text, "change", (text[7:],))
    if text.startswith("delta_"):
        net = f"net_{text[6:]}"
        return Asked(text, "gradient", (net,)) if net in forward else None
    if text.startswith("again_") and text[6:] in forward:
        return Asked(text, "again", (text,))
    if text.startswith("chain_net_") and text[6:] in forward:
        return Asked(text, "gradient", (text[6:],))
    if text.startswith("d") and "/d" in text:
        return _derivative(text, network, forward, target)
    return None


def _derivative(text: str, network: Network, forward: Collection[str], target: str) -> Asked | None:
    """What dtop/dbottom means: a gradient of the target, or a local derivative."""
    top, bottom = text[1:].split("/d", 1)
    known = bottom in network.parameters or bottom in forward
    if top == "E" != target and known:
        reason = f"gradients are of the cost {target} = E + R here; ask for d{target}/d{bottom}."
        raise AskedError(f"{quote(text)} is not a result of this problem: {reason}")
    if top == target and known and (bottom in network.parameters or bottom != target):
        name = f"delta_{bottom[4:]}" if bottom.startswith("net_") else text
        return Asked(name, "gradient", (bottom,))
    if top in forward and (known or bottom in network.inputs):
        return Asked(text, "local", (top, bottom))
    return None
