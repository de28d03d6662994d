"""What part a name plays: a weight, a net input, an activation; and which names play the same part."""

from __future__ import annotations

import re
from functools import lru_cache

from ..formula.expr import Add, Sub, symbols
from ..solution import Step

_VISIT = re.compile(r"(?:\d+\.)*")
_PLACE = re.compile(r"\[[^\]]*\]|@\w+|[\d_^,*]+")
_ROUND = re.compile(r"(?:@|_)\d+$")
_UNIT = ("net", "out", "delta", "E", "chain", "t")
_HEADS = ("change", "new", "again")

# What an activation is called where its net input is called so.
NETS = {"out": "net", "predicted": "score", "a": "z"}
RATES = {"η", "α", "lr", "rate"}
BIASES = {"b", "θ", "bias", "c"}
OUTPUTS = {"out", "predicted", "a", "y"}


def visit(name: str) -> tuple[str, str]:
    """The visit or update that a name belongs to, with its point, and the rest: 1.2.w1 → ('1.2.', 'w1')."""
    end = _VISIT.match(name).end()
    return name[:end], name[end:]


def derivative(name: str) -> tuple[str, str] | None:
    """What is differentiated and by what: dE/dw5 → ('E', 'w5'), delta_o1 → ('E', 'net_o1'); None for other names."""
    rest = visit(name)[1]
    if rest.startswith("d") and "/d" in rest:
        top, bottom = rest[1:].split("/d", 1)
        return top, bottom
    head, _, unit = rest.partition("_")
    if unit and head in ("delta", "chain"):
        return "E", f"net_{unit}" if head == "delta" else unit
    return None


@lru_cache(maxsize=8192)
def role(name: str) -> str:
    """The part a name plays: w for w5 and w12, out for out_h1, dE/dw for dE/dw5, .width for conv1.width."""
    rest = visit(name)[1]
    head, _, unit = rest.partition("_")
    if unit and head in _UNIT:
        return head
    if rest.startswith("d") and "/d" in rest:
        top, bottom = rest[1:].split("/d", 1)
        return f"d{role(top)}/d{role(bottom)}"
    if unit and head in _HEADS:
        return f"{head}_{role(unit)}"
    if "." in rest:
        return "." + rest.rpartition(".")[2]
    return _PLACE.sub("", rest) or rest


def net_of(name: str) -> str:
    """The net input of an activation: out_h1 → net_h1; '' for other names."""
    before, rest = visit(name)
    for out, net in NETS.items():
        if rest == out or rest.startswith(f"{out}_"):
            return before + net + rest[len(out) :]
    return ""


def out_of(name: str) -> str:
    """The activation of a net input: net_h1 → out_h1; '' for other names."""
    before, rest = visit(name)
    for out, net in NETS.items():
        if rest == net or rest.startswith(f"{net}_"):
            return before + out + rest[len(net) :]
    return ""


def is_slope(name: str) -> bool:
    """Whether a name is the derivative of an activation by its net input."""
    both = derivative(name)
    return both is not None and role(both[0]) in NETS and role(both[1]) == NETS[role(both[0])]


def is_rate(name: str) -> bool:
    """Whether a name is a learning rate."""
    return visit(name)[1] in RATES


def old_value(step: Step) -> str | None:
    """What an update renews, the first term of its sum: w5 for new_w5, 1.w5 for 2.w5, x_0 for x_1; None for others."""
    if not isinstance(step.formula, (Add, Sub)):
        return None
    own = _renewed(step.name)
    return next((name for name in symbols(step.formula.parts()[0]) if _renewed(name) == own), None)


def _renewed(name: str) -> str:
    """The name of what is renewed, without visit, round and prime."""
    return _ROUND.sub("", visit(name)[1].removeprefix("new_"))


def transposed(one: str, other: str) -> bool:
    """Whether two names differ by row and column: w12 and w21."""
    digits = re.findall(r"\d", one), re.findall(r"\d", other)
    return len(digits[0]) == 2 and digits[0] == digits[1][::-1] and re.sub(r"\d", "", one) == re.sub(r"\d", "", other)


def is_count(name: str) -> bool:
    """Whether a name counts parameters."""
    return name.rpartition(".")[2] in ("parameters", "weights", "biases")


def is_size(name: str) -> bool:
    """Whether a name is a side of a feature map."""
    return name.rpartition(".")[2] in ("width", "height", "length", "depth")
