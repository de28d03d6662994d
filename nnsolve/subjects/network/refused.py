"""Why what such problems have as a result is none of this one; every reason says what to ask for instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import quote
from ...names import Name, Role, d
from .asked import gradient_of
from .model import ERROR

if TYPE_CHECKING:
    from .single import Single


def why_not(name: Name, single: Single) -> str:
    """Why a name that was understood is not written by ``single``; '' where it is."""
    for reason in _REASONS.get(name.role, ()):
        if text := reason(name, single):
            return text
    return ""


def _without_rate(name: Name, single: Single) -> str:
    if single.learns:
        return ""
    instead = name.of if name.role is Role.AGAIN else f"the gradient {d(single.target, name.of)}"
    return f"{quote(name.of)} asks for a new value and there is no learning_rate:. Add one, or ask for {instead}."


def _optimised(name: Name, single: Single) -> str:
    if single.descent.settings is None:
        return ""
    return f"{quote(name)} is not written by {single.descent.settings.entry.title}; ask for {name.of}."


def _frozen(name: Name, single: Single) -> str:
    if name.of not in single.problem.frozen:
        return ""
    return f"{quote(name.of)} is frozen (freeze:), so it has no new value."


def _in_one_form(name: Name, single: Single) -> str:
    if single.shortened(name.of_name):
        return ""
    what = f"{quote(name)} is not a step of this problem"
    return f"{what}: only one form of this derivative is written. Ask for {Name(Role.ERROR_TERM, name.of)}."


def _of_the_error_alone(name: Name, single: Single) -> str:
    if single.target == ERROR or name.of != ERROR or name.by in single.network.inputs:
        return ""
    what, instead = f"{quote(name)} is not a result of this problem", gradient_of(single.target, name.by_name)
    return f"{what}: gradients are of the cost {single.target} = E + R here; ask for {instead}."


_REASONS = {
    Role.NEW: (_without_rate, _frozen),
    Role.CHANGE: (_without_rate, _optimised, _frozen),
    Role.AGAIN: (_without_rate,),
    Role.CHAIN: (_in_one_form,),
    Role.PARTIAL: (_of_the_error_alone,),
}
