"""What an exam would print of a pipeline whose numbers are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...solution import Says, Table

if TYPE_CHECKING:
    from . import Problem


def statement(problem: Problem, last: str) -> list[Says | Table]:
    """The input, the operation, the layers in words, where the backward pass begins, and what is to be found."""
    pipeline = problem.pipeline
    count, (rows, columns) = len(pipeline.channels), pipeline.size
    key = "statement_maps" if count > 1 else "statement_maps_one"
    said: list[Says | Table] = [Says(key, count=count, text=f"{rows} × {columns}")]
    layers = [layer for layer in pipeline.layers if not getattr(layer, "inserted", False)]
    told = [[layer.title, layer.describe()] for layer in layers]
    said.append(Table(["statement_layer", "statement_what"], told, None, 60))
    if any(layer.stem in ("conv", "transposed") for layer in layers):
        said.append(Says("statement_maps_turned" if problem.operation == "convolution" else "statement_maps_kept"))
    if problem.upstream is not None:
        said.append(Says("statement_maps_above", text=last))
    if problem.wanted is not None and problem.error is not None:
        said.append(Says("statement_loss", text=problem.error.shown))
    return said if problem.asked else said + _find(problem)


def _find(problem: Problem) -> list[Says | Table]:
    """What is to be found: the maps, how the error changes with them, and what is learned."""
    backward = problem.upstream is not None or problem.wanted is not None
    said: list[Says | Table] = [Says("statement_find_maps_back" if backward else "statement_find_maps")]
    if problem.learning_rate is not None:
        said.append(Says("statement_find_maps_new"))
    return said
