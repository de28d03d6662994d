"""The forward pass of a network and its loss, as steps."""

from __future__ import annotations

from ...formula.expr import ZERO, Call, Div, Expr, Mul, Num, Symbol, replaced, total_of
from ...names import Name, Role, named
from ...solution import Block, Says, Section, Step
from .loss import ReadLoss
from .model import ERROR, Network, Unit

_TOTALS = {"sum": "network_total_sum", "mean": "network_total_mean", "half mean": "network_total_half_mean"}


def net_input(unit: Unit) -> Expr:
    """Σ w·source + b, in the order in which the weights were written."""
    terms: list[Expr] = [Mul((Symbol(weight), Symbol(source))) for weight, source in unit.edges]
    if unit.bias:
        terms.append(Symbol(unit.bias))
    return total_of(terms) if terms else ZERO


def activation(unit: Unit) -> Expr:
    """f(net), with the parameters of f."""
    if unit.activation == "softmax":
        return Call(unit.function, *unit.args)
    return Call(unit.function, Symbol(unit.signal), *unit.args)


def neuron(network: Network, unit: Unit) -> tuple[Says, Step, Step, list[Step]]:
    """The heading of a neuron, its net input, its activation, and what dropout makes of it, if any."""
    last = unit.layer == len(network.layers) - 1
    heading = Says("page_output_neuron" if last else "page_hidden_neuron", name=named(unit.name))
    net = Step(unit.net, net_input(unit), Says("network_weighted_sum" if unit.edges else "network_bias_only"))
    out = Step(unit.out, activation(unit), Says(unit.function.says) if unit.function.says else None)
    drop = [network.dropouts[unit.layer].step(unit)] if unit.dropped else []
    return heading, net, out, drop


def forward_section(network: Network) -> Section:
    """Net input and activation, neuron by neuron; a softmax layer first needs all its net inputs."""
    section = Section(Says("page_forward_pass"))
    for layer in network.layers:
        section.blocks += layer_blocks(network, layer)
    return section


def layer_blocks(network: Network, layer: list[Unit]) -> list[Block]:
    """A block a neuron, and one for the softmax over a layer."""
    blocks, later = [], []
    for unit in layer:
        heading, net, out, drop = neuron(network, unit)
        if unit.activation == "softmax":
            blocks.append(Block(heading, [net]))
            later += [out, *drop]
        else:
            blocks.append(Block(heading, [net, out, *drop]))
    return [*blocks, Block(Says("page_softmax_layer"), later)] if later else blocks


def loss_section(network: Network, loss: ReadLoss) -> Section:
    """The loss term by term, then its sum or mean over the outputs."""
    units = [unit for unit in network.outputs if loss.counts(unit)]
    count = len(units)
    divisor = {"sum": 1, "mean": count, "half mean": 2 * count}[loss.entry.mean]
    if count == 1:
        formula = loss.term(units[0])
        whole = formula if divisor == 1 else Div(formula, Num(str(divisor)))
        steps = [Step(ERROR, whole, Says("network_loss_is", name=loss.shown))]
    else:
        steps = [Step(unit.term, loss.term(unit)) for unit in units]
        total = total_of([Symbol(step.name) for step in steps])
        whole = total if loss.entry.mean == "sum" else Div(total, Num(str(divisor)))
        steps.append(Step(ERROR, whole, Says(_TOTALS[loss.entry.mean], n=count)))
        steps[0].reason = _term_reason(loss)
    return Section(Says("page_loss"), [Block(None, steps)])


def again_section(sections: list[Section], renewed: dict[Name, Name]) -> Section:
    """The forward pass and the loss once more, with the new parameters in place of the old."""
    exchange: dict[Name, Expr] = {old: Symbol(new) for old, new in renewed.items()}
    result = Section(Says("page_forward_again"))
    for section in sections:
        for block in section.blocks:
            result.blocks.append(Block(block.title, _again(block.steps, exchange)))
    return result


def _again(steps: list[Step], exchange: dict[Name, Expr]) -> list[Step]:
    """Steps under names of the second pass; ``exchange`` learns these."""
    found = []
    for step in steps:
        again = Step(Name(Role.AGAIN, step.name), replaced(step.formula, exchange), step.reason)
        exchange[step.name] = Symbol(again.name)
        found.append(again)
    return found


def _term_reason(loss: ReadLoss) -> Says:
    """The name of a loss stands at its term where the term is the loss; a mean's terms are its parts."""
    return Says("network_loss_is" if loss.entry.mean == "sum" else "network_loss_term", name=loss.shown)
