"""What an exam would print of a convolutional network whose shapes are wanted."""

from __future__ import annotations

from typing import Protocol

from ...solution import Column, Says, Table
from .layer import Layer
from .layers import Unchanged
from .sizes import InputShape


class Layered(Protocol):
    """A problem about the shapes of layers."""

    input: InputShape
    layers: list[Layer]
    asked: list[str] | None


def statement(problem: Layered) -> list[Says | Table]:
    """The input and the layers in words."""
    rows: list[list] = []
    for layer in problem.layers:
        rows.append(["" if isinstance(layer, Unchanged) else layer.title, layer.describe()])
    said: list[Says | Table] = [
        Says("statement_cnn", text=str(problem.input)),
        Table(
            [Column("statement_layer", "statement_column_layer"), Column("statement_what", "statement_column_what")],
            rows,
        ),
    ]
    return said if problem.asked else [*said, Says("statement_find_cnn")]
