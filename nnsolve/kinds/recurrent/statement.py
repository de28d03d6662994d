"""What an exam would print of a recurrent network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...formula.expr import Num, Symbol
from ...solution import Says
from ...subjects.network.model import RATE

if TYPE_CHECKING:
    from .model import Net
    from .problem import Problem

_CELLS = {"rnn": "recurrent_statement_rnn", "lstm": "recurrent_statement_lstm", "gru": "recurrent_statement_gru"}


def statement(problem: Problem) -> Iterator[Says]:
    """The cell and its convention, what is made of its state, the loss, and what is to be found."""
    net = problem.net
    yield Says(_CELLS[problem.cell], n=net.directions[0].units)
    if problem.cell == "rnn":
        yield Says("recurrent_statement_activation", text=net.activation.name)
    if problem.symbolic:
        yield from _letters(net)
    yield from rule(problem)
    yield from _decoder(problem)
    if len(net.layers) > 1:
        yield Says("recurrent_statement_layers", n=len(net.layers))
    if net.directions[0].way:
        yield Says(_JOINED[net.layers[0].join])
    if problem.output is not None:
        yield Says(
            _OUTPUTS.get(problem.output.activation, "recurrent_statement_output"), text=problem.output.activation
        )
    yield from _loss(problem)
    if not problem.asked:
        yield Says(_wanted(problem))


def _letters(net: Net) -> Iterator[Says]:
    """What stands in place of numbers: no row of given numbers says it."""
    seen = [str(number.name) if isinstance(number, Symbol) else number.text for number in _plain(net)]
    if len(seen) == len(net.inputs):  # else the given numbers are told by themselves
        yield Says("recurrent_statement_sees", text=", ".join(seen))
    gate = net.directions[0].gates[""]
    for key, given in (("x", gate.x), ("h", gate.h), ("b", gate.bias)):
        if given is not None:
            yield Says(_WEIGHED[key], name=given.name)


def _plain(net: Net) -> list[Symbol | Num]:
    """The inputs that are letters or plain numbers, one a step."""
    return [number for (number,) in net.inputs if isinstance(number, (Symbol, Num))]


def _decoder(problem: Problem) -> Iterator[Says]:
    """The words in their order, and where the context goes in."""
    if problem.words is not None and problem.feed != "inputs":
        yield Says("recurrent_statement_words", text=", ".join(problem.words), n=problem.net.steps)
    for direction in problem.net.directions:
        if direction.from_context:
            yield Says("recurrent_statement_begins")
            return


def _loss(problem: Problem) -> Iterator[Says]:
    """The loss, what is made of those of several steps, and the rate."""
    if problem.loss is not None:
        yield Says("recurrent_statement_loss", text=problem.loss.shown)
        if problem.net.targets is not None and len(problem.net.targets.steps) > 1:
            yield Says(_OVER[problem.loss_over])
    if problem.learning_rate is not None:
        yield Says("statement_rate", name=RATE)


_WEIGHED = {"x": "recurrent_statement_by_x", "h": "recurrent_statement_by_h", "b": "recurrent_statement_bias"}
_FED = {"targets": "recurrent_fed_targets", "outputs": "recurrent_fed_outputs", "words": "recurrent_fed_words"}
_OUTPUTS = {"identity": "recurrent_statement_output_linear"}
_JOINED = {"add": "recurrent_statement_added", "concatenate": "recurrent_statement_beside"}
_OVER = {"sum": "recurrent_statement_sum", "mean": "recurrent_statement_mean"}


def rule(problem: Problem) -> Iterator[Says]:
    """The conventions that books differ on, as the problem chooses them."""
    if problem.cell == "gru":
        yield Says("recurrent_z_new" if problem.z_weighs == "new" else "recurrent_z_old")
        if "h" not in problem.net.gates and problem.differs:
            yield Says("recurrent_reset_before" if problem.reset == "before" else "recurrent_reset_after")
    if problem.feed != "inputs":
        yield Says(_FED[problem.feed])
    if problem.net.feeds_back:
        yield Says("recurrent_feedback")
    if problem.net.form.rows:
        yield Says("recurrent_rows")


def _wanted(problem: Problem) -> str:
    if problem.learning_rate is not None:
        return "recurrent_statement_find_new"
    if problem.symbolic and problem.loss is None:
        return "recurrent_statement_find_letters"
    if problem.gradients:
        return "recurrent_statement_find_gradients"
    return "recurrent_statement_find_loss" if problem.loss is not None else "recurrent_statement_find"
