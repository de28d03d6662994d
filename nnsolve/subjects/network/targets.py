"""Targets as a problem file writes them: a number for each output, or the right class."""

from __future__ import annotations

from ...errors import counted, listing, nearest
from ...formula.expr import Expr, Symbol
from ...names import Name, Role
from ...reading.schema import free_name, read_number
from ...reading.yamlfile import Faults, Node, complete_values
from .claims import claim
from .model import Unit


def read_targets(
    node: Node | None, outputs: list[Unit], faults: Faults, taken: dict[str, str] | None = None
) -> dict[str, Expr] | None:
    """Targets by output unit: a mapping, or a list in the order of the outputs.

    Where ``taken`` holds the names of a problem in symbols, targets may be new names.
    """
    if node is None:
        return None
    names = [unit.name for unit in outputs]
    pairs = _pairs(node, names, faults)
    if pairs is None:
        return None
    values: dict[str, Expr | None] = {}
    for name in names:
        free = free_name(pairs[name]) if taken is not None else ""
        if free and taken is not None:
            values[name] = Symbol(_target(free)) if claim(taken, free, "target", pairs[name], faults) else None
        else:
            values[name] = read_number(pairs[name], faults)
    return complete_values(values)


def _pairs(node: Node, names: list[str], faults: Faults) -> dict[str, Node] | None:
    """Where the target of every output is written."""
    if node.items is not None:
        return _in_order(node, node.items, names, faults)
    if node.entries is not None:
        return _by_name(node, node.entries, names, faults)
    if len(names) == 1:
        return {names[0]: node}
    return faults.add(node, f"expected a target for each output, such as {{{names[0]}: 1}}")


def _in_order(node: Node, items: list[Node], names: list[str], faults: Faults) -> dict[str, Node] | None:
    """A list in the order of the outputs."""
    if len(items) != len(names):
        text = f"{counted(len(items), 'targets')} for {counted(len(names), 'outputs')} ({listing(names)})"
        return faults.add(node, text, "")
    return dict(zip(names, items, strict=True))


def _by_name(node: Node, entries: dict[str, Node], names: list[str], faults: Faults) -> dict[str, Node] | None:
    """A mapping by output, without one left out."""
    for where, name, _ in node.pairs:
        if name not in names:
            hint = nearest(name, names)
            faults.add(where, f"no such output neuron; there are {listing(names)}.{hint}", name)
    missing = [name for name in names if name not in entries]
    if missing:
        return faults.add(node, f"no target for {listing(missing)}", "")
    return entries


def _target(text: str) -> Name:
    """The name of a target as a problem in symbols writes it: y1, or t_o1 for the target of o1."""
    word, _, unit = text.partition("_")
    return Name(Role.TARGET, word, unit) if word == "t" and unit else Name(Role.TARGET, text)


def read_label(node: Node, outputs: list[Unit], faults: Faults) -> str | None:
    """The right class for sparse targets: ``{class: o2}`` or the unit's name alone."""
    inner = node.entries.get("class") if node.entries is not None and len(node.entries) == 1 else node
    names = [unit.name for unit in outputs]
    if inner is None or inner.text is None or inner.text not in names:
        where = inner or node
        return faults.add(where, f"expected the right class as {{class: {names[0]}}}; outputs: {listing(names)}")
    return inner.text
