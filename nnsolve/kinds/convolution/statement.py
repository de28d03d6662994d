"""What an exam would print of a pipeline whose numbers are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...solution import Column, Says, Table
from .kernel_layer import KernelLayer
from .learning import FromAbove, FromLoss

if TYPE_CHECKING:
    from . import Problem


def statement(problem: Problem, last: str) -> list[Says | Table]:
    """The input, the operation, the layers in words, where the backward pass begins, and what is to be found."""
    count, (rows, columns) = len(problem.pipeline.channels), problem.pipeline.size
    said: list[Says | Table] = [Says("maps_statement", count=count, text=f"{rows} × {columns}"), _layers(problem)]
    if any(isinstance(layer, KernelLayer) for layer in problem.pipeline.layers):
        said.append(Says("maps_statement_turned" if problem.operation == "convolution" else "maps_statement_kept"))
    if isinstance(problem.start, FromAbove):
        said.append(Says("maps_statement_above", text=last))
    if isinstance(problem.start, FromLoss):
        said.append(Says("statement_loss", text=problem.start.loss.shown))
    return said if problem.asked else [*said, *_find(problem)]


def _layers(problem: Problem) -> Table:
    """The layers that the author wrote."""
    rows: list[list] = []
    for layer in problem.pipeline.layers:
        if not getattr(layer, "inserted", False):
            rows.append([layer.title, layer.describe()])
    return Table(
        [Column("statement_layer", "statement_column_layer"), Column("statement_what", "statement_column_what")], rows
    )


def _find(problem: Problem) -> list[Says]:
    """What is to be found: the maps, how the error changes with them, and what is learned."""
    backward = problem.start is not None
    said = [Says("maps_statement_find_back" if backward else "maps_statement_find")]
    if problem.learning_rate is not None:
        said.append(Says("maps_statement_find_new"))
    return said
