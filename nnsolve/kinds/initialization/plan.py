"""What the keys of a problem say together: g², the fan, what the activation lets through, and the notes of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.expr import ONE, TWO, Expr, Symbol
from ...names import Name, Role, size
from ...solution import Column, Says
from .layers import Layer
from .read import PYTORCH
from .rules import GAINS, RULES, Gain, Rule

if TYPE_CHECKING:
    from . import Problem

SLOPE = Name(Role.OPTION, "slope")


def of(layer: Layer, what: str) -> Name:
    """Something about a layer: layer1.std."""
    return size(f"layer{layer.number}", what)


class Plan:
    """The layers and how their weights are drawn.

    ``std`` is a deviation that is given, ``rule`` one of the table. Its g² is ``plain`` where it is a number, else the
    square of a ``gain`` that has a line of its own.
    """

    def __init__(self, problem: Problem):
        assert problem.layers is not None and problem.rule is not None, "layers have a rule"
        self.layers, self.activation = problem.layers, problem.behind
        self.told = problem.activation
        self.rule: Rule | None = problem.rule if isinstance(problem.rule, Rule) else None
        self.std: Expr | None = None if isinstance(problem.rule, Rule) else problem.rule
        self.compare: list[Expr] = problem.compare or []
        self.backward, self.truncated, self.asked = problem.backward, problem.truncated, problem.asked
        self.fan = problem.fan or (self.rule.fan if self.rule else "in")
        self.leaky = self.rule is RULES["he"] and self.slope is not None and problem.gain is None
        self.gives_gain, self.pytorch = isinstance(problem.gain, Expr), problem.gain == PYTORCH
        self.gain = self._gain(problem.gain)
        self.plain = self._plain()

    @property
    def known(self) -> Gain | None:
        """What is known of the activation."""
        return GAINS[self.activation.name] if self.activation is not None else None

    @property
    def slope(self) -> Expr | None:
        """The slope of a leaky ReLU below 0."""
        return next(iter(self.activation.args), None) if self.activation is not None else None

    @property
    def kept(self) -> Expr | None:
        """What the activation lets through of a mean square; None where there is no such factor."""
        known = self.known
        return known.kept(Symbol(SLOPE)) if known is not None and known.kept is not None else None

    def _gain(self, given: Expr | str | None) -> Expr | None:
        """The gain that has a line of its own: a number of the file, PyTorch's, or that of a leaky ReLU."""
        if isinstance(given, Expr):
            return given
        known = self.known
        if known is not None and (self.pytorch or self.leaky):
            return known.gain(Symbol(SLOPE))
        return None

    def _plain(self) -> Expr | None:
        """g² where it is a number of the rule."""
        if self.rule is None or self.gain is not None:
            return None
        return TWO if self.rule is RULES["he"] else self.rule.square

    @property
    def alike(self) -> bool:
        """Whether all layers have the same sizes, so that one row tells of all."""
        return len({layer.called for layer in self.layers}) == 1 < len(self.layers)

    def label(self, layer: Layer) -> Says:
        """What stands in front of a row; of several layers each has its number."""
        if len(self.layers) == 1:
            return Says("initialization_text", text=layer.called)
        return Says("initialization_layer", n=layer.number, text=layer.called)

    def rows(self, rows: list[list]) -> list[list]:
        """The rows that are printed of a table in which layers that are alike have equal rows."""
        if not self.alike:
            return rows
        called = Says("initialization_every", n=len(self.layers), text=self.layers[0].called)
        return [[called, *rows[0][1:]]]

    @property
    def shows_flow(self) -> bool:
        """Whether the page follows a mean square through the layers."""
        return self.kept is not None and (len(self.layers) > 1 or bool(self.compare) or self.backward)

    @property
    def fans(self) -> list[str]:
        """What the page tells of the inputs and outputs of a layer: what is used."""
        used = ["in", "out"] if self.fan == "average" else [self.fan]
        if self.rule is None and not self.shows_flow:
            used = []
        if self.shows_flow:
            used.append("in")
        if self.backward:
            used.append("out")
        return [fan for fan in ("in", "out") if fan in used]

    @property
    def uses_slope(self) -> bool:
        """Whether the slope of a leaky ReLU stands in a formula of the page."""
        return self.slope is not None and (self.gain is not None or self.shows_flow)

    @property
    def head(self) -> Column:
        """What stands above a column of the rule."""
        return Column("rule", self.rule.title) if self.rule else fixed("rule", self.std or ONE)

    def notes(self) -> list[Says]:
        """Why the rule is as it is, and what is taken for granted."""
        said = [self._why()] if self.rule else []
        if self.rule and self.fan != self.rule.fan:
            said.append(Says(_OTHER_FAN[self.fan]))
        if self.truncated:
            said.append(Says("initialization_note_truncated"))
        if self.shows_flow:
            said.append(Says("initialization_note_flow"))
        elif self.told is not None and self.gain is None:
            said.append(Says("initialization_note_activation", name=self.told.name))
        return said

    def _why(self) -> Says:
        """Why the rule is as it is, or what stands in it for its own gain."""
        assert self.rule is not None, "there is a rule"
        if self.gain is None:
            return Says(self.rule.why)
        return Says("initialization_why_leaky" if self.leaky else "initialization_note_gain")


def fixed(name: str, std: Expr) -> Column:
    """What stands above a column of a deviation that is the same in all layers."""
    from ...reading.literals import written

    return Column(name, "initialization_column_fixed", text=written(std))


_OTHER_FAN = {
    "in": "initialization_note_fan_in",
    "out": "initialization_note_fan_out",
    "average": "initialization_note_fan_average",
}
_CALLED = {
    "variance": ("Var w", "Var(w)", "variance", "var"),
    "std": ("std", "standard deviation", "sigma", "σ"),
    "limit": ("limit", "bound", "uniform limit"),
    "fan_in": ("n_in", "fan_in", "fan in"),
    "fan_out": ("n_out", "fan_out", "fan out"),
}


def synonyms(plan: Plan) -> dict[str, Name]:
    """Other words for what an only layer has, and with its number for what each has."""
    found = {}
    for layer in plan.layers:
        for what, words in _CALLED.items():
            if what.removeprefix("fan_") in ("in", "out") and what.removeprefix("fan_") not in plan.fans:
                continue
            name = of(layer, what)
            for word in words:
                found[f"{word}{layer.number}"] = name
                found[f"{word}_{layer.number}"] = name
                if len(plan.layers) == 1:
                    found[word] = name
    return found
