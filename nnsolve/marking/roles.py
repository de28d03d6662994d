"""What part a name plays for slips: which names play the same part, which is the net input of which activation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..formula.expr import Add, Expr, Num, Sub, Symbol, symbols
from ..names import Name, Role, derivative
from ..solution import Step

if TYPE_CHECKING:
    from decimal import Decimal
    from fractions import Fraction

# What an activation is called where its net input is called so.
NETS = {"out": "net", "predicted": "score", "a": "z"}
OUTS = {net: out for out, net in NETS.items()}
BIASES = {"b", "θ", "bias", "c"}
COUNTS = (
    *("parameters", "weights", "biases", "input_weights", "recurrent_weights"),
    *("attention", "feed_forward", "dense1", "dense2", "pooler"),
)
# Given counts on which no number of parameters depends: the steps of a sequence, the heads of an attention.
IDLE = ("T", "heads")
SIDES = ("width", "height", "length", "depth")
_DIGITS = re.compile(r"\d")
_LETTERS = re.compile(r"[^\d_^]+")
_NAMELESS = Name(Role.RESULT, "")


def name_of(node: Expr) -> Name:
    """The name that a node of a formula is; the empty one, which plays no part, of other nodes."""
    return node.name if isinstance(node, Symbol) else _NAMELESS


def number_of(node: Expr) -> float | Decimal | Fraction | None:
    """The number that a node of a formula is; None of other nodes."""
    return node.value if isinstance(node, Num) else None


def part(name: Name) -> tuple:
    """The part a name plays: the same for w5 and w12, for out_h1 and out_o1, for dE/dw5 and 2.dE/dw1."""
    runs = name.at.rounds or name.at.time is not None
    if runs and name.role is Role.NEW:
        return part(name.of_name)
    if name.role is Role.SIZE:
        return name.role, name.by
    if not isinstance(name.of, Name):
        return name.role, _letters(name.of)
    by = part(name.by) if isinstance(name.by, Name) else ""
    return name.role, part(name.of), by


def _letters(word: str) -> str:
    return "".join(_LETTERS.findall(word))


def _beside(name: Name, words: dict[str, str], role: Role) -> Name | None:
    word = words.get(name.of)
    return None if word is None else Name(role, word, name.by, name.at, name.indices)


def net_of(name: Name) -> Name | None:
    """The net input of an activation: out_h1 → net_h1; None for other names."""
    return _beside(name, NETS, Role.NET)


def out_of(name: Name) -> Name | None:
    """The activation of a net input: net_h1 → out_h1; None for other names."""
    return _beside(name, OUTS, Role.OUT)


def is_slope(name: Name) -> bool:
    """Whether a name is the derivative of an activation by its net input."""
    both = derivative(name)
    return both is not None and both[0].role is Role.OUT and both[1].role is Role.NET


def is_rate(name: Name) -> bool:
    """Whether a name is a learning rate."""
    return name.role is Role.RATE


def is_bias(name: Name) -> bool:
    """Whether a name is that of a bias, as far as its letter says it."""
    return _letters(name.of) in BIASES


def old_value(step: Step) -> Name | None:
    """What an update renews, the first term of its sum: w5 for new_w5, 1.w5 for 2.w5, x@0 for x@1; None for others."""
    if not isinstance(step.formula, (Add, Sub)):
        return None
    own, first = renewed(step.name), step.formula.parts()[0]
    for name in symbols(first):
        if renewed(name) == own:
            return name
    return None


def renewed(name: Name) -> str:
    """The name of what is renewed, wherever it stands in the runs."""
    if name.role is Role.NEW:
        return name.of
    return name.bare


def transposed(one: str, other: str) -> bool:
    """Whether two names differ by row and column: w12 and w21."""
    digits = _DIGITS.findall(one)
    if len(digits) != 2 or digits[::-1] != _DIGITS.findall(other):
        return False
    return _DIGITS.sub("", one) == _DIGITS.sub("", other)


def is_count(name: Name) -> bool:
    """Whether a name counts parameters."""
    return (name.by if name.role is Role.SIZE else name) in COUNTS


def is_idle(name: Name) -> bool:
    """Whether a name is that of a given count on which no number of parameters depends."""
    return name.role is Role.COUNT and name in IDLE


def is_size(name: Name) -> bool:
    """Whether a name is a side of a feature map."""
    return name.role is Role.SIZE and name.by in SIDES
