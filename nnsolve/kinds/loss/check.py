"""The check under a page of losses: gradients against central differences."""

from __future__ import annotations

from collections.abc import Mapping

from ...differences import check_gradients, checked_count, largest_gap
from ...formula.expr import Expr
from ...names import Name
from ...solution import Says, evaluate
from .losses import Losses

# Every gradient that is checked looks at all terms again, so that of many only some are checked.
MOST_LOOKS = 30_000


def checked(losses: Losses, given: Mapping[Name, Expr]) -> Says | None:
    """All gradients against central differences, loss by loss, told in one sentence."""
    data = losses.data
    most = max(10, MOST_LOOKS // (len(losses.terms) * data.count * data.width))
    said = []
    for gradients in losses.gradients.values():
        terms = gradients.terms
        steps = [*losses.probabilities, *terms.steps()]
        values = evaluate([*steps, *gradients.steps()], given=given)
        names = {name: gradients.names[name] for name in _sample(list(gradients.names), most)}
        found = check_gradients(steps, given, terms.name, names, values)
        if found is None or found.key == "page_differs":
            return found
        said.append(found)
    if not said:
        return None
    return _together(said, sum(len(gradients.names) for gradients in losses.gradients.values()))


def _together(said: list[Says], every: int) -> Says:
    """One sentence for the losses, none of which differs; ``every`` counts their gradients."""
    if len(said) == 1 and _tells_all(said[0]):
        return said[0]
    count, worst = checked_count(said), largest_gap(said)
    if not count:
        return Says("loss_unchecked")
    if any(says.key == "page_checked_kink" for says in said):
        return Says("loss_checked_kinks", n=count, worst=worst)
    if count < every:
        return Says("loss_checked_some", n=count, all=every, worst=worst)
    return Says("page_checked", n=count, worst=worst)


def _tells_all(says: Says) -> bool:
    """Whether a sentence about one loss stands as it is: of some of its gradients, or of its only one."""
    return says.key == "page_checked_some" or (says.key == "page_checked" and says.args["n"] == 1)


def _sample(names: list[Name], most: int) -> list[Name]:
    """At most so many names, evenly spread."""
    return names if len(names) <= most else [names[k * len(names) // most] for k in range(most)]
