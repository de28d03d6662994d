"""What an exam would print of a pipeline whose numbers are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...solution import Says, Table
from .kernel_layer import KernelLayer

if TYPE_CHECKING:
    from . import Problem


def statement(problem: Problem, last: str) -> list[Says | Table]:
    """The input, the operation, the layers in words, where the backward pass begins, and what is to be found."""
    count, (rows, columns) = len(problem.pipeline.channels), problem.pipeline.size
    key = "statement_maps" if count > 1 else "statement_maps_one"
    said: list[Says | Table] = [Says(key, count=count, text=f"{rows} × {columns}"), _layers(problem)]
    if any(isinstance(layer, KernelLayer) for layer in problem.pipeline.layers):
        said.append(Says("statement_maps_turned" if problem.operation == "convolution" else "statement_maps_kept"))
    if problem.upstream is not None:
        said.append(Says("statement_maps_above", text=last))
    if problem.wanted is not None and problem.error is not None:
        said.append(Says("statement_loss", text=problem.error.shown))
    return said if problem.asked else [*said, *_find(problem)]


def _layers(problem: Problem) -> Table:
    """The layers that the author wrote."""
    rows: list[list] = []
    for layer in problem.pipeline.layers:
        if not getattr(layer, "inserted", False):
            rows.append([layer.title, layer.describe()])
    return Table(["statement_layer", "statement_what"], rows)


def _find(problem: Problem) -> list[Says]:
    """What is to be found: the maps, how the error changes with them, and what is learned."""
    backward = problem.upstream is not None or problem.wanted is not None
    said = [Says("statement_find_maps_back" if backward else "statement_find_maps")]
    if problem.learning_rate is not None:
        said.append(Says("statement_find_maps_new"))
    return said
