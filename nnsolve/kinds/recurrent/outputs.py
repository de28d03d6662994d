"""What is made of the state in every step: the output's net input and its activation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formula.activations import ACTIVATIONS
from ...formula.array_functions import of_entries, softmax_column, softmax_row
from ...formula.expr import Call, Expr, Symbol
from ...formula.functions import Function
from ...names import At, Name, Role
from ...solution import Says
from ...subjects.recurrent import Output

if TYPE_CHECKING:
    from .forward import Forward

# What is said beside an output, by its activation.
_SAYS = {
    "sigmoid": "network_is_sigmoid",
    "tanh": "network_is_tanh",
    "softmax": "network_is_softmax",
    "relu": "network_entry_by_entry",
}


def write_outputs(forward: Forward) -> dict[int, Symbol]:
    """The outputs of all steps behind all states; the states themselves where the problem has no output."""
    output = forward.net.output
    if output is None:
        return forward.states
    forward.page.section(Says("recurrent_outputs"))
    give_output(forward, output)
    found: dict[int, Symbol] = {}
    for time, state in forward.states.items():
        forward.page.block()
        found[time] = write_output(forward, time, state)
    return found


def write_output(forward: Forward, time: int, state: Symbol) -> Symbol:
    """The output of one step."""
    output, keys = forward.net.output, forward.problem.output
    assert output is not None and keys is not None, "there is an output"
    formula = _linear(forward, output, state)
    reason = None
    if keys.activation != "identity":
        own = Name(Role.NET, "net", "y", At(time=time))
        net = forward.step(own, formula, None, forward.mark(None, "net_y", time))
        formula, reason = Call(_function(forward, keys.activation), net), Says(_SAYS[keys.activation])
    name = Name(Role.OUT, "yhat", at=At(time=time))
    return forward.step(name, formula, reason, forward.mark(None, "yhat", time))


def give_output(forward: Forward, output: Output) -> None:
    """The weights and the bias of the output."""
    row: dict[Name, Expr] = {}
    if output.weights:
        row[output.weights.name] = forward.form.matrix(output.weights.grid)
    if output.bias:
        row[output.bias.name] = forward.form.vector(output.bias.grid[0])
    for name, number in list(row.items()):
        forward.print_below(name)
        if isinstance(number, Symbol):
            forward.letter_for(name)
            del row[name]
    forward.page.row(row)


def _linear(forward: Forward, output: Output, state: Symbol) -> Expr:
    """The weighted state and the bias."""
    weighted = forward.form.product(Symbol(output.weights.name), state) if output.weights else state
    return weighted + Symbol(output.bias.name) if output.bias else weighted


def _function(forward: Forward, activation: str) -> Function:
    """The activation of the output."""
    if activation == "softmax":
        return softmax_row if forward.form.rows else softmax_column
    return of_entries(ACTIVATIONS[activation].function)
