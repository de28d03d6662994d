"""Activations over a whole column: the same function for every entry, softmax, or a different one for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.array_functions import of_entries, softmax_column
from ...formula.expr import Call, Expr, Symbol
from ...formula.functions import Function
from ...formula.numbers import DOUBLES
from ...names import Name, Role
from .model import Unit

if TYPE_CHECKING:
    import numpy


_NET, _OUT = Name(Role.NET, "z"), Name(Role.OUT, "out")


def layer_function(layer: list[Unit]) -> tuple[Function, tuple[Expr, ...]]:
    """The function of a layer over its column of net inputs, and its further arguments."""
    first = layer[0]
    if first.activation == "softmax" and all(unit.activation == "softmax" for unit in layer):
        return softmax_column, ()
    alike = all(unit.function is first.function and unit.args == first.args for unit in layer)
    return (of_entries(first.function), first.args) if alike else (_mixed(layer), ())


def _mixed(layer: list[Unit]) -> Function:
    """A column whose entries have different activations; its slope is computed entry by entry too."""
    import numpy

    def value(column: numpy.ndarray):
        entries = [unit.function.value(float(z), *_numbers(unit)) for unit, z in zip(layer, column[:, 0], strict=True)]
        return numpy.array(entries, dtype=float).reshape(-1, 1)

    def slope_value(column: numpy.ndarray):
        entries = []
        for unit, z, out in zip(layer, column[:, 0], value(column)[:, 0], strict=True):
            slope = unit.function.slope(0, (Symbol(_NET), *unit.args), Symbol(_OUT))
            assert slope is not None, "what learns has a slope"
            entries.append(slope.evaluate({_NET: float(z), _OUT: float(out)}, DOUBLES))
        return numpy.array(entries, dtype=float).reshape(-1, 1)

    def border(column: numpy.ndarray):
        """The distance to the nearest border of each entry's own function; 1 where it has none."""
        entries = [
            unit.function.border(float(z), *_numbers(unit)) if unit.function.border else 1.0
            for unit, z in zip(layer, column[:, 0], strict=True)
        ]
        return numpy.array(entries, dtype=float).reshape(-1, 1)

    derivative = Function("f′", slope_value, whole=True, border=border)
    return Function("f", value, (lambda args, out: Call(derivative, args[0]),), whole=True, border=border)


def _numbers(unit: Unit) -> list[float]:
    return [float(arg.evaluate({}, DOUBLES)) for arg in unit.args]
